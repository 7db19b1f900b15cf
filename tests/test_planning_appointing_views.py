"""Appointments in the browser: a proposal, some of it applied, one by hand, its end, letters, the notice board."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Notice, Role
from course.db import db
from course.jobs import Job, run
from course.planning.appointments.jobs import PROPOSE
from course.roster.models import Appointment, School, VicePrincipal
from course.schedule.models import LessonState
from tests import make
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
LATER = TODAY + timedelta(days=900)
COUNTY = "/plans/appointments/regions/R000"


@dataclass
class World:
    """A county with three schools, of which one is served, and three people; and another county."""

    users: dict[str, int]
    served: int


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context():
        province = make.region("P0", level="province", name="示例省")
        home, foreign = (make.region(code, parent=province, name=f"{code}县") for code in ("R000", "R001"))
        make.term(name="now", start=TODAY - timedelta(days=60), end=TODAY + timedelta(days=60))
        station = make.station(home, name="城关派出所", lat=43.0, lon=128.0)
        schools = [make.school(home, code=f"S{n}", name=f"第{n}小学", lat=43.0 + n / 100, lon=128.0) for n in (1, 2, 3)]
        people = [make.vice_principal(station, code=f"V{n}", name=f"王{n}") for n in (1, 2, 3)]
        served = make.appointment(people[0], schools[0], start=TODAY - timedelta(days=99), end=LATER).id
        there = make.school(foreign, code="S9")
        make.vice_principal(make.station(foreign), code="V9")
        users = {
            "admin": make.user(Role.ADMIN).id,
            "bureau": make.user(Role.BUREAU, home).id,
            "province": make.user(Role.BUREAU, province).id,
            "foreign_bureau": make.user(Role.BUREAU, foreign).id,
            "school": make.user(Role.SCHOOL, schools[1]).id,
            "foreign_school": make.user(Role.SCHOOL, there).id,
            "person": make.user(Role.VICE_PRINCIPAL, people[0]).id,
            "station": make.user(Role.STATION, station).id,
        }
        return World(users, served)


def propose(app: Flask, client: FlaskClient) -> str:
    """Ask for a proposal and let the worker make it; where it is applied."""
    assert client.post(COUNTY).status_code == 303
    with app.app_context():
        number = db.session.scalar(sa.select(sa.func.max(Job.id)).where(Job.kind == PROPOSE))
        run(number)
        db.session.remove()
    return f"/plans/appointments/proposals/{number}"


def serving(app: Flask) -> set[tuple[str, str]]:
    """Who serves which school, by codes."""
    with app.app_context():
        pairs = sa.select(VicePrincipal.code, School.code).join(
            Appointment, Appointment.vice_principal_id == VicePrincipal.id
        )
        found = {tuple(row) for row in db.session.execute(pairs.join(School, School.id == Appointment.school_id))}
        db.session.remove()
        return found


def count(app: Flask, model: type) -> int:
    with app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(model))
        db.session.remove()
        return found


@both_databases
def test_a_proposal_is_made_and_applied(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["bureau"])
    assert f'action="{COUNTY}"' in client.get(COUNTY).text
    address = propose(app, client)
    assert client.get(COUNTY).text.count('name="line"') == 2
    answer = client.post(address, data={"line": ["0", "1"], "changed": "0", "which": "chosen"})
    assert answer.status_code == 303
    assert {school for _, school in serving(app)} == {"S1", "S2", "S3"}
    with app.app_context():
        rows = list(db.session.scalars(sa.select(Appointment).where(Appointment.id != world.served)))
        assert {row.start for row in rows} == {TODAY}
        assert all(f"{row.end:%m-%d}" == "08-31" and row.end > TODAY + timedelta(days=800) for row in rows)
        assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "appointment.made")) == 2
        told = sa.select(Notice.user_id).where(Notice.kind == "appointment.made")
        assert set(db.session.scalars(told)) == {world.users["school"]}
    assert client.get(COUNTY).text.count('name="line"') == 0


def test_some_lines_are_applied_and_the_others_wait(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["province"])
    address = propose(app, client)
    assert client.post(address, data={"line": "0", "changed": "0"}).status_code == 303
    assert len(serving(app)) == 2
    assert client.get(COUNTY).text.count('name="line"') == 1
    assert client.post(address, data={"line": "0", "changed": "0"}).status_code == 422
    assert client.post(address, data={"which": "all", "changed": "0"}).status_code == 303
    assert len(serving(app)) == 3


@pytest.mark.parametrize("form", [{"line": ["0", "1"]}, {"which": "all"}])
def test_what_has_changed_meanwhile_is_listed_and_nothing_is_made(
    app: Flask, world: World, sign_in: SignIn, form: dict
) -> None:
    client = sign_in(world.users["bureau"])
    address = propose(app, client)
    with app.app_context():
        school = db.session.scalar(sa.select(School).where(School.code == "S2"))
        person = db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code == "V1"))
        make.appointment(person, school, start=TODAY, end=LATER)
    before = serving(app)
    answer = client.post(address, data={"changed": "0", **form})
    assert answer.status_code == 422
    assert "第2小学" in answer.text.partition("error-summary")[2][:900]
    assert serving(app) == before
    assert client.get(COUNTY).text.count('name="line"') == 1


@pytest.mark.parametrize(
    "form", [{}, {"line": "x", "changed": "0"}, {"line": "99", "changed": "0"}, {"line": "0", "changed": "-1"}]
)
def test_a_hostile_choice_is_refused(app: Flask, world: World, sign_in: SignIn, form: dict) -> None:
    client = sign_in(world.users["bureau"])
    address, before = propose(app, client), serving(app)
    assert client.post(address, data=form).status_code == 422
    assert serving(app) == before


def test_a_proposal_that_is_being_made_is_waited_for(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["bureau"])
    client.post(COUNTY)
    client.post(COUNTY)
    assert count(app, Job) == 1
    assert client.get(COUNTY).headers["Refresh"] == "2"


def by_hand(person: str, **more: str) -> dict[str, str]:
    return {"person": person, "start": TODAY.isoformat(), "end": LATER.isoformat(), **more}


def test_somebody_is_appointed_by_hand(app: Flask, world: World, sign_in: SignIn) -> None:
    client, page = sign_in(world.users["bureau"]), "/plans/appointments/schools/S2"
    shown = client.get(page).text
    assert "王2" in shown
    assert set(re.findall(r'name="person"[^>]*type="(\w+)"|type="(\w+)" name="person"', shown)) == {("", "radio")}
    assert client.post(page, data=by_hand("V2")).status_code == 303
    assert ("V2", "S2") in serving(app)
    again = client.post(page, data=by_hand("V2"))
    assert again.status_code == 422 and len(serving(app)) == 2
    assert "王2" not in client.get(f"{page}?word=V1").text.partition("person-1")[2]


def test_a_third_school_needs_a_reason_which_is_kept(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["bureau"])
    client.post("/plans/appointments/schools/S2", data=by_hand("V1"))
    third = "/plans/appointments/schools/S3"
    answer = client.post(third, data=by_hand("V1"))
    assert answer.status_code == 422 and "3" in answer.text.partition("error-summary")[2][:600]
    assert ("V1", "S3") not in serving(app)
    assert client.post(third, data=by_hand("V1", reason="偏远，只有他会朝鲜语")).status_code == 303
    with app.app_context():
        rows = db.session.scalars(sa.select(Appointment.reason).order_by(Appointment.id)).all()
        assert rows == ["", "", "偏远，只有他会朝鲜语"]


@pytest.mark.parametrize(
    "form",
    [
        {},
        by_hand("V9"),
        by_hand("nobody\x00"),
        by_hand("V2", start="0001-01-01"),
        by_hand("V2", end="9999-12-31"),
        by_hand("V2", end="2026-02-30"),
        by_hand("V2", end=TODAY.isoformat()),
        by_hand("V2", reason="长" * 1001),
    ],
)
def test_a_hostile_appointment_is_refused(app: Flask, world: World, sign_in: SignIn, form: dict) -> None:
    answer = sign_in(world.users["bureau"]).post("/plans/appointments/schools/S2", data=form)
    assert answer.status_code == 422
    assert len(serving(app)) == 1


def test_an_appointment_is_ended_and_the_lessons_left_are_told(app: Flask, world: World, sign_in: SignIn) -> None:
    with app.app_context():
        row = db.session.get(Appointment, world.served)
        person, school = db.session.get(VicePrincipal, row.vice_principal_id), db.session.get(School, row.school_id)
        start = make.datetime.combine(TODAY + timedelta(days=9), make.time(9))
        make.lesson(person, school, make.theme(), start, start + timedelta(minutes=40), state=LessonState.SCHEDULED)
    client = sign_in(world.users["bureau"])
    answer = client.post(f"/plans/appointments/{world.served}/end", data={"day": TODAY.isoformat(), "reason": "调动"})
    assert answer.status_code == 303
    assert "1" in client.get(answer.location).text.partition('role="status"')[2][:200]
    with app.app_context():
        assert db.session.get(Appointment, world.served).end == TODAY
        entry = db.session.scalar(sa.select(AuditEntry).where(AuditEntry.action == "appointment.ended"))
        assert entry.detail["why"] == "调动"
        assert db.session.scalar(sa.select(Notice.user_id)) == world.users["person"]


@pytest.mark.parametrize("day", ["", "0001-01-01", "x", LATER.isoformat(), (TODAY - timedelta(days=200)).isoformat()])
def test_an_impossible_last_day_is_refused(app: Flask, world: World, sign_in: SignIn, day: str) -> None:
    answer = sign_in(world.users["bureau"]).post(f"/plans/appointments/{world.served}/end", data={"day": day})
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.get(Appointment, world.served).end == LATER


def test_what_has_not_begun_is_taken_back(app: Flask, world: World, sign_in: SignIn) -> None:
    client, page = sign_in(world.users["bureau"]), "/plans/appointments/schools/S2"
    client.post(page, data=by_hand("V2", start=(TODAY + timedelta(days=30)).isoformat()))
    with app.app_context():
        number = db.session.scalar(sa.select(sa.func.max(Appointment.id)))
    assert client.post(f"/plans/appointments/{number}/end", data={"day": TODAY.isoformat()}).status_code == 303
    assert len(serving(app)) == 1


@pytest.mark.parametrize("role", ["bureau", "person", "station"])
def test_the_letter_names_person_school_and_days(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    client = sign_in(world.users[role])
    page = client.get(f"/appointments/{world.served}/letter")
    assert page.status_code == 200
    answer = client.get(f"/appointments/{world.served}/letter.docx")
    assert answer.headers["Content-Disposition"].endswith(".docx")
    text = "\n".join(line.text for line in Document(io.BytesIO(answer.data)).paragraphs)
    for word in ("王1", "第1小学", "城关派出所", f"{LATER.year}"):
        assert word in page.text and word in text


def test_the_notice_board_shows_no_telephone_number(app: Flask, world: World, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code == "V1")).phone = "13800001234"
        db.session.commit()
    for address in ("/schools/S1/board", "/schools/S1/board?phone=line"):
        page = sign_in(world.users["bureau"]).get(address).text
        assert "王1" in page and "13800001234" not in page and "1234" not in page
    assert "write-here" in page
    assert sign_in(world.users["school"]).get("/schools/S2/board").status_code == 200


OF_THE_COUNTY = (COUNTY, "/plans/appointments/schools/S1")


@pytest.mark.parametrize("role", ["foreign_bureau", "foreign_school", "school", "person", "station"])
def test_who_has_nothing_to_do_with_it_finds_nothing(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    address = propose(app, sign_in(world.users["bureau"]))
    client, before = sign_in(world.users[role]), serving(app)
    for page in OF_THE_COUNTY:
        assert client.get(page).status_code == 404
        assert client.post(page, data=by_hand("V1")).status_code == 404
    for page in (address, f"/plans/appointments/{world.served}/end"):
        assert client.post(page, data={"line": "0", "changed": "0", "day": TODAY.isoformat()}).status_code == 404
    if role.startswith("foreign") or role == "school":
        assert client.get(f"/appointments/{world.served}/letter").status_code == 404
        assert client.get("/schools/S1/board").status_code == 404
    assert serving(app) == before


def test_the_list_of_counties_counts_and_leads_on(app: Flask, world: World, sign_in: SignIn) -> None:
    assert sign_in(world.users["bureau"]).get("/plans/appointments").location.endswith("/regions/R000")
    page = sign_in(world.users["province"]).get("/plans/appointments").text
    assert "R000县" in page and "R001县" in page
    assert "R000县" not in sign_in(world.users["foreign_bureau"]).get("/plans/appointments", follow_redirects=True).text
    assert sign_in(world.users["admin"]).get("/plans/appointments").status_code == 200
    assert sign_in(world.users["province"]).get("/plans/appointments/regions/P0").status_code == 404


def test_no_school_at_all_is_an_answer(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        admin = make.user(Role.ADMIN).id
    assert sign_in(admin).get("/plans/appointments").status_code == 200


def test_vacancies_lead_to_appointing(app: Flask, world: World, sign_in: SignIn) -> None:
    bureau = sign_in(world.users["bureau"])
    assert "/plans/appointments/schools/S2" in bureau.get("/schools/S2").text
    assert "/plans/appointments" in bureau.get("/vice-principals/V2").text
    assert "/plans/appointments" not in sign_in(world.users["school"]).get("/schools/S2").text
