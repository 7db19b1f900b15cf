"""The layouts that open a lesson and its parts: cover and section, with and without a picture."""

from slides.designs.drawing import cloud, icon
from slides.designs.headings import footer, number_tag, title
from slides.designs.layouts import HEIGHT, LEFT, WIDTH, Layout, Shape, Slot
from slides.designs.looks import Look


def cover(look: Look) -> Layout:
    """The title alone, on a ground that belongs to the look."""
    wide = 7.7 if look.key == "junior" else 8.4
    slots = (
        title((0.9, 1.0, wide, 2.2), "cover-text", "cover", "b"),
        Slot("lead", 14, (0.9, 3.4, wide, 0.95), "lead", colour="cover-bold", bold=True),
        Slot("facts", 20, (0.9, 4.54, 7.6, 2.47), "facts", colour="cover-soft", anchor="b", gap=1, pitch=100),
    )
    return Layout("cover", "封面", slots, _cover_shapes(look), "title", "cover", chrome=False)


def _cover_shapes(look: Look) -> tuple[Shape, ...]:
    if look.key == "primary":
        return (
            Shape("ellipse", (8.6, 2.2, 4.6, 4.6), "sun"),
            cloud(7.2, 0.75, 1.9),
            cloud(11.5, 1.2, 1.5),
            Shape("wave", (0, 5.2, WIDTH, 2.3), "mint"),
            Shape("hill", (0, 6.3, WIDTH, 1.2), "8FD9B6"),
            icon("girl", 8.95, 3.0, 1.9),
            icon("boy", 11.0, 3.0, 1.9),
        )
    if look.key == "junior":
        return (*_stripes(8.7), icon("scales", 10.3, 2.4, 2.5))
    return (
        Shape("rect", (9.9, 0, WIDTH - 9.9, HEIGHT), "deep"),
        Shape("rect", (9.72, 0, 0.06, HEIGHT), "field"),
        Shape("rect", (0.9, 4.46, 1.6, 0.03), "accent"),
        Shape("ellipse", (10.37, 2.4, 2.5, 2.5), "", "field", 1.5),
        icon("scales", 10.72, 2.75, 1.8),
    )


def _stripes(left: float) -> tuple[Shape, ...]:
    """Two stripes and a field that lean over the whole height."""
    wide = WIDTH - left - 0.95
    return (
        _stripe(left, 0.5, 0.15 * wide, "field"),
        _stripe(left + 0.5, 0.45, 0.15 * wide, "sun"),
        Shape("cut", (left + 0.95, 0, wide, HEIGHT), "17406F"),
    )


def _stripe(left: float, wide: float, slant: float, fill: str) -> Shape:
    return Shape(
        "parallelogram",
        (left, 0, wide + slant, HEIGHT),
        fill,
        adjust=(("adj", round(slant / (wide + slant) * 100000)),),
    )


def cover_picture(look: Look) -> Layout:
    """The title beside a picture that runs off the slide."""
    box, outline = COVER_PICTURES[look.key]
    left = LEFT if look.key == "senior" else 0.65
    slots = (
        title((left, 0.7, 5.1, 2.55), "cover-text", "cover", "b"),
        Slot("lead", 14, (left, 3.42, 5.1, 1.1), "lead", colour="cover-bold", bold=True, pitch=100),
        Slot("facts", 20, (left, 4.54, 5.1, 2.47), "facts", colour="cover-soft", anchor="b", gap=1, pitch=100),
        Slot("picture", 13, box, kind="pic", outline=outline),
    )
    shapes = BEHIND_COVER[look.key]()
    return Layout("cover-picture", "封面（配图）", slots, shapes, "title", "cover", chrome=False)


def _sunny() -> tuple[Shape, ...]:
    return (
        Shape("ellipse", (10.1, -0.55, 2.9, 2.9), "sun"),
        cloud(6.4, 0.55, 1.7),
        cloud(9.0, 0.95, 1.2),
        Shape("corner", (5.92, 1.35, WIDTH - 5.92, HEIGHT - 1.35), "white"),
        Shape("wave", (0, 6.78, 7.5, 0.9), "8FD9B6"),
    )


def _striped() -> tuple[Shape, ...]:
    return (
        Shape("parallelogram", (5.77, 0, 1.73, HEIGHT), "field", adjust=(("adj", 79700),)),
        Shape("parallelogram", (6.02, 5.7, 2.33, 1.8), "sun", adjust=(("adj", 18400),)),
        Shape("cut", (8.02, 5.7, 2.2, 1.8), "17406F"),
        Shape("rect", (10.2, 5.7, WIDTH - 10.2, 1.8), "17406F"),
    )


def _plated() -> tuple[Shape, ...]:
    return (
        Shape("rect", (8.6, 0, WIDTH - 8.6, HEIGHT), "deep"),
        Shape("rect", (6.28, 0.93, WIDTH - 6.28, 5.44), "white"),
        Shape("rect", (8.6, 6.72, 1.6, 0.03), "field"),
        Shape("rect", (0.8, 0.62, 0.9, 0.05), "accent"),
    )


COVER_PICTURES = {
    "primary": ((6.08, 1.51, WIDTH - 6.08, HEIGHT - 1.51), "corner"),
    "junior": ((6.35, 0, WIDTH - 6.35, 5.7), "cut"),
    "senior": ((6.4, 1.05, WIDTH - 6.4, 5.2), ""),
}
BEHIND_COVER = {"primary": _sunny, "junior": _striped, "senior": _plated}


def section(look: Look) -> Layout:
    """A new part: its numeral fills half of the slide."""
    wide = 6.1 if look.key == "junior" else 7.4
    slots = (
        title((0.9, 1.7, wide, 2.0), "section-text", "cover", "b"),
        Slot("lead", 14, (0.9, 4.15, wide, 1.6), "lead", colour="section-text"),
        _numeral(look, (8.6, 1.35, 3.9, 4.7), "ctr"),
        *footer(colour="section-text"),
    )
    shapes = (*_section_shapes(look), _bar(look, 0.9, 3.88), number_tag(look))
    return Layout("section", "分节", slots, shapes, "secHead", "section", chrome=False)


def _numeral(look: Look, box: tuple[float, float, float, float], align: str) -> Slot:
    return Slot(
        "numeral",
        20,
        box,
        "numeral",
        colour="section-numeral",
        bold=not look.face,
        align=align,
        anchor="ctr",
        pitch=100,
        face=look.face,
    )


def _bar(look: Look, left: float, top: float) -> Shape:
    return Shape("rect", (left, top, 1.6, 0.08), "accent" if look.key == "primary" else "field")


def _section_shapes(look: Look) -> tuple[Shape, ...]:
    if look.key == "primary":
        return (
            cloud(-0.5, 0.4, 2.2, "tile2"),
            cloud(6.3, 0.75, 1.5, "tile2"),
            Shape("wave", (0, 5.9, WIDTH, 1.6), "tile2"),
            Shape("ellipse", (8.5, 1.6, 4.1, 4.1), "white", "deep", 2.5),
            Shape("ellipse", (12.0, 1.2, 0.7, 0.7), "field"),
            Shape("ellipse", (8.25, 4.95, 0.45, 0.45), "accent"),
        )
    if look.key == "junior":
        return _stripes(7.0)
    return (
        Shape("rect", (8.45, 1.7, 0.02, 4.0), "field"),
        Shape("rect", (0.35, 0.35, WIDTH - 0.7, 6.4), "", "field", 0.75),
    )


def section_picture(look: Look) -> Layout:
    """A new part with a small scene."""
    box, outline = SECTION_PICTURES[look.key]
    slots = (
        title((0.8, 0.9, 5.4, 1.9), "section-text", "cover", "b"),
        Slot("lead", 14, (0.8, 3.2, 5.4, 1.25), "lead", colour="section-text"),
        _numeral(look, (0.8, 4.5, 2.6, 2.3), "l"),
        Slot("picture", 13, box, kind="pic", outline=outline),
        *footer(4.6, "section-text"),
    )
    behind = BEHIND_SECTION[look.key]
    shapes = (*behind, _bar(look, 0.8, 2.97), number_tag(look))
    return Layout("section-picture", "分节（配图）", slots, shapes, "secHead", "section", chrome=False)


SECTION_PICTURES = {
    "primary": ((6.5, 1.95, WIDTH - 6.5, HEIGHT - 1.95), "corner"),
    "junior": ((6.4, 0, WIDTH - 6.4, 5.55), "cut"),
    "senior": ((6.533, 1.2, 6.8, 5.1), ""),
}
BEHIND_SECTION: dict[str, tuple[Shape, ...]] = {
    "primary": (
        cloud(6.6, 0.7, 1.7, "tile2"),
        cloud(10.4, 0.5, 2.2, "tile2"),
        Shape("corner", (6.32, 1.77, WIDTH - 6.32, HEIGHT - 1.77), "white"),
    ),
    "junior": (
        Shape("parallelogram", (5.2, 0, 2.6, HEIGHT), "field", adjust=(("adj", 53000),)),
        Shape("cut", (6.6, 5.5, WIDTH - 6.6, HEIGHT - 5.5), "17406F"),
    ),
    "senior": (Shape("rect", (6.4, 1.07, WIDTH - 6.4, 5.36), "field"),),
}
MAKERS = (cover, cover_picture, section, section_picture)
