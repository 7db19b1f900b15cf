"""The questions of a case on the pupils' phones: one at a time, kept once, shown only from five answers on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from course.access.models import Role
from course.cases.actions import save_case
from course.cases.models import Deck
from course.cases.quiz import FEWEST, MOST, all_questions, questions_for
from course.db import db
from course.delivery.models import Moment, QuizAnswer, SurveyAnswer
from course.delivery.survey import answer_question, is_open_before
from course.delivery.survey_link import survey_address
from course.delivery.survey_queries import asked_about, shares_of, surveyed_lesson
from course.i18n import local_now
from course.schedule.models import Lesson, LessonState
from course.security import limiter
from slides import CASES, read_case
from tests import make, make_delivery
from tests.conftest import both_databases, settings_for_tests
from tests.test_delivery_survey import nonce_in

SignIn = Callable[[int], FlaskClient]


@dataclass(frozen=True)
class Taught:
    """A lesson of a case with the addresses of its questions, and a user of each side."""

    lesson: int
    school: int
    teacher: int
    police: int
    before: str
    after: str


def text_of(key: str) -> str:
    return (CASES / f"{key}.md").read_text(encoding="utf-8")


@pytest.fixture
def taught(app: Flask) -> Taught:
    """A lesson on bullying in grade 3 that ends within the hour."""
    with app.app_context():
        start = local_now().replace(microsecond=0) - timedelta(minutes=10)
        story = make_delivery.story(start)
        return with_case(app, story)


def with_case(app: Flask, story: Any) -> Taught:
    """The same lesson with its case."""
    text = text_of("bullying")
    make.theme("T02")
    version = save_case(read_case(text), text, now=make.NOW)
    db.session.get(Lesson, story.lesson).case_id = version.case_id
    db.session.commit()
    before, after = (
        survey_address(story.lesson, moment).removeprefix(app.config["BASE_URL"])
        for moment in (Moment.BEFORE, Moment.AFTER)
    )
    return Taught(story.lesson, story.school, story.teacher, story.police, before, after)


def questions(app: Flask, taught: Taught) -> Any:
    with app.app_context():
        return asked_about(surveyed_lesson(taught.lesson), "zh")


def tap(client: FlaskClient, address: str, **form: Any) -> Any:
    page = client.get(address).text
    return client.post(address, data={"nonce": nonce_in(page), **form})


def give(app: Flask, taught: Taught, number: int, wrong: int, moment: Moment = Moment.AFTER) -> None:
    """So many answers to the first question, so many of them wrong."""
    with app.app_context():
        lesson = surveyed_lesson(taught.lesson)
        asked = asked_about(lesson, "zh")
        first = asked.questions[0]
        for each in range(number):
            chosen = (first.right + 1) % len(first.options) if each < wrong else first.right
            answer_question(lesson, moment, first, chosen, f"{each}{moment}", today=make.TODAY)
        db.session.commit()


def rows(app: Flask, kind: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(sa.select(kind)))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_every_case_asks_a_few_questions_of_its_stage(path: Any) -> None:
    if path.stem == "README":
        return
    case = read_case(path.read_text(encoding="utf-8"))
    for stage in case.stages:
        for language in ("zh", "en"):
            asked = questions_for(path.read_text(encoding="utf-8"), stage, language)
            assert FEWEST <= len(asked) <= MOST
            assert all(stage in one.stages for one in asked)
            assert all(2 <= len(one.options) <= 4 and 0 <= one.right < len(one.options) for one in asked)
            assert all(one.why and (one.text or one.title) for one in asked)
            assert len({option for one in asked[:1] for option in one.options}) == len(asked[0].options)


def test_three_are_asked_where_the_case_has_three() -> None:
    asked = questions_for(text_of("bullying"), "junior", "zh")
    assert len(asked) == FEWEST
    assert len({one.number for one in all_questions(text_of("bullying"), "zh")}) == len(
        all_questions(text_of("bullying"), "zh")
    )
    assert {one.right for one in asked} != {0}


def test_one_question_a_page_then_the_faces_then_thanks(app: Flask, client: FlaskClient, taught: Taught) -> None:
    asked = questions(app, taught).questions
    for place, question in enumerate(asked, 1):
        page = client.get(taught.after).text
        assert f"{place} / {len(asked)}" in page
        assert all(option in page for option in question.options)
        told = tap(client, taught.after, question=question.number, chosen=question.right).text
        assert question.options[question.right] in told
        assert question.why in told
    assert 'name="face"' in client.get(taught.after).text
    tap(client, taught.after, face="clear")
    page = client.get(taught.after).text
    assert "<form" not in page
    assert [row.correct for row in rows(app, QuizAnswer)] == [True] * len(asked)
    assert len(rows(app, SurveyAnswer)) == 1


def test_before_the_lesson_the_answers_are_kept_back(app: Flask, client: FlaskClient, taught: Taught) -> None:
    asked = questions(app, taught).questions
    for question in asked:
        told = tap(client, taught.before, question=question.number, chosen=0).text
        assert question.why not in told
    assert 'name="face"' not in client.get(taught.before).text
    assert {row.moment for row in rows(app, QuizAnswer)} == {Moment.BEFORE}
    assert tap_face(client, taught.before) == 400


def tap_face(client: FlaskClient, address: str) -> int:
    """Send a face to the questions before the lesson, with the right number."""
    nonce = client.get_cookie("survey", path="/s/").value
    return client.post(address, data={"nonce": nonce, "face": "clear"}).status_code


def test_a_second_answer_of_the_same_browser_changes_nothing(app: Flask, client: FlaskClient, taught: Taught) -> None:
    question = questions(app, taught).questions[0]
    wrong = (question.right + 1) % len(question.options)
    form = {"nonce": nonce_in(client.get(taught.after).text), "question": question.number}
    assert client.post(taught.after, data={**form, "chosen": wrong}).status_code == 200
    again = client.post(taught.after, data={**form, "chosen": question.right})
    assert again.status_code == 200
    assert "option-chosen" in again.text
    assert [row.chosen for row in rows(app, QuizAnswer)] == [wrong]


@pytest.mark.parametrize(
    "form",
    [
        {"question": "1", "chosen": "0"},
        {"question": "<script>alert(1)</script>", "chosen": "0"},
        {"question": "FIRST", "chosen": "9"},
        {"question": "FIRST", "chosen": "-1"},
        {"question": "FIRST", "chosen": "<img src=x onerror=alert(1)>"},
        {"question": "FIRST", "chosen": "9" * 5000},
        {"question": "FIRST"},
        {"question": "FIRST", "chosen": "１"},
        {"question": "9999999999999999999999", "chosen": "0"},
    ],
)
def test_an_answer_that_is_none_is_refused(app: Flask, client: FlaskClient, taught: Taught, form: Any) -> None:
    first = str(questions(app, taught).questions[0].number)
    sent = {name: first if value == "FIRST" else value for name, value in form.items()}
    answer = tap(client, taught.after, **sent)
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert not rows(app, QuizAnswer)


def test_an_answer_of_two_megabytes_is_refused(app: Flask, client: FlaskClient, taught: Taught) -> None:
    first, huge = questions(app, taught).questions[0].number, "9" * 2_200_000
    assert tap(client, taught.after, question=first, chosen=huge).status_code == 413
    nonce = client.get_cookie("survey", path="/s/").value
    form = {"nonce": nonce, "question": str(first), "chosen": huge}
    assert client.post(taught.after, data=form, content_type="multipart/form-data").status_code in {400, 413}
    assert not rows(app, QuizAnswer)


def test_what_somebody_types_besides_is_thrown_away(app: Flask, client: FlaskClient, taught: Taught) -> None:
    first = questions(app, taught).questions[0]
    tap(client, taught.after, question=first.number, chosen=0, note="我叫小明，电话13800000000", name="小明")
    row = rows(app, QuizAnswer)[0]
    kept = {column.name: getattr(row, column.key) for column in QuizAnswer.__table__.columns}
    assert "13800000000" not in repr(kept)
    assert '<input type="text"' not in client.get(taught.after).text
    assert "<textarea" not in client.get(taught.after).text


def test_a_token_of_one_moment_opens_no_other(app: Flask, client: FlaskClient, taught: Taught) -> None:
    seal = taught.before.split("-", 1)[1]
    assert taught.before != taught.after
    assert client.get(f"/s/{taught.lesson}-{seal[:-1]}x").status_code == 404
    assert client.get(f"/s/{taught.lesson + 1}-{seal}").status_code == 404


@pytest.mark.parametrize(
    ("from_start", "state", "opened"),
    [
        (timedelta(days=-15), LessonState.SCHEDULED, False),
        (timedelta(days=-13), LessonState.SCHEDULED, True),
        (timedelta(minutes=39), LessonState.DELIVERED, True),
        (timedelta(minutes=40), LessonState.SCHEDULED, False),
        (timedelta(minutes=-5), LessonState.CANCELLED, False),
        (timedelta(minutes=-5), LessonState.REQUESTED, False),
    ],
)
def test_when_the_questions_before_a_lesson_are_open(from_start: timedelta, state: LessonState, opened: bool) -> None:
    start = datetime(2026, 11, 23, 8, 30)
    lesson = Lesson(state=state, start=start, end=start + timedelta(minutes=40))
    assert is_open_before(lesson, start + from_start) is opened


def test_a_survey_that_is_closed_says_so_and_keeps_nothing(app: Flask, client: FlaskClient, taught: Taught) -> None:
    question = questions(app, taught).questions[0]
    form = {"nonce": nonce_in(client.get(taught.after).text), "question": question.number, "chosen": 0}
    with app.app_context():
        lesson = db.session.get(Lesson, taught.lesson)
        lesson.start, lesson.end = lesson.start - timedelta(days=20), lesson.end - timedelta(days=20)
        db.session.commit()
    for address in (taught.before, taught.after):
        assert client.get(address).status_code == 410
        assert client.post(address, data=form).status_code == 410
    assert not rows(app, QuizAnswer)


def without_cookies(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def test_a_phone_that_keeps_no_cookies_comes_to_the_end(app: Flask, taught: Taught) -> None:
    client, asked = without_cookies(app), questions(app, taught).questions
    page = client.get(taught.after).text
    for question in asked:
        said = {"question": question.number, "chosen": question.right}
        answer = client.post(taught.after, data={"nonce": nonce_in(page), **said})
        assert answer.status_code == 200
        page = client.post(taught.after, data={"nonce": nonce_in(answer.text), "next": "1"}).text
    assert "谢谢你" in client.post(taught.after, data={"nonce": nonce_in(page), "face": "clear"}).text
    assert len(rows(app, QuizAnswer)) == len(asked) and len(rows(app, SurveyAnswer)) == 1


def test_the_number_of_a_page_counts_once_and_for_its_own_lesson_only(app: Flask, taught: Taught) -> None:
    client, question = without_cookies(app), questions(app, taught).questions[0]
    form = {"nonce": nonce_in(client.get(taught.after).text), "question": question.number, "chosen": 0}
    assert [client.post(taught.after, data=form).status_code for _ in range(3)] == [200] * 3
    assert client.post(taught.before, data=form).status_code == 400
    foreign = {"Sec-Fetch-Site": "cross-site"}
    fresh = form | {"nonce": nonce_in(client.get(taught.after).text)}
    assert client.post(taught.after, data=fresh, headers=foreign).status_code == 400
    assert len(rows(app, QuizAnswer)) == 1


def test_of_two_pages_opened_at_once_the_first_asks_for_one_more_tap(app: Flask, taught: Taught) -> None:
    client, question = app.test_client(), questions(app, taught).questions[0]
    # The second page was asked for before the number of the first had come.
    first, _second = without_cookies(app).get(taught.after).text, client.get(taught.after)
    form = {"nonce": nonce_in(first), "question": question.number, "chosen": 0}
    again = client.post(taught.after, data=form)
    assert again.status_code == 409 and "再点一次" in again.text and not rows(app, QuizAnswer)
    assert client.post(taught.after, data=form | {"nonce": nonce_in(again.text)}).status_code == 200
    assert len(rows(app, QuizAnswer)) == 1


def test_a_refusal_is_in_words_for_pupils_and_leads_nowhere(app: Flask, client: FlaskClient, taught: Taught) -> None:
    for answer in (client.get(f"{taught.after}x"), client.post(taught.after, data={"nonce": "A" * 22})):
        assert answer.status_code in (400, 404)
        assert "老师" in answer.text or "再扫一次" in answer.text
        assert "<a " not in answer.text and "您" not in answer.text


@pytest.fixture
def limited_app(tmp_path: Path) -> Iterator[Flask]:
    """An application that counts requests, as it does for people."""
    app = create_app(**{**settings_for_tests(tmp_path), "RATELIMIT_ENABLED": True})
    with app.app_context():
        db.create_all()
    yield app
    limiter.enabled = False


def test_one_browser_that_floods_is_told_to_wait(limited_app: Flask) -> None:
    with limited_app.app_context():
        taught = with_case(limited_app, make_delivery.story(local_now().replace(microsecond=0)))
    client, question = limited_app.test_client(), questions(limited_app, taught).questions[0]
    form = {"nonce": nonce_in(client.get(taught.after).text), "question": question.number, "chosen": 0}
    statuses = [client.post(taught.after, data=form).status_code for _ in range(500)]
    assert statuses[:30] == [200] * 30
    assert set(statuses[30:]) == {429}
    assert len(rows(limited_app, QuizAnswer)) == 1


def test_the_pages_speak_the_language_of_the_deck(app: Flask, client: FlaskClient, taught: Taught) -> None:
    assert 'lang="zh-CN"' in client.get(taught.after).text
    with app.app_context():
        version = surveyed_lesson(taught.lesson).version_id
        make.save(
            Deck(lesson_id=taught.lesson, case_version_id=version, stage="primary_high", language="en",
                 sha256="0" * 64, downloaded_at=make.NOW)
        )  # fmt: skip
    page = client.get(taught.after).text
    assert 'lang="en"' in page
    assert "Which of these" in page


def test_no_cookie_but_the_number_and_no_script(client: FlaskClient, taught: Taught) -> None:
    page = client.get(taught.after)
    assert [cookie.split("=")[0] for cookie in page.headers.getlist("Set-Cookie")] == ["survey"]
    assert "<script" not in page.text
    assert 'name="viewport"' in page.text


@both_databases
def test_a_question_is_shown_from_five_answers_on(app: Flask) -> None:
    with app.app_context():
        start = local_now().replace(microsecond=0) - timedelta(minutes=10)
        taught = with_case(app, make_delivery.story(start))
    give(app, taught, 4, 4)
    with app.app_context():
        assert shares_of(taught.lesson) == {}
    give(app, taught, 5, 4)
    with app.app_context():
        (share,) = shares_of(taught.lesson).values()
        assert (share.answers, share.wrong, share.percent) == (5, 4, 80)


def test_the_lesson_page_offers_both_codes_and_shows_the_figures(app: Flask, sign_in: SignIn, taught: Taught) -> None:
    give(app, taught, 4, 4)
    give(app, taught, 6, 3, Moment.BEFORE)
    for user in (taught.teacher, taught.police):
        page = sign_in(user).get(f"/lessons/{taught.lesson}").text
        assert taught.before in page
        assert taught.after in page
        assert "3 / 5" in page
        assert "4 / 4" not in page
        for moment in ("before", "after"):
            code = sign_in(user).get(f"/lessons/{taught.lesson}/survey/{moment}.svg")
            assert code.mimetype == "image/svg+xml"
    give(app, taught, 5, 4)
    assert taught.after in sign_in(taught.teacher).get(f"/lessons/{taught.lesson}").text


def test_the_codes_are_for_the_two_sides_of_the_lesson(app: Flask, sign_in: SignIn, taught: Taught) -> None:
    with app.app_context():
        school = db.session.get(make.School, taught.school)
        colleague = make.vice_principal()
        make.appointment(colleague, school)
        others = [
            make.user(Role.VICE_PRINCIPAL, colleague).id,
            make.user(Role.SCHOOL, make.school()).id,
            make.user(Role.BUREAU, db.session.get(make.Region, school.region_id)).id,
        ]
    for user in others:
        client = sign_in(user)
        assert client.get(f"/lessons/{taught.lesson}/survey/after.svg").status_code == 404
        assert taught.after not in client.get(f"/lessons/{taught.lesson}").text
    assert sign_in(taught.teacher).get(f"/lessons/{taught.lesson}/survey/during.svg").status_code == 404
