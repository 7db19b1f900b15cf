"""Where an English text cites laws: Article 51 of the Civil Code; Criminal Law, Articles 17 and 287-2."""

import re
from collections.abc import Iterator, Mapping

from slides.law.citations import LONGEST_RANGE, Citation
from slides.law.laws import LawTable, telling_words
from slides.law.mentions import Mention

ARTICLE = r"\d{1,4}(?:-\d{1,4})?"
ARTICLES = r"(?:[Aa]rticles?|[Aa]rts?\.?)"
PARAGRAPH = r"(?:\s*\((\d{1,2})\)|,?\s+(?:paragraph|para\.?)\s+(\d{1,2}))?(?:,?\s+item\s+(\d{1,2}))?"
PLACES = re.compile(
    rf"\b{ARTICLES}\s+{ARTICLE}{PARAGRAPH}"
    rf"(?:\s*(?:,\s*and|,|and|or|to|–|—)\s*(?:{ARTICLES}\s+)?{ARTICLE}{PARAGRAPH})*",
)
ONE = re.compile(rf"(?P<join>to|–|—)?\s*(?:{ARTICLES}\s+)?(?P<article>{ARTICLE}){PARAGRAPH}")
KIND = r"(?:Law|Code|Act|Constitution|Regulations?|Rules?|Provisions|Measures)"
WORD = r"[A-Z][\w'’-]*"
LINKS = frozenset(("of", "on", "the", "and", "against", "for", "to", "in", "from", "by", "with"))
LINK = f"(?:{'|'.join(sorted(LINKS))})"
NAME = rf"{WORD}(?:\s+(?:{LINK}\s+){{0,2}}{WORD})*"
AFTER = re.compile(rf"\s*(?:of|in|under)\s+(?:the\s+|China's\s+)?({NAME})")
BEFORE = re.compile(rf"({NAME})(?:\s*\([^()]{{0,40}}\))?\s*[,:]?\s*$")
CARRIES_ON = re.compile(r"(?:[\s,;]|and|paragraphs?|items?|\d)*")
SAME = "the same"

Words = frozenset[str]


def find_mentions_en(text: str, laws: LawTable, also: Mapping[Words, str] | None = None) -> Iterator[Mention]:
    """Find every article that an English text cites; `also` are names of laws that the case itself introduces."""
    names, last, end = {**laws.english, **(also or {})}, "", 0
    for match in PLACES.finditer(text):
        law = _after(text, match.end(), names) or _before(text, match.start(), names)
        goes_on = last and CARRIES_ON.fullmatch(text, end, match.start())
        law = last if law == SAME or (not law and goes_on) else law
        end = match.end()
        if law:
            last = law
            yield Mention(law, tuple(_places(law, match[0])), match.start())


def _after(text: str, at: int, names: Mapping[Words, str]) -> str:
    match = AFTER.match(text, at)
    tokens = match[1].split() if match else []
    halves = [(tokens[:count], tokens[count:]) for count in range(len(tokens), 0, -1)]
    return _law([" ".join(name) for name, rest in halves if not _is_one_name(rest, rest[:1])], names)


def _before(text: str, start: int, names: Mapping[Words, str]) -> str:
    match = BEFORE.search(text[:start])
    tokens = match[1].split() if match else []
    halves = [(tokens[:count], tokens[count:]) for count in range(len(tokens))]
    return _law([" ".join(name) for rest, name in halves if not _is_one_name(rest, rest[-1:])], names)


def _is_one_name(rest: list[str], joint: list[str]) -> bool:
    """Whether what is left over belongs to the name: the Road Traffic Safety Law | Regulations is another law."""
    return joint != ["and"] and bool(re.search(rf"\b{KIND}\b", " ".join(rest)))


def _law(candidates: list[str], names: Mapping[Words, str]) -> str:
    """The Chinese title of the first candidate that names one law of the table; the name itself where it is unknown."""
    named = [
        name
        for name in candidates
        if re.search(rf"\b{KIND}\b", name) and not LINKS & {name.split()[0], name.split()[-1]}
    ]
    for name in named:
        if found := _known(telling_words(name), names):
            return found
    if not named:
        return ""
    return SAME if len(telling_words(named[0])) < 2 else named[0]


def _known(words: Words, names: Mapping[Words, str]) -> str:
    """A law by all its words, or by some of them where they fit no other."""
    if words in names:
        return names[words]
    fitting = {title for known, title in names.items() if words < known} if len(words) > 1 else set()
    return fitting.pop() if len(fitting) == 1 else ""


def _places(law: str, text: str) -> Iterator[Citation]:
    last: Citation | None = None
    for match in ONE.finditer(text):
        first, _, second = match["article"].partition("-")
        bracketed, spoken, item = match.groups()[2:]
        paragraph = int(bracketed or spoken or 0)
        # 287-2 is 第二百八十七条之二, and 12-15 runs from one article to another.
        runs = second and int(second) > int(first)
        cited = Citation(
            law, int(second if runs else first), int(second or 0) if not runs else 0, paragraph, int(item or 0)
        )
        begin = int(first) if runs else last.article + 1 if last and match["join"] else cited.article
        if 0 < cited.article - begin < LONGEST_RANGE:
            yield from (Citation(law, number) for number in range(begin, cited.article))
        yield cited
        last = cited
