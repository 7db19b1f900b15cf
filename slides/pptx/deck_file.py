"""Draw a deck as .pptx bytes: the master's parts, a part for each slide and its notes, one zip pass.

The slides are written as text rather than through an object model: their shapes are few and known, so a deck takes
a fraction of the time and its bytes depend on nothing but the deck.
"""

import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from slides.composing.deck import Deck, Page
from slides.designs.looks import FLOOR
from slides.kinds import STAGE_ORDER
from slides.package import zip_parts
from slides.pptx.charts import chart_parts
from slides.pptx.pictures import SCENES, qr_png, scene_png
from slides.pptx.slidexml import Frame, notes_xml, slide_xml
from slides.pptx.tables import table_box, table_size
from slides.pptx.xml import HEAD, MAIN, OFFICE, PACKAGE, relationships
from slides.problems import CaseRefused, Problem
from slides.words import clean

NAMES = uuid.UUID("6f1d4b5e-0f0e-5b61-9d11-6a5d5f4a2c10")
CONTENT_KINDS = {
    "slides/slide": f"{MAIN}.slide+xml",
    "notesSlides/notesSlide": f"{MAIN}.notesSlide+xml",
    "charts/chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}
DEFAULTS = (
    '<Default Extension="png" ContentType="image/png"/><Default Extension="xlsx" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
)


@dataclass(frozen=True)
class Studio:
    """Where pictures come from, and where drawn ones may be kept."""

    scenes: Path = SCENES
    cache: Path | None = None

    def png(self, page: Page) -> bytes:
        """The PNG of a page's picture, or nothing."""
        if not page.picture:
            return b""
        return (
            qr_png(page.picture.address)
            if page.picture.address
            else scene_png(page.picture.scene, self.scenes, self.cache)
        )


def draw(deck: Deck, studio: Studio) -> bytes:
    """Give the .pptx of a deck; equal decks give equal bytes."""
    parts = dict(deck.design.parts)
    layout_numbers = {key: number for number, key in enumerate(deck.design.layouts, 1)}
    media: dict[bytes, str] = {}
    for number, page in enumerate(deck.pages, 1):
        _add_slide(parts, deck, page, number, layout_numbers[page.layout], media, studio.png(page))
    _finish(parts, deck)
    return zip_parts(parts)


def _add_slide(
    parts: dict[str, bytes], deck: Deck, page: Page, number: int, layout: int, media: dict[bytes, str], png: bytes
) -> None:
    links = [("slideLayout", f"../slideLayouts/slideLayout{layout}.xml")]
    if png:
        links.append(("image", f"../media/{_keep(parts, png, media)}"))
    elif page.chart:
        links.append(("chart", f"../charts/{_add_chart(parts, deck, page, number)}"))
    links.append(("notesSlide", f"../notesSlides/notesSlide{number}.xml"))
    frame = Frame(deck.design.layouts[page.layout], deck.design.look, deck.lang, number, png, _table_size(deck, page))
    parts[f"ppt/slides/slide{number}.xml"] = slide_xml(page, frame).encode()
    parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(*links).encode()
    parts[f"ppt/notesSlides/notesSlide{number}.xml"] = notes_xml(page.notes, deck.lang).encode()
    parts[f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels"] = relationships(
        ("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", f"../slides/slide{number}.xml")
    ).encode()


def _keep(parts: dict[str, bytes], png: bytes, media: dict[bytes, str]) -> str:
    """Keep a picture once, however many slides show it."""
    if png not in media:
        media[png] = f"image{len(media) + 1}.png"
        parts[f"ppt/media/{media[png]}"] = png
    return media[png]


def _add_chart(parts: dict[str, bytes], deck: Deck, page: Page, number: int) -> str:
    size = max(20, FLOOR["label"][STAGE_ORDER.index(deck.stage)])
    xml, workbook = chart_parts(page.chart, deck.design.look, size, deck.lang)
    parts[f"ppt/charts/chart{number}.xml"] = xml
    parts[f"ppt/charts/_rels/chart{number}.xml.rels"] = relationships(
        ("package", f"../embeddings/workbook{number}.xlsx")
    ).encode()
    parts[f"ppt/embeddings/workbook{number}.xlsx"] = workbook
    return f"chart{number}.xml"


def _table_size(deck: Deck, page: Page) -> int:
    if not page.table:
        return 0
    slot = deck.design.layouts[page.layout].slot("table")
    size = table_size(page.table, table_box(slot, bool(page.text("lead"))), deck.stage)
    if not size:
        raise CaseRefused(
            (
                Problem(
                    "does-not-fit",
                    page.line,
                    {
                        "field": "The table",
                        "field_zh": "表格",
                        "lang": deck.lang,
                        "stage": deck.stage,
                        "size": FLOOR["label"][STAGE_ORDER.index(deck.stage)],
                        "over": 10,
                    },
                ),
            )
        )
    return size


def _finish(parts: dict[str, bytes], deck: Deck) -> None:
    """Name the slides in the presentation, its relationships, its content types and its properties."""
    count = len(deck.pages)
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{100 + number}"/>' for number in range(1, count + 1))
    presentation = parts["ppt/presentation.xml"].decode().replace("<p:sldIdLst/>", f"<p:sldIdLst>{ids}</p:sldIdLst>")
    parts["ppt/presentation.xml"] = presentation.replace(
        "</p:presentation>", f"{_sections(deck)}</p:presentation>"
    ).encode()
    links = "".join(
        f'<Relationship Id="rId{100 + number}" Type="{OFFICE}/slide" Target="slides/slide{number}.xml"/>'
        for number in range(1, count + 1)
    )
    name = "ppt/_rels/presentation.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", f"{links}</Relationships>".encode())
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part in sorted(parts)
        for stem, kind in CONTENT_KINDS.items()
        if re.fullmatch(rf"ppt/{stem}\d+\.xml", part)
    )
    types = parts["[Content_Types].xml"].decode().replace("<Override", f"{DEFAULTS}<Override", 1)
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{overrides}</Types>").encode()
    parts["docProps/core.xml"] = _properties(deck).encode()


def _sections(deck: Deck) -> str:
    """The sections that the slide sorter shows; their ids follow from their names."""
    rows, at = [], 0
    for number, (name, count) in enumerate(deck.sections):
        identity = str(uuid.uuid5(NAMES, f"{deck.case_id}/{number}/{name}")).upper()
        slides = "".join(f'<p14:sldId id="{256 + at + offset}"/>' for offset in range(count))
        rows.append(
            f'<p14:section name="{escape(clean(name), {chr(34): "&quot;"})}" id="{{{identity}}}">'
            f"<p14:sldIdLst>{slides}</p14:sldIdLst></p14:section>"
        )
        at += count
    return (
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        f'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">{"".join(rows)}</p14:sectionLst></p:ext></p:extLst>'
    )


def _properties(deck: Deck) -> str:
    when = f"{deck.built_on.isoformat()}T00:00:00Z"
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(clean(deck.title))}</dc:title><dc:creator>{escape(clean(deck.author))}</dc:creator>"
        f"<dc:identifier>{escape(deck.case_id)}/{deck.case_version}/{deck.stage}/{deck.lang}/{deck.fingerprint}</dc:identifier>"
        f"<dc:language>{'zh-CN' if deck.lang == 'zh' else 'en-US'}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
        "</cp:coreProperties>"
    )
