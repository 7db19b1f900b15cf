"""Where our texts and panels stand on a layout of someone else's: title on title, the rest in the free area."""

from dataclasses import dataclass, replace

from slides.layouts import LEFT, RIGHT, Box, Layout, Shape, Slot
from slides.looks import Look
from slides.uploaded.compositions import COMPOSITIONS
from slides.uploaded.places import GAP, SLIDE, Edges, Room, box_of, common, edges, room_of, union
from slides.uploaded.values import SourceLayout

# What of our own slide may be carried over: not the title, not the footer, nothing that bleeds.
WINDOW: Edges = (0.4, 1.5, 12.933, 6.85)
OPENINGS = frozenset({"title", "secHead"})
ROUND = frozenset({"ellipse", "check", "mathMultiply", "icon"})
CHROME = frozenset({"title", "footer", "number"})
LOWEST_HEAD = 4.6
ONE_LINE = (0.3, 0.8)
Contents = tuple[list[Slot], tuple[Shape, ...]]


def placed(layout: Layout, source: SourceLayout, look: Look) -> Layout:
    """Our layout on a layout of someone else's; colours are chosen afterwards."""
    room = room_of(source)
    if layout.kind in OPENINGS:
        return _opening(layout, source, room)
    content = [slot for slot in layout.slots if slot.name not in CHROME]
    slots, shapes = _composed(layout.key, content, look, room.free) or _moved(layout, content, room.free)
    return replace(layout, slots=(*_chrome(layout, room), *slots), shapes=shapes, ground="", chrome=False)


def _composed(key: str, content: list[Slot], look: Look, free: Edges) -> Contents | None:
    """What has a composition of its own for the room of another master."""
    if key not in COMPOSITIONS:
        return None
    boxes, shapes = COMPOSITIONS[key](look, free)
    return [replace(slot, box=boxes[slot.name]) for slot in content], shapes


def _moved(layout: Layout, content: list[Slot], free: Edges) -> Contents:
    """What is stretched into the room as it is; nothing of it bleeds any more."""
    rims = [common(edges(slot.box), WINDOW) for slot in content]
    shapes = [(shape, common(edges(shape.box), WINDOW)) for shape in layout.shapes]
    move = Move(union([rim for rim in (*rims, *(rim for _, rim in shapes)) if rim]), free)
    slots = [replace(slot, box=move.slot(slot, rim)) for slot, rim in zip(content, rims, strict=True) if rim]
    return slots, tuple(move.shape(shape, rim) for shape, rim in shapes if rim)


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
