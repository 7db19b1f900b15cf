"""One slide as XML: placeholders of a named layout filled in reading order, nothing placed by hand."""

from dataclasses import dataclass

from slides.composing.deck import Page, Picture, Text
from slides.designs.layouts import Layout, Slot
from slides.designs.looks import Look
from slides.pptx.drawingml import (
    SPACES,
    attribute,
    bullet_colour,
    emu,
    geometry,
    hanging,
    placeholder_mark,
    slot_geometry,
    solid,
)
from slides.pptx.pictures import crop
from slides.pptx.tables import table_box, table_frame
from slides.pptx.textxml import paragraph
from slides.pptx.xml import HEAD, tree
from slides.words import CJK, clean

FIELD = "{7B1C1F6E-2C55-4B2E-9D6A-6B0F5E1D0A01}"
LIGHT = frozenset({"white", "sun", "cover-soft", "cover-text", "cover-bold", "section-text"})
MEDIA = "rId2"


@dataclass(frozen=True)
class Frame:
    """What a slide's XML depends on besides its page."""

    layout: Layout
    look: Look
    lang: str
    number: int
    png: bytes = b""
    table_size: int = 0


def slide_xml(page: Page, frame: Frame) -> str:
    """The slide's XML."""
    shapes = "".join(_shape(slot, page, frame, number) for number, slot in enumerate(frame.layout.slots, 2))
    return (
        f"{HEAD}<p:sld {SPACES}><p:cSld name={attribute(clean(page.title))}>{tree(shapes)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def _shape(slot: Slot, page: Page, frame: Frame, number: int) -> str:
    """The shape of one slot; a slot that the page leaves empty makes none."""
    if slot.kind == "pic":
        return _picture(slot, page.picture, frame, number) if page.picture else ""
    if slot.kind == "chart":
        return _chart(slot, page, number)
    if slot.kind == "tbl":
        return table_frame(
            page.table, slot, table_box(slot, bool(page.text("lead"))), frame.look, frame.table_size, number, frame.lang
        )
    if slot.kind == "sldNum":
        return _placeholder(slot, _number(frame), number)
    if slot.kind == "ftr":
        return _placeholder(slot, paragraph(page.footer, _footer_lang(page.footer, frame.lang), marked=False), number)
    text = page.text(slot.name)
    return _placeholder(slot, _paragraphs(text, slot, frame), number, _own_fill(text, slot, frame)) if text else ""


def _footer_lang(text: str, lang: str) -> str:
    return lang if lang == "en" or CJK.search(text) else "en"


def _number(frame: Frame) -> str:
    return (
        f'<a:p><a:fld id="{FIELD}" type="slidenum"><a:rPr lang="en-US" altLang="zh-CN" dirty="0"/>'
        f"<a:t>{frame.number}</a:t></a:fld></a:p>"
    )


def _paragraphs(text: Text, slot: Slot, frame: Frame) -> str:
    """The paragraphs of a text; a size is written only where it differs from the layout's."""
    size = text.size if text.size != frame.look.size(slot.style) else 0
    colour = text.colour
    points = f"<a:pPr {hanging(text.size)}>{bullet_colour(frame.look, slot)}</a:pPr>" if slot.bullet else ""
    if slot.colour in LIGHT and not colour and any("**" in words for words in text.paragraphs):
        colour = slot.colour
    how = {"size": size, "colour": colour, "bold": bool(text.fill), "marked": text.marked, "properties": points}
    return "".join(paragraph(words, frame.lang, frame.look, **how) for words in text.paragraphs)


def _own_fill(text: Text, slot: Slot, frame: Frame) -> str:
    if not text.fill:
        return ""
    return (geometry(slot.outline, slot.adjust) if slot.outline else "") + solid(frame.look, text.fill)


def _placeholder(slot: Slot, paragraphs: str, number: int, fill: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(slot.name)}/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{placeholder_mark(slot)}</p:nvPr></p:nvSpPr><p:spPr>{fill}</p:spPr>"
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def _picture(slot: Slot, picture: Picture, frame: Frame, number: int) -> str:
    across, down = crop(frame.png, slot.box[2], slot.box[3])
    cut = f'<a:srcRect l="{across}" t="{down}" r="{across}" b="{down}"/>' if across or down else ""
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name={attribute(slot.name)} descr={attribute(clean(picture.alt))}/>'
        f'<p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/></p:cNvPicPr>'
        f"<p:nvPr>{placeholder_mark(slot)}</p:nvPr></p:nvPicPr>"
        f'<p:blipFill><a:blip r:embed="{MEDIA}"/>{cut}<a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f"<p:spPr>{slot_geometry(frame.look, slot)}</p:spPr></p:pic>"
    )


def _chart(slot: Slot, page: Page, number: int) -> str:
    left, top, wide, high = map(emu, slot.box)
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>"
        f'<p:cNvPr id="{number}" name={attribute(slot.name)} descr={attribute(clean(page.chart.alt))}/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        f"<p:nvPr>{placeholder_mark(slot)}</p:nvPr></p:nvGraphicFramePr>"
        f'<p:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></p:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{MEDIA}"/></a:graphicData></a:graphic></p:graphicFrame>'
    )


def notes_xml(paragraphs: tuple[str, ...], lang: str) -> str:
    """The notes page of a slide."""
    words = "".join(paragraph(text, _footer_lang(text, lang), marked=False) for text in paragraphs)
    image = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    )
    body = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>'
        f"<a:lstStyle/>{words}</p:txBody></p:sp>"
    )
    return (
        f"{HEAD}<p:notes {SPACES}><p:cSld>{tree(image + body)}</p:cSld><p:clrMapOvr><a:masterClrMapping/>"
        f"</p:clrMapOvr></p:notes>"
    )
