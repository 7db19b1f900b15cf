"""PostgreSQL plans the questions of a page once; regions are planned each time, and pages still write nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import kept_statements
from course.access.guard import allow_anyone
from course.access.models import Role
from course.db import db
from course.roster.models import Theme
from tests import make, services

SignIn = Callable[[int], FlaskClient]
on_postgresql = pytest.mark.parametrize("app", ["postgresql"], indirect=True)
OFTEN = kept_statements.ASKED_BEFORE + 2
MINE = sa.select(sa.func.pg_backend_pid())
ROW = {"code": "K1", "name": "kept", "special_day": "", "stages": ""}


def kept(app: Flask) -> list[str]:
    """The statements that the connection which was used last has kept."""
    with app.app_context(), db.engine.connect() as connection:
        found = list(connection.scalars(sa.text("SELECT statement FROM pg_prepared_statements")))
        connection.commit()
    return found


def look(client: FlaskClient, path: str) -> None:
    """Open a page again and again."""
    for _ in range(OFTEN):
        assert client.get(path).status_code == 200


@on_postgresql
def test_what_a_school_asks_again_and_again_is_kept(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        user = make.user(Role.SCHOOL, make.school()).id
        db.session.remove()
    look(sign_in(user), "/lessons")
    assert any("FROM lesson" in statement for statement in kept(app))


@on_postgresql
@pytest.mark.parametrize("path", ["/", "/schools", "/coverage"])
def test_what_a_bureau_asks_is_planned_each_time(app: Flask, sign_in: SignIn, path: str) -> None:
    with app.app_context():
        county = make.region()
        make.school(county)
        user = make.user(Role.BUREAU, county).id
        db.session.remove()
        db.engine.dispose()
    client = sign_in(user)
    for _ in range(OFTEN):
        assert client.get(path, follow_redirects=True).status_code == 200
    assert not any("region_path >=" in statement for statement in kept(app))


@on_postgresql
@pytest.mark.parametrize(
    ("path", "statement", "is_kept"),
    [
        ("/coverage/schools/S7", "FROM lesson", True),
        ("/find?q=第一", "beginning", True),
        # A letter begins most codes, or few.
        ("/find?q=S7S", "beginning", False),
    ],
)
def test_what_a_bureau_asks_of_one_school_or_a_word_is_kept(
    app: Flask, sign_in: SignIn, path: str, statement: str, is_kept: bool
) -> None:
    with app.app_context():
        county = make.region()
        make.school_class(make.school(county, code="S7", name="第一小学"), 3, 1)
        user = make.user(Role.BUREAU, county).id
        db.session.remove()
        db.engine.dispose()
    look(sign_in(user), path)
    assert any(statement in one for one in kept(app)) is is_kept


def flushed() -> None:
    db.session.add(Theme(**ROW | {"stages": ()}))
    db.session.flush()


def inserted() -> None:
    db.session.execute(sa.insert(Theme.__table__).values(ROW))


def in_words() -> None:
    columns = ", ".join(ROW)
    db.session.execute(sa.text(f"INSERT INTO theme ({columns}) VALUES (:{columns.replace(', ', ', :')})"), ROW)


def showing(app: Flask, monkeypatch: pytest.MonkeyPatch, work: Callable[[], Any]) -> None:
    """Let the page of the signs of life do this work."""

    @allow_anyone
    def view() -> str:
        work()
        return "shown"

    monkeypatch.setitem(app.view_functions, "site.health", view)


@on_postgresql
@pytest.mark.parametrize("write", [flushed, inserted, in_words])
def test_a_page_that_writes_without_saying_so_has_written_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, write: Callable[[], None]
) -> None:
    showing(app, monkeypatch, write)
    assert client.get("/health").text == "shown"
    with app.app_context():
        assert db.session.scalar(sa.select(Theme.id).where(Theme.code == "K1")) is None


@on_postgresql
def test_a_connection_that_is_cut_after_the_last_question_spoils_no_page(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    showing(app, monkeypatch, lambda: end(db.session.scalar(MINE)))
    assert client.get("/health").text == "shown"


def end(pid: int) -> None:
    """End a process of the server, and wait until it is gone."""
    elsewhere(f"SELECT pg_terminate_backend({pid}, 5000)")


def elsewhere(words: str) -> None:
    """Say this to the server on another connection."""
    with psycopg.connect(services.postgresql().replace("+psycopg", ""), autocommit=True) as other:
        other.execute(words)


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    """A pool of one connection, watched."""
    made = sa.create_engine(services.postgresql(), pool_size=1, max_overflow=0)
    kept_statements.watch(made)
    yield made
    made.dispose()


def test_a_connection_whose_plans_are_old_is_left(engine: sa.Engine) -> None:
    name = f"course_words_{os.getpid()}"
    asked = sa.select(sa.table(name, sa.column("word")).c.word)
    elsewhere(f"CREATE TABLE {name} (word varchar(10))")
    try:
        with engine.connect() as connection:
            for _ in range(OFTEN):
                connection.execute(asked).all()
            connection.commit()
            elsewhere(f"ALTER TABLE {name} ALTER word TYPE varchar(20)")
            with pytest.raises(sa.exc.DBAPIError) as caught:
                connection.execute(asked).all()
            assert caught.value.connection_invalidated
        with engine.connect() as connection:
            assert connection.execute(asked).all() == []
    finally:
        elsewhere(f"DROP TABLE {name}")
