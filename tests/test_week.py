"""A week of a busy district, replayed through its pages with every kind of change; each evening everything is counted.

The steps are words of ``week_steps``; what must hold each evening stands in ``week_checks``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.schedule.calendars.feed_files import recent
from tests import services
from tests.conftest import both_databases
from tests.mail_server import Mailbox, serving
from tests.race import postgresql_database
from tests.week_checks import check
from tests.week_district import Clock, day_of, district
from tests.week_served import Browser, FileClock, served, signing_in
from tests.week_steps import Week

NO_TIME = "当天值班"
# How each lesson stands when the week is over.
ENDS = {
    "bullying": "cancelled",
    "drugs": "scheduled",
    "early": "scheduled",
    "roads": "scheduled",
    "wish": "scheduled",
    "silence": "requested",
    "left open": "declined",
    "series 1": "scheduled",
    "series 2": "declined",
    "series 3": "cancelled",
    "waited for": "confirmed",
    "today": "confirmed",
    "never came": "missed",
    "after": "scheduled",
}


@pytest.fixture
def week(app: Flask, sign_in: Callable[[int], FlaskClient], monkeypatch: pytest.MonkeyPatch) -> Iterator[Week]:
    """The district on Monday morning, with a mail server of its own."""
    clock, mailbox = Clock(), Mailbox()
    # On a clock that starts anew with another database the files of the one before would look like its own.
    recent.files.clear()
    for module in ("course.db", "course.i18n"):
        monkeypatch.setattr(f"{module}.datetime", clock.type())
    with serving(mailbox, services.free_port()) as address:
        monkeypatch.setitem(app.config, "MAIL_URL", address)
        yield Week(app, sign_in, app.test_client, district(app), clock, mailbox)


@pytest.fixture
def served_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Week]:
    """The same morning with two workers of a real server, on PostgreSQL."""
    clock, mailbox = FileClock(tmp_path / "clock"), Mailbox()
    name = f"week_{os.getpid()}"
    with postgresql_database(name) as database, served(tmp_path, database, clock.path) as (app, port):
        for module in ("course.db", "course.i18n"):
            monkeypatch.setattr(f"{module}.datetime", clock.type())
        with serving(mailbox, services.free_port()) as address:
            monkeypatch.setitem(app.config, "MAIL_URL", address)
            yield Week(app, signing_in(app, port), lambda: Browser(port), district(app), clock, mailbox)


def evening(week: Week, day: str) -> None:
    """The worker catches up, and everything is counted."""
    week.clock.set(f"{day} 19:00")
    week.work()
    check(week)


def replay(week: Week, days: int = 6) -> None:
    """The whole week, or its first days."""
    week.subscribe("chen", "wang", "zhao", "qian", "sun")
    for day in (monday, tuesday, wednesday, thursday, friday, the_week_after)[:days]:
        day(week)


@both_databases
def test_a_week_of_a_busy_district(week: Week) -> None:
    replay(week)


def test_the_same_week_through_two_workers_of_a_real_server(served_week: Week) -> None:
    replay(served_week)


def monday(week: Week) -> None:
    """Schools ask: one by one, by a wish, and a series for a whole grade; vice-principals answer."""
    week.clock.set("Mon 08:00")
    week.book("chen", "bullying", theme="T01", classes="3-1", person="zhao", day="Wed", period=3)
    week.book("wang", "drugs", theme="T02", classes="5-1", person="zhao", day="Thu", period=2)
    week.book("chen", "early", theme="T01", classes="3-2", person="qian", day="Wed", period=1)
    week.book("wang", "roads", theme="T03", classes="5-2", person="qian", day="Thu", period=6)
    week.refused("lin", "/lessons/new", 409, **week.form("T02", "3-3", "zhao", "Wed", 3))
    week.book_as_wished("wang", "wish", theme="T05", classes="3-1", before=day_of("Fri"))
    week.clock.set("Mon 09:00")
    week.book("wang", "silence", theme="T03", classes="3-2", person="zhao", day="Fri+1", period=6)
    week.book("wang", "left open", theme="T01", classes="5-3", person="sun", day="Thu+1", period=1)
    week.book_series("lin", ["series 1", "series 2", "series 3"], theme="T04", grade="4")
    week.clock.set("Mon 10:00")
    week.answer("zhao", "accept", "bullying", "drugs")
    week.answer("qian", "accept", "early", "roads")
    week.answer(week.given_by("wish"), "accept", "wish")
    week.answer(week.given_by("series 1"), "accept", "series 1")
    week.answer(week.given_by("series 2"), "decline", "series 2", reason=NO_TIME)
    week.answer("lin", "cancel", "series 3", reason="考试")
    evening(week, "Mon")


def tuesday(week: Week) -> None:
    """Agreed lessons move, change places and change hands; a school waits for a time that comes free."""
    week.clock.set("Tue 08:00")
    week.move("zhao", "drugs", "Fri", 2)
    week.move("chen", "bullying", "Thu", 4)
    week.answer("zhao", "accept", "bullying")
    week.exchange("bureau", "roads", "drugs")
    week.hand_over("desk", "roads", "sun")
    week.press("wang", "/lessons/waiting", **week.form("T02", "5-3", "zhao", "Thu", 4), how="book")
    week.clock.set("Tue 11:00")
    week.answer("chen", "cancel", "bullying", reason="学校活动")
    week.took_the_place("wang", "waited for")
    week.answer("zhao", "accept", "waited for")
    week.book("lin", "today", theme="T05", classes="3-3", person="sun", day="Wed", period=5)
    week.book("chen", "never came", theme="T03", classes="3-1", person="qian", day="Thu", period=1)
    week.answer("sun", "accept", "today")
    week.answer("qian", "accept", "never came")
    evening(week, "Tue")


def wednesday(week: Week) -> None:
    """Called out at seven in the morning; a sports day; the first lessons are taught and confirmed."""
    week.clock.set("Wed 07:00")
    week.work()
    week.clock.set("Wed 07:55")
    week.called_out("qian", "Wed 08:00", "Wed 18:00", "early")
    day = day_of("Mon+1")
    times = {"start": f"{day}T08:00", "end": f"{day}T17:00", "reason": "运动会"}
    week.press("chen", "/schools/NORTH/blackouts", **times)
    week.refused("chen", "/lessons/new", 422, **week.form("T02", "3-3", "zhao", "Mon+1", 3))
    week.clock.set("Wed 14:00")
    week.refused("sun", week.at("today", "/taught"), 409, sequence=week.row("today").sequence)
    week.clock.set("Wed 15:30")
    week.answer("sun", "report", "today")
    week.answer("sun", "take_back", "today")
    week.taught_figures("sun", "report", "today", minutes=35, pupils=30)
    week.answer("chen", "confirm", "today")
    evening(week, "Wed")


def thursday(week: Week) -> None:
    """Confirmed with other figures, by link and by mistake; one lesson was missed, one hazard is found and mended."""
    week.clock.set("Thu 16:40")
    week.taught_figures("chen", "correct", "today", minutes=160, pupils=33, form="practice", special="visit")
    week.answer("zhao", "report", "waited for")
    week.confirm_by_link("waited for")
    week.refused("visitor", "/confirm/forged", 404)
    week.answer("wang", "withdraw", "waited for")
    week.answer("chen", "miss", "never came", reason="民警临时出警")
    week.refused("qian", week.at("never came", "/taught"), 409)
    hazard = {"duty": "safety", "school": week.district.schools["城南小学"], "done_on": day_of("Thu")}
    hazard |= {"note": "校门前没有减速带", "unit": "交警大队", "due_on": day_of("Thu+1")}
    week.press("zhao", "/duties/new", **hazard)
    week.press("wang", "/duties/1/close", note="已装减速带")
    evening(week, "Thu")


def friday(week: Week) -> None:
    """A transfer with lessons handed over, an appointment that ends, a new name."""
    week.clock.set("Fri 09:00")
    week.book("wang", "after", theme="T01", classes="5-1", person="sun", day="Wed+1", period=2)
    week.answer("sun", "accept", "after")
    week.clock.set("Fri 12:00")
    leaving = {"kind": "transfer", "day": day_of("Fri"), "note": "", "lessons": "hand_over"}
    week.press("bureau", "/vice-principals/SUN/leaving", {"after": "move", "left open": "decline"}, **leaving)
    week.refused("wang", "/lessons/new", 422, **week.form("T01", "5-2", "sun", "Wed+1", 5))
    week.press("bureau", "/schools/SOUTH/rename", name="城南实验小学", day=day_of("Fri"))
    appointment = week.appointment("qian", "城北小学")
    week.press("bureau", f"/plans/appointments/{appointment}/end", day=day_of("Fri"), reason="工作调整")
    week.refused("lin", "/lessons/new", 422, **week.form("T02", "3-3", "qian", "Tue+1", 3))
    week.answer("wang", "confirm", "waited for")
    evening(week, "Fri")


def the_week_after(week: Week) -> None:
    """A request that nobody answers goes up; both sides are asked about lessons that nobody has reported."""
    week.clock.set("Mon+1 07:30")
    week.work()
    check(week)
    week.clock.set("Wed+1 18:00")
    week.work()
    check(week)
    assert {name: week.row(name).state.value for name in week.lessons} == ENDS
    unreported = [name for name, state in ENDS.items() if state == "scheduled" and name != "after"]
    asked = week.told_of("lesson.unreported")
    assert asked == {name: len(week.both_sides(name)) for name in unreported}
    assert week.told_of("lesson.unanswered") == {"silence": 2, "left open": 1}
