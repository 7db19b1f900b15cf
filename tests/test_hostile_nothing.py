"""Regions without schools, a school without classes, a year without terms, days far away: pages say so, none breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.guard import OF_PACKAGES
from course.access.models import Role
from course.roster.models import Level
from tests import make

SignIn = Callable[[int], FlaskClient]
FAR = ("", "?as_of=2099-12-31&day=2099-12-31", "?day=1999-01-01&year=2099", "?region=P9&year=0")
SERVER_ERROR = 500


def nothing(role: Role) -> int:
    """A user of this role where nothing else is: no term, no class, no lesson, perhaps no school."""
    province = make.region("P9", level=Level.PROVINCE, name="空省")
    county = make.region("R9", parent=make.region("C9", parent=province, level=Level.CITY, name="空市"), name="空县")
    scope = {
        Role.ADMIN: lambda: None,
        Role.BUREAU: lambda: province,
        Role.STATION: lambda: make.station(county),
        Role.SCHOOL: lambda: make.school(county),
        Role.VICE_PRINCIPAL: lambda: make.vice_principal(make.station(county)),
    }[role]()
    return make.user(role, scope).id if scope is not None else make.user(role).id


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_pages_about_nothing_are_pages(app: Flask, sign_in: SignIn, role: Role) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        user_id = nothing(role)
    client, broken = sign_in(user_id), []
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.endpoint.startswith(OF_PACKAGES):
            continue
        for query in FAR:
            status = client.get(rule.rule + query).status_code
            if status >= SERVER_ERROR and rule.endpoint != "site.health":  # This database was never migrated.
                broken.append(f"{rule.rule}{query}: {status}")
    assert not broken


@pytest.mark.parametrize("role", [Role.BUREAU, Role.SCHOOL], ids=lambda role: role.value)
def test_a_scope_of_one_class_or_of_none_has_its_figures(app: Flask, sign_in: SignIn, role: Role) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        county = make.region("R8", name="独县")
        school = make.school(county)
        empty = make.school(county)
        make.school_class(school, 3, 1)
        make.term(name="only", start=date(2026, 9, 1), end=date(2027, 1, 20))
        user_id = make.user(role, county if role is Role.BUREAU else school).id
        codes = [school.code, empty.code]
    client = sign_in(user_id)
    for path in ("/", "/coverage", "/lessons", "/calendar", "/reports", "/duties"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    statuses = [client.get(f"/schools/{code}").status_code for code in codes]
    assert statuses == ([200, 200] if role is Role.BUREAU else [200, 404])


def test_a_school_with_nobody_and_no_class_is_not_sent_where_nothing_can_be_done(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        school = make.school(make.region("R8"))
        user_id, board = make.user(Role.SCHOOL, school).id, f"/schools/{school.code}/board"
    client = sign_in(user_id)
    start, book, sheet = (main_of(client.get(path).get_data(as_text=True)) for path in ("/", "/lessons/new", board))
    assert "暂时不能约课" in start and 'href="/lessons/new"' not in start
    assert "/lessons/wish" not in book and "/lessons/series" not in book
    assert "data-print" not in sheet and "<h1" in sheet


def main_of(page: str) -> str:
    """The page without the menu."""
    return page[page.index("<main") :]
