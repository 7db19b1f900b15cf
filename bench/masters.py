"""Masters of bureaus: how soon a hostile upload is refused, what a good one costs, and a deck in its design."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.decks import timed
from bench.table import Effort, Line, Say, percentile
from course.cases.masters.intake import ENDINGS, TakenIn, described
from course.uploads import UploadRefused, judge
from slides import Studio
from slides.designs.design import Design
from slides.designs.looks import LOOK_OF_STAGE
from slides.law.laws import LawTable
from slides.pptx.deck_file import draw
from slides.uploaded.dressing import dressed
from slides.uploaded.rebuilding import rebuilt
from slides.uploaded.sample import sample_deck, sample_faults
from slides.uploaded.writing import kept_base
from tests import masters
from tests.hostile_masters import HOSTILE

REFUSED, DECK, MOST_DECK, INLINE = 300, 90, 180, 2000
STAGE, LANGUAGE = "junior", "zh"
NO_LAWS = LawTable(())


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """Every hostile kind, then one good master from the file to the deck."""
    with tempfile.TemporaryDirectory() as folder:
        yield hostile(Path(folder), effort, say)
        say("rebuilding a decorated master")
        path = Path(folder) / "good"
        path.write_bytes(masters.decorated())
        yield goal(
            "master rebuilt in its own process", [timed(lambda: rebuilt(path, "x")).wall for _ in range(5)], INLINE
        )
        taken = described(rebuilt(path, "x")[0], [], "good.pptx")
    yield from worn(taken, effort, say)


def hostile(folder: Path, effort: Effort, say: Say) -> Line:
    """The slowest refusal of all kinds, each measured a few times."""
    say(f"sending {len(HOSTILE)} hostile presentations")
    slowest, what, path = 0.0, "", folder / "hostile"
    for kind in HOSTILE:
        path.write_bytes(kind.make())
        took = statistics.median(timed(lambda kind=kind: refused(path, kind.name, kind.rule)).wall for _ in range(3))
        slowest, what = max((slowest, what), (took, kind.title))
    name = f"hostile upload refused (worst of {len(HOSTILE)} kinds: {what})"
    return Line(name, "", f"{slowest:.0f} ms", f"≤ {REFUSED} ms", slowest <= REFUSED)


def refused(path: Path, name: str, rule: str) -> None:
    """Have a file judged; anything but its own refusal is a fault of the bench."""
    try:
        judge(path, name, ENDINGS)
    except UploadRefused as refusal:
        assert refusal.rule == rule, (name, refusal.rule, rule)
        return
    raise AssertionError(f"{name} was let in")


def worn(taken: TakenIn, effort: Effort, say: Say) -> Iterator[Line]:
    """The design made of a master, its whole sample checked, and one deck of it built again and again."""
    say("checking a whole sample")
    base = kept_base(taken.content)
    made = timed(lambda: dressed(base, taken.mapping, LOOK_OF_STAGE[STAGE], "x", "once"))
    yield goal("design made of a master", [made.wall], INLINE)
    yield goal("sample checked: 4 stages × 2 languages", [timed(lambda: checked(taken)).wall], INLINE)
    say("building a deck in the design")
    design = dressed(base, taken.mapping, LOOK_OF_STAGE[STAGE], "x", "worn")
    slides, studio = len(sample_deck(design, STAGE, LANGUAGE, NO_LAWS).pages), Studio()
    built(design, studio)
    took = [timed(lambda: built(design, studio)).wall for _ in range(effort.decks)]
    half, most = percentile(took, 0.5), percentile(took, 0.95)
    text, wanted = f"p50 {half:.0f} ms, p95 {most:.0f} ms", f"p50 ≤ {DECK} ms, p95 ≤ {MOST_DECK} ms"
    yield Line(f"{slides} slides with an uploaded master", "", text, wanted, half <= DECK and most <= MOST_DECK)


def built(design: Design, studio: Studio) -> bytes:
    """One deck, composed and drawn anew."""
    return draw(sample_deck(design, STAGE, LANGUAGE, NO_LAWS), studio)


def checked(taken: TakenIn) -> None:
    """Make the designs of all stages and look for faults; a good master has none."""
    base = kept_base(taken.content)
    designs = {look: dressed(base, taken.mapping, look, "x", "checked") for look in set(LOOK_OF_STAGE.values())}
    assert not list(sample_faults(lambda stage: designs[LOOK_OF_STAGE[stage]], NO_LAWS))


def goal(what: str, took: list[float], most: int) -> Line:
    """A line whose median must not be longer than is asked for."""
    middle = statistics.median(took)
    return Line(what, "", f"{middle:.0f} ms", f"≤ {most} ms", middle <= most)
