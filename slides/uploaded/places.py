"""The room that a layout of someone else's leaves: for the title, for everything else, for footer and number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from slides.designs.layouts import FULL, LEFT, RIGHT, WIDTH, Box, Shape
from slides.uploaded.values import Holder, SourceLayout

# Edges of a rectangle: left, top, right, bottom.
Edges = tuple[float, float, float, float]
# Where the slots of a composition stand, and what is drawn behind them, the lowest first.
Composed = tuple[dict[str, Box], tuple[Shape, ...]]
SLIDE: Edges = (0.35, 0.35, 12.983, 7.0)
OUR_TITLE: Box = (LEFT, 0.42, FULL, 1.0)
FOOTER_HEIGHT, TAG, GAP = 0.34, 0.56, 0.12
LEAST_WIDE, LEAST_HIGH = 8.0, 3.6


def edges(box: Box) -> Edges:
    """The edges of a box."""
    return box[0], box[1], box[0] + box[2], box[1] + box[3]


def box_of(rim: Edges) -> Box:
    """The box between edges."""
    return tuple(round(each, 4) for each in (rim[0], rim[1], max(rim[2] - rim[0], 0.01), max(rim[3] - rim[1], 0.01)))


def union(rims: Iterable[Edges]) -> Edges:
    """The rectangle around rectangles."""
    lefts, tops, rights, bottoms = zip(*rims, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def common(one: Edges, other: Edges) -> Edges | None:
    """What two rectangles have in common, if it is more than a line."""
    found = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return found if found[2] - found[0] > 0.02 and found[3] - found[1] > 0.02 else None


@dataclass(frozen=True)
class Room:
    """The room that a layout of someone else's leaves: for the title, for everything else, for footer and number."""

    title: Box
    align: str
    free: Edges
    footer: Box
    number: Box

    @property
    def is_wide(self) -> bool:
        """Whether a slide with a title on top and something below has room here."""
        wide, high = self.free[2] - self.free[0], self.free[3] - self.free[1]
        return wide >= LEAST_WIDE and high >= LEAST_HIGH and self.title[2] >= 4

    def with_wider_title(self, wide: float) -> "Room":
        """The room whose title is at least so wide, on the slide."""
        left, top, own, high = self.title
        if own >= wide:
            return self
        start = {"l": left, "ctr": left - (wide - own) / 2, "r": left - (wide - own)}[self.align]
        return replace(self, title=(max(min(start, SLIDE[2] - wide), SLIDE[0]), top, wide, high))

    def with_higher_title(self, high: float) -> "Room":
        """The room whose title is at least so high; what lies next to it begins later, or ends sooner."""
        left, top, wide, own = self.title
        if own >= high:
            return self
        start = round(max(min(top - (high - own) / 2, SLIDE[3] - high), min(top, SLIDE[1])), 4)
        free, middle = self.free, top + own / 2
        if free[1] >= middle:
            free = (free[0], max(free[1], start + high + GAP), free[2], free[3])
        elif free[3] <= middle:
            free = (free[0], free[1], free[2], min(free[3], start - GAP))
        return replace(self, title=(left, start, wide, high), free=free)


def room_of(source: SourceLayout) -> Room:
    """Read the room from the places of a layout; where it has none, ours are as good."""
    title = source.title
    head = edges(title.box) if title else edges(OUR_TITLE)
    number, footer = _below(source)
    limit = min(7.05, footer[1] - 0.06 if footer[1] > 5.5 else 7.05)
    bodies = [edges(holder.box) for holder in source.bodies]
    below = head[3] + GAP
    if title and head[1] > 3.4 and head[1] > 7.5 - head[3]:
        free = (head[0], min([0.6, *(rim[1] for rim in bodies)]), head[2], head[1] - GAP)
    elif bodies and union(bodies)[3] - below > 0.5:
        around = union(bodies)
        free = (around[0], max(around[1], below), around[2], min(around[3], limit))
    else:
        free = (LEFT if not title else head[0], below, RIGHT if not title else head[2], min(6.75, limit))
    return Room(box_of(head), title.align if title else "l", _stretched(free, head, limit), footer, number)


def _stretched(free: Edges, head: Edges, limit: float) -> Edges:
    """Room that was meant for half a slide is stretched to what the title and the footer leave."""
    left, top, right, bottom = free
    if bottom - top < LEAST_HIGH and head[3] < top:
        top, bottom = head[3] + GAP, limit
    if right - left < LEAST_WIDE:
        left, right = min(left, head[0], LEFT), max(right, head[2], RIGHT)
    return max(left, SLIDE[0]), max(top, SLIDE[1]), min(right, SLIDE[2]), min(bottom, 7.05)


def _below(source: SourceLayout) -> tuple[Box, Box]:
    """The slide number where it was, and the footer beside it as wide as the row allows."""
    number, footer = source.holder("sldNum"), source.holder("ftr", "dt")
    row = _row(footer or number)
    left, _, wide, _ = number.box if number else (LEFT, row, TAG, FOOTER_HEIGHT)
    if left + wide / 2 > WIDTH / 2:
        left = min(left + wide, SLIDE[2]) - TAG
        return (left, row, TAG, FOOTER_HEIGHT), (LEFT, row, left - 0.15 - LEFT, FOOTER_HEIGHT)
    start = max(left + TAG + 0.12, LEFT)
    return (left, row, TAG, FOOTER_HEIGHT), (start, row, RIGHT - start, FOOTER_HEIGHT)


def _row(holder: Holder | None) -> float:
    """How high the row of footer and number stands; in the middle of its place, if that is higher."""
    if holder is None or holder.box[1] < 5.5:
        return 6.98
    return min(holder.box[1] + max(holder.box[3] - FOOTER_HEIGHT, 0) / 2, 7.45 - FOOTER_HEIGHT)
