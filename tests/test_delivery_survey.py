"""The anonymous survey: one tap a browser, nothing about anybody, no figure for fewer than five."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import links
from course.db import db
from course.delivery.models import Face, SurveyAnswer
from course.delivery.survey import answer, is_open, survey_result, whole_steps
from course.i18n import local_now
from course.schedule.models import Lesson, LessonState
from course.schedule.survey_link import survey_address
from tests import make
from tests.conftest import both_databases


@pytest.fixture
def address(app: Flask) -> str:
    """The survey's path of a lesson that was taught this morning."""
    with app.app_context():
        morning = local_now().replace(hour=8, minute=30, second=0, microsecond=0)
        school, person = make.school(), make.vice_principal()
        row = make.lesson(person, school, make.theme(), morning, morning + timedelta(minutes=40))
        return survey_address(row.id).removeprefix(app.config["BASE_URL"])


def nonce_in(page: str) -> str:
    return page.split('name="nonce" value="')[1].split('"')[0]


def answers(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(SurveyAnswer))


def test_one_tap_is_kept_and_a_second_of_the_same_browser_is_not(app: Flask, client: FlaskClient, address: str) -> None:
    form = {"nonce": nonce_in(client.get(address).text), "face": "clear"}
    assert client.post(address, data=form).status_code == 200
    assert client.post(address, data=form).status_code == 200
    assert answers(app) == 1


def test_the_page_sets_one_cookie_and_asks_for_no_name(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    assert [cookie.split("=")[0] for cookie in page.headers.getlist("Set-Cookie")] == ["survey"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert 'type="text"' not in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize("form", [{}, {"nonce": "x", "face": "clear"}, {"nonce": "A" * 22, "face": "clear"}])
def test_an_answer_without_the_number_of_its_page_is_refused(app, client, address: str, form: dict[str, str]) -> None:
    client.get(address)
    assert client.post(address, data=form).status_code == 400
    assert answers(app) == 0


def test_a_face_that_does_not_exist_is_refused(app, client, address: str) -> None:
    form = {"nonce": nonce_in(client.get(address).text), "face": "<script>"}
    assert client.post(address, data=form).status_code == 400


def test_a_forged_token_and_a_token_for_something_else_are_not_found(app, client, address: str) -> None:
    with app.app_context():
        other = links.sign_short("something else", db.session.scalar(sa.select(Lesson.id)))
    for token in ("nonsense", "1-", "²-x", "9" * 30 + "-x", address.removeprefix("/s/")[:-1] + "x", other):
        assert client.get(f"/s/{token}").status_code == 404


def test_two_weeks_after_the_lesson_the_survey_is_closed(app, client, address: str) -> None:
    with app.app_context():
        lesson = db.session.scalars(sa.select(Lesson)).one()
        lesson.start, lesson.end = lesson.start - timedelta(days=15), lesson.end - timedelta(days=15)
        db.session.commit()
    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    ("days", "state", "opened"),
    [
        (0, LessonState.SCHEDULED, True),
        (14, LessonState.CONFIRMED, True),
        (15, LessonState.CONFIRMED, False),
        (-1, LessonState.SCHEDULED, False),
        (0, LessonState.CANCELLED, False),
        (0, LessonState.MISSED, False),
    ],
)
def test_when_a_survey_is_open(days: int, state: LessonState, opened: bool) -> None:
    lesson = Lesson(state=state, start=datetime(2026, 11, 23, 8, 30))
    assert is_open(lesson, date(2026, 11, 23) + timedelta(days=days)) is opened


@pytest.mark.parametrize(
    ("answers", "counted"), [(0, 0), (4, 0), (5, 5), (6, 5), (9, 5), (10, 10), (499, 495), (3_000, 3_000)]
)
def test_answers_are_counted_by_fives(answers: int, counted: int) -> None:
    assert whole_steps(answers) == counted


@both_databases
def test_one_more_answer_is_not_told_by_any_figure(app: Flask, address: str) -> None:
    """Whoever looks after each answer: between one figure and the next there are five answers or more."""
    with app.app_context():
        lesson, seen = db.session.scalars(sa.select(Lesson)).one(), []
        for number in range(21):
            face = Face.CLEAR if number % 3 else Face.UNCLEAR
            answer(lesson, face, f"browser {number}", today=make.TODAY)
            result = survey_result(lesson.id)
            seen.append((result.answers, result.clear) if result else None)
    figures = [5, 10, 15, 20]
    clear = {number: sum(1 for each in range(number) if each % 3) for number in figures}
    expected = [None] * 4 + [(each, clear[each]) for each in figures for _ in range(5)]
    assert seen == expected[:21]


def test_no_figure_is_shown_for_fewer_than_five(app: Flask, address: str) -> None:
    with app.app_context():
        lesson = db.session.scalars(sa.select(Lesson)).one()
        for number in range(4):
            answer(lesson, Face.CLEAR, f"browser {number}", today=make.TODAY)
        assert survey_result(lesson.id) is None
        answer(lesson, Face.UNCLEAR, "browser 5", today=make.TODAY)
        result = survey_result(lesson.id)
        assert (result.answers, result.clear) == (5, 4)


def test_no_more_answers_are_kept_than_any_school_holds(
    app: Flask, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.delivery.survey.MOST_ANSWERS", 20)
    for number in range(30):
        client = app.test_client()
        client.set_cookie("survey", f"{number:022d}")
        form = {"nonce": nonce_in(client.get(address).text), "face": "clear"}
        assert client.post(address, data=form).status_code == 200
    assert answers(app) == 20


def test_a_pupils_phone_sends_no_number_of_its_own(app: Flask, client: FlaskClient, address: str) -> None:
    form = {"nonce": nonce_in(client.get(address).text), "face": "clear", "note": "13812345678", "name": "小明"}
    assert client.post(address, data=form).status_code == 200
    with app.app_context():
        row = db.session.execute(sa.select(SurveyAnswer.__table__)).one()
        assert "13812345678" not in str(row) and "小明" not in str(row)
