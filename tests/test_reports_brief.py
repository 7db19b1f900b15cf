"""The monthly brief: its figures are the pages', and every page is fit to be shown."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.text import PP_ALIGN

from course.coverage.rules import Figure
from course.coverage.wording import as_of
from course.i18n import in_language, local_now
from course.reports import brief
from course.reports.brief import signed
from course.reports.brief_queries import Month, month_of_region
from course.reports.brief_wording import counted
from course.reports.figure_queries import region_figures
from course.reports.part_queries import parts_of, pieces_of
from course.reports.told_queries import told
from course.roster.models import Region, School, SchoolClass
from slides import BriefChart, BriefCover, BriefPage, brief_as_deck, brief_deck
from slides.composing.deck import Table
from slides.deck_rules import faults
from slides.pptx.tables import column_widths
from tests import make, make_reports

LANGUAGES = {"zh_Hans_CN": "zh", "en": "en"}


def made(folder: Path, code: str, language: str) -> Any:
    path = folder / "brief.pptx"
    with in_language(language):
        brief.write_brief(make_reports.matter(code), path, make_reports.quietly)
    return path


def month_of(code: str) -> Month:
    matter = make_reports.matter(code)
    found = region_figures(matter, parts_of(matter, pieces_of(matter)))
    return month_of_region(found, told(matter, pieces_of(matter)))


def as_deck(code: str, language: str) -> Any:
    with in_language(language):
        month = month_of(code)
        return brief_as_deck(brief.cover(month), brief.pages(month), lang=LANGUAGES[language], made_on=month.day)


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("code", ["C00", "R001"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_keeps_the_rules_of_decks(app: Flask, data: None, language: str, code: str) -> None:
    make_reports.city()
    deck = as_deck(code, language)
    assert faults(deck) == ()
    assert 6 <= len(deck.pages) <= 9
    assert all(page.notes for page in deck.pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_any_length_stand_on_slides(app: Flask, data: None, language: str) -> None:
    city = make_reports.city()
    for row in [*make.db.session.scalars(make.db.select(Region)), make.db.session.get_one(School, city.school)]:
        row.name = "很长的名称，还要更长" * 12
    place = make.db.session.scalars(make.db.select(Region).where(Region.code == "C00")).one()
    for number in range(30):
        make.school_class(make.school(make.region(parent=place, name=f"{number}" * 40)))
    make.db.session.commit()
    assert faults(as_deck("C00", language)) == ()


def test_the_charts_and_tables_show_the_figures(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    path = made(tmp_path, "C00", "en")
    assert OpenXmlValidator().validate(path).is_valid
    slides = list(Presentation(path).slides)
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert [list(chart.plots[0].series[0].values) for chart in charts] == [[66.6, 33.3, 42.8], [66.6, 33.3, 0]]
    labels = [chart.plots[0].series[0].data_labels.number_format for chart in charts]
    assert labels == ['0.0"%"'] * 2, "0.0% beside 66.6%"
    assert list(charts[1].plots[0].categories) == ["第1县", "第2县", "东吉市"]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    sides = [[cell.text_frame.paragraphs[0].alignment for cell in row.cells] for row in tables[0].rows]
    assert sides == [[None, *[PP_ALIGN.RIGHT] * 3]] * 4, "figures stand under each other, heading and all"
    everything = "\n".join(map(texts, slides))
    for sentence in (
        "2/3 schools appointed, 1/3 with their hours, 3/7 classes reached",
        "1 school has nobody: the bureau appoints",
        "4 classes were not reached",
        "1 class waits for its school to confirm",
    ):
        assert sentence in everything
    assert "王立新" not in everything, "people are not compared"


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(9, 10), "9/10 (90.0%)"),
        (Figure(23_559, 78_288), "23,559/78,288 (30.0%)"),
        (Figure(0, 0), "0/0"),
    ],
)
def test_large_figures_stand_in_threes_as_on_the_pages(app: Flask, figure: Figure, text: str) -> None:
    with app.app_context():
        assert counted(figure) == text


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (3, "+3"), (-63, "−63"), (-12_345, "−12,345")])
def test_a_change_says_its_direction(number: int, text: str) -> None:
    assert signed(number) == text


def test_the_lines_of_an_english_cover_begin_with_a_capital(app: Flask, data: None) -> None:
    make_reports.city()
    cover = as_deck("C00", "en").pages[0]
    (facts,) = [text.paragraphs for text in cover.texts if text.slot == "facts"]
    assert [fact[0] for fact in facts] == ["S", "A"], facts


def test_a_region_without_schools_claims_nothing(app: Flask, data: None) -> None:
    make.region("R010")
    make.db.session.commit()
    deck = as_deck("R010", "zh_Hans_CN")
    said = "\n".join(line for page in deck.pages for text in page.texts for line in text.paragraphs)
    assert faults(deck) == () and len(deck.pages) == 3
    assert "还没有录入学校" in said
    assert "已全部完成" not in said and "均已覆盖" not in said and "0/0" not in said


def test_schools_without_classes_are_not_called_reached(app: Flask, data: None) -> None:
    make.appointment(make.vice_principal(), make.school(make.region("R010")))
    make.db.session.commit()
    deck = as_deck("R010", "zh_Hans_CN")
    said = "\n".join(line for page in deck.pages for text in page.texts for line in text.paragraphs)
    assert faults(deck) == ()
    assert "还没有录入班级" in said and "均已覆盖" not in said


def test_the_same_input_gives_the_same_bytes() -> None:
    chart = BriefChart(("甲", "乙"), (("%", (50.0, 100.0)),), "甲 50%; 乙 100%", "%", "lying")
    pages = (
        BriefPage("标题", ("备注",), "导语", chart=chart),
        BriefPage("表", ("备注",), table=(("a", "b"), ("1", "2"))),
    )
    cover = BriefCover("简报", "某县", ("截至今天",), "某县")
    one, two = (brief_deck(cover, pages, lang="zh", made_on=date(2026, 11, 1)) for _ in range(2))
    assert one == two
    (plot,) = [shape.chart.plots[0] for slide in Presentation(io.BytesIO(one)).slides for shape in slide.shapes
               if shape.has_chart]  # fmt: skip
    assert "bar" in plot._element.tag and plot.chart.category_axis.reverse_order, "the first label stands on top"


def test_names_in_characters_have_room_in_an_english_table() -> None:
    rows = (("Theme", "Lessons held", "Primary school"), ("防电信网络诈骗", "12", "0"))
    theme, lessons, _primary = column_widths(Table(rows, ""), (0, 0, 12, 4))
    assert theme > lessons
    chinese = (("主题", "课次"), ("防电信网络诈骗", "12"))
    assert column_widths(Table(chinese, ""), (0, 0, 12, 4)) == [7, 5], "in a Chinese table all are as wide"


@pytest.mark.parametrize("name", ["预防未成年人违法犯罪与不良行为", "Preventing bullying and violence at school"])
def test_the_heads_of_a_table_are_whole_and_so_are_long_names(name: str) -> None:
    assert named_five_times(name) == name


def test_the_longest_names_are_cut_before_a_head_is() -> None:
    name = "Protecting minors on the internet, and what to do about fraud by telephone"
    cut = named_five_times(name)
    assert len(cut) > 25 and name.startswith(cut.removesuffix("…"))


def named_five_times(name: str) -> str:
    """What of a name stands in a table of five rows of it, under heads that are whole."""
    head = ("Theme", "Lessons held", "Primary school", "Junior high school", "Senior high school")
    rows = (head, *((name, "123456", "12345", "12345", "12345") for _ in range(5)))
    page = BriefPage("Themes of the year", ("notes",), "Confirmed lessons", table=rows)
    cover = BriefCover("Brief", "Region", ("today",), "Region")
    drawn = brief_as_deck(cover, (page,), lang="en", made_on=date(2026, 11, 1)).pages[1]
    assert drawn.table is not None and drawn.table.rows[0] == head
    return drawn.table.rows[1][0]


@pytest.mark.parametrize(
    ("language", "missing", "said"),
    [
        ("en", (1,), "In 一区, classes are still to be reached"),
        ("en", (1, 2), "In all 2 regions, classes are still to be reached"),
        ("en", (1, 0), "In 1 of 2 regions, classes are still to be reached"),
        ("en", (0, 0), "Every class has been reached"),
        ("zh_Hans_CN", (1,), "一区仍有班级未覆盖"),
        ("zh_Hans_CN", (1, 2), "2 个地区都还有班级未覆盖"),
    ],
)
def test_one_region_is_named_and_all_are_called_all(
    app: Flask, language: str, missing: tuple[int, ...], said: str
) -> None:
    rows = [(name, Figure(3 - number, 3)) for name, number in zip(("一区", "二区"), missing, strict=False)]
    behind = sum(1 for number in missing if number)
    with app.test_request_context(), in_language(language):
        assert brief.still_behind(behind, brief._("regions"), rows) == said


def test_the_figures_stand_on_lines_of_their_own() -> None:
    chart = BriefChart(("甲", "乙"), (("%", (50.0, 100.0)),), "甲 50%; 乙 100%", "%")
    page = BriefPage("标题", ("备注",), "聘任 1/2 校\n课时 1/2 校", chart=chart)
    drawn = brief_as_deck(
        BriefCover("简报", "某县", ("截至今天",), "某县"), (page,), lang="zh", made_on=date(2026, 11, 1)
    )
    (lead,) = [text for text in drawn.pages[1].texts if text.slot == "lead"]
    assert lead.paragraphs == ("聘任 1/2 校", "课时 1/2 校")


def test_a_school_whose_classes_went_lacks_nothing_as_in_the_ledger(app: Flask, data: None) -> None:
    city = make_reports.city()
    school = make.db.session.get_one(School, city.school)
    for row in make.db.session.scalars(make.db.select(SchoolClass).filter_by(school_id=school.id)).all():
        row.school_id = make.school(school_region(school)).id
    make.db.session.commit()
    month = month_of("R001")
    assert (month.complete, list(month.complete_names)) == (1, ["一小"])


def school_region(school: School) -> Region:
    return make.db.session.get_one(Region, school.region_id)


def test_the_evening_of_the_last_of_a_month_is_still_in_that_month(app: Flask, data: None) -> None:
    """A brief is made of such a moment; in Greenwich's reckoning it was already the next month."""
    evening = datetime(local_now().year, 10, 31, 23, 59)
    with in_language("en"):
        assert as_of(evening).endswith("31 Oct 23:59")
    with in_language("zh_Hans_CN"):
        assert "10月31日" in as_of(evening)
