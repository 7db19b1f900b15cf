"""Drawing decks: ours against the object model of python-pptx, a hundred slides, and memory over many builds."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import create_app
from bench import places
from bench.commands import flask
from bench.decks import timed
from bench.plain_deck import plain_deck
from bench.table import Effort, Line, Say
from course.cases.queries import law_table
from slides import LessonFacts, Studio, build_deck, built_in_cases, read_case
from slides.composing.compose import compose
from slides.composing.deck import Deck
from slides.designs.design import MASTERS
from slides.pptx.deck_file import draw

CASE, STAGE, LANGUAGE = "bullying", "junior", "zh"
BUILT_ON = date(2026, 11, 23)
MOST, SHARE, MOST_OF_A_HUNDRED, MOST_GROWTH = 60, 0.6, 450, 5
BUILDS_FOR_MEMORY = 200


@dataclass(frozen=True)
class Ground:
    """What decks are drawn from here: a case's values, and the studio that keeps pictures."""

    inputs: dict[str, object]
    studio: Studio

    def build(self, number: int) -> bytes:
        """The deck for one of many lessons, each with a QR code of its own."""
        return build_deck(**self.inputs, **lesson(number), studio=self.studio)

    def compose(self, number: int) -> Deck:
        """The same as values."""
        return compose(**self.inputs, **lesson(number))


def lesson(number: int) -> dict[str, object]:
    """What differs from lesson to lesson."""
    facts = LessonFacts("示例实验小学", f"3-{number}", date(2026, 11, 26), "王晓东")
    return {"lesson": facts, "survey_url": f"https://example.com/s/{number:08d}"}


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """Drawing one deck over and over, in this process."""
    with places.place(places.SQLITE) as place:
        say("loading the law table")
        flask(place, "init")
        with create_app(**place.settings).app_context():
            case = next(read_case(path.read_text("utf-8")) for path in built_in_cases() if path.stem == CASE)
            inputs = {"case": case, "stage": STAGE, "lang": LANGUAGE, "laws": law_table(), "built_on": BUILT_ON}
            ground = Ground(inputs, Studio(cache=Path(place.folder) / "pictures"))
            ground.build(0)
            yield from of_speed(ground, effort, say)
            yield of_memory(ground, say)


def of_speed(ground: Ground, effort: Effort, say: Say) -> Iterator[Line]:
    """Ours and the plain way take turns, so that both meet the same machine."""
    deck, master = ground.compose(1), (MASTERS / f"{STAGE}.pptx").read_bytes()
    say(f"drawing {len(deck.pages)} slides {effort.decks} times in two ways")
    ours, plain = [], []
    for number in range(effort.decks):
        ours.append(timed(lambda number=number: ground.build(number)).wall)
        plain.append(timed(lambda: plain_deck(deck.pages, master, deck.design.layouts, ground.studio)).wall)
    middle, other = statistics.median(ours), statistics.median(plain)
    yield Line(
        f"{len(deck.pages)} slides, ours and through python-pptx, taking turns",
        "",
        f"{middle:.0f} ms and {other:.0f} ms, {middle / other:.2f} of it",
        f"≤ {MOST} ms, ≤ {SHARE} of it",
        middle <= MOST and middle <= SHARE * other,
    )
    hundred = replace(deck, pages=(deck.pages * 5)[:100])
    took = statistics.median(timed(lambda: draw(hundred, ground.studio)).wall for _ in range(max(5, effort.decks // 4)))
    yield Line("100 slides", "", f"{took:.0f} ms", f"≤ {MOST_OF_A_HUNDRED} ms", took <= MOST_OF_A_HUNDRED)


def of_memory(ground: Ground, say: Say) -> Line:
    """How much larger the process is after many decks, each for another lesson."""
    say(f"building {BUILDS_FOR_MEMORY} decks")
    for number in range(BUILDS_FOR_MEMORY):
        ground.build(number)
    before = resident()
    for number in range(BUILDS_FOR_MEMORY, 2 * BUILDS_FOR_MEMORY):
        ground.build(number)
    grown = resident() - before
    what = f"memory after {BUILDS_FOR_MEMORY} more builds"
    return Line(what, "", f"{grown:+.1f} MB, {before:.0f} MB held", f"≤ {MOST_GROWTH} MB more", grown <= MOST_GROWTH)


def resident() -> float:
    """The megabytes that this process holds now."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))) / 1024
