"""The page of a school: each lesson of a class in its column, read once and told to no statement twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.coverage import school_queries, standing_queries
from course.coverage.rules import Year
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))
DAY, MORNING = date(2026, 11, 23), datetime(2026, 11, 2, 9, 20)
COLUMNS = ("had", "waiting", "coming", "missed")


@both_databases
def test_each_lesson_of_a_class_stands_in_one_column(app: Flask, data: None) -> None:
    school, person = make.school(), make.vice_principal(make.station())
    one, other = make.school_class(school, 3, 1), make.school_class(school, 3, 2)
    ids = {}
    for number, state in enumerate(LessonState):
        start = MORNING + timedelta(days=number)
        row = make_delivery.lesson(person, school, start, (one, other), state=state)
        ids[state.value] = row.id
        if state is LessonState.CONFIRMED:
            make_delivery.confirmation(row, (one,))
    make_delivery.lesson(person, school, datetime(2026, 8, 31, 9), (one,), state=LessonState.MISSED)
    rows = {row.label: row for row in school_queries.class_rows(school.id, YEAR, DAY)}
    told = {label: {name: [held.id for held in getattr(row, name)] for name in COLUMNS} for label, row in rows.items()}
    coming = [ids["requested"], ids["scheduled"]]
    expected = {"had": [ids["confirmed"]], "waiting": [ids["delivered"]], "coming": coming, "missed": [ids["missed"]]}
    assert told["3-1"] == expected
    assert told["3-2"] == expected | {"had": [], "missed": [ids["missed"], ids["confirmed"]]}


def test_the_statements_of_one_school_serve_the_next_one(app: Flask, data: None) -> None:
    """Building them takes longer than running them."""
    kept = (school_queries.held_statement, school_queries.classes_statement)
    for statement in kept:
        statement.cache_clear()
    for code in ("S1", "S2"):
        school = make.school(code=code)
        make.school_class(school, 3, 1)
        assert len(school_queries.class_rows(school.id, YEAR, DAY)) == 1
    assert [statement.cache_info().misses for statement in kept] == [1, 1]


@both_databases
def test_each_school_has_its_own_figures_of_the_same_statement(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        for code, classes in {"S1": 1, "S2": 3}.items():
            school = make.school(code=code)
            for number in range(classes):
                make.school_class(school, 3, number + 1)
        admin = make.user(Role.ADMIN).id
    standing_queries.list_statement.cache_clear()
    client = sign_in(admin)
    pages = [client.get(f"/coverage/schools/{code}").text for code in ("S1", "S2", "S1")]
    assert ["0 / 1" in page for page in pages] == [True, False, True]
    assert ["0 / 3" in page for page in pages] == [False, True, False]
    assert standing_queries.list_statement.cache_info().misses == 1


@pytest.mark.parametrize("lessons", [0, 6])
def test_the_page_asks_as_much_with_many_lessons(
    app: Flask, sign_in: SignIn, statements: list[str], lessons: int
) -> None:
    with app.app_context():
        school, person = make.school(code="S1"), make.vice_principal(make.station())
        make.appointment(person, school, start=date(2020, 9, 1), end=date(2036, 8, 31))
        classes = make.school_class(school, 3, 1), make.school_class(school, 3, 2)
        for number in range(lessons):
            make_delivery.lesson(person, school, datetime.now() + timedelta(days=number), classes)
        user = make.user(Role.SCHOOL, school).id
    client = sign_in(user)
    client.get("/coverage/schools/S1")
    statements.clear()
    assert "3-2" in client.get("/coverage/schools/S1").text
    asked = [one for one in statements if one.startswith(("SELECT", "WITH"))]
    assert len(asked) == 8, "\n".join(asked)
