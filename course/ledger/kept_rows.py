"""The rows of a table while a ledger is judged: in a file, some hundreds at once; a million would fill the memory."""

from __future__ import annotations

import pickle
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from functools import partial
from itertools import chain, compress, groupby
from operator import itemgetter
from typing import Any

from course.ledger.shelf import Shelf

ROWS_IN_BLOCK, MOST_VALUES, NOTHING = 500, 100_000, -1
Row = Any  # A named tuple, one type a table: ``Table.row``.
Block = tuple[Sequence[int], Sequence[Sequence[Any]]]  # The numbers of some rows, and their values by columns.


class KeptRows(MutableMapping[int, Row]):
    """The rows of a table by their numbers; new ones come in the order of these, and what goes is only crossed out.

    Whoever goes through all of them may change or take out rows meanwhile.
    """

    def __init__(self, shelf: Shelf, row: type) -> None:
        self.shelf, self.make = shelf, partial(tuple.__new__, row)
        self.fields: tuple[str, ...] = row._fields
        # The number of the first row of each block that lies in the file, and a byte for each number: is it there?
        self.firsts, self.there = array("q"), bytearray()
        self.new_numbers: list[int] = []
        self.new_rows: list[Row] = []
        # A block whose single rows are asked for.
        self.first, self.in_hand, self.is_changed = NOTHING, {}, False

    def __len__(self) -> int:
        return self.there.count(1)

    def __contains__(self, number: Any) -> bool:
        return 0 <= number < len(self.there) and self.there[number] == 1

    def __iter__(self) -> Iterator[int]:
        return compress(range(len(self.there)), self.there)

    def __getitem__(self, number: int) -> Row:
        if number in self and self.new_numbers and number >= self.new_numbers[0]:
            return self.new_rows[bisect_left(self.new_numbers, number)]
        return self.make(self.block_of(number)[number])

    def __setitem__(self, number: int, row: Row) -> None:
        if number >= len(self.there):
            self.add(number, row)
        else:
            self.block_of(number)[number] = row
            self.is_changed = True

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self.there[number] = 0

    def add(self, number: int, row: Row) -> None:
        """Keep a row that comes after all others."""
        missing = number - len(self.there)
        if missing:
            self.there.extend(bytes(missing))
        self.there.append(1)
        self.new_numbers.append(number)
        self.new_rows.append(row)
        if len(self.new_rows) == ROWS_IN_BLOCK:
            self.put_away()

    def put_away(self) -> None:
        """Write the new rows into the file, and the block in hand where it has changed."""
        if self.new_rows:
            self.firsts.append(self.new_numbers[0])
            self.keep(self.new_numbers, self.new_rows)
            self.new_numbers, self.new_rows = [], []
        if self.is_changed:
            self.keep(list(self.in_hand), self.in_hand.values())
            self.is_changed = False

    def keep(self, numbers: list[int], rows: Iterable[Row]) -> None:
        """Write a block: its values column by column, for those of a column are often the same."""
        self.shelf.ask("INSERT OR REPLACE INTO block VALUES (?, ?)", numbers[0], packed(numbers, rows))

    def block_of(self, number: int) -> dict[int, Any]:
        """The rows among which this one is."""
        if number not in self:
            raise KeyError(number)
        if self.new_numbers and number >= self.new_numbers[0]:
            self.put_away()
        first = self.firsts[bisect_right(self.firsts, number) - 1]
        if first != self.first:
            self.put_away()  # Not before: of one block row after row may be changed.
            numbers, columns = self.block(first)
            self.first, self.in_hand = first, dict(zip(numbers, zip(*columns, strict=True), strict=True))
        return self.in_hand

    def block(self, first: int) -> Block:
        """The numbers and the columns of a block, with those that were taken out."""
        ((kept,),) = self.shelf.ask("SELECT rows FROM block WHERE first = ?", first)
        return pickle.loads(kept)

    def blocks(self) -> Iterator[Block]:
        """All blocks; what is changed meanwhile in one that is to come is seen there."""
        self.put_away()
        for first in self.firsts[:]:
            self.put_away()
            yield self.block(first)

    def rows_in(self, block: Block) -> Iterator[tuple[int, Row]]:
        """The rows of a block that are there, with their numbers."""
        numbers, columns = block
        rows = zip(numbers, map(self.make, zip(*columns, strict=True)), strict=True)
        return compress(rows, map(self.there.__getitem__, numbers))

    def column(self, block: Block, field: str) -> Sequence[Any]:
        """The values of one column of a block."""
        return block[1][self.fields.index(field)]

    def items(self) -> Iterator[tuple[int, Row]]:  # type: ignore[override]
        """All rows with their numbers, in the order of these."""
        return chain.from_iterable(map(self.rows_in, self.blocks()))

    def values(self) -> Iterator[Row]:  # type: ignore[override]
        """All rows, in the order of their numbers."""
        return map(itemgetter(1), self.items())

    def marks(self, fields: Sequence[str]) -> array[int]:
        """A hash of the values in these fields for each row, in the order of the rows."""
        found = array("q")
        for block in self.blocks():
            values = zip(*(self.column(block, field) for field in fields), strict=True)
            found.extend(compress(map(hash, values), map(self.there.__getitem__, block[0])))
        return found

    def are_together(self, field: str) -> bool:
        """Whether those of one value of a field follow each other; where there are very many values nobody knows."""
        seen, last = set(), None
        for block in self.blocks():
            for value, _same in groupby(self.column(block, field)):
                if value != last and (value in seen or len(seen) >= MOST_VALUES):
                    return False
                seen.add(value)
                last = value
        return True

    def together(self, field: str, at_once: int) -> Iterator[list[tuple[int, Row]]]:
        """All rows, about so many at once, those of one value of a field never apart."""
        parts = -(-len(self) // at_once)
        for block in self.blocks():
            found: dict[int, list[tuple[int, Row]]] = {}
            marks = [hash(value) % parts for value in self.column(block, field)]
            for mark, number, cells in zip(marks, block[0], zip(*block[1], strict=True), strict=True):
                found.setdefault(mark, []).append((number, cells))
            kept = ((part, packed(*zip(*rows, strict=True))) for part, rows in found.items())
            self.shelf.write("INSERT INTO part VALUES (?, ?)", kept)
        self.shelf.ask("CREATE INDEX parts ON part (part)")
        for part in range(parts):
            pieces = self.shelf.ask("SELECT rows FROM part WHERE part = ? ORDER BY rowid", part)
            yield [one for (piece,) in pieces for one in self.rows_in(pickle.loads(piece))]
        for statement in ("DROP INDEX parts", "DELETE FROM part"):
            self.shelf.ask(statement)


def packed(numbers: Sequence[int], rows: Iterable[Row]) -> bytes:
    """Rows as they lie in the file."""
    return pickle.dumps((numbers, list(zip(*rows, strict=True))), pickle.HIGHEST_PROTOCOL)
