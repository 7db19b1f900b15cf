"""Hats of several trades for a head of radius 50 around the origin."""

from slides.art.palette import BLUE, CORAL, SUN, WHITE, shade, tint
from slides.art.shapes import ellipse, path, rect, stroke

_STRAW = "#ecc573"


def _helmet() -> str:
    shell = (
        path("M-54-22C-56-92 56-92 54-22Z", SUN)
        + path("M22-70C44-62 55-46 54-22H36Q38-50 22-70Z", shade(SUN))
        + rect((-10, -80), (20, 58), tint(SUN, 0.4), rx=8)
    )
    return shell + rect((-64, -28), (128, 13), shade(SUN, 0.1), rx=6)


def _straw() -> str:
    crown = path("M-36-36C-36-90 36-90 36-36Z", _STRAW) + path(
        "M14-74C30-68 36-56 36-36H20Q24-56 14-74Z", shade(_STRAW)
    )
    return (
        ellipse((0, -30), (84, 17), shade(_STRAW))
        + ellipse((-2, -33), (82, 15), _STRAW)
        + crown
        + path("M-37-46Q0-36 37-46V-34Q0-24-37-34Z", CORAL)
    )


def _cook() -> str:
    puff = "".join(ellipse(at, (30, 28), WHITE) for at in ((-30, -82), (0, -92))) + ellipse(
        (30, -82), (30, 28), "#e9eef3"
    )
    return (
        puff
        + path("M-44-82H44L42-30Q0-40-42-30Z", WHITE)
        + path("M20-84H44L42-30L26-34Z", "#e3e9ef")
        + stroke("M-18-70V-46M4-70V-46", "#d5dde5", 4)
    )


def _cap() -> str:
    dome = path("M-54-20C-58-90 58-90 54-20Q0-34-54-20Z", BLUE) + path(
        "M22-70C46-62 56-46 54-20L36-24Q38-50 22-70Z", shade(BLUE, 0.35)
    )
    return dome + path("M-52-24Q0-44 52-24Q44-6 0-14Q-44-6-52-24Z", shade(BLUE, 0.5))


HATS = {"none": "", "helmet": _helmet(), "straw": _straw(), "cook": _cook(), "cap": _cap()}
