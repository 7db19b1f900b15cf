"""Notices: told once, shown until read, one's own only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access import notice_actions
from course.access.models import Notice, Role, User
from course.access.notice_queries import NOTICES_ON_A_PAGE
from course.db import db
from tests import make
from tests.conftest import both_databases

FACTS = {"title_zh": "一块橡皮的事", "title_en": "About a rubber", "decks": 1, "reasons": []}


def tell(user_id: int, key: str, **given: str) -> int | None:
    told = {"kind": "deck.superseded", "facts": FACTS, "address": "/cases/sample", **given}
    notice = notice_actions.notify(user_id, key=key, now=make.NOW, **told)
    db.session.commit()
    return notice


@both_databases
def test_a_change_is_told_once(data: None) -> None:
    user = make.user(Role.ADMIN)
    assert tell(user.id, "a") is not None
    assert tell(user.id, "a") is None
    assert user.unread == 1


@pytest.fixture
def two(app: Flask, sign_in: Callable[[int], FlaskClient]) -> tuple[FlaskClient, FlaskClient]:
    """Two people; the first has two notices, the second one."""
    with app.app_context():
        ids = [make.user(Role.ADMIN).id, make.user(Role.SCHOOL, make.school()).id]
        tell(ids[0], "a")
        tell(ids[0], "b", kind="something.unknown", address="")
        tell(ids[1], "a")
    return sign_in(ids[0]), sign_in(ids[1])


def unread(app: Flask, user_id: int) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(User.unread).where(User.id == user_id))


def test_the_page_shows_my_notices_and_the_header_counts_them(two: tuple[FlaskClient, FlaskClient]) -> None:
    page = two[0].get("/notices").text
    assert "一块橡皮的事" in page and "系统更新完成后可以查看" in page and "something.unknown" not in page
    assert '<span class="unread">2' in page
    assert '<span class="unread">1' in two[1].get("/notices").text


def test_opening_a_notice_reads_it_and_leads_to_its_place(app: Flask, two: tuple[FlaskClient, FlaskClient]) -> None:
    answer = two[0].post("/notices/1/open")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases/sample")
    assert unread(app, 1) == 1
    assert two[0].post("/notices/2/open").headers["Location"] == "/notices"
    assert unread(app, 1) == 0
    assert '<span class="unread">' not in two[0].get("/notices").text


def test_one_is_marked_as_read_and_reading_twice_keeps_the_first_time(
    app: Flask, two: tuple[FlaskClient, FlaskClient]
) -> None:
    two[0].post("/notices/1/read")
    with app.app_context():
        first = db.session.get_one(Notice, 1).read_at
    two[0].post("/notices/1/read")
    with app.app_context():
        assert db.session.get_one(Notice, 1).read_at == first


def test_marking_all_leaves_what_came_after_the_page(app: Flask, two: tuple[FlaskClient, FlaskClient]) -> None:
    with app.app_context():
        tell(1, "c")
    two[0].post("/notices/read", data={"newest": "2"})
    assert unread(app, 1) == 1
    assert unread(app, 2) == 1
    assert two[0].post("/notices/read", data={"newest": "x"}).status_code == 400


@pytest.mark.parametrize("path", ["/notices/3/open", "/notices/3/read", "/notices/99/read"])
def test_notices_of_others_are_not_found(app: Flask, two: tuple[FlaskClient, FlaskClient], path: str) -> None:
    assert two[0].post(path).status_code == 404
    assert unread(app, 2) == 1


def test_nothing_to_read_is_said_so(app: Flask, sign_in: Callable[[int], FlaskClient]) -> None:
    with app.app_context():
        user_id = make.user(Role.ADMIN).id
    page = sign_in(user_id).get("/notices").text
    assert 'class="empty"' in page and '<span class="unread">' not in page


def test_the_header_asks_one_question(app: Flask, two: tuple[FlaskClient, FlaskClient], statements: list[str]) -> None:
    statements.clear()
    two[0].get("/account")
    assert sum("notice" in statement for statement in statements) == 1


def test_many_notices_are_paged(app: Flask, two: tuple[FlaskClient, FlaskClient]) -> None:
    with app.app_context():
        for number in range(40):
            tell(1, f"n{number}")
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice).where(Notice.user_id == 1)) == 42
    assert two[0].get("/notices").text.count('class="card-item') == NOTICES_ON_A_PAGE
    assert two[0].get("/notices?page=2").text.count('class="card-item') == 12
