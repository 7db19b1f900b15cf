"""Things of safety by the water: life ring, rope, bamboo pole, a sign without words, a fence, a sledge and ripples."""

from slides.art.palette import CORAL, GREEN, INK, RED, SKY, SLATE, SUN, WHITE, WOOD, mix, shade, tint
from slides.art.shapes import Point, circle, ellipse, line, path, place, polygon, rect, stroke

_RING = "#f2694b"


def life_ring() -> str:
    """A life ring with its line, 150 wide around the origin."""
    ring = circle((0, 0), 56, "none", stroke=WHITE, stroke_width=36)
    bands = stroke(
        "M-40-40A56 56 0 0 1 0-56M40 40A56 56 0 0 1 0 56M56 0A56 56 0 0 0 40-40M-56 0A56 56 0 0 0-40 40",
        _RING,
        36,
        stroke_linecap="butt",
    )
    edge = circle((0, 0), 74, "none", stroke=shade(_RING, 0.25), stroke_width=3, opacity=0.5)
    return ring + bands + edge + circle((0, 0), 38, "none", stroke=shade(_RING, 0.25), stroke_width=3, opacity=0.4)


def rope(outline: str) -> str:
    """A rope that lies or flies along an outline."""
    return stroke(outline, "#c79a5b", 9) + stroke(outline, "#f0d3a0", 5, stroke_dasharray="4 13")


def pole(start: Point, end: Point) -> str:
    """A bamboo pole from one point to another."""
    body = line(start, end, "#b9a23f", width=14) + line(start, end, "#d8c45e", width=8)
    knots = ""
    for step in range(1, 6):
        x, y = (start[i] + (end[i] - start[i]) * step / 6 for i in (0, 1))
        knots += circle((x, y), 7.5, "#9b8630")
    return body + knots


def net(at: Point, scale: float = 1) -> str:
    """A landing net at the end of a pole, around the point."""
    mesh = path("M-40-6Q-36 54 0 58Q36 54 40-6Z", WHITE, opacity=0.75)
    threads = stroke("M-26 0L-12 54M0 0V58M26 0L12 54M-38 18H38M-30 38H30", "#a9b7c4", 2.4)
    return place(mesh + threads + ellipse((0, -6), (42, 13), "none", stroke=SLATE, stroke_width=7), at, scale)


def ripples(at: Point, scale: float = 1) -> str:
    """Rings on the water around a point."""
    rings = "".join(
        ellipse((0, 0), (r, r * 0.3), "none", stroke=WHITE, stroke_width=6, opacity=share)
        for r, share in ((46, 0.95), (88, 0.7), (134, 0.45))
    )
    return place(rings, at, scale)


def sign(*, leaning: float = 0) -> str:
    """A sign on a post: waves under a red bar, without words; its foot is the origin."""
    post = rect((-9, -250), (18, 252), "#9a6b47", rx=5) + rect((2, -250), (7, 252), shade("#9a6b47"), rx=3)
    plate = rect((-86, -360), (172, 150), WHITE, rx=16) + rect(
        (-86, -360), (172, 150), "none", stroke=RED, stroke_width=11, rx=16
    )
    waves = "".join(stroke(f"M-56 {y}q14-16 28 0t28 0t28 0t28 0", "#3f8fc4", 9) for y in (-262, -236))
    swimmer = circle((22, -304), 14, INK) + stroke("M-46-286L-12-312L8-290L-30-282", INK, 11)
    bar = stroke("M-62-230L62-340", RED, 12)
    return ellipse((0, 2), (40, 8), INK, opacity=0.14) + place(
        post + plate + waves + swimmer + bar, (0, 0), turn=leaning
    )


def ring_stand() -> str:
    """A post with a life ring and a coiled rope for everybody's use; its foot is the origin."""
    post = rect((-10, -290), (20, 292), SLATE, rx=5)
    board = rect((-90, -320), (180, 190), "#e9f3f8", rx=14) + rect(
        (-90, -320), (180, 190), "none", stroke="#3f8fc4", stroke_width=9, rx=14
    )
    coil = "".join(
        ellipse((0, -112 + 5 * k), (40 - 4 * k, 13), "none", stroke="#c79a5b", stroke_width=6) for k in (0, 1, 2)
    )
    return ellipse((0, 2), (40, 8), INK, opacity=0.14) + post + board + place(life_ring(), (0, -225), 0.92) + coil


def fence(width: float, *, gap: tuple[float, float] | None = None) -> str:
    """A fence of posts and two rails from the origin to the right, with a gap where it is broken."""
    parts = ""
    for x in range(0, int(width) + 1, 70):
        if gap and gap[0] <= x <= gap[1]:
            continue
        parts += rect((x - 8, -120), (16, 122), "#c2cad4", rx=6)
    spans = [(0, width)] if not gap else [(0, gap[0] - 30), (gap[1] + 30, width)]
    for start, end in spans:
        parts += rect((start, -104), (end - start, 13), "#a9b5c2", rx=6) + rect(
            (start, -56), (end - start, 13), "#a9b5c2", rx=6
        )
    if gap:
        parts += place(rect((-90, -7), (180, 13), "#a9b5c2", rx=6), ((gap[0] + gap[1]) / 2, -14), turn=12)
    return parts


def sledge(colour: str = CORAL) -> str:
    """A wooden sledge, 190 wide; its foot is the origin."""
    runners = stroke("M-90 0H74Q98 0 98-30", "#8494a8", 9) + "".join(rect((x, -36), (9, 34), SLATE) for x in (-62, 36))
    return (
        ellipse((0, 4), (104, 8), INK, opacity=0.12)
        + runners
        + rect((-86, -52), (164, 20), colour, rx=8)
        + stroke("M98-30Q140-50 150-96", "#c79a5b", 5)
    )


def cracks(at: Point, scale: float = 1) -> str:
    """Cracks that run over thin ice from a point."""
    lines = (
        "M0 0L-70-18L-128 2M0 0L58-26L122-20M0 0L-34 30L-98 42M0 0L46 34L120 40M-70-18L-96-44M58-26L84-52M46 34L60 58"
    )
    return place(stroke(lines, "#5f86a8", 6) + stroke(lines, WHITE, 2.4), at, scale)


def fir(at: Point, scale: float = 1) -> str:
    """A fir under snow."""
    tiers = "".join(
        polygon([(-w, y), (0, y - h), (w, y)], mix(GREEN, SLATE, 0.25))
        + polygon([(-w * 0.62, y - h * 0.4), (0, y - h), (w * 0.5, y - h * 0.46), (0, y - h * 0.3)], WHITE)
        for w, y, h in ((74, -30, 96), (60, -86, 92), (44, -140, 90))
    )
    return place(rect((-11, -40), (22, 42), "#84593a", rx=4) + tiers, at, scale)


def lifeguard_chair(colour: str = SUN) -> str:
    """A high chair beside a pool; the front edge of its seat is at y = -270 and its foot at the origin."""
    legs = stroke("M-66 0L-44-270M66 0L44-270", "#9a6b47", 15) + "".join(
        line((-62 + k * 5, -60 - 70 * k), (62 - k * 5, -60 - 70 * k), "#b98a5c", width=11) for k in range(3)
    )
    return (
        legs
        + rect((-62, -286), (124, 20), WOOD, rx=6)
        + rect((-56, -410), (112, 110), colour, rx=12)
        + rect((20, -410), (36, 110), shade(colour), rx=10)
    )


def buoys(y: float, *, tone: str = CORAL) -> str:
    """A line of floats across the water."""
    return line((0, y), (1200, y), WHITE, width=4) + "".join(
        ellipse((x, y), (15, 9), tone if k % 2 else WHITE) for k, x in enumerate(range(20, 1200, 52))
    )


def slippers(colour: str = SUN) -> str:
    """A pair of sandals that somebody took off, 90 wide."""
    one = ellipse((0, 0), (17, 30), colour) + stroke("M-12-6Q0-26 12-6", tint(SKY, 0.3), 7)
    return place(one, (-24, 0), turn=-8) + place(one, (24, 4), turn=10)
