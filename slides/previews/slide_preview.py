"""One slide of an unfinished case as a picture, whatever is still missing: gaps are filled with “…”, never refused."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from slides.casefile.values import Case, Item, Slide, Words
from slides.composing.deck import Deck, LessonFacts, Page
from slides.composing.fitting import fitted
from slides.composing.pages import Place, Setting, pages_of
from slides.designs.design import design_of_stage
from slides.designs.layouts import HEIGHT, WIDTH
from slides.kinds import KINDS, LANGUAGES, SLIDE_LIMIT, STAGE_ORDER, WORD_LIMITS, Kind
from slides.law.laws import LawTable
from slides.pptx.deck_file import Studio
from slides.pptx.pictures import scene_names
from slides.previews.preview import FONTS, page_svg
from slides.previews.shapes import PIXELS
from slides.problems import CaseRefused, Problem
from slides.words import clean, plain, units

GAP = "…"
SAMPLE_ADDRESS = "https://example.org/s/abcd1234"
# A text far beyond any limit is cut before it is laid out: the counter says the rest.
LONGEST_SHOWN = 240
OUTLINE_LINES, LINE_CHARACTERS = 9, 34


@dataclass(frozen=True)
class SlidePreview:
    """A slide in one language: its pages as SVG, how full the fullest is, and what does not fit or hold.

    ``units`` counts a Chinese character as 1 and a Latin word as 2; ``most`` is the limit of the stage.
    """

    pages: tuple[str, ...]
    units: int
    most: int
    problems: tuple[Problem, ...]
    is_outline: bool = False


def preview_slide(
    case: Case, number: int, *, stage: str, lang: str, laws: LawTable, on: date, studio: Studio | None = None
) -> SlidePreview:
    """Show the slide with this number, counted from 1 over the whole case, as the deck of a stage would have it.

    What is missing is filled with “…”; where no page can be made of it, an outline of its words is drawn instead.
    """
    slide, place = _placed(case, number, stage, lang)
    studio = studio or Studio()
    setting = Setting(case, stage, lang, laws, on, LessonFacts(), SAMPLE_ADDRESS, design_of_stage(stage))
    most = SLIDE_LIMIT[STAGE_ORDER.index(stage)]
    try:
        scenes = scene_names(studio.scenes)
        before = filled(place.before, scenes) if place.before else None
        pages = list(pages_of(filled(slide, scenes), replace(place, before=before), setting))
        sized, problems = fitted(pages, setting)
        drawn = tuple(page_svg(page, _deck_of(setting, sized), number, studio) for page in sized)
        return SlidePreview(drawn, max(map(_units, pages)), most, tuple(problems))
    except CaseRefused as refused:
        return _outline(slide, lang, most, refused.problems)
    except (LookupError, ValueError, ArithmeticError, TypeError, AttributeError):
        return _outline(slide, lang, most, ())


def _placed(case: Case, number: int, stage: str, lang: str) -> tuple[Slide, Place]:
    """The slide, and where it stands in the deck of a stage."""
    wanted, at, before, numeral = number, 0, None, 0
    for part in case.parts:
        chosen = [slide for slide in part.slides if stage in slide.stages]
        stories = [slide for slide in chosen if slide.kind == "story"]
        for slide in part.slides:
            at += 1
            seen = stage in slide.stages
            numeral += slide.kind == "section" and seen
            if at == wanted:
                step = next((step for step, story in enumerate(stories, 1) if story is slide), 0)
                return slide, Place(part.name(lang), numeral or 1, step, len(stories), before)
            before = slide if seen else before
    raise IndexError(number)


def _deck_of(setting: Setting, pages: list[Page]) -> Deck:
    """Just enough of a deck for its pages to be drawn."""
    title, author = setting.case.title(setting.lang), setting.case.get("author")
    facts = (setting.case.id, setting.case.version, title, author, setting.stage, setting.lang)
    return Deck(*facts, setting.design, setting.on, "", tuple(pages))


def _units(page: Page) -> int:
    """How full a page is, counted as the rule of the whole deck counts it."""
    texts = [words for text in page.texts if text.slot not in ("title", "facts") for words in text.paragraphs]
    texts += [cell for row in page.table.rows for cell in row] if page.table else []
    return sum(map(units, texts))


def filled(slide: Slide, scenes: frozenset[str]) -> Slide:
    """The slide with a gap wherever its layout needs words and there are none, and without what it cannot show."""
    kind = KINDS[slide.kind]
    keys = tuple(pair for pair in slide.keys if pair[0] != "picture" or pair[1] in scenes)
    halves = {lang: _filled_words(slide.words(lang), kind) for lang in LANGUAGES}
    if kind.name == "chart" and not slide.get("chart"):
        keys += (("chart", "bar"),)
    return replace(slide, keys=keys, **halves)


def _filled_words(words: Words, kind: Kind) -> Words:
    keys = {key: _shown(value) for key, value in words.keys} | {
        key: GAP for key in (*kind.words_need, "alt") if not words.get(key).strip() and key in WORD_LIMITS
    }
    keys = {"by": GAP} | keys if "by" in kind.words_need else keys
    lead = _shown(words.lead) or (GAP if kind.lead == "required" else "")
    return replace(
        words,
        title=_shown(words.title) or GAP,
        lead=lead if kind.lead != "no" else "",
        items=_filled_items(words.items, kind),
        rows=_filled_rows(words.rows, kind),
        keys=tuple(keys.items()),
    )


def _shown(text: str) -> str:
    return clean(text)[:LONGEST_SHOWN]


def _filled_items(items: tuple[Item, ...], kind: Kind) -> tuple[Item, ...]:
    low, high = kind.count
    if kind.shape in ("none", "numbers", "cells"):
        return ()
    if kind.shape == "marked":
        return tuple(item for mark in ("x", " ") for item in _few(items, mark, low, high, kind))
    return _few(items, None, low, high, kind)


def _few(items: tuple[Item, ...], mark: str | None, low: int, high: int, kind: Kind) -> tuple[Item, ...]:
    """As many items as the layout has room for; all of them, or those with a box like this."""
    chosen = [item for item in items if mark is None or (item.mark or " ") == mark][:high]
    chosen += [Item("", mark or "") for _ in range(low - len(chosen))]
    return tuple(replace(item, text=_item_text(item.text, kind), mark=mark or item.mark) for item in chosen)


def _item_text(text: str, kind: Kind) -> str:
    if kind.shape != "pairs":
        return _shown(text) or GAP
    first, second = Item(text).halves
    return f"{_shown(first) or GAP} | {_shown(second) or GAP}"


def _filled_rows(rows: tuple[tuple[str, ...], ...], kind: Kind) -> tuple[tuple[str, ...], ...]:
    if kind.shape not in ("numbers", "cells"):
        return ()
    low, high = kind.count
    wide = min(max((len(row) for row in rows), default=2), 3 if kind.shape == "numbers" else 5)
    wide = max(wide, 2)
    shown = [tuple(_shown(cell) or GAP for cell in (*row, *("",) * wide)[:wide]) for row in rows[: high + 1]]
    shown += [(GAP,) * wide for _ in range(low + 1 - len(shown))]
    if kind.shape == "cells":
        return tuple(shown)
    return (shown[0], *((row[0], *map(_number, row[1:])) for row in shown[1:]))


def _number(cell: str) -> str:
    try:
        return f"{float(cell):g}" if abs(float(cell)) < 1e9 else "0"
    except ValueError:
        return "0"


def _outline(slide: Slide, lang: str, most: int, problems: tuple[Problem, ...]) -> SlidePreview:
    """The words of a slide under each other: better than nothing where no page can be made of them."""
    words = slide.words(lang)
    lines = [line for text in _outline_texts(words) for line in _broken(_shown(text))][:OUTLINE_LINES]
    rows = "".join(
        f'<text x="90" y="{250 + 62 * number}" font-size="40" fill="#1f2933">{html.escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    wide, high = round(WIDTH * PIXELS), round(HEIGHT * PIXELS)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="{FONTS[lang]}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/><rect width="{wide}" height="130" fill="#eef3f8"/>'
        f'<text x="90" y="86" font-size="48" font-weight="700" fill="#12355b">'
        f"{html.escape(_shown(plain(words.title))[:24] or GAP)}</text>{rows}</svg>"
    )
    counted = sum(units(_shown(text)) for text in _outline_texts(words))
    return SlidePreview((svg,), counted, most, problems, is_outline=True)


def _outline_texts(words: Words) -> Iterator[str]:
    yield words.lead
    yield from (item.text for item in words.items)
    yield from ("　".join(row) for row in words.rows)


def _broken(text: str) -> list[str]:
    return [text[at : at + LINE_CHARACTERS] for at in range(0, len(text), LINE_CHARACTERS)]
