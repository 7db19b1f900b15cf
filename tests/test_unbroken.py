"""Where a line of a page may end: in no date, class or span of time."""

from __future__ import annotations

from datetime import date

import pytest
from markupsafe import Markup

from course.i18n import unbroken


def whole(word: str) -> str:
    return f'<span class="nowrap">{word}</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3-2", whole("3-2")),
        ("2-1、12-10", f"<span>{whole('2-1')}、{whole('12-10')}</span>"),
        (date(2026, 11, 26), whole("2026-11-26")),
        ("2026-09-01 – 2028-08-31", f"<span>{whole('2026-09-01')} – {whole('2028-08-31')}</span>"),
        ("截至 2026年11月26日 周四", f"<span>截至 2026年{whole('11月26日')} 周四</span>"),
        ("10:25–11:05", whole("10:25–11:05")),
        ("2026-2027-1", "2026-2027-1"),
        ("13800000000-1", "13800000000-1"),
        ("QH01-3-2", "QH01-3-2"),
        ("<b>3-2", f"<span>&lt;b&gt;{whole('3-2')}</span>"),
        (4, "4"),
        (Markup('<a href="/day/2026-11-26">3-2</a>'), f'<span><a href="/day/2026-11-26">{whole("3-2")}</a></span>'),
    ],
)
def test_a_line_ends_in_no_date_class_or_span_of_time(text: object, shown: str) -> None:
    assert unbroken(text) == shown
