"""The school's yearly evaluation: possible totals, when it is asked for, who gives it and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice, Role
from course.db import db
from course.delivery.models import Evaluation
from course.duties import evaluation_rules as rules
from course.duties import evaluation_views
from course.duties.evaluation_rules import Totals
from course.i18n import local_now
from course.roster.rules import year_of
from tests import make

SignIn = Callable[[int], FlaskClient]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        (Totals(40, 38), set()),
        (Totals(), {"somebody_was_asked"}),
        (Totals(40, 41), {"totals_are_possible"}),
        (Totals(parents_asked=3, parents_content=3), set()),
        (Totals(1, 1, 0, 1), {"totals_are_possible"}),
    ],
)
def test_totals_that_are_possible(totals: Totals, expected: set[str]) -> None:
    found = [rules.somebody_was_asked(totals), *rules.totals_are_possible(totals)]
    assert {problem.rule for problem in found if problem} == expected


@pytest.mark.parametrize(
    ("today", "starts", "expected"),
    [
        (date(2026, 11, 26), "09-01", None),
        (date(2027, 5, 31), "09-01", None),
        (date(2027, 6, 1), "09-01", 2026),
        (date(2027, 8, 31), "09-01", 2026),
        (date(2027, 9, 1), "09-01", 2026),
        (date(2027, 10, 31), "09-01", 2026),
        (date(2027, 11, 1), "09-01", None),
        (date(2026, 12, 31), "01-01", 2026),
        (date(2027, 1, 1), "01-01", 2026),
    ],
)
def test_the_year_that_is_asked_for(today: date, starts: str, expected: int | None) -> None:
    assert rules.year_to_evaluate(today, starts) == expected


@pytest.fixture
def place(app: Flask) -> dict[str, Any]:
    with app.app_context():
        county = make.region("R000")
        school, other = make.school(county, code="S1", name="一小"), make.school(county, code="S2", name="二小")
        station = make.station(county)
        people = [
            make.vice_principal(station, code=f"VP{number}", name=name)
            for number, name in ((1, "王立新"), (2, "李思敏"))
        ]
        for person in people:
            make.appointment(person, school)
        make.appointment(people[0], other)
        today = local_now().date()
        return {
            "year": year_of(today, "09-01"),
            "school": make.user(Role.SCHOOL, school).id,
            "other": make.user(Role.SCHOOL, other).id,
            "bureau": make.user(Role.BUREAU, county).id,
            "station": make.user(Role.STATION, station).id,
            "elsewhere": make.user(Role.BUREAU, make.region("R009")).id,
            "vice_principal": make.user(Role.VICE_PRINCIPAL, people[0]).id,
            "admin": make.user(Role.ADMIN).id,
        }


GIVEN = {
    "staff_asked": "40",
    "staff_content": "３８",
    "pupils_asked": "200",
    "pupils_content": "190",
    "parents_asked": "4",
    "parents_content": "4",
    "note": "认真负责，讲课生动。",
}


def test_the_school_evaluates_and_changes_it(app: Flask, sign_in: SignIn, place: dict[str, Any]) -> None:
    client, address = sign_in(place["school"]), f"/vice-principals/VP1/evaluations/{place['year']}"
    assert client.get(address).status_code == 200
    assert client.post(address, data=GIVEN).status_code == 303
    assert (
        client.post(address, data={**GIVEN, "staff_content": "39", "note": "王立新同志认真负责。"}).status_code == 303
    )
    with app.app_context():
        (row,) = db.session.scalars(sa.select(Evaluation)).all()
        assert (row.staff_content, row.year, row.region_path, row.given_by_id) == (
            39,
            place["year"],
            "R000",
            place["school"],
        )
        told = set(db.session.execute(sa.select(Notice.user_id, Notice.kind)).all())
    assert told == {(place["bureau"], "evaluated"), (place["station"], "evaluated")}
    for role in ("school", "bureau", "station", "admin"):
        page = sign_in(place[role]).get("/evaluations").get_data(as_text=True)
        assert "认真负责" in page, role
        assert "4 / 4" not in page
    for role in ("other", "elsewhere"):
        assert "认真负责" not in sign_in(place[role]).get("/evaluations").get_data(as_text=True), role
    assert sign_in(place["vice_principal"]).get("/evaluations").status_code == 404
    assert "认真负责" not in sign_in(place["vice_principal"]).get("/vice-principals/VP1").get_data(as_text=True)
    for role in ("bureau", "station", "school"):
        assert "认真负责" in sign_in(place[role]).get("/vice-principals/VP1").get_data(as_text=True), role
    assert "认真负责" not in sign_in(place["other"]).get("/vice-principals/VP1").get_data(as_text=True)


@pytest.mark.parametrize(
    "given",
    [
        {"staff_content": "41"},
        {"staff_asked": "x"},
        {"staff_asked": "-1"},
        {"staff_asked": "100001"},
        {"note": ""},
        {"note": "学生李强不满意"},
        {name: "0" for name in GIVEN if name != "note"},
    ],
)
def test_what_cannot_be_is_refused_in_words(app: Flask, sign_in: SignIn, place: dict[str, Any], given: dict) -> None:
    address = f"/vice-principals/VP1/evaluations/{place['year']}"
    answer = sign_in(place["school"]).post(address, data={**GIVEN, **given})
    assert answer.status_code == 422
    assert "error-summary" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Evaluation)) == 0


def test_only_ones_own_people_in_years_that_are_open(sign_in: SignIn, place: dict[str, Any]) -> None:
    year = place["year"]
    for address in (
        f"VP2/evaluations/{year}",
        f"VP1/evaluations/{year + 1}",
        f"VP1/evaluations/{year - 2}",
        "VP9/evaluations/0",
    ):
        assert sign_in(place["other"]).post(f"/vice-principals/{address}", data=GIVEN).status_code == 404, address
    assert sign_in(place["bureau"]).post(f"/vice-principals/VP1/evaluations/{year}", data=GIVEN).status_code == 404


def test_the_start_page_reminds_near_the_years_end(
    app: Flask, sign_in: SignIn, place: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation_views, "year_to_evaluate", lambda today, starts: place["year"])
    address = f"/vice-principals/VP1/evaluations/{place['year']}"
    assert address in sign_in(place["school"]).get("/").get_data(as_text=True)
    assert "missing=1" in sign_in(place["bureau"]).get("/").get_data(as_text=True)
    assert address not in sign_in(place["station"]).get("/").get_data(as_text=True)
    sign_in(place["school"]).post(address, data=GIVEN)
    assert address not in sign_in(place["school"]).get("/").get_data(as_text=True)
    assert f"VP2/evaluations/{place['year']}" in sign_in(place["school"]).get("/").get_data(as_text=True)


def test_people_stand_by_their_codes_whatever_was_said(sign_in: SignIn, place: dict[str, Any]) -> None:
    school = sign_in(place["school"])
    for code, content in (("VP1", "1"), ("VP2", "40")):
        address = f"/vice-principals/{code}/evaluations/{place['year']}"
        assert school.post(address, data={**GIVEN, "staff_content": content}).status_code == 303
    page = sign_in(place["bureau"]).get("/evaluations").get_data(as_text=True)
    assert page.index("王立新") < page.index("李思敏")
