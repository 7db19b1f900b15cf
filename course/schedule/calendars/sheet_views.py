"""Sheets to print and pin up: one lesson for the school, and a whole term of a school or a vice-principal."""

from __future__ import annotations

from typing import Any

import segno
from flask import abort, render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.cases.sheet import sheet_words
from course.errors import RuleBroken
from course.i18n import _, local_now, page_language
from course.roster.naming_queries import names_then
from course.schedule import lesson_deck
from course.schedule.blueprint import LESSON, bp
from course.schedule.calendars.page import asked_day, subject_of
from course.schedule.calendars.term_sheet import term_of, term_sheet
from course.schedule.deck_views import lesson_with_deck
from course.schedule.lesson_views import show_lesson
from course.schedule.models import Lesson
from course.schedule.survey_link import survey_address


@bp.get(f"/lessons/{LESSON}/sheet")
@allow(*Role)
def sheet(lesson_id: int) -> Any:
    """Print one page for the school: what pupils learn, what to have ready, whom to call."""
    language = "en" if page_language() == "en" else "zh"
    row = lesson_with_deck(lesson_id, language)
    stage = lesson_deck.stage_of(row.classes, row.case.stages)
    try:
        words = sheet_words(row.case.id, stage=stage, language=language)
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=409)
    address = survey_address(row.id)
    return render_template(
        "schedule/sheet.html",
        lesson=row,
        words=words,
        facts=facts_of(row, language),
        survey=address.partition("://")[2],
        code_picture=segno.make(address, error="m").svg_data_uri(border=2, scale=4),
    )


@bp.get("/calendar/term")
@allow(*Role)
def term() -> Any:
    """Print the lessons of a term, by month, of my school, myself, or whom the address names."""
    now = local_now()
    subject = subject_of(request.args, current_scope()) or abort(404)
    found = term_of(asked_day(request.args, now.date()))
    page = term_sheet(subject, found) if found and not subject.crowded else None
    return render_template("schedule/term.html", page=page, subject=subject, now=now)


def facts_of(row: Lesson, language: str) -> list[tuple[str, str]]:
    """Where, for whom, and who comes; a school of the past by its name of that time."""
    day = row.start.date()
    return [
        (_("School"), names_then([(row.school, day)])[row.school_id, day]),
        (_("Classes"), lesson_deck.class_names(row.classes, language)),
        (_("Place"), row.place.label),
        (_("Vice-principal"), row.vice_principal.name),
        (_("Theme"), row.theme.name),
    ]
