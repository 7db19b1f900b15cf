"""What an import did: figures for each table, and the report row by row."""

from __future__ import annotations

import csv
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any

from course.i18n import _
from course.roster.escaping import escaped
from course.roster.judging import JudgedTable, Outcome, Remark
from course.roster.wording import sentence

COUNTED = (Outcome.ADDED, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REPAIRED, Outcome.REFUSED)
COLUMNS = ("file", "row", "column", "value", "outcome", "message")


def figures(tables: Iterable[JudgedTable]) -> dict[str, dict[str, int]]:
    """How many rows of each table were added, changed, unchanged, repaired and refused."""
    found = {}
    for judged in tables:
        counts = Counter(judged.outcomes.values())
        counts[Outcome.REPAIRED] = judged.repaired()
        found[judged.file] = {outcome.value: counts[outcome] for outcome in COUNTED}
    return found


def lines(judged: JudgedTable) -> Iterator[Remark]:
    """Everything there is to say about a table, in the order of its rows."""
    remarks = sorted(judged.remarks, key=lambda remark: remark.row)
    said = {remark.row for remark in remarks if remark.outcome in {Outcome.CHANGED, Outcome.REFUSED}}
    plain = (
        Remark(row, "", "", outcome, outcome.value)
        for row, outcome in sorted(judged.outcomes.items())
        if row not in said
    )
    return merged(iter(remarks), plain)


def merged(first: Iterator[Remark], second: Iterator[Remark]) -> Iterator[Remark]:
    """Two series of lines as one, by row."""

    return heapq.merge(first, second, key=lambda remark: remark.row)


def write_report(tables: Iterable[JudgedTable], handle: IO[str]) -> None:
    """The report for people: one line for each row and each thing to say about it, safe to open in a spreadsheet."""
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(COLUMNS)
    for judged in tables:
        for line in lines(judged):
            writer.writerow(report_cells(judged.file, line))


def report_cells(file: str, line: Remark) -> list[Any]:
    """One line of the report."""
    return [
        escaped(file),
        line.row,
        escaped(line.column),
        escaped(line.value),
        line.outcome.value,
        escaped(sentence(line.rule, line.facts)),
    ]


def summary(found: dict[str, dict[str, int]]) -> list[str]:
    """The figures as lines to print, one a table, and their sum."""
    total: Counter[str] = Counter()
    printed = []
    for file, counts in found.items():
        total.update(counts)
        printed.append(f"{file}: {figures_text(counts)}")
    return [*printed, f"{_('All tables')}: {figures_text(total)}"]


def figures_text(counts: Any) -> str:
    """``80 added, 0 changed, …``."""
    return _(
        "%(added)s added, %(changed)s changed, %(unchanged)s unchanged, %(repaired)s repaired, %(refused)s refused",
        **{outcome.value: counts[outcome.value] for outcome in COUNTED},
    )
