"""The rows of a table in their file: what is changed is there, and is written as seldom as can be."""

from __future__ import annotations

from collections import namedtuple

from course.ledger.kept_rows import ROWS_IN_BLOCK, KeptRows
from course.ledger.shelf import Shelf

Person = namedtuple("Person", "code agency")


class CountedRows(KeptRows):
    """The same, counting how often a block is written."""

    written = 0

    def keep(self, *given: object) -> None:
        """Write a block."""
        self.written += 1
        super().keep(*given)


def filled(rows: int) -> CountedRows:
    """So many rows, numbered from two on."""
    kept = CountedRows(Shelf(), Person)
    for number in range(rows):
        kept.add(number + 2, Person(f"V{number}", ""))
    return kept


def test_rows_that_are_changed_one_after_the_other_are_written_block_by_block() -> None:
    kept = filled(3 * ROWS_IN_BLOCK)
    for number, row in kept.items():
        kept[number] = row._replace(agency="police")
    assert [row.agency for row in kept.values()] == ["police"] * 3 * ROWS_IN_BLOCK
    assert kept.written == 6


def test_rows_changed_to_and_fro_are_all_there() -> None:
    kept, order = filled(2 * ROWS_IN_BLOCK + 10), (2, 1_005, 3, 700, 1_006, 4)
    for number in order:
        kept[number] = Person("X", f"{number}")
    assert [kept[number].agency for number in sorted(order)] == ["2", "3", "4", "700", "1005", "1006"]
    assert [number for number, row in kept.items() if row.code == "X"] == sorted(order)
