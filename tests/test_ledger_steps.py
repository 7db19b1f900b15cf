"""How far an import is: told of each table, while it is compared and while it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from course import job_queue
from course.db import one_transaction, utc_now
from course.ledger import applying, importing
from course.ledger.steps import COMPARED, TOLD_EVERY, WRITTEN, Step, said
from tests import ledgers

Told = tuple[int, int, str]


def test_every_table_is_told_of_while_it_is_compared_and_written(data: None, tmp_path: Path) -> None:
    told: list[Told] = []
    tables = importing.read(ledgers.folder(tmp_path / "ledger")).tables
    with one_transaction():
        applying.write_all(tables, ledgers.EVERYTHING, "", lambda *step: told.append(step), now=utc_now())
    sizes = {judged.table.name: len(judged.rows) for judged in tables if judged.table.name != "term"}
    assert told == [
        (done, rows, f"{what} {name}")
        for name, rows in sizes.items()
        for what in (COMPARED, WRITTEN)
        for done in (0, rows)
    ]


def test_a_dry_run_tells_what_it_compares_and_writes_nothing(data: None, tmp_path: Path) -> None:
    told: list[Told] = []
    tables = importing.read(ledgers.folder(tmp_path / "ledger")).tables
    applying.compare_all(tables, ledgers.EVERYTHING, "", lambda *step: told.append(step))
    assert {said(part)[0] for _, _, part in told} == {COMPARED}


def test_of_many_rows_some_are_told_of_at_once() -> None:
    told: list[Told] = []
    step = Step(lambda *one: told.append(one), "written classes", 2 * TOLD_EVERY + 1)
    for _row in range(2 * TOLD_EVERY + 1):
        step.take(1)
    assert [done for done, _, _ in told] == [TOLD_EVERY, 2 * TOLD_EVERY, 2 * TOLD_EVERY + 1]


@pytest.mark.parametrize(
    ("kept", "understood"), [(None, (0, 0, "")), ((3, 10), (3, 10, "")), ((3, 10, "x"), (3, 10, "x"))]
)
def test_what_an_earlier_version_told_is_understood(app: Flask, kept: object, understood: Told) -> None:
    with app.app_context():
        if kept:
            app.extensions["queue"].put("progress:987654", kept)
        assert job_queue.kept_progress(987654) == understood
        app.extensions["queue"].get("progress:987654")


def test_what_is_told_where_no_job_is_at_work_reaches_nobody(app: Flask) -> None:
    with app.app_context():
        job_queue.tell(1, 2, "x")
        with job_queue.telling_of(987654):
            job_queue.tell(1, 2, "x")
        job_queue.tell(2, 2, "x")
        assert job_queue.kept_progress(987654) == (1, 2, "x")
        app.extensions["queue"].get("progress:987654")
