"""The proposal of appointments for a province: from the database to what is printed, with and without appointments."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import ledgers, places
from bench.commands import flask
from bench.table import Effort, Line, Say, not_run

WHAT = "appointments: province, database to proposal"
SECONDS = 10.0
LAST = re.compile(
    r"^(?P<counties>\d+) counties: (?P<today>\d+) of \d+ schools without anybody today, (?P<after>\d+) after; "
    r"(?P<new>\d+) new.*lessons a term (?P<before>\d+) → (?P<given>\d+) of (?P<lessons>\d+); "
    r"(?P<proved>(?:not )?proved optimal), (?P<seconds>[\d.]+) s$",
    re.MULTILINE,
)
# With exit code 1 it says that schools are left without anybody.
PROPOSED = (0, 1)


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """A province as it is, and the same one with nobody appointed."""
    reason = ledgers.missing_province() or ("" if effort.province else "left out by --quick")
    if reason:
        yield not_run(WHAT, places.SQLITE, reason)
        return
    with tempfile.TemporaryDirectory(prefix="course-bench-province-") as folder:
        say("making a province")
        ledgers.make_province(Path(folder))
        yield from of_ledger(Path(folder), "", say)
        (Path(folder) / "appointments.csv").write_text("vice_principal,school,start,end\n")
        yield from of_ledger(Path(folder), ", nobody appointed", say)


def of_ledger(folder: Path, more: str, say: Say) -> Iterator[Line]:
    """The lines of one ledger: how long it takes, and what is proved of it."""
    with places.place(places.SQLITE) as place:
        say(f"proposing appointments for a province{more}")
        flask(place, "init")
        flask(place, "roster", "import", str(folder), codes=PROPOSED)
        ran = flask(place, "plan", "appoint", codes=PROPOSED)
    found = LAST.search(ran.output)
    if found is None:
        yield not_run(WHAT + more, places.SQLITE, "the command printed no figures")
        return
    seconds = float(found["seconds"])
    yield Line(
        WHAT + more,
        places.SQLITE,
        f"{seconds:.1f} s and {ran.seconds - seconds:.1f} s to start, {ran.megabytes:.0f} MB; {found['new']} new",
        f"{SECONDS:g} s",
        seconds <= SECONDS,
    )
    yield Line(
        "its quality",
        places.SQLITE,
        f"{found['proved']} in {found['counties']} counties; schools without anybody {found['today']} → "
        f"{found['after']}; lessons a term {found['before']} → {found['given']} of {found['lessons']}",
        "optimal",
        found["proved"] == "proved optimal",
    )
