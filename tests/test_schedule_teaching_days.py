"""Which days are taught: weekdays, holidays, make-up days, and years that nobody has published."""

from __future__ import annotations

from datetime import date

import pytest

from course.schedule.calendars.teaching_days import MAKE_UP_DAYS, TeachingDays

EDITED = TeachingDays(
    {date(2027, 2, 22): (None, "春节"), date(2027, 2, 28): (1, "调休"), date(2026, 10, 8): (None, "校庆")}
)


@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        (date(2026, 11, 26), 4),
        (date(2026, 11, 28), None),
        (date(2026, 10, 1), None),
        (date(2026, 10, 6), None),
        # The days that make up for the Tuesday and the Wednesday of the National Day week.
        (date(2026, 9, 20), 2),
        (date(2026, 10, 10), 3),
        (date(2026, 10, 8), None),
        (date(2027, 2, 22), None),
        (date(2027, 2, 28), 1),
        (date(2027, 2, 23), 2),
        (date(2028, 2, 29), 2),
    ],
)
def test_the_weekday_whose_timetable_is_taught(day: date, weekday: int | None) -> None:
    assert EDITED.taught_as(day) == weekday


def test_a_year_is_published_by_the_package_or_by_the_table() -> None:
    assert TeachingDays().is_published(2026)
    assert not TeachingDays().is_published(2027)
    assert EDITED.is_published(2027)


def test_a_holiday_has_its_name_in_both_languages() -> None:
    assert TeachingDays().name_of(date(2026, 10, 1), "zh-CN") == "国庆节"
    assert TeachingDays().name_of(date(2026, 10, 1), "en") == "National Day"
    assert TeachingDays().name_of(date(2026, 11, 26), "zh-CN") == ""
    assert EDITED.name_of(date(2026, 10, 8), "en") == "校庆"


def test_every_make_up_day_replaces_a_weekday() -> None:
    assert set(MAKE_UP_DAYS.values()) <= {1, 2, 3, 4, 5}
