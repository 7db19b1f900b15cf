"""Every layout of a look: one composition for each kind of slide, so that a pupil knows where they are."""

from functools import cache

from slides.designs import catalogue_law as law
from slides.designs import catalogue_opening as opening
from slides.designs import catalogue_quiz as quiz
from slides.designs import catalogue_story as story
from slides.designs import catalogue_teaching as teaching
from slides.designs.drawing import circle, cloud, icon, numeral, panel
from slides.designs.headings import chrome, footer, heading, number_tag, title
from slides.designs.layouts import FULL, HEIGHT, LEFT, WIDTH, Layout, Shape, Slot, columns
from slides.designs.looks import LOOKS, Look

__all__ = ["chrome", "layouts_of"]


@cache
def layouts_of(look_key: str) -> dict[str, Layout]:
    """The layouts of a look by key, in the order of the master."""
    look = LOOKS[look_key]
    makers = (
        *opening.MAKERS,
        goals,
        points,
        *story.MAKERS,
        discussion,
        *teaching.MAKERS[:3],
        law.laws,
        teaching.table,
        *quiz.MAKERS,
        teaching.helps,
        summary,
        qr,
    )
    return {layout.key: layout for maker in makers for layout in _each(maker(look))}


def _each(made: Layout | tuple[Layout, ...]) -> tuple[Layout, ...]:
    return made if isinstance(made, tuple) else (made,)


def goals(look: Look) -> Layout:
    """Three steps that rise towards a flag."""
    head, sign = heading(look, "flag")
    slots, shapes = [head], [*sign]
    for number, (left, width) in enumerate(columns(3, 0.3)):
        top = {"primary": 3.62 - 0.4 * number, "junior": 3.78, "senior": 3.82}[look.key]
        shapes += GOALS[look.key](look, number, left, width)
        slots.append(
            Slot(
                f"text{number + 1}",
                1 if not number else 20 + number,
                (left + 0.3, top, width - 0.6, 2.87),
                "goal",
                bold=True,
                pitch=120,
            )
        )
    return Layout("goals", "学习目标", (*slots, *footer()), tuple(shapes))


def _stairs(look: Look, number: int, left: float, width: float) -> tuple[Shape, ...]:
    top = 2.92 - 0.4 * number
    flag = (
        Shape("rect", (left + width - 1.02, top - 0.98, 0.09, 1.0), "deep"),
        Shape("pennant", (left + width - 0.93, top - 0.96, 0.75, 0.62), "field"),
    )
    return (
        *(flag if number == 2 else ()),
        panel(look, (left, top, width, 6.72 - top), f"tile{number + 1}"),
        circle((left + 0.3, top - 0.6, 1.15, 1.15), "white", "deep", 2.5, text=str(number + 1), size=44, colour="deep"),
    )


def _slope(look: Look, number: int, left: float, width: float) -> tuple[Shape, ...]:
    top, fill = 2.42 - 0.3 * number, ("deep", "deep", "field")[number]
    return (
        Shape("rtTriangle", (left, top - 0.32, width, 0.34), fill, flip=True),
        Shape("rect", (left, top, width, 3.5 - top), fill),
        Shape("rect", (left, 3.5, width, 3.22), f"tile{number + 1}"),
        numeral(look, (left + 0.2, 2.4, 0.9, 1.0), str(number + 1), "ink" if number == 2 else "white", 66),
    )


def _pillars(look: Look, number: int, left: float, width: float) -> tuple[Shape, ...]:
    rule = (Shape("rect", (left - 0.15, 2.1, 0.012, 4.5), "field"),) if number else ()
    return (
        *rule,
        numeral(look, (left + 0.07, 2.05, 1.1, 1.4), str(number + 1), "accent", 96),
        Shape("rect", (left + 0.3, 3.5, 0.7, 0.05), "deep"),
    )


GOALS = {"primary": _stairs, "junior": _slope, "senior": _pillars}


def points(look: Look) -> Layout:
    """A sheet of a notebook."""
    head, sign = heading(look, "bulb")
    slots = (
        head,
        Slot("lead", 14, (LEFT, 1.6, FULL, 0.8), "lead", colour="accent", bold=True, anchor="ctr"),
        Slot("text", 1, (LEFT + 0.8, 2.75, FULL - 1.0, 3.75), "large", anchor="ctr", bullet="■", gap=18),
        *footer(),
    )
    return Layout("points", "标题和要点", slots, (*sign, *_sheet(look)), "obj")


def _sheet(look: Look) -> tuple[Shape, ...]:
    top, high = 2.55, 4.13
    if look.key == "primary":
        rings = (circle((LEFT + 0.14, top + 0.36 + 0.6 * ring, 0.26, 0.26), "mist", "deep", 2) for ring in range(6))
        line = Shape("rect", (LEFT + 0.56, top + 0.02, 0.04, high - 0.04), "field")
        return (panel(look, (LEFT, top, FULL, high), "white"), line, *rings)
    if look.key == "junior":
        return (
            Shape("rect", (LEFT, top, FULL, high), "mist"),
            Shape("lean", (LEFT, top, 0.55, high), "deep"),
            Shape("rtTriangle", (WIDTH - 2.0, top + high - 1.2, 1.2, 1.2), "mint", flip=True),
        )
    return (
        Shape("rect", (LEFT, top, FULL, high), "mist"),
        Shape("rect", (LEFT, top, FULL, 0.03), "field"),
        Shape("rect", (LEFT + 0.5, top + 0.35, 0.02, high - 0.7), "field"),
    )


def discussion(look: Look) -> Layout:
    """Two who speak, each with a bubble that reaches across the slide, and a clock."""
    head, sign = heading(look, "speech")
    slots = (
        head,
        Slot("lead", 14, (LEFT, 1.58, 9.56, 1.15), "ask", colour="ink", bold=True, anchor="ctr"),
        Slot("minutes", 20, (11.3, 1.83, 1.35, 0.65), "label", colour="accent", bold=True, anchor="ctr", pitch=100),
        Slot("text1", 1, (3.1, 2.97, 7.3, 1.66), "large", anchor="ctr", pitch=105),
        Slot("text2", 15, (3.1, 4.9, 7.3, 1.66), "large", anchor="ctr", pitch=105),
        *footer(),
    )
    bubble = {"primary": "say", "junior": "say-lean", "senior": "say-plain"}[look.key]
    line = ("deep", 2.5) if look.key == "primary" else ("", 0)
    faces = ("girl", "boy") if look.key == "primary" else ("teen_girl", "teen_boy")
    shapes = (
        icon("clock", 10.45, 1.78, 0.76),
        Shape(bubble, (2.55, 2.88, 8.2, 1.82), "bubble1", *line),
        Shape(bubble, (2.75, 4.82, 8.05, 1.82), "bubble2", *line, flip=True),
        icon(faces[0], LEFT, 2.98, 1.62),
        icon(faces[1], 10.93, 4.92, 1.62),
    )
    return Layout("discussion", "讨论（两种想法）", slots, (*sign, *shapes), "twoObj")


def summary(look: Look) -> Layout:
    """Three sentences with numerals as large as the line is high."""
    head, sign = heading(look, "star")
    slots, shapes = [head], [*sign]
    for number in range(3):
        top = 1.72 + number * 1.68
        shapes += SUMMARIES[look.key](look, number, top)
        slots.append(
            Slot(
                f"text{number + 1}",
                1 if not number else 20 + number,
                (LEFT + 1.75, top + 0.12, FULL - 1.9, 1.24),
                "summary",
                bold=True,
                anchor="ctr",
            )
        )
    return Layout("summary", "小结三句话", (*slots, *footer()), tuple(shapes))


def _ribbons(look: Look, number: int, top: float) -> tuple[Shape, ...]:
    return (
        panel(look, (LEFT + 0.6, top, FULL - 0.6, 1.48), f"tile{number + 1}"),
        circle((LEFT, top + 0.04, 1.4, 1.4), "white", "deep", 2.5, text=str(number + 1), size=54, colour="deep"),
    )


def _blades(look: Look, number: int, top: float) -> tuple[Shape, ...]:
    return (
        Shape("rect", (LEFT + 0.6, top, WIDTH - LEFT - 0.6, 1.48), f"tile{number + 1}"),
        Shape("lean", (-0.2, top, 2.45, 1.48), ("deep", "deep", "field")[number]),
        numeral(look, (LEFT, top, 1.0, 1.44), str(number + 1), "ink" if number == 2 else "white", 80),
    )


def _lines(look: Look, number: int, top: float) -> tuple[Shape, ...]:
    rule = (Shape("rect", (LEFT, top - 0.1, FULL, 0.012), "field"),) if number else ()
    return (
        *rule,
        numeral(look, (LEFT, top + 0.02, 1.2, 1.44), str(number + 1), "accent", 88),
        Shape("rect", (LEFT + 1.42, top + 0.3, 0.02, 0.88), "field"),
    )


SUMMARIES = {"primary": _ribbons, "junior": _blades, "senior": _lines}


def qr(look: Look) -> Layout:
    """The code on a card, its address beside it."""
    slots = (
        title((LEFT, 0.9, 6.2, 1.6), anchor="b"),
        Slot("lead", 14, (LEFT, 2.8, 6.2, 1.5), "lead", anchor="t"),
        Slot("address", 1, (LEFT, 4.7, 6.2, 1.5), "label", colour="accent", bold=True),
        Slot("picture", 13, (8.35, 1.85, 3.7, 3.7), kind="pic"),
        *footer(6.0),
    )
    bar = Shape("rect", (LEFT, 2.6, 1.6, 0.08), "field")
    card = (panel(look, (7.95, 1.45, 4.5, 4.5), "white"), bar, number_tag(look))
    return Layout("qr", "二维码", slots, (*_beside_code(look), *card), chrome=False)


def _beside_code(look: Look) -> tuple[Shape, ...]:
    if look.key == "primary":
        return (
            Shape("rect", (7.1, 0, WIDTH - 7.1, HEIGHT), "tile1"),
            cloud(7.5, 0.55, 1.7),
            cloud(11.6, 0.95, 1.2),
            Shape("ellipse", (11.7, 5.6, 3.4, 3.4), "sun"),
            Shape("hill", (0, 6.42, WIDTH, HEIGHT - 6.42), "mint"),
            icon("heart", LEFT, 0.5, 0.95),
        )
    if look.key == "junior":
        return (
            Shape("cut", (7.15, 0, WIDTH - 7.15, HEIGHT), "deep"),
            Shape("parallelogram", (6.85, 0, 1.23, HEIGHT), "field", adjust=(("adj", 75600),)),
        )
    return (
        Shape("rect", (7.1, 0, WIDTH - 7.1, HEIGHT), "mist"),
        Shape("rect", (7.1, 0, 0.03, HEIGHT), "field"),
        Shape("ellipse", (LEFT, 0.55, 0.82, 0.82), "deep"),
        icon("pencil", LEFT + 0.15, 0.7, 0.52),
    )
