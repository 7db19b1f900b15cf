"""Figures right after what people really do, with nothing else that would have its school counted anew."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.models import SchoolTally
from course.coverage.past_days.measures import counted_by_school
from course.coverage.queries import Asked, Schools
from course.coverage.tallies.doctor import wrong_tallies
from course.coverage.tallies.queries import NOTHING, Figures, figures_on
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db, one_transaction
from course.delivery import actions as delivery_actions
from course.delivery.models import Form, Manner
from course.delivery.rules import Figures as Said
from course.planning.appointments import actions
from course.planning.appointments.actions import Wanted
from course.planning.appointments.rules import Limits
from course.schedule.models import LessonState
from tests import histories, make
from tests.conftest import both_databases
from tests.histories import YEARS, World, world


def appoint(at: World, last: date) -> None:
    """The bureau appoints somebody to the first school, from today on."""
    wanted = Wanted(at.people[0], at.schools[0], at.day, last)
    with one_transaction():
        actions.appoint([wanted], limits=Limits(), reason="", user=at.teacher, now=at.now)


def appointed(at: World, day: date) -> int:
    """How many schools somebody serves on a day."""
    return figures_on([""], YEARS[1], day)[""].appointed


@both_databases
def test_a_new_appointment_counts_at_once(app: Any) -> None:
    with app.app_context():
        at = world()
        appoint(at, at.day + timedelta(days=9))
        assert [appointed(at, at.day + timedelta(days=days)) for days in (-1, 0, 9, 10)] == [0, 1, 1, 0]
        db.session.remove()


def test_the_doctor_finds_an_appointment_that_was_not_counted(data: None) -> None:
    at = world()
    appoint(at, at.day + timedelta(days=9))
    assert list(wrong_tallies(at.now)) == []
    without = [[date(2000, 1, 1).isoformat(), [1, 0, 2, 0]]]
    rows = sa.update(SchoolTally).where(SchoolTally.school_id == at.schools[0].id, SchoolTally.year == 0)
    with one_transaction():
        db.session.execute(rows.values(timeline=without))
    at.day += timedelta(days=20)
    assert [line for line in wrong_tallies(at.now) if "timeline must be counted anew" in line]


def test_the_doctor_leaves_alone_what_has_become_past(data: None) -> None:
    at = world()
    appoint(at, at.day + timedelta(days=9))
    histories.plan(at, at.schools[0], histories.classes_of(at.schools[0].id), at.day - timedelta(days=1), 0)
    for days in (1, 20, 400):
        at.day += timedelta(days=days)
        assert list(wrong_tallies(at.now)) == []


def cover(at: World, minutes: int = 200) -> None:
    """The first school has its hours and reaches all its classes."""
    classes = histories.classes_of(at.schools[0].id)
    histories.plan(at, at.schools[0], classes, at.day - timedelta(days=1), 0)
    row = histories.in_state(at, 0, LessonState.SCHEDULED)
    figures = Said(Manner.TAUGHT, Form.LECTURE, minutes, 40)
    histories.act(at, row, delivery_actions.confirm, at.teacher, figures, {one.id for one in classes})


def by_schools(at: World, day: date) -> Figures:
    """The figures of a county on a past day, from its schools one by one."""
    asked = Asked(Schools(Scope(Role.ADMIN), at.counties[0].path), YEARS[1], day, Decimal(4), as_of=day)
    return sum((one for one, _ in counted_by_school(asked).values()), NOTHING)


def agree(at: World, days: list[date]) -> list[int]:
    """How many schools were covered on these days; the region and its schools say the same."""
    found = [figures_on([at.counties[0].path], YEARS[1], day)[at.counties[0].path] for day in days]
    assert [by_schools(at, day) for day in days] == found
    return [one.covered for one in found]


@both_databases
def test_an_appointment_entered_late_counts_from_its_first_day(app: Any) -> None:
    with app.app_context():
        at = world()
        cover(at)
        days = [at.day + timedelta(days=number) for number in (-1, 0, 3, 9)]
        at.day += timedelta(days=10)
        assert agree(at, days) == [0, 0, 0, 0]
        histories.take(lambda *_: make.appointment(at.people[0], at.schools[0], start=days[2]), at, 0)
        assert agree(at, days) == [0, 0, 1, 1]
        assert figures_on([""], YEARS[1], at.day)[""].covered == 1 and list(wrong_tallies(at.now)) == []
        db.session.remove()


@both_databases
def test_an_appointment_that_ended_before_it_was_said_counts_until_then(app: Any) -> None:
    with app.app_context():
        at = world()
        row = make.appointment(at.people[0], at.schools[0], start=at.day - timedelta(days=5))
        cover(at)
        days = [at.day + timedelta(days=number) for number in (0, 3, 4, 9)]
        at.day += timedelta(days=10)
        assert agree(at, days) == [1, 1, 1, 1]
        row.end = days[1]
        histories.take(lambda *_: db.session.commit(), at, 0)
        assert agree(at, days) == [1, 1, 0, 0]
        assert figures_on([""], YEARS[1], at.day)[""].covered == 0 and list(wrong_tallies(at.now)) == []
        db.session.remove()


def test_building_anew_keeps_a_year_in_which_nothing_is_left(data: None) -> None:
    at = world()
    cover(at)
    day = at.day
    at.day += timedelta(days=10)
    for step, *told in ((delivery_actions.withdraw,), (delivery_actions.miss, "停电")):
        histories.act(at, at.lessons[0], step, at.teacher, *told)
    before = figures_on([""], YEARS[1], day)[""]
    rebuild(at.now)
    db.session.commit()
    assert before.lessons == 1 and figures_on([""], YEARS[1], day)[""] == before
    assert figures_on([""], YEARS[1], at.day)[""].lessons == 0 and list(wrong_tallies(at.now)) == []
