"""A deck as values: its pages with every text in its slot, before any file exists."""

import datetime
from dataclasses import dataclass

from slides.designs.design import Design


@dataclass(frozen=True)
class LessonFacts:
    """What the cover says of one lesson; the texts come from other people and are printed literally."""

    school: str = ""
    school_class: str = ""
    date: datetime.date | None = None
    vice_principal: str = ""


@dataclass(frozen=True)
class Text:
    """The paragraphs of one slot; a colour or a fill of its own marks the right answer."""

    slot: str
    paragraphs: tuple[str, ...]
    field: str = "line"
    line: int = 0
    size: int = 0
    colour: str = ""
    fill: str = ""
    marked: bool = True


@dataclass(frozen=True)
class Picture:
    """A scene, or the squares of a QR code, with the words for one who cannot see it."""

    alt: str
    scene: str = ""
    address: str = ""


@dataclass(frozen=True)
class Chart:
    """A native chart: its labels, its named rows of numbers, and its alt text."""

    kind: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    alt: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """A native table; the first row is the heading."""

    rows: tuple[tuple[str, ...], ...]
    alt: str
    size: int = 20


@dataclass(frozen=True)
class Page:
    """One slide: a named layout, the texts of its slots, and the speaker's notes."""

    layout: str
    texts: tuple[Text, ...]
    notes: tuple[str, ...]
    section: str = ""
    footer: str = ""
    picture: Picture | None = None
    chart: Chart | None = None
    table: Table | None = None
    line: int = 0

    @property
    def title(self) -> str:
        """The words of the title."""
        return next((text.paragraphs[0] for text in self.texts if text.slot == "title"), "")

    def text(self, slot: str) -> Text | None:
        """The text of a slot, where the page fills it."""
        return next((text for text in self.texts if text.slot == slot), None)


@dataclass(frozen=True)
class Deck:
    """A whole deck, ready to be drawn with its design."""

    case_id: str
    case_version: int
    title: str
    author: str
    stage: str
    lang: str
    design: Design
    built_on: datetime.date
    fingerprint: str
    pages: tuple[Page, ...]

    @property
    def sections(self) -> tuple[tuple[str, int], ...]:
        """The names of the sections in order, each with how many pages it has."""
        found: list[tuple[str, int]] = []
        for page in self.pages:
            if found and found[-1][0] == page.section:
                found[-1] = (page.section, found[-1][1] + 1)
            else:
                found.append((page.section, 1))
        return tuple(found)
