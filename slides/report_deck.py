"""A yearly report as a short deck: a cover, and pages of points for each of its parts; all of it is data."""

from dataclasses import dataclass
from datetime import date

from slides.composing.deck import Deck, Page, Text
from slides.composing.fit import Block, fit
from slides.composing.fitting import squeezed
from slides.composing.pages import short
from slides.designs.design import Design, design_of_stage
from slides.pptx.deck_file import Studio, draw
from slides.words import clean

# The look of the senior school is the soberest.
STAGE = "senior"
LINES_ON_A_PAGE, LETTERS_ON_A_PAGE = 5, 130


@dataclass(frozen=True)
class ReportPart:
    """One part of a report: its heading and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ReportCover:
    """What the cover says: the title, a line below it, and the facts."""

    title: str
    lead: str
    facts: tuple[str, ...]


def report_deck(cover: ReportCover, parts: tuple[ReportPart, ...], *, lang: str, made_on: date) -> bytes:
    """The report as .pptx; what is too much for a page goes on to the next."""
    design = design_of_stage(STAGE)
    pages = [_page("cover", {"title": (cover.title,), "lead": (cover.lead,), "facts": cover.facts}, design, cover)]
    for part in parts:
        for lines in _on_pages(part.lines):
            pages.append(_page("points", {"title": (part.title,), "text": lines}, design, cover))
    author = short(cover.lead)
    deck = Deck("report", 1, cover.title, author, STAGE, lang, design, made_on, "report", tuple(pages))
    return draw(deck, Studio())


def _on_pages(lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The lines page by page; no page is too full to be read."""
    pages: list[list[str]] = []
    for line in lines:
        full = pages and len(pages[-1]) == LINES_ON_A_PAGE
        if not pages or full or sum(map(len, pages[-1])) + len(line) > LETTERS_ON_A_PAGE:
            pages.append([])
        pages[-1].append(line)
    return [tuple(page) for page in pages]


def _page(layout: str, words: dict[str, tuple[str, ...]], design: Design, cover: ReportCover) -> Page:
    texts = tuple(_sized(layout, slot, tuple(map(clean, lines)), design) for slot, lines in words.items())
    # Whoever speaks has everything in the notes, also what a slide had to cut.
    notes = tuple(line for slot, lines in words.items() if slot != "title" for line in lines)
    return Page(layout, texts, notes, cover.title, short(cover.lead))


def _sized(layout: str, slot_name: str, lines: tuple[str, ...], design: Design) -> Text:
    block = Block(lines, design.layouts[layout].slot(slot_name))
    return squeezed(Text(slot_name, lines, marked=False), block, fit([block], STAGE))
