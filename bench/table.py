"""The lines of the table, and how they are printed."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

HEADINGS = ("what", "database", "measured", "asked for", "reached")


@dataclass(frozen=True)
class Line:
    """One line: what was done, where, what came out, what was asked for and whether it was reached."""

    what: str
    database: str
    measured: str
    goal: str = ""
    reached: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        verdict = {True: "yes", False: "no", None: ""}[self.reached]
        return (self.what, self.database, self.measured, self.goal, verdict)


@dataclass(frozen=True)
class Effort:
    """How much is done for one run."""

    imports: int = 3
    province: bool = True
    rounds: int = 10
    load_seconds: int = 6
    loads: int = 3
    decks: int = 60
    bookings: int = 400


QUICK = Effort(imports=1, province=False, rounds=2, load_seconds=3, loads=1, decks=20, bookings=100)

Say = Callable[[str], None]
# A set of lines that can be asked for by name.
Bench = Callable[[Effort, Say], Iterable[Line]]


def not_run(what: str, database: str, reason: str) -> Line:
    """The line of something that could not be measured here."""
    return Line(what, database, f"not run: {reason}")


def median(values: Sequence[float], unit: str, digits: int = 1) -> str:
    """The median, and where there are several values the smallest and the largest."""
    middle = f"{statistics.median(values):.{digits}f}{unit}"
    if len(values) < 2:
        return middle
    return f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not below this share of all values."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table whose columns stand under each other."""
    rows = [HEADINGS, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    printed = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([printed[0], rule, *printed[1:]])


def machine(today: date) -> str:
    """The machine in the words that its figures need: cores, memory, the day, and how busy others keep it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {today.isoformat()}, load {os.getloadavg()[0]:.1f} at the start"
