"""A report of a past day: its figures are those of the page of that day, and its lessons add up to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.past_days.page import DayPage, asked_on, region_on
from course.coverage.queries import Asked, Schools
from course.coverage.region_queries import Place, SchoolRow, everything, place_with_code
from course.coverage.rules import Year, total
from course.db import db, utc_now
from course.delivery import actions as delivery_actions
from course.delivery.models import Manner
from course.i18n import in_language, local_now
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import moves_to
from course.reports.brief_queries import tally_before
from course.reports.figure_queries import RegionFigures
from course.reports.figure_queries import region_figures as figures_of_parts
from course.reports.ledger import write_ledger
from course.reports.lesson_queries import LessonLine, lesson_lines, lessons_between
from course.reports.matter import Matter
from course.reports.part_queries import parts_of, pieces_of
from course.reports.told_queries import Told, told
from course.roster.rules import year_of
from course.schedule import actions as schedule_actions
from course.schedule.models import LessonState
from course.snapshots import one_snapshot
from tests import histories, make, make_delivery, make_reports
from tests.conftest import both_databases
from tests.test_reports_ledger import sheets

SignIn = Callable[[int], FlaskClient]
EVERYTHING = Scope(Role.ADMIN)


def story() -> tuple[Any, list[date]]:
    """Two counties whose lessons were reported, confirmed, corrected, withdrawn; the days after each of these."""
    at, days = histories.world(), []
    at.day = local_now().date() - timedelta(days=40)
    histories.take(histories.appoint, at, 3), histories.take(histories.appoint, at, 10)
    picks = (1, 8, 3, 10, 5, 22, 6, 13)
    for pick in picks:
        histories.take(histories.schedule, at, pick)
    for step in (histories.report, histories.confirm, histories.correct, histories.withdraw, histories.miss):
        for pick in picks[:5]:
            histories.take(step, at, pick)
        days.append(at.day)
        at.day += timedelta(days=4)
    return at, days


def matter_on(place: Place, day: date) -> Matter:
    year = Year.numbered(year_of(day, "09-01"), "09-01")
    return Matter.of(EVERYTHING, place, year, day, local_now())


def page_on(place: Place, day: date) -> DayPage:
    """What the page of the day says."""
    matter, today = matter_on(place, day), local_now().date()
    schools = Schools(EVERYTHING, place.path)
    asked = Asked(schools, matter.year, matter.year.day_that_counts(day), matter.asked.hours)
    return region_on(place, asked_on(schools, asked, day, today), today)


def places(at: Any) -> list[Place]:
    found = [place_with_code(code, EVERYTHING) for code in ("P1", *(one.code for one in at.counties))]
    return [everything(), *(one for one in found if one is not None)]


def region_figures(matter: Matter) -> RegionFigures:
    return figures_of_parts(matter, parts_of(matter, pieces_of(matter)))


def taught_on(matter: Matter) -> Told:
    return told(matter, pieces_of(matter))


def schools_of(matter: Matter) -> list[SchoolRow]:
    return [row for part in parts_of(matter, pieces_of(matter)) for row in part.schools]


@both_databases
def test_the_figures_are_those_of_the_page_of_the_day(app: Any, data: None) -> None:
    at, days = story()
    seen = set()
    for place in places(at):
        for day in (*days, local_now().date()):
            found, page = region_figures(matter_on(place, day)), page_on(place, day)
            assert found.tally == page.then, (place.path, day)
            there = {row.code: row.tally for row, _hours in found.children} or {
                row.code: row.tally for row in schools_of(found.matter)
            }
            assert there == {row.code: row.then for row in page.rows}, (place.path, day)
            seen.add(found.tally)
    assert len(seen) > 6, "the story moves the figures"


@both_databases
def test_the_lessons_of_the_day_add_up_to_its_figures(app: Any, data: None) -> None:
    at, days = story()
    for place in places(at):
        for day in days:
            matter = matter_on(place, day)
            found, lines = region_figures(matter), list(lesson_lines(matter))
            confirmed = [line for line in lines if line.state is LessonState.CONFIRMED]
            assert minutes_of(confirmed) == (found.tally.taught_minutes, found.tally.organised_minutes), day
            claims = [line.minutes for line in lines if line.state is LessonState.DELIVERED]
            assert sum(claims) == found.tally.claimed_minutes, day
            reached = {(line.school_id, label) for line in confirmed for label in line.classes}
            assert len(reached) == found.tally.reached, day
            assert_parts(matter, found, confirmed)


def minutes_of(lines: list[LessonLine]) -> tuple[int, int]:
    """Minutes taught and organised."""
    found: Counter[bool] = Counter()
    for line in lines:
        found[line.manner is Manner.TAUGHT] += line.minutes or 0
    return found[True], found[False]


def assert_parts(matter: Matter, found: RegionFigures, confirmed: list[LessonLine]) -> None:
    """Months, themes, special forms and the classes that are missing say the same."""
    taught = taught_on(matter)
    months, themes = taught.months, taught.themes
    assert sum(row.lessons for row in months) == sum(row.lessons for row in themes) == len(confirmed)
    assert sum(sum(row.taught.values()) for row in months) == found.tally.taught_minutes
    assert taught.special["organised"] == sum(line.manner is Manner.ORGANISED for line in confirmed)
    unreached = sum(len(row.unreached) for row in schools_of(matter))
    assert unreached == found.tally.classes - found.tally.reached


def test_what_was_said_later_is_not_in_the_file(app: Any, data: None, tmp_path: Path) -> None:
    at, days = story()
    place, path = places(at)[1], tmp_path / "ledger.xlsx"
    with in_language("en"), one_snapshot():
        write_ledger(matter_on(place, days[0]), path, make_reports.quietly)
    found = sheets(path)
    states = Counter(row["State"] for row in found["Lessons"])
    assert states["Taught, not yet confirmed"] and not states["Confirmed"]
    assert found["By region"][-1]["Hours taught"] == 0


def test_the_brief_compares_with_the_figures_of_the_day_before_its_month(app: Any, data: None) -> None:
    at, _days = story()
    place, first = places(at)[1], local_now().date().replace(day=1)
    before = tally_before(matter_on(place, local_now().date()), first)
    if before is not None:
        assert before == total([page_on(place, first - timedelta(days=1)).then])


def test_the_page_in_the_browser_says_the_same(app: Any, data: None, sign_in: SignIn) -> None:
    at, days = story()
    place = places(at)[2]
    tally = region_figures(matter_on(place, days[2])).tally
    text = sign_in(make.user(Role.ADMIN).id).get(f"/coverage/regions/{place.region.code}/day?day={days[2]}").text
    assert f"{tally.reached} / {tally.classes}" in text and f"{tally.appointed} / {tally.schools}" in text


@pytest.mark.parametrize(
    ("day", "today", "passed"),
    [
        (date(2026, 11, 25), date(2026, 11, 26), True),
        (date(2026, 11, 26), date(2026, 11, 26), False),
        (date(2027, 8, 30), date(2028, 1, 1), True),
        (date(2027, 8, 31), date(2028, 1, 1), False),
    ],
)
def test_the_last_day_of_a_year_stands_for_all_that_is_known_of_it(day: date, today: date, passed: bool) -> None:
    assert Year(2026, date(2026, 9, 1), date(2027, 8, 31)).as_of(day, today) == (day if passed else None)


@both_databases
def test_the_themes_of_a_past_day_hold_classes_of_a_school_that_had_closed(app: Any, data: None) -> None:
    today = local_now().date()
    region = make.region()
    closed, successor = make.school(region), make.school(region)
    one = make.school_class(closed, 3, 1)
    start = datetime.combine(today - timedelta(days=20), datetime.min.time())
    row = make_delivery.lesson(
        make.vice_principal(make.station(region)), closed, start, (one,), state=LessonState.CONFIRMED
    )
    make_delivery.confirmation(row, (one,), confirmed_at=utc_now() - timedelta(days=19))
    closed.closed_on = today - timedelta(days=10)
    move_classes(moves_to([one], successor), successor, closed.closed_on)
    db.session.commit()
    place = place_with_code(region.code, EVERYTHING)
    assert place is not None
    found = [taught_on(matter_on(place, today - timedelta(days=ago))).themes for ago in (0, 5, 15)]
    assert [[(one.lessons, sum(one.classes.values())) for one in rows] for rows in found] == [
        [(0, 1)],
        [(0, 1)],
        [(1, 1)],
    ]


@both_databases
def test_what_came_next_is_told_as_it_stood_on_the_day(app: Any, data: None) -> None:
    """A lesson planned then and confirmed since, one accepted since, and one that nobody had asked for yet."""
    today, region = local_now().date(), make.region()
    school, person = make.school(region), make.vice_principal(make.station(region))
    rows = [make.school_class(school, 3, number) for number in (1, 2, 3)]
    start, asked = datetime.combine(today - timedelta(days=3), datetime.min.time()), utc_now() - timedelta(days=30)
    held, accepted, later = (
        make_delivery.lesson(person, school, start + timedelta(hours=hour), (row,), state=state)
        for hour, row, state in zip(
            (8, 9, 10), rows, (LessonState.SCHEDULED, LessonState.REQUESTED, LessonState.SCHEDULED), strict=True
        )
    )
    held.created_at = accepted.created_at = asked
    later.created_at = utc_now() - timedelta(days=4)
    teacher, police = make.user(Role.SCHOOL, school), make.user(Role.VICE_PRINCIPAL, person)
    schedule_actions.accept(accepted, user=police, now=utc_now() - timedelta(days=5))
    db.session.refresh(held, ["classes"])
    said = histories.said(1)
    delivery_actions.confirm(held, said, {rows[0].id}, user=teacher, now=utc_now(), local=local_now())
    db.session.commit()
    place = place_with_code(region.code, EVERYTHING)
    assert place is not None
    then, now = (
        lessons_between(matter_on(place, day), today - timedelta(days=4), today + timedelta(days=1))
        for day in (today - timedelta(days=8), today)
    )
    assert then == {LessonState.SCHEDULED: 1, LessonState.REQUESTED: 1}
    assert now == {LessonState.CONFIRMED: 1, LessonState.SCHEDULED: 2}
