"""The term sheet: all lessons by month, only of whom one may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.roster.models import Term
from course.schedule.calendars.term_sheet import term_of
from course.schedule.models import LessonState
from tests import make

SPRING = {"name": "spring", "start": date(2026, 2, 20), "end": date(2026, 7, 5)}


@pytest.fixture
def codes(app: Flask) -> dict[str, object]:
    """A vice-principal with lessons in two months of a term, at a school, and one of another school."""
    with app.app_context():
        make.term()
        school, person, theme = make.school(name="实验小学"), make.vice_principal(name="赵晓明"), make.theme()
        make.appointment(person, school)
        for month, state in ((9, LessonState.CONFIRMED), (12, LessonState.SCHEDULED), (12, LessonState.CANCELLED)):
            start = datetime(2026, month, 4 + len(state), 10, 25)
            make.lesson(person, school, theme, start, start + timedelta(minutes=40), state=state, period=3)
        other = make.school(name="别的小学")
        start = datetime(2026, 10, 9, 8, 30)
        make.lesson(person, other, theme, start, start + timedelta(minutes=40))
        return {
            "person": person.code,
            "school": school.code,
            "other": other.code,
            "users": {
                "person": make.user(Role.VICE_PRINCIPAL, person).id,
                "school": make.user(Role.SCHOOL, school).id,
                "bureau": make.user(Role.BUREAU, make.db.session.get(make.Region, school.region_id)).id,
            },
        }


def test_a_vice_principal_sees_the_whole_term_by_month(codes: dict, sign_in: Callable[[int], FlaskClient]) -> None:
    page = sign_in(codes["users"]["person"]).get("/calendar/term?day=2026-11-26").text
    heads = [page.index(name) for name in ("2026年9月", "2026年10月", "2026年12月")]
    assert heads == sorted(heads) and page.count("<tr><td>") == 3
    assert "实验小学" in page and "别的小学" in page


def test_a_school_sees_its_own_lessons_only(codes: dict, sign_in: Callable[[int], FlaskClient]) -> None:
    browser = sign_in(codes["users"]["school"])
    for path in ("/calendar/term?day=2026-11-26", f"/calendar/term?day=2026-11-26&vice_principal={codes['person']}"):
        page = browser.get(path).text
        assert page.count("<tr><td>") == 2 and "别的小学" not in page
    assert browser.get(f"/calendar/term?school={codes['other']}").status_code == 404


def test_a_bureau_says_whose_term(codes: dict, sign_in: Callable[[int], FlaskClient]) -> None:
    browser = sign_in(codes["users"]["bureau"])
    assert browser.get("/calendar/term").status_code == 200
    page = browser.get(f"/calendar/term?school={codes['school']}&day=2026-11-26").text
    assert page.count("<tr><td>") == 2 and "赵晓明" in page


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 3, 1), "spring"),
        (date(2026, 8, 1), "2026-2027-1"),
        (date(2027, 1, 22), "2026-2027-1"),
        (date(2028, 1, 1), "2026-2027-1"),
    ],
)
def test_the_term_of_a_day(data: None, day: date, name: str) -> None:
    assert term_of(day) is None
    make.term(**SPRING)
    make.term()
    found = term_of(day)
    assert isinstance(found, Term) and found.name == name
