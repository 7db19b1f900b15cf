"""Things of care and of caution: a medicine cabinet, a wrapped parcel nobody knows, a garden bed, a party table."""

from slides.art import symbols
from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    LILAC,
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

_KRAFT = "#d8b48a"
_SOIL = "#a9764f"


def medicine_bottle(colour: str = "#b9764a") -> str:
    """A bottle with a label and a white cap, 44 wide; its foot is the origin."""
    glass = rect((-22, -66), (44, 66), colour, rx=9) + rect((8, -66), (14, 66), shade(colour, 0.25), rx=7)
    label = rect((-22, -46), (44, 30), WHITE) + stroke("M-14-37H14M-14-27H6", "#a9b7c6", 4)
    return glass + label + rect((-16, -82), (32, 18), WHITE, rx=4) + rect((4, -82), (12, 18), "#dfe7ee", rx=4)


def medicine_box(colour: str = LEAF) -> str:
    """A box of medicine with a leaf mark and lines of print, 84 x 54; its foot is the origin."""
    body = rect((-42, -54), (84, 54), WHITE, rx=4) + rect((-42, -54), (24, 54), colour, rx=4)
    print_ = stroke("M-8-40H32M-8-27H32M-8-14H16", "#a9b7c6", 5)
    return body + print_ + rect((34, -54), (8, 54), "#dfe7ee", rx=3)


def measuring_cup() -> str:
    """A small measuring cup with marks, 40 wide around the origin."""
    cup = path("M-20-26H20L15 22H-15Z", "#eaf4fb") + path("M-17 0H17L15 22H-15Z", "#9fcdea")
    return cup + stroke("M-6-14H4M-6-4H4M-6 6H4", SLATE, 3) + stroke("M-22-26H22", "#c3d2df", 5)


def cabinet(*, shut: bool) -> str:
    """A medicine cabinet on a wall, 300 x 250 from its upper left corner; a shut one has a lock."""
    case = rect((-6, 8), (316, 254), INK, opacity=0.1) + rect((0, 0), (300, 250), WHITE, rx=12)
    mark = place(symbols.heart(GREEN), (150, 112), 1.05)
    if shut:
        door = rect((14, 14), (272, 222), "#e9f3f1", rx=8) + rect((14, 14), (272, 222), "none", stroke="#c7dcd7", rx=8)
        return case + door + mark + place(symbols.padlock(), (246, 190), 0.8)
    inside = rect((14, 14), (272, 222), "#cfe3e0", rx=6) + rect((14, 118), (272, 12), WHITE)
    upper = "".join(place(thing, (x, 118)) for x, thing in ((60, medicine_box()), (160, medicine_bottle())))
    upper += place(medicine_box(CORAL), (238, 118), 0.8)
    lower = place(medicine_bottle("#7fa6cf"), (58, 236), 0.95) + place(medicine_box(SUN), (140, 236))
    lower += place(medicine_bottle(), (226, 236), 0.95)
    leaf = path("M300 0L392 34V272L300 250Z", "#f4faf8") + path("M300 0L392 34V272L300 250Z", NAVY, opacity=0.06)
    return case + inside + upper + lower + leaf + place(symbols.heart(GREEN), (346, 142), 0.5)


def candy(colour: str = CORAL) -> str:
    """A sweet in twisted paper, 130 wide around the origin."""
    ends = "".join(
        polygon([(side * 26, 0), (side * 64, -26), (side * 56, 0), (side * 64, 26)], tint(colour, 0.3))
        for side in (-1, 1)
    )
    body = ellipse((0, 0), (36, 27), colour) + path("M12-25Q36-18 36 0T12 25Q26 0 12-25Z", shade(colour))
    return ends + body + stroke("M-20-10Q-14-18-4-19", WHITE, 6, opacity=0.8)


def parcel(colour: str = _KRAFT) -> str:
    """A wrapped parcel of which nobody knows what is inside, 120 x 104 around the origin."""
    box = rect((-60, -52), (120, 104), colour, rx=8) + path("M26-52H52Q60-52 60-44V44Q60 52 52 52H26Z", shade(colour))
    cord = rect((-60, -36), (120, 8), CREAM, opacity=0.85) + rect((-46, -52), (8, 104), CREAM, opacity=0.85)
    return box + cord + circle((6, 8), 30, CREAM) + place(symbols.question(), (6, 2), 0.5)


def bare_bottle(colour: str = "#b7c7d6") -> str:
    """A drink bottle without any label, 60 wide; its foot is the origin."""
    body = path("M-16-132H16V-112Q30-100 30-84V-10Q30 0 20 0H-20Q-30 0-30-10V-84Q-30-100-16-112Z", colour)
    dark = path("M4-132H16V-112Q30-100 30-84V-10Q30 0 20 0H8Q18-60 4-132Z", shade(colour))
    return body + dark + rect((-19, -148), (38, 20), SLATE, rx=5) + place(symbols.question(WHITE), (-2, -54), 0.5)


def bed_of(plant: str, *, width: float = 620, rows: int = 2, each: int = 6) -> str:
    """A garden bed with rows of one plant; the middle of its near edge is the origin."""
    half = width / 2
    soil = path(f"M{-half + 70} -120H{half - 70}L{half} 20Q0 44 {-half} 20Z", _SOIL)
    soil += stroke(f"M{-half + 40} -40Q0 -22 {half - 40} -40", shade(_SOIL), 8)
    grown = ""
    for row in range(rows):
        wide, y = half - 100 + row * 40, -74 + row * 76
        step = 2 * wide / (each - 1)
        grown += "".join(place(plant, (-wide + step * i, y), 0.8 + 0.16 * row) for i in range(each))
    return ellipse((0, 24), (half + 10, 16), INK, opacity=0.12) + soil + grown


def leafy_plant(colour: str = "#7fb39a") -> str:
    """A plain plant with closed buds on bare stems, 90 high; its foot is the origin."""
    leaves = "".join(
        place(path("M0 0C-14-8-16-34 0-52C16-34 14-8 0 0Z", tone), (0, 0), turn=turn)
        for turn, tone in ((-62, colour), (62, shade(colour)), (-28, tint(colour, 0.14)), (26, colour))
    )
    stems = stroke("M-3-20Q-10-56-8-78M4-20Q10-50 14-66", shade(colour, 0.3), 4)
    return stems + ellipse((-8, -84), (7, 10), shade(colour, 0.1)) + ellipse((15, -72), (6, 9), colour) + leaves


def tomato_plant() -> str:
    """A tomato plant on a stick, 120 high; its foot is the origin."""
    stick = line((0, 0), (0, -124), "#b98a5c", width=6)
    leaves = "".join(
        place(path("M0 0C-14-8-16-30 0-46C16-30 14-8 0 0Z", tone), (0, y), turn=turn)
        for y, turn, tone in (
            (-10, -66, LEAF),
            (-14, 66, shade(LEAF, 0.2)),
            (-46, -58, LEAF),
            (-50, 60, shade(LEAF, 0.2)),
            (-84, -40, LEAF),
            (-84, 40, shade(LEAF, 0.2)),
        )
    )
    fruit = "".join(
        circle((x, y), 13, "#e5604f") + stroke(f"M{x - 5} {y - 11}L{x} {y - 7}L{x + 5} {y - 11}", GREEN, 4)
        for x, y in ((-22, -34), (22, -52), (-14, -78))
    )
    return stick + leaves + fruit


def spade() -> str:
    """A spade that stands upright, 190 high; its tip is the origin."""
    blade = path("M-24-66H24V-30Q24-8 0 0Q-24-8-24-30Z", "#93a1b3") + path("M6-66H24V-30Q24-8 0 0Z", shade("#93a1b3"))
    return rect((-6, -170), (12, 108), WOOD, rx=5) + blade + rect((-26, -188), (52, 20), shade(WOOD, 0.2), rx=9)


def watering_can(colour: str = BLUE) -> str:
    """A watering can whose spout points to the left, 170 wide around its handle."""
    spout = path("M-30 44L-96-2L-108 14L-30 74Z", colour) + place(ellipse((0, 0), (9, 20), shade(colour)), (-104, 4))
    body = rect((-36, 14), (80, 76), colour, rx=10) + rect((16, 14), (28, 76), shade(colour), rx=10)
    drops = "".join(ellipse((x, y), (5, 9), SKY) for x, y in ((-118, 36), (-132, 58), (-112, 72), (-140, 92)))
    return stroke("M-24 16Q0-30 34 16", shade(colour, 0.3), 10) + spout + body + drops


def balloon(colour: str, length: float = 150) -> str:
    """A balloon on a string; its middle is the origin."""
    string = stroke(f"M0 58Q14 {58 + length / 2} 0 {58 + length}", "#b7a78f", 3)
    skin = ellipse((0, 0), (46, 56), colour) + path("M20-50Q46-30 46 0T10 55Q34 20 34-10T20-50Z", shade(colour))
    return (
        string + skin + polygon([(-8, 62), (8, 62), (0, 52)], shade(colour)) + stroke("M-26-18Q-22-34-10-40", WHITE, 6)
    )


def bunting(width: float = 1200) -> str:
    """A line of little flags from the origin to the right, sagging in the middle."""
    flags, count = "", 11
    tones = (CORAL, SUN, LEAF, SKY)
    for i in range(count):
        x = width * (i + 0.5) / count
        y = 90 * (1 - (2 * x / width - 1) ** 2)
        flags += polygon([(x - 30, y), (x + 30, y), (x, y + 58)], tones[i % 4])
    cord = stroke(f"M0 0Q{width / 2} 180 {width} 0", "#b98a5c", 4)
    return cord + flags


def cake() -> str:
    """A birthday cake with three candles, 210 wide; its foot is the origin."""
    plate = ellipse((0, 0), (126, 13), "#dfe7ee")
    body = rect((-100, -84), (200, 82), CREAM, rx=10) + rect((40, -84), (60, 82), shade(CREAM, 0.1), rx=10)
    icing = path("M-100-84H100V-58Q84-34 68-58Q50-30 34-58Q16-34 0-58Q-16-30-34-58Q-50-34-68-58Q-84-34-100-58Z", CORAL)
    candles = "".join(
        rect((x - 5, -124), (10, 42), tone, rx=3) + ellipse((x, -134), (6, 10), SUN)
        for x, tone in ((-48, SKY), (0, LEAF), (48, LILAC))
    )
    return plate + body + icing + candles


def stethoscope() -> str:
    """A stethoscope that hangs from a neck at the origin, 90 high."""
    return stroke("M-20 0Q-30 40-6 52Q16 60 14 84M20 0Q26 30 10 50", SLATE, 5) + circle((14, 90), 9, "#93a1b3")


def mist(at: Point, scale: float = 1, colour: str = "#c3ccd6") -> str:
    """A bank of grey mist, 420 wide."""
    puffs = ((-150, 10, 62), (-76, -26, 84), (10, -34, 92), (94, -14, 80), (160, 16, 56))
    body = "".join(circle((x, y), r, tint(colour, 0.15)) for x, y, r in puffs)
    low = "".join(circle((x + 12, y + 40), r * 0.8, colour) for x, y, r in puffs)
    return place(low + body, at, scale)


def scanner() -> str:
    """A machine that looks into bags, 420 wide with its belt; the middle of its foot is the origin."""
    belt = rect((-360, -150), (720, 26), "#4b5a6b", rx=8) + rect((-360, -126), (720, 14), "#33404f", rx=6)
    legs = "".join(rect((x, -114), (26, 114), "#93a1b3", rx=5) for x in (-330, -40, 304))
    case = rect((-190, -360), (300, 236), "#dfe7ee", rx=24) + rect((30, -360), (80, 236), "#c7d2de", rx=24)
    mouth = rect((-190, -270), (26, 122), "#33404f", rx=6)
    strips = "".join(rect((-188, y), (22, 26), "#6b7a8c") for y in (-262, -230, -198))
    lamp = rect((-70, -330), (86, 20), tint(GREEN, 0.3), rx=10)
    return ellipse((0, 2), (372, 12), INK, opacity=0.14) + legs + belt + case + mouth + strips + lamp


def pillar(x: float, width: float = 120) -> str:
    """A concrete pillar of a car park with a yellow band, as high as the picture."""
    body = rect((x, 0), (width, 700), "#c9cfd6") + rect((x + width * 0.62, 0), (width * 0.38, 700), "#b3bbc5")
    return (
        body + rect((x, 520), (width, 60), SUN) + polygon([(x, 580), (x + 40, 520), (x + 80, 520), (x + 40, 580)], INK)
    )


def car(colour: str = "#7f93a8") -> str:
    """A parked car from the side, 440 wide; the middle of its foot is the origin."""
    body = path("M-214-34Q-220-96-150-104L-96-172H70L140-104Q214-98 214-34Z", colour)
    dark = path("M-214-34Q-216-62-200-78H208Q214-58 214-34Z", shade(colour))
    glass = path("M-118-108L-82-156H-10V-108Z", "#cfe0ec") + path("M6-108V-156H62L108-108Z", "#cfe0ec")
    wheels = "".join(circle((x, -30), 40, INK) + circle((x, -30), 18, "#c7d2de") for x in (-126, 126))
    return ellipse((0, 8), (236, 14), INK, opacity=0.16) + body + dark + glass + wheels


def bicycle(colour: str = CORAL) -> str:
    """A bicycle from the side, 400 wide; the middle of its foot is the origin."""
    wheels = "".join(
        circle((x, -78), 74, "none", stroke=INK, stroke_width=9)
        + stroke(f"M{x - 66}-78H{x + 66}M{x}-144V-12M{x - 46}-124L{x + 46}-32M{x + 46}-124L{x - 46}-32", "#b7c3d0", 2.5)
        + circle((x, -78), 8, SLATE)
        for x in (-126, 126)
    )
    frame = stroke("M-126-78L-60-178H84L-8-84ZM-8-84L-70-196M126-78L78-210", colour, 11)
    rest = stroke("M-96-204H-48", INK, 13) + stroke("M78-212L58-232M78-212L108-226", SLATE, 9)
    return ellipse((0, 2), (204, 10), INK, opacity=0.14) + wheels + frame + rest + circle((-8, -84), 17, SLATE)


def toolbox(colour: str = ORANGE) -> str:
    """A toolbox with a spanner looking out, 130 wide; its foot is the origin."""
    tool = place(rect((-6, -60), (12, 60), "#93a1b3", rx=4) + circle((0, -66), 14, "#93a1b3"), (30, -50), turn=18)
    box = rect((-65, -62), (130, 62), colour, rx=8) + rect((22, -62), (43, 62), shade(colour), rx=8)
    return tool + stroke("M-30-62V-84H30V-62", SLATE, 8) + box + rect((-12, -50), (24, 16), WHITE, rx=4)


def blanket(width: float, height: float, colour: str = mix(SKY, BLUE, 0.3)) -> str:
    """A soft blanket over somebody's knees, its upper middle at the origin."""
    half = width / 2
    cloth = path(
        f"M{-half} 10Q{-half / 2} -16 0 0T{half} 10L{half + 16} {height}Q0 {height + 26} {-half - 16} {height}Z", colour
    )
    folds = stroke(f"M{-half * 0.4} 20Q{-half * 0.5} {height / 2} {-half * 0.44} {height}", shade(colour), 6)
    return (
        cloth + folds + stroke(f"M{half * 0.4} 20Q{half * 0.5} {height / 2} {half * 0.46} {height}", shade(colour), 6)
    )


def ice_lolly(colour: str = CORAL) -> str:
    """An ice lolly held by its stick at the origin."""
    body = rect((-15, -70), (30, 56), colour, rx=14) + rect((3, -70), (12, 56), shade(colour), rx=10)
    return rect((-4, -20), (8, 30), WOOD, rx=3) + body + stroke("M-7-56V-36", WHITE, 5, opacity=0.7)
