"""Two texts of a case side by side: slide by slide, field by field, and within a field word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from course.cases.editor.card_fields import values_of
from course.cases.editor.wording import LANGUAGES, field_label, stage_words
from slides import Case, Slide

WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.S)
# Beyond this many words the comparison of a field gives up on details: it would keep the machine busy.
MOST_WORDS = 1_600
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class FieldChange:
    """One field in both texts, each cut into pieces with whether the other text has them not."""

    label: str
    before: Pieces
    after: Pieces


@dataclass(frozen=True)
class SlideChange:
    """A slide in both cases, or in one of them only; ``fields`` are those that differ."""

    before: int
    after: int
    slide: Slide
    fields: tuple[FieldChange, ...] = ()

    @property
    def state(self) -> str:
        """``same``, ``changed``, ``added`` or ``removed``."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        return "changed" if self.fields else "same"


def compare(before: Case, after: Case) -> list[SlideChange]:
    """Every slide of two cases, paired as well as they can be, in the order of the second."""
    old, new = list(before.slides), list(after.slides)
    keys = [
        [str(sorted({**values_of(slide), "stages": slide.stages}.items())) for slide in half] for half in (old, new)
    ]
    found: list[SlideChange] = []
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            found += (SlideChange(a + at + 1, c + at + 1, new[c + at]) for at in range(b - a))
        else:
            found += pairs([*enumerate(old[a:b], a + 1)], [*enumerate(new[c:d], c + 1)])
    return found


def pairs(old: Sequence[tuple[int, Slide]], new: Sequence[tuple[int, Slide]]) -> Iterator[SlideChange]:
    """Slides that are not equal: each new one beside the old one of its kind that is most like it, in order."""
    left = list(old)
    for number, slide in new:
        like = max(left, key=lambda pair: likeness(pair[1], slide), default=None)
        if like is None or likeness(like[1], slide) < 0.3:
            yield SlideChange(0, number, slide)
            continue
        while left[0] != like:
            yield SlideChange(left[0][0], 0, left.pop(0)[1])
        left.pop(0)
        yield SlideChange(like[0], number, slide, slide_changes(like[1], slide))
    yield from (SlideChange(number, 0, slide) for number, slide in left)


def likeness(one: Slide, other: Slide) -> float:
    """How much two slides have in common, from 0 to 1: the share of their fields that are the same."""
    a, b = values_of(one), values_of(other)
    if one.kind != other.kind:
        return 0
    same = sum(a.get(name) == text for name, text in b.items())
    near = 0.5 * (one.zh.title == other.zh.title) + 0.25
    return min(1, same / max(len(a), len(b), 1) + near * (one.stages == other.stages))


def slide_changes(before: Slide, after: Slide) -> tuple[FieldChange, ...]:
    """The fields of a slide that differ."""
    stages = ("、".join(map(stage_words, before.stages)), "、".join(map(stage_words, after.stages)))
    found = [FieldChange(str(field_label("stages")), *pieces(*stages))] if before.stages != after.stages else []
    return (*found, *value_changes(values_of(before), values_of(after), after.kind))


def front_changes(before: Case, after: Case) -> tuple[FieldChange, ...]:
    """What differs in the front matter, the stages, the sources and the names of the parts."""
    return tuple(value_changes(front_values(before), front_values(after), ""))


def front_values(case: Case) -> dict[str, str]:
    """The front matter of a case as texts by name."""
    parts = "\n".join(f"{part.zh} | {part.en}" for part in case.parts)
    stages = "、".join(map(stage_words, case.stages))
    return {**dict(case.front), "stages": stages, "sources": "\n".join(case.sources), "parts": parts}


def value_changes(before: Mapping[str, str], after: Mapping[str, str], kind: str) -> Iterator[FieldChange]:
    """The texts that differ, by their labels, in the order of the second."""
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            yield FieldChange(full_label(name, kind), *pieces(one, other))


def full_label(name: str, kind: str) -> str:
    """A field's label with its language: 标题（中文）."""
    lang, _, part = name.partition("-")
    if lang not in LANGUAGES or not part:
        return str(field_label(name, kind))
    return f"{field_label(part, kind)} · {LANGUAGES[lang]}"


def pieces(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Two texts cut where they differ: a Chinese character is a word, a Latin word is one, so are blanks."""
    one, other = WORD.findall(before), WORD.findall(after)
    if len(one) + len(other) > MOST_WORDS:
        return ((before, True),), ((after, True),)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left.append(("".join(one[a:b]), tag != "equal"))
        right.append(("".join(other[c:d]), tag != "equal"))
    return tuple(filter(has_text, left)), tuple(filter(has_text, right))


def has_text(piece: tuple[str, bool]) -> bool:
    """Whether there is anything in a piece."""
    return bool(piece[0])


def counted(changes: Sequence[Any]) -> dict[str, int]:
    """How many slides are the same, changed, added and removed."""
    states = [change.state for change in changes]
    return {state: states.count(state) for state in ("changed", "added", "removed", "same")}
