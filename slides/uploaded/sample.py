"""The sample that a master must pass: a built-in case for all stages in both languages, with every kind of opening."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from slides.casefile.reading import read_case
from slides.casefile.values import Case, Slide
from slides.composing.compose import laid_out
from slides.composing.deck import Deck, LessonFacts
from slides.composing.fit import FULLEST
from slides.composing.longest import without_room
from slides.deck_rules import Fault, faults
from slides.designs.design import Design
from slides.kinds import LANGUAGES
from slides.law.file import stand_in_table
from slides.law.laws import LawTable
from slides.problems import CaseRefused
from slides.uploaded.dressing import kind_of
from slides.words import plain

SAMPLE = Path(__file__).parent.parent / "cases" / "bullying.md"
ADDRESS = "https://course.example.org/s/Ab3dE9xQ"
FACTS = {
    "zh": LessonFacts("示例区第二实验小学", "五年级3班", date(2026, 11, 26), "王晓东"),
    "en": LessonFacts("示例区第二实验小学", "5-3", date(2026, 11, 26), "王晓东"),
}
SHORT = 12


@dataclass(frozen=True)
class SampleFault:
    """What is wrong with one deck of the sample."""

    stage: str
    lang: str
    fault: Fault


@cache
def sample_case() -> Case:
    """The built-in case, each of its covers once more without a picture, and as a section with and without one."""
    case = read_case(SAMPLE.read_text(encoding="utf-8"))
    first, *rest = case.parts
    titles = ((case.title("zh"), case.title("en")), (first.zh, first.en), (rest[0].zh, rest[0].en))
    slides = [
        more for slide in first.slides for more in (_openings(slide, titles) if slide.kind == "cover" else [slide])
    ]
    return replace(case, parts=(replace(first, slides=tuple(slides)), *rest))


def _openings(cover: Slide, titles: tuple[tuple[str, str], ...]) -> tuple[Slide, ...]:
    """A cover, and the openings made of it under titles of their own."""
    bare = replace(cover, keys=tuple(pair for pair in cover.keys if pair[0] != "picture"))
    made = (bare, _as_section(cover), _as_section(bare))
    return cover, *(
        replace(slide, zh=replace(slide.zh, title=zh), en=replace(slide.en, title=en))
        for slide, (zh, en) in zip(made, titles, strict=True)
    )


def _as_section(slide: Slide) -> Slide:
    """A cover's words as those of a section, whose lines are shorter."""
    zh = replace(slide.zh, lead=slide.zh.lead[:SHORT])
    en = replace(slide.en, lead=slide.en.lead[: SHORT * 2].rpartition(" ")[0] or slide.en.lead[: SHORT * 2])
    return replace(slide, kind="section", zh=zh, en=en)


def sample_deck(design: Design, stage: str, lang: str, laws: LawTable) -> Deck:
    """One deck of the sample, also where its texts do not fit; in a law that is not there stand other words."""
    case = sample_case()
    on = date.fromisoformat(case.get("laws-checked"))
    given = {"stage": stage, "lang": lang, "lesson": replace(FACTS[lang], date=on), "survey_url": ADDRESS}
    try:
        return laid_out(case, **given, laws=laws, built_on=on, design=design)[0]
    except CaseRefused:
        return laid_out(case, **given, laws=stand_in_table(case), built_on=on, design=design)[0]


def sample_faults(design_of: Callable[[str], Design], laws: LawTable) -> Iterator[SampleFault]:
    """Every fault of the sample; ``design_of`` gives the design of a stage."""
    for stage in sample_case().stages:
        for lang in LANGUAGES:
            deck = sample_deck(design_of(stage), stage, lang, laws)
            yield from (SampleFault(stage, lang, fault) for fault in (*faults(deck), *_too_small(deck)))


def _too_small(deck: Deck) -> Iterator[Fault]:
    """Every place that other cases than the sample may overfill, told on the first slide of its kind."""
    for text, full in without_room(deck.design.layouts, deck.stage):
        kind = kind_of(text.layout)
        shown = next((at for at, page in enumerate(deck.pages, 1) if kind_of(page.layout) == kind), None)
        if shown and text.lang == deck.lang:
            title = plain(deck.pages[shown - 1].title)
            yield Fault("no_room_for_longest", shown, title, text.layout, text.slot, round(full * 100), FULLEST * 100)
