"""Stories and words that were said, inside a room: the words get the room they need, the picture what is left."""

from slides.designs.drawing import numeral
from slides.designs.layouts import Box, Shape
from slides.designs.looks import Look
from slides.uploaded.places import Composed, Edges, box_of

# Square inches that the words of a page need, as in our own designs, and what they may take of the width.
NEEDED = {"story": 22.0, "quote": 13.4}
LEAST_WIDE, MOST_SHARE, GAP = 5.2, 0.62, 0.35
# Pictures are drawn 4 : 3; a place for them may be this much narrower or wider.
NARROWEST, WIDEST = 1.0, 1.5
TAG, ROW = 0.6, 0.78
PADDED = {"primary": 0.0, "junior": 0.22, "senior": 0.0}
OUTLINED_BY = {"primary": 2.5, "junior": 3.0}


def _shared(free: Edges, needed: float, taken: float, padding: float) -> tuple[Edges, Edges]:
    """The words' column, in which ``taken`` of the height is not theirs, and the place of the picture beside it."""
    left, top, right, bottom = free
    high = max(bottom - top - taken, 0.5)
    wide = min(max(needed / high, LEAST_WIDE) + 2 * padding, (right - left) * MOST_SHARE)
    return (left, top, left + wide, bottom), _in_proportion((left + wide + GAP, top, right, bottom))


def _in_proportion(rim: Edges) -> Edges:
    """The largest place for a picture in the middle of a rectangle."""
    left, top, right, bottom = rim
    wide, high = right - left, bottom - top
    across = max(wide - WIDEST * high, 0) / 2
    down = max(high - wide / NARROWEST, 0) / 2
    return left + across, top + down, right - across, bottom - down


def _framed(look: Look, rim: Edges) -> tuple[Box, tuple[Shape, ...]]:
    """The place of a picture with what lies behind it, both inside a rectangle."""
    left, top, right, bottom = rim
    if look.key == "primary":
        return box_of((left + 0.2, top + 0.2, right, bottom)), (Shape("corner", box_of(rim), "sun"),)
    if look.key == "junior":
        return box_of((left + 0.26, top + 0.13, right, bottom - 0.04)), (Shape("cut", box_of(rim), "field"),)
    rules = (
        Shape("rect", box_of((left, bottom - 0.16, right, bottom - 0.08)), "field"),
        Shape("rect", box_of((right - (right - left) / 3, bottom - 0.08, right, bottom)), "deep"),
    )
    return box_of((left, top, right, bottom - 0.16)), rules


def story(look: Look, free: Edges) -> Composed:
    """Where we are in the story, its lines below, and the picture beside them."""
    padding = PADDED[look.key]
    (left, top, right, bottom), rim = _shared(free, NEEDED["story"], ROW, padding)
    picture, behind = _framed(look, rim)
    panel = (left, top + ROW, right, bottom)
    boxes = {
        "badge": (left + 0.1, top, 1.05, 0.56),
        "steps": (left + 1.45, top, 3.6, 0.6),
        "text": box_of((left + padding, panel[1], right - padding, bottom - (0.1 if padding else 0))),
        "picture": picture,
    }
    return boxes, (*behind, *_told(look, panel), _tag(look, left, top))


def _tag(look: Look, left: float, top: float) -> Shape:
    """What the number of the page of a story stands on."""
    if look.key == "primary":
        return Shape("roundRect", (left, top - 0.02, 1.25, TAG), "deep", adjust=(("adj", 50000),))
    if look.key == "junior":
        return Shape("parallelogram", (left - 0.05, top - 0.02, 1.35, TAG), "deep", adjust=(("adj", 28000),))
    return Shape("rect", (left, top + 0.03, 1.25, 0.5), "deep")


def _told(look: Look, panel: Edges) -> tuple[Shape, ...]:
    """The panel of a comic strip with its shadow; other stories stand on the page itself."""
    if look.key != "junior":
        return ()
    left, top, right, bottom = panel
    return (
        Shape("rect", box_of((left + 0.12, top + 0.14, right, bottom)), "deep"),
        Shape("rect", box_of((left, top, right - 0.12, bottom - 0.14)), "tile4", "ink", 3),
    )


def quote_picture(look: Look, free: Edges) -> Composed:
    """Words that were said, on a card where the look has cards, beside the one who said them."""
    (left, top, right, bottom), rim = _shared(free, NEEDED["quote"], 1.85, 0.35)
    picture, behind = _framed(look, rim)
    boxes = {
        "text": box_of((left + 0.35, top + 0.9, right - 0.3, bottom - 0.95)),
        "by": box_of((left + 0.3, bottom - 0.9, right - 0.3, bottom - 0.15)),
        "picture": picture,
    }
    shapes = (*_card(look, (left, top, right, bottom)), _mark(look, left + 0.1, top + 0.02, "accent", 96))
    return boxes, (*behind, *shapes)


def _card(look: Look, rim: Edges) -> tuple[Shape, ...]:
    if look.key == "senior":
        return ()
    name, adjust = ("roundRect", (("adj", 9000),)) if look.key == "primary" else ("rect", ())
    line = {"primary": "deep", "junior": "ink"}[look.key]
    return (Shape(name, box_of(rim), "white", line, OUTLINED_BY[look.key], adjust),)


def _mark(look: Look, left: float, top: float, colour: str, size: int) -> Shape:
    """The opening quotation mark, as large as the look likes it."""
    return numeral(look, (left, top, 1.2, 1.2), "“", colour, size)


def quote(look: Look, free: Edges) -> Composed:
    """Words that were said, alone: in a bubble, on a field of their own, or above a rule."""
    return SAID[look.key](look, free)


def _bubble(look: Look, free: Edges) -> Composed:
    left, top, right, bottom = free
    high = bottom - 0.78 - top
    boxes = {
        "text": box_of((left + 0.95, top + 0.15, right - 0.95, top + high * 0.84 - 0.15)),
        "by": box_of((left + 0.95, bottom - 0.75, right - 0.95, bottom)),
    }
    bubble = Shape("speak", box_of((left, top, right, top + high)), "white", "deep", 2.5)
    return boxes, (bubble, _mark(look, left + 0.1, top + 0.02, "field", 96))


def _field(look: Look, free: Edges) -> Composed:
    left, top, right, bottom = free
    boxes = {
        "text": box_of((left + 1.5, top + 0.25, right - 1.0, bottom - 1.1)),
        "by": box_of((left + 1.5, bottom - 1.0, right - 1.9, bottom - 0.25)),
    }
    stripes = tuple(
        Shape("parallelogram", (right - away, bottom - 1.0, 1.0, 1.0), fill, adjust=(("adj", 65000),))
        for away, fill in ((1.65, "field"), (1.05, "sun"))
    )
    return boxes, (Shape("rect", box_of(free), "deep"), *stripes, _mark(look, left + 0.2, top + 0.25, "sun", 130))


def _above_a_rule(look: Look, free: Edges) -> Composed:
    left, top, right, bottom = free
    boxes = {
        "text": box_of((left + 1.4, top + 0.2, right - 1.2, bottom - 1.05)),
        "by": box_of((left + 1.4, bottom - 0.85, right - 1.2, bottom - 0.1)),
    }
    rule = Shape("rect", box_of((left + 1.4, bottom - 0.95, right - 1.2, bottom - 0.935)), "field")
    return boxes, (rule, _mark(look, left + 0.1, top + 0.2, "accent", 130))


SAID = {"primary": _bubble, "junior": _field, "senior": _above_a_rule}
