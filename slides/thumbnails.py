"""Pictures of a finished deck, drawn from its bytes without an office suite."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from betteroffice_pptx import Presentation
from PIL import Image

from slides.fonts import Face, Fonts
from slides.package import unzip_parts

FULL_WIDTH = 1280
QUALITY = 88
CHINESE, LATIN = "Microsoft YaHei", "Arial"
CHINESE_RUN = re.compile(r'(<a:rPr lang="zh-CN"[^>]*?)(?:/>|>(.*?)</a:rPr>)', re.S)
TEXT_PART = re.compile(r"ppt/slide(?:s|Layouts)/[^/]+\.xml")
# A cross that hardly any Chinese font holds, and the one that every font holds.
CROSS, CROSS_OF_EVERY_FONT = "✗", "×"


def thumbnails(deck: bytes, fonts: Fonts, *, width: int, pages: Iterable[int] = ()) -> tuple[bytes, ...]:
    """JPEG pictures of the pages with these numbers (from 1; left out: all), ``width`` pixels wide.

    Raises ``ValueError`` where the deck cannot be drawn.
    """
    try:
        presentation = _opened(deck, fonts)
        numbers = tuple(pages) or range(1, presentation.slide_count + 1)
        return tuple(_jpeg(presentation.render_png(number - 1, scale=width / FULL_WIDTH).bytes) for number in numbers)
    except Exception as trouble:  # The renderer has many kinds of refusal; to the reader they are one.
        raise ValueError("the deck cannot be drawn") from trouble


def _opened(deck: bytes, fonts: Fonts) -> Presentation:
    presentation = Presentation.open(_with_named_fonts(deck))
    for family, face in ((CHINESE, fonts.chinese), (LATIN, fonts.latin)):
        _register(presentation, family, face)
    return presentation


def _register(presentation: Presentation, family: str, face: Face) -> None:
    presentation.register_font(family, face.regular)
    presentation.register_font(family, face.bold, bold=True)


def _with_named_fonts(deck: bytes) -> bytes:
    """The same deck with the font named in each Chinese run: the renderer knows one font a run, not one a script."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as archive:
        for name, data in unzip_parts(deck).items():
            archive.writestr(name, _named(data) if TEXT_PART.fullmatch(name) else data)
    return memory.getvalue()


def _named(part: bytes) -> bytes:
    text = part.decode().replace(CROSS, CROSS_OF_EVERY_FONT)
    font = f'<a:latin typeface="{CHINESE}"/>'
    return CHINESE_RUN.sub(lambda run: f"{run[1]}>{run[2] or ''}{font}</a:rPr>", text).encode()


def _jpeg(png: bytes) -> bytes:
    memory = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(memory, "JPEG", quality=QUALITY)
    return memory.getvalue()
