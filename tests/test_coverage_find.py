"""The search at the top of each page: what it finds, what it never shows, and where an exact code leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.roster.models import Level
from tests import make
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def users(app: Flask) -> dict[str, int]:
    """Two counties of one city with names that look alike, and users of each kind."""
    with app.app_context():
        city = make.region("C00", level=Level.CITY, name="东吉市")
        here, there = (make.region(code, parent=city, name="东吉县") for code in ("R000", "R0001"))
        stations = [make.station(place) for place in (here, there)]
        people = [make.vice_principal(at, code=f"VP-{n}", name="王立新") for n, at in enumerate(stations)]
        mine = make.school(here, code="SC-A", name="东吉县实验小学")
        make.school(here, code="SC-B", name="东吉县100%_小学")
        make.school(here, code="SC-C", name="已撤小学", closed_on=date.today() - timedelta(days=3))
        make.school(there, code="SC-X", name="东吉县实验小学")
        make.appointment(people[0], mine, start=date.today(), end=date.today() + timedelta(days=99))
        gone = make.vice_principal(stations[0], code="VP-9", name="王立新")
        gone.erased_at = datetime.now(UTC)
        make.db.session.commit()
        return {
            "admin": make.user(Role.ADMIN).id,
            "bureau": make.user(Role.BUREAU, here).id,
            "city": make.user(Role.BUREAU, city).id,
            "station": make.user(Role.STATION, stations[0]).id,
            "school": make.user(Role.SCHOOL, mine).id,
        }


def found(client: FlaskClient, word: str) -> str:
    answer = client.get("/find", query_string={"q": word})
    assert answer.status_code == 200, (word, answer.status_code)
    return answer.get_data(as_text=True)


@both_databases
@pytest.mark.parametrize(
    ("role", "word", "there", "not_there"),
    [
        ("bureau", "实验", ["SC-A"], ["SC-X", "SC-B"]),
        ("city", "实验", ["SC-A", "SC-X"], ["SC-B"]),
        ("admin", "王立新", ["VP-0", "VP-1"], ["VP-9"]),
        ("bureau", "王立新", ["VP-0"], ["VP-1", "VP-9"]),
        ("bureau", "东吉县", ["SC-A", "SC-B", "/regions/R000"], ["SC-X", "R0001", "C00"]),
        ("station", "实验", ["SC-A"], ["SC-X"]),
        ("station", "东吉", ["SC-A"], ["SC-B", "/regions/"]),
        ("bureau", "%_", ["SC-B"], ["SC-A"]),
        ("bureau", "sc-", ["SC-A", "SC-B"], ["SC-X"]),
    ],
)
def test_a_word_finds_what_lies_in_the_scope(
    app: Flask, sign_in: SignIn, users: dict[str, int], role: str, word: str, there: list[str], not_there: list[str]
) -> None:
    page = found(sign_in(users[role]), word)
    assert [code for code in there if code not in page] == []
    assert [code for code in not_there if code in page] == []


@pytest.mark.parametrize(
    ("role", "code", "leads_to"),
    [
        ("bureau", "SC-A", "/coverage/schools/SC-A"),
        ("bureau", " SC-A ", "/coverage/schools/SC-A"),
        ("bureau", "R000", "/coverage/regions/R000"),
        ("station", "VP-0", "/vice-principals/VP-0"),
    ],
)
def test_the_exact_code_opens_its_page(
    sign_in: SignIn, users: dict[str, int], role: str, code: str, leads_to: str
) -> None:
    client = sign_in(users[role])
    answer = client.get("/find", query_string={"q": code})
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize(("role", "code"), [("bureau", "SC-X"), ("bureau", "C00"), ("station", "R000")])
def test_a_code_of_somebody_else_is_not_there(sign_in: SignIn, users: dict[str, int], role: str, code: str) -> None:
    assert f"{code}</" not in found(sign_in(users[role]), code)


def test_each_hit_says_what_can_be_done_there(sign_in: SignIn, users: dict[str, int]) -> None:
    page = found(sign_in(users["bureau"]), "小学")
    assert "/lessons/new?school=SC-A" in page
    assert "/lessons/new?school=SC-B" not in page
    assert "/plans/appointments/schools/SC-B" in page
    assert "/plans/appointments/schools/SC-C" not in page


@pytest.mark.parametrize("word", ["", " ", "%", "_", "\\", "' OR 1=1 --", "é" * 500, "<b>", "{{7*7}}", "\ud800"])
def test_any_word_is_answered(sign_in: SignIn, users: dict[str, int], word: str) -> None:
    page = found(sign_in(users["bureau"]), word.encode("utf-8", "replace").decode())
    assert "<b>" not in page
    assert "/coverage/schools/SC-A" not in page


def test_a_screen_of_hits_and_few_statements(
    app: Flask, sign_in: SignIn, users: dict[str, int], statements: list[str]
) -> None:
    with app.app_context():
        place = make.db.session.scalars(make.db.select(make.Region).filter_by(code="R000")).one()
        station = make.station(place)
        for number in range(30):
            make.school(place, name=f"同名{number}小学")
            make.vice_principal(station, name=f"同名{number}")
            make.region(parent=place, name=f"同名{number}乡")
    client = sign_in(users["bureau"])
    found(client, "同名")
    statements.clear()
    page = found(client, "同名")
    assert page.count('<li class="card-item">') == 13
    assert "/schools?word=" in page
    assert len([one for one in statements if one != "BEGIN"]) <= 12


def test_the_box_stands_on_the_pages_of_those_who_may_search(sign_in: SignIn, users: dict[str, int]) -> None:
    for role, there in (("admin", True), ("bureau", True), ("station", True), ("school", False)):
        page = sign_in(users[role]).get("/").get_data(as_text=True)
        assert ('action="/find"' in page) is there, role
    assert sign_in(users["school"]).get("/find?q=a").status_code == 404
