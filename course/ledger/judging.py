"""Judging the rows of one table: what each cell says, whether the row makes sense, whether it stands twice.

Nothing here knows the database.  Cells repeat (a person has forty absences), so what a text means
is worked out once for each column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from course.encryption import masked_phone
from course.ledger import row_rules
from course.ledger.cells import LONGEST_REASON, Cell, read_cell, shown
from course.ledger.ledger import Column, Table
from course.ledger.reading import Heading, Rows, Sheet, find_heading
from course.ledger.remarks import Outcome, Remark

MOST_CELLS_REMEMBERED = 50_000
REPORT_EVERY = 5_000

Row = Any  # A named tuple, one type a table: ``Table.row``.


@dataclass
class JudgedTable:
    """A table after judging: the rows that hold, by their number, and what is to be said."""

    table: Table
    file: str
    # The fields that the file has a column for; what it lacks is left as it is in the database.
    present: frozenset[str]
    rows: dict[int, Row] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    # The keys of refused rows with their numbers, for the rows that refer to them.
    refused_keys: dict[Any, int] = field(default_factory=dict)

    def refuse(self, number: int, column: str, value: Any, rule: str, **facts: Any) -> None:
        """Take a row out and say why."""
        row = self.rows.pop(number, None)
        if row is not None:
            self.refused_keys[self.table.key_of(row)] = number
        self.say(number, column, value, Outcome.REFUSED, rule, **facts)
        self.outcomes[number] = Outcome.REFUSED

    def say(self, number: int, column: str, value: Any, outcome: Outcome, rule: str, **facts: Any) -> None:
        """Add a remark; a telephone number stands in it masked."""
        said = shown(str(value))
        if column == "phone":
            said, facts = masked_phone(said), {name: masked_phone(str(fact)) for name, fact in facts.items()}
        self.remarks.append(Remark(number, column, said, outcome, rule, facts))

    def repaired(self) -> int:
        """How many rows were repaired and kept, each counted once, however many of its cells were."""
        rows = {remark.row for remark in self.remarks if remark.outcome is Outcome.REPAIRED}
        return sum(self.outcomes.get(row) is not Outcome.REFUSED for row in rows)


def judge(sheet: Sheet, report: Callable[[int], None] = lambda rows: None) -> JudgedTable:
    """Judge all rows of a sheet; ``report`` hears now and then how many rows were read."""
    rows = sheet.rows()
    heading = find_heading(sheet, rows)
    judged = JudgedTable(sheet.table, sheet.file, frozenset(column.field for _, column in heading.columns))
    for title in heading.extra:
        judged.say(heading.row, title, title, Outcome.NOTICE, "extra_column")
    judged.remarks.extend(sheet.notes)
    judge_rows(judged, heading, rows, report)
    settle_doubles(judged)
    return judged


def judge_rows(judged: JudgedTable, heading: Heading, rows: Rows, report: Callable[[int], None]) -> None:
    """Judge each row on its own."""
    reader = RowReader(judged, heading)
    for number, cells in rows:
        if any(cell and not cell.isspace() for cell in cells):
            reader.read(number, cells)
        if number % REPORT_EVERY == 0:
            report(number)


class RowReader:
    """Reads the rows of one sheet and remembers what each text means."""

    def __init__(self, judged: JudgedTable, heading: Heading) -> None:
        self.judged = judged
        self.width = heading.width
        table = judged.table
        places = {column.name: place for place, column in heading.columns}
        self.columns = [(column, places.get(column.name, -1)) for column in table.columns]
        self.meanings: list[dict[str, Cell]] = [{} for _ in table.columns]
        self.rule = row_rules.RULES.get(table.name)

    def read(self, number: int, cells: list[str]) -> None:
        """Read one row into the judged table, or refuse it with every cell that cannot be read."""
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            self.judged.refuse(number, "", cells[self.width], "too_many_in_row", found=len(cells), expected=self.width)
            return
        values, broken = [], False
        for (column, place), known in zip(self.columns, self.meanings, strict=True):
            text = cells[place] if 0 <= place < len(cells) else ""
            cell = known.get(text) or self.meaning(column, text, known)
            if cell.broken:
                broken = True
                self.judged.refuse(number, column.name, text, cell.broken, **cell.facts)
            elif cell.repaired is not None:
                self.judged.say(number, column.name, text, Outcome.REPAIRED, "read_as", read=cell.repaired)
            values.append(cell.value)
        self.keep(number, values, broken)

    def meaning(self, column: Column, text: str, known: dict[str, Cell]) -> Cell:
        """What a text means in a column; remembered for the rows to come."""
        if len(known) >= MOST_CELLS_REMEMBERED:
            known.clear()
        cell = known[text] = read_cell(column.kind, text, required=column.required, empty=column.empty)
        return cell

    def keep(self, number: int, values: list[Any], broken: bool) -> None:
        """Ask the rule of the table about a row whose cells could be read, and keep the row if it holds."""
        table = self.judged.table
        row = table.row(*values)
        if broken:
            self.judged.refused_keys.setdefault(table.key_of(row), number)
            return
        row, findings = self.rule(row) if self.rule else (row, ())
        self.judged.rows[number] = row
        self.note(number, findings)

    def note(self, number: int, findings: Iterable[row_rules.Finding]) -> None:
        """Turn what a rule found into remarks; a row that is refused, or means nothing here, is taken out."""
        for found in findings:
            if found.outcome is Outcome.REFUSED:
                self.judged.refuse(number, found.column, found.value, found.rule, **found.facts)
                continue
            if found.outcome is Outcome.NOTICE:
                del self.judged.rows[number]
                self.judged.outcomes[number] = Outcome.UNCHANGED
            self.judged.say(number, found.column, found.value, found.outcome, found.rule, **found.facts)


def settle_doubles(judged: JudgedTable) -> None:
    """A row that stands twice is read once; two rows of one key that differ are both refused."""
    first: dict[Any, int] = {}
    differing: dict[Any, list[int]] = {}
    for number in perhaps_doubled(judged):
        row = judged.rows[number]
        key = judged.table.key_of(row)
        earlier = first.setdefault(key, number)
        if earlier == number:
            continue
        if judged.rows[earlier] == row:
            drop_double(judged, number, "same_as_row", earlier)
        elif "reason" in row._fields:
            join_reasons(judged, earlier, row)
            drop_double(judged, number, "same_time_as_row", earlier)
        else:
            differing.setdefault(key, [earlier]).append(number)
    for numbers in differing.values():
        refuse_differing(judged, numbers)


def perhaps_doubled(judged: JudgedTable) -> list[int]:
    """The rows whose key may stand twice: of a million keys only the hashes are kept, and hashes may meet by chance."""
    key_of, seen, twice = judged.table.key_of, set(), set()
    for row in judged.rows.values():
        mark = hash(key_of(row))
        (twice if mark in seen else seen).add(mark)
    return [number for number, row in judged.rows.items() if hash(key_of(row)) in twice] if twice else []


def drop_double(judged: JudgedTable, number: int, rule: str, earlier: int) -> None:
    """Leave out a row whose contents stand in an earlier one."""
    del judged.rows[number]
    judged.outcomes[number] = Outcome.UNCHANGED
    judged.say(number, "", "", Outcome.REPAIRED, rule, other=earlier)


def join_reasons(judged: JudgedTable, number: int, other: Row) -> None:
    """Two reasons for one and the same time both hold: the time is taken, and both are kept."""
    row = judged.rows[number]
    reasons = dict.fromkeys(part for text in (row.reason, other.reason) for part in text.split("；") if part)
    judged.rows[number] = row._replace(reason="；".join(reasons)[:LONGEST_REASON])


def refuse_differing(judged: JudgedTable, numbers: list[int]) -> None:
    """Refuse all rows of one key, each naming the others and the first column in which they differ."""
    rows = [judged.rows[number] for number in numbers]
    column = next(c for c in judged.table.columns if len({getattr(row, c.field) for row in rows}) > 1)
    for number, row in zip(numbers, rows, strict=True):
        others = "、".join(str(other) for other in numbers if other != number)
        value = column.kind.write(getattr(row, column.field))
        judged.refuse(number, column.name, value, "differs_from_row", others=others)
