"""The map as plain values: everything lies on the sheet, north is up, and odd places do no harm."""

from __future__ import annotations

import pytest

from course.planning.reading.map import MARGIN, WIDTH, sheet_of

PLACES = [
    [],
    [(33.0, 106.0)],
    [(33.0, 106.0)] * 5,
    [(33.0, 106.0), (33.0, 107.0)],
    [(30.0, 106.0), (36.0, 106.0)],
    [(90.0, 0.0), (-90.0, 180.0)],
    [(33.01, 106.02), (33.2, 106.4), (33.4, 105.9)],
]


@pytest.mark.parametrize("coordinates", PLACES)
def test_everything_lies_on_the_sheet(coordinates: list[tuple[float, float]]) -> None:
    sheet = sheet_of(coordinates)
    assert len(sheet.points) == len(coordinates)
    for x, y in sheet.points:
        assert MARGIN - 0.01 <= x <= WIDTH - MARGIN + 0.01
        assert MARGIN - 0.01 <= y <= sheet.height - MARGIN + 0.01
    assert sheet.scale_length > 0


def test_north_is_up_and_east_is_right() -> None:
    (x, y), (east, _), (_, north) = sheet_of([(33.0, 106.0), (33.0, 106.5), (33.5, 106.0)]).points
    assert east > x and north < y


def test_the_scale_measures_the_map() -> None:
    sheet = sheet_of([(33.0, 106.0), (34.0, 106.0)])
    (_, south), (_, north) = sheet.points
    assert (south - north) / sheet.scale_length * sheet.scale_km == pytest.approx(111.32, rel=1e-6)
