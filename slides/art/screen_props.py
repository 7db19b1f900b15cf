"""Things of life with screens: tablets, signs of what is private, a hero of a game, sheets, water and clips of film."""

from slides.art import screens, symbols
from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    LILAC,
    MINT,
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

_CASE = "#2c3e57"
_FUR = "#c79163"


def tablet(content: str, *, size: Point = (760, 560), screen: str = "#eaf4fb") -> str:
    """A large tablet that lies on its long side; its centre is the origin, the screen's corner the content's."""
    width, height = size
    x, y = -width / 2, -height / 2
    body = rect((x + 10, y + 14), size, NAVY, rx=44, opacity=0.16) + rect((x, y), size, _CASE, rx=44)
    edge = rect((x + width - 9, y + 44), (9, height - 88), shade(_CASE, 0.5), rx=4)
    glass = rect((x + 28, y + 26), (width - 56, height - 52), screen, rx=22)
    return body + edge + glass + place(content, (x + 28, y + 26)) + circle((x + 14, 0), 4, SLATE)


def tablet_back(colour: str = BLUE) -> str:
    """A tablet that somebody holds before them, seen from behind, 150 x 104 around the origin."""
    return (
        rect((-75, -52), (150, 104), colour, rx=12)
        + path("M40-52H63Q75-52 75-40V40Q75 52 63 52H14Q52 10 40-52Z", shade(colour, 0.3))
        + circle((-58, -36), 6, INK)
        + circle((-58, -36), 2.4, SKY)
    )


def tablet_front(content: str = "", screen: str = SKY) -> str:
    """A small tablet seen from the front, 150 x 104 around the origin."""
    glass = rect((-65, -43), (130, 86), screen, rx=5) + content
    return rect((-75, -52), (150, 104), _CASE, rx=12) + glass + path("M-65-43H-10L-65 20Z", WHITE, opacity=0.3)


def bear() -> str:
    """The face of a toy bear, such as somebody unknown may hide behind, 120 wide around the origin."""
    ears = "".join(circle((x, -38), 22, _FUR) + circle((x, -38), 11, tint(_FUR, 0.45)) for x in (-42, 42))
    head = circle((0, 0), 56, _FUR) + path("M24-50A56 56 0 0 1 9 55Q42 34 40-6Q38-36 24-50Z", shade(_FUR))
    muzzle = ellipse((0, 22), (27, 21), tint(_FUR, 0.55)) + ellipse((0, 12), (9, 7), INK)
    eyes = circle((-20, -8), 5.5, INK) + circle((20, -8), 5.5, INK)
    return ears + head + muzzle + eyes + stroke("M-10 28Q0 36 10 28", INK, 3.6)


def house(colour: str = CORAL) -> str:
    """A little house that stands for where somebody lives, 100 wide around the origin."""
    walls = rect((-38, -8), (76, 56), CREAM) + rect((16, -8), (22, 56), shade(CREAM, 0.08))
    roof = path("M-52-4L0-50L52-4Z", colour) + path("M0-50L52-4H24Z", shade(colour))
    return rect((22, -46), (14, 26), shade(colour, 0.3)) + walls + roof + rect((-12, 14), (24, 34), ORANGE, rx=3)


def schoolhouse(colour: str = BLUE) -> str:
    """A school with a clock that stands for where somebody learns, 110 wide around the origin."""
    wings = rect((-56, -4), (112, 52), tint(colour, 0.5)) + rect((-60, -12), (120, 12), colour, rx=4)
    middle = rect((-24, -30), (48, 78), CREAM) + path("M-32-28L0-56L32-28Z", colour)
    panes = "".join(rect((x, 12), (14, 18), SKY, rx=2) for x in (-48, 34))
    return (
        wings
        + middle
        + panes
        + circle((0, -10), 10, WHITE)
        + line((0, -10), (0, -16), INK, width=2.6)
        + rect((-10, 20), (20, 28), ORANGE, rx=3)
    )


def name_badge(colour: str = GREEN) -> str:
    """A name badge with a plain figure and a bar where a name would be, 84 x 100 around the origin."""
    figure = circle((0, -14), 12, colour) + path("M-22 18Q-20-2 0-2T22 18Z", colour)
    band = stroke("M-16-62L0-46L16-62", shade(colour, 0.2), 6)
    return (
        band
        + rect((-42, -46), (84, 100), CREAM, rx=12, stroke=tint(colour, 0.5), stroke_width=4)
        + figure
        + rect((-26, 28), (52, 10), SUN, rx=5)
    )


def treasure_box() -> str:
    """A child's open box of treasures, 300 wide; the middle of its foot is the origin."""
    colour = "#b9764a"
    lid = path("M-146-166L-126-226Q-124-234-114-234H114Q124-234 126-226L146-166Z", shade(colour, 0.42))
    box = rect((-150, -160), (300, 160), colour, rx=14) + path(
        "M70-160H136Q150-160 150-146V-14Q150 0 136 0H70Z", shade(colour)
    )
    bands = rect((-112, -160), (22, 160), SUN) + rect((90, -160), (22, 160), "#e0ac3d")
    rim = rect((-156, -172), (312, 22), ORANGE, rx=8)
    lock = place(symbols.padlock(), (0, -94), 1.35)
    return ellipse((4, 2), (170, 14), INK, opacity=0.14) + lid + box + bands + rim + lock


def egg_timer(colour: str = CORAL) -> str:
    """A kitchen timer with a dial, 110 wide; its foot is the origin."""
    body = circle((0, -52), 52, colour) + path("M22-99A52 52 0 0 1 9-1Q40-24 38-58Q36-86 22-99Z", shade(colour))
    dial = circle((-4, -52), 34, WHITE) + path("M-4-52V-82A30 30 0 0 1 22-38Z", LEAF) + circle((-4, -52), 6, INK)
    return ellipse((0, 1), (54, 7), INK, opacity=0.14) + body + dial + rect((-10, -114), (20, 14), SLATE, rx=5)


def plan_sheet() -> str:
    """A sheet on which two have drawn their day: sun, book, ball, tablet and moon, 300 x 210 around the origin."""
    paper = rect((-150, -105), (300, 210), WHITE, rx=10, stroke="#d7dde4", stroke_width=3)
    rows = "".join(line((-128, y), (128, y), "#e3e8ee", width=3) for y in (-34, 34))
    day = circle((-104, -68), 20, SUN) + _little_book((-52, -68)) + circle((6, -68), 17, ORANGE)
    day += rect((-120, -12), (44, 28), BLUE, rx=5) + place(symbols.clock(CORAL), (-46, 2), 0.36)
    day += stroke("M-4 2H60", LEAF, 16) + stroke("M68 2H120", "#d7dde4", 16)
    moon = circle((-100, 70), 20, LILAC) + circle((-91, 65), 17, WHITE)
    heart = place(symbols.heart(), (92, 68), 0.38)
    return paper + rows + day + moon + heart + place(symbols.star(), (60, -68), 0.34) + stroke("M-50 70H40", MINT, 16)


def _little_book(at: Point) -> str:
    return place(
        path("M-22-14Q-10-20 0-12Q10-20 22-14V14Q10 8 0 16Q-10 8-22 14Z", GREEN)
        + line((0, -12), (0, 16), WHITE, width=3),
        at,
    )


def gift(colour: str = CORAL) -> str:
    """A gift such as pops up on a screen, 110 wide around the origin."""
    box = rect((-46, -14), (92, 62), colour, rx=6) + rect((14, -14), (32, 62), shade(colour), rx=6)
    lid = rect((-54, -34), (108, 26), tint(colour, 0.2), rx=6) + rect((-10, -34), (20, 82), SUN)
    return box + lid + stroke("M0-34Q-42-70-36-38T0-34Q42-70 36-38T0-34", SUN, 9)


def wings(colour: str = SUN) -> str:
    """A pair of glittering wings, 320 wide around the origin."""
    feathers = ""
    for side in (-1, 1):
        tone = colour if side < 0 else shade(colour, 0.1)
        outline = (
            f"M0 20C{side * 40}-60 {side * 110}-110 {side * 168}-96C{side * 160}-40 {side * 120} 20 {side * 60} 52Z"
        )
        light = f"M{side * 18} 14C{side * 50}-40 {side * 100}-76 {side * 146}-78"
        feathers += path(outline, tone) + stroke(light, WHITE, 6, opacity=0.8)
        feathers += stroke(f"M{side * 44} 34C{side * 78} 8 {side * 116}-24 {side * 140}-52", shade(colour, 0.25), 5)
    return feathers


def hero(colour: str = GREEN) -> str:
    """A little knight of a game without a face one could know, 100 wide; its foot is the origin."""
    legs = rect((-26, -44), (20, 44), NAVY, rx=6) + rect((6, -44), (20, 44), NAVY, rx=6)
    body = path("M-36-108H36L44-34H-44Z", colour) + path("M14-108H36L44-34H22Z", shade(colour))
    helmet = circle((0, -136), 36, "#c5ced9") + path(
        "M14-169A36 36 0 0 1 6-100Q28-118 26-140Q24-160 14-169Z", "#9fb0c6"
    )
    visor = rect((-26, -146), (52, 18), INK, rx=9) + circle((-11, -137), 4, SUN) + circle((11, -137), 4, SUN)
    arms = stroke("M-40-96L-58-62", shade(colour, 0.1), 18) + stroke("M40-96L58-62", shade(colour, 0.3), 18)
    return legs + arms + body + helmet + visor + polygon([(-8, -172), (8, -172), (0, -196)], CORAL)


def result_sheet(*, photo: bool = False) -> str:
    """A list with a bar for each name and a bar for each result, 200 x 240 around the origin."""
    paper = rect((-100, -120), (200, 240), WHITE, rx=8, stroke="#d7dde4", stroke_width=3)
    head = rect((-80, -102), (160, 22), SUN if photo else SKY, rx=6)
    rows = ""
    for row, (name, result) in enumerate(((54, 34), (44, 40), (60, 28), (50, 36), (40, 30))):
        y = -62 + 36 * row
        rows += circle((-76, y + 6), 8, (CORAL, LEAF, BLUE, ORANGE, LILAC)[row]) + rect(
            (-58, y), (name, 12), "#b7c3d0", rx=6
        )
        rows += rect((30, y), (result, 12), "#8fa3b8", rx=6)
    return paper + head + rows + line((16, -66), (16, 104), "#e3e8ee", width=3)


def sink() -> str:
    """A washbasin with a tap whose water runs a little brown, 420 wide; the middle of its rim is the origin."""
    stand = rect((-60, 40), (120, 190), "#dfe6ec", rx=12) + rect((10, 40), (50, 190), "#cdd7e0", rx=12)
    bowl = path("M-210-8H210Q206 96 96 110H-96Q-206 96-210-8Z", WHITE) + path(
        "M60-8H210Q206 96 96 110H40Q120 60 60-8Z", "#dfe6ec"
    )
    tap = stroke("M-4-24V-120Q-4-152 30-152Q62-152 62-116", "#93a1b3", 20) + stroke("M-30-112H20", "#7b8a9e", 14)
    water = rect((54, -112), (16, 104), "#d9b46c", rx=6) + ellipse((62, -6), (52, 9), "#d9b46c")
    return stand + bowl + rect((-222, -24), (444, 24), "#eef2f5", rx=12) + tap + water


def glass(colour: str = "#d9b46c") -> str:
    """A glass with water, 52 wide and 74 high around the origin."""
    return (
        path("M-24-16H24L20 34H-20Z", colour)
        + path("M-26-38H26L20 36H-20Z", WHITE, opacity=0.4)
        + stroke("M-26-38L-20 36H20L26-38", "#93a1b3", 4)
    )


def water_pack(colour: str = SKY) -> str:
    """A pack of six bottles of water without a label, 150 wide; the middle of its foot is the origin."""
    bottles = "".join(
        rect((x, -104), (34, 104), tint(colour, 0.2), rx=9)
        + rect((x + 10, -122), (14, 20), BLUE, rx=3)
        + rect((x + 24, -100), (7, 96), mix(colour, BLUE, 0.25), rx=3)
        for x in (-72, -36, 0, 36)
    )
    band = rect((-76, -66), (150, 40), WHITE, rx=6, opacity=0.85) + place(_drop(), (0, -46), 0.5)
    return ellipse((0, 2), (84, 8), INK, opacity=0.14) + bottles + band


def _drop() -> str:
    return path("M0-32C18-8 22 4 22 12A22 22 0 0 1-22 12C-22 4-18-8 0-32Z", BLUE)


def film_strip(frames: int, *, colour: str = _CASE) -> str:
    """A strip of film with plain frames, 110 wide each, that begins at the origin."""
    width = 110 * frames + 12
    holes = "".join(rect((10 + 27 * i, y), (14, 10), WHITE, rx=3) for i in range(frames * 4) for y in (8, 112))
    panes = "".join(rect((12 + 110 * i, 26), (98, 78), (MINT, SKY, "#ffe3a3")[i % 3], rx=6) for i in range(frames))
    return rect((0, 0), (width, 130), colour, rx=8) + holes + panes


def scissors(colour: str = CORAL) -> str:
    """A pair of scissors that point upwards, 90 wide and 170 high around the origin."""
    blades = path("M-8 12L16-92L26-84L10 18Z", "#c5ced9") + path("M8 12L-16-92L-26-84L-10 18Z", "#93a1b3")
    rings = "".join(
        ellipse((x, 56), (20, 27), "none", stroke=tone, stroke_width=13)
        for x, tone in ((-27, colour), (27, shade(colour)))
    )
    return blades + stroke("M-8 12L-20 34M8 12L20 34", colour, 12) + rings + circle((0, 8), 7, SLATE)


def file_card(colour: str = SLATE) -> str:
    """A card with what is private: a figure, a house and a phone, 250 x 180 around the origin."""
    card = rect((-125, -90), (250, 180), WHITE, rx=14, stroke=colour, stroke_width=5) + rect(
        (-125, -90), (250, 34), colour, rx=14
    )
    figure = circle((-76, -12), 20, colour) + path("M-112 44Q-108 12-76 12T-40 44Z", colour)
    lines = rect((-14, -34), (112, 14), "#b7c3d0", rx=7)
    home = place(house(), (12, 30), 0.5) + place(screens.phone_front(), (86, 40), 0.72)
    return card + figure + lines + home


def pointing(colour: str = ORANGE) -> str:
    """A round with a pointing arrow, as screens show who is meant, 80 wide, pointing to the right."""
    return circle((0, 0), 40, colour) + place(symbols.arrow(WHITE), (0, 0), 0.58)


def folder(colour: str = SUN) -> str:
    """A folder with sheets and a tick for what has been kept, 240 x 180 around the origin."""
    back = path("M-120-70H-40L-18-46H120V90H-120Z", shade(colour, 0.2))
    sheets = place(
        rect((-84, -96), (150, 150), WHITE, rx=6) + place(screens.words(110, 4, "#b7c3d0"), (-64, -74)), (0, 0), turn=-4
    )
    front = path("M-120-20H120L108 90H-120Z", colour) + path("M50-20H120L108 90H30Q80 40 50-20Z", shade(colour, 0.12))
    return back + sheets + front + circle((-6, 38), 30, GREEN) + place(symbols.tick(), (-6, 38), 0.66)


def shelf_unit(width: float = 460) -> str:
    """An almost empty shelf of a shop, 340 high; the middle of its foot is the origin."""
    half = width / 2
    frame = rect((-half, -340), (width, 340), "#f3e6d0", rx=8)
    boards = "".join(rect((-half, y), (width, 16), WOOD, rx=4) for y in (-340, -232, -124, -16))
    goods = "".join(place(water_pack(), (x, y), 0.62) for x, y in ((-half + 70, -232), (half - 80, -124)))
    tags = "".join(rect((-half + 40 + 120 * i, y + 2), (44, 12), WHITE, rx=3) for i in range(3) for y in (-232, -124))
    return frame + boards + goods + tags
