"""The case library: what may be taught, page by page, and the decks that are handed out."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation

from course.access.models import Role
from course.cases import actions, queries
from course.cases.models import CaseVersion, Deck, LawVersion
from course.db import db
from slides import built_in_cases, read_case
from tests import make
from tests.conftest import copy_database


@pytest.fixture(scope="module")
def stocked(sqlite_app: Flask, scratch: Path) -> Path:
    """A database with the law table and one approved case, made once and copied for each test."""
    copy_database(scratch / "empty.db", scratch / "course.db")
    with sqlite_app.app_context():
        for code in (f"T{number:02}" for number in range(1, 13)):
            make.theme(code)
        actions.load_laws()
        for path in built_in_cases():
            text = path.read_text(encoding="utf-8")
            actions.save_case(read_case(text), text, now=make.NOW)
        make.user(Role.ADMIN)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    copy_database(scratch / "course.db", scratch / "stocked.db")
    return scratch / "stocked.db"


@pytest.fixture
def reader(stocked: Path, app: Flask, scratch: Path, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """Somebody who looks at the library."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    copy_database(stocked, scratch / "course.db")
    return sign_in(1)


def test_the_library_shows_every_case_with_its_stages(reader: FlaskClient) -> None:
    page = reader.get("/cases").text
    for key in ("bullying", "fraud", "constitution"):
        assert f"/cases/{key}" in page


def test_a_case_shows_the_pages_of_one_stage_and_what_to_say(reader: FlaskClient) -> None:
    page = reader.get("/cases/fraud?stage=senior").text
    assert page.count("<details>") >= 14
    assert "/cases/fraud/pictures/senior/zh/1/small" in page


@pytest.mark.parametrize(
    "path",
    [
        "/cases/nothing",
        "/cases/fraud/pictures/senior/zh/99/small",
        "/cases/fraud/pictures/senior/zh/0/small",
        "/cases/fraud/pictures/primary_low/zh/1/small",
        "/cases/fraud/pictures/senior/fr/1/small",
        "/cases/fraud/pictures/senior/zh/1/huge",
        "/cases/fraud/read/senior/zh/0",
        "/cases/fraud/read/senior/zh/99",
        "/cases/fraud/read/primary_low/zh/1",
    ],
)
def test_what_is_not_there_is_not_found(reader: FlaskClient, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_deck_opens_and_is_remembered(app: Flask, reader: FlaskClient, language: str) -> None:
    answer = reader.post(f"/cases/bullying/deck/junior/{language}")
    assert len(Presentation(io.BytesIO(answer.data)).slides) >= 14
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with app.app_context():
        deck = db.session.scalars(sa.select(Deck)).one()
        assert (deck.stage, deck.language, deck.user_id) == ("junior", language, 1)


def test_a_case_that_nobody_approved_is_shown_and_not_handed_out(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(sa.update(CaseVersion).values(approved_on=None))
        db.session.commit()
    assert reader.get("/cases/bullying").status_code == 200
    assert reader.post("/cases/bullying/deck/junior/zh").status_code == 303


def test_a_law_that_is_no_longer_in_force_stops_the_deck(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(sa.update(LawVersion).values(repealed=make.TODAY.replace(year=2026, month=1)))
        db.session.execute(sa.update(LawVersion).values(checked_on=make.TODAY.replace(day=22)))
        db.session.commit()
    assert reader.post("/cases/bullying/deck/junior/zh").status_code == 303
    assert "alert-danger" in reader.get("/cases/bullying?stage=junior").text


def test_the_same_text_is_not_a_new_version(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        text = built_in_cases()[0].read_text(encoding="utf-8")
        assert actions.save_case(read_case(text), text, now=make.NOW) is None
        changed = text.replace("version: 1", "version: 2", 1)
        assert actions.save_case(read_case(changed), changed, now=make.NOW).number == 2


def test_the_law_table_is_loaded_once_with_its_renumbering(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        assert actions.load_laws() == 0
        law = queries.law_table().versions("治安管理处罚法")[0]
        assert len(law.articles) == 144
        assert any((moved.old, moved.new) == (43, 51) for moved in law.moved)
