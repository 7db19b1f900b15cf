"""Pages of the ledger: what each role sees, absences and blackouts, numbers shown and written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Role
from course.db import db
from course.roster.models import Absence, Blackout, Region
from tests import make

SignIn = Callable[[int], FlaskClient]
HOSTILE = "𠮷䶮 {{ 7*7 }} <script>alert(1)</script> \"'"
AHEAD = datetime.now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=30)
# The page of a person shows what many features know of them.
MOST_STATEMENTS = 13


@dataclass
class World:
    """One county with a school, a person who serves it and a user of each role; and a foreign county."""

    users: dict[str, int]
    school_id: int
    person_id: int


@pytest.fixture
def world(app: Flask) -> World:
    """A small county, and noise that must not appear."""
    with app.app_context():
        province = make.region("P0", level="province")
        home, foreign = make.region("R000", parent=province), make.region("R001", parent=province)
        station, school = make.station(home, code="PS1"), make.school(home, code="S1", name=HOSTILE)
        person = make.vice_principal(station, code="V1", name="王立新", phone="13800001234")
        make.appointment(person, school)
        make.school_class(school, grade=3, number=2)
        make.bells()
        noise_school, noise_station = make.school(foreign, code="S9"), make.station(foreign)
        noise_person = make.vice_principal(noise_station, code="V9", phone="13900009999")
        make.appointment(noise_person, noise_school)
        users = {
            "admin": make.user(Role.ADMIN).id,
            "bureau": make.user(Role.BUREAU, home).id,
            "station": make.user(Role.STATION, station).id,
            "vice_principal": make.user(Role.VICE_PRINCIPAL, person).id,
            "school": make.user(Role.SCHOOL, school).id,
            "foreign_bureau": make.user(Role.BUREAU, foreign).id,
            "foreign_school": make.user(Role.SCHOOL, noise_school).id,
            "foreign_person": make.user(Role.VICE_PRINCIPAL, noise_person).id,
        }
        return World(users, school.id, person.id)


def times(start: datetime, hours: int = 4, reason: str = "值班") -> dict[str, str]:
    end = start + timedelta(hours=hours)
    return {"start": f"{start:%Y-%m-%dT%H:%M}", "end": f"{end:%Y-%m-%dT%H:%M}", "reason": reason}


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


INSIDERS = ("admin", "bureau", "station", "vice_principal", "school")
OUTSIDERS = ("foreign_bureau", "foreign_school", "foreign_person")


@pytest.mark.parametrize("role", INSIDERS)
def test_those_concerned_see_the_school_and_its_person(sign_in: SignIn, world: World, role: str) -> None:
    client = sign_in(world.users[role])
    for address in ("/schools/S1", "/vice-principals/V1"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "王立新" in answer.text
        assert "13800001234" not in answer.text
        assert "138****1234" in answer.text
        assert "<script>alert" not in answer.text
        assert "{{ 7*7 }} &lt;script&gt;" in answer.text


@pytest.mark.parametrize("role", OUTSIDERS)
def test_others_find_nothing_by_any_address(sign_in: SignIn, world: World, role: str) -> None:
    client = sign_in(world.users[role])
    for address in (
        "/schools/S1",
        "/vice-principals/V1",
        "/vice-principals/V1/phone",
        "/schools/S1%00",
        "/schools/nix",
    ):
        assert client.get(address).status_code == 404
    assert "王立新" not in client.get("/vice-principals").text
    assert 'href="/schools/S1"' not in client.get("/schools?word=S1").text


@pytest.mark.parametrize("role", INSIDERS)
@pytest.mark.parametrize(
    "address", ["/schools", "/schools?word=S", "/vice-principals", "/schools/S1", "/vice-principals/V1"]
)
def test_pages_need_few_statements(
    sign_in: SignIn, world: World, statements: list[str], app: Flask, role: str, address: str
) -> None:
    with app.app_context():
        home = db.session.scalars(sa.select(Region).where(Region.code == "R000")).one()
        for _ in range(20):
            make.appointment(make.vice_principal(make.station(home)), make.school(home))
    client = sign_in(world.users[role])
    statements.clear()
    assert client.get(address).status_code == 200
    assert len([one for one in statements if one != "BEGIN"]) <= MOST_STATEMENTS


@pytest.mark.parametrize("word", ["𠮷", "䶮", "S1", "s1", "{{ 7*7 }}", "<script>"])
def test_schools_are_found_by_part_of_name_or_code(sign_in: SignIn, world: World, word: str) -> None:
    answer = sign_in(world.users["bureau"]).get("/schools", query_string={"word": word})
    assert 'href="/schools/S1"' in answer.text


@pytest.mark.parametrize("word", ["%", "_", "' OR 1=1 --", "\\", "(((((a+)+)+$", "没有"])
def test_signs_of_a_search_are_taken_literally(sign_in: SignIn, world: World, word: str) -> None:
    answer = sign_in(world.users["bureau"]).get("/schools", query_string={"word": word})
    assert answer.status_code == 200
    assert 'href="/schools/S1"' not in answer.text


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999999999", "page=x", "stage=nothing", "page=9"])
def test_nonsense_in_the_address_is_no_error(sign_in: SignIn, world: World, query: str) -> None:
    assert sign_in(world.users["bureau"]).get(f"/schools?{query}").status_code == 200


def test_schools_can_be_narrowed_to_a_stage(sign_in: SignIn, world: World) -> None:
    client = sign_in(world.users["bureau"])
    assert 'href="/schools/S1"' in client.get("/schools?stage=primary").text
    assert 'href="/schools/S1"' not in client.get("/schools?stage=junior").text


def test_a_bureau_sees_the_number_and_that_is_written_down(sign_in: SignIn, world: World, app: Flask) -> None:
    assert "13800001234" in sign_in(world.users["bureau"]).get("/vice-principals/V1/phone").text
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry)).one()
        assert (entry.action, entry.subject, entry.user_id) == (
            "phone.show",
            "vice_principal:V1",
            world.users["bureau"],
        )


@pytest.mark.parametrize("role", ["station", "vice_principal", "school"])
def test_nobody_else_sees_the_number(sign_in: SignIn, world: World, app: Flask, role: str) -> None:
    assert sign_in(world.users[role]).get("/vice-principals/V1/phone").status_code == 404
    assert count(app, AuditEntry) == 0


@pytest.mark.parametrize("role", ["admin", "bureau", "station", "vice_principal"])
def test_an_absence_is_entered_shown_and_removed(sign_in: SignIn, world: World, app: Flask, role: str) -> None:
    client = sign_in(world.users[role])
    assert client.post("/vice-principals/V1/absences", data=times(AHEAD, reason=HOSTILE)).status_code == 303
    assert "{{ 7*7 }} &lt;script&gt;" in client.get("/vice-principals/V1").text
    with app.app_context():
        row = db.session.scalars(sa.select(Absence)).one()
        absence_id, path = row.id, row.region_path
    assert path == "P0/R000"
    assert client.post(f"/absences/{absence_id}/remove").status_code == 303
    assert count(app, Absence) == 0
    assert count(app, AuditEntry) == 2


@pytest.mark.parametrize("role", ["admin", "bureau", "school"])
def test_a_blackout_is_entered_shown_and_removed(sign_in: SignIn, world: World, app: Flask, role: str) -> None:
    client = sign_in(world.users[role])
    assert client.post("/schools/S1/blackouts", data=times(AHEAD, reason="运动会")).status_code == 303
    assert "运动会" in client.get("/schools/S1").text
    with app.app_context():
        blackout_id = db.session.scalars(sa.select(Blackout)).one().id
    assert client.post(f"/blackouts/{blackout_id}/remove").status_code == 303
    assert count(app, Blackout) == 0


@pytest.mark.parametrize("role", [*OUTSIDERS, "school"])
def test_nobody_enters_or_removes_the_absence_of_another(sign_in: SignIn, world: World, app: Flask, role: str) -> None:
    with app.app_context():
        person = db.session.get(make.VicePrincipal, world.person_id)
        absence_id = make.absence(person, AHEAD, AHEAD + timedelta(hours=1)).id
    client = sign_in(world.users[role])
    assert client.post("/vice-principals/V1/absences", data=times(AHEAD)).status_code == 404
    assert client.post(f"/absences/{absence_id}/remove").status_code == 404
    assert count(app, Absence) == 1


@pytest.mark.parametrize("role", [*OUTSIDERS, "vice_principal", "station"])
def test_nobody_enters_or_removes_the_blackout_of_another_school(
    sign_in: SignIn, world: World, app: Flask, role: str
) -> None:
    with app.app_context():
        school = db.session.get(make.School, world.school_id)
        blackout_id = make.blackout(school, AHEAD, AHEAD + timedelta(hours=1)).id
    client = sign_in(world.users[role])
    assert client.post("/schools/S1/blackouts", data=times(AHEAD)).status_code == 404
    assert client.post(f"/blackouts/{blackout_id}/remove").status_code == 404
    assert count(app, Blackout) == 1


@pytest.mark.parametrize("role", ["admin", "bureau", "school"])
def test_a_blackout_of_all_schools_is_shown_but_not_removed_here(
    sign_in: SignIn, world: World, app: Flask, role: str
) -> None:
    with app.app_context():
        blackout_id = make.blackout(None, AHEAD, AHEAD + timedelta(days=1), "国庆").id
    client = sign_in(world.users[role])
    answer = client.get("/schools/S1")
    assert "国庆" in answer.text
    assert f"/blackouts/{blackout_id}/remove" not in answer.text
    assert client.post(f"/blackouts/{blackout_id}/remove").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        times(AHEAD, hours=-1),
        times(AHEAD, hours=0),
        times(AHEAD, hours=24 * 400),
        times(AHEAD - timedelta(days=90)),
        {"start": "", "end": ""},
        {"start": "tomorrow", "end": "later"},
        {"start": "2026-13-41T99:99", "end": "9999999-01-01T00:00"},
        {**times(AHEAD), "reason": "长" * 1001},
        {},
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_form(
    sign_in: SignIn, world: World, app: Flask, given: dict[str, str]
) -> None:
    answer = sign_in(world.users["vice_principal"]).post("/vice-principals/V1/absences", data=given)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert count(app, Absence) == 0


def test_the_same_time_is_not_entered_twice(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(world.users["vice_principal"])
    assert client.post("/vice-principals/V1/absences", data=times(AHEAD)).status_code == 303
    assert client.post("/vice-principals/V1/absences", data=times(AHEAD)).status_code == 422
    assert count(app, Absence) == 1


def test_empty_lists_say_what_to_do(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        admin = make.user(Role.ADMIN).id
    client = sign_in(admin)
    for address in ("/schools", "/vice-principals"):
        assert "/roster/import" in client.get(address).text
