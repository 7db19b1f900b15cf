"""The commands of plans, as an administrator types them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from course.db import db, one_transaction, utc_now
from course.planning.models import Plan
from course.roster.models import Region, Term
from course.schedule import actions as schedule
from course.schedule.models import Lesson
from tests import make, make_plans
from tests.conftest import both_databases

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Type a command of the group ``plan``."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["plan", *map(str, words)])


def rows(path: Path) -> list[dict[str, str]]:
    """The lines of a plan.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@both_databases
def test_a_plan_is_made_published_and_withdrawn(app: Flask, run: Run, tmp_path: Path) -> None:
    with app.app_context():
        make_plans.world()
    out, file = tmp_path / "plan.csv", tmp_path / "again.csv"
    made = run("make", "--out", out, "--from", make_plans_day(app))
    assert made.exit_code == 0, made.output
    assert "plan 1" in made.output and "lessons 8 (0 by substitutes)" in made.output
    for word in ("schools with their hours 2/2", "classes reached 6/6", "bound", "soft cost", "visits", "seconds"):
        assert word in made.output
    lines = rows(out)
    assert list(lines[0]) == [
        "lesson_id",
        "vice_principal",
        "school",
        "date",
        "start",
        "end",
        "classes",
        "theme",
        "place",
    ]
    assert lines[0]["lesson_id"] == "R000S0-01" and lines[0]["place"] == "class"
    assert re.fullmatch(r"\d+-\d+", lines[0]["classes"])
    assert run("export", 1, file).exit_code == 0 and file.read_bytes() == out.read_bytes()
    published = run("publish", 1)
    assert published.exit_code == 0 and "8 lessons published" in published.output
    assert rows(file) == lines
    assert "published 1" in run("list").output
    withdrawn = run("withdraw", 1)
    assert withdrawn.exit_code == 0 and "8 lessons withdrawn" in withdrawn.output
    run("export", 1, file)
    assert rows(file) == []


def make_plans_day(app: Flask) -> str:
    """Tomorrow, as it is typed."""
    with app.app_context():
        return make_plans.tomorrow().isoformat()


def test_what_is_published_is_written_as_it_stands_now(app: Flask, run: Run, tmp_path: Path) -> None:
    with app.app_context():
        world = make_plans.world()
        plan_id = make_plans.planned(world)
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    run("export", plan_id, before)
    run("publish", plan_id)
    with app.app_context(), one_transaction():
        first, second, *_ = db.session.query(Lesson).order_by(Lesson.id)
        schedule.cancel(first, "值班", user=None, now=utc_now())
        second.start, second.end = second.start + timedelta(minutes=5), second.end + timedelta(minutes=5)
    run("export", plan_id, after)
    old, new = ({row["lesson_id"]: row for row in rows(path)} for path in (before, after))
    assert len(new) == len(old) - 1 and set(new) < set(old)
    assert sum(new[code] != old[code] for code in new) == 1


@both_databases
def test_one_or_two_workers_make_the_same_plan(
    app: Flask, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.planning.plan_actions.chunks", lambda groups: [[group] for group in groups])
    with app.app_context():
        make_plans.world(counties=3)
    found = []
    for workers in (1, 2):
        out = tmp_path / f"{workers}.csv"
        made = run("make", "--workers", workers, "--out", out)
        assert made.exit_code == 0, made.output
        found.append(out.read_bytes())
    assert found[0] == found[1] and len(rows(out)) == 24
    with app.app_context():
        assert make_plans.states(1) == make_plans.states(2) == ["draft"] * 3


def test_a_draft_that_no_longer_fits_is_refused_with_its_lessons(app: Flask, run: Run) -> None:
    with app.app_context():
        world = make_plans.world()
        plan_id = make_plans.planned(world)
        row = make_plans.drafted(plan_id)[0]
        make.blackout(make_plans.school(world), row.start, row.end)
    refused = run("publish", plan_id)
    assert refused.exit_code == 1 and row.code in refused.output and "Traceback" not in refused.output


@pytest.mark.parametrize(
    "words, said, code",
    [
        (["make", "--term", "nothing"], "There is no term nothing", 2),
        (["make", "--region", "nowhere"], "There is no region", 2),
        (["make", "--from", "2020-01-01"], "", 1),
        (["make", "--from", "2026-02-30"], "--from", 2),
        (["make", "--workers", "0"], "--workers", 2),
        (["make", "--out", "/nowhere/plan.csv"], "/nowhere/plan.csv", 2),
        (["publish", "7"], "There is no plan 7", 2),
        (["publish", "99999999999999999999"], "There is no plan", 2),
        (["withdraw", "-7"], "", 2),
        (["export", "7", "/tmp/x.csv"], "There is no plan 7", 2),
        (["publish", "abc"], "", 2),
        (["withdraw", "1"], "Nothing of this plan is published", 1),
    ],
)
def test_what_cannot_be_done_is_said_in_words(app: Flask, run: Run, words: list[str], said: str, code: int) -> None:
    with app.app_context():
        world = make_plans.world()
        make_plans.planned(world)
    result = run(*words)
    assert result.exit_code == code and said in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception


def test_an_empty_ledger_is_a_sentence(app: Flask, run: Run) -> None:
    assert "no term" in run("make").output
    with app.app_context():
        make.term()
    assert "no region" in run("make").output
    with app.app_context():
        make.region("A")
    assert run("make").exit_code == 1
    with app.app_context():
        make.region("B")
    several = run("make")
    assert several.exit_code == 2 and "A, B" in several.output
    assert run("list").output == ""


def test_a_county_that_cannot_be_planned_makes_the_command_fail(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from course.planning.solver import planner

    def broken(*given: Any) -> Any:
        raise RuntimeError("it breaks")

    with app.app_context():
        make_plans.world()
    monkeypatch.setattr(planner, "make_draft", broken)
    result = run("make")
    assert result.exit_code == 1 and "0号县" in result.output and isinstance(result.exception, SystemExit)


def test_the_term_and_the_region_are_found_by_themselves(app: Flask, run: Run) -> None:
    with app.app_context():
        make_plans.world()
        today = make_plans.today()
        make.term(name="later", start=today + timedelta(days=200), end=today + timedelta(days=300))
    assert run("make").exit_code == 0
    assert run("make", "--region", "R000", "--term", "now").exit_code == 0
    with app.app_context():
        plans = db.session.query(Plan).order_by(Plan.id).all()
        assert [db.session.get_one(Region, plan.region_id).code for plan in plans] == ["C00", "R000"]
        assert {db.session.get_one(Term, plan.term_id).name for plan in plans} == {"now"}
