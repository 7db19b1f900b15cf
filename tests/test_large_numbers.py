"""Figures as people read them: large ones in threes, shares without a gap before their sign."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.i18n import grouped
from course.settings import ROOT

GAP = re.compile(r"(\)s|\}\}) %+(?![\w(}])")


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (108, "108"), (9999, "9999"), (10_000, "10,000"), (3_040_000, "3,040,000"), (-12_345, "-12,345")],
)
def test_large_numbers_stand_in_threes(number: int, written: str) -> None:
    assert grouped(number) == written


def test_a_share_is_written_without_a_gap() -> None:
    paths = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("course/**/messages.po")]
    assert len(paths) > 100
    assert [path.name for path in paths if GAP.search(outside_of_tags(path))] == []


def outside_of_tags(path: Path) -> str:
    """What a template says, without the marks of its own language."""
    return path.read_text(encoding="utf-8").replace("{%", "").replace("%}", "")
