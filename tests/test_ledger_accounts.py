"""Users of a OneRoster export: who runs a school gets its account, and of nobody else anything stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_security import verify_password

from course.access.models import AuditEntry, Role, User
from course.access.scope import Scope
from course.db import db, one_transaction, utc_now
from course.ledger import applying, importing
from course.ledger import oneroster_rules as rules
from course.roster.models import Region, School
from tests import make
from tests.conftest import both_databases
from tests.test_ledger_oneroster import CLASSES, ORGS, Rows, everything, export, report_of, run

SignIn = Callable[[int], FlaskClient]
GOOD = [row for row in CLASSES if row[0] not in {"c-5", "c-6", "c-7"}]
HEADING = ["sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "givenName",
           "familyName", "email"]  # fmt: skip
CHILD, PARENT = "小明同学", "小明妈妈"


def person(role: str = "administrator", orgs: str = "o-4", email: str = "wang@s901.example", **given: str) -> list[str]:
    """A row of users.csv."""
    known = {"status": "active", "enabled": "true", "given": "芳", "family": "王"} | given
    return ["u", known["status"], "", known["enabled"], orgs, role, "w", known["given"], known["family"], email]


def accounts() -> dict[str, tuple[str, str, Role]]:
    """All accounts of schools: name, school, role by address."""
    chosen = sa.select(User.email, User.name, School.code, User.role).join(School, School.id == User.school_id)
    return {row[0]: (row[1], row[2], row[3]) for row in db.session.execute(chosen)}


def folder(path: Path, *people: list[str], heading: list[str] = HEADING, **files: Rows) -> Path:
    return export(path, users=[heading, *people], **{"classes": GOOD, **files})


@both_databases
def test_who_runs_a_school_gets_its_account(app: Flask, tmp_path: Path) -> None:
    people = [
        person(),
        person(email="Second@S901.example", given="Anna", family="Li"),
        person("student", email="ming@s901.example", given=CHILD),
        person("parent", email="mama@s901.example", given=PARENT),
        person("teacher", email="teacher@s901.example"),
        person(email="left@s901.example", status="tobedeleted"),
        person(email="closed@s901.example", enabled="false"),
        person(email="both@s901.example", orgs="o-4,o-5"),
        person(email="bureau@s901.example", orgs="o-3"),
        person(email=""),
    ]
    report = tmp_path / "report.csv"
    assert run(app, folder(tmp_path / "export", *people), "--report", report).exit_code == 0
    with app.app_context():
        assert accounts() == {
            "wang@s901.example": ("王芳", "S901", Role.SCHOOL),
            "second@s901.example": ("Anna Li", "S901", Role.SCHOOL),
        }
        held = everything()
        assert CHILD not in held and PARENT not in held and "ming@" not in held
        noted = db.session.scalars(sa.select(AuditEntry.region_path).where(AuditEntry.action == "user.add")).all()
        assert noted == ["P9/C9/R9", "P9/C9/R9"]
    lines = [line for line in report_of(report) if line["file"] == "users.csv"]
    said = {line["row"]: line["message"] for line in lines}
    assert "主管部门账号" in said["10"] and "主管部门账号" not in said["9"]
    assert CHILD not in str(lines) and PARENT not in str(lines)
    assert {line["row"] for line in lines if line["outcome"] == "added"} == {"2", "3"}
    assert {line["row"] for line in lines if line["outcome"] == "notice"} == {"1", "9", "10", "11"}


@both_databases
def test_the_second_time_changes_nothing_and_opens_nothing_again(app: Flask, tmp_path: Path) -> None:
    assert "added 1" in run(app, folder(tmp_path / "first", person())).output
    with app.app_context():
        user = db.session.scalars(sa.select(User)).one()
        user.active, user.name = False, "王老师"
        db.session.commit()
        before = user.password
    again = run(app, folder(tmp_path / "second", person(email="WANG@s901.example", given="改名"), person(orgs="o-5")))
    assert again.exit_code == 1, "one address for two schools is said to differ"
    assert run(app, folder(tmp_path / "third", person(orgs="o-5"))).exit_code == 0
    with app.app_context():
        user = db.session.scalars(sa.select(User)).one()
        assert (user.active, user.name, user.password) == (False, "王老师", before)
        assert accounts()["wang@s901.example"][1] == "S901"


@pytest.mark.parametrize(
    ("kinds", "runs"),
    [(["district"], True), (["state", "district"], True), (["district", None], True), (["school"], False),
     (["district", "school"], False), ([None], False), ([], False)],
)  # fmt: skip
def test_who_runs_a_region(kinds: list[str | None], runs: bool) -> None:
    assert rules.runs_a_region(kinds) is runs


def test_a_dry_run_adds_nobody(app: Flask, tmp_path: Path) -> None:
    answer = run(app, folder(tmp_path / "export", person()), "--dry-run")
    assert "users.csv: added 1" in answer.output
    with app.app_context():
        assert accounts() == {}


def test_nobody_knows_the_password_until_the_bureau_gives_one(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    run(app, folder(tmp_path / "export", person()))
    with app.app_context():
        user = db.session.scalars(sa.select(User)).one()
        assert not any(verify_password(word, user.password) for word in ("", "wang@s901.example", "password"))
        assert not user.must_change_password, "who comes by single sign-on has no password to change"


@both_databases
def test_a_bureau_adds_accounts_of_its_own_schools_only(app: Flask, data: None, tmp_path: Path) -> None:
    handed_in = importing.read(folder(tmp_path / "all", classes=[CLASSES[0]]))
    applying.write_all(handed_in.tables, Scope(Role.ADMIN), "", now=utc_now())
    db.session.commit()
    other = db.session.scalars(sa.select(Region).where(Region.code == "R9")).one()
    mine = make.school(make.region("R1", parent=db.session.get_one(Region, other.parent_id)), code="S911")
    db.session.commit()
    orgs = [ORGS[0], ORGS[2], ORGS[3], ORGS[4], ORGS[5], ["m", "", "", mine.name, "school", mine.code, "n"]]
    orgs.append(["n", "", "", "R1", "district", "R1", "o-2"])
    people = person(email="a@x.example"), person(email="b@x.example", orgs="m")
    tables = importing.read(folder(tmp_path / "mine", *people, orgs=orgs, classes=[CLASSES[0]])).tables
    with one_transaction():
        applying.write_all(tables, Scope(Role.BUREAU, region_path=mine.region_path), "", now=utc_now())
    assert set(accounts()) == {"b@x.example"}
    judged = next(table for table in tables if table.file == "users.csv")
    assert [remark.rule for remark in judged.remarks if remark.row == 2] == ["outside_scope"]


@pytest.mark.parametrize("email", ["nobody", "a@b", "a b@c.example", "a@c.example, d@c.example"])
def test_what_is_no_address_is_refused_with_its_row(app: Flask, tmp_path: Path, email: str) -> None:
    answer = run(app, folder(tmp_path / "export", person(email=email)))
    assert answer.exit_code == 1 and "users.csv" in answer.output
    with app.app_context():
        assert accounts() == {} and db.session.scalar(sa.select(sa.func.count()).select_from(School)) == 3


def test_an_export_without_addresses_brings_everything_else(app: Flask, tmp_path: Path) -> None:
    rows = folder(tmp_path / "export", person()[:-1], heading=HEADING[:-1])
    assert run(app, rows).exit_code == 0
    with app.app_context():
        assert accounts() == {} and db.session.scalar(sa.select(sa.func.count()).select_from(School)) == 3


@pytest.mark.parametrize(
    ("role", "enabled", "runs"),
    [("administrator", "true", True), ("Administrator", "", True), ("administrator", "FALSE", False),
     ("teacher", "true", False), ("student", "true", False), ("", "true", False)],
)  # fmt: skip
def test_who_runs_a_school(role: str, enabled: str, runs: bool) -> None:
    assert rules.runs_a_school(role, enabled) is runs


@pytest.mark.parametrize(
    ("family", "given", "name"), [("王", "芳", "王芳"), ("Li", "Anna", "Anna Li"), ("", "Anna", "Anna"), ("", "", "")]
)
def test_the_name_of_a_person(family: str, given: str, name: str) -> None:
    assert rules.whole_name({"familyName": family, "givenName": given}) == name


@pytest.mark.parametrize(("cell", "found"), [("a,b", ["a", "b"]), (" a , a,", ["a"]), ("", [])])
def test_a_cell_with_several_values(cell: str, found: list[str]) -> None:
    assert rules.several(cell) == found
