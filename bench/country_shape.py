"""A whole country, or a province of it, as plain rows: the same ones each time, in the order in which they are written.

Everything follows from numbers and no chance is drawn: a school's number says its stage, its classes, who serves it,
how many lessons it has in a year and on which days.  Two lessons of a school never fall on one day, and a
vice-principal serves one school, so that nobody is in two places at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any

Row = tuple[Any, ...]
CITIES, COUNTIES = 11, 92  # In each province.
STAGES = (*["primary"] * 60, *["junior"] * 27, *["senior"] * 13)
GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
# How many classes a grade of such a school has, by the school's number.
CLASSES = {"primary": (1, 2, 2, 3), "junior": (3, 4, 5, 6), "senior": (6, 8, 8, 10)}
MINUTES = {"primary": 40, "junior": 45, "senior": 45}
# Lessons in a year, by the school's number: one in twenty has none, a quarter has more than the law asks for.
LESSONS = (0, 2, 2, 3, 3, 3, 3, *[4] * 8, 6, 6, 6, 6, 6)
# How a lesson that is over stands, by its number.
OVER = (*["confirmed"] * 16, "delivered", "delivered", "missed", "cancelled")
COMING = (*["scheduled"] * 8, "requested", "cancelled")
HOLDING = {"requested", "scheduled", "delivered", "confirmed"}
FIRST_BELL = datetime(2000, 1, 1, 8)
WITHOUT_ANYBODY, WITH_TWO = 33, 5  # One school in so many.
THEMES = 12


@dataclass(frozen=True)
class Shape:
    """How large it is: provinces, schools, years that were taught until today, and how many times the usual lessons."""

    provinces: int
    schools: int
    years: int
    today: date
    times: int = 1

    @property
    def counties(self) -> int:
        """How many counties there are."""
        return self.provinces * COUNTIES

    def county_of(self, school: int) -> int:
        """The county of a school; schools that stand beside each other are of one county."""
        return (school - 1) * self.counties // self.schools

    def first_year(self) -> int:
        """The year in which the first of the school years began."""
        begun = self.today.year if self.today.month >= 9 else self.today.year - 1
        return begun - self.years + 1


def country(today: date) -> Shape:
    """Thirty-one provinces, 2,852 counties, 211,000 schools and two years."""
    return Shape(31, 211_000, 2, today)


def province(today: date) -> Shape:
    """A province of the usual size, with half a million lessons in five years."""
    return Shape(1, 5_600, 5, today, times=5)


def largest_province(today: date) -> Shape:
    """The province with most schools, which has as many lessons."""
    return Shape(1, 25_600, 5, today)


def paths(county: int) -> tuple[str, str, str]:
    """The codes of a county, of its city and of its province."""
    within = county % COUNTIES
    top = f"P{county // COUNTIES:02d}"
    return f"{top}R{within:02d}", f"{top}C{within * CITIES // COUNTIES:02d}", top


@cache
def path_of(county: int) -> str:
    """The path of a county."""
    code, city, top = paths(county)
    return f"{top}/{city}/{code}"


def stage_of(school: int) -> str:
    """The stage of a school."""
    return STAGES[school * 37 % len(STAGES)]


def classes_of(school: int) -> list[tuple[int, int]]:
    """The grades and numbers of a school's classes."""
    stage = stage_of(school)
    number = CLASSES[stage][school % 4]
    return [(grade, one) for grade in GRADES[stage] for one in range(1, number + 1)]


def people_of(school: int) -> int:
    """How many vice-principals serve a school."""
    if school % WITHOUT_ANYBODY == 0:
        return 0
    return 2 if school % WITH_TWO < 2 else 1


def regions(shape: Shape) -> Iterator[Row]:
    """Provinces, then cities, then counties."""
    provinces = range(shape.provinces)
    for number in provinces:
        yield number + 1, f"P{number:02d}", f"省{number:02d}", "province", None, f"P{number:02d}"
    for number in range(shape.provinces * CITIES):
        top = f"P{number // CITIES:02d}"
        code = f"{top}C{number % CITIES:02d}"
        parent = number // CITIES + 1
        yield shape.provinces + number + 1, code, f"市{code}", "city", parent, f"{top}/{code}"
    for number in range(shape.counties):
        code = paths(number)[0]
        city = shape.provinces + number // COUNTIES * CITIES + number % COUNTIES * CITIES // COUNTIES + 1
        yield region_id(shape, number), code, f"县{code}", "county", city, path_of(number)


def region_id(shape: Shape, county: int) -> int:
    """The number of a county's row."""
    return shape.provinces * (1 + CITIES) + county + 1


def stations(shape: Shape) -> Iterator[Row]:
    """One police station in each county."""
    for county in range(shape.counties):
        code = f"ST{county:05d}"
        yield county + 1, code, f"{code}派出所", "police", region_id(shape, county), path_of(county)


def schools(shape: Shape) -> Iterator[Row]:
    """The schools."""
    for school in range(1, shape.schools + 1):
        county, stage = shape.county_of(school), stage_of(school)
        name = f"第{school}{'小学' if stage == 'primary' else '中学'}"
        seats = 300 if school % 3 == 0 else 0
        yield school, f"SC{school:06d}", name, stage, region_id(shape, county), path_of(county), seats, "", "", ""


def classes(shape: Shape) -> Iterator[Row]:
    """The classes, numbered from 1 in the order of their schools."""
    row = 0
    for school in range(1, shape.schools + 1):
        path = path_of(shape.county_of(school))
        for grade, number in classes_of(school):
            row += 1
            yield row, school, path, grade, number, 36 + row % 15


def people(shape: Shape) -> Iterator[Row]:
    """The vice-principals, numbered from 1 in the order of their schools."""
    every = ";".join(f"T{number:02d}" for number in range(1, THEMES + 1))
    for person, school in served(shape):
        county = shape.county_of(school)
        code = f"VP{person:06d}"
        yield person, code, f"民警{code}", county + 1, path_of(county), "police", 2, 2, every, "", ""


def served(shape: Shape) -> Iterator[tuple[int, int]]:
    """Each vice-principal with the school."""
    person = 0
    for school in range(1, shape.schools + 1):
        for _ in range(people_of(school)):
            person += 1
            yield person, school


def appointments(shape: Shape) -> Iterator[Row]:
    """One for each vice-principal; one in fifty has run out, and the school has been without anybody since."""
    begin = date(shape.first_year(), 8, 1)
    for person, school in served(shape):
        ended = person % 50 == 0
        last = shape.today - timedelta(days=20) if ended else date(shape.today.year + 1 + person % 3, 8, 31)
        yield person, person, school, path_of(shape.county_of(school)), begin, last


def bells(shape: Shape) -> Iterator[Row]:
    """Six periods for each stage."""
    for row, (stage, period) in enumerate(((stage, period) for stage in GRADES for period in range(1, 7)), start=1):
        start, end = period_of(stage, period)
        yield row, stage, period, start, end


@cache
def period_of(stage: str, period: int) -> tuple[time, time]:
    """When a period begins and ends."""
    start = FIRST_BELL + timedelta(minutes=55 * (period - 1) + (120 if period > 4 else 0))
    return start.time(), (start + timedelta(minutes=MINUTES[stage])).time()


def terms(shape: Shape) -> Iterator[Row]:
    """The autumn and the spring of each year."""
    row = 0
    for year in range(shape.first_year(), shape.first_year() + shape.years):
        for half, (start, end) in enumerate(halves(year), start=1):
            row += 1
            yield row, f"{year}-{year + 1}-{half}", start, end, 4, 2, 5, 30, "1.3", 10, "same_station"


@cache
def halves(year: int) -> tuple[tuple[date, date], tuple[date, date]]:
    """The two terms of a school year, each from its first to its last day."""
    return (date(year, 9, 1), date(year + 1, 1, 20)), (date(year + 1, 2, 22), date(year + 1, 7, 5))


def themes(shape: Shape) -> Iterator[Row]:
    """Themes for every stage."""
    for number in range(1, THEMES + 1):
        yield number, f"T{number:02d}", f"主题{number}", "", "primary;junior;senior"


@dataclass(frozen=True)
class Taught:
    """One lesson with all that its rows are made of."""

    id: int
    school: int
    person: int
    class_id: int
    path: str
    theme: int
    day: date
    period: int
    stage: str
    state: str

    @cached_property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, period_of(self.stage, self.period)[0])

    @cached_property
    def end(self) -> datetime:
        """When it ends."""
        return datetime.combine(self.day, period_of(self.stage, self.period)[1])

    @cached_property
    def evening(self) -> datetime:
        """When somebody says that it took place, by the clock of the database."""
        return datetime.combine(self.day, time(9))


def taught(shape: Shape) -> Iterator[Taught]:
    """All lessons, school by school."""
    number, first_person, first_class = 0, 1, 1
    for school in range(1, shape.schools + 1):
        people, classes = people_of(school), len(classes_of(school))
        for turn, day in enumerate(days_of(shape, school) if people else ()):
            number += 1
            over = day < shape.today
            yield Taught(
                id=number,
                school=school,
                person=first_person + turn % people,
                class_id=first_class + turn % classes,
                path=path_of(shape.county_of(school)),
                theme=1 + (turn // classes + school) % THEMES,
                day=day,
                period=1 + (school + turn) % 6,
                stage=stage_of(school),
                state=OVER[(number * 7) % len(OVER)] if over else COMING[number % len(COMING)],
            )
        first_person, first_class = first_person + people, first_class + classes


def days_of(shape: Shape, school: int) -> Iterator[date]:
    """The days on which a school has lessons: another week each time, on the school's own weekday."""
    count = shape.times * LESSONS[school * 7 % len(LESSONS)]
    for year in range(shape.first_year(), shape.first_year() + shape.years):
        for number in range(count):
            start, end = halves(year)[number % 2]
            monday = start - timedelta(days=start.weekday()) + timedelta(days=7)
            weeks = (end - monday).days // 7 - 1
            week = (school // 5 + number // 2 * max(weeks // (3 * shape.times), 1)) % weeks
            yield monday + timedelta(days=7 * week + school % 5)
