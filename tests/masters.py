"""Masters made for tests: ordinary ones, odd ones, and files that would do harm."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Emu, Inches, Pt

from slides.uploaded.package_reading import unzipped
from slides.uploaded.pictures import encoded
from slides.uploaded.reading import read_base
from slides.uploaded.writing import written_base

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WIDE, HIGH = 12192000, 6858000


def saved(presentation: Presentation) -> bytes:
    """The bytes of a presentation."""
    data = io.BytesIO()
    presentation.save(data)
    return data.getvalue()


def wide() -> Presentation:
    """The plain template of the office library, stretched to our shape of slide."""
    presentation = Presentation()
    across = WIDE / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Emu(WIDE), Emu(HIGH)
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for holder in part.placeholders:
            if holder._element.spPr.find(f"{A}xfrm") is not None:
                left, width = round(holder.left * across), round(holder.width * across)
                holder.left, holder.width = Emu(left), Emu(width)
    return presentation


@cache
def rebuilt(data: bytes) -> bytes:
    """The clean package that a master becomes."""
    return written_base(read_base(unzipped(data), encoded), "x")


@cache
def plain() -> bytes:
    """An ordinary master with nothing drawn on it."""
    return saved(wide())


def picture(kind: str = "PNG", size: tuple[int, int] = (1600, 900), **more: object) -> bytes:
    """A picture with soft stripes."""
    image = Image.new("RGB", size, "#eef3f8")
    draw = ImageDraw.Draw(image)
    for at in range(0, size[0], 40):
        draw.rectangle((at, 0, at + 20, size[1]), fill="#e3ecf5")
    data = io.BytesIO()
    image.save(data, kind, **more)
    return data.getvalue()


def crest() -> bytes:
    """A small round picture that can be seen through."""
    image = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 230, 230), fill="#12355b")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


@cache
def decorated() -> bytes:
    """A master with shaded grounds, pictures, a group, lines, words, a freehand shape, and places of odd sizes."""
    presentation = wide()
    master, layouts = presentation.slide_master, presentation.slide_layouts
    fill = master.background.fill
    fill.gradient()
    fill.gradient_angle = 90
    for stop, colour in zip(fill.gradient_stops, ("FFFFFF", "E6EEF7"), strict=True):
        stop.color.rgb = RGBColor.from_string(colour)
    _shapes_on(layouts[1])
    ground = layouts[0].background.fill
    ground.solid()
    ground.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
    for layout in (layouts[0], layouts[2]):
        layout.placeholders[0].left, layout.placeholders[0].top = Inches(0.9), Inches(1.6)
        layout.placeholders[0].width, layout.placeholders[0].height = Inches(8.2), Inches(1.5)
        layout.placeholders[1].left, layout.placeholders[1].top = Inches(0.9), Inches(3.3)
        layout.placeholders[1].width, layout.placeholders[1].height = Inches(7.0), Inches(1.7)
    body = layouts[1].placeholders[1]
    body.left, body.top, body.width, body.height = Inches(0.8), Inches(1.75), Inches(11.7), Inches(4.6)
    head = layouts[1].placeholders[0]
    head.left, head.top, head.width, head.height = Inches(0.8), Inches(0.45), Inches(9.6), Inches(0.95)
    return saved(presentation)


def _shapes_on(layout: object) -> None:
    """python-pptx draws on slides only, so the shapes are drawn on one and moved to the layout."""
    presentation = layout.part.package.presentation_part.presentation
    slide = presentation.slides.add_slide(layout)
    shapes = slide.shapes
    band = shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, Inches(7.12), Emu(WIDE), Inches(0.38))
    band.fill.solid()
    band.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Inches(0.8), Inches(1.5), Inches(12.5), Inches(1.5))
    line.line.width = Pt(2)
    group = shapes.add_group_shape()
    for at in range(3):
        dot = group.shapes.add_shape(MSO_SHAPE.OVAL, Inches(10.7 + at * 0.4), Inches(0.3), Inches(0.3), Inches(0.3))
        dot.fill.solid()
        dot.fill.fore_color.rgb = RGBColor(0xC9, 0xAE, 0x78)
    free = shapes.build_freeform(Inches(12.6), Inches(0.2), scale=1.0)
    free.add_line_segments([(Inches(13.2), Inches(0.2)), (Inches(13.2), Inches(1.0))])
    free.convert_to_shape()
    words = shapes.add_textbox(Inches(9.2), Inches(7.16), Inches(3.6), Inches(0.3))
    words.text_frame.text = "示例区公安分局"
    words.text_frame.paragraphs[0].runs[0].hyperlink.address = "https://example.org/"
    shapes.add_picture(io.BytesIO(crest()), Inches(12.0), Inches(0.35), Inches(0.9), Inches(0.9))
    _move_shapes(slide, layout)
    identity = presentation.slides._sldIdLst[0]
    presentation.part.drop_rel(identity.rId)
    presentation.slides._sldIdLst.remove(identity)


def _move_shapes(slide: object, layout: object) -> None:
    """Move what was drawn on a slide to a layout, with its picture and its link."""
    tree, target = slide.shapes._spTree, layout.shapes._spTree
    relation = next(rel for rel in slide.part.rels.values() if rel.reltype.endswith("/image"))
    kept = layout.part.relate_to(relation.target_part, relation.reltype)
    link = layout.part.relate_to(
        "https://example.org/",
        next(rel.reltype for rel in slide.part.rels.values() if rel.reltype.endswith("/hyperlink")),
        is_external=True,
    )
    for element in list(tree):
        if element.tag in (f"{P}nvGrpSpPr", f"{P}grpSpPr") or element.find(f".//{P}ph") is not None:
            continue
        for blip in element.iter(f"{A}blip"):
            blip.set(f"{R}embed", kept)
        for click in element.iter(f"{A}hlinkClick"):
            click.set(f"{R}id", link)
        target.append(element)


@cache
def dark() -> bytes:
    """A master on black whose names of grounds and texts are turned round, with faces that nobody has."""
    presentation = wide()
    mapping = presentation.slide_master._element.find(f"{P}clrMap")
    for name, value in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapping.set(name, value)
    theme = next(
        rel.target_part for rel in presentation.slide_master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    theme._blob = theme.blob.replace(b'latin typeface="Calibri"', b'latin typeface="Verdana"').replace(
        b'ea typeface=""', 'ea typeface="某某特粗体"'.encode()
    )
    return saved(presentation)


@cache
def bare() -> bytes:
    """A master whose layouts have no placeholder at all."""
    presentation = wide()
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for holder in list(part.placeholders):
            holder._element.getparent().remove(holder._element)
    return saved(presentation)


def _put(layout: object, title: tuple[float, ...], below: tuple[float, ...] | None = None) -> None:
    """Move the title of a layout, and the place below it, to left, top, width and height in inches."""
    for holder, box in zip(list(layout.placeholders), (title, below), strict=False):
        if box:
            holder.left, holder.top, holder.width, holder.height = map(Inches, box)


@cache
def small_titles() -> bytes:
    """A master whose places for titles hold one short line."""
    presentation = wide()
    for number, layout in enumerate(presentation.slide_layouts):
        if layout.placeholders and layout.placeholders[0].placeholder_format.idx == 0:
            _put(layout, (0.9, 3.0, 6.0, 0.9) if number in (0, 2) else (0.8, 0.35, 6.5, 0.6))
    return saved(presentation)


@cache
def low_titles() -> bytes:
    """A master whose covers have their title low, and whose slides have it at the bottom."""
    presentation = wide()
    for number in (0, 2):
        _put(presentation.slide_layouts[number], (0.9, 5.6, 9.0, 0.9), (0.9, 6.4, 8.0, 0.5))
    for number in (1, 5):
        _put(presentation.slide_layouts[number], (0.8, 6.0, 11.5, 0.8), (0.8, 0.8, 11.5, 5.0))
    return saved(presentation)


@cache
def narrow_covers() -> bytes:
    """A master whose covers keep the words in a column at the right."""
    presentation = wide()
    for number in (0, 2):
        _put(presentation.slide_layouts[number], (7.2, 1.0, 5.4, 2.0), (7.2, 3.2, 5.4, 1.2))
    return saved(presentation)


@cache
def crested() -> bytes:
    """A master with a very large crest at the upper right of every layout, over the places of words."""
    presentation = wide()
    for layout in list(presentation.slide_layouts):
        slide = presentation.slides.add_slide(layout)
        shown = slide.shapes.add_picture(io.BytesIO(crest()), Inches(10.6), Inches(0.1), Inches(2.6), Inches(2.6))
        relation = next(rel for rel in slide.part.rels.values() if rel.reltype.endswith("/image"))
        kept = layout.part.relate_to(relation.target_part, relation.reltype)
        for blip in shown._element.iter(f"{A}blip"):
            blip.set(f"{R}embed", kept)
        layout.shapes._spTree.append(shown._element)
    for identity in list(presentation.slides._sldIdLst):
        presentation.part.drop_rel(identity.rId)
        presentation.slides._sldIdLst.remove(identity)
    return saved(presentation)


@cache
def crowded() -> bytes:
    """A master that leaves texts a narrow strip between two bands."""
    presentation = wide()
    layout = presentation.slide_layouts[1]
    for other in list(presentation.slide_layouts)[2:]:
        presentation.slide_layouts.remove(other)
    presentation.slide_layouts.remove(presentation.slide_layouts[0])
    for holder, (top, high) in zip(list(layout.placeholders)[:2], ((2.6, 0.9), (3.6, 0.8)), strict=True):
        holder.left, holder.top, holder.width, holder.height = Inches(4), Inches(top), Inches(5), Inches(high)
    for holder in list(layout.placeholders)[2:]:
        holder.left, holder.top, holder.width, holder.height = Inches(1), Inches(6.0), Inches(2), Inches(0.4)
    return saved(presentation)


@cache
def small() -> bytes:
    """A master of the same shape as ours and three quarters of its size, as a template file."""
    presentation = wide()
    presentation.slide_width, presentation.slide_height = Emu(9144000), Emu(5143500)
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for holder in part.placeholders:
            if holder._element.spPr.find(f"{A}xfrm") is not None:
                sides = [round(side * 0.75) for side in (holder.left, holder.top, holder.width, holder.height)]
                holder.left, holder.top, holder.width, holder.height = map(Emu, sides)
    return saved(presentation)
