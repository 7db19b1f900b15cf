"""Compose a deck: choose the slides of a stage and a language, place every text, fit it, or say what does not fit."""

import hashlib
from dataclasses import replace
from datetime import date

from slides.casefile.values import Case, Part, Slide
from slides.casefile.writing import write_case
from slides.checks.laws import LAW_RULES, check_laws
from slides.composing.deck import Deck, LessonFacts, Page
from slides.composing.fitting import fitted
from slides.composing.notes import about
from slides.composing.pages import Place, Setting, pages_of
from slides.designs.design import Design, design_of_stage
from slides.law.citations import parse_citation, words_of
from slides.law.laws import LawTable
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
    design: Design | None = None,
) -> Deck:
    """Give the deck of a stage in a language; raise CaseRefused with every text that does not fit."""
    given = {"laws": laws, "lesson": lesson, "survey_url": survey_url, "built_on": built_on, "design": design}
    deck, problems = laid_out(case, stage=stage, lang=lang, **given)
    if problems:
        raise CaseRefused(tuple(problems))
    return deck


def laid_out(
    case: Case,
    *,
    stage: str,
    lang: str,
    laws: LawTable,
    lesson: LessonFacts | None = None,
    survey_url: str | None = None,
    built_on: date,
    design: Design | None = None,
) -> tuple[Deck, list[Problem]]:
    """Give the deck with every text at its size, and what does not fit; raise CaseRefused where pages are missing."""
    facts, design = lesson or LessonFacts(), design or design_of_stage(stage)
    setting = Setting(case, stage, lang, laws, facts.date or built_on, facts, survey_url or "", design)
    pages, problems = fitted(_pages(setting), setting)
    mark = fingerprint(case, stage, lang, laws, facts, survey_url or "", built_on, design.key)
    dates = {"checked": laws.checked, "taught_on": setting.on, "built_on": built_on}
    last = about(case, stage, lang, **dates, master=design.name, fingerprint=mark)
    pages[-1] = replace(pages[-1], notes=pages[-1].notes + last)
    title, author = case.title(lang), case.get("author")
    deck = Deck(case.id, case.version, title, author, stage, lang, design, built_on, mark, tuple(pages))
    return deck, problems


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
    case: Case, stage: str, lang: str, laws: LawTable, lesson: LessonFacts, survey_url: str, built_on: date, design: str
) -> str:
    """A short mark of everything that goes into a deck: equal inputs, equal mark."""
    on = lesson.date or built_on
    cited = [words_of(place, laws, on) for text, _ in case.citations() if (place := parse_citation(text))]
    facts = (clean(lesson.school), clean(lesson.school_class), str(lesson.date), clean(lesson.vice_principal))
    made_for = (stage, lang, *cited, str(laws.checked), *facts, survey_url, built_on.isoformat(), design)
    inputs = "\x00".join((write_case(case), *made_for))
    return hashlib.sha256(inputs.encode("utf-8", "replace")).hexdigest()[:16]


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
