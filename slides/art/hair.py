"""Hair styles for a head of radius 50 around the origin, each with a part behind and a part in front."""

from collections.abc import Callable

from slides.art.palette import CORAL, mix, shade, tint
from slides.art.shapes import circle, ellipse, path, stroke

Style = Callable[[str, str], tuple[str, str]]

_FRINGE = "M-54 8C-62-84 62-84 54 8C52-6 49-16 45-22C22-19-20-19-44-23C-48-16-52-4-54 8Z"
_PARTED = (
    "M-54 8C-60-40-36-62 0-61C38-60 60-40 54 8C52-6 50-14 46-21C30-18-4-20-20-36C-26-24-38-18-46-14C-50-8-53 0-54 8Z"
)
_SWEPT = "M-54 8C-62-84 62-84 54 8C52-10 46-22 36-28C14-24-10-26-22-30C-36-24-48-12-54 8Z"
_LOCKS = "M-54-6C-62 14-60 40-48 50C-42 34-46 8-42-20ZM54-6C62 14 60 40 48 50C42 34 46 8 42-20Z"


def deep(colour: str) -> str:
    """The tone of hair in the shade."""
    return mix(colour, "#12101a", 0.38)


def _gleam(colour: str) -> str:
    return stroke("M-36-34Q-24-50-6-52", tint(colour, 0.22), 5)


def short(colour: str, _tie: str) -> tuple[str, str]:
    return "", path(_PARTED, colour) + _gleam(colour)


def crop(colour: str, _tie: str) -> tuple[str, str]:
    spiky = (
        "M-54 8C-60-84 60-84 54 8C51-8 48-16 44-22L33-17L24-27L12-19L2-29L-10-19L-22-28L-32-17L-43-22C-48-14-51-4-54 8Z"
    )
    return "", path(spiky, colour) + _gleam(colour)


def tousled(colour: str, _tie: str) -> tuple[str, str]:
    crown = "M-55 8C-66-20-52-40-44-48C-38-60-22-58-16-66C-4-58 8-68 18-64C28-64 36-54 44-50C58-40 62-14 54 8"
    brow = "C52-6 50-12 45-18C36-22 30-14 20-20C8-10-8-22-20-12C-30-22-40-12-45-17C-50-10-53-2-55 8Z"
    return "", path(crown + brow, colour) + _gleam(colour)


def curls(colour: str, _tie: str) -> tuple[str, str]:
    ring = ((-46, -16, 16), (-38, -38, 18), (-18, -52, 18), (6, -56, 18), (28, -46, 18), (44, -28, 17), (48, -8, 13))
    front = "".join(circle((x, y), r, colour) for x, y, r in ring) + path(
        "M-46-14C-40-72 40-72 46-14C20-26-20-26-46-14Z", colour
    )
    return "", front + _gleam(colour)


def bob(colour: str, _tie: str) -> tuple[str, str]:
    back = "M-57 0C-62-84 62-84 57 0C62 28 60 46 46 54L-46 54C-60 46-62 28-57 0Z"
    return path(back, deep(colour)), path(_FRINGE, colour) + path(_LOCKS, colour) + _gleam(colour)


def long(colour: str, _tie: str) -> tuple[str, str]:
    back = "M-57 0C-62-84 62-84 57 0C66 44 66 84 54 108C30 116-30 116-54 108C-66 84-66 44-57 0Z"
    return path(back, deep(colour)), path(_PARTED, colour) + path(_LOCKS, colour) + _gleam(colour)


def ponytail(colour: str, tie: str) -> tuple[str, str]:
    tail = path("M30-46C62-70 98-44 92-8C90 18 80 34 66 42C74 18 68-8 40-26Z", deep(colour))
    return tail + circle((42, -40), 11, tie), path(_SWEPT, colour) + _gleam(colour)


def pigtails(colour: str, tie: str) -> tuple[str, str]:
    tail = "M{0}50-6C{0}82-30 {0}100 4 {0}88 34C{0}84 46 {0}70 46 {0}66 34C{0}70 16 {0}62 2 {0}50-6Z"
    tails = path(tail.format("-"), colour) + path(tail.format(" "), deep(colour))
    return tails + circle((-56, -6), 10, tie) + circle((56, -6), 10, shade(tie)), path(_FRINGE, colour) + _gleam(colour)


def braids(colour: str, tie: str) -> tuple[str, str]:
    back, beads = "", ((50, 30, 13), (54, 50, 13), (56, 70, 12), (57, 88, 10))
    for side, tone in ((-1, colour), (1, deep(colour))):
        back += "".join(ellipse((side * x, y), (r, 14), tone) for x, y, r in beads)
        back += circle((side * 57, 100), 8, tie) + ellipse((side * 58, 112), (8, 10), tone)
    return back, path(_PARTED, colour) + _gleam(colour)


def bun(colour: str, tie: str) -> tuple[str, str]:
    knot = circle((0, -66), 23, deep(colour)) + stroke("M-16-52Q0-44 16-52", tie, 7)
    return knot, path(_SWEPT, colour) + _gleam(colour)


def shoulder(colour: str, _tie: str) -> tuple[str, str]:
    back = "M-57 0C-62-84 62-84 57 0C60 30 66 54 56 72C34 82-34 82-56 72C-66 54-60 30-57 0Z"
    return path(back, deep(colour)), path(_PARTED, colour) + path(_LOCKS, colour) + _gleam(colour)


def receding(colour: str, _tie: str) -> tuple[str, str]:
    sides = "M-54 10C-62-14-52-36-40-42C-44-26-44-10-46 2ZM54 10C62-14 52-36 40-42C44-26 44-10 46 2Z"
    return "", path(sides, colour) + stroke("M-30-45Q0-58 30-45", colour, 7)


def waves(colour: str, _tie: str) -> tuple[str, str]:
    ring = (
        (-50, 8, 14),
        (-50, -14, 16),
        (-40, -36, 18),
        (-20, -52, 18),
        (4, -56, 18),
        (26, -49, 18),
        (43, -33, 17),
        (51, -12, 15),
        (50, 8, 13),
    )
    front = path("M-48-8C-44-58 44-58 48-8C34-30-16-22-26-36C-30-22-40-18-48-8Z", colour)
    return "", "".join(circle((x, y), r, colour) for x, y, r in ring) + front + _gleam(colour)


STYLES: dict[str, Style] = {
    "short": short,
    "crop": crop,
    "tousled": tousled,
    "curls": curls,
    "bob": bob,
    "long": long,
    "ponytail": ponytail,
    "pigtails": pigtails,
    "braids": braids,
    "bun": bun,
    "shoulder": shoulder,
    "receding": receding,
    "waves": waves,
}

HIDING_EARS = ("long", "shoulder", "bob", "waves", "curls")

_SHORT_BEHIND = "M-54 2C-62-84 62-84 54 2C53 26 40 43 24 46C10 42-10 42-24 46C-40 43-53 26-54 2Z"
_FULL_BEHIND = "M-56 0C-62-84 62-84 56 0C62 28 58 48 46 56C16 62-16 62-46 56C-58 48-62 28-56 0Z"
_LONG_BEHIND = "M-56 0C-62-84 62-84 56 0C64 44 62 80 52 100C18 110-18 110-52 100C-62 80-64 44-56 0Z"


def behind(style: str, colour: str, tie: str = CORAL) -> str:
    """The same hair seen from behind, on a head of radius 50."""
    light = stroke("M-38-26Q-26-46-8-50", tint(colour, 0.22), 5)
    if style in ("long", "shoulder"):
        return path(_LONG_BEHIND, colour) + light
    if style == "bob":
        return path(_FULL_BEHIND, colour) + light
    cap = path(_SHORT_BEHIND, colour) + light
    if style in ("ponytail", "bun"):
        tail = path("M-12-18C-30 10-26 60 0 84C26 60 30 10 12-18Z", deep(colour))
        return cap + tail + ellipse((0, -18), (15, 9), tie)
    if style in ("pigtails", "braids"):
        return STYLES[style](colour, tie)[0] + cap + stroke("M0-52Q2-10 0 36", tint(colour, 0.15), 2.5)
    return cap


def hair(style: str, colour: str, tie: str = CORAL) -> tuple[str, str]:
    """The part behind the head and the part in front of it."""
    return STYLES[style](colour, tie)
