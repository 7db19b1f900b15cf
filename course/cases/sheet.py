"""What a case says on one page for the school: what pupils learn, what they take home, where they find help."""

from __future__ import annotations

from dataclasses import dataclass

from course.cases.decks import parsed, version_for_class
from course.roster.models import Stage
from slides import Slide, plain


@dataclass(frozen=True)
class SheetWords:
    """The words of a case that a class teacher needs, in one language for one stage."""

    title: str
    goals: tuple[str, ...]
    sentences: tuple[str, ...]
    help: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    minutes: float


def sheet_words(case_id: int, *, stage: Stage, language: str) -> SheetWords:
    """The words of a case's approved version; raises ``RuleBroken`` where there is none."""
    case = parsed(version_for_class(case_id).text)
    slides = case.slides_for(stage.value)
    return SheetWords(
        title=case.title(language),
        goals=lines(slides, "goals", language),
        sentences=lines(slides, "summary", language),
        help=tuple(item.halves for slide in of_kind(slides, "help") for item in slide.words(language).items),
        questions=tuple(plain(slide.words(language).lead) for slide in of_kind(slides, "discussion")),
        minutes=sum(slide.minutes for slide in slides),
    )


def of_kind(slides: tuple[Slide, ...], kind: str) -> list[Slide]:
    """The slides of one kind."""
    return [slide for slide in slides if slide.kind == kind]


def lines(slides: tuple[Slide, ...], kind: str, language: str) -> tuple[str, ...]:
    """The lines of the slides of one kind, as a reader sees them."""
    return tuple(plain(item.text) for slide in of_kind(slides, kind) for item in slide.words(language).items)
