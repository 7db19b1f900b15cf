"""The dates in the head of a law: when it was passed or amended, and from when it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slides.law.numerals import number_of

FIGURES = "〇○Ｏ零一二三四五六七八九"
DAY = re.compile(
    r"(?P<year>[12]\d{3}|[〇○零一二三四五六七八九]{4})\s*年\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
QUOTED = re.compile(r"《[^《》]*》")
IN_FORCE = re.compile(r"\s*起(?:施行|实施|执行|生效)")
MADE = re.compile(r"修正|修订|修改|通过|公布|发布|印发|颁布")
AMENDED = re.compile(r"修正|修改")
LAST_ARTICLES = 5


@dataclass(frozen=True)
class Dates:
    """The day of the version, from when it holds, and whether only parts of the text were changed that day."""

    version: date | None = None
    effective: date | None = None
    amended: bool = False


def dates_in(head: str) -> Dates:
    """Read the dates of 2005年8月28日……通过　2025年6月27日……修订　自2026年1月1日起施行."""
    text = QUOTED.sub("", unicodedata.normalize("NFKC", head))
    version: tuple[date, bool] | None = None
    effective = None
    for day, after in days_in(text):
        if IN_FORCE.match(after):
            effective = day if effective is None else max(effective, day)
        elif (verb := MADE.search(after)) and (version is None or day >= version[0]):
            version = (day, bool(AMENDED.search(after)) and verb[0] != "修订")
    return Dates(version[0] if version else None, effective, version[1] if version else False)


def days_in(text: str) -> Iterator[tuple[date, str]]:
    """Every date of a text, with the words between it and the next one; dates that cannot be are left out."""
    matches = list(DAY.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        try:
            day = date(year_of(match["year"]), number_of(match["month"]), number_of(match["day"]))
        except ValueError:
            continue
        yield day, text[match.end() : end]


def year_of(text: str) -> int:
    """2004, or 二〇〇四."""
    return int(text) if text.isdecimal() else int("".join(str(max(0, FIGURES.index(f) - 3)) for f in text))


def entry_into_force(articles: Sequence[str], dates: Dates) -> date | None:
    """What the last articles say; an amended law repeats its first day there, which says nothing of the amendment."""
    for text in reversed(articles[-LAST_ARTICLES:]):
        plain = unicodedata.normalize("NFKC", text)
        for day, after in days_in(plain):
            if IN_FORCE.match(after):
                return day
        if re.search(r"自(?:公布|发布|印发)之日起(?:施行|实施|执行|生效)", plain) and not dates.amended:
            return dates.version
    return None
