"""A design made of an uploaded master: our layouts in its rooms, on its grounds, in its colours and typefaces."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from PIL import Image

from slides.composing.longest import holds_longest
from slides.designs.catalogue import layouts_of
from slides.designs.design import Design
from slides.designs.layouts import Box, Layout, Shape, Slot
from slides.designs.looks import FOOTER_SIZE, Look
from slides.kinds import KINDS
from slides.masters.build import master_parts
from slides.previews.grounds import contrast_on, picture_of
from slides.previews.shapes import drawn, fill
from slides.uploaded.backdrop import Painter
from slides.uploaded.clearing import LEAST, clear_room, clear_words, lower_room
from slides.uploaded.marks import seen
from slides.uploaded.places import Edges, box_of, common, edges, union
from slides.uploaded.placing import OPENINGS, placed
from slides.uploaded.tones import look_of
from slides.uploaded.values import Base, SourceLayout
from slides.uploaded.writing import behind_of, with_media

SHEET = "paper"
# How far a sheet reaches beyond the texts that stand on it, across and down: a line of small print, and a card.
CLOSE, CARD = (0.14, 0.07), (0.3, 0.25)
SPARED, MOSTLY, CORNER = 0.015, 0.7, 0.14
# How wide two digits of a slide number are, in inches, and how much of its row the longest footer takes.
DIGITS, FOOTER_SHARE = 0.2, 0.5
# Where a sheet may lie.
WHOLE: Edges = (0.15, 0.1, 13.183, 7.42)
LINES = frozenset({"ftr", "sldNum"})
WORDLESS = frozenset({"pic", "tbl"})
Mapped = Mapping[str, int]


def kind_of(layout_key: str) -> str:
    """The kind of slide that a layout of ours is for."""
    return max((name for name in KINDS if layout_key == name or layout_key.startswith(f"{name}-")), key=len)


def dressed(base: Base, mapping: Mapped, look_key: str, name: str, mark: str) -> Design:
    """The design of a master in one of our looks.

    ``mapping`` gives for each kind of slide the place of a layout in ``base.layouts``, ``name`` is what people call
    the master and ``mark`` stands for its contents: equal marks, mappings and looks are the same design.
    """
    look, ours = look_of(base, look_key, name), layouts_of(look_key)
    chosen = {key: _source(base, mapping[kind_of(key)], layout) for key, layout in ours.items()}
    grounds = {source: Painter(base.scheme, base.media).layout(source) for source in dict.fromkeys(chosen.values())}
    pictures = {source: picture_of(svg) for source, svg in grounds.items()}
    layouts = {
        key: _standing(layout, look, chosen[key], grounds[chosen[key]], pictures[chosen[key]])
        for key, layout in ours.items()
    }
    behind = {key: behind_of(source) for key, source in chosen.items()}
    parts = with_media(master_parts(look, layouts, (), behind), _used(base, chosen.values()))
    inputs = json.dumps([mark, name, look_key, sorted(mapping.items())])
    key = f"master-{hashlib.sha256(inputs.encode()).hexdigest()[:16]}"
    return Design(key, name, look, layouts, parts, (), {key: grounds[source] for key, source in chosen.items()})


def _source(base: Base, number: int, ours: Layout) -> SourceLayout:
    """The layout that was chosen, or for an opening with a picture its namesake that has a place for one."""
    chosen = base.layouts[number]
    if ours.kind not in OPENINGS or not ours.has("picture") or not chosen.name or chosen.holder("pic"):
        return chosen
    namesakes = (each for each in base.layouts if each.kind == chosen.kind and each.name.startswith(chosen.name))
    return next((each for each in namesakes if each.holder("pic")), chosen)


def _used(base: Base, layouts: Iterable[SourceLayout]) -> dict[str, bytes]:
    """The pictures that these layouts show."""
    shown = "".join(layout.ground + layout.shapes for layout in layouts)
    return {name: data for name, data in base.media.items() if name in shown}


def _standing(ours: Layout, look: Look, source: SourceLayout, ground: str, picture: Image.Image) -> Layout:
    """Our layout on a ground: where its words need a sheet, rather beside what is drawn there, if they have room."""
    layout = readable(placed(ours, source, look), look, source, ground, picture)
    if has_sheets(layout):
        ways = (readable(other, look, source, ground, picture) for other in _others(ours, look, source, picture))
        layout = next((way for way in ways if not has_sheets(way) and holds_longest(way, look.key)), layout)
    return seen(layout, look, ground)


def _others(ours: Layout, look: Look, source: SourceLayout, picture: Image.Image) -> Iterator[Layout]:
    """Our layout clear of what is drawn on a ground: beside it, or below it."""
    wanted = source.title.colour if source.title else ""
    if ours.kind in OPENINGS:
        yield clear_words(placed(ours, source, look), picture, look, wanted)
        return
    for clear in (clear_room, lower_room):
        yield placed(ours, source, look, lambda room, clear=clear: clear(room, picture, look, wanted))


def has_sheets(layout: Layout) -> bool:
    """Whether a pale sheet lies between the ground and the words of a layout."""
    return any(shape.fill == SHEET for shape in layout.shapes)


@dataclass(frozen=True)
class Eye:
    """Looks at a layout before any text stands on it."""

    look: Look
    picture: Image.Image
    shapes: tuple[Shape, ...]

    def contrast(self, slot: Slot, colour: str) -> float:
        """How well a named colour stands apart where the text of a slot will stand."""
        stands = stand(slot)
        box = _on_a_panel(stands, self.shapes) or stands
        return contrast_on(self.picture, box, fill(self.look, colour).lstrip("#"), SPARED)


def stand(slot: Slot) -> Box:
    """Where the words of a slot may stand: one small line in its middle, a large numeral well inside, or anywhere."""
    left, top, wide, high = slot.box
    if slot.style == "numeral":
        return (left + (wide / 4 if slot.align == "ctr" else 0), top + high / 4, wide / 2, high / 2)
    if slot.kind not in LINES:
        return slot.box
    tall = FOOTER_SIZE / 72
    start, inside = ((wide - DIGITS) / 2, DIGITS) if slot.kind == "sldNum" else (0, wide * FOOTER_SHARE)
    return left + start, top + (high - tall) / 2, inside, tall


def _on_a_panel(box: Box, shapes: Iterable[Shape]) -> Box | None:
    """The middle of the panel that a text stands on: its slanted or rounded corners hold no letters."""
    for shape in reversed(tuple(shapes)):
        shared = common(edges(box), edges(shape.box)) if shape.fill else None
        if shared and (shared[2] - shared[0]) * (shared[3] - shared[1]) > MOSTLY * box[2] * box[3]:
            across, down = (shared[2] - shared[0]) * CORNER, (shared[3] - shared[1]) * CORNER
            return box_of((shared[0] + across, shared[1] + down, shared[2] - across, shared[3] - down))
    return None


def readable(layout: Layout, look: Look, source: SourceLayout, ground: str, picture: Image.Image) -> Layout:
    """The layout with a colour for every text that can be read there, on a pale sheet where none can."""
    wanted = source.title.colour if source.title else ""

    def coloured(shapes: tuple[Shape, ...]) -> tuple[list[Slot], list[Slot]]:
        svg = ground + "".join(drawn(shape, look) for shape in shapes)
        eye = Eye(look, picture_of(svg) if shapes else picture, shapes)
        slots = [_coloured(slot, eye, wanted) for slot in layout.slots]
        words = [slot for slot in slots if slot.kind not in WORDLESS]
        return slots, [slot for slot in words if eye.contrast(slot, slot.colour) < LEAST]

    slots, unclear = coloured(layout.shapes)
    if not unclear:
        return replace(layout, slots=tuple(slots))
    shapes = (*_sheets(unclear, layout), *layout.shapes)
    return replace(layout, slots=tuple(coloured(shapes)[0]), shapes=shapes)


def _coloured(slot: Slot, eye: Eye, wanted: str) -> Slot:
    """A slot in the first colour that can be read there: the master's own for titles, ours, dark, light."""
    if slot.kind in WORDLESS:
        return slot
    if slot.kind == "chart":
        return replace(slot, colour="ink")
    names = [*([wanted] if slot.name == "title" and wanted else []), slot.colour, "ink", "white"]
    clear = next((name for name in names if eye.contrast(slot, name) >= LEAST), "")
    return replace(slot, colour=clear or max(names[-2:], key=lambda name: eye.contrast(slot, name)))


def _sheets(unclear: list[Slot], layout: Layout) -> tuple[Shape, ...]:
    """A pale sheet under each row in which something cannot be read."""
    wrong = {slot.name for slot in unclear}
    opens = layout.kind in OPENINGS
    return tuple(
        _sheet(union([edges(slot.box) for slot in row]), CARD if opens and row[0].kind not in LINES else CLOSE)
        for row in _rows(layout)
        if wrong & {slot.name for slot in row}
    )


def _rows(layout: Layout) -> list[list[Slot]]:
    """The title, the last row, everything else; what opens a lesson has all its words on one sheet."""
    title = [slot for slot in layout.slots if slot.name == "title"]
    last = [slot for slot in layout.slots if slot.kind in LINES]
    rest = [slot for slot in layout.slots if slot not in title and slot not in last]
    if layout.kind in OPENINGS:
        title, rest = [], [*title, *(slot for slot in rest if slot.kind not in WORDLESS)]
    return [row for row in (title, last, rest) if row]


def _sheet(rim: Edges, beyond: tuple[float, float]) -> Shape:
    across, down = beyond
    grown = (rim[0] - across, rim[1] - down, rim[2] + across, rim[3] + down)
    return Shape("rect", box_of(common(grown, WHOLE) or rim), SHEET)
