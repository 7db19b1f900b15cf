"""What may stand in the law table: dates that fit one another, names that are free, lines of what was renumbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from course.db import Labelled
from course.errors import Problem
from course.i18n import _l
from slides.law.numerals import NUMBER, number_of

# A mark in the note of a version: the date in force is not yet held against the official text.
UNVERIFIED = "施行日期待核"
SEPARATORS = re.compile(r"\s*[;；、\n]\s*")
RENUMBERED = re.compile(
    r"\s*(?:第)?\s*(\d{1,4})\s*(?:条)?\s*(?:→|->|—>|=>|到|改为)\s*(?:第)?\s*(\d{1,4})\s*(?:条)?\s*(.*)$"
)
MOST_RENUMBERED = 2_000
PLACE = re.compile(rf"第?({NUMBER})条?(?:之({NUMBER}))?")


class Standing(Labelled):
    """Where a version of a law stands on a day."""

    IN_FORCE = "in_force", _l("In force")
    NOT_YET = "not_yet", _l("Not yet in force")
    ENDED = "ended", _l("No longer in force")


@dataclass(frozen=True)
class RenumberedLine:
    """A rule that had another number before, as somebody writes it: ``43 → 51 | 殴打他人 | 殴打；打人``."""

    old: int
    new: int
    topic: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class LawFacts:
    """What is known of a version beside its text."""

    title: str
    version_date: date | None
    effective: date | None
    repealed: date | None = None
    replaced_by: str = ""
    short_titles: tuple[str, ...] = ()
    title_en: str = ""
    source: str = ""
    renumbered: tuple[RenumberedLine, ...] = ()


def standing(effective: date, repealed: date | None, day: date) -> Standing:
    """Where a version stands on a day."""
    if day < effective:
        return Standing.NOT_YET
    return Standing.ENDED if repealed is not None and repealed <= day else Standing.IN_FORCE


def is_unverified(source: str) -> bool:
    """Whether the note of a version says that its date in force is still to be checked."""
    return "待核" in source


def with_mark(note: str, *, verified: bool) -> str:
    """The note of a version with the mark for an unchecked date in force, or without it."""
    plain = note.replace(UNVERIFIED, "").strip("；; ")
    return plain if verified else "；".join(filter(None, (plain, UNVERIFIED)))


def title_is_given(facts: LawFacts) -> Problem | None:
    """A version belongs to a law with a title."""
    if facts.title.strip():
        return None
    return Problem("title_is_given", _l("No title was found. Write the full title of the law."), "title")


def dates_are_given(facts: LawFacts) -> Iterator[Problem]:
    """A version has the day on which it was passed, and the day from which it holds."""
    if facts.version_date is None:
        message = _l("Write the day on which this version was passed, amended or published.")
        yield Problem("version_date_is_given", message, "version_date")
    if facts.effective is None:
        message = _l("The file does not say from when this version is in force. Write the day.")
        yield Problem("effective_is_given", message, "effective")


def dates_fit(facts: LawFacts) -> Iterator[Problem]:
    """A version is made before it holds, and holds before it ends."""
    if facts.version_date and facts.effective and facts.effective < facts.version_date:
        message = _l("A version cannot be in force before the day on which it was passed.")
        yield Problem("in_force_after_passed", message, "effective")
    if facts.repealed and facts.effective and facts.repealed <= facts.effective:
        message = _l("A version ends after it came into force.")
        yield Problem("ends_after_it_began", message, "repealed")


def names_are_free(names: Iterable[str], taken: Mapping[str, str]) -> Iterator[Problem]:
    """No short title belongs to another law: ``taken`` gives the title of the law that has a name."""
    for name in names:
        if name in taken:
            message = _l("The short title %(name)s already belongs to %(law)s.", name=name, law=taken[name])
            yield Problem("short_title_is_free", message, "short_titles")


def split_names(text: str) -> tuple[str, ...]:
    """Short titles as somebody writes them, parted by semicolons or lines."""
    names = (name.strip().strip("《》") for name in SEPARATORS.split(text))
    return tuple(dict.fromkeys(name for name in names if name))


def usual_names(title: str) -> tuple[str, ...]:
    """The short title that everybody uses: the full one without the name of the state."""
    bare = title.removeprefix("中华人民共和国")
    return (bare,) if bare and bare != title else ()


def renumbered_lines(text: str) -> tuple[tuple[RenumberedLine, ...], tuple[Problem, ...]]:
    """Read what was renumbered, a line each, and what cannot be read."""
    found: dict[tuple[int, int], RenumberedLine] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines()[:MOST_RENUMBERED], 1):
        if not line.strip():
            continue
        match = RENUMBERED.match(line)
        topic, words = topic_and_words(match[3]) if match else ("", ())
        if not match or not words:
            message = _l("Line %(line)s: write “43 → 51 | topic | word; word”.", line=number)
            problems.append(Problem("renumbered_line_is_read", message, "renumbered"))
            continue
        found[int(match[1]), int(match[2])] = RenumberedLine(int(match[1]), int(match[2]), topic, words)
    return tuple(found.values()), tuple(problems)


def topic_and_words(text: str) -> tuple[str, tuple[str, ...]]:
    """``| 殴打他人 | 殴打；打人``: the topic and the words that give it away; the topic alone is its own word."""
    topic, _, words = text.strip().strip("|｜:：").replace("｜", "|").partition("|")
    given = tuple(word for word in SEPARATORS.split(words.strip().replace(",", ";").replace("，", ";")) if word)
    return topic.strip(), given or ((topic.strip(),) if topic.strip() else ())


def written(lines: Iterable[Any]) -> str:
    """The lines as somebody writes them."""
    return "\n".join(f"{line.old} → {line.new} | {line.topic} | {'；'.join(line.words)}" for line in lines)


def until(effective: date, others: Iterable[date]) -> date | None:
    """When a version ends by itself: on the day on which the next one of the law comes into force."""
    return min((day for day in others if day > effective), default=None)


def articles_with(articles: Mapping[str, str], word: str) -> dict[str, str]:
    """The articles that hold a word; a number such as 51 or 第五十一条 finds the article itself."""
    if not word:
        return dict(articles)
    asked = PLACE.fullmatch(word.replace(" ", ""))
    if asked:
        number, branch = number_of(asked[1]), number_of(asked[2]) if asked[2] else 0
        key = f"{number}-{branch}" if branch else str(number)
        return {key: articles[key]} if key in articles else {}
    return {number: text for number, text in articles.items() if word in text}
