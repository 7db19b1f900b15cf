"""Invitations: calendars read them, they stay one line each, and updates and cancellations follow each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import sqlalchemy as sa

from course.db import db
from course.schedule import actions, queries
from course.schedule.calendars.invitation import Mailbox, Method, invitation
from course.schedule.models import Lesson, LessonState
from tests import make
from tests.calendars import ics_problems, unfolded, values

OFFICE = Mailbox("courses@example.com", "法治课")
PERSON = Mailbox("zhao@example.com", "赵晓明")
START, END = datetime(2026, 12, 4, 10, 25), datetime(2026, 12, 4, 11, 5)
NASTY = 'a\r\nATTENDEE:mailto:x@y.z\rb\nc\u2028d\u0085e;f,g\\h"i\x00j\x07k\u202el^n🦊' + "长" * 80


def a_lesson(**given: object) -> int:
    school, person = make.school(name="实验小学"), make.vice_principal(name="赵晓明")
    return make.lesson(person, school, make.theme(), START, END, period=3, **given).id


def loaded(lesson_id: int) -> Lesson:
    chosen = sa.select(Lesson).where(Lesson.id == lesson_id).options(*queries.WITH_NAMES)
    return db.session.scalar(chosen.execution_options(populate_existing=True))


def sent(lesson_id: int, method: Method = Method.REQUEST, to: Mailbox = PERSON, office: Mailbox = OFFICE) -> bytes:
    return invitation(loaded(lesson_id), method, to, office, make.NOW).encode()


def event_in(content: bytes) -> icalendar.Event:
    assert ics_problems(content) == []
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def test_an_invitation_says_when_where_and_that_nobody_need_answer(data: None) -> None:
    lesson_id = a_lesson()
    content = sent(lesson_id)
    event = event_in(content)
    assert event["UID"] == loaded(lesson_id).uid and event["SEQUENCE"] == 0 and event["STATUS"] == "CONFIRMED"
    assert event.start.astimezone(UTC) == datetime(2026, 12, 4, 2, 25, tzinfo=UTC)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event["ATTENDEE"] == "mailto:zhao@example.com" and event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert event["ORGANIZER"] == "mailto:courses@example.com" and event["ORGANIZER"].params["CN"] == "法治课"
    assert event["URL"].endswith(f"/lessons/{lesson_id}")
    assert values(content, "METHOD") == ["REQUEST"] and len(event.walk("VALARM")) == 2


@pytest.mark.parametrize("field", ["name", "address"])
def test_no_name_and_no_address_brings_a_line_of_its_own(data: None, field: str) -> None:
    box = Mailbox(**{"address": "a@example.com", "name": "a", field: NASTY})
    content = sent(a_lesson(), to=box, office=box)
    event_in(content)
    assert sum(line.startswith("ATTENDEE") for line in unfolded(content)) == 1


def test_a_school_with_a_nasty_name_stays_a_text(data: None) -> None:
    lesson_id = a_lesson()
    loaded(lesson_id).school.name = NASTY
    db.session.commit()
    content = sent(lesson_id)
    event = event_in(content)
    assert "🦊" + "长" * 80 in event["SUMMARY"] and 'e;f,g\\h"i' in event["SUMMARY"]
    assert not {"\x00", "\x07", "\u202e", "\r"} & set(event["SUMMARY"])


def test_an_update_and_a_cancellation_grow_and_keep_the_name(data: None) -> None:
    user, lesson_id = make.user(make.Role.ADMIN), a_lesson(state=LessonState.REQUESTED)
    first = event_in(sent(lesson_id))
    assert first["STATUS"] == "TENTATIVE" and first["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    actions.accept(loaded(lesson_id), user=user, now=make.NOW)
    second = event_in(sent(lesson_id))
    actions.cancel(loaded(lesson_id), "出警", user=user, now=make.NOW + timedelta(hours=1))
    content = sent(lesson_id, Method.CANCEL)
    last = event_in(content)
    assert first["UID"] == second["UID"] == last["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"] < last["SEQUENCE"]
    assert values(content, "METHOD") == ["CANCEL"] and last["STATUS"] == "CANCELLED" and not last.walk("VALARM")
    assert "出警" not in content.decode()


def test_who_was_replaced_gets_a_cancellation_although_the_lesson_goes_on(data: None) -> None:
    assert event_in(sent(a_lesson(), Method.CANCEL))["STATUS"] == "CANCELLED"


def test_each_vice_principal_has_an_entry_of_their_own(data: None) -> None:
    lesson_id = a_lesson()
    uid = loaded(lesson_id).uid
    named = [invitation(loaded(lesson_id), Method.REQUEST, PERSON, OFFICE, make.NOW, of=of) for of in (None, 7, 8)]
    assert [str(event_in(one.encode())["UID"]) for one in named] == [uid, f"{uid}-7", f"{uid}-8"]
