"""What plans proved to be within reach: of a region and of those below it, on a past day and now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from course.access.models import Role
from course.coverage.reach_queries import Reach
from course.coverage.rules import Figure
from course.db import utc_now
from course.i18n import local_now
from course.planning.models import PartState, Plan, PlanPart
from course.roster.models import Region
from course.roster.rules import year_of
from tests import make, make_sharing
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
# A plan: its state, its bound of nine classes, and how many days ago it was published and withdrawn.
Made = tuple[str, int, int | None, int | None]
CELL = '<td data-label="方案可覆盖"><div>(.*?)</div></td>'


@pytest.mark.parametrize(
    ("plans", "around", "apart"),
    [
        ([], None, None),
        ([("P/C", 2, 9)], Figure(2, 9), None),
        ([("P/C", 2, 9), ("P/D/E", 3, 4)], Figure(5, 13), None),
        ([("P/C", 2, 9), ("P", 1, 5)], Figure(3, 14), Figure(1, 5)),
        ([("Q", 1, 5)], None, None),
        ([("P", 7, 5)], Figure(5, 5), Figure(5, 5)),
    ],
)
def test_the_plans_of_a_region_and_of_its_own_schools(
    plans: list[tuple[str, int, int]], around: Figure | None, apart: Figure | None
) -> None:
    found = Reach.of(plans)
    assert (found.around("P"), found.apart("P")) == (around, apart)


@pytest.fixture
def regions(data: None) -> dict[str, Region]:
    """A province with a school of its own and two counties, one of which it plans twice."""
    today, province, term = local_now().date(), make.region("P1", level="province"), make.term()
    found = {"P1": province} | {code: make.region(code, parent=province) for code in ("R1", "R2")}
    term.start, term.end = today - timedelta(days=60), today + timedelta(days=60)
    make.school(province)
    plans: list[tuple[str, Made]] = [
        ("R1", ("withdrawn", 1, 30, 20)),
        ("R1", ("published", 2, 10, None)),
        ("R2", ("published", 3, 25, None)),
        ("R1", ("draft", 4, None, None)),
        ("R1", ("withdrawn", 5, 40, None)),
        ("P1", ("published", 6, 3, None)),
    ]
    for code, made in plans:
        plan_of(found[code], term.id, made)
    return found


def plan_of(region: Region, term_id: int, made: Made) -> None:
    """The plan of a county, as it stands."""
    state, bound, *ago = made
    plan = make.save(Plan(term_id=term_id, region_id=region.id, region_path=region.path, created_at=make.NOW))
    part = PlanPart(plan_id=plan.id, term_id=term_id, region_id=region.id, region_path=region.path)
    part.state, part.figures = PartState(state), {"classes": 9, "classes_bound": bound}
    moments = [None if days is None else utc_now() - timedelta(days=days) for days in ago]
    part.published_at, part.withdrawn_at = moments
    make.save(part)


REACHED = [
    ("P1", 35, None),
    ("P1", 28, (1, 9)),
    ("P1", 22, (4, 18)),
    ("P1", 15, (3, 9)),
    ("P1", 5, (5, 18)),
    ("P1", 0, (11, 27)),
    ("R1", 28, (1, 9)),
    ("R1", 15, None),
    ("R1", 0, (2, 9)),
]


@both_databases
def test_what_was_within_reach_is_what_the_plans_of_then_said(
    client: FlaskClient, regions: dict[str, Region], sign_in: SignIn
) -> None:
    """A plan that was withdrawn since, one that took its place, one of another county, and a draft."""
    admin, key, today = sign_in(make.user(Role.ADMIN).id), make_sharing.token(make.user(Role.ADMIN)), local_now().date()
    for code, ago, reached in REACHED:
        page, answer = asked(admin, client, key, (code, today - timedelta(days=ago)))
        row = re.search(r'<th scope="row"[^>]*>方案可覆盖</th>(.*?)</tr>', page, re.DOTALL)
        assert row and words(row[1])[: 3 if reached else 1] == in_words(reached), (code, ago)
        assert in_answer(answer) == reached, (code, ago)


@both_databases
def test_each_region_below_tells_what_was_within_its_reach(
    client: FlaskClient, regions: dict[str, Region], sign_in: SignIn
) -> None:
    """The same of the rows of a table, the region's own schools last; beside it that of today, if it differs."""
    admin, key, today = sign_in(make.user(Role.ADMIN).id), make_sharing.token(make.user(Role.ADMIN)), local_now().date()
    now = [(2, 9), (3, 9), (6, 9)]
    for ago, expected in (
        (28, [(1, 9), None, None]),
        (15, [None, (3, 9), None]),
        (5, [(2, 9), (3, 9), None]),
        (0, now),
    ):
        page, answer = asked(admin, client, key, ("P1", today - timedelta(days=ago)))
        cells = [words(cell) for cell in re.findall(CELL, page)]
        beside = [[] if one == other else ["今天", *in_words(other)] for one, other in zip(expected, now, strict=True)]
        assert cells == [[*in_words(one), *more] for one, more in zip(expected, beside, strict=True)], ago
        assert [in_answer(row) for row in answer["data"]] == expected, ago
        assert [row["direct"] for row in answer["data"]] == [False, False, True]


def test_a_table_of_schools_says_nothing_of_plans(regions: dict[str, Region], sign_in: SignIn) -> None:
    """A plan proves its bound for all schools of a county together."""
    make.school(regions["R1"], code="S9")
    page = sign_in(make.user(Role.ADMIN).id).get("/coverage/regions/R1/day?day=" + f"{local_now().date()}").text
    assert "S9" in page and not re.findall(CELL, page)


def asked(browser: FlaskClient, client: FlaskClient, key: str, wanted: tuple[str, date]) -> tuple[str, dict[str, Any]]:
    """The page of a region on a day, and what a program is told of it, in this year."""
    (code, day), year = wanted, year_of(local_now().date(), "09-01")
    page = browser.get(f"/coverage/regions/{code}/day?day={day}&year={year}").text
    head = {"Authorization": f"Bearer {key}"}
    return page, client.get(f"/api/v1/coverage/regions?region={code}&on={day}&year={year}", headers=head).json


def words(html: str) -> list[str]:
    """The words of a piece of a page."""
    return re.sub(r"<[^>]+>", " ", html).split()


def in_words(reached: tuple[int, int] | None) -> list[str]:
    """So many of so many, as the page begins to say it."""
    return ["没有方案"] if reached is None else [str(reached[0]), "/", str(reached[1])]


def in_answer(told: dict[str, Any]) -> tuple[int, int] | None:
    """The same of an answer."""
    answer = told["within_reach"]
    return answer and (answer["confirmed"], answer["total"])
