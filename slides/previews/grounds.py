"""What stands behind a text, as a picture: so that contrast is measured on any ground, drawn or photographed."""

import io
from functools import lru_cache

import resvg_py
from PIL import Image

from slides.designs.contrast import light_of, luminance
from slides.designs.design import Design
from slides.designs.layouts import HEIGHT, WIDTH, Box
from slides.previews.preview import ground_svg
from slides.previews.shapes import PIXELS

PIXELS_WIDE, KEPT = 360, 96
GRAIN = 40
# Of the little squares behind a text, this share may be less clear than the contrast that is given.
SPARED = 0.06


def ground(design: Design, layout_key: str) -> Image.Image:
    """The ground of a layout without any text."""
    return picture_of(ground_svg(design, design.layouts[layout_key]))


@lru_cache(maxsize=KEPT)
def picture_of(body: str) -> Image.Image:
    """The drawing of a slide as a small picture; the last ones are kept."""
    size = f"{round(WIDTH * PIXELS)} {round(HEIGHT * PIXELS)}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{body}</svg>'
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS_WIDE, skip_system_fonts=True, background="#ffffff")
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def contrast_on(picture: Image.Image, box: Box, colour: str, spared: float = SPARED) -> float:
    """How well a colour of six digits stands apart from what lies in a box, but for a spared share of it."""
    light, behind = luminance(colour), _lights(picture, box)
    left = spared * sum(count for count, _ in behind)
    for count, clear in sorted(((count, _apart(light, each)) for count, each in behind), key=lambda pair: pair[1]):
        left -= count
        if left < 0:
            return clear
    return 1.0


def _apart(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _lights(picture: Image.Image, box: Box) -> list[tuple[int, float]]:
    """How light what lies in a box is, and how often, coarse enough to be quick."""
    scale = picture.width / WIDTH
    left, top = (min(max(round(each * scale), 0), most - 1) for each, most in zip(box, picture.size, strict=False))
    right, bottom = max(left + 1, round((box[0] + box[2]) * scale)), max(top + 1, round((box[1] + box[3]) * scale))
    part = picture.crop((left, top, min(right, picture.width), min(bottom, picture.height)))
    part = part.resize((min(part.width, GRAIN), min(part.height, GRAIN)), Image.Resampling.NEAREST)
    colours = part.getcolors(GRAIN * GRAIN)
    return [(count, light_of(tuple(each / 255 for each in colour))) for count, colour in colours]
