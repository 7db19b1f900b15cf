"""Rules that moved to another article: the old number still exists, and the slide's own words give it away."""

import re
from itertools import pairwise

from slides.law.laws import Law, LawArticle, Moved

CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


def moved_away(law: Law, cited: LawArticle, about: str) -> Moved | None:
    """The rule that a text speaks of while it cites the number that this rule had before; nothing where it fits."""
    for moved in law.moved:
        if moved.old != cited.number or moved.new == cited.number:
            continue
        said = [word for word in moved.words if _says(about, word)]
        new = law.article(moved.new)
        if said and new is not None and _speaks_of(new, moved) and not _fits(cited, new, said, about):
            return moved
    return None


def _says(text: str, word: str) -> bool:
    """English words begin where a word begins: to beat, and not a heartbeat."""
    return bool(re.search(rf"\b{re.escape(word)}", text, re.I)) if word.isascii() else word in text


def _speaks_of(article: LawArticle, moved: Moved) -> bool:
    """In an older or newer version of the law the topic may stand elsewhere: then this line says nothing."""
    return any(word in article.text for word in moved.words)


def _fits(cited: LawArticle, new: LawArticle, said: list[str], about: str) -> bool:
    """Whether the article cited is the one meant: it uses the topic's word, or is nearer to what is said."""
    if any(word in cited.text for word in said):
        return True
    here, there, spoken = _pairs(cited.text), _pairs(new.text), _pairs(about)
    return len(spoken & (here - there)) > len(spoken & (there - here)) + len(said)


def _pairs(text: str) -> set[str]:
    """Every two Chinese characters that stand together."""
    return {pair[0] + pair[1] for word in CHINESE.findall(text) for pair in pairwise(word)}
