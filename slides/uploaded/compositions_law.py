"""Laws and the code of the survey inside a room: the open book becomes two fields side by side."""

from slides.designs.drawing import icon, panel
from slides.designs.layouts import Box, Shape
from slides.designs.looks import Look
from slides.uploaded.places import Composed, Edges, box_of

SPINE, SPINE_SHARE, GUTTER = 3.85, 0.335, 0.2
LABEL, INSIDE, BETWEEN = 0.54, 0.25, 0.16
# Of the height of a page that has both, the exact words get this share.
WORDS_SHARE = 0.57
LEAST_FOR_ICON, ICON, NAME_SHARE = 4.4, 0.95, 0.53
# How high the words beside a code stand: the rule, what the code is for, its address.
LEAD, ADDRESS, BESIDE = 1.4, 1.3, 3.1
CARD, QUIET = 0.25, 0.35


def law(look: Look, free: Edges) -> Composed:
    """The law and the article on the left; on the right the exact words above one's own."""
    page, boxes, shapes = _book(free)
    left, top, right, bottom = page
    cut = top + (bottom - top) * WORDS_SHARE
    words, own = (left, top, right, cut - BETWEEN / 2), (left, cut + BETWEEN / 2, right, bottom)
    boxes |= _labelled("label1", "text", words) | _labelled("label2", "own", own)
    return boxes, (*shapes, *_words(words), _own(look, own))


def law_text(look: Look, free: Edges) -> Composed:
    """The exact words alone."""
    page, boxes, shapes = _book(free)
    return boxes | _labelled("label1", "text", page), (*shapes, *_words(page))


def law_own(look: Look, free: Edges) -> Composed:
    """One's own words alone."""
    page, boxes, shapes = _book(free)
    return boxes | _labelled("label2", "own", page), (*shapes, _own(look, page))


def _book(free: Edges) -> tuple[Edges, dict[str, Box], tuple[Shape, ...]]:
    """The page beside the field of the law's name, and where the names stand on that field."""
    left, top, right, bottom = free
    inner = left + min(SPINE, (right - left) * SPINE_SHARE)
    has_icon = bottom - top >= LEAST_FOR_ICON
    start = top + 0.12 + (ICON if has_icon else 0)
    cut = start + (bottom - start) * NAME_SHARE
    boxes = {
        "law": box_of((left + INSIDE, start, inner - 0.15, cut - 0.08)),
        "article": box_of((left + INSIDE, cut + 0.14, inner - 0.15, bottom - 0.12)),
    }
    shapes = (
        Shape("rect", box_of((left, top, inner, bottom)), "spine"),
        Shape("rect", (left + INSIDE, cut, 1.3, 0.06), "sun"),
        *((icon("scales", left + INSIDE - 0.06, top + 0.15, ICON),) if has_icon else ()),
    )
    return (inner + GUTTER, top, right, bottom), boxes, shapes


def _labelled(label: str, text: str, rim: Edges) -> dict[str, Box]:
    """A text below its label, inside a frame."""
    left, top, right, bottom = rim
    return {
        label: box_of((left + INSIDE, top + 0.08, right - INSIDE, top + 0.08 + LABEL)),
        text: box_of((left + INSIDE, top + 0.1 + LABEL, right - INSIDE / 2, bottom - 0.08)),
    }


def _words(rim: Edges) -> tuple[Shape, ...]:
    """The frame of the exact words."""
    return (
        Shape("rect", box_of(rim), "white", "field", 1.5),
        Shape("rect", box_of((rim[0], rim[1], rim[0] + 0.12, rim[3])), "field"),
    )


def _own(look: Look, rim: Edges) -> Shape:
    """The panel of one's own words."""
    if look.key == "primary":
        return Shape("roundRect", box_of(rim), "mint", "deep", 2.5, (("adj", 5000),))
    return Shape("rect", box_of(rim), "mint")


def qr(look: Look, free: Edges) -> Composed:
    """What the code is for and its address on the left, the code on a card on the right."""
    left, top, right, bottom = free
    high = bottom - top
    field = (max(right - high * 1.2, (left + right) / 2), top, right, bottom)
    code = _square(field, CARD + QUIET)
    inner, start = field[0] - 0.4, (top + bottom - BESIDE) / 2
    boxes = {
        "lead": box_of((left, start + 0.25, inner, start + 0.25 + LEAD)),
        "address": box_of((left, start + BESIDE - ADDRESS, inner, start + BESIDE)),
        "picture": box_of(code),
    }
    fill = {"primary": "tile1", "junior": "deep", "senior": "mist"}[look.key]
    shapes = (
        Shape("cut" if look.key == "junior" else "rect", box_of(field), fill),
        panel(look, box_of(_square(field, CARD)), "white"),
        Shape("rect", (left, start, 1.6, 0.08), "field"),
    )
    return boxes, shapes


def _square(rim: Edges, margin: float) -> Edges:
    """The largest square in the middle of a rectangle, this far inside it."""
    half = min(rim[2] - rim[0], rim[3] - rim[1]) / 2 - margin
    across, down = (rim[0] + rim[2]) / 2, (rim[1] + rim[3]) / 2
    return across - half, down - half, across + half, down + half
