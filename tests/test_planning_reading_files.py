"""A plan taken away: what is in the files is what is in the plan, and no cell of them is a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from course.access.models import AuditEntry, Role
from course.db import db
from course.planning.models import PlannedLesson
from course.planning.solver.instance import Instance, Taught, moment_of
from course.planning.solver.verify import faults
from course.roster.models import School, VicePrincipal
from course.schedule.models import Lesson
from tests import make, make_reading

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def planned(app: Flask) -> make_reading.Planned:
    """A county with a draft."""
    with app.app_context():
        term = make_reading.world()
        return make_reading.plan(term, make_reading.county())


@pytest.fixture
def admin(app: Flask, planned: make_reading.Planned, sign_in) -> FlaskClient:
    """An administrator's browser."""
    with app.app_context():
        user = make.user(Role.ADMIN).id
    return sign_in(user)


def taught(instance: Instance, row: dict[str, str]) -> Taught:
    """A line of plan.csv as the verifier of plans reads it."""
    person = next(place for place, one in enumerate(instance.people) if one.code == row["vice_principal"])
    place = next(place for place, one in enumerate(instance.schools) if one.code == row["school"])
    school = instance.schools[place]
    day = datetime.fromisoformat(row["date"]).date()
    start, end = (int(row[name][:2]) * 60 + int(row[name][3:]) for name in ("start", "end"))
    bell = next(bell for bell in school.bells if (bell.start, bell.end) == (start, end))
    ids = {one.label: one.id for one in school.classes}
    classes = tuple(ids[label] for label in row["classes"].split(";"))
    hall = "hall" if row["place"] == "hall" else "classroom"
    serving = any((one.person, one.school) == (person, place) for one in instance.services)
    when = (moment_of(day, start), moment_of(day, end), bell.period)
    return Taught(person, place, *when, classes, row["theme"], hall, not serving)


def test_plan_csv_breaks_no_rule_and_has_every_lesson(app: Flask, admin: FlaskClient, planned) -> None:
    answer = admin.get(f"/plans/{planned.id}/plan.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert ",".join(lines[0]) == "lesson_id,vice_principal,school,date,start,end,classes,theme,place"
    lessons = [taught(planned.instance, line) for line in lines]
    assert faults(planned.instance, lessons) == []
    with app.app_context():
        codes = set(db.session.scalars(sa.select(PlannedLesson.code)))
    assert {line["lesson_id"] for line in lines} == codes


def test_the_spreadsheet_has_four_sheets_with_the_same_counts(app: Flask, admin: FlaskClient, planned) -> None:
    with app.app_context():
        db.session.execute(sa.update(School).where(School.code == "R000S0").values(name="=1+1"))
        db.session.commit()
        number = db.session.scalar(sa.select(sa.func.count(PlannedLesson.id)))
    book = openpyxl.load_workbook(io.BytesIO(admin.get(f"/plans/{planned.id}/plan.xlsx").data))
    lessons, schools, people, figures = book.worksheets
    assert lessons.max_row == number + 1
    assert schools.max_row == 4 and people.max_row == 4 and figures.max_row == 2
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == "'=1+1" for cell in cells)
    assert isinstance(lessons["B2"].value, datetime)


def events(answer) -> list:
    """The lessons of a calendar file."""
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_persons_calendar_has_their_lessons_in_local_time(app: Flask, admin: FlaskClient, planned) -> None:
    answer = admin.get(f"/plans/{planned.id}/person/R000V1/calendar.ics")
    assert answer.content_type.startswith("text/calendar")
    calendar = Calendar.from_ical(answer.data)
    assert str(calendar.walk("VTIMEZONE")[0]["TZID"]) == "Asia/Shanghai"
    with app.app_context():
        person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.code == "R000V1")).one()
        own = list(db.session.scalars(sa.select(PlannedLesson).where(PlannedLesson.vice_principal_id == person.id)))
    found = {str(event["UID"]): event for event in events(answer)}
    assert set(found) == {f"{row.code}.plan-{planned.id}" for row in own}
    for row in own:
        event = found[f"{row.code}.plan-{planned.id}"]
        assert event.decoded("DTSTART") == row.start.replace(tzinfo=SHANGHAI)
        assert str(event["STATUS"]) == "TENTATIVE"


def test_calendars_of_a_school_and_of_the_county(app: Flask, admin: FlaskClient, planned) -> None:
    with app.app_context():
        school = db.session.scalars(sa.select(School).where(School.code == "R000S0")).one()
        counted = sa.select(sa.func.count(PlannedLesson.id))
        of_school = db.session.scalar(counted.where(PlannedLesson.school_id == school.id))
        whole = db.session.scalar(counted)
    assert len(events(admin.get(f"/plans/{planned.id}/school/R000S0/calendar.ics"))) == of_school
    assert len(events(admin.get(f"/plans/{planned.id}/region/R000/calendar.ics"))) == whole
    assert events(admin.get(f"/plans/{planned.id}/school/R000S2/calendar.ics")) == []


def test_a_published_lesson_goes_by_its_own_name(app: Flask, admin: FlaskClient, planned) -> None:
    with app.app_context():
        first = db.session.get_one(Lesson, make_reading.publish(planned.id)[0])
        first.start, first.end, first.sequence = first.start + timedelta(days=7), first.end + timedelta(days=7), 3
        uid, start = first.uid, first.start
        db.session.commit()
    found = {str(event["UID"]): event for event in events(admin.get(f"/plans/{planned.id}/region/R000/calendar.ics"))}
    assert found[uid].decoded("DTSTART") == start.replace(tzinfo=SHANGHAI)
    assert (found[uid]["SEQUENCE"], str(found[uid]["STATUS"])) == (3, "CONFIRMED")
    assert not any(".plan-" in name for name in found)


def test_the_same_plan_gives_the_same_calendar(admin: FlaskClient, planned) -> None:
    path = f"/plans/{planned.id}/region/R000/calendar.ics"
    assert admin.get(path).data == admin.get(path).data


def test_who_took_a_plan_away_is_written_down(app: Flask, admin: FlaskClient, planned) -> None:
    for path in ("plan.csv", "plan.xlsx", "region/R000/calendar.ics"):
        admin.get(f"/plans/{planned.id}/{path}")
    admin.get(f"/plans/{planned.id}/school/nowhere/calendar.ics")
    with app.app_context():
        lines = list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "plan.export")))
    assert [line.detail["kind"] for line in lines] == ["csv", "xlsx", "ics"]
    assert {line.subject for line in lines} == {f"plan:{planned.id}"}
