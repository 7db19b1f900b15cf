"""Pages of sharing: what the interface offers, the keys to it, the programs that are told what happens."""

from __future__ import annotations

from typing import Any

from flask import render_template

from course import links
from course.access.guard import allow_anyone
from course.sharing import events, sign_in_views, subscriber_views, subscriber_wording, token_views
from course.sharing.blueprint import bp
from course.sharing.operations import OPERATIONS
from course.sharing.subscriber_rules import EVENTS
from course.sharing.token_rules import ALLOWED

__all__ = ["bp", "events", "sign_in_views", "subscriber_views", "subscriber_wording", "token_views"]


@bp.get("/api")
@allow_anyone
def explained() -> Any:
    """What the interface offers, in words."""
    shown = {"operations": OPERATIONS, "allowed": ALLOWED, "events": EVENTS, "server": links.address("")}
    return render_template("sharing/api.html", **shown)
