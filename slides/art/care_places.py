"""Places for lessons on care: a park, a yard in the country, a party room, a car park, a hall with a checkpoint."""

from slides.art import care_props as props
from slides.art import furniture, interior, outdoors
from slides.art.palette import CORAL, CREAM, GREEN, INK, LEAF, NAVY, SKY, SUN, WHITE, mix, shade, tint
from slides.art.shapes import Point, circle, line, path, place, polygon, rect


def park(bench_at: Point = (980, 740)) -> str:
    """A park with a lawn, trees, a path and a bench."""
    back = outdoors.sky() + outdoors.sun((1030, 150)) + outdoors.cloud((260, 130)) + outdoors.cloud((700, 90), 0.7)
    green = outdoors.lawn(540) + path("M300 900Q520 700 1240 690V790Q820 790 700 900Z", "#efe0c2")
    trees = outdoors.tree((110, 590), 1.35) + outdoors.tree((1120, 580), 1.3, mix(LEAF, GREEN, 0.25))
    return back + green + trees + outdoors.bush((330, 570), 0.9) + place(furniture.bench(330), bench_at, 1.05)


def farm() -> str:
    """A yard in the country: hills, a low house and a fence."""
    back = outdoors.sky("#cde9f8") + outdoors.sun((180, 150)) + outdoors.cloud((560, 120), 0.9)
    hills = path("M0 470Q220 330 470 440T900 400T1200 450V640H0Z", mix(LEAF, SKY, 0.4)) + path(
        "M0 540Q400 470 1200 540V900H0Z", "#a5dcb4"
    )
    house = rect((760, 330), (360, 250), CREAM) + rect((980, 330), (140, 250), shade(CREAM, 0.08))
    roof = path("M730 340L800 220H1090L1150 340Z", "#b5654a") + path("M1000 220H1090L1150 340H1030Z", shade("#b5654a"))
    panes = rect((800, 390), (90, 84), "#9fcdea", stroke=WHITE, stroke_width=9) + rect(
        (960, 420), (84, 160), "#8d5f3c", rx=5
    )
    fence = (
        "".join(rect((x, 500), (16, 96), "#c99b66", rx=6) for x in range(20, 720, 62))
        + rect((0, 524), (700, 14), "#b98a5c")
        + rect((0, 564), (700, 14), "#b98a5c")
    )
    ground = path("M0 600Q600 560 1200 610V900H0Z", "#e6d3ae")
    return back + hills + house + roof + panes + fence + ground


def party_room() -> str:
    """A living room in the evening with little flags and balloons."""
    dusk = rect((0, 0), (260, 260), "#6f86b8") + path("M0 150Q130 110 260 150V260H0Z", "#e9a98f")
    dusk += path("M0 210Q130 176 260 206V260H0Z", "#51628f")
    wall = interior.room("#f6e9f0", "#ecd6e2", "#dcb88c") + interior.window((470, 150), (260, 260), outside=dusk)
    balloons = (
        place(props.balloon(CORAL), (110, 250))
        + place(props.balloon(SKY), (200, 210), 0.9)
        + place(props.balloon(SUN), (1090, 230))
        + place(props.balloon(LEAF), (1004, 270), 0.86)
    )
    return wall + place(props.bunting(), (0, 24)) + balloons


def car_park() -> str:
    """An underground car park with pillars, a lamp and a parked car."""
    back = rect((0, 0), (1200, 900), "#dbe0e6") + rect((0, 0), (1200, 90), "#b3bbc5")
    lamps = "".join(
        rect((x, 90), (170, 18), "#fff6d8", rx=8)
        + polygon([(x, 108), (x + 170, 108), (x + 250, 640), (x - 80, 640)], WHITE, opacity=0.22)
        for x in (220, 800)
    )
    floor = rect((0, 640), (1200, 260), "#9aa5b1") + rect((0, 632), (1200, 14), "#848f9c")
    bays = "".join(line((x, 650), (x + (x - 600) * 0.5, 900), CREAM, width=8) for x in (300, 620, 940))
    return back + lamps + place(props.car(), (860, 650), 0.9) + props.pillar(24) + props.pillar(1080, 96) + floor + bays


def station() -> str:
    """The hall of a station with tall windows, a board without words and rows of seats."""
    back = interior.room("#eef3f7", "#d9e4ec", "#d8d3c8")
    panes = "".join(interior.window((x, 90), (190, 320)) for x in (60, 290))
    board = rect((620, 90), (470, 190), NAVY, rx=12) + "".join(
        rect((650, y), (wide, 14), tone, rx=7) + rect((930, y), (120, 14), tint(NAVY, 0.4), rx=7)
        for y, wide, tone in ((124, 190, SUN), (164, 230, WHITE), (204, 160, WHITE), (244, 210, mix(GREEN, WHITE, 0.4)))
    )
    return back + panes + board


def evening_street() -> str:
    """A street in the evening: a lit shop, a lamp and a moon."""
    back = (
        rect((0, 0), (1200, 900), "#4a5f92")
        + path("M0 330Q400 260 1200 340V900H0Z", "#7d83ad")
        + path("M0 480Q500 420 1200 490V900H0Z", "#d9a08f")
    )
    moon = circle((1010, 140), 52, CREAM) + circle((1032, 128), 44, "#4a5f92")
    stars = "".join(
        circle(at, 4, CREAM, opacity=0.9) for at in ((160, 110), (330, 190), (560, 90), (760, 170), (880, 80))
    )
    ground = (
        rect((0, 660), (1200, 240), "#b9b1b5")
        + rect((0, 655), (1200, 14), "#9f989f")
        + polygon([(362, 668), (662, 668), (800, 900), (240, 900)], SUN, opacity=0.2)
    )
    lamp = (
        rect((96, 300), (14, 400), INK)
        + rect((70, 280), (66, 40), SUN, rx=12)
        + circle((103, 300), 90, SUN, opacity=0.18)
    )
    return back + moon + stars + _far_houses() + _lit_shop() + ground + lamp


def _far_houses() -> str:
    """Dark houses with a lit window here and there."""
    return "".join(
        rect((x, y), (w, 660 - y), tone)
        + "".join(rect((x + 20 + 40 * i, y + 40), (18, 24), SUN, opacity=0.8) for i in range(w // 48))
        for x, y, w, tone in (
            (0, 250, 170, "#3b4c78"),
            (180, 330, 150, "#44568a"),
            (860, 290, 160, "#3b4c78"),
            (1030, 230, 170, "#44568a"),
        )
    )


def _lit_shop() -> str:
    """A shop with a striped awning and light behind the panes."""
    shop = (
        rect((330, 320), (510, 340), "#f6dfc0")
        + rect((330, 306), (510, 24), shade(CREAM, 0.2))
        + rect((362, 450), (300, 170), "#fff1c9", rx=6)
    )
    shop += rect((700, 440), (104, 220), "#8d6a4d", rx=6) + rect((718, 458), (68, 110), "#fff1c9", rx=4)
    shop += "".join(
        path(
            f"M{330 + 51 * i} 392H{381 + 51 * i}V430Q{355.5 + 51 * i} 456 {330 + 51 * i} 430Z", LEAF if i % 2 else WHITE
        )
        for i in range(10)
    )
    return shop
