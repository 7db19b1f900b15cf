"""A savepoint that is given up takes neither the lines of the log nor what was changed with it."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from course.access import audit
from course.access.models import AuditEntry
from course.changed import changed, schools_changed
from course.db import db
from tests import make
from tests.conftest import both_databases


def give_up() -> None:
    """A savepoint that comes to nothing."""
    try:
        with db.session.begin_nested():
            db.session.flush()
            raise LookupError
    except LookupError:
        pass


@both_databases
def test_a_savepoint_given_up_takes_nothing_with_it(app: Flask) -> None:
    with app.app_context():
        school = make.school()
        audit.note("test.before", "school:1", user=None, now=make.NOW)
        schools_changed([school.id], make.NOW)
        give_up()
        assert changed().schools == {school.id}
        with db.session.begin_nested():
            db.session.flush()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 0
        db.session.commit()
        assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["test.before"]
        db.session.rollback()


@both_databases
def test_a_transaction_given_up_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        school = make.school()
        audit.note("test.before", "school:1", user=None, now=make.NOW)
        schools_changed([school.id], make.NOW)
        db.session.scalar(sa.select(sa.literal(1)))
        db.session.rollback()
        assert not changed()
        db.session.commit()
        assert db.session.scalars(sa.select(AuditEntry.action)).all() == []
