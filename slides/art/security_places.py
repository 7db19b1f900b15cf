"""Places for lessons on national security: a coast with a closed site, a works gate, an aisle in a shop."""

from slides.art import furniture, outdoors, security_props
from slides.art.palette import CORAL, CREAM, GREEN, LEAF, ORANGE, SKY, SLATE, SUN, WHITE, mix, shade, tint
from slides.art.shapes import Point, circle, ellipse, path, place, rect, stroke


def coast() -> str:
    """A bay in the evening sun; on the far shore a wall with a tower and an aerial."""
    sky = (
        rect((0, 0), (1200, 900), "#fbdcb6")
        + path("M0 0H1200V190Q600 120 0 210Z", "#f6c3a4")
        + path("M0 0H1200V90Q600 40 0 110Z", "#e9a98f")
    )
    sun = circle((330, 392), 128, "#fff1c9", opacity=0.6) + circle((330, 392), 82, SUN)
    sea = rect((0, 400), (1200, 330), "#7fb4cf") + path("M236 400H424L520 660H140Z", "#ffe3ac", opacity=0.6)
    waves = "".join(
        stroke(f"M{x} {y}q24-12 48 0t48 0", WHITE, 5, opacity=0.6)
        for x, y in ((60, 470), (540, 452), (660, 540), (80, 580), (470, 600))
    )
    far = path("M640 410Q760 330 900 340T1200 300V470Q900 440 640 410Z", "#7e9c8d") + path(
        "M760 410Q960 380 1200 372V480Q960 452 760 410Z", "#6b8a7c"
    )
    hill = path("M0 640Q340 590 700 650T1200 620V900H0Z", "#9fcfa6") + path(
        "M0 740Q400 690 800 740T1200 730V900H0Z", mix(LEAF, "#9fcfa6", 0.4)
    )
    return sky + sun + sea + waves + far + closed_site((960, 388), 0.62) + hill


def closed_site(at: Point, scale: float) -> str:
    """A closed site seen from far: a long wall, a plain tower and an aerial; its foot is the point."""
    wall = rect((-250, -70), (500, 76), "#cfd4d6") + rect((-250, -82), (500, 16), "#b4bcc0", rx=3)
    wall += "".join(rect((x, -92), (14, 98), "#a8b1b6", rx=3) for x in range(-250, 251, 100))
    tower = rect((96, -200), (60, 206), "#bcc5c9") + rect((80, -236), (92, 50), "#a4b0b8", rx=6)
    tower += rect((92, -224), (68, 22), "#e6f1f6", rx=3)
    hall = path("M-190-82V-140Q-110-190-30-140V-82Z", "#b9c3c4") + path("M-70-162Q-50-154-30-140V-82H-70Z", "#a6b2b5")
    return place(hall + place(security_props.dish(), (40, -80), 0.9) + tower + wall, at, scale)


def works_gate() -> str:
    """A long wall by the road with a sliding gate, trees behind it and a bus stop without words."""
    back = outdoors.sky() + outdoors.cloud((240, 110), 0.9) + outdoors.cloud((820, 90), 0.7)
    halls = path("M120 400V250L260 190V250L400 190V250L540 190V400Z", "#b8c7d2") + rect(
        (640, 210), (300, 200), "#c7d3dc"
    )
    halls += "".join(rect((664 + 70 * i, 246), (44, 60), "#e6f1f6", rx=4) for i in range(4))
    trees = (
        outdoors.tree((90, 470), 1)
        + outdoors.tree((600, 470), 0.9, mix(LEAF, GREEN, 0.25))
        + outdoors.tree((1130, 470), 1)
    )
    wall = rect((0, 430), (1200, 190), "#e3d9c6") + rect((0, 418), (1200, 22), "#c9bda5", rx=4)
    wall += "".join(rect((x, 430), (8, 190), "#d3c7b1") for x in range(100, 1200, 200))
    gate = rect((640, 400), (24, 222), SLATE, rx=4) + rect((990, 400), (24, 222), SLATE, rx=4)
    gate += rect((664, 440), (326, 180), "#8fa0ae") + "".join(
        stroke(f"M{x} 446V614", "#74879a", 8) for x in range(690, 985, 36)
    )
    road = (
        rect((0, 620), (1200, 60), "#e5dfd5")
        + rect((0, 680), (1200, 220), "#9aa5b1")
        + rect((0, 672), (1200, 14), "#c3bbae")
    )
    marks = "".join(rect((x, 776), (120, 10), CREAM, rx=5) for x in range(30, 1200, 220))
    return back + halls + trees + wall + gate + road + marks


def shop_aisle() -> str:
    """An aisle in a shop with full shelves and small blank price tags."""
    wall = rect((0, 0), (1200, 900), "#f4efe4") + rect((0, 0), (1200, 70), "#dfe8ea")
    lamps = "".join(rect((x, 30), (220, 16), "#fff6d8", rx=8) for x in (120, 490, 860))
    floor = rect((0, 740), (1200, 160), "#d9d3c8") + "".join(
        stroke(f"M{600 + x * 0.8} 744L{600 + x * 1.4} 900", "#cbc4b6", 4) for x in (-700, -420, -140, 140, 420, 700)
    )
    shelves = rect((60, 110), (1080, 640), "#e9dcc3", rx=8) + "".join(_row(y, i) for i, y in enumerate((300, 480, 660)))
    return wall + lamps + shelves + floor + rect((44, 730), (1112, 24), shade("#e9dcc3", 0.3), rx=6)


def _row(y: float, turn: int) -> str:
    """One shelf with goods standing on it; its upper edge is at a height."""
    tones = (CORAL, SUN, LEAF, SKY, ORANGE, mix(SKY, GREEN, 0.4))
    goods = ""
    for i in range(11):
        x, tone = 88 + 96 * i, tones[(i + 2 * turn) % 6]
        high = 92 + 18 * ((i + turn) % 3)
        goods += _jar(x, y, tone) if (i + turn) % 4 == 3 else _pack(x, y, high, tone)
    tags = "".join(rect((104 + 96 * i, y + 6), (44, 20), WHITE, rx=3) for i in range(11))
    return goods + rect((60, y), (1080, 32), shade("#e9dcc3", 0.2), rx=4) + tags


def _pack(x: float, y: float, high: float, tone: str) -> str:
    return (
        rect((x, y - high), (74, high), tone, rx=6)
        + rect((x + 52, y - high), (22, high), shade(tone), rx=6)
        + ellipse((x + 30, y - high * 0.5), (17, 17), tint(tone, 0.6))
    )


def _jar(x: float, y: float, tone: str) -> str:
    return (
        rect((x + 4, y - 84), (66, 84), tint(tone, 0.45), rx=14)
        + rect((x + 4, y - 60), (66, 34), tone)
        + rect((x + 12, y - 102), (50, 22), SLATE, rx=6)
    )


def bus_stop() -> str:
    """A shelter with a bench, 420 wide; the middle of its foot is the origin."""
    roof = rect((-220, -330), (440, 26), mix(SKY, SLATE, 0.5), rx=8)
    glass = rect((-196, -304), (392, 210), "#cfe6f1", opacity=0.75) + path(
        "M-140-94L-40-304H10L-90-94Z", WHITE, opacity=0.5
    )
    posts = rect((-206, -306), (14, 306), SLATE, rx=4) + rect((192, -306), (14, 306), SLATE, rx=4)
    return (
        ellipse((0, 2), (230, 12), "#1f2933", opacity=0.14)
        + glass
        + posts
        + roof
        + place(furniture.bench(340), (0, -92))
    )
