"""Rules of the search in the manual: which pages hold all the words, and the sentence around the first of them."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST, MOST_WORDS = 100, 8
BEFORE, AFTER = 30, 60


@dataclass(frozen=True)
class Page:
    """A page as the search sees it."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A page that was found, with what stands around the first word."""

    key: str
    title: str
    around: str


def words_of(asked: str) -> list[str]:
    """The words that were asked for, in small letters; what is longer than a question is cut."""
    return asked[:LONGEST].casefold().split()[:MOST_WORDS]


def found(asked: str, pages: list[Page]) -> list[Hit]:
    """The pages that hold all the words, in the order given, but those first that hold them in their title."""
    words = words_of(asked)
    if not words:
        return []
    hits = [page for page in pages if all(word in f"{page.title} {page.text}".casefold() for word in words)]
    hits.sort(key=lambda page: not all(word in page.title.casefold() for word in words))
    return [Hit(page.key, page.title, around(words[0], page.text)) for page in hits]


def around(word: str, text: str) -> str:
    """What stands around a word; the beginning where the text does not hold it."""
    line = " ".join(text.split())
    at = max(line.casefold().find(word), 0)
    start = max(at - BEFORE, 0)
    end = at + len(word) + AFTER
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
