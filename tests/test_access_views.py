"""Signing in and out, users within a scope, and what the log remembers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from passlib.totp import TOTP

from course.access import audit
from course.access.models import AuditEntry, Role, User
from course.db import db
from course.roster.models import School
from tests import make


@pytest.fixture
def clerk(app: Flask) -> dict[str, object]:
    """A bureau user of one county, and a school user of the next county."""
    with app.app_context():
        here, there = make.region("R000"), make.region("R001")
        make.school(here, code="S1", name="实验小学")
        stranger = make.user(Role.SCHOOL, make.school(there, code="S2"))
        bureau = make.user(Role.BUREAU, here, password=hash_password(make.PASSWORD), email="clerk@example.com")
        return {"id": bureau.id, "stranger": stranger.id, "email": bureau.email}


def enter(client: FlaskClient, email: str, password: str = make.PASSWORD, **extra: str):
    return client.post("/sign-in", data={"email": email, "password": password, **extra})


def log_of(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


def test_the_right_password_opens_the_start_page_and_is_logged(app, client, clerk) -> None:
    answer = enter(client, clerk["email"])
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    assert log_of(app) == ["sign_in"]


def test_a_wrong_password_and_an_unknown_address_look_alike(client, clerk) -> None:
    wrong = enter(client, clerk["email"], "wrong password here")
    unknown = enter(client, "nobody@example.com", "wrong password here")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.data.replace(clerk["email"].encode(), b"") == unknown.data.replace(b"nobody@example.com", b"")


def test_the_eleventh_try_is_refused_and_others_are_not_locked_out(app, client, clerk) -> None:
    for _ in range(10):
        enter(client, "victim@example.com", "wrong password here")
    assert enter(client, "victim@example.com").status_code == 429
    elsewhere = app.test_client()
    answer = elsewhere.post(
        "/sign-in",
        data={"email": clerk["email"], "password": make.PASSWORD},
        environ_base={"REMOTE_ADDR": "198.51.100.7"},
    )
    assert answer.status_code == 302


def test_a_spoofed_forwarded_address_does_not_reset_the_count(client, clerk) -> None:
    for number in range(10):
        client.post(
            "/sign-in",
            data={"email": f"a{number}@example.com", "password": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert enter(client, clerk["email"]).status_code == 429


def test_a_copied_cookie_dies_with_the_sign_out(app, client, clerk) -> None:
    enter(client, clerk["email"])
    copied = client.get_cookie("course").value
    assert client.post("/sign-out").status_code == 302
    thief = app.test_client()
    thief.set_cookie("course", copied)
    assert thief.get("/").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("change", ["disable", "password", "end-sessions", "role"])
def test_every_session_ends_when_the_account_changes(app, sign_in, clerk, change: str) -> None:
    with app.app_context():
        admin = make.user(Role.ADMIN).id
    browser = sign_in(clerk["id"])
    assert browser.get("/").status_code == 200
    if change == "end-sessions":
        browser.post("/account/end-sessions")
    else:
        form = {"role": "school", "scope_code": "S1"}
        sign_in(admin).post(f"/users/{clerk['id']}/{change}", data=form)
    assert browser.get("/").headers["Location"].startswith("/sign-in")


def test_a_one_time_password_must_be_replaced_first(app, client, sign_in, clerk) -> None:
    answer = sign_in(clerk["id"]).post(
        "/users/new", data={"email": "new@example.com", "name": "李", "role": "school", "scope_code": "S1"}
    )
    password = answer.text.split("<dd>")[2].split("<")[0]
    enter(client, "new@example.com", password)
    assert client.get("/").headers["Location"].endswith("/account/password")
    new = "一句容易记住的话就是好密码"
    client.post("/account/password", data={"password": password, "new_password": new, "new_password_confirm": new})
    assert client.get("/").status_code == 200


def test_a_bureau_adds_users_of_its_own_region_only(app, sign_in, clerk) -> None:
    browser = sign_in(clerk["id"])
    for role, code in (("school", "S2"), ("admin", ""), ("bureau", "R001"), ("school", "nonsense")):
        answer = browser.post("/users/new", data={"email": "x@example.com", "role": role, "scope_code": code})
        assert answer.status_code == 422, (role, code)
    with app.app_context():
        assert db.session.scalar(sa.select(User).where(User.email == "x@example.com")) is None


@pytest.mark.parametrize("path", ["/users/{}/disable", "/users/{}/enable", "/users/{}/password"])
def test_a_user_of_another_region_is_not_there(app, sign_in, clerk, path: str) -> None:
    answer = sign_in(clerk["id"]).post(path.format(clerk["stranger"]))
    assert answer.status_code == 404
    with app.app_context():
        assert db.session.get(User, clerk["stranger"]).active


@pytest.mark.parametrize("number", ["0", "-1", "2147483647", "99999999999999999999", "abc", "1e9"])
def test_nonsense_in_place_of_a_number_is_not_found(sign_in, clerk, number: str) -> None:
    assert sign_in(clerk["id"]).post(f"/users/{number}/disable").status_code == 404


def test_the_last_administrator_stays(app, sign_in) -> None:
    with app.app_context():
        first, second = make.user(Role.ADMIN).id, make.user(Role.ADMIN).id
    sign_in(first).post(f"/users/{second}/disable")
    sign_in(first).post(f"/users/{first}/disable")
    with app.app_context():
        assert db.session.get(User, first).active
        assert not db.session.get(User, second).active


def test_extra_fields_change_nothing(app, sign_in, clerk) -> None:
    form = {"email": "new@example.com", "role": "school", "scope_code": "S1", "id": "1", "active": "", "region_id": "1"}
    sign_in(clerk["id"]).post("/users/new", data=form)
    with app.app_context():
        made = db.session.scalar(sa.select(User).where(User.email == "new@example.com"))
        assert made.active
        assert made.region_id is None


def test_the_log_shows_a_bureau_its_own_region_and_holds_together(app, sign_in, clerk) -> None:
    browser = sign_in(clerk["id"])
    browser.post(
        "/users/new", data={"email": "<script>alert(1)</script>@example.com", "role": "school", "scope_code": "S1"}
    )
    browser.post("/users/new", data={"email": "teacher@example.com", "role": "school", "scope_code": "S1"})
    page = browser.get("/log").text
    with app.app_context():
        teacher = db.session.scalars(sa.select(User).where(User.email == "teacher@example.com")).one()
        assert f"user:{teacher.id}" in page
        assert audit.first_broken_entry() is None
    # The log is never changed, so it names nobody who may have to be erased.
    assert "teacher@example.com" not in page and "<script>alert" not in page


def test_the_account_offers_the_second_step_to_offices_only(app, sign_in, clerk) -> None:
    assert "/tf-setup" in sign_in(clerk["id"]).get("/account").text
    assert "/tf-setup" not in sign_in(clerk["stranger"]).get("/account").text


def test_the_second_step_asks_for_a_code_and_refuses_it_twice(app, client, clerk) -> None:
    enter(client, clerk["email"])
    setup = client.post("/tf-setup", data={"setup": "authenticator"}).text
    key = setup.split("<code>")[1].split("</code>")[0]
    token = next(part.split('"')[0] for part in setup.split('action="') if part.startswith("/tf-setup/"))
    code = TOTP(key=key, format="base32").generate().token
    assert client.post(token, data={"code": code}).status_code == 302
    client.post("/sign-out")
    assert "/tf-validate" in enter(client, clerk["email"]).headers["Location"]
    assert client.get("/").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "%2f%2fevil.example"]
)
def test_the_address_after_the_sign_in_stays_on_this_site(client, clerk, target: str) -> None:
    answer = client.post(
        f"/sign-in?next={target}", data={"email": clerk["email"], "password": make.PASSWORD, "next": target}
    )
    assert urlsplit(urljoin("http://localhost/", answer.headers.get("Location", "/"))).hostname == "localhost"


def test_a_form_without_its_token_is_refused(app, clerk) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert app.test_client().post(
            "/sign-in", data={"email": clerk["email"], "password": make.PASSWORD}
        ).status_code in {200, 400}
        assert app.test_client().post("/language/en").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("path", ["/", "/sign-in", "/health", "/no-such-page"])
def test_every_answer_carries_the_strict_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]


def test_a_second_sending_of_one_form_adds_one_user(app, sign_in: Callable, clerk) -> None:
    browser = sign_in(clerk["id"])
    form = {"email": "one@example.com", "role": "school", "scope_code": "S1", "idempotency_key": "0" * 32}
    browser.post(f"/users/{clerk['id']}/enable", data={"idempotency_key": "1" * 32})
    assert browser.post(f"/users/{clerk['id']}/enable", data={"idempotency_key": "1" * 32}).status_code == 303
    assert browser.post(f"/users/{clerk['id']}/password", data={"idempotency_key": "1" * 32}).status_code == 422
    browser.post("/users/new", data=form)
    browser.post("/users/new", data=form)
    assert log_of(app).count("user.add") == 1


def test_a_changed_role_has_the_new_scope_and_no_other(app, sign_in, clerk) -> None:
    with app.app_context():
        admin = make.user(Role.ADMIN).id
    form = {"role": "school", "scope_code": "S1"}
    assert sign_in(admin).post(f"/users/{clerk['id']}/role", data=form).status_code == 303
    with app.app_context():
        changed = db.session.get(User, clerk["id"])
        assert (changed.role, changed.region_id) == (Role.SCHOOL, None)
        assert changed.school_id is not None


@pytest.mark.parametrize("form", [{"role": "admin"}, {"role": "bureau", "scope_code": "R001"}, {"role": "nonsense"}])
def test_a_bureau_makes_nobody_more_than_it_is(app, sign_in, clerk, form: dict[str, str]) -> None:
    with app.app_context():
        teacher = make.user(Role.SCHOOL, db.session.scalar(sa.select(School).where(School.code == "S1"))).id
    assert sign_in(clerk["id"]).post(f"/users/{teacher}/role", data=form).status_code == 422
    with app.app_context():
        assert db.session.get(User, teacher).role is Role.SCHOOL


def change_password(browser: FlaskClient, current: str, new: str) -> int:
    form = {"password": current, "new_password": new, "new_password_confirm": new}
    return browser.post("/account/password", data=form).status_code


def test_guessing_the_present_password_of_an_open_session_is_stopped(client, clerk) -> None:
    enter(client, clerk["email"])
    assert [change_password(client, "wrong one here", "another good one") for _ in range(11)] == [200] * 10 + [429]


def test_new_passwords_that_are_too_weak_are_no_guesses(app, client, clerk) -> None:
    enter(client, clerk["email"])
    assert [change_password(client, make.PASSWORD, "short") for _ in range(11)] == [200] * 11
    assert "sign_in.failed" not in log_of(app)
