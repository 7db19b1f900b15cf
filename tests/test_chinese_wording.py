"""The Chinese of the product says one word for one thing, and sets numbers alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from course.ledger.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "course" / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
PAGES = ROOT / "course" / "manual" / "pages" / "zh"
# A region is 地区 as a thing that is counted and chosen, 辖区 as what somebody answers for.
INSTEAD = {
    "区域": "地区, or 辖区 for what somebody answers for",
    "代码": "编号",
    "县（区）": "县区",
    "区县": "县区",
    "谢绝": "婉拒",
    "你们": "您 or 贵校",
    "报告上课": "上报",
    "报告已上课": "上报",
}
# Numbers whose names say so; days and names stand without a space.
CROWDED = re.compile(
    r"(?<!第)%\((?:num|number|days|hours|most|fewest|owed|points|found|seats|room|there)\)s(?!年级)[\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff](?<!第)%\((?:num|number|days|hours|most|fewest|owed|points|found|seats|room|there)\)s(?!年级)"
    r"|(?<![\d第月])\d+(?:天|份|个|张|条|所|分钟|课时|学时)"
)


def sentences() -> Iterator[str]:
    """What the catalogue says, every form of it."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield from [message.string] if isinstance(message.string, str) else message.string


@pytest.mark.parametrize("word", INSTEAD)
def test_one_word_means_one_thing(word: str) -> None:
    said = [text for text in sentences() if word in text]
    said += [path.name for path in PAGES.glob("*.md") if word in path.read_text(encoding="utf-8")]
    assert not said, f"say {INSTEAD[word]} instead"


def test_numbers_stand_off_from_characters() -> None:
    assert not [text for text in sentences() if CROWDED.search(text)]


def test_the_ledger_names_its_columns_as_the_pages_do() -> None:
    titles = [column.titles.split()[0] for table in TABLES for column in table.columns]
    assert not [title for title in titles if "代码" in title or "区域" in title]
