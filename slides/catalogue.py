"""Every layout of a look: one composition for each kind of slide, so that a pupil knows where they are."""

from functools import cache

from slides import catalogue_opening as opening
from slides import catalogue_teaching as teaching
from slides.catalogue_opening import number_tag
from slides.drawing import circle, panel, person
from slides.layouts import FULL, HEIGHT, LEFT, TOP, WIDTH, Box, Layout, Shape, Slot, columns, footer, title
from slides.looks import LOOKS, Look


@cache
def layouts_of(look_key: str) -> dict[str, Layout]:
    """The layouts of a look by key, in the order of the master."""
    look = LOOKS[look_key]
    makers = (*opening.MAKERS, goals, points, story, quote, quote_picture, discussion, *teaching.MAKERS, summary, qr)
    return {layout.key: layout for maker in makers for layout in _each(maker(look))}


def _each(made: Layout | tuple[Layout, ...]) -> tuple[Layout, ...]:
    return made if isinstance(made, tuple) else (made,)


def goals(look: Look) -> Layout:
    slots, shapes = [title()], []
    for number, (left, width) in enumerate(columns(3, 0.35)):
        shapes.append(panel(look, (left, TOP + 0.25, width, 4.75), f"tile{number + 1}"))
        shapes.append(
            Shape(
                "rect" if look.key == "senior" else look.badge,
                (left + 0.35, TOP + 0.6, 1.15, 0.95),
                "deep",
                text=str(number + 1),
                size=36,
                adjust=(("adj", 18000),) if look.badge == "parallelogram" else (),
            )
        )
        slots.append(
            Slot(
                f"text{number + 1}",
                1 if not number else 20 + number,
                (left + 0.35, TOP + 1.9, width - 0.7, 2.85),
                "strong",
                bold=True,
                pitch=120,
            )
        )
    return Layout("goals", "学习目标", (*slots, *footer()), tuple(shapes))


def points(look: Look) -> Layout:
    slots = (
        title(),
        Slot("lead", 14, (LEFT, TOP, FULL, 0.75), "lead", colour="accent", bold=True),
        Slot("text", 1, (LEFT + 0.55, 2.75, FULL - 1.0, 3.7), "large", anchor="ctr", bullet="■", gap=18),
        *footer(),
    )
    edge = () if look.key == "primary" else (Shape("rect", (LEFT, 2.55, 0.14, 4.1), "field"),)
    return Layout("points", "标题和要点", slots, (panel(look, (LEFT, 2.55, FULL, 4.1), "mist"), *edge), "obj")


def story(look: Look) -> Layout:
    slots = (
        title(),
        Slot(
            "badge",
            20,
            (LEFT + 0.1, TOP + 0.02, 1.05, 0.56),
            "label",
            colour="white",
            bold=True,
            align="ctr",
            anchor="ctr",
            pitch=100,
        ),
        Slot(
            "steps",
            21,
            (LEFT + 1.4, TOP + 0.02, 3.3, 0.56),
            "label",
            colour="accent",
            bold=True,
            anchor="ctr",
            pitch=100,
        ),
        Slot("text", 1, (LEFT, 2.4, 5.15, 4.4), anchor="ctr", gap=16, pitch=112),
        Slot("picture", 13, (6.2, 1.85, WIDTH - 6.2, HEIGHT - 1.85), kind="pic"),
        *footer(4.3),
    )
    shapes = (
        Shape(
            "roundRect" if look.key == "primary" else look.badge,
            (LEFT, TOP, 1.25, 0.6),
            "deep",
            adjust=(("adj", 25000),) if look.key != "senior" else (),
        ),
    )
    return Layout("story", "故事（文字加图）", slots, shapes, "picTx")


def quote(look: Look) -> Layout:
    slots = (
        title(),
        Slot("text", 1, (2.5, 2.0, 9.2, 3.3), "quote", colour="deep", bold=True, anchor="ctr", pitch=125),
        Slot("by", 20, (2.5, 5.55, 9.2, 0.75), "lead", colour="accent", align="r", anchor="ctr"),
        *footer(),
    )
    return Layout("quote", "引言", slots, (*_quote_panel(look, (LEFT, TOP, FULL, 5.0)),), "")


def _quote_panel(look: Look, box: Box) -> tuple[Shape, ...]:
    mark = Shape("rect", (box[0] + 0.3, box[1] + 0.3, 1.2, 1.6), text="“", colour="accent", size=115)
    return panel(look, box, "mist" if look.key != "primary" else "tile2"), mark


def quote_picture(look: Look) -> Layout:
    slots = (
        title(),
        Slot("text", 1, (LEFT + 0.25, 2.9, 4.65, 2.85), "quote", colour="deep", bold=True, anchor="ctr", pitch=115),
        Slot("by", 20, (LEFT + 0.3, 5.85, 4.7, 0.75), "lead", colour="accent", align="r", anchor="ctr"),
        Slot("picture", 13, (6.2, 1.85, WIDTH - 6.2, HEIGHT - 1.85), kind="pic"),
        *footer(4.3),
    )
    return Layout("quote-picture", "引言（配图）", slots, _quote_panel(look, (0.5, 1.85, 5.45, 4.9)), "picTx")


def discussion(look: Look) -> Layout:
    slots = (
        title(),
        Slot("lead", 14, (LEFT, 1.6, 9.5, 1.15), "lead", colour="ink", bold=True, anchor="ctr"),
        Slot("minutes", 20, (11.2, 1.85, 1.35, 0.65), "label", colour="accent", bold=True, anchor="ctr", pitch=100),
        Slot("text1", 1, (LEFT + 0.35, 3.1, 5.05, 2.0), "large", anchor="ctr"),
        Slot("text2", 15, (7.15, 3.1, 5.05, 2.0), "large", anchor="ctr"),
        *footer(),
    )
    tail = "wedgeRoundRectCallout" if look.key != "senior" else "wedgeRectCallout"
    shapes = (
        circle((10.45, 1.87, 0.62, 0.62), "white", "deep", 3),
        Shape("rect", (10.74, 1.98, 0.04, 0.22), "deep"),
        Shape("rect", (10.74, 2.17, 0.17, 0.04), "deep"),
        Shape(
            tail,
            (LEFT, 2.95, 5.75, 2.3),
            "bubble1",
            adjust=(("adj1", -32000), ("adj2", 66000), ("adj3", 12000))[: 3 if look.key != "senior" else 2],
        ),
        Shape(
            tail,
            (6.8, 2.95, 5.75, 2.3),
            "bubble2",
            adjust=(("adj1", 32000), ("adj2", 66000), ("adj3", 12000))[: 3 if look.key != "senior" else 2],
        ),
        *person(1.1, 5.62, "deep"),
        *person(11.2, 5.62, "accent"),
    )
    return Layout("discussion", "讨论（两种想法）", slots, shapes, "twoObj")


def summary(look: Look) -> Layout:
    slots, shapes = [title()], []
    for number in range(3):
        top = TOP + 0.1 + number * 1.68
        shapes.append(panel(look, (LEFT + 0.6, top, FULL - 0.6, 1.45), f"tile{number + 1}"))
        shapes.append(circle((LEFT, top + 0.12, 1.2, 1.2), "deep", text=str(number + 1), size=40))
        slots.append(
            Slot(
                f"text{number + 1}",
                1 if not number else 20 + number,
                (LEFT + 1.55, top + 0.12, FULL - 1.9, 1.2),
                "strong",
                bold=True,
                anchor="ctr",
            )
        )
    return Layout("summary", "小结三句话", (*slots, *footer()), tuple(shapes))


def qr(look: Look) -> Layout:
    slots = (
        title((LEFT, 0.9, 6.2, 1.6), anchor="b"),
        Slot("lead", 14, (LEFT, 2.75, 6.2, 1.5), "lead", anchor="t"),
        Slot("address", 1, (LEFT, 4.7, 6.2, 1.5), "label", colour="accent", bold=True),
        Slot("picture", 13, (8.35, 1.85, 3.7, 3.7), kind="pic"),
        *footer(6.0),
    )
    shapes = (
        Shape("rect", (7.4, 0, WIDTH - 7.4, HEIGHT), "cover"),
        panel(look, (7.95, 1.45, 4.5, 4.5), "white"),
        Shape("rect", (LEFT, 2.58, 1.6, 0.08), "field"),
        number_tag(look),
    )
    return Layout("qr", "二维码", slots, shapes, chrome=False)


def chrome(look: Look) -> tuple[Shape, ...]:
    """What every ordinary slide shows: a mark beside the title and the tag of the slide number."""
    if look.key == "primary":
        return (
            Shape("ellipse", (11.9, -1.5, 2.9, 2.9), "sun"),
            Shape("ellipse", (-0.55, 0.55, 1.0, 1.0), "field"),
            Shape("roundRect", (LEFT, 7.0, 0.56, 0.3), "accent"),
        )
    if look.key == "junior":
        return (
            Shape("parallelogram", (-0.32, 0.6, 0.72, 0.66), "deep", adjust=(("adj", 30000),)),
            Shape("parallelogram", (0.3, 0.6, 0.32, 0.66), "field", adjust=(("adj", 60000),)),
            Shape("rtTriangle", (12.5, 0, WIDTH - 12.5, 0.83), "mint", flip=True, turn=0),
            Shape("rect", (LEFT, 7.0, 0.56, 0.3), "accent"),
        )
    return (
        Shape("rect", (LEFT, 1.42, WIDTH - 2 * LEFT + 0.02, 0.015), "field"),
        Shape("rect", (0, 0, 0.28, HEIGHT), "deep"),
        Shape("rect", (LEFT, 7.0, 0.56, 0.3), "accent"),
    )
