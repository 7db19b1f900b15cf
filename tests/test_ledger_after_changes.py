"""What the ledger may not undo: the name that a school had, and that somebody was erased."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from course.db import db, one_transaction
from course.privacy.erasing import erase
from course.privacy.queries import subject_of_person
from course.roster.models import School, SchoolName, VicePrincipal
from tests import ledgers
from tests.conftest import both_databases


@both_databases
def test_a_new_name_in_the_ledger_leaves_the_old_one_in_history(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        ledgers.bring_in(ledgers.folder(tmp_path / "first"))
        renamed = ledgers.TABLES["schools"].replace("实验小学", "实验学校")
        ledgers.bring_in(ledgers.only(tmp_path / "second", schools=renamed))
        ledgers.bring_in(ledgers.only(tmp_path / "second", schools=renamed))
        assert db.session.scalar(sa.select(School.name).where(School.code == "S1")) == "实验学校"
        assert list(db.session.scalars(sa.select(SchoolName.name))) == ["实验小学"]
        db.session.remove()


@both_databases
def test_somebody_erased_does_not_come_back_with_the_ledger(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        ledgers.bring_in(ledgers.folder(tmp_path / "first"))
        person = db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code == "V1"))
        with one_transaction():
            erase(subject_of_person(person.id), user=None, now=datetime.now(UTC))
        judged = ledgers.bring_in(ledgers.folder(tmp_path / "second"))["vice_principals"]
        assert [rule for _row, _column, rule in ledgers.refusals(judged)] == ["person_is_erased"]
        db.session.expire_all()
        assert person.name.startswith("已删除")
        assert person.phone == person.email == ""
        db.session.remove()
