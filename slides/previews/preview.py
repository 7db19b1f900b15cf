"""Show pages as SVG without an office suite: the same layouts, colours, sizes and line breaks as in the deck."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from slides.composing.deck import Chart, Deck, Page, Text
from slides.composing.fit import HANGING, LINE, Block
from slides.designs.design import Design
from slides.designs.layouts import HEIGHT, WIDTH, Box, Layout, Shape, Slot
from slides.designs.looks import FOOTER_SIZE, Look
from slides.pptx.deck_file import Studio
from slides.pptx.pictures import qr_png, scene_svg
from slides.pptx.tables import SIDE, cell_colours, column_sides, column_widths, spread_heights, table_box, table_size
from slides.previews.shapes import PIXELS, drawn, fill, lettering, outlined, pixels
from slides.words import EMPHASIS, clean, plain

CHINESE_FONTS = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC'"
FONTS = {"zh": f"{CHINESE_FONTS}, Arial, sans-serif", "en": f"Arial, {CHINESE_FONTS}, sans-serif"}
POINT = PIXELS / 72
ANCHORS = {"l": ("start", 0.0), "ctr": ("middle", 0.5), "r": ("end", 1.0)}


@dataclass(frozen=True)
class Preview:
    """One page as a picture and as words: its title, its SVG and the speaker's notes."""

    title: str
    svg: str
    notes: tuple[str, ...]


def previews(deck: Deck, studio: Studio) -> tuple[Preview, ...]:
    """A preview of every page of a deck."""
    return tuple(
        Preview(plain(page.title), page_svg(page, deck, number, studio), page.notes)
        for number, page in enumerate(deck.pages, 1)
    )


def page_svg(page: Page, deck: Deck, number: int, studio: Studio) -> str:
    """One page as an SVG file that stands alone."""
    layout = deck.design.layouts[page.layout]
    ground = ground_svg(deck.design, layout)
    body = "".join(_slot(slot, page, deck, number, studio) for slot in layout.slots)
    size = f'viewBox="0 0 {round(WIDTH * PIXELS)} {round(HEIGHT * PIXELS)}"'
    title = f"<title>{escape(clean(plain(page.title)))}</title>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS[deck.lang]}">{title}{ground}{body}</svg>'
    )


def ground_svg(design: Design, layout: Layout) -> str:
    """What stands behind the texts of a layout: the master's own picture or a plain ground, and the drawn shapes."""
    plain_ground = f'<rect width="100%" height="100%" fill="{fill(design.look, layout.ground or "ground")}"/>'
    shapes = "".join(drawn(shape, design.look) for shape in design.behind(layout))
    return design.backdrops.get(layout.key, plain_ground) + shapes


def _slot(slot: Slot, page: Page, deck: Deck, number: int, studio: Studio) -> str:
    look = deck.design.look
    if slot.kind == "pic":
        return _picture(slot, page, look, studio) if page.picture else ""
    if slot.kind == "chart":
        return _chart(slot.box, page.chart, look)
    if slot.kind == "tbl":
        return _table(slot, page, deck)
    if slot.kind == "sldNum":
        return _text(Text("number", (str(number),), size=FOOTER_SIZE, marked=False), slot, look)
    if slot.kind == "ftr":
        return _text(Text("footer", (page.footer,), size=FOOTER_SIZE, marked=False), slot, look)
    text = page.text(slot.name)
    return _own_ground(text, slot, look) + _text(text, slot, look) if text else ""


def _own_ground(text: Text, slot: Slot, look: Look) -> str:
    if not text.fill:
        return ""
    return f'<{outlined(slot.outline, slot.box, slot.adjust)} fill="{fill(look, text.fill)}"/>'


def _text(text: Text, slot: Slot, look: Look) -> str:
    """The lines of a text where the deck will have them."""
    left, top, wide, high = (inches * 72 for inches in slot.box)
    size, pitch = text.size, text.size * LINE * slot.pitch / 100
    paragraphs = [clean(words) for words in text.paragraphs]
    blocks = Block(tuple(paragraphs), slot).lines(size)
    needed = sum(map(len, blocks)) * pitch + slot.gap * (len(blocks) - 1)
    at = top + {"t": 0.0, "ctr": (high - needed) / 2, "b": high - needed}[slot.anchor]
    anchor, share = ANCHORS[slot.align]
    indent = round(size * HANGING) if slot.bullet else 0
    x = left + slot.inset * 72 + indent + (wide - 2 * slot.inset * 72) * share
    rows = []
    for words, lines in zip(paragraphs, blocks, strict=True):
        if slot.bullet:
            rows.append(_bullet(slot, look, x - indent, at + pitch / 2, size))
        for line in _marked_lines(words, lines, marked=text.marked):
            rows.append(
                f'<text x="{x * POINT:.1f}" '
                f'y="{(at + pitch / 2 + size * 0.36) * POINT:.1f}">{_spans(line, look, text)}</text>'
            )
            at += pitch
        at += slot.gap
    weight = f" {lettering(slot.face)}" if slot.bold or text.fill or slot.face else ""
    colour = fill(look, text.colour or slot.colour)
    return f'<g font-size="{size * POINT:.1f}" fill="{colour}" text-anchor="{anchor}"{weight}>{"".join(rows)}</g>'


def _bullet(slot: Slot, look: Look, x: float, middle: float, size: int) -> str:
    colour = fill(look, {"✓": "right", "✗": "wrong"}.get(slot.bullet, "accent"))
    small = size * (0.7 if slot.bullet == "■" else 1)
    return (
        f'<text x="{x * POINT:.1f}" y="{(middle + small * 0.36) * POINT:.1f}" font-size="{small * POINT:.1f}" '
        f'fill="{colour}">{slot.bullet}</text>'
    )


def _marked_lines(words: str, lines: tuple[str, ...], *, marked: bool) -> Iterator[list[tuple[str, bool]]]:
    """Give each line as stretches of plain and strong text."""
    pieces = EMPHASIS.split(words) if marked else [words]
    letters = [(letter, number % 2 == 1) for number, piece in enumerate(pieces) for letter in piece]
    for line in lines:
        while letters and line and letters[0][0] != line[0] and letters[0][0].isspace():
            letters.pop(0)
        taken, letters = letters[: len(line)], letters[len(line) :]
        stretches: list[tuple[str, bool]] = []
        for letter, strong in taken:
            if stretches and stretches[-1][1] == strong:
                stretches[-1] = (stretches[-1][0] + letter, strong)
            else:
                stretches.append((letter, strong))
        yield stretches


def _spans(line: list[tuple[str, bool]], look: Look, text: Text) -> str:
    colour = "" if text.colour else f' fill="{fill(look, "accent")}"'
    return "".join(
        f'<tspan font-weight="700"{colour}>{escape(words)}</tspan>' if strong else escape(words)
        for words, strong in line
    )


def _picture(slot: Slot, page: Page, look: Look, studio: Studio) -> str:
    left, top, wide, high = pixels(slot.box)
    place = f'x="{left}" y="{top}" width="{wide}" height="{high}"'
    if page.picture.address:
        code = base64.b64encode(qr_png(page.picture.address)).decode()
        return f'<image {place} href="data:image/png;base64,{code}"/>'
    scene = scene_svg(page.picture.scene, studio.scenes)
    inside = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", scene, flags=re.S)
    view = re.search(r'viewBox="([^"]+)"', scene)
    label = f'role="img" aria-label={quoteattr(page.picture.alt)}'
    drawing = (
        f'<svg {place} viewBox="{view[1] if view else "0 0 1200 900"}" preserveAspectRatio="xMidYMid slice" '
        f"{label}>{inside}</svg>"
    )
    return _cut_out(drawing, slot, look) if slot.outline else drawing


def _cut_out(drawing: str, slot: Slot, look: Look) -> str:
    """A picture inside the outline of its slot, with the slot's line around it."""
    outline = outlined(slot.outline, slot.box, slot.adjust)
    line = f'fill="none" stroke="{fill(look, slot.line)}" stroke-width="{slot.width * POINT:.1f}"' if slot.line else ""
    edge = f"<{outline} {line}/>" if line else ""
    return f'<clipPath id="cut"><{outline}/></clipPath><g clip-path="url(#cut)">{drawing}</g>{edge}'


def _chart(box: Box, chart: Chart, look: Look) -> str:
    """Columns, also for lines: a preview says which numbers stand there, not how the office suite draws them."""
    left, top, wide, high = pixels(box)
    most = max([number for _, numbers in chart.series for number in numbers] + [1])
    step, base, room = wide / len(chart.labels), top + high - 45, high - 110
    rows = [f'<rect x="{left}" y="{base}" width="{wide}" height="2" fill="{fill(look, "deep")}"/>']
    for at, label in enumerate(chart.labels):
        for number, (_, values) in enumerate(chart.series):
            column = step * 0.6 / len(chart.series)
            x, tall = left + at * step + step * 0.2 + number * column, room * max(values[at], 0) / most
            rows.append(
                f'<rect x="{x:.0f}" y="{base - tall:.0f}" width="{column:.0f}" height="{tall:.0f}" '
                f'fill="{fill(look, ("deep", "field")[number])}"/>'
            )
            rows.append(
                f'<text x="{x + column / 2:.0f}" y="{base - tall - 10:.0f}" '
                f'font-weight="700">{values[at]:g}{escape(chart.unit)}</text>'
            )
        rows.append(f'<text x="{left + (at + 0.5) * step:.0f}" y="{base + 34:.0f}">{escape(clean(label))}</text>')
    return f'<g font-size="27" text-anchor="middle" fill="{fill(look, "ink")}">{"".join(rows)}</g>'


def _table(slot: Slot, page: Page, deck: Deck) -> str:
    look, box = deck.design.look, table_box(slot, bool(page.text("lead")))
    size = table_size(page.table, box, deck.stage)
    heights, widths = spread_heights(page.table, box, size), column_widths(page.table, box)
    sides, rows, top = column_sides(page.table), [], box[1]
    for number, (cells, high) in enumerate(zip(page.table.rows, heights, strict=True)):
        ground = Shape("rect", (box[0], top, box[2], high), cell_colours(look, number, 0)[0])
        rule = Shape("rect", (box[0], top + high - 0.01, box[2], 0.02), "field" if number else "deep")
        rows += [drawn(ground, look), drawn(rule, look)]
        at = box[0]
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            heavy = not number or not column
            cell_slot = Slot(
                "cell",
                0,
                (at + SIDE, top, width - 2 * SIDE, high),
                bold=heavy,
                align=sides[column],
                anchor="ctr",
                pitch=100,
                colour=cell_colours(look, number, column)[1],
            )
            rows.append(_text(Text("cell", (cell,), size=size), cell_slot, look))
            at += width
        top += high
    return "".join(rows)
