"""Reading official texts: titles, dates, articles; whatever is not certain is refused with its line."""

from __future__ import annotations

from datetime import date

import pytest

from course.cases.laws.text import LawUnreadable, read_law

OFFICIAL = """中华人民共和国
示例保护法

（2006年8月28日第十届全国人民代表大会常务委员会第十七次会议通过　根据2012年10月26日第十一届全国人民代表大会
常务委员会第二十九次会议《关于修改〈中华人民共和国示例保护法〉的决定》修正　2025年6月27日第十四届全国人民代表大会
常务委员会第十六次会议修订　自2026年1月1日起施行）

目　　录

第一章　总　　则
第二章　法律责任
第三章　附　　则

第一章　总　　则

　　第一条　为了示例，制定本法。
　　第二条　下列行为，应当制止：
　　（一）欺负同学的；
　　（二）起外号的。
　　第二条规定的行为，学校应当报告。
　　第三条　第二条和第四条的规定，适用于教师。

第二章　法律责任

第一节　一般规定

　　第四条　违反本法第二条规定的，予以批评。
　　第四条之一　多次违反的，从重处理。

第三章　附　　则

　　第五条　本法自2026年1月1日起施行。

附件：
样表一
"""


def test_an_official_text_is_read_with_its_title_dates_and_articles() -> None:
    law = read_law(OFFICIAL.splitlines())
    assert law.title == "中华人民共和国示例保护法"
    assert (law.version_date, law.effective) == (date(2025, 6, 27), date(2026, 1, 1))
    assert list(law.articles) == ["1", "2", "3", "4", "4-1", "5"]
    assert law.articles["2"] == (
        "下列行为，应当制止：\n（一）欺负同学的；\n（二）起外号的。\n第二条规定的行为，学校应当报告。"
    )
    assert law.articles["3"] == "第二条和第四条的规定，适用于教师。"
    assert law.articles["5"] == "本法自2026年1月1日起施行。"
    assert law.annex_from


BODY = "第一条　为了示例，制定本{kind}。\n第二条　{end}"
HEADS = [
    # title, date line, end of the text, version, in force
    (
        "示例管理条例",
        "（2004年4月30日国务院令第405号公布　自2004年5月1日起施行）",
        "无",
        "2004-04-30",
        "2004-05-01",
    ),
    (
        "中华人民共和国示例法实施条例",
        "（2004年4月30日中华人民共和国国务院令第405号公布　根据2017年10月7日《国务院关于修改部分行政法规的决定》修订）",
        "本条例自2004年5月1日起施行。",
        "2017-10-07",
        None,
    ),
    (
        "示例学校规定",
        "（２０２１年６月１日教育部令第50号公布　自２０２１年９月１日起施行）",
        "无",
        "2021-06-01",
        "2021-09-01",
    ),
    (
        "示例规则（试行）",
        "（2020年12月23日教育部令第49号发布）",
        "本规则自2021年3月1日起施行。",
        "2020-12-23",
        "2021-03-01",
    ),
    (
        "示例聘任与管理办法",
        "(2021年12月27日教育部令第52号公布)",
        "本办法自2022年5月1日起施行。",
        "2021-12-27",
        "2022-05-01",
    ),
    (
        "中华人民共和国示例法",
        "（2015年12月27日通过）",
        "本法自公布之日起施行。",
        "2015-12-27",
        "2015-12-27",
    ),
    (
        "中华人民共和国示例法",
        "（2015年12月27日通过　根据2024年4月26日《关于修改〈中华人民共和国农业技术推广法〉等法律的决定》修正）",
        "本法自2016年3月1日起施行。",
        "2024-04-26",
        None,
    ),
    (
        "中华人民共和国示例法",
        "（二〇〇四年四月三十日通过）",
        "本法自二〇〇四年五月一日起施行。",
        "2004-04-30",
        "2004-05-01",
    ),
    ("中华人民共和国示例法", "", "本法自2016年3月1日起施行。", None, None),
    ("中华人民共和国示例法", "（2015年13月40日通过）", "无", None, None),
]


@pytest.mark.parametrize(("title", "dates", "end", "version", "effective"), HEADS)
def test_titles_and_dates_of_every_form(
    title: str, dates: str, end: str, version: str | None, effective: str | None
) -> None:
    law = read_law(f"{title}\n{dates}\n{BODY.format(kind='法', end=end)}".splitlines())
    assert law.title == title
    assert (str(law.version_date), str(law.effective)) == (str(version), str(effective))


def test_the_title_is_the_one_of_the_law_and_not_of_the_order_before_it() -> None:
    order = (
        "中华人民共和国国务院令\n第405号\n《中华人民共和国示例法实施条例》已经国务院通过，现予公布，自2004年5月1日起施行。\n"
        "总理　某某\n二〇〇四年四月三十日\n中华人民共和国示例法实施条例\n第一章　总则\n第一条　甲。\n第二条　乙。"
    )
    law = read_law(order.splitlines())
    assert law.title == "中华人民共和国示例法实施条例"
    assert law.effective == date(2004, 5, 1)


def numbered(*lines: str) -> str:
    return "\n".join(("中华人民共和国示例法", "（2025年6月27日通过）", *lines))


REFUSED = [
    (numbered("第一条　甲。", "第三条　丙。"), [("article_gap", 4)]),
    (numbered("第一条　甲。", "第二条　乙。", "第二条　丙。"), [("article_twice", 5)]),
    (numbered("第一条　甲。", "第二条之二　乙。"), [("article_gap", 4)]),
    (numbered("第一条　甲。", "第三条　丙。", "第五条　戊。"), [("article_gap", 4), ("article_gap", 5)]),
    (numbered("第一条　甲。", "第二条", "第三条　丙。"), [("empty_article", 0)]),
    (numbered("没有条文。"), [("no_articles", 1)]),
    (numbered("第一章　总则", "没有条文。"), [("no_articles", 3)]),
    ("", [("empty_text", 0)]),
    ("\u3000\n \n", [("empty_text", 0)]),
    (
        "全国人民代表大会常务委员会关于修改《中华人民共和国示例法》的决定\n（2025年6月27日通过）\n一、将第一条修改为：“甲。”",
        [("is_a_decision", 1)],
    ),
    ("中华人民共和国刑法修正案（十二）\n（2023年12月29日通过）\n一、在刑法第一条中增加一款。", [("is_a_decision", 1)]),
]


@pytest.mark.parametrize(("text", "problems"), REFUSED)
def test_what_is_not_certain_is_refused_with_its_line(text: str, problems: list[tuple[str, int]]) -> None:
    with pytest.raises(LawUnreadable) as refused:
        read_law(text.splitlines())
    assert [(problem.rule, problem.line) for problem in refused.value.problems] == problems


def test_a_law_without_a_title_is_read_and_asks_for_one() -> None:
    assert read_law(["第一条　甲。", "第二条　乙。"]).title == ""


def test_a_preamble_belongs_to_no_article_and_numbers_may_be_arabic() -> None:
    law = read_law(["示例法", "序　言", "历史悠久。", "第1条 甲。", "第2条：乙。", "第2条之1 丙。"])
    assert law.articles == {"1": "甲。", "2": "乙。", "2-1": "丙。"}


def test_an_article_without_a_blank_after_its_number_is_read_when_it_is_the_next_one() -> None:
    law = read_law(["示例法", "第一条为了示例，制定本法。", "第二条规定如下。", "第二条学生应当友善。"])
    assert law.articles["1"] == "为了示例，制定本法。\n第二条规定如下。"
    assert law.articles["2"] == "学生应当友善。"
