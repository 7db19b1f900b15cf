"""What a room is made of: walls and floor, windows, curtains, boards and shelves; and plain grounds."""

from slides.art import furniture
from slides.art.outdoors import cloud
from slides.art.palette import (
    BOARD,
    CORAL,
    INK,
    LEAF,
    MINT,
    SKY,
    SLATE,
    SUN,
    WHITE,
    WOOD,
    shade,
)
from slides.art.shapes import Point, circle, line, path, place, rect, stroke


def room(wall: str, dado: str, floor: str, *, level: float = 640) -> str:
    """A wall in two tones over a floor of boards that run away from us."""
    boards = "".join(
        line((600 + x * 0.7, level + 18), (600 + x * 1.5, 900), shade(floor, 0.1), width=3.5)
        for x in range(-840, 841, 140)
    )
    light = path(f"M0 0H420L150 {level}H0Z", WHITE, opacity=0.22)
    skirting = rect((0, level - 6), (1200, 22), shade(dado, 0.2))
    return (
        rect((0, 0), (1200, 900), wall)
        + rect((0, level - 170), (1200, 176), dado)
        + rect((0, level - 176), (1200, 9), shade(dado, 0.12))
        + light
        + rect((0, level), (1200, 900 - level), floor)
        + boards
        + skirting
    )


def window(at: Point, size: Point, *, outside: str = "") -> str:
    """A window with a sill; its upper left corner is the point."""
    width, height = size
    view = outside or rect((0, 0), size, SKY) + path(
        f"M0 {height * 0.72}Q{width * 0.4} {height * 0.56} {width} {height * 0.74}V{height}H0Z", LEAF
    ) + place(cloud((0, 0), 0.5), (width * 0.6, height * 0.28))
    glare = path(
        f"M{width * 0.12} {height}L{width * 0.5} 0H{width * 0.68}L{width * 0.3} {height}Z", WHITE, opacity=0.25
    )
    frame = (
        rect((0, 0), size, "none", stroke=WHITE, stroke_width=14, rx=4)
        + rect((width / 2 - 6, 0), (12, height), WHITE)
        + rect((0, height * 0.4), (width, 9), WHITE)
    )
    sill = rect((-20, height + 4), (width + 40, 18), "#efe3cd", rx=5) + rect(
        (-20, height + 15), (width + 40, 8), "#d8c8ab", rx=4
    )
    return place(rect((-4, 6), (width + 16, height + 8), INK, opacity=0.1) + view + glare + frame + sill, at)


def curtain_left(at: Point, height: float, colour: str) -> str:
    """One gathered curtain, 90 wide; its upper left corner is the point."""
    folds = stroke(
        "".join(f"M{x} 8Q{x + 8} {height / 2} {end} {height - 6}" for x, end in ((24, 20), (52, 50), (74, 80))),
        shade(colour),
        6,
    )
    return place(path(f"M0 0H86Q74 {height / 2} 96 {height}H-6Q8 {height / 2} 0 0Z", colour) + folds, at)


def blackboard(at: Point, size: Point) -> str:
    """A green board with a chalk ledge; its upper left corner is the point."""
    width, height = size
    sheen = path(f"M{width * 0.66} 0H{width * 0.84}L{width * 0.56} {height}H{width * 0.38}Z", WHITE, opacity=0.05)
    frame = rect((-14, -14), (width + 28, height + 28), "#b98a5c", rx=8) + rect((0, 0), size, BOARD, rx=3)
    ledge = (
        rect((-4, height + 10), (width + 8, 15), "#a0744a", rx=4)
        + rect((40, height + 3), (44, 9), WHITE, rx=4)
        + rect((92, height + 3), (28, 9), SUN, rx=4)
        + rect((width - 120, height - 6), (74, 18), CORAL, rx=4)
    )
    return place(frame + sheen + ledge, at)


def notices(at: Point) -> str:
    """A pin board with children's drawings, 210 x 190."""
    sheets = place(
        rect((0, 0), (70, 58), WHITE) + circle((22, 22), 11, SUN) + path("M0 58L30 34L50 48L70 40V58Z", LEAF),
        (18, 18),
        turn=-3,
    )
    sheets += place(
        rect((0, 0), (60, 74), SKY) + path("M30 56C14 42 8 30 18 26Q26 24 30 34Q34 24 42 26C52 30 46 42 30 56Z", CORAL),
        (116, 18),
        turn=4,
    )
    sheets += place(
        rect((0, 0), (76, 54), MINT) + stroke("M10 16H60M10 30H50", SLATE, 5, opacity=0.4), (26, 106), turn=2
    ) + rect((126, 112), (58, 58), "#ffe3a3")
    return place(rect((0, 0), (210, 190), "#b98a5c", rx=8) + rect((10, 10), (190, 170), "#ead3ad", rx=4) + sheets, at)


def shelf(at: Point) -> str:
    """A shelf on the wall with books and a small plant, 290 wide; its upper left corner is the point."""
    board = rect((0, 0), (290, 18), WOOD, rx=4) + rect((0, 12), (290, 8), shade(WOOD), rx=4)
    return place(board + place(furniture.standing_books(), (22, 0)) + place(furniture.plant(CORAL), (244, 0), 0.52), at)


def curtain_right(at: Point, height: float, colour: str) -> str:
    return place(f'<g transform="scale(-1 1)">{curtain_left((0, 0), height, shade(colour, 0.08))}</g>', at)


def soft_ground(tone: str, light: str) -> str:
    """A plain ground with large calm rounds, for pictures of one idea."""
    rounds = (
        circle((180, 160), 250, light, opacity=0.55)
        + circle((1080, 760), 330, light, opacity=0.55)
        + circle((980, 120), 90, light, opacity=0.8)
        + circle((150, 760), 70, light, opacity=0.8)
    )
    dots = "".join(
        circle((x, y), 8, WHITE, opacity=0.8)
        for x, y in ((90, 420), (420, 90), (1120, 420), (760, 70), (1020, 300), (300, 840))
    )
    return rect((0, 0), (1200, 900), tone) + rounds + dots
