"""What a report says of hours, lessons and people, counted a second time from the rows."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.rules import Year
from course.delivery.models import Manner
from course.duties.report_page import report_of
from course.duties.report_queries import person_year
from course.i18n import in_language, local_now
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import classes_of, moves_to
from course.reports.ledger import write_yearly
from course.reports.school_book import write_school
from course.roster.models import Level, SchoolStage
from course.schedule.models import LessonState
from course.snapshots import one_snapshot
from tests import make, make_delivery, make_reports
from tests.conftest import both_databases
from tests.test_reports_ledger import sheets

LAST_YEAR = Year.numbered(2025, "09-01")
EVERYBODY = Scope(Role.ADMIN)


def taught(person: Any, school: Any, day: date, classes: tuple[Any, ...] = (), **given: Any) -> None:
    """A confirmed lesson of last year."""
    start = datetime.combine(day, datetime.min.time())
    lesson = make_delivery.lesson(person, school, start, classes, state=LessonState.CONFIRMED)
    make_delivery.confirmation(lesson, classes, **given)


def record(school: Any, path: Path, scope: Scope = EVERYBODY, year: Year = LAST_YEAR) -> Any:
    """The sheets of a school's record."""
    with in_language("en"):
        write_school(school, year, scope, local_now(), path)
    return sheets(path)


def test_the_bar_of_a_citys_own_schools_is_not_called_as_the_whole_city(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    with in_language("en"), one_snapshot():
        write_yearly(make_reports.matter(), tmp_path / "yearly.xlsx", make_reports.quietly)
    drawn = zipfile.ZipFile(tmp_path / "yearly.xlsx").read("xl/charts/chart1.xml").decode()
    labels = re.search(r"<c:cat>.*?</c:cat>", drawn, re.DOTALL)
    assert labels is not None
    rows = [row["Region"] for row in sheets(tmp_path / "yearly.xlsx")["By region"]][:-1]
    assert re.findall(r"<c:v>(.*?)</c:v>", labels.group()) == rows


def test_a_person_whose_appointment_is_renewed_ahead_is_named_once(app: Flask, data: None, tmp_path: Path) -> None:
    region = make.region("R000")
    school, person = make.school(region), make.vice_principal(make.station(region), name="王立新")
    make.appointment(person, school)
    make.appointment(person, school, start=date(2026, 9, 1))
    with in_language("en"), one_snapshot():
        write_yearly(make_reports.matter("R000"), tmp_path / "yearly.xlsx", make_reports.quietly)
    assert [row["Vice-principals"] for row in sheets(tmp_path / "yearly.xlsx")["Schools"]] == ["王立新"]
    cover = record(school, tmp_path / "record.xlsx", year=Year.numbered(2026, "09-01"))["Cover"]
    assert [list(row.values())[1] for row in cover if "Vice-principals" in row.values()] == ["王立新"]


@both_databases
def test_a_record_says_at_which_school_a_class_that_came_had_its_lessons(
    app: Flask, data: None, tmp_path: Path
) -> None:
    region = make.region()
    small, large = make.school(region, name="旧校"), make.school(region, name="新校")
    person, moved, own = make.vice_principal(make.station(region)), make.school_class(small), make.school_class(large)
    taught(person, small, date(2025, 10, 8), (moved,), minutes=80)
    taught(person, large, date(2025, 10, 9), (own,), minutes=40)
    small.closed_on = date(2026, 3, 1)
    move_classes(moves_to(classes_of(small.id), large), large, small.closed_on)
    make.db.session.commit()
    found = record(large, tmp_path / "record.xlsx")
    assert [(row["School"], row["Minutes"]) for row in found["Lessons"]] == [("旧校", 80), ("新校", 40)]
    assert any("1 of 4 lesson-hours" in str(value) for row in found["Cover"] for value in row.values())


@both_databases
def test_a_lesson_whose_time_has_passed_is_not_still_to_come(app: Flask, data: None, tmp_path: Path) -> None:
    region, now = make.region(), local_now()
    school, person = make.school(region), make.vice_principal(make.station(region))
    there = (make.school_class(school),)
    for days in (-1, 1):
        make_delivery.lesson(person, school, now + timedelta(days=days), there)
    year = Year(2026, now.date() - timedelta(days=30), now.date() + timedelta(days=30))
    assert [row["Still to come"] for row in record(school, tmp_path / "record.xlsx", year=year)["Classes"]] == [1]


def test_a_record_names_whom_another_region_sends(app: Flask, data: None, tmp_path: Path) -> None:
    city = make.region("C00", level=Level.CITY)
    county = make.region(parent=city)
    school = make.school(county)
    make.appointment(make.vice_principal(make.station(city), name="市院法官"), school)
    bureau = Scope(Role.BUREAU, region_path=county.path)
    cover = record(school, tmp_path / "record.xlsx", bureau)["Cover"]
    assert [list(row.values())[1] for row in cover if "Vice-principals" in row.values()] == ["市院法官"]


@pytest.mark.parametrize("manner", Manner)
def test_the_hours_of_a_person_are_cut_once_and_not_school_by_school(app: Flask, data: None, manner: Manner) -> None:
    """As those of a region are: three schools with 50 minutes each have had 3.75 hours, and not three times 1.2."""
    region = make.region()
    person = make.vice_principal(make.station(region))
    for number in range(3):
        taught(person, make.school(region), date(2025, 10, 8 + number), minutes=50, manner=manner)
    taught(person, make.school(region, stage=SchoolStage.JUNIOR), date(2025, 10, 20), minutes=45, manner=manner)
    make.db.session.refresh(person, ["station"])
    with in_language("en"):
        told = report_of(person_year(person, LAST_YEAR, EVERYBODY), LAST_YEAR, local_now())
    assert "lesson-hours: 4.7 (" in told.sections[0].lines[1]
    assert f"{manner.value} 4.7" in told.sections[0].lines[1]
