"""The duties beside teaching: rules in tables, the pages by a real client, hazards from found to mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice, Role
from course.cases.telling import telling_words, without_telling_words
from course.db import db
from course.delivery.models import Duty, DutyRecord
from course.duties import rules
from course.duties.rules import Said
from course.i18n import local_now
from tests import make, make_delivery

SignIn = Callable[[int], FlaskClient]
TODAY = date(2026, 11, 26)


def said(**given: Any) -> Said:
    return Said(**{"school_id": 1, "duty": Duty.SAFETY, "done_on": TODAY, "note": "检查消防栓", **given})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, set()),
        ({"done_on": TODAY + timedelta(days=1)}, {"day_is_possible"}),
        ({"done_on": TODAY - timedelta(days=366)}, set()),
        ({"done_on": TODAY - timedelta(days=367)}, {"day_is_possible"}),
        ({"note": ""}, {"note_is_given"}),
        ({"school_id": 2}, {"school_is_served"}),
        ({"unit": "总务处"}, {"hazard_is_whole"}),
        ({"due_on": TODAY}, {"hazard_is_whole"}),
        ({"unit": "总务处", "due_on": TODAY}, set()),
        ({"unit": "总务处", "due_on": TODAY - timedelta(days=1)}, {"due_day_is_possible"}),
        ({"unit": "总务处", "due_on": TODAY + timedelta(days=367)}, {"due_day_is_possible"}),
    ],
)
def test_what_a_line_must_say(given: dict, expected: set[str]) -> None:
    found = rules.said_is_possible(said(**given), {1}, TODAY)
    assert {problem.rule for problem in found if problem} == expected


@pytest.mark.parametrize(
    ("due", "closed", "expected"),
    [
        (None, None, False),
        (TODAY, None, False),
        (TODAY - timedelta(days=1), None, True),
        (TODAY - timedelta(days=1), TODAY, False),
    ],
)
def test_a_hazard_is_overdue_from_the_day_after(due: date | None, closed: date | None, expected: bool) -> None:
    assert rules.is_overdue(due, closed, TODAY) is expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("与初一学生李强谈话，电话13800000000", True),
        ("学生王建国在校门口打架", True),
        ("与学生李强谈话", True),
        ("对全校学生开展防欺凌教育", False),
        ("与总务处检查消防栓，发现两处压力不足", False),
        ("参加学校欺凌治理委员会会议", False),
        ("与李老师一起家访一名七年级学生", False),
    ],
)
def test_a_note_that_names_somebody_is_asked_about(text: str, named: bool) -> None:
    assert bool(telling_words(text)) is named
    assert telling_words(without_telling_words(text)) == []


@pytest.fixture
def place(app: Flask) -> dict[str, Any]:
    with app.app_context():
        county = make.region("R000")
        school, second, other = (make.school(county, code=code, name=f"{code}小学") for code in ("S1", "S2", "S3"))
        station = make.station(county)
        person, colleague = make.vice_principal(station, code="VP1", name="王立新"), make.vice_principal(station)
        for row in (school, second):
            make.appointment(person, row)
        make.appointment(colleague, school)
        return {
            "today": local_now().date(),
            "schools": (school.id, second.id, other.id),
            "vice_principal": make.user(Role.VICE_PRINCIPAL, person).id,
            "colleague": make.user(Role.VICE_PRINCIPAL, colleague).id,
            "school": make.user(Role.SCHOOL, school).id,
            "other": make.user(Role.SCHOOL, other).id,
            "station": make.user(Role.STATION, station).id,
            "bureau": make.user(Role.BUREAU, county).id,
            "elsewhere": make.user(Role.BUREAU, make.region("R009")).id,
            "admin": make.user(Role.ADMIN).id,
        }


def line(place: dict, **given: str) -> dict[str, str]:
    return {
        "duty": "safety",
        "school": str(place["schools"][0]),
        "done_on": place["today"].isoformat(),
        "note": "检查消防栓",
        **given,
    }


def hazard(place: dict, **given: str) -> dict[str, str]:
    return line(place, unit="总务处", due_on=(place["today"] + timedelta(days=3)).isoformat(), **given)


def records(app: Flask) -> list[DutyRecord]:
    with app.app_context():
        return list(db.session.scalars(sa.select(DutyRecord).order_by(DutyRecord.id)))


def test_one_line_is_written_down_corrected_removed_and_brought_back(
    app: Flask, sign_in: SignIn, place: dict[str, Any]
) -> None:
    client = sign_in(place["vice_principal"])
    assert "S1小学" in client.get("/duties/new").get_data(as_text=True)
    assert client.post("/duties/new", data=line(place)).status_code == 303
    (row,) = records(app)
    assert (row.duty, row.note, row.region_path) == (Duty.SAFETY, "检查消防栓", "R000")
    changed = line(place, note="检查消防通道", duty="governance", school=str(place["schools"][1]))
    assert client.post(f"/duties/{row.id}", data=changed).status_code == 303
    (row,) = records(app)
    assert (row.duty, row.note, row.school_id) == (Duty.GOVERNANCE, "检查消防通道", place["schools"][1])
    assert client.post(f"/duties/{row.id}/remove").status_code == 303
    assert records(app) == []
    assert "/duties/undo" in client.get("/duties").get_data(as_text=True)
    assert client.post("/duties/undo").status_code == 303
    (row,) = records(app)
    assert (row.note, row.duty) == ("检查消防通道", Duty.GOVERNANCE)
    assert "/duties/undo" not in client.get("/duties").get_data(as_text=True)
    client.post("/duties/undo")
    assert len(records(app)) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"duty": "teaching"},
        {"duty": ""},
        {"school": ""},
        {"school": "x"},
        {"school": "99999999999999999999"},
        {"done_on": "2026-02-30"},
        {"done_on": ""},
        {"note": " "},
        {"note": "字" * 201},
        {"unit": "总务处"},
        {"due_on": "0001-01-01"},
        {"unit": "总务处", "due_on": "9999-12-31"},
        {"note": "与学生李强谈话"},
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(
    app: Flask, sign_in: SignIn, place: dict[str, Any], given: dict[str, str]
) -> None:
    answer = sign_in(place["vice_principal"]).post("/duties/new", data=line(place, **given))
    assert answer.status_code == 422
    assert "error-summary" in answer.get_data(as_text=True)
    assert records(app) == []


def test_a_school_that_is_not_served_is_refused(app: Flask, sign_in: SignIn, place: dict[str, Any]) -> None:
    foreign = line(place, school=str(place["schools"][2]))
    assert sign_in(place["vice_principal"]).post("/duties/new", data=foreign).status_code == 422
    assert records(app) == []


def test_the_writer_may_say_that_nobody_is_named(app: Flask, sign_in: SignIn, place: dict[str, Any]) -> None:
    client, note = sign_in(place["vice_principal"]), "与学生李强谈话"
    page = client.post("/duties/new", data=line(place, note=note)).get_data(as_text=True)
    assert "李强" in page
    assert 'name="agreed"' in page
    assert client.post("/duties/new", data=line(place, note=note, agreed="y")).status_code == 303
    assert len(records(app)) == 1


def test_a_hazard_stays_open_until_the_school_closes_it(app: Flask, sign_in: SignIn, place: dict[str, Any]) -> None:
    sign_in(place["vice_principal"]).post("/duties/new", data=hazard(place))
    (row,) = records(app)
    for role in ("vice_principal", "school", "bureau", "station", "admin"):
        assert "总务处" in sign_in(place[role]).get("/").get_data(as_text=True), role
    for role in ("colleague", "other", "elsewhere"):
        assert "总务处" not in sign_in(place[role]).get("/").get_data(as_text=True), role
        assert sign_in(place[role]).post(f"/duties/{row.id}/close", data={"note": "x"}).status_code == 404
    school = sign_in(place["school"])
    assert school.post(f"/duties/{row.id}/close", data={"note": ""}).status_code == 422
    assert school.post(f"/duties/{row.id}/close", data={"note": "已换新"}).status_code == 303
    assert "总务处" not in school.get("/").get_data(as_text=True)
    assert school.post(f"/duties/{row.id}/close", data={"note": "再来"}).status_code == 422
    (row,) = records(app)
    assert (row.closing_note, row.closed_on) == ("已换新", place["today"])
    assert sign_in(place["bureau"]).post(f"/duties/{row.id}/reopen").status_code == 303
    assert records(app)[0].closed_on is None
    with app.app_context():
        told = db.session.execute(sa.select(Notice.user_id, Notice.kind).order_by(Notice.id)).all()
    assert told == [(place["school"], "hazard_found"), (place["vice_principal"], "hazard_closed")]
    assert "总务处" in school.get("/notices").get_data(as_text=True)
    assert "已换新" in sign_in(place["vice_principal"]).get("/notices").get_data(as_text=True)


def test_an_overdue_hazard_is_marked(app: Flask, sign_in: SignIn, place: dict[str, Any]) -> None:
    with app.app_context():
        person = db.session.scalars(sa.select(make.VicePrincipal).filter_by(code="VP1")).one()
        school = db.session.get(make.School, place["schools"][0])
        today = place["today"]
        late = {"unit": "总务处", "due_on": today - timedelta(days=1), "done_on": today - timedelta(days=9)}
        make_delivery.duty(person, school, **late)
        make_delivery.duty(person, school, **{**late, "due_on": today})
    for role in ("bureau", "school", "vice_principal"):
        assert sign_in(place[role]).get("/").get_data(as_text=True).count('class="state state-failed"') == 2, role


def test_a_colleague_sees_and_changes_nothing(app: Flask, sign_in: SignIn, place: dict[str, Any]) -> None:
    sign_in(place["vice_principal"]).post("/duties/new", data=line(place, note="只给自己看"))
    (row,) = records(app)
    client = sign_in(place["colleague"])
    assert "只给自己看" not in client.get("/duties").get_data(as_text=True)
    for address in (f"/duties/{row.id}", f"/duties/{row.id}/remove"):
        assert client.post(address, data=line(place)).status_code == 404
    assert client.get("/duties?person=VP1").status_code == 404
    assert "只给自己看" in sign_in(place["school"]).get("/duties").get_data(as_text=True)
    assert "只给自己看" not in sign_in(place["other"]).get("/duties").get_data(as_text=True)


def test_the_list_is_filtered_and_the_person_page_counts(app: Flask, sign_in: SignIn, place: dict[str, Any]) -> None:
    client = sign_in(place["vice_principal"])
    for kind, note in (("safety", "看通道"), ("safety", "看大门"), ("protection", "参加会议")):
        client.post("/duties/new", data=line(place, duty=kind, note=note))
    page = client.get("/duties?kind=protection").get_data(as_text=True)
    assert "参加会议" in page
    assert "看大门" not in page
    assert "看大门" not in client.get("/duties?hazards=open").get_data(as_text=True)
    page = sign_in(place["bureau"]).get("/vice-principals/VP1").get_data(as_text=True)
    assert 'kind=safety&amp;person=VP1">2</a>' in page
    assert 'kind=protection&amp;person=VP1">1</a>' in page
