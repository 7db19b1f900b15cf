"""Two people answer the same lesson at the same moment: one legal end, nothing half written, and the loser is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.db import db
from course.delivery.models import Confirmation, Delivery, ReachedClass
from course.i18n import local_now
from course.schedule.models import Lesson, LessonChange, LessonState, Slot
from tests import make_delivery
from tests.conftest import both_databases
from tests.make_delivery import Story

SignIn = Callable[[int], FlaskClient]
# What each of two people does, with the states in which the lesson may end.
PAIRS = {
    "two confirmations": (("teacher", "confirm"), ("teacher", "confirm"), {LessonState.CONFIRMED}),
    "confirm and missed": (("teacher", "confirm"), ("teacher", "missed"), {LessonState.CONFIRMED, LessonState.MISSED}),
    "confirm and undo": (
        ("teacher", "confirm"),
        ("police", "taught/undo"),
        {LessonState.CONFIRMED, LessonState.SCHEDULED},
    ),
}


@pytest.fixture
def delivered(app: Flask) -> Story:
    """A lesson that was reported and waits for the school."""
    with app.app_context():
        now = local_now().replace(microsecond=0)
        story = make_delivery.story(now - timedelta(hours=2), state=LessonState.DELIVERED)
        make_delivery.delivery(db.session.get(Lesson, story.lesson))
        return story


def at_once(*requests: Callable[[], int]) -> list[int]:
    """The answers to requests that start together."""
    barrier = Barrier(len(requests))

    def run(request: Callable[[], int]) -> int:
        barrier.wait()
        return request()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(run, requests))


def count(kind: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


@both_databases
@pytest.mark.parametrize("pair", list(PAIRS), ids=list(PAIRS))
@pytest.mark.parametrize("attempt", range(2))
def test_two_answers_at_once_have_one_legal_end(
    app: Flask, sign_in: SignIn, delivered: Story, pair: str, attempt: int
) -> None:
    first, second, ends = PAIRS[pair]
    clients = [sign_in(getattr(delivered, who)) for who, _ in (first, second)]
    sequence = {"sequence": "0", "reason": "没有来"}

    def ask(client: FlaskClient, path: str) -> Callable[[], int]:
        return lambda: client.post(f"/lessons/{delivered.lesson}/{path}", data=sequence).status_code

    answers = at_once(ask(clients[0], first[1]), ask(clients[1], second[1]))
    assert set(answers) <= {303, 409, 422}
    assert 303 in answers
    with app.app_context():
        state = db.session.get(Lesson, delivered.lesson).state
        assert state in ends
        confirmed = state is LessonState.CONFIRMED
        assert count(Confirmation) == int(confirmed)
        assert count(ReachedClass) == (2 if confirmed else 0)
        assert count(Delivery) == (0 if state is LessonState.SCHEDULED else 1)
        assert count(Slot) == (0 if state is LessonState.MISSED else 1)
        assert count(LessonChange) == 1
        db.session.rollback()


@both_databases
def test_a_school_cancels_while_the_vice_principal_reports(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        story = make_delivery.story(local_now().replace(microsecond=0) - timedelta(minutes=10))
    police, school = sign_in(story.police), sign_in(story.teacher)
    answers = at_once(
        lambda: police.post(f"/lessons/{story.lesson}/taught").status_code,
        lambda: school.post(f"/lessons/{story.lesson}/cancel", data={"reason": "停电"}).status_code,
    )
    assert set(answers) <= {303, 409, 422}
    with app.app_context():
        state = db.session.get(Lesson, story.lesson).state
        assert state in {LessonState.DELIVERED, LessonState.CANCELLED, LessonState.SCHEDULED}
        assert count(Delivery) == int(state is LessonState.DELIVERED)
        db.session.rollback()
