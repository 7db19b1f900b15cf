"""The contact card of a vice-principal: for those who may know the number, and written down."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation

from course.access.models import AuditEntry
from course.db import db
from course.roster.models import VicePrincipal
from tests.test_schedule_views import make_world

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


def path_of(app: Flask, world: SimpleNamespace) -> str:
    with app.app_context():
        person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.name == world.person_name)).one()
        person.phone = "10000000001"
        db.session.commit()
        return f"/vice-principals/{person.code}/card"


def test_a_vice_principal_prints_the_own_card_and_takes_it_as_a_slide(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    path, person = path_of(app, world), sign_in(world.person)
    page = person.get(path).text
    assert page.count("10000000001") == 4 and "data:image/svg+xml" in page
    content = person.get(f"{path}.pptx?stage=junior").data
    assert len(Presentation(io.BytesIO(content)).slides) == 1
    with app.app_context():
        assert db.session.scalars(sa.select(AuditEntry.action)).all().count("card.show") == 2


def test_a_school_does_not_get_the_number_this_way(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    assert sign_in(world.school).get(path_of(app, world)).status_code == 404


@pytest.mark.parametrize("stage", ["nothing", "", "primary"])
def test_a_stage_that_does_not_exist_is_not_found(
    app: Flask, world: SimpleNamespace, sign_in: SignIn, stage: str
) -> None:
    assert sign_in(world.person).get(f"{path_of(app, world)}.pptx?stage={stage}").status_code == 404
