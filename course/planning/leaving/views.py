"""Pages of leaving: what will happen when somebody leaves on a day, and then that it happens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import utc_now
from course.errors import RuleBroken
from course.i18n import local_now, ngettext
from course.planning.appointments.blueprint import found
from course.planning.leaving import actions as leaving_actions
from course.planning.leaving import queries as leaving_queries
from course.planning.leaving import wording as leaving_wording
from course.planning.leaving.forms import LeavingForm
from course.planning.leaving.rules import leaves_near_today, reason_in_words
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
    shown = {} if departure else still_to_do(person, now)
    return render_template("planning/leaving.html", person=person, form=form, departure=departure, **shown), status


def still_to_do(person: VicePrincipal, now: datetime) -> dict[str, Any]:
    """What is open from a departure that was entered: schools without anybody, lessons that wait for somebody else."""
    ended = leaving_queries.ended_lately(person.id, now.date() - LATELY)
    goes_on = [
        row for row in roster.appointments_of_person(current_scope(), person.id, now.date()) if not row.end_reason
    ]
    last = max((row.end for row in ended), default=now.date())
    return {
        "serves": goes_on,
        "vacated": leaving_queries.left_vacant(ended),
        "open_lessons": [] if goes_on else leaving_queries.lessons_after(person.id, last, now),
    }


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
        handing=leaving_actions.Handing(form.lessons.data),
        user=current_user_row(),
        at=leaving_actions.Moments(utc_now(), now),
    )


def said_of(left: leaving_actions.Left) -> str:
    """What came of it, in a sentence or two."""
    said = [ngettext("%(num)s appointment ends.", "%(num)s appointments end.", left.appointments)]
    if left.handed_over:
        given = ngettext("%(num)s lesson is handed over.", "%(num)s lessons are handed over.", left.handed_over)
        said.append(given)
    if left.called_off:
        said.append(ngettext("%(num)s lesson is called off.", "%(num)s lessons are called off.", left.called_off))
    if left.waiting:
        said.append(
            ngettext("%(num)s lesson waits for somebody else.", "%(num)s lessons wait for somebody else.", left.waiting)
        )
    return " ".join(said)
