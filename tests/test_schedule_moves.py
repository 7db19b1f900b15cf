"""Moving an agreed lesson: it stays the same lesson, every rule is asked again, and of two rivals one wins."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course.access.models import AuditEntry, Role
from course.access.scope import Scope
from course.db import db, one_transaction
from course.errors import RuleBroken
from course.roster.models import School, SchoolClass, Substitution, Term, Theme
from course.schedule import actions
from course.schedule.models import Lesson, LessonChange, LessonState, Place, Slot
from course.schedule.moving.actions import Move, move, move_together
from course.schedule.queries import lessons_to_change
from course.schedule.situation_queries import Question
from tests import make
from tests.conftest import both_databases

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CLOCK = datetime(2026, 11, 23, 9, 0)
THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)
EVERYTHING = Scope(Role.ADMIN)


@pytest.fixture
def world(data: None) -> SimpleNamespace:
    """A school with two classes and an agreed lesson; its person, a colleague, and a mate of the person's station."""
    county = make.region()
    school, other, station = make.school(county), make.school(county), make.station(county)
    people = [make.vice_principal(at) for at in (station, make.station(county), station, make.station(county))]
    make.appointment(people[0], school)
    make.appointment(people[1], school)
    make.bells()
    make.term()
    world = SimpleNamespace(school=school, other=other, people=people, theme=make.theme("T02"))
    world.classes = [make.school_class(school, 3, number) for number in (1, 2)]
    world.user = make.user(Role.BUREAU, county)
    world.own_user = make.user(Role.VICE_PRINCIPAL, people[0])
    world.lesson = agreed(world)
    return world


def agreed(world: SimpleNamespace, period: int = 3, person: int = 0, of: int = 0, **given: Any) -> Lesson:
    theme, group = given.get("theme", world.theme), world.classes[of]
    question = Question(world.school, theme, (group,), Place.CLASSROOM)
    wish = actions.Wish(question, world.people[person].id, given.get("day", THURSDAY), period)
    lesson = actions.book(wish, user=world.user, now=NOW, state=LessonState.SCHEDULED)
    db.session.commit()
    return lesson


def wanted(world: SimpleNamespace, day: date = FRIDAY, period: int = 4, person: int = 0, **given: object) -> Move:
    lesson = given.pop("lesson", world.lesson)
    (locked,) = lessons_to_change([lesson.id], EVERYTHING)
    return Move(locked, world.people[person].id, day, period, **given)


def moved(world: SimpleNamespace, user: object = None, **given: object) -> Lesson:
    move(wanted(world, **given), user=user or world.user, now=NOW, clock=CLOCK)
    db.session.commit()
    return world.lesson


def broken(world: SimpleNamespace, **given: object) -> set[str]:
    with pytest.raises(RuleBroken) as refused:
        moved(world, **given)
    db.session.rollback()
    return refused.value.names()


def held(lesson: Lesson) -> set[tuple[str, datetime]]:
    rows = db.session.execute(sa.select(Slot.resource, Slot.start).where(Slot.lesson_id == lesson.id))
    return {tuple(row) for row in rows}


@both_databases
def test_it_stays_the_same_lesson_and_holds_its_new_time(world: SimpleNamespace) -> None:
    lesson_id, uid = world.lesson.id, world.lesson.uid
    lesson = moved(world, person=1)

    assert (lesson.id, lesson.uid, lesson.sequence, lesson.state) == (lesson_id, uid, 1, LessonState.SCHEDULED)
    start = datetime(2026, 11, 27, 11, 15)
    assert (lesson.start, lesson.end, lesson.period) == (start, datetime(2026, 11, 27, 11, 55), 4)
    assert held(lesson) == {(f"vice_principal:{world.people[1].id}", start), (f"class:{world.classes[0].id}", start)}
    change = db.session.scalars(sa.select(LessonChange).where(LessonChange.action == "move")).one()
    assert (change.before["vice_principal"], change.after["vice_principal"]) == tuple(
        person.name for person in world.people[:2]
    )
    assert (change.before["start"], change.after["start"]) == ("2026-11-26T10:25:00", "2026-11-27T11:15:00")
    assert "lesson.move" in set(db.session.scalars(sa.select(AuditEntry.action)))


def test_only_whoever_gives_it_has_agreed_to_the_new_place(world: SimpleNamespace) -> None:
    assert moved(world).accepted_at is None
    assert moved(world, user=world.own_user, period=5).accepted_at == NOW
    assert moved(world, user=world.own_user, person=1).accepted_at is None


@both_databases
def test_a_substitute_of_the_station_comes_where_the_term_says_so(world: SimpleNamespace) -> None:
    assert moved(world, person=2).vice_principal_id == world.people[2].id
    assert broken(world, person=3) == {"vice_principal_is_appointed"}

    db.session.execute(sa.update(Term).values(substitute=Substitution.NONE))
    db.session.commit()
    assert broken(world, person=2, period=5) == {"vice_principal_is_appointed"}


def test_every_rule_of_the_new_place_is_asked(world: SimpleNamespace) -> None:
    make.absence(world.people[0], datetime(2026, 11, 27, 8), datetime(2026, 11, 27, 12))
    make.blackout(world.school, datetime(2026, 11, 30), datetime(2026, 12, 1))
    world.people[1].max_lessons_week = 1
    busy = agreed(world, 5, person=1, of=1)
    busy.start, busy.end = datetime(2026, 12, 2, 10, 25), datetime(2026, 12, 2, 11, 5)
    db.session.commit()

    assert broken(world) == {"vice_principal_is_not_absent"}
    assert broken(world, day=date(2026, 11, 30)) == {"school_takes_lessons"}
    assert broken(world, day=date(2026, 11, 28)) == {"is_on_a_teaching_day"}
    assert broken(world, day=date(2026, 11, 23), period=7) == {"is_tomorrow_or_later"}
    assert broken(world, day=date(2027, 2, 1)) == {"is_inside_a_term"}
    assert broken(world, period=9) == {"is_a_period_of_the_school"}
    assert broken(world, person=1, day=date(2026, 12, 3)) == {"week_has_room"}
    assert held(world.lesson) == {
        (f"vice_principal:{world.people[0].id}", world.lesson.start),
        (f"class:{world.classes[0].id}", world.lesson.start),
    }


def test_a_lesson_may_move_within_what_it_holds_itself(world: SimpleNamespace) -> None:
    """Its own place neither fills the day nor blocks its class."""
    world.people[0].max_lessons_day = world.people[0].max_lessons_week = 1
    db.session.commit()

    assert moved(world, day=THURSDAY, period=5).period == 5
    assert moved(world, day=THURSDAY, period=5, person=1).vice_principal_id == world.people[1].id


def test_a_lesson_that_nobody_can_give_holds_its_class_and_takes_nothing_of_the_week(world: SimpleNamespace) -> None:
    """Its vice-principal is away: another lesson may fill the week, but not with the same class at that time."""
    agreed(world, 5, of=1)
    other = agreed(world, 6, person=1, of=1, day=FRIDAY, theme=make.theme("T03"))
    make.absence(world.people[0], datetime(2026, 11, 26, 14), datetime(2026, 11, 26, 18))
    world.people[0].max_lessons_week = 1
    db.session.commit()

    assert moved(world).start.date() == FRIDAY
    assert broken(world, lesson=other, day=THURSDAY, period=5, person=1) == {"classes_are_free"}


@pytest.mark.parametrize("state", [state for state in LessonState if state is not LessonState.SCHEDULED])
def test_only_an_agreed_lesson_is_moved(world: SimpleNamespace, state: LessonState) -> None:
    world.lesson.state = state
    db.session.commit()
    assert broken(world) == {"lesson_may_move"}


def test_a_form_that_knew_an_older_lesson_is_refused(world: SimpleNamespace) -> None:
    moved(world)
    assert broken(world, sequence=0, period=6) == {"form_is_fresh"}


@both_databases
def test_two_lessons_change_places_at_once(world: SimpleNamespace) -> None:
    """Each goes where the other one stood; the person has one lesson a day."""
    world.people[0].max_lessons_day = 1
    other = agreed(world, 3, of=1, day=FRIDAY)
    moves = [wanted(world, FRIDAY, 3), wanted(world, THURSDAY, 3, lesson=other)]
    move_together(moves, user=world.user, now=NOW, clock=CLOCK)
    db.session.commit()

    assert (world.lesson.start.date(), other.start.date()) == (FRIDAY, THURSDAY)
    assert {start.date() for _, start in held(world.lesson)} == {FRIDAY}


def test_where_one_of_two_cannot_move_neither_does(world: SimpleNamespace) -> None:
    other = agreed(world, 3, of=1, day=FRIDAY)
    moves = [wanted(world, FRIDAY, 3), wanted(world, date(2026, 11, 28), 3, lesson=other)]
    with pytest.raises(RuleBroken):
        move_together(moves, user=world.user, now=NOW, clock=CLOCK)
    db.session.rollback()

    assert (world.lesson.start.date(), other.start.date()) == (THURSDAY, FRIDAY)
    assert len(held(world.lesson)) == len(held(other)) == 2


@both_databases
def test_the_database_refuses_what_the_rules_did_not_see(world: SimpleNamespace) -> None:
    ghost = agreed(world, 4, of=1, day=FRIDAY)
    db.session.execute(sa.update(Lesson).where(Lesson.id == ghost.id).values(state=LessonState.CANCELLED))
    db.session.commit()
    assert broken(world) == {"slots_are_free"}
    assert len(held(world.lesson)) == 2


def race(app: Flask, first: object, second: object) -> list[str]:
    """Both at once, in threads of their own; what came of each, in the order in which they ended."""
    ends, start = [], threading.Barrier(2)

    def run(name: str, work: object) -> None:
        with app.app_context():
            start.wait(20)
            try:
                with one_transaction():
                    work()
                ends.append(name)
            except RuleBroken as refused:
                ends.append(f"{name}: {min(refused.names())}")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in (("first", first), ("second", second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


@both_databases
def test_of_two_who_move_a_lesson_at_once_one_is_told_who_was_faster(app: Flask, world: SimpleNamespace) -> None:
    lesson_id, people = world.lesson.id, [person.id for person in world.people]

    def to(person_id: int, period: int) -> None:
        (row,) = lessons_to_change([lesson_id], EVERYTHING)
        move(Move(row, person_id, FRIDAY, period, 0), user=None, now=NOW, clock=CLOCK)

    db.session.remove()
    ends = race(app, lambda: to(people[0], 4), lambda: to(people[1], 5))
    assert sorted(end.partition(": ")[2] for end in ends) == ["", "form_is_fresh"]
    slots = db.session.execute(sa.select(Slot.start).where(Slot.lesson_id == lesson_id)).all()
    assert len(slots) == 2
    assert len(set(slots)) == 1


@both_databases
def test_of_a_move_and_a_booking_of_the_same_period_one_wins(app: Flask, world: SimpleNamespace) -> None:
    lesson_id, person_id = world.lesson.id, world.people[0].id
    known = {School: world.school.id, Theme: world.theme.id, SchoolClass: world.classes[1].id}

    def to_friday() -> None:
        (row,) = lessons_to_change([lesson_id], EVERYTHING)
        move(Move(row, person_id, FRIDAY, 4), user=None, now=NOW, clock=CLOCK)

    def book_friday() -> None:
        school, theme, group = (db.session.get(model, row_id) for model, row_id in known.items())
        question = Question(school, theme, (group,), Place.CLASSROOM)
        actions.book(actions.Wish(question, person_id, FRIDAY, 4), user=None, now=NOW)

    db.session.remove()
    ends = race(app, to_friday, book_friday)
    assert sorted(end.partition(": ")[2] for end in ends) == ["", "vice_principal_is_free"]
