"""Appointments by hand: who serves a school, appoint somebody, end an appointment."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.db import utc_now
from course.errors import Problem, RuleBroken, refuse
from course.forms import clean_text
from course.i18n import _, _l, local_now, long_date, ngettext
from course.planning.appointments import actions, rules
from course.planning.appointments import page_queries as queries
from course.planning.appointments.actions import Wanted
from course.planning.appointments.blueprint import OFFICES, bp, found
from course.planning.appointments.forms import AppointForm, EndForm
from course.planning.appointments.jobs import first_day
from course.planning.appointments.page import candidates_for
from course.planning.appointments.queries import limits_in, term_for
from course.planning.appointments.training_warning import warn_of_training
from course.roster import queries as roster
from course.roster.models import Appointment, School
from course.roster.training_queries import hours_of
from course.roster.vacancy_queries import vacancies_of
from course.roster.vacancy_rules import TRAINING_OWED

LONGEST_WORD = 100


@bp.get("/plans/appointments/schools/<code>")
@allow(*OFFICES)
def school(code: str) -> Any:
    """Who serves a school; appoint somebody by hand, or end an appointment."""
    today = local_now().date()
    start = first_day(term_for(today), today)
    form = AppointForm(start=start, end=rules.last_day(start, current_app.config["YEAR_STARTS"]))
    return school_page(found(roster.school_by_code(current_scope(), code)), form)


def school_page(row: School, form: AppointForm, ending: EndForm | None = None, status: int = 200) -> Any:
    """The page of a school with its appointments and the nearest people."""
    today, word = local_now().date(), clean_text(request.args.get("word", ""))[:LONGEST_WORD]
    serving = roster.appointments_of_school(current_scope(), row.id, today)
    return render_template(
        "planning/appoint_school.html",
        school=row,
        region=roster.region_names(row.region_path),
        county_code=row.region_path.rpartition("/")[2],
        form=form,
        ending=ending or EndForm(day=today),
        word=word,
        today=today,
        appointments=serving,
        hours=hours_of(one.vice_principal_id for one in serving),
        owed=TRAINING_OWED,
        past=queries.past_appointments(current_scope(), row.id, today),
        vacancies=vacancies_of(row, today),
        candidates=candidates_for(row, current_scope(), word, today),
    ), status


@bp.post("/plans/appointments/schools/<code>")
@allow(*OFFICES)
def add(code: str) -> Any:
    """Appoint somebody to a school by hand; beyond a limit a reason is asked for."""
    row, form = found(roster.school_by_code(current_scope(), code)), AppointForm()
    try:
        if form.validate_on_submit():
            made = add_by_hand(row, form)
            day = long_date(made.start)
            flash(_("%(name)s is appointed from %(day)s on.", name=made.vice_principal.name, day=day), "success")
            return redirect(url_for("appointing.school", code=code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return school_page(row, form, status=422)


def add_by_hand(row: School, form: AppointForm) -> Appointment:
    """Make the appointment of the form."""
    person, today = roster.person_by_code(current_scope(), form.person.data), local_now().date()
    if person is None:
        raise RuleBroken(Problem("person_is_known", _l("There is nobody with this code in your region."), "person"))
    refuse(rule(form.start.data, form.end.data, today) for rule in rules.DAYS)
    wanted = Wanted(person, row, form.start.data, form.end.data)
    given = {"limits": limits_in(term_for(today)), "reason": form.reason.data}
    (made,) = actions.appoint([wanted], user=current_user_row(), now=utc_now(), **given)
    warn_of_training([person])
    return made


@bp.post("/plans/appointments/<int(max=2147483647):appointment_id>/end")
@allow(*OFFICES)
def end(appointment_id: int) -> Any:
    """End an appointment on a day; one that has not begun is taken back."""
    row = found(queries.appointment_in(current_scope(), appointment_id))
    school, form, today = row.school, EndForm(), local_now().date()
    try:
        if form.validate_on_submit():
            flash(end_or_take_back(row, form, today), "success")
            return redirect(url_for("appointing.school", code=school.code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return school_page(school, AppointForm(), form, 422)


def end_or_take_back(row: Appointment, form: EndForm, today: date) -> str:
    """End the appointment of the form; what to say of it."""
    given = {"why": form.reason.data, "user": current_user_row(), "now": utc_now()}
    name, day = row.vice_principal.name, form.day.data
    left = queries.lessons_after(row, max(day, today))
    if row.start > today and day < row.start:
        actions.take_back(row, **given)
        said = _("The appointment of %(name)s is taken back.", name=name)
    else:
        actions.end(row, day, **given)
        said = _("The appointment of %(name)s ends on %(day)s.", name=name, day=long_date(day))
    more = ngettext(
        "%(num)s lesson after that day is still agreed: move or cancel it.",
        "%(num)s lessons after that day are still agreed: move or cancel them.",
        left,
    )
    return f"{said} {more}" if left else said
