"""Plain SVG elements as strings; a fragment is any run of them."""

import math
from collections.abc import Iterable

Point = tuple[float, float]


def number(value: float) -> str:
    """Write a number with at most one decimal, so that the same drawing gives the same bytes."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def fine(value: float) -> str:
    """Write a number with three decimals, for scales and legal geometry."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, **attributes: object) -> str:
    """Write one element; an underscore in a keyword stands for a hyphen and None is left out."""
    pairs = ((key.replace("_", "-"), value) for key, value in attributes.items())
    written = "".join(f' {key}="{_plain(value)}"' for key, value in pairs if value is not None)
    return f"<{tag}{written}/>"


def circle(at: Point, radius: float, fill: str, **more: object) -> str:
    return element("circle", cx=at[0], cy=at[1], r=radius, fill=fill, **more)


def ellipse(at: Point, radii: Point, fill: str, **more: object) -> str:
    return element("ellipse", cx=at[0], cy=at[1], rx=radii[0], ry=radii[1], fill=fill, **more)


def rect(at: Point, size: Point, fill: str, **more: object) -> str:
    return element("rect", x=at[0], y=at[1], width=size[0], height=size[1], fill=fill, **more)


def path(outline: str, fill: str, **more: object) -> str:
    return element("path", d=outline, fill=fill, **more)


def polygon(points: Iterable[Point], fill: str, **more: object) -> str:
    return element("path", d="M" + " ".join(pair(point) for point in points) + "Z", fill=fill, **more)


def stroke(outline: str, colour: str, width: float, **more: object) -> str:
    """A line along an outline; its round ends and joints come from the picture."""
    return path(outline, "none", stroke=colour, stroke_width=width, **more)


def line(start: Point, end: Point, colour: str, *, width: float) -> str:
    return stroke(f"M{pair(start)} {pair(end)}", colour, width)


def pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def place(fragment: str, at: Point, scale: float = 1, *, turn: float = 0) -> str:
    """Move a fragment drawn around the origin to its place, larger or smaller, turned clockwise."""
    steps = [f"translate({pair(at)})"] if at != (0, 0) else []
    steps += [f"rotate({number(turn)})"] if turn else []
    steps += [f"scale({fine(scale)})"] if scale != 1 else []
    return f'<g transform="{" ".join(steps)}">{fragment}</g>' if steps else fragment


def mirrored(fragment: str) -> str:
    """The same fragment seen in a mirror that stands on the vertical axis."""
    return f'<g transform="scale(-1 1)">{fragment}</g>'


def cropped(fragment: str, size: Point) -> str:
    """Only the part of a fragment that lies between the origin and a size."""
    width, height = (number(side) for side in size)
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}">{fragment}</svg>'


def faded(fragment: str, opacity: float) -> str:
    return f'<g opacity="{fine(opacity)}">{fragment}</g>'


def turned(point: Point, degrees: float) -> Point:
    """Turn a point clockwise around the origin, as SVG turns it."""
    angle = math.radians(degrees)
    x, y = point
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def picture(fragments: Iterable[str], *, width: int, height: int) -> str:
    """A whole self-contained SVG file."""
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {ends}>'
    return head + "\n" + "\n".join(fragments) + "\n</svg>\n"


def _plain(value: object) -> str:
    return number(value) if isinstance(value, (int, float)) else str(value)
