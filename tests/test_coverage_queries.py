"""The figures as the database counts them: with rows that must not count, and against a naive count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import queries, region_queries, rules
from course.coverage.queries import Asked, Key, Schools
from course.coverage.rules import Tally, Year
from course.db import db
from course.delivery.models import Manner
from course.roster.models import School, SchoolStage
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))
DAY = date(2026, 11, 23)
MORNING = time(9, 20)
IN_YEAR, BEFORE, AFTER = date(2026, 11, 2), date(2026, 8, 31), date(2027, 9, 1)


def asked(path: str, *, hours: int = 4, year: Year = YEAR) -> Asked:
    return Asked(Schools(Scope(Role.ADMIN), path), year, DAY, Decimal(hours))


def figures(path: str, **given: Any) -> Tally:
    return rules.total(queries.tallies(asked(path, **given), Key.SCHOOL).values())


@dataclass
class Place:
    """A county with a school of two classes and the vice-principal of it."""

    path: str
    school: Any
    classes: list[Any]
    person: Any


def county(stage: SchoolStage = SchoolStage.PRIMARY) -> Place:
    region = make.region()
    school = make.school(region, stage=stage)
    classes = [make.school_class(school, 3, 1), make.school_class(school, 3, 2)]
    return Place(region.path, school, classes, make.vice_principal(make.station(region)))


def confirmed(place: Place, day: date = IN_YEAR, minutes: int = 40, **given: Any) -> None:
    start = datetime.combine(day, MORNING)
    row = make_delivery.lesson(
        place.person, place.school, start, tuple(place.classes), state=LessonState.CONFIRMED, minutes=minutes
    )
    make_delivery.delivery(row, minutes=minutes)
    make_delivery.confirmation(row, tuple(given.pop("reached", place.classes)), minutes=minutes, **given)


def claimed(place: Place, day: date = IN_YEAR, minutes: int = 40) -> None:
    start = datetime.combine(day, time(17, 0))
    row = make_delivery.lesson(
        place.person, place.school, start, tuple(place.classes), state=LessonState.DELIVERED, minutes=minutes
    )
    make_delivery.delivery(row, minutes=minutes)


@pytest.fixture
def noise(data: None) -> None:
    """Another county in which everything is fine, whose name begins like ours."""
    other = county()
    make.appointment(other.person, other.school)
    confirmed(other, minutes=400)


@both_databases
def test_a_school_without_anything_counts_in_every_total(app: Any, noise: None) -> None:
    assert figures(county().path) == Tally(schools=1, classes=2)


@both_databases
def test_a_confirmed_lesson_counts_its_minutes_and_its_classes(app: Any, noise: None) -> None:
    here = county()
    make.appointment(here.person, here.school)
    confirmed(here, minutes=160)
    assert figures(here.path) == Tally(1, 1, 1, 0, 160, 0, 0, 2, 2, 0)


@both_databases
def test_taught_and_organised_are_apart_and_count_together(app: Any, noise: None) -> None:
    here = county()
    confirmed(here, minutes=80)
    confirmed(here, IN_YEAR + timedelta(days=1), minutes=80, manner=Manner.ORGANISED)
    found = figures(here.path)
    assert (found.taught_minutes, found.organised_minutes, found.with_hours) == (80, 80, 1)


def test_a_lesson_hour_is_longer_after_primary_school(data: None) -> None:
    here = county(SchoolStage.JUNIOR)
    confirmed(here, minutes=160)
    assert figures(here.path).with_hours == 0
    confirmed(here, IN_YEAR + timedelta(days=1), minutes=20)
    assert figures(here.path).with_hours == 1


@both_databases
def test_a_claim_stands_beside_and_never_in_the_figure(app: Any, noise: None) -> None:
    here = county()
    confirmed(here, minutes=80, reached=[here.classes[0]])
    claimed(here, minutes=80)
    assert figures(here.path) == Tally(1, 0, 0, 1, 80, 0, 80, 2, 1, 1)


def test_other_years_do_not_count(data: None) -> None:
    here = county()
    for day in (BEFORE, AFTER):
        confirmed(here, day, minutes=400)
        claimed(here, day, minutes=400)
    assert figures(here.path) == Tally(schools=1, classes=2)
    last_year = Year(2025, date(2025, 9, 1), date(2026, 8, 31))
    assert figures(here.path, year=last_year).with_hours == 1


def test_the_first_and_the_last_day_count(data: None) -> None:
    here = county()
    confirmed(here, YEAR.first, minutes=80)
    confirmed(here, YEAR.last, minutes=80)
    assert figures(here.path).with_hours == 1


@pytest.mark.parametrize("state", [state for state in LessonState if state is not LessonState.DELIVERED])
def test_a_report_counts_as_a_claim_only_while_it_waits(data: None, state: LessonState) -> None:
    here = county()
    start = datetime.combine(IN_YEAR, MORNING)
    row = make_delivery.lesson(here.person, here.school, start, tuple(here.classes), state=state)
    make_delivery.delivery(row, minutes=400)
    assert figures(here.path) == Tally(schools=1, classes=2)


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (date(2020, 1, 1), date(2026, 11, 22), 0),
        (DAY, DAY, 1),
        (date(2026, 11, 24), date(2029, 1, 1), 0),
    ],
)
def test_an_appointment_counts_on_the_day(data: None, start: date, end: date, counts: int) -> None:
    here = county()
    make.appointment(here.person, here.school, start=start, end=end)
    assert figures(here.path).appointed == counts


def test_two_appointments_are_one_school(data: None) -> None:
    here = county()
    make.appointment(here.person, here.school)
    make.appointment(make.vice_principal(), here.school)
    assert figures(here.path).appointed == 1


def test_a_county_whose_path_begins_alike_is_another_county(data: None) -> None:
    city = make.region("C1")
    make.school(make.region("R1", parent=city))
    make.school(make.region("R10", parent=city))
    assert figures("C1/R1").schools == 1
    assert figures("C1").schools == 2


def test_a_school_that_moved_keeps_its_hours(data: None) -> None:
    here = county()
    confirmed(here, minutes=160)
    there = make.region()
    row = db.session.get(School, here.school.id)
    row.region_id, row.region_path = there.id, there.path
    db.session.commit()
    assert figures(here.path) == Tally()
    found = figures(there.path)
    assert (found.with_hours, found.reached) == (1, 2)


def test_the_hours_owed_are_those_of_the_terms_of_the_year(data: None) -> None:
    assert queries.hours_owed_in(YEAR) == 4
    make.term(min_hours=6)
    make.term(name="old", start=date(2025, 9, 1), end=date(2026, 1, 20), min_hours=8)
    assert queries.hours_owed_in(YEAR) == 6


def test_children_add_up_to_their_region(data: None) -> None:
    province = make.region("P0")
    city = make.region("C00", parent=province)
    for code in ("R000", "R001"):
        make.school(make.region(code, parent=city))
    make.school(make.region("R100", parent=make.region("C01", parent=province)))
    make.school(province)
    scope = Scope(Role.ADMIN)
    place = region_queries.place_with_code("P0", scope)
    rows = region_queries.region_rows(place, asked("P0"))
    assert [(row.code, row.tally.schools, row.direct) for row in rows] == [
        ("C00", 2, False),
        ("C01", 1, False),
        ("P0", 1, True),
    ]
    assert rules.total(row.tally for row in rows) == figures("P0")


def test_a_place_knows_what_stands_above_and_below_it(data: None) -> None:
    province = make.region("P_0")
    city = make.region("C00", parent=province)
    make.region("R000", parent=city)
    make.region("PA0")
    place = region_queries.place_with_code("C00", Scope(Role.ADMIN))
    assert [row.code for row in place.above] == ["P_0"]
    assert [row.code for row in place.children] == ["R000"]
    own = Scope(Role.BUREAU, region_path=city.path)
    assert region_queries.place_with_code("C00", own).above == ()
    assert region_queries.place_with_code("P_0", own) is None
    assert region_queries.top_place(own).region.code == "R000"


def test_the_drill_down_begins_where_there_is_something_to_choose(data: None) -> None:
    province = make.region("P0")
    city = make.region("C00", parent=province)
    for code in ("R000", "R001"):
        make.region(code, parent=city)
    assert region_queries.top_place(Scope(Role.ADMIN)).region.code == "C00"


lessons = st.tuples(
    st.integers(0, 3),  # school
    st.sampled_from([BEFORE, YEAR.first, IN_YEAR, DAY, YEAR.last, AFTER]),
    st.sampled_from([LessonState.CONFIRMED, LessonState.DELIVERED, LessonState.MISSED, LessonState.SCHEDULED]),
    st.sampled_from([1, 39, 40, 79, 80, 90, 160, 180]),
    st.sampled_from(Manner),
    st.sets(st.integers(0, 1), min_size=1),  # classes that were there
)
spans = st.tuples(st.integers(0, 3), st.integers(-3, 3), st.integers(0, 3))


def empty() -> None:
    for table in reversed(db.metadata.sorted_tables):
        if table.name != "audit_entry":
            db.session.execute(sa.delete(table))
    db.session.commit()


def told(history: list, appointments: list) -> tuple[str, list[Place]]:
    """Write a history: two schools in each of two counties."""
    root = make.region()
    counties = [make.region(parent=root), make.region(parent=root)]
    person = make.vice_principal(make.station(counties[0]))
    places = []
    for number, stage in enumerate((SchoolStage.PRIMARY, SchoolStage.JUNIOR) * 2):
        school = make.school(counties[number // 2], stage=stage)
        classes = [make.school_class(school, 7, 1), make.school_class(school, 7, 2)]
        places.append(Place(counties[number // 2].path, school, classes, person))
    for school, offset, length in set(appointments):
        start = DAY + timedelta(days=offset)
        who = make.vice_principal(make.station(counties[0]))
        make.appointment(who, places[school].school, start=start, end=start + timedelta(days=length))
    for number, (school, day, state, minutes, manner, there) in enumerate(history):
        tell(places[school], datetime.combine(day, MORNING), number, state, minutes, manner, there)
    return root.path, places


def tell(
    place: Place, start: datetime, number: int, state: LessonState, minutes: int, manner: Manner, there: set[int]
) -> None:
    teacher = make.vice_principal(db.session.get(make.Station, place.person.station_id))
    row = make_delivery.lesson(teacher, place.school, start, tuple(place.classes), state=state, minutes=minutes)
    if state in {LessonState.CONFIRMED, LessonState.DELIVERED, LessonState.MISSED}:
        make_delivery.delivery(row, minutes=minutes, manner=manner)
    if state is LessonState.CONFIRMED:
        reached = tuple(place.classes[index] for index in there)
        make_delivery.confirmation(row, reached, minutes=minutes, manner=manner)


def naive(history: list, appointments: list, school: int) -> Tally:
    """The same figures, told from the history itself by the rules."""
    stage = SchoolStage.PRIMARY if school % 2 == 0 else SchoolStage.JUNIOR
    mine = [row for row in history if row[0] == school and YEAR.first <= row[1] <= YEAR.last]
    done = [row for row in mine if row[2] is LessonState.CONFIRMED]
    waiting = [row for row in mine if row[2] is LessonState.DELIVERED]
    minutes = [row[3] for row in done]
    held = [
        (DAY + timedelta(days=offset), DAY + timedelta(days=offset + length))
        for one, offset, length in appointments
        if one == school
    ]
    reached = [rules.class_is_reached([row for row in done if index in row[5]]) for index in (0, 1)]
    enough = rules.school_has_its_hours(minutes, stage, Decimal(4))
    soon = rules.school_has_its_hours(minutes + [row[3] for row in waiting], stage, Decimal(4))
    return Tally(
        schools=1,
        appointed=int(rules.school_is_appointed(held, DAY)),
        with_hours=int(enough),
        with_claimed_hours=int(soon and not enough),
        classes=2,
        reached=sum(reached),
        claimed=sum(not one for one in reached) if waiting else 0,
        taught_minutes=sum(row[3] for row in done if row[4] is Manner.TAUGHT),
        organised_minutes=sum(row[3] for row in done if row[4] is Manner.ORGANISED),
        claimed_minutes=sum(row[3] for row in waiting),
    )


@both_databases
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(lessons, max_size=10), appointments=st.lists(spans, max_size=4))
def test_the_database_counts_what_a_naive_count_finds(app: Any, history: list, appointments: list) -> None:
    with app.app_context():
        empty()
        root, places = told(history, appointments)
        expected = [naive(history, appointments, school) for school in range(4)]
        by_school = queries.tallies(asked(root), Key.SCHOOL)
        assert [by_school[place.school.id] for place in places] == expected
        by_county = queries.tallies(asked(root), Key.COUNTY)
        assert by_county[places[0].path] == rules.total(expected[:2])
        assert by_county[places[2].path] == rules.total(expected[2:])
        db.session.rollback()
