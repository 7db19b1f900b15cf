"""The law table as plain values: laws, their versions, articles, paragraphs and items. It is handed in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

ITEM = re.compile(r"^（([一二三四五六七八九十百]+)）")
SENTENCE = re.compile(r"[^。；]*[。；]|[^。；]+$")
IDLE = {"of", "on", "the", "and", "against", "for", "to", "in", "from", "by", "under"}
IDLE |= {"people's", "people’s", "republic", "china", "china's", "prc", "chinese"}


@dataclass(frozen=True)
class LawArticle:
    """One article; `branch` is 1 for 第…条之一; each paragraph holds its items on lines of their own."""

    number: int
    paragraphs: tuple[str, ...]
    branch: int = 0

    @classmethod
    def from_text(cls, number: int, text: str, branch: int = 0) -> "LawArticle":
        """Cut an article's text at its line breaks; a line that begins with （一） belongs to the paragraph above."""
        paragraphs: list[str] = []
        for line in filter(None, (part.strip() for part in text.split("\n"))):
            if ITEM.match(line) and paragraphs:
                paragraphs[-1] += f"\n{line}"
            else:
                paragraphs.append(line)
        return cls(number, tuple(paragraphs), branch)

    def items(self, paragraph: int) -> tuple[str, ...]:
        """The items （一）、（二）… of a paragraph, counted from 1."""
        return tuple(line for line in self.paragraphs[paragraph - 1].split("\n") if ITEM.match(line))

    @property
    def text(self) -> str:
        """The whole article."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Moved:
    """A rule that had another number before: the old article, the new one, its topic and words that name the topic."""

    old: int
    new: int
    topic: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Law:
    """One version of a law, as it was or is in force."""

    title: str
    short_titles: tuple[str, ...]
    version: date
    in_force: date
    articles: tuple[LawArticle, ...]
    ended: date | None = None
    replaced_by: str = ""
    moved: tuple[Moved, ...] = ()
    title_en: str = ""
    source: str = ""

    @cached_property
    def _by_number(self) -> dict[tuple[int, int], LawArticle]:
        return {(article.number, article.branch): article for article in self.articles}

    def article(self, number: int, branch: int = 0) -> LawArticle | None:
        """Find an article by its number."""
        return self._by_number.get((number, branch))

    @property
    def name(self) -> str:
        """The name that people use: the title without the name of the state."""
        return self.title.removeprefix("中华人民共和国") or self.title

    def holds_on(self, day: date) -> bool:
        """Say whether this version is in force on a day."""
        return self.in_force <= day and (self.ended is None or day < self.ended)


@dataclass(frozen=True)
class LawTable:
    """Every law that a case may cite, and the day the table was last checked against the official texts."""

    laws: tuple[Law, ...] = ()
    checked: date | None = None
    # Full titles of laws that exist and are not in the table: 高等教育法 is not 教育法.
    others: frozenset[str] = frozenset()
    _by_title: dict[str, tuple[Law, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )
    _ended: dict[date, dict[str, Law]] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        for law in self.laws:
            for title in self._names_of(law):
                self._by_title[title] = (*self._by_title.get(title, ()), law)

    @staticmethod
    def _names_of(law: Law) -> set[str]:
        return {law.title, law.name, *law.short_titles}

    def versions(self, title: str) -> tuple[Law, ...]:
        """Every version of the law with this full or short title, exactly."""
        return self._by_title.get(title.strip(), ())

    def titles(self) -> Iterable[str]:
        """Every full and short title of the table."""
        return self._by_title

    @cached_property
    def _names(self) -> frozenset[str]:
        shorter = {title.removeprefix("中华人民共和国") for title in self.others}
        return frozenset(self._by_title) | self.others | shorter

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(name) for name in self._names}, reverse=True))

    def name_at_end(self, text: str) -> str:
        """The longest name of a law, also of one that is not in the table, with which a text ends; else empty."""
        return next((text[-size:] for size in self._lengths if text[-size:] in self._names), "")

    def ended_on(self, day: date) -> dict[str, Law]:
        """Every Chinese name of the laws of which no version is in force on a day any more, nor will be."""
        if day not in self._ended:
            over = {name: law for law in self.laws if law.ended and law.ended <= day for name in self._names_of(law)}
            alive = {name for law in self.laws if not law.ended or law.ended > day for name in self._names_of(law)}
            self._ended[day] = {name: law for name, law in over.items() if name not in alive and not name.isascii()}
        return self._ended[day]

    @cached_property
    def english(self) -> dict[frozenset[str], str]:
        """Every English name by its telling words, with the law's title."""
        return {
            telling_words(name): law.title
            for law in self.laws
            for name in (law.title_en, *law.short_titles)
            if name.isascii() and name
        }


def sentences(paragraph: str) -> tuple[str, ...]:
    """Cut a paragraph into sentences, each with its closing 。 or ；."""
    return tuple(sentence.strip() for sentence in SENTENCE.findall(paragraph) if sentence.strip())


def telling_words(name: str) -> frozenset[str]:
    """The words of an English name that tell one law from another: their order and small words do not matter."""
    words = (word.strip(",.").lower() for word in name.split())
    return frozenset(word.removesuffix("s") for word in words if word and word not in IDLE)
