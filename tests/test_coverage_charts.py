"""The shapes of charts, without a page: nothing leaves the sheet, nothing is divided by nothing."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.coverage import charts
from course.coverage.charts import Week

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
MONDAY = date(2026, 8, 31)


def due(total: float, begins: date = FIRST) -> charts.Due:
    """What grows evenly over the year."""
    return charts.Due(lambda day: total * (day - FIRST).days / (LAST - FIRST).days, begins)


def weeks(values: list[int]) -> list[Week]:
    return [Week(MONDAY + timedelta(weeks=number), value, number) for number, value in enumerate(values)]


@given(st.lists(st.integers(0, 5000), max_size=53), st.integers(0, 3000))
def test_a_line_stays_on_its_sheet(values: list[int], total: int) -> None:
    found = charts.trend_of(weeks(values), due(total), [FIRST, LAST], total)
    for text in (found.line, found.due):
        for point in text.split():
            x, y = map(float, point.split(","))
            assert charts.LEFT <= x <= charts.WIDTH - charts.RIGHT
            assert charts.TOP <= y <= charts.HEIGHT - charts.BOTTOM


def test_a_line_begins_at_nothing_and_ends_at_the_last_week() -> None:
    found = charts.trend_of(weeks([5, 10]), due(10), [FIRST, LAST], 10)
    assert found.line.split()[0] == f"{charts.LEFT:g},{charts.HEIGHT - charts.BOTTOM:g}"
    assert found.last[1] == charts.TOP
    assert found.ahead == 9
    assert [level for _, level in found.levels] == [0, 5, 10]


@pytest.mark.parametrize(("total", "written"), [(108, 3), (79_686, 6), (3_040_000, 9)])
def test_the_largest_number_has_room_beside_its_line(total: int, written: int) -> None:
    found = charts.trend_of(weeks([5]), due(total), [FIRST, LAST], total)
    assert found.left >= written * charts.DIGIT + 5
    assert found.line.split()[0].startswith(f"{found.left:g},")


def test_a_chart_of_nothing_has_no_line() -> None:
    found = charts.trend_of([], due(0), [FIRST, LAST], 0)
    assert (found.line, found.ahead) == ("", 0)


def test_what_is_due_begins_with_the_plan() -> None:
    begins = FIRST + timedelta(days=100)
    found = charts.trend_of([], due(10, begins), [FIRST, begins, LAST], 10)
    assert len(found.due.split()) == 2
    assert due(10, begins).on(FIRST) is None and due(10, begins).on(LAST) == 10


@pytest.mark.parametrize(("first", "last"), [(FIRST, LAST), (date(2026, 1, 1), date(2026, 12, 31)), (FIRST, FIRST)])
def test_some_months_are_named(first: date, last: date) -> None:
    found = charts.months_of(first, last)
    assert 1 <= len(found) <= charts.MOST_MONTHS + 1
    assert all(first <= month <= last for month in found)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, []),
        ({"a": 0, "b": 0}, []),
        ({"a": 1, "b": 0, "c": 3}, [("a", 0, 25), ("c", 25, 75)]),
    ],
)
def test_the_parts_of_a_bar_lie_side_by_side(counts: dict, expected: list) -> None:
    assert [(part.key, part.x, part.width) for part in charts.parts_of(counts)] == expected


@pytest.mark.parametrize(
    ("part", "whole", "shade"),
    [(0, 0, None), (0, 9, 0), (1, 900, 1), (450, 900, 2), (899, 900, 4), (9, 9, 5), (12, 9, 5)],
)
def test_only_all_is_the_darkest_and_only_nothing_the_lightest(part: int, whole: int, shade: int | None) -> None:
    assert charts.shade_of(part, whole) == shade


@given(rows=st.integers(0, 40), columns=st.integers(0, 8))
def test_every_field_of_a_heat_map_lies_on_its_sheet_and_on_no_other_field(rows: int, columns: int) -> None:
    sheet = charts.heat_sheet(rows, columns)
    corners = [corner for row in sheet.rows for corner in row.fields]
    assert len(corners) == rows * columns and len(sheet.columns) == columns
    for x, y in corners:
        assert x >= 0 and x + sheet.field_width <= sheet.width + 0.5 and y + sheet.field_height <= sheet.height
    for row in sheet.rows:
        assert all(one[0] + sheet.field_width < other[0] for one, other in itertools.pairwise(row.fields))
        assert all(y > row.name_y for _, y in row.fields)
