"""A connection that was cut while it lay in the pool is noticed before a request uses it, and no server is asked."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa

from course import silent_connections
from tests import services

NAME = "course_silent"
MINE = sa.select(sa.func.pg_backend_pid())


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    """A pool of one connection, watched; its name tells it from others at the server."""
    address = sa.make_url(services.postgresql()).update_query_dict({"application_name": NAME})
    made = sa.create_engine(address, pool_size=1, max_overflow=0)
    silent_connections.watch(made)
    yield made
    made.dispose()


def asked(engine: sa.Engine) -> int:
    """The process of the server that answers."""
    with engine.connect() as connection:
        return connection.scalar(MINE)


def end(pid: int) -> None:
    """End a process of the server, and wait until it is gone."""
    address = services.postgresql().replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def test_a_connection_that_was_cut_is_replaced(engine: sa.Engine) -> None:
    first = asked(engine)
    end(first)
    assert asked(engine) != first


def test_one_that_says_something_and_lives_is_kept(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("LISTEN course_silent")
        connection.commit()
        first = connection.scalar(MINE)
    with psycopg.connect(services.postgresql().replace("+psycopg", ""), autocommit=True) as other:
        other.execute("NOTIFY course_silent")
    assert asked(engine) == first


def test_a_silent_one_is_not_asked(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    first, pings = asked(engine), []
    monkeypatch.setattr(engine.dialect, "do_ping", lambda connection: pings.append(connection))
    assert asked(engine) == first
    assert pings == []
