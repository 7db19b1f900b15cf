"""What the page of a series shows: who is asked for, and a period for each of its lessons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from course.roster.models import SchoolClass
from course.schedule.booking.page import Asked
from course.schedule.booking.series_rules import SeriesLesson, arranged, sittings_of
from course.schedule.forms import Choice, parse_choice
from course.schedule.models import Place
from course.schedule.rules import USUAL_THEME
from course.schedule.situation_queries import Question, situation

# Over how many weeks a series is spread: as many as were asked for, else as long as nobody loses sight of it.
WEEKS, MOST_WEEKS = 10, 20
FURTHEST = timedelta(days=366)
# More classes than any grade has.
MOST_LESSONS = 40


@dataclass(frozen=True)
class SeriesPage:
    """One theme for the classes of a grade: each lesson with its period, and those for which none was found."""

    asked: Asked
    grade: int | None
    first: date
    last: date
    weeks: int
    lessons: list[SeriesLesson]

    @property
    def grades(self) -> list[int]:
        """The grades of the school."""
        return sorted({row.grade for row in self.asked.all_classes})

    @property
    def placed(self) -> list[SeriesLesson]:
        """The lessons that have a period."""
        return [lesson for lesson in self.lessons if lesson.free]

    @property
    def without(self) -> list[SeriesLesson]:
        """The lessons that have none."""
        return [lesson for lesson in self.lessons if not lesson.free]

    @property
    def unusual(self) -> list[str]:
        """Those who would teach what they do not usually teach, by name."""
        return sorted({lesson.free.person.name for lesson in self.lessons if lesson.free and not lesson.free.prepared})

    @property
    def rule(self) -> str:
        """What is ticked then."""
        return USUAL_THEME

    def line(self, lesson: SeriesLesson) -> str:
        """A lesson as the form sends it."""
        free = lesson.free
        return f"{lesson.labels}@{free.day.isoformat()}/{free.period.number}/{free.person.code}" if free else ""

    @property
    def address(self) -> dict[str, Any]:
        """What was asked for, as an address says it."""
        theme, place = self.asked.theme, self.asked.place.value
        given = {"theme": theme.code if theme else "", "grade": self.grade or "", "place": place}
        return {**given, "from": self.first.isoformat(), "weeks": self.weeks}

    @property
    def choices(self) -> range:
        """The numbers of weeks that can be asked for."""
        return range(1, MOST_WEEKS + 1)


@dataclass(frozen=True)
class SeriesLine:
    """One lesson of a series as the form sent it."""

    classes: tuple[SchoolClass, ...]
    choice: Choice


def series_page(asked: Asked, values: MultiDict[str, str], now: datetime) -> SeriesPage:
    """The preview of a series: the classes of the grade that have not had the theme, over the weeks asked for."""
    tomorrow = now.date() + timedelta(days=1)
    first = asked.first if asked.first and tomorrow <= asked.first <= tomorrow + FURTHEST else tomorrow
    grade, number = grade_in(values, asked), weeks_in(values)
    # Whole weeks, so that the last one is not cut short.
    last = first + timedelta(days=7 * number - 1 - first.weekday())
    page = SeriesPage(asked, grade, first, last, number, [])
    rows = tuple(row for row in asked.all_classes if row.grade == grade)
    if asked.theme is None or not rows:
        return page
    known = situation(Question(asked.school, asked.theme, rows, asked.place), first, last, now)
    new = [group for group in known.groups if not group.taught_on]
    sittings = sittings_of(new, asked.place, known.host.hall_seats)
    return replace(page, lessons=arranged(known, sittings, first, last))


def weeks_in(values: MultiDict[str, str]) -> int:
    """Over how many weeks the lessons are spread."""
    known = {str(number): number for number in range(1, MOST_WEEKS + 1)}
    return known.get(values.get("weeks", ""), WEEKS)


def grade_in(values: MultiDict[str, str], asked: Asked) -> int | None:
    """The grade that was chosen; None where the school has none like it."""
    known = {str(row.grade): row.grade for row in asked.all_classes}
    return known.get(values.get("grade", ""))


def lines_in(values: MultiDict[str, str], asked: Asked) -> list[SeriesLine] | None:
    """The lessons that a form asks for; None where one of them cannot be understood."""
    lines = [line_of(text, asked) for text in values.getlist("lesson")[: MOST_LESSONS + 1]]
    if not lines or len(lines) > MOST_LESSONS or None in lines:
        return None
    return [line for line in lines if line]


def line_of(text: str, asked: Asked) -> SeriesLine | None:
    """``3-1;3-2@2026-11-26/3/VP01`` as a lesson; None where it is something else."""
    labels, _at, chosen = text.partition("@")
    wanted, choice = labels.split(";"), parse_choice(chosen)
    classes = tuple(row for row in asked.all_classes if row.label in wanted)
    if choice is None or len(classes) != len(wanted) or not classes:
        return None
    return SeriesLine(classes, choice)


def place_in(values: MultiDict[str, str]) -> Place:
    """Where a series is taught."""
    return Place.HALL if values.get("place") == Place.HALL.value else Place.CLASSROOM
