"""Keys of narrow scope, rows that are deleted while a program reads, and what it says it has already."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.db import db
from course.roster.models import School, SchoolClass
from tests import make, make_sharing
from tests.conftest import both_databases
from tests.test_sharing_api import World, ask, world

__all__ = ["world"]
NOTHING = {"confirmed": 0, "claimed": 0, "total": 0, "percent": None}
LISTS = ("/schools", "/classes", "/lessons", "/coverage/schools")


@both_databases
def test_a_region_with_nothing_has_nothing_and_no_percent(app: Flask, client: FlaskClient, world: World) -> None:
    with app.app_context():
        key = make_sharing.token(make.user(Role.BUREAU, make.region("R0009")))
    for path in (*LISTS, "/coverage/schools?on=2026-09-01"):
        answer = ask(client, key, path)
        assert (answer.status_code, answer.json["data"], answer.json["next"]) == (200, [], None), path
    for path in ("/coverage/regions", "/coverage/regions?on=2026-09-01", "/coverage/regions?year=2100"):
        answer = ask(client, key, path).json
        assert [answer["figures"][kind] for kind in ("appointed", "hours", "classes")] == [NOTHING] * 3
        assert (answer["region"]["code"], answer["data"]) == ("R0009", [])


def test_a_school_without_classes_sees_itself_and_no_total_of_others(
    app: Flask, client: FlaskClient, world: World
) -> None:
    with app.app_context():
        key = make_sharing.token(make.user(Role.SCHOOL, world.schools[2]))
    assert ask(client, key, "/classes").json["data"] == ask(client, key, "/lessons").json["data"] == []
    (row,) = ask(client, key, "/coverage/schools?region=C00").json["data"]
    assert (row["code"], row["figures"]["classes"]) == ("S3", NOTHING)
    assert row["figures"]["appointed"]["total"] == 1
    for path, status in (("/coverage/regions", 403), ("/coverage/regions?region=C00", 403), ("/schools/S1", 404),
                         ("/coverage/schools?region=R000", 404), ("/lessons?region=R000", 404)):  # fmt: skip
        assert ask(client, key, path).status_code == status, path


@both_databases
def test_a_row_deleted_while_a_program_reads_skips_no_other(app: Flask, client: FlaskClient, world: World) -> None:
    key = world.keys["admin"]
    with app.app_context():
        # Without lessons, so that they can be deleted: the last row of the first page, and the first of the second.
        gone = [make.school_class(db.session.get(School, world.schools[1].id), 4, number).id for number in (1, 2)]
        kept = make.school_class(db.session.get(School, world.schools[1].id), 4, 3).label
    first = ask(client, key, "/classes?limit=6").json
    assert first["data"][-1]["label"] == "4-1"
    with app.app_context():
        for number in gone:
            db.session.delete(db.session.get(SchoolClass, number))
        db.session.commit()
    rest = ask(client, key, first["next"].removeprefix("http://127.0.0.1:8000")).json
    assert ([row["label"] for row in rest["data"]], rest["next"]) == ([kept], None)


@pytest.mark.parametrize(
    ("sent", "status"),
    [("*", 304), ("{mark}", 304), ("{strong}", 304), ('"a", {mark}', 304), ('W/"a",{strong},"b"', 304), ('"a"', 200),
     ('W/"a", "b"', 200), ("", 200), ('"', 200), ("W/", 200), (",", 200)],
)  # fmt: skip
def test_what_a_program_has_already_is_not_sent_again(
    client: FlaskClient, world: World, sent: str, status: int
) -> None:
    key = world.keys["bureau"]
    for path in (*LISTS, "/coverage/regions"):
        mark = ask(client, key, path).headers["ETag"]
        header = sent.format(mark=mark, strong=mark.removeprefix("W/"))
        for method in ("GET", "HEAD"):
            answer = ask(client, key, path, method=method, headers={"If-None-Match": header})
            assert (answer.status_code, answer.headers["ETag"]) == (status, mark), (path, method)


def test_a_mark_opens_nothing(client: FlaskClient, world: World) -> None:
    for path, status in (("/schools/S1", 404), ("/schools/nothing", 404), ("/schools?limit=0", 400)):
        answer = ask(client, world.keys["stranger"], path, headers={"If-None-Match": "*"})
        assert answer.status_code == status
    assert ask(client, "", "/schools", headers={"If-None-Match": "*"}).status_code == 401
