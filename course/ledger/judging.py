"""Judging the rows of one table: what each cell says, whether the row makes sense, whether it stands twice.

Nothing here knows the database.  Cells repeat (a person has forty absences), so what a text means
is worked out once for each column.  There may be a million rows, so they are kept in a file (``kept_rows``).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from course.encryption import masked_phone
from course.ledger import row_rules
from course.ledger.cells import LONGEST_REASON, Cell, read_cell, shown
from course.ledger.kept_remarks import KeptKeys, KeptOutcomes, KeptRemarks
from course.ledger.kept_rows import KeptRows, Row
from course.ledger.ledger import Table
from course.ledger.reading import Heading, Rows, Sheet, find_heading
from course.ledger.remarks import Outcome, Remark
from course.ledger.shelf import Shelf

MOST_CELLS_REMEMBERED = 20_000
REPORT_EVERY = 5_000
SETTLED_AT_ONCE, PLACES_FOR_KEY = 100_000, 8
BEYOND = 10**9  # Where a column stands that is not there.


@dataclass
class JudgedTable:
    """A table after judging: the rows that hold, by their number, and what is to be said."""

    table: Table
    file: str
    # The fields that the file has a column for; what it lacks is left as it is in the database.
    present: frozenset[str]
    rows: KeptRows = field(init=False)
    remarks: KeptRemarks = field(init=False)
    outcomes: KeptOutcomes = field(init=False, default_factory=KeptOutcomes)
    # The codes of refused rows with their numbers, for the rows that refer to them.
    refused_keys: KeptKeys = field(init=False)

    def __post_init__(self) -> None:
        shelf = Shelf()
        self.rows, self.remarks = KeptRows(shelf, self.table.row), KeptRemarks(shelf)
        self.refused_keys = KeptKeys(shelf)

    def refuse(self, number: int, column: str, value: Any, rule: str, **facts: Any) -> None:
        """Take a row out and say why."""
        if number in self.rows:
            if self.has_codes:
                self.refused_keys[self.table.key_of(self.rows[number])] = number
            del self.rows[number]
        self.say(number, column, value, Outcome.REFUSED, rule, **facts)
        self.outcomes[number] = Outcome.REFUSED

    @property
    def has_codes(self) -> bool:
        """Whether each row has a code, by which others may refer to it."""
        return self.table.key == ("code",)

    def say(self, number: int, column: str, value: Any, outcome: Outcome, rule: str, **facts: Any) -> None:
        """Add a remark; a telephone number stands in it masked."""
        said = shown(str(value))
        if column == "phone":
            said, facts = masked_phone(said), {name: masked_phone(str(fact)) for name, fact in facts.items()}
        self.remarks.append(Remark(number, column, said, outcome, rule, facts))

    def repaired(self) -> int:
        """How many rows were repaired and kept, each counted once, however many of its cells were."""
        rows = self.remarks.rows_with(Outcome.REPAIRED)
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
        if any(cells) and not "".join(cells).isspace():
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
        self.columns = [(column, places.get(column.name, BEYOND)) for column in table.columns]
        self.meanings: list[dict[str, Cell]] = [{} for _ in table.columns]
        # The values of texts of which nothing is to be said, for rows whose cells are all like that.
        self.plain: list[dict[str, Any]] = [{} for _ in table.columns]
        self.plain_places = [(known, place) for known, (_, place) in zip(self.plain, self.columns, strict=True)]
        self.rule, self.make = row_rules.RULES.get(table.name), partial(tuple.__new__, table.row)

    def read(self, number: int, cells: list[str]) -> None:
        """Read one row into the judged table, or refuse it with every cell that cannot be read."""
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            self.judged.refuse(number, "", cells[self.width], "too_many_in_row", found=len(cells), expected=self.width)
            return
        try:
            values = [known[cells[place]] for known, place in self.plain_places]
        except (KeyError, IndexError):
            self.keep(number, *self.read_cells(number, cells))
        else:
            self.keep(number, values, broken=False)

    def read_cells(self, number: int, cells: list[str]) -> tuple[list[Any], bool]:
        """The values of a row, and whether one of its cells is broken; says what there is to say of each cell."""
        values, broken = [], False
        for index, (column, place) in enumerate(self.columns):
            text = cells[place] if place < len(cells) else ""
            cell = self.meanings[index].get(text) or self.meaning(index, text)
            if cell.broken:
                broken = True
                self.judged.refuse(number, column.name, text, cell.broken, **cell.facts)
            elif cell.repaired is not None:
                self.judged.say(number, column.name, text, Outcome.REPAIRED, "read_as", read=cell.repaired)
            values.append(cell.value)
        return values, broken

    def meaning(self, index: int, text: str) -> Cell:
        """What a text means in a column; remembered for the rows to come."""
        column, known, plain = self.columns[index][0], self.meanings[index], self.plain[index]
        if len(known) >= MOST_CELLS_REMEMBERED:
            known.clear()
            plain.clear()
        cell = known[text] = read_cell(column.kind, text, required=column.required, empty=column.empty)
        if not cell.broken and cell.repaired is None:
            plain[text] = cell.value
        return cell

    def keep(self, number: int, values: list[Any], broken: bool) -> None:
        """Ask the rule of the table about a row whose cells could be read, and keep the row if it holds."""
        row = self.make(values)
        if broken:
            if self.judged.has_codes:
                self.judged.refused_keys.setdefault(self.judged.table.key_of(row), number)
            return
        row, findings = self.rule(row) if self.rule else (row, ())
        self.judged.rows.add(number, row)
        if findings:
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
    for numbers in perhaps_doubled(judged):
        settle_some(judged, {number: judged.rows[number] for number in numbers})


def settle_some(judged: JudgedTable, rows: dict[int, Row]) -> None:
    """The same of some of the rows, with all that have a key of theirs."""
    first: dict[Any, int] = {}
    differing: dict[Any, list[int]] = {}
    for number, row in rows.items():
        key = judged.table.key_of(row)
        earlier = first.setdefault(key, number)
        if earlier == number:
            continue
        if rows[earlier] == row:
            drop_double(judged, number, "same_as_row", earlier)
        elif "reason" in row._fields:
            judged.rows[earlier] = rows[earlier] = with_both_reasons(rows[earlier], row)
            drop_double(judged, number, "same_time_as_row", earlier)
        else:
            differing.setdefault(key, [earlier]).append(number)
    for numbers in differing.values():
        refuse_differing(judged, {number: rows[number] for number in numbers})


def perhaps_doubled(judged: JudgedTable) -> Iterator[list[int]]:
    """The rows whose key stands twice, some at once, those of one key together; of each key only a hash is kept.

    Most keys meet no other in a table of bytes that is far smaller than the hashes; only those that do are compared.
    """
    numbers = array("I", judged.rows)
    marks = judged.rows.marks([column.field for column in judged.table.key_columns])
    places = PLACES_FOR_KEY * len(marks) + 1
    met = bytearray(places)
    for mark in marks:
        place = mark % places
        met[place] = 2 if met[place] else 1
    groups = -(-2 * met.count(2) // SETTLED_AT_ONCE)
    for group in range(groups):
        doubtful = ((mark, n) for mark, n in zip(marks, numbers, strict=True) if met[mark % places] == 2)
        found = [(mark, n) for mark, n in doubtful if mark % groups == group]
        times = Counter(mark for mark, _number in found)
        yield [number for mark, number in found if times[mark] > 1]


def drop_double(judged: JudgedTable, number: int, rule: str, earlier: int) -> None:
    """Leave out a row whose contents stand in an earlier one."""
    del judged.rows[number]
    judged.outcomes[number] = Outcome.UNCHANGED
    judged.say(number, "", "", Outcome.REPAIRED, rule, other=earlier)


def with_both_reasons(row: Row, other: Row) -> Row:
    """Two reasons for one and the same time both hold: the time is taken, and both are kept."""
    reasons = dict.fromkeys(part for text in (row.reason, other.reason) for part in text.split("；") if part)
    return row._replace(reason="；".join(reasons)[:LONGEST_REASON])


def refuse_differing(judged: JudgedTable, rows: dict[int, Row]) -> None:
    """Refuse all rows of one key, each naming the others and the first column in which they differ."""
    column = next(c for c in judged.table.columns if len({getattr(row, c.field) for row in rows.values()}) > 1)
    for number, row in rows.items():
        others = "、".join(str(other) for other in rows if other != number)
        value = column.kind.write(getattr(row, column.field))
        judged.refuse(number, column.name, value, "differs_from_row", others=others)
