"""``plan appoint``: what it prints, writes and answers, also for counties with nobody in them."""

from __future__ import annotations

import csv
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from course.db import db
from course.planning.commands import plan
from course.roster.models import Appointment
from tests import make
from tests.conftest import both_databases


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    answer = app.test_cli_runner().invoke(plan, ["appoint", *words])
    return answer.exit_code, answer.stdout, answer.stderr


def a_county(app: Flask, code: str, schools: int, people: int) -> None:
    with app.app_context():
        county = make.region(code)
        station = make.station(county, code=f"{code}ST")
        for number in range(schools):
            make.school(county, code=f"{code}S{number}", name=f"=第{number}小学")
        for number in range(people):
            make.vice_principal(station, code=f"{code}V{number}")


def appointments(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(Appointment))
        db.session.remove()
        return found


@both_databases
def test_it_proposes_and_writes_only_when_asked(app: Flask) -> None:
    a_county(app, "R0", 3, 2)
    code, printed, _ = run(app)
    assert code == 0 and "3 of 3 schools without anybody today, 0 after" in printed
    assert "3 new, 0 renewed" in printed and "proved optimal" in printed
    assert appointments(app) == 0
    assert run(app, "--apply")[0] == 0
    assert appointments(app) == 3
    code, printed, _ = run(app, "--apply")
    assert code == 0 and "0 new, 0 renewed" in printed
    assert appointments(app) == 3


def test_too_few_people_are_told_school_by_school(app: Flask) -> None:
    a_county(app, "R0", 5, 2)
    code, printed, _ = run(app)
    assert code == 1
    assert "5 of 5 schools without anybody today, 1 after" in printed
    assert sum(line.startswith("  R0S") for line in printed.splitlines()) == 1


def test_no_people_no_schools_no_regions_are_answers(app: Flask) -> None:
    assert run(app)[0] == 0
    a_county(app, "R0", 12, 0)
    code, printed, _ = run(app)
    assert code == 1 and "and 2 more schools" in printed
    a_county(app, "R1", 0, 3)
    assert run(app, "--region", "R1")[0] == 0


def test_one_region_is_enough_and_an_unknown_one_is_refused(app: Flask, tmp_path: Path) -> None:
    a_county(app, "R0", 1, 1)
    a_county(app, "R1", 1, 1)
    code, printed, _ = run(app, "--region", "R1", "--apply", "--out", str(tmp_path / "a.csv"))
    assert code == 0 and "R0" not in printed and appointments(app) == 1
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8-sig")))
    assert [(row["school"], row["vice_principal"], row["km"]) for row in rows] == [("R1S0", "R1V0", "10.0")]
    assert rows[0]["school_name"] == "'=第0小学", "no cell is a formula"
    code, _, told = run(app, "--region", "nowhere")
    assert code == 2 and "nowhere" in told


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_made(app: Flask, tmp_path: Path) -> None:
    a_county(app, "R0", 1, 1)
    code, _, told = run(app, "--apply", "--out", str(tmp_path / "missing" / "a.csv"))
    assert code == 2 and "a.csv" in told
    assert appointments(app) == 0
