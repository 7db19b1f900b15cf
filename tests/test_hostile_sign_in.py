"""Guessing passwords and codes by every way in; one person's tries never lock out another."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from passlib.totp import TOTP

from course.access.models import Role
from tests import make
from tests.conftest import both_databases

VICTIM = "victim@example.com"
PAGES = ("/sign-in", "/tf-validate", "/mf-recovery", "/verify", "/account/password", "/tf-setup", "/tf-setup/x")
TEXTS = ("\x00", "a\x00@example.com", "x" * 10_000, "𠮷@例子.中国", "\u202ea@example.com", "a@b\r\nBcc: c@d.ef", "%00")
AS_PROGRAMS = {"Accept": "application/json"}


@pytest.fixture
def victim(app: Flask) -> int:
    """An administrator with a password."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        return make.user(Role.ADMIN, email=VICTIM, password=hash_password(make.PASSWORD)).id


@pytest.fixture
def second_step(app: Flask, victim: int) -> None:
    """The victim has a second step."""
    client = app.test_client()
    enter(client, make.PASSWORD)
    page = client.post("/tf-setup", data={"setup": "authenticator"}).text
    code = TOTP(key=page.split("<code>")[1].split("</code>")[0], format="base32").generate().token
    token = next(part.split('"')[0] for part in page.split('action="') if part.startswith("/tf-setup/"))
    assert client.post(token, data={"code": code}).status_code == 302
    client.post("/sign-out")


def enter(client: FlaskClient, password: str, email: str = VICTIM, **options: Any) -> int:
    return client.post("/sign-in", data={"email": email, "password": password}, **options).status_code


def elsewhere(number: int) -> dict[str, str]:
    return {"REMOTE_ADDR": f"198.51.100.{number}"}


@pytest.mark.parametrize("body", ["form", "json"])
@pytest.mark.parametrize("same_address", [True, False])
def test_a_program_that_guesses_is_stopped_like_a_browser(
    app: Flask, victim: int, body: str, same_address: bool
) -> None:
    given = {"email": VICTIM, "password": "wrong password"}
    statuses = []
    for number in range(11):
        place = elsewhere(0 if same_address else number)
        options: Any = {"json": given} if body == "json" else {"data": given}
        answer = app.test_client().post("/sign-in", headers=AS_PROGRAMS, environ_base=place, **options)
        statuses.append(answer.status_code)
    assert statuses[-1] in {415, 429}
    assert "json" not in answer.content_type


@both_databases
def test_no_body_makes_the_pages_of_the_sign_in_fail(app: Flask, victim: int, sign_in: Any) -> None:
    names = ("email", "password", "code", "new_password", "new_password_confirm", "setup", "next", "remember")
    for path in PAGES:
        for value in TEXTS:
            for client in (app.test_client(), sign_in(victim)):
                answer = client.post(path, data=dict.fromkeys(names, value))
                assert answer.status_code < 500, (path, value)
            assert app.test_client().get(path, query_string={"next": value}).status_code < 500
        for body in (b"[1]", b'"x"', b'{"email":1}', b'{"email":["a"]}', b"null", b"{"):
            answer = app.test_client().post(path, data=body, content_type="application/json")
            assert answer.status_code == 415, path


def test_wrong_codes_of_one_person_lock_out_nobody_else(app: Flask, victim: int, second_step: None) -> None:
    for number in range(12):
        app.test_client().post("/sign-in", data={"email": "", "password": "x"}, environ_base=elsewhere(number))
        app.test_client().post("/tf-validate", data={"code": "000000"}, environ_base=elsewhere(number))
    client = app.test_client()
    assert enter(client, make.PASSWORD, environ_base=elsewhere(200)) == 302
    answer = client.post("/tf-validate", data={"code": "000000"}, environ_base=elsewhere(200))
    assert answer.status_code == 200


def test_codes_are_counted_for_the_account_from_wherever_they_are_tried(
    app: Flask, victim: int, second_step: None
) -> None:
    clients = [app.test_client() for _number in range(11)]
    for number, client in enumerate(clients):
        enter(client, make.PASSWORD, environ_base=elsewhere(100 + number))
    statuses = []
    for number, client in enumerate(clients):
        form = {"code": "000000", "email": f"another{number}@example.com"}
        answer = client.post("/tf-validate", data=form, headers=AS_PROGRAMS, environ_base=elsewhere(number))
        statuses.append(answer.status_code)
    assert statuses == [200] * 10 + [429]


def test_a_stolen_session_cannot_guess_the_password_for_ever(app: Flask, victim: int) -> None:
    client = app.test_client()
    enter(client, make.PASSWORD)
    statuses = [client.post("/verify", data={"password": "wrong password"}).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert client.get("/").status_code == 200
