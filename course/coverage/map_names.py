"""Which names a map shows: each beside its sign, and none where it would lie on another name or sign."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# In units of the sheet, whose letters are 13 high; a Chinese character is as wide as it is high.
WIDE, NARROW, HIGH = 13.0, 7.5, 16.0
GAP = 7.0
# From here on a name stands to the left of its sign, so that it stays on the sheet.
TURNS = 0.6
# On a map with more signs, the few names that find room would say nothing about the others.
MOST_NAMED = 60


@dataclass(frozen=True)
class Named:
    """A sign with its name: where it lies and how large it is."""

    name: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Box:
    """A part of the sheet."""

    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether both have a spot in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def readable(signs: Sequence[Named], sheet_width: float) -> list[bool]:
    """For each sign whether its name can be read there; of two that meet, the later sign keeps its name."""
    if len(signs) > MOST_NAMED:
        return [False] * len(signs)
    marks = [Box(one.x - one.size, one.x + one.size, one.y - one.size, one.y + one.size) for one in signs]
    names = [box_of(one, sheet_width) for one in signs]
    taken: list[Box] = []
    shown = [False] * len(signs)
    for place in reversed(range(len(signs))):
        others = (mark for number, mark in enumerate(marks) if number != place)
        shown[place] = not any(names[place].meets(other) for other in (*taken, *others))
        taken += [names[place]] if shown[place] else []
    return shown


def box_of(one: Named, sheet_width: float) -> Box:
    """Where the name of a sign stands."""
    far = one.size + GAP
    width = width_of(one.name)
    left = one.x - far - width if one.x > sheet_width * TURNS else one.x + far
    return Box(left, left + width, one.y - HIGH / 2, one.y + HIGH / 2)


def width_of(text: str) -> float:
    """About how wide a text is."""
    return sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW for letter in text)
