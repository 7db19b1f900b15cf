"""Reads of the morning, for everybody at once: the lessons of the next days, and what waits for whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from course.access.models import Role, User
from course.coverage.mornings.rules import REMINDERS
from course.coverage.start_queries import LOOK_AHEAD, LOOK_BACK
from course.db import db
from course.roster.models import Station, VicePrincipal
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import WITH_NAMES, midnight

# Whose day it is: the vice-principal, the school or the station, by the column of the user.
OWNERS = {Role.VICE_PRINCIPAL: "vice_principal_id", Role.SCHOOL: "school_id", Role.STATION: "station_id"}
Owner = tuple[Role, int]


@dataclass
class Morning:
    """The lessons of the next days and what waits, by whose it is."""

    lessons: dict[Owner, list[Lesson]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[Owner, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def readers() -> list[tuple[User, Owner]]:
    """Everybody who has lessons, with whose lessons these are."""
    people = sa.select(User).where(User.active, User.erased_at.is_(None), User.role.in_(OWNERS)).order_by(User.id)
    return [(user, (user.role, getattr(user, OWNERS[user.role]))) for user in db.session.scalars(people)]


def coming(first: date, last: date) -> list[Lesson]:
    """The lessons that are fixed for these days, in order."""
    days = sa.and_(Lesson.start >= midnight(first), Lesson.start < midnight(last + timedelta(days=1)))
    chosen = sa.select(Lesson).where(Lesson.state == LessonState.SCHEDULED, days).options(*WITH_NAMES)
    return list(db.session.scalars(chosen.order_by(Lesson.start, Lesson.id)))


def reminded_of(today: date) -> list[Lesson]:
    """The lessons of the days for which there are reminders."""
    return coming(today + timedelta(days=1), today + timedelta(days=max(REMINDERS)))


def morning(now: datetime) -> Morning:
    """What the day and the next bring, and what waits, on the schools' wall clock."""
    found, lessons = Morning(), coming_now(now)
    stations = stations_of(lesson.vice_principal_id for lesson in lessons)
    for lesson in lessons:
        found.lessons[Role.VICE_PRINCIPAL, lesson.vice_principal_id].append(lesson)
        found.lessons[Role.SCHOOL, lesson.school_id].append(lesson)
        found.lessons[Role.STATION, stations[lesson.vice_principal_id]].append(lesson)
    for owner, name, number in waiting(now):
        found.waiting[owner][name] += number
    return found


def coming_now(now: datetime) -> list[Lesson]:
    """The lessons of today that have not begun, and those of tomorrow."""
    today = now.date()
    return [lesson for lesson in coming(today, today + timedelta(days=1)) if lesson.start > now]


def stations_of(people: Iterable[int]) -> dict[int, int]:
    """The station of each vice-principal."""
    rows = sa.select(VicePrincipal.id, VicePrincipal.station_id).where(VicePrincipal.id.in_(set(people)))
    return dict(db.session.execute(rows).all())


def station_names(people: Iterable[int]) -> dict[int, str]:
    """The name of the station of each vice-principal."""
    rows = sa.select(VicePrincipal.id, Station.name).join(Station, Station.id == VicePrincipal.station_id)
    return dict(db.session.execute(rows.where(VicePrincipal.id.in_(set(people)))).all())


def waiting(now: datetime) -> Iterable[tuple[Owner, str, int]]:
    """How many lessons wait for whom: for an answer, for a report, for a confirmation."""
    near = Lesson.start.between(now - LOOK_BACK, now + LOOK_AHEAD)
    ahead = sa.and_(Lesson.state == LessonState.REQUESTED, Lesson.start > now)
    # A time that the vice-principal proposed waits for the school.
    asked, proposed = (sa.and_(ahead, one) for one in (Lesson.accepted_at.is_(None), Lesson.accepted_at.is_not(None)))
    begun = sa.and_(Lesson.state == LessonState.SCHEDULED, Lesson.start <= now)
    station = sa.select(VicePrincipal.station_id).where(VicePrincipal.id == Lesson.vice_principal_id).scalar_subquery()
    for role, whose, name, condition in (
        (Role.VICE_PRINCIPAL, Lesson.vice_principal_id, "requests", asked),
        (Role.STATION, station, "requests", asked),
        (Role.SCHOOL, Lesson.school_id, "requests", proposed),
        (Role.VICE_PRINCIPAL, Lesson.vice_principal_id, "to_report", begun),
        (Role.SCHOOL, Lesson.school_id, "to_confirm", Lesson.state == LessonState.DELIVERED),
    ):
        counted = sa.select(whose.label("whose"), sa.func.count()).where(condition, near).group_by("whose")
        for owner, number in db.session.execute(counted):
            yield (role, owner), name, number
