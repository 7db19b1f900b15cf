"""Places for lessons about boundaries: a sports hall with its table, and a quiet room for talks."""

from slides.art.palette import (
    INK,
    LEAF,
    LILAC,
    MINT,
    SKY,
    SLATE,
    SUN,
    WHITE,
    WOOD,
    shade,
    tint,
)
from slides.art.shapes import circle, ellipse, path, rect, stroke


def sports_hall() -> str:
    """A sports hall with high windows, wall bars and a floor with lines, 1200 x 900."""
    wall = (
        rect((0, 0), (1200, 620), "#f3ead7")
        + rect((0, 430), (1200, 190), "#d8e8dc")
        + rect((0, 424), (1200, 9), shade("#d8e8dc", 0.14))
    )
    panes = "".join(
        rect((x, 70), (190, 150), SKY, stroke=WHITE, stroke_width=12)
        + path(f"M{x + 20} 220L{x + 90} 70H{x + 124}L{x + 54} 220Z", WHITE, opacity=0.35)
        for x in (70, 320, 570)
    )
    bars = rect((880, 110), (14, 480), "#b98a5c") + rect((1130, 110), (14, 480), "#a8744a")
    bars += "".join(rect((880, y), (264, 13), WOOD, rx=6) for y in range(130, 580, 46))
    floor = rect((0, 620), (1200, 280), "#e3bd8a") + rect((0, 612), (1200, 14), shade("#d8e8dc", 0.25))
    lines = stroke("M-20 760H1220M300 620L140 900M900 620L1060 900", WHITE, 8, opacity=0.75)
    return wall + panes + bars + floor + lines


def tennis_table() -> str:
    """A table for table tennis seen from one side, 560 wide; the middle of its near edge is the origin."""
    legs = "".join(rect((x, 18), (16, 150), SLATE, rx=5) for x in (-220, 204)) + rect((-220, 110), (440, 9), SLATE)
    top = (
        path("M-220-76H220L280 0H-280Z", "#2f7f86")
        + stroke("M0-76V0", WHITE, 4, opacity=0.8)
        + rect((-280, -2), (560, 22), "#24656b", rx=5)
    )
    net = path("M-8-118H8L12 2H-12Z", WHITE, opacity=0.75) + rect((-10, -122), (20, 8), SLATE, rx=3)
    return (
        ellipse((0, 168), (270, 14), INK, opacity=0.13)
        + legs
        + top
        + rect((-280, -6), (560, 6), WHITE, opacity=0.85)
        + net
    )


def bat(colour: str = "#c2454f") -> str:
    """A bat for table tennis held at its handle, at the origin."""
    return (
        rect((-6, -26), (12, 42), WOOD, rx=4)
        + ellipse((0, -58), (31, 36), shade(colour))
        + ellipse((-2, -60), (29, 34), colour)
    )


def quiet_room() -> str:
    """A small quiet room for talks: warm wall, a window, a picture and a soft rug, 1200 x 900."""
    wall = (
        rect((0, 0), (1200, 660), "#fbeadf")
        + rect((0, 500), (1200, 160), "#f5dccb")
        + path("M0 0H380L140 660H0Z", WHITE, opacity=0.25)
    )
    frame = rect((520, 110), (180, 140), "#b98a5c", rx=6) + rect((534, 124), (152, 112), MINT)
    frame += path("M534 236Q580 170 622 206T686 190V236Z", LEAF) + circle((640, 160), 15, SUN)
    floor = rect((0, 660), (1200, 240), "#dfb98c") + rect((0, 652), (1200, 16), shade("#f5dccb", 0.2))
    rug = (
        ellipse((600, 800), (560, 92), shade(SKY, 0.16))
        + ellipse((600, 796), (530, 80), SKY)
        + ellipse((600, 794), (400, 54), tint(SKY, 0.4))
    )
    return wall + frame + floor + rug


def armchair(colour: str = LILAC) -> str:
    """A soft chair from the front, 250 wide; the front edge of its seat is the origin and its feet at y = 96."""
    back = rect((-104, -196), (208, 210), colour, rx=50) + rect((40, -196), (64, 210), shade(colour, 0.12), rx=40)
    seat = rect((-100, -34), (200, 58), tint(colour, 0.25), rx=24) + rect(
        (-100, 12), (200, 64), shade(colour, 0.12), rx=14
    )
    arms = rect((-126, -96), (52, 178), tint(colour, 0.12), rx=26) + rect(
        (74, -96), (52, 178), shade(colour, 0.16), rx=26
    )
    feet = "".join(rect((x, 74), (18, 22), "#7c5638", rx=4) for x in (-96, 78))
    return ellipse((0, 96), (132, 12), INK, opacity=0.13) + feet + back + seat + arms
