"""The pages of a region's rules: who may change what, what a change leaves behind, what is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Role
from course.coverage.models import RegionRule
from course.coverage.region_rules import actions, queries
from course.db import db
from course.i18n import local_now
from course.roster.models import Level, Region, School, Theme
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
ASKED = {"hours": "6", "required": ["junior:T07", "primary_low:T01"], "vacancy_days": "20", "confirmation_days": "2"}


@pytest.fixture
def users(app: Flask) -> dict[str, int]:
    """A province with a city and a county, a bureau for each of the two lower, a school, and two themes."""
    with app.app_context():
        province = make.region("P0", level=Level.PROVINCE, name="示例省")
        city = make.region("C00", parent=province, level=Level.CITY, name="东吉市")
        county = make.region("R000", parent=city, name="东吉县")
        make.region("R001", parent=city, name="西吉县")
        make.theme("T01", name="宪法")
        make.theme("T07", name="禁毒教育", stages=("junior", "senior"))
        people = {"city": city, "county": county}
        found = {name: make.user(Role.BUREAU, place).id for name, place in people.items()}
        return {**found, "school": make.user(Role.SCHOOL, make.school(county)).id}


def send(client: FlaskClient, code: str, **changed: object) -> tuple[int, str]:
    answer = client.post(f"/coverage/regions/{code}/rules/change", data={**ASKED, **changed}, follow_redirects=True)
    return answer.status_code, answer.text


@both_databases
def test_a_city_asks_and_its_county_adds(app: Flask, users: dict[str, int], sign_in: SignIn) -> None:
    assert send(sign_in(users["city"]), "C00")[0] == 200
    county = sign_in(users["county"])
    text = county.get("/coverage/rules").text
    assert "禁毒教育" in text and "<strong>6</strong>" in text and "由上级地区规定" in text
    assert send(county, "R000", hours="", required=["senior:T07"], vacancy_days="10")[0] == 200
    with app.app_context():
        held = queries.rules_of(["P0/C00", "P0/C00/R000", "P0/C00/R001"])
    assert held["P0/C00/R001"] == held["P0/C00"]
    county_rule = held["P0/C00/R000"]
    assert (county_rule.hours, county_rule.vacancy_days, county_rule.confirmation_days) == (6, 10, 2)
    assert county_rule.required["senior"] == county_rule.required["junior"] == {"T07"}
    assert county_rule.required["primary_low"] == {"T01"}


def test_what_stood_there_before_is_kept_and_shown(app: Flask, users: dict[str, int], sign_in: SignIn) -> None:
    city = sign_in(users["city"])
    send(city, "C00")
    send(city, "C00", hours="8", required=[])
    send(city, "C00", hours="8", required=[])
    with app.app_context():
        row = db.session.get(RegionRule, "P0/C00")
        assert [one["hours"] for one in row.history] == ["6"]
        assert row.history[0]["required"] == ["primary_low:T01", "junior:T07"]
        assert row.history[0]["since"] < row.history[0]["until"] == row.changed_at.isoformat()
        details = db.session.scalars(sa.select(AuditEntry.detail).where(AuditEntry.action == "rule.change")).all()
    assert details[1] == {"hours": ["6", "8"], "required": [["primary_low:T01", "junior:T07"], []]}
    text = city.get("/coverage/regions/C00/rules").text
    assert "6 课时" in text and "初中阶段：禁毒教育" in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"hours": "3"}, "请填不少于这个数"),
        ({"hours": "NaN"}, "如 4 或 4.5"),
        ({"hours": "1e2"}, "如 4 或 4.5"),
        ({"hours": "101"}, "如 4 或 4.5"),
        ({"hours": "-4"}, "如 4 或 4.5"),
        ({"vacancy_days": "0"}, "1 到 365 天"),
        ({"vacancy_days": "366"}, "1 到 365 天"),
        ({"vacancy_days": ""}, "请填整数"),
        ({"confirmation_days": "61"}, "1 到 60 天"),
        ({"required": ["primary_low:T07"]}, "field-error"),
        ({"required": ["senior:T99"]}, "field-error"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    app: Flask, users: dict[str, int], sign_in: SignIn, changed: dict, said: str
) -> None:
    status, text = send(sign_in(users["city"]), "C00", **changed)
    assert status == 422
    assert said in text
    with app.app_context():
        assert db.session.get(RegionRule, "P0/C00") is None


def test_full_width_digits_are_as_good(app: Flask, users: dict[str, int], sign_in: SignIn) -> None:
    assert send(sign_in(users["city"]), "C00", hours="４．５", vacancy_days="２０")[0] == 200
    with app.app_context():
        assert queries.rule_of("P0/C00").hours == Decimal("4.5")


def test_a_county_has_no_more_patience_than_its_city(users: dict[str, int], sign_in: SignIn) -> None:
    send(sign_in(users["city"]), "C00")
    status, text = send(sign_in(users["county"]), "R000", vacancy_days="21", confirmation_days="3", hours="5")
    assert status == 422
    assert "上级地区规定的是 20 天" in text and "上级地区规定的是 2 天" in text and "本来就要求 6 课时" in text


def test_where_no_region_above_has_a_rule_patience_may_be_long(users: dict[str, int], sign_in: SignIn) -> None:
    assert send(sign_in(users["city"]), "C00", vacancy_days="45")[0] == 200


@pytest.mark.parametrize(("allowed", "overdue"), [("20", True), ("30", False)])
def test_a_vacancy_is_marked_when_its_region_has_no_more_patience(
    app: Flask, users: dict[str, int], sign_in: SignIn, allowed: str, overdue: bool
) -> None:
    today = date.today()
    with app.app_context():
        county = db.session.scalars(sa.select(Region).where(Region.code == "R000")).one()
        school, person = make.school(county, name="空缺小学"), make.vice_principal(make.station(county))
        make.appointment(person, school, start=today - timedelta(days=300), end=today - timedelta(days=25))
    send(sign_in(users["city"]), "C00", vacancy_days=allowed)
    for address in ("/", "/coverage"):
        line = next(one for one in sign_in(users["city"]).get(address).text.split("<li>") if "空缺小学" in one)
        assert ("已超期" in line) is overdue, address


@both_databases
def test_two_colleagues_at_once_leave_one_rule(app: Flask, users: dict[str, int], sign_in: SignIn) -> None:
    clients = [sign_in(users["city"]) for _ in range(6)]
    ready, answers = threading.Barrier(len(clients)), []

    def click(client: FlaskClient, hours: int) -> None:
        ready.wait(30)
        answers.append(client.post("/coverage/regions/C00/rules/change", data={**ASKED, "hours": str(hours)}))

    threads = [threading.Thread(target=click, args=(client, 4 + at)) for at, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {303, 422} and statuses.count(303) >= 1
    with app.app_context():
        row = db.session.scalars(sa.select(RegionRule)).one()
        assert len(row.history) == statuses.count(303) - 1


def test_nobody_changes_the_rules_of_others(app: Flask, users: dict[str, int], sign_in: SignIn) -> None:
    county = sign_in(users["county"])
    assert send(county, "C00")[0] == send(county, "R001")[0] == 404
    assert county.get("/coverage/regions/C00/rules").status_code == 404
    assert send(sign_in(users["school"]), "R000")[0] == 404
    with app.app_context():
        assert not db.session.scalars(sa.select(RegionRule)).all()


@pytest.fixture
def recounted() -> Iterator[list[tuple[str, datetime]]]:
    """The regions that somebody was asked to count anew."""
    asked: list[tuple[str, datetime]] = []

    def recount(path: str, now: datetime) -> None:
        asked.append((path, now))

    actions.AFTER_CHANGE.append(recount)
    yield asked
    actions.AFTER_CHANGE.remove(recount)


def test_whoever_keeps_figures_is_told(users: dict[str, int], sign_in: SignIn, recounted: list) -> None:
    city = sign_in(users["city"])
    send(city, "C00", hours="3")
    assert recounted == []
    send(city, "C00")
    assert [path for path, _ in recounted] == ["P0/C00"]


@both_databases
def test_what_would_change_is_said_before_it_is_saved(app: Flask, users: dict[str, int], sign_in: SignIn) -> None:
    """Two schools with 4 hours, one of which has a rule of 5 hours above it anyway; one that nobody serves."""
    with app.app_context():
        city, county = (
            db.session.scalars(sa.select(Region).where(Region.code == code)).one() for code in ("C00", "R001")
        )
        db.session.add(RegionRule(region_path=county.path, hours=Decimal(5), changed_at=make.LONG_AGO))
        db.session.commit()
        person, now = make.vice_principal(make.station(city)), local_now()
        for ago, place in enumerate((city, county), start=1):
            school = make.school(place)
            class_row = make.school_class(school, 3, 1)
            make.appointment(person, school)
            start, taught = now - timedelta(days=ago), LessonState.CONFIRMED
            lesson = make_delivery.lesson(person, school, start, [class_row], state=taught)
            make_delivery.confirmation(lesson, [class_row], minutes=200)
    client = sign_in(users["city"])
    text = send(client, "C00", hours="5", preview="1", required=[])[1]
    assert "全部 3 所学校情况不变" in text
    text = send(client, "C00", hours="6", preview="1")[1]
    assert "2 所学校：已覆盖 → 有风险" in text and "2 → 0" in text and "新要求：宪法，小学低年级。" in text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(RegionRule)) == 1, "nothing is saved"
    status, text = send(client, "C00", hours="3", preview="1")
    assert status == 422 and "请填不少于这个数" in text
    assert sign_in(users["school"]).post("/coverage/regions/C00/rules/change", data={"preview": "1"}).status_code == 404


def test_too_many_schools_are_not_counted_at_once(
    app: Flask, users: dict[str, int], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.coverage.region_rules.preview.MOST_COUNTED", 0)
    assert "在后台" in send(sign_in(users["city"]), "C00", preview="1")[1]


@both_databases
def test_what_would_change_names_the_classes_of_each_theme(app: Flask, users: dict[str, int], sign_in: SignIn) -> None:
    """Two classes of grade 3, one of which had the theme; the county of the other may ask for it anyway."""
    with app.app_context():
        places = db.session.scalars(
            sa.select(Region).where(Region.code.in_(["C00", "R001"])).order_by(Region.code)
        ).all()
        theme = db.session.scalars(sa.select(Theme).where(Theme.code == "T01")).one()
        classes = [make.school_class(make.school(place), 3, 1) for place in places]
        person, start = make.vice_principal(make.station(places[0])), local_now() - timedelta(days=1)
        school = db.session.get_one(School, classes[0].school_id)
        lesson = make_delivery.lesson(person, school, start, (classes[0],), state=LessonState.CONFIRMED, theme=theme)
        make_delivery.confirmation(lesson, (classes[0],))
    client, asked = sign_in(users["city"]), {"hours": "", "required": ["primary_high:T01"]}
    assert "新要求：宪法，小学高年级。2 个班中 1 个班已经上过。" in send(client, "C00", preview="1", **asked)[1]
    with app.app_context():
        own = RegionRule(region_path="P0/C00/R001", required_themes=("primary_high:T01",), changed_at=make.LONG_AGO)
        db.session.add(own)
        db.session.commit()
    assert "1 个班中 1 个班已经上过。" in send(client, "C00", preview="1", **asked)[1]
    send(client, "C00", **asked)
    text = send(client, "C00", preview="1", hours="", required=[])[1]
    assert "不再要求：宪法，小学高年级（1 个班）。" in text
