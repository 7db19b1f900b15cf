"""A person's yearly report: the screen, the file, and the rows say the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from course.access.models import Role
from course.delivery.models import Duty, DutyRecord, Face, Manner, SurveyAnswer
from course.duties.report_document import shared_widths
from course.i18n import local_now
from course.roster.models import School, SchoolClass, Training, VicePrincipal
from course.schedule.models import LessonState
from tests import make, make_delivery

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def person(app: Flask) -> dict[str, Any]:
    """A vice-principal of two schools: 80 minutes taught, 80 organised, one lesson reported; duties and a survey."""
    with app.app_context():
        now = local_now().replace(microsecond=0, second=0)
        county = make.region("R000")
        first, second = make.school(county, code="S1", name="一小"), make.school(county, code="S2", name="二小")
        station = make.station(county, name="城关派出所")
        person = make.vice_principal(station, code="VP1", name="王立新")
        for school in (first, second):
            make.appointment(person, school)
        classes = [make.school_class(first, 3, number) for number in (1, 2)]
        theme = make.theme("T1", name="防欺凌")
        for hours, school, who, minutes, manner in (
            (9, first, classes, 80, Manner.TAUGHT),
            (7, first, classes[:1], 40, Manner.ORGANISED),
            (5, second, [], 40, Manner.ORGANISED),
        ):
            start = now - timedelta(hours=hours)
            lesson = make_delivery.lesson(
                person, school, start, tuple(who), state=LessonState.CONFIRMED, theme=theme, minutes=minutes
            )
            make_delivery.confirmation(lesson, tuple(who), minutes=minutes, manner=manner, pupils=40)
        make_delivery.delivery(
            make_delivery.lesson(person, first, now - timedelta(hours=2), state=LessonState.DELIVERED, theme=theme)
        )
        today = now.date()
        make_delivery.duty(person, first, duty=Duty.PROTECTION, note="与学生李强谈话", done_on=today)
        make_delivery.duty(person, second, note="路灯不亮", done_on=today, unit="市政", due_on=today)
        closed = {"unit": "总务处", "due_on": today, "closed_on": today, "closing_note": "已修好"}
        make_delivery.duty(person, first, note="栏杆松动", done_on=today, **closed)
        for number in range(6):
            row = SurveyAnswer(lesson_id=lesson.id, region_path="R000", given_on=today, nonce_hash=str(number))
            row.face = Face.CLEAR if number else Face.UNCLEAR
            make.save(row)
        make.save(Training(vice_principal_id=person.id, region_path="R000", held_on=today, hours=8))
        return {
            "vice_principal": make.user(Role.VICE_PRINCIPAL, person).id,
            "colleague": make.user(Role.VICE_PRINCIPAL, make.vice_principal(station)).id,
            "station": make.user(Role.STATION, station).id,
            "bureau": make.user(Role.BUREAU, county).id,
            "elsewhere": make.user(Role.BUREAU, make.region("R009")).id,
            "school": make.user(Role.SCHOOL, first).id,
            "year": today.year if f"{today:%m-%d}" >= "09-01" else today.year - 1,
        }


def in_english(client: FlaskClient) -> FlaskClient:
    with client.session_transaction() as session:
        session["locale"] = "en"
    return client


def document(client: FlaskClient, address: str = "/vice-principals/VP1/report.docx") -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    return Document(io.BytesIO(answer.data))


def test_the_file_says_what_the_screen_says(sign_in: SignIn, person: dict[str, Any]) -> None:
    client = sign_in(person["vice_principal"])
    page, made = client.get("/vice-principals/VP1/report").get_data(as_text=True), document(client)
    texts = [paragraph.text for paragraph in made.paragraphs if paragraph.text]
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    said = re.sub(r"</?span[^>]*>", "", page).replace("&#39;", "'")
    missing = [text for text in (*texts, *cells) if text not in said]
    assert not missing
    assert {"王立新", "城关派出所"} <= set(cells)


def test_the_file_is_a_valid_document(sign_in: SignIn, person: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(sign_in(person["vice_principal"]).get("/vice-principals/VP1/report.docx").data)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, [error.description for error in result.errors][:5]


def test_the_slides_say_the_same(sign_in: SignIn, person: dict[str, Any], tmp_path: Path) -> None:
    client = in_english(sign_in(person["vice_principal"]))
    path = tmp_path / "report.pptx"
    path.write_bytes(client.get("/vice-principals/VP1/report.pptx").data)
    assert OpenXmlValidator().validate(path).is_valid
    texts = [
        shape.text_frame.text for slide in Presentation(path).slides for shape in slide.shapes if shape.has_text_frame
    ]
    text = "\n".join(texts)
    for part in ("王立新", "Hazards found: 2; mended: 1.", "pupils present: 120"):
        assert part in text
    assert "2 lessons (taught 2 h, organised 1 h), 2 classes, 80 pupils: 一小, 防欺凌" in text
    assert "李强" not in text


def test_names_of_any_length_stand_on_slides(app: Flask, sign_in: SignIn, person: dict[str, Any]) -> None:
    with app.app_context():
        for row in make.db.session.scalars(make.db.select(School)):
            row.name = "很长的学校名称" * 28
        make.db.session.scalars(make.db.select(DutyRecord)).first().note = "字" * 200
        make.db.session.commit()
    assert sign_in(person["station"]).get("/vice-principals/VP1/report.pptx").status_code == 200


def test_the_figures_are_those_of_the_rows(sign_in: SignIn, person: dict[str, Any]) -> None:
    made = document(in_english(sign_in(person["bureau"])))
    rows = [[cell.text for cell in row.cells] for row in made.tables[1].rows]
    assert rows[1:] == [
        ["一小", "防欺凌", "2", "2", "1", "2", "80"],
        ["二小", "防欺凌", "1", "0", "1", "0", "40"],
        ["一小", "All themes", "2", "2", "1", "2", "80"],
        ["二小", "All themes", "1", "0", "1", "0", "40"],
    ]
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    for sentence in (
        "Confirmed lessons: 3; lesson-hours: 4 (taught 2, organised 2).",
        "Classes reached: 2; pupils present: 120.",
        "Hazards found: 2; mended: 1.",
        "of 5 answers, 4 said",
        "8 hours in the year",
        "not counted: 1",
        "School safety: 2",
        str(person["year"]),
    ):
        assert sentence in text
    assert "李强" not in text


def test_a_year_with_nothing_is_a_report_of_nothing(sign_in: SignIn, person: dict[str, Any]) -> None:
    client = sign_in(person["station"])
    made = document(client, "/vice-principals/VP1/report.docx?year=2011")
    assert len(made.tables) == 1
    assert client.get("/vice-principals/VP1/report?year=2011").status_code == 200
    for year in ("x", "99999", "0"):
        assert client.get(f"/vice-principals/VP1/report?year={year}").status_code == 404


def test_only_the_person_the_station_and_the_bureau_read_it(sign_in: SignIn, person: dict[str, Any]) -> None:
    for role in ("vice_principal", "station", "bureau"):
        assert "report" in sign_in(person[role]).get("/vice-principals/VP1").get_data(as_text=True), role
    for role in ("colleague", "elsewhere", "school"):
        for ending in ("", ".docx", ".pptx"):
            assert sign_in(person[role]).get(f"/vice-principals/VP1/report{ending}").status_code == 404, role


def test_a_class_that_moved_is_one_class(app: Flask, sign_in: SignIn, person: dict[str, Any]) -> None:
    with app.app_context():
        schools = {row.code: row for row in make.db.session.scalars(make.db.select(School))}
        row = make.db.session.scalars(make.db.select(SchoolClass).order_by(SchoolClass.id)).first()
        row.school_id = schools["S2"].id
        start = local_now().replace(microsecond=0, second=0) - timedelta(hours=3)
        who = make.db.session.scalars(make.db.select(VicePrincipal).filter_by(code="VP1")).one()
        lesson = make_delivery.lesson(who, schools["S2"], start, (row,), state=LessonState.CONFIRMED)
        make_delivery.confirmation(lesson, (row,))
        admin = make.user(Role.ADMIN).id
    text = sign_in(admin).get("/vice-principals/VP1/report").text
    assert "覆盖 2 个班" in text


@pytest.mark.parametrize(
    "head",
    [
        ["School", "Theme", "Lessons", "Taught, hours", "Organised, hours", "Classes", "Pupils"],
        ["学校", "主题", "课程", "本人授课（课时）", "组织落实（课时）", "班级", "人数"],
    ],
)
def test_no_word_of_a_heading_breaks_and_names_have_the_rest(head: list[str]) -> None:
    widths = shared_widths([False, False, *[True] * 5], head)
    assert sum(widths) == pytest.approx(15.8)
    assert all(width >= 0.4 + 0.2 * min(8, len(title.split()[0])) for width, title in zip(widths, head, strict=True))
    assert min(widths[:2]) >= 2.9
