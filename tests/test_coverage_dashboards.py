"""The pages of a region by a real client: what they say, where their buttons lead, and that nothing breaks them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import joinedload

from course.access.models import Role
from course.coverage.map_page import MapPage, Sign
from course.coverage.measure_rules import Status
from course.coverage.models import RegionRule
from course.i18n import local_now
from course.planning.models import PartState, Plan, PlanPart
from course.roster.models import Level, Region, School, VicePrincipal
from course.schedule.models import Lesson, LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
VIEWS = ("", "schools", "themes", "map")


@pytest.fixture
def city(app: Flask) -> dict[str, Any]:
    """A city of two counties: in one a school that is covered, one at risk, one with nobody, one that closed."""
    with app.app_context():
        now = local_now().replace(microsecond=0)
        top = make.region("C00", level=Level.CITY, name="东吉市")
        here, there = make.region("R000", parent=top), make.region("R001", parent=top)
        person = make.vice_principal(make.station(here))
        spots = {"lat": 42.9, "lon": 125.1}
        full, poor, alone = (make.school(here, code=f"S{n}", name=f"第{n}小学", **spots) for n in (1, 2, 3))
        make.school(here, code="S4", name="已撤小学", closed_on=now.date() - timedelta(days=9))
        make.school(there, code="S5", name="无班小学")
        make.school(top, code="S6", name="市直小学")
        for school in (full, poor):
            make.appointment(person, school, end=now.date() + timedelta(days=30))
        before = make.vice_principal(make.station(there))
        make.appointment(before, alone, start=date(2023, 9, 1), end=now.date() - timedelta(days=12))
        classes = {school: make.school_class(school, 3, 1) for school in (full, poor, alone)}
        theme = make.theme("T02", name="防范校园欺凌")
        make.term(start=now.date() - timedelta(days=60), end=now.date() + timedelta(days=60))
        done = make_delivery.lesson(
            person,
            full,
            now - timedelta(days=2),
            (classes[full],),
            state=LessonState.CONFIRMED,
            minutes=160,
            theme=theme,
        )
        make_delivery.confirmation(done, (classes[full],), minutes=160, confirmed_at=make.NOW)
        return {
            "county": make.user(Role.BUREAU, here).id,
            "city": make.user(Role.BUREAU, top).id,
            "admin": make.user(Role.ADMIN).id,
            "station": make.user(Role.STATION, make.db.session.get(make.Station, person.station_id)).id,
        }


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    page = answer.get_data(as_text=True)
    assert not re.search(r">\s*(nan|inf|None)\b|\bNaN\b", page), address
    return page


def codes_on(page: str) -> set[str]:
    return set(re.findall(r"/coverage/schools/(S\d)", page))


@both_databases
def test_the_first_page_names_who_is_missing_and_acts(app: Flask, sign_in: SignIn, city: dict) -> None:
    page = text(sign_in(city["county"]), "/coverage")
    assert "/plans/appointments/schools/S3" in page
    assert "空缺 12 天" in page
    assert "/lessons/new?school=S2" in page
    assert re.search(r"课时 0 / \d.*已覆盖班级 0 / \d", page, re.DOTALL), "what is short of a school at risk"
    assert not re.search(r"[/=>]S4\b", page)
    assert 'href="/plans/appointments/ending?region=' in page
    for status, number in (("covered", 1), ("at_risk", 1), ("not_covered", 1)):
        assert re.search(rf"status={status}[^>]*>.*?<strong>{number}</strong>", page, re.DOTALL), status
    assert 'class="trend-line"' in page


def test_a_school_at_risk_is_named_with_what_it_lacks_only(app: Flask, sign_in: SignIn, city: dict) -> None:
    with app.app_context():
        poor = make.db.session.scalars(sa.select(School).where(School.code == "S2")).one()
        given = make.db.session.scalars(
            sa.select(Lesson).options(joinedload(Lesson.vice_principal), joinedload(Lesson.theme))
        ).one()
        row = make.school_class(poor, 3, 2)
        start = given.start - timedelta(days=1)
        done = make_delivery.lesson(
            given.vice_principal, poor, start, (row,), state=LessonState.CONFIRMED, minutes=160, theme=given.theme
        )
        make_delivery.confirmation(done, (row,), minutes=160, confirmed_at=make.NOW)
    page = text(sign_in(city["county"]), "/coverage")
    acting = page[page.index("需要处理") :]
    line = re.search(r"第2小学</a>(.*?)</li>", acting, re.DOTALL)
    assert line and "已覆盖班级 1 / 2" in line[1] and "课时" not in line[1]


def test_each_number_leads_to_the_schools_that_it_counts(sign_in: SignIn, city: dict) -> None:
    client = sign_in(city["county"])
    for question, expected in (
        ("status=covered", {"S1"}),
        ("status=at_risk", {"S2"}),
        ("status=not_covered", {"S3"}),
        ("missing=appointed&sort=vacant", {"S3"}),
        ("missing=hours", {"S2", "S3"}),
        ("stage=junior", set()),
        ("status=at_risk&stage=primary&missing=any", {"S2"}),
    ):
        assert codes_on(text(client, f"/coverage?view=schools&{question}")) == expected, question


def test_a_city_compares_its_counties_and_names_its_own_schools(sign_in: SignIn, city: dict) -> None:
    client = sign_in(city["city"])
    page = text(client, "/coverage")
    assert page.index("/coverage/regions/R000") < page.index("/coverage/regions/R001")
    assert "direct=1" in page
    assert codes_on(text(client, "/coverage/regions/C00?view=schools&direct=1")) == {"S6"}
    assert codes_on(text(client, "/coverage?view=schools")) == {"S1", "S2", "S3", "S5", "S6"}
    for sort in ("name", "vacant", "hours", "classes"):
        assert "R001" in text(client, f"/coverage?sort={sort}")


def test_the_map_names_the_schools_where_their_names_can_be_read(sign_in: SignIn, city: dict) -> None:
    signs = re.findall(
        r'<a class="place( clear)?" href="/coverage/schools/(S\d)', text(sign_in(city["county"]), "/coverage?view=map")
    )
    assert [code for clear, code in signs if clear] == ["S3"], "all lie on one spot; what stands worst keeps its name"
    assert {code for _, code in signs} == {"S1", "S2", "S3"}


def test_the_heat_map_shows_what_is_required(app: Flask, sign_in: SignIn, city: dict) -> None:
    with app.app_context():
        rule = RegionRule(region_path="C00/R000", required_themes=("primary_high:T02",), changed_at=make.LONG_AGO)
        make.save(rule)
    page = text(sign_in(city["county"]), "/coverage?view=themes")
    row = re.search(r"防范校园欺凌</th>(.*?)</tr>", page, re.DOTALL)
    assert row
    cells = re.findall(r'<td class="([^"]*)">', row[1])
    assert cells[1].startswith("heat-2")
    assert "<strong>1</strong><span> / 3</span>" in row[1]
    drawn = re.search(r'<svg viewBox="-2 0 [^>]*aria-labelledby="heat-title heat-text">(.*?)</svg>', page, re.DOTALL)
    assert drawn and "<title" in drawn[1] and "防范校园欺凌 1" in drawn[1], "what a screen reader says"
    assert re.search(r'class="heat-field heat-2 heat-required"[^>]*/><text[^>]*>1 / 3</text>', drawn[1])
    assert page.index("heat-map") < page.index('<details class="behind">') < page.index('class="heat"')


def test_a_map_has_a_sign_for_each_place(sign_in: SignIn, city: dict) -> None:
    page = text(sign_in(city["county"]), "/coverage?view=map")
    assert len(re.findall(r'class="place(?: clear)?"', page)) == 3
    assert page.count('class="mark mark-not_covered"') >= 2
    page = text(sign_in(city["city"]), "/coverage?view=map")
    assert page.count('class="place named"') == 1
    assert "/coverage/regions/R001" in page


def test_schools_that_lie_in_a_city_itself_have_a_sign_on_its_map(app: Flask, sign_in: SignIn, city: dict) -> None:
    own = '/coverage/regions/C00?[^"]*direct=1'
    before = text(sign_in(city["city"]), "/coverage?view=map")
    assert len(re.findall(own, before)) == 1 and "东吉市直属学校" in before, "in the table, for it has no coordinates"
    with app.app_context():
        make.db.session.execute(sa.update(School).where(School.code == "S6").values(lat=42.8, lon=125.2))
        make.db.session.commit()
    after = text(sign_in(city["city"]), "/coverage?view=map")
    assert len(re.findall(own, after)) == 2 and after.count('class="place named"') == 2
    assert codes_on(text(sign_in(city["city"]), "/coverage/regions/C00?view=map&direct=1")) == {"S6"}


@both_databases
def test_the_plan_says_how_many_classes_are_within_reach(app: Flask, sign_in: SignIn, city: dict) -> None:
    with app.app_context():
        place = make.db.session.scalars(make.db.select(make.Region).filter_by(code="R000")).one()
        term = make.db.session.scalars(make.db.select(make.Term)).first()
        for number, (state, bound) in enumerate([("published", 1), ("published", 2), ("draft", 3)]):
            plan = make.save(Plan(term_id=term.id, region_id=place.id, region_path=place.path, created_at=make.NOW))
            part = PlanPart(plan_id=plan.id, term_id=term.id, region_id=place.id, region_path=place.path)
            part.state, part.figures = PartState(state), {"classes": 3, "classes_bound": bound}
            part.published_at = make.NOW + timedelta(days=number)
            make.save(part)
    assert "<strong>2</strong> / 3" in text(sign_in(city["county"]), "/coverage?view=themes")


@pytest.mark.parametrize("role", ["county", "city", "admin"])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("year", ["", "2010", "2030", "2100"])
def test_every_view_of_every_year_is_a_page(sign_in: SignIn, city: dict, role: str, view: str, year: str) -> None:
    text(sign_in(city[role]), f"/coverage?view={view}&year={year}")


@pytest.mark.parametrize("place", ["empty", "without_classes", "many_roots"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_place_with_next_to_nothing_has_its_pages(app: Flask, sign_in: SignIn, place: str, view: str) -> None:
    with app.app_context():
        region = make.region("R900")
        if place == "without_classes":
            make.school(region)
        user = make.user(Role.ADMIN if place == "many_roots" else Role.BUREAU, region).id
        if place == "many_roots":
            make.school(make.region("R901", level=Level.PROVINCE))
    text(sign_in(user), f"/coverage?view={view}")


@pytest.mark.parametrize(
    "question",
    [
        "view=x",
        "status=x",
        "stage=x",
        "sort=x",
        "view=map&page=2",
        "status=covered&page=2",
        "sort=vacant'--",
        "view=%00",
    ],
)
def test_an_address_that_makes_no_sense_is_refused(sign_in: SignIn, city: dict, question: str) -> None:
    assert sign_in(city["county"]).get(f"/coverage?{question}").status_code == 404


def test_a_station_sees_the_schools_of_its_people(sign_in: SignIn, city: dict) -> None:
    client = sign_in(city["station"])
    assert codes_on(text(client, "/coverage")) == {"S1", "S2"}
    assert codes_on(text(client, "/coverage?status=at_risk")) == {"S2"}
    assert client.get("/coverage/regions/R000").status_code == 404


def test_a_school_says_how_it_stands_and_when_it_will_be_known(sign_in: SignIn, city: dict) -> None:
    client = sign_in(city["county"])
    assert "mark-at_risk" in text(client, "/coverage/schools/S2")
    page = text(client, "/coverage/schools/S3")
    assert "mark-not_covered" in page
    assert "空缺 12 天" in page


def places_told(page: str) -> int:
    """How many lines say in which county a school lies, in the list of what needs action and in that of schools."""
    return len(re.findall(r'</a>\s*<span class="muted(?: place-of)?">县R00\d', page))


@pytest.mark.parametrize("view", ["", "schools"])
def test_a_school_of_many_counties_is_named_with_its_own(app: Flask, sign_in: SignIn, city: dict, view: str) -> None:
    with app.app_context():
        for region in make.db.session.scalars(make.db.select(Region).where(Region.level == Level.COUNTY)):
            region.name = f"县{region.code}"
        make.db.session.commit()
    assert places_told(text(sign_in(city["city"]), f"/coverage?view={view}")) >= 3
    assert places_told(text(sign_in(city["county"]), f"/coverage?view={view}")) == 0


def test_the_start_page_of_a_city_names_the_county_of_a_school(app: Flask, sign_in: SignIn, city: dict) -> None:
    with app.app_context():
        make.db.session.scalars(make.db.select(Region).where(Region.code == "R000")).one().name = "县R000"
        make.db.session.commit()
    assert places_told(text(sign_in(city["city"]), "/")) == 1
    assert places_told(text(sign_in(city["county"]), "/")) == 0


def test_what_waits_in_a_region_leads_to_its_lessons(app: Flask, sign_in: SignIn, city: dict) -> None:
    with app.app_context():
        school = make.db.session.scalars(make.db.select(School).where(School.code == "S1")).one()
        person = make.db.session.scalars(make.db.select(VicePrincipal)).first()
        start = local_now().replace(microsecond=0) + timedelta(days=3)
        make_delivery.lesson(person, school, start, state=LessonState.REQUESTED)
    page = text(sign_in(city["city"]), "/coverage/regions/R000")
    assert "/lessons?state=requested&amp;region=R000" in page
    assert "/lessons?" not in text(sign_in(city["city"]), "/coverage/regions/R001")


@pytest.mark.parametrize("role", ["county", "city", "admin"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_takes_at_most_twelve_statements(
    sign_in: SignIn, city: dict, statements: list[str], role: str, view: str
) -> None:
    client = sign_in(city[role])
    client.get(f"/coverage?view={view}")
    statements.clear()
    client.get(f"/coverage?view={view}")
    asked = [statement for statement in statements if statement != "BEGIN"]
    assert len(asked) <= 12, "\n".join(asked)


def test_a_school_with_one_class_is_merged_and_counts_no_more(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        region = make.region("R800")
        gone, next_one = make.school(region, code="S1", name="旧校"), make.school(region, code="S2", name="新校")
        row = make.school_class(gone, 3, 1)
        person = make.vice_principal(make.station(region))
        for school in (gone, next_one):
            make.appointment(person, school)
        gone.closed_on, gone.successor_id, row.school_id = local_now().date(), next_one.id, next_one.id
        make.db.session.commit()
        user = make.user(Role.BUREAU, region).id
    client = sign_in(user)
    assert codes_on(text(client, "/coverage?view=schools")) == {"S2"}
    assert "<strong>0</strong> / 1 " in text(client, "/coverage")
    assert text(client, "/coverage/schools/S1")


@pytest.mark.parametrize(("shown", "trend"), [("", True), ("2100", False)])
def test_a_year_to_come_has_no_line_yet(sign_in: SignIn, city: dict, shown: str, trend: bool) -> None:
    page = text(sign_in(city["county"]), f"/coverage?year={shown}")
    assert ('class="trend-line"' in page) is trend
    assert 'class="trend-pace"' in page


def test_regions_that_stand_alike_come_in_the_order_of_the_ledger() -> None:
    alike = [Sign(name, "", Status.AT_RISK) for name in ("云南省", "上海市", "北京市")]
    page = MapPage(None, None, [Sign("天津市", "", Status.COVERED), *alike], [], of_regions=True)  # type: ignore[arg-type]
    assert [one.name for one in page.everything] == ["云南省", "上海市", "北京市", "天津市"]
