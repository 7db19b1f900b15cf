"""Pages of messages: what I want to be told by mail, and what became of the messages of a region."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for

from course.access import audit, message_actions, message_queries
from course.access.guard import allow, current_scope, current_user_row
from course.access.message_forms import TopicsForm
from course.access.message_letters import letter_of
from course.access.models import Message, MessageState, Role, User
from course.access.topics import TOPICS
from course.db import utc_now
from course.downloads import attachment
from course.gateway import Refused
from course.i18n import _, ngettext
from course.mail import Sender, message_of
from course.pages import Page, page_number

bp = Blueprint("messages", __name__)
OFFICES = (Role.ADMIN, Role.BUREAU)
MESSAGE = "/outbox/<int(max=2147483647):message_id>"
STATES = {state.value: state for state in MessageState}
LATE = timedelta(days=1)


@bp.route("/account/notices", methods=["GET", "POST"])
@allow(*Role)
def choose() -> Any:
    """What I want to be told by mail, and on the telephone where there is a gateway."""
    user, channels = current_user_row(), message_actions.channels()
    form = TopicsForm(data=message_actions.wanted(user, channels))
    form.offer(TOPICS[user.role], channels)
    if form.validate_on_submit():
        message_actions.choose(user, form.chosen())
        flash(_("Saved. From now on you get what is ticked."), "success")
        return redirect(url_for("messages.choose"), code=303)
    page = render_template("messages/choose.html", form=form, user=user, channels=channels)
    return page, 422 if form.is_submitted() else 200


@bp.get("/outbox")
@allow(*OFFICES)
def index() -> Any:
    """The messages to the people of my region: what waits, what was sent, what could not be delivered."""
    state, number, scope = STATES.get(request.args.get("state", "")), page_number(), current_scope()
    lines, total = message_queries.messages_in(scope, state, number)
    page = Page.of(number, total, message_queries.MESSAGES_ON_A_PAGE)
    shown = {"counts": message_queries.counts_in(scope), "late": message_queries.late_in(scope, utc_now() - LATE)}
    to_folder = not current_app.config["MAIL_URL"]
    return render_template("messages/outbox.html", lines=lines, state=state, page=page, to_folder=to_folder, **shown)


@bp.get(MESSAGE)
@allow(*OFFICES)
def message(message_id: int) -> Any:
    """One message as its reader gets it, and what became of it."""
    row, reader = message_or_404(message_id)
    letter = letter_of(row, reader, now=row.sent_at or utc_now())
    return render_template("messages/message.html", message=row, reader=reader, letter=letter)


@bp.get(f"{MESSAGE}/mail")
@allow(*OFFICES)
def mail(message_id: int) -> Response:
    """Download one message as a file that mail programs open."""
    row, reader = message_or_404(message_id)
    letter = letter_of(row, reader, now=row.sent_at or utc_now())
    try:
        content = message_of(letter, Sender.of(current_app.config)).as_bytes()
    except Refused:
        abort(404)
    return attachment(content, f"{letter.subject}.eml", "message/rfc822")


@bp.post(f"{MESSAGE}/again")
@allow(*OFFICES)
def send_again(message_id: int) -> Any:
    """Send a message once more that could not be delivered."""
    row, reader = message_or_404(message_id)
    note_again(message_actions.send_again([row], now=utc_now()), f"user:{reader.id}")
    return redirect(url_for("messages.message", message_id=message_id), code=303)


@bp.post("/outbox/again")
@allow(*OFFICES)
def send_all_again() -> Any:
    """Send everything of my region once more that could not be delivered."""
    failed = message_queries.failed_in(current_scope())
    note_again(message_actions.send_again(failed, now=utc_now()), "outbox")
    return redirect(url_for("messages.index"), code=303)


def note_again(number: int, subject: str) -> None:
    """Write down and say that messages are sent again."""
    if number:
        audit.note("message.send_again", subject, user=current_user_row(), now=utc_now(), messages=number)
    text = ngettext("%(num)s message goes out again within a minute.", "%(num)s messages go out again.", number)
    flash(text, "success")


def message_or_404(message_id: int) -> tuple[Message, User]:
    """The message and its reader, where the reader lies in my scope."""
    return message_queries.message_in(current_scope(), message_id) or abort(404)
