"""The keys of my account: make one, see when it was last used, revoke it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, current_app, flash, redirect, render_template, url_for

from course.access.guard import allow, current_user_row
from course.db import utc_now
from course.errors import RuleBroken
from course.i18n import _, local_now
from course.sharing import token_actions, token_queries, token_rules
from course.sharing.blueprint import bp
from course.sharing.forms import TokenForm
from course.sharing.models import ApiToken
from course.sharing.token_queries import OWNERS

USUAL_LIFE = timedelta(days=180)


@bp.route("/account/tokens", methods=["GET", "POST"])
@allow(*OWNERS)
def tokens() -> Any:
    """My keys, and a new one."""
    form = TokenForm(ends_on=local_now().date() + USUAL_LIFE)
    if form.validate_on_submit():
        try:
            return render_template("sharing/token_made.html", token=make(form), name=form.name.data)
        except RuleBroken as broken:
            form.show(broken)
    rows, now = token_queries.tokens_of(current_user_row()), utc_now()
    words = {"state_of": token_rules.state_of, "allowed": token_rules.ALLOWED, "last_day": last_day}
    return render_template(
        "sharing/tokens.html", form=form, rows=rows, now=now, **words
    ), 422 if form.is_submitted() else 200


def make(form: TokenForm) -> str:
    """The new key as the form says."""
    return token_actions.make_token(
        current_user_row(),
        name=form.name.data,
        allowed=tuple(form.allowed.data),
        ends_on=form.ends_on.data,
        expires_at=end_of(form.ends_on.data),
        today=local_now().date(),
        now=utc_now(),
    )


def last_day(row: ApiToken) -> date:
    """The last day on which a key works, or worked, on the schools' wall clock."""
    ended = row.revoked_at or row.expires_at - timedelta(seconds=1)
    return ended.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()


def end_of(day: date) -> datetime:
    """The last moment of a day on the schools' wall clock."""
    last = min(day, date.max - timedelta(days=2))
    return datetime.combine(last + timedelta(days=1), time(), ZoneInfo(current_app.config["TIMEZONE"]))


@bp.post("/account/tokens/<int(max=2147483647):token_id>/revoke")
@allow(*OWNERS)
def revoke_token(token_id: int) -> Any:
    """Close one of my keys at once."""
    user = current_user_row()
    row = token_queries.token_of(user, token_id) or abort(404)
    token_actions.revoke(row, user=user, now=utc_now())
    flash(_("“%(name)s” no longer opens anything.", name=row.name), "success")
    return redirect(url_for("sharing.tokens"), code=303)
