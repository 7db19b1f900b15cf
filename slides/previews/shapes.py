"""Draw the shapes of layouts as SVG."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from slides.designs.icons import ENDS, SIDE, of_look
from slides.designs.layouts import Box, Shape
from slides.designs.looks import Look
from slides.designs.outlines import PATHS, steps

PIXELS = 96
THEME = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
Points = tuple[tuple[float, float], ...]


def fill(look: Look, name: str) -> str:
    """A named colour as CSS writes it."""
    value = look.colour(name)
    return f"#{look.scheme.get(THEME.get(value, value), value)}"


def pixels(box: Box) -> tuple[int, int, int, int]:
    """A box in pixels."""
    left, top, wide, high = (round(inches * PIXELS) for inches in box)
    return left, top, wide, high


def drawn(shape: Shape, look: Look) -> str:
    """One shape with the letter or numeral in it, or an icon."""
    if shape.icon:
        return _icon(shape, look)
    left, top, wide, high = pixels(shape.box)
    paint = f'fill="{fill(look, shape.fill) if shape.fill else "none"}"'
    if shape.line:
        paint += f' stroke="{fill(look, shape.line)}" stroke-width="{shape.width * PIXELS / 72:.1f}"'
        paint += f' stroke-dasharray="{shape.width * 5:g} {shape.width * 4:g}"' if shape.dash else ""
    flip = f' transform="translate({2 * left + wide} 0) scale(-1 1)"' if shape.flip else ""
    outline = outlined(shape.geometry, shape.box, shape.adjust)
    letter = ""
    if shape.text:
        size = shape.size * PIXELS / 72
        letter = (
            f'<text x="{left + wide / 2:.0f}" y="{top + high / 2 + size * 0.36:.0f}" '
            f'font-size="{size:.0f}" {lettering(shape.face)} '
            f'text-anchor="middle" fill="{fill(look, shape.colour)}">{escape(shape.text)}</text>'
        )
    return f"<{outline} {paint}{flip}/>{letter}"


def outlined(name: str, box: Box, adjust: tuple[tuple[str, int], ...] = ()) -> str:
    """An outline as the beginning of an SVG element."""
    return OUTLINES.get(name, _rectangle)(*pixels(box), dict(adjust))


def lettering(face: str) -> str:
    """How letters are set: heavy in the look's own face, light in a face of their own."""
    return f"font-family=\"'{face}', serif\"" if face else 'font-weight="700"'


def _icon(shape: Shape, look: Look) -> str:
    left, top, wide, high = pixels(shape.box)
    place = f'x="{left}" y="{top}" width="{wide}" height="{high}" viewBox="0 0 {SIDE} {SIDE}"'
    return f"<svg {place} {ENDS}>{of_look(shape.icon, look)}</svg>"


def _own(name: str) -> Callable[[int, int, int, int, dict[str, int]], str]:
    """One of our own outlines, stretched over its box."""

    def outline(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
        path = "".join(
            letter + " ".join(f"{left + wide * x / 100:.1f} {top + high * y / 100:.1f}" for x, y in points)
            for letter, points in steps(name)
        )
        return f'path d="{path}"'

    return outline


def _rectangle(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    return f'rect x="{left}" y="{top}" width="{wide}" height="{high}"'


def _line(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    return f'path d="M{left} {top}h{wide}v{high}"'


def _ellipse(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    return f'ellipse cx="{left + wide / 2:g}" cy="{top + high / 2:g}" rx="{wide / 2:g}" ry="{high / 2:g}"'


def _round(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    radius = min(wide, high) * adjust.get("adj", 16667) / 100000
    return f'rect x="{left}" y="{top}" width="{wide}" height="{high}" rx="{radius:.1f}"'


def _corners(left: int, top: int, wide: int, high: int, radii: tuple[float, float, float, float]) -> str:
    """A rectangle whose corners, clockwise from the top left, are rounded each by its own radius."""
    a, b, c, d = radii
    return (
        f'path d="M{left + a:.1f} {top}h{wide - a - b:.1f}q{b:.1f} 0 {b:.1f} {b:.1f}v{high - b - c:.1f}q0 '
        f"{c:.1f} {-c:.1f} {c:.1f}"
        f'h{c + d - wide:.1f}q{-d:.1f} 0 {-d:.1f} {-d:.1f}v{a + d - high:.1f}q0 {-a:.1f} {a:.1f} {-a:.1f}z"'
    )


def _diagonal(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    radius = min(wide, high) * adjust.get("adj1", 16667) / 100000
    return _corners(left, top, wide, high, (radius, 0, radius, 0))


def _shoulders(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    radius = min(wide, high) * adjust.get("adj1", 16667) / 100000
    return _corners(left, top, wide, high, (radius, radius, 0, 0))


def _polygon(points: Points) -> str:
    return f'polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"'


def _parallelogram(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    slant = min(wide, high) * adjust.get("adj", 25000) / 100000
    return _polygon(((left + slant, top), (left + wide, top), (left + wide - slant, top + high), (left, top + high)))


def _triangle(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    return _polygon(((left, top), (left, top + high), (left + wide, top + high)))


def _callout(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
    """A speech bubble whose tail leaves the lower edge."""
    tip = (left + wide / 2 + wide * adjust["adj1"] / 100000, top + high / 2 + high * adjust["adj2"] / 100000)
    first, second = (2 / 12, 5 / 12) if adjust["adj1"] < 0 else (7 / 12, 10 / 12)
    r = min(wide, high) * adjust.get("adj3", 0) / 100000
    right, bottom = left + wide, top + high
    return (
        f'path d="M{left + r:.1f} {top}H{right - r:.1f}Q{right} {top} {right} {top + r:.1f}V{bottom - r:.1f}'
        f"Q{right} {bottom} {right - r:.1f} {bottom}H{left + wide * second:.1f}L{tip[0]:.1f} {tip[1]:.1f}"
        f"L{left + wide * first:.1f} {bottom}H{left + r:.1f}Q{left} {bottom} {left} {bottom - r:.1f}V{top + r:.1f}"
        f'Q{left} {top} {left + r:.1f} {top}z"'
    )


def _scaled(points: Points) -> Callable[[int, int, int, int, dict[str, int]], str]:
    def outline(left: int, top: int, wide: int, high: int, adjust: dict[str, int]) -> str:
        return _polygon(tuple((left + wide * x, top + high * y) for x, y in points))

    return outline


CROSS = tuple(
    (across / 100, down / 100)
    for across, down in zip(
        (24, 35, 50, 65, 76, 61, 76, 65, 50, 35, 24, 39), (35, 24, 39, 24, 35, 50, 65, 76, 61, 76, 65, 50), strict=True
    )
)
OUTLINES: dict[str, Callable[[int, int, int, int, dict[str, int]], str]] = {
    "rect": _rectangle,
    "ellipse": _ellipse,
    "roundRect": _round,
    "round2DiagRect": _diagonal,
    "round2SameRect": _shoulders,
    "parallelogram": _parallelogram,
    "rtTriangle": _triangle,
    "wedgeRoundRectCallout": _callout,
    "wedgeRectCallout": _callout,
    "icon": _rectangle,
    "line": _line,
    **{name: _own(name) for name in PATHS},
    "mathMultiply": _scaled(CROSS),
}
