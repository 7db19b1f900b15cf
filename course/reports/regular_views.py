"""What I am sent regularly: choose it, and stop it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import utc_now
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _, _l
from course.reports import actions, queries
from course.reports.forms import RegularForm
from course.reports.models import ReportKind, Rhythm
from course.reports.views import bp, regions_and_all

__all__ = ["bp"]
OFFICES = (Role.ADMIN, Role.BUREAU)
SUBSCRIPTION = "<int(max=2147483647):subscription_id>"


@bp.route("/regular", methods=["GET", "POST"])
@allow(*OFFICES)
def regular() -> Any:
    """The reports that I am sent, and one more."""
    user, form = current_user_row(), RegularForm()
    form.region.choices = regions_and_all()
    if not form.is_submitted():
        form.kind.data, form.rhythm.data = ReportKind.BRIEF.value, Rhythm.MONTHLY.value
        form.region.data = request.args.get("region", "")
    try:
        if form.validate_on_submit():
            place = queries.place_asked_for(form.region.data, current_scope())
            refuse([None if place else not_offered()])
            kind, rhythm = ReportKind(form.kind.data), Rhythm(form.rhythm.data)
            actions.subscribe(kind, place.path if place else "", rhythm, user=user, now=utc_now())
            flash(_("Saved. You get a mail with the link when the report is there."), "success")
            return redirect(url_for("report_files.regular"), code=303)
    except RuleBroken as broken:
        form.show(broken)
    rows = queries.subscriptions_of(user.id)
    page = render_template("reports/regular.html", form=form, rows=rows, address=user.email)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"/regular/{SUBSCRIPTION}/stop")
@allow(*OFFICES)
def stop(subscription_id: int) -> Any:
    """I want this no more."""
    actions.unsubscribe(queries.own_subscription(subscription_id, current_user_row().id) or abort(404))
    flash(_("Stopped. You are not sent this report any more."), "success")
    return redirect(url_for("report_files.regular"), code=303)


def not_offered() -> Problem:
    """The refusal of a region that is not mine."""
    return Problem("region_in_scope", _l("Choose one of these regions."), "region")
