"""The files of a province: the ledger with every lesson of the year, and the monthly brief."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import ledgers, places, taught
from bench.commands import Ran, flask
from bench.places import Place
from bench.reports_and_pages import while_reports_run
from bench.table import Effort, Line, Say, not_run

WHAT = "ledger of a province as .xlsx"
YEAR = "2026"
IMPORTED = (0, 1)
STARTS = 3
LEDGER_SECONDS, LEDGER_MEGABYTES, BRIEF_SECONDS = 30.0, 300.0, 3.0


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """One province, with a hundred thousand lessons."""
    reason = ledgers.missing_province() or places.missing(places.POSTGRESQL)
    reason = reason or ("" if effort.province else "left out by --quick")
    if reason:
        yield not_run(WHAT, places.POSTGRESQL, reason)
        return
    with tempfile.TemporaryDirectory(prefix="course-bench-province-") as folder, places.place(places.POSTGRESQL) as at:
        say("making a province and its lessons")
        ledgers.make_province(Path(folder))
        flask(at, "init")
        flask(at, "roster", "import", folder, codes=IMPORTED)
        yield from of_province(at, taught.fill(at), say)
        yield while_reports_run(at, "P0", int(YEAR), say)


def of_province(place: Place, lessons: int, say: Say) -> Iterator[Line]:
    """Both files; what the command costs without them is taken off."""
    say("writing the ledger and the brief")
    plain = statistics.median(report(place).seconds for _ in range(STARTS))
    book, brief = place.folder / "ledger.xlsx", place.folder / "brief.pptx"
    ran = report(place, "--xlsx", str(book))
    seconds, size = ran.seconds - plain, book.stat().st_size / 2**20
    yield Line(
        f"{WHAT}, {lessons:,} lessons",
        place.database,
        f"{seconds:.1f} s, {ran.megabytes:.0f} MB; {size:.1f} MB of file",
        f"{LEDGER_SECONDS:g} s, {LEDGER_MEGABYTES:g} MB",
        seconds <= LEDGER_SECONDS and ran.megabytes <= LEDGER_MEGABYTES,
    )
    ran = report(place, "--pptx", str(brief))
    seconds = ran.seconds - plain
    yield Line(
        "monthly brief of a province as .pptx",
        place.database,
        f"{seconds:.1f} s, {ran.megabytes:.0f} MB",
        f"{BRIEF_SECONDS:g} s",
        seconds <= BRIEF_SECONDS,
    )


def report(place: Place, *more: str) -> Ran:
    """Run the command of the figures."""
    return flask(place, "coverage", "report", "--region", "P0", "--year", YEAR, *more)
