"""What may stand in the law table, and what differs between two versions."""

from __future__ import annotations

from datetime import date

import pytest

from course.cases.laws import rules
from course.cases.laws.changes import changes
from course.cases.laws.rules import LawFacts, Standing

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("effective", "repealed", "expected"),
    [
        (date(2026, 11, 23), None, Standing.IN_FORCE),
        (date(2026, 11, 24), None, Standing.NOT_YET),
        (date(2020, 1, 1), date(2026, 11, 24), Standing.IN_FORCE),
        (date(2020, 1, 1), date(2026, 11, 23), Standing.ENDED),
    ],
)
def test_where_a_version_stands_on_a_day(effective: date, repealed: date | None, expected: Standing) -> None:
    assert rules.standing(effective, repealed, DAY) is expected


@pytest.mark.parametrize(
    ("version", "effective", "repealed", "broken"),
    [
        (date(2025, 6, 27), date(2026, 1, 1), None, set()),
        (None, date(2026, 1, 1), None, {"version_date_is_given"}),
        (date(2025, 6, 27), None, None, {"effective_is_given"}),
        (date(2026, 6, 27), date(2026, 1, 1), None, {"in_force_after_passed"}),
        (date(2025, 6, 27), date(2026, 1, 1), date(2026, 1, 1), {"ends_after_it_began"}),
    ],
)
def test_dates_are_given_and_fit(
    version: date | None, effective: date | None, repealed: date | None, broken: set[str]
) -> None:
    facts = LawFacts("示例法", version, effective, repealed)
    assert {problem.rule for problem in (*rules.dates_are_given(facts), *rules.dates_fit(facts))} == broken


def test_a_short_title_belongs_to_one_law() -> None:
    taken = {"治安法": "中华人民共和国治安管理处罚法"}
    assert [problem.rule for problem in rules.names_are_free(("治安法", "样法"), taken)] == ["short_title_is_free"]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("43 → 51 | 殴打他人 | 殴打；打人", (43, 51, "殴打他人", ("殴打", "打人"))),
        ("第43条 -> 第51条 | 殴打他人 | 殴打, 打人", (43, 51, "殴打他人", ("殴打", "打人"))),
        ("43 到 51 殴打他人", (43, 51, "殴打他人", ("殴打他人",))),
    ],
)
def test_lines_of_what_moved_are_read_as_people_write_them(line: str, read: tuple[object, ...]) -> None:
    lines, problems = rules.renumbered_lines(f"\n{line}\n")
    assert not problems
    assert (lines[0].old, lines[0].new, lines[0].topic, lines[0].words) == read
    assert rules.renumbered_lines(rules.written(lines))[0] == lines


@pytest.mark.parametrize("line", ["43 51", "殴打", "43 → 51", "43 → 51 | "])
def test_lines_of_what_moved_that_cannot_be_read_are_named(line: str) -> None:
    lines, problems = rules.renumbered_lines(f"43 → 51 | 殴打\n{line}")
    assert len(lines) == 1
    assert "2" in str(problems[0].message) or problems[0].field == "renumbered"


def test_the_mark_of_an_unchecked_date_comes_and_goes() -> None:
    marked = rules.with_mark("官方网站", verified=False)
    assert rules.is_unverified(marked) and not rules.is_unverified(rules.with_mark(marked, verified=True))
    assert rules.with_mark(rules.with_mark(marked, verified=False), verified=True) == "官方网站"


@pytest.mark.parametrize(
    ("word", "found"),
    [("", ["1", "51", "51-1"]), ("51", ["51"]), ("第五十一条之一", ["51-1"]), ("99", []), ("殴打", ["51"])],
)
def test_articles_are_found_by_number_and_by_word(word: str, found: list[str]) -> None:
    articles = {"1": "为了示例。", "51": "殴打他人的。", "51-1": "从重。"}
    assert list(rules.articles_with(articles, word)) == found


BEFORE = {
    "1": "为了维护社会治安秩序，制定本法。",
    "2": "殴打他人的，或者故意伤害他人身体的，处五日以上十日以下拘留。",
    "3": "举办大型活动违反规定的，责令停止活动。",
    "4": "饲养动物干扰他人正常生活的，处警告。",
}
AFTER = {
    "1": "为了维护社会治安秩序，保障公共安全，制定本法。",
    "2": "从建筑物抛掷物品，有危害他人安全危险的，处五日以下拘留。",
    "3": "举办大型活动违反规定的，责令停止活动。",
    "5": "殴打他人的，或者故意伤害他人身体的，处五日以上十日以下拘留，并处罚款。",
}


def test_an_article_that_moved_is_neither_removed_nor_added() -> None:
    found = changes(BEFORE, AFTER)
    assert (found.added, found.removed, found.changed, found.unchanged) == (("2",), ("4",), ("1",), 1)
    assert [(one.old, one.new) for one in found.moved] == [("2", "5")]
    assert "殴打他人" in found.moved[0].words
    assert not changes(BEFORE, BEFORE).any


def test_blanks_and_line_ends_are_no_change() -> None:
    assert not changes({"1": "甲：\n（一）乙。"}, {"1": " 甲：（一） 乙。"}).any
