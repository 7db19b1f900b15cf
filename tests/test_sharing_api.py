"""The interface for programs: what it gives is what it says of itself, inside the scope of whoever owns the key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from werkzeug.test import TestResponse

from app import create_app
from course.access.models import Role
from course.db import db
from course.roster.models import Level, School
from course.schedule.models import Lesson, LessonState
from course.security import limiter
from course.sharing.description import description
from course.sharing.operations import OPERATIONS
from course.sharing.parameters import FROM, LIMIT, NotRead, mark, mark_of, moment, read_all
from tests import make, make_delivery, make_sharing
from tests.conftest import both_databases, settings_for_tests

PHONE = "13812345678"


class World:
    """Two counties of a city with a school each, lessons of the first, and a key of each owner."""

    def __init__(self) -> None:
        make.term(start=date.today() - timedelta(days=90), end=date.today() + timedelta(days=90))
        city = make.region("C00", level=Level.CITY)
        near, far = (make.region(code, parent=city) for code in ("R000", "R0002"))
        self.theme, self.person = make.theme("T01"), make.vice_principal(make.station(near), phone=PHONE)
        self.schools = [make.school(near, code="S1"), make.school(near, code="S2"), make.school(far, code="S3")]
        self.lessons = [self.lesson(number) for number in range(5)]
        make.appointment(self.person, self.schools[0], start=date.today() - timedelta(days=9))
        owners = {
            "admin": make.user(Role.ADMIN),
            "bureau": make.user(Role.BUREAU, near),
            "stranger": make.user(Role.BUREAU, far),
            "school": make.user(Role.SCHOOL, self.schools[1]),
        }
        self.users = {whose: user.id for whose, user in owners.items()}
        self.keys = {whose: make_sharing.token(user) for whose, user in owners.items()}

    def lesson(self, number: int) -> int:
        """A lesson of the first or the second school; the first of all is confirmed."""
        school = self.schools[number % 2]
        start = datetime.combine(date.today() - timedelta(days=9 - number), datetime.min.time()) + timedelta(hours=9)
        room = make.school_class(school, 3, number + 1)
        state = LessonState.SCHEDULED if number else LessonState.CONFIRMED
        row = make_delivery.lesson(self.person, school, start, (room,), state=state, theme=self.theme)
        row.note = row.reason = f"请打 {PHONE}"
        if not number:
            make_delivery.delivery(row)
            make_delivery.confirmation(row, (room,))
        db.session.commit()
        return row.id


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context():
        return World()


def ask(client: FlaskClient, key: str, path: str, **given: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {key}", **given.pop("headers", {})}
    return client.open(path if path.startswith("/api") else f"/api/v1{path}", headers=headers, **given)


def paths_of(world: World) -> dict[str, str]:
    """An address for each operation."""
    in_path = {"{code}": "S1", "{id}": str(world.lessons[0])}
    return {op.name: re.sub(r"\{\w+\}", lambda found: in_path[found[0]], op.path) for op in OPERATIONS}


def validator(shape: dict[str, Any]) -> Draft202012Validator:
    """What holds an answer against a shape of the description."""
    whole = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **description("x:")})
    refers = json.loads(json.dumps(shape).replace('"#/', '"urn:course#/'))
    registry = Registry().with_resource("urn:course", whole)
    return Draft202012Validator(refers, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def described(name: str, status: int) -> dict[str, Any]:
    """The shape that the description promises for an answer."""
    whole = description("x:")
    found = next(item["get"] for item in whole["paths"].values() if item["get"]["operationId"] == name)
    answer = found["responses"][str(status)]
    if "$ref" in answer:
        answer = whole["components"]["responses"][str(status)]
    return next(iter(answer["content"].values()))["schema"]


@both_databases
def test_answers_are_what_the_description_says(app: Flask, client: FlaskClient, world: World) -> None:
    with app.app_context():
        for name, path in paths_of(world).items():
            for whose in ("admin", "bureau", "school"):
                answer = ask(client, world.keys[whose], path)
                assert answer.status_code in {200, 403, 404}, (name, whose, answer.text)
                faults = list(validator(described(name, answer.status_code)).iter_errors(answer.json))
                assert not faults, (name, whose, faults)


def test_the_check_above_sees_what_is_wrong(app: Flask, client: FlaskClient, world: World) -> None:
    with app.app_context():
        found = ask(client, world.keys["bureau"], "/lessons").json
        check = validator(described("listLessons", 200))
        assert check.is_valid(found)
        for name, value in (("state", "taught"), ("start", 5), ("classes", ["3"]), ("vice_principal", {"code": "x"})):
            assert not check.is_valid(found | {"data": [found["data"][0] | {name: value}]}), name
        assert not check.is_valid(found | {"data": [found["data"][0] | {"phone": PHONE}]})


def test_the_description_names_every_route_and_parameter(app: Flask, client: FlaskClient) -> None:
    told = client.get("/api/v1/openapi.json").json
    assert told["openapi"] == "3.1.0"
    served = {re.sub(r"<(?:[^:>]+:)?(?:lesson_)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    served = {rule for rule in served if rule.startswith("/api/v1/")} - {"/api/v1/openapi.json"}
    assert set(told["paths"]) == served
    for operation in OPERATIONS:
        names = {one["name"] for one in told["paths"][operation.address]["get"]["parameters"] if one["in"] == "query"}
        assert names == {parameter.name for parameter in operation.parameters}


def codes(answer: TestResponse) -> list[str]:
    return [row["code"] for row in answer.json["data"]]


@both_databases
def test_a_key_opens_what_its_owner_sees_and_no_more(client: FlaskClient, world: World) -> None:
    seen = {whose: codes(ask(client, key, "/schools")) for whose, key in world.keys.items()}
    assert seen == {"admin": ["S1", "S2", "S3"], "bureau": ["S1", "S2"], "stranger": ["S3"], "school": ["S2"]}
    lessons = {whose: len(ask(client, key, "/lessons").json["data"]) for whose, key in world.keys.items()}
    assert lessons == {"admin": 5, "bureau": 5, "stranger": 0, "school": 2}
    classes = {whose: len(ask(client, key, "/classes").json["data"]) for whose, key in world.keys.items()}
    assert classes == {"admin": 5, "bureau": 5, "stranger": 0, "school": 2}
    figures = {whose: codes(ask(client, key, "/coverage/schools")) for whose, key in world.keys.items()}
    assert figures == seen


@pytest.mark.parametrize(
    "path", ["/schools/S1", "/lessons/{lesson}", "/schools?region=R000", "/classes?school=S1", "/lessons?school=S1",
             "/coverage/regions?region=R000", "/coverage/regions?region=C00", "/coverage/schools?region=R000",
             "/schools?region=nowhere"],
)  # fmt: skip
def test_what_lies_outside_is_not_there(client: FlaskClient, world: World, path: str) -> None:
    answer = ask(client, world.keys["stranger"], path.format(lesson=world.lessons[0]))
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


@both_databases
def test_pages_follow_each_other_and_hold_every_row_once(client: FlaskClient, world: World) -> None:
    for path in ("/lessons", "/classes", "/coverage/schools", "/schools"):
        whole = ask(client, world.keys["admin"], path).json["data"]
        found, address = [], f"/api/v1{path}?limit=1&region=C00"
        while address:
            answer = ask(client, world.keys["admin"], address.removeprefix("http://127.0.0.1:8000"))
            assert len(answer.json["data"]) == 1
            found += answer.json["data"]
            address = answer.json["next"]
            assert (f'<{address}>; rel="next"' == answer.headers.get("Link")) is bool(address)
        assert found == whole, path


@both_databases
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=confirmed", [0]),
        ("state=declined", []),
        ("from={1}&to={2}", [1, 2]),
        ("to={0}", [0]),
        ("from={4}", [4]),
        ("school=S2", [1, 3]),
        ("region=R000&school=S2&limit=1", [1]),
        ("from=0001-01-01&to=9999-12-31", [0, 1, 2, 3, 4]),
        ("changed_since=0001-01-01T00:00:00%2B14:00", [0, 1, 2, 3, 4]),
        ("changed_since=9999-12-31T23:59:59-12:00", []),
        ("changed_since=2026-11-23T09:00:00.123456789%2B08:00", []),
        ("changed_since=2026-11-23t01:00:00z", [0, 1, 2, 3, 4]),
    ],
)
def test_filters(client: FlaskClient, world: World, query: str, expected: list[int]) -> None:
    days = [(date.today() - timedelta(days=9 - number)).isoformat() for number in range(5)]
    answer = ask(client, world.keys["bureau"], f"/lessons?{query.format(*days)}")
    assert [row["id"] for row in answer.json["data"]] == [world.lessons[number] for number in expected]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"), ("limit=501", "limit"), ("limit=1e2", "limit"), ("limit=%EF%BC%91", "limit"),
        ("limit=1&limit=2", "limit"), ("after=", "after"), ("after=ABC", "after"), ("state=taught", "state"),
        ("from=2026-02-30", "from"), ("to=20261126", "to"), ("changed_since=2026-11-26", "changed_since"),
        ("changed_since=2026-11-26T10:00:00+08:00", "changed_since"), ("region=", "region"), ("Limit=1", "Limit"),
        (f"school={'x' * 65}", "school"), ("page=2", "page"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(client: FlaskClient, world: World, query: str, name: str) -> None:
    answer = ask(client, world.keys["bureau"], f"/lessons?{query}")
    assert (answer.status_code, answer.json["status"], answer.json["parameter"]) == (400, 400, name)
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "status"),
    [("", 200), ("*/*", 200), ("application/json", 200), ("application/*;q=0.5", 200), ("text/html", 406),
     ("application/json;q=0", 406)],
)  # fmt: skip
def test_answers_are_json_or_nothing(client: FlaskClient, world: World, accept: str, status: int) -> None:
    answer = ask(client, world.keys["bureau"], "/schools", headers={"Accept": accept} if accept else {})
    assert answer.status_code == status


@both_databases
def test_an_answer_is_given_once(app: Flask, client: FlaskClient, world: World) -> None:
    for path in paths_of(world).values():
        first = ask(client, world.keys["admin"], path)
        mark = first.headers["ETag"]
        again = ask(client, world.keys["admin"], path, headers={"If-None-Match": f'"other", {mark}'})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", mark)
        head = ask(client, world.keys["admin"], path, method="HEAD")
        assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", mark)
    with app.app_context():
        db.session.get(Lesson, world.lessons[0]).sequence += 1
        db.session.commit()
    assert ask(client, world.keys["admin"], "/lessons").headers["ETag"] != mark


def test_figures_are_those_of_the_pages(client: FlaskClient, world: World) -> None:
    told = ask(client, world.keys["bureau"], "/coverage/regions").json
    assert (told["region"]["code"], told["hours_owed"]) == ("R000", 4.0)
    figures = told["figures"]
    assert figures["appointed"] == {"confirmed": 1, "claimed": 0, "total": 2, "percent": 50.0}
    assert (figures["classes"]["confirmed"], figures["classes"]["total"]) == (1, 5)
    rows = ask(client, world.keys["bureau"], "/coverage/schools").json["data"]
    summed = sum(row["figures"]["minutes"]["taught"] for row in rows)
    assert summed == figures["minutes"]["taught"] == 40
    with_year = ask(client, world.keys["bureau"], "/coverage/schools?year=2001").json
    assert with_year["year"]["number"] == 2001 and len(with_year["data"]) == 2


def test_no_telephone_number_and_no_free_text_leaves(client: FlaskClient, world: World) -> None:
    for path in paths_of(world).values():
        text = ask(client, world.keys["admin"], path).text
        assert PHONE not in text and "@" not in text
        assert ("民警" in text) is path.startswith("/lessons"), path


def test_whatever_language_is_set_an_answer_stays_the_same(client: FlaskClient, world: World) -> None:
    first = ask(client, world.keys["bureau"], "/nothing")
    client.post("/language/en")
    second = ask(client, world.keys["bureau"], "/nothing", headers={"Accept-Language": "zh"})
    assert (first.json, first.status_code) == (second.json, 404)
    assert client.post("/api/v1/schools").status_code == 405
    assert client.get("/api/v1/schools", json={}).content_type == "application/problem+json"


def test_a_statement_count_does_not_grow_with_the_rows(
    client: FlaskClient, world: World, statements: list[str]
) -> None:
    for path, most in (("/schools", 4), ("/classes", 4), ("/lessons", 5), ("/coverage/schools", 11)):
        ask(client, world.keys["bureau"], path)
        statements.clear()
        ask(client, world.keys["bureau"], path)
        assert len([sent for sent in statements if sent.startswith("SELECT")]) <= most, path


@pytest.fixture
def limited(app: Flask, tmp_path: Any) -> Iterator[FlaskClient]:
    """A client of an application with its limits on."""
    settings = settings_for_tests(tmp_path) | {"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"]}
    try:
        yield create_app(**settings | {"RATELIMIT_ENABLED": True}).test_client()
    finally:
        limiter.reset()
        limiter.enabled = False


def test_a_key_is_limited_and_so_is_whoever_guesses_keys(limited: FlaskClient, world: World) -> None:
    answers = [ask(limited, world.keys["bureau"], "/schools?limit=1").status_code for _ in range(301)]
    assert answers == [200] * 300 + [429]
    late = ask(limited, world.keys["bureau"], "/schools")
    assert late.content_type == "application/problem+json" and int(late.headers["Retry-After"]) > 0
    assert ask(limited, world.keys["school"], "/schools").status_code == 200
    guesses = [ask(limited, f"vpf_{number}", "/schools").status_code for number in range(31)]
    assert guesses == [401] * 30 + [429]


def test_nobody_is_told_to_wait_who_need_not(limited: FlaskClient, world: World) -> None:
    first = ask(limited, world.keys["bureau"], "/schools?limit=1")
    wrong = ask(limited, world.keys["bureau"], "/schools?limit=0")
    assert (first.status_code, wrong.status_code) == (200, 400)
    assert "Retry-After" not in first.headers and "Retry-After" not in wrong.headers
    assert int(first.headers["X-RateLimit-Remaining"]) < 300


def test_marks_lead_where_they_came_from() -> None:
    for number in (0, 1, 35, 36, 10**9, 2**31 - 1):
        assert mark(mark_of(number)) == number
    assert mark("z" * 12) == 2**31 - 1
    assert read_all({"limit": ["7"]}, (LIMIT, FROM)) == {"limit": 7, "from": None}
    with pytest.raises(NotRead):
        read_all({"to": ["2026-01-01"]}, (LIMIT, FROM))
    assert moment("2026-11-26T10:00:00+08:00").hour == 2


def test_a_closed_school_names_the_one_that_took_its_place(app: Flask, client: FlaskClient, world: World) -> None:
    with app.app_context():
        school, other = (db.session.get(School, world.schools[number].id) for number in (0, 1))
        school.closed_on, school.successor_id = date(2026, 9, 1), other.id
        db.session.commit()
    told = ask(client, world.keys["bureau"], "/schools/S1").json["data"]
    assert (told["closed_on"], told["successor"]) == ("2026-09-01", "S2")
