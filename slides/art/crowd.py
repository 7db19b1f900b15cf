"""Portraits in small rounds, for the many who get a message."""

from slides.art.cast import FATHER, GRANDMA, MOTHER, TEEN_BOY, TEEN_GLASSES, TEEN_SHORT
from slides.art.palette import LILAC, MINT, SKY, WHITE
from slides.art.people import bust
from slides.art.shapes import Point, circle, cropped, place

_CAST = (MOTHER, TEEN_SHORT, GRANDMA, FATHER, TEEN_BOY, TEEN_GLASSES)
_MOODS = ("surprised", "worried", "doubt")
_TONES = (MINT, SKY, "#ffe3a3", LILAC)


def portrait(index: int, at: Point, size: float) -> str:
    """One of the many in a round of radius 75 at a point; the index chooses who and how they look."""
    person = _CAST[(index * 5) % 6].but(mood=_MOODS[index % 3])
    shown = place(cropped(bust(person, (75, 66), 0.72), (150, 134)), (-75, -75))
    ring = circle((0, 0), 77, "none", stroke=WHITE, stroke_width=8)
    return place(circle((0, 0), 75, _TONES[index % 4]) + shown + ring, at, size)
