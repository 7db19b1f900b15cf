"""Mock trials, visits and assemblies: said by either side, shown as both said it, counted apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.db import db
from course.delivery import rules
from course.delivery.models import Confirmation, Delivery, Form, Manner, Special
from course.delivery.rules import Figures
from course.i18n import local_now
from course.schedule.models import Lesson
from tests import make, make_delivery
from tests.conftest import both_databases
from tests.make_delivery import Story

SignIn = Callable[[int], FlaskClient]
FIGURES = {"manner": "organised", "form": "practice", "minutes": "80", "pupils": "83", "note": ""}


@pytest.fixture
def today(app: Flask) -> Story:
    with app.app_context():
        return make_delivery.story(local_now().replace(microsecond=0) - timedelta(hours=1))


@pytest.mark.parametrize(
    ("special", "form", "possible"),
    [
        ("", Form.LECTURE, True),
        ("", Form.PRACTICE, True),
        ("mock_trial", Form.PRACTICE, True),
        ("mock_trial", Form.LECTURE, False),
        ("party", Form.PRACTICE, False),
    ],
)
def test_what_may_be_special(special: str, form: Form, possible: bool) -> None:
    assert (rules.special_is_a_practice(special, form) is None) is possible


def test_another_special_form_is_a_difference() -> None:
    trial = Figures(Manner.TAUGHT, Form.PRACTICE, 40, 80, special="mock_trial")
    assert rules.differs(trial, Figures(Manner.TAUGHT, Form.PRACTICE, 40, 80, special="visit"))
    assert not rules.differs(trial, Figures(Manner.TAUGHT, Form.PRACTICE, 40, 80, "Other words", "mock_trial"))


def test_nothing_special_is_not_written_down() -> None:
    assert "special" not in Figures(Manner.TAUGHT, Form.LECTURE, 40, 80).record()
    assert Figures(Manner.TAUGHT, Form.PRACTICE, 40, 80, special="visit").record()["special"] == "visit"


def test_the_report_and_the_one_tap_keep_it(app: Flask, sign_in: SignIn, today: Story) -> None:
    address = f"/lessons/{today.lesson}"
    figures = {**FIGURES, "form": "lecture", "special": "mock_trial"}
    assert sign_in(today.police).post(f"{address}/taught/figures", data=figures).status_code == 303
    assert str(label(app, Special.MOCK_TRIAL)) in sign_in(today.teacher).get(address).text
    assert sign_in(today.teacher).post(f"{address}/confirm").status_code == 303
    with app.app_context():
        claim, word = (db.session.scalars(sa.select(kind)).one() for kind in (Delivery, Confirmation))
        assert (claim.special, word.special) == ("mock_trial", "mock_trial")
        assert (claim.form, word.form) == (Form.PRACTICE, Form.PRACTICE)


def label(app: Flask, special: Special) -> str:
    with app.test_request_context():
        return str(special.label)


def test_a_correction_shows_both(app: Flask, sign_in: SignIn, today: Story) -> None:
    address = f"/lessons/{today.lesson}"
    sign_in(today.police).post(f"{address}/taught/figures", data={**FIGURES, "special": "visit"})
    given = {**FIGURES, "special": "assembly", "classes": [str(today.classes[0])]}
    assert sign_in(today.teacher).post(f"{address}/confirm/figures", data=given).status_code == 303
    page = sign_in(today.police).get(address).text
    assert label(app, Special.VISIT) in page
    assert label(app, Special.ASSEMBLY) in page


def test_nonsense_is_refused_and_nothing_is_written(app: Flask, sign_in: SignIn, today: Story) -> None:
    given = {**FIGURES, "special": "<script>"}
    assert sign_in(today.police).post(f"/lessons/{today.lesson}/taught/figures", data=given).status_code == 422
    with app.app_context():
        assert db.session.scalars(sa.select(Delivery)).all() == []


@both_databases
def test_they_are_counted_for_the_year(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        start = local_now().replace(microsecond=0) - timedelta(days=2)
        story = make_delivery.story(start)
        first = db.session.get(Lesson, story.lesson)
        school = db.session.get(make.School, story.school)
        person = db.session.get(make.VicePrincipal, story.vice_principal)
        second = make_delivery.lesson(person, school, start - timedelta(days=1))
        make_delivery.confirmation(first, form=Form.PRACTICE, special="mock_trial", manner=Manner.ORGANISED)
        make_delivery.confirmation(second, form=Form.PRACTICE, special="mock_trial")
        bureau = make.user(Role.BUREAU, db.session.get(make.Region, school.region_id)).id
        code = school.code
    page = sign_in(bureau).get("/coverage/special").text
    assert f"<dt>{label(app, Special.MOCK_TRIAL)}</dt><dd>2</dd>" in page
    assert f"<dt>{label(app, Special.VISIT)}</dt><dd>0</dd>" in page
    assert sign_in(bureau).get("/coverage/special?year=2001").status_code == 200
    assert "/coverage/special" in sign_in(bureau).get(f"/coverage/schools/{code}").text
    with app.app_context():
        stranger = make.user(Role.BUREAU, make.region()).id
    assert "<dd>2</dd>" not in sign_in(stranger).get("/coverage/special").text
