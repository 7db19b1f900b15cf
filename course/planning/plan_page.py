"""What the pages of plans show: how far the work is, the figures of a draft, and what can be done next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from course import jobs
from course.i18n import _
from course.planning import plan_rules, plan_wording
from course.planning.models import IN_WORK, MADE, PartState, Plan
from course.planning.plan_queries import PartRow
from course.planning.publish_check import RefusedLesson
from course.planning.solver.figures import Figures, together

MOST_REFUSED_SHOWN = 50


@dataclass(frozen=True)
class PlanPage:
    """A plan with its counties, as a page shows it."""

    plan: Plan
    rows: Sequence[PartRow]
    refused_now: Sequence[RefusedLesson] = ()
    # How many of the published lessons are agreed to, and how many there are.
    agreed: tuple[int, int] = (0, 0)
    # How many lessons of the drafts have begun; they are not published any more.
    passed: int = 0

    @cached_property
    def working(self) -> list[PartRow]:
        """The counties that are being planned."""
        return [row for row in self.rows if row.part.state in IN_WORK]

    @cached_property
    def moving(self) -> list[PartRow]:
        """The counties that are being published or withdrawn."""
        return [row for row in self.rows if row.busy and row.part.state not in IN_WORK]

    @property
    def looks_again(self) -> bool:
        """Whether something goes on that the reader waits for."""
        return bool(self.working or self.moving)

    @cached_property
    def progress(self) -> tuple[int, int]:
        """How many counties of how many are done with what is going on."""
        waiting = len(self.working) or len(self.moving)
        ahead = {row.job.id: row.job for row in self.working if row.job}
        done = sum(jobs.progress(job)[0] for job in ahead.values() if job.state is jobs.JobState.RUNNING)
        return len(self.rows) - waiting + min(done, waiting), len(self.rows)

    @property
    def has_begun(self) -> bool:
        """Whether a worker has taken up what is going on."""
        return any(row.job and row.job.state is jobs.JobState.RUNNING for row in (*self.working, *self.moving))

    def resting(self, *states: PartState) -> list[PartRow]:
        """The counties in one of these states with which nothing is going on."""
        return [row for row in self.rows if row.part.state in states and not row.busy]

    @cached_property
    def drafts(self) -> list[PartRow]:
        """The counties that can be published."""
        return [row for row in self.resting(PartState.DRAFT) if row.part.figures.get("lessons")]

    @cached_property
    def published(self) -> list[PartRow]:
        """The counties that can be withdrawn."""
        return self.resting(PartState.PUBLISHED)

    @cached_property
    def again(self) -> list[PartRow]:
        """The counties that can be planned again in their place, or thrown away."""
        return self.resting(*plan_rules.MAY_BE_MADE_AGAIN)

    @property
    def revision(self) -> int:
        """A mark of the drafts that the page shows."""
        return sum(row.part.revision for row in self.rows)

    @cached_property
    def made(self) -> list[PartRow]:
        """The counties that have a plan to look at."""
        return [row for row in self.rows if row.part.state in MADE]

    @cached_property
    def figures(self) -> Figures:
        """The figures of all counties that have a plan."""
        return together([Figures.of_json(row.part.figures) for row in self.made])

    @property
    def lessons_of_drafts(self) -> int:
        """How many lessons publishing is about."""
        return sum(row.part.figures.get("lessons", 0) for row in self.drafts) - self.passed

    @property
    def gaps(self) -> int:
        """How many schools lack something."""
        return sum(row.gaps or 0 for row in self.made)

    @property
    def soft_parts(self) -> list[tuple[Any, float]]:
        """The parts of the soft cost in words, the largest first; what costs nothing is left out."""
        ordered = sorted(self.figures.soft.items(), key=lambda item: -item[1])
        return [(plan_wording.SOFT_PARTS.get(part, part), cost) for part, cost in ordered if cost]

    @cached_property
    def soft_share(self) -> float | None:
        """By how much, at most, the soft cost exceeds the best one; None where nothing is proved."""
        bound = self.figures.soft_bound
        return max(0.0, self.figures.soft_total / bound - 1) if bound else None

    @property
    def states(self) -> list[tuple[PartState, int]]:
        """How many counties stand where."""
        found = Counter(row.part.state for row in self.rows)
        return [(state, found[state]) for state in PartState if found[state]]

    @cached_property
    def refused(self) -> list[RefusedLesson]:
        """The planned lessons that no longer fit, as the last try to publish found them."""
        kept = (one for row in self.drafts if row.job for one in row.job.result.get("refused", ()))
        return [*self.refused_now, *map(RefusedLesson.of_json, kept)]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What came of the last work on each county, where there is something to say."""
        said = ((row.part.region.name, remark(row)) for row in self.rows)
        return [(name, text) for name, text in said if text]


def remark(row: PartRow) -> str:
    """What came of the last work on a county; empty where its state says it all."""
    if row.job is None or row.busy:
        return ""
    result, state = row.job.result, row.part.state
    if row.job.cancelled_at and state is PartState.DRAFT:
        return _("The last planning was cancelled; this is the draft from before.")
    if row.job.state is jobs.JobState.FAILED and state is PartState.DRAFT:
        return _("The last planning failed; this is the draft from before.")
    failure = result.get("failed", {}).get(str(row.part.id))
    if failure:
        return str(plan_wording.FAILURES.get(failure, failure))
    if result.get("problems"):
        return "; ".join(plan_wording.refusal(rule, result.get("lessons", 0)) for rule in result["problems"])
    if result.get("passed") and state is PartState.PUBLISHED:
        return _("%(number)s lessons were left out because their day has passed.", number=result["passed"])
    return kept_remark(result)


def kept_remark(result: dict[str, Any]) -> str:
    """What a withdrawal left as it is."""
    kept = result.get("kept")
    return _("These lessons stay: %(kept)s.", kept=plan_wording.kept_in_words(kept)) if kept else ""


def plan_lines(plans: Sequence[Plan], rows: Sequence[PartRow]) -> list[PlanPage]:
    """The plans of a list, each with its counties."""
    of: dict[int, list[PartRow]] = {one.id: [] for one in plans}
    for row in rows:
        of[row.part.plan_id].append(row)
    return [PlanPage(one, of[one.id]) for one in plans]


def first_day_again(plan: Plan, asked: date | None, today: date) -> date:
    """The first day for planning again: as it was asked for, but not a day that has passed."""
    return max(asked or plan.term.start, plan_rules.first_day_offered(plan.term.start, today))
