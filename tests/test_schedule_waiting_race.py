"""A time comes free while twenty wait for it and many book by hand: one holds it, nobody loses their place."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from course.db import db, one_transaction, utc_now
from course.roster.models import School, SchoolClass, Theme, VicePrincipal
from course.schedule import actions
from course.schedule.models import HOLDING, Lesson, LessonState, Place, Slot, WaitingPlace, WaitingState
from course.schedule.situation_queries import Question
from course.schedule.waiting import actions as waiting_actions
from course.schedule.waiting import queries as waiting_queries
from course.schedule.waiting.freed import Freed
from tests import race

WAITING, BY_HAND = 20, 30


def wish(number: int, fields: dict[str, str]) -> actions.Wish:
    """The period of the race for one of the classes."""
    day, period, code = fields["choice"].split("/")
    person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.code == code)).one()
    school, theme = db.session.scalars(sa.select(School)).one(), db.session.scalars(sa.select(Theme)).one()
    of = sa.select(SchoolClass).order_by(SchoolClass.id).offset(number).limit(1)
    question = Question(school, theme, (db.session.scalars(of).one(),), Place.CLASSROOM)
    return actions.Wish(question, person.id, date.fromisoformat(day), int(period))


def lay(fields: dict[str, str]) -> int:
    """One lesson holds the period, and twenty wait for it; the id of the lesson."""
    with one_transaction():
        lesson = actions.book(wish(0, fields), user=None, now=utc_now()).id
    for number in range(1, WAITING + 1):
        with one_transaction():
            waiting_actions.wait(wish(number, fields), books_itself=True, user=None, now=utc_now())
    return lesson


def look(lesson_id: int) -> None:
    """What the worker does a moment later, where somebody stood in the way."""
    lesson = db.session.get_one(Lesson, lesson_id)
    with one_transaction():
        waiting_actions.time_came_free(Freed(lesson.vice_principal_id, lesson.start, lesson.end, utc_now()))


def turns(lesson_id: int) -> list[int]:
    """Who waits now, in turn."""
    lesson = db.session.get_one(Lesson, lesson_id)
    return [place.id for place in waiting_queries.waiting_for(lesson.vice_principal_id, lesson.start, lesson.end)]


def judge(arena: race.Arena) -> None:
    """The period changes hands once, and again; each time one gets it."""
    with arena.app.app_context():
        lesson_id = lay(arena.fields)
        before = turns(lesson_id)
        db.session.remove()
    assert len(before) == WAITING
    no = (f"/lessons/{lesson_id}/decline", arena.person_cookie, {"sequence": "0", "reason": "值班"})
    # The classes of those who book by hand wait for nothing.
    labels = [label for label in arena.labels if label not in classes_that_wait(arena)]
    hands = [
        (race.BOOK, arena.cookie, {**arena.fields, "classes": labels[turn % len(labels)]}) for turn in range(BY_HAND)
    ]
    answers = arena.send([*hands, no])
    assert set(answers) <= {303, 409} and answers[303] in {1, 2}, answers
    with arena.app.app_context():
        look(lesson_id)
        check(lesson_id, before)
        db.session.remove()


def classes_that_wait(arena: race.Arena) -> set[str]:
    """The classes of the first lesson and of all who wait."""
    with arena.app.app_context():
        rows = db.session.scalars(sa.select(SchoolClass).order_by(SchoolClass.id).limit(WAITING + 1))
        found = {row.label for row in rows}
        db.session.remove()
    return found


def check(lesson_id: int, before: list[int]) -> None:
    """One holds the period; the others wait in the order of before; the next time goes to the next in turn."""
    first = db.session.get_one(Lesson, lesson_id)
    assert first.state is LessonState.DECLINED
    held = db.session.scalars(sa.select(Lesson).where(Lesson.start == first.start, Lesson.state.in_(HOLDING))).all()
    assert len(held) == 1
    (winner,) = held
    booked = db.session.scalars(sa.select(WaitingPlace).where(WaitingPlace.state == WaitingState.BOOKED)).all()
    assert [place.lesson_id for place in booked] in ([], [winner.id])
    assert [place.id for place in booked] in ([], before[:1]), "whoever was first in turn"
    left = before[len(booked) :]
    assert turns(lesson_id) == left
    slots = sa.select(sa.func.count()).select_from(Slot).where(Slot.start == first.start)
    assert db.session.scalar(slots.where(Slot.resource.startswith("vice_principal:"))) == 1

    with one_transaction():
        actions.decline(db.session.get_one(Lesson, winner.id), "值班", user=None, now=utc_now())
    assert turns(lesson_id) == left[1:]
    assert db.session.get_one(WaitingPlace, left[0]).state is WaitingState.BOOKED


def test_twenty_wait_and_thirty_book_by_hand_on_sqlite(tmp_path: Path) -> None:
    with race.arena(tmp_path) as arena:
        judge(arena)


def test_twenty_wait_and_thirty_book_by_hand_on_postgresql(tmp_path: Path) -> None:
    with race.postgresql_database(f"course_waiting_{os.getpid()}") as address, race.arena(tmp_path, address) as arena:
        judge(arena)
