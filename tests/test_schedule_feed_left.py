"""A lesson that changes hands: it ends in the old calendar, begins in the new one, and one mailbox may hold both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace

import icalendar
import pytest
import sqlalchemy as sa
import vobject
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Message, Role
from course.db import db, utc_now
from course.i18n import local_now
from course.schedule import actions, queries
from course.schedule.calendars import feed_actions
from course.schedule.calendars.feed_files import recent
from course.schedule.models import Lesson, LessonChange, LessonState, Place
from course.schedule.moving import actions as move_actions
from course.schedule.situation_queries import Question
from tests import make
from tests.calendars import ics_problems
from tests.conftest import both_databases
from tests.race import next_teaching_day

DAY = next_teaching_day(date.today() + timedelta(days=9))
LATER = next_teaching_day(DAY + timedelta(days=1))
Calendar = dict[str, tuple[str, int, str]]


@pytest.fixture
def world(app: Flask) -> Iterator[SimpleNamespace]:
    """A school, two people of one station who serve it, and a scheduled lesson of the first of them."""
    # Each test has a database of its own, and the files of others are not to be found.
    recent.files.clear()
    with app.app_context():
        county = make.region()
        station, school = make.station(county), make.school(county)
        people = [make.vice_principal(station, name=name) for name in ("赵晓明", "周明理")]
        for person in people:
            make.appointment(person, school, start=DAY - timedelta(days=90), end=DAY + timedelta(days=90))
        make.bells()
        make.term(name="now", start=DAY - timedelta(days=60), end=DAY + timedelta(days=60))
        users = [make.user(Role.VICE_PRINCIPAL, person) for person in people]
        question = Question(school, make.theme("T02"), (make.school_class(school, 3, 1),), Place.CLASSROOM)
        wish = actions.Wish(question, people[0].id, DAY, 3)
        lesson = actions.book(wish, user=None, now=utc_now(), state=LessonState.SCHEDULED)
        owners = [*users, make.user(Role.SCHOOL, school)]
        tokens = [feed_actions.make_feed(user, now=utc_now()) for user in owners]
        db.session.commit()
        yield SimpleNamespace(
            lesson=lesson.id, uid=lesson.uid, people=[one.id for one in people], tokens=tokens, users=users
        )


def hand_over(world: SimpleNamespace, to: int, day: date = DAY) -> None:
    """Somebody else gives the lesson now."""
    (row,) = queries.lessons_to_change([world.lesson], everybody())
    wanted = move_actions.Move(row, world.people[to], day, 3)
    move_actions.move(wanted, user=None, now=utc_now(), clock=local_now())
    db.session.commit()


def everybody() -> queries.Scope:
    return queries.Scope(Role.ADMIN)


def read(client: FlaskClient, world: SimpleNamespace, whose: int) -> bytes:
    answer = client.get(f"/calendar/{world.tokens[whose]}.ics")
    assert answer.status_code == 200 and ics_problems(answer.data) == []
    return answer.data


def by_icalendar(content: bytes) -> Calendar:
    rows = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {str(row["UID"]): (str(row["STATUS"]), int(row["SEQUENCE"]), f"{row.start:%d %H:%M}") for row in rows}


def by_vobject(content: bytes) -> Calendar:
    rows = getattr(vobject.readOne(content.decode()), "vevent_list", [])
    return {row.uid.value: (row.status.value, int(row.sequence.value), f"{row.dtstart.value:%d %H:%M}") for row in rows}


PARSERS = pytest.mark.parametrize("parsed", [by_icalendar, by_vobject])


@both_databases
@PARSERS
def test_a_lesson_that_was_handed_over_is_called_off_in_the_old_feed(
    world: SimpleNamespace, client: FlaskClient, parsed: Callable[[bytes], Calendar]
) -> None:
    mine, theirs = (f"{world.uid}-{person}" for person in world.people)
    assert parsed(read(client, world, 0))[mine][:2] == ("CONFIRMED", 0)
    hand_over(world, 1, LATER)
    old, new, school = (parsed(read(client, world, whose)) for whose in (0, 1, 2))
    # As it stood: what becomes of it afterwards is the colleague's.
    assert old == {mine: ("CANCELLED", 1, f"{DAY:%d} 10:25")}
    assert new == {theirs: ("CONFIRMED", 1, f"{LATER:%d} 10:25")}
    assert school == {world.uid: ("CONFIRMED", 1, f"{LATER:%d} 10:25")}


@PARSERS
def test_one_mailbox_that_holds_both_feeds_ends_right_whatever_comes_first(
    world: SimpleNamespace, client: FlaskClient, parsed: Callable[[bytes], Calendar]
) -> None:
    first = [parsed(read(client, world, whose)) for whose in (0, 1)]
    hand_over(world, 1)
    there = [parsed(read(client, world, whose)) for whose in (0, 1)]
    hand_over(world, 0)
    back = [parsed(read(client, world, whose)) for whose in (0, 1)]
    for order in ((*first, *there, *back), (*back, *there, *first)):
        held: Calendar = {}
        for feed in order:
            for uid, event in feed.items():
                # Of two with one name a calendar keeps the one with the higher sequence.
                held[uid] = max(held.get(uid, event), event, key=lambda one: one[1])
        assert {uid: event[0] for uid, event in held.items()} == {
            f"{world.uid}-{world.people[0]}": "CONFIRMED",
            f"{world.uid}-{world.people[1]}": "CANCELLED",
        }


def test_the_old_feed_forgets_after_sixty_days_and_its_mark_changes(
    world: SimpleNamespace, client: FlaskClient
) -> None:
    path = f"/calendar/{world.tokens[0]}.ics"
    before = client.get(path).headers["ETag"]
    hand_over(world, 1)
    after = client.get(path).headers["ETag"]
    assert before != after and client.get(path, headers={"If-None-Match": after}).status_code == 304
    for days, told in ((59, True), (62, False)):
        change = db.session.scalar(sa.select(LessonChange).where(LessonChange.action == "move"))
        change.at = utc_now() - timedelta(days=days)
        db.session.commit()
        assert bool(by_icalendar(read(client, world, 0))) is told


def test_mail_and_feed_of_a_person_name_the_lesson_alike(world: SimpleNamespace, client: FlaskClient) -> None:
    hand_over(world, 1)
    sent = {
        row.user_id: icalendar.Calendar.from_ical(row.attachment)
        for row in db.session.scalars(sa.select(Message).where(Message.attachment != ""))
    }
    letters = [sent[user.id] for user in world.users[:2]]
    for number, method in enumerate(("CANCEL", "REQUEST")):
        (event,) = letters[number].walk("VEVENT")
        assert str(letters[number]["METHOD"]) == method
        assert set(by_icalendar(read(client, world, number))) == {str(event["UID"])}


def test_a_feed_stays_quick_where_much_was_changed(world: SimpleNamespace, client: FlaskClient) -> None:
    row = db.session.get(Lesson, world.lesson)
    given = {"lesson_id": row.id, "region_path": row.region_path, "at": utc_now(), "actor": "", "action": "confirm"}
    given |= {"before": {"vice_principal_id": world.people[0]}, "after": {"sequence": 1}}
    db.session.execute(sa.insert(LessonChange), [given] * 5_000)
    db.session.commit()
    path = f"/calendar/{world.tokens[0]}.ics"
    mark = client.get(path).headers["ETag"]
    began = time.perf_counter()
    for _ in range(10):
        assert client.get(path, headers={"If-None-Match": mark}).status_code == 304
    assert time.perf_counter() - began < 3
