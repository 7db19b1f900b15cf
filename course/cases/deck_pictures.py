"""Pictures of the pages of a deck for the browser: drawn from the deck itself where this machine has the fonts."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

import structlog
from flask import Response, abort, current_app

from course.cases.decks import BuiltDeck
from slides import Preview, find_fonts, thumbnails

WIDTHS = {"small": 320, "medium": 640, "large": 1280}
KEPT_DECKS, KEPT_PAGES = 48, 64
# A picture may hold pictures and its own styles, and do nothing.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
# A page asks for twenty pictures at once: the first draws them all, the others wait for it.
turn = threading.Lock()
log = structlog.get_logger()


def picture_answer(built: BuiltDeck, pages: tuple[Preview, ...], number: int, size: str) -> Response:
    """The picture of a page, JPEG or where nothing can draw that SVG; 404 for a page or a size that is not there."""
    if size not in WIDTHS or not 1 <= number <= len(pages):
        abort(404)
    drawn = page_picture(built.content, number, size)
    answer = (
        Response(drawn, content_type="image/jpeg")
        if drawn
        else Response(pages[number - 1].svg, content_type="image/svg+xml; charset=utf-8")
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def page_picture(deck: bytes, number: int, size: str) -> bytes | None:
    """The JPEG picture of one page of a deck, or nothing where this machine cannot draw it."""
    folder = str(Path(current_app.config["INSTANCE"]) / "fonts")
    with turn:
        if size == "large":
            return large(deck, number, folder)
        return next(iter(all_pages(deck, WIDTHS[size], folder)[number - 1 : number]), None)


@lru_cache(maxsize=KEPT_DECKS)
def all_pages(deck: bytes, width: int, folder: str) -> tuple[bytes, ...]:
    """The pictures of all pages, ``width`` pixels wide; empty where they cannot be drawn."""
    return drawn(deck, folder, width, ())


@lru_cache(maxsize=KEPT_PAGES)
def large(deck: bytes, number: int, folder: str) -> bytes | None:
    """The large picture of one page, or nothing."""
    return next(iter(drawn(deck, folder, WIDTHS["large"], (number,))), None)


def drawn(deck: bytes, folder: str, width: int, pages: tuple[int, ...]) -> tuple[bytes, ...]:
    """Pictures of a deck; a deck that cannot be drawn is logged and shown in another way."""
    fonts = find_fonts(Path(folder))
    if fonts is None:
        return ()
    try:
        return thumbnails(deck, fonts, width=width, pages=pages)
    except ValueError as trouble:
        log.warning("deck_not_drawn", cause=repr(trouble.__cause__))
        return ()
