"""The layouts that teach: timeline, right and wrong, chart, law, table, quiz, answer, help."""

from slides.drawing import circle, cross, panel, tick
from slides.layouts import FULL, HEIGHT, LEFT, TOP, Layout, Shape, Slot, columns, footer, title
from slides.looks import Look

LETTERS = "ABCD"


def timelines(look: Look) -> tuple[Layout, ...]:
    return tuple(_timeline(look, count) for count in (3, 4, 5))


def _timeline(look: Look, count: int) -> Layout:
    slots, shapes = [title()], [Shape("rect", (LEFT, 3.02, FULL, 0.06), "deep")]
    for number, (left, width) in enumerate(columns(count, 0.22)):
        shapes += [
            panel(look, (left, 3.6, width, 3.0), f"tile{number % 4 + 1}"),
            circle((left + width / 2 - 0.32, 2.73, 0.64, 0.64), "deep", text=str(number + 1), size=24),
        ]
        slots += [
            Slot(
                f"label{number + 1}",
                20 + number,
                (left, 1.6, width, 1.05),
                "strong",
                colour="accent",
                bold=True,
                align="ctr",
                anchor="b",
                pitch=100,
            ),
            Slot(
                f"text{number + 1}",
                1 if not number else 30 + number,
                (left + 0.15, 3.75, width - 0.3, 2.7),
                "large",
                align="ctr",
                anchor="ctr",
            ),
        ]
    return Layout(f"timeline-{count}", f"时间轴（{count} 步）", (*slots, *footer()), tuple(shapes))


def right_and_wrong(look: Look) -> Layout:
    slots, shapes = [title()], []
    for number, (left, width) in enumerate(columns(2)):
        colour = ("right", "wrong")[number]
        shapes += [
            Shape("rect", (left, TOP, width, 5.05), f"{colour}-pale"),
            Shape("rect", (left, TOP, width, 0.95), colour),
            *(tick, cross)[number](left + 0.25, TOP + 0.155, 0.64, colour),
        ]
        slots += [
            Slot(
                f"label{number + 1}",
                20 + number,
                (left + 1.1, TOP + 0.12, width - 1.3, 0.71),
                "strong",
                colour="white",
                bold=True,
                anchor="ctr",
                pitch=100,
            ),
            Slot(
                f"text{number + 1}",
                (1, 15)[number],
                (left + 0.4, TOP + 1.1, width - 0.7, 3.8),
                "large",
                anchor="ctr",
                bullet="✓✗"[number],
                gap=18,
            ),
        ]
    return Layout("right-and-wrong", "对和错", (*slots, *footer()), tuple(shapes), "twoTxTwoObj")


def chart(look: Look) -> Layout:
    slots = (
        title(),
        Slot("chart", 16, (LEFT, 1.6, 7.75, 5.2), kind="chart"),
        Slot("lead", 14, (9.2, 2.3, 3.0, 3.8), "lead", colour="white", bold=True, anchor="ctr", pitch=120),
        *footer(),
    )
    return Layout("chart", "图表", slots, (panel(look, (8.85, TOP, 3.7, 5.05), "deep"),), "")


def _spine(look: Look) -> tuple[Shape, ...]:
    return (
        Shape("rect", (0, 0, 3.75, HEIGHT), "spine"),
        Shape("rect", (3.5, 0, 0.06, HEIGHT), "field" if look.key != "primary" else "sun"),
        Shape("rect", (0.55, 3.98, 1.3, 0.06), "sun"),
        Shape("rect", (LEFT - 0.25, 7.0, 0.56, 0.3), "accent"),
    )


def _spine_slots() -> tuple[Slot, ...]:
    return (
        Slot("law", 20, (0.55, 1.75, 2.75, 2.1), "law-name", colour="white", bold=True, anchor="b"),
        Slot("article", 21, (0.55, 4.15, 2.75, 2.3), "article", colour="sun", bold=True, pitch=115),
    )


def _law_title() -> Slot:
    return title((4.15, 0.42, 8.4, 1.0))


def _law_footer() -> tuple[Slot, Slot]:
    return (
        Slot("footer", 11, (4.15, 6.98, 8.4, 0.34), "footer", "ftr", "quiet", anchor="ctr", pitch=100),
        Slot("number", 12, (LEFT - 0.25, 6.98, 0.56, 0.34), "footer", "sldNum", "white", True, "ctr", "ctr", pitch=100),
    )


def _paper(look: Look, top: float, height: float) -> tuple[Shape, Shape]:
    fill = {"primary": "white", "junior": "FFFBF2", "senior": "FBF9F4"}[look.key]
    return (
        Shape("rect", (4.15, top, 8.4, height), fill, "field", 1.5),
        Shape("rect", (4.15, top, 0.12, height), "field"),
    )


def laws(look: Look) -> tuple[Layout, ...]:
    words = Slot("text", 1, (4.6, 2.3, 7.65, 2.0), "law", anchor="ctr", pitch=115)
    own = Slot("own", 15, (4.6, 5.25, 7.65, 1.45), bullet="■", gap=4)
    label = Slot("label1", 22, (4.6, 1.72, 7.0, 0.52), "label", colour="accent", bold=True, anchor="ctr", pitch=100)
    label2 = Slot("label2", 23, (4.6, 4.68, 7.0, 0.52), "label", colour="deep", bold=True, anchor="ctr", pitch=100)
    both = (*_spine_slots(), label, words, label2, own)
    alone = (*_spine_slots(), label, Slot("text", 1, (4.6, 2.4, 7.65, 4.1), "law", anchor="ctr", pitch=130))
    plain = (
        *_spine_slots(),
        Slot("label2", 23, (4.6, 1.9, 7.0, 0.6), "label", colour="deep", bold=True, anchor="ctr", pitch=100),
        Slot("own", 15, (4.6, 2.6, 7.55, 3.9), "large", anchor="ctr", bullet="■", gap=20, pitch=115),
    )
    return (
        Layout(
            "law",
            "法条",
            (_law_title(), *both, *_law_footer()),
            (*_spine(look), *_paper(look, TOP, 2.8), panel(look, (4.15, 4.6, 8.4, 2.2), "mint")),
            chrome=False,
        ),
        Layout(
            "law-text",
            "法条（原文）",
            (_law_title(), *alone, *_law_footer()),
            (*_spine(look), *_paper(look, TOP, 5.1)),
            chrome=False,
        ),
        Layout(
            "law-own",
            "法条（用自己的话说）",
            (_law_title(), *plain, *_law_footer()),
            (*_spine(look), panel(look, (4.15, TOP, 8.4, 5.1), "mint")),
            chrome=False,
        ),
    )


def table(look: Look) -> Layout:
    slots = (
        title(),
        Slot("lead", 14, (LEFT, 1.55, FULL, 0.72), "lead", colour="accent", bold=True, anchor="ctr"),
        Slot("table", 17, (LEFT, 2.4, FULL, 4.3), kind="tbl"),
        *footer(),
    )
    return Layout("table", "表格", slots, (), "tbl")


def _tiles(
    count: int, top: float, height: float
) -> list[tuple[tuple[float, float, float, float], tuple[float, float, float, float]]]:
    """The letter block and the text block of each tile: 2 × 2 for four, columns for two and three."""
    if count == 4:
        row = (height - 0.22) / 2
        return [
            ((left, top + line * (row + 0.22), 0.95, row), (left + 0.95, top + line * (row + 0.22), width - 0.95, row))
            for line in (0, 1)
            for left, width in columns(2)
        ]
    return [((left, top, width, 0.85), (left, top + 0.85, width, height - 0.85)) for left, width in columns(count)]


def _tile_parts(count: int, top: float, height: float) -> tuple[list[Slot], list[Shape]]:
    slots, shapes = [], []
    for number, (letter, text) in enumerate(_tiles(count, top, height)):
        shapes += [
            Shape("rect", letter, "deep", text=LETTERS[number], size=32),
            Shape("rect", text, f"tile{number + 1}"),
        ]
        slots.append(
            Slot(
                f"text{number + 1}",
                1 if not number else 20 + number,
                text,
                "large",
                anchor="ctr",
                align="l" if count == 4 else "ctr",
                inset=0.22,
            )
        )
    return slots, shapes


def quizzes(look: Look) -> tuple[Layout, ...]:
    made = []
    for count in (2, 3, 4):
        slots, shapes = _tile_parts(count, 3.35, 3.35)
        question = Slot("lead", 14, (LEFT + 0.4, TOP + 0.1, FULL - 0.8, 1.25), "lead", bold=True, anchor="ctr")
        made.append(
            Layout(
                f"quiz-{count}",
                f"测验（{count} 选项）",
                (title(), question, *slots, *footer()),
                (panel(look, (LEFT, TOP, FULL, 1.45), "mist"), *shapes),
            )
        )
    return tuple(made)


def answers(look: Look) -> tuple[Layout, ...]:
    made = []
    for count in (2, 3, 4):
        slots, shapes = _tile_parts(count, TOP, 3.1)
        why = Slot("lead", 14, (LEFT + 1.35, 5.1, FULL - 1.7, 1.45), "lead", bold=True, anchor="ctr")
        shapes += [panel(look, (LEFT, 4.98, FULL, 1.7), "right-pale"), *tick(LEFT + 0.32, 5.43, 0.8, "right")]
        made.append(
            Layout(f"answer-{count}", f"测验答案（{count} 选项）", (title(), *slots, why, *footer()), tuple(shapes))
        )
    return tuple(made)


def helps(look: Look) -> tuple[Layout, ...]:
    made = []
    for count in (2, 3, 4):
        slots, shapes = [title()], []
        for number, (left, width) in enumerate(columns(count)):
            shapes += [
                panel(look, (left, TOP + 0.2, width, 4.75), f"tile{number + 1}"),
                Shape("rect", (left + width / 2 - 0.5, 4.0, 1.0, 0.06), "accent"),
            ]
            slots += [
                Slot(
                    f"label{number + 1}",
                    20 + number,
                    (left + 0.05, TOP + 0.55, width - 0.1, 1.6),
                    "number",
                    colour="deep",
                    bold=True,
                    align="ctr",
                    anchor="ctr",
                    pitch=100,
                ),
                Slot(
                    f"text{number + 1}",
                    1 if not number else 30 + number,
                    (left + 0.2, 4.3, width - 0.4, 2.1),
                    "large",
                    align="ctr",
                ),
            ]
        made.append(Layout(f"help-{count}", f"求助电话（{count} 个）", (*slots, *footer()), tuple(shapes)))
    return tuple(made)


MAKERS = (timelines, right_and_wrong, chart, laws, table, quizzes, answers, helps)
