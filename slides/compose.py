"""Compose a deck: choose the slides of a stage and a language, place every text, fit it, or say what does not fit."""

import hashlib
from dataclasses import replace
from datetime import date

from slides.case_values import Case, Part, Slide
from slides.case_writing import write_case
from slides.citations import parse_citation, words_of
from slides.deck import Deck, LessonFacts, Page
from slides.fitting import fitted
from slides.law_check import LAW_RULES, check_laws
from slides.laws import LawTable
from slides.looks import LOOK_OF_STAGE
from slides.notes import about
from slides.pages import Place, Setting, pages_of
from slides.problems import CaseRefused, Problem
from slides.words import clean


def compose(
    case: Case,
    *,
    stage: str,
    lang: str,
    laws: LawTable,
    lesson: LessonFacts | None = None,
    survey_url: str | None = None,
    built_on: date,
    look: str = "",
) -> Deck:
    """Give the deck of a stage in a language; raise CaseRefused with every text that does not fit."""
    facts = lesson or LessonFacts()
    look = look or LOOK_OF_STAGE[stage]
    setting = Setting(case, stage, lang, laws, facts.date or built_on, facts, survey_url or "", look)
    pages, problems = fitted(_pages(setting), setting)
    if problems:
        raise CaseRefused(tuple(problems))
    mark = fingerprint(case, stage, lang, laws, facts, survey_url or "", built_on, look)
    last = about(
        case, stage, lang, checked=laws.checked, taught_on=setting.on, built_on=built_on, look=look, fingerprint=mark
    )
    pages[-1] = replace(pages[-1], notes=pages[-1].notes + last)
    return Deck(
        case.id, case.version, case.title(lang), case.get("author"), stage, lang, look, built_on, mark, tuple(pages)
    )


def _pages(setting: Setting) -> list[Page]:
    pages: list[Page] = []
    problems: list[Problem] = []
    numeral, before = 0, None
    for part in setting.case.parts:
        chosen = _chosen(part, setting)
        stories = [slide for slide in chosen if slide.kind == "story"]
        for slide in chosen:
            numeral += slide.kind == "section"
            step = next((number for number, story in enumerate(stories, 1) if story is slide), 0)
            place = Place(part.name(setting.lang), numeral, step, len(stories), before)
            try:
                pages += pages_of(slide, place, setting)
            except CaseRefused as refused:
                problems += refused.problems
            before = slide
    problems += _untrue(setting)
    if problems:
        raise CaseRefused(tuple(dict.fromkeys(problems)))
    return pages


def _untrue(setting: Setting) -> list[Problem]:
    """What the texts of this deck say about laws and does not hold; a stand-in for the law table knows no better."""
    if setting.laws.checked is None:
        return []
    return list(check_laws(setting.case, setting.laws, setting.on, stages=(setting.stage,), langs=(setting.lang,)))


def _chosen(part: Part, setting: Setting) -> list[Slide]:
    return [
        slide for slide in part.slides if setting.stage in slide.stages and (slide.kind != "qr" or setting.survey_url)
    ]


def fingerprint(
    case: Case, stage: str, lang: str, laws: LawTable, lesson: LessonFacts, survey_url: str, built_on: date, look: str
) -> str:
    """A short mark of everything that goes into a deck: equal inputs, equal mark."""
    on = lesson.date or built_on
    cited = [words_of(place, laws, on) for text, _ in case.citations() if (place := parse_citation(text))]
    facts = (clean(lesson.school), clean(lesson.school_class), str(lesson.date), clean(lesson.vice_principal))
    inputs = (write_case(case), stage, lang, *cited, str(laws.checked), *facts, survey_url, built_on.isoformat(), look)
    return hashlib.sha256("\x00".join(inputs).encode("utf-8", "replace")).hexdigest()[:16]


def check_fit(case: Case, laws: LawTable, on: date) -> tuple[Problem, ...]:
    """Compose every stage in every language and list what does not fit or does not hold."""
    problems: dict[tuple[str, int, str], Problem] = {}
    for stage in case.stages:
        for lang in ("zh", "en"):
            try:
                compose(
                    case, stage=stage, lang=lang, laws=laws, survey_url="https://example.org/s/abcdefgh", built_on=on
                )
            except CaseRefused as refused:
                for problem in refused.problems:
                    about = problem.sentence() if problem.rule in LAW_RULES else ""
                    problems.setdefault((problem.rule, problem.line, about), problem)
    return tuple(sorted(problems.values(), key=lambda problem: problem.line))
