"""Trace the parts of an icon into freeforms of the file format, so that it stays sharp at every size."""

import math
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from slides.designs.layouts import Box
from slides.pptx.drawingml import transform

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Step = tuple[str, list[Point]]
FINE = 10
ROUND = 0.5523
SAME: Matrix = (1, 0, 0, 1, 0, 0)
COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "T": 2, "C": 6, "A": 7, "Z": 0}
NAMES = {"M": "moveTo", "L": "lnTo", "Q": "quadBezTo", "C": "cubicBezTo"}
NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"


def traced(parts: str, box: Box, side: int, number: int) -> str:
    """A group of freeforms that together show the icon in its box."""
    root = ElementTree.fromstring(f"<svg>{parts}</svg>")
    shapes = "".join(
        _freeform(element, matrix, box, side, number * 1000 + at)
        for at, (element, matrix) in enumerate(_flat(root, SAME), 1)
    )
    place = transform(box)
    inner = re.search("<a:off.*(?=</a:xfrm>)", place)[0].replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name="Icon {number}"/><p:cNvGrpSpPr/><p:nvPr userDrawn="1"/>'
        f"</p:nvGrpSpPr><p:grpSpPr>{place.replace('</a:xfrm>', inner + '</a:xfrm>')}</p:grpSpPr>{shapes}</p:grpSp>"
    )


def _flat(element: ElementTree.Element, matrix: Matrix) -> Iterator[tuple[ElementTree.Element, Matrix]]:
    """Every drawn element with the whole of its transforms."""
    for child in element:
        inner = _times(matrix, _matrix(child.get("transform", "")))
        if child.tag == "g":
            yield from _flat(child, inner)
        else:
            yield child, inner


def _matrix(text: str) -> Matrix:
    whole = SAME
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", text):
        values = [float(number) for number in re.findall(NUMBER, inside)]
        if name == "translate":
            step = (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0)
        elif name == "scale":
            step = (values[0], 0, 0, values[-1], 0, 0)
        else:
            angle = math.radians(values[0])
            step = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0, 0)
        whole = _times(whole, step)
    return whole


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _freeform(element: ElementTree.Element, matrix: Matrix, box: Box, side: int, number: int) -> str:
    opacity = f'<a:alpha val="{round(float(element.get("opacity", "1")) * 100000)}"/>'
    path = "".join(_written(step, matrix) for step in _steps(element))
    geometry = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{side * FINE}" h="{side * FINE}">{path}</a:path></a:pathLst></a:custGeom>'
    )
    fill = _paint(element.get("fill", "none"), opacity)
    line = ""
    if element.get("stroke"):
        scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
        width = float(element.get("stroke-width", "1")) * scale * box[2] / side * 914400
        line = f'<a:ln w="{round(width)}" cap="rnd">{_paint(element.get("stroke"), opacity)}<a:round/></a:ln>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Part {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{transform(box)}{geometry}{fill}{line or '<a:ln><a:noFill/></a:ln>'}</p:spPr></p:sp>"
    )


def _paint(colour: str, opacity: str) -> str:
    if colour == "none":
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}">{opacity}</a:srgbClr></a:solidFill>'.replace(
        '<a:alpha val="100000"/>', ""
    )


def _written(step: Step, matrix: Matrix) -> str:
    letter, points = step
    if letter == "Z":
        return "<a:close/>"
    a, b, c, d, e, f = matrix
    moved = ((a * x + c * y + e, b * x + d * y + f) for x, y in points)
    inside = "".join(f'<a:pt x="{round(x * FINE)}" y="{round(y * FINE)}"/>' for x, y in moved)
    return f"<a:{NAMES[letter]}>{inside}</a:{NAMES[letter]}>"


def _steps(element: ElementTree.Element) -> Iterator[Step]:
    """The outline of an element as absolute steps."""
    value = {name: float(text) for name, text in element.attrib.items() if re.fullmatch(NUMBER, text)}
    if element.tag == "path":
        yield from _path(element.get("d", ""))
    elif element.tag == "rect":
        x, y, wide, high = value["x"], value["y"], value["width"], value["height"]
        yield from _rounded(x, y, wide, high, value.get("rx", 0), value.get("rx", 0))
    else:
        across, down = value.get("rx", value.get("r", 0)), value.get("ry", value.get("r", 0))
        yield from _rounded(value["cx"] - across, value["cy"] - down, 2 * across, 2 * down, across, down)


def _rounded(x: float, y: float, wide: float, high: float, across: float, down: float) -> Iterator[Step]:
    """A rectangle with round corners; a circle is one whose corners meet."""
    right, low, p, q = x + wide, y + high, across * (1 - ROUND), down * (1 - ROUND)
    yield "M", [(x + across, y)]
    yield "L", [(right - across, y)]
    yield "C", [(right - p, y), (right, y + q), (right, y + down)]
    yield "L", [(right, low - down)]
    yield "C", [(right, low - q), (right - p, low), (right - across, low)]
    yield "L", [(x + across, low)]
    yield "C", [(x + p, low), (x, low - q), (x, low - down)]
    yield "L", [(x, y + down)]
    yield "C", [(x, y + q), (x + p, y), (x + across, y)]
    yield "Z", []


def _path(text: str) -> Iterator[Step]:
    """The steps of an SVG path, made absolute; arcs and smooth curves are turned into plain ones."""
    here = start = bend = (0.0, 0.0)
    for command, rest in re.findall(rf"([A-Za-z])((?:[\s,]*{NUMBER})*)", text):
        numbers, size = [float(number) for number in re.findall(NUMBER, rest)], COUNT[command.upper()]
        for at in range(0, max(len(numbers), 1), max(size, 1)):
            values, letter = numbers[at : at + size], "L" if at and command in "Mm" else command.upper()
            if letter == "Z":
                yield "Z", []
                here = start
                continue
            points = _points(letter, values, here if command.islower() else (0.0, 0.0), here)
            if letter == "A":
                yield from _arc(here, values, points[-1])
            elif letter == "T":
                bend = (2 * here[0] - bend[0], 2 * here[1] - bend[1])
                yield "Q", [bend, points[-1]]
            else:
                yield "L" if letter in "HV" else letter, points
            bend = points[0] if letter == "Q" else bend if letter == "T" else points[-1]
            here = points[-1]
            start = here if letter == "M" else start


def _points(letter: str, values: list[float], origin: Point, here: Point) -> list[Point]:
    """The points of a step; an arc's only point is its end."""
    if letter == "H":
        return [(values[0] + origin[0], here[1])]
    if letter == "V":
        return [(here[0], values[0] + origin[1])]
    pairs = values[-2:] if letter == "A" else values
    return [(x + origin[0], y + origin[1]) for x, y in zip(pairs[::2], pairs[1::2], strict=True)]


def _arc(start: Point, values: list[float], end: Point) -> Iterator[Step]:
    """An arc of a circle as curves of at most a quarter."""
    radius, large, sweep = values[0], bool(values[3]), bool(values[4])
    across, down = end[0] - start[0], end[1] - start[1]
    chord = math.hypot(across, down)
    radius = max(radius, chord / 2)
    away = math.sqrt(max(radius**2 - chord**2 / 4, 0)) * (1 if large != sweep else -1)
    centre = (start[0] + across / 2 - away * down / chord, start[1] + down / 2 + away * across / chord)
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    turn = (math.atan2(end[1] - centre[1], end[0] - centre[0]) - first) % (2 * math.pi)
    turn = turn if sweep else turn - 2 * math.pi
    pieces = math.ceil(abs(turn) / (math.pi / 2) - 1e-9)
    part = turn / pieces
    reach = 4 / 3 * math.tan(part / 4) * radius
    for number in range(pieces):
        a, b = first + part * number, first + part * (number + 1)
        p = (centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a))
        q = (centre[0] + radius * math.cos(b), centre[1] + radius * math.sin(b))
        yield (
            "C",
            [
                (p[0] - reach * math.sin(a), p[1] + reach * math.cos(a)),
                (q[0] + reach * math.sin(b), q[1] - reach * math.cos(b)),
                q,
            ],
        )
