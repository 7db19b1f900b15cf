"""Fit text into boxes by numbers: real advances of Latin letters, one em for Chinese, a ladder of sizes, no autofit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from slides.designs.layouts import Slot
from slides.designs.looks import FLOOR, START
from slides.kinds import STAGE_ORDER
from slides.words import CJK, plain

# Thousandths of an em for the characters from the space to the tilde: the wider of two common sans-serif faces.
LATIN_ADVANCES = (
    "278 323 474 556 556 921 680 278 338 338 467 584 278 347 278 392 556 556 556 556 556 556 556 556 556 556 "
    "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 728 293 535 667 556 833 723 778 667 778 722 667 "
    "611 722 667 944 667 667 611 338 392 338 555 559 606 563 618 510 620 556 325 564 607 275 275 552 284 926 "
    "610 606 620 620 388 500 377 607 521 802 500 521 500 338 270 338 584 "
)
LATIN = tuple(map(int, LATIN_ADVANCES.split()))
BOLD = 1.06
LINE = 1.2
FULLEST = 0.88
STEP = 2
TRIES, TRIES_FOR_ONE_LINE = 6, 12
# Styles whose paragraphs had better stay on one line, how many sizes that is worth, and how sure the width must be.
WHOLE_LINES, TRIES_FOR_WHOLE, SURE = frozenset({"story", "option"}), 4, 1.04
ONE_LINE = frozenset({"article", "number", "law-name"})
NO_START = frozenset("，。、；：？！）》」』】〉”’…—%,.;:?!)]}")
NO_END = frozenset("（《「『【〈“‘([{")
SEPARATE = frozenset("“”‘’—…")
CLOSING = "，。！？：；”’）》.,!?:;)"
HANGING = 1.3


@lru_cache(maxsize=4096)
def advance(character: str) -> float:
    """The width of a character in em."""
    code = ord(character)
    if 32 <= code < 127:
        return LATIN[code - 32] / 1000
    return 1.0 if CJK.match(character) or character in "“”‘’—…●○■✓✗" or code > 0x2E7F else 0.62


def width(text: str, bold: bool = False) -> float:
    """The width of a text in em; only Latin letters grow when bold."""
    return sum(advance(character) * (BOLD if bold and ord(character) < 0x2000 else 1) for character in text)


@lru_cache(maxsize=8192)
def measured_words(text: str, bold: bool) -> tuple[tuple[str, float], ...]:
    """What stays on one line, with its width: a Chinese character, a Latin word, a space."""
    found, word = [], ""
    for character in text:
        if CJK.match(character) or character.isspace() or character in SEPARATE:
            found += [word, character] if word else [character]
            word = ""
        else:
            word += character
    return tuple((each, width(each, bold)) for each in ([*found, word] if word else found))


@lru_cache(maxsize=16384)
def break_lines(text: str, em: float, bold: bool = False) -> tuple[str, ...]:
    """The lines of a paragraph in a box that is `em` wide, with the rules of line starts and ends."""
    lines, current, used = [], "", 0.0
    for word, wide in measured_words(text, bold):
        if current and used + wide > em + 1e-6:
            if word.isspace():
                continue
            carried = _carried(current, word)
            lines.append(current.removesuffix(carried) if carried else current)
            current, used = carried, width(carried, bold)
        while wide > em:
            part = _part_that_fits(word, em - used, bold)
            lines.append(current + part)
            word, current, used = word[len(part) :], "", 0.0
            wide = width(word, bold)
        current, used = current + word, used + wide
    return (*lines, current)


def _part_that_fits(word: str, room: float, bold: bool) -> str:
    """As much of a word, but at least one character, as the rest of a line holds."""
    used = 0.0
    for at, character in enumerate(word):
        used += advance(character) * (BOLD if bold and ord(character) < 0x2000 else 1)
        if used > room:
            return word[: max(at, 1)]
    return word


def _carried(line: str, word: str) -> str:
    """What goes down to the next line with a word: an opening bracket, or the character before a closing one."""
    at = len(line)
    if len(word) == 1 and word in NO_START and at > 1:
        at -= 1
    while at > 1 and line[at - 1] in NO_END:
        at -= 1
    return line[at:]


def _is_lonely(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and len(lines[-1].strip().rstrip(CLOSING)) <= 1


@dataclass(frozen=True)
class Block:
    """Paragraphs in their slot."""

    paragraphs: tuple[str, ...]
    slot: Slot

    def lines(self, size: float) -> list[tuple[str, ...]]:
        """The lines of each paragraph at a size."""
        slot = self.slot
        room = (slot.box[2] - 2 * slot.inset) * 72 - (round(size * HANGING) if slot.bullet else 0)
        return [break_lines(plain(text), room / size, slot.bold) for text in self.paragraphs]

    def fullness(self, size: float) -> float:
        """How full the slot is at a size: 1 is to the brim."""
        lines = sum(map(len, self.lines(size)))
        high = lines * size * LINE * self.slot.pitch / 100 + self.slot.gap * (len(self.paragraphs) - 1)
        return high / (self.slot.box[3] * 72)

    def fits(self, size: float) -> bool:
        """Say whether the text stands well inside its slot, no Latin word broken; an address may break."""
        if self.fullness(size) > FULLEST:
            return False
        room = (self.slot.box[2] - 2 * self.slot.inset) * 72 / size
        return all(
            wide <= room
            for text in self.paragraphs
            for word, wide in measured_words(plain(text), self.slot.bold)
            if "/" not in word
        )

    def is_whole(self, size: float) -> bool:
        """Say whether every paragraph stays on one line, with a little to spare."""
        return all(len(lines) == 1 for lines in self.lines(size * SURE))

    def lonely_ends(self, size: float) -> int:
        """How many paragraphs end in a line of a single character; for names and numbers, how many break at all."""
        ends = self.lines(size)
        if self.slot.style in ONE_LINE:
            return sum(len(lines) > 1 for lines in ends)
        return sum(map(_is_lonely, ends)) or sum(map(_is_lonely, self.lines(size * SURE)))


def fit(blocks: Sequence[Block], stage: str) -> int:
    """Go down the ladder of sizes until texts that stand side by side all fit, a little further for good line ends."""
    at = STAGE_ORDER.index(stage)
    start = min(START[block.slot.style][at] for block in blocks)
    floor = max(FLOOR[block.slot.style][at] for block in blocks)
    sizes = [size for size in range(start, floor - 1, -STEP) if all(block.fits(size) for block in blocks)]
    if not sizes:
        return floor
    style = blocks[0].slot.style
    if style in WHOLE_LINES:
        near = sizes[:TRIES_FOR_WHOLE]
        sizes = [size for size in near if all(block.is_whole(size) for block in blocks)][:1] or sizes
    tries = TRIES_FOR_ONE_LINE if style in ONE_LINE else TRIES_FOR_WHOLE if style == "story" else TRIES
    return min(sizes[:tries], key=lambda size: (sum(block.lonely_ends(size) for block in blocks), -size))


def characters_over(block: Block, size: float) -> int:
    """How many characters the last paragraphs must lose to fit at a size; nothing where they fit."""
    kept, cut = list(block.paragraphs), 0
    while kept and not Block(tuple(kept), block.slot).fits(size):
        cut += 1
        kept[-1] = kept[-1][:-1]
        if not kept[-1]:
            kept.pop()
    return cut


def split(paragraphs: Sequence[str], slot: Slot, stage: str) -> list[list[str]]:
    """Share paragraphs over as few pages as hold them at the smallest size, as evenly as their order allows."""
    floor = FLOOR[slot.style][STAGE_ORDER.index(stage)]
    pages: list[list[str]] = [[]]
    for text in paragraphs:
        if pages[-1] and not Block((*pages[-1], text), slot).fits(floor):
            pages.append([])
        pages[-1].append(text)
    return pages
