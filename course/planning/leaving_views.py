"""Pages of leaving: what will happen when somebody leaves on a day, and then that it happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import utc_now
from course.errors import RuleBroken
from course.i18n import local_now, ngettext
from course.planning import leaving_actions, leaving_queries, leaving_wording
from course.planning.appointment_blueprint import found
from course.planning.leaving_forms import CALL_OFF, LeavingForm
from course.planning.leaving_rules import leaves_near_today, reason_in_words
from course.roster import queries as roster
from course.roster.models import VicePrincipal

__all__ = ["bp", "leaving_wording"]
bp = Blueprint("leaving", __name__)
MAY_LEAVE = (Role.ADMIN, Role.BUREAU, Role.STATION)
LATELY = timedelta(days=90)


@bp.get("/vice-principals/<code>/leaving")
@allow(*MAY_LEAVE)
def look(code: str) -> Any:
    """Enter why and when somebody leaves; with a day in the address, what will then happen."""
    person = found(roster.person_by_code(current_scope(), code))
    if "day" not in request.args:
        return leaving_page(person, LeavingForm(formdata=None, day=local_now().date()))
    form = LeavingForm(formdata=request.args, meta={"csrf": False})
    valid = form.validate()
    return leaving_page(person, form, asked=valid, status=200 if valid else 422)


def leaving_page(person: VicePrincipal, form: LeavingForm, *, asked: bool = False, status: int = 200) -> Any:
    """The page of leaving: the form, what it would do, and what is still open from an earlier departure."""
    now = local_now()
    if asked:
        problem = leaves_near_today(form.day.data, now.date())
        if problem:
            form.show(RuleBroken(problem))
        asked, status = problem is None, 422 if problem else status
    departure = leaving_queries.departure_of(person, form.day.data, now) if asked else None
    return render_template(
        "planning/leaving.html",
        person=person,
        form=form,
        departure=departure,
        vacated=leaving_queries.vacated_by(person.id, now.date() - LATELY, now.date()),
        open_lessons=[] if asked else leaving_queries.lessons_after(person.id, now.date(), now),
        serves=roster.appointments_of_person(current_scope(), person.id, now.date()),
    ), status


@bp.post("/vice-principals/<code>/leaving")
@allow(*MAY_LEAVE)
def leave(code: str) -> Any:
    """Let somebody leave: their appointments end, and their lessons are handed over or called off."""
    person, form = found(roster.person_by_code(current_scope(), code)), LeavingForm()
    try:
        if form.validate_on_submit():
            flash(said_of(let_go(person, form)), "success")
            return redirect(url_for("leaving.look", code=code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return leaving_page(person, form, status=422)


def let_go(person: VicePrincipal, form: LeavingForm) -> leaving_actions.Left:
    """Do what the form says."""
    now = local_now()
    departure = leaving_queries.departure_of(person, form.day.data, now)
    return leaving_actions.leave(
        person,
        departure,
        why=reason_in_words(form.kind.data, form.note.data),
        calls_off=form.lessons.data == CALL_OFF,
        today=now.date(),
        user=current_user_row(),
        now=utc_now(),
    )


def said_of(left: leaving_actions.Left) -> str:
    """What came of it, in a sentence or two."""
    said = [ngettext("%(num)s appointment ends.", "%(num)s appointments end.", left.appointments)]
    if left.called_off:
        said.append(ngettext("%(num)s lesson is called off.", "%(num)s lessons are called off.", left.called_off))
    if left.waiting:
        more = ("%(num)s lesson waits for somebody else.", "%(num)s lessons wait for somebody else.")
        said.append(ngettext(*more, left.waiting))
    return " ".join(said)
