"""What people wear: a torso 100 wide and 100 high above the hips, and its sleeves and legs."""

from dataclasses import dataclass

from slides.art.limbs import Sleeve
from slides.art.palette import BLUE, CORAL, INK, NAVY, ORANGE, SKY, SLATE, SUN, WHITE, shade, tint
from slides.art.shapes import circle, path, stroke

_BODY = "M-17-100C-38-100-50-96-50-74L-44 4Q0 12 44 4L50-74C50-96 38-100 17-100Q0-84-17-100Z"
_SHADED = "M24-99.4C40-99 50-95 50-74L44 4Q36 7 25 8Q36-40 32-74Q30-92 24-99.4Z"
_YOKE = "M-17-100C-38-100-50-96-50-74L-49-62Q0-50 49-62L50-74C50-96 38-100 17-100Q0-84-17-100Z"
_COLLAR = "M-21-101L-11-82L0-89L11-82L21-101Q0-85-21-101Z"


@dataclass(frozen=True)
class Wear:
    """One set of clothes: the cut and its colours."""

    cut: str = "tee"
    colour: str = CORAL
    accent: str = WHITE
    legs: str = NAVY
    shoes: str = WHITE
    skirt: bool = False


def _tracksuit(wear: Wear) -> str:
    yoke = path(_YOKE, wear.accent) + stroke("M-49-60Q0-48 49-60", SUN, 3.4, stroke_linecap="butt")
    return yoke + stroke("M0-88V8", shade(wear.accent, 0.25), 2.2) + path(_COLLAR, shade(wear.colour, 0.2))


def _tee(wear: Wear) -> str:
    band = path("M-48.5-54L48.5-54L47.4-38L-47.4-38Z", wear.accent)
    return band + stroke("M-17-99Q0-83 17-99", wear.accent, 5, stroke_linecap="butt")


def _hoodie(wear: Wear) -> str:
    hood = path("M-30-99Q-30-78 0-74Q30-78 30-99Q18-84 0-84Q-18-84-30-99Z", shade(wear.colour, 0.24))
    pocket = path("M-24-30H24L32-4H-32Z", shade(wear.colour, 0.18))
    return hood + pocket + stroke("M-9-78L-10-58M9-78L10-62", wear.accent, 3)


def _shirt(wear: Wear) -> str:
    buttons = "".join(circle((0, y), 1.9, shade(wear.accent, 0.3)) for y in (-66, -46, -26, -8))
    return stroke("M0-84V8", shade(wear.colour, 0.24), 2) + buttons + path(_COLLAR, wear.accent)


def _jacket(wear: Wear) -> str:
    linen = path("M-17-100L0-40L17-100Q0-84-17-100Z", wear.accent)
    tie = path("M-4.6-86H4.6L3-78L7-54L0-44L-7-54L-3-78Z", NAVY) + path("M3-78L7-54L0-44Z", INK)
    lapels = path("M-17-100L-30-78L-22-73L-27-68L0-34L-11-72Z", tint(wear.colour, 0.14))
    lapels += path("M17-100L30-78L22-73L27-68L0-34L11-72Z", shade(wear.colour, 0.3))
    buttons = circle((0, -22), 2.6, SUN) + circle((0, -4), 2.6, SUN)
    pockets = stroke("M-36-52H-20", tint(wear.colour, 0.3), 2.4) + stroke("M20-52H36", tint(wear.colour, 0.2), 2.4)
    return linen + tie + lapels + stroke("M0-34V8", shade(wear.colour, 0.4), 2) + buttons + pockets


def _cardigan(wear: Wear) -> str:
    inner = path("M-17-100Q0-84 17-100L19-70L9 9H-9L-19-70Z", wear.accent)
    edges = stroke("M-18-99Q-22-50-9 8M18-99Q22-50 9 8", shade(wear.colour, 0.24), 4)
    return inner + edges + stroke("M-14-99Q0-84 14-99", shade(wear.accent, 0.12), 3)


def _coat(wear: Wear) -> str:
    inner = path("M-17-100L0-44L17-100Q0-84-17-100Z", wear.accent)
    lapels = path("M-17-100L-28-72L0-40Z", tint(wear.colour, 0.6)) + path(
        "M17-100L28-72L0-40Z", shade(wear.colour, 0.14)
    )
    pocket = stroke("M18-52H38V-34H18Z", shade(wear.colour, 0.24), 2)
    return inner + lapels + stroke("M0-40V8", shade(wear.colour, 0.24), 2.4) + pocket


def _vest(wear: Wear) -> str:
    opening = path("M-17-100L0-60L17-100Q0-84-17-100Z", wear.accent)
    bands = path("M-47-40H47L46-30H-46Z", "#e9eef2") + path(
        "M-38-99L-28-100L-24-40H-34ZM28-100L38-99L34-40H24Z", "#e9eef2"
    )
    return opening + bands + stroke("M0-60V8", shade(wear.colour, 0.35), 2.4)


def _apron(wear: Wear) -> str:
    straps = stroke("M-20-98L-24-66M20-98L24-66", wear.accent, 5)
    return (
        straps
        + path("M-26-68H26L34-20L40 7Q0 12-40 7L-34-20Z", wear.accent)
        + stroke("M-16-26H16V-8H-16Z", shade(wear.accent, 0.2), 2.2)
    )


CUTS = {
    "tracksuit": _tracksuit,
    "tee": _tee,
    "hoodie": _hoodie,
    "shirt": _shirt,
    "jacket": _jacket,
    "cardigan": _cardigan,
    "coat": _coat,
    "vest": _vest,
    "apron": _apron,
}
_OTHER_SLEEVE = {"vest", "apron"}


def torso(wear: Wear) -> str:
    """The front of the clothes."""
    details = CUTS[wear.cut](wear)
    return path(_BODY, wear.colour) + details + path(_SHADED, NAVY, opacity=0.13)


def back(wear: Wear) -> str:
    """The clothes seen from behind."""
    yoke = (
        path(_YOKE, wear.accent) + stroke("M-49-60Q0-48 49-60", SUN, 3.4, stroke_linecap="butt")
        if wear.cut == "tracksuit"
        else ""
    )
    collar = path("M-18-101Q0-92 18-101L20-94Q0-84-20-94Z", shade(wear.colour, 0.25))
    return path(_BODY.replace("Q0-84", "Q0-98"), wear.colour) + yoke + collar + path(_SHADED, NAVY, opacity=0.13)


def sleeve(wear: Wear) -> Sleeve:
    """The cloth that goes with the cut."""
    if wear.cut in _OTHER_SLEEVE:
        return Sleeve(wear.accent if wear.cut == "vest" else wear.colour)
    return Sleeve(wear.colour, wear.cut == "tee", wear.accent if wear.cut == "tracksuit" else "")


SCHOOL = Wear("tracksuit", "#2f76c4", WHITE, legs=NAVY)
VICE_PRINCIPAL = Wear("jacket", "#27476e", SKY, legs="#1b3557", shoes=INK)
TEACHER = Wear("cardigan", "#3f9d8a", "#fff3dc", legs="#3b4a66", shoes="#7a4b3a")
FATHER = Wear("shirt", "#7fa6cf", WHITE, legs="#4b4f63", shoes="#5b463d")
MOTHER = Wear("cardigan", "#d9795d", "#fff0dd", legs="#3f4e6e", shoes="#7a4b3a")
GRANDPA = Wear("cardigan", "#8d7b68", "#e9eef2", legs=SLATE, shoes=INK)
GRANDMA = Wear("cardigan", "#8e6aa8", "#f7e7ee", legs="#4b4f63", shoes="#5b463d")
HOODIE = Wear("hoodie", ORANGE, WHITE, legs="#34507c", shoes=WHITE)
STRIPED = Wear("tee", SUN, WHITE, legs=BLUE, shoes=CORAL)
