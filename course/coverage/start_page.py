"""What each role's start page shows: next lessons, what waits, and the figures that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import region_queries, start_queries
from course.coverage.page import CoveragePage, Look, with_unreached
from course.coverage.queries import Asked, region_total
from course.coverage.region_rules.queries import vacancy_days
from course.coverage.rules import KINDS, Tally
from course.coverage.start_queries import Agenda, Backlog
from course.coverage.tallies.queries import two_weeks
from course.coverage.where_queries import names_below
from course.roster.vacancy_queries import VacantSchool, longest_vacant
from course.schedule.forms import QUICK_REASONS
from course.schedule.models import Lesson

NOTHING = Agenda((), (), (), ())
MOST_VACANT = 3


@dataclass(frozen=True)
class StartPage:
    """The short list that a person sees first."""

    role: Role
    look: Look
    agenda: Agenda = NOTHING
    coverage: CoveragePage | None = None
    backlog: Backlog | None = None
    set_up: dict[str, int] = field(default_factory=dict)
    # The schools that have had nobody for longest.
    vacant: Sequence[VacantSchool] = ()
    # The names of the regions in which they lie, by path.
    where: Mapping[str, str] = field(default_factory=dict)
    # By how much each of the three figures moved in the last seven days, and in the seven before.
    moved: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    quick_reasons: Sequence[Any] = QUICK_REASONS

    def school_name(self, lesson: Lesson) -> str:
        """The school of a lesson as it was called on its day."""
        earlier = self.agenda.names.get(lesson.id) or (self.backlog.names.get(lesson.id) if self.backlog else None)
        return earlier or lesson.school.name


def start_page(scope: Scope, asked: Asked, look: Look) -> StartPage:
    """The start page of somebody who teaches, sends or receives those who do."""
    page = StartPage(scope.role, look, start_queries.agenda(scope, look.now))
    return page if scope.role is Role.STATION else with_schools(page, asked)


def with_schools(page: StartPage, asked: Asked) -> StartPage:
    """The page with the figures of the reader's schools."""
    planned: dict[int, int] = {}
    # What lies in the next year adds nothing to the hours of this one.
    for lesson in (one for one in page.agenda.coming if one.start < asked.year.to_end()):
        planned[lesson.school_id] = planned.get(lesson.school_id, 0) + 1
    rows = region_queries.school_rows(asked, planned)
    if page.role is not Role.SCHOOL:
        return replace(page, coverage=CoveragePage(page.look, asked, Tally(), schools=rows))
    return replace(page, coverage=CoveragePage(page.look, asked, Tally(), schools=with_unreached(rows, asked)))


def overseers_page(scope: Scope, asked: Asked, look: Look) -> StartPage:
    """What needs action first in a region; the first steps where there is nothing yet."""
    set_up = start_queries.set_up_so_far() if scope.role is Role.ADMIN else {}
    coverage = CoveragePage(look, asked, region_total(asked))
    backlog, today = start_queries.backlog(scope, look.now), look.now.date()
    nobody = coverage.tally.figure("appointed").missing()
    vacant = longest_vacant(scope, today, MOST_VACANT, vacancy_days) if nobody else ()
    moved = moved_lately(scope, look) if coverage.tally.schools else {}
    where = names_below(scope.region_path, (one.school.region_path for one in vacant))
    page = StartPage(scope.role, look, coverage=coverage, backlog=backlog, set_up=set_up)
    return replace(page, vacant=vacant, where=where, moved=moved)


def asked_page(scope: Scope, look: Look) -> StartPage:
    """What each reader at a bureau is asked to do themself, where the rest of the page is kept for all of them."""
    return StartPage(scope.role, look, backlog=start_queries.asked_of_bureau(scope, look.now))


def moved_lately(scope: Scope, look: Look) -> dict[str, tuple[int, int]]:
    """By how much the three figures of a region moved in the last seven days, and in the seven before."""
    weeks = [one.tally() for one in two_weeks(scope.region_path, look.year, look.now.date())]
    return {kind.key: (weeks[0].figure(kind.key).confirmed, weeks[1].figure(kind.key).confirmed) for kind in KINDS}
