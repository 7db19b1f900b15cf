"""Keys: made once, kept as a hash, over or revoked at once, and never more than their owner."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access import actions as access
from course.access.models import AuditEntry, Role, User
from course.access.scope import Scope
from course.db import db
from course.sharing import token_rules as rules
from course.sharing.models import ApiToken
from course.sharing.token_queries import hash_of
from tests import make, make_sharing
from tests.conftest import both_databases

TODAY = date(2026, 11, 26)
IN_A_MONTH = (date.today() + timedelta(days=30)).isoformat()
FORM = {"name": "排课平台", "allowed": ["schools", "lessons"], "ends_on": IN_A_MONTH}
SignIn = Callable[[int], FlaskClient]


def status(client: FlaskClient, key: str, path: str = "/api/v1/schools", scheme: str = "Bearer") -> int:
    return client.get(path, headers={"Authorization": f"{scheme} {key}"}).status_code


def entries(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)))


@both_databases
def test_a_key_is_shown_once_and_opens_what_was_ticked(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    with app.app_context():
        county = make.region()
        user = make.user(Role.BUREAU, county).id
        make.school(county)
    browser = sign_in(user)
    made = browser.post("/account/tokens", data=FORM)
    key = made.text.split('value="vpf_')[1].split('"')[0]
    key = f"vpf_{key}"
    assert rules.is_well_formed(key) and len(key) == 4 + 43 + 1 + 6
    assert (status(client, key), status(client, key, scheme="bearer")) == (200, 200)
    assert status(client, key, "/api/v1/coverage/schools") == 403
    with app.app_context():
        row = make_sharing.token_row(key)
        assert (row.allowed, row.used_at is not None) == (("schools", "lessons"), True)
        everything = json.dumps(
            [[str(value) for value in line] for line in db.session.execute(sa.select(ApiToken.__table__))]
        )
        assert key not in everything and hash_of(key) in everything
        (line,) = entries("token.make")
        assert line.detail["key"] == hash_of(key)[:12] and key[4:] not in json.dumps(line.detail)
        number = row.id
    page = browser.get("/account/tokens").text
    assert key not in page and "排课平台" in page
    assert browser.post(f"/account/tokens/{number}/revoke").status_code == 303
    assert status(client, key) == 401
    with app.app_context():
        assert [line.detail["key"] for line in entries("token.revoke")] == [hash_of(key)[:12]]


CHANGES: dict[str, Callable[[User], Any]] = {
    "closed": lambda user: setattr(user, "active", False),
    "erased": lambda user: setattr(user, "erased_at", make.NOW),
    "new password": lambda user: access.give_new_password(user, by=None, now=make.NOW),
    "over": lambda user: db.session.execute(sa.update(ApiToken).values(expires_at=make.NOW)),
    "revoked": lambda user: db.session.execute(sa.update(ApiToken).values(revoked_at=make.NOW)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_key_is_worth_nothing_at_once(app: Flask, client: FlaskClient, change: str) -> None:
    with app.app_context():
        user = make.user(Role.BUREAU, make.region())
        key = make_sharing.token(user)
    assert status(client, key) == 200
    with app.app_context():
        CHANGES[change](db.session.get(User, user.id))
        db.session.commit()
    assert status(client, key) == 401


def test_a_key_follows_its_owner(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        near, far = make.region(), make.region()
        make.school(near, code="S1"), make.school(far, code="S2")
        user, admin = make.user(Role.BUREAU, near), make.user(Role.ADMIN)
        key, code, station = make_sharing.token(user), far.code, make.station(far).code
    assert [row["code"] for row in read(client, key)] == ["S1"]
    change(app, user.id, admin.id, Role.BUREAU, code)
    assert [row["code"] for row in read(client, key)] == ["S2"]
    change(app, user.id, admin.id, Role.STATION, station)
    assert status(client, key) == 401


def read(client: FlaskClient, key: str) -> list[dict[str, Any]]:
    return client.get("/api/v1/schools", headers={"Authorization": f"Bearer {key}"}).json["data"]


def change(app: Flask, user_id: int, admin_id: int, role: Role, code: str) -> None:
    """Make the user something else."""
    with app.app_context():
        user, admin = db.session.get(User, user_id), db.session.get(User, admin_id)
        access.change_role(user, role=role, scope_code=code, by=admin, scope=Scope(Role.ADMIN), now=make.NOW)
        db.session.commit()


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Basic abc", "Bearer vpf_x", "Bearer " + "x" * 5000, "Bearer \u00e9",
              f"Bearer {rules.with_checksum('A' * 43)}", f"Bearer vpf_{'A' * 43}_AAAAAA"],
)  # fmt: skip
def test_without_a_key_nothing_opens_and_it_says_how(app: Flask, client: FlaskClient, given: str) -> None:
    headers = {"Authorization": given.encode("latin-1").decode("latin-1")} if given else {}
    answer = client.get("/api/v1/lessons/1", headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.content_type == "application/problem+json" and "My account" in answer.json["detail"]


def test_a_session_is_no_key(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN).id
    assert sign_in(user).get("/api/v1/schools").status_code == 401


def test_an_invented_key_is_seen_without_asking_the_database(client: FlaskClient, statements: list[str]) -> None:
    statements.clear()
    assert status(client, f"vpf_{'A' * 43}_AAAAAA") == 401
    assert not [sent for sent in statements if "api_token" in sent]


def test_somebody_elses_key_cannot_be_revoked(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    with app.app_context():
        county = make.region()
        mine, other = make.user(Role.BUREAU, county), make.user(Role.BUREAU, county)
        key = make_sharing.token(mine)
        number = make_sharing.token_row(key).id
    assert sign_in(other.id).post(f"/account/tokens/{number}/revoke").status_code == 404
    assert status(client, key) == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 61), ("allowed", []), ("allowed", ["users"]), ("ends_on", ""), ("ends_on", "x"),
     ("ends_on", date.today().isoformat()), ("ends_on", (date.today() + timedelta(days=367)).isoformat()),
     ("ends_on", "9999-12-31"), ("ends_on", "0001-01-01")],
)  # fmt: skip
def test_what_is_no_key_is_refused_beside_its_field(app: Flask, sign_in: SignIn, field: str, value: Any) -> None:
    with app.app_context():
        user = make.user(Role.SCHOOL, make.school()).id
    answer = sign_in(user).post("/account/tokens", data=FORM | {field: value})
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ApiToken)) == 0


def test_nobody_has_more_keys_than_can_be_kept_track_of(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN)
        for _ in range(rules.MOST_TOKENS):
            make_sharing.token(user)
    browser = sign_in(user.id)
    assert browser.post("/account/tokens", data=FORM).status_code == 422
    with app.app_context():
        db.session.get(ApiToken, 1).revoked_at = make.NOW
        db.session.commit()
    assert browser.post("/account/tokens", data=FORM).status_code == 200


def test_a_busy_key_writes_its_use_down_now_and_then(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    with app.app_context():
        key = make_sharing.token(make.user(Role.ADMIN))
    statements.clear()
    for _ in range(3):
        assert status(client, key) == 200
    assert len([sent for sent in statements if sent.startswith("UPDATE")]) == 1


def test_a_key_works_to_the_end_of_its_last_day_on_the_schools_clock(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN).id
    sign_in(user).post("/account/tokens", data=FORM)
    with app.app_context():
        last = datetime.fromisoformat(f"{IN_A_MONTH}T16:00:00").replace(tzinfo=UTC)
        assert db.session.scalars(sa.select(ApiToken.expires_at)).one() == last


@pytest.mark.parametrize(
    ("days", "fine"), [(0, False), (1, True), (366, True), (367, False), (-400, False)],
)  # fmt: skip
def test_ends_within_a_year(days: int, fine: bool) -> None:
    assert (rules.ends_within_a_year(TODAY + timedelta(days=days), TODAY) is None) is fine


def test_checksums_see_every_single_wrong_letter() -> None:
    key = rules.with_checksum("aB3-_" * 8 + "xyz")
    assert rules.is_well_formed(key)
    for place in range(len(key)):
        wrong = key[:place] + ("0" if key[place] != "0" else "1") + key[place + 1 :]
        assert not rules.is_well_formed(wrong), place
