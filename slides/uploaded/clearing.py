"""Words kept clear of what a master has drawn: a narrower place beside a crest, rather than a sheet over it."""

from collections.abc import Iterable
from dataclasses import replace

from PIL import Image

from slides.designs.layouts import Layout, Slot
from slides.designs.looks import Look
from slides.previews.grounds import contrast_on
from slides.previews.shapes import fill
from slides.uploaded.places import LEAST_HIGH, Edges, Room, box_of, edges

LEAST = 4.5
STEP, SPARED = 0.1, 0.02
# Of the width that a text had, it keeps at least so much, or this many inches, or stays; it keeps this far off.
KEPT, NARROWEST, AWAY = 0.5, 3.4, 0.12
# Timelines and the names of laws need this much, in English.
LEAST_WIDE = 9.6
WORDLESS = frozenset({"pic", "tbl", "chart", "ftr", "sldNum"})


def clear_room(room: Room, picture: Image.Image, look: Look, wanted: str) -> Room:
    """The room beside what is drawn in it; as it was where too little of it is left."""
    title = _widest(picture, edges(room.title), _digits(look, (wanted, "ink", "white")))
    free = _widest(picture, room.free, _digits(look, ("ink", "white")))
    if free[2] - free[0] < LEAST_WIDE or free[3] - free[1] < LEAST_HIGH:
        free = room.free
    return replace(room, title=box_of(title) if _is_enough(title, edges(room.title)) else room.title, free=free)


def lower_room(room: Room, picture: Image.Image, look: Look, wanted: str) -> Room:
    """The room below what is drawn at its top, as wide as it was; the title stands beside it."""
    left, _top, right, bottom = room.free
    start = min(_clear_from(picture, room.free, colour) for colour in _digits(look, ("ink", "white")))
    free = (left, start, right, bottom) if bottom - start >= LEAST_HIGH else room.free
    return replace(clear_room(room, picture, look, wanted), free=free)


def _clear_from(picture: Image.Image, rim: Edges, colour: str) -> float:
    """From where on downwards a colour can be read across a whole rectangle."""
    left, top, right, bottom = rim
    count = max(round((bottom - top) / STEP), 1)
    each = (bottom - top) / count
    rows = [(left, top + at * each, right - left, each) for at in range(count)]
    first = next((at for at in range(count, 0, -1) if contrast_on(picture, rows[at - 1], colour, SPARED) < LEAST), 0)
    return top + first * each + (AWAY if first else 0)


def clear_words(layout: Layout, picture: Image.Image, look: Look, wanted: str) -> Layout:
    """A cover or a section whose words, all of one column, end before what is drawn beside them."""
    words = [slot for slot in layout.slots if slot.kind not in WORDLESS or slot.kind == "ftr"]
    spans = {slot.name: _kept(slot, picture, _digits(look, (wanted, slot.colour, "ink", "white"))) for slot in words}

    def beside(slot: Slot) -> Slot:
        own = edges(slot.box)[::2]
        column = [spans[each.name] for each in words if _line(each) == _line(slot) and _counts(each, spans[each.name])]
        left, right = max([own[0], *(span[0] for span in column)]), min([own[1], *(span[1] for span in column)])
        return replace(slot, box=(left, slot.box[1], round(right - left, 4), slot.box[3]))

    return replace(layout, slots=tuple(beside(slot) if slot in words else slot for slot in layout.slots))


def _line(slot: Slot) -> tuple[str, float]:
    """The line that the words of a column stand at: its edge, or its middle."""
    left, _, wide, _ = slot.box
    return slot.align, round(left + {"l": 0.0, "ctr": wide / 2, "r": wide}[slot.align], 2)


def _counts(slot: Slot, span: tuple[float, float]) -> bool:
    """Whether others follow the words of a slot: where they had to give way, and always where all stand centred."""
    return slot.align == "ctr" or span != edges(slot.box)[::2]


def _kept(slot: Slot, picture: Image.Image, colours: list[str]) -> tuple[float, float]:
    """From where to where the words of a slot may go; they still begin, or end, where they did."""
    rim = edges(slot.box)
    found = _widest(picture, rim, colours, slot.align)
    kept = found if _is_enough(found, rim) else rim
    return kept[0], kept[2]


def _digits(look: Look, names: Iterable[str]) -> list[str]:
    """The six digits of named colours, each once."""
    return list(dict.fromkeys(fill(look, name).lstrip("#") for name in names if name))


def _is_enough(found: Edges, rim: Edges) -> bool:
    return found[2] - found[0] >= min(KEPT * (rim[2] - rim[0]), NARROWEST)


def _widest(picture: Image.Image, rim: Edges, colours: Iterable[str], align: str = "ctr") -> Edges:
    """The widest part of a rectangle in which one of these colours can be read from top to bottom."""
    return max((_clear_part(picture, rim, colour, align) for colour in colours), key=lambda part: part[2] - part[0])


def _clear_part(picture: Image.Image, rim: Edges, colour: str, align: str) -> Edges:
    left, top, right, bottom = rim
    count = max(round((right - left) / STEP), 1)
    each = (right - left) / count
    columns = [(left + at * each, top, each, bottom - top) for at in range(count)]
    clear = [contrast_on(picture, column, colour, SPARED) >= LEAST for column in columns]
    first, last = _longest_run(clear, align)
    return (
        left + first * each + (AWAY if first else 0),
        top,
        right if last == count else left + last * each - AWAY,
        bottom,
    )


def _longest_run(clear: list[bool], align: str) -> tuple[int, int]:
    """Where the longest run begins and ends; for words set to one side, the run that touches that side."""
    runs, start = [(0, 0)], 0
    for at, is_clear in enumerate((*clear, False)):
        if not is_clear:
            runs.append((start, at))
            start = at + 1
    if align == "l":
        runs = [run for run in runs if run[0] == 0]
    elif align == "r":
        runs = [run for run in runs if run[1] == len(clear)] or [(0, 0)]
    return max(runs, key=lambda run: run[1] - run[0])
