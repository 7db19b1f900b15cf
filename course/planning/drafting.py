"""Making drafts: some counties of a plan read, solved, checked and counted; nothing is written here."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog

from course.db import db
from course.jobs import Report
from course.planning.draft_actions import fingerprint, planned_rows
from course.planning.instance_queries import read_instance
from course.planning.models import Plan
from course.planning.selections import of_regions
from course.planning.solver.division import divided, lessons_of, view_of
from course.planning.solver.instance import Draft, Instance, Taught
from course.roster.models import Term

log = structlog.get_logger()
# How many schools the log names, so that one finds the county.
MOST_LOGGED = 3


@dataclass(frozen=True)
class Drafted:
    """The draft of one county as it will be stored; ``failure`` where there is none."""

    part_id: int
    rows: Sequence[dict[str, Any]] = ()
    figures: dict[str, Any] | None = None
    gaps: Sequence[dict[str, Any]] = ()
    fingerprint: str = ""
    failure: str = ""


class Unusable(Exception):
    """Raised where no draft can be made, or one that breaks a hard rule; says which of the two."""


def draft_chunk(arguments: dict[str, Any], report: Report, now: datetime) -> list[Drafted]:
    """The drafts of the counties of one job; those that share people are planned together."""
    plan = db.session.get_one(Plan, arguments["plan_id"])
    term, groups, seed = db.session.get_one(Term, plan.term_id), arguments["groups"], plan.seed
    total = sum(map(len, groups))
    report(0, total)
    paths = [path for group in groups for _, path in group]
    instance = read_instance(term, of_regions(term, paths), date.fromisoformat(arguments["first"]), now)
    # Nothing more is read: no transaction stays open while the solver works.
    db.session.rollback()
    whole = draft_of_all(instance, seed) if len(groups) > 1 else None
    drafted: list[Drafted] = []
    for group, piece in zip(groups, divided(instance, [[path for _, path in group] for group in groups]), strict=True):
        report(len(drafted), total)
        drafted += draft_group(piece.instance, group, seed, piece.own(whole) if whole else None)
    return drafted


def draft_of_all(instance: Instance, seed: int) -> Draft | None:
    """The draft of many counties at once, which is quicker; None where one of them spoils it for the others."""
    try:
        return usable_draft(instance, seed)
    except Unusable:
        return None


def draft_group(
    instance: Instance, group: Sequence[tuple[int, str]], seed: int, known: Draft | None = None
) -> list[Drafted]:
    """The drafts of counties that hang together; a fault of the solver's costs these and no others."""
    try:
        draft = known or usable_draft(instance, seed)
        return [drafted(instance, part_id, path, draft) for part_id, path in group]
    except Unusable as unusable:
        return [Drafted(part_id, failure=str(unusable)) for part_id, _ in group]


def usable_draft(instance: Instance, seed: int) -> Draft:
    """A draft that breaks no hard rule; what went wrong is in the log."""
    from course.planning.solver.planner import make_draft

    schools = [instance.schools[place].code for place in instance.planned_schools[:MOST_LOGGED]]
    try:
        draft = make_draft(instance, seed)
    except Exception as error:
        log.error("no plan can be made", schools=schools, error=repr(error), trace=traceback.format_exc())
        raise Unusable("error") from error
    wrong = faults_in_words(instance, draft.lessons)
    if wrong:
        log.error("plan breaks hard rules", schools=schools, faults=wrong)
        raise Unusable("faults")
    return draft


def faults_in_words(instance: Instance, lessons: Sequence[Taught]) -> dict[str, int]:
    """Every hard rule that a draft breaks, and how often."""
    from course.planning.solver.verify import faults

    return dict(Counter(fault.rule for fault in faults(instance, lessons)))


def drafted(instance: Instance, part_id: int, path: str, draft: Draft) -> Drafted:
    """What is stored of one county: its lessons, its figures, what is missing and why."""
    from course.planning.solver.figures import figures_of

    own, view = lessons_of(instance, draft.lessons, path), view_of(instance, path)
    bounds = draft.bounds_of(view.planned_schools)
    return Drafted(
        part_id=part_id,
        rows=list(planned_rows(part_id, instance, own)),
        figures=figures_of(view, own, bounds).as_json(),
        gaps=gaps_with_reasons(view, own),
        fingerprint=fingerprint(instance),
    )


def gaps_with_reasons(instance: Instance, lessons: Sequence[Taught]) -> list[dict[str, Any]]:
    """What is missing and why; a draft without its reasons is better than none."""
    from course.planning.solver.reasons import gaps_of

    try:
        return gaps_of(instance, lessons)
    except Exception as error:
        log.error("no reasons can be given", error=repr(error), trace=traceback.format_exc())
        return []
