"""Things for lessons on family law: red packets, a lantern, a diary, a note of hand, a drawing, little houses."""

from slides.art.palette import CORAL, CREAM, INK, LEAF, NAVY, ORANGE, RED, SKY, SLATE, SUN, WHITE, WOOD, shade, tint
from slides.art.shapes import circle, ellipse, line, path, rect, stroke

_GOLD = "#f1c65b"


def red_packet() -> str:
    """A red packet with a golden round, 64 x 92 around the origin."""
    body = rect((-32, -46), (64, 92), RED, rx=6) + rect((14, -46), (18, 92), shade(RED, 0.25), rx=6)
    flap = path("M-32-46H32V-24Q0 2-32-24Z", tint(RED, 0.16))
    return body + flap + circle((0, -10), 13, _GOLD) + stroke("M-16 24H16M-10 34H10", _GOLD, 4)


def lantern() -> str:
    """A round red lantern on a cord, 120 wide; the end of its cord is the origin."""
    ball = ellipse((0, 110), (58, 48), RED) + path("M22 66Q62 84 56 122Q46 152 12 157Q44 120 22 66Z", shade(RED, 0.25))
    ribs = stroke("M0 62V158M-30 68Q-52 110-30 152M30 68Q52 110 30 152", tint(RED, 0.3), 3)
    caps = rect((-26, 54), (52, 14), _GOLD, rx=4) + rect((-26, 152), (52, 14), _GOLD, rx=4)
    tassel = stroke("M-10 168V210M0 168V218M10 168V210", _GOLD, 5)
    return line((0, 0), (0, 56), SLATE, width=4) + ball + ribs + caps + tassel


def diary(colour: str = CORAL) -> str:
    """A closed diary with a strap and a little lock, 96 x 120 around the origin."""
    cover = rect((-48, -60), (96, 120), colour, rx=8) + rect((-48, -60), (18, 120), shade(colour, 0.25), rx=8)
    strap = rect((8, -12), (44, 22), shade(colour, 0.35), rx=5)
    lock = rect((30, -16), (28, 30), SUN, rx=6) + circle((44, -2), 4, NAVY)
    heart = path("M-4 -24C-16 -33 -20 -42 -14 -46Q-8 -49 -4 -42Q0 -49 6 -46C12 -42 8 -33 -4 -24Z", CREAM)
    return cover + strap + lock + heart


def open_diary() -> str:
    """An open diary held at the origin, 150 x 100, with lines in two hands' breadth."""
    cover = rect((-80, -56), (160, 104), CORAL, rx=8)
    pages = rect((-74, -52), (72, 94), CREAM, rx=4) + rect((2, -52), (72, 94), WHITE, rx=4)
    lines = "".join(
        rect((x, y), (width, 7), "#c7d2de", rx=3)
        for x in (-64, 12)
        for y, width in ((-38, 50), (-22, 44), (-6, 52), (10, 36))
    )
    return cover + pages + lines + path("M52-56V-14L60-22L68-14V-56Z", SUN)


def phone_box() -> str:
    """A box of a new phone with a bow, 110 x 150 around the origin, without a brand."""
    box = rect((-55, -75), (110, 150), WHITE, rx=8) + rect((25, -75), (30, 150), "#dfe6ee", rx=8)
    screen = rect((-32, -54), (54, 96), "#2c3e57", rx=9) + rect((-27, -46), (44, 80), SKY, rx=4)
    return box + screen + path("M-27-46H4L-27 0Z", WHITE, opacity=0.4) + rect((-55, 52), (110, 9), ORANGE)


def note_of_hand() -> str:
    """A sheet with lines, a sum hidden in coins' colour and a place to sign, 180 x 130 lying on a table."""
    sheet = path("M-78-64H78L98 40H-98Z", WHITE) + path("M40-64H78L98 40H60Z", "#e8edf2")
    lines = stroke("M-58-44H50M-62-24H58M-66-4H30", "#b7c3d0", 6)
    return (
        ellipse((0, 42), (100, 8), INK, opacity=0.12) + sheet + lines + stroke("M10 22q14-16 24 0t24-2t22-4", NAVY, 4)
    )


def drawing() -> str:
    """A child's drawing of two houses with one path and one small figure between them, 220 x 150 lying flat."""
    sheet = path("M-92-70H92L112 50H-112Z", WHITE)
    left = path("M-66-10L-44-34L-22-10V20H-66Z", CORAL) + rect((-50, 0), (14, 20), WOOD)
    right = path("M26-10L48-34L70-10V20H26Z", LEAF) + rect((42, 0), (14, 20), WOOD)
    walk = stroke("M-44 22Q2 44 48 22", SUN, 6) + circle((2, 4), 8, ORANGE) + line((2, 12), (2, 28), ORANGE, width=6)
    return ellipse((0, 52), (112, 8), INK, opacity=0.12) + sheet + left + right + walk


def house(roof: str = CORAL) -> str:
    """A little house, 120 wide and 130 high; the middle of its foot is the origin."""
    wall = rect((-46, -76), (92, 76), CREAM) + rect((16, -76), (30, 76), shade(CREAM, 0.08))
    top = path("M-62-72L0-130L62-72Z", roof) + path("M0-130L62-72H24Z", shade(roof))
    return wall + top + rect((-14, -44), (28, 44), "#8d6a4d", rx=3) + rect((-38, -58), (18, 20), SKY, rx=2)


def frame(inside: str, width: float = 420, height: float = 320) -> str:
    """A wooden picture frame whose upper left inner corner is the origin of what it shows."""
    wood = rect((-18, -18), (width + 36, height + 36), "#c99b66", rx=10)
    edge = rect((-18, height + 2), (width + 36, 16), shade("#c99b66", 0.2), rx=8)
    return rect((-10, -6), (width + 36, height + 36), INK, rx=10, opacity=0.12) + wood + edge + inside


def bag(colour: str = "#6f8fb3") -> str:
    """A packed travel bag, 190 wide; its foot is the origin."""
    body = rect((-95, -104), (190, 104), colour, rx=26) + rect((40, -104), (55, 104), shade(colour), rx=26)
    grip = stroke("M-44-102Q0-160 44-102", shade(colour, 0.35), 10)
    return (
        ellipse((0, 2), (100, 9), INK, opacity=0.14)
        + grip
        + body
        + stroke("M-76-70H76", WHITE, 5, stroke_dasharray="9 5")
    )


def folder(colour: str = ORANGE) -> str:
    """A file that lies on a desk with papers looking out, 170 wide; its foot is the origin."""
    papers = path("M-66-44H58L66-8H-74Z", WHITE) + stroke("M-48-34H36M-52-22H40", "#b7c3d0", 5)
    return papers + path("M-78-28H-30L-22-18H74L84 6H-84Z", colour) + path("M-84 2H84V12H-84Z", shade(colour, 0.2))
