"""Things and places of a housing estate, a police office and a workshop, for lessons on turning back in time."""

from slides.art import furniture, interior, outdoors
from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    WHITE,
    WOOD,
    mix,
    shade,
    tint,
)
from slides.art.shapes import Point, circle, ellipse, line, path, place, polygon, rect, stroke
from slides.art.symbols import padlock

_DUSK = "#c9c3e3"


def estate(*, evening: bool = False) -> str:
    """The yard between two blocks of flats with a paved ground, by day or in the evening."""
    tone = _DUSK if evening else SKY
    pane = "#ffe3a3" if evening else "#9fcdea"
    back = outdoors.sky(tone) + ("" if evening else outdoors.sun((620, 130)) + outdoors.cloud((420, 150), 0.8))
    blocks = _block((10, 60), 330, "#f3dcc0", pane) + _block((850, 20), 350, "#dfe6ec", pane)
    far = rect((360, 300), (140, 330), mix(tone, SLATE, 0.16)) + rect((540, 250), (120, 380), mix(tone, SLATE, 0.22))
    far += rect((690, 330), (140, 300), mix(tone, SLATE, 0.16))
    trees = outdoors.tree((420, 630), 1, mix(LEAF, GREEN, 0.2)) + outdoors.tree((770, 630), 1.1)
    return back + far + blocks + trees + outdoors.bush((600, 632), 0.9) + _paving()


def _paving() -> str:
    ground = rect((0, 620), (1200, 280), "#e3dccf") + rect((0, 616), (1200, 14), "#cbc2b2")
    rows = "".join(line((0, y), (1200, y), "#d4cabb", width=4) for y in (690, 780))
    return (
        ground
        + rows
        + "".join(line((600 + x * 0.6, 632), (600 + x * 1.5, 900), "#d4cabb", width=4) for x in range(-960, 961, 240))
    )


def _block(at: Point, width: float, wall: str, pane: str) -> str:
    """A block of flats whose upper left corner is a point and which stands on the ground at y = 626."""
    high = 626 - at[1]
    body = rect((0, 0), (width, high), wall) + rect((width * 0.68, 0), (width * 0.32, high), shade(wall, 0.08))
    rows = "".join(
        rect((x, y), (56, 62), pane if (x + y) % 3 else mix(pane, WHITE, 0.4), rx=4, stroke=WHITE, stroke_width=6)
        for x in range(34, int(width) - 60, 98)
        for y in range(40, int(high) - 130, 106)
    )
    return place(body + rect((-10, -14), (width + 20, 20), shade(wall, 0.22), rx=4) + rows, at)


def bike_rack(width: float = 460) -> str:
    """A rack of steel bows for bicycles; the middle of its foot is the origin."""
    count = int(width // 115)
    bows = "".join(
        stroke(f"M{x} 0V-62Q{x} -92 {x + 28} -92T{x + 56} -62V0", "#8494a8", 10)
        for x in (-width / 2 + 115 * step + 28 for step in range(count))
    )
    return (
        ellipse((0, 6), (width / 2 + 10, 10), INK, opacity=0.12)
        + bows
        + rect((-width / 2, -8), (width, 14), shade("#8494a8"), rx=7)
    )


def calendar(marks: int = 6) -> str:
    """A wall calendar without words, 250 x 270, some of its fields ticked; its upper left corner is the origin."""
    sheet = rect((6, 10), (250, 270), NAVY, rx=14, opacity=0.12) + rect((0, 0), (250, 270), WHITE, rx=14)
    head = path("M0 58V14Q0 0 14 0H236Q250 0 250 14V58Z", CORAL) + "".join(
        rect((x, -14), (14, 34), SLATE, rx=7) for x in (56, 180)
    )
    cells = ""
    for step in range(12):
        x, y = 22 + 54 * (step % 4), 78 + 62 * (step // 4)
        done = step < marks
        cells += rect((x, y), (44, 48), mix(LEAF, WHITE, 0.4) if done else "#edf1f5", rx=8)
        cells += stroke(f"M{x + 11} {y + 25}L{x + 19} {y + 34}L{x + 34} {y + 14}", GREEN, 6) if done else ""
    return sheet + head + cells


def folder(colour: str = SUN) -> str:
    """A cardboard folder with sheets in it, 190 x 140 around the origin."""
    back = path("M-95-56H-30L-14-72H84Q95-72 95-61V70H-95Z", shade(colour, 0.14))
    sheets = place(rect((-78, -62), (156, 110), WHITE, rx=4) + _lines(), (2, -4), turn=-2)
    return (
        back
        + sheets
        + path("M-95-34H95V62Q95 70 86 70H-86Q-95 70-95 62Z", colour)
        + rect((-60, 2), (120, 26), tint(colour, 0.5), rx=6)
    )


def _lines() -> str:
    return stroke("M-60-44H50M-60-28H36", "#c3ccd6", 6)


def cabinet(*, open_drawer: bool = True) -> str:
    """A steel cabinet of four drawers, 300 wide and 560 high; the middle of its foot is the origin."""
    steel = "#a9b6c6"
    body = rect((-150, -560), (300, 560), steel, rx=10) + rect((80, -560), (70, 560), shade(steel, 0.14), rx=10)
    drawers = "".join(
        rect((-132, y), (264, 116), tint(steel, 0.22), rx=8)
        + rect((-40, y + 48), (80, 16), shade(steel, 0.4), rx=8)
        + rect((-50, y + 20), (100, 18), WHITE, rx=3)
        for y in (-540, -408, -276, -144)
    )
    drawing = ellipse((0, 2), (176, 12), INK, opacity=0.14) + body + drawers
    if not open_drawer:
        return drawing
    tray = path("M-132-352H132L156-360H-156Z", shade(steel, 0.5)) + rect((-156, -360), (312, 112), steel, rx=8)
    front = rect((-40, -312), (80, 16), shade(steel, 0.5), rx=8) + rect((-50, -342), (100, 18), WHITE, rx=3)
    files = "".join(
        rect((x, -412), (46, 62), tone, rx=4) for x, tone in ((-120, CREAM), (-66, SUN), (-12, CREAM), (42, "#f4b9a6"))
    )
    return drawing + files + tray + front


def sealed(at: Point, scale: float = 1) -> str:
    """A folder that is tied round and locked."""
    band = rect((-100, 4), (200, 22), BLUE, rx=4) + rect((-12, -72), (24, 146), BLUE, rx=4)
    return place(folder() + band + place(padlock(CORAL), (0, 14), 1.1), at, scale)


def lane() -> str:
    """A quiet lane between two walls; at its end a bright street."""
    back = outdoors.sky("#d3e3ef") + rect((430, 360), (340, 300), "#e8dfcf") + rect((470, 250), (130, 380), "#cdd9e3")
    back += rect((620, 210), (110, 420), "#c2d0dc") + outdoors.tree((600, 640), 0.8)
    left = path("M0 0H430V640L0 800Z", "#e4c7a6") + path("M0 0H430V60L0 30Z", shade("#e4c7a6", 0.2))
    right = path("M1200 0H770V640L1200 800Z", "#cdb79b") + path("M1200 0H770V60L1200 30Z", shade("#cdb79b", 0.2))
    bricks = "".join(
        line((x, y), (x + 70, y - (6 if x < 600 else -6)), shade("#e4c7a6", 0.16), width=6)
        for x, y in (
            (60, 200),
            (220, 320),
            (90, 470),
            (290, 180),
            (300, 500),
            (830, 260),
            (980, 180),
            (900, 430),
            (1060, 540),
        )
    )
    floor = path("M0 800L430 640H770L1200 800V900H0Z", "#d6cfc2") + path("M430 640H770L860 674H340Z", "#f2ead9")
    lamp = (
        rect((806, 330), (12, 330), SLATE) + stroke("M812 336Q812 300 770 300", SLATE, 10) + circle((764, 308), 20, SUN)
    )
    return back + left + right + bricks + floor + lamp


def workshop() -> str:
    """A small workshop with tools on the wall and a bench."""
    base = interior.room("#f4ead9", "#e3d2b4", "#cdb48f")
    board = rect((430, 110), (560, 290), "#b98a5c", rx=10) + rect((444, 124), (532, 262), "#d9b384", rx=6)
    tools = _spanner((520, 250)) + _spanner((600, 250), 0.8) + _hammer((710, 250)) + _spanner((910, 250), 1.1)
    tools += circle((820, 250), 46, "none", stroke=INK, stroke_width=10) + circle((820, 250), 8, SLATE)
    shelf = rect((70, 470), (260, 20), shade(WOOD, 0.2), rx=4) + place(furniture.plant(CORAL), (290, 470), 0.5)
    tins = "".join(
        rect((x, 470 - h), (52, h), tone, rx=6) + rect((x, 470 - h + 14), (52, 16), WHITE, opacity=0.6)
        for x, h, tone in ((84, 70, BLUE), (148, 54, ORANGE), (212, 64, GREEN))
    )
    return base + interior.window((80, 110), (240, 260)) + board + tools + shelf + tins


def _spanner(at: Point, scale: float = 1) -> str:
    ring = path("M-26-76A30 30 0 0 1-10-98V-70H10V-98A30 30 0 1 1-26-76Z", "#93a1b3")
    return place(
        rect((-9, -62), (18, 130), "#93a1b3", rx=8) + ring + rect((2, -50), (7, 110), shade("#93a1b3")), at, scale
    )


def _hammer(at: Point) -> str:
    head = path("M-46-90H40Q56-90 56-74V-62H-46Z", SLATE)
    return place(rect((-8, -66), (16, 136), "#a8744a", rx=6) + head, at)


def plinth(width: float, height: float, colour: str) -> str:
    """A block to stand on whose upper middle is the origin."""
    half = width / 2
    top = polygon([(-half + 22, -34), (half - 22, -34), (half, 0), (-half, 0)], tint(colour, 0.35))
    return top + rect((-half, 0), (width, height), colour) + rect((half * 0.4, 0), (half * 0.6, height), shade(colour))


def paint_brush(colour: str = GREEN) -> str:
    """A flat brush held by its handle at the origin."""
    return (
        rect((-6, -34), (12, 60), WOOD, rx=5)
        + rect((-18, -50), (36, 20), "#93a1b3", rx=3)
        + path("M-18-50H18L14-80Q0-88-14-80Z", colour)
    )


def paint_pot(colour: str = GREEN) -> str:
    """An open pot of paint, 90 wide; its foot is the origin."""
    return (
        ellipse((0, 2), (54, 8), INK, opacity=0.14)
        + rect((-45, -76), (90, 78), "#c5ced9", rx=8)
        + rect((14, -76), (31, 78), shade("#c5ced9"), rx=8)
        + ellipse((0, -76), (45, 11), colour)
        + path("M-36-72Q-34-40-24-40T-14-68Z", colour)
    )
