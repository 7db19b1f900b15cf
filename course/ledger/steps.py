"""How far an import is once it is read: how many rows of which table are compared with the database, or written."""

from __future__ import annotations

from dataclasses import dataclass

from course.job_limits import Report
from course.ledger.judging import JudgedTable

COMPARED, WRITTEN = "compared", "written"
TOLD_EVERY = 1_000


def nobody(done: int, total: int, part: str = "") -> None:
    """Tell nobody."""


@dataclass
class Step:
    """One table being compared or written."""

    report: Report
    part: str
    total: int
    done: int = 0
    told: int = 0

    def take(self, rows: int) -> None:
        """So many rows more are done."""
        self.done += rows
        if self.done - self.told >= TOLD_EVERY or self.done >= self.total:
            self.told = self.done
            self.report(min(self.done, self.total), self.total, self.part)


def begin(report: Report, what: str, judged: JudgedTable, total: int) -> Step:
    """Say that a table is begun."""
    step = Step(report, f"{what} {judged.table.name}", total)
    if total:
        report(0, total, step.part)
    return step


def said(part: str) -> tuple[str, str]:
    """What is done with which table, out of what was told; nothing of either while the file is read."""
    what, _, table = part.partition(" ")
    return what, table
