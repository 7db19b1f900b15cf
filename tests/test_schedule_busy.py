"""Duty rosters and calendars on the pages: what is shown, what is entered, and what the same file does again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from course.access.models import AuditEntry, Role
from course.db import db
from course.roster.models import Absence
from tests import make
from tests.conftest import both_databases
from tests.test_ledger_busy import calendar, sheet

DAY = date.today() + timedelta(days=10)
TITLE = ("日期", "开始", "结束", "事由")


class Desk:
    """A vice-principal at a browser, and a colleague of another station."""

    def __init__(self, app: Flask, sign_in: Callable[[int], FlaskClient]) -> None:
        self.app, self.sign_in = app, sign_in
        with app.app_context():
            person, other = make.vice_principal(name="赵晓明"), make.vice_principal()
            self.person, self.code, self.other = person.id, person.code, other.code
            station = db.session.get(make.Station, person.station_id)
            region = db.session.get(make.Region, station.region_id)
            self.users = {
                Role.VICE_PRINCIPAL: make.user(Role.VICE_PRINCIPAL, person).id,
                Role.STATION: make.user(Role.STATION, station).id,
                Role.BUREAU: make.user(Role.BUREAU, region).id,
                Role.ADMIN: make.user(Role.ADMIN).id,
                Role.SCHOOL: make.user(Role.SCHOOL, make.school()).id,
            }
        self.sit_down(Role.VICE_PRINCIPAL)

    def sit_down(self, role: Role) -> FlaskClient:
        """Another user at the browser."""
        self.browser = self.sign_in(self.users[role])
        return self.browser

    def send(self, content: bytes, name: str, **more: str) -> TestResponse:
        data = {"file": (io.BytesIO(content), name), **more}
        return self.browser.post(f"/vice-principals/{self.code}/busy", data=data)

    def enter(self, content: bytes, name: str, **more: str) -> TestResponse:
        return self.browser.post(self.send(content, name, **more).location)

    def absences(self) -> list[tuple[str, str, str]]:
        mine = sa.select(Absence).where(Absence.vice_principal_id == self.person).order_by(Absence.start)
        with self.app.app_context():
            return [(f"{row.start:%d %H:%M}", row.reason, row.source) for row in db.session.scalars(mine)]

    def imports(self) -> list[AuditEntry]:
        """The lines of the log."""
        with self.app.app_context():
            return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "absence.import")))


@pytest.fixture
def desk(app: Flask, sign_in: Callable[[int], FlaskClient]) -> Desk:
    return Desk(app, sign_in)


def roster(*days: int, reason: str = "值班") -> bytes:
    return sheet(TITLE, *((f"{DAY + timedelta(days=day)}", "08:00", "18:00", reason) for day in days))


def said(day: int, reason: str = "值班", source: str = "值班表") -> tuple[str, str, str]:
    return (f"{DAY + timedelta(days=day):%d} 08:00", reason, source)


@both_databases
def test_a_roster_is_shown_first_and_entered_then(desk: Desk) -> None:
    sent = desk.send(roster(0, 1), "值班表.xlsx")
    assert sent.status_code == 303 and desk.absences() == []
    page = desk.browser.get(sent.location)
    assert page.status_code == 200 and "值班" in page.text
    done = desk.browser.post(sent.location)
    assert done.status_code == 303 and desk.absences() == [said(0), said(1)]
    [entry] = desk.imports()
    assert entry.detail["added"] == 2 and entry.subject == f"vice_principal:{desk.code}"


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    desk.enter(roster(0, 1), "值班表.xlsx")
    before = desk.absences()
    again = desk.send(roster(0, 1), "值班表 (1).xlsx")
    assert "button-form" not in desk.browser.get(again.location).text.partition("<main")[2]
    desk.browser.post(again.location)
    assert desk.absences() == before
    assert len(desk.imports()) == 1


def test_a_new_version_takes_the_place_of_the_old_one_and_leaves_the_rest_alone(desk: Desk) -> None:
    by_hand = datetime.combine(DAY + timedelta(days=5), time(8))
    with desk.app.app_context():
        person = db.session.get(make.VicePrincipal, desk.person)
        make.absence(person, by_hand, by_hand + timedelta(hours=10), reason="开庭")
    desk.enter(roster(0, 1, 5), "值班表.xlsx")
    desk.enter(roster(7, reason="培训"), "培训.xlsx")
    desk.enter(roster(1, 2), "值班表 - 副本.xlsx")
    assert desk.absences() == [said(1), said(2), said(5, "开庭", ""), said(7, "培训", "培训")]
    desk.enter(roster(1, reason="夜班"), "another.xlsx", replaces="值班表")
    assert desk.absences() == [said(1, "夜班"), said(5, "开庭", ""), said(7, "培训", "培训")]


def test_a_calendar_goes_by_its_own_name_and_keeps_titles_only_when_asked(desk: Desk) -> None:
    event = f"UID:1\nDTSTART:{DAY:%Y%m%d}T080000\nDURATION:PT1H\nSUMMARY:看牙"
    content = calendar(event, head="X-WR-CALNAME:个人日历\r\n")
    desk.enter(content, "export.ics")
    assert desk.absences() == [said(0, "", "个人日历")]
    desk.enter(content, "export-2.ics", titles="y")
    assert desk.absences() == [said(0, "看牙", "个人日历")]


def test_what_came_from_one_source_is_taken_away_in_one_go(desk: Desk) -> None:
    desk.enter(roster(0, 1), "值班表.xlsx")
    desk.enter(roster(7), "培训.xlsx")
    path = f"/vice-principals/{desk.code}/busy-source/remove"
    assert desk.browser.post(path, data={"source": "值班表"}).status_code == 303
    assert desk.absences() == [said(7, source="培训")]
    with desk.app.app_context():
        make.absence(
            db.session.get(make.VicePrincipal, desk.person),
            datetime.combine(DAY, time(8)),
            datetime.combine(DAY, time(9)),
        )
    before = desk.absences()
    for source in ("", "值班表", "x" * 5_000):
        assert desk.browser.post(path, data={"source": source}).status_code == 303
    assert desk.absences() == before


def test_lessons_that_stand_in_the_times_are_named(desk: Desk) -> None:
    start = datetime.combine(DAY, time(10))
    with desk.app.app_context():
        person, school = db.session.get(make.VicePrincipal, desk.person), make.school(name="实验小学")
        lesson_id = make.lesson(person, school, make.theme(), start, start + timedelta(minutes=40)).id
    page = desk.browser.get(desk.send(roster(0), "a.xlsx").location).text
    assert f'href="/lessons/{lesson_id}"' in page and "实验小学" in page
    assert "实验小学" not in desk.browser.get(desk.send(roster(1), "a.xlsx").location).text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.ics"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "a.ics"),
        (calendar("UID:1\nDTSTART:20261201T080000\nDURATION:PT1M\nSUMMARY:<b>\nRRULE:FREQ=SECONDLY"), "a.ics"),
        (b"PK\x03\x04 no archive", "a.xlsx"),
        (sheet(("姓名",)), "a.xlsx"),
        (b"x", "a.exe"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_leaves_nothing(
    desk: Desk, app: Flask, content: bytes, name: str
) -> None:
    folder = Path(app.config["UPLOADS"])
    before = set(folder.glob("*")) if folder.exists() else set()
    answer = desk.send(content, name)
    assert answer.status_code == 422 and "field-error" in answer.text and "<b>" not in answer.text
    assert desk.absences() == [] and (set(folder.glob("*")) if folder.exists() else set()) == before


def test_what_waits_is_only_for_who_sent_it_and_only_for_that_person(desk: Desk) -> None:
    sent = desk.send(roster(0), "值班表.xlsx").location
    token = sent.rpartition("/")[2]
    own, (admin, school) = desk.browser, [desk.sit_down(role) for role in (Role.ADMIN, Role.SCHOOL)]
    for browser, path in ((admin, sent), (school, sent), (admin, f"/vice-principals/{desk.other}/busy/{token}")):
        assert browser.get(path).status_code == 404 and browser.post(path).status_code == 404
    assert own.get(f"/vice-principals/{desk.other}/busy").status_code == 404
    for forged in ("0" * 32, "x", "..%2f..%2fcourse.db", "remove"):
        assert own.get(f"/vice-principals/{desk.code}/busy/{forged}").status_code in (404, 405)


def test_the_station_and_the_bureau_may_enter_it_for_their_people(desk: Desk) -> None:
    for number, role in enumerate((Role.STATION, Role.BUREAU)):
        desk.sit_down(role)
        assert desk.enter(roster(number), f"{number}.xlsx").status_code == 303
    assert desk.absences() == [said(0, source="0"), said(1, source="1")]


def test_the_empty_roster_has_the_columns_that_are_read(desk: Desk) -> None:
    answer = desk.browser.get("/busy-times/template.xlsx")
    assert answer.status_code == 200
    page: Any = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in page[1]] == list(TITLE)
    assert desk.browser.get(desk.send(answer.data, "a.xlsx").location).status_code == 200
