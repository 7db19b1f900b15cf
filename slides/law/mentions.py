"""Where a free text speaks of laws: with 《》, by a known title without them, by 同法 or 该法, and what it quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from slides.law.citations import GATHERED, PLACE, Citation, places_after
from slides.law.laws import LawTable

LONGEST_BEFORE = 60
LEAST_QUOTED, LEAST_QUOTED_BEFORE = 4, 8
YEAR = re.compile(r"(19\d\d|20\d\d)\s*年?")
PARENTHESES = r"(?:（[^（）]{0,60}）|\([^()]{0,60}\))"
OPENING = re.compile(rf"《\s*(?P<title>[^《》]{{2,80}}?)\s*》|(?P<place>{GATHERED.pattern}|{PLACE.pattern})")
AFTER_TITLE = re.compile(rf"\s*(?P<version>{PARENTHESES})?[\s的中里在]{{0,3}}(?:规定的)?")
BEFORE_PLACE = re.compile(rf"\s*(?P<version>{PARENTHESES})?[\s的中里在]{{0,3}}$")
SAME_LAW = re.compile(r"(?:同法|本法|该法|此法|这部法律?|上述法律)$")
FULL_TITLE = re.compile(r"中华人民共和国[\u4e00-\u9fff]{1,40}?(?:法典|法|条例|规定|办法|规则|细则)$")
OF_A_LAW = ("实施条例", "实施细则", "实施办法")
# What looks like the name of a law, and not like the rules that a class gives itself.
LAW_LIKE = re.compile(r"(?:法|法典|条例|规定|办法|规则|细则|解释|决定|修正案)(?:（[^（）]{1,6}）)?$")
VERSION_IN_TITLE = re.compile(rf"({PARENTHESES})$")
VERSION_WORDS = re.compile("修订|修正|修改|版")
SAYS = (
    r"(?:里|中)?(?:还|也|又|同时|明确|就|这样|都|专门|是这样|清楚地?)?"
    r"(?:规定|写着|写道|写明|写的是|指出|说|明确|要求|原文)(?:的是|的|是|了|得很清楚|得清楚|明白)?\s*[:：,，]?"
)
QUOTE_AFTER = re.compile(rf"\s*(?:{SAYS}|[:：])\s*(?:“([^“”]+)”|「([^「」]+)」|\"([^\"]+)\")")
QUOTE_BEFORE = re.compile(
    r"(?:“([^“”]+)”|「([^「」]+)」)\s*[。，]?\s*(?:（|\(|—+|–+)\s*(?:出自|引自|语出|选自|摘自|来自|见)?\s*$"
)


@dataclass(frozen=True)
class Mention:
    """A law named in a text at `start`: the places cited (none: only named) and the words quoted from them.

    `years` are those that say which version is meant, as in 《…》（2025年修订）.
    """

    law: str
    places: tuple[Citation, ...]
    start: int
    quoted: str = ""
    years: tuple[int, ...] = ()


def find_mentions(text: str, laws: LawTable) -> Iterator[Mention]:
    """Find every law that a Chinese text names, in order."""
    at, last = 0, ""
    while match := OPENING.search(text, at):
        name, end, years = _titled(match, text) if match["title"] else _before(text, match.start(), laws, last)
        at = match.end()
        if not name:
            continue
        found = list(places_after(name, text, end))
        at = max(at, found[-1][1]) if found else at
        last = name
        quoted = _quoted(text, match.start(), at) if found else ""
        yield Mention(name, tuple(cited for cited, _ in found), match.start(), quoted, years)


def _titled(match: re.Match[str], text: str) -> tuple[str, int, tuple[int, ...]]:
    """The law in 《》, where its places may begin, and the years of its version."""
    title = match["title"]
    inside = VERSION_IN_TITLE.search(title)
    years = _years(inside[1]) if inside else ()
    if years:
        title = title[: inside.start()]
    after = AFTER_TITLE.match(text, match.end())
    return title, after.end(), years + _years(after["version"] or "")


def _before(text: str, start: int, laws: LawTable, last: str) -> tuple[str, int, tuple[int, ...]]:
    """The law whose name stands before 第…条 without brackets, or that 同法 points back to."""
    behind = text[max(0, start - LONGEST_BEFORE) : start]
    tail = BEFORE_PLACE.search(behind)
    behind = behind[: tail.start()]
    if SAME_LAW.search(behind):
        return last, start, ()
    return name_at_end(behind, laws), start, _years(tail["version"] or "")


def name_at_end(behind: str, laws: LawTable) -> str:
    """The longest name of a law with which a text ends; empty where there is none."""
    for suffix in OF_A_LAW:
        if behind.endswith(suffix) and (law := name_at_end(behind.removesuffix(suffix), laws)):
            return law + suffix
    known = laws.name_at_end(behind)
    full = FULL_TITLE.search(behind)
    return full[0] if full and len(full[0]) > len(known) else known


def _years(version: str) -> tuple[int, ...]:
    """The years of 2025年修订 or 2012年修正; a day of entry into force says nothing about the version."""
    return tuple(int(year) for year in YEAR.findall(version)) if VERSION_WORDS.search(version) else ()


def _quoted(text: str, start: int, end: int) -> str:
    """The words that a text says stand there: 规定：“…” after the place, or “…”（《…》第…条） before it."""
    after = QUOTE_AFTER.match(text, end)
    if after:
        return _long_enough(after, LEAST_QUOTED)
    before = QUOTE_BEFORE.search(text[:start])
    return _long_enough(before, LEAST_QUOTED_BEFORE) if before else ""


def _long_enough(match: re.Match[str], least: int) -> str:
    quoted = next(filter(None, match.groups()), "")
    return quoted if len(quoted) >= least else ""
