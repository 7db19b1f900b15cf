"""What the pages of weeks show: the term as a grid of days, and the lessons of one week day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from course.pages import Page
from course.planning.reading import week_queries as queries
from course.planning.reading.queries import Entry, Reading
from course.planning.reading.week_queries import WeekCount
from course.planning.reading.weeks import Week, weeks_of
from course.schedule.calendars.page import Marks
from course.schedule.forms import parse_day
from course.schedule.situation_queries import teaching_days

DAY = timedelta(days=1)
WORKDAYS, SHADES = 5, 5


@dataclass(frozen=True)
class Day:
    """A day of a week: how many lessons, what it says of itself, and whether schools teach."""

    day: date
    lessons: int = 0
    marks: Sequence[str] = ()
    taught: bool = True
    entries: Sequence[Entry] = ()
    shade: int = 0


@dataclass(frozen=True)
class Row:
    """A week of the grid."""

    week: Week
    count: WeekCount
    days: Sequence[Day]

    @property
    def marks(self) -> list[str]:
        """What its days say of themselves, each once; what a longer one says already is left out."""
        said = list(dict.fromkeys(mark for day in self.days for mark in day.marks))
        return [mark for mark in said if not any(mark != other and mark in other for other in said)]


@dataclass(frozen=True)
class WeeksPage:
    """The term as a grid."""

    rows: Sequence[Row]
    today: date

    @property
    def busiest(self) -> int:
        """The lessons of the fullest week."""
        return max((row.count.lessons for row in self.rows), default=0)


def weeks_page(reading: Reading) -> WeeksPage:
    """The weeks of the term, with the number of lessons of each day."""
    weeks, counts, lessons = weeks_of(reading.term), queries.counts_by_week(reading), by_day(reading)
    marks = marks_of(reading)
    busiest = max(lessons.values(), default=0)
    rows = []
    for week in weeks:
        days = [day_of(day, week, lessons, marks, busiest) for day in workdays(week)]
        rows.append(Row(week, counts.get(week.monday, WeekCount()), days))
    return WeeksPage(rows, reading.now.date())


def by_day(reading: Reading) -> dict[date, int]:
    """How many lessons each day of the term has."""
    return queries.counts_by_day(reading, sa.true())


def workdays(week: Week) -> list[date]:
    """Monday to Friday."""
    return [week.monday + number * DAY for number in range(WORKDAYS)]


def day_of(day: date, week: Week, lessons: Mapping[date, int], marks: Marks, busiest: int) -> Day:
    """A day of the grid; the shade grows with the share of the busiest day."""
    number = lessons.get(day, 0)
    shade = -(-number * SHADES // busiest) if busiest else 0
    return Day(day, number, marks.of(day), day in week.days, shade=shade)


def marks_of(reading: Reading) -> Marks:
    """The holidays of the term, and the times at which no school of the region takes lessons."""
    return Marks(teaching_days(reading.term.start, reading.term.end), queries.closed_times(reading))


@dataclass(frozen=True)
class Asked:
    """What an address asks of a week: whose lessons, of one day or of all, and which page of that day."""

    week: Week
    word: str = ""
    day_text: str = ""
    number: int = 1

    @property
    def day(self) -> date | None:
        """The one day that is asked for, where it lies in the week."""
        day = parse_day(self.day_text)
        return day if day and self.week.monday <= day < self.week.end else None


@dataclass(frozen=True)
class WeekPage:
    """One week, with the one before and the one after."""

    asked: Asked
    days: Sequence[Day]
    today: date
    before: Week | None = None
    after: Week | None = None
    page: Page | None = None
    lessons: int = 0

    @property
    def week(self) -> Week:
        """The week that is shown."""
        return self.asked.week


def week_page(reading: Reading, weeks: Sequence[Week], asked: Asked) -> WeekPage:
    """The lessons of a week, at most so many of each day, or one page of one day."""
    condition = sa.and_(queries.in_week(reading, asked.week), queries.about(reading, asked.word))
    counts = queries.counts_by_day(reading, condition)
    entries, page = entries_of(reading, asked, condition, counts)
    grouped: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.start.date()].append(entry)
    marks, week = marks_of(reading), asked.week
    shown = [asked.day] if asked.day else sorted({*workdays(week), *counts})
    days = [Day(day, counts.get(day, 0), marks.of(day), day in week.days, grouped[day]) for day in shown]
    place = week.number - 1
    before, after = (weeks[at] if 0 <= at < len(weeks) else None for at in (place - 1, place + 1))
    return WeekPage(asked, days, reading.now.date(), before, after, page, sum(counts.values()))


def entries_of(
    reading: Reading, asked: Asked, condition: sa.ColumnElement[bool], counts: Mapping[date, int]
) -> tuple[list[Entry], Page | None]:
    """The lessons that are shown, and the pages of the one day that is asked for."""
    if asked.day is None:
        return queries.first_of_each_day(reading, condition), None
    page = Page.of(asked.number, counts.get(asked.day, 0), queries.SHOWN_ON_A_PAGE)
    return queries.entries_of_day(reading, condition, asked.day, asked.number), page
