"""Phones, laptops, chats and cards; their screens carry shapes only, never words or brands."""

from slides.art.palette import BLUE, CORAL, GREEN, INK, MINT, NAVY, ORANGE, SKY, SLATE, SUN, WHITE, shade
from slides.art.shapes import Point, circle, path, place, polygon, rect, stroke

_CASE = "#2c3e57"


def phone_back(colour: str = _CASE) -> str:
    """A small phone seen from behind, 40 x 72, held around the origin."""
    return (
        rect((-20, -52), (40, 72), colour, rx=7)
        + path("M8-52H13Q20-52 20-45V13Q20 20 13 20H8Z", shade(colour, 0.4))
        + circle((-10, -42), 5, INK)
        + circle((-10, -42), 2, SKY)
    )


def phone_front(screen: str = SKY) -> str:
    """A small phone seen from the front, 40 x 72, held around the origin."""
    glass = rect((-16.5, -47), (33, 62), screen, rx=3) + path("M-16.5-47H4L-16.5-14Z", WHITE, opacity=0.35)
    return rect((-20, -52), (40, 72), _CASE, rx=7) + glass


def phone(content: str, *, size: Point, screen: str = "#eef3f8") -> str:
    """A large phone whose screen's upper left corner is the content's origin; the phone's centre is the origin."""
    width, height = size
    x, y = -width / 2, -height / 2
    body = rect((x + 10, y + 12), size, NAVY, rx=40, opacity=0.16) + rect((x, y), size, _CASE, rx=40)
    edge = rect((x + width - 9, y + 40), (9, height - 80), shade(_CASE, 0.5), rx=4)
    glass = rect((x + 16, y + 20), (width - 32, height - 40), screen, rx=26)
    lens = rect((-34, y + 28), (68, 12), _CASE, rx=6)
    return body + edge + glass + place(content, (x + 16, y + 20)) + lens


def bubble(size: Point, colour: str, *, tail: str) -> str:
    """A speech bubble around the origin; the tail points to left, right, lower-left or lower-right."""
    width, height = size
    body = rect((-width / 2, -height / 2), size, colour, rx=min(30, height / 2))
    return _TAILS[tail](width / 2, height / 2, colour) + body


def _side(x: float, y: float, colour: str) -> str:
    tip = 26 if x > 0 else -26
    return polygon([(x - tip / 3, y - 34), (x + tip, y - 8), (x - tip / 3, y - 10)], colour)


_TAILS = {
    "left": lambda half, high, colour: _side(-half, high, colour),
    "right": lambda half, high, colour: _side(half, high, colour),
    "lower-left": lambda half, high, colour: _tail_down(-half * 0.45, high, colour, lean=-1),
    "lower-right": lambda half, high, colour: _tail_down(half * 0.45, high, colour, lean=1),
}


def _tail_down(x: float, y: float, colour: str, *, lean: int) -> str:
    return polygon([(x - 22, y - 6), (x + 22, y - 6), (x + lean * 34, y + 40)], colour)


def thought(size: Point, colour: str, *, towards: Point) -> str:
    """A thought cloud around the origin with small rounds that lead towards a person."""
    w, h = size[0] / 2, size[1] / 2
    humps = (
        (-0.55, -0.1, 0.62),
        (-0.2, -0.45, 0.6),
        (0.3, -0.42, 0.62),
        (0.62, 0, 0.58),
        (0.25, 0.35, 0.62),
        (-0.3, 0.38, 0.62),
    )
    cloud = "".join(circle((x * w, y * h), r * h, colour) for x, y, r in humps) + circle((0, 0), h * 0.8, colour)
    trail = "".join(circle((towards[0] * t, towards[1] * t), r, colour) for t, r in ((0.74, 17), (0.9, 11), (1.0, 6.5)))
    return cloud + trail


def words(width: float, rows: int, colour: str) -> str:
    """Grey bars that stand for lines of writing, from the origin downwards."""
    shares = (1, 0.82, 0.93, 0.6, 0.88, 0.7)
    return "".join(
        rect((0, 26 * row), (width * (shares[row % 6] if row < rows - 1 else 0.58), 11), colour, rx=5.5)
        for row in range(rows)
    )


def message(width: float, rows: int, *, colour: str, ink: str, at: Point) -> str:
    """A chat message with bars of writing; its upper left corner is at a point."""
    height = 26 * rows + 21
    return place(rect((0, 0), (width, height), colour, rx=20) + place(words(width - 44, rows, ink), (22, 18)), at)


def dots(colour: str = "#9fb0c6") -> str:
    """Three dots around the origin that stand for words we do not hear."""
    return "".join(circle((x, 0), 10, colour) for x in (-40, 0, 40))


def avatar(colour: str, at: Point) -> str:
    """The round of an unknown sender."""
    return place(
        circle((0, 0), 25, colour)
        + circle((0, -6), 9, WHITE)
        + path("M-16 16Q-14 4 0 4T16 16Q8 22 0 22T-16 16Z", WHITE),
        at,
    )


def bank_card(colour: str = BLUE) -> str:
    """A bank card of no bank, 172 x 108 around the origin, with bars for its number."""
    body = rect((-86, -54), (172, 108), colour, rx=13) + path(
        "M20-54H73Q86-54 86-41V41Q86 54 73 54H-30Q60 30 20-54Z", shade(colour, 0.3)
    )
    chip = rect((-66, -18), (36, 28), SUN, rx=6) + stroke("M-66-4H-30M-48-18V10", "#c98f2c", 2.4)
    digits = "".join(rect((-66 + 36 * group, 24), (27, 9), WHITE, rx=4, opacity=0.85) for group in range(4))
    waves = stroke("M44-34Q52-24 44-14M54-40Q66-24 54-8", WHITE, 4, opacity=0.8)
    return body + rect((-86, -44), (172, 15), INK, opacity=0.28) + chip + digits + waves


def laptop(content: str) -> str:
    """A laptop seen from the front, 520 wide; the screen is 460 x 280 from the content's origin."""
    lid = rect((-250, -320), (500, 320), _CASE, rx=20) + rect((-230, -300), (460, 280), WHITE, rx=6)
    deck = (
        path("M-296 0H296L272 26Q270 30 262 30H-262Q-270 30-272 26Z", "#c5ced9")
        + path("M-296 0H296L292 8H-292Z", "#e3e9ef")
        + rect((-50, 0), (100, 8), SLATE, opacity=0.4)
    )
    return lid + place(content, (-230, -300)) + deck


def gamepad(colour: str = CORAL) -> str:
    """A game controller, 130 wide around the origin."""
    body = path("M-44-30H44C66-30 74 34 54 40C40 42 34 20 22 18H-22C-34 20-40 42-54 40C-74 34-66-30-44-30Z", colour)
    dark = path("M44-30C66-30 74 34 54 40C44 42 40 32 34 24Q56 10 44-30Z", shade(colour))
    pad = rect((-42, -10), (26, 8), WHITE, rx=3) + rect((-33, -19), (8, 26), WHITE, rx=3)
    return body + dark + pad + circle((26, -12), 6, SUN) + circle((40, -2), 6, MINT)


def chest() -> str:
    """A treasure chest such as games offer, 150 wide around the origin."""
    glow = "".join(circle((0, -10), radius, SUN, opacity=share) for radius, share in ((112, 0.25), (84, 0.4)))
    lid = path("M-72-10Q-74-62-40-66H40Q74-62 72-10Z", "#a9683f") + path(
        "M20-66H40Q74-62 72-10H40Q46-50 20-66Z", "#8a5234"
    )
    box = rect((-72, -6), (144, 66), "#b9764a", rx=8) + rect((32, -6), (40, 66), "#8f5737", rx=8)
    bands = (
        rect((-52, -64), (14, 124), SUN)
        + rect((38, -64), (14, 124), "#e0ac3d")
        + rect((-74, -14), (148, 13), ORANGE, rx=4)
    )
    return glow + lid + box + bands + rect((-17, -22), (34, 36), SUN, rx=6) + circle((0, -6), 6, NAVY)


def pointer() -> str:
    """The arrow of a mouse, its tip at the origin."""
    return path("M0 0L0 62L15 48L26 74L39 68L28 43L48 41Z", WHITE, stroke=NAVY, stroke_width=6)


_CELLS = (
    "11010111010",
    "00110100110",
    "10101011001",
    "01110010110",
    "11001101011",
    "00101110100",
    "10110011010",
    "01011010111",
    "11010100100",
    "00101101101",
    "10011010110",
)


def code_pattern(side: float) -> str:
    """A square of blocks that only looks like a code: it has no finder rings a scanner could lock on to."""
    cell = side / 11
    squares = (
        (column * cell, row * cell)
        for row, cells in enumerate(_CELLS)
        for column, mark in enumerate(cells)
        if mark == "1"
    )
    blocks = "".join(f"M{x:.1f} {y:.1f}h{cell:.1f}v{cell:.1f}h{-cell:.1f}Z" for x, y in squares)
    return (
        rect((-cell, -cell), (side + 2 * cell, side + 2 * cell), WHITE, rx=8)
        + path(blocks, NAVY)
        + "".join(rect((x * cell, y * cell), (3 * cell, 3 * cell), GREEN, rx=3) for x, y in ((0, 0), (8, 0), (0, 8)))
    )
