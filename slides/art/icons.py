"""Small square signs, 200 wide, each on a soft tile of its own colour."""

from collections.abc import Callable

from slides.art import cast, furniture, screens, symbols
from slides.art.limbs import hand
from slides.art.palette import BLUE, GREEN, LEAF, MINT, RED, SKY, WARM, WHITE, tint
from slides.art.people import bust
from slides.art.shapes import Point, circle, path, place, rect

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


def people() -> str:
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


ICONS: dict[str, Callable[[], str]] = {
    "phone": phone,
    "shield": shield,
    "book": book,
    "heart": heart,
    "question": question,
    "check": check,
    "cross": cross,
    "clock": clock,
    "people": people,
    "speech": speech,
    "star": star,
    "pin": pin,
    "hand": raised_hand,
    "card": card,
    "scales": scales,
    "ballot": ballot,
}
