"""The deck of a case for one stage and language: built from its inputs, never stored, kept for a while."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from flask import current_app

from course.cases.models import CaseVersion
from course.cases.queries import approved_version, law_revision, law_table
from course.errors import Problem, RuleBroken
from course.i18n import _l, page_language
from course.roster.models import Stage
from slides import (
    Case,
    CaseRefused,
    Design,
    LessonFacts,
    PdfFailed,
    Preview,
    Studio,
    build_deck,
    cited_words,
    preview_deck,
    read_case,
)

__all__ = ["LANGUAGES", "PPTX", "BuiltDeck", "LessonFacts", "PdfFailed", "Preview", "case_deck", "case_pages"]

Made = TypeVar("Made")
KEPT_DECKS, KEPT_PREVIEWS = 64, 16
LANGUAGES = ("zh", "en")
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class BuiltDeck:
    """The bytes of a .pptx file, and what it was built from."""

    content: bytes
    case_version: CaseVersion
    stage: Stage
    language: str
    taught_on: date

    @property
    def cited(self) -> dict[str, str]:
        """Every place of a law that it cites, with a short mark of the words on the day of the lesson."""
        shown = {"stages": (self.stage.value,), "langs": (self.language,)}
        return cited_words(parsed(self.case_version.text), law_table(), self.taught_on, **shown)

    @property
    def sha256(self) -> str:
        """The hash of the bytes: equal inputs give equal bytes."""
        return hashlib.sha256(self.content).hexdigest()


def case_deck(
    case_id: int,
    *,
    stage: Stage,
    language: str,
    built_on: date,
    facts: LessonFacts | None = None,
    survey_address: str | None = None,
    design: Design | None = None,
) -> BuiltDeck:
    """The deck of a case's approved version; ``facts`` puts a lesson on its cover.

    ``language`` is ``zh`` or ``en``; without a ``design`` the deck wears the built-in one of its stage.
    Raises ``RuleBroken`` where no version is approved, or where it
    cannot be built: a citation that does not hold on the lesson's day, a text that does not fit.
    """
    version = version_for_class(case_id)
    inputs = (version.text, stage.value, language, law_revision(), facts, survey_address, built_on, design)
    taught_on = facts.date if facts and facts.date else built_on
    return BuiltDeck(or_refusal(build, *inputs), version, stage, language, taught_on)


def case_pages(
    case_id: int,
    *,
    stage: Stage,
    language: str,
    built_on: date,
    facts: LessonFacts | None = None,
    survey_address: str | None = None,
    design: Design | None = None,
) -> tuple[Preview, ...]:
    """The pages of the same deck as ``case_deck`` builds: each with its title, its notes and a drawing."""
    version = version_for_class(case_id)
    inputs = (version.text, stage.value, language, law_revision(), facts, survey_address, built_on, design)
    return or_refusal(previews, *inputs)


def version_for_class(case_id: int) -> CaseVersion:
    """The approved version of a case; raises ``RuleBroken`` where there is none."""
    version = approved_version(case_id)
    if version is None:
        message = _l("Nobody has approved this case yet. Ask the bureau to approve it, or choose another one.")
        raise RuleBroken(Problem("case_is_approved", message))
    return version


def or_refusal(make: Callable[..., Made], *inputs: Any) -> Made:
    """What ``make`` gives; where the case is refused, the reasons in the reader's language."""
    try:
        return make(*inputs)
    except CaseRefused as refused:
        raise RuleBroken(*(as_problem(problem) for problem in refused.problems)) from None


@lru_cache(maxsize=KEPT_DECKS)
def build(
    text: str,
    stage: str,
    language: str,
    laws: tuple[Any, ...],
    facts: LessonFacts | None,
    survey_address: str | None,
    built_on: date,
    design: Design | None,
) -> bytes:
    """The bytes for these inputs; ``laws`` is the revision of the law table, so that a new one builds anew."""
    return build_deck(
        parsed(text),
        stage=stage,
        lang=language,
        laws=law_table(),
        lesson=facts,
        survey_url=survey_address,
        built_on=built_on,
        design=design,
        studio=studio(current_app.config["INSTANCE"]),
    )


@lru_cache(maxsize=KEPT_PREVIEWS)
def previews(
    text: str,
    stage: str,
    language: str,
    laws: tuple[Any, ...],
    facts: LessonFacts | None,
    survey_address: str | None,
    built_on: date,
    design: Design | None,
) -> tuple[Preview, ...]:
    """The pages for these inputs; the last ones are kept."""
    return preview_deck(
        parsed(text),
        stage=stage,
        lang=language,
        laws=law_table(),
        lesson=facts,
        survey_url=survey_address,
        built_on=built_on,
        design=design,
    )


@lru_cache(maxsize=4)
def studio(instance: str) -> Studio:
    """Where pictures are drawn: each once, then kept in the instance folder."""
    return Studio(cache=Path(instance) / "pictures")


@lru_cache(maxsize=KEPT_DECKS)
def parsed(text: str) -> Case:
    """A case file, parsed once."""
    return read_case(text)


def as_problem(problem: Any) -> Problem:
    """A problem of a case file, in the reader's language."""
    language = "en" if page_language() == "en" else "zh"
    return Problem(problem.rule, problem.sentence(language), facts={"line": problem.line})
