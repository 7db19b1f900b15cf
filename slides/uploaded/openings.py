"""Covers and sections on a layout of someone else's: the words in one column, each with the height that it needs."""

from dataclasses import replace
from itertools import pairwise

from slides.composing.longest import height_for
from slides.designs.layouts import LEFT, RIGHT, Layout, Slot
from slides.designs.looks import Look
from slides.uploaded.moving import Move
from slides.uploaded.places import GAP, SLIDE, Edges, Room, common, edges, union
from slides.uploaded.values import SourceLayout

CHROME = frozenset({"title", "footer", "number"})
LOWEST_HEAD = 4.6
# What stands in a column begins at one edge, give or take; four names and one large numeral need these heights.
SAME_EDGE = 0.3
LEAST_HIGH = {"facts": 1.45, "numeral": 1.85}


def chrome_of(layout: Layout, room: Room) -> list[Slot]:
    """Title, footer and number where the other master has them."""
    boxes = {"title": room.title, "footer": room.footer, "number": room.number}
    found = [replace(slot, box=boxes[slot.name]) for slot in layout.slots if slot.name in CHROME]
    return [replace(slot, align=room.align, anchor="ctr") if slot.name == "title" else slot for slot in found]


def opening(layout: Layout, source: SourceLayout, room: Room, look: Look) -> Layout:
    """Covers and sections keep nothing of our own ground: the other master brings its own."""
    head, kept = edges(room.title), chrome_of(layout, room)
    content = [slot for slot in layout.slots if slot.name not in CHROME]
    if not layout.has("picture") and not layout.has("numeral") and head[3] < LOWEST_HEAD:
        below = [edges(holder.box) for holder in source.bodies if holder.box[1] >= head[3] - 0.3]
        left, right = _span(head, below)
        free = (left, head[3] + GAP, right, min(max([6.6, *(rim[3] for rim in below)]), 7.0))
        content = [replace(slot, align=room.align) for slot in content]
    else:
        free = _around(head, source, room)
        title = next(slot for slot in kept if slot.name == "title")
        kept = [slot for slot in kept if slot is not title]
        in_places = _in_its_places(content, source)
        if in_places:
            return _laid(layout, kept, _settled([title, *in_places], layout.key, look))
        content = [next(slot for slot in layout.slots if slot.name == "title"), *content]
    rims = [common(edges(slot.box), SLIDE) or edges(slot.box) for slot in content]
    move = Move(union(rims), free)
    moved = [replace(slot, box=move.slot(slot, rim)) for slot, rim in zip(content, rims, strict=True)]
    if all(slot.align == "ctr" for slot in moved):
        moved = [replace(slot, box=(free[0], slot.box[1], free[2] - free[0], slot.box[3])) for slot in moved]
    return _laid(layout, kept, _settled(moved, layout.key, look))


def _laid(layout: Layout, kept: list[Slot], slots: list[Slot]) -> Layout:
    """The layout with these slots in the order of reading, and nothing of our own behind them."""
    order = sorted((*kept, *slots), key=lambda slot: (slot.name != "title", slot.name in CHROME))
    return replace(layout, slots=tuple(order), shapes=(), ground="", chrome=False)


def _in_its_places(content: list[Slot], source: SourceLayout) -> list[Slot]:
    """Words and picture where a layout has a place for each of them; nothing where it lacks one."""
    picture = source.holder("pic")
    others = sorted((each.box for each in source.bodies if each.kind != "pic"), key=lambda box: box[1])
    words = [slot for slot in content if slot.kind != "pic"]
    if picture is None or source.title is None or len(words) == len(content) or len(others) < len(words):
        return []
    boxes = dict(zip((slot.name for slot in words), others, strict=False))
    return [replace(slot, box=boxes.get(slot.name, picture.box)) for slot in content]


def _span(head: Edges, below: list[Edges]) -> tuple[float, float]:
    rim = union(below) if below else head
    return (rim[0], rim[2]) if rim[2] - rim[0] > 5 else (min(head[0], LEFT), max(head[2], RIGHT))


def _around(head: Edges, source: SourceLayout, room: Room) -> Edges:
    """What a layout gives to words and a picture: its places, and nearly all of the slide at least."""
    around = union([head, *(edges(holder.box) for holder in source.bodies)])
    bottom = min(max(around[3], 6.5), room.footer[1] - 0.1)
    return min(around[0], 0.9), min(around[1], 1.2), max(around[2], 12.43), bottom


def _settled(slots: list[Slot], key: str, look: Look) -> list[Slot]:
    """The words of an opening in their column: whoever has height to spare gives it to who lacks it."""
    words = sorted((slot for slot in slots if slot.kind != "pic"), key=lambda slot: slot.box[1])
    column = [slot for slot in words if abs(slot.box[0] - words[0].box[0]) < SAME_EDGE]
    needs = [LEAST_HIGH.get(slot.name) or height_for(slot, key, look.key, slot.box[2]) for slot in column]
    spare = [slot.box[3] - need for slot, need in zip(column, needs, strict=True)]
    lacking, given = -sum(min(each, 0) for each in spare), sum(max(each, 0) for each in spare)
    if not lacking:
        return slots
    share = min(lacking / given, 1) if given else 0
    heights = [need + each * (1 - share) if each > 0 else need for need, each in zip(needs, spare, strict=True)]
    gaps = [low.box[1] - high.box[1] - high.box[3] for high, low in pairwise(column)]
    boxes, top = {}, column[0].box[1]
    for slot, high, gap in zip(column, heights, (*gaps, 0.0), strict=True):
        boxes[slot.name] = (slot.box[0], round(top, 4), slot.box[2], round(high, 4))
        top += high + gap
    return [replace(slot, box=boxes.get(slot.name, slot.box)) for slot in slots]
