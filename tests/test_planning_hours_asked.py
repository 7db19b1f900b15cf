"""What a region asks for beyond the term, a plan gives; and what it says of it is what the figures ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.models import RegionRule
from course.db import db
from course.planning.appointments.queries import read_counties
from course.planning.reading.queries import reading_of
from course.planning.reading.school_queries import SchoolFilter, count_schools, school_lines
from course.planning.solver.figures import Bounds, figures_of
from course.planning.solver.planner import make_draft
from course.planning.solver.verify import faults
from course.roster.hours_asked import lessons_owed, whole_lessons
from course.roster.models import Region
from tests import make, make_instance, make_reading
from tests.conftest import both_databases


@pytest.mark.parametrize(("hours", "lessons"), [("0", 0), ("2", 2), ("2.1", 3), ("4.5", 5), ("4.0", 4)])
def test_a_part_of_a_lesson_needs_a_whole_one(hours: str, lessons: int) -> None:
    assert whole_lessons(Decimal(hours)) == lessons


@both_databases
def test_a_region_gets_what_it_and_those_above_ask_for_and_never_less_than_the_term(data: None) -> None:
    for path, hours in {"P0": "3.5", "P0/C00/R000": "6", "P0/C00/R001": "1", "P0/C00/R0002": "9"}.items():
        make.save(RegionRule(region_path=path, hours=Decimal(hours), changed_at=make.LONG_AGO))
    expected = {"P0/C00": 4, "P0/C00/R000": 6, "P0/C00/R001": 4, "P1/C01": 2}
    assert lessons_owed(list(expected), Decimal(2)) == expected
    assert lessons_owed(["P0/C00/R000"], Decimal(8)) == {"P0/C00/R000": 8}
    assert lessons_owed([], Decimal(2)) == {}


@pytest.mark.parametrize(("by_term", "by_region", "planned"), [(2, 0, 2), (2, 4, 4), (4, 2, 4), (2, 1, 2)])
def test_the_planner_gives_the_hours_that_a_region_asks_for(by_term: int, by_region: int, planned: int) -> None:
    schools = (make_instance.school(0, 1, hours_asked=by_region),)
    term, giver = make_instance.term(8, min_hours=by_term), make_instance.person(0, themes=("T01", "T02", "T03", "T04"))
    of = make_instance.instance(schools, (giver,), ((0, 0),), term=term)
    draft = make_draft(of, 1)
    figures = figures_of(of, draft.lessons, Bounds())
    assert faults(of, draft.lessons) == []
    assert (len(draft.lessons), figures.hours, figures.hours_wanted) == (planned,) * 3
    assert figures.schools_with_hours == 1


def asking(county: Region, hours: int) -> None:
    """The county asks for so many hours."""
    make.save(RegionRule(region_path=county.path, hours=Decimal(hours), changed_at=make.LONG_AGO))


@pytest.fixture
def two_counties(app: Flask) -> int:
    """A plan of two counties in a term of two hours; the second one asks for four."""
    with app.app_context():
        term = make_reading.world()
        term.min_hours = Decimal(2)
        city = make.region("C00", name="东吉市")
        first, second = (make_reading.county(code, city, schools=1) for code in ("R000", "R001"))
        asking(second, 4)
        return make_reading.plan(term, city, first, second).id


@both_databases
def test_the_pages_of_a_plan_count_with_them(app: Flask, two_counties: int) -> None:
    with app.app_context():
        reading = reading_of(two_counties, Scope(Role.ADMIN), make_reading.BEFORE_TERM)
        assert reading is not None
        lines = {line.code: line for line in school_lines(reading, SchoolFilter())}
        assert {code: line.owed for code, line in lines.items()} == {"R000S0": 2, "R001S0": 4}
        lacking = [code for code, line in lines.items() if not line.has_hours]
        assert count_schools(reading, SchoolFilter(gap="hours")) == len(lacking)
        assert list(reading.asks_for_more.values()) == [4]


def test_the_page_says_who_asks_for_more(app: Flask, two_counties: int, sign_in: Callable[[int], FlaskClient]) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN).id
    page = sign_in(user).get(f"/plans/{two_counties}/schools").get_data(as_text=True)
    assert "学期要求的课时（2）" in page
    assert "R001区要求 4 课时。" in page
    assert "R000区要求" not in page


def test_proposals_of_appointments_count_with_them(data: None) -> None:
    county, term = make_reading.county(), make.term(min_hours=2)
    school = make.school(county, code="S9", hall_seats=0)
    make.school_class(school, 1)
    asking(county, 5)
    (read,) = read_counties([county.path], term, date(2026, 9, 1))
    assert {one.code: one.lessons for one in read.schools}["S9"] == 5
    db.session.rollback()
