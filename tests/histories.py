"""Random histories of schools, and the figures as a plain count of the rows says them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from course.access.models import Role
from course.changed import schools_changed
from course.coverage.models import SchoolMove
from course.coverage.rules import Year
from course.coverage.tallies.queries import Figures
from course.db import db
from course.delivery import actions
from course.delivery.models import Confirmation, Delivery, Form, Manner, ReachedClass
from course.delivery.rules import Figures as Said
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import classes_of, moves_to
from course.roster.class_models import ClassMove
from course.roster.models import Appointment, School, SchoolClass
from course.schedule.models import Lesson, LessonClass, LessonState, Place
from tests import make

FIRST = date(2026, 9, 7)
YEARS = (Year(2025, date(2025, 9, 1), date(2026, 8, 31)), Year(2026, date(2026, 9, 1), date(2027, 8, 31)))


@dataclass
class World:
    """Two counties of a city with three schools, and a clock that only goes forward."""

    counties: list[Any]
    schools: list[School]
    people: list[Any]
    teacher: Any
    police: Any
    themes: list[Any]
    day: date = FIRST
    lessons: list[Lesson] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """A moment of the day, by the world's clock."""
        return datetime.combine(self.day, time(4), UTC)


def world() -> World:
    """The beginning: nobody is appointed."""
    city = make.region("P1", level="province")
    counties = [make.region(parent=city), make.region(parent=city)]
    schools = [make.school(counties[0]), make.school(counties[0]), make.school(counties[1])]
    for one in schools:
        make.school_class(one, 1, 1), make.school_class(one, 5, 1)
    people = [make.vice_principal(make.station(county)) for county in counties]
    teacher, police = make.user(Role.SCHOOL, schools[0]), make.user(Role.VICE_PRINCIPAL, people[0])
    return World(counties, schools, people, teacher, police, [make.theme(), make.theme()])


def schedule(at: World, pick: int) -> None:
    """A lesson for one class or two, this year or in the last one."""
    school = at.schools[pick % 3]
    classes = tuple(classes_of(school.id))[: 1 + pick % 2]
    if not classes or school.closed_on:
        return
    plan(at, school, classes, at.day - timedelta(days=1 + pick % 5) - timedelta(days=365 * (pick % 7 == 0)), pick)


def plan(at: World, school: School, classes: Sequence[SchoolClass], day: date, pick: int) -> None:
    """A lesson of a school for these classes."""
    start = datetime.combine(day, time()) + timedelta(minutes=45 * len(at.lessons) % 1300)
    row = Lesson(uid=str(uuid.uuid4()), vice_principal_id=at.people[pick % 2].id, school_id=school.id, period=1)
    row.region_path, row.theme_id = school.region_path, at.themes[pick % 2].id
    row.start, row.end, row.place = start, start + timedelta(minutes=40), Place.CLASSROOM
    row.state, row.created_at, row.changed_at = LessonState.SCHEDULED, at.now, at.now
    db.session.add(row)
    db.session.flush()
    at.lessons.append(row)
    db.session.add_all(LessonClass(lesson_id=row.id, class_id=one.id) for one in classes)
    db.session.commit()


def in_state(at: World, pick: int, *states: LessonState) -> Lesson | None:
    """One of the lessons in these states."""
    rows = [row for row in at.lessons if row.state in states]
    if rows:
        db.session.refresh(rows[pick % len(rows)], ["classes"])
    return rows[pick % len(rows)] if rows else None


def said(pick: int) -> Said:
    """What somebody says of a lesson."""
    manner = Manner.ORGANISED if pick % 3 == 0 else Manner.TAUGHT
    form = Form.PRACTICE if pick % 4 == 0 else Form.LECTURE
    return Said(manner, form, 20 + pick % 200, 40)


def report(at: World, pick: int) -> None:
    """The vice-principal reports."""
    act(at, in_state(at, pick, LessonState.SCHEDULED), actions.report, at.police, said(pick))


def take_back(at: World, pick: int) -> None:
    """And takes it back."""
    act(at, in_state(at, pick, LessonState.DELIVERED), actions.take_back, at.police)


def confirm(at: World, pick: int) -> None:
    """The school confirms, for all classes or for one of them."""
    row = in_state(at, pick, LessonState.SCHEDULED, LessonState.DELIVERED)
    act(at, row, actions.confirm, at.teacher, said(pick), there(row, pick))


def correct(at: World, pick: int) -> None:
    """And corrects it."""
    row = in_state(at, pick, LessonState.CONFIRMED)
    act(at, row, actions.correct, at.teacher, said(pick), there(row, pick))


def withdraw(at: World, pick: int) -> None:
    """And takes it away."""
    act(at, in_state(at, pick, LessonState.CONFIRMED), actions.withdraw, at.teacher)


def miss(at: World, pick: int) -> None:
    """A lesson did not take place."""
    row = in_state(at, pick, LessonState.SCHEDULED)
    act(at, row, actions.miss, at.teacher, "停电")


def put_off(at: World, pick: int) -> None:
    """A lesson goes to another day, also of another year."""
    row = in_state(at, pick, LessonState.SCHEDULED)
    if row is not None:
        by = timedelta(days=(1 if row.start.year < at.day.year else -1) * (365 if pick % 2 else 1))
        row.start, row.end, row.changed_at = row.start + by, row.end + by, at.now
        db.session.commit()


def there(row: Lesson | None, pick: int) -> set[int]:
    """The classes that were there."""
    ids = sorted(one.id for one in row.classes) if row else []
    return set(ids[: 1 + pick % 2])


def act(at: World, row: Lesson | None, action: Any, user: Any, *said: Any) -> None:
    """Do it, as a request would."""
    if row is not None:
        local = datetime.combine(at.day, time(12))
        action(row, *said, user=user, now=at.now, local=local)
        db.session.commit()


def appoint(at: World, pick: int) -> None:
    """Somebody is appointed for some weeks, also from a day to come."""
    start = at.day + timedelta(days=pick % 9 - 3)
    end = start + timedelta(days=pick % 60)
    school, person = at.schools[pick % 3], at.people[pick % 2]
    taken = sa.select(Appointment).where(Appointment.school_id == school.id, Appointment.start == start)
    if not db.session.scalars(taken).all():
        make.appointment(person, school, start=start, end=end)


def end(at: World, pick: int) -> None:
    """An appointment ends today."""
    rows = db.session.scalars(sa.select(Appointment).where(Appointment.start <= at.day).order_by(Appointment.id)).all()
    if rows:
        rows[pick % len(rows)].end = at.day
        db.session.commit()


def add_class(at: World, pick: int) -> None:
    """A class more; its number is a free one also where a merger has brought others."""
    school, grade = at.schools[pick % 3], 1 + pick % 6
    there = sa.select(sa.func.max(SchoolClass.number)).where(SchoolClass.school_id == school.id)
    make.school_class(school, grade, 2 + max(pick, db.session.scalar(there) or 0))


def merge(at: World, pick: int) -> None:
    """A school closes and its classes go to another one."""
    school, successor = at.schools[pick % 3], at.schools[(pick + 1) % 3]
    if not school.closed_on and not successor.closed_on and pick % 3 == 0:
        school.closed_on = at.day
        move_classes(moves_to(classes_of(school.id), successor), successor, at.day)
        db.session.commit()


def move(at: World, pick: int) -> None:
    """A school goes to the other county."""
    school = at.schools[pick % 3]
    if pick % 4 == 0:
        county = at.counties[at.counties[0].path == school.region_path]
        school.region_id, school.region_path = county.id, county.path
        db.session.commit()


def wait(at: World, pick: int) -> None:
    """Some days pass."""
    at.day += timedelta(days=1 + pick % 20)


def take(step: Any, at: World, pick: int) -> None:
    """Take a step by the world's clock."""
    schools_changed((), at.now)
    step(at, pick)


STEPS = (schedule, schedule, report, take_back, confirm, confirm, correct, withdraw, miss, put_off)
STEPS += (appoint, appoint, end, add_class, merge, move, wait, wait)


def counted(at: World, path: str, year: Year) -> Figures:
    """The figures of a region today, counted from the rows one by one."""
    day = year.day_that_counts(at.day)
    sums: Counter[str] = Counter()
    for school in db.session.scalars(sa.select(School)).all():
        place = lay_in(school, day)
        inside = not path or place == path or place.startswith(f"{path}/")
        if inside and not (school.closed_on and school.closed_on <= day):
            sums.update(of_school(school, year, day))
    return Figures(**{name: sums[name] for name in vars(Figures())})


def of_school(school: School, year: Year, day: date) -> dict[str, int]:
    """What one school adds."""
    spans = db.session.scalars(sa.select(Appointment).where(Appointment.school_id == school.id)).all()
    served = any(row.start <= day <= row.end for row in spans)
    said = minutes(school, year)
    classes = [row.id for row in db.session.scalars(sa.select(SchoolClass)) if home(row, day) == school.id]
    reached = {one for one in classes if one in in_lessons(ReachedClass, year)}
    claimed = {one for one in classes if one in in_lessons(LessonClass, year, LessonState.DELIVERED)} - reached
    coming = {one for one in classes if one in in_lessons(LessonClass, year, LessonState.SCHEDULED)}
    confirmed, owed = said["taught_minutes"] + said["organised_minutes"], 160
    full = confirmed >= owed and len(reached) == len(classes)
    hours = confirmed + said["claimed_minutes"]
    soon = hours + said.pop("scheduled") >= owed and len(reached | claimed | coming) == len(classes)
    return said | {
        "schools": 1,
        "appointed": int(served),
        "classes": len(classes),
        "with_hours": int(confirmed >= owed),
        "with_claimed_hours": int(confirmed < owed <= hours),
        "reached": len(reached),
        "claimed": len(claimed),
        "covered": int(served and full),
        "on_course": int(served and not full and soon),
    }


def lay_in(school: School, day: date) -> str:
    """The region of a school on a day."""
    moves = sa.select(SchoolMove).where(SchoolMove.school_id == school.id, SchoolMove.until > day)
    first = db.session.scalars(moves.order_by(SchoolMove.until, SchoolMove.id)).first()
    return first.region_path if first else school.region_path


def home(row: SchoolClass, day: date) -> int:
    """The school of a class on a day."""
    moves = sa.select(ClassMove).where(ClassMove.class_id == row.id, ClassMove.until > day)
    first = db.session.scalars(moves.order_by(ClassMove.until, ClassMove.id)).first()
    return first.school_id if first else row.school_id


def minutes(school: School, year: Year) -> dict[str, int]:
    """The minutes of a school's lessons."""
    rows = db.session.scalars(sa.select(Lesson).where(Lesson.school_id == school.id)).all()
    rows = [row for row in rows if year.first <= row.start.date() <= year.last]
    ids = {row.id: row for row in rows}
    confirmed = [row for row in db.session.scalars(sa.select(Confirmation)) if row.lesson_id in ids]
    claims = [row for row in db.session.scalars(sa.select(Delivery)) if row.lesson_id in ids]
    open_ids = {row.id for row in rows if row.state is LessonState.DELIVERED}
    return {
        "taught_minutes": sum(row.minutes for row in confirmed if row.manner is Manner.TAUGHT),
        "organised_minutes": sum(row.minutes for row in confirmed if row.manner is Manner.ORGANISED),
        "practice_minutes": sum(row.minutes for row in confirmed if row.form is Form.PRACTICE),
        "claimed_minutes": sum(row.minutes for row in claims if row.lesson_id in open_ids),
        "lessons": len(confirmed),
        "scheduled": sum(40 for row in rows if row.state is LessonState.SCHEDULED),
    }


def in_lessons(model: Any, year: Year, state: LessonState | None = None) -> set[int]:
    """The classes that stand in a lesson of the year."""
    chosen = sa.select(model.class_id, Lesson.start, Lesson.state).join(Lesson, Lesson.id == model.lesson_id)
    rows = db.session.execute(chosen).all()
    return {one for one, start, is_now in rows if year.first <= start.date() <= year.last and state in (None, is_now)}
