"""``coverage report --all``: a line for every region, each with what its page and its own report say."""

from __future__ import annotations

import gc
import json
import os
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from bench import filling
from bench.country_shape import CITIES, COUNTIES, Shape
from course.coverage.every_report import AT_ONCE, every_report, regions_below
from course.coverage.report import coverage_report
from course.coverage.rules import Year
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db, utc_now
from course.i18n import local_now
from course.roster.rules import year_of
from tests import histories, race
from tests.conftest import both_databases, settings_for_tests
from tests.test_coverage_commands import city, run

__all__ = ["city"]
A_MEGABYTE = 1_000_000
LEVELS = 1 + CITIES + COUNTIES
# What a line says in the words of the report of its region.
SAME = ("region", "year", "as_of", "appointments_on", "hours_owed", "figures")


@both_databases
@pytest.mark.parametrize("ago", [0, 3, 40])
def test_every_line_says_what_the_report_of_its_region_says(app: Flask, data: None, ago: int) -> None:
    """Also of a past day, and of what a school takes along that goes elsewhere."""
    at = histories.world()
    at.day = local_now().date() - timedelta(days=42)
    early = (histories.schedule, histories.confirm, histories.appoint, histories.schedule, histories.schedule)
    for pick, step in enumerate(early, start=5):
        histories.take(step, at, pick)
    at.day += timedelta(days=30)
    for pick, step in enumerate((histories.confirm, histories.report, histories.correct, histories.move), start=9):
        histories.take(step, at, pick)
    now = local_now()
    day = now.date() - timedelta(days=ago)
    year = Year.numbered(year_of(day, "09-01"), "09-01")
    lines = list(every_report(regions_below(""), year, now, day))
    whole = [coverage_report(line["region"]["code"], year, now, day) for line in lines]
    assert len(lines) == len(at.counties) + 1 and any(line["missing"]["classes"] for line in lines)
    for line, report in zip(lines, whole, strict=True):
        assert report and {key: line[key] for key in SAME} == {key: report[key] for key in SAME}
    for name in ("appointed", "hours", "classes"):
        parts = [one for line in lines for one in line["missing"][name]]
        assert sorted(map(str, parts)) == sorted(map(str, whole[0]["missing"][name])), name  # type: ignore[index]


def test_lines_are_objects_or_words(app: Flask, city: None) -> None:
    code, printed, said = run(app, "--all", "--json")
    found = [json.loads(line) for line in printed.splitlines()]
    assert code == 0 and [one["region"]["code"] for one in found] == ["C00", "R000"]
    assert [one["figures"]["appointed"]["total"] for one in found] == [3, 2]
    assert [row["school"] for row in found[0]["missing"]["appointed"]] == ["S3"]
    assert found[0]["within_reach"] is None and "Regions" in said
    assert run(app, "--all", "--region", "R000")[1].splitlines() == [
        "R000 R000区: appointed 1/2, hours 1/2, classes 2/3"
    ]


@pytest.mark.parametrize(
    "words", [("--all", "--region", "NO"), ("--all", "--xlsx", "a.xlsx"), ("--all", "--day", "2999-01-01")]
)
def test_what_cannot_be_told_of_all_is_refused(app: Flask, city: None, words: tuple[str, ...]) -> None:
    code, printed, said = run(app, *words)
    assert (code, printed) == (2, "") and said


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A province of eleven cities and 92 counties with two schools each, as large ones are made for measuring."""
    folder: Path = tmp_path_factory.mktemp("country")
    with race.postgresql_database(f"course_every_{os.getpid()}") as address:
        app = create_app(**settings_for_tests(folder), DATABASE_URL=address)
        assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
        with app.app_context():
            filling.fill(app.config["SQLALCHEMY_DATABASE_URI"], shape(), lambda text: None)
            rebuild(utc_now())
            db.session.commit()
            yield app
            db.session.remove()
            db.engine.dispose()


def shape() -> Shape:
    """Two schools in each county."""
    return Shape(1, 2 * COUNTIES, 1, date(2026, 11, 26))


def lines_of(app: Flask) -> Iterator[dict[str, Any]]:
    """Every region of the country, this year."""
    today = local_now()
    return every_report(regions_below(""), Year.numbered(year_of(today.date(), "09-01"), "09-01"), today, today.date())


def test_the_regions_of_a_country_add_up(country: Flask) -> None:
    found = list(lines_of(country))
    by_level = {level: [one for one in found if one["region"]["level"] == level] for level in ("city", "county")}
    assert (len(found), len(by_level["city"]), len(by_level["county"])) == (LEVELS, CITIES, COUNTIES)
    for key in ("appointed", "hours", "classes"):
        sums = {level: sum(one["figures"][key]["total"] for one in some) for level, some in by_level.items()}
        assert {*sums.values()} == {found[0]["figures"][key]["total"]} != {0}, key
    assert all(any(one["missing"].values()) is False for one in (found[0], *by_level["city"])), "only their own schools"


def test_what_was_counted_of_a_region_is_let_go(country: Flask) -> None:
    """As much is held after a hundred regions as after fifty."""
    reports, held = lines_of(country), []
    tracemalloc.start()
    try:
        for _ in range(2):
            assert sum(1 for _ in islice(reports, AT_ONCE + 1)) == AT_ONCE + 1
            # A statement and its parts hold one another.
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert held[1] - held[0] < A_MEGABYTE, held
