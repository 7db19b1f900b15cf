"""Native tables: row heights and type sizes worked out beforehand, every colour written out."""

import re
from collections.abc import Iterable

from slides.composing.deck import Table
from slides.composing.fit import LINE, break_lines
from slides.designs.layouts import Box, Slot
from slides.designs.looks import FLOOR, START, Look
from slides.kinds import STAGE_ORDER
from slides.pptx.drawingml import attribute, emu, placeholder_mark, solid
from slides.pptx.textxml import paragraph
from slides.pptx.xml import TABLE_STYLE
from slides.words import plain

SIDE, ROUND = 0.15, 0.09
STEP = 2
HAN = re.compile("[\u4e00-\u9fff]")
FIGURE = re.compile(r"[+−-]?\d[\d,.]*%?|–")
HIGHER_TOP = 1.75
# A column takes no more than so many letters' share; names before nothing but figures take more.
LONGEST_SHARE, LONGEST_NAME = 14, 30


def table_size(table: Table, box: Box, stage: str) -> int:
    """The largest size at which every row fits; 0 where even the smallest does not."""
    at = STAGE_ORDER.index(stage)
    for size in range(START["large"][at] - 2, FLOOR["label"][at] - 1, -STEP):
        if sum(row_heights(table, box, size)) <= box[3] * 0.97:
            return size
    return 0


def table_box(slot: Slot, has_lead: bool) -> Box:
    """Where the table stands: in its slot, or higher where no lead line stands above it."""
    left, top, wide, high = slot.box
    return slot.box if has_lead else (left, HIGHER_TOP, wide, top + high - HIGHER_TOP)


def column_widths(table: Table, box: Box) -> list[float]:
    """Columns share the width by how much their longest cell says; heads of figures may break into words."""
    rows = [tuple(map(plain, row)) for row in table.rows]
    # Names in characters under a heading in letters: each is as wide as two letters.
    width = len if HAN.search("".join(rows[0])) else letters_wide
    sides = column_sides(table)
    head = [
        max(title.split() or [""], key=width) if side == "r" else title
        for title, side in zip(rows[0], sides, strict=True)
    ]
    longest = [max(width(row[column]) for row in (head, *rows[1:])) for column in range(len(head))]
    names = LONGEST_NAME if set(sides[1:]) == {"r"} else LONGEST_SHARE
    shares = [min(max(length, 5), LONGEST_SHARE if column else names) for column, length in enumerate(longest)]
    return [box[2] * share / sum(shares) for share in shares]


def letters_wide(text: str) -> int:
    """How many letters would be as wide as the text."""
    return len(text) + len(HAN.findall(text))


def column_sides(table: Table) -> list[str]:
    """Where the words of each column stand: figures right, under each other, everything else left."""
    columns = [[plain(row[number]) for row in table.rows[1:]] for number in range(len(table.rows[0]))]
    return ["r" if number and all(map(FIGURE.fullmatch, cells)) else "l" for number, cells in enumerate(columns)]


def row_heights(table: Table, box: Box, size: float) -> list[float]:
    """The height of each row in inches."""
    widths = column_widths(table, box)
    return [
        max(
            len(break_lines(plain(cell), (wide - 2 * SIDE) * 72 / size, True))
            for cell, wide in zip(row, widths, strict=True)
        )
        * size
        * LINE
        / 72
        + 2 * ROUND
        for row in table.rows
    ]


def spread_heights(table: Table, box: Box, size: float) -> list[float]:
    """The height of each row when spare room is shared out, within reason."""
    heights = row_heights(table, box, size)
    spare = max(0.0, min(box[3] * 0.97 - sum(heights), 0.55 * len(heights)))
    return [height + spare / len(heights) for height in heights]


def table_frame(table: Table, slot: Slot, box: Box, look: Look, size: int, number: int, lang: str) -> str:
    """The graphic frame of the table, its rows spread over the slot where there is room."""
    heights, sides = spread_heights(table, box, size), column_sides(table)
    left, top, wide, _ = box
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in column_widths(table, box))
    rows = "".join(
        _row(zip(cells, sides, strict=True), height, look, size, row, lang)
        for row, (cells, height) in enumerate(zip(table.rows, heights, strict=True))
    )
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>"
        f'<p:cNvPr id="{number}" name={attribute(slot.name)} descr={attribute(table.alt)}/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        f"<p:nvPr>{placeholder_mark(slot)}</p:nvPr></p:nvGraphicFramePr>"
        f'<p:xfrm><a:off x="{emu(left)}" y="{emu(top)}"/><a:ext cx="{emu(wide)}" cy="{emu(sum(heights))}"/>'
        f"</p:xfrm><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        '<a:tblPr firstRow="1" bandRow="1">'
        f"<a:tableStyleId>{TABLE_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _row(cells: Iterable[tuple[str, str]], height: float, look: Look, size: int, row: int, lang: str) -> str:
    inside = "".join(_cell(cell, look, size, row, column, lang) for column, cell in enumerate(cells))
    return f'<a:tr h="{emu(height)}">{inside}</a:tr>'


def cell_colours(look: Look, row: int, column: int) -> tuple[str, str]:
    """The fill of a cell and the colour of its words; a table in a book has rules instead of fills."""
    words = "deep" if not column else "ink"
    if look.key == "senior":
        return "white", words if row else "deep"
    return ("mist" if row % 2 else "white", words) if row else ("deep", "white")


def _rules(look: Look, row: int) -> str:
    """The lines above and below a row: heavy around the heading, fine between the others."""
    above, width = ("deep", 12700) if row == 1 else ("field", 12700)
    if row == 0:
        above, width = ("deep", 28575) if look.key == "senior" else ("", 0)
    return (
        "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LR")
        + f'<a:lnT w="{width}">{solid(look, above)}</a:lnT>'
        + f'<a:lnB w="12700">{solid(look, "field" if row else "deep")}</a:lnB>'
    )


def _cell(cell: tuple[str, str], look: Look, size: int, row: int, column: int, lang: str) -> str:
    (text, side), (fill, colour) = cell, cell_colours(look, row, column)
    aligned = '<a:pPr algn="r"/>' if side == "r" else ""
    words = paragraph(text, lang, look, size=size, colour=colour, bold=not row or not column, properties=aligned)
    inset = f'marL="{emu(SIDE)}" marR="{emu(SIDE)}" marT="{emu(ROUND)}" marB="{emu(ROUND)}" anchor="ctr"'
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
        f"<a:tcPr {inset}>{_rules(look, row)}{solid(look, fill)}</a:tcPr></a:tc>"
    )
