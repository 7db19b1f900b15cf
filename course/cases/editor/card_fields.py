"""A slide as the fields of its card, and back: what is typed is kept as it is, or refused with its field and a reason.

The names of the fields: ``kind``, ``minutes``, ``picture``, ``cite``, ``sentences``, ``chart``; and for each language
``zh-title``, ``zh-lead``, ``zh-line-1`` with ``zh-second-1`` and ``zh-mark-1``, ``zh-rows``, ``zh-alt``, ``zh-say``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from course.errors import Problem
from course.i18n import _l
from slides.case import Item, Notes, Slide, Words
from slides.casefile.escaping import escaped_cell, split_at_bars, unescaped
from slides.kinds import KINDS, LANGUAGES, NOTE_KEYS, STAGE_ORDER, WORD_KEYS
from slides.words import is_harmful

LONGEST_TEXT = 2_000
SLIDE_TEXTS = ("picture", "cite", "sentences", "chart")
BARS = "|｜"
RULE_CELL = re.compile(r":?-{3,}:?")
# Every field that a card can have.
NAME = re.compile(
    r"kind|minutes|picture|cite|sentences|chart|(?:zh|en)-(?:title|lead|rows|by|law|unit|source|alt|say|ask|expect|"
    r"sources|(?:line|second|mark)-[1-9]\d?)"
)
FIRST_HALF = re.compile(r"(?:zh|en)-line-\d+")
BOXED = ("marked", "options")


def values_of(slide: Slide) -> dict[str, str]:
    """The texts of a slide by the names of their fields; empty ones are left out."""
    values = {"kind": slide.kind, "minutes": f"{slide.minutes:g}" if slide.minutes else "", **dict(slide.keys)}
    for lang in LANGUAGES:
        values |= {f"{lang}-{name}": text for name, text in word_values(slide.words(lang), slide.kind)}
    return {name: text for name, text in values.items() if text}


def word_values(words: Words, kind: str) -> Iterator[tuple[str, str]]:
    """The texts of one language of a slide, by name without the language."""
    yield from (("title", words.title), ("lead", words.lead), ("rows", "\n".join(map(row_text, words.rows))))
    for number, item in enumerate(words.items, 1):
        first, _, second = item.text.partition(" | ") if KINDS[kind].shape == "pairs" else (item.text, "", "")
        yield from ((f"line-{number}", first), (f"second-{number}", second), (f"mark-{number}", item.mark.strip()))
    yield from words.keys
    yield from ((key, getattr(words.notes, key)) for key in NOTE_KEYS)


def slide_of(values: Mapping[str, str], stages: Iterable[str]) -> Slide:
    """The slide that these fields say; what is wrong with them ``field_problems`` says."""
    kind = values.get("kind", "")
    chosen = set(stages)
    return Slide(
        kind if kind in KINDS else "points",
        tuple(stage for stage in STAGE_ORDER if stage in chosen),
        minutes_of(values.get("minutes", "")) or 0,
        tuple((key, values[key]) for key in SLIDE_TEXTS if values.get(key)),
        words_of(values, "zh", kind),
        words_of(values, "en", kind),
    )


def words_of(values: Mapping[str, str], lang: str, kind: str) -> Words:
    """One language of a slide from its fields."""
    own = {name.removeprefix(f"{lang}-"): text for name, text in values.items() if name.startswith(f"{lang}-")}
    return Words(
        own.get("title", ""),
        own.get("lead", ""),
        items_of(own, kind),
        tuple(rows_of(own.get("rows", ""))),
        tuple((key, own[key]) for key in WORD_KEYS if own.get(key)),
        Notes(**{key: own.get(key, "") for key in NOTE_KEYS}),
    )


def items_of(own: Mapping[str, str], kind: str) -> tuple[Item, ...]:
    """The lines of a list; empty ones at its end are no lines."""
    is_boxed = kind in KINDS and KINDS[kind].shape in BOXED
    numbers = [int(name.split("-")[1]) for name, text in own.items() if name.startswith(("line-", "second-")) and text]
    items = []
    for number in range(1, max(numbers, default=0) + 1):
        first, second = own.get(f"line-{number}", ""), own.get(f"second-{number}", "")
        mark = "x" if own.get(f"mark-{number}") else " "
        items.append(Item(f"{first} | {second}" if second else first, mark if is_boxed else ""))
    return tuple(items)


def row_text(row: Sequence[str]) -> str:
    """A row of a table as one line: its cells with bars between them."""
    cells = [escaped_cell(cell).replace("｜", "\\｜") for cell in row]
    line = " | ".join(cells)
    return line if cells[0].strip() and cells[-1].strip() else f"| {line} |"


def rows_of(text: str) -> Iterator[tuple[str, ...]]:
    """The rows of a table from its lines; bars around a line and lines of hyphens only draw its frame."""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        pieces = split_at_bars(line, BARS)
        cells = pieces[1:] if len(pieces) > 1 and not pieces[0] else pieces
        cells = cells[:-1] if len(cells) > 1 and not cells[-1] else cells
        if len(pieces) == 1 or not all(RULE_CELL.fullmatch(cell.strip()) for cell in cells):
            yield tuple(unescaped(cell.strip()) for cell in cells)


def minutes_of(text: str) -> float | None:
    """The minutes that a field says, 0 where it is empty; None where it says something else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return 0
    return float(plain) if re.fullmatch(r"\d{1,2}(\.[05])?", plain) else None


def field_problems(values: Mapping[str, str], stages: Sequence[str], case_stages: Sequence[str]) -> list[Problem]:
    """Why these fields cannot be kept, each with its field."""
    found = [problem for name, text in values.items() for problem in text_problems(name, text)]
    if values.get("kind") in KINDS and KINDS[values["kind"]].shape == "pairs":
        found += (bar_in_half(name) for name, text in values.items() if FIRST_HALF.fullmatch(name) and "|" in text)
    if values.get("kind") not in KINDS:
        found.append(Problem("kind", _l("Choose what kind of slide this is."), "kind"))
    if case_stages and not (set(stages) and set(stages) <= set(case_stages)):
        found.append(Problem("stages", _l("Choose at least one stage of the case."), "stages"))
    if minutes_of(values.get("minutes", "")) is None:
        found.append(Problem("minutes", _l("Write the minutes as a number such as 2 or 1.5, at most 99."), "minutes"))
    return found


def text_problems(name: str, text: str) -> Iterator[Problem]:
    """Why one text cannot be kept: too long, an invisible character, a line break where there is one line."""
    over = len(text) - LONGEST_TEXT
    if over > 0:
        message = _l("%(most)s characters at most; please cut %(over)s.", most=LONGEST_TEXT, over=over)
        yield Problem("too_long", message, name)
    many_lines = name.endswith(tuple(f"-{key}" for key in ("rows", *NOTE_KEYS)))
    bad = next((one for one in text if is_harmful(one) and not (one == "\n" and many_lines)), None)
    if bad == "\n":
        yield Problem("one_line", _l("Only one line may stand here; take the line break out."), name)
    elif bad is not None:
        message = _l("There is an invisible character (%(code)s). Delete it, or type the text anew.", code=code_of(bad))
        yield Problem("invisible", message, name)


def bar_in_half(name: str) -> Problem:
    """The refusal of the sign that parts the two halves of a line."""
    return Problem("bar", _l("The sign | parts a line in two, so it cannot stand here. Use another sign."), name)


def code_of(character: str) -> str:
    """The number of a character, as the people write it who help: U+202E."""
    return f"U+{ord(character):04X}"
