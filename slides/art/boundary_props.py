"""Things for lessons about bodies and boundaries: swimwear on a line, a door, a big hand, a tangle, a gift."""

from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    WARM,
    WHITE,
    shade,
    tint,
)
from slides.art.shapes import Point, circle, ellipse, line, path, place, rect, stroke


def swimsuit(colour: str = CORAL) -> str:
    """A child's swimsuit that hangs from its straps at the origin, 210 high."""
    straps = stroke("M-34 0V52M34 0V52", shade(colour), 12)
    body = (
        "M-54 44Q-30 64 0 66Q30 64 54 44L62 96Q50 128 60 156L72 178Q36 178 0 210Q-36 178-72 178L-60 156Q-50 128-62 96Z"
    )
    dark = "M36 58L54 44L62 96Q50 128 60 156L72 178Q36 178 0 210Q30 160 28 110Q34 84 36 58Z"
    dots = "".join(
        circle((x, y), 8, WHITE, opacity=0.85)
        for x, y in ((-34, 92), (0, 112), (30, 92), (-26, 142), (24, 146), (0, 172))
    )
    return straps + path(body, colour) + path(dark, shade(colour)) + dots


def trunks(colour: str = BLUE) -> str:
    """A pair of swimming trunks that hangs from its band at the origin, 150 high."""
    body = path("M-62 0H62L84 132H18L0 66L-18 132H-84Z", colour) + path(
        "M26 0H62L84 132H18L0 66Q22 40 26 0Z", shade(colour, 0.3)
    )
    waves = stroke("M-66 84q12-14 24 0t24 0M22 84q12-14 24 0t24 0", WHITE, 6, opacity=0.9)
    band = rect((-66, -6), (132, 22), tint(colour, 0.3), rx=8) + stroke("M-6 10L-14 36M6 10L14 36", WHITE, 5)
    return body + waves + band


def towel(colour: str = SUN) -> str:
    """A striped towel that hangs over a line at the origin, 220 high."""
    cloth = rect((-64, -8), (128, 220), colour, rx=8) + rect((30, -8), (34, 220), shade(colour), rx=8)
    stripes = "".join(rect((-64, y), (128, 20), WHITE, opacity=0.75) for y in (26, 66, 106, 146))
    return (
        cloth
        + stripes
        + stroke("M-56 212v14M-36 212v14M-16 212v14M4 212v14M24 212v14M44 212v14", shade(colour, 0.3), 5)
    )


def peg() -> str:
    """A clothes peg at the origin."""
    return rect((-6, -18), (12, 38), "#a9683f", rx=4) + rect((-6, -4), (12, 5), CREAM)


def swim_ring() -> str:
    """A swimming ring that leans, 180 wide around the origin."""
    ring = circle((0, 0), 70, "none", stroke=WHITE, stroke_width=44)
    bands = stroke(
        "M-50-50A70 70 0 0 1 0-70M50 50A70 70 0 0 1 0 70M70 0A70 70 0 0 0 50-50M-70 0A70 70 0 0 0-50 50",
        CORAL,
        44,
        stroke_linecap="butt",
    )
    return (
        ellipse((4, 94), (84, 10), INK, opacity=0.14)
        + ring
        + bands
        + circle((0, 0), 92, "none", stroke=shade(CORAL, 0.2), stroke_width=3, opacity=0.5)
    )


def door(colour: str = "#c98d5e") -> str:
    """A closed inner door in its frame, 270 x 560; the middle of its foot is the origin."""
    frame = rect((-151, -580), (302, 580), CREAM, rx=6) + rect(
        (-151, -580), (302, 580), "none", stroke=shade(CREAM, 0.14), stroke_width=4, rx=6
    )
    leaf = rect((-126, -558), (252, 558), colour, rx=4) + rect((88, -558), (38, 558), shade(colour, 0.14))
    panels = "".join(
        rect((x, y), (84, h), shade(colour, 0.2), rx=6) for x in (-104, 0) for y, h in ((-526, 190), (-296, 250))
    )
    glow = "".join(
        rect((x + 6, y + 6), (72, h - 12), tint(colour, 0.12), rx=4)
        for x in (-104, 0)
        for y, h in ((-526, 190), (-296, 250))
    )
    handle = circle((100, -270), 14, SUN) + rect((62, -276), (44, 12), SUN, rx=6)
    return frame + leaf + panels + glow + handle


def hanger(colour: str = LEAF) -> str:
    """A round tag that hangs on a door handle and shows a hand, 110 wide; its loop is at the origin."""
    hand = "".join(stroke(f"M{x} 86L{x * 1.6} {y}", WHITE, 13) for x, y in ((-14, 54), (-5, 46), (5, 46), (14, 54)))
    hand += stroke("M18 96L34 80", WHITE, 13) + ellipse((0, 98), (20, 22), WHITE)
    return (
        stroke("M0 0V26", shade(colour, 0.4), 6)
        + circle((0, 84), 58, shade(colour))
        + circle((-3, 81), 55, colour)
        + hand
    )


def teddy(fur: str = "#c98d5e") -> str:
    """A toy bear that sits, 130 wide; its seat is at the origin."""
    pale = tint(fur, 0.45)
    ears = circle((-32, -128), 17, fur) + circle((32, -128), 17, shade(fur)) + circle((-32, -128), 9, pale)
    body = ellipse((0, -38), (44, 46), fur) + ellipse((0, -34), (26, 30), pale) + ellipse((-40, -4), (22, 18), fur)
    body += (
        ellipse((40, -4), (22, 18), shade(fur))
        + ellipse((-46, -52), (14, 26), fur)
        + ellipse((46, -52), (14, 26), shade(fur))
    )
    head = (
        circle((0, -100), 42, fur)
        + ellipse((0, -88), (20, 16), pale)
        + circle((-15, -106), 4.5, INK)
        + circle((15, -106), 4.5, INK)
    )
    return ears + body + head + ellipse((0, -95), (7, 5), INK) + stroke("M-8-84Q0-77 8-84", INK, 3)


def tangle(colour: str = SLATE) -> str:
    """A tangle of one long thread, 130 wide around the origin, for a feeling one cannot name."""
    thread = "M-58 20C-70-40 10-66 40-34S10 48-30 30S-40-40 8-30S50 40 10 44"
    thread += "S-44 0-10-14S32 6 14 18S-14 14-6 4C-2-6 20-10 36-2S60 10 66 34"
    return stroke(thread, colour, 8)


def wide_open_hand(skin: str = WARM) -> str:
    """A large open hand that points up, 600 high; the middle of its wrist is the origin."""
    fingers = ((-136, -270, -226, -420), (-62, -304, -96, -520), (20, -308, 46, -552), (98, -286, 186, -478))
    drawing = "".join(stroke(f"M{a} {b}L{x} {y}", skin, 74) for a, b, x, y in fingers)
    palm = path("M-104 0H104Q112-60 134-110Q150-200 136-286Q0-340-172-272Q-186-180-146-110Q-112-60-104 0Z", skin)
    thumb = stroke("M104-130Q190-150 290-236", skin, 78)
    cuff = rect((-122, -26), (244, 110), BLUE, rx=26) + rect((-122, -26), (244, 24), tint(BLUE, 0.35), rx=12)
    creases = stroke("M-96-206Q-10-172 92-214M-80-140Q-20-128 40-150", shade(skin, 0.2), 6)
    return drawing + thumb + palm + creases + cuff


def fingertips() -> tuple[Point, ...]:
    """Where the fingers of the large hand end, from the little finger to the thumb."""
    return (-236, -420), (-96, -524), (50, -552), (190, -470), (298, -236)


def tablet(content: str, colour: str = "#2c3e57") -> str:
    """A tablet seen from the front, 420 x 300 around the origin; the screen is 384 x 264 from the content's origin."""
    return (
        rect((-200, -138), (420, 300), NAVY, rx=22, opacity=0.14)
        + rect((-210, -150), (420, 300), colour, rx=22)
        + rect((-192, -132), (384, 264), "#eef3f8", rx=8)
        + place(content, (-192, -132))
    )


def camera(colour: str = SLATE) -> str:
    """The sign of a camera, 120 wide around the origin."""
    body = (
        rect((-60, -32), (120, 78), colour, rx=16)
        + path("M-26-32L-16-52H16L26-32Z", colour)
        + rect((30, -32), (30, 78), shade(colour, 0.3), rx=14)
    )
    return (
        body
        + circle((0, 6), 28, WHITE)
        + circle((0, 6), 19, tint(colour, 0.25))
        + circle((-6, 0), 6, WHITE, opacity=0.8)
        + circle((42, -16), 5, SUN)
    )


def envelope(colour: str = CREAM) -> str:
    """A closed letter, 110 x 74 around the origin."""
    body = rect((-55, -37), (110, 74), colour, rx=5) + path("M-55-32L0 10L55-32V-30L0 14L-55-30Z", shade(colour, 0.3))
    return body + stroke("M-52-33L0 10L52-33", shade(colour, 0.28), 4) + circle((0, 8), 11, CORAL)


def tissues() -> str:
    """A box of tissues, 90 wide; its foot is the origin."""
    return (
        path("M-14-44Q-30-84-4-96Q6-70 22-88Q34-60 14-44Z", WHITE)
        + rect((-45, -46), (90, 46), ORANGE, rx=6)
        + rect((15, -46), (30, 46), shade(ORANGE), rx=6)
        + ellipse((0, -44), (22, 5), shade(ORANGE, 0.35))
    )


def cup(colour: str = SKY) -> str:
    """A cup with a handle, 52 wide; its foot is the origin."""
    return (
        stroke("M22-34Q46-34 40-16T18-8", shade(colour, 0.1), 7)
        + path("M-26-48H26L20 0H-20Z", colour)
        + path("M8-48H26L20 0H6Z", shade(colour))
        + ellipse((0, -48), (26, 6), shade(colour, 0.35))
    )


def recorder() -> str:
    """A small camera on a tripod that records one talk, 190 high; its foot is the origin."""
    legs = (
        line((0, -96), (-36, 0), SLATE, width=7)
        + line((0, -96), (36, 0), SLATE, width=7)
        + line((0, -96), (0, 4), SLATE, width=7)
    )
    return (
        legs
        + rect((-34, -146), (68, 48), "#2c3e57", rx=9)
        + circle((-8, -122), 16, SKY)
        + circle((-8, -122), 8, NAVY)
        + circle((22, -134), 5, GREEN)
    )


def leave_card(colour: str = LEAF) -> str:
    """A small card that says without words: I step out for a moment, 60 x 44 around the origin."""
    return rect((-30, -44), (60, 44), colour, rx=7) + stroke("M-14-22H10M2-32L14-22L2-12", WHITE, 6)


def gift(colour: str = CORAL) -> str:
    """A small wrapped box with a bow, 100 wide around the origin."""
    box = (
        rect((-44, -18), (88, 58), CREAM, rx=4)
        + rect((-52, -36), (104, 24), shade(CREAM, 0.1), rx=4)
        + rect((-9, -36), (18, 76), colour)
    )
    return box + stroke("M0-36Q-40-66-34-38T0-36Q40-66 34-38T0-36", colour, 8)
