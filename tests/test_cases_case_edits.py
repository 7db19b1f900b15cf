"""Changes of a case as a value: cards keep their order, parts and stages keep their slides."""

from __future__ import annotations

import pytest

from course.cases.editor import case_edits
from slides import Case, Slide, Words, parse_case, write_case
from slides.case import Part
from tests.test_slides_sample import sample_case


def slide(name: str, *stages: str) -> Slide:
    return Slide("points", stages or ("junior", "senior"), zh=Words(title=name), en=Words(title=name))


def case() -> Case:
    first, second = Part("一", "A", tuple(map(slide, "abc"))), Part("二", "B", tuple(map(slide, "de")))
    return Case((("id", "x"),), (), ("junior", "senior"), (first, second))


def order(of: Case) -> str:
    return "|".join("".join(each.zh.title for each in part.slides) for part in of.parts)


@pytest.mark.parametrize(
    ("number", "over", "wanted"),
    [
        (2, 1, "bac|de"),
        (1, 2, "bac|de"),
        (3, 1, "cab|de"),
        (1, 3, "bca|de"),
        (4, 3, "abcd|e"),
        (3, 4, "ab|cde"),
        (5, 4, "abc|ed"),
        (1, 4, "bc|ade"),
        (5, 1, "aebc|d"),
    ],
)
def test_a_card_moves_past_its_neighbour_and_over_the_edge_of_its_part(number: int, over: int, wanted: str) -> None:
    assert order(case_edits.moved(case(), number, over)) == wanted


def test_cards_are_added_replaced_and_removed() -> None:
    assert order(case_edits.with_new_slide(case(), 0, slide("x"))) == "xabc|de"
    assert order(case_edits.with_new_slide(case(), 3, slide("x"))) == "abcx|de"
    assert order(case_edits.with_new_slide(case(), 5, slide("x"))) == "abc|dex"
    assert order(case_edits.with_slide(case(), 4, slide("x"))) == "abc|xe"
    assert order(case_edits.without_slide(case(), 4)) == "abc|e"
    empty = Case((), (), ("junior",), ())
    assert order(case_edits.with_new_slide(empty, 0, slide("x"))) == "x"


def test_parts_are_cut_and_joined_without_losing_a_card() -> None:
    cut = case_edits.with_part_before(case(), 2)
    assert order(cut) == "a|bc|de"
    assert order(case_edits.without_part(cut, 1)) == "abc|de"
    assert order(case_edits.without_part(case(), 0)) == "abcde"
    assert order(case_edits.without_part(case_edits.without_part(case(), 0), 0)) == "abcde"


def test_a_card_is_found_by_its_mark_wherever_it_stands_now() -> None:
    mark = case_edits.digest(case_edits.slide_at(case(), 2))
    assert case_edits.number_now(case(), 2, mark) == 2
    assert case_edits.number_now(case_edits.moved(case(), 2, 1), 2, mark) == 1
    assert case_edits.number_now(case_edits.with_slide(case(), 2, slide("x")), 2, mark) is None


def test_the_mark_of_a_card_does_not_depend_on_its_line() -> None:
    text = write_case(sample_case())
    longer = text.replace("minutes: 40\n", "minutes: 40\n\n\n", 1)
    marks = [[case_edits.digest(each) for each in parse_case(one)[0].slides] for one in (text, longer)]
    assert marks[0] == marks[1]


def test_what_is_for_all_stages_stays_for_all() -> None:
    only = case_edits.with_slide(case(), 1, slide("a", "senior"))
    more = case_edits.with_stages(only, ("primary_high", "junior", "senior"))
    assert [len(each.stages) for each in more.slides] == [1, 3, 3, 3, 3]
    assert case_edits.only_for(only, {"senior"}) == [1]
    assert case_edits.only_for(only, {"junior"}) == []


def test_a_new_case_has_a_card_for_everything_that_a_lesson_needs() -> None:
    new = case_edits.new_case({"id": "x", "title.zh": "题"}, ["senior", "junior"])
    assert new.stages == ("junior", "senior")
    assert {"cover", "goals", "story", "law", "quiz", "answer", "help", "summary"} <= {each.kind for each in new.slides}
    assert parse_case(write_case(new))[0] == new
