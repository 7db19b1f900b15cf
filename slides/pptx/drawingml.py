"""Small pieces of DrawingML as text: colours, fills, boxes and shapes, the same for masters and slides."""

from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from slides.composing.fit import HANGING
from slides.designs.layouts import Box, Shape, Slot
from slides.designs.looks import Look
from slides.designs.outlines import PATHS, steps

EMU = 914400
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
STEPS = {"M": "moveTo", "L": "lnTo", "Q": "quadBezTo", "C": "cubicBezTo"}
FINE = 100
NO_LINE = "<a:ln><a:noFill/></a:ln>"


def emu(inches: float) -> int:
    """Inches to the unit of the file format."""
    return round(inches * EMU)


def colour(look: Look, name: str) -> str:
    """The colour element of a named colour."""
    value = look.colour(name)
    base, _, lighter = value.partition("+")
    if len(base) == 6 and not base.startswith("accent"):
        return f'<a:srgbClr val="{base}"/>'
    if not lighter:
        return f'<a:schemeClr val="{base}"/>'
    rest = int(lighter)
    return (
        f'<a:schemeClr val="{base}"><a:lumMod val="{(100 - rest) * 1000}"/><a:lumOff val="{rest * 1000}"/>'
        f"</a:schemeClr>"
    )


def solid(look: Look, name: str) -> str:
    """A solid fill, or none."""
    return f"<a:solidFill>{colour(look, name)}</a:solidFill>" if name else "<a:noFill/>"


def transform(box: Box, *, turn: int = 0, flip: bool = False) -> str:
    """Place and size of a shape."""
    left, top, width, height = map(emu, box)
    marks = (f' rot="{turn * 60000}"' if turn else "") + (' flipH="1"' if flip else "")
    return f'<a:xfrm{marks}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


@lru_cache(maxsize=256)
def geometry(name: str, adjust: tuple[tuple[str, int], ...] = ()) -> str:
    """The outline of a shape: one of our own, or one that the format knows by name."""
    if name in PATHS:
        return (
            '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{100 * FINE}" h="{100 * FINE}">{"".join(_step(*step) for step in steps(name))}'
            "</a:path></a:pathLst></a:custGeom>"
        )
    guides = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in adjust)
    return f'<a:prstGeom prst="{name}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def _step(letter: str, points: list[tuple[float, float]]) -> str:
    if letter == "Z":
        return "<a:close/>"
    inside = "".join(f'<a:pt x="{round(x * FINE)}" y="{round(y * FINE)}"/>' for x, y in points)
    return f"<a:{STEPS[letter]}>{inside}</a:{STEPS[letter]}>"


def outlined(look: Look, name: str, width: float, *, dash: bool = False) -> str:
    """The line around a shape, or none."""
    dashes = '<a:prstDash val="dash"/>' if dash else ""
    return f'<a:ln w="{round(width * 12700)}">{solid(look, name)}{dashes}</a:ln>' if name else NO_LINE


def slot_geometry(look: Look, slot: Slot) -> str:
    """The outline that a slot gives what fills it; nothing for a plain box."""
    line = outlined(look, slot.line, slot.width) if slot.line else ""
    return (geometry(slot.outline, slot.adjust) if slot.outline else "") + line


def drawn(shape: Shape, look: Look, number: int) -> str:
    """A shape that a layout draws; a letter or numeral in it is the same in every language."""
    line = outlined(look, shape.line, shape.width, dash=shape.dash)
    text = '<a:endParaRPr lang="en-US"/>'
    if shape.text:
        face, heavy = typeface(shape.face), int(not shape.face)
        text = (
            f'<a:r><a:rPr lang="en-US" altLang="zh-CN" sz="{shape.size * 100}" b="{heavy}">'
            f"{solid(look, shape.colour)}{face}</a:rPr><a:t>{escape(shape.text)}</a:t></a:r>"
        )
    text = f'<a:p><a:pPr algn="ctr"/>{text}</a:p>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Shape {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{transform(shape.box, turn=shape.turn, flip=shape.flip)}{geometry(shape.geometry, shape.adjust)}"
        f"{solid(look, shape.fill)}{line}</p:spPr>"
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>{text}</p:txBody></p:sp>'
    )


def typeface(face: str) -> str:
    """The face of numerals where it is not the theme's."""
    return f'<a:latin typeface="{face}"/><a:ea typeface="{face}"/>' if face else ""


def bullet_colour(look: Look, slot: Slot) -> str:
    """The colour of a slot's bullets: green for ticks, red for crosses."""
    return f"<a:buClr>{colour(look, {'✓': 'right', '✗': 'wrong'}.get(slot.bullet, 'accent'))}</a:buClr>"


def hanging(size: int) -> str:
    """The indent of text after a bullet, as attributes."""
    indent = round(size * HANGING) * 12700
    return f'marL="{indent}" indent="-{indent}"'


def placeholder_mark(slot: Slot) -> str:
    """The <p:ph> element that ties a slide's shape to its layout."""
    kind = {"body": ' type="body"', "title": ' type="title"'}.get(slot.kind, f' type="{slot.kind}"')
    size = ' sz="quarter"' if slot.kind in ("ftr", "sldNum", "body") else ""
    return f"<p:ph{kind}{size}/>" if slot.idx == 0 else f'<p:ph{kind}{size} idx="{slot.idx}"/>'


def attribute(text: str) -> str:
    """A quoted, escaped XML attribute."""
    return quoteattr(text)
