"""Making drafts: some counties of a plan read, solved, checked and counted; nothing is written here."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from course.db import db
from course.jobs import Report
from course.planning.draft_actions import fingerprint, planned_rows
from course.planning.instance_queries import read_instance
from course.planning.models import Plan
from course.planning.selections import of_regions
from course.planning.solver.division import divided, lessons_of, view_of
from course.planning.solver.instance import Instance, Taught
from course.roster.models import Term

log = structlog.get_logger()


@dataclass(frozen=True)
class Drafted:
    """The draft of one county as it will be stored; ``failure`` where there is none."""

    part_id: int
    rows: Sequence[dict[str, Any]] = ()
    figures: dict[str, Any] | None = None
    gaps: Sequence[dict[str, Any]] = ()
    fingerprint: str = ""
    failure: str = ""


def draft_chunk(arguments: dict[str, Any], report: Report, now: datetime) -> list[Drafted]:
    """The drafts of the counties of one job; those that share people are planned together."""
    plan = db.session.get_one(Plan, arguments["plan_id"])
    term, groups = db.session.get_one(Term, plan.term_id), arguments["groups"]
    total = sum(map(len, groups))
    report(0, total)
    paths = [path for group in groups for _, path in group]
    instance = read_instance(term, of_regions(term, paths), date.fromisoformat(arguments["first"]), now)
    # Nothing more is read: no transaction stays open while the solver works.
    seed = plan.seed
    db.session.rollback()
    drafted: list[Drafted] = []
    for group, part in zip(groups, divided(instance, [[path for _, path in group] for group in groups]), strict=True):
        report(len(drafted), total)
        drafted += draft_group(part, group, seed)
    return drafted


def draft_group(instance: Instance, group: Sequence[tuple[int, str]], seed: int) -> list[Drafted]:
    """The drafts of counties that hang together; a fault of the solver's costs these and no others."""
    from course.planning.solver.planner import make_draft

    try:
        lessons = make_draft(instance, seed).lessons
        wrong = faults_in_words(instance, lessons)
        if wrong:
            log.error("plan breaks hard rules", parts=[part_id for part_id, _ in group], faults=wrong)
            return [Drafted(part_id, failure="faults") for part_id, _ in group]
        return [drafted(instance, part_id, path, lessons) for part_id, path in group]
    except SQLAlchemyError:
        raise
    except Exception as error:
        parts = [part_id for part_id, _ in group]
        log.error("county cannot be planned", parts=parts, error=repr(error), trace=traceback.format_exc())
        return [Drafted(part_id, failure="error") for part_id in parts]


def faults_in_words(instance: Instance, lessons: Sequence[Taught]) -> dict[str, int]:
    """Every hard rule that a draft breaks, and how often."""
    from course.planning.solver.verify import faults

    return dict(Counter(fault.rule for fault in faults(instance, lessons)))


def drafted(instance: Instance, part_id: int, path: str, lessons: Sequence[Taught]) -> Drafted:
    """What is stored of one county: its lessons, its figures, what is missing and why."""
    from course.planning.solver.bounds import bounds_of
    from course.planning.solver.figures import figures_of
    from course.planning.solver.reasons import gaps_of

    own, view = lessons_of(instance, lessons, path), view_of(instance, path)
    return Drafted(
        part_id=part_id,
        rows=list(planned_rows(part_id, instance, own)),
        figures=figures_of(view, own, bounds_of(view)).as_json(),
        gaps=gaps_of(view, own),
        fingerprint=fingerprint(instance),
    )
