"""The pages of coverage and the start pages, by a real client, as each role."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.db import utc_now
from course.delivery.models import Confirmation
from course.i18n import local_now
from course.roster.models import Level
from course.roster.rules import year_of
from course.schedule.models import LessonState
from tests import make, make_delivery

SignIn = Callable[[int], FlaskClient]
THIS_YEAR = year_of(date.today(), "09-01")


@pytest.fixture
def county(app: Flask) -> dict[str, Any]:
    """A city of two counties; one of them with three schools and a few lessons, the other empty."""
    with app.app_context():
        now = local_now().replace(microsecond=0)
        city = make.region("C00", level=Level.CITY)
        here, there = make.region("R000", parent=city), make.region("R001", parent=city)
        station = make.station(here)
        person = make.vice_principal(station)
        good, poor, alone = (make.school(here, code=code, name=f"{code}小学") for code in ("S1", "S2", "S3"))
        for school in (good, poor):
            make.appointment(person, school)
        classes = {
            school: [make.school_class(school, 3, number) for number in (1, 2)] for school in (good, poor, alone)
        }
        done = make_delivery.lesson(
            person, good, now - timedelta(days=5), tuple(classes[good]), state=LessonState.CONFIRMED, minutes=160
        )
        make_delivery.confirmation(done, tuple(classes[good]), minutes=160)
        waiting = make_delivery.lesson(
            person, poor, now - timedelta(days=6), tuple(classes[poor]), state=LessonState.DELIVERED, minutes=80
        )
        make_delivery.delivery(waiting, minutes=80)
        late = make_delivery.lesson(person, poor, now - timedelta(hours=3), tuple(classes[poor]))
        coming = make_delivery.lesson(person, poor, now + timedelta(days=3), tuple(classes[poor]))
        request = make_delivery.lesson(
            person, poor, now + timedelta(days=4), tuple(classes[poor]), state=LessonState.REQUESTED
        )
        return {
            "bureau": make.user(Role.BUREAU, here).id,
            "city": make.user(Role.BUREAU, city).id,
            "elsewhere": make.user(Role.BUREAU, there).id,
            "admin": make.user(Role.ADMIN).id,
            "station": make.user(Role.STATION, station).id,
            "vice_principal": make.user(Role.VICE_PRINCIPAL, person).id,
            "school": make.user(Role.SCHOOL, poor).id,
            "alone": make.user(Role.SCHOOL, alone).id,
            "lessons": {"waiting": waiting.id, "late": late.id, "coming": coming.id, "request": request.id},
        }


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


ROLES = ["bureau", "city", "elsewhere", "admin", "station", "vice_principal", "school", "alone"]


@pytest.mark.parametrize("role", ROLES)
def test_everyone_has_a_start_page_and_a_coverage_page(sign_in: SignIn, county: dict, role: str) -> None:
    client = sign_in(county[role])
    assert "<h1>" in text(client, "/")
    answer = client.get("/coverage", follow_redirects=True)
    assert answer.status_code == 200
    assert not re.search(r">\s*(nan|inf|None)\b", answer.get_data(as_text=True))


@pytest.mark.parametrize(("role", "days", "lately"), [("station", 1, 1), ("station", 8, 0), ("vice_principal", 1, 1)])
def test_who_looks_after_some_schools_sees_their_figures_and_the_week(
    app: Flask, sign_in: SignIn, county: dict, statements: list[str], role: str, days: int, lately: int
) -> None:
    with app.app_context():
        confirmed = make.db.session.scalars(make.db.select(Confirmation)).one()
        confirmed.confirmed_at = utc_now() - timedelta(days=days)
        make.db.session.commit()
    client = sign_in(county[role])
    narrowed = text(client, "/coverage?missing=hours")
    assert "近 7 天" not in narrowed and 'class="figures"' not in narrowed
    statements.clear()
    page = text(client, "/coverage")
    asked = [one for one in statements if one.startswith("SELECT")]
    assert len(asked) <= 12, asked
    figures = re.findall(r'class="figure-number"><strong>(\d+)</strong> / (\d+)', page)
    assert figures == [("2", "2"), ("1", "2"), ("2", "4")], figures
    assert f"近 7 天确认了 {lately} 节课" in page
    assert 'class="figures"' not in text(client, "/coverage?year=2024")


@pytest.mark.parametrize(
    ("role", "leads_to", "words"),
    [
        ("bureau", "/plans/appointments/schools/S3", "没有法治副校长，请聘任"),
        ("alone", "/schools/S3", "未聘法治副校长，由主管部门聘任"),
    ],
)
def test_where_nobody_serves_the_next_step_is_to_appoint_and_nothing_else(
    sign_in: SignIn, county: dict, role: str, leads_to: str, words: str
) -> None:
    page = text(sign_in(county[role]), "/coverage/schools/S3")
    assert f'<a href="{leads_to}">{words}</a>' in page
    assert "/lessons/new?school=S3" not in page


def test_the_vice_principal_reports_from_the_start_page(sign_in: SignIn, county: dict) -> None:
    page = text(sign_in(county["vice_principal"]), "/")
    assert f"/lessons/{county['lessons']['late']}/taught" in page
    assert f"/lessons/{county['lessons']['request']}/accept" in page
    assert f"/lessons/{county['lessons']['coming']}" in page
    assert f"/lessons/{county['lessons']['coming']}/taught" not in page


def test_the_school_confirms_from_the_start_page(sign_in: SignIn, county: dict) -> None:
    page = text(sign_in(county["school"]), "/")
    for name in ("waiting", "late"):
        assert f"/lessons/{county['lessons'][name]}/confirm" in page


def test_the_school_sees_what_was_confirmed_through_a_link(app: Flask, sign_in: SignIn, county: dict) -> None:
    with app.app_context():
        school = make.db.session.scalars(make.db.select(make.School).filter_by(code="S2")).one()
        person = make.db.session.scalars(make.db.select(make.VicePrincipal)).first()
        start = local_now().replace(microsecond=0) - timedelta(days=2)
        lessons = [
            make_delivery.lesson(person, school, start + timedelta(hours=hour), state=LessonState.CONFIRMED)
            for hour in (0, 1)
        ]
        make_delivery.confirmation(lessons[0])
        make_delivery.confirmation(lessons[1], confirmed_by_id=county["school"])
        by_link, by_user = (lesson.id for lesson in lessons)
    page = text(sign_in(county["school"]), "/")
    assert f'/lessons/{by_link}"' in page
    assert f'/lessons/{by_user}"' not in page


def test_the_bureau_sees_what_needs_action_first(sign_in: SignIn, county: dict) -> None:
    page = text(sign_in(county["bureau"]), "/")
    assert "missing=appointed" in page
    assert "missing=hours" in page
    assert f"/lessons/{county['lessons']['waiting']}" in page


def test_the_drill_down_ends_at_the_school_that_is_missing(sign_in: SignIn, county: dict) -> None:
    client = sign_in(county["city"])
    assert "/coverage/regions/R000" in text(client, "/coverage")
    page = text(client, "/coverage/regions/R000?missing=appointed")
    assert "S3小学" in page
    assert "S1小学" not in page
    page = text(client, "/coverage/regions/R000?missing=hours")
    assert "S2小学" in page
    assert "S1小学" not in page
    assert "3-1" in text(client, "/coverage/schools/S2")


def test_another_region_is_not_there(sign_in: SignIn, county: dict) -> None:
    client = sign_in(county["elsewhere"])
    for address in ("/coverage/regions/R000", "/coverage/regions/C00", "/coverage/schools/S1"):
        assert client.get(address).status_code == 404
    assert sign_in(county["school"]).get("/coverage/schools/S1").status_code == 404
    assert sign_in(county["school"]).get("/coverage/regions/R000").status_code == 404


@pytest.mark.parametrize(
    "question",
    ["year=0", "year=abc", "year=99999", "missing=x", "page=0", "page=-1", "page=abc", "page=99", "page=" + "9" * 50],
)
def test_an_address_that_makes_no_sense_is_refused(sign_in: SignIn, county: dict, question: str) -> None:
    assert sign_in(county["bureau"]).get(f"/coverage?{question}").status_code == 404


def test_a_year_without_data_has_figures_of_nothing(sign_in: SignIn, county: dict) -> None:
    page = text(sign_in(county["bureau"]), "/coverage?year=2010")
    assert "2010–2011" in page


def test_a_school_leads_back_to_its_region_for_those_who_see_regions(sign_in: SignIn, county: dict) -> None:
    for role, leads in {"bureau": True, "admin": True, "station": False, "school": False}.items():
        assert ('href="/coverage/regions/R000?' in text(sign_in(county[role]), "/coverage/schools/S2")) is leads, role


@pytest.mark.parametrize("address", ["/regions/R000?view=schools&", "/schools/S3?"])
def test_what_was_missing_in_a_year_that_is_over_is_told_and_not_offered(
    sign_in: SignIn, county: dict, address: str
) -> None:
    this, over = (
        text(sign_in(county["bureau"]), f"/coverage{address}year={year}") for year in (THIS_YEAR, THIS_YEAR - 1)
    )
    acts = "/lessons/new[?]school|/plans/appointments/schools"
    assert "下一步" in this and re.search(acts, this)
    assert "当时还差什么" in over and not re.search(f"下一步|还需预约|请聘任|{acts}", over)


def test_on_course_a_school_is_told_what_is_planned_and_not_to_book_it_again(sign_in: SignIn, county: dict) -> None:
    for page in (
        text(sign_in(county["bureau"]), f"/coverage/{one}") for one in ("schools/S2", "regions/R000?view=schools")
    ):
        assert "尚未覆盖，但已上报或已排课：" in page and "lessons/new?school=S2" not in page


def test_a_year_that_is_over_is_told_of_as_over(sign_in: SignIn, county: dict) -> None:
    this, over = (
        text(sign_in(county["bureau"]), f"/coverage/regions/R000?year={year}") for year in (THIS_YEAR, THIS_YEAR - 1)
    )
    assert "目前 " in this and "去年同日" in this
    assert "目前 " not in over and "全年共 0，应为 " in over and "去年同日" not in over


@pytest.mark.parametrize("role", [role for role in ROLES if role != "elsewhere"])
@pytest.mark.parametrize("address", ["/", "/coverage", "/coverage/regions/R000", "/coverage/schools/S2"])
def test_a_page_takes_at_most_twelve_statements(
    sign_in: SignIn, county: dict, statements: list[str], role: str, address: str
) -> None:
    client = sign_in(county[role])
    client.get(address)
    statements.clear()
    client.get(address)
    # SQLite is told when a transaction begins; PostgreSQL needs no statement for it.
    asked = [statement for statement in statements if statement != "BEGIN"]
    assert len(asked) <= 12, "\n".join(asked)


def test_the_number_of_statements_does_not_grow_with_the_schools(
    app: Flask, sign_in: SignIn, county: dict, statements: list[str]
) -> None:
    client = sign_in(county["bureau"])
    client.get("/coverage")
    statements.clear()
    client.get("/coverage")
    few = len(statements)
    with app.app_context():
        place = make.db.session.scalars(make.db.select(make.Region).filter_by(code="R000")).one()
        for _ in range(5):
            make.school_class(make.school(place), 3, 1)
    statements.clear()
    client.get("/coverage")
    assert len(statements) == few


def test_an_empty_system_says_what_to_do(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        admin = make.user(Role.ADMIN).id
    client = sign_in(admin)
    assert "href=" in text(client, "/")
    assert text(client, "/coverage")


def test_a_school_without_classes_and_without_anybody_has_a_page(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        school = make.school(code="EMPTY", name="<script>alert(1)</script>{{7*7}}䶮")
        user = make.user(Role.SCHOOL, school).id
    client = sign_in(user)
    page = text(client, "/coverage/schools/EMPTY") + text(client, "/")
    assert "<script>alert" not in page
    assert "{{7*7}}" in page
