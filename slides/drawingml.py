"""Small pieces of DrawingML as text: colours, fills, boxes and shapes, the same for masters and slides."""

from xml.sax.saxutils import escape, quoteattr

from slides.fit import HANGING
from slides.layouts import Box, Shape, Slot
from slides.looks import Look

EMU = 914400
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
CHECK = (
    '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
    '<a:path w="120" h="100"><a:moveTo><a:pt x="0" y="54"/></a:moveTo>'
    + "".join(
        f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in ((18, 36), (44, 62), (102, 0), (120, 18), (44, 98))
    )
    + "<a:close/></a:path></a:pathLst></a:custGeom>"
)


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


def geometry(shape: Shape) -> str:
    """The outline of a drawn shape."""
    if shape.geometry == "check":
        return CHECK
    guides = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in shape.adjust)
    return f'<a:prstGeom prst="{shape.geometry}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def drawn(shape: Shape, look: Look, number: int) -> str:
    """A shape that a layout draws; a letter or numeral in it is the same in every language."""
    line = (
        f'<a:ln w="{round(shape.width * 12700)}">{solid(look, shape.line)}</a:ln>'
        if shape.line
        else "<a:ln><a:noFill/></a:ln>"
    )
    text = (
        '<a:p><a:pPr algn="ctr"/>'
        + (
            f'<a:r><a:rPr lang="en-US" altLang="zh-CN" sz="{shape.size * 100}" '
            f'b="1">{solid(look, shape.colour)}</a:rPr>'
            f"<a:t>{escape(shape.text)}</a:t></a:r>"
            if shape.text
            else '<a:endParaRPr lang="en-US"/>'
        )
        + "</a:p>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Shape {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{transform(shape.box, turn=shape.turn, flip=shape.flip)}{geometry(shape)}"
        f"{solid(look, shape.fill)}{line}</p:spPr>"
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>{text}</p:txBody></p:sp>'
    )


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
