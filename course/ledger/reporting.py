"""What an import did: figures for each table, and the report row by row."""

from __future__ import annotations

import csv
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from course.i18n import _, page_language
from course.ledger.escaping import escaped
from course.ledger.judging import JudgedTable
from course.ledger.remarks import Outcome, Remark
from course.ledger.tables import BY_NAME
from course.ledger.wording import sentence

COUNTED = (Outcome.ADDED, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REPAIRED, Outcome.REFUSED)
COLUMNS = ("file", "row", "column", "value", "outcome", "message")


@dataclass(frozen=True)
class Line:
    """One line of a report: in which file and table, and what there is to say."""

    file: str
    table: str
    remark: Remark

    @property
    def message(self) -> str:
        """The sentence in the reader's language."""
        return sentence(self.remark.rule, self.remark.facts)

    @property
    def title(self) -> str:
        """The column as the reader calls it."""
        columns = {column.name: column.title for column in BY_NAME[self.table].columns}
        return self.remark.column if page_language() == "en" else columns.get(self.remark.column, self.remark.column)


def figures(tables: Iterable[JudgedTable]) -> dict[str, dict[str, int]]:
    """How many rows of each table were added, changed, unchanged, repaired and refused."""
    found = {}
    for judged in tables:
        counts = judged.outcomes.counted()
        counts[Outcome.REPAIRED] = judged.repaired()
        found[judged.file] = {outcome.value: counts[outcome] for outcome in COUNTED}
    return found


def lines(judged: JudgedTable) -> Iterator[Remark]:
    """Everything there is to say about a table, in the order of its rows."""
    # Of a row that was changed or refused a remark says so.
    plain = (
        Remark(row, "", "", outcome, outcome.value)
        for row, outcome in judged.outcomes.items()
        if outcome is not Outcome.CHANGED and outcome is not Outcome.REFUSED
    )
    return merged(judged.remarks.by_row(), plain)


def merged(first: Iterator[Remark], second: Iterator[Remark]) -> Iterator[Remark]:
    """Two series of lines as one, by row."""

    return heapq.merge(first, second, key=lambda remark: remark.row)


def keep_lines(tables: Iterable[JudgedTable], path: Path) -> dict[str, dict[str, int]]:
    """Keep the report in a file as rules and facts, so that each reader gets it in their language; counts its lines."""
    counts: dict[str, Counter[str]] = {}
    with path.open("w", encoding="utf-8") as handle:
        for judged in tables:
            counted = counts[judged.file] = Counter()
            for line in lines(judged):
                counted[line.outcome.value] += 1
                kept = [judged.file, judged.table.name, line.row, line.column, line.value, line.rule, line.facts]
                handle.write(f"{line.outcome.value}\t{json.dumps(kept, ensure_ascii=False, default=str)}\n")
    return {file: dict(counted) for file, counted in counts.items()}


def kept_lines(path: Path, outcome: str = "", file: str = "") -> Iterator[Line]:
    """The lines of a kept report, of one outcome and one file or of all."""
    with path.open(encoding="utf-8") as handle:
        for text in handle:
            said, _tab, kept = text.partition("\t")
            if not outcome or said == outcome:
                name, table, row, column, value, rule, facts = json.loads(kept)
                if not file or name == file:
                    yield Line(name, table, Remark(row, column, value, Outcome(said), rule, facts))


def write_report(kept: Iterable[Line], handle: IO[str]) -> None:
    """The report for people: one line for each row and each thing to say about it, safe to open in a spreadsheet."""
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in kept:
        writer.writerow(report_cells(line.file, line.remark))


def all_lines(tables: Iterable[JudgedTable]) -> Iterator[Line]:
    """The lines of all tables."""
    return (Line(judged.file, judged.table.name, remark) for judged in tables for remark in lines(judged))


def report_cells(file: str, remark: Remark) -> list[Any]:
    """One line of the report."""
    return [
        escaped(file),
        remark.row,
        escaped(remark.column),
        escaped(remark.value),
        remark.outcome.value,
        escaped(sentence(remark.rule, remark.facts)),
    ]


def summary(found: dict[str, dict[str, int]]) -> list[str]:
    """The figures as lines to print, one a table, and their sum; in words that scripts may rely on."""
    printed = [f"{file}: {figures_text(counts)}" for file, counts in found.items()]
    return [*printed, f"total: {figures_text(total(found))}"]


def figures_text(counts: dict[str, int]) -> str:
    """``added 80, changed 0, …``."""
    return ", ".join(f"{outcome.value} {counts[outcome.value]}" for outcome in COUNTED)


def first_refusals(tables: Sequence[JudgedTable], most: int) -> list[str]:
    """The first refusals as lines to print, and how many more there are."""
    found = (
        Line(judged.file, judged.table.name, remark)
        for judged in tables
        for remark in judged.remarks.of(Outcome.REFUSED)
    )
    printed = [refusal_text(line) for line in islice(found, most)]
    more = sum(1 for _line in found)
    return printed + ([_("… and %(number)s more; --report FILE.csv lists all.", number=more)] if more else [])


def refusal_text(line: Line) -> str:
    """A refusal as a line to print."""
    return _(
        "%(file)s, row %(row)s, column %(column)s, “%(value)s”: %(message)s",
        file=line.file,
        row=line.remark.row,
        column=line.remark.column or "–",
        value=line.remark.value,
        message=line.message,
    )


def total(found: dict[str, dict[str, int]]) -> dict[str, int]:
    """The figures of all tables together."""
    sums: Counter[str] = Counter()
    for counts in found.values():
        sums.update(counts)
    return {outcome.value: sums[outcome.value] for outcome in COUNTED}


def by_outcome(counts: dict[str, dict[str, int]], file: str = "") -> Counter[str]:
    """How many lines of one file, or of all, have each outcome."""
    sums: Counter[str] = Counter()
    for name, counted in counts.items():
        sums.update(counted if not file or name == file else {})
    return sums
