"""The private address of a calendar, and the page on which its owner makes it and gives it back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import segno
from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for

from course import links
from course.access.guard import allow, allow_anyone, current_user_row
from course.access.models import Role
from course.db import db, one_transaction, utc_now
from course.forms import Form
from course.i18n import LOCALES, _, in_language, local_now
from course.schedule.blueprint import bp
from course.schedule.calendars import feed_actions, feed_queries
from course.schedule.calendars.feed import CONTENT_TYPE, feed_file
from course.schedule.calendars.feed_files import recent
from course.schedule.calendars.feed_queries import OpenFeed
from course.security import limiter

OWNERS = (Role.VICE_PRINCIPAL, Role.SCHOOL)
# An office of a hundred people behind one address has a few dead feeds; whoever guesses has thousands.
WRONG_TOKENS = "60 per minute"
READ_IS_FRESH = timedelta(days=1)


@bp.get("/calendar/<token>.ics")
@allow_anyone
@limiter.limit(WRONG_TOKENS, deduct_when=lambda answer: answer.status_code == 404)
def calendar_feed(token: str) -> Any:
    """The lessons of whoever made this address, for the calendar that asks."""
    g.token_in_address = True
    feed, today = feed_queries.open_feed(token) or abort(404), local_now().date()
    mark = feed_queries.mark_of(feed, today)
    if request.if_none_match.contains(mark):
        answer = Response(status=304)
    else:
        answer = Response(recent.get(mark, lambda: feed_content(feed, today)), content_type=CONTENT_TYPE)
        answer.headers["Content-Disposition"] = 'inline; filename="lessons.ics"'
    answer.set_etag(mark)
    # Kept by nobody but the calendar itself, which asks each time whether its copy still holds.
    answer.headers["Cache-Control"] = "private, no-cache"
    remember_reading(feed, utc_now())
    return answer


def feed_content(feed: OpenFeed, today: date) -> bytes:
    """The file in the language of its owner."""
    lessons = feed_queries.lessons_of(feed, today)
    with in_language(feed.locale if feed.locale in LOCALES else current_app.config["DEFAULT_LOCALE"]):
        return feed_file(feed, lessons, current_app.config["TIMEZONE"]).encode()


def remember_reading(feed: OpenFeed, now: datetime) -> None:
    """Write down once a day that a calendar asks, so that the owner sees whether it does."""
    if feed.read_at is None or now - feed.read_at > READ_IS_FRESH:
        db.session.rollback()
        with one_transaction():
            feed_actions.mark_read(feed.id, now)


@bp.get("/calendar/feeds")
@allow(*OWNERS)
def feeds() -> Any:
    """My calendar address: whether there is one, and whether a calendar asks for it."""
    return render_template("schedule/feeds.html", feed=feed_queries.feed_of(current_user_row()))


@bp.post("/calendar/feeds")
@allow(*OWNERS)
def make_feed() -> Any:
    """Make a new address and show it, once; the one before dies."""
    if not Form().validate_on_submit():
        abort(400)
    token = feed_actions.make_feed(current_user_row(), now=utc_now())
    address = links.address(url_for("schedule.calendar_feed", token=token))
    subscribing = "webcal://" + address.partition("://")[2]
    picture = segno.make(subscribing, error="m").svg_data_uri(border=2, scale=5)
    shown = {"address": address, "subscribing": subscribing, "picture": picture}
    return render_template("schedule/feed_made.html", **shown)


@bp.post("/calendar/feeds/end")
@allow(*OWNERS)
def end_feed() -> Any:
    """Give my address back: calendars that ask for it get nothing any more."""
    if not Form().validate_on_submit():
        abort(400)
    feed_actions.give_back(current_user_row(), now=utc_now())
    flash(_("Done. The address no longer works anywhere."), "success")
    return redirect(url_for("schedule.feeds"), code=303)
