"""What came of the rows of a table and what is to be said of them, kept so that a million do not fill the memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

from course.ledger.remarks import Outcome, Remark
from course.ledger.shelf import Shelf

REMARKS_IN_HAND = 500


class KeptOutcomes(MutableMapping[int, Outcome]):
    """What came of each row, a byte a row, in the order of their numbers."""

    NAMES = (None, *Outcome)
    CODES = {outcome: code for code, outcome in enumerate(NAMES)}

    def __init__(self) -> None:
        self.codes = bytearray()

    def __len__(self) -> int:
        return len(self.codes) - self.codes.count(0)

    def __iter__(self) -> Iterator[int]:
        return (number for number, code in enumerate(self.codes) if code)

    def __getitem__(self, number: int) -> Outcome:
        code = self.codes[number] if 0 <= number < len(self.codes) else 0
        if not code:
            raise KeyError(number)
        return self.NAMES[code]

    def __setitem__(self, number: int, outcome: Outcome) -> None:
        try:
            self.codes[number] = self.CODES[outcome]
        except IndexError:
            self.codes.extend(bytes(number - len(self.codes)))
            self.codes.append(self.CODES[outcome])

    def __delitem__(self, number: int) -> None:
        self[number]
        self.codes[number] = 0

    def items(self) -> Iterator[tuple[int, Outcome]]:  # type: ignore[override]
        """The outcome of each row with its number."""
        return ((number, self.NAMES[code]) for number, code in enumerate(self.codes) if code)

    def are(self, outcomes: Iterable[Outcome]) -> bytes:
        """A byte for each row: whether what came of it is one of these."""
        meant = {self.CODES[outcome] for outcome in outcomes}
        return self.codes.translate(bytes(code in meant for code in range(256)))

    def counted(self) -> dict[Outcome, int]:
        """How many rows there are of each outcome."""
        return {outcome: self.codes.count(self.CODES[outcome]) for outcome in Outcome}


class KeptRemarks:
    """What there is to say about rows, in the order in which it was said."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.in_hand: list[Remark] = []

    def append(self, remark: Remark) -> None:
        """Say one thing more."""
        self.in_hand.append(remark)
        if len(self.in_hand) >= REMARKS_IN_HAND:
            self.put_away()

    def extend(self, remarks: Iterable[Remark]) -> None:
        """Say a few things more."""
        for remark in remarks:
            self.append(remark)

    def put_away(self) -> None:
        """Write what is in hand into the file."""
        rows = [(one.row, one.outcome.value, pickle.dumps(one)) for one in self.in_hand]
        self.shelf.write("INSERT INTO remark (row, outcome, said) VALUES (?, ?, ?)", rows)
        self.in_hand = []

    def read(self, rest: str = "", *values: Any) -> Iterator[Remark]:
        """The remarks that a statement chooses, in its order."""
        self.put_away()
        return (pickle.loads(said) for (said,) in self.shelf.ask(f"SELECT said FROM remark {rest}", *values))

    def __iter__(self) -> Iterator[Remark]:
        return self.read("ORDER BY number")

    def by_row(self) -> Iterator[Remark]:
        """All of them in the order of their rows."""
        return self.read("ORDER BY row, number")

    def of(self, outcome: Outcome) -> Iterator[Remark]:
        """Those of one outcome, in the order of their rows."""
        return self.read("WHERE outcome = ? ORDER BY row, number", outcome.value)

    def rows_with(self, outcome: Outcome) -> Iterator[int]:
        """The rows of which something of this outcome is said, each once."""
        self.put_away()
        return (row for (row,) in self.shelf.ask("SELECT DISTINCT row FROM remark WHERE outcome = ?", outcome.value))


class KeptKeys:
    """The codes of refused rows, with the number of the row."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def get(self, key: Any) -> int | None:
        """The row of a code; None where no such row was refused."""
        found = self.shelf.ask("SELECT row FROM refused WHERE key = ?", key).fetchone()
        return found[0] if found else None

    def __setitem__(self, key: Any, row: int) -> None:
        self.shelf.ask("INSERT OR REPLACE INTO refused VALUES (?, ?)", key, row)

    def setdefault(self, key: Any, row: int) -> None:
        """Keep the row of a code that has none yet."""
        self.shelf.ask("INSERT OR IGNORE INTO refused VALUES (?, ?)", key, row)

    def __iter__(self) -> Iterator[Any]:
        return (key for (key,) in self.shelf.ask("SELECT key FROM refused"))
