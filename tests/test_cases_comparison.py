"""Two texts side by side: slides are paired, fields differ word by word, and both texts are whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from course.cases.editor import case_edits, comparison
from slides import Slide, Words
from tests.test_slides_sample import sample_case


def states(before: object, after: object) -> dict[str, int]:
    return comparison.counted(comparison.compare(before, after))


@pytest.fixture(autouse=True)
def in_a_request(sqlite_app: Flask) -> object:
    with sqlite_app.test_request_context():
        yield


def test_a_case_is_the_same_as_itself() -> None:
    count = len(list(sample_case().slides))
    assert states(sample_case(), sample_case()) == {"changed": 0, "added": 0, "removed": 0, "same": count}
    assert comparison.front_changes(sample_case(), sample_case()) == ()


def test_a_changed_slide_shows_its_fields_and_leaves_the_others_alone() -> None:
    case, old = sample_case(), case_edits.slide_at(sample_case(), 5)
    new = replace(old, zh=replace(old.zh, title="橡皮在哪里"), stages=("junior",))
    changes = comparison.compare(case, case_edits.with_slide(case, 5, new))
    (changed,) = [change for change in changes if change.state != "same"]
    assert (changed.state, changed.before, changed.after) == ("changed", 5, 5)
    assert len(changed.fields) == 2
    assert ("橡皮", False) in changed.fields[1].before


def test_added_and_removed_slides_are_told_apart() -> None:
    case = sample_case()
    more = case_edits.with_new_slide(case, 3, Slide("chart", case.stages, zh=Words(title="新的一页")))
    less = case_edits.without_slide(case, 4)
    assert states(case, more)["added"] == 1
    assert states(case, less)["removed"] == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_of_both_texts_are_the_whole_texts(before: str, after: str) -> None:
    left, right = comparison.pieces(before, after)
    assert "".join(text for text, _ in left) == before
    assert "".join(text for text, _ in right) == after
    assert "".join(text for text, differs in left if not differs) == "".join(
        text for text, differs in right if not differs
    )


def test_long_texts_are_compared_as_wholes() -> None:
    left, _ = comparison.pieces("字" * 5_000, "句" * 5_000)
    assert left == (("字" * 5_000, True),)
