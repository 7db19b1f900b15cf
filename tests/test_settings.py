"""Settings that can be written wrongly: they are read as they are meant, or refused before anything is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.settings import load


@pytest.mark.parametrize(("written", "meant"), [("09-01", "09-01"), ("9-1", "09-01"), (" 8-15", "08-15")])
def test_the_first_day_of_the_year_is_read_as_it_is_meant(tmp_path: Path, written: str, meant: str) -> None:
    """As 9-1 it came after every day from October on, and those were counted in the year before."""
    assert load({"INSTANCE": str(tmp_path), "YEAR_STARTS": written})["YEAR_STARTS"] == meant


@pytest.mark.parametrize("written", ["02-29", "13-01", "0901", "09/01", ""])
def test_a_day_that_no_year_can_begin_on_is_refused_at_the_start(tmp_path: Path, written: str) -> None:
    with pytest.raises(ValueError, match="COURSE_YEAR_STARTS"):
        load({"INSTANCE": str(tmp_path), "YEAR_STARTS": written})
