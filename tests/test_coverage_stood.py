"""How schools stood on a past day: what was seen on the day itself, against what is told of it later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from course.access.models import Role
from course.access.scope import Scope
from course.changed import schools_changed
from course.coverage.measure_rules import Standing, Status, status_of
from course.coverage.past_days.as_of_queries import counted_as_of
from course.coverage.past_days.measures import figures_of, status_in
from course.coverage.queries import Asked, Schools
from course.coverage.rules import hours_owed
from course.coverage.standing_queries import ALL, list_statement, standing_of
from course.coverage.tallies.facts import Counted
from course.coverage.tallies.queries import figures_on
from course.db import db
from course.planning.school_changes.split_actions import take_out
from course.roster.models import Appointment, School
from course.schedule import actions as schedule_actions
from course.schedule.models import LessonState
from course.schedule.moving.actions import place_of
from tests import histories, make
from tests.conftest import both_databases, empty_database
from tests.histories import YEARS, World, world

A_DAY = timedelta(days=1)
YEAR = YEARS[1]


def plan(at: World, pick: int) -> None:
    """A lesson that is long enough to make a difference."""
    before = len(at.lessons)
    histories.schedule(at, pick)
    for row in at.lessons[before:]:
        row.end = row.start + timedelta(minutes=40 + pick % 130)
        db.session.commit()


def ask(at: World, pick: int) -> None:
    """A lesson that somebody asks for and nobody has answered."""
    before = len(at.lessons)
    plan(at, pick)
    for row in at.lessons[before:]:
        row.state = LessonState.REQUESTED
        db.session.commit()


def answer(at: World, pick: int) -> None:
    """It is accepted, or else declined."""
    row = histories.in_state(at, pick, LessonState.REQUESTED)
    if row is not None:
        state, action = (LessonState.SCHEDULED, "accept") if pick % 3 else (LessonState.DECLINED, "decline")
        schedule_actions.enter_state(row, state, action, user=at.police, now=at.now)
        db.session.commit()


def call_off(at: World, pick: int) -> None:
    """What was scheduled is called off."""
    row = histories.in_state(at, pick, LessonState.SCHEDULED)
    if row is not None:
        schedule_actions.enter_state(row, LessonState.CANCELLED, "cancel", user=at.teacher, now=at.now, reason="考试")
        db.session.commit()


def move_lesson(at: World, pick: int) -> None:
    """It gets another time and length, in this year or the last one; a school asks anew."""
    row = histories.in_state(at, pick, LessonState.SCHEDULED)
    if row is not None:
        was = place_of(row)
        row.start -= timedelta(days=365 if pick % 5 == 0 else 1)
        row.end = row.start + timedelta(minutes=10 + pick % 150)
        row.state = LessonState.REQUESTED if pick % 4 == 0 else row.state
        row.changed_at, row.sequence = at.now, row.sequence + 1
        schedule_actions.write_change(row, "move", was, place_of(row), user=at.teacher, now=at.now)
        db.session.commit()


def take_class(at: World, pick: int) -> None:
    """One of its classes is taken out, as when it leaves for a new school: that counts the school anew."""
    row = histories.in_state(at, pick, LessonState.SCHEDULED)
    if row is not None and len(row.classes) > 1:
        take_out(row, {row.classes[pick % 2].id}, user=at.teacher, now=at.now)
        schools_changed({row.school_id}, at.now)
        db.session.commit()


def appoint(at: World, pick: int) -> None:
    """Somebody is appointed, from today or a day to come."""
    school, start = at.schools[pick % 3], at.day + timedelta(days=pick % 4)
    taken = sa.select(Appointment.id).where(Appointment.school_id == school.id, Appointment.start == start)
    if not db.session.scalars(taken).all():
        make.appointment(at.people[pick % 2], school, start=start, end=start + timedelta(days=pick % 90))


def end(at: World, pick: int) -> None:
    """An appointment ends sooner."""
    rows = db.session.scalars(sa.select(Appointment).where(Appointment.end > at.day).order_by(Appointment.id)).all()
    rows = [row for row in rows if row.start <= at.day]
    if rows:
        rows[pick % len(rows)].end = at.day
        db.session.commit()


def wait(at: World, pick: int) -> None:
    at.day += timedelta(days=1 + pick % 9)


OFTEN = (plan, plan, histories.report, histories.confirm, wait)
STEPS = (
    *(*OFTEN, *OFTEN, ask, answer, call_off, move_lesson, take_class, appoint, appoint, end),
    *(histories.take_back, histories.correct, histories.withdraw, histories.miss, histories.merge, histories.move),
)
a_step = st.tuples(st.sampled_from(STEPS), st.integers(0, 1000))


def asked_on(day: date) -> Asked:
    return Asked(Schools(Scope(Role.ADMIN)), YEAR, day, hours_owed([]))


@dataclass(frozen=True)
class Seen:
    """What was to be seen on a day: how each school stood, and how many of each region are covered and on course."""

    schools: dict[int, tuple[Standing, Status]]
    regions: dict[str, tuple[int, int]]


def on_course(paths: Sequence[str], day: date) -> dict[str, tuple[int, int]]:
    return {path: (one.covered, one.on_course) for path, one in figures_on(paths, YEAR, day).items()}


def seen(paths: Sequence[str], day: date) -> Seen:
    """As the lists of schools and the dashboards show it on the day itself."""
    rows = db.session.execute(list_statement(asked_on(day), ALL)).all()
    standings = {row.id: standing_of(row) for row in rows}
    statuses = {number: (one, status_of(one, day, YEAR.last)) for number, one in standings.items()}
    return Seen(statuses, on_course(paths, day))


def told(paths: Sequence[str], day: date) -> Seen:
    """The same as it is told later."""
    there = asked_on(day).condition()
    ids = list(db.session.scalars(sa.select(School.id).where(there)))
    schools = {}
    for number, counted, facts in counted_as_of(ids, YEAR, day):
        served = facts.is_served(day)
        schools[number] = standing_then(counted, served), status_in(figures_of(counted, served), asked_on(day))
    return Seen(schools, on_course(paths, day))


def standing_then(counted: Counted, served: bool) -> Standing:
    confirmed = counted.taught_minutes + counted.organised_minutes
    minutes = (counted.owed_minutes, confirmed, counted.claimed_minutes, counted.scheduled_minutes)
    classes = (counted.classes, counted.reached, counted.claimed, counted.coming)
    return Standing(served, *minutes, *classes, counted.last_on)


@both_databases
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
@given(steps=st.lists(a_step, min_size=25, max_size=60))
def test_a_past_day_tells_how_schools_stood_as_was_seen_on_it(app: Any, steps: list[Any]) -> None:
    with app.app_context():
        empty_database(app, db.engine.dialect.name)
        at = world()
        for number, school in enumerate(at.schools):
            make.appointment(at.people[0], school, start=at.day, end=at.day + timedelta(days=20 * number + 10))
        paths, days = ["", "P1", *(county.path for county in at.counties)], {}
        for step, pick in steps:
            if step is wait:
                days[at.day] = seen(paths, at.day)
            histories.take(step, at, pick)
        at.day += A_DAY
        assert {day: told(paths, day) for day in days} == days
        db.session.remove()


@both_databases
def test_a_class_that_was_taken_out_of_a_lesson_was_to_come_before(app: Any, data: None) -> None:
    at = world()
    histories.take(plan, at, 3)
    then, before = at.day, seen([], at.day)
    at.day += A_DAY
    histories.take(take_class, at, 3)
    assert seen([], at.day) != before and told([], then) == before
    assert sum(one.coming for one, _ in before.schools.values()) == 2
    db.session.remove()


@both_databases
def test_a_class_that_was_taken_out_after_a_withdrawal_had_been_reached_before(app: Any, data: None) -> None:
    at = world()
    histories.take(plan, at, 1)
    histories.take(histories.confirm, at, 1)
    then, before = at.day, seen([], at.day)
    assert sum(one.reached for one, _ in before.schools.values()) == 2
    at.day += A_DAY
    histories.take(histories.withdraw, at, 0)
    histories.take(take_class, at, 0)
    assert told([], then) == before
    db.session.remove()
