"""Lists of schools by the database: how each stands is what the rule says, whatever happened there."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import standing_queries
from course.coverage.measure_rules import Status, statuses_of
from course.coverage.models import SchoolTally
from course.coverage.queries import Asked, Schools
from course.coverage.rules import Year
from course.coverage.standing_queries import SORTS, Wanted
from course.coverage.tallies import queries as tally_queries
from course.db import db
from course.roster.models import School, SchoolStage
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))
DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0)
EVERYBODY = Scope(Role.ADMIN)


def asked(path: str = "", day: date = DAY) -> Asked:
    return Asked(Schools(EVERYBODY, path), YEAR, day, Decimal(4))


def listed(wanted: Wanted, day: date = DAY) -> list[Any]:
    return list(standing_queries.school_page(asked(day=day), wanted, NOW).rows)


def tally(school: School, **counted: Any) -> None:
    """What is counted of a school, written as it is."""
    names = [column.name for column in SchoolTally.__table__.columns if column.name not in {"themes", "timeline"}]
    zeros = dict.fromkeys(names, 0) | {"closed_on": None, "last_on": None, "changed_at": make.NOW}
    keys = {"school_id": school.id, "year": YEAR.number, "region_path": school.region_path}
    db.session.merge(SchoolTally(**{**zeros, **keys, **counted}))
    db.session.commit()


@pytest.fixture
def many(data: None) -> None:
    """Forty schools in which anything may have happened, some of them without anybody."""
    chance, region = random.Random(7), make.region()
    person = make.vice_principal(make.station(region))
    for number in range(40):
        school = make.school(region, code=f"S{number:02d}", stage=chance.choice(list(SchoolStage)))
        if chance.random() < 0.7:
            make.appointment(person, school)
        if chance.random() < 0.9:
            minutes = {name: chance.choice([0, 0, 40, 80, 180]) for name in standing_queries.MINUTES}
            classes = {name: chance.choice([0, 1, 2]) for name in standing_queries.COUNTS}
            tally(
                school, owed_minutes=chance.choice([160, 180]), classes=chance.choice([0, 1, 2]), **minutes, **classes
            )


@pytest.mark.parametrize("day", [DAY, YEAR.last])
def test_the_database_and_the_rule_say_the_same_of_each_school(many: None, day: date) -> None:
    every = listed(Wanted(), day)
    assert len(every) == 40
    found = {status: {row.code for row in listed(Wanted(status=status), day)} for status in Status}
    assert found == {status: {row.code for row in every if row.status is status} for status in Status}
    assert len([codes for codes in found.values() if codes]) >= 3


@pytest.mark.parametrize("key", ["appointed", "hours", "classes", "any"])
def test_a_filter_keeps_what_misses_something(many: None, key: str) -> None:
    kept = {row.code for row in listed(Wanted(missing=key))}
    assert kept == {row.code for row in listed(Wanted()) if row.tally.is_missing(key)}
    assert 0 < len(kept) < 40 or key == "any"


def short(row: Any) -> int:
    owed = db.session.get(SchoolTally, (row.id, YEAR.number))
    minutes = owed.owed_minutes if owed else {"primary": 160}.get(row.stage, 180)
    return max(0, minutes - row.tally.taught_minutes - row.tally.organised_minutes)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("code", lambda row: row.code),
        ("name", lambda row: (row.name, row.code)),
        ("hours", lambda row: -short(row)),
        ("classes", lambda row: row.tally.reached - row.tally.classes),
        ("missing", lambda row: (row.tally.appointed, -short(row))),
        ("vacant", lambda row: row.tally.appointed),
    ],
)
def test_a_list_has_the_order_that_was_asked_for(many: None, sort: str, key: Any) -> None:
    rows = listed(Wanted(sort=sort))
    assert rows == sorted(rows, key=key)


@both_databases
def test_every_order_and_filter_works_on_each_database(app: Any, data: None) -> None:
    region = make.region()
    school = make.school(region)
    before = make.vice_principal(make.station(region))
    make.appointment(before, school, start=date(2023, 9, 1), end=DAY - timedelta(days=3))
    for sort in SORTS:
        for status in (None, *Status):
            for missing in ("", "appointed", "hours", "classes", "any"):
                wanted = Wanted(missing, status, SchoolStage.PRIMARY, sort)
                rows = listed(wanted)
                assert [row.code for row in rows] in ([], [school.code])
    assert listed(Wanted(sort="vacant"))[0].vacant_since == DAY - timedelta(days=2)


@both_databases
def test_a_school_of_which_nothing_is_counted_owes_everything(app: Any, data: None) -> None:
    school = make.school()
    make.school_class(school, 3, 1)
    row = listed(Wanted())[0]
    assert (row.tally.classes, row.tally.with_hours, row.status) == (1, 0, Status.NOT_COVERED)
    assert row.unreached == ("3-1",)


def test_schools_that_are_no_more_and_those_elsewhere_are_left_out(data: None) -> None:
    here, there = make.region("R000"), make.region("R0001")
    mine = make.school(here)
    make.school(here, closed_on=DAY)
    make.school(there)
    rows = standing_queries.school_page(asked(here.path), Wanted(), NOW).rows
    assert [row.code for row in rows] == [mine.code]


def test_pages_do_not_overlap_and_know_how_many_there_are(data: None) -> None:
    region = make.region()
    rows = [School(code=f"S{n:03d}", name="同名小学", stage="primary", region_id=region.id) for n in range(60)]
    db.session.add_all(replace_path(rows, region.path))
    db.session.commit()
    pages = [standing_queries.school_page(asked(), Wanted(sort="name"), NOW, number) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [50, 10, 0]
    assert pages[0].total == 60
    assert len({row.code for page in pages for row in page.rows}) == 60


def replace_path(rows: list[School], path: str) -> list[School]:
    for row in rows:
        row.region_path = path
    return rows


@both_databases
def test_the_figures_of_a_region_are_the_sums_of_its_list(app: Any, data: None) -> None:
    region = make.region()
    person = make.vice_principal(make.station(region))
    full, soon, poor = (make.school(region, code=code) for code in ("A", "B", "C"))
    classes = {school: make.school_class(school, 3, 1) for school in (full, soon, poor)}
    for school in (full, soon):
        make.appointment(person, school)
    done = make_delivery.lesson(
        person, full, datetime(2026, 11, 2, 9), (classes[full],), state=LessonState.CONFIRMED, minutes=160
    )
    make_delivery.confirmation(done, (classes[full],), minutes=160)
    make_delivery.lesson(person, soon, datetime(2026, 12, 7, 9), (classes[soon],), minutes=160)
    rows = {row.code: row for row in listed(Wanted(), DAY)}
    assert {code: row.status for code, row in rows.items()} == {
        "A": Status.COVERED,
        "B": Status.ON_COURSE,
        "C": Status.NOT_COVERED,
    }
    assert rows["B"].known_on == date(2026, 12, 7)
    figures = tally_queries.figures_on([region.path], YEAR, date(2027, 1, 31))[region.path]
    counts = (figures.schools, figures.appointed, figures.covered, figures.on_course)
    assert tuple(statuses_of(*counts, day=DAY, last_day=YEAR.last).values()) == (1, 1, 0, 1)
