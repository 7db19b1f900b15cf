"""The mail of the morning: one digest for those who have something, reminders once each, both only where wanted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course import jobs
from course.access.message_letters import letter_of
from course.access.models import Message, Role, User
from course.coverage.models import RegionRule
from course.coverage.mornings import actions as morning_actions
from course.coverage.mornings import jobs as morning_jobs
from course.coverage.mornings.rules import is_worth_a_bureaus_mail, reminder_due
from course.db import db
from course.roster.models import Appointment, Region
from course.schedule.actions import wall_clock
from course.schedule.models import LessonClass, LessonState
from tests import make
from tests.conftest import both_databases

MONDAY = datetime(2026, 11, 23, 7, 0)


@pytest.fixture
def world(data: None) -> SimpleNamespace:
    """A school with one class, its vice-principal and their station, each with a user."""
    station = make.station(name="城关派出所")
    school, person = make.school(name="实验小学"), make.vice_principal(station, name="赵晓明")
    make.appointment(person, school)
    return SimpleNamespace(
        school=school,
        person=person,
        theme=make.theme("T02"),
        of=make.school_class(school, 3, 2),
        police=make.user(Role.VICE_PRINCIPAL, person, name="赵晓明"),
        teacher=make.user(Role.SCHOOL, school),
        officer=make.user(Role.STATION, station),
        idle=make.user(Role.SCHOOL, make.school()),
    )


def lesson(world: SimpleNamespace, start: datetime, state: LessonState = LessonState.SCHEDULED, **given: Any) -> int:
    end = start + timedelta(minutes=40)
    defaults = {"state": state, "period": 3, "changed_at": make.NOW - timedelta(days=30)}
    row = make.lesson(world.person, world.school, world.theme, start, end, **{**defaults, **given})
    make.save(LessonClass(lesson_id=row.id, class_id=world.of.id))
    return row.id


def morning(now: datetime = MONDAY) -> dict[str, int]:
    mail = morning_actions.prepare(now, wall_clock)
    done = morning_actions.write(mail, now=make.NOW + (now - MONDAY))
    db.session.commit()
    return done


def letters(user: User, kind: str = "digest") -> list[Any]:
    rows = db.session.scalars(
        sa.select(Message).where(Message.user_id == user.id, Message.kind == kind).order_by(Message.id)
    )
    return [letter_of(row, user, now=make.NOW) for row in rows]


@both_databases
def test_everybody_with_something_gets_one_digest(world: SimpleNamespace) -> None:
    lesson(world, MONDAY.replace(hour=10, minute=25))
    lesson(world, MONDAY.replace(day=24, hour=10, minute=25))
    lesson(world, MONDAY.replace(day=25, hour=10, minute=25))
    lesson(world, MONDAY.replace(day=27, hour=8), LessonState.REQUESTED)
    lesson(world, MONDAY.replace(day=20, hour=8), LessonState.DELIVERED)
    lesson(world, MONDAY.replace(day=19, hour=8))
    assert morning()["digests"] == 3
    assert morning()["digests"] == 0, "once a day"
    (mine,), (theirs,), (station,) = (letters(user) for user in (world.police, world.teacher, world.officer))
    assert mine.subject == "【法治课】今天 1 节课，明天 1 节课，2 件事等您处理"
    assert mine.lines[0] == "今天 第3节 10:25–11:05 · 3年级2班 · 实验小学 · 防范校园欺凌"
    assert mine.lines[2:] == ("1 个申请等您答复。", "1 节课等您上报。")
    assert theirs.lines[0] == "今天 第3节 10:25–11:05 · 3年级2班 · 赵晓明 · 防范校园欺凌"
    assert theirs.lines[2:] == ("1 节课等您确认。",)
    assert station.lines[2:] == ("1 个申请等您答复。",)
    assert morning(MONDAY + timedelta(days=1))["digests"] == 3


def test_nothing_to_say_is_no_mail_and_who_wants_none_gets_none(world: SimpleNamespace) -> None:
    lesson(world, MONDAY.replace(day=27))
    lesson(world, MONDAY.replace(hour=6))
    assert morning()["digests"] == 1, "the lesson that began waits for a report; nobody else has anything"
    world.police.preferences = {"mail": {"digest": False}}
    db.session.commit()
    assert morning(MONDAY + timedelta(days=1))["digests"] == 0


@both_databases
def test_reminders_come_three_days_and_one_day_before_once_each(world: SimpleNamespace) -> None:
    row = lesson(world, datetime(2026, 11, 27, 10, 25), case_id=None)
    sent = [morning(MONDAY + timedelta(days=day))["reminders"] for day in range(6)]
    assert sent == [0, 2, 0, 2, 0, 0]
    assert [letter.subject for letter in letters(world.police, "lesson.reminder")] == [
        "【法治课】11月27日 周五 第3节 3年级2班：3 天后上课",
        "【法治课】11月27日 周五 第3节 3年级2班：明天上课",
    ]
    assert f"/lessons/{row}" in letters(world.teacher, "lesson.reminder")[0].text


@pytest.mark.parametrize(
    ("today", "lesson_on", "fixed_on", "due"),
    [
        (23, 27, 1, None),
        (24, 27, 1, 3),
        (25, 27, 1, 3),
        (26, 27, 1, 1),
        (27, 27, 1, None),
        (28, 27, 1, None),
        (24, 27, 24, None),
        (25, 27, 24, None),
        (26, 27, 24, 1),
        (26, 27, 26, None),
    ],
)
def test_when_a_reminder_is_due(today: int, lesson_on: int, fixed_on: int, due: int | None) -> None:
    days = [date(2026, 11, day) for day in (today, lesson_on, fixed_on)]
    assert reminder_due(*days) == due


def test_the_morning_comes_at_seven_and_once(app: Flask, data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "DAILY", [morning_jobs.MORNING])
    local = datetime(2026, 11, 23, 6, 59)
    assert jobs.ask_daily(local, make.NOW) == []
    asked = jobs.ask_daily(datetime.combine(local, time(7)), make.NOW + timedelta(minutes=1))
    assert len(asked) == 1
    assert jobs.ask_daily(datetime.combine(local, time(9)), make.NOW + timedelta(hours=2)) == []
    jobs.run(asked[0])
    assert db.session.get_one(jobs.Job, asked[0]).state is jobs.JobState.DONE


def test_the_morning_asks_as_many_questions_however_many_lessons(world: SimpleNamespace, statements: list[str]) -> None:
    counts = []
    for number in (1, 15):
        for at in range(number):
            lesson(world, datetime(2026, 11, 24, 8, 0) + timedelta(minutes=at))
        statements.clear()
        morning_actions.prepare(MONDAY, wall_clock)
        counts.append(len(statements))
        db.session.rollback()
    assert counts[0] == counts[1] <= 20


def region_of(world: SimpleNamespace) -> Region:
    return db.session.scalars(sa.select(Region).where(Region.path == world.school.region_path)).one()


@both_databases
def test_a_bureau_reads_what_waits_in_its_region_with_a_link_each(world: SimpleNamespace) -> None:
    mine, other = make.user(Role.BUREAU, region_of(world)), make.user(Role.BUREAU, make.region())
    lesson(world, MONDAY.replace(day=19, hour=8), LessonState.DELIVERED)
    lesson(world, MONDAY.replace(day=18, hour=8), LessonState.SCHEDULED)
    lesson(world, MONDAY.replace(day=30, hour=8), LessonState.REQUESTED, bureau_asked_at=make.NOW)
    # Neither of these waits for a bureau yet.
    lesson(world, MONDAY.replace(day=30, hour=9), LessonState.REQUESTED)
    lesson(world, MONDAY.replace(day=22, hour=8), LessonState.DELIVERED)
    make.school(region_of(world))
    assert morning()["bureaus"] == 1 and morning()["bureaus"] == 0, "once a day"
    (letter,) = letters(mine, "digest.bureau")
    assert letter.subject == "【法治课】您的辖区有 4 件事待处理" and not letters(other, "digest.bureau")
    for words, path in (
        ("1 个申请", "/lessons?state=requested"),
        ("1 节课超期", "/lessons/unconfirmed"),
        ("1 节课", "/lessons/unreported"),
        ("1 所学校", "/coverage?missing=appointed"),
    ):
        (line,) = [line for line in letter.text.splitlines() if path in line]
        assert words in line


def test_a_vacancy_alone_is_said_on_mondays_and_to_those_above(world: SimpleNamespace) -> None:
    city = make.region()
    make.school(make.region(parent=city))
    above = make.user(Role.BUREAU, city)
    assert [morning(MONDAY + timedelta(days=day))["bureaus"] for day in range(8)] == [1, 0, 0, 0, 0, 0, 0, 1]
    above.preferences = {"mail": {"digest": False}}
    db.session.commit()
    assert morning(MONDAY + timedelta(days=14))["bureaus"] == 0


def test_an_appointment_that_ends_is_counted_until_it_is_renewed(world: SimpleNamespace) -> None:
    mine, end = make.user(Role.BUREAU, region_of(world)), MONDAY.date() + timedelta(days=30)
    db.session.execute(sa.update(Appointment).values(end=end))
    db.session.commit()
    assert morning()["bureaus"] == 1 and "90" in letters(mine, "digest.bureau")[0].text
    make.appointment(world.person, world.school, start=end, end=end + timedelta(days=300))
    assert morning(MONDAY + timedelta(days=7))["bureaus"] == 0


@pytest.mark.parametrize(
    ("waiting", "day", "told"),
    [
        ({}, 23, False),
        ({"vacant": 2, "ending": 1}, 23, True),
        ({"vacant": 2, "ending": 1}, 24, False),
        ({"gone_up": 1}, 24, True),
        ({"unconfirmed": 1}, 29, True),
        ({"unreported": 1, "vacant": 1}, 25, True),
        ({"gone_up": 0, "unconfirmed": 0, "unreported": 0}, 24, False),
    ],
)
def test_when_a_bureau_is_told(waiting: dict[str, int], day: int, told: bool) -> None:
    assert is_worth_a_bureaus_mail(waiting, date(2026, 11, day)) is told


def test_a_time_that_was_proposed_waits_for_the_school(world: SimpleNamespace) -> None:
    lesson(world, MONDAY.replace(day=27, hour=8), LessonState.REQUESTED, accepted_at=make.NOW)
    assert morning()["digests"] == 1
    (letter,) = letters(world.teacher)
    assert letter.lines[0] == "1 个申请等您答复。" and not letters(world.police) and not letters(world.officer)


def test_the_mail_of_a_bureau_names_no_other_patience_than_its_own(world: SimpleNamespace) -> None:
    """A region may be asked for other days than three."""
    mine = make.user(Role.BUREAU, region_of(world))
    db.session.add(RegionRule(region_path=region_of(world).path, confirmation_days=10, changed_at=make.LONG_AGO))
    lesson(world, MONDAY - timedelta(days=12), LessonState.DELIVERED)
    assert morning()["bureaus"] == 1
    (letter,) = letters(mine, "digest.bureau")
    assert "1 节课超期未经学校确认" in letter.text and "3 天" not in letter.text
