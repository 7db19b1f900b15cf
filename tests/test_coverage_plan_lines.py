"""The classes reached are held against what the published plans bring by each week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.coverage.plan_lines import PlanLine, plan_line, reached_by
from course.coverage.rules import Year
from course.db import db, utc_now
from course.i18n import local_now
from course.planning.models import PartState, Plan, PlanPart
from course.planning.solver.figures import weeks_of
from course.planning.solver.instance import ClassFacts, Taught
from course.roster.models import Region
from tests import make
from tests.conftest import both_databases

AUTUMN = [(date(2026, 8, 31), 1), (date(2026, 9, 7), 4), (date(2026, 9, 21), 6)]
SPRING = [(date(2027, 2, 22), 5), (date(2027, 3, 1), 9)]
YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))


def taught(day: date, *classes: int) -> Taught:
    start = (day - date(1970, 1, 1)).days * 1440 + 540
    return Taught(0, 0, start, start + 40, 1, classes, "T01", "classroom")


def test_a_plan_says_by_week_how_many_classes_it_reaches() -> None:
    classes = [ClassFacts(number, 3, number, 40, reached=number == 1) for number in range(1, 6)]
    lessons = [taught(date(2026, 9, 23), 4), taught(date(2026, 9, 9), 1, 2), taught(date(2026, 9, 11), 2, 3)]
    lessons.append(taught(date(2026, 10, 8), 99))
    expected = [("2026-08-31", 1), ("2026-09-07", 3), ("2026-09-21", 4), ("2026-10-05", 4)]
    assert weeks_of(classes, lessons) == expected
    assert weeks_of(classes, []) == []


@pytest.mark.parametrize(
    ("plans", "day", "expected"),
    [
        ([AUTUMN], date(2026, 8, 30), 0),
        ([AUTUMN], date(2026, 8, 31), 1),
        ([AUTUMN], date(2026, 9, 13), 4),
        ([AUTUMN], date(2027, 8, 31), 6),
        ([SPRING, AUTUMN], date(2027, 2, 21), 6),
        ([SPRING, AUTUMN], date(2027, 2, 28), 5),
        ([SPRING, AUTUMN], date(2027, 8, 31), 9),
        ([], date(2027, 8, 31), 0),
    ],
)
def test_of_a_county_the_plan_that_began_last_says_it(plans: list, day: date, expected: int) -> None:
    assert reached_by(plans, day) == expected


def test_the_plans_of_counties_add_up_from_the_first_on() -> None:
    line = PlanLine([[AUTUMN], [SPRING]])
    assert (line.begins, line.classes_by(date(2027, 3, 7))) == (date(2026, 8, 31), 15)
    assert PlanLine([]).begins is None


def publish(region: Region, term: Any, weeks: list, *, state: PartState = PartState.PUBLISHED, ago: int = 0) -> None:
    """A part of a plan as it stands in the database."""
    plan = Plan(term_id=term.id, region_id=region.id, region_path=region.path, created_at=utc_now())
    db.session.add(plan)
    db.session.flush()
    given = {"term_id": term.id, "region_id": region.id, "region_path": region.path, "state": state}
    figures = {"weeks": [(day.isoformat(), number) for day, number in weeks]} if weeks else {}
    db.session.add(PlanPart(plan_id=plan.id, figures=figures, published_at=utc_now() - timedelta(days=ago), **given))
    db.session.commit()


@both_databases
def test_the_latest_published_plan_of_each_county_and_term_counts(data: None) -> None:
    top = make.region("C00", name="市")
    here, there, other = (make.region(code, parent=top) for code in ("R000", "R001", "R002"))
    elsewhere = make.region("R009")
    autumn = make.term(start=date(2026, 9, 1), end=date(2027, 1, 20))
    spring = make.term(name="spring", start=date(2027, 2, 22), end=date(2027, 7, 5))
    publish(here, autumn, [(date(2026, 8, 31), 100)], ago=3)
    publish(here, autumn, AUTUMN)
    publish(here, spring, SPRING)
    publish(there, autumn, [(date(2026, 9, 14), 2)], state=PartState.WITHDRAWN)
    publish(other, autumn, [])
    publish(elsewhere, autumn, [(date(2026, 9, 14), 7)])
    assert sorted(plan_line(top.path, YEAR).counties[0]) == sorted([AUTUMN, SPRING])
    assert len(plan_line(top.path, YEAR).counties) == 1
    assert plan_line("", YEAR).classes_by(date(2026, 9, 20)) == 4 + 7
    assert plan_line(top.path, Year(2025, date(2025, 9, 1), date(2026, 8, 31))).counties == ()


def test_the_page_of_a_region_tells_of_the_plan(app: Flask, sign_in: Callable[[int], FlaskClient]) -> None:
    with app.app_context():
        today = local_now().date()
        region = make.region("R000")
        make.school_class(make.school(region), 3, 1)
        term = make.term(start=today - timedelta(days=40), end=today + timedelta(days=60))
        user = make.user(Role.BUREAU, region).id
        client = sign_in(user)
        assert "匀速进度" in client.get("/coverage").text
        publish(region, term, [(today - timedelta(days=30), 0), (today - timedelta(days=20), 1)])
    page = client.get("/coverage").text
    assert "低于已发布排课方案的进度（此时应为 1；有方案的县区 1 个）" in page
    assert "按方案" in page and "匀速进度" in page, "classes by the plan, hours by the pace"
