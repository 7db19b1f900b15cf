"""Pages of cases for looking before downloading: pictures, page after page with the notes, PDF."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases import queries
from course.cases.blueprint import bp
from course.cases.deck_pictures import picture_answer
from course.cases.decks import LANGUAGES, BuiltDeck, case_deck, case_pages
from course.cases.editor.draft_queries import case_seen, reader_of
from course.cases.handing_out import Handout, pdf_of, send_pdf
from course.cases.masters import design_choice
from course.cases.masters import queries as master_queries
from course.cases.masters.designs import Plan
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
    line, plan = wanted_case(key, stage, language), wanted_plan()
    try:
        built, pages = built_and_pages(line, stage, language, plan)
    except RuleBroken:
        abort(404)
    return picture_answer(built, pages, number, size)


@bp.get(f"/cases/<key>/read/{DECK}/{NUMBER}")
@allow(*Role)
def read(key: str, stage: str, language: str, number: int) -> Any:
    """Flip through a deck, page by page with its notes."""
    line, plan = wanted_case(key, stage, language), wanted_plan()
    back = case_address(key, stage, plan)
    try:
        pages = case_pages(line.case.id, **of_today(stage, language, plan))
    except RuleBroken:
        return redirect(back, code=303)
    if not 1 <= number <= len(pages):
        abort(404)
    reading = reading_of(pages, number, {"key": key, "stage": stage, "language": language}, plan)
    return render_template("cases/read.html", reading=reading, title=title_of(line, language), back=back)


@bp.get(f"/cases/<key>/handout/{DECK}")
@allow(*Role)
def handout(key: str, stage: str, language: str) -> Any:
    """Print a deck with what to say beside every slide."""
    line, plan = wanted_case(key, stage, language), wanted_plan()
    back = case_address(key, stage, plan)
    try:
        pages = case_pages(line.case.id, **of_today(stage, language, plan))
    except RuleBroken:
        return redirect(back, code=303)
    reading = reading_of(pages, 1, {"key": key, "stage": stage, "language": language}, plan)
    values = {"reading": reading, "title": title_of(line, language), "back": back}
    return render_template("cases/handout.html", **values, back_label=_("All slides"))


@bp.post(f"/cases/<key>/pdf/{DECK}")
@allow(*Role)
def pdf(key: str, stage: str, language: str) -> Any:
    """Download a deck as PDF, one page a slide."""
    line, plan = wanted_case(key, stage, language), wanted_plan()
    try:
        with without_lock():
            built = case_deck(line.case.id, **of_today(stage, language, plan))
            made = pdf_of(built)
        master_id = plan.master_id if plan else None
        whose = Handout(title_of(line, language), current_user_row().id, utc_now(), master_id=master_id)
        return send_pdf(made, built, whose)
    except (RuleBroken, PdfFailed) as trouble:
        flash(pdf_trouble(trouble), "danger")
        return redirect(case_address(key, stage, plan), code=303)


def reading_of(pages: tuple[Preview, ...], number: int, deck: dict[str, str], plan: Plan | None) -> Reading:
    """The pages of a deck of the library, with the addresses of its pages and pictures."""
    address = partial(url_for, **deck, **design_choice.in_addresses(plan))
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


def wanted_plan() -> Plan | None:
    """The design that an address names among those offered to this person; 404 for any other."""
    return design_choice.plan_of(master_queries.offered_to(current_scope()), request.args.get("master", ""))


def case_address(key: str, stage: str, plan: Plan | None) -> str:
    """The page of a case, at a stage and in a design."""
    return url_for("cases.case", key=key, stage=stage, **design_choice.in_addresses(plan))


def of_today(stage: str, language: str, plan: Plan | None) -> dict[str, Any]:
    """What a deck without a lesson is made of."""
    design = design_choice.design_for(plan, Stage(stage))
    return {"stage": Stage(stage), "language": language, "built_on": local_now().date(), "design": design}


def built_and_pages(
    line: queries.CaseLine, stage: str, language: str, plan: Plan | None
) -> tuple[BuiltDeck, tuple[Preview, ...]]:
    """A deck with its pages; both are kept, so asking for each picture costs nothing."""
    wanted = of_today(stage, language, plan)
    return case_deck(line.case.id, **wanted), case_pages(line.case.id, **wanted)


def title_of(line: queries.CaseLine, language: str) -> str:
    """The title of a case in the language of its deck."""
    return line.case.title_zh if language == "zh" else line.case.title_en


def pdf_trouble(trouble: Exception) -> str:
    """Why there is no PDF, and what to do."""
    if isinstance(trouble, RuleBroken):
        return "；".join(str(problem) for problem in trouble.problems)
    return _("No PDF could be made just now. Download the deck instead, or try again in a minute.")
