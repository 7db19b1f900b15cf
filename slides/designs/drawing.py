"""Small drawings that layouts share: panels, circles, marks, bubbles and icons."""

from slides.designs.layouts import Box, Shape
from slides.designs.looks import Look


def panel(look: Look, box: Box, fill: str, line: str = "") -> Shape:
    """A panel in the shape of the look; primary panels have a friendly outline."""
    outlined = line or ("deep" if look.key == "primary" else "")
    return Shape(look.panel[0], box, fill, outlined, look.outline or 1, look.panel[1])


def circle(box: Box, fill: str, line: str = "", width: float = 0, **more: object) -> Shape:
    """A circle, with a letter or a numeral in it."""
    return Shape("ellipse", box, fill, line, width, **more)


def icon(name: str, left: float, top: float, side: float) -> Shape:
    """One of the project's icons."""
    return Shape("icon", (left, top, side, side), icon=name)


def numeral(look: Look, box: Box, text: str, colour: str, size: int) -> Shape:
    """A large figure that stands free, in the look's own face."""
    return Shape("rect", box, text=text, colour=colour, size=size, face=look.face)


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


def cloud(left: float, top: float, wide: float, fill: str = "white") -> Shape:
    """A small cloud."""
    return Shape("cloud", (left, top - wide * 0.1, wide, wide * 0.5), fill)
