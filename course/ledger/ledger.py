"""What a table of the ledger is: columns with the headings that mean them, and the key of a row.

The same description serves reading, judging, comparing and exporting; the tables themselves stand
in ``course/roster/tables.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from course.ledger.cells import Kind


@dataclass(frozen=True)
class Column:
    """One column: its name, the Chinese headings that mean it, and what its cells hold."""

    name: str
    titles: str
    kind: Kind
    required: bool = False
    empty: Any = ""
    # The table to whose codes the cells refer.
    refers_to: str = ""

    @property
    def field(self) -> str:
        """The name in Python, where ``class`` is taken."""
        return "number" if self.name == "class" else self.name

    @property
    def title(self) -> str:
        """The heading in Chinese."""
        return self.titles.split()[0]


@dataclass(frozen=True)
class Table:
    """One table of the ledger: its file, its columns, and the columns that make a row what it is."""

    name: str
    titles: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def file(self) -> str:
        """The name of the file in a folder."""
        return f"{self.name}.csv"

    @property
    def title(self) -> str:
        """The name of the sheet in Chinese."""
        return self.titles.split()[0]

    @cached_property
    def row(self) -> Any:
        """The type of a judged row: a named tuple with the values of all columns."""
        return namedtuple(self.name, [column.field for column in self.columns])

    @cached_property
    def key_columns(self) -> tuple[Column, ...]:
        """The columns that make a row what it is."""
        return tuple(column for column in self.columns if column.name in self.key)

    @cached_property
    def key_of(self) -> Callable[[Any], Any]:
        """What a row is called in the ledger: its code, or a few values together."""
        return attrgetter(*(column.field for column in self.key_columns))

    def column(self, name: str) -> Column:
        """The column with this name."""
        return next(column for column in self.columns if column.name == name)

    def heading(self, text: str) -> Column | None:
        """The column that a heading means, in either language; None for an extra column."""
        return self.headings.get(plain_heading(text))

    @cached_property
    def headings(self) -> dict[str, Column]:
        """Every heading that is understood."""
        return {
            plain_heading(heading): column
            for column in self.columns
            for heading in (column.name, *column.titles.split())
        }


def plain_heading(text: str) -> str:
    """A heading without marks, blanks and what stands in brackets: ``* 学校代码(必填)`` is ``学校代码``."""
    plain = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\W_]", "", plain)
