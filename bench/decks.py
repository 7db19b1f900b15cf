"""Building the deck of a lesson: warm, each for another class; and again from the cache."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import create_app
from bench import places
from bench.commands import flask
from bench.table import Effort, Line, Say, percentile
from course.cases.decks import LANGUAGES, case_deck
from course.cases.models import CaseVersion, VersionState
from course.cases.queries import library
from course.db import db
from course.roster.models import Stage
from slides import LessonFacts

SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
WANTED = 20
HALF, MOST, FROM_CACHE = 90, 180, 5
BUILT_ON = date(2026, 11, 23)
SURVEY = "https://example.com/s/"


@dataclass(frozen=True)
class Chosen:
    """A deck of the library: which case, for which stage, in which language, and its slides."""

    case_id: int
    key: str
    stage: Stage
    language: str
    slides: int
    megabytes: float


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The deck of the library that comes nearest to twenty slides."""
    with places.place(places.SQLITE) as place:
        say("loading the library")
        flask(place, "init")
        with create_app(**place.settings).app_context():
            approve_all()
            yield from of_deck(nearest(list(every_deck())), effort, say)


def of_deck(chosen: Chosen, effort: Effort, say: Say) -> Iterator[Line]:
    """Warm builds, each with the facts of another lesson, then one and the same from the cache."""
    say(f"building {chosen.key} for {chosen.stage.value} {effort.decks} times")
    built = [timed(lambda number=number: deck(chosen, number)) for number in range(effort.decks)]
    kept = [timed(lambda: deck(chosen, effort.decks - 1)) for _ in range(effort.decks)]
    half, most = (percentile([one.wall for one in built], share) for share in (0.5, 0.95))
    half_kept, most_kept = (percentile([one.wall for one in kept], share) for share in (0.5, 0.95))
    name = f"{chosen.key}, {chosen.stage.value}, {chosen.language}, {chosen.slides} slides, {chosen.megabytes:.1f} MB"
    yield Line(
        f"deck build, warm ({name})",
        "",
        f"p50 {half:.0f} ms, p95 {most:.0f} ms, {percentile([one.busy for one in built], 0.5):.0f} ms CPU",
        f"p50 ≤ {HALF} ms, p95 ≤ {MOST} ms",
        half <= HALF and most <= MOST,
    )
    text = f"p50 {half_kept:.1f} ms, p95 {most_kept:.1f} ms, {percentile([one.busy for one in kept], 0.5):.1f} ms CPU"
    yield Line("the same from the cache", "", text, f"≤ {FROM_CACHE} ms", half_kept <= FROM_CACHE)


def approve_all() -> None:
    """In this database also the cases that still wait for their approval are built."""
    waiting = sa.update(CaseVersion).where(CaseVersion.approved_on.is_(None))
    db.session.execute(waiting.values(approved_on=BUILT_ON, approved_by="测试", state=VersionState.APPROVED))
    db.session.commit()


def every_deck() -> Iterator[Chosen]:
    """Every deck of the library, built once; afterwards everything that is kept is kept."""
    for line in library():
        for stage in line.case.stages if line.version else ():
            for language in LANGUAGES:
                content = case_deck(line.case.id, stage=Stage(stage), language=language, built_on=BUILT_ON).content
                names = zipfile.ZipFile(io.BytesIO(content)).namelist()
                slides = sum(bool(SLIDE.fullmatch(name)) for name in names)
                yield Chosen(line.case.id, line.case.key, Stage(stage), language, slides, len(content) / 2**20)


def nearest(decks: list[Chosen]) -> Chosen:
    """The deck with the number of slides that is asked for, or nearest to it; Chinese first."""
    return min(decks, key=lambda one: (abs(one.slides - WANTED), one.language != "zh", one.key, one.stage))


def deck(chosen: Chosen, number: int) -> bytes:
    """The deck for one of many lessons."""
    facts = LessonFacts("示例实验小学", f"3-{number}", date(2026, 11, 26), "王晓东")
    address = f"{SURVEY}{number:08d}"
    given = {"stage": chosen.stage, "language": chosen.language, "built_on": BUILT_ON}
    return case_deck(chosen.case_id, **given, facts=facts, survey_address=address).content


@dataclass(frozen=True)
class Took:
    """The milliseconds that something took: by the clock, and of the processor."""

    wall: float
    busy: float


def timed(work: Callable[[], object]) -> Took:
    """How long something takes."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000)
