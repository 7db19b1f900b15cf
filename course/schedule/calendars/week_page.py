"""A week as a table: the bells as rows, and what is free, closed or taken in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from course.access.scope import Scope
from course.i18n import _l
from course.schedule import rules
from course.schedule.calendars import queries as calendar_queries
from course.schedule.calendars.page import FREE, WEEK_VIEW, Calendar, Day, Marks, Subject, filled, grouped, marks_of
from course.schedule.calendars.queries import Entry
from course.schedule.models import HOLDING
from course.schedule.proposal import Held, Period, Proposal, Situation
from course.schedule.situation_queries import periods_of, surroundings

SHOWN_IN_WEEK = 400
DAYS = 7
WEEKEND = 5
CLOSED, ABSENT, TAKEN, QUIET = "closed", "absent", "taken", "quiet"
# The rules that shade a week before anybody asks for a theme, and what a reader sees where one does not hold.
SHADES = {
    rules.is_inside_a_term: (QUIET, _l("Outside the term")),
    rules.is_on_a_teaching_day: (QUIET, _l("No teaching")),
    rules.is_not_in_the_past: (QUIET, ""),
    rules.period_is_open: (CLOSED, _l("Kept closed")),
    rules.school_takes_lessons: (CLOSED, _l("No lessons taken")),
    rules.vice_principal_is_appointed: (ABSENT, _l("Nobody appointed")),
    rules.vice_principal_is_not_absent: (ABSENT, _l("Away")),
    rules.vice_principal_is_free: (TAKEN, _l("Taken elsewhere")),
    rules.day_has_room: (TAKEN, _l("Day is full")),
    rules.week_has_room: (TAKEN, _l("Week is full")),
}
ORDER = [rule.__name__ for rule in SHADES]
LOOKS = {rule.__name__: look for rule, look in SHADES.items()}


@dataclass(frozen=True)
class Cell:
    """One period of one day."""

    day: Day
    shade: str = QUIET
    label: Any = ""
    entries: Sequence[Entry] = ()


@dataclass(frozen=True)
class Row:
    """One period of the week."""

    period: Period
    cells: Sequence[Cell]


def week(subject: Subject, scope: Scope, day: date, now: datetime) -> Calendar:
    """The week of a day: a table where bells divide it, else a list of days."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=DAYS - 1)
    if subject.school:
        days, rows, marks = week_of_school(subject, monday, sunday, now)
    else:
        marks = marks_of(subject, scope, monday, sunday)
        of_kind = week_of_person if subject.person else week_of_everybody
        days, rows = of_kind(subject, marks, monday, sunday)
    shown = without_empty_weekend(days)
    rows = [Row(row.period, row.cells[: len(shown)]) for row in rows]
    unknown = marks.unknown(monday, sunday)
    step = timedelta(days=DAYS)
    return Calendar(subject, WEEK_VIEW, day, now.date(), [shown], monday - step, monday + step, unknown, rows)


def without_empty_weekend(days: list[Day]) -> list[Day]:
    """Five days, or more where the weekend has lessons or makes up for a holiday."""
    lively = [index for index, day in enumerate(days) if index < WEEKEND or day.entries or day.taught]
    return days[: lively[-1] + 1]


def week_of_everybody(subject: Subject, marks: Marks, first: date, last: date) -> tuple[list[Day], list[Row]]:
    """The days of everybody in a scope, with their lessons by name as far as a page can hold them."""
    found = grouped(calendar_queries.entries(subject.condition, first, last, SHOWN_IN_WEEK))
    return [replace(day, entries=found.get(day.day, ())) for day in filled(subject, marks, first, last)], []


def week_of_school(subject: Subject, monday: date, sunday: date, now: datetime) -> tuple[list[Day], list[Row], Marks]:
    """A school's week: its lessons, and for the other periods whether one of its vice-principals could come."""
    around = surroundings(subject.school, monday, sunday, now)
    here_or_theirs = sa.or_(subject.condition, calendar_queries.of_people([person.id for person in around.people]))
    found = calendar_queries.entries(here_or_theirs, monday, sunday, SHOWN_IN_WEEK)
    around = replace(around, held=tuple(held(entry) for entry in found if entry.state in HOLDING))
    marks = Marks(around.days, around.host.blackouts)
    here = [entry for entry in found if entry.school_id == subject.school.id]
    days = days_of_week(grouped(here), marks, monday)
    rows = [Row(period, [cell(day, period, around) for day in days]) for period in around.host.periods]
    return days, with_strays(days, rows), marks


def days_of_week(by_day: dict[date, list[Entry]], marks: Marks, monday: date) -> list[Day]:
    """Seven days with their lessons and marks."""
    days = [monday + timedelta(days=offset) for offset in range(DAYS)]
    return [
        Day(day, by_day.get(day, ()), marks=marks.of(day), taught=marks.days.taught_as(day) is not None) for day in days
    ]


def held(entry: Entry) -> Held:
    """A lesson of a calendar as the rules see it; travel is not judged here, so places do not matter."""
    return Held(entry.id, entry.vice_principal_id, entry.school_id, entry.start, entry.end, entry.place, (None, None))


def cell(day: Day, period: Period, around: Situation) -> Cell:
    """What one period of one day shows."""
    start, end = period.on(day.day)
    inside = [entry for entry in day.entries if entry.start < end and start < entry.end]
    if inside:
        return Cell(day, entries=inside)
    obstacles = [rules.first_obstacle(Proposal(around, person, start, end), tuple(SHADES)) for person in around.people]
    if not obstacles:
        return Cell(day, ABSENT, _l("Nobody appointed"))
    # Whoever comes nearest to being free speaks for the period.
    nearest = max(obstacles, key=lambda name: ORDER.index(name) if name else len(ORDER))
    shade, label = LOOKS[nearest] if nearest else (FREE, _l("Free"))
    return Cell(day, shade, label)


def week_of_person(subject: Subject, marks: Marks, monday: date, sunday: date) -> tuple[list[Day], list[Row]]:
    """A vice-principal's week: their lessons at every school, and when they are away."""
    schools = calendar_queries.schools_served(subject.person.id, monday, sunday)
    rung = periods_of([(school.code, school.stage.value) for school in schools])
    periods = rung[schools[0].code] if schools else ()
    found = calendar_queries.entries(subject.condition, monday, sunday, SHOWN_IN_WEEK)
    days = days_of_week(grouped(found), marks, monday)
    rows = [Row(period, [cell_of_person(day, period, marks) for day in days]) for period in periods]
    return days, with_strays(days, rows)


def cell_of_person(day: Day, period: Period, marks: Marks) -> Cell:
    """What one period of a vice-principal's day shows; schools ring different bells, so times are compared."""
    start, end = period.on(day.day)
    inside = [entry for entry in day.entries if nearest_row(entry, start, end)]
    if inside:
        return Cell(day, entries=inside)
    if any(span.overlaps(start, end) for span in marks.closed):
        return Cell(day, ABSENT, _l("Away"))
    return Cell(day) if day.taught else Cell(day, QUIET, _l("No teaching"))


def nearest_row(entry: Entry, start: datetime, end: datetime) -> bool:
    """Whether the middle of a lesson lies in this period; each lesson stands in one row at most."""
    middle = entry.start + (entry.end - entry.start) / 2
    return start <= middle < end


def with_strays(days: Sequence[Day], rows: list[Row]) -> list[Row]:
    """Add a row for each lesson that lies between the bells, so that none is hidden."""
    placed = {entry.id for row in rows for cell in row.cells for entry in cell.entries}
    strays = sorted((entry for day in days for entry in day.entries if entry.id not in placed), key=clock_of)
    for stray in strays:
        period = Period(0, stray.start.time(), stray.end.time())
        cells = [Cell(day, entries=[stray] if stray in day.entries else []) for day in days]
        rows.append(Row(period, cells))
    return sorted(rows, key=lambda row: (row.period.start, row.period.number))


def clock_of(entry: Entry) -> time:
    """The time of day at which a lesson begins."""
    return entry.start.time()
