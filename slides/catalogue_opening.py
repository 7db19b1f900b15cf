"""The layouts that open a lesson and its parts: cover and section, with and without a picture."""

from slides.layouts import HEIGHT, LEFT, WIDTH, Layout, Shape, Slot, footer, title
from slides.looks import Look


def cover(look: Look) -> Layout:
    slots = (
        title((0.9, 1.0, 8.4, 2.2), "cover-text", "cover", "b"),
        Slot("lead", 14, (0.9, 3.35, 8.4, 0.95), "lead", colour="cover-bold", bold=True),
        Slot("facts", 20, (0.9, 4.5, 7.6, 2.4), "facts", colour="cover-soft", anchor="b", gap=1, pitch=100),
    )
    return Layout("cover", "封面", slots, _cover_shapes(look), "title", "cover", chrome=False)


def _cover_shapes(look: Look) -> tuple[Shape, ...]:
    if look.key == "primary":
        return (
            Shape("ellipse", (9.3, 3.9, 7.2, 7.2), "sun"),
            Shape("ellipse", (11.2, -1.6, 3.9, 3.9), "tile4"),
            Shape("ellipse", (9.5, 1.6, 1.5, 1.5), "white"),
            Shape("roundRect", (0.9, 4.42, 2.2, 0.12), "field"),
        )
    if look.key == "junior":
        return (
            Shape("parallelogram", (8.6, 0, 4.2, HEIGHT), "field", adjust=(("adj", 62000),)),
            Shape("parallelogram", (10.2, 0, 4.6, HEIGHT), "sun", adjust=(("adj", 57000),)),
            Shape("rtTriangle", (10.6, 0, WIDTH - 10.6, HEIGHT), "white", flip=True),
            Shape("rect", (0.9, 4.44, 1.6, 0.1), "field"),
        )
    return (
        Shape("rect", (9.9, 0, WIDTH - 9.9, HEIGHT), "deep"),
        Shape("rect", (9.72, 0, 0.06, HEIGHT), "field"),
        Shape("rect", (0.9, 4.45, 1.6, 0.03), "accent"),
        Shape("ellipse", (10.55, 2.6, 2.2, 2.2), "", "field", 1.5),
        Shape("rect", (10.9, 3.66, 1.5, 0.06), "field"),
    )


def cover_picture(look: Look) -> Layout:
    slots = (
        title((0.8, 0.7, 5.1, 2.55), "cover-text", "cover", "b"),
        Slot("lead", 14, (0.8, 3.4, 5.1, 1.1), "lead", colour="cover-bold", bold=True, pitch=100),
        Slot("facts", 20, (0.8, 4.55, 5.1, 2.4), "facts", colour="cover-soft", anchor="b", gap=1, pitch=100),
        Slot("picture", 13, (6.4, 1.05, 6.933, 5.2), kind="pic"),
    )
    if look.key == "primary":
        shapes = (
            Shape("ellipse", (9.6, 4.0, 6.4, 6.4), "sun"),
            Shape("ellipse", (5.4, -1.3, 3.0, 3.0), "white"),
            Shape("ellipse", (11.6, -1.4, 3.4, 3.4), "tile4"),
        )
    elif look.key == "junior":
        shapes = (
            Shape("parallelogram", (5.5, 0, 6.0, HEIGHT), "field", adjust=(("adj", 40000),)),
            Shape("parallelogram", (7.9, 0, 7.4, HEIGHT), "sun", adjust=(("adj", 32000),)),
        )
    else:
        shapes = (Shape("rect", (9.2, 0, WIDTH - 9.2, HEIGHT), "deep"), Shape("rect", (0.8, 4.45, 1.6, 0.03), "accent"))
    return Layout("cover-picture", "封面（配图）", slots, shapes, "title", "cover", chrome=False)


def section(look: Look) -> Layout:
    slots = (
        title((0.9, 1.7, 7.4, 2.0), "section-text", "cover", "b"),
        Slot("lead", 14, (0.9, 4.15, 7.4, 1.6), "lead", colour="section-text"),
        Slot(
            "numeral",
            20,
            (8.6, 1.35, 3.9, 4.7),
            "numeral",
            colour="section-numeral",
            bold=True,
            align="ctr",
            anchor="ctr",
            pitch=100,
        ),
        *footer(colour="section-text"),
    )
    bar = Shape("rect", (0.9, 3.86, 1.6, 0.08), "accent" if look.key == "primary" else "field")
    return Layout("section", "分节", slots, (*_section_shapes(look), bar), "secHead", "section", chrome=False)


def _section_shapes(look: Look) -> tuple[Shape, ...]:
    if look.key == "primary":
        return (
            Shape("ellipse", (10.4, -2.2, 5.6, 5.6), "tile2"),
            Shape("ellipse", (-1.6, 5.4, 4.4, 4.4), "tile2"),
            Shape("ellipse", (8.5, 1.6, 4.1, 4.1), "white"),
            number_tag(look),
        )
    if look.key == "junior":
        return (
            Shape("parallelogram", (7.6, 0, 6.4, HEIGHT), "17406F", adjust=(("adj", 34000),)),
            Shape("rtTriangle", (9.7, 4.6, WIDTH - 9.7, HEIGHT - 4.6), "field", flip=True),
            Shape("rtTriangle", (11.2, 5.8, WIDTH - 11.2, HEIGHT - 5.8), "sun", flip=True),
            number_tag(look),
        )
    return (Shape("rect", (8.45, 1.7, 0.02, 4.0), "field"), number_tag(look))


def number_tag(look: Look) -> Shape:
    """The mark behind the slide number."""
    return Shape("roundRect" if look.key == "primary" else "rect", (LEFT, 7.0, 0.56, 0.3), "accent")


def section_picture(look: Look) -> Layout:
    slots = (
        title((0.8, 0.9, 5.4, 1.9), "section-text", "cover", "b"),
        Slot("lead", 14, (0.8, 3.2, 5.4, 1.25), "lead", colour="section-text"),
        Slot(
            "numeral", 20, (0.8, 4.5, 2.6, 2.3), "numeral", colour="section-numeral", bold=True, anchor="ctr", pitch=100
        ),
        Slot("picture", 13, (6.533, 1.2, 6.8, 5.1), kind="pic"),
        *footer(4.6, "section-text"),
    )
    bar = Shape("rect", (0.8, 2.95, 1.6, 0.08), "accent" if look.key == "primary" else "field")
    behind = Shape("rect", (6.253, 0.92, 7.08, 5.1), "sun" if look.key != "primary" else "white")
    return Layout(
        "section-picture", "分节（配图）", slots, (behind, bar, number_tag(look)), "secHead", "section", chrome=False
    )


MAKERS = (cover, cover_picture, section, section_picture)
