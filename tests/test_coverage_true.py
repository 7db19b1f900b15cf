"""Figures that must be the same wherever they stand: the hours of a region's own rule, and classes that moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import school_queries, standing_queries
from course.coverage.models import RegionRule, RegionStep
from course.coverage.mornings.bureau_queries import waiting_in_regions
from course.coverage.page import with_unreached
from course.coverage.queries import Asked, Schools, question
from course.coverage.region_queries import school_rows
from course.coverage.report import coverage_report
from course.coverage.rules import Year
from course.coverage.standing_queries import Wanted
from course.coverage.tallies.jobs import recount_opened_and_closed
from course.coverage.tallies.queries import theme_classes, two_weeks
from course.db import db, utc_now
from course.i18n import in_language, local_now
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import classes_of, moves_to
from course.reports.ledger import write_ledger
from course.roster.models import Level, School, SchoolStage
from course.roster.rules import year_of
from course.schedule.models import LessonState
from course.snapshots import one_snapshot
from tests import make, make_delivery, make_reports
from tests.conftest import both_databases
from tests.test_reports_ledger import sheets

SignIn = Callable[[int], FlaskClient]
EVERYBODY = Scope(Role.ADMIN)
THIS_YEAR, LAST_YEAR = Year.numbered(2026, "09-01"), Year.numbered(2025, "09-01")


@dataclass(frozen=True)
class Users:
    """Ids of users."""

    admin: int
    teacher: int
    person: int


@pytest.fixture
def users(app: Flask) -> Users:
    """A city that asks for nothing, with a county that asks for 6 hours; each has a school without a lesson."""
    with app.app_context():
        city = make.region("C00", level=Level.CITY)
        strict, usual = make.region("R000", parent=city), make.region("R001", parent=city)
        db.session.add(RegionRule(region_path=strict.path, hours=Decimal(6), changed_at=make.LONG_AGO))
        schools = [
            make.school(strict, code="S1", stage=SchoolStage.JUNIOR),
            make.school(usual, code="S2", stage=SchoolStage.JUNIOR),
        ]
        person = make.vice_principal(make.station(strict))
        for school in schools:
            make.appointment(person, school)
        return Users(
            make.user(Role.ADMIN).id, make.user(Role.SCHOOL, schools[0]).id, make.user(Role.VICE_PRINCIPAL, person).id
        )


@both_databases
def test_every_page_asks_a_school_for_the_hours_of_its_own_region(app: Flask, users: Users, sign_in: SignIn) -> None:
    admin = sign_in(users.admin)
    listed = admin.get("/coverage/regions/C00?view=schools").text
    assert "0 / 6" in listed and "0 / 4" in listed
    assert "0 / 6" in admin.get("/coverage/schools/S1").text
    assert "0 / 4" in admin.get("/coverage/schools/S2").text
    assert "0 / 6" in sign_in(users.teacher).get("/coverage/schools/S1").text
    own = sign_in(users.person).get("/coverage").text
    assert "0 / 6" in own and "0 / 4" in own


@both_databases
def test_a_school_without_any_lesson_is_listed_by_the_hours_of_its_region(app: Flask, users: Users) -> None:
    with app.app_context():
        asked = question(Schools(EVERYBODY, "C00"), THIS_YEAR, date(2026, 11, 26), Decimal(4))
        assert (asked.hours, asked.more) == (4, (("C00/R000", Decimal(6)),))
        rows = standing_queries.school_page(asked, Wanted(sort="hours"), local_now()).rows
        assert [(row.code, row.hours) for row in rows] == [("S1", 6), ("S2", 4)], "who misses most comes first"
        db.session.remove()


def test_the_command_and_the_ledger_name_the_hours_of_each_school(app: Flask, users: Users, tmp_path: Path) -> None:
    with app.app_context():
        told = coverage_report("C00", THIS_YEAR, local_now())
        assert told is not None and told["hours_owed"] == 4
        assert {row["school"]: row["hours_owed"] for row in told["missing"]["hours"]} == {"S1": 6, "S2": 4}
        county = coverage_report("R000", THIS_YEAR, local_now())
        assert county is not None and county["hours_owed"] == 6
        with in_language("en"), one_snapshot():
            write_ledger(make_reports.matter("C00"), tmp_path / "ledger.xlsx", make_reports.quietly)
        found = sheets(tmp_path / "ledger.xlsx")
        assert {row["School code"]: row["Hours owed"] for row in found["Schools"]} == {"S1": 6, "S2": 4}
        db.session.remove()


@both_databases
def test_the_start_page_of_a_bureau_says_what_moved_in_two_weeks(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        region, today = make.region(), local_now().date()
        school, person = make.school(region), make.vice_principal(make.station(region))
        make.school_class(school, 3, 1)
        year = year_of(today, "09-01")
        for path, ago, reached in ((region.path, 6, 3), (region.path, 7, 2), (region.path, 14, 9), ("P9", 1, 5)):
            step = RegionStep(path=path, year=year, day=today - timedelta(days=ago), reached=reached)
            db.session.add(step)
        db.session.commit()
        found = two_weeks(region.path, Year.numbered(year, "09-01"), today)
        assert [one.reached for one in found] == [3, 2]
        bureau = make.user(Role.BUREAU, region).id
        make.appointment(person, school)
    text = sign_in(bureau).get("/", headers={"Accept-Language": "en"}).text
    assert "<strong>+3</strong>" in text and "<strong>+2</strong>" in text and "<strong>±0</strong>" in text


@both_databases
def test_what_waits_in_a_part_of_a_region_is_listed_for_it_alone(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        city = make.region("C00", level=Level.CITY)
        now, ends = local_now(), local_now().date() + timedelta(days=20)
        for code in ("R000", "R001"):
            county = make.region(code, parent=city)
            school, person = make.school(county, name=f"{code}小学"), make.vice_principal(make.station(county))
            make_delivery.lesson(person, school, now - timedelta(days=9), [])
            make.appointment(person, school, end=ends)
        elsewhere = make.region("X000")
        bureau, county_bureau = make.user(Role.BUREAU, city).id, make.user(Role.BUREAU, elsewhere).id
    client = sign_in(bureau)
    overview = client.get("/coverage/regions/R000").text
    for path in ("/lessons/unreported", "/plans/appointments/ending"):
        assert f"{path}?region=R000" in overview
        whole, part = client.get(path).text, client.get(f"{path}?region=R000").text
        assert "R000小学" in whole and "R001小学" in whole
        assert "R000小学" in part and "R001小学" not in part
        outside = sign_in(county_bureau).get(f"{path}?region=R000")
        assert outside.status_code == 200 and "R000小学" not in outside.text
        for nonsense in ("%00", "X" * 500, "R000'--"):
            assert "R000小学" not in client.get(f"{path}?region={nonsense}").text


@both_databases
def test_a_lesson_of_next_year_does_not_fill_the_hours_of_this_one(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        today, region = local_now().date(), make.region()
        starts = f"{today + timedelta(days=20):%m-%d}".replace("02-29", "03-01")
        monkeypatch.setitem(app.config, "YEAR_STARTS", starts)
        school, person = make.school(region, code="S1"), make.vice_principal(make.station(region))
        make.appointment(person, school)
        next_year = datetime.combine(today + timedelta(days=30), datetime.min.time())
        make_delivery.lesson(person, school, next_year, (make.school_class(school),))
        teacher_id = make.user(Role.SCHOOL, school).id
    teacher = sign_in(teacher_id)
    with teacher.session_transaction() as session:
        session["locale"] = "en"
    for address in ("/", "/coverage/schools/S1"):
        assert "Hours still to book: 4" in teacher.get(address).text, address


def test_a_million_is_written_out(app: Flask) -> None:
    with app.test_request_context():
        drawn = app.jinja_env.get_template("_macros.html").make_module({}).bar("Classes", 1_234_567, 3_000_000)
    assert "<strong>1,234,567</strong> / 3,000,000" in drawn and "e+" not in drawn


def moved_after_last_year() -> dict[str, Any]:
    """Two classes that a small school gave to a large one when it closed, after the year that is told of."""
    region = make.region()
    large, small = make.school(region, code="S1"), make.school(region, code="S2")
    make.school_class(large, 3, 1), make.school_class(small, 3, 1), make.school_class(small, 4, 1)
    small.closed_on = date(2026, 10, 1)
    move_classes(moves_to(classes_of(small.id), large), large, small.closed_on)
    db.session.commit()
    return {"path": region.path, "large": large.id, "small": small.id}


def last_year(path: str) -> Asked:
    return Asked(Schools(EVERYBODY, path), LAST_YEAR, LAST_YEAR.last, Decimal(4))


@both_databases
def test_classes_that_moved_since_stand_where_they_were_in_a_year_that_has_passed(app: Flask, data: None) -> None:
    world = moved_after_last_year()
    asked = last_year(world["path"])
    listed = standing_queries.school_page(asked, Wanted(sort="code"), local_now()).rows
    assert [(row.code, row.tally.classes, len(row.unreached)) for row in listed] == [("S1", 1, 1), ("S2", 2, 2)]
    told = with_unreached(school_rows(asked, {}), asked)
    assert {row.code: (row.tally.classes, len(row.unreached)) for row in told} == {"S1": (1, 1), "S2": (2, 2)}
    rows = {one: school_queries.class_rows(world[one], LAST_YEAR, LAST_YEAR.last) for one in ("large", "small")}
    assert (len(rows["large"]), len(rows["small"])) == (1, 2)
    assert len(school_queries.class_rows(world["large"], THIS_YEAR, date(2026, 11, 26))) == 3


@both_databases
def test_the_themes_of_a_school_that_is_no_more_are_not_counted(app: Flask, data: None) -> None:
    region = make.region()
    school = make.school(region)
    class_row = make.school_class(school, 3, 1)
    person, day = make.vice_principal(make.station(region)), datetime(2026, 10, 12, 9)
    lesson = make_delivery.lesson(person, school, day, [class_row], state=LessonState.CONFIRMED)
    make_delivery.confirmation(lesson, [class_row])
    assert sum(theme_classes(region.path, THIS_YEAR).values()) == 1
    school.closed_on = date(2026, 11, 1)
    db.session.commit()
    assert sum(theme_classes(region.path, THIS_YEAR).values()) == 0


@both_databases
def test_a_school_whose_end_was_entered_ahead_is_counted_anew_on_its_day(app: Flask, data: None) -> None:
    today, region = local_now().date(), make.region()
    school = make.school(region)
    class_row, person = make.school_class(school, 3, 1), make.vice_principal(make.station(region))
    start = datetime.combine(today - timedelta(days=3), datetime.min.time())
    lesson = make_delivery.lesson(person, school, start, [class_row], state=LessonState.CONFIRMED)
    make_delivery.confirmation(lesson, [class_row])
    # As it was written some days ago, when the end was still to come.
    db.session.execute(sa.update(School).where(School.id == school.id).values(closed_on=today))
    db.session.commit()
    year = Year.numbered(year_of(today, "09-01"), "09-01")
    assert sum(theme_classes(region.path, year).values()) == 1
    assert recount_opened_and_closed(None, {}, utc_now()) == {"schools": 1}
    db.session.commit()
    assert sum(theme_classes(region.path, year).values()) == 0


@both_databases
def test_the_mail_of_a_bureau_has_the_patience_of_its_region(app: Flask, data: None) -> None:
    """As its start page has: the one said three lessons and the other one."""
    now = local_now()
    found = {}
    for days in (3, 20):
        region = make.region()
        db.session.add(RegionRule(region_path=region.path, confirmation_days=days, changed_at=make.LONG_AGO))
        school, person = make.school(region), make.vice_principal(make.station(region))
        for ago in (5, 30):
            make_delivery.lesson(person, school, now - timedelta(days=ago), [], state=LessonState.DELIVERED)
        found[days] = region.path
    waiting = waiting_in_regions(now)
    assert {days: waiting[path]["unconfirmed"] for days, path in found.items()} == {3: 2, 20: 1}
