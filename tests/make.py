"""Makers of rows with sensible defaults; they commit, and tests carry the ids."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from course.access.models import Role, User
from course.db import db
from course.roster.models import (
    Absence,
    Agency,
    Appointment,
    Bell,
    Blackout,
    Level,
    Region,
    School,
    SchoolClass,
    SchoolStage,
    Station,
    Term,
    Theme,
    Training,
    VicePrincipal,
)
from course.schedule.models import Lesson, LessonState, Place

numbers = itertools.count(1)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
# What was there before every day that a test looks at.
LONG_AGO = datetime(2000, 1, 1, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"

PRIMARY_BELLS = (
    (time(8, 30), time(9, 10)),
    (time(9, 20), time(10, 0)),
    (time(10, 25), time(11, 5)),
    (time(11, 15), time(11, 55)),
    (time(14, 10), time(14, 50)),
    (time(15, 0), time(15, 40)),
    (time(15, 50), time(16, 30)),
)


def save(row: Any) -> Any:
    """Add and commit one row."""
    db.session.add(row)
    db.session.commit()
    return row


def region(code: str = "", *, parent: Region | None = None, level: Level = Level.COUNTY, **given: Any) -> Region:
    """A region below ``parent``."""
    code = code or f"R{next(numbers):03d}"
    path = f"{parent.path}/{code}" if parent else code
    return save(
        Region(
            code=code, level=level, path=path, parent_id=parent.id if parent else None, **{"name": f"{code}区", **given}
        )
    )


def station(place: Region | None = None, **given: Any) -> Station:
    """A police station."""
    place = place or region()
    code = f"ST{next(numbers)}"
    defaults = {"code": code, "name": f"{code}派出所", "agency": Agency.POLICE}
    return save(Station(region_id=place.id, region_path=place.path, **{**defaults, **given}))


def school(place: Region | None = None, **given: Any) -> School:
    """A primary school with a hall of 300 seats."""
    place = place or region()
    code = f"SC{next(numbers)}"
    defaults = {"code": code, "name": f"{code}小学", "stage": SchoolStage.PRIMARY, "hall_seats": 300}
    return save(School(**{"region_id": place.id, "region_path": place.path, **defaults, **given}))


def school_class(of: School | None = None, grade: int = 3, number: int | None = None, **given: Any) -> SchoolClass:
    """A class of 40 pupils."""
    of = of or school()
    row = SchoolClass(school_id=of.id, region_path=of.region_path, grade=grade, number=number or next(numbers))
    row.pupils = given.get("pupils", 40)
    return save(row)


def vice_principal(at: Station | None = None, **given: Any) -> VicePrincipal:
    """A vice-principal who may teach five lessons a week."""
    at = at or station()
    code = f"VP{next(numbers)}"
    defaults = {"code": code, "name": f"民警{code}", "agency": at.agency, "max_lessons_week": 5, "max_lessons_day": 3}
    return save(VicePrincipal(station_id=at.id, region_path=at.region_path, **{**defaults, **given}))


def appointment(person: VicePrincipal, at: School, **given: Any) -> Appointment:
    """An appointment that holds today."""
    dates = {"start": date(2025, 9, 1), "end": date(2028, 8, 31), **given}
    return save(Appointment(vice_principal_id=person.id, school_id=at.id, region_path=at.region_path, **dates))


def absence(person: VicePrincipal, start: datetime, end: datetime, reason: str = "值班") -> Absence:
    """A time in which the person cannot teach."""
    row = Absence(vice_principal_id=person.id, region_path=person.region_path, start=start, end=end, reason=reason)
    return save(row)


def blackout(at: School | None, start: datetime, end: datetime, reason: str = "考试") -> Blackout:
    """A time in which a school, or every school, takes no lesson."""
    path = at.region_path if at else ""
    return save(Blackout(school_id=at.id if at else None, region_path=path, start=start, end=end, reason=reason))


def training(person: VicePrincipal, hours: int = 8, held_on: date = date(2026, 3, 2)) -> Training:
    """Hours of training that the person has had."""
    return save(Training(vice_principal_id=person.id, region_path=person.region_path, held_on=held_on, hours=hours))


def bells(key: str = "primary") -> None:
    """The seven periods of a primary school, for a stage or a school's code."""
    for period, (start, end) in enumerate(PRIMARY_BELLS, start=1):
        db.session.add(Bell(key=key, period=period, start=start, end=end))
    db.session.commit()


def term(**given: Any) -> Term:
    """The autumn term of 2026."""
    defaults = {"name": "2026-2027-1", "start": date(2026, 9, 1), "end": date(2027, 1, 22), "min_hours": 4}
    return save(Term(**{**defaults, **given}))


def theme(code: str = "", **given: Any) -> Theme:
    """A theme for every stage."""
    defaults = {"name": "防范校园欺凌", "stages": ("primary", "junior", "senior")}
    return save(Theme(code=code or f"T{next(numbers):02d}", **{**defaults, **given}))


def user(role: Role, of: Any = None, **given: Any) -> User:
    """A user of this role; ``of`` is the region, station, vice-principal or school of the scope."""
    columns = {
        Role.BUREAU: "region_id",
        Role.STATION: "station_id",
        Role.VICE_PRINCIPAL: "vice_principal_id",
        Role.SCHOOL: "school_id",
    }
    scope = {columns[role]: of.id} if role in columns else {}
    defaults = {"email": f"{role.value}{next(numbers)}@example.com", "name": "测试", "created_at": NOW}
    return save(User(role=role, fs_uniquifier=uuid.uuid4().hex, **scope, **{**defaults, **given}))


def lesson(person: VicePrincipal, at: School, of: Theme, start: datetime, end: datetime, **given: Any) -> Lesson:
    """A scheduled lesson in a classroom; it holds no slots unless ``course.schedule.actions`` books it."""
    defaults = {"place": Place.CLASSROOM, "state": LessonState.SCHEDULED, "created_at": NOW, "changed_at": NOW}
    if given.get("state") is not LessonState.REQUESTED:
        defaults["accepted_at"] = NOW
    return save(
        Lesson(
            uid=str(uuid.uuid4()),
            vice_principal_id=person.id,
            school_id=at.id,
            region_path=at.region_path,
            theme_id=of.id,
            start=start,
            end=end,
            **{**defaults, **given},
        )
    )
