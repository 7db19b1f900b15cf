"""A brief for a meeting as a deck: a cover, then pages of points, a chart or a table; all of it is data."""

from dataclasses import dataclass, replace
from datetime import date

from slides.composing.deck import Chart, Deck, Page, Table, Text
from slides.composing.fit import Block, fit
from slides.composing.fitting import squeezed
from slides.designs.design import Design, design_of_stage
from slides.pptx.deck_file import Studio, draw
from slides.pptx.tables import table_box, table_size
from slides.words import clean

# The look of the senior school is the soberest.
STAGE = "senior"
LONGEST_LABEL, LONGEST_FOOTER, SHORTEST_CELL, SHORTEST_LINE = {"zh": 10, "en": 20}, 45, 4, 8


@dataclass(frozen=True)
class BriefCover:
    """What the cover says: the title, a line below it, the facts, and who the brief is of."""

    title: str
    lead: str
    facts: tuple[str, ...]
    footer: str


@dataclass(frozen=True)
class BriefChart:
    """Named rows of numbers under labels, and the same in words."""

    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    alt: str
    unit: str = ""
    kind: str = "bar"


@dataclass(frozen=True)
class BriefPage:
    """One page: its title and notes, and points, a chart with what it shows, or a table with a line above it."""

    title: str
    notes: tuple[str, ...]
    lead: str = ""
    lines: tuple[str, ...] = ()
    chart: BriefChart | None = None
    table: tuple[tuple[str, ...], ...] = ()


def brief_deck(cover: BriefCover, pages: tuple[BriefPage, ...], *, lang: str, made_on: date) -> bytes:
    """The brief as .pptx."""
    return draw(brief_as_deck(cover, pages, lang=lang, made_on=made_on), Studio())


def brief_as_deck(cover: BriefCover, pages: tuple[BriefPage, ...], *, lang: str, made_on: date) -> Deck:
    """The brief as values, every text with its size."""
    design, footer = design_of_stage(STAGE), _cut(clean(cover.footer), LONGEST_FOOTER)
    words = {"title": (cover.title,), "lead": (cover.lead,), "facts": cover.facts}
    notes = (cover.title, cover.lead, *cover.facts)
    drawn = [Page("cover", _texts("cover", words, design), tuple(map(clean, notes)), cover.title, footer)]
    drawn += [_page(page, design, cover, lang) for page in pages]
    return Deck("brief", 1, cover.title, footer, STAGE, lang, design, made_on, "brief", tuple(drawn))


def _page(page: BriefPage, design: Design, cover: BriefCover, lang: str) -> Page:
    layout = "chart" if page.chart else "table" if page.table else "points"
    words = {"title": (page.title,), "lead": tuple(page.lead.splitlines()), "text": page.lines}
    texts = _texts(layout, {slot: lines for slot, lines in words.items() if lines}, design)
    drawn = Page(layout, texts, tuple(map(clean, page.notes)), cover.title, _cut(clean(cover.footer), LONGEST_FOOTER))
    if page.chart:
        return replace(drawn, chart=_chart(page.chart, lang))
    return replace(drawn, table=_table(page, design)) if page.table else drawn


def _texts(layout: str, words: dict[str, tuple[str, ...]], design: Design) -> tuple[Text, ...]:
    return tuple(_sized(layout, slot, tuple(map(clean, lines)), design) for slot, lines in words.items())


def _sized(layout: str, slot_name: str, lines: tuple[str, ...], design: Design) -> Text:
    """A text with its size; names on the cover shrink further, and what is too long for a page is cut."""
    slot = design.layouts[layout].slot(slot_name)
    block = Block(lines, slot)
    text, size, most = Text(slot_name, lines, marked=False), fit([block], STAGE), max(map(len, lines))
    if slot_name == "facts":
        return squeezed(text, block, size)
    while most > SHORTEST_LINE and not block.fits(size):
        most -= 1
        block = Block(tuple(_cut(line, most) for line in lines), slot)
    return replace(text, paragraphs=block.paragraphs, size=size)


def _chart(chart: BriefChart, lang: str) -> Chart:
    labels = tuple(_cut(clean(label), LONGEST_LABEL[lang]) for label in chart.labels)
    series = tuple((clean(name), numbers) for name, numbers in chart.series)
    return Chart(chart.kind, labels, series, clean(chart.alt), chart.unit)


def _table(page: BriefPage, design: Design) -> Table:
    """The table under whole heads, its longest cells cut until it stands in its place; the notes have them whole."""
    rows = tuple(tuple(map(clean, row)) for row in page.table)
    alt = clean("; ".join([page.title, *(" ".join(row) for row in page.table[1:])]))[:300]
    box = table_box(design.layouts["table"].slot("table"), bool(page.lead))
    most = max(len(cell) for row in rows[1:] for cell in row)
    table = Table(rows, alt)
    while most > SHORTEST_CELL and not table_size(table, box, STAGE):
        most -= 1
        table = Table((rows[0], *(tuple(_cut(cell, most) for cell in row) for row in rows[1:])), alt)
    return table


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
