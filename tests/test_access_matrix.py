"""Every route has a row in the role matrix; the guard and the matrix say the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from flask import Flask

from course.access.guard import ANYONE, OF_PACKAGES, allowed_roles
from course.access.models import Role

MATRIX = Path(__file__).parent.parent / "course" / "access" / "matrix.csv"


def rows() -> dict[str, dict[str, str]]:
    with MATRIX.open() as file:
        return {row["endpoint"]: row for row in csv.DictReader(file)}


def routes(app: Flask) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(OF_PACKAGES):
            found.setdefault(rule.endpoint, set()).update(rule.methods - {"HEAD", "OPTIONS"})
    return found


def test_every_route_stands_in_the_matrix_with_its_methods(sqlite_app: Flask) -> None:
    written = {endpoint: set(row["methods"].split()) for endpoint, row in rows().items()}
    assert routes(sqlite_app) == written, "add the route to course/access/matrix.csv, or take its row out"


def test_the_guard_lets_in_whom_the_matrix_names(sqlite_app: Flask) -> None:
    for endpoint, row in rows().items():
        named = ANYONE if row["anyone"] else frozenset(role.value for role in Role if row[role.value])
        assert allowed_roles(sqlite_app, endpoint) == named, f"{endpoint}: the view and the matrix differ"


def test_a_route_that_says_nothing_is_closed(sqlite_app: Flask) -> None:
    assert allowed_roles(sqlite_app, "no.such.endpoint") == frozenset()


@pytest.mark.parametrize("endpoint", [e for e, row in rows().items() if not row["anyone"]])
def test_a_visitor_is_sent_to_the_sign_in_page(app: Flask, endpoint: str) -> None:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    values, method = dict.fromkeys(rule.arguments, 1), rows()[endpoint]["methods"].split()[0]
    with app.test_request_context():
        address = app.url_map.bind("localhost").build(
            endpoint, values, method=next(iter(rows()[endpoint]["methods"].split()))
        )
    method = rows()[endpoint]["methods"].split()[0]
    answer = app.test_client().open(address, method=method)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")
