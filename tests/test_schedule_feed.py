"""Private calendar feeds: what is in them, who reads them, and when their addresses die."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from course.access import actions as access
from course.access.models import Role, User
from course.access.scope import Scope
from course.db import db, utc_now
from course.schedule.calendars import feed_actions, feed_queries
from course.schedule.calendars.feed_files import RecentFiles, recent
from course.schedule.calendars.text import folded
from course.schedule.models import CalendarFeed, Lesson, LessonClass, LessonState
from course.security import limiter
from tests import make
from tests.calendars import ics_problems, unfolded, values
from tests.conftest import both_databases, settings_for_tests

TODAY = date.today()
NASTY = 'a\r\nEND:VEVENT\rb\nc\u2028d\u0085e;f,g\\h"i\x00j\x07k\u202el🦊' + "长" * 80
PHONE = "13812345678"


class World:
    """A vice-principal and a school with a lesson in each state, and a calendar address of each."""

    def __init__(self) -> None:
        school = make.school(name="实验小学")
        person = make.vice_principal(name="赵晓明", phone=PHONE)
        self.person, self.school, self.theme = person.id, school.id, make.theme(name="防范校园欺凌").id
        self.users = {
            "person": make.user(Role.VICE_PRINCIPAL, person).id,
            "school": make.user(Role.SCHOOL, school).id,
        }
        self.lessons = {state: self.lesson(state) for state in LessonState}
        self.tokens = {whose: self.new_token(whose) for whose in self.users}

    def lesson(self, state: LessonState, **given: Any) -> int:
        start = datetime.combine(TODAY, datetime.min.time()) + timedelta(days=len(state), hours=10, minutes=25)
        given = {"start": start, "end": start + timedelta(minutes=40), "changed_at": utc_now(), **given}
        rows = {"vice_principal_id": self.person, "school_id": self.school, "theme_id": self.theme}
        row = Lesson(uid=make.uuid.uuid4().hex, state=state, region_path="R", place="classroom", **rows, **given)
        row.created_at, row.period = make.NOW, 3
        row.note, row.reason = f"请打 {PHONE}", f"学生小明 {PHONE}"
        make.save(row)
        school_class = make.school_class(db.session.get(make.School, self.school))
        make.save(LessonClass(lesson_id=row.id, class_id=school_class.id))
        return row.id

    def new_token(self, whose: str) -> str:
        token = feed_actions.make_feed(db.session.get(User, self.users[whose]), now=utc_now())
        db.session.commit()
        return token

    def path(self, whose: str = "person") -> str:
        return f"/calendar/{self.tokens[whose]}.ics"


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with app.app_context():
        yield World()


def events(content: bytes) -> dict[str, icalendar.Event]:
    """The events of a correct file by UID."""
    assert ics_problems(content) == []
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}


@both_databases
@pytest.mark.parametrize("whose", ["person", "school"])
def test_a_feed_holds_every_lesson_as_it_stands(world: World, client: FlaskClient, whose: str) -> None:
    answer = client.get(world.path(whose))
    assert answer.status_code == 200 and answer.content_type == "text/calendar; charset=utf-8"
    found = events(answer.data)
    for state, lesson_id in world.lessons.items():
        row = db.session.get(Lesson, lesson_id)
        event = found.pop(row.uid if whose == "school" else f"{row.uid}-{world.person}")
        wanted = {"requested": "TENTATIVE", "declined": "CANCELLED", "cancelled": "CANCELLED", "missed": "CANCELLED"}
        assert event["STATUS"] == wanted.get(state.value, "CONFIRMED")
        assert event.start.replace(tzinfo=None) == row.start and event.start.utcoffset() == timedelta(hours=8)
        assert (
            "实验小学" in event["SUMMARY"]
            and "防范校园欺凌" in event["SUMMARY"]
            and event["URL"].endswith(f"/{row.id}")
        )
        ringing = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        assert ringing == (
            [-timedelta(days=1), -timedelta(hours=1)] if state.value in ("requested", "scheduled") else []
        )
    assert not found


def test_a_feed_names_itself_and_says_how_often_to_ask(world: World, client: FlaskClient) -> None:
    content = client.get(world.path()).data
    assert values(content, "NAME") == values(content, "X-WR-CALNAME") == ["法治课 · 赵晓明"]
    assert values(content, "REFRESH-INTERVAL") == values(content, "X-PUBLISHED-TTL") == ["PT1H"]
    assert not values(content, "METHOD")
    assert values(content, "TZID") == ["Asia/Shanghai"] and values(content, "TZOFFSETTO") == ["+0800"]


def test_a_feed_speaks_the_language_of_its_owner(world: World, client: FlaskClient) -> None:
    assert "副校长: 赵晓明" in "\n".join(values(client.get(world.path()).data, "DESCRIPTION"))
    db.session.get(User, world.users["person"]).locale = "en"
    db.session.commit()
    assert "Vice-principal: 赵晓明" in "\n".join(values(client.get(world.path()).data, "DESCRIPTION"))


def test_no_telephone_number_no_note_and_no_reason_leaves_the_house(world: World, client: FlaskClient) -> None:
    for whose in world.users:
        text = "".join(unfolded(client.get(world.path(whose)).data))
        assert PHONE not in text and "小明 " not in text and "请打" not in text


def test_what_was_called_off_is_told_for_sixty_days(world: World, client: FlaskClient) -> None:
    for days, told in ((59, True), (62, False)):
        row = db.session.get(Lesson, world.lessons[LessonState.CANCELLED])
        row.changed_at, uid = utc_now() - timedelta(days=days), row.uid
        db.session.commit()
        assert (uid in events(client.get(world.path("school")).data)) is told


def test_names_full_of_line_ends_and_signs_stay_inside_their_texts(world: World, client: FlaskClient) -> None:
    db.session.get(make.School, world.school).name = NASTY
    db.session.get(make.VicePrincipal, world.person).name = NASTY
    db.session.commit()
    found = events(client.get(world.path()).data)
    assert len(found) == len(LessonState)
    assert all("🦊" + "长" * 80 in event["SUMMARY"] for event in found.values())


SCRIPTS = {"chinese": "长", "rare": "𠮷", "emoji": "🦊", "joined": "👩\u200d🏫", "mixed": "a长𠮷é"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_length_of_a_line_tears_a_character(script: str) -> None:
    for length in range(200):
        line = "SUMMARY:" + "x" * (length % 5) + SCRIPTS[script] * length
        pieces = folded(line).split("\r\n ")
        assert all(len(piece.encode()) <= (75 if place == 0 else 74) for place, piece in enumerate(pieces))
        assert "".join(pieces) == line


def test_three_thousand_lessons_are_read_and_no_more(world: World, client: FlaskClient) -> None:
    start = datetime.combine(TODAY, datetime.min.time())
    row = db.session.get(Lesson, world.lessons[LessonState.SCHEDULED])
    db.session.get(make.School, world.school).name = "🦊" + "长" * 80
    given = {column.name: getattr(row, column.name) for column in Lesson.__table__.columns if column.name != "id"}
    rows = [
        {
            **given,
            "uid": f"many-{n}",
            "start": start + timedelta(hours=n),
            "end": start + timedelta(hours=n, minutes=40),
        }
        for n in range(3_005)
    ]
    db.session.execute(sa.insert(Lesson), rows)
    db.session.commit()
    content = client.get(world.path()).data
    assert ics_problems(content) == [] and len(values(content, "UID")) == feed_queries.MOST_LESSONS


def test_a_calendar_that_has_the_file_gets_nothing_until_something_changes(
    world: World, client: FlaskClient, statements: list[str]
) -> None:
    first = client.get(world.path())
    mark = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    statements.clear()
    again = client.get(world.path(), headers={"If-None-Match": mark})
    assert again.status_code == 304 and not again.data and again.headers["ETag"] == mark
    assert len([sql for sql in statements if sql.startswith("SELECT")]) == 2
    row = db.session.get(Lesson, world.lessons[LessonState.SCHEDULED])
    # A change that was begun before another one and kept after it leaves the latest time as it is.
    row.sequence, row.changed_at = row.sequence + 1, row.changed_at - timedelta(days=1)
    db.session.commit()
    assert client.get(world.path(), headers={"If-None-Match": mark}).status_code == 200


def test_asking_for_the_head_or_for_a_part(world: World, client: FlaskClient) -> None:
    whole = client.get(world.path())
    head = client.head(world.path())
    assert head.status_code == 200 and not head.data and head.headers["ETag"] == whole.headers["ETag"]
    part = client.get(world.path(), headers={"Range": "bytes=0-10"})
    assert part.status_code == 200 and part.data == whole.data


def test_the_owner_sees_when_a_calendar_asked(world: World, client: FlaskClient) -> None:
    for path in (world.path(), world.path()):
        client.get(path)
    db.session.expire_all()
    read = [feed.read_at for feed in db.session.scalars(sa.select(CalendarFeed))]
    assert sum(moment is not None for moment in read) == 1


def dead(client: FlaskClient, path: str) -> bool:
    """Whether an address gives nothing, and says so as one that never was."""
    answer, never = client.get(path), client.get("/calendar/never.ics")
    return answer.status_code == 404 and answer.data == never.data


def disabled(user: User, admin: User) -> None:
    access.disable(user, by=admin, now=utc_now())


def other_role(user: User, admin: User) -> None:
    access.change_role(user, role=Role.ADMIN, scope_code="", by=admin, scope=Scope(Role.ADMIN), now=utc_now())


def other_school(user: User, admin: User) -> None:
    code = make.school().code
    access.change_role(user, role=Role.SCHOOL, scope_code=code, by=admin, scope=Scope(Role.ADMIN), now=utc_now())


def erased(user: User, admin: User) -> None:
    user.erased_at = utc_now()


def given_back(user: User, admin: User) -> None:
    feed_actions.give_back(user, now=utc_now())


def made_anew(user: User, admin: User) -> None:
    feed_actions.make_feed(user, now=utc_now())


@pytest.mark.parametrize("end", [disabled, other_role, other_school, erased, given_back, made_anew])
@pytest.mark.parametrize("whose", ["person", "school"])
def test_an_address_dies_at_once(
    world: World, client: FlaskClient, whose: str, end: Callable[[User, User], None]
) -> None:
    assert client.get(world.path(whose)).status_code == 200
    end(db.session.get(User, world.users[whose]), make.user(Role.ADMIN))
    db.session.commit()
    assert dead(client, world.path(whose))
    assert client.get(world.path("school" if whose == "person" else "person")).status_code == 200


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 5000, "%00", "a/b", "%ff", "..%2f", "%0d%0aX: y"])
def test_what_is_no_token_is_not_found(world: World, client: FlaskClient, token: str) -> None:
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_a_wrong_token_takes_as_long_as_one_that_died(world: World, client: FlaskClient) -> None:
    feed_actions.give_back(db.session.get(User, world.users["person"]), now=utc_now())
    db.session.commit()
    paths = {"dead": world.path(), "wrong": f"/calendar/{'x' * 43}.ics", "short": "/calendar/x.ics"}
    took: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(40):
        for name, path in paths.items():
            begun = time.thread_time()
            client.get(path)
            took[name].append(time.thread_time() - begun)
    middle = {name: sorted(seconds)[20] for name, seconds in took.items()}
    assert max(middle.values()) < 1.5 * min(middle.values()), middle


def test_who_guesses_is_slowed_down_and_who_reads_is_not(tmp_path: Path) -> None:
    app = create_app(**settings_for_tests(tmp_path) | {"RATELIMIT_ENABLED": True})
    try:
        with app.app_context():
            db.create_all()
            path = World().path()
        client = app.test_client()
        assert {client.get(path).status_code for _ in range(70)} == {200}
        guesses = [client.get(f"/calendar/guess-{number}.ics").status_code for number in range(70)]
        assert guesses == [404] * 60 + [429] * 10
    finally:
        limiter.enabled = False


def test_the_token_is_kept_nowhere_and_logged_nowhere(
    world: World, app: Flask, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    token, client = world.tokens["person"], app.test_client()
    client.get(world.path())
    recent.files.clear()
    monkeypatch.setattr("course.schedule.calendars.feed_views.feed_content", lambda *rest: 1 / 0)
    assert client.get(world.path()).status_code == 500
    output = capfd.readouterr()
    assert "crash" in output.err + output.out
    assert token not in output.err + output.out + caplog.text
    dump = [str(row) for table in db.metadata.sorted_tables for row in db.session.execute(sa.select(table))]
    assert token not in "".join(dump) and feed_queries.hash_of(token) in "".join(dump)


def test_my_address_is_shown_once_and_a_new_one_ends_it(
    world: World, client: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser, someone = sign_in(world.users["person"]), client
    made = browser.post("/calendar/feeds")
    assert made.status_code == 200 and made.headers["Cache-Control"] == "no-store"
    token = made.text.split(".ics")[0].rpartition("/")[2]
    assert dead(someone, world.path()) and someone.get(f"/calendar/{token}.ics").status_code == 200
    assert token not in browser.get("/calendar/feeds").text and "webcal://" in made.text
    assert browser.post("/calendar/feeds/end").status_code == 303
    assert dead(someone, f"/calendar/{token}.ics")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_the_servers_own_clock_changes_nothing(world: World, client: FlaskClient, monkeypatch: Any, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        content = client.get(world.path()).data
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
    row = db.session.get(Lesson, world.lessons[LessonState.SCHEDULED])
    assert f"{row.start:%Y%m%dT%H%M%S}" in values(content, "DTSTART")


def test_a_lesson_on_the_29th_of_february(world: World, client: FlaskClient) -> None:
    start = datetime(2028, 2, 29, 8, 30)
    lesson_id = world.lesson(LessonState.SCHEDULED, start=start, end=start + timedelta(minutes=40))
    event = events(client.get(world.path("school")).data)[db.session.get(Lesson, lesson_id).uid]
    assert event.start.astimezone(UTC) == datetime(2028, 2, 29, 0, 30, tzinfo=UTC)


def test_files_are_kept_until_there_are_too_many_bytes() -> None:
    kept = RecentFiles(most_bytes=10)
    assert kept.get("a", lambda: b"aaaa") == kept.get("a", lambda: b"other") == b"aaaa"
    assert kept.get("b", lambda: b"bbbb") == b"bbbb" and kept.get("a", lambda: b"other") == b"aaaa"
    assert kept.get("c", lambda: b"cccc") == b"cccc" and list(kept.files) == ["a", "c"] and kept.bytes == 8
    assert kept.get("d", lambda: b"d" * 11) == b"d" * 11 and not kept.files and kept.bytes == 0


def test_links_lead_where_the_pages_are(app: Flask) -> None:
    with app.test_request_context():
        from flask import url_for

        assert url_for("schedule.lesson", lesson_id=7) == "/lessons/7"
        assert url_for("schedule.deck", lesson_id=7, language="zh") == "/lessons/7/deck/zh"
