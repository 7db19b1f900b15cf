"""The outlines of drawn shapes as SVG paths, in the unit of the file, from the upper left corner of the shape."""

import math

from lxml import etree

from slides.previews.shapes import OUTLINES
from slides.uploaded.allowed import A

CALLOUT = {"adj1": -20833, "adj2": 62500, "adj3": 16667}
POLYGONS = {
    "triangle": ((0.5, 0), (1, 1), (0, 1)),
    "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    "hexagon": ((0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5)),
    "trapezoid": ((0.25, 0), (0.75, 0), (1, 1), (0, 1)),
    "homePlate": ((0, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0, 1)),
    "chevron": ((0, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0, 1), (0.25, 0.5)),
    "rightArrow": ((0, 0.25), (0.6, 0.25), (0.6, 0), (1, 0.5), (0.6, 1), (0.6, 0.75), (0, 0.75)),
}
LINES = ("line", "Connector")


def outline(properties: etree._Element, wide: int, high: int) -> str:
    """The element of a shape without its end, such as ``rect x="0" …``; a rectangle where we draw none like it."""
    own = properties.find(f"{A}custGeom")
    if own is not None:
        return _own_outline(own, wide, high) or f'rect width="{wide}" height="{high}"'
    preset = properties.find(f"{A}prstGeom")
    name = preset.get("prst") if preset is not None else "rect"
    if name.startswith(LINES[0]) or name.endswith(LINES[1]) or LINES[1] in name:
        return f'path d="M0 0L{wide} {high}"'
    if name in POLYGONS:
        points = " ".join(f"{wide * x:.0f},{high * y:.0f}" for x, y in POLYGONS[name])
        return f'polygon points="{points}"'
    guides = (
        {each.get("name"): _value(each.get("fmla", "")) for each in preset.iter(f"{A}gd")} if preset is not None else {}
    )
    defaults = CALLOUT if name.startswith("wedge") else {}
    draw = OUTLINES.get(name)
    return draw(0, 0, wide, high, {**defaults, **guides}) if draw else f'rect width="{wide}" height="{high}"'


def _value(formula: str) -> int:
    kind, _, number = formula.partition(" ")
    return int(number) if kind == "val" and number.lstrip("-").isdigit() else 0


def _own_outline(geometry: etree._Element, wide: int, high: int) -> str:
    """A freehand outline; nothing where its points are reckoned by formulas."""
    pieces = []
    for path in geometry.iter(f"{A}path"):
        try:
            across = wide / (int(path.get("w", 0)) or wide or 1)
            down = high / (int(path.get("h", 0)) or high or 1)
            pieces.append(_path(path, across, down))
        except ValueError:
            return ""
    return f'path d="{"".join(pieces)}"' if pieces else ""


def _path(path: etree._Element, across: float, down: float) -> str:
    letters = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q"}
    drawn, at = [], (0.0, 0.0)
    for step in path:
        name = step.tag.removeprefix(A)
        if name == "close":
            drawn.append("Z")
        elif name == "arcTo":
            piece, at = _arc(step, at, across, down)
            drawn.append(piece)
        elif name in letters:
            points = [(int(each.get("x")) * across, int(each.get("y")) * down) for each in step.iter(f"{A}pt")]
            drawn.append(letters[name] + " ".join(f"{x:.0f} {y:.0f}" for x, y in points))
            at = points[-1] if points else at
    return "".join(drawn)


def _arc(step: etree._Element, at: tuple[float, float], across: float, down: float) -> tuple[str, tuple[float, float]]:
    """An arc from where the pen is; its angles are sixty-thousandths of a degree."""
    wide, high = int(step.get("wR")) * across, int(step.get("hR")) * down
    first, swing = (math.radians(int(step.get(name)) / 60000) for name in ("stAng", "swAng"))
    centre = at[0] - wide * math.cos(first), at[1] - high * math.sin(first)
    pieces = []
    for share in (0.5, 1.0):
        end = centre[0] + wide * math.cos(first + swing * share), centre[1] + high * math.sin(first + swing * share)
        pieces.append(f"A{wide:.0f} {high:.0f} 0 0 {int(swing > 0)} {end[0]:.0f} {end[1]:.0f}")
    return "".join(pieces), end
