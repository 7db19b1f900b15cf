"""A case template as values: the case, its parts, its slides and their words in two languages."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """One line of a list: its box (“x”, “ ” or none) and its text."""

    text: str
    mark: str = ""
    line: int = field(default=0, compare=False)

    @property
    def halves(self) -> tuple[str, str]:
        """The two sides of “first | second”."""
        first, _, second = self.text.partition(" | ")
        return first.strip(), second.strip()


@dataclass(frozen=True)
class Notes:
    """What the speaker sees: what to say, to ask, to expect, and where it comes from."""

    say: str = ""
    ask: str = ""
    expect: str = ""
    sources: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Words:
    """One language of a slide."""

    title: str = ""
    lead: str = ""
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    notes: Notes = Notes()
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False)

    def get(self, key: str) -> str:
        """The value of a key such as “alt”, or an empty text."""
        return dict(self.keys).get(key, "")

    def line_of(self, name: str) -> int:
        """The line of a field in the file: “title”, “lead”, a key, or row 3 as “row3”."""
        found = dict(self.lines)
        return found.get(name, found.get("title", 0))

    @property
    def right(self) -> int:
        """The place of the right option, counted from 0; -1 where there is none."""
        return next((number for number, item in enumerate(self.items) if item.mark == "x"), -1)


@dataclass(frozen=True)
class Slide:
    """One slide of a case, for some stages, in both languages."""

    kind: str
    stages: tuple[str, ...]
    minutes: float = 0
    keys: tuple[tuple[str, str], ...] = ()
    zh: Words = Words()
    en: Words = Words()
    line: int = field(default=0, compare=False)
    key_lines: tuple[tuple[str, int], ...] = field(default=(), compare=False)

    def words(self, lang: str) -> Words:
        """The slide's words in “zh” or “en”."""
        return self.zh if lang == "zh" else self.en

    def get(self, key: str) -> str:
        """The value of a key such as “picture”, or an empty text."""
        return dict(self.keys).get(key, "")

    def line_of(self, key: str) -> int:
        """The line of a key in the file."""
        return dict(self.key_lines).get(key, self.line)


@dataclass(frozen=True)
class Part:
    """A part of the lesson: a section of the deck."""

    zh: str
    en: str
    slides: tuple[Slide, ...] = ()
    line: int = field(default=0, compare=False)

    def name(self, lang: str) -> str:
        """The part's name in “zh” or “en”."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Case:
    """A case template: a whole lesson in both languages for every stage it names."""

    front: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    stages: tuple[str, ...]
    parts: tuple[Part, ...]
    front_lines: tuple[tuple[str, int], ...] = field(default=(), compare=False)

    def get(self, key: str) -> str:
        """The value of a key of the front matter, or an empty text."""
        return dict(self.front).get(key, "")

    def line_of(self, key: str) -> int:
        """The line of a key of the front matter."""
        return dict(self.front_lines).get(key, 1)

    def title(self, lang: str) -> str:
        """The case's title in “zh” or “en”."""
        return self.get(f"title.{lang}")

    @property
    def id(self) -> str:
        """The case's short name."""
        return self.get("id")

    @property
    def version(self) -> int:
        """The case's version, 0 where the file has no number."""
        return int(self.get("version")) if self.get("version").isdigit() else 0

    @property
    def minutes(self) -> int:
        """How long the lesson is."""
        return int(self.get("minutes")) if self.get("minutes").isdigit() else 0

    @property
    def slides(self) -> Iterator[Slide]:
        """Every slide, of all parts and stages, in order."""
        return (slide for part in self.parts for slide in part.slides)

    def slides_for(self, stage: str) -> tuple[Slide, ...]:
        """The slides that a stage sees, in order."""
        return tuple(slide for slide in self.slides if stage in slide.stages)

    def citations(self) -> tuple[tuple[str, int], ...]:
        """Every citation of the case with its line."""
        return tuple((slide.get("cite"), slide.line_of("cite")) for slide in self.slides if slide.get("cite"))
