"""My data: everything held about somebody is found, taken away, corrected and, in the end, erased."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from course.access import audit
from course.access.models import AuditEntry, Message, Notice, Role, User
from course.access.notice_actions import notify
from course.access.scope import Scope
from course.coverage.queries import Asked, Key, Schools, hours_owed_in, tallies
from course.coverage.rules import Year, total
from course.db import db, one_transaction
from course.delivery.models import DutyRecord, Evaluation
from course.jobs import Job
from course.privacy import retention, rules
from course.privacy.commands import erase_those_who_came_back
from course.privacy.held import HELD
from course.roster.models import Absence, VicePrincipal
from course.schedule.models import CalendarFeed, Lesson, LessonChange, LessonState
from course.sharing.models import Post
from tests import make, make_delivery, make_sharing
from tests.conftest import both_databases, copy_database

SignIn = Callable[[int], FlaskClient]
TODAY, NOW = date.today(), datetime.now(UTC)
CANARY, PHONE, MAIL = "甄金丝雀", "13800009999", "canary@example.com"
# These name a user or a person and are no data about them.
NOT_ABOUT = {("user", "vice_principal_id")}


def names_somebody(column: sa.Column[Any]) -> bool:
    """Whether a column says which user or which vice-principal a row is about."""
    targets = {key.column.table.name for key in column.foreign_keys}
    by_name = column.name in {"user_id", "author_id", "approver_id"} or column.name.endswith("_by_id")
    return bool(targets & {"user", "vice_principal"}) or by_name


def test_every_table_that_names_somebody_is_on_the_list() -> None:
    known = {(held.model.__tablename__, name) for held in HELD for name in (*held.of_user, *held.of_person)}
    found = {
        (table.name, column.name)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if names_somebody(column)
    }
    assert found - NOT_ABOUT <= known, "say in the feature's held.py what these rows are to somebody"


def test_what_opens_something_is_never_handed_out() -> None:
    hidden = {(held.model.__tablename__, name) for held in HELD for name in held.hidden}
    secret = {"password", "fs_uniquifier", "tf_totp_secret", "mf_recovery_codes", "token_hash", "content"}
    for held in HELD:
        for column in held.model.__table__.columns:
            assert column.name not in secret or (held.model.__tablename__, column.name) in hidden


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("王立新", "X"),
        ("王立新老师", "X老师"),
        ({"person": "王立新", "n": 3}, {"person": "X", "n": 3}),
        ([["王立新"], None], [["X"], None]),
        ({"state": "王立新"}, {"state": "王立新"}),
        ("王立", "王立"),
    ],
)
def test_a_name_is_replaced_wherever_it_stands(value: Any, found: Any) -> None:
    assert rules.replaced(value, ["王立新"], "X") == found


def test_a_short_name_is_only_replaced_where_it_stands_alone() -> None:
    assert rules.replaced(["李明", "李明远"], ["李明"], "X") == ["X", "李明远"]


@pytest.mark.parametrize(
    ("phone", "right"), [("", True), ("13800000000", True), ("0437-123 4567", True), ("abc", False), ("1", False)]
)
def test_a_telephone_number_is_digits(phone: str, right: bool) -> None:
    assert (rules.phone_is_one(phone) is None) is right


@dataclass
class World:
    users: dict[str, int]
    person: int
    lessons: dict[str, int]


@pytest.fixture
def world(app: Flask) -> World:
    """A vice-principal whose name stands in every table that could hold it."""
    with app.app_context():
        county = make.region("R000")
        station, school = make.station(county), make.school(county, code="S1")
        person = make.vice_principal(station, code="V1", name=CANARY, phone=PHONE, email=MAIL, lat=43.0, lon=128.0)
        row = make.user(Role.VICE_PRINCIPAL, person, name=CANARY, email=MAIL, password=hash_password("correct horse"))
        teacher = make.user(Role.SCHOOL, school)
        make.appointment(person, school, end_reason="", reason=f"{CANARY}住得近")
        make.training(person)
        start = datetime.combine(TODAY, datetime.min.time())
        make.absence(person, start + timedelta(days=9), start + timedelta(days=10), reason=f"{CANARY}住院")
        classes = (make.school_class(school, 3, 1),)
        taught = make_delivery.lesson(
            person, school, start - timedelta(days=20), classes, state=LessonState.CONFIRMED, minutes=160
        )
        make_delivery.delivery(taught, minutes=160)
        make_delivery.confirmation(taught, classes, minutes=160)
        coming = make_delivery.lesson(person, school, start + timedelta(days=20, hours=9), classes)
        taught.note = f"{CANARY}带了教具,电话{PHONE}"
        given = {"region_path": county.path, "vice_principal_id": person.id, "school_id": school.id}
        db.session.add_all(
            [
                LessonChange(
                    lesson_id=taught.id, region_path=county.path, at=NOW, action="accept", user_id=row.id, actor=CANARY,
                    before={"vice_principal": CANARY, "state": "scheduled"}, after={},
                ),
                DutyRecord(**given, duty="safety", done_on=TODAY, note=f"{CANARY}检查校门", recorded_at=NOW),
                Evaluation(**given, year=2026, note=f"{CANARY}很好", given_at=NOW),
                CalendarFeed(user_id=row.id, vice_principal_id=person.id, token_hash="a" * 64, created_at=NOW),
                Message(
                    user_id=teacher.id, channel="mail", kind="x", key="1", facts={"person": CANARY}, due_at=NOW,
                    created_at=NOW, attachment=f"SUMMARY:{CANARY}",
                ),
                Notice(user_id=teacher.id, kind="x", key="1", facts={"title": f"{CANARY}来校"}, created_at=NOW),
                Notice(user_id=row.id, kind="x", key="2", facts={"title": CANARY}, created_at=NOW),
            ]
        )  # fmt: skip
        audit.note("sign_in", f"user:{row.id}", user=row, now=NOW)
        db.session.commit()
        users = {
            "person": row.id,
            "school": teacher.id,
            "bureau": make.user(Role.BUREAU, county).id,
            "foreign": make.user(Role.BUREAU, make.region("R001")).id,
            "station": make.user(Role.STATION, station).id,
            "admin": make.user(Role.ADMIN).id,
        }
        return World(users, person.id, {"taught": taught.id, "coming": coming.id})


def everything(app: Flask) -> str:
    """All that stands in the database, as one text."""
    with app.app_context():
        found = []
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if not isinstance(column.type, sa.LargeBinary)]
            found += [repr(tuple(row)) for row in db.session.execute(sa.select(*columns))]
        db.session.remove()
        return "\n".join(found)


def figures(app: Flask) -> Any:
    with app.app_context():
        year = Year(2026, TODAY - timedelta(days=100), TODAY + timedelta(days=264))
        asked = Asked(Schools(Scope(Role.ADMIN)), year, TODAY - timedelta(days=1), hours_owed_in(year))
        found = total(tallies(asked, Key.SCHOOL).values())
        db.session.remove()
        return found


@both_databases
def test_everything_about_me_is_in_my_files(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["person"])
    assert client.get("/account/data").status_code == 200
    answer = client.get("/account/data.json")
    held = {one["table"]: one["rows"] for one in json.loads(answer.data)["held"]}
    named = {
        "user", "vice_principal", "appointment", "absence", "lesson", "lesson_change", "duty_record", "evaluation",
        "notice",
    }  # fmt: skip
    for table in named:
        assert CANARY in json.dumps(held[table], ensure_ascii=False), table
    assert held["vice_principal"][0]["phone"] == PHONE
    assert len(held["audit_entry"]) == 1 and len(held["training"]) == 1 and len(held["calendar_feed"]) == 1
    assert len(held["notice"]) == 1, "what others were told is theirs"
    assert b"argon2" not in answer.data and b"fs_uniquifier" not in answer.data
    book = openpyxl.load_workbook(io.BytesIO(client.get("/account/data.xlsx").data), read_only=True)
    assert named <= set(book.sheetnames)
    assert CANARY in str(list(book["lesson"].values))
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "data.export")) == 2
        db.session.remove()
    assert CANARY not in sign_in(world.users["station"]).get("/account/data.json").text


@both_databases
def test_i_correct_what_is_mine(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["person"])
    given = {"name": "甄新名", "email": MAIL, "phone": PHONE}
    assert client.post("/account/data", data=given).status_code == 303
    for wrong in (
        {"phone": "13811112222"},
        {"phone": "13811112222", "password": "wrong"},
        {"email": "new@example.com"},
        {"email": "no address", "password": "correct horse"},
        {"phone": "call me", "password": "correct horse"},
    ):
        assert client.post("/account/data", data={**given, **wrong}).status_code == 422
    changed = {"phone": "13811112222", "email": "New@example.com", "password": "correct horse"}
    assert client.post("/account/data", data={**given, **changed}).status_code == 303
    with app.app_context():
        row, person = db.session.get(User, world.users["person"]), db.session.get(VicePrincipal, world.person)
        assert (row.name, row.email, person.phone) == ("甄新名", "new@example.com", "13811112222")
        assert person.name == CANARY, "the name in the ledger is the bureau's"
        db.session.remove()
    taken = {"email": "new@example.com", "name": "x", "password": "x"}
    assert sign_in(world.users["school"]).post("/account/data", data=taken).status_code == 422


@both_databases
def test_the_bureau_is_asked_for_the_rest(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["person"])
    assert client.post("/account/data/wish", data={"wish": ""}).status_code == 422
    assert client.post("/account/data/wish", data={"wish": "单位应为城南派出所"}).status_code == 303
    assert "单位应为城南派出所" in sign_in(world.users["bureau"]).get("/notices").text
    assert "单位应为城南派出所" not in sign_in(world.users["foreign"]).get("/notices").text


@both_databases
def test_somebody_in_use_is_erased_and_still_counted(app: Flask, world: World, sign_in: SignIn) -> None:
    before, client, path = figures(app), sign_in(world.users["bureau"]), "/vice-principals/V1/erase"
    assert client.get(path).status_code == 200
    assert CANARY in client.get("/vice-principals/V1/data.json").text
    for typed in ("", "v1", "V2"):
        assert client.post(path, data={"typed": typed}).status_code == 422
    mine = sign_in(world.users["person"])
    assert mine.get("/account").status_code == 200
    assert client.post(path, data={"typed": "V1"}).status_code == 303
    left = everything(app)
    for word in (CANARY, PHONE, MAIL):
        assert word not in left, [line for line in left.splitlines() if word in line]
    assert figures(app) == before
    with app.app_context():
        person = db.session.get(VicePrincipal, world.person)
        assert person.name == rules.tombstone(world.person) and person.lat is None and person.erased_at
        assert db.session.get(Lesson, world.lessons["coming"]).state is LessonState.CANCELLED
        assert db.session.get(Lesson, world.lessons["taught"]).state is LessonState.CONFIRMED
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Absence)) == 0
        kept = db.session.scalar(sa.select(LessonChange).where(LessonChange.action == "accept"))
        assert kept.before == {"vice_principal": rules.tombstone(world.person), "state": "scheduled"}
        assert audit.first_broken_entry() is None
        db.session.remove()
    assert mine.get("/account").status_code == 302, "every session of theirs has ended"
    assert client.get(path).status_code == 404
    assert rules.tombstone(world.person) in client.get(f"/lessons/{world.lessons['taught']}").text
    for page in ("/vice-principals", "/vice-principals/V1", "/users", "/log", "/", "/coverage"):
        answer = client.get(page, follow_redirects=True)
        assert answer.status_code == 200, page
        assert CANARY not in answer.text
    assert '/vice-principals/V1"' not in client.get("/vice-principals").text


def test_after_a_restore_they_are_erased_again(app: Flask, world: World, sign_in: SignIn) -> None:
    folder = Path(app.config["INSTANCE"])
    with app.app_context():
        db.engine.dispose()
        copy_database(folder / "course.db", folder / "backup.db")
    assert sign_in(world.users["admin"]).post("/vice-principals/V1/erase", data={"typed": "V1"}).status_code == 303
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        copy_database(folder / "backup.db", folder / "course.db")
        assert db.session.get(VicePrincipal, world.person).name == CANARY
        assert erase_those_who_came_back() == 1
        assert erase_those_who_came_back() == 0
        db.session.remove()
    assert CANARY not in everything(app)
    (folder / "backup.db").unlink()


def test_nobody_is_erased_by_those_who_may_not(app: Flask, world: World, sign_in: SignIn) -> None:
    before = everything(app)
    for who in ("foreign", "station", "school", "person"):
        client = sign_in(world.users[who])
        for path in ("/vice-principals/V1/erase", f"/users/{world.users['school']}/erase"):
            assert client.get(path).status_code == 404
            assert client.post(path, data={"typed": "V1"}).status_code == 404
        if who != "person":
            assert client.get("/vice-principals/V1/data.json").status_code == 404
    assert everything(app) == before


def test_an_account_is_erased_but_not_ones_own_and_not_the_last_administrator(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    with app.app_context():
        emails = {name: db.session.get(User, number).email for name, number in world.users.items()}
        db.session.remove()

    def erase(who: str, whom: str) -> int:
        path = f"/users/{world.users[whom]}/erase"
        return sign_in(world.users[who]).post(path, data={"typed": emails[whom]}).status_code

    assert erase("bureau", "bureau") == 422
    assert erase("admin", "admin") == 422
    assert erase("bureau", "admin") == 404
    assert erase("bureau", "person") == 404, "a vice-principal is erased as a whole"
    assert erase("bureau", "school") == 303
    assert emails["school"] not in everything(app)
    assert erase("bureau", "school") == 404


def test_the_log_names_accounts_by_number(app: Flask, world: World, sign_in: SignIn) -> None:
    page = sign_in(world.users["admin"]).get("/log").text
    assert MAIL in page
    assert MAIL in sign_in(world.users["admin"]).get(f"/log?word={MAIL}").text
    with app.app_context():
        assert set(db.session.scalars(sa.select(AuditEntry.actor))) <= {f"user:{n}" for n in world.users.values()} | {
            ""
        }


def test_the_notice_page_is_open_to_everybody_and_says_how_long(app: Flask, client: FlaskClient) -> None:
    page = client.get("/privacy").text
    assert page.count("<tr>") == len(retention.KINDS) + 1
    assert client.get("/account/data").status_code == 302


@both_databases
def test_what_is_over_its_time_is_deleted_and_nothing_else(app: Flask, world: World) -> None:
    with app.app_context():
        person = make.vice_principal(code="V9", name="旧人")
        make.appointment(person, make.school(), start=TODAY - timedelta(days=3000), end=TODAY - timedelta(days=1097))
        waiting = make.vice_principal(code="V8", name="新人")
        old = NOW - timedelta(days=366)
        notify(world.users["school"], kind="x", key="old", facts={}, now=old)
        for key, state, at in (("a", "sent", old), ("b", "waiting", old), ("c", "sent", NOW)):
            given = {"user_id": world.users["school"], "channel": "mail", "kind": "x", "due_at": at, "created_at": at}
            db.session.add(Message(key=key, state=state, **given))
        for at in (old, NOW):
            db.session.add(Job(kind="x", created_at=at, finished_at=at, state="done"))
        program = make_sharing.subscriber(db.session.get(User, world.users["school"])).id
        for key, state, at in (("a", "sent", old), ("b", "waiting", old), ("c", "failed", NOW)):
            given = {"subscriber_id": program, "event": "test", "due_at": at, "created_at": at}
            db.session.add(Post(key=key, state=state, **given))
        make.absence(waiting, datetime(2020, 1, 1), datetime(2020, 1, 2))
        feed = {"user_id": world.users["person"], "vice_principal_id": world.person, "created_at": old}
        db.session.add(CalendarFeed(token_hash="b" * 64, revoked_at=old, **feed))
        db.session.commit()
        with one_transaction():
            done = retention.forget_all(NOW)
        assert done == {
            "people": 1, "absences": 1, "notices": 1, "messages": 1, "posts": 1, "jobs": 1, "uploads": 0, "forms": 0,
            "feeds": 1, "surveys": 0, "photos": 0, "log": 0,
        }  # fmt: skip
        assert db.session.get(VicePrincipal, person.id).name == rules.tombstone(person.id)
        assert db.session.get(VicePrincipal, waiting.id).name == "新人"
        assert db.session.get(VicePrincipal, world.person).name == CANARY
        with one_transaction():
            assert sum(retention.forget_all(NOW).values()) == 0
        db.session.remove()


@both_databases
def test_the_log_is_cut_and_its_chain_still_holds(app: Flask) -> None:
    with app.app_context():
        long_ago = NOW - timedelta(days=3 * 365 + 1)
        for number in range(3):
            audit.note("sign_out", f"user:{number}", user=None, now=long_ago)
            db.session.commit()
        audit.note("sign_in", "user:9", user=None, now=NOW)
        db.session.commit()
        with one_transaction():
            assert audit.cut(NOW - timedelta(days=3 * 365), NOW) == 3
        assert audit.first_broken_entry() is None
        assert [row.action for row in db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))] == [
            "sign_in",
            "log.cut",
        ]
        with pytest.raises(sa.exc.DatabaseError):
            db.session.execute(sa.delete(AuditEntry))
        db.session.rollback()
        with pytest.raises(sa.exc.DatabaseError):
            db.session.execute(sa.text("UPDATE audit_entry SET actor = 'x'"))
        db.session.rollback()
        with one_transaction():
            assert audit.cut(NOW - timedelta(days=3 * 365), NOW) == 0
        db.session.remove()
