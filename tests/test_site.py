"""What belongs to no feature: the language switch, health, metrics."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from werkzeug.exceptions import HTTPException, NotAcceptable, RequestedRangeNotSatisfiable

from course.access.models import Role
from course.security import show_error
from course.site import PAGES, STANDS_UNDER, current_page
from tests import make


@pytest.fixture
def admin(app: Flask, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """Somebody who sees every page."""
    with app.app_context():
        number = make.user(Role.ADMIN).id
    return sign_in(number)


def next_in(page: str) -> str:
    return page.split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize("refusal", [NotAcceptable(), RequestedRangeNotSatisfiable()])
def test_a_refusal_without_words_of_its_own_speaks_the_language_of_the_page(app: Flask, refusal: HTTPException) -> None:
    with app.test_request_context("/"):
        page, status, _ = show_error(refusal)
    assert status == refusal.code
    assert "没有成功" in page and HTTPStatus(status).phrase not in page


@pytest.mark.parametrize("path", ["/schools?word=a&page=2", "/users/new", "/no-such-page"])
def test_the_language_switch_comes_back_to_its_page(admin: FlaskClient, path: str) -> None:
    assert next_in(admin.get(path).text) == path


def test_after_a_refused_form_the_switch_leads_to_a_page_that_can_be_shown(admin: FlaskClient) -> None:
    assert next_in(admin.post("/users/new", data={}).text) == "/users/new"
    assert next_in(admin.post("/users/999/disable").text) == "/"


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", ""])
def test_the_switch_never_leads_to_another_site(admin: FlaskClient, address: str) -> None:
    assert admin.post("/language/en", data={"next": address}).headers["Location"] == "/"


def test_the_choice_is_kept_for_the_account(app: Flask, admin: FlaskClient) -> None:
    admin.post("/language/en", data={"next": "/"})
    assert '<html lang="en">' in admin.get("/").text
    assert admin.post("/language/fr").status_code == 404


def test_figures_for_the_monitoring_stay_on_this_machine(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "198.51.100.7"}).status_code == 404


@pytest.mark.parametrize("who", ["a visitor", "somebody who is signed in"])
def test_the_picture_of_the_site_is_kept_and_sets_no_cookie(app: Flask, client: FlaskClient, who: str) -> None:
    if who != "a visitor":
        with app.app_context():
            email = make.user(Role.ADMIN, password=hash_password(make.PASSWORD)).email
        assert client.post("/sign-in", data={"email": email, "password": make.PASSWORD}).status_code == 302
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml") and b"<svg" in answer.data
    assert answer.headers["Cache-Control"] == "public, max-age=86400" and "Set-Cookie" not in answer.headers
    again = client.get("/favicon.ico", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("endpoint", "page"),
    [
        ("coverage.start", "coverage.start"),
        ("coverage_day.region", "coverage.index"),
        ("roster.school", "roster.schools"),
        ("roster.vice_principal", "roster.vice_principals"),
        ("roster_import.show", "roster_import.upload"),
        ("schedule.lesson", "schedule.lessons"),
        ("schedule.feeds", "schedule.calendar"),
        ("report_files.new", "report_files.index"),
        ("reports.report", "duties.index"),
        ("laws.law", "laws.index"),
        ("law_import.upload", "laws.index"),
        ("plan_reading.map", "planning.index"),
        ("access.account", None),
        ("manual.index", None),
    ],
)
def test_each_page_stands_under_one_of_the_navigation(endpoint: str, page: str | None) -> None:
    assert current_page(endpoint) == page


def test_what_pages_stand_under_is_in_the_navigation(app: Flask) -> None:
    assert {page for _, page in STANDS_UNDER} <= {page[0] for page in PAGES}
    assert [start for start, _ in STANDS_UNDER if not any(name.startswith(start) for name in app.view_functions)] == []


def test_the_links_of_a_page_are_those_of_its_reader(app: Flask, sign_in: Callable[[int], FlaskClient]) -> None:
    """They are kept: of another role, language, page or place of the site they are others."""
    with app.app_context():
        admin, school = make.user(Role.ADMIN).id, make.user(Role.SCHOOL, make.school()).id
    one, other = sign_in(admin), sign_in(school)
    for _ in range(2):
        assert links(one, "/users").keys() >= {"/users", "/reports"} and "/users" not in links(other, "/reports")
        assert [href for href, current in links(one, "/reports").items() if current] == ["/reports"]
        assert [href for href, current in links(one, "/users").items() if current] == ["/users"]
        assert set(links(one, "/users", SCRIPT_NAME="/lessons-of-law")) >= {"/lessons-of-law/users"}
    words = one.get("/users").text
    one.post("/language/en", data={"next": "/users"})
    assert ">Users</a>" not in words and ">Users</a>" in one.get("/users").text


def links(client: FlaskClient, address: str, **environ: str) -> dict[str, bool]:
    """The addresses in the navigation of a page, each with whether it is highlighted."""
    bar = client.get(address, environ_overrides=environ).text.split('class="site-nav"')[1].split("</nav>")[0]
    return {href: bool(current) for href, current in re.findall(r'<a href="([^"]+)"( aria-current="page")?', bar)}
