"""Where our texts and panels stand on a layout of someone else's: title on title, the rest in the free area."""

from collections.abc import Callable
from dataclasses import replace

from slides.composing.longest import height_for
from slides.designs.layouts import Layout, Shape, Slot
from slides.designs.looks import Look
from slides.uploaded.compositions import COMPOSITIONS
from slides.uploaded.moving import Move
from slides.uploaded.openings import CHROME, chrome_of, opening
from slides.uploaded.places import Edges, Room, common, edges, room_of, union
from slides.uploaded.values import SourceLayout

# What of our own slide may be carried over: not the title, not the footer, nothing that bleeds.
WINDOW: Edges = (0.4, 1.5, 12.933, 6.85)
OPENINGS = frozenset({"title", "secHead"})
LEAST_TITLE = 5.0
Contents = tuple[list[Slot], tuple[Shape, ...]]


def placed(layout: Layout, source: SourceLayout, look: Look, cleared: Callable[[Room], Room] | None = None) -> Layout:
    """Our layout on a layout of someone else's; colours are chosen afterwards.

    ``cleared`` may take away from the room what is drawn over.
    """
    room = room_of(source)
    room = _with_room_for_titles(cleared(room) if cleared else room, layout, look)
    if layout.kind in OPENINGS:
        return opening(layout, source, room, look)
    content = [slot for slot in layout.slots if slot.name not in CHROME]
    slots, shapes = _composed(layout.key, content, look, room.free) or _moved(layout, content, room.free)
    return replace(layout, slots=(*chrome_of(layout, room), *slots), shapes=shapes, ground="", chrome=False)


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


def _with_room_for_titles(room: Room, layout: Layout, look: Look) -> Room:
    """A place for titles that is too small for the longest one grows, at the cost of what lies next to it."""
    roomy = room.with_wider_title(LEAST_TITLE)
    return roomy.with_higher_title(height_for(layout.slot("title"), layout.key, look.key, roomy.title[2]))
