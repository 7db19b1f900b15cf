"""Compositions of ours that run off the slide or need its whole height, made anew for the room of another master."""

from collections.abc import Callable

from slides.designs.looks import Look
from slides.uploaded.compositions_law import law, law_own, law_text, qr
from slides.uploaded.compositions_story import quote, quote_picture, story
from slides.uploaded.places import Composed, Edges

# By the key of our layout: from a look and a room to where everything stands in it.
COMPOSITIONS: dict[str, Callable[[Look, Edges], Composed]] = {
    "story": story,
    "quote": quote,
    "quote-picture": quote_picture,
    "law": law,
    "law-text": law_text,
    "law-own": law_own,
    "qr": qr,
}
