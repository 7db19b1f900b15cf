"""Small square signs, 200 wide, each on a soft tile of its own colour."""

from collections.abc import Callable
from dataclasses import replace

from slides.art import cast, furniture, people, screens, symbols
from slides.art.limbs import hand
from slides.art.palette import (
    BLUE,
    CORAL,
    GREEN,
    LEAF,
    MINT,
    NAVY,
    ORANGE,
    RED,
    SKY,
    SLATE,
    SUN,
    WARM,
    WHITE,
    shade,
    tint,
)
from slides.art.people import bust
from slides.art.shapes import Point, circle, ellipse, path, place, rect, stroke

SIDE = 200
_ROSE = "#ffdcd5"


def _tile(colour: str, drawing: str, scale: float, at: Point = (100, 100)) -> str:
    ground = rect((0, 0), (SIDE, SIDE), colour, rx=46) + path(
        "M0 150Q100 110 200 150V154Q200 200 154 200H46Q0 200 0 154Z", WHITE, opacity=0.28
    )
    return ground + place(drawing, at, scale)


def phone() -> str:
    """A phone."""
    screen = (
        screens.phone_front(WHITE)
        + rect((-11, -38), (22, 9), SKY, rx=4)
        + rect((-11, -24), (16, 9), MINT, rx=4)
        + circle((0, 5), 6, GREEN)
    )
    return _tile(SKY, screen, 1.9, (100, 130))


def shield() -> str:
    """A shield with a tick."""
    return _tile(MINT, symbols.check_shield(), 1.3)


def book() -> str:
    """A closed book of law."""
    return _tile("#ffe9bf", furniture.law_book(), 0.5, (100, 102))


def heart() -> str:
    """A heart."""
    return _tile(_ROSE, symbols.heart(), 1.4, (100, 104))


def question() -> str:
    """A question mark."""
    return _tile("#ffe9d2", symbols.question(), 1.3)


def check() -> str:
    """A tick for what is right."""
    return _tile(MINT, circle((0, 0), 50, GREEN) + symbols.tick(), 1.4)


def cross() -> str:
    """A cross for what is wrong."""
    return _tile(_ROSE, circle((0, 0), 50, RED) + place(symbols.cross(WHITE), (0, 0), 0.72), 1.4)


def clock() -> str:
    """A clock."""
    return _tile(SKY, symbols.clock(), 1.4)


def three() -> str:
    """Three heads close together."""
    behind = bust(cast.CURLS, (-40, -14), 0.62) + bust(cast.BOB, (42, -14), 0.62)
    ground = rect((0, 0), (SIDE, SIDE), "#ffe9bf", rx=46)
    return ground + place(behind + bust(cast.BOY, (0, 8), 0.8), (100, 84))


def speech() -> str:
    """Two speech bubbles."""
    said = place(screens.bubble((96, 66), WHITE, tail="lower-left"), (82, 78))
    answered = place(screens.bubble((84, 58), BLUE, tail="lower-right"), (124, 122))
    dots = "".join(circle((x, 122), 6, WHITE) for x in (102, 124, 146))
    return _tile(SKY, "", 1) + said + answered + dots


def star() -> str:
    """A star."""
    return _tile("#fff0c9", symbols.star(), 1.45, (100, 102))


def pin() -> str:
    """A pin on a map."""
    return _tile(MINT, symbols.pin(), 1.25)


def raised_hand() -> str:
    """A raised hand."""
    sleeve = rect((-15, 14), (30, 60), "#2f76c4", rx=8) + rect((-4, 14), (8, 60), WHITE)
    return _tile(SKY, sleeve + hand("palm", WARM, size=18, outward=-1), 1.7, (100, 96))


def card() -> str:
    """A bank card."""
    return _tile(tint(LEAF, 0.55), place(screens.bank_card(), (0, 0), turn=-8), 0.88)


def scales() -> str:
    """A pair of scales."""
    return _tile("#ffe9bf", symbols.scales(), 0.62, (100, 93))


def ballot() -> str:
    """A ballot box with a paper above its slot."""
    return _tile(SKY, place(furniture.ballot(), (0, -206), 1.5) + furniture.ballot_box(), 0.52, (100, 168))


def flag() -> str:
    """A pennant on a pole: where we want to get to."""
    pole = rect((-36, -58), (11, 124), "#9c7a4d", rx=5) + ellipse((-30, 66), (30, 8), LEAF)
    cloth = path("M-25-54L50-30L-25-2Z", CORAL) + path("M-25-28L50-30L-25-2Z", shade(CORAL))
    return _tile(SKY, pole + cloth + circle((-30.5, -60), 8, SUN), 1.2, (98, 102))


def bulb() -> str:
    """A light bulb that shines."""
    rays = stroke("M0-74V-88M-50-54L-60-64M50-54L60-64M-70-6H-84M70-6H84", ORANGE, 8)
    glass = path("M-50-6A50 50 0 0 1 50-6C50 22 26 30 24 52H-24C-26 30-50 22-50-6Z", SUN)
    dark = path("M14-54A50 50 0 0 1 50-6C50 22 26 30 24 52H4C30 20 34-20 14-54Z", shade(SUN))
    foot = rect((-22, 56), (44, 11), SLATE, rx=5) + rect((-16, 70), (32, 10), SLATE, rx=5)
    return _tile("#fff3d4", rays + glass + dark + foot, 1.0, (100, 106))


def steps() -> str:
    """Three steps that lead up."""
    low = rect((-62, 18), (40, 40), tint(BLUE, 0.55), rx=6)
    high = rect((-20, -14), (40, 72), tint(BLUE, 0.25), rx=6) + rect((22, -46), (40, 104), BLUE, rx=6)
    return _tile("#ffe9bf", low + high + place(symbols.star(), (42, -70), 0.42), 1.15, (100, 112))


def bars() -> str:
    """Columns of a chart."""
    columns = (
        rect((-54, 4), (28, 50), CORAL, rx=5) + rect((-14, -26), (28, 80), SUN, rx=5) + rect((26, -54), (28, 108), BLUE)
    )
    return _tile(MINT, columns + stroke("M-66 58H66", NAVY, 8), 1.15, (100, 100))


def magnifier() -> str:
    """A magnifying glass over lines of writing."""
    page = rect((-56, -62), (86, 112), WHITE, rx=8) + stroke("M-42-42H14M-42-22H-8M-42-2H-14", "#9fb0c6", 8)
    glass = circle((18, 10), 38, BLUE) + circle((18, 10), 27, SKY) + stroke("M4-2Q10-10 20-10", WHITE, 6)
    return _tile("#ffe9d2", page + stroke("M46 38L66 60", NAVY, 17) + glass, 1.2, (98, 102))


def pencil() -> str:
    """A pencil that has drawn a line."""
    drawing = stroke("M-60 62Q-30 44 0 60T56 56", BLUE, 8) + place(furniture.pencil(), (4, -8), 1.3, turn=32)
    return _tile(_ROSE, drawing, 1.15, (100, 102))


def tale() -> str:
    """An open book that tells a story."""
    cover = path("M-70-34Q-34-50 0-34Q34-50 70-34V50Q34 36 0 52Q-34 36-70 50Z", BLUE)
    pages = path("M-61-40Q-30-52 0-36V42Q-30 28-61 40Z", WHITE) + path("M61-40Q30-52 0-36V42Q30 28 61 40Z", "#e3edf7")
    lines = stroke("M-48-20Q-28-27-13-20M-48-1Q-28-8-13-1M-48 18Q-28 11-13 18", "#9fb0c6", 7)
    sparks = place(symbols.star(), (0, -62), 0.34) + place(symbols.heart(), (31, -4), 0.4)
    return _tile(SKY, cover + pages + lines + sparks, 1.15, (100, 108))


def face(person: people.Person, ground: str) -> str:
    """Somebody from the waist up, as in a chat; the waist meets the lower edge of the tile."""
    middle, short = 84, replace(person.build, torso=person.build.torso * 0.56)
    scale = (SIDE - 9 - middle) / (short.torso + short.head * 0.88)
    return rect((0, 0), (SIDE, SIDE), ground, rx=46) + bust(person.but(build=short), (100, middle), scale)


def boy() -> str:
    """A boy who speaks."""
    return face(cast.BOY, "#ffe3a3")


def girl() -> str:
    """A girl who speaks."""
    return face(cast.BOB, SKY)


def teen_boy() -> str:
    """A teenage boy who speaks."""
    return face(cast.TEEN_GLASSES, "#fde6d8")


def teen_girl() -> str:
    """A teenage girl who speaks."""
    return face(cast.TEEN_GIRL, "#dfeafb")


ICONS: dict[str, Callable[[], str]] = {
    "phone": phone,
    "shield": shield,
    "book": book,
    "heart": heart,
    "question": question,
    "check": check,
    "cross": cross,
    "clock": clock,
    "people": three,
    "speech": speech,
    "star": star,
    "pin": pin,
    "hand": raised_hand,
    "card": card,
    "scales": scales,
    "ballot": ballot,
    "flag": flag,
    "bulb": bulb,
    "steps": steps,
    "bars": bars,
    "magnifier": magnifier,
    "pencil": pencil,
    "tale": tale,
    "boy": boy,
    "girl": girl,
    "teen_boy": teen_boy,
    "teen_girl": teen_girl,
}
