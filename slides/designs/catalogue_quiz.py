"""The layouts of a quiz and of its answer: the same tiles, so that the right one is seen to be right."""

from slides.designs.drawing import panel, tick
from slides.designs.headings import footer, heading
from slides.designs.layouts import FULL, LEFT, WIDTH, Box, Layout, Shape, Slot, columns
from slides.designs.looks import Look

LETTERS = "ABCD"
ROUND = (("adj", 5000),)


def _tiles(count: int, top: float, height: float) -> list[tuple[Box, Box]]:
    """The letter's block and the text's block of each tile: 2 × 2 for four, columns for two and three."""
    if count == 4:
        row = (height - 0.22) / 2
        return [
            ((left, top + line * (row + 0.22), 0.95, row), (left + 0.95, top + line * (row + 0.22), width - 0.95, row))
            for line in (0, 1)
            for left, width in columns(2)
        ]
    return [((left, top, width, 0.85), (left, top + 0.85, width, height - 0.85)) for left, width in columns(count)]


def _text(number: int, count: int, box: Box, look: Look) -> Slot:
    outline, adjust = ("roundRect", ROUND) if look.key == "primary" else ("", ())
    return Slot(
        f"text{number + 1}",
        1 if not number else 20 + number,
        box,
        "option",
        anchor="ctr",
        align="l" if count == 4 else "ctr",
        inset=0.22 if count == 4 else 0.2,
        outline=outline,
        adjust=adjust,
    )


def _tile(look: Look, number: int, letter: Box, text: Box, fill: str) -> tuple[Shape, ...]:
    """A tile: its letter stands on a tab above the words, or before them."""
    left, top, wide, high = letter
    over = wide > 1
    if look.key == "primary":
        tab = (
            (left + wide / 2 - 0.6, top, 1.2, high + 0.3) if over else (left + 0.03, top + high / 2 - 0.42, 0.84, 0.84)
        )
        shape = "roundRect" if over else "ellipse"
        mark = Shape(shape, tab, "deep", adjust=(("adj", 30000),) if over else ())
        glyph = Shape("rect", (tab[0], top, tab[2], high), text=LETTERS[number], size=34)
        return mark, glyph, Shape("roundRect", text, fill, "deep", look.outline, ROUND)
    if look.key == "junior":
        tab = (left, top, 1.6, high) if over else (left, top, wide + 0.15, high)
        lean = Shape("lean", tab, "deep")
        glyph = Shape("rect", (left, top, tab[2] - 0.2, high), text=LETTERS[number], size=40)
        return Shape("rect", text, fill), lean, glyph
    rule = Shape(
        "rect", (left, top + (high - 0.03 if over else 0), wide if over else 0.03, 0.03 if over else high), "deep"
    )
    glyph = Shape("rect", (left + 0.05, top, 0.9, high), text=LETTERS[number], size=48, colour="accent", face=look.face)
    return rule, glyph, Shape("rect", text, fill)


def _tile_parts(look: Look, count: int, top: float, height: float, quiet: bool) -> tuple[list[Slot], list[Shape]]:
    slots, shapes = [], []
    for number, (letter, text) in enumerate(_tiles(count, top, height)):
        shapes += _tile(look, number, letter, text, "quiet-tile" if quiet else f"tile{number + 1}")
        slots.append(_text(number, count, text, look))
    return slots, shapes


def quizzes(look: Look) -> tuple[Layout, ...]:
    """A question across the whole slide, and its tiles below."""
    made = []
    for count in (2, 3, 4):
        head, sign = heading(look, "question")
        slots, shapes = _tile_parts(look, count, 3.3, 3.38, False)
        question = Slot("lead", 14, (LEFT + 0.4, 1.72, FULL - 0.8, 1.28), "lead", bold=True, anchor="ctr")
        asked = (*_asked(look), *sign, *shapes)
        made.append(Layout(f"quiz-{count}", f"测验（{count} 选项）", (head, question, *slots, *footer()), asked))
    return tuple(made)


def _asked(look: Look) -> tuple[Shape, ...]:
    if look.key == "primary":
        return (panel(look, (LEFT, 1.62, FULL, 1.48), "white"),)
    if look.key == "junior":
        return (
            Shape("rect", (0, 1.62, WIDTH, 1.48), "mist"),
            Shape("parallelogram", (-0.35, 1.62, 1.3, 1.48), "field", adjust=(("adj", 50000),)),
        )
    return (Shape("rect", (0, 1.62, WIDTH, 1.48), "mist"), Shape("rect", (LEFT, 1.86, 0.05, 1.0), "field"))


def answers(look: Look) -> tuple[Layout, ...]:
    """The tiles again, all quiet but the right one, and why."""
    made = []
    for count in (2, 3, 4):
        head, sign = heading(look, "check")
        slots, shapes = _tile_parts(look, count, 1.65, 3.1, True)
        why = Slot("lead", 14, (LEFT + 1.45, 5.08, FULL - 1.7, 1.5), "lead", bold=True, anchor="ctr")
        reason = (_reason(look), *tick(LEFT + 0.3, 5.35, 0.95, "right"))
        layout = (head, *slots, why, *footer())
        made.append(Layout(f"answer-{count}", f"测验答案（{count} 选项）", layout, (*sign, *shapes, *reason)))
    return tuple(made)


def _reason(look: Look) -> Shape:
    if look.key == "primary":
        return panel(look, (LEFT, 4.97, FULL, 1.72), "right-pale", "right")
    right = WIDTH if look.key == "junior" else LEFT + FULL
    return Shape("rect", (LEFT, 4.97, right - LEFT, 1.72), "right-pale")


MAKERS = (quizzes, answers)
