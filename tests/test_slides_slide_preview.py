"""The picture of one slide: that of the deck where the slide is finished, and still a picture where it is not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree

from slides import Case, Slide, SlidePreview, Studio, Words, preview_deck, preview_slide
from slides.case import Item, Part
from slides.kinds import KINDS, STAGE_ORDER
from tests.test_slides_round_trip import cases
from tests.test_slides_sample import TODAY, plain_scenes, sample_case, sample_laws

ADDRESS = "https://example.org/s/abcd1234"
NUMBER = re.compile(r'<text [^>]*text-anchor="end"[^>]*>\d+</text>|>\d+</text>')


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(plain_scenes(tmp_path_factory.mktemp("scenes")))


def shown(
    case: Case, number: int, studio: Studio | None = None, stage: str = "junior", lang: str = "zh"
) -> SlidePreview:
    given = {"stage": stage, "lang": lang, "laws": sample_laws(), "on": TODAY}
    return preview_slide(case, number, studio=studio, **given)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_a_finished_slide_looks_as_in_the_deck(studio: Studio, stage: str, lang: str) -> None:
    case = sample_case()
    deck = [
        NUMBER.sub("", page.svg)
        for page in preview_deck(
            case, stage=stage, lang=lang, laws=sample_laws(), survey_url=ADDRESS, built_on=TODAY, studio=studio
        )
    ]
    for number, slide in enumerate(case.slides, 1):
        if stage in slide.stages:
            preview = shown(case, number, studio, stage, lang)
            assert not preview.is_outline
            assert preview.problems == ()
            assert all(NUMBER.sub("", page) in deck for page in preview.pages)
            assert 0 <= preview.units <= preview.most


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("stage", STAGE_ORDER)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("law", "answer")])
def test_a_slide_without_a_word_shows_its_layout(kind: str, stage: str, lang: str) -> None:
    case = replace(sample_case(), parts=(Part("", "", (Slide(kind, STAGE_ORDER),)),))
    preview = shown(case, 1, stage=stage, lang=lang)
    assert not preview.is_outline
    assert "…" in preview.pages[0]


def test_an_answer_shows_the_options_of_the_quiz_before_it() -> None:
    quiz = Slide("quiz", STAGE_ORDER, zh=Words(title="问", items=(Item("甲", "x"), Item("乙", " "))))
    answer = Slide("answer", STAGE_ORDER, zh=Words(title="答"))
    case = replace(sample_case(), parts=(Part("一", "A", (quiz, answer)),))
    assert "✓ 甲" in shown(case, 2).pages[0]


def test_an_answer_that_stands_alone_is_shown_in_outline() -> None:
    case = replace(sample_case(), parts=(Part("一", "A", (Slide("answer", STAGE_ORDER, zh=Words(title="答案")),)),))
    preview = shown(case, 1)
    assert preview.is_outline
    assert "答案" in preview.pages[0]


def test_a_citation_that_does_not_hold_is_said_beside_the_outline() -> None:
    law = Slide("law", STAGE_ORDER, keys=(("cite", "《没有的法》第一条"),), zh=Words(title="法", items=(Item("一"),)))
    preview = shown(replace(sample_case(), parts=(Part("一", "A", (law,)),)), 1)
    assert preview.is_outline
    assert [problem.rule for problem in preview.problems] == ["law-unknown"]


def test_what_is_too_much_for_a_slide_is_counted_and_said() -> None:
    slide = Slide("summary", ("junior",), zh=Words(title="小结", items=tuple(Item("字" * 80) for _ in range(3))))
    preview = shown(replace(sample_case(), parts=(Part("一", "A", (slide,)),)), 1)
    assert (preview.units, preview.most) == (240, 110)
    assert "slide-too-full" in {problem.rule for problem in preview.problems}


@pytest.mark.parametrize("text", ["字" * 10_000, "a" * 10_000, "<script>alert(1)</script>", "\x00\u202e", "😀" * 50])
def test_any_text_gives_a_picture(text: str) -> None:
    for kind in KINDS:
        words = Words(title=text, lead=text, items=(Item(text, "x"),), rows=((text,), (text, text)))
        slide = Slide(kind, STAGE_ORDER, keys=(("picture", text), ("cite", text), ("chart", text)), zh=words)
        for page in shown(replace(sample_case(), parts=(Part(text, text, (slide,)),)), 1).pages:
            root = etree.fromstring(page.encode())
            assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


@settings(deadline=None, max_examples=60)
@given(cases())
def test_every_slide_of_any_draft_gives_a_picture(case: Case) -> None:
    for number, slide in enumerate(case.slides, 1):
        for lang in ("zh", "en"):
            for page in shown(case, number, stage=slide.stages[0], lang=lang).pages:
                etree.fromstring(page.encode())
