"""Citations: their grammar, and whether they hold on a day against a law table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slides.checks.laws import check_text
from slides.law.citations import (
    Citation,
    check_citation,
    check_quote,
    chosen_sentences,
    find_citations,
    parse_citation,
    words_of,
)
from slides.law.file import read_table, write_table
from slides.law.laws import LawArticle
from slides.law.numerals import chinese, number_of
from tests.test_slides_sample import TODAY, sample_laws

LAWS = sample_laws()

GRAMMAR = [
    ("《治安管理处罚法》第五十一条第一款", ["第五十一条第一款"]),
    ("《中华人民共和国刑法》第二百八十七条之二", ["第二百八十七条之二"]),
    ("《刑法》第287条之2第1款", ["第二百八十七条之二第一款"]),
    ("《预防未成年人犯罪法》第二十八条第（三）项", ["第二十八条第三项"]),
    ("《未成年人保护法》第39条、第40条和第58条第2款", ["第三十九条", "第四十条", "第五十八条第二款"]),
    ("《刑法》第十七条至第二十条", ["第十七条", "第十八条", "第十九条", "第二十条"]),
    ("《民法典》第一千一百八十八条第一款、第二款", ["第一千一百八十八条第一款", "第一千一百八十八条第二款"]),
    ("《宪法》第５１条", ["第五十一条"]),
    ("《预防未成年人犯罪法》第二十八条第一项、第三项", ["第二十八条第一项", "第二十八条第三项"]),
    ("《治安管理处罚法》第八十三至八十五条", ["第八十三条", "第八十四条", "第八十五条"]),
    ("《治安管理处罚法》第83-85条", ["第八十三条", "第八十四条", "第八十五条"]),
    ("《宪法》第三十三、五十一条", ["第三十三条", "第五十一条"]),
    ("《宪法》里说得好", []),
    ("没有引用", []),
]


@pytest.mark.parametrize(("text", "places"), GRAMMAR)
def test_citations_are_found_in_text(text: str, places: list[str]) -> None:
    assert [cited.place for cited, _ in find_citations(text)] == places


def test_known_titles_are_found_without_brackets() -> None:
    assert [str(cited) for cited, _ in find_citations("依照刑法第十七条处理", ("刑法",))] == ["《刑法》第十七条"]


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 51, 100, 101, 110, 111, 136, 210, 1010, 1188, 1260])
def test_numerals_are_read_as_they_are_written(number: int) -> None:
    assert number_of(chinese(number)) == number == number_of(str(number))


@pytest.mark.parametrize(
    "text", ["《示例法》", "第二条", "《示例法》第二条，《示例法》第三条", "见《示例法》第二条", "《示例法》第二条等"]
)
def test_a_law_slide_names_exactly_one_place(text: str) -> None:
    assert parse_citation(text) is None


HOLDING = [
    ("《示例法》第二条第一款", TODAY, None),
    ("《中华人民共和国示例法》第二条", TODAY, None),
    ("《样法》第二条第二款第二项", TODAY, None),
    ("《示例法》第三条之一", TODAY, None),
    ("《某法》第二条", TODAY, "law-unknown"),
    ("《示例法实施条例》第二条", TODAY, "law-unknown"),
    ("《示例法》第四条", TODAY, "article-missing"),
    ("《示例法》第二条之一", TODAY, "article-missing"),
    ("《示例法》第二条第三款", TODAY, "article-missing"),
    ("《示例法》第二条第二款第三项", TODAY, "article-missing"),
    ("《示例法》第二条", date(2025, 12, 31), "law-not-yet"),
    ("《新法》第一条", TODAY, "law-not-yet"),
    ("《新法》第一条", date(2027, 3, 1), None),
    ("《旧法》第一条", date(2026, 8, 14), None),
    ("《旧法》第一条", TODAY, "law-ended"),
]


@pytest.mark.parametrize(("text", "on", "rule"), HOLDING)
def test_a_citation_holds_or_says_why_not(text: str, on: date, rule: str | None) -> None:
    problems = check_citation(parse_citation(text), LAWS, on, line=7)
    assert [problem.rule for problem in problems] == ([rule] if rule else [])
    assert all(problem.line == 7 and problem.sentence("zh") for problem in problems)


def test_an_old_number_that_now_speaks_of_something_else_is_caught_by_the_topic() -> None:
    old = Citation("示例法", 3)
    assert [p.rule for p in check_citation(old, LAWS, TODAY, about="殴打同学要罚款")] == ["article-moved"]
    assert "第五十一条" in check_citation(old, LAWS, TODAY, about="打人")[0].sentence("zh")
    assert check_citation(old, LAWS, TODAY, about="不要高空抛物") == ()
    assert check_citation(Citation("示例法", 51), LAWS, TODAY, about="殴打同学要罚款") == ()


def test_quoted_words_must_be_the_laws_own() -> None:
    cited = Citation("示例法", 2, paragraph=1)
    assert check_quote(cited, "学生不得欺负同学……应当制止", LAWS, TODAY) == ()
    assert [p.rule for p in check_quote(cited, "学生不得殴打同学", LAWS, TODAY)] == ["quote-differs"]


def test_free_text_is_checked_with_the_words_quoted_after_a_citation() -> None:
    assert check_text("《示例法》第二条规定：“学生不得欺负同学”。", LAWS, TODAY) == ()
    assert [p.rule for p in check_text("《示例法》第二条规定：“学生可以欺负同学”。", LAWS, TODAY)] == ["quote-differs"]
    assert [p.rule for p in check_text("依照《示例法》第二条、第八条", LAWS, TODAY)] == ["article-missing"]


def test_the_words_of_a_paragraph_an_item_and_chosen_sentences() -> None:
    assert words_of(Citation("示例法", 2, item=0, paragraph=1), LAWS, TODAY) == "学生不得欺负同学；学校应当制止。"
    assert words_of(Citation("示例法", 2, paragraph=2, item=1), LAWS, TODAY) == "（一）多次欺负的；"
    assert words_of(Citation("示例法", 88), LAWS, TODAY) == ""
    whole = "甲。乙；丙。"
    assert [chosen_sentences(whole, wanted) for wanted in ("", "1", "2-3", "2", "4", "0")] == [
        whole, "甲。……", "……乙；丙。", "……乙；……", None, None,
    ]  # fmt: skip


def test_items_belong_to_the_paragraph_above_them() -> None:
    article = LawArticle.from_text(1, "有下列情形：\n（一）甲；\n（二）乙。\n另一款。")
    assert len(article.paragraphs) == 2
    assert article.items(1) == ("（一）甲；", "（二）乙。")


def test_a_law_table_survives_its_file() -> None:
    table = replace(LAWS, others=frozenset(("高等教育法",)))
    assert read_table(write_table(table)) == table


@pytest.mark.parametrize(
    "text", ["《示例法》第99999999999条", "《示例法》第十百千条", "《法》第条", "《" * 500, "第一条" * 500]
)
def test_strange_citations_are_answered_quietly(text: str) -> None:
    for cited, _ in find_citations(text, tuple(LAWS.titles())):
        assert check_citation(cited, LAWS, TODAY)[0].sentence()
