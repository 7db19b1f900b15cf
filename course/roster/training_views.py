"""Pages of training: the hours of a vice-principal, and the form that enters some."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.errors import RuleBroken
from course.forms import Form
from course.i18n import _, local_now
from course.roster import queries, training_actions, training_queries
from course.roster.models import VicePrincipal
from course.roster.training_forms import TrainingForm
from course.roster.vacancy_rules import TRAINING_OWED, hours_missing
from course.roster.views import found, note

bp = Blueprint("training", __name__)
MAY_ENTER = (Role.ADMIN, Role.BUREAU, Role.STATION)


@bp.get("/vice-principals/<code>/training")
@allow(*Role)
def index(code: str) -> Any:
    """The training that somebody has had, and how much is missing before taking office."""
    person = found(queries.person_by_code(current_scope(), code))
    return training_page(person, TrainingForm(held_on=local_now().date()))


def training_page(person: VicePrincipal, form: TrainingForm, status: int = 200) -> Any:
    """The page of somebody's training."""
    lines = training_queries.trainings_of(person.id)
    hours = sum(line.hours for line in lines)
    return render_template(
        "roster/training.html",
        person=person,
        form=form,
        lines=lines,
        hours=hours,
        owed=TRAINING_OWED,
        missing=hours_missing(hours),
        may_change=current_user_row().role in MAY_ENTER,
    ), status


@bp.post("/vice-principals/<code>/training")
@allow(*MAY_ENTER)
def add(code: str) -> Any:
    """Enter training that somebody has had."""
    person, form = found(queries.person_by_code(current_scope(), code)), TrainingForm()
    try:
        if form.validate_on_submit():
            given = {"note": form.note.data, "today": local_now().date()}
            row = training_actions.add_training(person, form.held_on.data, form.hours.data, **given)
            subject = f"vice_principal:{person.code}"
            note("training.add", subject, person.region_path, held_on=row.held_on, hours=row.hours)
            flash(_("Entered."), "success")
            return redirect(url_for("training.index", code=code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return training_page(person, form, 422)


@bp.post("/trainings/<int(max=2147483647):training_id>/remove")
@allow(*MAY_ENTER)
def remove(training_id: int) -> Any:
    """Take a line of training back."""
    row = found(training_queries.own_training(current_scope(), training_id))
    person = found(queries.person_by_id(row.vice_principal_id))
    if not Form().validate_on_submit():
        abort(400)
    training_actions.remove_training(row)
    note("training.remove", f"vice_principal:{person.code}", person.region_path, held_on=row.held_on, hours=row.hours)
    flash(_("Removed."), "success")
    return redirect(url_for("training.index", code=person.code), code=303)
