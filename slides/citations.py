"""Citations of law: their grammar, where they point, and whether they hold on a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from slides.laws import Law, LawArticle, LawTable, sentences
from slides.problems import Problem

DIGITS = "零一二三四五六七八九"
NUMBER = r"[0-9０-９〇零一二两三四五六七八九十百千]+"
PLACE = re.compile(
    rf"第\s*({NUMBER})\s*条(?:\s*之\s*({NUMBER}))?(?:\s*第\s*({NUMBER})\s*款)?(?:\s*第\s*[（(]?\s*({NUMBER})\s*[）)]?\s*项)?"
)
TITLE = re.compile(r"《([^《》]{2,60})》")
NEXT = re.compile(r"\s*(?P<join>[、，,和及与]|以及|至|到|[-–—~～])\s*")
LATER_PARAGRAPH = re.compile(rf"第\s*({NUMBER})\s*款(?:\s*第\s*[（(]?\s*({NUMBER})\s*[）)]?\s*项)?")
RANGE = frozenset("至到-–—~～")
QUOTE = re.compile(r"[^。！？《》“”]{0,8}[:：,，]?\s*“([^“”]{4,})”")


@dataclass(frozen=True)
class Citation:
    """One place in a law: article, and where given its branch (之一), paragraph (款) and item (项); 0 = not given."""

    law: str
    article: int
    branch: int = 0
    paragraph: int = 0
    item: int = 0

    @property
    def place(self) -> str:
        """The place in words, such as 第五十一条第一款."""
        text = f"第{chinese(self.article)}条"
        text += f"之{chinese(self.branch)}" if self.branch else ""
        text += f"第{chinese(self.paragraph)}款" if self.paragraph else ""
        return text + (f"第{chinese(self.item)}项" if self.item else "")

    @property
    def place_en(self) -> str:
        """The place in English, such as Article 51 (1)."""
        text = f"Article {self.article}" + (f"-{self.branch}" if self.branch else "")
        text += f" ({self.paragraph})" if self.paragraph else ""
        return text + (f", item {self.item}" if self.item else "")

    def __str__(self) -> str:
        return f"《{self.law}》{self.place}"


def number_of(text: str) -> int:
    """Read a numeral: 51, ５１, 五十一, 一百零三, 二百三十六."""
    if text.translate({ord("〇"): "零"}).isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text.replace("〇", "零").replace("两", "二"):
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character.isdecimal():
            digit = digit * 10 + int(character)
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + digit


def chinese(number: int) -> str:
    """Write a numeral as laws do: 51 is 五十一, 103 is 一百零三, 210 is 二百一十."""
    if number > 9999:
        return str(number)
    text, unit_names = "", ("", "十", "百", "千")
    digits = [int(d) for d in str(number)]
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            text += DIGITS[digit] + unit_names[place]
        elif text and not text.endswith("零"):
            text += "零"
    text = text.rstrip("零") or "零"
    return text.removeprefix("一") if 10 <= number <= 19 else text


def parse_citation(text: str) -> Citation | None:
    """Read exactly one citation, or give nothing."""
    found = list(find_citations(text))
    rest = PLACE.sub("", TITLE.sub("", text, count=1), count=1).strip()
    return found[0][0] if len(found) == 1 and not rest else None


def find_citations(text: str, titles: tuple[str, ...] = ()) -> Iterator[tuple[Citation, int]]:
    """Find every citation in a text with where it ends: lists, ranges, and known titles without brackets."""
    bare = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    opening = re.compile(f"{TITLE.pattern}|({bare})(?=\\s*第)" if bare else TITLE.pattern)
    for match in opening.finditer(text):
        yield from _places(next(filter(None, match.groups())), text, match.end())


def _places(law: str, text: str, at: int) -> Iterator[tuple[Citation, int]]:
    """Read 第…条、第…条第…款至第…条 that follow a title."""
    match = PLACE.match(text, at + len(text[at:]) - len(text[at:].lstrip()))
    last: Citation | None = None
    joined_by = ""
    while match:
        cited = _from_match(law, match, last)
        if last and joined_by in RANGE and cited.article > last.article and cited.article - last.article < 200:
            yield from ((Citation(law, number), match.end()) for number in range(last.article + 1, cited.article))
        yield cited, match.end()
        last = cited
        join = NEXT.match(text, match.end())
        joined_by = join["join"] if join else ""
        match = join and (PLACE.match(text, join.end()) or LATER_PARAGRAPH.match(text, join.end()))


def _from_match(law: str, match: re.Match[str], last: Citation | None) -> Citation:
    numbers = [number_of(group) if group else 0 for group in match.groups()]
    if match.re is LATER_PARAGRAPH and last:
        return replace(last, paragraph=numbers[0], item=numbers[1])
    return Citation(law, *numbers)


def resolve(cited: Citation, laws: LawTable, on: date) -> Law | tuple[str, dict[str, object]]:
    """Find the version of the law in force on a day, or give the rule that is broken with its facts."""
    versions = laws.versions(cited.law)
    if not versions:
        return "law-unknown", {"law": cited.law}
    valid = [law for law in versions if law.holds_on(on)]
    if valid:
        return max(valid, key=lambda law: law.version)
    ended = [law for law in versions if law.ended and law.ended <= on]
    if ended and not any(law.in_force > on for law in versions if not law.ended):
        law = max(ended, key=lambda each: each.ended)
        return "law-ended", {
            "law": law.name,
            "date": law.ended.isoformat(),
            "instead": f" ({law.replaced_by})" if law.replaced_by else "",
        }
    coming = min(versions, key=lambda law: law.in_force)
    return "law-not-yet", {"law": coming.name, "date": coming.in_force.isoformat(), "on": on.isoformat()}


def check_citation(cited: Citation, laws: LawTable, on: date, *, line: int = 0, about: str = "") -> tuple[Problem, ...]:
    """Check that a citation holds on a day; `about` is what the slide says, to catch a number whose topic moved."""
    law = resolve(cited, laws, on)
    if isinstance(law, tuple):
        return (Problem(law[0], line, law[1]),)
    article = law.article(cited.article, cited.branch)
    if article is None or not _has_place(article, cited):
        return (Problem("article-missing", line, {"law": law.name, "place": cited.place}),)
    return _moved(cited, law, article, about, line)


def _has_place(article: LawArticle, cited: Citation) -> bool:
    if cited.paragraph > len(article.paragraphs):
        return False
    return not cited.item or cited.item <= len(article.items(cited.paragraph or 1))


def _moved(cited: Citation, law: Law, article: LawArticle, about: str, line: int) -> tuple[Problem, ...]:
    """An old number still exists but speaks of something else: the slide's own words give it away."""
    for moved in law.moved:
        if moved.old != cited.article or cited.branch or moved.new == cited.article:
            continue
        said = [word for word in moved.words if word.lower() in about.lower()]
        if said and not any(word in article.text for word in said):
            facts = {
                "law": law.name,
                "place": cited.place,
                "topic": moved.topic,
                "now": f"{article.text[:18]}……",
                "new": f"第{chinese(moved.new)}条",
            }
            return (Problem("article-moved", line, facts),)
    return ()


def words_of(cited: Citation, laws: LawTable, on: date) -> str:
    """The exact words of the place cited, lines kept; empty where the citation does not hold."""
    law = resolve(cited, laws, on)
    article = law.article(cited.article, cited.branch) if isinstance(law, Law) else None
    if article is None or not _has_place(article, cited):
        return ""
    if cited.item:
        return article.items(cited.paragraph or 1)[cited.item - 1]
    return article.paragraphs[cited.paragraph - 1] if cited.paragraph else article.text


def chosen_sentences(words: str, wanted: str) -> str | None:
    """Keep sentences such as “1” or “2-3”, with …… where something is left out; nothing where they are missing."""
    if not wanted:
        return words
    all_of_them = sentences(words.replace("\n", ""))
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", wanted)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last <= len(all_of_them):
        return None
    kept = "".join(all_of_them[first - 1 : last])
    return ("……" if first > 1 else "") + kept + ("……" if last < len(all_of_them) else "")


def _bare(text: str) -> str:
    return re.sub(r"[\s，。；：、“”‘’'\"（）()《》]", "", text)


def check_quote(cited: Citation, quoted: str, laws: LawTable, on: date, *, line: int = 0) -> tuple[Problem, ...]:
    """Check that quoted words are the law's own; …… may stand for what is left out."""
    words = words_of(cited, laws, on)
    at = 0
    for piece in filter(None, re.split(r"…+|\.{3,}", quoted)):
        at = _bare(words).find(_bare(piece), at)
        if at < 0:
            return (Problem("quote-differs", line, {"law": cited.law, "place": cited.place, "words": words[:60]}),)
    return ()


def check_text(text: str, laws: LawTable, on: date, *, line: int = 0) -> tuple[Problem, ...]:
    """Check every citation in free text, and the words quoted right after one."""
    problems: list[Problem] = []
    for cited, end in find_citations(text):
        faults = check_citation(cited, laws, on, line=line, about=text)
        quote = QUOTE.match(text, end)
        problems += faults or (check_quote(cited, quote[1], laws, on, line=line) if quote else ())
    return tuple(problems)
