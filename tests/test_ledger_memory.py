"""Large files take no more memory than small ones, read, compared and written; and what is too large is refused."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from course.db import db, one_transaction, utc_now
from course.ledger import applying, decoding, importing, judging, oneroster, reporting
from course.ledger.reading import Unreadable
from course.ledger.remarks import Outcome
from course.ledger.wording import sentence
from tests import ledgers
from tests.test_ledger_import import everything
from tests.test_planning_killed import ROOT

# Reads all rows of a folder with so many bytes more than it has when everything is loaded.
READ = """
import resource, sys
from pathlib import Path
from course.ledger import oneroster, reading, spreadsheet, tables
held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + int(sys.argv[2]),) * 2)
print(sum(1 for sheet in reading.open_ledger(Path(sys.argv[1])).sheets for row in sheet.rows()))
"""
MEBIBYTE = 1024 * 1024


def rows_read(folder: Path, room: int) -> int:
    """How many rows a process reads that may take so much memory for it, the headings too."""
    command = [sys.executable, "-c", READ, str(folder), str(room)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout)


def test_a_large_table_is_never_held_as_a_whole(tmp_path: Path) -> None:
    row = "S1,3,1,40" + "," * 90 + "\n"
    (tmp_path / "classes.csv").write_text("school,grade,class,pupils\n" + row * 400_000, encoding="utf-8")
    assert (tmp_path / "classes.csv").stat().st_size > 35 * MEBIBYTE
    assert rows_read(tmp_path, 20 * MEBIBYTE) == 400_001


def export(folder: Path, users: int) -> Path:
    """A OneRoster export of one school with so many users, of whom one runs it."""
    (folder / "manifest.csv").write_text("propertyName,value\noneroster.version,1.1\n")
    orgs = "sourcedId,name,type,identifier,parentSourcedId\nD,东吉县,district,D0,\no1,实验小学,school,S1,D\n"
    (folder / "orgs.csv").write_text(orgs, encoding="utf-8")
    head = "sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,email\n"
    rows = [f"user-{n:08d}-0000-4000,true,o1,student,小明,王,name{n:08d}@example.com\n" for n in range(users - 1)]
    rows.append("head,true,o1,administrator,立新,王,head@example.com\n")
    (folder / "users.csv").write_text(head + "".join(rows), encoding="utf-8")
    return folder


def test_the_users_of_an_export_are_never_held_as_a_whole(tmp_path: Path) -> None:
    assert (export(tmp_path, 200_000) / "users.csv").stat().st_size > 14 * MEBIBYTE
    assert rows_read(tmp_path, 12 * MEBIBYTE) == 6


def test_the_pupils_of_an_export_are_counted_in_little_memory(tmp_path: Path) -> None:
    export(tmp_path, 5)
    rooms = "".join(f"c{n},{n + 1}班,03,,homeroom,o1\n" for n in range(100))
    (tmp_path / "classes.csv").write_text("sourcedId,title,grades,classCode,classType,schoolSourcedId\n" + rooms)
    pupils = "".join(f"c{n % 100},u{n},student\n" for n in range(200_000))
    (tmp_path / "enrollments.csv").write_text("classSourcedId,userSourcedId,role\n" + pupils + pupils[:8_000])
    assert rows_read(tmp_path, 10 * MEBIBYTE) == 107


def test_the_classes_of_an_export_are_never_held_as_a_whole(tmp_path: Path) -> None:
    export(tmp_path, 5)
    rooms = "".join(f"c{n},{n % 40 + 1}班,03,,{('homeroom', 'scheduled')[n % 2]},o1\n" for n in range(40_000))
    (tmp_path / "classes.csv").write_text("sourcedId,title,grades,classCode,classType,schoolSourcedId\n" + rooms)
    assert rows_read(tmp_path, 8 * MEBIBYTE) == 20_007


def test_more_rows_than_a_worker_has_memory_for_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = ledgers.folder(tmp_path / "ledger")
    lines = [len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in ledger.iterdir()]
    monkeypatch.setattr(importing, "MOST_ROWS", sum(lines))
    importing.read(ledger)
    monkeypatch.setattr(importing, "MOST_ROWS", sum(lines) - 1)
    with pytest.raises(Unreadable) as refused:
        importing.read(ledger)
    assert (refused.value.file, refused.value.rule) == ("term.csv", "too_many_rows")
    assert str(sum(lines) - 1) in sentence(refused.value.rule, refused.value.facts)


@pytest.mark.parametrize(("limit", "file", "fits"), [("MOST_ROWS", "users.csv", 5), ("MOST_KEPT", "orgs.csv", 2)])
def test_an_export_that_is_too_large_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, file: str, fits: int
) -> None:
    monkeypatch.setattr(oneroster, limit, fits)
    importing.read(export(tmp_path, 5))
    monkeypatch.setattr(oneroster, limit, fits - 1)
    with pytest.raises(Unreadable) as refused:
        importing.read(tmp_path)
    assert (refused.value.file, refused.value.rule) == (file, "too_many_rows")


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_rows_compared_a_few_at_a_time_come_to_the_same(
    data: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(applying, "COMPARED_AT_ONCE", at_once)
    first = ledgers.bring_in(ledgers.folder(tmp_path / "first"))
    assert ledgers.counts(first, Outcome.ADDED) == sum(len(table.rows) for table in first.values())
    classes = "school,grade,class,pupils\nS2,7,1,50\nS1,3,2,41\nS2,7,2,44\nS1,3,1,39\n"
    before = everything()
    again = ledgers.bring_in(ledgers.folder(tmp_path / "again", classes=classes))
    assert [ledgers.counts(again, one) for one in (Outcome.ADDED, Outcome.CHANGED)] == [1, 1]
    rows = everything()["school_class"]
    assert len(rows) == len(before["school_class"]) + 1


PEOPLE = 100


def absences(rows: int, reason: str = "值班", first: str = "V", times: int = 1) -> str:
    """A table of so many absences of a hundred people, those of one after those of the other."""
    each = rows // PEOPLE // times
    days = [(date(2026, 9, 1) + timedelta(days=n // 8), 8 + n % 8) for n in range(each)]
    spans = [f"{day} {hour:02d}:00,{day} {hour:02d}:30,{reason}\n" for day, hour in days]
    lines = [f"{first}{n + 1},{span}" * times for n in range(PEOPLE) for span in spans]
    return "vice_principal,start,end,reason\n" + "".join(lines)


FILES: dict[str, Callable[[int], str]] = {
    "new": absences,
    "changed": lambda rows: absences(rows, "培训"),
    "repaired": lambda rows: absences(rows).replace("-", "/"),
    "refused": lambda rows: absences(rows, first="X"),
    "doubled": lambda rows: absences(2 * rows, times=2),
}


def without_circles(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same; statements that were put together hold circles, a little for each of the parts, and they go at once."""

    def done(*given: Any) -> Any:
        found = work(*given)
        gc.collect()
        return found

    return done


def peak_of(folder: Path) -> int:
    """The most memory that an import of these files takes at one moment, with its report."""
    gc.freeze()  # What is loaded is not looked through each time.
    tracemalloc.start()
    try:
        with one_transaction():
            tables = importing.read(folder).tables
            applying.write_all(tables, ledgers.EVERYTHING, "", now=utc_now())
            reporting.keep_lines(tables, folder / "lines")
            db.session.rollback()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()
        db.session.remove()


@pytest.mark.parametrize("kind", FILES)
def test_the_memory_of_an_import_does_not_grow_with_its_rows(
    data: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(applying, "COMPARED_AT_ONCE", 1_000)
    monkeypatch.setattr(applying, "WRITTEN_AT_ONCE", 1_000)
    for name in ("compare_some", "insert", "update"):
        monkeypatch.setattr(applying, name, without_circles(getattr(applying, name)))
    monkeypatch.setattr(judging, "SETTLED_AT_ONCE", 500)
    monkeypatch.setattr(judging, "MOST_CELLS_REMEMBERED", 500)
    monkeypatch.setattr(decoding, "CHUNK", 8 * 1024)
    people = "code,name,station\n" + "".join(f"V{n + 1},王立新,PS1\n" for n in range(PEOPLE))
    few, many, peaks = 2_000, 6_000, {}
    for rows in (200, few, many):  # The first time much is loaded that stays.
        before = absences(rows if kind == "changed" else PEOPLE)
        ledgers.bring_in(ledgers.folder(tmp_path / f"{rows} before", vice_principals=people, unavailability=before))
        peaks[rows] = peak_of(ledgers.only(tmp_path / f"{rows}", unavailability=FILES[kind](rows)))
    assert (peaks[many] - peaks[few]) / (many - few) < 50
