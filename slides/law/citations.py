"""Citations of law: their grammar, where they point, and whether they hold on a day."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from slides.law.laws import Law, LawArticle, LawTable, sentences
from slides.law.moved_topics import moved_away
from slides.law.numerals import NUMBER, chinese, number_of
from slides.problems import Problem

PLACE = re.compile(
    rf"第\s*({NUMBER})\s*条(?:\s*之\s*({NUMBER}))?(?:\s*第\s*({NUMBER})\s*款)?(?:\s*第\s*[（(]?\s*({NUMBER})\s*[）)]?\s*项)?"
)
TITLE = re.compile(r"《([^《》]{2,60})》")
NEXT = re.compile(r"\s*(?P<join>[、，,和及与]|以及|至|到|[-–—~～])\s*")
LATER_PARAGRAPH = re.compile(rf"第\s*({NUMBER})\s*款(?:\s*第\s*[（(]?\s*({NUMBER})\s*[）)]?\s*项)?")
LATER_ITEM = re.compile(rf"第\s*[（(]?\s*({NUMBER})\s*[）)]?\s*项")
# 第八十三、八十四条 and 第83至85条: the word 条 stands only once.
GATHERED = re.compile(rf"第\s*({NUMBER})((?:\s*[、，,和及至到\-–—~～]\s*{NUMBER})+)\s*条(?!\s*之)")
ONE_OF_THEM = re.compile(rf"\s*([、，,和及至到\-–—~～])\s*({NUMBER})")
RANGE = frozenset("至到-–—~～")
LONGEST_RANGE = 200
LONGEST_SHOWN = 120


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
        yield from places_after(next(filter(None, match.groups())), text, match.end())


def places_after(law: str, text: str, at: int) -> Iterator[tuple[Citation, int]]:
    """Read 第…条、第…条第…款至第…条 that follow a title."""
    at += len(text[at:]) - len(text[at:].lstrip())
    last: Citation | None = None
    joined_by = ""
    while True:
        if gathered := GATHERED.match(text, at):
            yield from ((last := Citation(law, number), gathered.end()) for number in _gathered(gathered))
            at = gathered.end()
        elif match := PLACE.match(text, at) or (last and _later(text, at)):
            cited = _from_match(law, match, last)
            if last and joined_by in RANGE:
                yield from ((Citation(law, number), match.end()) for number in _between(last, cited))
            yield cited, match.end()
            last, at = cited, match.end()
        else:
            return
        join = NEXT.match(text, at)
        if not join:
            return
        joined_by, at = join["join"], join.end()


def _later(text: str, at: int) -> re.Match[str] | None:
    return LATER_PARAGRAPH.match(text, at) or LATER_ITEM.match(text, at)


def _gathered(match: re.Match[str]) -> Iterator[int]:
    """The numbers of 第八十三、八十四条 or 第83至85条."""
    last = number_of(match[1])
    yield last
    for joined_by, numeral in ONE_OF_THEM.findall(match[2]):
        number = number_of(numeral)
        if joined_by in RANGE and 0 < number - last < LONGEST_RANGE:
            yield from range(last + 1, number)
        yield number
        last = number


def _between(first: Citation, last: Citation) -> range:
    near = 0 < last.article - first.article < LONGEST_RANGE
    return range(first.article + 1, last.article) if near else range(0)


def _from_match(law: str, match: re.Match[str], last: Citation | None) -> Citation:
    numbers = [number_of(group) if group else 0 for group in match.groups()]
    if match.re is LATER_PARAGRAPH and last:
        return replace(last, paragraph=numbers[0], item=numbers[1])
    if match.re is LATER_ITEM and last:
        return replace(last, item=numbers[0])
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
            "instead": f", replaced by 《{_bare_title(law.replaced_by)}》" if law.replaced_by else "",
            "instead_zh": f"，由《{_bare_title(law.replaced_by)}》取代" if law.replaced_by else "",
        }
    coming = min(versions, key=lambda law: law.in_force)
    return "law-not-yet", {"law": coming.name, "date": coming.in_force.isoformat(), "on": on.isoformat()}


def check_citation(
    cited: Citation, laws: LawTable, on: date, *, line: int = 0, about: str = "", beside: Collection[Citation] = ()
) -> tuple[Problem, ...]:
    """Check that a citation holds on a day.

    `about` is what the slide says there, to catch a number whose topic moved; `beside` are the other places that it
    cites: one that cites the new number too knows what it does.
    """
    law = resolve(cited, laws, on)
    if isinstance(law, tuple):
        return (Problem(law[0], line, law[1]),)
    article = law.article(cited.article, cited.branch)
    if article is None or not _has_place(article, cited):
        return (Problem("article-missing", line, {"law": law.name, "place": cited.place}),)
    moved = None if cited.branch else moved_away(law, article, about)
    if moved is None or any(other.article == moved.new and resolve(other, laws, on) is law for other in beside):
        return ()
    facts = {
        "law": law.name,
        "place": cited.place,
        "topic": moved.topic,
        "now": f"{article.text[:18]}……",
        "new": f"第{chinese(moved.new)}条",
    }
    return (Problem("article-moved", line, facts),)


def _bare_title(title: str) -> str:
    return title.strip("《》")


def _has_place(article: LawArticle, cited: Citation) -> bool:
    if cited.paragraph > len(article.paragraphs):
        return False
    return not cited.item or cited.item <= len(article.items(cited.paragraph or 1))


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
    return re.sub(r"[\s，。；：、“”‘’「」『』'\",.;:（）()《》〈〉]", "", text)


def check_quote(cited: Citation, quoted: str, laws: LawTable, on: date, *, line: int = 0) -> tuple[Problem, ...]:
    """Check that quoted words are the law's own; …… may stand for what is left out."""
    words = words_of(cited, laws, on)
    at = 0
    for piece in filter(None, map(_bare, re.split(r"…+|\.{3,}", quoted))):
        at = _bare(words).find(piece, at)
        if at < 0:
            facts = {"law": cited.law, "place": cited.place, "words": nearest_words(words, piece)}
            return (Problem("quote-differs", line, facts),)
        at += len(piece)
    return ()


def nearest_words(words: str, quoted: str) -> str:
    """What the law says where the quoted words come nearest, so that an author can copy it."""
    said = set(_bare(quoted))
    best = max(sentences(words.replace("\n", "")), key=lambda sentence: len(said & set(sentence)), default="")
    return best if len(best) <= LONGEST_SHOWN else f"{best[:LONGEST_SHOWN]}……"
