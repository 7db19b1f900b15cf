"""Previews: every page as an SVG that stands alone, with the words of the deck and nothing that could run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from slides import CaseRefused, LessonFacts, Studio, preview_deck
from slides.composing.compose import compose
from slides.designs.catalogue import layouts_of
from slides.designs.looks import LOOKS
from slides.previews.shapes import OUTLINES
from slides.words import plain
from tests.test_slides_sample import TODAY, plain_scenes, sample_case, sample_laws

ADDRESS = "https://course.example.org/s/Ab3dE9xQ"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(plain_scenes(tmp_path_factory.mktemp("scenes")))


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("stage", ["primary_low", "primary_high", "junior", "senior"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_of_the_deck_is_seen_in_its_preview(studio: Studio, stage: str, lang: str) -> None:
    values = {"laws": sample_laws(), "survey_url": ADDRESS, "built_on": TODAY}
    deck = compose(sample_case(), stage=stage, lang=lang, **values)
    shown = preview_deck(sample_case(), stage=stage, lang=lang, studio=studio, **values)
    assert len(shown) == len(deck.pages)
    for page, preview in zip(deck.pages, shown, strict=True):
        root = etree.fromstring(preview.svg.encode())
        seen = words("".join(root.itertext()))
        for text in page.texts:
            assert all(words(plain(paragraph)) in seen for paragraph in text.paragraphs)
        assert preview.notes == page.notes


def test_names_from_other_people_are_shown_literally_and_cannot_run(studio: Studio) -> None:
    hostile = '<script>alert(1)</script>"&'
    facts = LessonFacts(hostile, "{{ 7*7 }}", date(2026, 11, 26), "\x00䶮𠮷")
    cover = preview_deck(
        sample_case(), stage="junior", lang="zh", laws=sample_laws(), lesson=facts, built_on=TODAY, studio=studio
    )[0]
    root = etree.fromstring(cover.svg.encode())
    assert not list(root.iter(f"{SVG}script"))
    assert hostile in "".join(root.itertext())


def test_a_preview_loads_nothing_from_outside(studio: Studio) -> None:
    shown = preview_deck(
        sample_case(), stage="senior", lang="en", laws=sample_laws(), survey_url=ADDRESS, built_on=TODAY, studio=studio
    )
    for preview in shown:
        assert "url(http" not in preview.svg
        for element in etree.fromstring(preview.svg.encode()).iter():
            assert element.get("href", "data:").startswith("data:")


def test_every_shape_that_a_layout_draws_is_known_to_the_preview() -> None:
    drawn = {shape.geometry for look in LOOKS for layout in layouts_of(look).values() for shape in layout.shapes}
    assert drawn <= set(OUTLINES)


def test_a_case_that_cannot_be_built_cannot_be_previewed(studio: Studio) -> None:
    empty = replace(sample_case(), parts=())
    with pytest.raises(CaseRefused):
        preview_deck(empty, stage="junior", lang="zh", laws=sample_laws(), built_on=TODAY, studio=studio)
