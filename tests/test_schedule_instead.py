"""A refusal carries the next proposals: in the notice, in the mail, and on a page that asks once."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.message_letters import letter_of
from course.access.models import Message, Notice, User
from course.access.notice_wording import wording
from course.db import db
from course.i18n import in_language
from course.schedule.models import Lesson
from tests import make
from tests.conftest import both_databases
from tests.test_schedule_views import DAY, booked, make_world, send, state

SignIn = Callable[[int], FlaskClient]
LINK = re.compile(r'href="(/lessons/\d+/instead\?choice=[^"]+)"')


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


@pytest.fixture
def declined(world: SimpleNamespace, sign_in: SignIn) -> str:
    """A request that the vice-principal has declined; its address."""
    address = booked(sign_in(world.school), world)
    answer = sign_in(world.person).post(f"{address}/decline", data={"sequence": "0", "reason": "值班"})
    assert answer.status_code == 303
    return address


def hidden(page: str) -> dict[str, str]:
    """The fields of the form that asks for the period."""
    form = page.split('action="/lessons/new"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def offered(client: FlaskClient) -> list[str]:
    """The links of the proposals on the page of notices."""
    return [link.replace("&amp;", "&") for link in LINK.findall(client.get("/notices").text)]


@both_databases
def test_the_notice_and_the_mail_of_a_refusal_name_three_periods(
    world: SimpleNamespace, declined: str, app: Flask
) -> None:
    with app.app_context():
        notice = db.session.scalar(sa.select(Notice).where(Notice.kind == "lesson.declined"))
        said = notice.facts["instead"]
        assert len(said) == len({one["day"] for one in said}) == 3
        assert (DAY.isoformat(), world.person_code) not in {(one["day"], one["code"]) for one in said}
        with in_language("zh_Hans_CN"):
            labels = [str(label) for label, _ in wording(notice).choices]
        assert all(one["vice_principal"] in label for one, label in zip(said, labels, strict=True))
        message = db.session.scalar(sa.select(Message).where(Message.kind == "lesson.declined"))
        letter = letter_of(message, db.session.get_one(User, message.user_id), now=make.NOW)
        assert all(label in letter.text for label in labels)
        assert letter.text.count(f"{declined}/instead?choice=") == letter.html.count("/instead?choice=") == 3


@both_databases
def test_one_confirm_books_a_proposal(world: SimpleNamespace, declined: str, sign_in: SignIn, app: Flask) -> None:
    school = sign_in(world.school)
    link = offered(school)[0]
    page = school.get(link).text
    assert page.count("btn-primary") == 1
    answer = send(school, hidden(page))
    assert answer.status_code == 303 and state(app, answer.location) == "requested"
    with app.app_context():
        lesson = db.session.get_one(Lesson, int(answer.location.rsplit("/", 1)[1]))
        assert lesson.start.date().isoformat() in link
    # The class has the theme again by now: the other two say so, and ask for nothing.
    assert 'action="/lessons/new"' not in school.get(offered(school)[1]).text


def test_a_proposal_that_somebody_took_meanwhile_says_so_and_offers_others(
    world: SimpleNamespace, declined: str, sign_in: SignIn
) -> None:
    school = sign_in(world.school)
    link = offered(school)[0]
    choice = hidden(school.get(link).text)["choice"]
    assert send(school, {"theme": "T03", "classes": "3-1", "place": "classroom", "choice": choice}).status_code == 303
    page = school.get(link)
    assert page.status_code == 200 and 'class="error-summary"' in page.text
    assert page.text.count('name="choice"') == 3 and f'value="{choice}"' not in page.text


def test_only_who_books_sees_a_proposal(world: SimpleNamespace, declined: str, sign_in: SignIn) -> None:
    link = offered(sign_in(world.school))[0]
    assert sign_in(world.bureau).get(link).status_code == 200
    assert sign_in(world.person).get(link).status_code == 404
    assert sign_in(world.foreign).get(link).status_code == 404
    assert sign_in(world.other).get(link).status_code == 404


@pytest.mark.parametrize("choice", ["", "x", "2026-11-30/99/VP", "9999-01-01/3/VP", "2026-11-30/3/" + "x" * 200])
def test_nonsense_shows_the_lesson(world: SimpleNamespace, declined: str, sign_in: SignIn, choice: str) -> None:
    answer = sign_in(world.school).get(f"{declined}/instead", query_string={"choice": choice})
    assert answer.status_code == 200 and "/decline" not in answer.text


def test_the_station_is_not_offered_what_it_cannot_book(world: SimpleNamespace, declined: str, app: Flask) -> None:
    with app.app_context():
        notice = db.session.scalar(sa.select(Notice).where(Notice.kind == "lesson.declined"))
        notice.facts = {**notice.facts, "role": "vice_principal"}
        with in_language("zh_Hans_CN"):
            assert not wording(notice).choices


@both_databases
def test_a_lesson_that_the_vice_principal_calls_off_is_answered_the_same_way(
    world: SimpleNamespace, sign_in: SignIn, app: Flask
) -> None:
    address = booked(sign_in(world.school), world)
    person = sign_in(world.person)
    person.post(f"{address}/accept", data={"sequence": "0"})
    assert person.post(f"{address}/cancel", data={"sequence": "1", "reason": "出警"}).status_code == 303
    assert len(offered(sign_in(world.school))) == 3
