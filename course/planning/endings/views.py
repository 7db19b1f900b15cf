"""Pages of appointments that end soon: the list, and a renewal by one click."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.db import utc_now
from course.errors import RuleBroken
from course.forms import Form, clean_code
from course.i18n import _, local_now, long_date
from course.pages import Page, page_number
from course.planning.appointments import actions
from course.planning.appointments import page_queries as appointments
from course.planning.appointments.actions import Wanted
from course.planning.appointments.blueprint import OFFICES, bp, found
from course.planning.appointments.queries import limits_in, term_for
from course.planning.appointments.training_warning import warn_of_training
from course.planning.endings import jobs as ending_jobs
from course.planning.endings import queries as ending_queries
from course.planning.endings.rules import renewal
from course.roster.models import Appointment
from course.schedule.queries import part_of

__all__ = ["bp", "ending_jobs"]


@bp.get("/plans/appointments/ending")
@allow(*OFFICES)
def ending() -> Any:
    """The appointments that end within 90 days and are not renewed, each with its button."""
    today, number = local_now().date(), page_number()
    scope, region = part_of(current_scope(), clean_code(request.args.get("region")))
    rows, total = ending_queries.ending_page(scope, today, number)
    page = Page.of(number, total, ending_queries.ON_A_PAGE)
    lines = [(row, *renewal(row.end, today, current_app.config["YEAR_STARTS"])) for row in rows]
    shown = {"lines": lines, "total": total, "page": page, "today": today, "region": region}
    return render_template("planning/ending.html", **shown)


@bp.post("/plans/appointments/<int(max=2147483647):appointment_id>/renew")
@allow(*OFFICES)
def renew(appointment_id: int) -> Any:
    """Renew an appointment from the day after its last."""
    row = found(appointments.appointment_in(current_scope(), appointment_id))
    if not Form().validate_on_submit():
        abort(400)
    try:
        made = renew_one(row)
    except RuleBroken as broken:
        for problem in broken.problems:
            flash(str(problem), "danger")
        return redirect(url_for("appointing.school", code=row.school.code), code=303)
    said = {"name": row.vice_principal.name, "school": row.school.name, "day": long_date(made.end)}
    flash(_("%(name)s stays at %(school)s until %(day)s.", **said), "success")
    return redirect(url_for("appointing.ending"), code=303)


def renew_one(row: Appointment) -> Appointment:
    """The appointment that follows this one."""
    today = local_now().date()
    start, end = renewal(row.end, today, current_app.config["YEAR_STARTS"])
    wanted = Wanted(row.vice_principal, row.school, start, end)
    limits = limits_in(term_for(today))
    (made,) = actions.appoint([wanted], limits=limits, reason=row.reason, user=current_user_row(), now=utc_now())
    warn_of_training([row.vice_principal])
    return made
