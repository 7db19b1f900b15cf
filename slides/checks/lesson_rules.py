"""What the deck of a stage needs as a whole: its parts in order, its titles, its minutes."""

import re
from collections.abc import Iterator

from slides.casefile.values import Case, Slide
from slides.kinds import LANGUAGES, REQUIRED_KINDS, SLIDE_COUNT
from slides.problems import Problem
from slides.words import plain

LEAST_SHARE = 0.75


def check_stages(case: Case) -> Iterator[Problem]:
    """Check the deck of every stage of the case as a whole."""
    for stage in case.stages:
        chosen = case.slides_for(stage)
        if not chosen:
            yield from _slide_count(case, stage, chosen)
        else:
            for rule in (_cover_first, _kinds_present, _slide_count, _minutes, _qr_last, _titles):
                yield from rule(case, stage, chosen)
    yield from _answers(case)


def _cover_first(case: Case, stage: str, chosen: tuple[Slide, ...]) -> Iterator[Problem]:
    """A deck begins with its only cover."""
    covers = [slide for slide in chosen if slide.kind == "cover"]
    if chosen[0].kind != "cover" or len(covers) != 1:
        yield Problem("cover-first", (covers[1:] or [chosen[0]])[0].line, {"stage": stage})


def _kinds_present(case: Case, stage: str, chosen: tuple[Slide, ...]) -> Iterator[Problem]:
    """A deck has every kind of slide that a lesson needs."""
    for kind in REQUIRED_KINDS:
        if not any(slide.kind == kind for slide in chosen):
            yield Problem("kind-missing", case.line_of("stages"), {"stage": stage, "kind": kind})


def _slide_count(case: Case, stage: str, chosen: tuple[Slide, ...]) -> Iterator[Problem]:
    """A deck is neither too short nor too long."""
    low, high = SLIDE_COUNT
    if not low <= len(chosen) <= high:
        yield Problem(
            "slide-count", case.line_of("stages"), {"stage": stage, "found": len(chosen), "low": low, "high": high}
        )


def _minutes(case: Case, stage: str, chosen: tuple[Slide, ...]) -> Iterator[Problem]:
    """The slides fill the lesson and do not run over it."""
    total, low = sum(slide.minutes for slide in chosen), case.minutes * LEAST_SHARE
    if case.minutes and not low <= total <= case.minutes:
        yield Problem(
            "minutes-sum",
            case.line_of("minutes"),
            {"stage": stage, "found": f"{total:g}", "limit": case.minutes, "low": f"{low:g}", "high": case.minutes},
        )


def _qr_last(case: Case, stage: str, chosen: tuple[Slide, ...]) -> Iterator[Problem]:
    """The survey is the last thing that pupils see."""
    for slide in chosen[:-1]:
        if slide.kind == "qr":
            yield Problem("qr-last", slide.line, {"stage": stage})


def _titles(case: Case, stage: str, chosen: tuple[Slide, ...]) -> Iterator[Problem]:
    """No two slides of a deck have the same title."""
    for lang in LANGUAGES:
        seen: dict[str, int] = {}
        for slide in chosen:
            words = slide.words(lang)
            key = re.sub(r"[\s\W_]+", "", plain(words.title)).lower()
            if key and key in seen:
                yield Problem(
                    "same-title",
                    words.line_of("title"),
                    {"title": words.title, "other": seen[key], "stage": stage, "lang": lang},
                )
            seen.setdefault(key, words.line_of("title"))


def _answers(case: Case) -> Iterator[Problem]:
    """A quiz and its answer belong together."""
    everything = list(case.slides)
    for before, slide in zip([None, *everything][: len(everything)], everything, strict=True):
        if slide.kind == "answer" and not (before and before.kind == "quiz" and before.stages == slide.stages):
            yield Problem("answer-alone", slide.line)
    for slide, after in zip(everything, [*everything, None][1:], strict=True):
        if slide.kind == "quiz" and not (after and after.kind == "answer"):
            yield Problem("quiz-alone", slide.line)
