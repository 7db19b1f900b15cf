"""Pictures of a finished deck, drawn from its bytes without an office suite."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from functools import lru_cache

from betteroffice_pptx import Presentation
from PIL import Image

from slides.package import unzip_parts
from slides.previews.fonts import Face, Fonts

FULL_WIDTH = 1280
QUALITY = 88
CHINESE, LATIN = "Microsoft YaHei", "Arial"
CHINESE_RUN = re.compile(r'(<a:rPr lang="zh-CN"[^>]*?)(?:/>|>(.*?)</a:rPr>)', re.S)
SMALL, LARGE, KEPT_PICTURES = 640, 1000, 256
MASTER, MASTER_LINKS = "ppt/slideMasters/slideMaster1.xml", "ppt/slideMasters/_rels/slideMaster1.xml.rels"
LAYOUT, TAG, ID = (
    re.compile(rb"slideLayout(\d+)\.xml"),
    re.compile(rb"<(?:Relationship|Override) [^>]*/>"),
    re.compile(rb' Id="([^"]+)"'),
)
PICTURE = re.compile(r"ppt/media/[^/]+\.png")
TEXT_PART = re.compile(r"ppt/slide(?:s|Layouts)/[^/]+\.xml")
# A cross that hardly any Chinese font holds, and the one that every font holds.
CROSS, CROSS_OF_EVERY_FONT = "✗", "×"


def thumbnails(deck: bytes, fonts: Fonts, *, width: int, pages: Iterable[int] = ()) -> tuple[bytes, ...]:
    """JPEG pictures of the pages with these numbers (from 1; left out: all), ``width`` pixels wide.

    Raises ``ValueError`` where the deck cannot be drawn.
    """
    try:
        presentation = _opened(_prepared(deck, width), fonts)
        numbers = tuple(pages) or range(1, presentation.slide_count + 1)
        return tuple(_jpeg(presentation.render_png(number - 1, scale=width / FULL_WIDTH).bytes) for number in numbers)
    except Exception as trouble:  # The renderer has many kinds of refusal; to the reader they are one.
        raise ValueError("the deck cannot be drawn") from trouble


def _opened(deck: bytes, fonts: Fonts) -> Presentation:
    presentation = Presentation.open(deck)
    for family, face in ((CHINESE, fonts.chinese), (LATIN, fonts.latin)):
        _register(presentation, family, face)
    return presentation


def _register(presentation: Presentation, family: str, face: Face) -> None:
    presentation.register_font(family, face.regular)
    presentation.register_font(family, face.bold, bold=True)


def _prepared(deck: bytes, width: int) -> bytes:
    """The same deck as the renderer likes it: a font named in each Chinese run, nothing that no slide uses.

    The renderer knows one font a run, not one a script, and reads every layout and every pixel before it draws.
    """
    parts = without_unused_layouts(unzip_parts(deck))
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            if TEXT_PART.fullmatch(name):
                data = _named(data)
            elif width <= SMALL and PICTURE.fullmatch(name):
                data = _halved(data)
            archive.writestr(name, data)
    return memory.getvalue()


def without_unused_layouts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a deck without the layouts that no slide is made of."""
    links = b"".join(data for name, data in parts.items() if name.startswith("ppt/slides/_rels/"))
    used = set(LAYOUT.findall(links))
    gone = {number for number in LAYOUT.findall(parts[MASTER_LINKS]) if number not in used}
    ids = [
        identity
        for tag in TAG.findall(parts[MASTER_LINKS])
        if set(LAYOUT.findall(tag)) & gone
        for identity in ID.findall(tag)
    ]
    kept = {name: data for name, data in parts.items() if not set(LAYOUT.findall(name.encode())) & gone}
    for name in (MASTER_LINKS, "[Content_Types].xml"):
        kept[name] = TAG.sub(lambda tag: b"" if set(LAYOUT.findall(tag[0])) & gone else tag[0], kept[name])
    for identity in ids:
        kept[MASTER] = re.sub(rb'<p:sldLayoutId [^>]*r:id="%s"/>' % identity, b"", kept[MASTER])
    return kept


@lru_cache(maxsize=KEPT_PICTURES)
def _halved(png: bytes) -> bytes:
    """A picture of half the size, which is still more than a small page shows; the last ones are kept."""
    picture = Image.open(io.BytesIO(png))
    if picture.width < LARGE:
        return png
    memory = io.BytesIO()
    picture.convert("RGB").reduce(2).save(memory, "PNG", compress_level=1)
    return memory.getvalue()


def _named(part: bytes) -> bytes:
    text = part.decode().replace(CROSS, CROSS_OF_EVERY_FONT)
    font = f'<a:latin typeface="{CHINESE}"/>'
    return CHINESE_RUN.sub(lambda run: f"{run[1]}>{run[2] or ''}{font}</a:rPr>", text).encode()


def _jpeg(png: bytes) -> bytes:
    memory = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(memory, "JPEG", quality=QUALITY)
    return memory.getvalue()
