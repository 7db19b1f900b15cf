"""The longest text that a case may put into a place, and whether a layout has the room for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from slides.composing.fit import Block
from slides.composing.labels import minutes
from slides.designs.layouts import Layout, Slot
from slides.designs.looks import FLOOR, LOOK_OF_STAGE
from slides.kinds import LANGUAGES, LIMITS, NODE_LIMIT, STAGE_ORDER, TITLE_LIMIT

ENGLISH = "Every pupil may say what they think and ask for help when it is needed most "
# Words that do not break, as wide as they come: whom to ask at each stage, and the name of a law.
WORDS = ("Mum\u00a0and\u00a0Dad", "Mum\u00a0and\u00a0Dad", "headteacher", "headteacher")
LAW = "Public Security Administration Punishments Law"
# Where a field of a kind stands: its layouts, its slot, and how many of it one slot holds.
PLACES: dict[tuple[str, str], tuple[tuple[str, ...], str, int]] = {
    ("cover", "lead"): (("cover", "cover-picture"), "lead", 1),
    ("goals", "line"): (("goals",), "text1", 1),
    ("section", "lead"): (("section", "section-picture"), "lead", 1),
    ("points", "lead"): (("points",), "lead", 1),
    ("points", "line"): (("points",), "text", 4),
    ("story", "line"): (("story",), "text", 3),
    ("quote", "lead"): (("quote", "quote-picture"), "text", 1),
    ("discussion", "lead"): (("discussion",), "lead", 1),
    ("discussion", "line"): (("discussion",), "text1", 1),
    ("right-and-wrong", "line"): (("right-and-wrong",), "text1", 3),
    ("chart", "lead"): (("chart",), "lead", 1),
    ("law", "line"): (("law-own",), "own", 3),
    ("table", "lead"): (("table",), "lead", 1),
    ("quiz", "lead"): (("quiz-2", "quiz-3", "quiz-4"), "lead", 1),
    ("quiz", "line"): (("quiz-2", "quiz-3", "quiz-4"), "text1", 1),
    ("answer", "lead"): (("answer-2", "answer-3", "answer-4"), "lead", 1),
    ("help", "first"): (("help-2", "help-3", "help-4"), "label1", 1),
    ("help", "second"): (("help-2", "help-3", "help-4"), "text1", 1),
    ("summary", "line"): (("summary",), "text1", 1),
    ("qr", "lead"): (("qr",), "lead", 1),
}
NODE_PLACES = {"first": "label1", "second": "text1"}
# Minutes of a discussion, as wide as they are written, by stage.
LONGEST_TALK = (8, 4.5, 6.5, 6.5)
LAW_PAGES = ("law", "law-text", "law-own")
STEP, HIGHEST = 0.05, 4.0
# Other words are wider than those above: a place that grows for them grows by this much more.
WIDER = 1.14


@dataclass(frozen=True)
class Longest:
    """The longest text of one place of a layout, at one stage, in one language."""

    layout: str
    slot: str
    lang: str
    paragraphs: tuple[str, ...]


def longest(stage: str) -> Iterator[Longest]:
    """The longest text of every field and title that a case may give to a layout at a stage."""
    at = STAGE_ORDER.index(stage)
    for (kind, field), (keys, slot, count) in PLACES.items():
        for key in keys:
            yield from _in_both(key, slot, (LIMITS[kind, field][at], WORDS[at]), count)
    yield from (Longest("discussion", "minutes", lang, (minutes(LONGEST_TALK[at], lang),)) for lang in LANGUAGES)
    yield from (Longest(key, "law", "en", (LAW,)) for key in LAW_PAGES if at)
    for field, slot in NODE_PLACES.items():
        yield Longest(f"timeline-{NODE_LIMIT[at]}", slot, "zh", ("字" * LIMITS["timeline", field][at],))


def longest_titles(stage: str, key: str) -> Iterator[Longest]:
    """The longest title of a layout at a stage."""
    at = STAGE_ORDER.index(stage)
    return _in_both(key, "title", (TITLE_LIMIT[at], WORDS[at]), 1)


def _in_both(key: str, slot: str, limit: tuple[int, str], count: int) -> Iterator[Longest]:
    """The longest text in each language: as many characters as allowed, or one word where that is about as long."""
    most, word = limit
    english = ENGLISH[: 2 * most].strip() if 2 * most > len(word) + 1 else word
    for lang, text in zip(LANGUAGES, ("字" * most, english), strict=True):
        yield Longest(key, slot, lang, (text,) * count)


def without_room(layouts: Mapping[str, Layout], stage: str) -> Iterator[tuple[Longest, float]]:
    """Every longest text that does not fit its place at the smallest size of a stage, and how full it makes it."""
    titles = (each for key in layouts for each in longest_titles(stage, key))
    for each in (*(each for each in longest(stage) if each.layout in layouts), *titles):
        slot = layouts[each.layout].slot(each.slot)
        size, block = FLOOR[slot.style][STAGE_ORDER.index(stage)], Block(each.paragraphs, slot)
        if not block.fits(size):
            yield each, block.fullness(size)


def holds_longest(layout: Layout, look: str) -> bool:
    """Whether a layout has the room for its longest texts at every stage of a look."""
    return not any(any(without_room({layout.key: layout}, stage)) for stage in _stages(look))


def _stages(look: str) -> list[str]:
    return [stage for stage, own in LOOK_OF_STAGE.items() if own == look]


def height_for(slot: Slot, key: str, look: str, wide: float) -> float:
    """How high a slot of a layout must be at a width, so that it holds its longest text at every stage of a look."""
    return max(_height(slot, key, stage, wide) for stage in _stages(look))


def _height(slot: Slot, key: str, stage: str, wide: float) -> float:
    texts = [each for each in longest(stage) if (each.layout, each.slot) == (key, slot.name)]
    texts += longest_titles(stage, key) if slot.name == "title" else ()
    high = 0.0
    for text in texts:
        size = FLOOR[slot.style][STAGE_ORDER.index(stage)]
        while high < HIGHEST and not _holds(slot, text, size, wide / WIDER, high):
            high += STEP
    return round(high, 4)


def _holds(slot: Slot, text: Longest, size: int, wide: float, high: float) -> bool:
    box = (slot.box[0], slot.box[1], wide, max(high, STEP))
    return Block(text.paragraphs, replace(slot, box=box)).fits(size)
