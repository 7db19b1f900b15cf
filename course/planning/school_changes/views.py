"""Pages of schools that change: a new name, the end of a school, a split; each says first what will happen."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.db import utc_now
from course.errors import RuleBroken, refuse
from course.i18n import _, local_now, long_date, ngettext
from course.planning.appointments.blueprint import OFFICES, found
from course.planning.appointments.queries import limits_in, term_for
from course.planning.leaving import closed_account_jobs
from course.planning.school_changes import actions, queries, rules
from course.planning.school_changes import jobs as school_change_jobs
from course.planning.school_changes import split_actions as school_split_actions
from course.planning.school_changes.forms import CloseForm, RenameForm, SplitForm
from course.planning.school_changes.queries import Closing
from course.roster import naming_queries
from course.roster import queries as roster
from course.roster.models import School

__all__ = ["bp", "closed_account_jobs", "school_change_jobs"]
bp = Blueprint("school_changes", __name__)


def school_of(code: str) -> School:
    """The school of this code, or 404 outside the scope."""
    return found(roster.school_by_code(current_scope(), code))


@bp.get("/schools/<code>/rename")
@allow(*OFFICES)
def rename(code: str) -> Any:
    """Enter the new name of a school."""
    school = school_of(code)
    return rename_page(school, RenameForm(formdata=None, name=school.name, day=local_now().date()))


def rename_page(school: School, form: RenameForm, status: int = 200) -> Any:
    """The page of a new name, with those that the school had."""
    names = naming_queries.names_of(school.id)
    return render_template("planning/rename.html", school=school, form=form, names=names), status


@bp.post("/schools/<code>/rename")
@allow(*OFFICES)
def save_name(code: str) -> Any:
    """Give the school its new name."""
    school, form = school_of(code), RenameForm()
    try:
        if form.validate_on_submit():
            given = {"today": local_now().date(), "user": current_user_row(), "now": utc_now()}
            actions.rename(school, form.name.data, form.day.data, **given)
            flash(_("The school is now called %(name)s.", name=school.name), "success")
            return redirect(url_for("roster.school", code=code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return rename_page(school, form, 422)


@bp.get("/schools/<code>/close")
@allow(*OFFICES)
def close(code: str) -> Any:
    """Enter the end of a school; with a day in the address, what will then happen."""
    school = school_of(code)
    if "day" not in request.args:
        return close_page(school, CloseForm(formdata=None, day=local_now().date()))
    form = CloseForm(formdata=request.args, meta={"csrf": False})
    try:
        if form.validate():
            return close_page(school, form, closing_of(school, form))
    except RuleBroken as broken:
        form.show(broken)
    return close_page(school, form, status=422)


def close_page(school: School, form: CloseForm, closing: Closing | None = None, status: int = 200) -> Any:
    """The page of the end of a school: the form, or what it would do."""
    return render_template("planning/close_school.html", school=school, form=form, closing=closing), status


def closing_of(school: School, form: CloseForm) -> Closing:
    """What the form would do; refused where it cannot be."""
    code, now = form.successor.data or "", local_now()
    successor = roster.school_by_code(current_scope(), code) if code else None
    refuse([rules.is_still_there(school.closed_on), rules.day_is_near(form.day.data, now.date())])
    refuse([rules.successor_is_found(code, successor)])
    if successor is not None:
        refuse([rules.successor_can_take_over(school.id, successor.id, successor.closed_on)])
    return queries.closing_of(school, form.day.data, successor, now)


@bp.post("/schools/<code>/close")
@allow(*OFFICES)
def save_closing(code: str) -> Any:
    """Close the school, or let another one take it over."""
    school, form = school_of(code), CloseForm()
    try:
        if form.validate_on_submit():
            closing = closing_of(school, form)
            flash(said_closed(closing, do_close(closing, form)), "success")
            return redirect(url_for("roster.school", code=(closing.successor or school).code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return close_page(school, form, status=422)


def do_close(closing: Closing, form: CloseForm) -> int:
    """Do what the form says; how many lessons are called off."""
    today, note = local_now().date(), form.note.data or ""
    if closing.successor:
        why = _("Merged into %(school)s", school=closing.successor.name)
    else:
        why = _("The school is closed.")
    given = {"why": f"{why}: {note}" if note else why, "limits": limits_in(term_for(today)), "today": today}
    return actions.close(closing, form.follow.data or (), user=current_user_row(), now=utc_now(), **given)


def said_closed(closing: Closing, called_off: int) -> str:
    """What came of it, in a sentence or two."""
    said = _("%(school)s is closed from %(day)s on.", school=closing.school.name, day=long_date(closing.day))
    more = ngettext("%(num)s lesson is called off.", "%(num)s lessons are called off.", called_off)
    return f"{said} {more}" if called_off else said


@bp.get("/schools/<code>/split")
@allow(*OFFICES)
def split(code: str) -> Any:
    """Choose the classes that become a new school."""
    return split_page(school_of(code), SplitForm(formdata=None))


def split_page(school: School, form: SplitForm, status: int = 200) -> Any:
    """The page of a split with the classes of the school."""
    form.classes.choices = [(row.id, row.label) for row in queries.classes_of(school.id)]
    return render_template("planning/split_school.html", school=school, form=form), status


@bp.post("/schools/<code>/split")
@allow(*OFFICES)
def save_split(code: str) -> Any:
    """Make a new school of some classes, from today on."""
    school, form = school_of(code), SplitForm()
    try:
        if form.validate_on_submit():
            new, called_off = do_split(school, form)
            said = _("%(school)s is a school of its own and needs a vice-principal.", school=new.name)
            more = ngettext("%(num)s lesson is called off.", "%(num)s lessons are called off.", called_off)
            flash(f"{said} {more}" if called_off else said, "success")
            return redirect(url_for("appointing.school", code=new.code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return split_page(school, form, 422)


def do_split(school: School, form: SplitForm) -> tuple[School, int]:
    """Do what the form says."""
    given = {"clock": local_now(), "user": current_user_row(), "now": utc_now()}
    return school_split_actions.split(school, form.code.data, form.name.data, set(form.classes.data or ()), **given)
