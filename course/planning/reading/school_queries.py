"""Reads of a plan by school: hours had and planned, classes reached, the next lesson; a page or all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.planning.reading.queries import Reading, agreed
from course.planning.selections import Condition
from course.roster.models import School, SchoolClass, SchoolStage
from course.roster.queries import matching
from course.schedule.models import Lesson, LessonClass

ON_A_PAGE = 50
HOURS, CLASSES, ANY = "hours", "classes", "any"
GAPS = (ANY, HOURS, CLASSES)


@dataclass(frozen=True)
class SchoolFilter:
    """Which schools of a plan are looked at."""

    word: str = ""
    stage: SchoolStage | None = None
    gap: str = ""


@dataclass(frozen=True)
class Reach:
    """The classes of a school, and those without a lesson of the year, agreed or planned."""

    classes: int = 0
    missing: tuple[str, ...] = ()

    @property
    def reached(self) -> int:
        """How many classes have a lesson."""
        return self.classes - len(self.missing)


@dataclass(frozen=True)
class SchoolLine:
    """A school in a plan."""

    id: int
    code: str
    name: str
    stage: SchoolStage
    region_id: int
    lat: float | None
    lon: float | None
    had: int
    planned: int
    by_substitutes: int
    first: datetime | None
    next: datetime | None
    owed: int
    reach: Reach = Reach()

    @property
    def hours(self) -> int:
        """The lessons of the year, agreed and planned."""
        return self.had + self.planned

    @property
    def has_hours(self) -> bool:
        """Whether the school gets what it is owed."""
        return self.hours >= self.owed

    @property
    def has_classes(self) -> bool:
        """Whether every class is reached."""
        return not self.reach.missing

    @property
    def standing(self) -> str:
        """How the school stands, in one word: ``full``, ``classes`` missing, ``hours`` missing, or ``none`` at all."""
        if not self.hours:
            return "none"
        return HOURS if not self.has_hours else "full" if self.has_classes else CLASSES


def school_lines(reading: Reading, wanted: SchoolFilter, number: int = 0) -> list[SchoolLine]:
    """The schools of a plan, those that lack most hours first: one page, or all of them for page 0."""
    chosen, sums = statement(reading, wanted)
    hours = sums.had + sums.planned
    chosen = chosen.order_by(sa.case((hours < reading.hours_owed, hours - reading.hours_owed), else_=0), School.code)
    if number:
        chosen = chosen.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    rows = list(db.session.execute(chosen))
    # With all schools asked for, the condition is shorter than their numbers.
    condition = School.id.in_([row.id for row in rows]) if number else reading.schools
    reach = reach_of(reading, condition) if rows else {}
    return [SchoolLine(*row, reading.owed[row.region_id], reach.get(row.id, Reach())) for row in rows]


def count_schools(reading: Reading, wanted: SchoolFilter) -> int:
    """How many schools the filter keeps."""
    chosen, _ = statement(reading, wanted)
    return db.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0


@dataclass(frozen=True)
class Sums:
    """The columns of a school's lessons: had this year, and planned."""

    had: Any
    planned: Any


def statement(reading: Reading, wanted: SchoolFilter) -> tuple[sa.Select[Any], Sums]:
    """The schools that the filter keeps, with their sums."""
    planned, had = planned_sums(reading), had_sums(reading)
    sums = Sums(sa.func.coalesce(had.c.lessons, 0), sa.func.coalesce(planned.c.lessons, 0))
    columns = (School.id, School.code, School.name, School.stage, School.region_id, School.lat, School.lon)
    by_substitutes = sa.func.coalesce(planned.c.by_substitutes, 0)
    chosen = (
        sa.select(*columns, sums.had, sums.planned, by_substitutes, planned.c.first, planned.c.next)
        .outerjoin(planned, planned.c.school_id == School.id)
        .outerjoin(had, had.c.school_id == School.id)
        .where(reading.schools, matching(School, wanted.word))
    )
    if wanted.stage:
        chosen = chosen.where(School.stage == wanted.stage)
    if wanted.gap:
        chosen = chosen.where(lacks(reading, wanted.gap, sums))
    return chosen, sums


def planned_sums(reading: Reading) -> sa.Subquery:
    """The planned lessons of each school, counted."""
    one = reading.lessons.c
    ahead = sa.func.min(one.start).filter(one.start >= reading.now).label("next")
    by_substitutes = sa.func.count().filter(one.substitute).label("by_substitutes")
    counts = (sa.func.count().label("lessons"), by_substitutes, sa.func.min(one.start).label("first"), ahead)
    return sa.select(one.school_id, *counts).group_by(one.school_id).subquery("of_plan")


def had_sums(reading: Reading) -> sa.Subquery:
    """The lessons of the year of each school beside the plan, counted; one without classes is nobody's hour."""
    with_classes = sa.exists().where(LessonClass.lesson_id == Lesson.id)
    of_schools = Lesson.school_id.in_(sa.select(School.id).where(reading.schools))
    chosen = sa.select(Lesson.school_id, sa.func.count().label("lessons")).where(
        agreed(reading), of_schools, with_classes
    )
    return chosen.group_by(Lesson.school_id).subquery("had")


def lacks(reading: Reading, gap: str, sums: Sums) -> Condition:
    """The schools below their hours, with a class that has no lesson, or either."""
    hours = sums.had + sums.planned < reading.hours_owed
    if gap == HOURS:
        return hours
    classes = School.id.in_(sa.select(SchoolClass.school_id).where(SchoolClass.id.not_in(reached_classes(reading))))
    return classes if gap == CLASSES else sa.or_(hours, classes)


def reached_classes(reading: Reading) -> sa.CompoundSelect[Any]:
    """The classes in a lesson of the plan, and those in one of the year beside it, taken apart by the database."""
    ids = sa.type_coerce(reading.lessons.c.class_ids, sa.Text)
    if db.session.get_bind().dialect.name == "postgresql":
        each = sa.func.unnest(sa.func.string_to_array(ids, ";")).table_valued("value").render_derived()
    else:
        listed = sa.literal("[").concat(sa.func.replace(ids, ";", ",")).concat("]")
        each = sa.func.json_each(listed).table_valued("value")
    in_plan = sa.select(sa.cast(each.c.value, sa.Integer)).select_from(reading.lessons).join(each, sa.true())
    beside = sa.select(LessonClass.class_id).join(Lesson, Lesson.id == LessonClass.lesson_id).where(agreed(reading))
    return sa.union(in_plan, beside)


def reach_of(reading: Reading, schools: Condition) -> Mapping[int, Reach]:
    """Which classes of these schools are reached, in three statements."""
    wanted = sa.select(School.id).where(schools)
    reached = planned_classes(reading, wanted) | had_classes(reading, wanted)
    columns = (SchoolClass.school_id, SchoolClass.id, SchoolClass.grade, SchoolClass.number)
    chosen = sa.select(*columns).where(SchoolClass.school_id.in_(wanted))
    counts: dict[int, int] = defaultdict(int)
    missing: dict[int, list[str]] = defaultdict(list)
    for school_id, class_id, grade, number in db.session.execute(chosen.order_by(*columns[2:])):
        counts[school_id] += 1
        if class_id not in reached:
            missing[school_id].append(f"{grade}-{number}")
    return {school_id: Reach(count, tuple(missing[school_id])) for school_id, count in counts.items()}


def planned_classes(reading: Reading, schools: sa.Select[Any]) -> set[int]:
    """The classes in a lesson of the plan at these schools."""
    chosen = sa.select(reading.lessons.c.class_ids).where(reading.lessons.c.school_id.in_(schools))
    return {one for ids in db.session.scalars(chosen) for one in ids}


def had_classes(reading: Reading, schools: sa.Select[Any]) -> set[int]:
    """The classes in a lesson of the year beside the plan at these schools."""
    chosen = sa.select(LessonClass.class_id).join(Lesson, Lesson.id == LessonClass.lesson_id)
    return set(db.session.scalars(chosen.where(agreed(reading), Lesson.school_id.in_(schools))))


def line_of(reading: Reading, school: School) -> SchoolLine:
    """One school of the plan."""
    chosen, _ = statement(reading, SchoolFilter())
    row = db.session.execute(chosen.where(School.id == school.id)).one()
    reach = reach_of(reading, School.id == school.id)
    return SchoolLine(*row, reading.owed[school.region_id], reach.get(school.id, Reach()))


def county_of(reading: Reading, school: School) -> Reading:
    """The plan of the county of a school: what concerns one school need not look through a province."""
    return reading.of_county(next(part.region.code for part in reading.made if part.region_id == school.region_id))


def school_in(reading: Reading, code: str) -> School | None:
    """A school of the counties that are looked at."""
    if not code.isprintable():
        return None
    return db.session.scalar(sa.select(School).where(School.code == code, reading.schools))


def middles_of(reading: Reading) -> dict[int, tuple[float, float]]:
    """The middle of the schools of each county, as far as their coordinates are known."""
    known = sa.and_(School.lat.is_not(None), School.lon.is_not(None), reading.schools)
    chosen = sa.select(School.region_id, sa.func.avg(School.lat), sa.func.avg(School.lon)).where(known)
    rows = db.session.execute(chosen.group_by(School.region_id))
    return {region_id: (float(lat), float(lon)) for region_id, lat, lon in rows}
