"""Reads of a plan for those who look at it: its counties, the lessons of the year, and the lessons as entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import contains_eager, defer, joinedload

from course.access.scope import Scope, within
from course.db import db
from course.planning.models import MADE, PartState, Plan, PlannedLesson, PlanPart
from course.planning.selections import Condition
from course.roster.hours_asked import lessons_owed, whole_lessons
from course.roster.models import Region, School, SchoolClass, Station, Term, Theme, VicePrincipal
from course.roster.rules import year_of, year_span
from course.schedule.models import HOLDING, Lesson, LessonClass, LessonState, Place

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """A plan as one person may read it: the counties of their scope in which there are lessons to look at.

    ``now`` is the schools' wall clock; ``county`` is set where only one of several counties is looked at.
    """

    plan: Plan
    scope: Scope
    now: datetime
    all_parts: tuple[PlanPart, ...]
    county: str = ""

    @cached_property
    def made(self) -> tuple[PlanPart, ...]:
        """The counties that can be looked at."""
        return tuple(part for part in self.all_parts if part.state in MADE)

    @cached_property
    def parts(self) -> tuple[PlanPart, ...]:
        """Those that are looked at."""
        return tuple(part for part in self.made if self.county in ("", part.region.code))

    @cached_property
    def part_ids(self) -> tuple[int, ...]:
        """The numbers of the parts that are looked at."""
        return tuple(part.id for part in self.parts)

    @cached_property
    def region_ids(self) -> tuple[int, ...]:
        """The counties that are looked at."""
        return tuple(part.region_id for part in self.parts)

    @cached_property
    def names(self) -> dict[int, str]:
        """The names of the counties by their numbers."""
        return {part.region_id: part.region.name for part in self.made}

    @property
    def term(self) -> Term:
        """The term that is planned."""
        return self.plan.term

    @property
    def by_term(self) -> int:
        """The lessons that the term asks for at each school."""
        return whole_lessons(self.term.min_hours)

    @cached_property
    def owed(self) -> dict[int, int]:
        """The lessons that a school of each county is owed, by the number of the county."""
        found = lessons_owed([part.region_path for part in self.parts], self.term.min_hours)
        return {part.region_id: found[part.region_path] for part in self.parts}

    @property
    def asks_for_more(self) -> dict[int, int]:
        """The counties in which more is asked for than by the term, with how much."""
        return {region_id: lessons for region_id, lessons in self.owed.items() if lessons > self.by_term}

    @property
    def hours_owed(self) -> sa.ColumnElement[int]:
        """The lessons that a school is owed, as a column of a statement that reads schools."""
        more, by_term = self.asks_for_more, sa.literal(self.by_term)
        return sa.case(more, value=School.region_id, else_=by_term) if more else by_term

    @cached_property
    def lessons(self) -> sa.Subquery:
        """The lessons of these counties: drafted ones as planned, published ones as they stand now."""
        return lessons_of(self.parts)

    @property
    def schools(self) -> Condition:
        """The schools of these counties."""
        return School.region_id.in_(self.region_ids)

    def of_county(self, code: str) -> Reading:
        """The same plan, of one county only."""
        return replace(self, county=code)


def reading_of(plan_id: int, scope: Scope, now: datetime) -> Reading | None:
    """A plan with the counties that the scope covers; None where it covers none of them."""
    chosen = (
        sa.select(PlanPart)
        .join(PlanPart.region)
        .options(contains_eager(PlanPart.region), defer(PlanPart.gaps))
        .options(joinedload(PlanPart.plan, innerjoin=True).joinedload(Plan.term, innerjoin=True))
        .options(joinedload(PlanPart.plan, innerjoin=True).joinedload(Plan.region, innerjoin=True))
        .where(PlanPart.plan_id == plan_id, within(PlanPart, scope))
        .order_by(Region.code)
    )
    parts = tuple(db.session.scalars(chosen))
    return Reading(parts[0].plan, scope, now, parts) if parts else None


def lessons_of(parts: Sequence[PlanPart]) -> sa.Subquery:
    """The lessons of some counties of a plan; what was called off after it was published is none."""
    drafts = [part.id for part in parts if part.state is PartState.DRAFT]
    others = [part.id for part in parts if part.state is not PartState.DRAFT]
    # Nearly always a plan is one or the other, and the database need not join what is not there.
    chosen = [published(others)] * bool(others) + [drafted(drafts)] * bool(drafts or not others)
    return (sa.union_all(*chosen) if len(chosen) > 1 else chosen[0]).subquery("planned")


OWN = (PlannedLesson.id, PlannedLesson.code, PlannedLesson.substitute, PlannedLesson.class_ids)


def drafted(part_ids: Sequence[int]) -> sa.Select[Any]:
    """The lessons of drafts."""
    nothing = (sa.null().label("lesson_id"), sa.null().label("state"), sa.literal("").label("uid"))
    chosen = sa.select(*OWN, *when_and_where(PlannedLesson), *nothing, sa.literal(0).label("sequence"))
    return chosen.where(PlannedLesson.part_id.in_(part_ids))


def published(part_ids: Sequence[int]) -> sa.Select[Any]:
    """The lessons that came of drafts and still hold their time."""
    own = (Lesson.id.label("lesson_id"), Lesson.state, Lesson.uid, Lesson.sequence)
    chosen = sa.select(*OWN, *when_and_where(Lesson), *own).join(Lesson, Lesson.id == PlannedLesson.lesson_id)
    return chosen.where(PlannedLesson.part_id.in_(part_ids), Lesson.state.in_(HOLDING))


def when_and_where(model: Any) -> tuple[Any, ...]:
    """The columns that a planned lesson and the lesson that came of it have in common."""
    who = (model.school_id, model.vice_principal_id, model.theme_id)
    return (*who, model.start, model.end, model.period, model.place)


def how_many_lessons(reading: Reading) -> int:
    """How many lessons there are in the counties that are looked at."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(reading.lessons)) or 0


def agreed(reading: Reading) -> Condition:
    """The lessons of the year that people agreed on beside this plan; a request left without an answer is none."""
    starts = current_app.config["YEAR_STARTS"]
    first, last = year_span(year_of(reading.term.start, starts), starts)
    of_plan = PlannedLesson.part_id.in_(reading.part_ids), PlannedLesson.lesson_id.is_not(None)
    own = sa.select(PlannedLesson.lesson_id).where(*of_plan)
    return sa.and_(
        Lesson.state.in_(HOLDING),
        sa.or_(Lesson.state != LessonState.REQUESTED, Lesson.start >= reading.now),
        Lesson.start >= midnight(first),
        Lesson.start < midnight(last + DAY),
        Lesson.id.not_in(own),
    )


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time())


@dataclass(frozen=True)
class Entry:
    """A lesson as the pages of a plan show it: drafted, or agreed beside the plan (without a ``code``)."""

    start: datetime
    end: datetime
    period: int | None
    place: Place
    theme_code: str
    theme: str
    school_id: int
    school_code: str
    school: str
    region_id: int
    lat: float | None
    lon: float | None
    person_id: int
    person_code: str
    person: str
    station: str
    code: str
    substitute: bool
    lesson_id: int | None
    state: LessonState | None
    uid: str
    sequence: int
    class_ids: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()

    @property
    def is_planned(self) -> bool:
        """Whether the plan made it."""
        return bool(self.code)


OF_ALL = (
    Theme.code,
    Theme.name,
    School.id,
    School.code,
    School.name,
    School.region_id,
    School.lat,
    School.lon,
    VicePrincipal.id,
    VicePrincipal.code,
    VicePrincipal.name,
    Station.name,
)


def joined(chosen: sa.Select[Any], lesson: Any) -> sa.Select[Any]:
    """A statement about lessons, with their theme, school and person."""
    return (
        chosen.join(Theme, Theme.id == lesson.theme_id)
        .join(School, School.id == lesson.school_id)
        .join(VicePrincipal, VicePrincipal.id == lesson.vice_principal_id)
        .join(Station, Station.id == VicePrincipal.station_id)
    )


def planned_entries(reading: Reading, condition: Condition) -> list[Entry]:
    """The lessons of the plan that meet the condition, in the order of time."""
    one = reading.lessons.c
    own = (one.code, one.substitute, one.lesson_id, one.state, one.uid, one.sequence, one.class_ids)
    chosen = sa.select(one.start, one.end, one.period, one.place, *OF_ALL, *own).select_from(reading.lessons)
    rows = db.session.execute(joined(chosen, one).where(condition).order_by(one.start, School.code, one.code))
    return with_classes([Entry(*row) for row in rows])


def agreed_entries(reading: Reading, condition: Condition) -> list[Entry]:
    """The lessons beside the plan that meet the condition and lie in the reader's scope, in the order of time."""
    none = (sa.literal(""), sa.literal(False), Lesson.id.label("lesson_id"), Lesson.state, Lesson.uid, Lesson.sequence)
    chosen = joined(sa.select(Lesson.start, Lesson.end, Lesson.period, Lesson.place, *OF_ALL, *none), Lesson)
    chosen = chosen.where(agreed(reading), within(Lesson, reading.scope), condition)
    entries = [Entry(*row) for row in db.session.execute(chosen.order_by(Lesson.start, Lesson.id))]
    classes = classes_of_lessons(one.lesson_id for one in entries)
    return with_classes([replace(one, class_ids=tuple(classes.get(one.lesson_id, ()))) for one in entries])


def classes_of_lessons(lesson_ids: Iterable[int | None]) -> dict[int | None, list[int]]:
    """The classes of these lessons."""
    found: dict[int | None, list[int]] = {}
    chosen = sa.select(LessonClass.lesson_id, LessonClass.class_id).where(LessonClass.lesson_id.in_(list(lesson_ids)))
    for lesson_id, class_id in db.session.execute(chosen):
        found.setdefault(lesson_id, []).append(class_id)
    return found


def with_classes(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with the names of their classes, read for all of them at once."""
    if not entries:
        return []
    labels = class_labels(SchoolClass.school_id.in_({one.school_id for one in entries}))
    order = {key: place for place, key in enumerate(labels)}
    return [replace(one, classes=names_of(one.class_ids, labels, order)) for one in entries]


def names_of(class_ids: Iterable[int], labels: dict[int, str], order: dict[int, int]) -> tuple[str, ...]:
    """The names of some classes, in the order of grades."""
    return tuple(labels[key] for key in sorted(filter(labels.__contains__, class_ids), key=order.__getitem__))


def class_labels(condition: Condition) -> dict[int, str]:
    """The names of classes by their numbers, in the order of grades."""
    chosen = sa.select(SchoolClass.id, SchoolClass.grade, SchoolClass.number).where(condition)
    chosen = chosen.order_by(SchoolClass.grade, SchoolClass.number)
    return {key: f"{grade}-{number}" for key, grade, number in db.session.execute(chosen)}
