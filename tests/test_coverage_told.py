"""Figures right after what people really do, with nothing else that would have its school counted anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from course.coverage.models import SchoolTally
from course.coverage.tallies.doctor import wrong_tallies
from course.coverage.tallies.queries import figures_on
from course.db import db, one_transaction
from course.planning.appointments import actions
from course.planning.appointments.actions import Wanted
from course.planning.appointments.rules import Limits
from tests import histories
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
