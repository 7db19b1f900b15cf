"""Figures of a past day: what was known then, and what is asked wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role, User
from course.access.scope import Scope
from course.changed import schools_changed
from course.coverage.past_days.measures import counted_of_school, measured
from course.coverage.past_days.page import school_on
from course.coverage.past_days.rules import classes_named, day_meant, year_of_day
from course.coverage.past_days.understanding_queries import Understood, understood
from course.coverage.queries import Asked, Key, Schools, tallies
from course.coverage.rules import Year, total
from course.coverage.tallies import count_queries
from course.coverage.tallies.count_queries import facts_of
from course.coverage.tallies.queries import NOTHING, figures_on
from course.db import db, utc_now
from course.delivery import actions
from course.delivery.models import Face, Form, Manner, SurveyAnswer
from course.delivery.rules import Figures
from course.i18n import local_now
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import classes_of, moves_to
from course.roster.models import School, SchoolStage
from course.roster.rules import year_of
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import lesson_to_change
from tests import histories, make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
TODAY = date(2026, 11, 26)
YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("written", "day", "rule"),
    [
        ("", TODAY, None),
        ("2026-10-01", date(2026, 10, 1), None),
        ("2026-11-26", TODAY, None),
        ("2026-11-27", TODAY, "day_has_come"),
        ("9999-12-31", TODAY, "day_has_come"),
        ("1970-01-01", TODAY, "day_is_a_day"),
        ("2026-02-30", TODAY, "day_is_a_day"),
        ("<script>", TODAY, "day_is_a_day"),
    ],
)
def test_the_day_that_is_meant(written: str, day: date, rule: str | None) -> None:
    found, problem = day_meant(written, TODAY)
    assert (found, problem.rule if problem else None) == (day, rule)


def test_a_day_before_the_year_is_of_its_own_year() -> None:
    assert year_of_day(date(2026, 8, 31), YEAR, "09-01").number == 2025
    assert year_of_day(date(2026, 9, 1), YEAR, "09-01").number == 2026
    last = Year(2025, date(2025, 9, 1), date(2026, 8, 31))
    assert year_of_day(TODAY, last, "09-01") == last


@pytest.fixture
def told(data: None) -> tuple[Any, date]:
    """Lessons confirmed some weeks ago and corrected this week; the first day after the confirmation."""
    at = histories.world()
    at.day = local_now().date() - timedelta(days=40)
    for pick in (1, 8, 3, 10, 5, 22):
        histories.take(histories.schedule, at, pick)
        histories.take(histories.confirm, at, pick)
    then = at.day
    at.day += timedelta(days=35)
    for pick in range(30, 36):
        histories.take(histories.correct, at, pick * 7)
    return at, then


def test_a_region_shows_the_old_figures_beside_the_new(told: tuple[Any, date], sign_in: SignIn) -> None:
    at, then = told
    bureau = sign_in(make.user(Role.BUREAU, at.counties[0]).id)
    county = f"/coverage/regions/{at.counties[0].code}/day"
    assert at.schools[0].name in bureau.get(f"{county}?day={then}").text
    assert bureau.get(f"{county}?day={then}").text != bureau.get(county).text
    assert bureau.get(f"{county}?day=2999-01-01").status_code == 200
    assert bureau.get(f"/coverage/regions/{at.counties[1].code}/day").status_code == 404
    assert bureau.get(f"/coverage/schools/{at.schools[0].code}/day?day={then}").status_code == 200
    assert bureau.get(f"/coverage/schools/{at.schools[2].code}/day").status_code == 404


def test_the_other_measures_of_a_day_are_the_sums_of_its_schools(told: tuple[Any, date]) -> None:
    """Themes, practice and what others taught are told as they were known, like the three figures."""
    at, then = told
    path = at.counties[0].path
    ids = [one.id for one in at.schools if one.region_path == path]
    found = []
    for day in (then, local_now().date()):
        year = Year.numbered(year_of(day, "09-01"), "09-01")
        schools = sum((counted_of_school(one, year, day) for one in ids), NOTHING)
        region = figures_on([path], year, day)[path]
        found.append(measured(schools))
        assert found[-1] == measured(region) and schools.lessons
    assert found[0] != found[1], "the corrections are to be seen"


@both_databases
def test_a_school_read_once_has_the_figures_of_its_lists(told: tuple[Any, date]) -> None:
    """The page of a school counts from its rows; lists and the page of today read what is counted with each change."""
    at, then = told
    today, seen = local_now().date(), set()
    for school in at.schools:
        for day in (then, then + timedelta(days=36), today):
            year = Year.numbered(year_of(day, "09-01"), "09-01")
            schools = Schools(Scope(Role.ADMIN), school.region_path, school_id=school.id)
            page = school_on(school, schools, year, day, today)
            now = replace(page.asked, as_of=None, day=year.day_that_counts(today))
            told_of = [total(tallies(one, Key.SCHOOL).values()) for one in (page.asked, now)]
            assert [page.then, page.now] == told_of, (school.code, day)
            seen.add(page.then)
    assert len(seen) > 4


@pytest.mark.parametrize("role", [Role.ADMIN, Role.BUREAU, Role.SCHOOL])
@pytest.mark.parametrize("days", [-1, 0, 36])
def test_a_school_on_a_day_takes_at_most_twelve_statements(
    told: tuple[Any, date], sign_in: SignIn, statements: list[str], role: Role, days: int
) -> None:
    at, then = told
    mine = {Role.BUREAU: [at.counties[0]], Role.SCHOOL: [at.schools[0]]}.get(role, [])
    client = sign_in(make.user(role, *mine).id)
    address = f"/coverage/schools/{at.schools[0].code}/day?day={then + timedelta(days=days)}"
    client.get(address)
    statements.clear()
    assert client.get(address).status_code == 200
    asked = [statement for statement in statements if statement != "BEGIN"]
    assert len(asked) <= 12, "\n".join(asked)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.BUREAU])
@pytest.mark.parametrize("days", [-1, 0, 36, 40])
def test_a_region_on_a_day_takes_at_most_twelve_statements(
    told: tuple[Any, date], sign_in: SignIn, statements: list[str], role: Role, days: int
) -> None:
    at, then = told
    code = at.counties[0].code if role is Role.BUREAU or days % 2 else "P1"
    client = sign_in(make.user(role, *([at.counties[0]] if role is Role.BUREAU else [])).id)
    address = f"/coverage/regions/{code}/day?day={then + timedelta(days=days)}"
    client.get(address)
    statements.clear()
    assert client.get(address).status_code == 200
    asked = [statement for statement in statements if statement != "BEGIN"]
    assert len(asked) <= 12, "\n".join(asked)


def test_a_county_of_many_schools_takes_no_more(told: tuple[Any, date], sign_in: SignIn, statements: list[str]) -> None:
    at, then = told
    first, client = at.counties[0], sign_in(make.user(Role.ADMIN).id)
    rows = [{"code": f"M{number}", "name": f"第{number}小学", "stage": SchoolStage.PRIMARY} for number in range(600)]
    place = {"region_id": first.id, "region_path": first.path}
    db.session.execute(sa.insert(School), [row | place for row in rows])
    db.session.commit()
    address = f"/coverage/regions/{first.code}/day?day={then}"
    client.get(address)
    statements.clear()
    page = client.get(address).text
    assert page.count("小学</a>") >= 600
    assert len([statement for statement in statements if statement != "BEGIN"]) <= 12


@both_databases
def test_classes_are_looked_up_in_parts(told: tuple[Any, date], monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be more of them than a database takes values in one statement."""
    at, _then = told
    ids = [one.id for one in at.schools]
    whole = facts_of(ids)
    monkeypatch.setattr(count_queries, "MOST_VALUES", 1)
    assert facts_of(ids) == whole and any(one.reached for one in whole.values())


@both_databases
def test_what_was_understood_counts_the_answers_of_then_by_fives(data: None, sign_in: SignIn) -> None:
    """Eleven answers by a day, seven of which were clear among the first ten, and five more that came since."""
    today = local_now().date()
    day, region = today - timedelta(days=10), make.region()
    school = make.school(region)
    start = datetime.combine(day - timedelta(days=1), datetime.min.time()) + timedelta(hours=9)
    person = make.vice_principal(make.station(region))
    lesson = make_delivery.lesson(person, school, start, state=LessonState.DELIVERED)
    faces = [Face.CLEAR] * 7 + [face for face in Face if face is not Face.CLEAR][:1] * 4 + [Face.CLEAR] * 5
    for number, face in enumerate(faces):
        row = SurveyAnswer(lesson_id=lesson.id, region_path=school.region_path, face=face, nonce_hash=f"{number:064}")
        row.given_on = day if number < 11 else day + timedelta(days=1)
        db.session.add(row)
        db.session.flush()
    db.session.commit()
    year = Year.numbered(year_of(start.date(), "09-01"), "09-01")
    scope = Scope(Role.ADMIN)
    for schools in (Schools(scope, school.region_path), Schools(scope, school.region_path, school_id=school.id)):
        then, now = understood(schools, year, day)
        assert (then, now) == (Understood(10, 7), Understood(15, 11))
        assert understood(schools, year, start.date())[0] == Understood() and Understood().share() is None
    client = sign_in(make.user(Role.ADMIN).id)
    for address in (f"/coverage/schools/{school.code}/day", f"/coverage/regions/{region.code}/day"):
        rows = rows_in(client.get(f"{address}?day={day}&year={year.number}").text)
        assert rows["听懂程度"] == ["70.0%", "10", "份答卷", "73.3%", "15", "份答卷"], rows


def rows_in(page: str) -> dict[str, list[str]]:
    """What stands beside each figure: of the day, and of today."""
    cells = re.findall(r'<tr><th scope="row"[^>]*>([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    return {title: re.sub(r"<[^>]+>", " ", rest).split() for title, rest in cells}


def test_any_figure_of_a_day_stands_beside_that_of_today(data: None, sign_in: SignIn) -> None:
    """A mock trial that was a lecture, as somebody found out since."""
    day = local_now().replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=20)
    story = make_delivery.story(day, LessonState.DELIVERED)
    make_delivery.delivery(db.session.get_one(Lesson, story.lesson), form=Form.PRACTICE)
    lesson, teacher = lesson_to_change(story.lesson, Scope(Role.ADMIN)), db.session.get_one(User, story.teacher)
    assert lesson is not None
    was, there = Figures(Manner.TAUGHT, Form.PRACTICE, 40, 85), {*story.classes}
    then = datetime.now(UTC) - timedelta(days=19)
    actions.confirm(lesson, was, there, user=teacher, now=then, local=day + timedelta(days=1))
    db.session.commit()
    actions.correct(lesson, replace(was, form=Form.LECTURE), there, user=teacher, now=utc_now(), local=local_now())
    db.session.commit()
    code = db.session.get_one(School, story.school).code
    address = f"/coverage/schools/{code}/day?day={day.date() + timedelta(days=5)}"
    rows = rows_in(sign_in(make.user(Role.ADMIN).id).get(address).text)
    assert rows["实践课"] == ["100.0%", "0.0%"]
    assert rows["已确认的课"] == ["1", "没有变化"]
    assert rows["必讲主题"][0] == "–" and rows["课时达标"] == ["否", "没有变化"]


def test_what_one_school_has_or_has_not_is_said_in_words(told: tuple[Any, date], sign_in: SignIn) -> None:
    at, _ = told
    page = sign_in(make.user(Role.BUREAU, at.counties[0]).id).get(f"/coverage/regions/{at.counties[0].code}/day").text
    rows = page[page.index("<h2>学校</h2>") :]
    cells = re.findall(r'<td data-label="(已聘任学校|课时达标学校)"><div><span class="of[^"]*">([^<]+)</span>', rows)
    assert cells and {said for _, said in cells} <= {"是", "否"}
    assert re.search(r'<td data-label="已覆盖班级"><div><span class="of[^"]*">\d+ / \d+<', rows)


@pytest.mark.parametrize("query", ["day=x", "day=2026-13-01", "year=1", "year=2026&day=2000-01-01", "day=0001-01-01"])
def test_no_day_breaks_the_page(told: tuple[Any, date], sign_in: SignIn, query: str) -> None:
    admin = sign_in(make.user(Role.ADMIN).id)
    for address in ("/coverage/day", f"/coverage/schools/{told[0].schools[0].code}/day"):
        assert admin.get(f"{address}?{query}").status_code in {200, 404}


def test_an_empty_country_has_a_page(data: None, sign_in: SignIn) -> None:
    assert sign_in(make.user(Role.ADMIN).id).get("/coverage/day?day=2026-10-01").status_code == 200


@pytest.mark.parametrize(
    ("planned", "names", "there"),
    [
        ({7: "3-1", 8: "3-2"}, ["3-1", "3-2"], {7, 8}),
        ({7: "3-1", 8: "3-2"}, ["3-2"], {8}),
        ({7: "3-4", 8: "3-5"}, ["3-1", "3-2"], {7, 8}),
        ({7: "3-4", 8: "3-2"}, ["3-1"], {7}),
        ({7: "3-1"}, [], set()),
        ({}, ["3-1"], set()),
    ],
)
def test_a_class_that_was_renamed_since_is_still_found(
    planned: dict[int, str], names: list[str], there: set[int]
) -> None:
    assert classes_named(planned, names) == there


@both_databases
@pytest.mark.parametrize("moved_ago", [2, 20])
def test_what_a_moved_class_had_before_a_correction_is_known_of_the_day(app: Flask, data: None, moved_ago: int) -> None:
    """The figure had it and the list did not, where the class had gone before the day or went after it."""
    at = histories.world()
    at.day = local_now().date() - timedelta(days=30)
    for step, pick in ((histories.schedule, 3), (histories.confirm, 3)):
        histories.take(step, at, pick)
    at.day += timedelta(days=30 - moved_ago)
    school, successor = at.schools[0], at.schools[1]
    school.closed_on = at.day
    move_classes(moves_to(classes_of(school.id), successor), successor, at.day)
    schools_changed((), at.now)
    db.session.commit()
    at.day = local_now().date() - timedelta(days=1)
    histories.take(histories.withdraw, at, 3)
    then, path = local_now().date() - timedelta(days=10), at.counties[0].path
    year = Year.numbered(year_of(then, "09-01"), "09-01")
    asked = Asked(Schools(Scope(Role.ADMIN), path), year, then, Decimal(4), as_of=then)
    found = total(tallies(asked, Key.SCHOOL).values())
    assert found == figures_on([path], year, then)[path].tally()
    assert found.reached == 2
    db.session.remove()
