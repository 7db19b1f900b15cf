"""Paragraphs and runs as XML: language by script, emphasis, and every hostile character made harmless."""

from xml.sax.saxutils import escape

from slides.designs.looks import Look
from slides.pptx.drawingml import solid
from slides.words import Run, clean, runs

OTHER = {"zh-CN": "en-US", "en-US": "zh-CN"}


def paragraph(
    text: str,
    lang: str,
    look: Look | None = None,
    *,
    size: int = 0,
    colour: str = "",
    bold: bool = False,
    marked: bool = True,
    properties: str = "",
) -> str:
    """One paragraph; a colour is named only where it differs from the layout's."""
    pieces = runs(clean(text), lang, marked=marked)
    inside = "".join(_run(piece, look, size, colour, bold) for piece in pieces)
    return f"<a:p>{properties}{inside}</a:p>"


def _run(run: Run, look: Look | None, size: int, colour: str, bold: bool) -> str:
    heavy = ' b="1"' if bold or run.strong else ""
    points = f' sz="{size * 100}"' if size else ""
    chosen = colour or ("accent" if run.strong and look else "")
    paint = solid(look, chosen) if chosen and look else ""
    return (
        f'<a:r><a:rPr lang="{run.lang}" altLang="{OTHER[run.lang]}"{points}{heavy} dirty="0">{paint}</a:rPr>'
        f"<a:t>{escape(run.text)}</a:t></a:r>"
    )
