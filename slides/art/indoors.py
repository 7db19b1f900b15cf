"""Rooms, 1200 wide and 900 high: classroom, corridor, study, living room, office and hall."""

from slides.art import furniture
from slides.art.interior import blackboard, curtain_left, curtain_right, notices, room, shelf, window
from slides.art.palette import (
    CORAL,
    CREAM,
    GREEN,
    LEAF,
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
from slides.art.shapes import circle, line, path, place, rect, stroke
from slides.art.symbols import clock


def classroom() -> str:
    """A classroom with a board in the middle and a window on the left."""
    base = room("#fdf3dd", MINT, "#ecd0a4")
    return (
        base
        + window((54, 120), (216, 300))
        + blackboard((330, 110), (560, 320))
        + place(clock(), (1046, 120), 0.86)
        + notices((940, 210))
    )


def rear_classroom() -> str:
    """The other end of a classroom: lockers, a pin board and two windows."""
    base = room("#fdf3dd", MINT, "#ecd0a4")
    panes = window((70, 110), (230, 300)) + window((900, 110), (230, 300)) + place(clock(), (600, 92), 0.7)
    lockers = "".join(
        rect((330 + 90 * i, 470), (84, 172), tone, rx=6)
        + rect((330 + 90 * i + 60, 540), (8, 30), shade(tone, 0.4), rx=4)
        + stroke(f"M{350 + 90 * i} 494h36M{350 + 90 * i} 508h36", shade(tone, 0.3), 5)
        for i, tone in enumerate((SKY, SUN, "#f8b8a8", SKY, SUN, "#f8b8a8"))
    )
    return base + panes + lockers


def corridor() -> str:
    """A school corridor that runs away from us, windows on the left and doors on the right."""
    ceiling = path("M0 0H1200L800 210H400Z", "#fffaf0") + "".join(
        path(f"M{540 - w} {y}H{660 + w}L{652 + w} {y + h}H{548 - w}Z", WHITE)
        for w, y, h in ((60, 40, 26), (28, 112, 16))
    )
    left = (
        path("M0 0L400 210V560L0 800Z", "#fdf0d3")
        + path("M0 560L400 430V560L0 800Z", "#c9ebdd")
        + path("M0 548L400 424V432L0 564Z", GREEN, opacity=0.4)
    )
    right = path("M1200 0L800 210V560L1200 800Z", "#f6e3bf") + path("M1200 560L800 430V560L1200 800Z", "#b6dccb")
    end = (
        rect((400, 210), (400, 350), "#fff3da")
        + rect((400, 440), (400, 120), "#bfe5d5")
        + window((515, 262), (170, 140))
    )
    floor = (
        path("M400 560H800L1200 800V900H0V800Z", "#e6d9c2")
        + "".join(
            line((600 + x * 0.5, 562), (600 + x * 2.2, 900), "#d6c7ac", width=4) for x in (-300, -150, 0, 150, 300)
        )
        + "".join(
            line((400 - t, 560 + t * 0.6), (800 + t, 560 + t * 0.6), "#d6c7ac", width=4)
            for t in (40, 110, 210, 340, 480)
        )
    )
    panes = _pane_left(24, 196) + _pane_left(232, 340)
    doors = (
        path("M930 196L1060 148V716L930 638Z", "#b87f54")
        + path("M948 218L1040 186V400L948 396Z", "#a9d3ea")
        + circle((950, 470), 8, SUN)
        + path("M830 238L880 220V608L830 578Z", "#a8744a")
        + path("M838 252L872 240V398L838 396Z", "#a9d3ea")
    )
    return ceiling + left + right + end + panes + doors + floor


def _pane_left(near: float, far: float) -> str:
    """A window in the left wall between two distances, drawn towards the vanishing point."""
    middle = (near + far) / 2
    (top_near, low_near), (top_far, low_far), (top, low) = (_left_wall(x) for x in (near, far, middle))
    glass = path(f"M{near} {top_near}L{far} {top_far}V{low_far}L{near} {low_near}Z", SKY, stroke=WHITE, stroke_width=12)
    hedge = path(
        f"M{near} {low_near - 110}Q{middle} {low - 150} {far} {low_far - 70}V{low_far}L{near} {low_near}Z", LEAF
    )
    return (
        glass
        + hedge
        + line((middle, top), (middle, low), WHITE, width=9)
        + stroke(f"M{near} {low_near}L{far} {low_far}", WHITE, 12)
    )


def _left_wall(x: float) -> tuple[int, int]:
    """Where a window in the left wall begins and ends at a distance from the picture's edge."""
    return round(70 + x * 0.47), round(506 - x * 0.26)


def study(outside: str = "", wall: str = "#e8f1f8") -> str:
    """A pupil's room with a window, a shelf and a picture."""
    frame = (
        rect((912, 60), (150, 116), "#c99b66", rx=6)
        + rect((926, 74), (122, 88), CREAM)
        + path("M926 162L972 108L1002 140L1022 122L1048 162Z", LEAF)
        + circle((1016, 96), 12, CORAL)
    )
    return bare_study(outside, wall) + shelf((840, 300)) + frame


def bare_study(outside: str = "", wall: str = "#e8f1f8") -> str:
    """The same room with an empty wall on the right, where bubbles find their place."""
    rail = rect((60, 84), (430, 12), "#b98a5c", rx=6)
    glass = window((110, 110), (330, 330), outside=outside)
    return (
        room(wall, mix(wall, CREAM, 0.6), "#e3c498")
        + glass
        + rail
        + curtain_left((66, 92), 400, ORANGE)
        + curtain_right((484, 92), 400, ORANGE)
    )


def living_room() -> str:
    """A living room with a window, pictures, a lamp and a rug."""
    base = room("#fdeedb", "#f8dfc2", "#dcb88c")
    pictures = (
        rect((520, 120), (170, 130), "#b98a5c", rx=6)
        + rect((534, 134), (142, 102), CREAM)
        + path("M534 236Q570 170 610 206T676 196V236Z", LEAF)
        + circle((640, 164), 14, SUN)
    )
    pictures += (
        rect((720, 150), (100, 100), "#b98a5c", rx=6)
        + rect((732, 162), (76, 76), SKY)
        + place(path("M0 30C-22 12-30-4-20-14Q-8-22 0-6Q8-22 20-14C30-4 22 12 0 30Z", CORAL), (770, 198))
    )
    standing = (
        rect((1076, 280), (10, 380), SLATE)
        + path("M1030 290L1052 190H1110L1132 290Z", SUN)
        + path("M1090 190H1110L1132 290H1100Z", "#f0b94a")
        + rect((1044, 652), (74, 14), SLATE, rx=7)
        + path("M1030 290L960 640H1190L1132 290Z", SUN, opacity=0.16)
    )
    rug = path("M150 900Q600 690 1050 900Z", "#f2a78d") + path("M250 900Q600 736 950 900Z", "#f8c9b4")
    return (
        base
        + window((110, 120), (290, 270))
        + curtain_left((62, 96), 330, LEAF)
        + curtain_right((448, 96), 330, LEAF)
        + pictures
        + standing
        + place(furniture.plant(), (60, 720), 1.3)
        + rug
    )


def office() -> str:
    """A quiet meeting room in a school."""
    base = room("#eef3f3", "#d5e8e2", "#e0c49a")
    bookcase = rect((800, 200), (320, 444), "#c99b66", rx=8) + "".join(
        rect((816, y), (288, 122), shade("#c99b66", 0.3)) for y in (214, 354, 494)
    )
    books = "".join(place(furniture.standing_books(), (x, y)) for x, y in ((826, 336), (900, 476), (830, 616)))
    return (
        base
        + window((90, 110), (300, 300))
        + bookcase
        + books
        + place(furniture.plant(CORAL), (1060, 616), 0.6)
        + place(clock(GREEN), (600, 170), 1)
        + place(furniture.plant(), (60, 690), 1.2)
    )


def hall() -> str:
    """A school hall with a stage, curtains and a large empty screen."""
    back = (
        rect((0, 0), (1200, 900), "#f8e7cb")
        + rect((0, 0), (1200, 70), "#eed5ac")
        + rect((130, 70), (940, 440), "#7c2f39")
        + rect((130, 70), (940, 30), "#66252f")
    )
    screen = rect((330, 110), (540, 300), NAVY, rx=8) + rect((342, 122), (516, 276), "#f4f8fb", rx=4)
    drapes = "".join(
        path(f"M{x} 70H{x + 62}Q{x + 50} 300 {x + 62} 510H{x}Q{x - 12} 300 {x} 70Z", tone)
        for x, tone in (
            (130, "#c2454f"),
            (190, "#ad3944"),
            (250, "#c2454f"),
            (888, "#ad3944"),
            (948, "#c2454f"),
            (1008, "#ad3944"),
        )
    )
    valance = "".join(
        path(f"M{x} 60H{x + 118}V92Q{x + 59} 150 {x} 92Z", "#d95a5f" if i % 2 else "#c94d55")
        for i, x in enumerate(range(130, 1070, 118))
    )
    stage = (
        path("M90 510H1110L1150 560H50Z", "#dcae77")
        + rect((50, 560), (1100, 56), "#b98552")
        + rect((50, 560), (1100, 12), tint(WOOD, 0.3))
    )
    walls = "".join(
        rect((x, 150), (60, 250), "#fff4de", rx=30) + rect((x + 20, 190), (20, 60), SUN, rx=10) for x in (36, 1104)
    )
    return back + drapes + screen + valance + walls + stage + rect((0, 616), (1200, 284), "#d9b78a")
