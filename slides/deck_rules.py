"""What makes a deck fit for a classroom, as rules over its pages: every fault with its slide and its figures.

A rule takes a page with its layout and gives what it finds; ``faults`` asks them all.  Decks in the built-in designs
keep them, and an uploaded master is taken into use only when a whole sample does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from slides.composing.deck import Deck, Page, Text
from slides.composing.fit import HANGING, LINE, Block, width
from slides.composing.fitting import LEAST_FACTS_SIZE
from slides.designs.contrast import contrast
from slides.designs.layouts import HEIGHT, WIDTH, Box, Slot
from slides.designs.looks import FLOOR, FOOTER_SIZE
from slides.kinds import STAGE_ORDER
from slides.pptx.slidexml import LIGHT
from slides.pptx.tables import table_box, table_size
from slides.previews.grounds import contrast_on, ground
from slides.previews.shapes import fill
from slides.words import EMPHASIS, plain

FULLEST, LEAST_CONTRAST = 0.91, 4.5
EDGE, TOUCH = 0.02, 0.03


@dataclass(frozen=True)
class Fault:
    """What is wrong on a slide: the rule, its number, title and layout, the place on it, and the figures."""

    rule: str
    number: int
    title: str
    layout: str
    slot: str
    found: float = 0
    limit: float = 0


@dataclass(frozen=True)
class Stand:
    """A page where it stands: its deck and its number."""

    deck: Deck
    page: Page
    number: int

    @property
    def slots(self) -> dict[str, Slot]:
        """The slots of the page's layout by name."""
        return {slot.name: slot for slot in self.deck.design.layouts[self.page.layout].slots}

    def texts(self) -> Iterator[tuple[Text, Slot]]:
        """Every text of the page with its slot, also the footer and the number."""
        for text in self.page.texts:
            yield text, self.slots[text.slot]
        for name, words in (("footer", self.page.footer), ("number", str(self.number))):
            if name in self.slots and words:
                yield Text(name, (words,), size=FOOTER_SIZE, marked=False), self.slots[name]

    def fault(self, rule: str, slot: str, found: float = 0, limit: float = 0) -> Fault:
        """A fault on this page."""
        return Fault(rule, self.number, plain(self.page.title), self.page.layout, slot, round(found, 2), limit)


def faults(deck: Deck) -> tuple[Fault, ...]:
    """Everything that is wrong with a deck, slide by slide."""
    stands = (Stand(deck, page, number) for number, page in enumerate(deck.pages, 1))
    return tuple(fault for stand in stands for rule in RULES for fault in rule(stand))


def text_is_inside_its_box(stand: Stand) -> Iterator[Fault]:
    """A text fills its box to at most 91 %, and no word is broken for want of width."""
    for text, slot in stand.texts():
        block = Block(text.paragraphs, slot)
        full = block.fullness(text.size)
        if full > FULLEST:
            yield stand.fault("text_over_box", text.slot, full * 100, FULLEST * 100)
        elif text.slot not in ("facts", "footer") and not block.fits(text.size):
            yield stand.fault("word_broken", text.slot, text.size)


def table_is_inside_its_box(stand: Stand) -> Iterator[Fault]:
    """A table has a size at which all its rows stand in its box."""
    page = stand.page
    if page.table:
        box = table_box(stand.slots["table"], bool(page.text("lead")))
        if not table_size(page.table, box, stand.deck.stage):
            yield stand.fault("table_over_box", "table", box[3])


def text_is_large_enough(stand: Stand) -> Iterator[Fault]:
    """No text is smaller than the stage can read; names on the cover may be 18 points."""
    at = STAGE_ORDER.index(stand.deck.stage)
    for text in stand.page.texts:
        least = LEAST_FACTS_SIZE if text.slot == "facts" else FLOOR[stand.slots[text.slot].style][at]
        if text.size < least:
            yield stand.fault("text_too_small", text.slot, text.size, least)


def text_is_clear(stand: Stand) -> Iterator[Fault]:
    """A text stands apart from what lies behind it by 4.5 : 1, whether that is plain, shaded or a picture."""
    design = stand.deck.design
    picture = ground(design, stand.page.layout)
    for text, slot in stand.texts():
        for name in _colours(text, slot):
            colour = fill(design.look, name).lstrip("#")
            if text.fill:
                clear = contrast(colour, fill(design.look, text.fill).lstrip("#"))
            else:
                clear = contrast_on(picture, occupied(text, slot), colour)
            if clear < LEAST_CONTRAST:
                yield stand.fault("text_unclear", text.slot, clear, LEAST_CONTRAST)


def _colours(text: Text, slot: Slot) -> Iterator[str]:
    """The named colours of a text: its own, and that of its words that stand out."""
    yield text.colour or slot.colour
    if text.marked and not text.colour and slot.colour not in LIGHT and any(map(EMPHASIS.search, text.paragraphs)):
        yield "accent"


def occupied(text: Text, slot: Slot) -> Box:
    """Where the lines of a text really stand inside its slot."""
    block = Block(text.paragraphs, slot)
    lines = [line for lines in block.lines(text.size) for line in lines]
    left, top, wide, high = slot.box
    indent = (HANGING * text.size / 72 if slot.bullet else 0) + slot.inset
    needed = min(max(width(line, slot.bold) for line in lines) * text.size / 72 + indent, wide)
    tall = min((len(lines) * text.size * LINE * slot.pitch / 100 + slot.gap * (len(text.paragraphs) - 1)) / 72, high)
    x = left + {"l": 0.0, "ctr": (wide - needed) / 2, "r": wide - needed}[slot.align]
    y = top + {"t": 0.0, "ctr": (high - tall) / 2, "b": high - tall}[slot.anchor]
    return x, y, needed, tall


def _boxes(stand: Stand) -> dict[str, Box]:
    """Where everything on the page stands."""
    found = {text.slot: occupied(text, slot) for text, slot in stand.texts()}
    shown = {"pic": stand.page.picture, "chart": stand.page.chart, "tbl": stand.page.table}
    return found | {name: slot.box for name, slot in stand.slots.items() if shown.get(slot.kind)}


def everything_is_on_the_slide(stand: Stand) -> Iterator[Fault]:
    """No text and no picture reaches over the edge of the slide."""
    for name, slot in stand.slots.items():
        left, top, wide, high = slot.box
        over = max(-left, -top, left + wide - WIDTH, top + high - HEIGHT)
        if over > EDGE:
            yield stand.fault("off_slide", name, over)


def places_are_filled(stand: Stand) -> Iterator[Fault]:
    """No placeholder stays empty: its prompt would be seen."""
    for text in stand.page.texts:
        if not any(words.strip() for words in text.paragraphs):
            yield stand.fault("empty_place", text.slot)


def texts_stand_apart(stand: Stand) -> Iterator[Fault]:
    """No text lies on another one or on a picture."""
    for (one, first), (other, second) in combinations(_boxes(stand).items(), 2):
        across = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
        down = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
        if across > TOUCH and down > TOUCH:
            yield stand.fault("overlap", f"{one} {other}", across * down)


def pictures_have_words(stand: Stand) -> Iterator[Fault]:
    """Pictures, charts and tables say in words what they show."""
    page = stand.page
    for name, thing in (("picture", page.picture), ("chart", page.chart), ("table", page.table)):
        if thing and not thing.alt.strip():
            yield stand.fault("no_alt", name)


RULES: tuple[Callable[[Stand], Iterator[Fault]], ...] = (
    text_is_inside_its_box,
    table_is_inside_its_box,
    text_is_large_enough,
    text_is_clear,
    everything_is_on_the_slide,
    places_are_filled,
    texts_stand_apart,
    pictures_have_words,
)
