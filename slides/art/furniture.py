"""Things of a school and a home: desks, seats, books, boxes, plants and toys."""

from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    RED,
    SKY,
    SLATE,
    SUN,
    WHITE,
    WOOD,
    mix,
    shade,
    tint,
)
from slides.art.shapes import Point, circle, ellipse, line, path, place, rect, stroke
from slides.art.symbols import scales

_STEEL = "#93a1b3"


def desk(width: float = 300) -> str:
    """A school desk from the front; the middle of its top edge is the origin, its feet are at y = 190."""
    half = width / 2
    legs = "".join(rect((x, 20), (12, 170), _STEEL if x < 0 else shade(_STEEL), rx=5) for x in (-half + 22, half - 34))
    feet = "".join(rect((x - 16, 182), (44, 10), shade(_STEEL, 0.3), rx=5) for x in (-half + 22, half - 34))
    drawer = rect((-half + 26, 18), (width - 52, 58), shade(WOOD, 0.12)) + rect(
        (-half + 26, 18), (width - 52, 12), shade(WOOD, 0.3)
    )
    return (
        ellipse((6, 192), (half, 10), INK, opacity=0.13)
        + legs
        + feet
        + drawer
        + rect((-half, 0), (width, 22), WOOD, rx=7)
        + rect((-half, 0), (width, 8), tint(WOOD, 0.35), rx=4)
    )


def table(width: float, height: float = 170, colour: str = WOOD) -> str:
    """A table whose top is seen a little from above; the middle of its near edge is the origin."""
    half = width / 2
    top = path(f"M{-half + 46} -58H{half - 46}L{half} 0H{-half}Z", tint(colour, 0.28))
    legs = "".join(
        rect((x, 20), (24, height - 20), shade(colour, 0.25 if x > 0 else 0.12), rx=6) for x in (-half + 36, half - 60)
    )
    return (
        ellipse((0, height), (half, 14), INK, opacity=0.13)
        + legs
        + top
        + rect((-half, -2), (width, 30), colour, rx=8)
        + rect((-half, 18), (width, 10), shade(colour), rx=5)
    )


def counter(colour: str = WOOD) -> str:
    """A desk as wide as the picture, seen from the front; its far edge is at y = 660."""
    front = rect((0, 750), (1200, 150), shade(colour, 0.2)) + rect((0, 750), (1200, 16), shade(colour, 0.32))
    return path("M0 660H1200V720H0Z", tint(colour, 0.28)) + rect((0, 716), (1200, 34), colour) + front


def stool(colour: str = SKY) -> str:
    """The back of a chair, 120 wide; its seat's front edge is at the origin and its feet at y = 80."""
    legs = "".join(rect((x, 0), (9, 80), _STEEL, rx=4) for x in (-48, 39))
    return (
        legs
        + rect((-56, -130), (112, 84), colour, rx=16)
        + rect((20, -130), (36, 84), shade(colour), rx=16)
        + rect((-60, -14), (120, 20), shade(colour, 0.3), rx=8)
    )


def bench(width: float = 420) -> str:
    """A wooden bench; the front edge of its seat is the origin and its feet are at y = 92."""
    half = width / 2
    posts = "".join(
        rect((x, -120), (14, 120), "#a8744a") + rect((x - 4, 0), (20, 92), "#8d5f3c", rx=4)
        for x in (-half + 36, half - 52)
    )
    slats = "".join(rect((-half, y), (width, 26), WOOD if y < -80 else shade(WOOD, 0.08), rx=8) for y in (-124, -86))
    return (
        ellipse((0, 94), (half, 12), INK, opacity=0.14)
        + posts
        + slats
        + rect((-half - 6, -22), (width + 12, 22), tint(WOOD, 0.2), rx=8)
        + rect((-half - 6, -4), (width + 12, 14), shade(WOOD, 0.22), rx=6)
    )


def sofa(width: float = 760, colour: str = "#5f9ea0") -> str:
    """A wide sofa; the front edge of its seat is the origin and its feet are at y = 110."""
    half = width / 2
    back = rect((-half + 20, -210), (width - 40, 220), colour, rx=44) + "".join(
        stroke(f"M{x} -196V-30", shade(colour, 0.22), 4) for x in (-half / 3, half / 3)
    )
    seat = rect((-half + 10, -40), (width - 20, 64), tint(colour, 0.18), rx=26) + rect(
        (-half + 10, 14), (width - 20, 74), shade(colour, 0.1), rx=16
    )
    arms = rect((-half - 30, -110), (84, 206), tint(colour, 0.1), rx=36) + rect(
        (half - 54, -110), (84, 206), shade(colour), rx=36
    )
    feet = "".join(rect((x, 88), (26, 26), "#7c5638", rx=5) for x in (-half + 20, half - 46))
    return ellipse((0, 112), (half + 30, 14), INK, opacity=0.14) + feet + back + seat + arms


def bed(colour: str = BLUE) -> str:
    """A made bed from the side, 620 wide; the middle of its foot is the origin."""
    frame = (
        rect((270, -250), (36, 250), "#b98a5c", rx=12)
        + rect((-306, -130), (30, 130), "#a8744a", rx=10)
        + rect((-290, -80), (580, 46), "#b98a5c", rx=6)
    )
    pillow = rect((130, -196), (150, 76), WHITE, rx=34) + path(
        "M240-196Q280-196 280-158T240-120Q262-160 240-196Z", "#dfe7ee"
    )
    quilt = (
        path("M-284-150Q-284-168-264-168H110Q150-168 150-128V-60H-284Z", colour)
        + path("M-284-104H150V-60H-284Z", shade(colour, 0.25))
        + path("M70-168H110Q150-168 150-128V-104H104Q110-140 70-168Z", tint(colour, 0.45))
    )
    return (
        ellipse((0, 2), (320, 14), INK, opacity=0.13)
        + frame
        + pillow
        + rect((-284, -126), (560, 66), WHITE, rx=12)
        + quilt
    )


def open_book(width: float = 640) -> str:
    """A large open book that lies towards us; the middle of its lower edge is the origin."""
    half, leather = width / 2, RED
    over = f"M{-half - 16} -150Q{-half / 2} -196 0 -160Q{half / 2} -196 {half + 16} -150"
    under = f"L{half + 34} 22Q{half / 2} -20 0 18Q{-half / 2} -20 {-half - 34} 22Z"
    cover = path(over + under, shade(leather, 0.1))
    left = path(f"M0 -160Q{-half / 2} -204 {-half} -160L{-half - 14} 4Q{-half / 2} -36 0 4Z", CREAM)
    right = path(f"M0 -160Q{half / 2} -204 {half} -160L{half + 14} 4Q{half / 2} -36 0 4Z", shade(CREAM, 0.07))
    lines = "".join(_page_line(side, half, y) for side in (-1, 1) for y in (-132, -104, -76, -48))
    gutter = path("M0-160Q-26-172-44-172L-30-14Q-12-8 0 4Z", NAVY, opacity=0.07) + path(
        "M0-160Q26-172 44-172L30-14Q12-8 0 4Z", NAVY, opacity=0.1
    )
    ribbon = path("M26-16L30 52L42 40L54 50L48-20Z", SUN)
    return ellipse((0, 26), (half + 30, 16), INK, opacity=0.13) + cover + left + right + lines + gutter + ribbon


def _page_line(side: int, half: float, y: float) -> str:
    return stroke(
        f"M{side * 62} {y + 2}Q{side * half * 0.5} {y - 34} {side * (half - 46)} {y}", mix(CREAM, SLATE, 0.38), 8
    )


def law_book(colour: str = "#9e2b34") -> str:
    """A thick closed book with scales pressed on its cover, 240 wide and 300 high around the origin."""
    pages = path("M-104 118H120V150H-104Q-120 146-120 134T-104 118Z", CREAM) + "".join(
        line((-100, y), (116, y), "#d8cdb4", width=2) for y in (127, 135, 143)
    )
    cover = (
        rect((-120, -150), (240, 270), colour, rx=10)
        + rect((-120, -150), (34, 290), shade(colour, 0.3), rx=10)
        + path("M-104 150Q-120 148-120 134L-120 130Q-116 140-104 142H120V150Z", shade(colour, 0.4))
    )
    frame = rect((-66, -128), (168, 226), "none", stroke="#e8c77c", stroke_width=4, rx=6)
    return cover + pages + frame + place(scales("#e8c77c"), (18, -24), 0.62)


def standing_books() -> str:
    """A row of books on a shelf; their feet are at the origin, 190 wide."""
    kinds = ((0, 26, 92, CORAL), (28, 22, 80, BLUE), (52, 30, 96, SUN), (84, 20, 86, GREEN), (106, 28, 76, ORANGE))
    rows = "".join(
        rect((x, -h), (w, h), colour, rx=3) + rect((x, -h + 14), (w, 7), WHITE, opacity=0.6)
        for x, w, h, colour in kinds
    )
    return rows + place(rect((0, -84), (24, 84), LEAF, rx=3), (140, 0), turn=12)


def ballot_box() -> str:
    """A ballot box with a slot, 240 wide; the middle of its foot is the origin."""
    lid = path("M-104-196H104L126-160H-126Z", tint(RED, 0.18)) + rect((-52, -182), (104, 10), INK, rx=5)
    front = rect((-120, -160), (240, 160), RED, rx=8) + path(
        "M60-160H112Q120-160 120-152V-8Q120 0 112 0H60Z", shade(RED, 0.25)
    )
    mark = circle((-6, -82), 46, CREAM) + stroke("M-28-82L-12-64L18-102", GREEN, 12)
    return ellipse((0, 2), (140, 12), INK, opacity=0.15) + lid + front + mark


def ballot() -> str:
    """A folded sheet of paper with a tick, 52 x 62 around the origin."""
    return (
        rect((-26, -44), (52, 62), WHITE, rx=4, stroke="#cfd6de", stroke_width=2)
        + stroke("M-12-16L-3-7L13-26", GREEN, 6)
        + path("M-26 4H26V14Q26 18 22 18H-22Q-26 18-26 14Z", "#e3e8ee")
    )


def plant(pot: str = ORANGE) -> str:
    """A plant in a pot; its foot is the origin, 170 high."""
    leaves = "".join(
        place(path("M0 0C-26-26-24-76 0-104C24-76 26-26 0 0Z", tone), (0, -58), turn=turn)
        for turn, tone in (
            (-58, GREEN),
            (58, shade(GREEN)),
            (-30, mix(GREEN, LEAF, 0.4)),
            (30, mix(GREEN, LEAF, 0.25)),
            (0, mix(GREEN, LEAF, 0.65)),
        )
    )
    return (
        leaves
        + path("M-42-66H42L32 0H-32Z", pot)
        + path("M12-66H42L32 0H8Z", shade(pot))
        + rect((-48, -76), (96, 18), tint(pot, 0.2), rx=6)
    )


def lamp(colour: str = SUN) -> str:
    """A desk lamp; its foot is the origin."""
    glow = path("M-92-150L-210 0H10Z", SUN, opacity=0.22)
    return (
        glow
        + stroke("M0-6L-14-110L-64-168", SLATE, 9)
        + path("M-62-196L-30-158L-98-130Q-104-176-62-196Z", colour)
        + circle((-14, -110), 8, SLATE)
        + rect((-40, -12), (80, 14), SLATE, rx=7)
    )


def ball() -> str:
    return (
        circle((0, 0), 42, ORANGE)
        + path("M14-40A42 42 0 0 1 4 42Q32 30 32 0T14-40Z", shade(ORANGE))
        + stroke("M-40-10Q0-28 40-10M-34 24Q0 4 34 24M-6-41Q-22 0-4 41", WHITE, 5)
    )


def pencil_case(colour: str = CORAL) -> str:
    """A zipped pencil case, 130 wide around the origin, with two pencils looking out."""
    pencils = (
        rect((-44, -46), (11, 40), SUN, rx=2)
        + path("M-44-46L-38.5-60L-33-46Z", CREAM)
        + rect((-24, -40), (11, 34), BLUE, rx=2)
        + path("M-24-40L-18.5-54L-13-40Z", CREAM)
    )
    bag = rect((-66, -26), (132, 60), colour, rx=24) + path(
        "M30-26H42Q66-26 66-2V10Q66 34 42 34H20Q44 20 30-26Z", shade(colour)
    )
    return pencils + bag + stroke("M-52-10H50", WHITE, 5, stroke_dasharray="9 5") + rect((46, -15), (20, 10), SUN, rx=4)


def pencil(colour: str = SUN) -> str:
    """A pencil that points up, 90 high around the origin."""
    return (
        rect((-7, -26), (14, 62), colour)
        + rect((2, -26), (5, 62), shade(colour))
        + path("M-7-26L0-48L7-26Z", CREAM)
        + path("M-3-39L0-48L3-39Z", INK)
        + rect((-7, 34), (14, 10), CORAL, rx=3)
    )


def satchel(colour: str = BLUE) -> str:
    """A school bag standing on the floor, 130 wide; its foot is the origin."""
    bag = (
        stroke("M-24-142Q0-172 24-142", shade(colour, 0.35), 10)
        + rect((-62, -146), (124, 146), colour, rx=34)
        + path("M24-146H28Q62-146 62-112V-34Q62 0 28 0H14Q44-60 24-146Z", shade(colour))
    )
    return (
        bag
        + rect((-46, -68), (92, 54), tint(colour, 0.25), rx=14)
        + stroke("M-34-50H34", WHITE, 4)
        + rect((-62, -112), (124, 10), SUN)
    )


def stack(at: Point) -> str:
    """Exercise books lying on a desk; the foot of the pile is the point."""
    rows = ((0, 96, CORAL), (16, 84, SKY), (32, 92, SUN))
    return place(
        "".join(
            rect((-w / 2, -y - 15), (w, 15), colour, rx=3) + rect((w / 2 - 14, -y - 12), (12, 9), WHITE)
            for y, w, colour in rows
        ),
        at,
    )
