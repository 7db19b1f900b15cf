"""Pages of cases for looking before downloading: pictures, page after page with the notes, PDF."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases import queries
from course.cases.blueprint import bp
from course.cases.deck_pictures import picture_answer
from course.cases.decks import LANGUAGES, BuiltDeck, case_deck, case_pages
from course.cases.editor.draft_queries import case_seen, reader_of
from course.cases.handing_out import Handout, pdf_of, send_pdf
from course.cases.reading import Reading
from course.db import utc_now, without_lock
from course.errors import RuleBroken
from course.i18n import _, local_now
from course.roster.models import Stage
from slides import PdfFailed, Preview

NUMBER = "<int(max=99):number>"
DECK = "<stage>/<language>"


@bp.get(f"/cases/<key>/pictures/{DECK}/{NUMBER}/<size>")
@allow(*Role)
def page_picture(key: str, stage: str, language: str, number: int, size: str) -> Any:
    """The picture of one page of a deck."""
    line = wanted_case(key, stage, language)
    try:
        built, pages = built_and_pages(line, stage, language)
    except RuleBroken:
        abort(404)
    return picture_answer(built, pages, number, size)


@bp.get(f"/cases/<key>/read/{DECK}/{NUMBER}")
@allow(*Role)
def read(key: str, stage: str, language: str, number: int) -> Any:
    """Flip through a deck, page by page with its notes."""
    line = wanted_case(key, stage, language)
    try:
        pages = case_pages(line.case.id, **of_today(stage, language))
    except RuleBroken:
        return redirect(url_for("cases.case", key=key, stage=stage), code=303)
    if not 1 <= number <= len(pages):
        abort(404)
    reading = reading_of(pages, number, key, stage, language)
    back = url_for("cases.case", key=key, stage=stage)
    return render_template("cases/read.html", reading=reading, title=title_of(line, language), back=back)


@bp.get(f"/cases/<key>/handout/{DECK}")
@allow(*Role)
def handout(key: str, stage: str, language: str) -> Any:
    """Print a deck with what to say beside every slide."""
    line, back = wanted_case(key, stage, language), url_for("cases.case", key=key, stage=stage)
    try:
        pages = case_pages(line.case.id, **of_today(stage, language))
    except RuleBroken:
        return redirect(back, code=303)
    values = {"reading": reading_of(pages, 1, key, stage, language), "title": title_of(line, language), "back": back}
    return render_template("cases/handout.html", **values, back_label=_("All slides"))


@bp.post(f"/cases/<key>/pdf/{DECK}")
@allow(*Role)
def pdf(key: str, stage: str, language: str) -> Any:
    """Download a deck as PDF, one page a slide."""
    line = wanted_case(key, stage, language)
    try:
        with without_lock():
            built = case_deck(line.case.id, **of_today(stage, language))
            made = pdf_of(built)
        return send_pdf(made, built, Handout(title_of(line, language), current_user_row().id, utc_now()))
    except (RuleBroken, PdfFailed) as trouble:
        flash(pdf_trouble(trouble), "danger")
        return redirect(url_for("cases.case", key=key, stage=stage), code=303)


def reading_of(pages: tuple[Preview, ...], number: int, key: str, stage: str, language: str) -> Reading:
    """The pages of a deck of the library, with the addresses of its pages and pictures."""
    address = partial(url_for, key=key, stage=stage, language=language)
    return Reading(
        pages,
        number,
        lambda at: address("cases.read", number=at),
        lambda at, size: address("cases.page_picture", number=at, size=size),
    )


def wanted_case(key: str, stage: str, language: str) -> queries.CaseLine:
    """The case of an address; 404 where it, its stage or its language is not there."""
    line = case_seen(key, reader_of(current_scope())) or abort(404)
    if line.version is None or stage not in line.case.stages or language not in LANGUAGES:
        abort(404)
    return line


def of_today(stage: str, language: str) -> dict[str, Any]:
    """What a deck without a lesson is made of."""
    return {"stage": Stage(stage), "language": language, "built_on": local_now().date()}


def built_and_pages(line: queries.CaseLine, stage: str, language: str) -> tuple[BuiltDeck, tuple[Preview, ...]]:
    """A deck with its pages; both are kept, so asking for each picture costs nothing."""
    wanted = of_today(stage, language)
    return case_deck(line.case.id, **wanted), case_pages(line.case.id, **wanted)


def title_of(line: queries.CaseLine, language: str) -> str:
    """The title of a case in the language of its deck."""
    return line.case.title_zh if language == "zh" else line.case.title_en


def pdf_trouble(trouble: Exception) -> str:
    """Why there is no PDF, and what to do."""
    if isinstance(trouble, RuleBroken):
        return "；".join(str(problem) for problem in trouble.problems)
    return _("No PDF could be made just now. Download the deck instead, or try again in a minute.")
