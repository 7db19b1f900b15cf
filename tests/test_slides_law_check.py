"""What a case says about laws in any text: every hazard that the field knows, against the real texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from course.cases.laws.source import ReviewedLaw, TextsMissing, renumberings, reviewed_laws, reviewed_table
from slides import Law, LawArticle, LawTable, build_deck, check_laws, cited_words, read_case
from slides.checks.laws import check_text
from slides.problems import CaseRefused
from tests import services
from tests.test_slides_sample import TODAY, sample_laws, sample_text


@pytest.fixture(scope="module")
def laws() -> LawTable:
    """The reviewed laws with their texts."""
    try:
        return reviewed_table()
    except TextsMissing:
        services.need("the package with the texts of the laws", None)
        raise


HAZARDS = [
    # unknown laws, and names that contain the name of another law
    ("《道路交通安全法实施条例》第七十二条规定十二岁才能骑车上路", ["law-unknown"]),
    ("按照道路交通安全法实施条例第七十二条", ["law-unknown"]),
    ("依照《高等教育法》第九条", ["law-unknown"]),
    ("依照高等教育法第九条", ["law-unknown"]),
    ("中华人民共和国义务教育促进法第三条", ["law-unknown"]),
    ("《治安管理法》第五十一条", ["law-unknown"]),
    # a law that is only named needs no entry in the table
    ("《道路交通安全法实施条例》还管电动车", []),
    ("《班级公约》第三条：不起外号", []),
    ("小明写下《我的守则》第一条", []),
    # missing places
    ("《治安管理处罚法》第一百四十五条", ["article-missing"]),
    ("《治安管理处罚法》第十二条之一", ["article-missing"]),
    ("《刑法》第二百三十六条之二", ["article-missing"]),
    ("《刑法》第二百三十六条之一", []),
    ("《治安管理处罚法》第五十一条第三款", ["article-missing"]),
    ("《治安管理处罚法》第五十一条第二款第四项", ["article-missing"]),
    ("《治安管理处罚法》第五十条第（五）项", []),
    ("《未成年人保护法》第三十九条、第四十条和第一百三十三条", ["article-missing"]),
    ("《未成年人保护法》第一百三十一条至第一百三十四条", ["article-missing", "article-missing"]),
    ("《治安管理处罚法》第51条第1款、第3款", ["article-missing"]),
    # without brackets, by short titles, by 同法 and 该法
    ("反电诈法第44条和刑法第287条之二", []),
    ("反电诈法第五十一条", ["article-missing"]),
    ("规定在未成年人保护法的第一百四十条", ["article-missing"]),
    ("《治安管理处罚法》第五十一条管打人，同法第一百五十条管别的", ["article-missing"]),
    ("《反家庭暴力法》很短。该法第三十九条", ["article-missing"]),
    ("该法第九百条", []),
    # years
    ("《治安管理处罚法》（2025年修订）第五十一条", []),
    ("《治安管理处罚法》（2025年修订，2026年1月1日起施行）", []),
    ("《治安管理处罚法（2025年修订）》第五十一条", []),
    ("《治安管理处罚法》（2012年修正）", ["law-version"]),
    ("《治安管理处罚法（2012年修正）》第十二条", ["law-version"]),
    ("《未成年人保护法》（2020年修订，2024年修正）", []),
    ("《网络安全法》（2017年6月1日起施行）", []),
    # laws that are over
    ("《环境保护法》第六条", ["law-ended"]),
    ("《环境保护法》要求我们垃圾分类", ["law-ended"]),
    ("环境保护法要求我们垃圾分类", ["law-ended"]),
    ("海洋环境保护法要求我们爱护海洋", ["law-ended"]),
    ("《环境保护法》已经废止，改看《生态环境法典》", []),
    ("原《环境保护法》第六条", []),
    ("我们都来学环境保护", []),
    # an old number whose topic moved
    ("殴打他人，依照《治安管理处罚法》第四十三条处罚", ["article-moved"]),
    ("打人要拘留（治安管理处罚法第43条）", ["article-moved"]),
    ("打架的后果，见《治安管理处罚法》第四十二条、第四十三条", ["article-moved"]),
    ("结伙斗殴，《治安管理处罚法》第二十六条", ["article-moved"]),
    ("偷东西、敲诈，《治安管理处罚法》第四十九条", ["article-moved"]),
    ("十五岁不执行行政拘留，见《治安管理处罚法》第二十一条", ["article-moved"]),
    ("散布谣言，治安管理处罚法第二十五条", ["article-moved"]),
    ("出售个人信息违反《网络安全法》第四十四条", ["article-moved"]),
    ("黑客攻击，网络安全法第二十七条", ["article-moved"]),
    ("建群诈骗，《网络安全法》第四十六条", ["article-moved"]),
    ("从高空抛掷物品，《治安管理处罚法》第四十三条", []),
    ("从高空抛掷物品砸中人，后果不比打人轻，见《治安管理处罚法》第四十三条", []),
    ("殴打他人，以前是《治安管理处罚法》第四十三条，现在是《治安管理处罚法》第五十一条", []),
    ("殴打，旧《治安管理处罚法》第四十三条", []),
    ("主动承认可以从宽，见《治安管理处罚法》第二十一条", []),
    ("询问时监护人到场，见治安管理处罚法第九十八条", []),
    ("抢越铁路，《治安管理处罚法》第四十二条", []),
    ("打人不对。乱扔东西也不对，《治安管理处罚法》第四十三条", []),
    # quotations
    ("《宪法》第三十八条规定：“中华人民共和国公民的人格尊严不受侵犯。”", []),
    ("《宪法》第三十八条规定：“公民的人格尊严不容侵犯。”", ["quote-differs"]),
    ("《宪法》第三十八条写着「中华人民共和国公民的人格尊严不受侵犯」", []),
    ("宪法第三十八条：“中华人民共和国公民的人格尊严不受侵犯……侮辱、诽谤和诬告陷害。”", []),
    ("“公民的人格尊严神圣不可侵犯”（《宪法》第三十八条）", ["quote-differs"]),
    ("“中华人民共和国公民的人格尊严不受侵犯。”——《宪法》第三十八条", []),
    ("《宪法》第三十七条、第三十八条规定：“中华人民共和国公民的人格尊严不受侵犯。”", []),
    ("按《民法典》第十九条，“大额充值”要家长同意", []),
    # English
    ("Article 51 of the Public Security Administration Punishments Law punishes beating.", []),
    ("Article 43 of the Public Security Administration Punishments Law punishes beating.", ["article-moved"]),
    ("A heartbeat: Article 43 of the Public Security Administration Punishments Law", []),
    ("Public Security Punishments Law, Arts. 12 and 145", ["article-missing"]),
    ("Criminal Law, Articles 287-2 and 17; Anthem Law, article 99", ["article-missing"]),
    ("Article 39 of the Minors Protection Law", []),
    ("Article 72 of the Road Traffic Safety Law Implementation Regulations", ["law-unknown"]),
    ("Article 9 of the Higher Education Law", ["law-unknown"]),
    ("Civil Code, Article 1188, paragraph 3", ["article-missing"]),
    ("Law on the Protection of Minors, Articles 130–134", ["article-missing", "article-missing"]),
    ("Constitution, article 33, paragraph 9", ["article-missing"]),
    ("This is article 900.", []),
]


@pytest.mark.parametrize(("text", "rules"), HAZARDS)
def test_every_hazard_of_the_field_is_caught_and_nothing_else(laws: LawTable, text: str, rules: list[str]) -> None:
    found = check_text(text, laws, TODAY, line=3)
    assert [problem.rule for problem in found] == rules
    assert all(problem.line == 3 and problem.sentence("zh") and problem.sentence("en") for problem in found)


@pytest.mark.parametrize("row", renumberings(), ids=lambda row: f"{row['law']}{row['old']}-{row['new']}")
def test_a_moved_rule_speaks_of_its_topic_at_the_new_number_only(laws: LawTable, row: dict[str, str]) -> None:
    law = laws.versions(row["law"])[0]
    words = row["words"].split(";")
    assert any(word in law.article(int(row["new"])).text for word in words)
    assert not any(word in law.article(int(row["old"])).text for word in words)
    assert row["old_number"] in {"verified", "recalled"}


def test_no_two_laws_share_a_name_and_no_two_versions_a_day(laws: LawTable) -> None:
    for name in laws.titles():
        versions = laws.versions(name)
        assert len({law.title for law in versions}) == 1, name
        for day in {law.in_force for law in versions}:
            assert sum(law.holds_on(day) for law in versions) == 1, name


@pytest.mark.parametrize("row", reviewed_laws(), ids=lambda row: f"{row.title} {row.version_date}")
def test_every_reviewed_law_has_its_text_and_its_days(laws: LawTable, row: ReviewedLaw) -> None:
    law = next(law for law in laws.versions(row.title) if law.version == row.version_date)
    assert law.articles
    assert law.version <= law.in_force
    followers = [other.in_force for other in laws.versions(row.title)]
    assert law.ended is None or (law.ended > law.in_force and (law.replaced_by or law.ended in followers))


def old_and_new() -> LawTable:
    """One law in two versions: what stood in article 1 stands in article 2 from 2027 on."""
    old = Law("样本法", (), date(2012, 1, 1), date(2012, 1, 1), (LawArticle.from_text(1, "不得殴打他人。"),))
    articles = (LawArticle.from_text(1, "不得抛物。"), LawArticle.from_text(2, "禁止殴打他人。"))
    new = Law("样本法", (), date(2026, 6, 1), date(2027, 1, 1), articles)
    return LawTable((replace(old, ended=date(2027, 1, 1)), new), TODAY)


@pytest.mark.parametrize(
    ("on", "text", "rules"),
    [
        (date(2026, 12, 31), "《样本法》第一条规定：“不得殴打他人。”", []),
        (date(2027, 1, 1), "《样本法》第一条规定：“不得殴打他人。”", ["quote-differs"]),
        (date(2026, 12, 31), "《样本法》第二条", ["article-missing"]),
        (date(2027, 1, 1), "《样本法》第二条规定：“禁止殴打他人。”", []),
        (date(2011, 12, 31), "《样本法》第一条", ["law-not-yet"]),
        (date(2027, 1, 1), "《样本法》（2012年版）", ["law-version"]),
        (date(2026, 1, 1), "《样本法》（2012年版）", []),
    ],
)
def test_the_version_of_the_day_counts(on: date, text: str, rules: list[str]) -> None:
    assert [problem.rule for problem in check_text(text, old_and_new(), on)] == rules


PLACES_IN_A_CASE = [
    ("summary", "慢慢讲，讲完停一停。", "慢慢讲。《示例法》第八条。"),
    ("lead", "橡皮不见了怎么办？", "《示例法》第八条？"),
    ("line", "- 没看见不能怪。", "- 《示例法》第八条"),
    ("cell", "| 丢了 | 一起找 |", "| 丢了 | 示例法第8条 |"),
    ("sources", "> sources: 示例编写", "> sources: 《示例法》第八条"),
    ("front", "- 《示例法》，示例数据库", "- 《示例法》第八条"),
    ("english", "> sources: invented", "> sources: 《示例法》第八条"),
]


@pytest.mark.parametrize(("place", "old", "new"), PLACES_IN_A_CASE, ids=[row[0] for row in PLACES_IN_A_CASE])
def test_every_text_of_a_case_is_read_with_its_line_and_slide(place: str, old: str, new: str) -> None:
    text = sample_text().replace(old, new, 1)
    problems = check_laws(read_case(text), sample_laws(), TODAY)
    assert [problem.rule for problem in problems] == ["article-missing"]
    line = text.split("\n")[problems[0].line - 1]
    assert "第八条" in line or "第8条" in line
    where = "案例来源：" if place == "front" else "页："
    assert where in problems[0].sentence("zh")


def test_a_deck_with_a_false_citation_in_its_notes_is_refused_and_others_are_not() -> None:
    text = sample_text().replace("慢慢讲，讲完停一停。", "慢慢讲。《示例法》第八条。", 1)
    inputs = {"stage": "junior", "laws": sample_laws(), "built_on": TODAY}
    with pytest.raises(CaseRefused) as refused:
        build_deck(read_case(text), lang="zh", **inputs)
    assert [problem.rule for problem in refused.value.problems] == ["article-missing"]
    with pytest.raises(CaseRefused) as refused:
        build_deck(read_case(text), lang="en", **inputs)
    assert [problem.rule for problem in refused.value.problems] == ["scene-missing"]


def test_the_old_number_is_caught_where_only_the_slide_names_the_topic() -> None:
    text = sample_text().replace("橡皮不见了怎么办？", "可以打人吗？", 1)
    start = text.index("可以打人吗？")
    text = text[:start] + text[start:].replace("> sources: 示例编写", "> sources: 《示例法》第三条", 1)
    assert [problem.rule for problem in check_laws(read_case(text), sample_laws(), TODAY)] == ["article-moved"]


def test_the_words_of_every_cited_place_are_marked_once() -> None:
    words = cited_words(read_case(sample_text()), sample_laws(), TODAY)
    assert list(words) == ["《示例法》第二条第一款"]
    changed = replace(sample_laws().laws[0], articles=(LawArticle.from_text(2, "学生不得欺负任何人。"),))
    assert cited_words(read_case(sample_text()), LawTable((changed,), TODAY), TODAY) != words
    assert cited_words(read_case(sample_text()), LawTable((), TODAY), TODAY) == {"《示例法》第二条第一款": ""}
