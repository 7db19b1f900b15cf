"""A layout of an uploaded master as a small picture: its ground and shapes, and its places as outlines."""

from slides.designs.layouts import HEIGHT, WIDTH
from slides.previews.shapes import PIXELS, pixels
from slides.uploaded.values import TITLES, SourceLayout


def sketch(ground: str, layout: SourceLayout) -> str:
    """The layout as an SVG file that stands alone."""
    places = "".join(_place(holder.box, holder.kind in TITLES) for holder in layout.holders)
    size = f"{round(WIDTH * PIXELS)} {round(HEIGHT * PIXELS)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{ground}{places}</svg>'


def _place(box: tuple[float, float, float, float], is_title: bool) -> str:
    left, top, wide, high = pixels(box)
    weight = 8 if is_title else 4
    return "".join(
        f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}" stroke-dasharray="18 12"/>'
        for colour, width in (("#ffffff", weight + 3), ("#1d4e89", weight))
    )
