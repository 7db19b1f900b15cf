"""Pages of repairs: lessons whose vice-principal cannot come, and the smallest change that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import db, forget_writing, utc_now
from course.errors import Problem, RuleBroken
from course.i18n import local_now, ngettext
from course.planning.repair import actions as repair_actions
from course.planning.repair import queries
from course.planning.repair.forms import RepairForm, choices_in, span_in
from course.planning.repair.page import RepairPage, others_asked, repair_page
from course.planning.repair.queries import Span
from course.planning.repair.repairing import find
from course.roster.after_absence import NEXT_PAGES, NextPage
from course.roster.models import VicePrincipal
from course.roster.queries import person_by_code
from course.schedule.blueprint import LESSON
from course.schedule.models import Lesson
from course.schedule.queries import lesson_in_scope
from course.schedule.state_rules import lesson_may_move

__all__ = ["bp"]
bp = Blueprint("repairing", __name__, url_prefix="/repairs")
REPAIRING = (Role.ADMIN, Role.BUREAU, Role.STATION, Role.VICE_PRINCIPAL)
OVERSEERS = (Role.ADMIN, Role.BUREAU, Role.STATION)


@bp.get("")
@allow(*OVERSEERS)
def index() -> Any:
    """Who has agreed lessons in a time away, the soonest first."""
    people = queries.people_with_lost_lessons(current_scope(), local_now())
    return render_template("repairs/index.html", people=people)


@bp.get("/vice-principals/<code>")
@allow(*REPAIRING)
def vice_principal(code: str) -> Any:
    """The lessons that somebody cannot give, in a time or in all times away, with the ways to keep them."""
    return show_person(code)


@bp.post("/vice-principals/<code>")
@allow(*REPAIRING)
def repair_vice_principal(code: str) -> Any:
    """Move the lessons in the ways that were chosen; a time that nobody has entered yet becomes a time away."""
    person, span = person_of(code), span_in(request.form)
    try:
        if span is not None:
            given = {"user": current_user_row(), "now": utc_now(), "clock": local_now()}
            repair_actions.enter_absence(person, span, **given)
        move_chosen()
    except RuleBroken as broken:
        start_anew()
        return show_person(code, broken.problems, 409)
    return redirect(url_for("repairing.vice_principal", code=code), code=303)


@bp.get(f"/lessons/{LESSON}")
@allow(*REPAIRING)
def lesson(lesson_id: int) -> Any:
    """One lesson that its vice-principal cannot give, with the ways to keep it."""
    return show_lesson(lesson_id)


@bp.post(f"/lessons/{LESSON}")
@allow(*REPAIRING)
def repair_lesson(lesson_id: int) -> Any:
    """Move the lesson in the way that was chosen."""
    lesson_of(lesson_id)
    try:
        move_chosen()
    except RuleBroken as broken:
        start_anew()
        return show_lesson(lesson_id, broken.problems, 409)
    return redirect(url_for("schedule.lesson", lesson_id=lesson_id), code=303)


def move_chosen() -> None:
    """Do what the form says, or raise what stands against it."""
    if not RepairForm().validate_on_submit():
        abort(400)
    choices = choices_in(request.form)
    given = {"user": current_user_row(), "now": utc_now(), "clock": local_now()}
    told = repair_actions.repair(choices, current_scope(), **given)
    moved = ngettext("%(num)s lesson was moved.", "%(num)s lessons were moved.", len(choices))
    flash(f"{moved} {ngettext('%(num)s person was told.', '%(num)s people were told.', told)}", "success")


def start_anew() -> None:
    """A refused request writes nothing more, so others may write while its page is made."""
    db.session.rollback()
    forget_writing(None)


def person_of(code: str) -> VicePrincipal:
    """A vice-principal of the scope, or 404."""
    return person_by_code(current_scope(), code) or abort(404)


def lesson_of(lesson_id: int) -> Lesson:
    """A lesson that this person may change, or 404."""
    if not queries.changeable([lesson_id], current_scope()):
        abort(404)
    return lesson_in_scope(lesson_id, current_scope()) or abort(404)


def show_person(code: str, problems: Sequence[Problem] = (), status: int = 200) -> Any:
    """The page of somebody's lost lessons."""
    person, span, now = person_of(code), span_in(request.values), local_now()
    lessons = queries.lost_lessons(current_scope(), person.id, span, now)
    page = page_of(lessons, span, now)
    return render_template("repairs/person.html", person=person, span=span, page=page, problems=problems), status


def show_lesson(lesson_id: int, problems: Sequence[Problem] = (), status: int = 200) -> Any:
    """The page of one lesson whose vice-principal is away that day."""
    row, now = lesson_of(lesson_id), local_now()
    obstacle = lesson_may_move(row.state, row.start, now)
    midnight = datetime.combine(row.start, time())
    page = page_of([] if obstacle else [row], Span(midnight, midnight + timedelta(days=1)), now)
    given = {"lesson": row, "page": page, "obstacle": obstacle, "problems": problems}
    return render_template("repairs/lesson.html", **given), status


def page_of(lessons: Sequence[Lesson], span: Span | None, now: datetime) -> RepairPage:
    """What the page shows of these lessons."""
    found = find(lessons, span, now.date())
    return repair_page(found, queries.changeable(others_asked(found), current_scope()))


def lessons_lost(person: VicePrincipal) -> int:
    """How many agreed lessons of somebody lie in a time away."""
    return queries.count_lost(current_scope(), person.id, None, local_now())


def after_absence(person: VicePrincipal, start: datetime, end: datetime) -> NextPage | None:
    """The ways to keep the agreed lessons that a new time away hits."""
    lost = queries.count_lost(current_scope(), person.id, Span(start, end), local_now())
    if not lost:
        return None
    text = ngettext(
        "Entered. %(num)s agreed lesson falls into this time: choose how to keep it.",
        "Entered. %(num)s agreed lessons fall into this time: choose how to keep them.",
        lost,
    )
    return NextPage(url_for("repairing.vice_principal", code=person.code), text)


bp.add_app_template_global(lessons_lost)
NEXT_PAGES.append(after_absence)
