"""What each role's start page shows: next lessons, what waits, and the figures that matter."""

from __future__ import annotations

from dataclasses import dataclass, field

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import start_queries
from course.coverage.page import CoveragePage, Look, schools_page
from course.coverage.queries import Asked, tallies
from course.coverage.rules import total
from course.coverage.start_queries import Agenda, Backlog
from course.roster.models import School
from course.schedule.forms import QUICK_REASONS

NOTHING = Agenda((), (), (), ())


@dataclass(frozen=True)
class StartPage:
    """The short list that a person sees first."""

    role: Role
    look: Look
    agenda: Agenda = NOTHING
    coverage: CoveragePage | None = None
    backlog: Backlog | None = None
    set_up: dict[str, int] = field(default_factory=dict)
    quick_reasons: tuple = tuple(QUICK_REASONS)


def start_page(scope: Scope, asked: Asked, look: Look) -> StartPage:
    """The start page of this role."""
    if scope.role in {Role.ADMIN, Role.BUREAU}:
        return overseers_page(scope, asked, look)
    agenda = start_queries.agenda(scope, look.now)
    coverage = None if scope.role is Role.STATION else schools_page(asked, look)
    return StartPage(scope.role, look, agenda, coverage)


def overseers_page(scope: Scope, asked: Asked, look: Look) -> StartPage:
    """What needs action first in a region; the first steps where there is nothing yet."""
    set_up = start_queries.set_up_so_far() if scope.role is Role.ADMIN else {}
    coverage = CoveragePage(look, asked, total(tallies(asked, School.region_path).values()))
    return StartPage(scope.role, look, coverage=coverage, backlog=start_queries.backlog(scope, look.now), set_up=set_up)
