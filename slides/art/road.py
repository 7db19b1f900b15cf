"""Roads and what stands beside them: crossings, lights, stops, cones; 1200 wide and 900 high."""

from slides.art.outdoors import bush, cloud, sky, sun, tree
from slides.art.palette import CORAL, CREAM, GREEN, INK, LEAF, ORANGE, SKY, SLATE, SUN, WHITE, mix, shade, tint
from slides.art.shapes import Point, circle, ellipse, line, path, place, polygon, rect, stroke

ASPHALT = "#8d99a8"
PAVING = "#e5dfd5"
KERB = "#c3bbae"
DANGER = "#f79a8e"
STOP_RED, GO_GREEN, DARK = "#ef4b4b", "#35c26f", "#46505e"


def houses(level: float = 500) -> str:
    """A row of plain houses whose feet are at a level."""
    rows = (
        (0, 190, 250, "#f6dfc0"),
        (180, 160, 320, "#e6d3ea"),
        (330, 220, 230, "#fbe9cf"),
        (540, 170, 290, "#d3e6ef"),
    )
    rows += ((700, 210, 240, "#f9dcd0"), (900, 150, 330, "#dcecdc"), (1040, 170, 260, "#f6e3c4"))
    return "".join(_house(x, width, high, tone, level) for x, width, high, tone in rows)


def _house(x: float, width: float, high: float, tone: str, level: float) -> str:
    top = level - high
    wall = rect((x, top), (width, high), tone) + rect((x + width * 0.72, top), (width * 0.28, high), shade(tone, 0.08))
    columns = int((width - 24) // 54)
    panes = "".join(
        rect((x + 22 + 54 * i, top + 28 + 66 * j), (34, 42), "#b3d6ea", rx=3)
        for i in range(columns)
        for j in range(int((high - 60) // 66))
    )
    return wall + rect((x - 6, top - 10), (width + 12, 14), shade(tone, 0.18), rx=4) + panes


def roadside(tone: str = SKY) -> str:
    """A road that runs past us from left to right, with a pavement on either side."""
    back = sky(tone) + cloud((230, 90), 0.9) + cloud((860, 70), 0.7) + houses()
    green = tree((110, 520), 0.85) + tree((1090, 520), 0.9, mix(LEAF, GREEN, 0.25)) + bush((520, 516), 0.7)
    far = rect((0, 496), (1200, 50), PAVING) + rect((0, 542), (1200, 12), KERB)
    lane = rect((0, 552), (1200, 210), ASPHALT) + stroke(
        "M-20 654H1220", WHITE, 7, stroke_dasharray="70 54", opacity=0.85
    )
    near = rect((0, 758), (1200, 20), KERB) + rect((0, 776), (1200, 124), PAVING)
    joints = "".join(line((x, 782), (x + (x - 600) * 0.2, 900), "#d6cebf", width=4) for x in range(30, 1200, 150))
    return back + far + green + lane + near + joints


def ladder_crossing(x: float, width: float = 300) -> str:
    """A crossing over the roadside's road, seen by those who are about to walk over it."""
    bars = ""
    for top, high in ((562, 20), (600, 24), (642, 28), (688, 32), (734, 22)):
        grow = (top - 552) / 210 * 46
        bars += polygon(
            [
                (x - width / 2 - grow, top + high),
                (x - width / 2 - grow + 5, top),
                (x + width / 2 + grow - 5, top),
                (x + width / 2 + grow, top + high),
            ],
            WHITE,
        )
    return bars


def avenue(tone: str = SKY, *, sunny: bool = True) -> str:
    """A road that comes towards us from the distance, with pavements and trees on either side."""
    back = sky(tone) + (sun((1010, 120)) if sunny else "") + cloud((240, 110), 1) + cloud((700, 70), 0.6) + houses(420)
    sides = (
        rect((0, 410), (1200, 490), PAVING)
        + path("M0 410H430L0 640Z", "#a5dcb4")
        + path("M1200 410H770L1200 640Z", "#a5dcb4")
    )
    trees = "".join(
        tree((x, y), size, tone_)
        for x, y, size, tone_ in (
            (390, 436, 0.5, LEAF),
            (800, 436, 0.5, mix(LEAF, GREEN, 0.25)),
            (200, 520, 0.85, LEAF),
            (1000, 520, 0.85, mix(LEAF, GREEN, 0.25)),
        )
    )
    road = path("M530 410H670L1240 900H-40Z", ASPHALT) + stroke("M530 410L-40 900M670 410L1240 900", KERB, 14)
    return back + sides + trees + road + stroke("M600 416V566", WHITE, 7, stroke_dasharray="26 26")


def wide_crossing(top: float = 640, low: float = 800) -> str:
    """A crossing over the avenue, seen by those who drive up to it."""
    bars = ""
    for step in range(-8, 8):
        x = step * 40 + 8
        ends = [(600 + (x + dx) * (y - 290) / 230, y) for dx, y in ((0, top), (22, top), (22, low), (0, low))]
        edge = (low - 410) / 490 * 570 + 60
        if all(abs(px - 600) < edge for px, _ in ends):
            bars += polygon(ends, WHITE)
    return bars + stroke(f"M{600 - (top - 430) * 1.16:.0f} {top - 22}H{600 + (top - 430) * 1.16:.0f}", WHITE, 9)


def walker_light(*, go: bool) -> str:
    """A light for people on foot, 440 high, its foot at the origin: a standing or a walking figure."""
    post = rect((-9, -330), (18, 330), SLATE, rx=6) + rect((-26, -12), (52, 14), shade(SLATE), rx=6)
    box = rect((-52, -470), (104, 178), INK, rx=20) + rect((-44, -462), (88, 162), "#2b3644", rx=14)
    red, green = (DARK, GO_GREEN) if go else (STOP_RED, DARK)
    glow = circle((0, -341 if go else -421), 50, green if go else red, opacity=0.28)
    standing = (
        circle((0, -446), 8.5, red)
        + rect((-10, -435), (20, 26), red, rx=6)
        + rect((-8, -412), (7, 22), red, rx=3)
        + rect((1, -412), (7, 22), red, rx=3)
    )
    walking = circle((0, -372), 8.5, green) + stroke(
        "M0-358L-2-338M-2-338L-14-318M-2-338L10-318M-14-346L0-358L14-344", green, 8
    )
    return post + box + glow + standing + walking


def signal(lit: str = "red") -> str:
    """A light for vehicles with three lamps, 150 high around the origin."""
    colours = {"red": STOP_RED, "amber": "#ffc23d", "green": GO_GREEN}
    box = rect((-32, -84), (64, 168), "#2b3644", rx=22)
    lamps = "".join(
        circle((0, y), 20, colour if name == lit else DARK)
        for y, (name, colour) in zip((-52, 0, 52), colours.items(), strict=True)
    )
    return box + lamps


def cone() -> str:
    """A traffic cone, 70 high, its foot at the origin."""
    return (
        ellipse((4, 2), (38, 7), INK, opacity=0.16)
        + path("M-8-72H8L24-8H-24Z", ORANGE)
        + path("M-13-52H13L17-34H-17Z", WHITE)
        + rect((-36, -10), (72, 12), shade(ORANGE), rx=4)
    )


def bus_stop() -> str:
    """A bus stop with a roof and a bench, 460 wide, its foot at the origin."""
    glass = rect((-210, -330), (420, 260), "#d5eaf5", opacity=0.85) + path(
        "M-120-70L-10-330H60L-50-70Z", WHITE, opacity=0.4
    )
    posts = rect((-222, -350), (16, 350), SLATE, rx=4) + rect((206, -350), (16, 350), SLATE, rx=4)
    roof = path("M-256-376H256L236-344H-236Z", "#4f9d84") + rect((-256, -384), (512, 16), tint("#4f9d84", 0.25), rx=8)
    bench = (
        rect((-150, -84), (300, 18), "#c99b66", rx=8)
        + rect((-124, -66), (12, 66), SLATE)
        + rect((112, -66), (12, 66), SLATE)
    )
    board = rect((120, -300), (70, 130), CREAM, rx=6) + "".join(
        rect((130, y), (50, 8), CORAL if y == -284 else "#c7d2de", rx=4) for y in (-284, -262, -240, -218, -196)
    )
    return ellipse((0, 2), (250, 12), INK, opacity=0.14) + glass + board + posts + roof + bench


def rain(count: int = 46) -> str:
    """Slanting drops over the whole picture."""
    drops = "".join(f"M{(x * 173) % 1220} {(x * 97) % 880}l-9 30" for x in range(count))
    return stroke(drops, "#eaf5fb", 5, opacity=0.75)


def puddle(at: Point, width: float) -> str:
    return place(
        ellipse((0, 0), (width / 2, width / 9), tint(SKY, 0.3), opacity=0.8)
        + stroke(f"M{-width * 0.3:.0f}-3Q{-width * 0.1:.0f}-10 {width * 0.1:.0f}-7", WHITE, 4),
        at,
    )


def warning_strip(points: list[Point]) -> str:
    """An area of the ground that drivers cannot see."""
    return polygon(points, DANGER, opacity=0.8) + polygon(
        points, "none", stroke=SUN, stroke_width=6, stroke_dasharray="22 16"
    )
