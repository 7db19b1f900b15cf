"""Fit every text of a deck's pages: one size for texts that stand side by side, a problem for what cannot stand."""

from dataclasses import replace

from slides.composing.deck import Page, Text
from slides.composing.fit import STEP, Block, characters_over, fit
from slides.composing.pages import Setting
from slides.kinds import FIELD_NAMES, SLIDE_LIMIT, STAGE_ORDER
from slides.problems import Problem
from slides.words import units

LEAST_FACTS_SIZE, SHORTEST_FACT = 18, 8


def fitted(pages: list[Page], setting: Setting) -> tuple[list[Page], list[Problem]]:
    """Give each text its size, and list what does not fit."""
    done, problems = [], []
    for page in pages:
        sized, faults = _fit_page(page, setting)
        done.append(sized)
        problems += faults + _too_full(page, setting)
    return done, problems


def _fit_page(page: Page, setting: Setting) -> tuple[Page, list[Problem]]:
    layout = setting.design.layouts[page.layout]
    families: dict[str, list[Text]] = {}
    for text in page.texts:
        families.setdefault(text.slot.rstrip("12345"), []).append(text)
    texts, problems = [], []
    for family, members in families.items():
        blocks = [Block(text.paragraphs, layout.slot(text.slot)) for text in members]
        size = fit(blocks, setting.stage)
        if family == "facts":
            texts.append(squeezed(members[0], blocks[0], size))
            continue
        texts += [replace(text, size=size) for text in members]
        over = [(text, characters_over(block, size)) for text, block in zip(members, blocks, strict=True)]
        problems += [_does_not_fit(text, page, count, size, setting) for text, count in over if count]
    return replace(page, texts=tuple(texts)), problems


def _too_full(page: Page, setting: Setting) -> list[Problem]:
    """Everything on a slide but its title counts against the stage's limit; names on a cover do not."""
    texts = [words for text in page.texts if text.slot not in ("title", "facts") for words in text.paragraphs]
    texts += [cell for row in page.table.rows for cell in row] if page.table else []
    found, most = sum(map(units, texts)), SLIDE_LIMIT[STAGE_ORDER.index(setting.stage)]
    if found <= most:
        return []
    return [
        Problem(
            "slide-too-full",
            page.line,
            {"lang": setting.lang, "found": found, "limit": most, "over": found - most, "stage": setting.stage},
        )
    ]


def squeezed(text: Text, block: Block, size: int) -> Text:
    """Names on the cover are data, not words to refuse: they shrink further, and what is still too long is cut."""
    sizes = [each for each in range(size, LEAST_FACTS_SIZE - 1, -STEP) if block.fits(each)]
    if sizes:
        return replace(text, size=next((each for each in sizes if _ends_well(block, each)), sizes[0]))
    lines, most = text.paragraphs, max(map(len, text.paragraphs))
    while most > SHORTEST_FACT and not Block(lines, block.slot).fits(LEAST_FACTS_SIZE):
        most -= 1
        lines = tuple(line if len(line) <= most else f"{line[: most - 1]}…" for line in lines)
    return replace(text, paragraphs=lines, size=LEAST_FACTS_SIZE)


def _ends_well(block: Block, size: int) -> bool:
    """Say whether no name leaves a character or two alone on a line."""
    ends = [lines[-1].strip() for lines in block.lines(size) if len(lines) > 1]
    return all(len(end) > 2 for end in ends)


def _does_not_fit(text: Text, page: Page, over: int, size: int, setting: Setting) -> Problem:
    name, name_zh = FIELD_NAMES.get(text.field, FIELD_NAMES["line"])
    return Problem(
        "does-not-fit",
        text.line or page.line,
        {"field": name, "field_zh": name_zh, "lang": setting.lang, "stage": setting.stage, "size": size, "over": over},
    )


def page_fits(page: Page, setting: Setting) -> bool:
    """Say whether every text of a page fits and the page is not too full."""
    return not _fit_page(page, setting)[1] and not _too_full(page, setting)
