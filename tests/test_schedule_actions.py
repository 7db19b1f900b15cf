"""Booking, answering, cancelling: what is kept, what is refused, what is free again."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask

from course.access.models import AuditEntry, Role
from course.db import db, one_transaction
from course.errors import RuleBroken
from course.schedule import actions
from course.schedule.models import Lesson, LessonChange, LessonClass, LessonState, Place, Slot
from course.schedule.situation_queries import Question
from tests import make
from tests.conftest import both_databases

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def world(data: None) -> SimpleNamespace:
    """A school with two classes, its vice-principal, and another school that the same person serves."""
    county = make.region()
    school, other = make.school(county), make.school(county)
    person = make.vice_principal(make.station(county))
    make.appointment(person, school)
    make.appointment(person, other)
    make.bells()
    make.term()
    return SimpleNamespace(
        school=school,
        other=other,
        person=person,
        theme=make.theme("T02"),
        another_theme=make.theme("T03"),
        first=make.school_class(school, 3, 1),
        second=make.school_class(school, 3, 2),
        foreign=make.school_class(other, 3, 1),
        user=make.user(Role.SCHOOL, school),
        police=make.user(Role.VICE_PRINCIPAL, person),
    )


def wish(world: SimpleNamespace, period: int = 3, **given: object) -> actions.Wish:
    asked = {"school": world.school, "theme": world.theme, "classes": (world.first,), "place": Place.CLASSROOM, **given}
    day = asked.pop("day", THURSDAY)
    return actions.Wish(Question(**asked), world.person.id, day, period)


def book(world: SimpleNamespace, period: int = 3, **given: object) -> Lesson:
    lesson = actions.book(wish(world, period, **given), user=world.user, now=NOW)
    db.session.commit()
    return lesson


def broken(world: SimpleNamespace, period: int = 3, **given: object) -> set[str]:
    with pytest.raises(RuleBroken) as refused:
        book(world, period, **given)
    db.session.rollback()
    return refused.value.names()


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


@both_databases
def test_a_booked_lesson_waits_and_holds_its_time(world: SimpleNamespace) -> None:
    lesson = book(world)

    assert lesson.state is LessonState.REQUESTED
    assert (lesson.start, lesson.end) == (datetime(2026, 11, 26, 10, 25), datetime(2026, 11, 26, 11, 5))
    held = set(db.session.scalars(sa.select(Slot.resource)))
    assert held == {f"vice_principal:{world.person.id}", f"class:{world.first.id}"}
    change = db.session.scalars(sa.select(LessonChange)).one()
    assert (change.action, change.after["classes"]) == ("request", ["3-1"])
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["lesson.request"]


def test_the_hall_is_held_for_several_classes(world: SimpleNamespace) -> None:
    book(world, classes=(world.first, world.second), place=Place.HALL)

    assert f"hall:{world.school.id}" in set(db.session.scalars(sa.select(Slot.resource)))
    assert count(LessonClass) == 2


def test_a_refusal_names_every_reason_and_leaves_nothing(world: SimpleNamespace) -> None:
    named = broken(world, classes=(world.first, world.foreign), day=date(2026, 11, 28))

    assert named == {"classes_belong_to_the_school", "classroom_holds_one_class", "is_on_a_teaching_day"}
    assert (count(Lesson), count(Slot), count(LessonChange), count(AuditEntry)) == (0, 0, 0, 0)


def test_a_period_that_is_taken_is_refused_by_name(world: SimpleNamespace) -> None:
    book(world)

    assert broken(world, classes=(world.second,)) == {"vice_principal_is_free"}
    assert broken(world, 4) == {"theme_is_new_to_the_classes"}


def test_a_period_or_a_person_that_does_not_exist_is_refused(world: SimpleNamespace) -> None:
    assert broken(world, 99) == {"is_a_period_of_the_school"}
    world.person = make.vice_principal()
    assert broken(world) == {"vice_principal_is_appointed"}


@both_databases
def test_the_database_refuses_what_the_rules_did_not_see(world: SimpleNamespace) -> None:
    lesson = book(world)
    db.session.execute(sa.update(Lesson).values(state=LessonState.CANCELLED))
    db.session.commit()

    assert broken(world) == {"slots_are_free"}
    assert db.session.scalars(sa.select(Slot.lesson_id)).all() == [lesson.id, lesson.id]
    assert count(Lesson) == 1


@both_databases
def test_an_accepted_lesson_keeps_its_time_and_a_declined_one_gives_it_back(world: SimpleNamespace) -> None:
    accepted, declined = book(world), book(world, 4, theme=world.another_theme)
    actions.accept(accepted, user=world.police, now=NOW, sequence=0)
    actions.decline(declined, "值班", user=world.user, now=NOW, sequence=0)
    db.session.commit()

    assert (accepted.state, declined.state) == (LessonState.SCHEDULED, LessonState.DECLINED)
    assert set(db.session.scalars(sa.select(Slot.lesson_id))) == {accepted.id}
    assert book(world, 4, theme=world.another_theme).id != declined.id


def test_a_cancelled_lesson_keeps_who_when_what_before_and_after(world: SimpleNamespace) -> None:
    lesson = book(world)
    actions.accept(lesson, user=world.police, now=NOW)
    actions.cancel(lesson, "春游", user=world.user, now=NOW)
    db.session.commit()

    changes = db.session.scalars(sa.select(LessonChange).order_by(LessonChange.id)).all()
    assert [change.action for change in changes] == ["request", "accept", "cancel"]
    assert changes[2].before == {"state": "scheduled", "reason": "", "sequence": 1}
    assert changes[2].after == {"state": "cancelled", "reason": "春游", "sequence": 2}
    assert (changes[2].user_id, changes[2].at) == (world.user.id, NOW)
    assert count(Slot) == 0


def test_a_lesson_that_was_changed_meanwhile_is_not_changed_again(world: SimpleNamespace) -> None:
    lesson = book(world)
    actions.accept(lesson, user=world.police, now=NOW, sequence=0)

    with pytest.raises(actions.LessonChanged):
        actions.decline(lesson, "值班", user=world.user, now=NOW, sequence=0)
    assert lesson.state is LessonState.SCHEDULED


def test_a_lesson_does_not_come_back(world: SimpleNamespace) -> None:
    lesson = book(world)
    actions.decline(lesson, "值班", user=world.user, now=NOW)

    with pytest.raises(RuleBroken) as refused:
        actions.accept(lesson, user=world.police, now=NOW)
    assert refused.value.names() == {"may_become"}


def test_a_scheduled_lesson_that_has_begun_is_missed_and_not_cancelled(world: SimpleNamespace) -> None:
    lesson = book(world)
    actions.accept(lesson, user=world.police, now=NOW)

    with pytest.raises(RuleBroken) as refused:
        actions.cancel(lesson, "忘了", user=world.user, now=datetime(2026, 11, 26, 2, 30, tzinfo=UTC))
    assert refused.value.names() == {"lesson_lies_ahead"}


def test_the_next_year_brings_other_pupils_into_the_same_class(world: SimpleNamespace) -> None:
    make.term(name="2025-2026-1", start=date(2025, 9, 1), end=date(2026, 1, 22))
    given = {"state": LessonState.CONFIRMED}
    start, end = datetime(2025, 11, 26, 10, 25), datetime(2025, 11, 26, 11, 5)
    last_year = make.lesson(world.person, world.school, world.theme, start, end, **given)
    second_grade = make.school_class(world.school, 2, 2)
    db.session.add_all([LessonClass(lesson_id=last_year.id, class_id=row.id) for row in (world.first, second_grade)])
    db.session.commit()

    # 3-1 of last year is 4-1 now; 2-2 of last year is 3-2 now and has had the theme.
    assert broken(world, classes=(world.second,)) == {"theme_is_new_to_the_classes"}
    assert book(world).state is LessonState.REQUESTED


@both_databases
def test_two_schools_cannot_fill_the_last_lesson_of_a_week_twice(world: SimpleNamespace, app: Flask) -> None:
    """The limits hold no slot: whoever comes second waits for the first, and then sees its lesson."""
    world.person.max_lessons_week = 1
    db.session.commit()
    asked = wish(world, 5, school=world.other, classes=(world.foreign,))
    outcome: list[set[str]] = []

    def second() -> None:
        with app.app_context():
            try:
                with one_transaction():
                    actions.book(asked, user=None, now=NOW)
            except RuleBroken as broken:
                outcome.append(broken.names())

    with one_transaction():
        actions.book(wish(world), user=None, now=NOW)
        late = threading.Thread(target=second)
        late.start()
        late.join(0.5)
        assert late.is_alive()
    late.join(10)

    assert outcome == [{"week_has_room"}]
    assert count(Lesson) == 1
