"""The programs that are told what happens: enter one, try it, look at what it was told, switch it off and on."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.db import utc_now
from course.errors import RuleBroken
from course.i18n import _
from course.sharing import subscriber_actions, subscriber_queries
from course.sharing.blueprint import bp
from course.sharing.forms import SubscriberForm
from course.sharing.models import Subscriber
from course.sharing.post_jobs import networks
from course.sharing.subscriber_queries import OWNERS
from course.sharing.subscriber_rules import EVENTS
from course.sharing.subscriber_wording import error_label, reason_label

ONE = "/account/subscribers/<int(max=2147483647):subscriber_id>"


@bp.route("/account/subscribers", methods=["GET", "POST"])
@allow(*OWNERS)
def subscribers() -> Any:
    """My programs, and a new one; its secret is shown once."""
    form = SubscriberForm()
    if form.validate_on_submit():
        try:
            return render_template("sharing/subscriber_made.html", row=subscribe(form))
        except RuleBroken as broken:
            form.show(broken)
    rows = subscriber_queries.subscribers_of(current_user_row())
    page = render_template("sharing/subscribers.html", form=form, rows=rows, reason_label=reason_label)
    return page, 422 if form.is_submitted() else 200


def subscribe(form: SubscriberForm) -> Subscriber:
    """The new program as the form says."""
    return subscriber_actions.subscribe(
        current_user_row(),
        current_scope(),
        name=form.name.data,
        url=form.url.data,
        events=tuple(form.events.data),
        networks=networks(),
        now=utc_now(),
    )


@bp.get(ONE)
@allow(*OWNERS)
def subscriber(subscriber_id: int) -> Any:
    """One program, and what it was told last."""
    row = subscriber_or_404(subscriber_id)
    shown = {"posts": subscriber_queries.last_posts(row.id), "events": EVENTS}
    words = {"reason_label": reason_label, "error_label": error_label}
    return render_template("sharing/subscriber.html", row=row, **shown, **words)


@bp.post(f"{ONE}/try")
@allow(*OWNERS)
def try_subscriber(subscriber_id: int) -> Any:
    """Send an event that says nothing."""
    row = subscriber_or_404(subscriber_id)
    if row.stopped_at is not None:
        flash(_("Switch the program on first."), "danger")
    else:
        subscriber_actions.send_test(row, user=current_user_row(), now=utc_now())
        flash(_("A test goes out within a minute. Load this page again to see what became of it."), "success")
    return redirect(url_for("sharing.subscriber", subscriber_id=row.id), code=303)


@bp.post(f"{ONE}/stop")
@allow(*OWNERS)
def stop_subscriber(subscriber_id: int) -> Any:
    """Tell a program nothing any more."""
    row = subscriber_or_404(subscriber_id)
    subscriber_actions.switch_off(row, user=current_user_row(), now=utc_now())
    flash(_("“%(name)s” is told nothing any more.", name=row.name), "success")
    return redirect(url_for("sharing.subscriber", subscriber_id=row.id), code=303)


@bp.post(f"{ONE}/resume")
@allow(*OWNERS)
def resume_subscriber(subscriber_id: int) -> Any:
    """Tell a program again what happens from now on."""
    row = subscriber_or_404(subscriber_id)
    try:
        subscriber_actions.switch_on(row, user=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        flash(str(broken.problems[0]), "danger")
    else:
        flash(_("“%(name)s” is told what happens from now on.", name=row.name), "success")
    return redirect(url_for("sharing.subscriber", subscriber_id=row.id), code=303)


def subscriber_or_404(subscriber_id: int) -> Subscriber:
    """The program, where it is mine."""
    return subscriber_queries.subscriber_of(current_user_row(), subscriber_id) or abort(404)
