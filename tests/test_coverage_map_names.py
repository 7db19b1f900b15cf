"""Which names a map shows."""

from __future__ import annotations

import pytest

from course.coverage.map_names import MOST_NAMED, Named, readable, width_of

SHEET = 560.0


@pytest.mark.parametrize(
    ("spots", "shown"),
    [
        ([], []),
        ([(100, 100)], [True]),
        ([(100, 100), (100, 140)], [True, True]),
        ([(100, 100), (100, 108)], [False, True]),
        ([(100, 100), (150, 104)], [False, True]),
        ([(100, 100), (300, 100)], [True, True]),
        ([(500, 100), (440, 100)], [False, True]),
        ([(100, 100), (130, 112)], [False, True]),
    ],
)
def test_a_name_is_shown_where_it_lies_on_nothing(spots: list[tuple[int, int]], shown: list[bool]) -> None:
    assert readable([Named("柳树屯小学", x, y, 6.5) for x, y in spots], SHEET) == shown


def test_a_name_at_the_right_edge_stands_left_of_its_sign() -> None:
    left, right = Named("甲", 470, 100, 6.5), Named("柳树屯小学", 550, 100, 6.5)

    assert readable([left, right], SHEET) == [True, False], "the longer one would lie on the sign to the left"


def test_a_crowded_map_names_nobody() -> None:
    crowd = [Named("甲", 20, 20 * place, 6.5) for place in range(MOST_NAMED + 1)]

    assert all(readable(crowd[1:], SHEET))
    assert not any(readable(crowd, SHEET))


def test_chinese_letters_are_wider() -> None:
    assert width_of("学校") > width_of("ab") > 0
