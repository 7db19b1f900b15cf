"""What the published plans of a year bring by each week, for the line that the classes reached are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.rules import Year
from course.db import db
from course.planning.models import PartState, PlanPart
from course.roster.models import Term

# The Mondays of the weeks of a plan, and how many classes are reached by the end of each.
Weeks = Sequence[tuple[date, int]]


@dataclass(frozen=True)
class PlanLine:
    """The plans of some counties together, one after the other where a county has one for each term."""

    counties: Sequence[Sequence[Weeks]]

    @property
    def begins(self) -> date | None:
        """The first day of which a plan says anything."""
        return min((plan[0][0] for plans in self.counties for plan in plans), default=None)

    def classes_by(self, day: date) -> int:
        """How many classes the plans would have reached by the end of a day."""
        return sum(reached_by(plans, day) for plans in self.counties)


def reached_by(plans: Sequence[Weeks], day: date) -> int:
    """The same of one county: the plan that began last says it, for each counts what was before it; 0 before any."""
    begun = [plan for plan in plans if plan[0][0] <= day]
    plan = max(begun, key=lambda one: one[0][0], default=())
    return max((number for monday, number in plan if monday <= day), default=0)


def plan_line(path: str, year: Year) -> PlanLine:
    """The latest published plan of each county in a region, for each term of a year; of the country without a path."""
    latest = sa.func.row_number().over(
        partition_by=(PlanPart.region_id, PlanPart.term_id), order_by=(PlanPart.published_at.desc(), PlanPart.id.desc())
    )
    in_year = sa.select(Term.id).where(Term.start.between(year.first, year.last))
    here = below(PlanPart.region_path, path) if path else sa.true()
    published = sa.select(PlanPart.region_id, PlanPart.figures["weeks"].label("weeks"), latest.label("place"))
    published = published.where(PlanPart.state == PartState.PUBLISHED, PlanPart.term_id.in_(in_year), here).subquery()
    found: dict[int, list[Weeks]] = {}
    for county, weeks in db.session.execute(
        sa.select(published.c.region_id, published.c.weeks).where(published.c.place == 1)
    ):
        if weeks:
            plan = [(date.fromisoformat(monday), number) for monday, number in weeks]
            found.setdefault(county, []).append(plan)
    return PlanLine(tuple(found.values()))
