"""The interface against its own description: whatever is asked, the answer is one of those that it promises."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import FormatError
from werkzeug.test import TestResponse

from course.problem_json import CONTENT_TYPE
from course.sharing.description import description
from course.sharing.operations import OPERATIONS, Operation
from tests.conftest import both_databases
from tests.test_sharing_api import World, ask, described, validator, world

__all__ = ["world"]
KNOWN = ["S1", "S3", "R000", "R0002", "C00", "nowhere"]
# A path begins anew at a slash or a question mark only after it was taken apart; what is empty is another address.
IN_PATH = st.one_of(st.sampled_from(["S1", "1", "0", "007", "１", "-1", "1.0", "99999999999"]), st.text(min_size=1))
TEXT = st.text(max_size=70)
FORMATS = Draft202012Validator.FORMAT_CHECKER
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]([0-9]{2}:){2}[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")
bounded = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def values(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """Values of a parameter, most of them right, some nearly so, some of any kind."""
    if "enum" in schema:
        right = st.sampled_from(schema["enum"])
    elif schema["type"] == "integer":
        right = st.integers(schema["minimum"] - 2, schema["maximum"] + 2).map(str)
    elif schema.get("format") == "date":
        right = st.one_of(st.dates(), st.dates(date(2025, 8, 1), date.today())).map(str)
    elif schema.get("format") == "date-time":
        right = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
    elif "pattern" in schema:
        right = st.from_regex(schema["pattern"], fullmatch=True)
    else:
        right = st.sampled_from(KNOWN)
    return st.one_of(right, right, right, TEXT)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Operation, str, list[tuple[str, str]]]:
    """An operation, its path, and what is asked."""
    operation = draw(st.sampled_from(OPERATIONS))
    path = re.sub(r"\{\w+\}", lambda _: quote(draw(IN_PATH), safe=""), operation.path)
    chosen = draw(st.lists(st.sampled_from(operation.parameters), unique_by=id)) if operation.parameters else []
    asked = [(one.name, draw(values(dict(one.schema)))) for one in chosen]
    asked += draw(st.one_of(st.just([]), st.just([]), st.just(asked[:1]), st.tuples(TEXT, TEXT).map(lambda one: [one])))
    return operation, path, asked


def is_right(schema: dict[str, Any], value: str) -> bool:
    """Whether a value is what the description says."""
    number = schema["type"] == "integer" and re.fullmatch(r"0|-?[1-9][0-9]*", value, re.ASCII)
    told = int(value) if number else value
    return Draft202012Validator(schema, format_checker=FORMATS).is_valid(told) and is_formatted(schema, value)


def is_formatted(schema: dict[str, Any], value: str) -> bool:
    """Whether a value has the format of a schema; the moments of RFC 3339 are known to no checker that is here."""
    if schema.get("format") == "date-time":
        return bool(MOMENT.fullmatch(value)) and is_moment(value)
    try:
        FORMATS.check(value, schema.get("format", ""))
    except FormatError:
        return False
    return True


def is_moment(value: str) -> bool:
    """Whether there is such a day and such a time."""
    try:
        datetime.fromisoformat(re.sub(r"[.][0-9]+", "", value.upper()))
    except ValueError:
        return False
    return True


def wrong_names(operation: Operation, asked: list[tuple[str, str]]) -> set[str]:
    """The parameters that are unknown, given twice or wrong."""
    known, names = {one.name: dict(one.schema) for one in operation.parameters}, [name for name, _ in asked]
    wrong = {name for name in names if name not in known or names.count(name) > 1}
    return wrong | {name for name, value in asked if name in known and not is_right(known[name], value)}


@pytest.fixture(autouse=True)
def read_description(app: Flask) -> None:
    """The description is made once for all, by an application."""
    with app.app_context():
        description("x:")


@cache
def promised(name: str, status: int) -> Draft202012Validator:
    """What holds an answer against the description; fails for a status of which it says nothing."""
    return validator(described(name, status))


def check(operation: Operation, answer: TestResponse) -> None:
    """The status, the type and the body are what the description says."""
    faults = list(promised(operation.name, answer.status_code).iter_errors(answer.json))
    assert not faults, faults
    assert answer.content_type == ("application/json" if answer.status_code == 200 else CONTENT_TYPE)
    assert answer.status_code == 200 or answer.json["status"] == answer.status_code


@both_databases
@pytest.mark.parametrize("whose", ["bureau", "school"])
@bounded
@given(question=questions())
def test_every_answer_is_one_that_the_description_promises(
    client: FlaskClient, world: World, whose: str, question: Any
) -> None:
    operation, path, asked = question
    query = urlencode(asked)
    answer = ask(client, world.keys[whose], f"{path}?{query}")
    check(operation, answer)
    wrong = wrong_names(operation, asked)
    if "%00" in query:
        assert answer.status_code == 404
    elif wrong and answer.status_code != 403:
        # A path that holds nothing is looked for first, a parameter of it would mean nothing.
        assert answer.status_code == 400 or (answer.status_code == 404 and "{" in operation.path), (answer.text, wrong)
        assert answer.status_code == 404 or answer.json["parameter"] in wrong
    elif "changed_since" not in dict(asked):
        assert answer.status_code != 400, answer.text


# As they stand in an address: at the edge of what is allowed, beyond it, and of another kind altogether.
EDGES = [
    "", "0", "-0", "-1", "1", "00", "500", "501", "2147483647", "2147483648", "9223372036854775808", "9" * 5000, "1e3",
    "0x10", "1_000", "1.0", "NaN", "null", "true", "[]", "%7B%7D", "%00", "a%00b", "%FF", "%ED%A0%80", "%C0%AF", "%",
    "%zz", "+", "%F0%9D%9F%99", "%D9%A1", "%E2%80%AE", "a" * 64, "a" * 65, "a" * 9000, "S1%27%20OR%201=1--", "%25", "*",
    "zzzzzzzzzzzz", "zzzzzzzzzzzzz", "planned", "PLANNED", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30",
    "2026-13-01", "-2026-01-01", "2026-11-26T25:00:00Z", "2026-11-26T00:00:60Z", "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00%2B23:59", "2026-11-26T00:00:00." + "9" * 400 + "Z", "2026-11-26T00:00:00%2B99:99",
]  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_the_edges_of_every_parameter_are_answered_as_described(
    client: FlaskClient, world: World, operation: Operation
) -> None:
    path = operation.path.format(code="S1", id=world.lessons[0])
    for parameter in operation.parameters:
        for edge in EDGES:
            answer = ask(client, world.keys["bureau"], f"{path}?{parameter.name}={edge}")
            assert answer.status_code in (200, 400, 403, 404), (parameter.name, edge)
            check(operation, answer)
        twice = ask(client, world.keys["bureau"], f"{path}?{parameter.name}=1&{parameter.name}=1")
        assert (twice.status_code, twice.json["parameter"]) == (400, parameter.name)


@pytest.mark.parametrize("name", ["If-None-Match", "Authorization", "Accept", "Range", "Accept-Language", "Cookie",
                                  "If-Modified-Since", "Content-Type", "X-Forwarded-For", "Origin"])  # fmt: skip
def test_no_header_brings_an_answer_that_is_not_described(client: FlaskClient, world: World, name: str) -> None:
    for edge in (
        "",
        '"',
        'W/"',
        "*",
        ",,,",
        "a" * 8000,
        "\xff\xfe",
        "Bearer",
        "Bearer  ",
        "Basic Og==",
        "bytes=0-0",
        "bearer vpf_" + "a" * 4000,
        "text/html;q=NaN",
        "application/json;q=-1",
        "1970",
        "\x7f",
        "zh;q=1e9",
    ):
        headers = {"Authorization": f"Bearer {world.keys['bureau']}", name: edge}
        answer = client.get("/api/v1/schools", headers=headers)
        assert answer.status_code < 500, edge
        if answer.status_code != 304:
            check(OPERATIONS[0], answer)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_other_methods_are_refused_with_those_that_there_are(
    client: FlaskClient, world: World, operation: Operation
) -> None:
    path = operation.path.format(code="S1", id=world.lessons[0])
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY", "FOO"):
        answer = ask(client, world.keys["bureau"], path, method=method)
        assert (answer.status_code, answer.content_type) == (405, CONTENT_TYPE), method
        assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))
    assert ask(client, world.keys["bureau"], path, method="OPTIONS").status_code == 200
    get, head = (ask(client, world.keys["bureau"], path, method=method) for method in ("GET", "HEAD"))
    assert (head.status_code, head.data, head.content_type) == (get.status_code, b"", get.content_type)


@pytest.mark.parametrize(
    ("given", "status"),
    [({"headers": {"Content-Type": "application/json"}}, 200), ({"json": {}}, 415), ({"data": "x"}, 415),
     ({"headers": {"Transfer-Encoding": "chunked"}}, 415), ({"data": b""}, 200)],
)  # fmt: skip
def test_a_body_is_refused_and_its_name_alone_is_not(
    client: FlaskClient, world: World, given: dict[str, Any], status: int
) -> None:
    answer = ask(client, world.keys["bureau"], "/schools", **given)
    assert answer.status_code == status
    check(OPERATIONS[0], answer)


@pytest.mark.parametrize("number", ["0{}", "+{}", "{}.0", " {}", "１", "{}%20", "-{}", "99999999999"])
def test_a_lesson_has_one_address(client: FlaskClient, world: World, number: str) -> None:
    assert ask(client, world.keys["bureau"], f"/lessons/{number.format(world.lessons[0])}").status_code == 404


@pytest.mark.parametrize("address", ["/api/v1", "/api/v1/", "/api/v2/schools", "/api/v1/schools/", "/api/v1/regions"])
def test_where_there_is_nothing_a_program_gets_a_document(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (404, CONTENT_TYPE)


@pytest.mark.parametrize("path", ["/schools/%2FS1", "/schools//S1", "/schools/S1%2F%2F", "/lessons//1", "//schools"])
def test_slashes_that_follow_each_other_are_another_address(client: FlaskClient, world: World, path: str) -> None:
    answer = ask(client, world.keys["bureau"], path)
    assert (answer.status_code, answer.content_type) == (404, CONTENT_TYPE)


def test_every_refusal_of_the_description_says_what_it_is() -> None:
    assert {"400", "401", "403", "404", "406", "415", "429", "503"} == set(description("x:")["components"]["responses"])
