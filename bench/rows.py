"""Lessons in bulk: a term as it stands in its middle, with what was taught, confirmed, missed and called off."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bench.ground import Ground, Pair, read_ground
from course.db import db
from course.delivery.models import Confirmation, Delivery, Form, Manner, ReachedClass
from course.roster.models import SchoolClass, Theme
from course.schedule.actions import resources
from course.schedule.models import HOLDING, Lesson, LessonChange, LessonClass, LessonState, Place, Slot

TRIES = 200
HALL_SHARE = 0.3
# How a lesson stands, before and after today, and how often out of twenty.
PAST = {LessonState.CONFIRMED: 14, LessonState.DELIVERED: 3, LessonState.MISSED: 1, LessonState.CANCELLED: 2}
COMING = {LessonState.SCHEDULED: 14, LessonState.REQUESTED: 4, LessonState.DECLINED: 1, LessonState.CANCELLED: 1}


@dataclass(frozen=True)
class Drawn:
    """A lesson that was drawn: who teaches which classes what, where and when, and how it stands."""

    pair: Pair
    theme: Theme
    classes: tuple[SchoolClass, ...]
    start: datetime
    end: datetime
    period: int
    place: Place
    state: LessonState

    def row(self, created: datetime) -> dict[str, Any]:
        """The row of the lesson."""
        return {
            "uid": str(uuid.uuid4()),
            "vice_principal_id": self.pair.person.id,
            "school_id": self.pair.school.id,
            "region_path": self.pair.school.region_path,
            "theme_id": self.theme.id,
            "start": self.start,
            "end": self.end,
            "period": self.period,
            "place": self.place,
            "state": self.state,
            "created_at": created,
            "changed_at": created,
        }

    @property
    def held(self) -> list[str]:
        """The names of what the lesson holds."""
        class_ids = [row.id for row in self.classes]
        return resources(self.pair.person.id, class_ids, self.pair.school.id, self.place)


@dataclass
class Term:
    """What was drawn so far: which days are taken, and how often a person teaches in a week."""

    taken: set[tuple[str, date]] = field(default_factory=set)
    weeks: Counter[tuple[int, int]] = field(default_factory=Counter)
    taught: set[tuple[int, int]] = field(default_factory=set)


def fill(count: int, today: date) -> int:
    """Write ``count`` lessons into the term of the database, the same ones each time; how many there are."""
    ground = read_ground()
    drawn = list(draw(ground, count, today))
    created = datetime.combine(ground.term.start, time(8), UTC)
    for start in range(0, len(drawn), 500):
        write(drawn[start : start + 500], created)
    db.session.commit()
    return len(drawn)


def draw(ground: Ground, count: int, today: date) -> Iterator[Drawn]:
    """Lessons that could all take place, the appointments one after the other."""
    chance, term = random.Random(1), Term()
    for number in range(count):
        pair = ground.pairs[number % len(ground.pairs)]
        found = next(filter(None, (draw_one(ground, pair, term, (chance, today)) for _ in range(TRIES))), None)
        if found:
            yield found


def draw_one(ground: Ground, pair: Pair, term: Term, given: tuple[random.Random, date]) -> Drawn | None:
    """One lesson of a pair on some day, where nothing stands against it."""
    chance, today = given
    day, theme, bell = chance.choice(ground.days), chance.choice(pair.themes), chance.choice(pair.bells)
    classes, place = draw_classes(pair, chance)
    start, end = datetime.combine(day, bell.start), datetime.combine(day, bell.end)
    week = (pair.person.id, day.isocalendar().week)
    keys = [(f"person:{pair.person.id}", day), *((f"class:{row.id}", day) for row in classes)]
    had = [(row.id, theme.id) for row in classes]
    if ground.closed(pair, start, end) or term.weeks[week] >= pair.person.max_lessons_week:
        return None
    if any(key in term.taken for key in keys) or any(key in term.taught for key in had):
        return None
    state = draw_state(PAST if day < today else COMING, chance)
    if state in HOLDING:
        term.weeks[week] += 1
        term.taken.update(keys)
        term.taught.update(had)
    return Drawn(pair, theme, classes, start, end, bell.period, place, state)


def draw_classes(pair: Pair, chance: random.Random) -> tuple[tuple[SchoolClass, ...], Place]:
    """One class in its classroom, or the classes of a grade that fit into the hall."""
    first = chance.choice(pair.classes)
    if pair.school.hall_seats < first.pupils or chance.random() > HALL_SHARE:
        return (first,), Place.CLASSROOM
    together, seats = [], pair.school.hall_seats
    for row in (row for row in pair.classes if row.grade == first.grade):
        if row.pupils <= seats:
            together.append(row)
            seats -= row.pupils
    return tuple(together), Place.HALL


def draw_state(weights: dict[LessonState, int], chance: random.Random) -> LessonState:
    """A state, as often as its weight says."""
    return chance.choices(list(weights), list(weights.values()))[0]


def write(drawn: Sequence[Drawn], created: datetime) -> None:
    """Write lessons with all that belongs to them."""
    statement = sa.insert(Lesson).returning(Lesson.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(statement, [lesson.row(created) for lesson in drawn]))
    pairs = list(zip(ids, drawn, strict=True))
    insert(LessonClass, [row for id_, of in pairs for row in class_rows(id_, of)])
    insert(Slot, [row for id_, of in pairs if of.state in HOLDING for row in slot_rows(id_, of)])
    insert(LessonChange, [change_row(id_, of, created) for id_, of in pairs])
    reported = [pair for pair in pairs if pair[1].state in {LessonState.DELIVERED, LessonState.CONFIRMED}]
    confirmed = [pair for pair in reported if pair[1].state is LessonState.CONFIRMED]
    insert(Delivery, [delivery_row(id_, of) for id_, of in reported])
    insert(Confirmation, [confirmation_row(id_, of) for id_, of in confirmed])
    insert(ReachedClass, [row for id_, of in confirmed for row in reached_rows(id_, of)])


def insert(model: Any, rows: list[dict[str, Any]]) -> None:
    """Write rows of one table."""
    if rows:
        db.session.execute(sa.insert(model), rows)


def class_rows(lesson_id: int, of: Drawn) -> list[dict[str, Any]]:
    """The classes of the lesson."""
    path = of.pair.school.region_path
    return [{"lesson_id": lesson_id, "class_id": row.id, "region_path": path} for row in of.classes]


def slot_rows(lesson_id: int, of: Drawn) -> list[dict[str, Any]]:
    """What the lesson holds."""
    held = {"lesson_id": lesson_id, "region_path": of.pair.school.region_path, "start": of.start, "end": of.end}
    return [{"resource": name, **held} for name in of.held]


def change_row(lesson_id: int, of: Drawn, created: datetime) -> dict[str, Any]:
    """The first line of the lesson's history."""
    said = {"lesson_id": lesson_id, "region_path": of.pair.school.region_path, "at": created, "actor": "测试"}
    return {**said, "action": "request", "before": {}, "after": {"state": of.state.value}}


def figures(of: Drawn) -> dict[str, Any]:
    """What is reported and confirmed."""
    minutes = int((of.end - of.start) / timedelta(minutes=1))
    pupils = sum(row.pupils for row in of.classes)
    return {"manner": Manner.TAUGHT, "form": Form.LECTURE, "minutes": minutes, "pupils": pupils}


def delivery_row(lesson_id: int, of: Drawn) -> dict[str, Any]:
    """What the vice-principal says, on the evening of the lesson."""
    said = {"lesson_id": lesson_id, "region_path": of.pair.school.region_path}
    return {**said, **figures(of), "reported_at": of.end.replace(tzinfo=UTC)}


def confirmation_row(lesson_id: int, of: Drawn) -> dict[str, Any]:
    """What the school says, a day later."""
    where = {"lesson_id": lesson_id, "school_id": of.pair.school.id, "region_path": of.pair.school.region_path}
    confirmed_at = of.end.replace(tzinfo=UTC) + timedelta(days=1)
    return {**where, **figures(of), "taught_on": of.start.date(), "confirmed_at": confirmed_at}


def reached_rows(lesson_id: int, of: Drawn) -> list[dict[str, Any]]:
    """The classes that were there."""
    school = of.pair.school
    where = {"lesson_id": lesson_id, "school_id": school.id, "region_path": school.region_path}
    return [{**where, "class_id": row.id, "taught_on": of.start.date()} for row in of.classes]
