"""The term of a county as three ways plan it: first fit, a plain model of CP-SAT, and ours; and how good ours is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock
from pathlib import Path

import sqlalchemy as sa

from app import create_app
from bench import ledgers, places
from bench.commands import flask
from bench.plain_model import plain_plan
from bench.table import Effort, Line, Say, not_run
from course.db import db
from course.planning.instance_queries import read_instance
from course.planning.selections import of_regions
from course.planning.solver.figures import figures_of
from course.planning.solver.first_fit import first_fit
from course.planning.solver.instance import Bounds, Instance, Taught
from course.planning.solver.planner import make_draft
from course.planning.solver.polish_ground import components, grounds_with, visit_cost
from course.planning.solver.polish_model import SECONDS, Model
from course.planning.solver.reasons_offers import Serving
from course.planning.solver.reasons_time import OpenTimes
from course.planning.solver.soft_bound import soft_bound
from course.planning.solver.verify import faults
from course.roster.models import Region, School, Term

MODEL_SECONDS, GOAL_SECONDS, GOAL_PERCENT, SEED = 10.0, 2.0, 2.5, 1
COUNTIES = ("county", "county-tight")
ACCEPTED = (0, 1)


@dataclass(frozen=True)
class Way:
    """A way to plan a term, and the most seconds that are asked of it."""

    name: str
    plan: Callable[[Instance], Sequence[Taught]]
    seconds: float | None = None


WAYS = (
    Way("first fit", lambda instance: first_fit(instance).lessons),
    Way(f"plain CP-SAT, {MODEL_SECONDS:g} s", lambda instance: plain_plan(instance, MODEL_SECONDS)),
    Way("ours", lambda instance: make_draft(instance, SEED).lessons, GOAL_SECONDS),
)


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """Both counties, where they lie beside the project."""
    for name in COUNTIES:
        folder = ledgers.COUNTY.parent / name
        if folder.is_dir():
            yield from of_county(name, folder, say)
        else:
            yield not_run(f"plan of {name}", places.SQLITE, f"no ../shared/data/{name} beside the project")


def of_county(name: str, folder: Path, say: Say) -> Iterator[Line]:
    """Each way beside the others, then how far ours is from the best."""
    instance = instance_of(folder)
    for way in WAYS:
        say(f"planning {name}: {way.name}")
        started = time.perf_counter()
        lessons = way.plan(instance)
        yield line_of(name, way, instance, lessons, time.perf_counter() - started)
    say(f"proving how good the plan of {name} is")
    yield quality(name, instance, lessons)


def instance_of(folder: Path) -> Instance:
    """The term of a ledger from its first day on."""
    with places.place(places.SQLITE) as place:
        flask(place, "init")
        flask(place, "roster", "import", str(folder), codes=ACCEPTED)
        with create_app(**place.settings).app_context():
            term = db.session.scalars(sa.select(Term)).one()
            paths = db.session.scalars(sa.select(Region.path).where(Region.id.in_(sa.select(School.region_id)))).all()
            before = datetime.combine(term.start, clock())
            return read_instance(term, of_regions(term, paths), term.start, before)


def line_of(name: str, way: Way, instance: Instance, lessons: Sequence[Taught], seconds: float) -> Line:
    """What one way reaches, what it costs and how long it takes."""
    figures, broken = figures_of(instance, lessons, Bounds()), len(faults(instance, lessons))
    return Line(
        f"plan of {name}: {way.name}",
        "",
        f"{figures.classes_reached / figures.classes:.2%} of the classes, "
        f"{figures.schools_with_hours} of {figures.schools} schools with their hours, soft {figures.soft_total:,.1f}, "
        f"{seconds:.1f} s, {broken} rules broken",
        f"≤ {way.seconds:g} s, no rule broken" if way.seconds else "",
        seconds <= way.seconds and not broken if way.seconds else None,
    )


def quality(name: str, instance: Instance, lessons: Sequence[Taught]) -> Line:
    """How much dearer the visits of ours are than what CP-SAT proves of each component, and of how many it is best."""
    serving = Serving(instance, OpenTimes(instance))
    cost = bound = proved = 0.0
    grounds = [grounds_with(serving, lessons, component) for component in components(instance)]
    for ground in grounds:
        own, least = visit_cost(ground, ground.moving), Model(ground).solve(SECONDS).bound
        cost, bound, proved = cost + own, bound + least, proved + (own <= least + 0.05)
    percent = 100 * (cost - bound) / bound
    counted = soft_bound(instance, lessons)
    return Line(
        f"visits of {name}, ours against CP-SAT's bound",
        "",
        f"{cost:,.1f} against {bound:,.1f}: {percent:.2f} %; {proved:.0f} of {len(grounds)} components proved best; "
        f"bound of all soft costs without a search {counted:,.1f}",
        f"≤ {GOAL_PERCENT:g} %",
        percent <= GOAL_PERCENT,
    )
