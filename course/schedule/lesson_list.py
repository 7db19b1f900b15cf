"""What the list of lessons shows: what waits for an answer, the filters, a page of lessons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from course.access.models import Role
from course.access.scope import Scope
from course.forms import clean_code
from course.roster.models import Region
from course.roster.naming_queries import names_then
from course.schedule import queries, state_rules
from course.schedule.agreement import Agreement
from course.schedule.forms import QUICK_REASONS, parse_day
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import PAGE, Filters

LAST_PAGE = 10_000
FILTERS = ("state", "from", "to", "school", "vice_principal", "region")
BOOKING = (Role.SCHOOL, Role.BUREAU, Role.ADMIN)


@dataclass(frozen=True)
class Pages:
    """Where one is in a long list."""

    number: int
    pages: int
    previous_href: str | None
    next_href: str | None


@dataclass(frozen=True)
class LessonList:
    """A list of lessons with its filters, as one person sees it."""

    role: Role
    today: date
    lessons: Sequence[Lesson]
    total: int
    pages: Pages
    filters: Filters
    waiting: Sequence[Lesson] = ()
    planned: Agreement = field(default_factory=Agreement)
    given: dict[str, str] = field(default_factory=dict)
    # The names that the schools of past lessons had then.
    names: Mapping[tuple[int, date], str] = field(default_factory=dict)
    region: Region | None = None
    # Who a vice-principal is: of colleagues they see the lessons and do not answer for them.
    own: Collection[int] = frozenset()
    quick_reasons: Sequence[Any] = QUICK_REASONS
    states: Sequence[LessonState] = tuple(LessonState)

    @property
    def narrowed(self) -> bool:
        """Whether the address narrows the list."""
        return bool(self.given)

    @property
    def past(self) -> bool:
        """Whether the list looks back."""
        return self.filters.last is not None and self.filters.last < self.today

    @property
    def yesterday(self) -> date:
        """The last day of the past."""
        return self.today - timedelta(days=1)

    def waits_for_agreement(self, lesson: Lesson) -> bool:
        """Whether a lesson ahead was planned and its vice-principal has not agreed yet."""
        ahead = lesson.start.date() >= self.today
        return ahead and lesson.state is LessonState.SCHEDULED and lesson.accepted_at is None

    @property
    def to_answer(self) -> frozenset[int]:
        """Which of the lessons listed are requests that this person answers, also in somebody's place."""
        return frozenset(lesson.id for lesson in self.lessons if self.answers(lesson))

    def answers(self, lesson: Lesson) -> bool:
        """Whether a lesson is a request whose answer this person can give."""
        asked = state_rules.is_asked(lesson.state, lesson.accepted_at, self.role) is None
        mine = self.role is not Role.VICE_PRINCIPAL or lesson.vice_principal_id in self.own
        return lesson.state is LessonState.REQUESTED and asked and mine

    @property
    def can_book(self) -> bool:
        """Whether this person asks for lessons."""
        return self.role in BOOKING

    @property
    def shows_school(self) -> bool:
        """Whether the lessons may be of several schools."""
        return self.role is not Role.SCHOOL

    @property
    def shows_person(self) -> bool:
        """Whether the lessons may be of several vice-principals."""
        return self.role is not Role.VICE_PRINCIPAL or bool(self.given.get("school"))

    @property
    def for_others(self) -> bool:
        """Whether somebody answers for others."""
        return self.role is not Role.VICE_PRINCIPAL


def lesson_list(values: MultiDict[str, str], scope: Scope, now: datetime) -> LessonList:
    """The lessons that the address asks for; without days or a state in it those from today on."""
    today = now.date()
    code = clean_code(values.get("region"))
    region = queries.region_in_scope(code, scope) if code else None
    filters, number = filters_of(values, scope), page_number(values.get("page"))
    filters = of_region(filters, region) if code else filters
    if not (filters.first or filters.last or filters.states):
        filters = replace(filters, first=today)
    order = queries.NEWEST_FIRST if filters.last and filters.last < today else queries.NEXT_FIRST
    rows, total = queries.lessons_page(scope, filters, number, order)
    given = {name: values[name] for name in FILTERS if values.get(name)}
    answers = scope.role in (Role.VICE_PRINCIPAL, Role.STATION)
    waiting = queries.waiting_for_answer(scope, today) if answers and number == 1 else []
    asked = scope.role is Role.VICE_PRINCIPAL and number == 1
    planned = Agreement(queries.waiting_for_agreement(scope, now) if asked else ())
    pages = pages_of(number, total, given)
    names = names_then((row.school, row.start.date()) for row in rows if row.start.date() < today)
    own = scope.vice_principal_ids
    return LessonList(scope.role, today, rows, total, pages, filters, waiting, planned, given, names, region, own)


def filters_of(values: MultiDict[str, str], scope: Scope) -> Filters:
    """The filters of an address; what cannot be read filters nothing, what lies outside the scope finds nothing."""
    school, person = clean_code(values.get("school")), clean_code(values.get("vice_principal"))
    found_school = queries.school_in_scope(school, scope) if school else None
    found_person = queries.vice_principal_in_scope(person, scope) if person else None
    own = scope.vice_principal_ids if scope.role is Role.VICE_PRINCIPAL and not school else frozenset()
    return Filters(
        states=tuple(state for state in LessonState if state.value == values.get("state")),
        first=parse_day(values.get("from")),
        last=parse_day(values.get("to")),
        school_id=(found_school.id if found_school else queries.NOTHING) if school else None,
        vice_principal_id=(found_person.id if found_person else queries.NOTHING) if person else next(iter(own), None),
    )


def of_region(filters: Filters, region: Region | None) -> Filters:
    """The same of one region only; one that lies outside the scope finds nothing."""
    return replace(filters, region_path=region.path) if region else replace(filters, school_id=queries.NOTHING)


def page_number(text: str | None) -> int:
    """The number of a page; the first where the address says something else."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) <= 5 else 1
    return min(max(number, 1), LAST_PAGE)


def pages_of(number: int, total: int, given: dict[str, str]) -> Pages:
    """The pages around this one, with the filters kept."""
    pages = max(1, -(-total // PAGE))

    def href(other: int) -> str | None:
        return url_for("schedule.lessons", page=other, **given) if 1 <= other <= pages else None

    return Pages(number, pages, href(number - 1), href(number + 1))
