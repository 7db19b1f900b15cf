"""Fitting text in numbers: widths, line breaks, the ladder of sizes, and what must be cut."""

from __future__ import annotations

import pytest

from slides.composing.fit import FULLEST, Block, advance, break_lines, characters_over, fit, split, width
from slides.designs.layouts import Slot
from slides.designs.looks import FLOOR, START

WIDE = Slot("text", 1, (0, 0, 5.0, 2.0), "large", pitch=100)


def test_chinese_is_one_em_wide_and_latin_letters_are_not() -> None:
    assert width("中文。") == 3
    assert width("𠮷䶮") == 2
    assert 0.2 < advance("i") < advance("m") < 1
    assert width("abc", True) > width("abc")
    assert width("中文", True) == width("中文")


@pytest.mark.parametrize(
    ("text", "em", "lines"),
    [
        ("一二三四五六", 3, ("一二三", "四五六")),
        ("一二三。四五", 3, ("一二", "三。四", "五")),
        ("一二《三》四", 3, ("一二", "《三》", "四")),
        ("to be or not", 3.1, ("to be ", "or not")),
        ("", 3, ("",)),
    ],
)
def test_lines_break_between_characters_but_not_before_a_full_stop_or_inside_a_word(
    text: str, em: float, lines: tuple[str, ...]
) -> None:
    assert tuple(line.rstrip() for line in break_lines(text, em)) == tuple(line.rstrip() for line in lines)


def test_a_word_longer_than_the_line_is_broken_and_nothing_is_lost() -> None:
    word = "https://example.org/" + "a" * 80
    assert "".join(break_lines(word, 10)) == word


def test_short_text_stands_large_and_long_text_goes_down_the_ladder() -> None:
    short, long = fit([Block(("短",), WIDE)], "junior"), fit([Block(("长" * 70,), WIDE)], "junior")
    assert short == START["large"][2]
    assert FLOOR["large"][2] <= long < short
    assert Block(("长" * 70,), WIDE).fullness(long) <= FULLEST


def test_texts_side_by_side_get_one_size() -> None:
    assert fit([Block(("短",), WIDE), Block(("长" * 70,), WIDE)], "junior") == fit(
        [Block(("长" * 70,), WIDE)], "junior"
    )


def test_what_does_not_fit_at_the_foot_of_the_ladder_is_counted() -> None:
    floor = FLOOR["large"][2]
    block = Block(("字" * 200,), WIDE)
    over = characters_over(block, floor)
    assert over > 0
    assert Block(("字" * (200 - over),), WIDE).fits(floor)
    assert not Block(("字" * (201 - over),), WIDE).fits(floor)


def test_a_last_line_of_one_character_is_avoided() -> None:
    block = Block(("一" * 12,), Slot("text", 1, (0, 0, 11 * 34 / 72, 3.0), "large", pitch=100))
    assert block.lonely_ends(34) == 1
    assert block.lonely_ends(fit([block], "junior")) == 0


def test_paragraphs_are_shared_over_pages_in_order() -> None:
    pages = split(["字" * 60] * 5, WIDE, "junior")
    assert [text for page in pages for text in page] == ["字" * 60] * 5
    assert len(pages) > 1
