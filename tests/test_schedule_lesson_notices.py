"""Every change of a lesson is told once to the other side, with an entry for the calendars of both."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from icalendar import Calendar, Event

from course.access.message_letters import letter_of
from course.access.models import Message, Notice, Role, User
from course.access.notice_wording import wording
from course.db import db
from course.delivery import actions as delivery
from course.delivery.rules import Figures
from course.i18n import in_language
from course.schedule import actions, queries
from course.schedule.models import Lesson, LessonState, Place
from course.schedule.situation_queries import Question
from tests import make
from tests.conftest import both_databases

DAY = date(2026, 11, 30)
LATER = make.NOW + timedelta(days=8)


@pytest.fixture
def world(data: None) -> SimpleNamespace:
    """A school with two users, its vice-principal with one, their station and their bureau."""
    county = make.region(name="东吉县")
    station = make.station(county, name="城关派出所")
    school, person = make.school(county, name="实验小学"), make.vice_principal(station, name="赵晓明")
    make.appointment(person, school)
    make.bells()
    make.term()
    return SimpleNamespace(
        school=school,
        person=person,
        station=station,
        theme=make.theme("T02"),
        first=make.school_class(school, 3, 2),
        teacher=make.user(Role.SCHOOL, school, name="李老师"),
        colleague=make.user(Role.SCHOOL, school, name="周老师"),
        police=make.user(Role.VICE_PRINCIPAL, person, name="赵晓明", locale="en"),
        bureau=make.user(Role.BUREAU, county, name="王立新"),
    )


def book(world: SimpleNamespace, by: User | None = None) -> Lesson:
    question = Question(school=world.school, theme=world.theme, classes=(world.first,), place=Place.CLASSROOM)
    wish = actions.Wish(question, world.person.id, DAY, 5)
    row = actions.book(wish, user=by or world.teacher, now=make.NOW)
    db.session.commit()
    return fresh(row.id)


def fresh(lesson_id: int) -> Lesson:
    db.session.expire_all()
    return db.session.scalars(sa.select(Lesson).where(Lesson.id == lesson_id).options(*queries.WITH_NAMES)).one()


def told(kind: str) -> list[int]:
    """Who was told of this, in the application."""
    return list(db.session.scalars(sa.select(Notice.user_id).where(Notice.kind == kind).order_by(Notice.user_id)))


def entries(user: User) -> list[tuple[str, int]]:
    """What the calendar of somebody was sent, in order: method and sequence."""
    return [(str(one["METHOD"]), int(one.walk("VEVENT")[0]["SEQUENCE"])) for one in calendars_sent(user)]


def last_entry(user: User) -> Event:
    """The last lesson that the calendar of somebody was sent."""
    return calendars_sent(user)[-1].walk("VEVENT")[0]


def calendars_sent(user: User) -> list[Calendar]:
    """The calendar objects of all mails to somebody, in order."""
    chosen = sa.select(Message.attachment).where(Message.user_id == user.id, Message.attachment != "")
    return [Calendar.from_ical(said) for said in db.session.scalars(chosen.order_by(Message.id))]


def title(kind: str, user: User, locale: str = "zh_Hans_CN") -> str:
    notice = db.session.scalar(sa.select(Notice).where(Notice.kind == kind, Notice.user_id == user.id))
    with in_language(locale):
        return str(wording(notice).title)


@both_databases
def test_a_request_is_told_to_whoever_answers(world: SimpleNamespace) -> None:
    book(world)
    assert told("lesson.requested") == [world.police.id]
    assert title("lesson.requested", world.police) == "11月30日 周一 第5节 3年级2班：请答复"
    assert title("lesson.requested", world.police, "en") == "Mon 30 Nov Period 5 3-2: please answer"
    assert not entries(world.police), "what is only asked for stands in no calendar"


def test_a_request_that_the_bureau_makes_is_told_to_both_sides(world: SimpleNamespace) -> None:
    book(world, by=world.bureau)
    assert told("lesson.requested") == [world.teacher.id, world.colleague.id, world.police.id]


def test_a_request_to_somebody_without_an_account_is_told_to_the_station(world: SimpleNamespace) -> None:
    world.police.active = False
    officer = make.user(Role.STATION, world.station)
    book(world)
    assert told("lesson.requested") == [officer.id]


@both_databases
def test_accepting_and_calling_off_leave_every_calendar_right(world: SimpleNamespace) -> None:
    row = book(world)
    actions.accept(row, user=world.police, now=make.NOW)
    actions.cancel(row, "出警", user=world.police, now=make.NOW)
    db.session.commit()
    assert told("lesson.accepted") == told("lesson.cancelled") == [world.teacher.id, world.colleague.id]
    for user in (world.teacher, world.colleague, world.police):
        assert entries(user) == [("REQUEST", 1), ("CANCEL", 2)]
    assert world.police.id not in told("lesson.accepted")


def test_a_request_that_is_declined_was_in_no_calendar(world: SimpleNamespace) -> None:
    row = book(world)
    actions.decline(row, "值班", user=world.police, now=make.NOW)
    assert told("lesson.declined") == [world.teacher.id, world.colleague.id]
    assert not entries(world.teacher)
    with in_language("zh_Hans_CN"):
        notice = db.session.scalar(sa.select(Notice).where(Notice.kind == "lesson.declined"))
        assert "原因：值班" in wording(notice).lines


def scheduled(world: SimpleNamespace) -> Lesson:
    row = book(world)
    actions.accept(row, user=world.police, now=make.NOW)
    db.session.commit()
    return row


def place(row: Lesson) -> dict[str, Any]:
    return {
        "vice_principal_id": row.vice_principal_id,
        "vice_principal": row.vice_principal.name,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "period": row.period,
    }


def move(row: Lesson, by: User, **given: Any) -> None:
    """Give a lesson another place, and keep the change as every verb does."""
    before = place(row)
    for name, value in given.items():
        setattr(row, name, value)
    row.sequence += 1
    db.session.flush()
    db.session.expire(row, ["vice_principal"])
    row = fresh(row.id)
    actions.write_change(row, "move", before, place(row), user=by, now=make.NOW)
    db.session.commit()


@both_databases
def test_a_move_is_told_with_both_times(world: SimpleNamespace) -> None:
    row = scheduled(world)
    later = {"start": datetime(2026, 12, 1, 8, 30), "end": datetime(2026, 12, 1, 9, 10), "period": 1}
    move(row, world.police, **later)
    assert told("lesson.moved") == [world.teacher.id, world.colleague.id]
    assert entries(world.teacher) == entries(world.police) == [("REQUEST", 1), ("REQUEST", 2)]
    assert title("lesson.moved", world.teacher) == "12月1日 周二 第1节 3年级2班：改到这个时间"


def test_a_lesson_that_changes_hands_leaves_one_calendar_and_enters_another(world: SimpleNamespace) -> None:
    row, other = scheduled(world), make.vice_principal(world.station, name="钱敏")
    successor = make.user(Role.VICE_PRINCIPAL, other)
    move(row, world.bureau, vice_principal_id=other.id)
    assert told("lesson.moved") == [world.teacher.id, world.colleague.id, world.police.id, successor.id]
    assert entries(world.police) == [("REQUEST", 1), ("CANCEL", 2)]
    assert entries(successor) == [("REQUEST", 2)]
    assert title("lesson.moved", world.police).endswith("改由钱敏讲授")
    assert title("lesson.moved", successor).endswith("改由您讲授")
    assert title("lesson.moved", world.teacher).endswith("现由钱敏讲授")


def test_what_is_taken_out_of_a_calendar_is_named_as_it_stood_there(world: SimpleNamespace) -> None:
    row, other = scheduled(world), make.vice_principal(world.station, name="钱敏")
    successor, stood = make.user(Role.VICE_PRINCIPAL, other), row.start
    earlier = {"start": datetime(2026, 11, 30, 8, 30), "end": datetime(2026, 11, 30, 9, 10), "period": 1}
    move(row, world.bureau, vice_principal_id=other.id, **earlier)
    gone, new = last_entry(world.police), last_entry(successor)
    assert [event.start.replace(tzinfo=None) for event in (gone, new)] == [stood, earlier["start"]]
    assert "赵晓明" in gone["SUMMARY"] and "钱敏" not in f"{gone['SUMMARY']}{gone['DESCRIPTION']}"
    assert "钱敏" in new["SUMMARY"]


def test_what_happened_is_told_to_the_other_side(world: SimpleNamespace) -> None:
    row = scheduled(world)
    given = {"now": LATER, "local": datetime(2026, 12, 1, 9)}
    delivery.report(row, delivery.planned(row), user=world.police, **given)
    delivery.confirm(row, *delivery.as_reported(row), user=world.teacher, **given)
    figures, reached = delivery.as_reported(row)
    fewer = Figures(**{**vars(figures), "pupils": figures.pupils - 3})
    delivery.correct(row, fewer, reached, user=world.bureau, **given)
    delivery.withdraw(row, user=world.teacher, **given)
    assert told("lesson.taught") == [world.teacher.id, world.colleague.id]
    assert told("lesson.confirmed") == told("lesson.confirmation_withdrawn") == [world.police.id]
    assert told("lesson.corrected") == [world.teacher.id, world.colleague.id, world.police.id]
    notice = db.session.scalar(sa.select(Notice).where(Notice.kind == "lesson.corrected"))
    with in_language("zh_Hans_CN"):
        assert "人数：40 → 37" in wording(notice).lines


def test_a_lesson_that_did_not_take_place_is_told_with_its_reason(world: SimpleNamespace) -> None:
    row = scheduled(world)
    delivery.miss(row, "停电", user=world.teacher, now=LATER, local=datetime(2026, 12, 1, 9))
    assert told("lesson.missed") == [world.police.id]


def test_each_kind_has_words_in_both_languages_for_every_reader(world: SimpleNamespace) -> None:
    row = scheduled(world)
    move(row, world.bureau, period=6)
    actions.cancel(fresh(row.id), "出警", user=world.bureau, now=make.NOW)
    for message in db.session.scalars(sa.select(Message)).all():
        letter = letter_of(message, db.session.get_one(User, message.user_id), now=make.NOW)
        assert letter.subject.startswith(("【法治课】11月30日", "[Law lessons] Mon 30 Nov"))
        assert "None" not in letter.text and "http://127.0.0.1:8000/" in letter.text


def test_who_gives_the_lesson_gets_the_link_to_the_deck(world: SimpleNamespace) -> None:
    row = scheduled(world)
    assert row.state is LessonState.SCHEDULED
    (message,) = db.session.scalars(sa.select(Message).where(Message.kind == "lesson.own_calendar")).all()
    message.facts = {**message.facts, "has_deck": True}
    letter = letter_of(message, world.police, now=make.NOW)
    assert f"http://127.0.0.1:8000/lessons/{row.id}/deck/en" in letter.text
