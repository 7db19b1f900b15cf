"""Places of the fire lessons: kitchen, landing, stairs, dormitory, block of flats and school front."""

from slides.art import fire_props, fire_vehicles, furniture
from slides.art.interior import room, window
from slides.art.outdoors import cloud, sky, tree
from slides.art.palette import (
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    MINT,
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
from slides.art.shapes import Point, circle, line, path, place, polygon, rect, stroke

_TILE = "#dfe6ea"


def kitchen() -> str:
    """A kitchen: a counter with a stove at x = 800 whose plates are at y = 560, cupboards and a hood."""
    tiles = "".join(line((0, y), (1200, y), "#e3ecec", width=4) for y in range(60, 470, 68))
    tiles += "".join(line((x, 0), (x, 470), "#e3ecec", width=4) for x in range(40, 1200, 86))
    cupboards = _cupboard(430) + _cupboard(1000) + _cupboard(1112)
    hood = path("M700 0H900V120L950 200H650L700 120Z", "#c5ced9") + path(
        "M830 0H900V120L950 200H850Z", shade("#c5ced9", 0.12)
    )
    counter = rect((400, 560), (800, 30), "#f4efe6", rx=6) + rect((400, 590), (800, 200), "#a9d3c3")
    counter += "".join(
        rect((x, 608), (118, 166), "#bfe0d3", rx=8) + rect((x + 44, 624), (30, 8), SLATE, rx=4)
        for x in (420, 550, 980, 1096)
    )
    stove = rect((680, 548), (250, 16), INK, rx=6) + rect((684, 592), (242, 196), "#5b6472", rx=8)
    stove += rect((708, 650), (194, 108), "#2f3743", rx=8) + "".join(
        circle((x, 620), 12, "#e3e9ef") for x in (730, 780, 830, 880)
    )
    plinth = rect((400, 784), (800, 22), shade("#a9d3c3", 0.3))
    return room("#f7faf7", "#f7faf7", "#e9d5b2", level=700) + tiles + cupboards + hood + counter + stove + plinth


def _cupboard(x: float) -> str:
    door = rect((x, 40), (106, 190), "#bfe0d3", rx=8) + rect((x + 10, 50), (86, 170), tint("#bfe0d3", 0.35), rx=6)
    return door + rect((x + 82, 140), (8, 34), SLATE, rx=4)


def landing(wall: str = "#f6efe0") -> str:
    """The landing of a block of flats with two front doors and the way to the stairs in the middle."""
    floor = rect((0, 650), (1200, 250), _TILE) + "".join(
        line((600 + x * 0.7, 668), (600 + x * 1.6, 900), "#cbd5db", width=4) for x in range(-900, 901, 150)
    )
    floor += "".join(line((0, y), (1200, y), "#cbd5db", width=4) for y in (712, 788))
    lower = rect((0, 500), (1200, 150), "#bcd8cf") + rect((0, 494), (1200, 10), shade("#bcd8cf", 0.2))
    lamp = rect((420, 26), (360, 20), WHITE, rx=10) + path("M440 46H760L860 200H340Z", WHITE, opacity=0.3)
    doors = flat_door((170, 650)) + flat_door((1030, 650), "#8f6a86")
    return (
        rect((0, 0), (1200, 900), wall)
        + lower
        + lamp
        + floor
        + doors
        + rect((0, 644), (1200, 16), shade("#bcd8cf", 0.35))
    )


def flat_door(at: Point, colour: str = "#a9683f") -> str:
    """The front door of a flat, 220 x 420; the middle of its foot is the point."""
    leaf = rect((-122, -432), (244, 432), tint(colour, 0.5), rx=6) + rect((-108, -418), (216, 418), colour, rx=4)
    panels = "".join(
        rect((x, y), (76, h), shade(colour, 0.22), rx=5) for x in (-88, 12) for y, h in ((-390, 150), (-210, 170))
    )
    return place(
        leaf
        + panels
        + circle((0, -300), 8, INK)
        + rect((82, -226), (14, 44), SUN, rx=6)
        + rect((-70, -6), (140, 14), "#7d8a78", rx=4),
        at,
    )


def stairs() -> str:
    """Wide school stairs that come down towards us; the edge of step n is at y = step_at(n)."""
    back = rect((0, 0), (1200, 900), "#fdf3dd") + rect((0, 190), (1200, 130), MINT)
    back += window((470, 40), (260, 190)) + rect((240, 300), (720, 30), "#d8c9ad")
    treads = ""
    for step in range(9):
        top, low, wide = step_at(step), step_at(step + 1), 350 + 38 * step
        lip = top + (low - top) * 0.42
        treads += polygon([(600 - wide, top), (600 + wide, top), (638 + wide, low), (562 - wide, low)], "#cdbfa6")
        treads += polygon([(600 - wide, top), (600 + wide, top), (616 + wide, lip), (584 - wide, lip)], "#e9dec8")
        treads += line((600, top + 4), (600, lip - 3), SUN, width=7)
    walls = path("M0 330L240 300L0 900Z", mix(MINT, GREEN, 0.12)) + path(
        "M1200 330L960 300L1200 900Z", mix(MINT, GREEN, 0.2)
    )
    return back + walls + treads + _rail(-1) + _rail(1)


def step_at(step: float) -> float:
    """The height in the picture at which a step of the stairs begins, counted from the landing."""
    return 326 + 50 * step + 3.2 * step * step


def _rail(side: int) -> str:
    def point(x: float, y: float) -> str:
        return f"{600 + side * x:.0f} {y}"

    posts = "".join(
        f"M{point(352 + 38 * n, step_at(n))}L{point(352 + 38 * n, step_at(n) - 120 - 8 * n)}" for n in range(0, 8, 2)
    )
    return stroke(posts, "#8e9bab", 9) + stroke(f"M{point(330, 196)}L{point(700, 640)}", "#b9764a", 20)


def dormitory(night: bool = False) -> str:
    """A dormitory for four: a bunk on either side, a window in the middle with a desk below."""
    view = (
        rect((0, 0), (300, 260), "#3f5588") + circle((220, 70), 24, CREAM) + circle((232, 62), 20, "#3f5588")
        if night
        else ""
    )
    base = room("#e6eaf3" if night else "#f3f3ee", "#d6dcec" if night else "#dfe9e4", "#dcc097")
    glass = window((450, 110), (300, 260), outside=view)
    dark = rect((0, 0), (1200, 900), "#1b2f5c", opacity=0.14) if night else ""
    return base + glass + place(bunk(LEAF, CORAL), (196, 720)) + place(bunk(SKY, ORANGE), (1004, 720)) + dark


def bunk(upper: str, lower: str) -> str:
    """A steel bunk bed seen from the side, 360 wide and 500 high; the middle of its foot is the origin."""
    frame = stroke("M-176 0V-500M176 0V-500M-176-100H176M-176-330H176M-176-410H176", SLATE, 14)
    beds = "".join(
        rect((-170, y - 46), (340, 44), WHITE, rx=14)
        + rect((-60, y - 54), (230, 54), tone, rx=16)
        + rect((-160, y - 74), (90, 36), CREAM, rx=14)
        for y, tone in ((-108, lower), (-338, upper))
    )
    return beds + frame + stroke("M120-96V-330M160-96V-330M120-150H160M120-210H160M120-270H160", "#7d8898", 8)


def block_of_flats() -> str:
    """A block of flats behind a lawn on a mild day; a window at 760, 250 is left open."""
    back = sky() + cloud((170, 120), 0.9) + cloud((1060, 90), 0.7)
    wall = (
        rect((330, 60), (700, 560), "#fbe9cf")
        + rect((830, 60), (200, 560), shade("#fbe9cf", 0.08))
        + rect((310, 40), (740, 30), "#e3a27a", rx=4)
    )
    panes = "".join(_flat_window((x, y)) for y in (110, 260, 410) for x in (376, 540, 704, 868))
    door = (
        rect((620, 480), (120, 140), "#8d6a4d", rx=6)
        + rect((634, 494), (44, 70), SKY, rx=4)
        + rect((684, 494), (44, 70), SKY, rx=4)
    )
    ground = path("M0 610Q400 580 760 604T1200 596V900H0Z", "#a5dcb4") + path("M580 620H780L960 900H380Z", "#efe8db")
    return back + wall + panes + door + ground + tree((120, 640), 1.2) + tree((1120, 634), 1.1, mix(LEAF, GREEN, 0.25))


def _flat_window(at: Point) -> str:
    pane = (
        rect((0, 0), (120, 96), "#9fcdea") + path("M0 0H60L0 70Z", WHITE, opacity=0.4) + rect((56, 0), (8, 96), WHITE)
    )
    return place(pane + rect((-8, 94), (136, 12), "#e3a27a", rx=3), at)


def school_front() -> str:
    """The front of a school building with open windows on the third floor and a path along its foot."""
    wall = rect((0, 0), (1200, 640), "#fdf0d9") + rect((820, 0), (380, 640), shade("#fdf0d9", 0.06))
    bands = "".join(rect((0, y), (1200, 20), "#f3b58a") for y in (196, 410))
    panes = "".join(_school_window((x, y)) for y in (40, 254, 468) for x in (60, 290, 520, 750, 980))
    path_ = rect((0, 640), (1200, 260), "#e7dfd0") + rect((0, 636), (1200, 26), "#8fcf9f")
    joints = "".join(
        line((600 + x * 0.7, 664), (600 + x * 1.5, 900), "#d6cbb6", width=4) for x in range(-900, 901, 180)
    )
    return wall + bands + panes + path_ + joints


def _school_window(at: Point) -> str:
    pane = rect((0, 0), (160, 120), "#9fcdea") + path("M0 0H84L0 92Z", WHITE, opacity=0.4)
    return place(
        pane + rect((0, 0), (160, 120), "none", stroke=WHITE, stroke_width=12) + rect((75, 0), (10, 120), WHITE), at
    )


def wardrobe() -> str:
    """A wardrobe with one door ajar, 200 x 320; the middle of its foot is the origin."""
    body = rect((-100, -320), (200, 320), WOOD, rx=8) + rect((0, -306), (86, 290), "#8a6b4a")
    clothes = "".join(rect((10 + 24 * n, -270), (20, 150), tone, rx=8) for n, tone in enumerate((CORAL, SKY, SUN)))
    doors = rect((-86, -306), (86, 290), tint(WOOD, 0.25), rx=4) + path("M86-306L128-290V-6L86-16Z", shade(WOOD, 0.12))
    return body + clothes + doors + circle((-12, -160), 7, SLATE)


def shed() -> str:
    """An open shed for bicycles with charging posts, 820 wide; the middle of its foot is the origin."""
    posts = "".join(rect((x, -380), (22, 380), SLATE, rx=6) for x in (-400, -11, 378))
    roof = path("M-450-380L-410-450H410L450-380Z", "#5f9f8c") + path("M-450-380H450V-360H-450Z", shade("#5f9f8c", 0.3))
    lines = "".join(line((x, -6), (x - 20, 60), WHITE, width=6) for x in (-200, 10, 220))
    points = place(fire_vehicles.charging_post(), (-300, 0)) + place(fire_vehicles.charging_post(), (110, 0))
    return rect((-430, -8), (860, 76), "#cfd6de", rx=6) + lines + posts + points + roof


def corner_things() -> str:
    """What may stand near a door without being in the way."""
    return place(furniture.plant(), (60, 800), 0.9) + place(fire_props.extinguisher(), (330, 700), 0.9)
