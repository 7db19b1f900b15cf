"""Faces with few features, drawn on a head of radius 50 around the origin."""

from slides.art.palette import CORAL, INK, SLATE, WHITE, shade
from slides.art.shapes import Point, circle, ellipse, path, place, stroke

_DOTS = ellipse((-17, 4), (4.4, 5.6), INK) + ellipse((17, 4), (4.4, 5.6), INK)
_WIDE = ellipse((-17, 3), (5, 6.6), INK) + ellipse((17, 3), (5, 6.6), INK)
_GLAD = stroke("M-24 6Q-17-4-10 6M10 6Q17-4 24 6", INK, 4)
_LOWERED = stroke("M-24 4Q-17 11-10 4M10 4Q17 11 24 4", INK, 4)

_BROWS = stroke("M-24-11Q-17-15-10-12M10-12Q17-15 24-11", INK, 3, opacity=0.75)
_RAISED = stroke("M-25-12Q-17-19-10-16M10-16Q17-19 25-12", INK, 3, opacity=0.75)
_SORRY = stroke("M-25-8Q-18-14-10-16M10-16Q18-14 25-8", INK, 3, opacity=0.75)
_ONE_UP = stroke("M-25-9Q-17-12-9-9M10-14Q17-21 25-15", INK, 3, opacity=0.75)

_SMILE = stroke("M-11 21Q0 33 11 21", INK, 3.6)
_SLIGHT = stroke("M-8 23Q0 29 8 23", INK, 3.6)
_FLAT = stroke("M-7 26Q0 25 8 24", INK, 3.6)
_UNHAPPY = stroke("M-9 29Q0 20 9 29", INK, 3.6)
_UNSURE = stroke("M-10 27Q-5 22 0 26T10 25", INK, 3.6)
_SMIRK = stroke("M-11 23Q3 34 14 19", INK, 3.6)
_LAUGH = path("M-15 18Q0 21 15 18Q14 37 0 38Q-14 37-15 18Z", "#8c2f39") + path(
    "M-9 33Q0 24 9 33Q5 38 0 38Q-5 38-9 33Z", CORAL
)
_TALK = path("M-10 22Q0 20 10 22Q9 33 0 34Q-9 33-10 22Z", "#8c2f39") + path(
    "M-5 31Q0 26 5 31Q3 34 0 34Q-3 34-5 31Z", CORAL
)
_SING = path("M-11 21Q0 18 11 21Q11 37 0 38Q-11 37-11 21Z", "#8c2f39") + path(
    "M-6 34Q0 28 6 34Q3 38 0 38Q-3 38-6 34Z", CORAL
)
_OH = ellipse((0, 27), (5, 6), "#8c2f39")

MOODS = {
    "happy": _DOTS + _BROWS + _SMILE,
    "joy": _GLAD + _RAISED + _LAUGH,
    "glad": _GLAD + _BROWS + _SMILE,
    "calm": _DOTS + _BROWS + _SLIGHT,
    "listen": _DOTS + _RAISED + _SLIGHT,
    "talk": _DOTS + _RAISED + _TALK,
    "telling": _DOTS + _SORRY + _TALK,
    "serious": _DOTS + _BROWS + _FLAT,
    "sing": _DOTS + _BROWS + _SING,
    "sad": _DOTS + _SORRY + _UNHAPPY,
    "down": _LOWERED + _SORRY + _UNHAPPY,
    "reading": _LOWERED + _BROWS + _SLIGHT,
    "worried": _DOTS + _SORRY + _UNSURE,
    "sorry": _LOWERED + _SORRY + _SLIGHT,
    "tease": _GLAD + _ONE_UP + _SMIRK,
    "doubt": _DOTS + _ONE_UP + _FLAT,
    "surprised": _WIDE + _RAISED + _OH,
}

_GLASSES = stroke("M-31 4a13 13 0 1 0 26 0a13 13 0 1 0-26 0M5 4a13 13 0 1 0 26 0a13 13 0 1 0-26 0", SLATE, 3) + stroke(
    "M-5 3Q0-1 5 3M-31 2L-44-4M31 2L44-4", SLATE, 3
)
EXTRAS = {"none": "", "glasses": _GLASSES}


def face(mood: str, skin: str, *, look: Point, extra: str = "none") -> str:
    """Skull and features; the features slide towards where the person looks."""
    x, y = look
    dark = shade(skin)
    skull = circle((0, 0), 50, skin) + path("M22-45A50 50 0 0 1 8 49.4Q38 30 36-6Q34-32 22-45Z", dark, opacity=0.55)
    cheeks = ellipse((-29, 18), (8, 6), CORAL, opacity=0.42) + ellipse((29, 18), (8, 6), CORAL, opacity=0.42)
    nose = stroke("M-2 12Q2 17 5 12", shade(skin, 0.34), 3)
    features = cheeks + nose + MOODS[mood] + EXTRAS[extra]
    return skull + place(features, (9 * x, 6 * y))


def ears(skin: str, *, look: Point) -> str:
    """Two ears, for hair that does not cover them."""
    return circle((-49 - 4 * look[0], 6), 10, skin) + circle((49 - 4 * look[0], 6), 10, shade(skin))


def laughing_token() -> str:
    """A round laughing face of radius 50, such as a chat shows."""
    ground = circle((0, 0), 50, "#ffd166") + path(
        "M22-45A50 50 0 0 1 8 49.4Q38 30 36-6Q34-32 22-45Z", "#f2b63f", opacity=0.7
    )
    eyes = stroke("M-30-6L-12 0L-30 6M30-6L12 0L30 6", INK, 5)
    mouth = path("M-24 14Q0 18 24 14Q22 38 0 38Q-22 38-24 14Z", "#8c2f39") + path(
        "M-20 16Q0 19 20 16L18 22Q0 24-18 22Z", WHITE
    )
    return ground + eyes + mouth
