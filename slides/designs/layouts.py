"""The named layouts as data: where each text, picture, chart and table stands, and what is drawn behind it."""

from dataclasses import dataclass

WIDTH, HEIGHT = 12192000 / 914400, 7.5
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Slot:
    """A placeholder: its idx is the contract with the master, its box is in inches."""

    name: str
    idx: int
    box: Box
    style: str = "body"
    kind: str = "body"
    colour: str = "ink"
    bold: bool = False
    align: str = "l"
    anchor: str = "t"
    bullet: str = ""
    gap: int = 0
    pitch: int = 110
    inset: float = 0
    outline: str = ""
    adjust: tuple[tuple[str, int], ...] = ()
    line: str = ""
    width: float = 0
    face: str = ""


@dataclass(frozen=True)
class Shape:
    """Something drawn on the layout: a panel, a badge, a letter, an icon; it never carries words of a language."""

    geometry: str
    box: Box
    fill: str = ""
    line: str = ""
    width: float = 0
    adjust: tuple[tuple[str, int], ...] = ()
    turn: int = 0
    flip: bool = False
    text: str = ""
    colour: str = "white"
    size: int = 24
    face: str = ""
    dash: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Layout:
    """A named layout of a master."""

    key: str
    name: str
    slots: tuple[Slot, ...]
    shapes: tuple[Shape, ...] = ()
    kind: str = ""
    ground: str = ""
    chrome: bool = True

    def slot(self, name: str) -> Slot:
        """Find a slot by name."""
        return next(slot for slot in self.slots if slot.name == name)

    def has(self, name: str) -> bool:
        """Say whether the layout has a slot of this name."""
        return any(slot.name == name for slot in self.slots)


LEFT, RIGHT, TOP, BOTTOM = 0.8, 12.55, 1.65, 6.72
FULL = RIGHT - LEFT


def columns(count: int, gap: float = 0.25, left: float = LEFT, width: float = FULL) -> list[tuple[float, float]]:
    """Left edge and width of equal columns."""
    each = (width - gap * (count - 1)) / count
    return [(left + number * (each + gap), each) for number in range(count)]
