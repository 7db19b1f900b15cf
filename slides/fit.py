"""Fit text into boxes by numbers: real advances of Latin letters, one em for Chinese, a ladder of sizes, no autofit."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from slides.kinds import STAGE_ORDER
from slides.layouts import Slot
from slides.looks import FLOOR, START
from slides.words import CJK, plain

# Thousandths of an em for the characters from the space to the tilde: the wider of two common sans-serif faces.
LATIN = (278, 323, 474, 556, 556, 921, 680, 278, 338, 338, 467, 584, 278, 347, 278, 392, 556, 556, 556, 556, 556, 556,
         556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 728, 293,
         535, 667, 556, 833, 723, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 338, 392, 338,
         555, 559, 606, 563, 618, 510, 620, 556, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620,
         388, 500, 377, 607, 521, 802, 500, 521, 500, 338, 270, 338, 584)
BOLD = 1.06
LINE = 1.2
FULLEST = 0.88
STEP = 2
TRIES = 5
NO_START = frozenset("，。、；：？！）》」』】〉”’…—%,.;:?!)]}")
NO_END = frozenset("（《「『【〈“‘([{")
SEPARATE = frozenset("“”‘’—…")


@dataclass(frozen=True)
class Fit:
    """The size at which a text fits its box, or how many characters must go."""

    size: int
    over: int = 0

    @property
    def fits(self) -> bool:
        return self.over == 0


@lru_cache(maxsize=4096)
def advance(character: str) -> float:
    """The width of a character in em."""
    code = ord(character)
    if 32 <= code < 127:
        return LATIN[code - 32] / 1000
    return 1.0 if CJK.match(character) or character in "“”‘’—…●○■✓✗" or code > 0x2E7F else 0.62


def width(text: str) -> float:
    """The width of a text in em."""
    return sum(map(advance, text))


def words_of(text: str) -> Iterator[str]:
    """Cut text into what stays on one line: a Chinese character, a Latin word, a space."""
    word = ""
    for character in text:
        if CJK.match(character) or character.isspace() or character in SEPARATE:
            if word:
                yield word
            yield character
            word = ""
        else:
            word += character
    if word:
        yield word


def break_lines(text: str, em: float) -> list[str]:
    """The lines of a paragraph in a box that is `em` wide, with the rules of line starts and ends."""
    lines, current, used = [], "", 0.0
    for word in words_of(text):
        wide = width(word)
        if current and used + wide > em + 1e-6:
            if word.isspace():
                continue
            carried = _carried(current, word)
            lines.append(current.removesuffix(carried) if carried else current)
            current, used = carried, width(carried)
        while wide > em:
            part = next((word[:n] for n in range(len(word), 0, -1) if used + width(word[:n]) <= em), word[:1])
            lines.append(current + part)
            word, current, used = word[len(part):], "", 0.0
            wide = width(word)
        current, used = current + word, used + wide
    return [*lines, current]


def count_lines(text: str, em: float) -> int:
    """How many lines a paragraph takes."""
    return len(break_lines(text, em))


def _carried(line: str, word: str) -> str:
    """What goes down to the next line with a word: an opening bracket, or the character before a closing one."""
    at = len(line)
    if len(word) == 1 and word in NO_START and at > 1:
        at -= 1
    while at > 1 and line[at - 1] in NO_END:
        at -= 1
    return line[at:]


def _em(slot: Slot, size: float) -> float:
    """How many em a line of the slot holds."""
    room = (slot.box[2] - 2 * slot.inset) * 72 - (round(size * 1.3) if slot.bullet else 0)
    return room / size / (BOLD if slot.bold else 1)


def height(paragraphs: Sequence[str], slot: Slot, size: float) -> float:
    """The height in points that paragraphs take in a slot."""
    lines = sum(count_lines(plain(text), _em(slot, size)) for text in paragraphs)
    return lines * size * LINE * slot.pitch / 100 + slot.gap * (len(paragraphs) - 1)


def lonely_ends(paragraphs: Sequence[str], slot: Slot, size: float) -> int:
    """How many paragraphs end in a line of a single character: they read badly and look like a mistake."""
    ends = [break_lines(plain(text), _em(slot, size)) for text in paragraphs]
    return sum(len(lines) > 1 and width(lines[-1].strip().rstrip("，。！？：；”’）》.,!?:;)")) < 1.5 for lines in ends)


def fullness(paragraphs: Sequence[str], slot: Slot, size: float) -> float:
    """How full a slot is: 1 is to the brim."""
    return height(paragraphs, slot, size) / (slot.box[3] * 72)


def fit(paragraphs: Sequence[str], slot: Slot, stage: str) -> Fit:
    """Go down the ladder of sizes until the text fits, a little further for good line ends; at its foot count what must be cut."""
    at = STAGE_ORDER.index(stage)
    start, floor = START[slot.style][at], FLOOR[slot.style][at]
    sizes = [size for size in range(start, floor - 1, -STEP)
             if fullness(paragraphs, slot, size) <= FULLEST and _longest_word_fits(paragraphs, slot, size)]
    if not sizes:
        return Fit(floor, _characters_over(paragraphs, slot, floor))
    return Fit(min(sizes[:TRIES], key=lambda size: (lonely_ends(paragraphs, slot, size), -size)))


def _longest_word_fits(paragraphs: Sequence[str], slot: Slot, size: float) -> bool:
    """A Latin word must not break in the middle; an address may, at the floor."""
    room = (slot.box[2] - 2 * slot.inset) * 72 / size
    return all(width(word) * (BOLD if slot.bold else 1) <= room for text in paragraphs for word in words_of(plain(text)) if "/" not in word)


def _characters_over(paragraphs: Sequence[str], slot: Slot, size: float) -> int:
    """How many characters the last paragraphs must lose to fit."""
    kept = list(paragraphs)
    cut = 0
    while kept and fullness(kept, slot, size) > FULLEST:
        cut += 1
        kept[-1] = kept[-1][:-1]
        if not kept[-1]:
            kept.pop()
    return max(cut, 1)


def split(paragraphs: Sequence[str], slot: Slot, stage: str) -> list[list[str]]:
    """Share paragraphs over as few pages as hold them at the smallest size, as evenly as their order allows."""
    floor = FLOOR[slot.style][STAGE_ORDER.index(stage)]
    pages: list[list[str]] = [[]]
    for text in paragraphs:
        if pages[-1] and fullness([*pages[-1], text], slot, floor) > FULLEST:
            pages.append([])
        pages[-1].append(text)
    return pages
