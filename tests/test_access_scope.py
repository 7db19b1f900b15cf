"""The one scope function, for every role, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from course.access.models import Role
from course.access.queries import scope_of
from course.access.scope import Scope, within
from course.db import db
from course.roster.models import Level, School, VicePrincipal
from course.schedule.models import Lesson
from tests import make
from tests.conftest import both_databases


@pytest.fixture
def country(data: None) -> dict[str, object]:
    """Two counties that look alike, each with a school, a station and a vice-principal who serves it."""
    city = make.region("C00", level=Level.CITY)
    rows: dict[str, object] = {"city": city}
    for name in ("here", "there"):
        county = make.region(f"C00{name}", parent=city)
        school, station = make.school(county, name="实验小学"), make.station(county)
        person = make.vice_principal(station, name="张立新")
        make.appointment(person, school)
        rows |= {name: county, f"{name}_school": school, f"{name}_person": person, f"{name}_station": station}
    # A neighbour whose code only begins alike must not be inside.
    make.school(make.region("C00here2"), name="实验小学")
    return rows


def seen(model: type, scope: Scope) -> set[str]:
    return {row.code for row in db.session.scalars(sa.select(model).where(within(model, scope)))}


@both_databases
def test_a_bureau_sees_its_region_and_all_below(country: dict) -> None:
    county = scope_of(make.user(Role.BUREAU, country["here"]), make.TODAY)
    city = scope_of(make.user(Role.BUREAU, country["city"]), make.TODAY)
    assert seen(School, county) == {country["here_school"].code}
    assert seen(School, city) == {country["here_school"].code, country["there_school"].code}


@both_databases
@pytest.mark.parametrize("role", [Role.SCHOOL, Role.VICE_PRINCIPAL, Role.STATION])
def test_the_others_see_their_own(country: dict, role: Role) -> None:
    own = {Role.SCHOOL: "here_school", Role.VICE_PRINCIPAL: "here_person", Role.STATION: "here_station"}[role]
    scope = scope_of(make.user(role, country[own]), make.TODAY)
    assert seen(School, scope) == {country["here_school"].code}
    assert seen(VicePrincipal, scope) == {country["here_person"].code}


@both_databases
@pytest.mark.parametrize("role", [Role.SCHOOL, Role.VICE_PRINCIPAL, Role.STATION, Role.BUREAU])
def test_a_statement_for_all_of_a_role_shows_each_their_own(country: dict, role: Role) -> None:
    owns = {Role.SCHOOL: "school", Role.VICE_PRINCIPAL: "person", Role.STATION: "station"}
    at = make.datetime(2026, 11, 26, 10, 25)
    for name in ("here", "there"):
        make.lesson(country[f"{name}_person"], country[f"{name}_school"], make.theme(), at, at.replace(hour=11))
    statements = {}
    for name in ("here", "there"):
        own = country[f"{name}_{owns[role]}" if role in owns else name]
        scope = scope_of(make.user(role, own), make.TODAY)
        for model in (School, VicePrincipal, Lesson):
            built = statements.setdefault(
                (scope.of_somebody(), model), sa.select(model.id).where(within(model, scope.of_somebody()))
            )
            directly = set(db.session.scalars(sa.select(model.id).where(within(model, scope))))
            assert set(db.session.scalars(built, scope.told())) == directly and len(directly) == 1
            assert role is Role.BUREAU or not list(db.session.scalars(built)), "untold, it finds nothing"
    assert len(statements) == (6 if role is Role.BUREAU else 3)


def test_a_school_does_not_see_the_lessons_its_vice_principal_has_elsewhere(country: dict) -> None:
    at = make.datetime(2026, 11, 26, 10, 25)
    elsewhere = make.lesson(country["here_person"], country["there_school"], make.theme(), at, at.replace(hour=11))
    school = scope_of(make.user(Role.SCHOOL, country["here_school"]), make.TODAY)
    person = scope_of(make.user(Role.VICE_PRINCIPAL, country["here_person"]), make.TODAY)
    assert db.session.scalar(sa.select(Lesson.id).where(within(Lesson, school))) is None
    assert db.session.scalar(sa.select(Lesson.id).where(within(Lesson, person))) == elsewhere.id


def test_an_appointment_that_has_ended_opens_nothing(country: dict) -> None:
    scope = scope_of(make.user(Role.VICE_PRINCIPAL, country["here_person"]), date(2030, 1, 1))
    assert seen(School, scope) == set()


def test_an_administrator_sees_everything(country: dict) -> None:
    assert len(seen(School, Scope(Role.ADMIN))) == 3
