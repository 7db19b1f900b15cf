"""Figures of a past day for programs: the same as the page of that day, and refused where nothing is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from course.access.models import Role
from course.coverage.measure_rules import Status
from course.coverage.models import RegionRule
from course.db import db
from course.i18n import local_now
from course.schedule import actions as schedule_actions
from course.schedule.models import LessonState
from course.sharing.figure_rules import NothingKnown, told_of
from tests import histories, make, make_delivery, make_sharing
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
TODAY = date(2026, 11, 26)
KINDS = ("appointed", "hours", "classes")
LABELS = dict(zip(Status, ("已覆盖", "进展正常", "有风险", "未覆盖"), strict=True))


@pytest.mark.parametrize(
    ("day", "number", "year", "then"),
    [(None, None, 2026, TODAY), (None, 2024, 2024, TODAY), (TODAY, None, 2026, TODAY),
     (date(2026, 8, 31), None, 2025, date(2026, 8, 31)), (date(2026, 10, 1), 2024, 2024, date(2026, 10, 1)),
     (date(2000, 9, 1), None, 2000, date(2000, 9, 1))],
)  # fmt: skip
def test_the_day_and_the_year_of_which_is_told(day: date | None, number: int | None, year: int, then: date) -> None:
    told = told_of(day, number, TODAY, "09-01")
    assert (told.year.number, told.day, told.today) == (year, then, TODAY)


@pytest.mark.parametrize(
    ("day", "number", "name"),
    [(date(2026, 11, 27), None, "on"), (date.max, 2026, "on"), (date(2000, 8, 31), None, "on"), (date.min, None, "on"),
     (date(2026, 8, 31), 2026, "year")],
)  # fmt: skip
def test_days_of_which_nothing_is_known(day: date, number: int | None, name: str) -> None:
    with pytest.raises(NothingKnown) as unknown:
        told_of(day, number, TODAY, "09-01")
    assert unknown.value.name == name


@pytest.fixture
def told(data: None) -> tuple[Any, date]:
    """Lessons confirmed some weeks ago and corrected this week; the last day before the corrections."""
    at = histories.world()
    at.day = local_now().date() - timedelta(days=40)
    make.appointment(at.people[0], at.schools[0], start=at.day, end=at.day + timedelta(days=20))
    for pick in (1, 8, 3, 10, 5, 22):
        histories.take(histories.schedule, at, pick)
        histories.take(histories.confirm, at, pick)
    then = at.day
    at.day += timedelta(days=35)
    for pick in range(30, 36):
        histories.take(histories.correct, at, pick * 7)
    return at, then


def ask(client: FlaskClient, key: str, query: str) -> TestResponse:
    return client.get(f"/api/v1/coverage/{query}", headers={"Authorization": f"Bearer {key}"})


# A school has what a page says with a word, or has it not.
OF_ONE = {"是": (1, 1), "否": (0, 1)}


def on_page(html: str) -> list[tuple[int, ...]]:
    """What a page of a day says of that day, the region first: confirmed, of how many; the rest is left."""
    html = re.sub(r'<tbody class="measures">.*?</tbody>', "", html, flags=re.DOTALL)
    then = re.sub(r'<td data-label="今天">.*?</td>', "", html)
    cells = re.findall(r'<td data-label="[^"]*"><div>(?:<span class="of[^"]*">(?:(\d+) / (\d+)|(是|否))|–)', then)
    return [OF_ONE[word] if word else (int(some or 0), int(of or 0)) for some, of, word in cells]


def in_answer(figures: dict[str, Any]) -> list[tuple[int, ...]]:
    """The same of an answer."""
    return [(figures[kind]["confirmed"], figures[kind]["total"]) for kind in KINDS]


@both_databases
def test_figures_are_those_of_the_page_of_that_day(client: FlaskClient, told: Any, sign_in: SignIn) -> None:
    at, then = told
    admin = make.user(Role.ADMIN)
    codes, days = ["P1", *(county.code for county in at.counties)], [then + timedelta(days=by) for by in (0, -1, 36)]
    browser = sign_in(admin.id)
    pages = {(code, day): browser.get(f"/coverage/regions/{code}/day?day={day}") for code in codes for day in days}
    key = make_sharing.token(admin)
    for (code, day), page in pages.items():
        answer = ask(client, key, f"regions?region={code}&on={day}").json
        assert answer["on"] == answer["appointments_on"] == day.isoformat()
        rows = answer["data"] if code == "P1" else ask(client, key, f"schools?region={code}&on={day}").json["data"]
        expected = [answer["figures"], *(row["figures"] for row in rows)]
        assert on_page(page.text) == [cell for figures in expected for cell in in_answer(figures)], (code, day)
    county = f"regions?region={at.counties[0].code}"
    assert ask(client, key, f"{county}&on={then}").json["figures"] != ask(client, key, county).json["figures"]


@both_databases
def test_the_other_measures_are_those_of_the_page_of_that_day(client: FlaskClient, told: Any, sign_in: SignIn) -> None:
    at, then = told
    admin, seen = make.user(Role.ADMIN), set()
    browser, county = sign_in(admin.id), at.counties[0].code
    days = [then, then + timedelta(days=36), local_now().date()]
    pages = {("regions", code, day): "regions" for code in ("P1", county) for day in days}
    pages |= {("schools", at.schools[0].code, day): "schools" for day in days}
    html = {key: browser.get(f"/coverage/{key[0]}/{key[1]}/day?day={key[2]}").text for key in pages}
    key = make_sharing.token(admin)
    for (kind, code, day), page in html.items():
        if kind == "regions":
            told_of = ask(client, key, f"regions?region={code}&on={day}").json
        else:
            rows = ask(client, key, f"schools?region={county}&on={day}").json["data"]
            (told_of,) = [row for row in rows if row["code"] == code]
        assert measures_on(page) == measures_in(told_of["measures"]), (kind, code, day)
        assert standing_on(page) in standing_in(told_of["measures"]["standing"]), (kind, code, day)
        seen.add(str(told_of["measures"]))
    assert len(seen) > 3


def measures_on(html: str) -> list[str]:
    """The measures of the day as its page writes them; a school is covered or not by how it stands."""
    *first, lessons, themes, practice, organised = words_on(html)[: 8 if "/" in words_on(html)[0] else 5]
    covered = first[0] if "/" in first[0] else f"{int(first[0] == LABELS[Status.COVERED])} / 1"
    return [lessons, covered, themes, practice, organised]


def standing_on(html: str) -> list[str]:
    """How many schools of a region stand how, without those that are covered; of a school how it stands."""
    first, *others = words_on(html)
    return others[:3] if "/" in first else [first]


def standing_in(standing: dict[str, int]) -> list[list[str]]:
    """The same of an answer, as a region and as a school write it."""
    numbers = [str(standing[status.value]) for status in Status if status is not Status.COVERED]
    return [numbers, [LABELS[status] for status in Status if standing[status.value]]]


def words_on(html: str) -> list[str]:
    """What the page of a day says of that day beside each measure."""
    (part,) = re.findall(r'<tbody class="measures">(.*?)</tbody>', html, re.DOTALL)
    cells = re.findall(r"<tr>.*?<td[^>]*>(.*?)</td>", part, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in cells]


def measures_in(measures: dict[str, Any]) -> list[str]:
    """The same of an answer."""
    shares = [measures[name] for name in ("covered", "themes")]
    of_all = [f"{one['confirmed']} / {one['total']}" if one["total"] else "–" for one in shares]
    percents = [measures[name] for name in ("practice_percent", "organised_percent")]
    return [str(measures["confirmed_lessons"]), *of_all, *("–" if one is None else f"{one:.1f}%" for one in percents)]


def test_what_was_planned_then_is_told(client: FlaskClient, told: Any) -> None:
    """A lesson of next week that was scheduled after the day, and one of the day after it that was called off since."""
    at, then = told
    key, code = make_sharing.token(make.user(Role.BUREAU, at.counties[0])), at.schools[0].code
    today, following = local_now().date(), then + timedelta(days=1)
    for day, created in ((today + timedelta(days=7), then + timedelta(days=5)), (following, then)):
        row = make_delivery.lesson(at.people[0], at.schools[0], datetime.combine(day, time(8)))
        row.created_at = datetime.combine(created, time(4), UTC)
    called_off = datetime.combine(following, time(4), UTC)
    schedule_actions.enter_state(row, LessonState.CANCELLED, "cancel", user=at.teacher, now=called_off)
    db.session.commit()
    for on, coming in ((then, 1), (then - timedelta(days=1), 0), (then + timedelta(days=5), 1), (today, 1)):
        rows = ask(client, key, f"schools?on={on}").json["data"]
        assert {one["code"]: one["scheduled_lessons"] for one in rows}[code] == coming, on
    assert ask(client, key, f"schools?on={today}").json["data"] == ask(client, key, "schools").json["data"]
    pages = [ask(client, key, f"schools?on={then}&limit=1").json]
    pages.append(client.get(pages[0]["next"], headers={"Authorization": f"Bearer {key}"}).json)
    assert [page["data"] for page in pages] == [
        [row] for row in ask(client, key, f"schools?on={then}").json["data"]
    ] and f"on={then}" in pages[0]["next"]


@pytest.mark.parametrize("what", ["regions", "schools"])
@pytest.mark.parametrize(
    ("query", "status", "name"),
    [("on=2026-13-01", 400, "on"), ("on=yesterday", 400, "on"), ("on=", 400, "on"), ("on=20261101", 400, "on"),
     ("on=2026-10-01&on=2026-10-02", 400, "on"), ("day=2026-10-01", 400, "day"), ("on=9999-12-31", 404, "on"),
     ("on=0001-01-01", 404, "on"), ("on=2001-01-01&year=2026", 404, "year")],
)  # fmt: skip
def test_no_other_day_is_told(client: FlaskClient, told: Any, what: str, query: str, status: int, name: str) -> None:
    answer = ask(client, make_sharing.token(make.user(Role.ADMIN)), f"{what}?{query}")
    assert (answer.status_code, answer.json["parameter"]) == (status, name)
    assert answer.content_type == "application/problem+json"


def test_the_hours_that_a_region_asks_for_are_told(client: FlaskClient, told: Any) -> None:
    at, _ = told
    make.save(RegionRule(region_path=at.counties[0].path, hours=Decimal(6), changed_at=make.LONG_AGO))
    own = make_sharing.token(make.user(Role.SCHOOL, at.schools[0]))
    admin, code = make_sharing.token(make.user(Role.ADMIN)), at.counties[0].code
    assert ask(client, own, "schools").json["hours_owed"] == 6
    assert ask(client, admin, f"regions?region={code}").json["hours_owed"] == 6
    answer = ask(client, admin, "schools").json
    assert answer["hours_owed"] == 4 and [row["hours_owed"] for row in answer["data"]] == [6, 6, 4]
