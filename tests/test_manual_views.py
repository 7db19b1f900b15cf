"""The manual in the browser: a role reads its own first, a visitor what is for all, each page leads to its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from course.access.models import Role
from course.coverage.measure_rules import MEASURES, Status
from course.coverage.rules import KINDS
from course.manual.library import topics
from tests import make

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def users(app: Flask) -> dict[Role, int]:
    """A user of each role."""
    with app.app_context():
        county = make.region("R000")
        station = make.station(county)
        scopes = {
            Role.ADMIN: None,
            Role.BUREAU: county,
            Role.STATION: station,
            Role.VICE_PRINCIPAL: make.vice_principal(station),
            Role.SCHOOL: make.school(county),
        }
        return {role: make.user(role, scope).id for role, scope in scopes.items()}


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [
        (Role.SCHOOL, "/help/confirm", "/help/plan-term"),
        (Role.VICE_PRINCIPAL, "/help/accept", "/help/import"),
        (Role.STATION, "/help/station", "/help/confirm"),
        (Role.BUREAU, "/help/plan-term", "/help/accept"),
        (Role.ADMIN, "/help/look-after", "/help/accept"),
    ],
)
def test_a_role_reads_its_own_pages_first(
    users: dict[Role, int], sign_in: SignIn, role: Role, own: str, others: str
) -> None:
    client = sign_in(users[role])
    first, behind = client.get("/help").text.split('<details class="definitions"')
    assert f'href="{own}"' in first and f'href="{others}"' not in first
    assert f'href="{others}"' in behind
    assert client.get(own).status_code == client.get(others).status_code == 200


def test_a_visitor_reads_what_is_for_everybody(client: FlaskClient) -> None:
    text = client.get("/help").text
    assert 'href="/help/first-steps"' in text and "/help/plan-term" not in text
    assert client.get("/help/confirm-by-link").status_code == 200
    answer = client.get("/help/plan-term")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?next=/help/plan-term")
    assert client.get("/help?q=排课").text.count("/help/plan-term") == 0


def test_a_few_other_pages_stand_beside_one(users: dict[Role, int], sign_in: SignIn) -> None:
    client = sign_in(users[Role.BUREAU])
    for key in ("first-steps", "plan-term", "accept", "outbox"):
        beside = client.get(f"/help/{key}").text.split("help-nearby")[1]
        assert beside.count("/help/") == 8
        assert f'href="/help/{key}" aria-current="page"' in beside


@pytest.mark.parametrize("address", ["/help/nothing", "/help/..%2Fapp", "/help/Book", "/help/%00"])
def test_what_is_no_page_answers_404(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_links_lead_only_where_the_reader_may_go(users: dict[Role, int], sign_in: SignIn, client: FlaskClient) -> None:
    bureau, school = (sign_in(users[role]).get("/help/plan-term").text for role in (Role.BUREAU, Role.SCHOOL))
    assert 'class="help-link" href="/plans">排课</a>' in bureau
    assert 'href="/plans"' not in school and "<strong>排课</strong>" in school
    assert 'href="/account"' not in client.get("/help/my-account").text


def test_words_are_those_of_the_page_in_both_languages(users: dict[Role, int], sign_in: SignIn) -> None:
    client = sign_in(users[Role.SCHOOL])
    assert "<strong>确认</strong>" in client.get("/help/confirm").text
    client.post("/language/en")
    english = client.get("/help/confirm").text
    assert "<strong>Confirm</strong>" in english and "Confirm with one tap" in english
    assert "[[" not in english and "{{" not in english


@pytest.mark.parametrize("role", Role)
def test_every_page_can_be_read_by_every_role(users: dict[Role, int], sign_in: SignIn, role: Role) -> None:
    client = sign_in(users[role])
    for locale in ("zh_Hans_CN", "en"):
        client.post(f"/language/{locale}")
        for key in topics("zh"):
            text = client.get(f"/help/{key}").text
            assert "[[" not in text and "{{" not in text and "%7B" not in text, key


@pytest.mark.parametrize(
    ("address", "topic"),
    [
        ("/", "first-steps"),
        ("/coverage", "coverage"),
        ("/coverage/rules", "region-rules"),
        ("/lessons", "lesson"),
        ("/plans", "plan-term"),
        ("/users", "users"),
        ("/notices", "messages"),
        ("/no-such-page", ""),
        ("/help", ""),
    ],
)
def test_each_page_knows_where_it_is_explained(
    users: dict[Role, int], sign_in: SignIn, address: str, topic: str
) -> None:
    expected = f"/help/{topic}" if topic else "/help"
    assert f'class="site-tool site-help" href="{expected}"' in sign_in(users[Role.BUREAU]).get(address).text


def test_the_sign_in_page_explains_itself(client: FlaskClient) -> None:
    assert 'site-help" href="/help/first-steps"' in client.get("/sign-in").text


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "%%%", "'\"--", "ﷺ" * 300, "课件 下载"])
def test_any_question_is_answered(client: FlaskClient, asked: str) -> None:
    answer = client.get("/help", query_string={"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_the_search_finds_a_page(users: dict[Role, int], sign_in: SignIn) -> None:
    text = sign_in(users[Role.VICE_PRINCIPAL]).get("/help?q=代课").text
    assert 'href="/help/substitute"' in text and 'href="/help/import"' not in text


def test_every_figure_is_explained_in_its_own_words(client: FlaskClient) -> None:
    client.post("/language/en")
    english = client.get("/help/figures").text
    for measure in MEASURES:
        assert f'id="{measure.key}"' in english
        assert str(escape(measure.definition)) in english


@pytest.mark.parametrize(
    "said",
    [
        "1 / 3，即 33.3%",
        "2 / 3，即 66.6%",
        "4 课时，小学是 160 分钟，初中和高中是 180 分钟",
        "40 / 160，即 25.0%",
        "3 / 6，即 50.0%",
        "空缺 23 天",
        "54 / 60，即 90.0%",
        "15 / 20，即 75.0%",
        "不计，不足 5 份",
        "2027-05-12",
    ],
)
def test_the_examples_come_to_what_one_works_out_by_hand(client: FlaskClient, said: str) -> None:
    assert said in client.get("/help/figures").text


def test_the_four_ways_to_stand_are_all_shown(client: FlaskClient) -> None:
    text = client.get("/help/figures").text
    with client.application.test_request_context():
        assert [status.label for status in Status if str(status.label) not in text] == []


def test_the_dashboard_leads_to_the_example(app: Flask, users: dict[Role, int], sign_in: SignIn) -> None:
    text = sign_in(users[Role.BUREAU]).get("/coverage").text
    for kind in KINDS:
        assert f'href="/help/figures#{kind.key}"' in text
