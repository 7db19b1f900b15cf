"""Pages on which a plan is read: their figures are counts, their filters keep what they say, their scope holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.db import db
from course.planning.models import PartState, PlannedLesson, PlanPart
from course.planning.reading.person_queries import PersonFilter, first_day, person_lines
from course.planning.reading.queries import Reading, planned_entries, reading_of
from course.planning.reading.school_queries import SchoolFilter, count_schools, school_lines
from course.planning.reading.week_page import weeks_page
from course.planning.reading.weeks import teaching_weeks, weeks_of
from course.planning.solver.figures import Bounds, figures_of
from course.planning.solver.instance import Taught
from course.roster.models import Agency, School, SchoolStage, VicePrincipal
from course.schedule.models import Lesson, LessonClass, LessonState
from tests import make, make_reading
from tests.conftest import both_databases

NOW = datetime(2026, 11, 26, 9, 0)
PAGES = ("schools", "people", "weeks", "map", "school/R000S0", "person/R000V1", "week/2026-W38")
FILES = (
    "plan.csv",
    "plan.xlsx",
    "region/R000/calendar.ics",
    "school/R000S0/calendar.ics",
    "person/R000V1/calendar.ics",
)
SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def planned(app: Flask) -> make_reading.Planned:
    """A county with a draft."""
    with app.app_context():
        term = make_reading.world()
        return make_reading.plan(term, make_reading.county())


@pytest.fixture
def admin(app: Flask, planned: make_reading.Planned, sign_in: SignIn) -> FlaskClient:
    """An administrator's browser."""
    with app.app_context():
        user = make.user(Role.ADMIN).id
    return sign_in(user)


def reading(plan_id: int, now: datetime = NOW) -> Reading:
    """The plan as an administrator reads it."""
    found = reading_of(plan_id, Scope(Role.ADMIN), now)
    assert found
    return found


def rows() -> list[PlannedLesson]:
    """The lessons of all plans."""
    return list(db.session.scalars(sa.select(PlannedLesson).order_by(PlannedLesson.start)))


@both_databases
def test_the_figures_of_schools_are_counts_of_their_lessons(app: Flask, planned: make_reading.Planned) -> None:
    with app.app_context():
        lines = school_lines(reading(planned.id), SchoolFilter())
        lessons = Counter(row.school_id for row in rows())
        reached = {one for row in rows() for one in row.class_ids}
        assert {line.id: line.planned for line in lines} == {line.id: lessons[line.id] for line in lines}
        assert sum(line.reach.reached for line in lines) == len(reached)
        assert [line.code for line in lines if line.standing == "none"] == ["R000S2"]
        assert lines[0].code == "R000S2", "those that lack most come first"
        kept = db.session.scalars(sa.select(PlanPart)).one().figures
        assert sum(line.has_hours for line in lines) == kept["schools_with_hours"]
        assert sum(line.reach.reached for line in lines) == kept["classes_reached"]


@both_databases
def test_the_figures_of_people_are_counts_of_their_lessons(app: Flask, planned: make_reading.Planned) -> None:
    with app.app_context():
        read = reading(planned.id)
        lines = {line.code: line for line in person_lines(read, PersonFilter(), 10, first_day(read))}
        assert set(lines) == {"R000V1", "R000V2", "R000V3"}
        for person in db.session.scalars(sa.select(VicePrincipal)):
            own = [row for row in rows() if row.vice_principal_id == person.id]
            line = lines[person.code]
            assert line.planned == len(own)
            assert line.schools == len({row.school_id for row in own})
            assert line.used_weeks == len({row.start.date().isocalendar()[:2] for row in own})
            assert line.as_substitute == sum(row.substitute for row in own)
            assert line.most == 10 * person.max_lessons_week
        loads = [line.planned / line.max_week for line in person_lines(read, PersonFilter(), 10, first_day(read))]
        assert loads == sorted(loads, reverse=True)


@both_databases
def test_the_grid_of_weeks_counts_every_lesson_once(app: Flask, planned: make_reading.Planned) -> None:
    with app.app_context():
        page = weeks_page(reading(planned.id))
        assert sum(row.count.lessons for row in page.rows) == len(rows())
        for row in page.rows:
            own = [one for one in rows() if row.week.monday <= one.start.date() < row.week.end]
            assert row.count.lessons == len(own) == sum(day.lessons for day in row.days)
            assert row.count.schools == len({one.school_id for one in own})
            assert row.count.people == len({one.vice_principal_id for one in own})


@both_databases
@pytest.mark.parametrize("gap", ["any", "hours", "classes"])
def test_a_gap_is_found_by_the_database_as_by_hand(app: Flask, planned: make_reading.Planned, gap: str) -> None:
    with app.app_context():
        first = db.session.scalars(sa.select(PlannedLesson).order_by(PlannedLesson.id)).first()
        db.session.delete(first)
        db.session.commit()
        read = reading(planned.id)
        lacking = {
            "hours": lambda line: not line.has_hours,
            "classes": lambda line: not line.has_classes,
            "any": lambda line: not (line.has_hours and line.has_classes),
        }[gap]
        expected = {line.code for line in school_lines(read, SchoolFilter()) if lacking(line)}
        found = school_lines(read, SchoolFilter(gap=gap), 1)
        assert {line.code for line in found} == expected
        assert count_schools(read, SchoolFilter(gap=gap)) == len(expected)
        assert expected


def test_filters_keep_what_they_say(app: Flask, planned: make_reading.Planned) -> None:
    with app.app_context():
        read = reading(planned.id)

        def codes(wanted: SchoolFilter) -> list[str]:
            return sorted(line.code for line in school_lines(read, wanted, 1))

        assert codes(SchoolFilter(stage=SchoolStage.JUNIOR)) == ["R000S1"]
        assert codes(SchoolFilter(word="第2")) == ["R000S2"]
        assert codes(SchoolFilter(word="r000s0")) == ["R000S0"]
        assert codes(SchoolFilter(word="%")) == []
        weeks, first = teaching_weeks(weeks_of(read.term), first_day(read)), first_day(read)

        def people(wanted: PersonFilter) -> list[str]:
            return sorted(line.code for line in person_lines(read, wanted, weeks, first, 1))

        assert people(PersonFilter(station="R000C")) == ["R000V3"]
        assert people(PersonFilter(agency=Agency.COURT)) == ["R000V3"]
        assert people(PersonFilter(word="刘")) == ["R000V2"]


def test_a_week_shows_the_lessons_of_a_school_or_of_a_person(admin: FlaskClient, planned: make_reading.Planned) -> None:
    whole = admin.get(f"/plans/{planned.id}/week/2026-W36").text
    assert "R000第0学校" in whole and "R000第1学校" in whole
    one = admin.get(f"/plans/{planned.id}/week/2026-W36", query_string={"word": "R000S0"}).text
    assert "R000第0学校" in one and "R000第1学校" not in one
    person = admin.get(f"/plans/{planned.id}/week/2026-W36", query_string={"word": "刘佳宁"}).text
    assert "R000第1学校" in person and "R000第0学校" not in person


def test_lessons_beside_the_plan_count_as_had(app: Flask, planned: make_reading.Planned) -> None:
    with app.app_context():
        school = db.session.scalars(sa.select(School).where(School.code == "R000S2")).one()
        person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.code == "R000V3")).one()
        theme = make.theme("T09")
        start = datetime(2026, 11, 30, 9, 20)
        lesson = make.lesson(person, school, theme, start, start + timedelta(minutes=40))
        class_id = make.school_class(school, 6, 1).id
        make.save(LessonClass(lesson_id=lesson.id, class_id=class_id))
        line = next(line for line in school_lines(reading(planned.id), SchoolFilter()) if line.code == "R000S2")
        assert (line.had, line.planned, line.hours, line.standing) == (1, 0, 1, "hours")
        assert "6-1" not in line.reach.missing
        lesson.state = LessonState.CANCELLED
        db.session.commit()
        line = next(line for line in school_lines(reading(planned.id), SchoolFilter()) if line.code == "R000S2")
        assert (line.had, line.standing) == (0, "none")


@both_databases
def test_a_published_plan_is_read_as_its_lessons_stand_now(app: Flask, planned: make_reading.Planned) -> None:
    with app.app_context():
        before = {line.code: line.hours for line in school_lines(reading(planned.id), SchoolFilter())}
        ids = make_reading.publish(planned.id)
        lines = school_lines(reading(planned.id), SchoolFilter())
        assert {line.code: line.hours for line in lines} == before
        assert not any(line.had for line in lines), "what came of the plan is not counted twice"
        called_off, moved = (db.session.get_one(Lesson, one) for one in ids[:2])
        called_off.state = LessonState.CANCELLED
        moved.start += timedelta(days=1)
        moved.end += timedelta(days=1)
        code = db.session.get_one(School, called_off.school_id).code
        db.session.commit()
        read = reading(planned.id)
        after = {line.code: line.hours for line in school_lines(read, SchoolFilter())}
        assert after == {**before, code: before[code] - 1}
        entries = {entry.lesson_id: entry for entry in planned_entries(read, sa.true())}
        assert called_off.id not in entries
        assert entries[moved.id].start == moved.start
        assert entries[moved.id].uid == moved.uid


def test_the_way_between_two_schools_and_themes_of_others_are_said(app: Flask, planned, admin: FlaskClient) -> None:
    with app.app_context():
        person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.code == "R000V1")).one()
        own = [row for row in rows() if row.vice_principal_id == person.id]
        other = db.session.scalars(sa.select(School).where(School.code == "R000S2")).one()
        theme = make.theme("T08")
        copied = {name: getattr(own[0], name) for name in ("part_id", "region_path", "vice_principal_id", "place")}
        start = own[0].start + timedelta(hours=4)
        given = {"code": "x", "school_id": other.id, "theme_id": theme.id, "class_ids": (), "period": 6}
        make.save(PlannedLesson(**copied, **given, start=start, end=start + timedelta(minutes=40)))
    page = admin.get(f"/plans/{planned.id}/person/R000V1").text
    assert "tag-outside" in page
    assert page.count('class="way') == 1


@pytest.mark.parametrize("page", PAGES + FILES)
def test_only_offices_of_the_region_see_a_plan(app: Flask, planned: make_reading.Planned, sign_in, page: str) -> None:
    with app.app_context():
        region = db.session.scalars(sa.select(make.Region)).one()
        school = db.session.scalars(sa.select(School)).first()
        person = db.session.scalars(sa.select(VicePrincipal)).first()
        station = person.station_id and db.session.get(make.Station, person.station_id)
        inside = make.user(Role.BUREAU, region).id
        elsewhere = make.user(Role.BUREAU, make.region("R0001")).id
        others = (
            make.user(Role.SCHOOL, school).id,
            make.user(Role.VICE_PRINCIPAL, person).id,
            make.user(Role.STATION, station).id,
        )
    assert sign_in(inside).get(f"/plans/{planned.id}/{page}").status_code == 200
    for user in (elsewhere, *others):
        assert sign_in(user).get(f"/plans/{planned.id}/{page}").status_code == 404


def test_a_county_sees_its_own_part_of_a_larger_plan(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        term, city = make_reading.world(), make.region("C0", level="city", name="东吉市")
        counties = [make_reading.county(code, city) for code in ("R000", "R001")]
        plan = make_reading.plan(term, city, *counties)
        bureaus = [make.user(Role.BUREAU, of).id for of in (city, counties[0])]
    whole, part = (sign_in(user) for user in bureaus)
    for page in ("schools", "people", "week/2026-W37", "map"):
        assert "R001" in whole.get(f"/plans/{plan.id}/{page}").text
        assert "R001" not in part.get(f"/plans/{plan.id}/{page}").text
    assert "R001" not in whole.get(f"/plans/{plan.id}/schools?county=R000").text.replace('value="R001"', "").replace(
        "R001区", ""
    )
    for path in (
        "schools?county=R001",
        "school/R001S0",
        "person/R001V1",
        "region/R001/calendar.ics",
        "map?county=R001",
    ):
        assert part.get(f"/plans/{plan.id}/{path}").status_code == 404
        assert whole.get(f"/plans/{plan.id}/{path}").status_code == 200
    assert b"R001" not in part.get(f"/plans/{plan.id}/plan.csv").data


def test_a_plan_that_is_not_made_yet_says_so(app: Flask, admin: FlaskClient, planned: make_reading.Planned) -> None:
    with app.app_context():
        db.session.execute(sa.update(PlanPart).values(state=PartState.WAITING))
        db.session.commit()
    for page in ("schools", "people", "weeks", "map", "week/2026-W37"):
        answer = admin.get(f"/plans/{planned.id}/{page}")
        assert answer.status_code == 200 and 'class="empty"' in answer.text
    assert admin.get(f"/plans/{planned.id}/school/R000S0").status_code == 404
    assert admin.get(f"/plans/{planned.id}/plan.csv").data.count(b"\n") == 1


@pytest.mark.parametrize(
    "path",
    [
        *("schools?page=99999999999999999999", "schools?page=-1", "schools?gap=%00&stage=x", "schools?word=%ff%00%25"),
        *("people?station=%00", "people?agency=police%00&word=%5C", "week/2026-W37?day=2026-02-30&page=x"),
        *("week/2026-W37?day=9999-12-31", "week/2026-W37?word=%00", "schools?endpoint=1&_external=1&plan_id=3"),
        *("people?page=9999999", "week/2026-W37?day=2026-09-07&page=99999"),
    ],
)
def test_nonsense_in_a_query_is_no_error(admin: FlaskClient, planned: make_reading.Planned, path: str) -> None:
    assert admin.get(f"/plans/{planned.id}/{path}").status_code in (200, 404)


@pytest.mark.parametrize(
    "path",
    ["week/2026-W99", "week/x", "week/2025-W37", "school/%00", "person/x", "schools?county=x", "region/x/calendar.ics"],
)
def test_what_is_not_there_is_not_found(admin: FlaskClient, planned: make_reading.Planned, path: str) -> None:
    assert admin.get(f"/plans/{planned.id}/{path}").status_code == 404
    assert admin.get("/plans/2147483648/schools").status_code == 404
    assert admin.get("/plans/99/schools").status_code == 404


def test_statements_do_not_grow_with_rows(app: Flask, sign_in: SignIn, statements: list[str]) -> None:
    with app.app_context():
        term = make_reading.world()
        small = make_reading.plan(term, make_reading.county("R000", schools=2))
        large = make_reading.plan(term, make_reading.county("R001", schools=9))
        user = make.user(Role.ADMIN).id
    client = sign_in(user)
    for page in ("schools", "people", "weeks", "map", "week/2026-W37", "school/{}S0", "person/{}V1", "plan.csv"):
        counts = []
        for plan, code in ((small, "R000"), (large, "R001")):
            client.get(f"/plans/{plan.id}/{page.format(code)}")
            statements.clear()
            client.get(f"/plans/{plan.id}/{page.format(code)}")
            counts.append(len(statements))
        assert counts[0] == counts[1], page


def test_every_sign_of_the_map_leads_to_its_school(app: Flask, admin: FlaskClient, planned) -> None:
    with app.app_context():
        db.session.execute(sa.update(School).where(School.code == "R000S1").values(lat=None, lon=None))
        db.session.commit()
    page = admin.get(f"/plans/{planned.id}/map").text
    assert len(re.findall(r'<a class="place" href="/plans/\d+/school/', page)) == 2
    assert "<desc" in page and 'class="legend"' in page
    table = page.split('class="behind"')[1]
    assert all(f"/school/R000S{number}" in table for number in range(3))
    beside = page.split('class="class-chips"')[1].split("</ul>")[0]
    assert "R000S1" in beside and "R000S0" not in beside


def test_the_kept_figures_are_those_of_the_kept_lessons(app: Flask, planned: make_reading.Planned) -> None:
    """The map of a province reads the figures that were kept with each county, not its lessons."""
    with app.app_context():
        place = {row.id: number for number, row in enumerate(planned.instance.schools)}
        seat = {row.id: number for number, row in enumerate(planned.instance.people)}
        codes = {row.id: row.code for row in planned.instance.themes}
        lessons = [
            Taught(
                *(seat[row.vice_principal_id], place[row.school_id], 0, 0, row.period, row.class_ids),
                *(codes[row.theme_id], row.place.value, row.substitute),
            )
            for row in rows()
        ]
        counted = figures_of(planned.instance, lessons, Bounds())
        kept = db.session.scalars(sa.select(PlanPart)).one().figures
        for name in ("schools", "schools_with_hours", "hours", "classes", "classes_reached", "lessons"):
            assert kept[name] == getattr(counted, name)
