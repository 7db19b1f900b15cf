"""What a calendar shows: whose it is, its days, and what stands in each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import format_date
from werkzeug.datastructures import MultiDict

from course.access.models import Role
from course.access.scope import Scope
from course.forms import clean_code
from course.i18n import WEEKDAYS_EN, WEEKDAYS_ZH, _, long_date
from course.roster.models import School, VicePrincipal
from course.schedule import queries
from course.schedule.calendars import queries as calendar_queries
from course.schedule.calendars.queries import Entry
from course.schedule.calendars.teaching_days import TeachingDays
from course.schedule.forms import parse_day
from course.schedule.models import LessonState
from course.schedule.proposal import Span
from course.schedule.situation_queries import absences_of, blackouts_of, teaching_days
from course.schedule.wording import language

DAY = timedelta(days=1)
SHOWN_IN_MONTH = 300
MONTH, WEEK_VIEW, FREE = "month", "week", "free"


@dataclass(frozen=True)
class Subject:
    """Whose calendar it is: a school's, a vice-principal's, or everybody's in a scope."""

    title: str
    condition: sa.ColumnElement[bool]
    school: School | None = None
    person: VicePrincipal | None = None

    @property
    def crowded(self) -> bool:
        """Whether a day may hold more lessons than a calendar can name."""
        return self.school is None and self.person is None


def subject_of(values: MultiDict[str, str], scope: Scope) -> Subject | None:
    """The calendar that the address asks for, else the user's own; None outside the scope."""
    school_code, person_code = clean_code(values.get("school")), clean_code(values.get("vice_principal"))
    if school_code:
        school = queries.school_in_scope(school_code, scope)
        return Subject(school.name, calendar_queries.of_school(school), school=school) if school else None
    if person_code:
        person = queries.vice_principal_in_scope(person_code, scope)
        return of_person(person, scope) if person else None
    if scope.role is Role.SCHOOL:
        own = queries.own_school(scope)
        return Subject(own.name, calendar_queries.of_school(own), school=own) if own else None
    if scope.role is Role.VICE_PRINCIPAL:
        return of_person(calendar_queries.person_by_id(next(iter(scope.vice_principal_ids))), scope)
    return Subject(_("All lessons"), calendar_queries.of_scope(scope))


def of_person(person: VicePrincipal, scope: Scope) -> Subject:
    """A vice-principal's calendar; a school sees only what they teach at this school."""
    condition = calendar_queries.of_people([person.id])
    if scope.role is Role.SCHOOL:
        condition = sa.and_(condition, calendar_queries.of_scope(scope))
    return Subject(person.name, condition, person=person)


@dataclass(frozen=True)
class Day:
    """One day of a calendar."""

    day: date
    entries: Sequence[Entry] = ()
    counts: Mapping[LessonState, int] = field(default_factory=dict)
    marks: Sequence[str] = ()
    taught: bool = True
    inside: bool = True

    @property
    def lessons(self) -> int:
        """How many lessons there are."""
        return sum(self.counts.values()) or len(self.entries)


@dataclass(frozen=True)
class Marks:
    """What is known of the days apart from lessons: holidays, black-outs, absences."""

    days: TeachingDays
    closed: Sequence[Span] = ()

    def of(self, day: date) -> list[str]:
        """What a day says about itself: its holiday, and why nobody can teach."""
        name = self.days.name_of(day, language())
        if name and self.days.taught_as(day):
            name = _("make-up day")
        midnight = datetime.combine(day, time())
        reasons = {span.reason or _("Closed") for span in self.closed if span.overlaps(midnight, midnight + DAY)}
        return [*([name] if name else []), *sorted(reasons - {name})]

    def unknown(self, first: date, last: date) -> list[int]:
        """The years of these days whose holidays nobody has published."""
        return [year for year in range(first.year, last.year + 1) if not self.days.is_published(year)]


def marks_of(subject: Subject, scope: Scope, first: date, last: date) -> Marks:
    """The holidays of these days, the school's black-outs or the person's absences.

    Why a vice-principal is away concerns their own side; a school sees that they are.
    """
    days = teaching_days(first, last)
    if subject.school:
        return Marks(days, blackouts_of(subject.school, first, last))
    if subject.person is None:
        return Marks(days)
    spans = absences_of([subject.person.id], first, last).get(subject.person.id, ())
    if scope.role is Role.SCHOOL:
        spans = tuple(Span(span.start, span.end, _("Away")) for span in spans)
    return Marks(days, spans)


@dataclass(frozen=True)
class Calendar:
    """A month or a week with its ways on."""

    subject: Subject
    view: str
    day: date
    today: date
    weeks: Sequence[Sequence[Day]]
    previous: date
    following: date
    unpublished: Sequence[int] = ()
    rows: Sequence[Any] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    can_book: bool = False

    @property
    def days(self) -> list[Day]:
        """All days, one after the other."""
        return [day for week in self.weeks for day in week]

    @property
    def lessons(self) -> int:
        """How many lessons are shown."""
        return sum(day.lessons for day in self.days)

    @property
    def title(self) -> str:
        """The month, or the first and the last day of the week."""
        return (
            month_name(self.day)
            if self.view == MONTH
            else f"{long_date(self.days[0].day)} – {long_date(self.days[-1].day)}"
        )

    @property
    def previous_label(self) -> str:
        """Where the left button leads."""
        return format_date(self.previous, "MMM") if self.view == MONTH else _("Week before")

    @property
    def following_label(self) -> str:
        """Where the right button leads."""
        return format_date(self.following, "MMM") if self.view == MONTH else _("Week after")

    @property
    def weekdays(self) -> Sequence[str]:
        """The heads of the columns of a month."""
        return WEEKDAYS_EN if language() == "en" else WEEKDAYS_ZH

    @cached_property
    def base(self) -> str:
        """The address of this calendar without its day; made once, for it is needed for every day."""
        return f"{url_for('schedule.calendar', **self.given)}{'&' if self.given else '?'}"

    def href(self, day: date) -> str:
        """The same view of another day."""
        return f"{self.base}view={self.view}&day={day.isoformat()}"

    def month_href(self, day: date) -> str:
        """The month of a day."""
        return f"{self.base}view=month&day={day.isoformat()}"

    def week_href(self, day: date) -> str:
        """The week of a day."""
        return f"{self.base}view=week&day={day.isoformat()}"

    def list_href(self, day: date) -> str:
        """The list of the lessons of one day."""
        return url_for("schedule.lessons", **{**self.given, "from": day.isoformat(), "to": day.isoformat()})

    @cached_property
    def lessons_base(self) -> str:
        """The address below which all lessons stand."""
        return url_for("schedule.lessons")

    def lesson_href(self, entry: Entry) -> str:
        """The page of a lesson."""
        return f"{self.lessons_base}/{entry.id}"

    def book_href(self, day: date) -> str:
        """Where a free period of this day is booked."""
        school = {"school": self.given["school"]} if "school" in self.given else {}
        return url_for("schedule.book", **school, **{"from": day.isoformat()})

    @property
    def first_bookable(self) -> date:
        """The first day that is shown and not over."""
        return max(self.day if self.view == MONTH else self.days[0].day, self.today)

    def free_on(self, day: date) -> str:
        """The numbers of the periods that are free on a day, for the list on a phone."""
        free = [
            row.period.number for row in self.rows for cell in row.cells if cell.day.day == day and cell.shade == FREE
        ]
        return _(", ").join(_("Period %(number)s", number=number) for number in free)


def month_name(day: date) -> str:
    """2026年11月, or November 2026."""
    return format_date(day, "MMMM yyyy" if language() == "en" else "yyyy年M月")


def asked_day(values: MultiDict[str, str], today: date) -> date:
    """The day that the address names, else today."""
    return parse_day(values.get("day")) or today


def month(subject: Subject, scope: Scope, day: date, today: date) -> Calendar:
    """The weeks of a month, each from Monday to Sunday."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - DAY
    monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    marks = marks_of(subject, scope, monday, sunday)
    days = [replace(found, inside=found.day.month == day.month) for found in filled(subject, marks, monday, sunday)]
    weeks = [days[index : index + 7] for index in range(0, len(days), 7)]
    return Calendar(
        subject, MONTH, day, today, weeks, (first - DAY).replace(day=1), last + DAY, marks.unknown(first, last)
    )


def filled(subject: Subject, marks: Marks, first: date, last: date) -> list[Day]:
    """The days with their lessons, or with their numbers where there may be very many."""
    counts: Mapping[date, Mapping[LessonState, int]] = {}
    by_day: dict[date, list[Entry]] = {}
    if subject.crowded:
        counts = calendar_queries.counts_by_day(subject.condition, first, last)
    else:
        by_day = grouped(calendar_queries.entries(subject.condition, first, last, SHOWN_IN_MONTH))
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [
        Day(day, by_day.get(day, ()), counts.get(day, {}), marks.of(day), marks.days.taught_as(day) is not None)
        for day in days
    ]


def grouped(entries: Sequence[Entry]) -> dict[date, list[Entry]]:
    """Lessons by day, in their order."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.start.date()].append(entry)
    return by_day
