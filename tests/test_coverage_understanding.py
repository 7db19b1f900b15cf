"""What the surveys said, by region and year: never so that a handful of pupils can be told apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from course.coverage import understanding_actions
from course.coverage.rules import Year
from course.coverage.tallies.queries import understanding
from course.db import db
from course.delivery.models import Face, SurveyAnswer
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

YEARS = [Year.numbered(number, "01-01") for number in (2026, 2027)]
LAST_DAYS = datetime(2026, 12, 28, 10, 0)


def surveyed(days: list[int]) -> str:
    """A lesson of the last days of a year, with an answer after each of so many days; where it was."""
    school, person = make.school(), make.vice_principal()
    lesson = make_delivery.lesson(person, school, LAST_DAYS, state=LessonState.CONFIRMED)
    for number, later in enumerate(days):
        row = SurveyAnswer(lesson_id=lesson.id, region_path=lesson.region_path, face=Face.CLEAR)
        row.nonce_hash, row.given_on = str(number), LAST_DAYS.date() + timedelta(days=later)
        make.save(row)
    for year in YEARS:
        understanding_actions.count(year, make.NOW)
    db.session.commit()
    return lesson.region_path


@both_databases
@pytest.mark.parametrize(
    ("days", "answers"),
    [
        pytest.param([0] * 4, [None, None], id="four are too few"),
        pytest.param([0] * 5, [5, None], id="five are enough"),
        pytest.param([0] * 5 + [5] * 2, [5, None], id="late answers lie in the year of their lesson"),
        pytest.param([0] * 2 + [5] * 8, [10, None], id="and so do most of them"),
        pytest.param([0] * 9, [5, None], id="by fives"),
        pytest.param([0] * 2 + [5] * 2, [None, None], id="four in two years are too few"),
    ],
)
def test_a_lesson_lies_in_one_year_with_all_its_answers(data: None, days: list[int], answers: list[int | None]) -> None:
    path = surveyed(days)
    found = [understanding(path, year) for year in YEARS]
    assert [row.answers if row else None for row in found] == answers
