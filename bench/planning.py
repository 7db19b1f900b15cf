"""The plan of a term, from the database to a stored draft, judged by the verifier that lies beside the project."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import ledgers, places
from bench.commands import LONGEST, flask
from bench.places import Place
from bench.table import Effort, Line, Say, median, not_run

VERIFIER = ledgers.SHARED / "tools" / "plan_verify.py"
VERDICT = re.compile(r"hard=(\d+) .*classes=([\d.]+)% soft=([\d.]+)")
MADE = re.compile(r"coverage (\d+), bound (\d+)[\s\S]*?^seconds ([\d.]+)", re.MULTILINE)


@dataclass(frozen=True)
class Known:
    """An instance: how it is made, and what the first prototype reached on it."""

    name: str
    made_by: tuple[str, ...]
    classes: float
    soft: float
    seconds: float
    megabytes: float = 0.0


INSTANCES = (
    Known("county", (), 100.0, 2350.8, 2),
    Known("county-tight", (), 95.11, 3032.9, 2),
    Known("city", ("city", "--seed", "1"), 100.0, 10807.6, 5),
    Known("city-tight", ("city", "--tight", "--seed", "1"), 96.92, 12758.9, 5),
    Known("province", ("province", "--seed", "1"), 99.97, 149740, 15, 600),
    Known("province-tight", ("province", "--tight", "--seed", "1"), 98.23, 195604, 15, 600),
)


@dataclass(frozen=True)
class Made:
    """A plan that was made: what the verifier says, the coverage and its bound, and what it cost.

    ``seconds`` are from the database to the stored draft and its file, ``start`` those of Python and the application.
    """

    hard: int
    classes: float
    soft: float
    gain: int
    bound: int
    seconds: float
    start: float
    megabytes: float


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """Every instance on SQLite; the province also on PostgreSQL, and the county with one worker and two."""
    if not VERIFIER.is_file():
        yield not_run("plan of a term", "both", "no ../shared/tools/plan_verify.py beside the project")
        return
    with tempfile.TemporaryDirectory(prefix="course-bench-plans-") as folder:
        for known in INSTANCES:
            if known.megabytes and not effort.province:
                yield not_run(f"plan, {known.name}", "both", "left out by --quick")
                continue
            for database in places.DATABASES if known.megabytes else places.DATABASES[:1]:
                say(f"planning the {known.name} on {database}")
                yield of_instance(known, instance_of(known, Path(folder)), database, effort)


def instance_of(known: Known, folder: Path) -> Path:
    """The folder of an instance, made where it does not lie beside the project."""
    if not known.made_by:
        return ledgers.COUNTY if known.name == "county" else ledgers.TIGHT_COUNTY
    made = folder / known.name
    return made if made.is_dir() else ledgers.generate(made, *known.made_by)


def of_instance(known: Known, instance: Path, database: str, effort: Effort) -> Line:
    """The line of one instance."""
    reason = places.missing(database)
    if reason:
        return not_run(f"plan, {known.name}", database, reason)
    with places.place(database) as place:
        flask(place, "init")
        flask(place, "roster", "import", str(instance), codes=(0, 1))
        made = [make(place, instance) for _ in range(1 if known.megabytes else effort.imports)]
    return told(known, database, made)


def make(place: Place, instance: Path) -> Made:
    """Make a plan as a person would, and let the verifier judge it."""
    plan = place.folder / "plan.csv"
    ran = flask(place, "plan", "make", "--workers", "2", "--out", str(plan))
    command = [sys.executable, str(VERIFIER), str(instance), str(plan)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST).stdout
    verdict, coverage = VERDICT.search(said), MADE.search(ran.output)
    if not verdict or not coverage:
        raise ValueError(f"no verdict: {said[-300:]} {ran.output[-300:]}")
    hard, classes, soft = verdict.groups()
    gain, bound, seconds = coverage.groups()
    start = ran.seconds - float(seconds)
    cost = float(seconds), start, ran.megabytes
    return Made(int(hard), float(classes), float(soft), int(gain), int(bound), *cost)


def told(known: Known, database: str, made: list[Made]) -> Line:
    """What was reached, beside the prototype's figures."""
    last = made[-1]
    seconds = [one.seconds for one in made]
    memory = max(one.megabytes for one in made)
    good = last.hard == 0 and last.classes >= known.classes and last.soft < known.soft and last.gain == last.bound
    quick = sorted(seconds)[len(seconds) // 2] <= known.seconds
    small = not known.megabytes or memory <= known.megabytes
    return Line(
        f"plan of a term, {known.name}: database to stored draft",
        database,
        f"{median(seconds, ' s')} after a start of {last.start:.1f} s, {memory:.0f} MB; "
        f"{last.hard} hard, {last.classes:.2f} % of classes, "
        f"soft {last.soft:,.1f}, coverage {last.gain / last.bound:.2%} of its bound",
        f"{known.seconds:g} s{f', {known.megabytes:g} MB' if known.megabytes else ''}; "
        f"{known.classes:.2f} %, below {known.soft:,.1f}",
        good and quick and small,
    )
