"""The markup of a spreadsheet read piece by piece: rows of a sheet, and the list of texts that its cells share.

Nothing of it is kept as a tree.  The package that knows spreadsheets keeps an element of each row, and all texts; a
million of either would fill the memory.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from string import ascii_uppercase
from tempfile import TemporaryFile
from typing import IO, Any
from xml.parsers import expat

PIECE = 64 * 1024
MOST_TEXTS_IN_HAND = 2_000
# No cell of a spreadsheet holds more; a longer text is cut, and no column of ours takes as long a one.
LONGEST_TEXT = 32_767
LETTERS = {letter: number for number, letter in enumerate(ascii_uppercase, start=1)}
DIGITS = "0123456789"


@dataclass(slots=True)
class Cell:
    """What a cell says of itself: its kind, its style, what stands in it."""

    place: int
    kind: str
    style: str
    value: str = ""


@dataclass
class Reader:
    """Hears of each tag and keeps what it is meant to find; of phonetic signs above a text nothing is kept."""

    wanted: frozenset[str]
    parts: list[str] = field(default_factory=list)
    is_within: bool = False
    phonetic: int = 0
    length: int = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        name = bare(tag)
        if name == "rPh":
            self.phonetic += 1
        self.is_within = name in self.wanted and not self.phonetic
        self.opens(name, attributes)

    def end(self, tag: str) -> None:
        """A tag closes."""
        name = bare(tag)
        if name == "rPh":
            self.phonetic -= 1
        self.is_within = False
        self.closes(name)

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        """What else is to be done where a tag opens."""

    def closes(self, name: str) -> None:
        """What else is to be done where a tag closes."""

    def hear(self, text: str) -> None:
        """What stands between tags."""
        if self.is_within and self.length < LONGEST_TEXT:
            self.parts.append(text)
            self.length += len(text)

    def taken(self) -> str:
        """What was kept so far, which is forgotten."""
        text = "".join(self.parts)
        self.parts.clear()
        self.length = 0
        return text


class Texts(Reader):
    """The texts that cells share, one after the other in a file; of each only where it begins is kept in memory."""

    def __init__(self, file: IO[bytes] | None) -> None:
        super().__init__(frozenset({"t"}))
        self.kept, self.ends = TemporaryFile(), array("q", [0])  # noqa: SIM115 - Gone with the list.
        self.look_up = lru_cache(MOST_TEXTS_IN_HAND)(self.read)
        for _piece in pieces(file, self) if file else ():
            pass

    def closes(self, name: str) -> None:
        """A text is whole."""
        if name == "si":
            said = self.taken().replace("x005F_", "").encode("utf-8", "surrogatepass")
            self.kept.write(said)
            self.ends.append(self.ends[-1] + len(said))

    def read(self, number: int) -> str:
        """The text of this number, read from the file."""
        if not 0 <= number < len(self.ends) - 1:
            raise IndexError(number)
        self.kept.seek(self.ends[number])
        said = self.kept.read(self.ends[number + 1] - self.ends[number])
        return said.decode("utf-8", "surrogatepass")


class Sheet(Reader):
    """The rows of one sheet that were read and not taken yet."""

    def __init__(self, columns: int, show: Callable[[Cell], str]) -> None:
        super().__init__(frozenset({"v", "t"}))
        self.columns, self.show = columns, show
        self.rows: deque[tuple[int, list[str]]] = deque()
        self.row, self.last, self.place, self.cells = 0, 0, 0, [""]
        self.cell = Cell(0, "", "")

    def opens(self, name: str, attributes: dict[str, str]) -> None:
        """A row or a cell begins."""
        if name == "c":
            self.taken()
            self.place = place_of(attributes["r"].rstrip(DIGITS)) if "r" in attributes else self.place + 1
            self.cell = Cell(self.place, attributes.get("t", "n"), attributes.get("s", ""))
        elif name == "row":
            self.row = int(float(attributes["r"])) if "r" in attributes else self.row + 1
            self.place, self.cells = 0, []

    def closes(self, name: str) -> None:
        """A row or a cell is whole."""
        if name == "c":
            self.cell.value = self.taken()
            if self.cell.value and 0 < self.cell.place <= self.columns:
                self.put(self.cell.place, self.show(self.cell))
        elif name == "row" and self.row > self.last:
            self.last = self.row
            self.rows.append((self.row, without_empty_end(self.cells)))

    def put(self, place: int, text: str) -> None:
        """Put a text at its place in the row."""
        missing = place - len(self.cells)
        if missing > 0:
            self.cells.extend([""] * missing)
        self.cells[place - 1] = text


def sheet_rows(file: IO[bytes], columns: int, show: Callable[[Cell], str]) -> Iterator[tuple[int, list[str]]]:
    """The rows that a sheet holds, with their numbers; those that it leaves out are left out here, too."""
    sheet = Sheet(columns, show)
    for _piece in pieces(file, sheet):
        while sheet.rows:
            yield sheet.rows.popleft()


def without_empty_end(cells: list[str]) -> list[str]:
    """The cells of a row without the empty ones at its end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def pieces(file: IO[bytes], reader: Reader) -> Iterator[None]:
    """Let a reader hear what stands in a file, and stop after each piece of it."""
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.hear
    for piece in iter(partial(file.read, PIECE), b""):
        parser.Parse(piece)
        yield
    parser.Parse(b"", True)
    yield


@lru_cache(1_000)
def bare(name: str) -> str:
    """A tag without the short name of what it belongs to."""
    return name.rpartition(":")[2]


@lru_cache(1_000)
def place_of(letters: str) -> int:
    """The column of these letters: 28 for ``AB``."""
    place = 0
    for letter in letters:
        place = place * 26 + LETTERS[letter]
    return place
