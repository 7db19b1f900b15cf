"""Two or three people change one lesson in every order, and at the same moment: one legal end, each told once."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice, Role
from course.db import db
from course.roster.models import School, VicePrincipal
from course.schedule.models import Lesson, LessonState
from tests import week_checks
from tests.conftest import both_databases
from tests.test_delivery_races import at_once
from tests.test_schedule_views import DAY, make_world
from tests.week_district import District, Member

SignIn = Callable[[int], FlaskClient]
REFUSED = {404, 409, 422}
# Who presses what, and the state in which the lesson then is.
REQUESTED = {
    "accept": ("person", "accept", LessonState.SCHEDULED),
    "decline": ("person", "decline", LessonState.DECLINED),
    "take back": ("school", "cancel", LessonState.CANCELLED),
    "ask for another time": ("school", "move", LessonState.REQUESTED),
}
AGREED = {
    "called off by the person": ("person", "cancel", LessonState.CANCELLED),
    "called off by the school": ("school", "cancel", LessonState.CANCELLED),
    "moved by the person": ("person", "move", LessonState.SCHEDULED),
    "moved by the school": ("school", "move", LessonState.REQUESTED),
    "handed over": ("person", "hand-over", LessonState.SCHEDULED),
}
BUTTONS = {**REQUESTED, **AGREED}


@dataclass
class Ring:
    """One lesson, and everybody who may press a button of it."""

    app: Flask
    sign_in: SignIn
    world: SimpleNamespace
    lesson: int

    def press(self, who: str, verb: str, sequence: int) -> Callable[[], int]:
        """A button of the lesson's page, ready to be pressed; it answers with a status."""
        client = self.sign_in(getattr(self.world, who))
        period = {"person": 5, "school": 6}[who]
        fields = {"sequence": str(sequence), "reason": "改期", "choice": f"{DAY}/{period}/{self.world.person_code}"}
        fields["vice_principal"] = self.world.colleague_code
        return lambda: client.post(f"/lessons/{self.lesson}/{verb}", data=fields).status_code

    def row(self) -> Lesson:
        """The lesson as it stands."""
        with self.app.app_context():
            return db.session.get_one(Lesson, self.lesson)

    def check(self) -> None:
        """The list of changes leads to what is, the time is held by what holds it, and each was told of each change."""
        with self.app.app_context():
            week_checks.slots_are_held_by_one()
            history = week_checks.replayed()
            week_checks.history_leads_to_what_is(history)
            told = week_checks.concerned(SimpleNamespace(district=self.district()), history)
            notices = db.session.scalars(sa.select(Notice).where(Notice.kind.startswith("lesson."))).all()
            found = Counter(week_checks.change_in(row) for row in notices)
            assert found == Counter(one.change for one in told if one.notice)
            db.session.remove()

    def district(self) -> District:
        """Who is on which side."""
        people = {row.code: row.id for row in db.session.scalars(sa.select(VicePrincipal))}
        school = db.session.scalars(sa.select(School.id).where(School.code == self.world.code)).one()
        members = {
            "school": Member(self.world.school, "", Role.SCHOOL, school=school),
            "person": Member(self.world.person, "", Role.VICE_PRINCIPAL, person=people[self.world.person_code]),
            "colleague": Member(
                self.world.colleague, "", Role.VICE_PRINCIPAL, person=people[self.world.colleague_code]
            ),
        }
        return District(members=members)


@pytest.fixture
def ring(app: Flask, sign_in: SignIn) -> Ring:
    """A lesson that was asked for a moment ago."""
    world = make_world(app)
    form = {"theme": "T02", "classes": "3-1", "place": "classroom", "choice": f"{DAY}/3/{world.person_code}"}
    assert sign_in(world.school).post("/lessons/new", data=form).status_code == 303
    with app.app_context():
        return Ring(app, sign_in, world, db.session.scalars(sa.select(Lesson.id)).one())


@pytest.fixture
def agreed(ring: Ring) -> Ring:
    """A lesson that is agreed."""
    assert ring.press("person", "accept", 0)() == 303
    return ring


def orders(buttons: dict[str, Any], number: int) -> Any:
    """Every order of so many different buttons."""
    return pytest.mark.parametrize("order", list(itertools.permutations(buttons, number)), ids=" → ".join)


@orders(REQUESTED, 2)
def test_of_those_who_saw_one_request_the_first_wins_and_the_others_are_told(ring: Ring, order: Any) -> None:
    buttons = [ring.press(*REQUESTED[name][:2], 0) for name in order]
    assert [press() for press in buttons] == [303, 409]
    assert ring.row().state is REQUESTED[order[0]][2]
    assert ring.row().sequence == 1
    ring.check()


@orders(AGREED, 2)
def test_of_those_who_saw_one_agreed_lesson_the_first_wins(agreed: Ring, order: Any) -> None:
    first, second = (agreed.press(*AGREED[name][:2], 1) for name in order)
    assert first() == 303
    assert second() in REFUSED
    assert agreed.row().state is AGREED[order[0]][2]
    agreed.check()


@orders(AGREED, 2)
def test_each_who_looks_again_ends_in_a_state_that_may_be(ring: Ring, order: Any) -> None:
    for name in ("accept", *order):
        before = ring.row()
        status = ring.press(*BUTTONS[name][:2], before.sequence)()
        after = ring.row()
        assert status in REFUSED | {303}
        assert (status == 303) is (after.sequence == before.sequence + 1)
        ring.check()


@both_databases
@pytest.mark.parametrize("pair", list(itertools.combinations_with_replacement(AGREED, 2)), ids=" + ".join)
def test_at_the_same_moment_one_wins(agreed: Ring, pair: tuple[str, str]) -> None:
    answers = at_once(*(agreed.press(*AGREED[name][:2], 1) for name in pair))
    assert sorted(answers)[0] == 303 and sorted(answers)[1] in REFUSED, answers
    assert agreed.row().state in {AGREED[name][2] for name in pair}
    agreed.check()


@both_databases
@pytest.mark.parametrize("lessons", ["hand_over", "wait", "call_off"])
def test_a_person_leaves_while_they_accept(ring: Ring, lessons: str) -> None:
    bureau = ring.sign_in(ring.world.bureau)
    leaving = {"kind": "transfer", "day": date.today().isoformat(), "note": "", "lessons": lessons}
    address = f"/vice-principals/{ring.world.person_code}/leaving"
    accepted, left = at_once(ring.press("person", "accept", 0), lambda: bureau.post(address, data=leaving).status_code)
    assert left == 303 and accepted in REFUSED | {303}
    ring.check()
