"""Stopping one kind of mail with one click, without signing in (RFC 8058): the signed address is the permission."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template

from course.access import audit, message_actions
from course.access.guard import allow_anyone
from course.access.models import User
from course.access.sign_in import csrf
from course.access.unsubscribe_link import Stoppable, read_unsubscribe_token
from course.db import utc_now
from course.i18n import speak

bp = Blueprint("unsubscribe", __name__)


@bp.get("/unsubscribe/<token>")
@allow_anyone
def show(token: str) -> Any:
    """What would be stopped, and the button; looking stops nothing, for programs look at every address in a mail."""
    user, stoppable = named(token)
    return render_template("messages/unsubscribe.html", user=user, topic=stoppable.topic, stopped=False)


# A mail program posts from nowhere and keeps no cookies; nobody can guess the token.
@bp.post("/unsubscribe/<token>")
@csrf.exempt
@allow_anyone
def stop(token: str) -> Any:
    """Send this person no more mail of this kind; a second click changes nothing."""
    user, stoppable = named(token)
    if message_actions.stop(user, stoppable.topic):
        audit.note("message.stop", f"user:{user.id}", user=user, now=utc_now(), topic=stoppable.topic.value)
    return render_template("messages/unsubscribe.html", user=user, topic=stoppable.topic, stopped=True)


def named(token: str) -> tuple[User, Stoppable]:
    """Whose mail of which kind a token names; 404 for a forged one, and for a closed account."""
    g.token_in_address = True
    stoppable = read_unsubscribe_token(token) or abort(404)
    user = message_actions.reader_to_change(stoppable.user_id) or abort(404)
    # Nobody is signed in: the page speaks the language of the mail.
    speak(user.locale)
    return user, stoppable
