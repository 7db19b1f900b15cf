"""What differs between two versions of a law: articles added, removed, changed, and those that got another number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

# Below this an article of the same number is about something else; from this on two articles are one that moved.
SAME_MATTER, MOVED_FROM = 0.45, 0.55
MOST_WORDS, SHORTEST_WORD, LONGEST_WORD = 4, 2, 8
COMMON_IN = 4
PIECES = re.compile(r"[^\u4e00-\u9fff]+|或者|以及|并且|但是|应当|可以|不得|的")
EMPTY = re.compile(r"[\s，。；：、“”（）《》]")


@dataclass(frozen=True)
class Moved:
    """An article that stands under another number now, how alike the two are (0 to 1), and words of its topic."""

    old: str
    new: str
    alike: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """The differences of two versions, by article number in the order of the text."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    unchanged: int = 0

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed or self.moved)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Compare two versions; a text under another number is one that moved, not one removed and one added."""
    same = {number for number, text in before.items() if number in after and bare(text) == bare(after[number])}
    left = {number: text for number, text in before.items() if number not in same}
    new = {number: text for number, text in after.items() if number not in same}
    stayed = {number for number in left if number in new and alike(left[number], new[number]) >= SAME_MATTER}
    moved = moves({n: t for n, t in left.items() if n not in stayed}, {n: t for n, t in new.items() if n not in stayed})
    from_there, to_here = {one.old for one in moved}, {one.new for one in moved}
    return Changes(
        added=tuple(number for number in new if number not in stayed | to_here),
        removed=tuple(number for number in left if number not in stayed | from_there),
        changed=tuple(number for number in left if number in stayed),
        moved=tuple(with_words(one, before, after) for one in moved),
        unchanged=len(same),
    )


def moves(left: Mapping[str, str], new: Mapping[str, str]) -> list[Moved]:
    """The pairs that are most alike, each article in one pair at most, in the order of the old text."""
    found: list[Moved] = []
    index = defaultdict(set)
    for number, text in new.items():
        for pair in pairs(text):
            index[pair].add(number)
    for old, text in left.items():
        shared = Counter(number for pair in pairs(text) for number in index.get(pair, ()))
        for number, _ in shared.most_common(3):
            found.append(Moved(old, number, alike(text, new[number])))
    chosen: dict[str, Moved] = {}
    taken: set[str] = set()
    for one in sorted(found, key=lambda one: -one.alike):
        if one.alike >= MOVED_FROM and one.old not in chosen and one.new not in taken and one.old != one.new:
            chosen[one.old] = one
            taken.add(one.new)
    return [chosen[old] for old in left if old in chosen]


def alike(one: str, other: str) -> float:
    """How alike two articles are, 0 to 1: what they share of their pairs, and where that is much, of their order."""
    if bare(one) == bare(other):
        return 1.0
    first, second = pairs(one), pairs(other)
    share = 2 * len(first & second) / (len(first) + len(second) or 1)
    if share < SAME_MATTER / 2:
        return share
    return max(share, SequenceMatcher(None, bare(one), bare(other), autojunk=False).ratio())


def pairs(text: str) -> set[str]:
    """Every two characters that stand together."""
    return {a + b for a, b in pairwise(bare(text))}


def bare(text: str) -> str:
    """A text without blanks and punctuation."""
    return EMPTY.sub("", text)


def with_words(moved: Moved, before: Mapping[str, str], after: Mapping[str, str]) -> Moved:
    """Words that tell the topic: in the article before and after it moved, and rare in the rest of the law."""
    elsewhere = after.get(moved.old, "")
    both = dict.fromkeys(
        word
        for word in PIECES.split(before[moved.old])
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word in after[moved.new] and word not in elsewhere
    )
    often = {word: sum(word in text for text in after.values()) for word in both}
    rare = sorted((word for word in both if often[word] <= COMMON_IN), key=lambda word: often[word])
    return Moved(moved.old, moved.new, moved.alike, tuple(rare[:MOST_WORDS]))
