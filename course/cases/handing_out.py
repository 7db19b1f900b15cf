"""Decks that leave the house: as .pptx or as PDF, each remembered so that it can be recalled when a law changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import Response

from course.cases import actions
from course.cases.decks import PPTX, BuiltDeck
from course.cases.models import Deck
from course.downloads import attachment
from slides import as_pdf

PDF = "application/pdf"
KEPT_PDFS = 8


@dataclass(frozen=True)
class Handout:
    """Who takes a deck when, under which name, and for which lesson."""

    title: str
    user_id: int
    at: datetime
    lesson_id: int | None = None
    region_path: str = ""
    master_id: int | None = None


def send_deck(built: BuiltDeck, handout: Handout) -> Response:
    """The deck as a .pptx file."""
    remember(built, handout)
    return attachment(built.content, f"{handout.title}.pptx", PPTX)


def send_pdf(made: bytes, built: BuiltDeck, handout: Handout) -> Response:
    """The deck as the PDF file that was made of it."""
    remember(built, handout)
    return attachment(made, f"{handout.title}.pdf", PDF)


def pdf_of(built: BuiltDeck) -> bytes:
    """The PDF of a deck, one page a slide; raises ``PdfFailed``."""
    return kept_pdf(built.content)


@lru_cache(maxsize=KEPT_PDFS)
def kept_pdf(deck: bytes) -> bytes:
    """The same deck gives the same PDF, so the last ones are kept."""
    return as_pdf(deck)


def remember(built: BuiltDeck, handout: Handout) -> None:
    """Keep who holds which deck."""
    actions.record_deck(
        Deck(
            lesson_id=handout.lesson_id,
            case_version_id=built.case_version.id,
            region_path=handout.region_path,
            stage=built.stage.value,
            language=built.language,
            sha256=built.sha256,
            user_id=handout.user_id,
            downloaded_at=handout.at,
            master_id=handout.master_id,
            cited=built.cited,
        )
    )
