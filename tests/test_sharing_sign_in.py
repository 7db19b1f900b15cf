"""Single sign-on: who is known there and has an account here is let in, and nobody else is."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from course.access import actions as access
from course.access.models import AuditEntry, Role, User
from course.db import db
from course.sharing import identity_provider
from course.sharing.models import Identity
from tests import identity_server, make
from tests.conftest import both_databases
from tests.identity_server import CLIENT, SECRET, IdentityServer, signed_with, without_signature

START, BACK = "/sign-in/elsewhere", "/sign-in/elsewhere/back"
CLAIMS = {"sub": "p-1", "email": "Bureau@Example.com", "email_verified": True}


@pytest.fixture
def server(app: Flask) -> Iterator[IdentityServer]:
    """An identity server that the application uses."""
    with identity_server.running() as running:
        app.config.update(OIDC_ISSUER=running.issuer, OIDC_CLIENT_ID=CLIENT, OIDC_CLIENT_SECRET=SECRET)
        yield running
        app.config.update(OIDC_ISSUER="", OIDC_CLIENT_ID="", OIDC_CLIENT_SECRET="")


@pytest.fixture
def user(app: Flask) -> int:
    """The user whom the server knows as p-1."""
    with app.app_context():
        return make.user(Role.BUREAU, make.region(), email="bureau@example.com").id


def come_back(client: FlaskClient, server: IdentityServer, **claims: Any) -> TestResponse:
    """Go there, sign in, and come back."""
    sent = client.get(START)
    assert sent.status_code == 302 and sent.location.startswith(f"{server.issuer}/authorize?")
    return client.get(server.sign_in(sent.location, **{**CLAIMS, **claims}))


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


@both_databases
def test_who_has_an_account_is_let_in_and_bound_once(
    app: Flask, client: FlaskClient, server: IdentityServer, user: int
) -> None:
    answer = come_back(client, server)
    assert (answer.status_code, answer.location) == (303, "/") and is_in(client)
    other = app.test_client()
    come_back(other, server, email="another@example.com", email_verified=False)
    assert is_in(other)
    with app.app_context():
        row = db.session.scalars(sa.select(Identity)).one()
        assert (row.user_id, row.issuer, row.subject) == (user, server.issuer, "p-1")
        actions = list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))
        assert actions == ["sign_in.bound", "sign_in", "sign_in"]
    client.post("/sign-out")
    assert not is_in(client) and not is_in(other)


@pytest.mark.parametrize(
    "claims",
    [{"email": "nobody@example.com"}, {"email_verified": False}, {"email_verified": "true"}, {"email": None},
     {"email": ["bureau@example.com"]}, {"email": "bureau@example.com\x00"}],
    ids=str,
)  # fmt: skip
def test_nobody_is_added_and_no_unverified_address_opens_anything(
    app: Flask, client: FlaskClient, server: IdentityServer, user: int, claims: dict[str, Any]
) -> None:
    answer = come_back(client, server, **claims)
    assert answer.location == "/sign-in" and not is_in(client)
    assert "alert" in client.get("/sign-in").text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 1
        assert db.session.scalar(sa.select(Identity.id)) is None


WRONG: dict[str, Callable[[IdentityServer], Any]] = {
    "issuer": lambda s: s.changes.update(iss="https://evil.example"),
    "audience": lambda s: s.changes.update(aud="another"),
    "nonce": lambda s: s.changes.update(nonce="another"),
    "over": lambda s: s.changes.update(exp=int(time.time()) - 3600),
    "no subject": lambda s: s.changes.update(sub=""),
    "another key": lambda s: setattr(s, "signing_key", RSAKey.generate_key(2048, {"kid": "1"})),
    "no signature": lambda s: setattr(s, "forge", without_signature),
    "the secret of the client": lambda s: setattr(s, "forge", signed_with(SECRET)),
    "its public key as a secret": lambda s: setattr(s, "forge", signed_with(s.key.as_pem(private=False).decode())),
    "no code": lambda s: s.codes.clear(),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_believed_opens_nothing(
    client: FlaskClient, server: IdentityServer, user: int, wrong: str
) -> None:
    address = server.sign_in(client.get(START).location, **CLAIMS)
    WRONG[wrong](server)
    assert client.get(address).location == "/sign-in" and not is_in(client)


def test_a_server_of_another_name_is_not_believed(client: FlaskClient, server: IdentityServer, user: int) -> None:
    server.metadata["issuer"] = "https://evil.example"
    assert client.get(START).location == "/sign-in"


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?code=x&state=y", "?state=%00", "?error=access_denied&error_description=<b>",
              "?code=a&code=b"]
)  # fmt: skip
def test_who_comes_from_nowhere_is_sent_to_the_password(
    client: FlaskClient, server: IdentityServer, user: int, query: str
) -> None:
    answer = client.get(BACK + query)
    assert answer.status_code in {303, 404} and not is_in(client)


def test_an_answer_belongs_to_the_browser_that_asked(
    app: Flask, client: FlaskClient, server: IdentityServer, user: int
) -> None:
    address = server.sign_in(client.get(START).location, **CLAIMS)
    victim = app.test_client()
    assert victim.get(address).location == "/sign-in" and not is_in(victim)
    client.get(address)
    assert is_in(client)
    client.post("/sign-out")
    assert client.get(address).location == "/sign-in" and not is_in(client)


def test_a_closed_account_stays_closed_also_where_it_is_bound(
    app: Flask, client: FlaskClient, server: IdentityServer, user: int
) -> None:
    come_back(client, server)
    with app.app_context():
        row = db.session.get(User, user)
        row.active = False
        access.end_sessions(row)
        db.session.commit()
    assert not is_in(client)
    assert come_back(client, server).location == "/sign-in" and not is_in(client)


def test_an_address_given_to_somebody_new_opens_nothing_old(
    app: Flask, client: FlaskClient, server: IdentityServer, user: int
) -> None:
    come_back(client, server)
    other = app.test_client()
    assert come_back(other, server, sub="p-2").location == "/sign-in" and not is_in(other)


def test_the_second_step_is_asked_for_all_the_same(
    app: Flask, client: FlaskClient, server: IdentityServer, user: int
) -> None:
    with app.app_context():
        row = db.session.get(User, user)
        secret = app.extensions["security"]._totp_factory.generate_totp_secret()
        row.tf_primary_method, row.tf_totp_secret = "authenticator", secret
        db.session.commit()
    answer = come_back(client, server)
    assert answer.status_code == 302 and "tf" in answer.location and not is_in(client)


def test_a_server_that_is_down_leaves_the_password(app: Flask, client: FlaskClient) -> None:
    app.config.update(OIDC_ISSUER="http://127.0.0.1:9", OIDC_CLIENT_ID=CLIENT, OIDC_CLIENT_SECRET=SECRET)
    try:
        assert client.get(START).location == "/sign-in"
    finally:
        app.config.update(OIDC_ISSUER="", OIDC_CLIENT_ID="", OIDC_CLIENT_SECRET="")


def test_the_button_is_there_only_where_it_leads_somewhere(
    app: Flask, client: FlaskClient, server: IdentityServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert START in client.get("/sign-in").text
    monkeypatch.setattr(identity_provider, "PACKAGES", ("no_such_package",))
    assert START not in client.get("/sign-in").text
    assert client.get(START).status_code == 403


def sent_out(client: FlaskClient) -> TestResponse:
    """Where the sign-out leads."""
    answer = client.post("/sign-out")
    assert answer.status_code in {302, 303} and not is_in(client)
    return client.get(answer.location)


def test_who_came_from_there_is_signed_out_there_too(client: FlaskClient, server: IdentityServer, user: int) -> None:
    server.metadata["end_session_endpoint"] = f"{server.issuer}/end?realm=1"
    come_back(client, server)
    page = sent_out(client)
    address = re.search(r'<a class="btn btn-primary" href="([^"]+)"', page.text)[1].replace("&amp;", "&")
    assert f'content="1; url={address.replace("&", "&amp;")}"' in page.text
    given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{server.issuer}/end?realm=1&")
    proof = jwt.decode(given.pop("id_token_hint"), server.key)
    assert proof.claims["sub"] == "p-1"
    back = "http://127.0.0.1:8000/sign-in"
    assert given == {"realm": "1", "client_id": CLIENT, "post_logout_redirect_uri": back}
    assert client.get("/sign-in/elsewhere/out").location == "/sign-in"


@pytest.mark.parametrize("end", [None, "", "javascript:alert(1)", "//evil.example", "file:///etc/passwd", 5])
def test_where_the_server_offers_no_sign_out_that_is_safe_it_ends_here(
    client: FlaskClient, server: IdentityServer, user: int, end: Any
) -> None:
    server.metadata["end_session_endpoint"] = end
    come_back(client, server)
    assert sent_out(client).location == "/sign-in"


def test_a_server_that_is_down_keeps_nobody_signed_in(
    app: Flask, client: FlaskClient, server: IdentityServer, user: int
) -> None:
    come_back(client, server)
    app.config["OIDC_ISSUER"] = "http://127.0.0.1:9"
    assert sent_out(client).location == "/sign-in"


def test_who_signed_in_with_a_password_is_not_sent_there(
    client: FlaskClient, server: IdentityServer, user: int, sign_in: Callable[[int], FlaskClient]
) -> None:
    server.metadata["end_session_endpoint"] = f"{server.issuer}/end"
    assert client.get("/sign-in/elsewhere/out").location == "/sign-in"
    browser = sign_in(user)
    assert is_in(browser) and browser.post("/sign-out").location == "/sign-in"


def test_a_proof_too_long_for_a_cookie_is_left_out(client: FlaskClient, server: IdentityServer, user: int) -> None:
    server.metadata["end_session_endpoint"] = f"{server.issuer}/end"
    come_back(client, server, groups=["x" * 100] * 30)
    page = sent_out(client).text
    assert f"{server.issuer}/end?client_id=" in page and "id_token_hint" not in page
