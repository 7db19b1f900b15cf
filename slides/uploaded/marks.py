"""Large figures, letters and quotation marks that stand free on a ground of someone else's: in a colour seen there."""

from collections.abc import Iterable
from dataclasses import replace

from PIL import Image

from slides.designs.layouts import Layout, Shape
from slides.designs.looks import Look
from slides.previews.grounds import contrast_on, picture_of
from slides.previews.shapes import drawn, fill

# Large signs need a little less than words do.
LEAST = 4.0


def seen(layout: Layout, look: Look, ground: str) -> Layout:
    """The layout whose free signs keep their colour where it is seen, and are dark or light where it is not."""
    if not any(map(is_free, layout.shapes)):
        return layout
    picture = picture_of(ground + "".join(drawn(shape, look) for shape in layout.shapes if not is_free(shape)))
    return replace(layout, shapes=tuple(_seen(shape, look, picture) for shape in layout.shapes))


def is_free(shape: Shape) -> bool:
    """Whether a shape is a sign without a panel of its own."""
    return bool(shape.text) and not shape.fill


def apart(shape: Shape, colour: str, look: Look, picture: Image.Image) -> float:
    """How well a sign in a named colour stands apart from what lies behind its middle."""
    left, top, wide, high = shape.box
    return contrast_on(picture, (left + wide / 4, top + high / 4, wide / 2, high / 2), fill(look, colour).lstrip("#"))


def _seen(shape: Shape, look: Look, picture: Image.Image) -> Shape:
    if not is_free(shape):
        return shape
    names: Iterable[str] = (shape.colour, "ink", "white")
    found = {name: apart(shape, name, look, picture) for name in names}
    clear = next((name for name, contrast in found.items() if contrast >= LEAST), "")
    return replace(shape, colour=clear or max(found, key=found.__getitem__))
