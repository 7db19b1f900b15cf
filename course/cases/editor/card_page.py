"""What the page of one card shows: its fields with how full each is, and the slide as a picture in both languages."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from course.cases.editor.card_fields import BOXED, rows_of, values_of
from course.cases.editor.case_edits import digest
from course.cases.editor.wording import field_label, kind_label
from course.cases.queries import law_table
from slides import Case, LawTable, Problem, Slide, SlidePreview, preview_slide
from slides.kinds import KINDS, LANGUAGES, NOTE_KEYS, NOTE_LIMITS, STAGE_ORDER, WORD_KEYS, WORD_LIMITS, Kind, limit
from slides.law.citations import check_citation, chosen_sentences, parse_citation, words_of
from slides.pptx.pictures import scene_names
from slides.words import length

LISTS = ("lines", "pairs", "options", "marked")
TABLES = ("numbers", "cells")
OWN_TEXTS = ("cite", "sentences", "chart", "picture")


@dataclass(frozen=True)
class Field:
    """One field of a card: its name, label and text, how many characters it has and may have, what is wrong."""

    name: str
    label: Any
    value: str
    shape: str = "line"
    limit: int | None = None
    count: int = 0
    is_left_over: bool = False
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A card as it is shown: the slide, the texts of its fields, and what is wrong with them by field."""

    slide: Slide
    values: Mapping[str, str]
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    base: str = ""

    @classmethod
    def of(cls, slide: Slide) -> Shown:
        """The card of a stored slide."""
        return cls(slide, values_of(slide), {}, digest(slide))

    @property
    def kind(self) -> Kind:
        """The kind of the slide."""
        return KINDS[self.slide.kind]

    def value(self, name: str) -> str:
        """The text of a field."""
        return self.values.get(name, "")

    @property
    def own_fields(self) -> list[Field]:
        """The fields of the slide itself that its kind asks for, and those that hold something all the same."""
        known = (*self.kind.needs, *self.kind.may)
        names = [name for name in OWN_TEXTS if name in known or self.value(name)]
        return [
            Field(
                name, field_label(name), self.value(name), name, is_left_over=name not in known, errors=self.wrong(name)
            )
            for name in names
        ]

    def wrong(self, name: str) -> tuple[str, ...]:
        """What is wrong with a field."""
        return tuple(self.errors.get(name, ()))

    def fields(self, lang: str) -> list[Field]:
        """The fields of one language, in the order in which they stand on the slide; the notes last."""
        return [*self.slide_fields(lang), *self.note_fields(lang)]

    def slide_fields(self, lang: str) -> Iterator[Field]:
        """What pupils see."""
        yield self.text_field(lang, "title")
        if self.kind.lead != "no" or self.value(f"{lang}-lead"):
            yield self.text_field(lang, "lead", "text", is_left_over=self.kind.lead == "no")
        for number in range(1, self.lines(lang) + 1):
            yield from self.line_fields(lang, number)
        if self.kind.shape in TABLES or self.value(f"{lang}-rows"):
            yield self.rows_field(lang)
        known = (*self.kind.words_need, *self.kind.words_may)
        for key in WORD_KEYS:
            if key in known or self.value(f"{lang}-{key}"):
                yield self.text_field(lang, key, "text" if key == "alt" else "line", is_left_over=key not in known)

    def note_fields(self, lang: str) -> list[Field]:
        """What the speaker sees."""
        return [self.text_field(lang, key, "note") for key in NOTE_KEYS]

    def lines(self, lang: str) -> int:
        """How many lines of a list are shown: as many as the kind may have, and those that are there."""
        most = self.kind.count[1] * (2 if self.kind.shape == "marked" else 1) if self.kind.shape in LISTS else 0
        return max(most, len(self.slide.words(lang).items))

    def line_fields(self, lang: str, number: int) -> Iterator[Field]:
        """One line of a list: its text, its other half where it has two, its box where it has one."""
        extra = self.kind.shape not in LISTS
        halves = self.kind.shape == "pairs" or bool(self.value(f"{lang}-second-{number}"))
        yield self.text_field(lang, f"line-{number}", is_left_over=extra)
        if halves:
            yield self.text_field(lang, f"second-{number}", is_left_over=self.kind.shape != "pairs")
        if self.kind.shape in BOXED:
            yield self.text_field(lang, f"mark-{number}", "mark")

    def text_field(self, lang: str, name: str, shape: str = "line", *, is_left_over: bool = False) -> Field:
        """A field with its counter for the strictest stage."""
        full, text = f"{lang}-{name}", self.value(f"{lang}-{name}")
        label = field_label(name, self.kind.name)
        most = None if shape == "mark" else self.most(lang, name.split("-")[0])
        return Field(full, label, text, shape, most, length(text), is_left_over, self.wrong(full))

    def rows_field(self, lang: str) -> Field:
        """The table, whose counter is that of its longest cell."""
        text, part = self.value(f"{lang}-rows"), "label" if self.kind.shape == "numbers" else "cell"
        longest = max((length(cell) for row in rows_of(text) for cell in row), default=0)
        most, extra = limit(self.kind.name, part, self.strictest, lang), self.kind.shape not in TABLES
        return Field(
            f"{lang}-rows", field_label("rows"), text, "rows", most, longest, extra, self.wrong(f"{lang}-rows")
        )

    def most(self, lang: str, name: str) -> int | None:
        """The most characters of a field; English may be twice as long."""
        wide = 2 if lang == "en" else 1
        if name in NOTE_LIMITS:
            return NOTE_LIMITS[name][1] * wide
        if name in WORD_LIMITS:
            return WORD_LIMITS[name][1] * wide
        part = {"line": "first" if self.kind.shape == "pairs" else "line"}.get(name, name)
        return limit(self.kind.name, part, self.strictest, lang)

    @property
    def strictest(self) -> str:
        """The stage whose limits hold: the youngest that sees the slide."""
        return next(iter(self.slide.stages), STAGE_ORDER[0])


@dataclass(frozen=True)
class Picture:
    """A slide in one language as an address that an image can show, with how full it is and what does not fit."""

    lang: str
    addresses: tuple[str, ...]
    preview: SlidePreview

    @property
    def is_over(self) -> bool:
        """Whether the slide counts more than its stage allows."""
        return self.preview.units > self.preview.most


def pictures_of(case: Case, number: int, stage: str, on: date) -> list[Picture]:
    """Both languages of a slide as pictures."""
    found = []
    for lang in LANGUAGES:
        preview = preview_slide(case, number, stage=stage, lang=lang, laws=law_table(), on=on)
        found.append(Picture(lang, tuple(map(data_address, preview.pages)), preview))
    return found


def data_address(svg: str) -> str:
    """A drawing as an address of its own: an image shows it and runs nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


@dataclass(frozen=True)
class LawWords:
    """What a citation says today: the exact words, or why it does not hold."""

    words: str
    problems: tuple[Problem, ...]


def law_words(cite: str, sentences: str, laws: LawTable, on: date) -> LawWords | None:
    """The exact words of a citation from the law table; None where none is given."""
    if not cite.strip():
        return None
    cited = parse_citation(cite)
    if cited is None:
        return LawWords("", (Problem("law-unreadable", 0, {"text": cite}),))
    problems = check_citation(cited, laws, on)
    whole = "" if problems else words_of(cited, laws, on)
    return LawWords(chosen_sentences(whole, sentences) or whole, problems)


def scene_choices(chosen: str) -> list[str]:
    """The scenes to choose from; the chosen one first, also where no file draws it any more."""
    names = sorted(scene_names())
    return [chosen, *(name for name in names if name != chosen)] if chosen else names


def kinds_to_choose() -> Sequence[tuple[str, Any]]:
    """Every kind of slide with its name in the reader's language."""
    return [(kind, kind_label(kind)) for kind in KINDS]
