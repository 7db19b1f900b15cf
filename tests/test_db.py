"""The database keeps what rules promise, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from course.access import audit
from course.db import db, one_transaction, without_lock
from course.schedule.models import Slot
from tests import make
from tests.conftest import both_databases


def hold(lesson_id: int, start: datetime, end: datetime, resource: str = "hall:1") -> None:
    db.session.add(Slot(resource=resource, region_path="R", start=start, end=end, lesson_id=lesson_id))
    db.session.flush()


@pytest.fixture
def lesson_id(data: None) -> int:
    at = datetime(2026, 11, 26, 10, 25)
    return make.lesson(make.vice_principal(), make.school(), make.theme(), at, at.replace(hour=11)).id


@both_databases
def test_two_overlapping_slots_of_one_resource_are_refused_by_the_database(lesson_id: int) -> None:
    hold(lesson_id, datetime(2026, 11, 26, 10, 25), datetime(2026, 11, 26, 11, 5))
    with pytest.raises(DBAPIError):
        hold(lesson_id, datetime(2026, 11, 26, 11, 4), datetime(2026, 11, 26, 11, 45))


@both_databases
def test_touching_slots_and_other_resources_are_fine(lesson_id: int) -> None:
    hold(lesson_id, datetime(2026, 11, 26, 10, 25), datetime(2026, 11, 26, 11, 5))
    hold(lesson_id, datetime(2026, 11, 26, 11, 5), datetime(2026, 11, 26, 11, 45))
    hold(lesson_id, datetime(2026, 11, 26, 10, 25), datetime(2026, 11, 26, 11, 5), "hall:2")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Slot)) == 3


@both_databases
def test_the_audit_log_cannot_be_changed_and_shows_a_broken_chain(data: None) -> None:
    with one_transaction():
        audit.note("test.first", "thing:1", user=None, now=make.NOW)
        audit.note("test.second", "thing:2", user=None, now=make.NOW)
    assert audit.first_broken_entry() is None
    with pytest.raises(DBAPIError):
        db.session.execute(sa.text("UPDATE audit_entry SET actor = 'someone else'"))
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(sa.text("DELETE FROM audit_entry"))


def test_while_a_request_does_something_slow_others_may_write(app: Flask) -> None:
    def may_write() -> bool:
        with closing(sqlite3.connect(f"{app.config['INSTANCE']}/course.db", timeout=0.1)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            return True

    with app.app_context(), one_transaction():
        db.session.execute(sa.text("SELECT 1"))
        assert not may_write()
        with without_lock():
            assert may_write()
        db.session.execute(sa.text("SELECT 1"))
        assert not may_write()
