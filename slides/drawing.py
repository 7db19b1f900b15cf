"""Small drawings that layouts share: panels, circles, marks and a person's outline."""

from slides.layouts import Box, Shape
from slides.looks import Look


def panel(look: Look, box: Box, fill: str, line: str = "") -> Shape:
    """A panel in the shape of the look; primary panels have a friendly outline."""
    outlined = line or ("deep" if look.key == "primary" else "")
    width = look.outline if outlined else 0
    return Shape(look.panel[0], box, fill, outlined, width or 1, look.panel[1])


def circle(box: Box, fill: str, line: str = "", width: float = 0, text: str = "", size: int = 28) -> Shape:
    """A circle, with a letter or a numeral in it."""
    return Shape("ellipse", box, fill, line, width, text=text, size=size)


def person(left: float, top: float, fill: str) -> tuple[Shape, Shape]:
    """Head and shoulders, standing on the lower edge of the content."""
    return (
        Shape("ellipse", (left + 0.24, top, 0.5, 0.5), fill),
        Shape("round2SameRect", (left, top + 0.54, 0.98, 0.58), fill, adjust=(("adj1", 50000), ("adj2", 0))),
    )


def tick(left: float, top: float, size: float, fill: str) -> tuple[Shape, Shape]:
    """A tick on a round ground."""
    return (
        Shape("ellipse", (left, top, size, size), "white"),
        Shape("check", (left + size * 0.2, top + size * 0.24, size * 0.6, size * 0.5), fill),
    )


def cross(left: float, top: float, size: float, fill: str) -> tuple[Shape, Shape]:
    """A cross on a round ground."""
    return (
        Shape("ellipse", (left, top, size, size), "white"),
        Shape("mathMultiply", (left + size * 0.06, top + size * 0.06, size * 0.88, size * 0.88), fill),
    )
