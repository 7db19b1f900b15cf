"""What the last step of a booking shows: free periods, or why there are none, and the ways on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from course.cases.models import Case
from course.cases.queries import cases_for, suiting
from course.errors import Problem
from course.i18n import _
from course.roster.rules import stage_of_grade
from course.schedule.booking.free_periods import FreePeriod, Search, best_of, search, special_day_near
from course.schedule.booking.obstacles import OBSTACLES, advice_for
from course.schedule.booking.page import Asked
from course.schedule.proposal import Person, Situation
from course.schedule.rules import MAY_BE_ACCEPTED, NOTHING
from course.schedule.situation_queries import situation

WEEKS, BACK, BEFORE_SPECIAL_DAY = timedelta(days=27), timedelta(days=14), timedelta(days=14)
# How many days with free periods one page shows.
SHOWN_DAYS = 10
SHOWN_TAKEN = 12
FULL = "day_has_room"
# Further away than this nobody has a timetable.
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class PeriodPage:
    """The free periods for what was asked, and the ways on from there."""

    asked: Asked
    known: Situation
    found: Search
    first: date
    last: date
    cases: list[Case]
    earlier: date | None
    later: date | None
    special_day: date | None
    people: tuple[Person, ...]
    best: list[FreePeriod]
    free: dict[date, list[FreePeriod]]

    @cached_property
    def names(self) -> dict[int, str]:
        """The name of each period in the reader's language; made once, for there are many buttons."""
        return {period.number: _("Period %(number)s", number=period.number) for period in self.known.host.periods}

    @cached_property
    def some_prepared(self) -> bool:
        """Whether it is worth saying who has not prepared the theme."""
        return any(free.prepared for free in self.found.free)

    @property
    def warnings(self) -> list[Problem]:
        """What somebody may book in spite of, once they have ticked that they know it."""
        return [problem for problem in self.found.problems if problem.rule in MAY_BE_ACCEPTED]

    @property
    def acceptable(self) -> frozenset[str]:
        """The names of these, where nothing else stands against the classes."""
        names = frozenset(problem.rule for problem in self.found.problems)
        return names if names <= MAY_BE_ACCEPTED else NOTHING

    @property
    def accepts(self) -> str:
        """What an address says once they are ticked."""
        return ";".join(sorted(self.acceptable | self.asked.accepted))

    @property
    def with_full_days(self) -> str | None:
        """What an address says that shows full days, too; None where there are none to show."""
        full = dict(self.found.taken).get(FULL, 0)
        return ";".join(sorted(self.asked.accepted | {FULL})) if full and FULL not in self.asked.accepted else None

    @property
    def taken_periods(self) -> list[FreePeriod]:
        """Periods that somebody else holds and for which one can wait: the next few with the person asked for."""
        code = self.asked.person_code
        mine = [one for one in self.found.held if code in ("", one.person.code)]
        # A person who was asked for and does not serve the school is nobody.
        return (mine or list(self.found.held))[:SHOWN_TAKEN]

    @property
    def before_special_day(self) -> date:
        """The first day of the weeks around the special day of the theme."""
        return (self.special_day or self.first) - BEFORE_SPECIAL_DAY

    @property
    def advice(self) -> Any:
        """What to do where nothing is free, by what took the most away."""
        return advice_for(self.found.taken)

    def said(self, rule: str) -> Any:
        """A rule in the words of the page that finds nothing free."""
        return OBSTACLES[rule]

    @property
    def case(self) -> Case | None:
        """The case that will be taught: the chosen one, else the first that suits."""
        return next((case for case in self.cases if case.key == self.asked.case_key), next(iter(self.cases), None))


def period_page(asked: Asked, now: datetime) -> PeriodPage:
    """Search four weeks from the day that was asked for, or from today; show the first days and the best of all."""
    today = now.date()
    first = max(asked.first or today, today) if (asked.first or today) <= today + FURTHEST else today
    last = first + WEEKS
    known = situation(asked.question, first, last, now)
    found = search(known, first, last, asked.accepted)
    free = one_a_period(found, known, asked.person_code)
    shown = dict(list(free.items())[:SHOWN_DAYS])
    after = max(shown) if len(shown) < len(free) else last
    special = special_day_near(asked.question.theme.special_day, today)
    return PeriodPage(
        asked=asked,
        known=known,
        found=found,
        first=first,
        last=last,
        cases=suitable_cases(asked),
        earlier=max(first - BACK, today) if first > today else None,
        later=after + timedelta(days=1) if after < today + FURTHEST else None,
        special_day=special if special is not None and special > last else None,
        people=known.people if len(known.people) > 1 else (),
        best=best_of(one for periods in free.values() for one in periods),
        free=shown,
    )


def one_a_period(found: Search, known: Situation, person_code: str) -> dict[date, list[FreePeriod]]:
    """For each period the one vice-principal who suits best and teaches least, or the one who was asked for."""
    wanted = person_code if any(person.code == person_code for person in known.people) else ""
    load = Counter(held.vice_principal_id for held in known.held)
    best: dict[tuple[date, int], FreePeriod] = {}
    for free in found.free:
        key = (free.day, free.period.number)
        if wanted in ("", free.person.code) and (key not in best or order(free, load) < order(best[key], load)):
            best[key] = free
    days: dict[date, list[FreePeriod]] = {}
    for free in best.values():
        days.setdefault(free.day, []).append(free)
    return days


def order(free: FreePeriod, load: Mapping[int, int]) -> tuple[int, int, str]:
    """Who comes first where several could come: the best, then whoever teaches least in these weeks."""
    return -free.worth, load.get(free.person.id, 0), free.person.code


def suitable_cases(asked: Asked) -> list[Case]:
    """The cases that suit every class that was chosen."""
    theme_id = asked.question.theme.id
    cases = cases_for([theme_id], asked.school.region_path)
    for stage in {stage_of_grade(row.grade) for row in asked.classes}:
        cases = suiting(cases, theme_id, stage)
    return cases
