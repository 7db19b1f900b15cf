"""What pupils do not understand, over many lessons: only lessons with five answers of their own, only in scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.cases.actions import save_case
from course.cases.quiz import questions_for
from course.db import db
from course.delivery.models import Moment
from course.delivery.survey import answer_question
from course.delivery.survey_queries import surveyed_lesson
from course.i18n import local_now
from course.schedule.models import Lesson
from slides import CASES, read_case
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
TEXT = (CASES / "bullying.md").read_text(encoding="utf-8")
QUESTION = questions_for(TEXT, "primary_high", "zh")[0]


def now(app: Flask) -> datetime:
    with app.app_context():
        return local_now().replace(microsecond=0)


def answers(lesson: Lesson, number: int, wrong: int, moment: Moment = Moment.AFTER) -> None:
    """So many answers of one lesson, so many of them wrong."""
    surveyed = surveyed_lesson(lesson.id)
    for each in range(number):
        chosen = (QUESTION.right + 1) % len(QUESTION.options) if each < wrong else QUESTION.right
        answer_question(surveyed, moment, QUESTION, chosen, f"{each}", today=make.TODAY)
    db.session.commit()


@pytest.fixture
def offices(app: Flask) -> dict[str, int]:
    """Two counties; a lesson of 10, one of 4 and one of 6 answers in the one, one of 8 in the other."""
    start = now(app) - timedelta(hours=2)
    with app.app_context():
        make.theme("T02")
        case = save_case(read_case(TEXT), TEXT, now=make.NOW)
        stories = [make_delivery.story(start - timedelta(hours=each)) for each in range(4)]
        lessons = [db.session.get(Lesson, story.lesson) for story in stories]
        near, far = make.region(), make.region()
        for lesson, county in zip(lessons, (near, near, near, far), strict=True):
            lesson.case_id, lesson.region_path = case.case_id, county.path
        db.session.commit()
        for lesson, number, wrong in zip(lessons, (10, 4, 6, 8), (4, 4, 4, 8), strict=True):
            answers(lesson, number, wrong)
        answers(lessons[0], 10, 9, Moment.BEFORE)
        return {
            "near": make.user(Role.BUREAU, near).id,
            "far": make.user(Role.BUREAU, far).id,
            "school": stories[0].teacher,
            "police": stories[0].police,
        }


@both_databases
def test_a_lesson_with_four_answers_is_in_no_sum(app: Flask, offices: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in(offices["near"]).get("/understanding/bullying").text
    assert "53%" in page
    assert "8 / 15" in page
    assert "12 / 20" not in page


def test_before_and_after_and_what_changed(offices: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in(offices["near"]).get("/understanding/bullying").text
    assert "9 / 10" in page
    assert QUESTION.text in page
    assert QUESTION.why in page
    assert "37" in page


def test_each_office_sees_its_own_lessons(offices: dict[str, int], sign_in: SignIn) -> None:
    assert "5 / 5" in sign_in(offices["far"]).get("/understanding/bullying").text
    assert "5 / 5" not in sign_in(offices["near"]).get("/understanding/bullying").text
    assert "4 / 10" in sign_in(offices["police"]).get("/understanding/bullying").text


def test_the_list_names_themes_and_cases_and_what_is_understood_least(offices: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in(offices["near"]).get("/understanding").text
    assert "8 / 15" in page
    assert "/understanding/bullying" in page
    assert "/understanding/bullying" in sign_in(offices["near"]).get("/cases/bullying").text
    assert "/understanding" in sign_in(offices["near"]).get("/cases").text


def test_a_school_and_an_unknown_case_find_nothing(offices: dict[str, int], sign_in: SignIn) -> None:
    assert sign_in(offices["school"]).get("/understanding").status_code == 404
    assert sign_in(offices["near"]).get("/understanding/nonsense").status_code == 404
