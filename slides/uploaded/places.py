"""Where our texts and panels stand on a layout of someone else's: title on title, the rest in the free area."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from slides.layouts import FULL, LEFT, RIGHT, WIDTH, Box, Layout, Shape, Slot
from slides.uploaded.values import Holder, SourceLayout

# Edges of a rectangle: left, top, right, bottom.
Edges = tuple[float, float, float, float]
# What of our own slide may be carried over: not the title, not the footer, nothing that bleeds.
WINDOW: Edges = (0.4, 1.5, 12.933, 6.85)
SLIDE: Edges = (0.35, 0.35, 12.983, 7.0)
OUR_TITLE: Box = (LEFT, 0.42, FULL, 1.0)
ROUND = frozenset({"ellipse", "check", "mathMultiply"})
OPENINGS = ("cover", "section")
CHROME = frozenset({"title", "footer", "number"})
FOOTER_HEIGHT, TAG, GAP = 0.34, 0.56, 0.12
LEAST_WIDE, LEAST_HIGH, LOWEST_HEAD = 8.0, 3.6, 4.6
ONE_LINE = (0.3, 0.8)


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
    start = max(left + TAG + 0.06, LEFT)
    return (left, row, TAG, FOOTER_HEIGHT), (start, row, RIGHT - start, FOOTER_HEIGHT)


def _row(holder: Holder | None) -> float:
    """How high the row of footer and number stands; in the middle of its place, if that is higher."""
    if holder is None or holder.box[1] < 5.5:
        return 6.98
    return min(holder.box[1] + max(holder.box[3] - FOOTER_HEIGHT, 0) / 2, 7.45 - FOOTER_HEIGHT)


def placed(layout: Layout, source: SourceLayout) -> Layout:
    """Our layout on a layout of someone else's; colours are chosen afterwards."""
    room = room_of(source)
    if layout.key.startswith(OPENINGS):
        return _opening(layout, source, room)
    content = [slot for slot in layout.slots if slot.name not in CHROME]
    rims = [common(edges(slot.box), WINDOW) for slot in content]
    shapes = [(shape, common(edges(shape.box), WINDOW)) for shape in layout.shapes]
    frame = union([rim for rim in (*rims, *(rim for _, rim in shapes)) if rim])
    move = Move(frame, room.free)
    slots = [replace(slot, box=move.slot(slot, rim)) for slot, rim in zip(content, rims, strict=True) if rim]
    moved = tuple(move.shape(shape, rim) for shape, rim in shapes if rim)
    return replace(layout, slots=(*_chrome(layout, room), *slots), shapes=moved, ground="", chrome=False)


def _chrome(layout: Layout, room: Room) -> list[Slot]:
    """Title, footer and number where the other master has them."""
    boxes = {"title": room.title, "footer": room.footer, "number": room.number}
    found = [replace(slot, box=boxes[slot.name]) for slot in layout.slots if slot.name in CHROME]
    return [replace(slot, align=room.align, anchor="ctr") if slot.name == "title" else slot for slot in found]


def _opening(layout: Layout, source: SourceLayout, room: Room) -> Layout:
    """Covers and sections keep nothing of our own ground: the other master brings its own."""
    head, kept = edges(room.title), _chrome(layout, room)
    content = [slot for slot in layout.slots if slot.name not in CHROME]
    if not layout.has("picture") and not layout.has("numeral") and head[3] < LOWEST_HEAD:
        below = [edges(holder.box) for holder in source.bodies if holder.box[1] >= head[3] - 0.3]
        left, right = _span(head, below)
        free = (left, head[3] + GAP, right, min(max([6.6, *(rim[3] for rim in below)]), 7.0))
        content = [replace(slot, align=room.align) for slot in content]
    else:
        around = union([head, *(edges(holder.box) for holder in source.bodies)])
        free = (
            min(around[0], 0.9),
            min(around[1], 1.2),
            max(around[2], 12.43),
            min(max(around[3], 6.5), room.footer[1] - 0.1),
        )
        title = next(slot for slot in layout.slots if slot.name == "title")
        content, kept = [title, *content], [slot for slot in kept if slot.name != "title"]
    rims = [common(edges(slot.box), SLIDE) or edges(slot.box) for slot in content]
    move = Move(union(rims), free)
    slots = [replace(slot, box=move.slot(slot, rim)) for slot, rim in zip(content, rims, strict=True)]
    order = sorted((*kept, *slots), key=lambda slot: (slot.name != "title", slot.name in CHROME))
    return replace(layout, slots=tuple(order), shapes=(), ground="", chrome=False)


def _span(head: Edges, below: list[Edges]) -> tuple[float, float]:
    rim = union(below) if below else head
    return (rim[0], rim[2]) if rim[2] - rim[0] > 5 else (min(head[0], LEFT), max(head[2], RIGHT))


@dataclass(frozen=True)
class Move:
    """From a rectangle of ours into one of someone else's: stretched, but circles stay round."""

    frame: Edges
    free: Edges

    @property
    def scales(self) -> tuple[float, float]:
        """How much wider and how much higher things become."""
        across = (self.free[2] - self.free[0]) / (self.frame[2] - self.frame[0])
        return across, (self.free[3] - self.free[1]) / (self.frame[3] - self.frame[1])

    def rim(self, rim: Edges) -> Edges:
        """Where a rectangle comes to lie; what holds one line of text stays as high as that line."""
        across, down = self.scales
        left, right = (self.free[0] + (edge - self.frame[0]) * across for edge in (rim[0], rim[2]))
        top, bottom = (self.free[1] + (edge - self.frame[1]) * down for edge in (rim[1], rim[3]))
        if ONE_LINE[0] <= rim[3] - rim[1] <= ONE_LINE[1]:
            grown = max(0.0, (rim[3] - rim[1]) - (bottom - top)) / 2
            top, bottom = top - grown, bottom + grown
        return left, top, right, bottom

    def slot(self, slot: Slot, rim: Edges) -> Box:
        """The box of a slot; a square picture, which is a code to be scanned, stays square."""
        square = slot.kind == "pic" and abs(slot.box[2] - slot.box[3]) < 0.05
        return box_of(self._undistorted(rim) if square else self.rim(rim))

    def shape(self, shape: Shape, rim: Edges) -> Shape:
        """A shape with its letter or numeral."""
        whole = rim == edges(shape.box)
        is_round = whole and (shape.geometry in ROUND or (shape.text and not shape.fill))
        size = max(8, round(shape.size * min(*self.scales, 1.0)))
        return replace(shape, box=box_of(self._undistorted(rim) if is_round else self.rim(rim)), size=size)

    def _undistorted(self, rim: Edges) -> Edges:
        left, top, right, bottom = self.rim(rim)
        scale = min(self.scales)
        across, down = (rim[2] - rim[0]) * scale / 2, (rim[3] - rim[1]) * scale / 2
        middle, centre = (left + right) / 2, (top + bottom) / 2
        return middle - across, centre - down, middle + across, centre + down
