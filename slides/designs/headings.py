"""What stands at the head and the foot of a slide: the title with its sign, the footer and the slide's number."""

from slides.designs.drawing import icon
from slides.designs.layouts import FULL, HEIGHT, LEFT, WIDTH, Box, Shape, Slot
from slides.designs.looks import Look

Heading = tuple[Slot, tuple[Shape, ...]]


def title(box: Box, colour: str = "deep", style: str = "title", anchor: str = "ctr") -> Slot:
    """The title's slot."""
    return Slot("title", 0, box, style, "title", colour, True, anchor=anchor, pitch=100)


def heading(look: Look, sign: str, colour: str = "deep") -> Heading:
    """The title at the top and the sign that tells what kind of slide this is."""
    if look.key == "primary":
        return title((1.98, 0.42, 10.57, 1.0), colour), (icon(sign, 0.8, 0.42, 1.0),)
    if look.key == "junior":
        return title((1.98, 0.42, 10.57, 1.0), colour), (
            *_slab("17406F" if colour == "white" else "deep"),
            icon(sign, 0.5, 0.51, 0.82),
        )
    return title((LEFT, 0.4, 10.8, 1.0), colour), (
        Shape("ellipse", (11.73, 0.46, 0.82, 0.82), "deep"),
        icon(sign, 11.88, 0.61, 0.52),
    )


def _slab(fill: str) -> tuple[Shape, ...]:
    return (
        Shape("lean", (-0.3, 0.42, 1.95, 1.0), fill),
        Shape("parallelogram", (1.44, 0.42, 0.45, 1.0), "field", adjust=(("adj", 65000),), flip=True),
    )


def footer(width: float = 9.5, colour: str = "quiet", left: float = LEFT, number: str = "white") -> tuple[Slot, Slot]:
    """The footer and the slide number, at the left so that pictures can bleed to the right."""
    return (
        Slot("footer", 11, (left + 0.68, 6.98, width, 0.34), "footer", "ftr", colour, anchor="ctr", pitch=100),
        Slot("number", 12, (left, 6.98, 0.56, 0.34), "footer", "sldNum", number, True, "ctr", "ctr", pitch=100),
    )


def number_tag(look: Look, left: float = LEFT, fill: str = "accent") -> Shape:
    """The mark behind the slide number."""
    if look.key == "junior":
        return Shape("parallelogram", (left - 0.06, 6.99, 0.68, 0.32), fill, adjust=(("adj", 28000),))
    adjust = (("adj", 50000),) if look.key == "primary" else ()
    return Shape("roundRect" if look.key == "primary" else "rect", (left, 6.99, 0.56, 0.32), fill, adjust=adjust)


def chrome(look: Look) -> tuple[Shape, ...]:
    """What every ordinary slide shows: the ground it stands on and the tag of the slide number."""
    if look.key == "primary":
        return (
            Shape("ellipse", (12.15, -1.25, 2.3, 2.3), "sun"),
            Shape("hill", (0, 6.42, WIDTH, HEIGHT - 6.42), "mint"),
            number_tag(look),
        )
    if look.key == "junior":
        return (
            Shape("parallelogram", (11.35, 6.98, 1.5, 0.52), "field", adjust=(("adj", 65000),)),
            Shape("parallelogram", (12.55, 6.98, 1.5, 0.52), "deep", adjust=(("adj", 65000),)),
            number_tag(look),
        )
    return (
        Shape("rect", (LEFT, 1.47, FULL, 0.014), "field"),
        Shape("rect", (LEFT, 1.44, 1.1, 0.06), "deep"),
        number_tag(look),
    )
