"""The deck of a lesson: made for its school, classes, day and vice-principal; downloaded in one tap, or looked at."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases.deck_pictures import picture_answer
from course.cases.decks import LANGUAGES, PdfFailed, Preview, case_deck, case_pages
from course.cases.handing_out import Handout, pdf_of, send_deck, send_pdf
from course.cases.masters import design_choice
from course.cases.masters import queries as master_queries
from course.cases.masters.designs import Plan
from course.cases.reading import Reading
from course.cases.reading_views import pdf_trouble
from course.db import records_reading, utc_now, without_lock
from course.errors import RuleBroken
from course.i18n import _, local_now
from course.schedule import lesson_deck, queries
from course.schedule.blueprint import LESSON, bp
from course.schedule.lesson_views import show_lesson
from course.schedule.models import Lesson
from course.schedule.survey_link import survey_address


@bp.get(f"/lessons/{LESSON}/deck/<language>")
@records_reading
@allow(*Role)
def deck(lesson_id: int, language: str) -> Any:
    """Download the deck of a lesson, with its school, class, day and vice-principal on the cover."""
    row = lesson_with_deck(lesson_id, language)
    name, plan = lesson_deck.file_name(row, language), wanted_plan(row)
    try:
        with without_lock():
            built = case_deck(**deck_wanted(row, language, plan))
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=409)
    return send_deck(built, handout_of(row, name, plan))


@bp.get(f"/lessons/{LESSON}/read/<language>/<int(max=99):number>")
@allow(*Role)
def read_deck(lesson_id: int, language: str, number: int) -> Any:
    """Flip through the deck of a lesson, page by page with its notes."""
    row = lesson_with_deck(lesson_id, language)
    plan = wanted_plan(row)
    try:
        pages = case_pages(**deck_wanted(row, language, plan))
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=409)
    if not 1 <= number <= len(pages):
        abort(404)
    reading = reading_of(pages, number, lesson_id, language, plan)
    back = url_for("schedule.lesson", lesson_id=lesson_id)
    title = lesson_deck.file_name(row, language)
    return render_template("cases/read.html", reading=reading, title=title, back=back, back_label=_("The lesson"))


@bp.get(f"/lessons/{LESSON}/handout/<language>")
@allow(*Role)
def deck_handout(lesson_id: int, language: str) -> Any:
    """Print the deck of a lesson with what to say beside every slide."""
    row = lesson_with_deck(lesson_id, language)
    plan = wanted_plan(row)
    try:
        pages = case_pages(**deck_wanted(row, language, plan))
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=409)
    values = {"reading": reading_of(pages, 1, lesson_id, language, plan), "title": lesson_deck.file_name(row, language)}
    back = url_for("schedule.lesson", lesson_id=lesson_id)
    return render_template("cases/handout.html", **values, back=back, back_label=_("The lesson"))


@bp.get(f"/lessons/{LESSON}/pictures/<language>/<int(max=99):number>/<size>")
@allow(*Role)
def deck_picture(lesson_id: int, language: str, number: int, size: str) -> Any:
    """The picture of one page of the deck of a lesson."""
    row = lesson_with_deck(lesson_id, language)
    try:
        wanted = deck_wanted(row, language, wanted_plan(row))
        return picture_answer(case_deck(**wanted), case_pages(**wanted), number, size)
    except RuleBroken:
        abort(404)


@bp.get(f"/lessons/{LESSON}/pdf/<language>")
@records_reading
@allow(*Role)
def deck_pdf(lesson_id: int, language: str) -> Any:
    """Download the deck of a lesson as PDF, one page a slide."""
    row = lesson_with_deck(lesson_id, language)
    name, plan = lesson_deck.file_name(row, language), wanted_plan(row)
    try:
        with without_lock():
            built = case_deck(**deck_wanted(row, language, plan))
            made = pdf_of(built)
        return send_pdf(made, built, handout_of(row, name, plan))
    except (RuleBroken, PdfFailed) as trouble:
        flash(pdf_trouble(trouble), "danger")
        return redirect(url_for("schedule.lesson", lesson_id=lesson_id), code=303)


def reading_of(pages: tuple[Preview, ...], number: int, lesson_id: int, language: str, plan: Plan | None) -> Reading:
    """The pages of the deck of a lesson, with the addresses of its pages and pictures."""
    address = partial(url_for, lesson_id=lesson_id, language=language, **design_choice.in_addresses(plan))
    return Reading(
        pages,
        number,
        lambda at: address("schedule.read_deck", number=at),
        lambda at, size: address("schedule.deck_picture", number=at, size=size),
    )


def handout_of(row: Lesson, name: str, plan: Plan | None) -> Handout:
    """Who takes the deck of a lesson now."""
    master_id = plan.master_id if plan else None
    return Handout(name, current_user_row().id, utc_now(), row.id, row.region_path, master_id)


def wanted_plan(row: Lesson) -> Plan | None:
    """The design that an address names among those of the lesson's region; 404 for any other."""
    return design_choice.plan_of(master_queries.offered([row.region_path]), request.args.get("master", ""))


def lesson_with_deck(lesson_id: int, language: str) -> Lesson:
    """The lesson of an address; 404 where it is not this person's, or has no deck in this language."""
    row = queries.lesson_in_scope(lesson_id, current_scope())
    if row is None or row.case is None or language not in LANGUAGES:
        abort(404)
    return row


def deck_wanted(row: Lesson, language: str, plan: Plan | None) -> dict[str, Any]:
    """What the deck of a lesson is built from."""
    stage = lesson_deck.stage_of(row.classes, row.case.stages)
    return {
        "case_id": row.case.id,
        "stage": stage,
        "language": language,
        "built_on": local_now().date(),
        "facts": lesson_deck.facts_of(row, language),
        "survey_address": survey_address(row.id),
        "design": design_choice.design_for(plan, stage),
    }
