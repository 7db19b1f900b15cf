"""``coverage report``: the figures for other programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from course.coverage.commands import coverage
from course.delivery.models import Confirmation
from course.i18n import local_now
from course.roster.models import Level
from course.schedule.models import LessonState
from tests import make, make_delivery


@pytest.fixture
def city(app: Flask) -> None:
    """A city with two schools in a county and one of its own."""
    with app.app_context():
        city = make.region("C00", level=Level.CITY)
        county = make.region("R000", parent=city)
        person = make.vice_principal(make.station(county))
        good, poor = (make.school(county, code=code, name=f"{code}小学") for code in ("S1", "S2"))
        make.school(city, code="S3")
        make.appointment(person, good)
        classes = tuple(make.school_class(good, 3, number) for number in (1, 2))
        make.school_class(poor, 4, 1)
        start = local_now().replace(microsecond=0) - timedelta(days=1)
        row = make_delivery.lesson(person, good, start, classes, state=LessonState.CONFIRMED, minutes=160)
        make_delivery.confirmation(row, classes, minutes=160)


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    answer = app.test_cli_runner().invoke(coverage, ["report", *words])
    return answer.exit_code, answer.stdout, answer.stderr


def test_the_report_names_every_figure_and_what_is_missing(app: Flask, city: None) -> None:
    code, printed, _ = run(app, "--region", "C00", "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["figures"]["appointed"] == {"confirmed": 1, "claimed": 0, "total": 3, "percent": 33.3}
    assert found["figures"]["hours"]["confirmed"] == 1
    assert found["figures"]["classes"] == {"confirmed": 2, "claimed": 0, "total": 3, "percent": 66.6}
    assert found["figures"]["minutes"] == {"taught": 160, "organised": 0, "claimed": 0}
    assert [(row["code"], row["direct"], row["appointed"]["total"]) for row in found["children"]] == [
        ("R000", False, 2),
        ("C00", True, 1),
    ]
    assert {row["school"] for row in found["missing"]["appointed"]} == {"S2", "S3"}
    assert found["missing"]["classes"] == [{"school": "S2", "name": "S2小学", "classes": ["4-1"]}]
    assert datetime.fromisoformat(found["as_of"])


def test_an_empty_region_has_no_percent(app: Flask) -> None:
    with app.app_context():
        make.region("R9")
    code, printed, _ = run(app, "--region", "R9", "--json", "--year", "2020")
    assert code == 0
    assert json.loads(printed)["figures"]["classes"]["percent"] is None
    assert json.loads(printed)["year"] == {"number": 2020, "first_day": "2020-09-01", "last_day": "2021-08-31"}


def test_the_report_can_be_read(app: Flask, city: None) -> None:
    code, printed, _ = run(app, "--region", "C00")
    assert code == 0
    assert "appointed 1/3" in printed


def test_a_past_day_is_told_as_it_was_known(app: Flask, city: None) -> None:
    with app.app_context():
        day, confirmed_on = local_now().date() - timedelta(days=2), local_now().date()
        make.db.session.scalars(make.db.select(Confirmation)).one().confirmed_at = datetime.now(UTC)
        make.db.session.commit()
    _, printed, _ = run(app, "--region", "C00", "--json", "--day", f"{day}")
    then = json.loads(printed)
    assert (then["as_of"], then["appointments_on"]) == (f"{day}", f"{day}")
    assert then["figures"]["classes"]["confirmed"] == 0 and then["figures"]["minutes"]["taught"] == 0
    assert {"school": "S1", "name": "S1小学", "classes": ["3-1", "3-2"]} in then["missing"]["classes"]
    _, printed, _ = run(app, "--region", "C00", "--json", "--day", f"{confirmed_on}")
    now = json.loads(printed)
    assert now["figures"]["classes"]["confirmed"] == 2 and "T" in now["as_of"]
    assert set(then) == set(now)


@pytest.mark.parametrize(
    "words",
    [
        *(("--region", "NO"), ("--region", "C00", "--year", "x"), ("--year", "2026")),
        *(("--region", "C00", "--day", day) for day in ("x", "2999-01-01", "1970-01-01")),
        ("--region", "C00", "--year", "2020", "--day", "2020-08-31"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_sentence(app: Flask, city: None, words: tuple[str, ...]) -> None:
    code, printed, said = run(app, *words)
    assert code == 2
    assert printed == ""
    assert said
