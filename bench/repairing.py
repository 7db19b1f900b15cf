"""Repairs in the browser: somebody is away for two weeks, many times over, in a province whose term is planned."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from app import create_app
from bench import ledgers, places, scheduled
from bench.commands import flask
from bench.places import Place
from bench.server import server
from bench.table import Effort, Line, Say, not_run, percentile
from bench.visitor import Visitor, add_user
from course.access.models import Role
from course.access.scope import Scope
from course.db import db
from course.planning.repair.queries import Span, lost_lessons
from course.planning.repair.repairing import find
from course.roster.models import Term, VicePrincipal
from course.schedule.models import Lesson

TRIALS, FORTNIGHT = 200, timedelta(days=14)
SLOWEST, FEWEST_KEPT = 300, 99.5
GOAL = f"p95 ≤ {SLOWEST} ms; ≥ {FEWEST_KEPT} % re-placed; changed ≤ lost + 1"
EVERYTHING = Scope(Role.ADMIN)


@dataclass(frozen=True)
class Trial:
    """Somebody is away for a fortnight."""

    code: str
    person_id: int
    span: Span

    @property
    def path(self) -> str:
        """The page with the ways to keep the lessons."""
        last = self.span.end - timedelta(days=1)
        return f"/repairs/vice-principals/{self.code}?from={self.span.start:%Y-%m-%d}&to={last:%Y-%m-%d}"


@dataclass(frozen=True)
class Kept:
    """What came of a trial: lessons lost, kept, and proved to be beyond help; how many moved."""

    lost: int
    kept: int
    proved: int
    moved: int


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The province on both databases, and the one with too few people on SQLite."""
    with tempfile.TemporaryDirectory(prefix="course-bench-repairs-") as folder:
        for kind, databases in ((), places.DATABASES), (("--tight",), places.DATABASES[:1]):
            for database in databases:
                yield of_province(kind, Path(folder), database, effort, say)


def of_province(kind: tuple[str, ...], folder: Path, database: str, effort: Effort, say: Say) -> Line:
    """The line of one province on one database."""
    what = f"{TRIALS} repairs, province{' with too few people' if kind else ''}"
    reason = "left out by --quick" if not effort.province else ledgers.missing_province() or places.missing(database)
    if reason:
        return not_run(what, database, reason)
    instance = folder / f"province{''.join(kind)}"
    if not instance.is_dir():
        ledgers.generate(instance, "province", *kind)
    with places.place(database) as place:
        say(f"planning a province on {database}")
        flask(place, "init")
        flask(place, "roster", "import", str(instance), codes=(0, 1))
        return on(place, what, bool(kind), say)


def on(place: Place, what: str, tight: bool, say: Say) -> Line:
    """The trials on one database: each as a page that a person waits for, then what it offers."""
    app = create_app(**place.settings)
    with app.app_context():
        scheduled.fill()
        trials, email = draw(date.today()), add_user(Role.ADMIN, None).email
        if len(trials) < TRIALS:
            return not_run(what, place.database, "the term of the ledger is over")
        say(f"{what} on {place.database}")
        with server(place) as running:
            visitor = Visitor(running.address, email)
            seconds = [timed(visitor, trial) for trial in trials]
        return told(what, place.database, seconds, [kept(trial) for trial in trials], tight)


def draw(today: date) -> list[Trial]:
    """The same people and fortnights each time; only those that hit a lesson."""
    chance, term = random.Random(1), db.session.scalars(sa.select(Term)).one()
    people = db.session.execute(sa.select(VicePrincipal.id, VicePrincipal.code).order_by(VicePrincipal.code)).all()
    days = range(1, (term.end - today).days + 1)
    found: list[Trial] = []
    for _ in range(TRIALS * 20 if days else 0):
        person, code = chance.choice(people)
        start = datetime.combine(today, datetime.min.time()) + timedelta(days=chance.choice(days))
        trial = Trial(code, person, Span(start, start + FORTNIGHT))
        if len(found) < TRIALS and lost_by(trial):
            found.append(trial)
    return found


def lost_by(trial: Trial) -> list[Lesson]:
    """The lessons that a trial hits."""
    return lost_lessons(EVERYTHING, trial.person_id, trial.span, datetime.now())


def timed(visitor: Visitor, trial: Trial) -> float:
    """The seconds until the page is there."""
    began = time.perf_counter()
    visitor.page(trial.path)
    return time.perf_counter() - began


def kept(trial: Trial) -> Kept:
    """What the page offers for all lessons together."""
    found = find(lost_by(trial), trial.span, date.today())
    chosen = [lost.answer.best for lost in found if lost.answer.best]
    proved = sum(lost.answer.proof is not None for lost in found)
    return Kept(len(found), len(chosen), proved, sum(len(option.moves) for option in chosen))


def told(what: str, database: str, seconds: list[float], found: list[Kept], tight: bool) -> Line:
    """How long people waited, and what they were offered."""
    lost, moved = sum(one.lost for one in found), sum(one.moved for one in found)
    share = 100 * sum(one.kept for one in found) / lost
    proved = sum(one.proved for one in found)
    half, slowest, longest = (1000 * percentile(seconds, at) for at in (0.5, 0.95, 1))
    few = all(one.moved <= one.kept + 1 for one in found)
    enough = all(one.kept + one.proved >= one.lost - 1 for one in found) if tight else share >= FEWEST_KEPT
    goal = GOAL.replace(f"≥ {FEWEST_KEPT} % re-placed", "all but those proved impossible") if tight else GOAL
    text = f"p50 {half:.0f}, p95 {slowest:.0f}, max {longest:.0f} ms; {lost} lost, {moved} moved"
    text = f"{text}, {share:.2f} % re-placed, {proved} proved impossible"
    return Line(what, database, text, goal, slowest <= SLOWEST and few and enough)
