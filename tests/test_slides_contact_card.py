"""The contact card: one slide, names literally, and a code that a phone reads as a contact."""

from __future__ import annotations

import io
from datetime import date

import pytest
import zxingcpp
from PIL import Image
from pptx import Presentation

from slides import Contact, contact_card

MADE_ON = date(2026, 11, 25)
NAMES = ["陈晓明", "𠮷" * 60, "{{ config }}", "<b>&amp;", "\u202e反写\u200f名", "A" * 200]


def words(content: bytes) -> str:
    (slide,) = Presentation(io.BytesIO(content)).slides
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("stage", ["primary_low", "junior", "senior"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_names_the_person_the_unit_and_the_number(stage: str, lang: str) -> None:
    said = words(contact_card(Contact("陈晓明", "东升派出所", "10000000001"), stage=stage, lang=lang, made_on=MADE_ON))
    assert all(fact in said for fact in ("陈晓明", "东升派出所", "10000000001", "110"))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_kind_appears_as_it_is_and_fits(name: str, assert_valid_pptx, tmp_path) -> None:
    content = contact_card(Contact(name, name, name), stage="primary_low", lang="zh", made_on=MADE_ON)
    path = tmp_path / "card.pptx"
    path.write_bytes(content)
    assert_valid_pptx(path)
    visible = "".join(c for c in name if c not in "\u202e\u200f")
    assert visible[:20] in words(content).replace("\n", "")


def test_without_a_number_the_card_says_where_to_ask() -> None:
    said = words(contact_card(Contact("陈晓明", "东升派出所"), stage="junior", lang="zh", made_on=MADE_ON))
    assert "电话请问学校" in said


def test_the_code_is_a_contact_with_the_number() -> None:
    content = contact_card(Contact("陈晓明", "东升;派出所", "10000000001"), stage="junior", lang="zh", made_on=MADE_ON)
    (slide,) = Presentation(io.BytesIO(content)).slides
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13 or hasattr(shape, "image")]
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.image.blob)))
    assert code.text.startswith("BEGIN:VCARD")
    assert "TEL;TYPE=WORK:10000000001" in code.text and "东升\\;派出所" in code.text


def test_the_same_card_is_the_same_file() -> None:
    made = [contact_card(Contact("陈晓明", "派出所"), stage="junior", lang="en", made_on=MADE_ON) for _ in range(2)]
    assert made[0] == made[1]
