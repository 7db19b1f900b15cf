"""Pages of erasing: what will be gone and what stays, and then that it is gone."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from sqlalchemy import event

from course.access import audit
from course.access.actions import other_active_administrators
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role, User
from course.access.queries import user_in
from course.db import db, records_reading, utc_now
from course.downloads import attachment
from course.errors import RuleBroken, refuse
from course.i18n import _, local_now
from course.privacy import erase_actions, files, queries, rules, tombstones
from course.privacy.blueprint import bp
from course.privacy.forms import EraseForm
from course.privacy.queries import Subject
from course.roster.models import VicePrincipal

OFFICES = (Role.ADMIN, Role.BUREAU)


def person_of(code: str) -> VicePrincipal:
    """The vice-principal of this code, or 404."""
    return queries.person_in(current_scope(), code) or abort(404)


def user_of(user_id: int) -> User:
    """The user of this number who was not erased; a vice-principal is erased as a whole."""
    row = user_in(current_scope(), user_id)
    return row if row is not None and row.erased_at is None and row.vice_principal_id is None else abort(404)


@bp.get("/vice-principals/<code>/erase")
@allow(*OFFICES)
def person(code: str) -> Any:
    """What erasing a vice-principal would do."""
    return person_page(person_of(code), EraseForm(formdata=None))


def person_page(row: VicePrincipal, form: EraseForm, status: int = 200) -> Any:
    """The page of erasing a vice-principal."""
    held = queries.counts(queries.subject_of_person(row.id))
    back = {"href": url_for("roster.vice_principal", code=row.code), "label": row.name}
    there = {"action": url_for("privacy.erase_person", code=row.code), "expected": row.code, "back": back}
    export = url_for("privacy.person_file", code=row.code)
    return render_template("privacy/erase.html", name=row.name, form=form, held=held, export=export, **there), status


@bp.post("/vice-principals/<code>/erase")
@allow(*OFFICES)
def erase_person(code: str) -> Any:
    """Erase a vice-principal."""
    row, form, number = person_of(code), EraseForm(), 0
    try:
        if form.validate_on_submit():
            refuse([rules.is_meant(form.typed.data, row.code)])
            number = row.id
            given = {"user": current_user_row(), "now": utc_now(), "clock": local_now()}
            keep_tombstone(erase_actions.erase_person(row, _("No longer in service"), **given))
            flash(_("Erased. In the figures stands %(name)s.", name=rules.tombstone(number)), "success")
            return redirect(url_for("roster.vice_principals"), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return person_page(row, form, 422)


@bp.get("/vice-principals/<code>/data.json")
@records_reading
@allow(*OFFICES)
def person_file(code: str) -> Response:
    """Everything that is held about a vice-principal, to hand it over before erasing."""
    row = person_of(code)
    subject = f"vice_principal:{row.code}"
    audit.note("data.export", subject, user=current_user_row(), now=utc_now(), region_path=row.region_path)
    tables = queries.collected(queries.subject_of_person(row.id))
    return attachment(files.as_json(tables, utc_now()), f"{row.code}.json", files.JSON_TYPE)


@bp.get("/users/<int(max=2147483647):user_id>/erase")
@allow(*OFFICES)
def user(user_id: int) -> Any:
    """What erasing the person behind an account would do."""
    return user_page(user_of(user_id), EraseForm(formdata=None))


def user_page(row: User, form: EraseForm, status: int = 200) -> Any:
    """The page of erasing the person behind an account."""
    held = queries.counts(Subject(None, (row.id,)))
    back = {"href": url_for("access.users"), "label": _("Users")}
    there = {"action": url_for("privacy.erase_user", user_id=row.id), "expected": row.email, "back": back}
    return render_template("privacy/erase.html", name=row.name or row.email, form=form, held=held, **there), status


@bp.post("/users/<int(max=2147483647):user_id>/erase")
@allow(*OFFICES)
def erase_user(user_id: int) -> Any:
    """Erase the person behind an account."""
    row, form = user_of(user_id), EraseForm()
    try:
        if form.validate_on_submit():
            refuse([rules.is_meant(form.typed.data, row.email)])
            others = other_active_administrators(row)
            given = {"user": current_user_row(), "now": utc_now(), "other_administrators": others}
            keep_tombstone(erase_actions.erase_user(row, **given))
            flash(_("Erased. In the figures stands %(name)s.", name=rules.tombstone(user_id)), "success")
            return redirect(url_for("access.users"), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return user_page(row, form, 422)


def keep_tombstone(subject: Subject) -> None:
    """Once it is committed, write down outside the database who was erased."""
    event.listen(db.session(), "after_commit", lambda session: tombstones.remember(subject), once=True)
