"""Warnings that do not block: they are refused until somebody ticks that they know."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.db import db
from course.roster.models import SchoolStage, Theme, VicePrincipal
from course.schedule import rules
from course.schedule.models import Lesson, LessonChange
from tests.conftest import both_databases
from tests.test_schedule_rules import GROUP, HOST, situation
from tests.test_schedule_views import DAY, booked, count, form, make_world, send

SignIn = Callable[[int], FlaskClient]
NEW, STAGE, DAY_FULL = "theme_is_new_to_the_classes", "theme_suits_the_stage", "day_has_room"
USUAL = "vice_principal_teaches_the_theme"


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


@pytest.mark.parametrize(
    ("accepted", "left"),
    [
        (set(), [STAGE, NEW]),
        ({NEW}, [STAGE]),
        ({NEW, STAGE}, []),
        # What is no warning is never accepted.
        ({NEW, STAGE, "classes_are_free"}, []),
    ],
)
def test_only_what_is_ticked_is_passed_over(accepted: set[str], left: list[str]) -> None:
    groups = (replace(GROUP, taught_on=date(2026, 10, 8)),)
    known = situation(groups=groups, host=replace(HOST, stage=SchoolStage.SENIOR))
    assert [one.rule for one in rules.class_problems(known, frozenset(accepted))] == left
    assert {NEW, STAGE, DAY_FULL, USUAL} == rules.MAY_BE_ACCEPTED
    names = [rule.__name__ for rule in rules.period_rules(frozenset({DAY_FULL, "classes_are_free"}))]
    assert DAY_FULL not in names and "classes_are_free" in names


@both_databases
def test_a_theme_again_is_booked_once_somebody_has_ticked_that_they_know(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    school = sign_in(world.school)
    booked(school, world)
    again = form(world, choice=f"{DAY.isoformat()}/4/{world.person_code}")
    refused = send(school, again)
    assert refused.status_code == 409 and f'name="accept" value="{NEW}"' in refused.text
    assert 'name="choice"' not in refused.text

    page = school.get("/lessons/new", query_string={"theme": "T02", "classes": "3-1", "accept": NEW}).text
    assert 'name="choice"' in page and re.search(rf'type="hidden" name="accept" value="{NEW}"', page)
    assert send(school, {**again, "accept": NEW}).status_code == 303
    with app.app_context():
        change = db.session.scalars(sa.select(LessonChange).order_by(LessonChange.id.desc())).first()
        assert change.after["accepted"] == [NEW]


def test_a_theme_of_another_stage_is_warned_of(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.execute(sa.update(Theme).where(Theme.code == "T03").values(stages=("senior",)))
        db.session.commit()
    school = sign_in(world.school)
    assert "theme=T03" in school.get("/lessons/new").text, "under the themes of other stages"
    assert send(school, form(world, theme="T03")).status_code == 422
    assert send(school, form(world, theme="T03", accept=STAGE)).status_code == 303


def test_one_more_lesson_on_a_day_is_warned_of(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.execute(sa.update(VicePrincipal).values(max_lessons_day=1))
        db.session.commit()
    school = sign_in(world.school)
    booked(school, world)
    more = form(world, classes="3-2", choice=f"{DAY.isoformat()}/5/{world.person_code}")
    assert send(school, more).status_code == 409
    where = {"theme": "T02", "classes": "3-2", "from": DAY.isoformat(), "person": world.person_code}
    assert f"accept={DAY_FULL}" in school.get("/lessons/new", query_string=where).text
    page = school.get("/lessons/new", query_string={**where, "accept": DAY_FULL}).text
    assert f'value="{DAY.isoformat()}/5/{world.person_code}"' in page
    assert send(school, {**more, "accept": DAY_FULL}).status_code == 303
    # A tick opens nothing that is no warning.
    assert (
        send(school, {**more, "classes": "3-3", "accept": "vice_principal_is_free;classes_are_free"}).status_code == 409
    )
    assert count(app, Lesson) == 2


@both_databases
def test_a_theme_that_somebody_does_not_usually_teach_is_ticked_and_never_blocks(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    with app.app_context():
        db.session.execute(sa.update(VicePrincipal).values(theme_codes=("T03",)))
        db.session.commit()
    school, wanted = sign_in(world.school), form(world)
    where = {"theme": "T02", "classes": "3-1", "from": DAY.isoformat(), "person": world.person_code}
    page = school.get("/lessons/new", query_string=where).text
    assert f'value="{wanted["choice"]}"' in page, "the period is offered all the same"

    refused = send(school, wanted)
    assert refused.status_code == 422 and count(app, Lesson) == 0
    assert world.person_name in refused.text and f'name="accept" value="{USUAL}"' in refused.text
    kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', refused.text.split('action="/lessons/new"')[1]))
    assert kept["choice"] == wanted["choice"]
    assert send(school, kept).status_code == 303
    # Where more stands against it, the tick alone changes nothing.
    taken = send(school, form(world, classes="3-2"))
    assert taken.status_code == 409 and f'name="accept" value="{USUAL}"' not in taken.text
    assert count(app, Lesson) == 1
