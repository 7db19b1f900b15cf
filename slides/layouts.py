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


@dataclass(frozen=True)
class Shape:
    """Something drawn on the layout: a panel, a badge, a letter; it never carries words of a language."""

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


def title(box: Box = (LEFT, 0.42, FULL, 1.0), colour: str = "deep", style: str = "title", anchor: str = "ctr") -> Slot:
    """The title's slot."""
    return Slot("title", 0, box, style, "title", colour, True, anchor=anchor, pitch=100)


def footer(width: float = 9.5, colour: str = "quiet") -> tuple[Slot, Slot]:
    """The footer and the slide number, at the left so that pictures can bleed to the right."""
    return (
        Slot("footer", 11, (1.42, 6.98, width, 0.34), "footer", "ftr", colour, anchor="ctr", pitch=100),
        Slot("number", 12, (LEFT, 6.98, 0.56, 0.34), "footer", "sldNum", "white", True, "ctr", "ctr", pitch=100),
    )


def columns(count: int, gap: float = 0.25, left: float = LEFT, width: float = FULL) -> list[tuple[float, float]]:
    """Left edge and width of equal columns."""
    each = (width - gap * (count - 1)) / count
    return [(left + number * (each + gap), each) for number in range(count)]
