"""A city to report on: two counties and a school of its own; lessons taught, organised, reported and missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.rules import year_asked_for
from course.db import utc_now
from course.delivery.models import Manner
from course.i18n import local_now
from course.reports.matter import Matter
from course.reports.queries import place_asked_for
from course.roster.models import Level, SchoolStage, VicePrincipal
from course.schedule.models import LessonState
from tests import make, make_delivery

FORMULA = '=HYPERLINK("http://x","x")'


@dataclass(frozen=True)
class City:
    """Ids of its users, a person and a school."""

    bureau: int
    county_bureau: int
    elsewhere: int
    teacher: int
    police: int
    person: int
    school: int


def city() -> City:
    """The city C00 with the counties R001 and R002; six lessons, four of them confirmed."""
    place = make.region("C00", level=Level.CITY, name="东吉市")
    one, two = (make.region(f"R00{number}", parent=place, name=f"第{number}县") for number in (1, 2))
    person = make.vice_principal(make.station(one, name="城关派出所"), code="VP1", name="王立新")
    first = make.school(one, code="S1", name="一小")
    second = make.school(two, code="S2", name=FORMULA, stage=SchoolStage.JUNIOR)
    third = make.school(place, code="S3", name="市直小学")
    now = local_now().replace(second=0, microsecond=0)
    ended = now.date() - timedelta(days=10)
    make.appointment(person, first)
    make.appointment(person, second, end=ended - timedelta(days=1))
    make.appointment(person, third)
    classes = {
        school.code: [make.school_class(school, 7, number) for number in (1, 2, 3)] for school in (first, second)
    }
    make.school_class(third, 5, 1)
    bullying, drugs = make.theme("T1", name="防欺凌"), make.theme("T2", name="禁毒", special_day="12-04")
    lessons = [
        (first, 9, classes["S1"][:2], 80, Manner.TAUGHT, bullying),
        (first, 7, classes["S1"][:1], 80, Manner.ORGANISED, drugs),
        (second, 8, classes["S2"][:1], 45, Manner.TAUGHT, bullying),
        (third, 6, [], 50, Manner.ORGANISED, drugs),
    ]
    teach(person, lessons, now)
    begun = now - timedelta(hours=4)
    reported = make_delivery.lesson(person, first, begun, (classes["S1"][2],), state=LessonState.DELIVERED)
    make_delivery.delivery(reported, reported_at=utc_now() - timedelta(hours=3))
    make_delivery.lesson(person, first, now - timedelta(hours=2), state=LessonState.MISSED)
    return City(
        bureau=make.user(Role.BUREAU, place).id,
        county_bureau=make.user(Role.BUREAU, one).id,
        elsewhere=make.user(Role.BUREAU, make.region("R009")).id,
        teacher=make.user(Role.SCHOOL, first).id,
        police=make.user(Role.VICE_PRINCIPAL, person).id,
        person=person.id,
        school=first.id,
    )


def teach(person: VicePrincipal, lessons: list[tuple[Any, ...]], now: datetime) -> None:
    """Confirmed lessons: each a school, the hours that it lies back, its classes, minutes, manner and theme."""
    for school, hours, who, minutes, manner, theme in lessons:
        start = now - timedelta(hours=hours)
        row = make_delivery.lesson(
            person, school, start, tuple(who), state=LessonState.CONFIRMED, minutes=min(minutes, 55), theme=theme
        )
        said = {"minutes": minutes, "manner": manner, "confirmed_at": utc_now() - timedelta(hours=hours - 1)}
        make_delivery.confirmation(row, tuple(who), pupils=40, **said)


def matter(code: str = "C00", *, days_ago: int = 0) -> Matter:
    """The matter of a region, now or as of an earlier day."""
    now, scope = local_now(), Scope(Role.ADMIN)
    place, year = place_asked_for(code, scope), year_asked_for("", now.date(), "09-01")
    assert place is not None and year is not None
    return Matter.of(scope, place, year, now.date() - timedelta(days=days_ago), now)


def quietly(done: int, total: int) -> None:
    """Nobody is told."""
