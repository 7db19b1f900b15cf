"""The layouts that teach: timeline, right and wrong, chart, table, and whom to call."""

from slides.designs.drawing import circle, cross, icon, numeral, panel, tick
from slides.designs.headings import footer, heading
from slides.designs.layouts import FULL, HEIGHT, LEFT, WIDTH, Layout, Shape, Slot, columns
from slides.designs.looks import Look


def timelines(look: Look) -> tuple[Layout, ...]:
    """A road with three, four or five stops."""
    return tuple(_timeline(look, count) for count in (3, 4, 5))


def _timeline(look: Look, count: int) -> Layout:
    head, sign = heading(look, "steps")
    slots, shapes = [head], [*sign, *ROADS[look.key]()]
    for number, (left, width) in enumerate(columns(count, 0.22)):
        shapes += STOPS[look.key](look, number, count, left, width)
        style = {"align": "l" if look.key == "senior" else "ctr", "bold": True, "pitch": 100}
        slots += [
            Slot(
                f"label{number + 1}",
                20 + number,
                (left, 1.62, width, 1.05),
                "strong",
                colour="accent",
                anchor="b",
                **style,
            ),
            Slot(
                f"text{number + 1}",
                1 if not number else 30 + number,
                (left + (0.38 if look.key == "senior" else 0.15), 3.86, width - 0.3, 2.72),
                "large",
                align=style["align"],
                anchor="t" if look.key == "senior" else "ctr",
            ),
        ]
    return Layout(f"timeline-{count}", f"时间轴（{count} 步）", (*slots, *footer()), tuple(shapes))


def _road() -> tuple[Shape, ...]:
    return (
        Shape("rect", (0, 3.02, WIDTH, 0.42), "deep"),
        Shape("line", (0, 3.23, WIDTH, 0), "", "sun", 3, dash=True),
    )


def _stop(look: Look, number: int, count: int, left: float, width: float) -> tuple[Shape, ...]:
    middle = left + width / 2
    return (
        panel(look, (left, 3.62, width, 3.1), f"tile{number % 4 + 1}"),
        circle((middle - 0.46, 2.77, 0.92, 0.92), "sun", "deep", 2.5, text=str(number + 1), size=32, colour="deep"),
    )


def _arrow(look: Look, number: int, count: int, left: float, width: float) -> tuple[Shape, ...]:
    last = number == count - 1
    arrow = (left - 0.02, 2.82, width + 0.14, 0.78)
    return (
        Shape("rect", (left, 3.74, width, 2.98), f"tile{number % 4 + 1}"),
        Shape("arrow", arrow, "field" if last else "deep"),
        numeral(look, arrow, str(number + 1), "ink" if last else "white", 32),
    )


def _margin(look: Look, number: int, count: int, left: float, width: float) -> tuple[Shape, ...]:
    return (
        Shape("rect", (left + 0.16, 3.2, 0.02, 3.3), "field"),
        Shape("ellipse", (left + 0.02, 3.05, 0.3, 0.3), "white", "accent", 2.5),
    )


def _thread() -> tuple[Shape, ...]:
    return (Shape("rect", (LEFT, 3.19, WIDTH - LEFT, 0.02), "accent"),)


ROADS = {"primary": _road, "junior": tuple, "senior": _thread}
STOPS = {"primary": _stop, "junior": _arrow, "senior": _margin}


def right_and_wrong(look: Look) -> Layout:
    """What helps on the left, what harms on the right, each with its mark."""
    head, sign = heading(look, "shield")
    slots, shapes = [head], [*sign]
    for number, (left, width) in enumerate(columns(2)):
        colour = ("right", "wrong")[number]
        shapes += (
            *HALVES[look.key](look, number, left, width, colour),
            *(tick, cross)[number](left + 0.25, 1.7, 0.8, colour),
        )
        slots += [
            Slot(
                f"label{number + 1}",
                20 + number,
                (left + 1.25, 1.74, width - 1.3, 0.72),
                "strong",
                colour="white",
                bold=True,
                anchor="ctr",
                pitch=100,
            ),
            Slot(
                f"text{number + 1}",
                (1, 15)[number],
                (left + 0.4, 2.75, width - 0.7, 3.85),
                "large",
                anchor="ctr",
                bullet="✓✗"[number],
                gap=18,
            ),
        ]
    return Layout("right-and-wrong", "对和错", (*slots, *footer()), tuple(shapes), "twoTxTwoObj")


def _boards(look: Look, number: int, left: float, width: float, colour: str) -> tuple[Shape, ...]:
    return (
        Shape("roundRect", (left, 1.58, width, 5.14), f"{colour}-pale", colour, 3, (("adj", 7000),)),
        Shape("round2SameRect", (left, 1.58, width, 1.04), colour, adjust=(("adj1", 34000), ("adj2", 0))),
    )


def _fields(look: Look, number: int, left: float, width: float, colour: str) -> tuple[Shape, ...]:
    outer = (0, left + width) if not number else (left, WIDTH - left)
    return (
        Shape("rect", (outer[0], 1.58, outer[1], 5.22), f"{colour}-pale"),
        Shape("rect", (outer[0], 1.58, outer[1], 1.04), colour),
    )


def _pages(look: Look, number: int, left: float, width: float, colour: str) -> tuple[Shape, ...]:
    return (
        Shape("rect", (left, 1.64, width, 5.05), "", colour, 1.25),
        Shape("rect", (left, 1.64, width, 0.92), colour),
    )


HALVES = {"primary": _boards, "junior": _fields, "senior": _pages}


def chart(look: Look) -> Layout:
    """A chart, and beside it what it shows, on a field that runs off the slide."""
    head, sign = heading(look, "bars")
    slots = (
        head,
        Slot("chart", 16, (LEFT, 1.65, 7.8, 5.15), kind="chart"),
        Slot(
            "lead",
            14,
            (9.4, 2.75, 3.6, 3.9),
            "claim",
            colour="ink" if look.key == "primary" else "white",
            bold=True,
            anchor="ctr",
            pitch=120,
        ),
        *footer(),
    )
    side = {
        "primary": (Shape("corner", (8.95, 1.65, WIDTH - 8.95, HEIGHT - 1.65), "tile2"),),
        "junior": (Shape("rect", (8.95, 1.65, WIDTH - 8.95, HEIGHT - 1.65), "deep"), _wedge()),
        "senior": (Shape("rect", (8.95, 1.48, WIDTH - 8.95, HEIGHT - 1.48), "deep"),),
    }[look.key]
    return Layout("chart", "图表", slots, (*sign, *side, icon("magnifier", 9.35, 1.85, 0.95)), "")


def _wedge() -> Shape:
    return Shape("rtTriangle", (WIDTH - 1.3, HEIGHT - 1.3, 1.3, 1.3), "field", flip=True)


def table(look: Look) -> Layout:
    """A table with room for one line above it."""
    head, sign = heading(look, "magnifier")
    slots = (
        head,
        Slot("lead", 14, (LEFT, 1.58, FULL, 0.72), "lead", colour="accent", bold=True, anchor="ctr"),
        Slot("table", 17, (LEFT, 2.4, FULL, 4.3), kind="tbl"),
        *footer(),
    )
    return Layout("table", "表格", slots, sign, "tbl")


def helps(look: Look) -> tuple[Layout, ...]:
    """Whom to call, a line each, as in an address book."""
    return tuple(_help(look, count) for count in (2, 3, 4))


def _help(look: Look, count: int) -> Layout:
    head, sign = heading(look, "phone")
    slots, shapes, gap = [head], [*sign], 0.16
    high = (4.98 - gap * (count - 1)) / count
    for number in range(count):
        top = 1.72 + number * (high + gap)
        shapes += ENTRIES[look.key](look, number, top, high)
        slots += [
            Slot(
                f"label{number + 1}",
                20 + number,
                (LEFT + 0.2, top + 0.02, 4.5, high - 0.04),
                "number",
                colour="deep" if look.key != "junior" else "white",
                bold=True,
                align="ctr",
                anchor="ctr",
                pitch=100,
            ),
            Slot(
                f"text{number + 1}",
                1 if not number else 30 + number,
                (LEFT + 5.35, top + 0.02, FULL - 5.6, high - 0.04),
                "large",
                anchor="ctr",
                pitch=100,
            ),
        ]
    return Layout(f"help-{count}", f"求助电话（{count} 个）", (*slots, *footer()), tuple(shapes))


def _entry(look: Look, number: int, top: float, high: float) -> tuple[Shape, ...]:
    return (
        Shape("roundRect", (LEFT, top, FULL, high), "white", "deep", 2.5, (("adj", 18000),)),
        Shape("roundRect", (LEFT, top, 4.9, high), f"tile{number + 1}", "deep", 2.5, (("adj", 18000),)),
    )


def _blade(look: Look, number: int, top: float, high: float) -> tuple[Shape, ...]:
    return (
        Shape("rect", (LEFT + 1, top, WIDTH - LEFT - 1, high), f"tile{number + 1}"),
        Shape("lean", (-0.3, top, 6.15, high), "deep"),
    )


def _row(look: Look, number: int, top: float, high: float) -> tuple[Shape, ...]:
    rule = Shape("rect", (LEFT, top + high + 0.07, FULL, 0.012), "field")
    return (Shape("rect", (LEFT, top, 4.9, high), "mist"), rule)


ENTRIES = {"primary": _entry, "junior": _blade, "senior": _row}
MAKERS = (timelines, right_and_wrong, chart, table, helps)
