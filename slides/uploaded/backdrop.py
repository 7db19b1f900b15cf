"""The ground and the shapes of an uploaded master as SVG: for previews, and to measure contrast on."""

import base64
import io
import itertools
from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape

from lxml import etree
from PIL import Image

from slides.designs.layouts import HEIGHT, WIDTH
from slides.pptx.drawingml import SPACES
from slides.previews.shapes import PIXELS
from slides.uploaded.allowed import COLOURS, A, P, R
from slides.uploaded.cleaning import first_fill, number
from slides.uploaded.colours import opacity, resolved
from slides.uploaded.outlines import outline
from slides.uploaded.pictures import reduced
from slides.uploaded.values import SourceLayout
from slides.words import clean

EMU, PREVIEW_EDGE = 914400, 640
WHOLE = (round(WIDTH * EMU), round(HEIGHT * EMU))
Paint = tuple[str, str]


class Painter:
    """Draws one layout; its gradients and patterns get names of their own."""

    def __init__(self, scheme: Mapping[str, str], media: Mapping[str, bytes]) -> None:
        self.scheme, self.media = scheme, media
        self.names = (f"b{count}" for count in itertools.count(1))

    def layout(self, layout: SourceLayout) -> str:
        """The ground and the shapes of a layout, in the pixels of a preview."""
        tree = etree.fromstring(f"<x {SPACES}>{layout.ground}{layout.shapes}</x>")
        fill = first_fill(tree.find(f"{P}bg/{P}bgPr"))
        ground = self._filled(fill, f'rect width="{WHOLE[0]}" height="{WHOLE[1]}"', *WHOLE)
        shapes = "".join(self._shapes(tree))
        return f'<g transform="scale({PIXELS / EMU:.9f})">{ground}{shapes}</g>'

    def _shapes(self, tree: etree._Element) -> Iterator[str]:
        kinds: dict[str, Callable[[etree._Element], str]] = {
            "sp": self._shape,
            "cxnSp": self._shape,
            "pic": self._shape,
            "grpSp": self._group,
        }
        for element in tree:
            draw = kinds.get(element.tag.removeprefix(P))
            if draw:
                yield draw(element)

    def _shape(self, element: etree._Element) -> str:
        properties = element.find(f"{P}spPr")
        move, wide, high = _moved(properties.find(f"{A}xfrm"))
        form = outline(properties, wide, high)
        picture = element.find(f"{P}blipFill")
        fill = picture if picture is not None else first_fill(properties)
        body = self._filled(fill, form, wide, high) + self._stroked(properties.find(f"{A}ln"), form)
        return f'<g transform="{move}">{body}{self._words(element, wide, high)}</g>'

    def _group(self, element: etree._Element) -> str:
        place = element.find(f"{P}grpSpPr/{A}xfrm")
        move, wide, high = _moved(place)
        start, extent = place.find(f"{A}chOff"), place.find(f"{A}chExt")
        inside = ""
        if start is not None and extent is not None:
            across = wide / (number(extent, "cx") or 1)
            down = high / (number(extent, "cy") or 1)
            inside = f" scale({across:.6f} {down:.6f}) translate({-number(start, 'x')} {-number(start, 'y')})"
        return f'<g transform="{move}{inside}">{"".join(self._shapes(element))}</g>'

    def _filled(self, fill: etree._Element | None, form: str, wide: int, high: int) -> str:
        if fill is None or fill.tag == f"{A}noFill":
            return ""
        if fill.tag in (f"{A}blipFill", f"{P}blipFill"):
            return self._pictured(fill, form, wide, high)
        paint, definitions = self._paint(fill)
        return f"{definitions}<{form} {paint}/>"

    def _paint(self, fill: etree._Element) -> Paint:
        """The attributes of a fill, and what they refer to."""
        kind = fill.tag.removeprefix(A)
        if kind == "gradFill":
            return self._gradient(fill)
        chosen = fill if kind == "solidFill" else fill.find(f"{A}fgClr")
        named = _colour_in(chosen)
        if named is None:
            return 'fill="none"', ""
        share = opacity(named) * (0.5 if kind == "pattFill" else 1)
        return f'fill="#{resolved(named, self.scheme)}" fill-opacity="{share:g}"', ""

    def _gradient(self, fill: etree._Element) -> Paint:
        name = next(self.names)
        stops = "".join(
            f'<stop offset="{number(stop, "pos") / 100000:g}" stop-color="#{resolved(named, self.scheme)}" '
            f'stop-opacity="{opacity(named):g}"/>'
            for stop in sorted(fill.iter(f"{A}gs"), key=lambda each: number(each, "pos"))
            if (named := _colour_in(stop)) is not None
        )
        line = fill.find(f"{A}lin")
        turn = number(line, "ang") / 60000 if line is not None else 90
        if fill.find(f"{A}path") is not None:
            made = f'<radialGradient id="{name}">{stops}</radialGradient>'
        else:
            made = f'<linearGradient id="{name}" gradientTransform="rotate({turn:g} .5 .5)">{stops}</linearGradient>'
        return f'fill="url(#{name})"', f"<defs>{made}</defs>"

    def _pictured(self, fill: etree._Element, form: str, wide: int, high: int) -> str:
        """A picture inside an outline: cut, stretched, or repeated."""
        blip = fill.find(f"{A}blip")
        data = self.media.get(blip.get(f"{R}embed", ""), b"") if blip is not None else b""
        if not data:
            return ""
        name, source = next(self.names), fill.find(f"{A}srcRect")
        left, top, right, bottom = (
            number(source, side) / 100000 if source is not None else 0.0 for side in ("l", "t", "r", "b")
        )
        across, down = wide / max(1 - left - right, 0.01), high / max(1 - top - bottom, 0.01)
        if fill.find(f"{A}tile") is not None:
            with Image.open(io.BytesIO(data)) as picture:
                across, down = picture.width * EMU / PIXELS, picture.height * EMU / PIXELS
        small, ending = reduced(data, PREVIEW_EDGE)
        address = f"data:image/{ending};base64,{base64.b64encode(small).decode()}"
        seen = blip.find(f"{A}alphaModFix")
        share = number(seen, "amt", 100000) / 100000 if seen is not None else 1
        image = (
            f'<image x="{-left * across:.0f}" y="{-top * down:.0f}" width="{across:.0f}" height="{down:.0f}" '
            f'preserveAspectRatio="none" opacity="{share:g}" href="{address}"/>'
        )
        return f'<defs><clipPath id="{name}"><{form}/></clipPath></defs><g clip-path="url(#{name})">{image}</g>'

    def _stroked(self, line: etree._Element | None, form: str) -> str:
        fill = first_fill(line) if line is not None else None
        named = _colour_in(fill) if fill is not None and fill.tag == f"{A}solidFill" else None
        if named is None:
            return ""
        width = number(line, "w", 9525)
        return f'<{form} fill="none" stroke="#{resolved(named, self.scheme)}" stroke-width="{width}"/>'

    def _words(self, element: etree._Element, wide: int, high: int) -> str:
        """The words of a shape, a line for each paragraph, in its middle."""
        rows = []
        lines = [each for each in element.iterfind(f"{P}txBody/{A}p") if "".join(each.itertext()).strip()]
        for at, paragraph in enumerate(lines):
            about = paragraph.find(f"{A}r/{A}rPr")
            size = (number(about, "sz", 1800) if about is not None else 1800) * 127
            fill = about.find(f"{A}solidFill") if about is not None else None
            named = _colour_in(fill) if fill is not None else None
            colour = resolved(named, self.scheme) if named is not None else self.scheme["dk1"]
            y = high / 2 + (at - (len(lines) - 1) / 2) * size * 1.2 + size * 0.36
            rows.append(
                f'<text x="{wide / 2:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="middle" fill="#{colour}">'
                f"{escape(clean(''.join(paragraph.itertext())))}</text>"
            )
        return "".join(rows)


def _moved(place: etree._Element) -> tuple[str, int, int]:
    """The transform of a shape, its width and its height."""
    off, extent = place.find(f"{A}off"), place.find(f"{A}ext")
    wide, high = number(extent, "cx"), number(extent, "cy")
    move = f"translate({number(off, 'x')} {number(off, 'y')})"
    if turn := number(place, "rot"):
        move += f" rotate({turn / 60000:g} {wide / 2:.0f} {high / 2:.0f})"
    if place.get("flipH") == "1":
        move += f" translate({wide} 0) scale(-1 1)"
    if place.get("flipV") == "1":
        move += f" translate(0 {high}) scale(1 -1)"
    return move, wide, high


def _colour_in(element: etree._Element | None) -> etree._Element | None:
    if element is None:
        return None
    return next((each for each in element if each.tag.removeprefix(A) in COLOURS), None)
