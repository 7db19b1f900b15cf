"""Pages of notices: what I should know, and that I have read it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from course.access import notice_actions, notice_queries
from course.access.guard import allow, current_user_row
from course.access.models import Role
from course.access.notice_wording import wording
from course.db import utc_now
from course.i18n import _
from course.pages import Page, page_number

bp = Blueprint("notices", __name__, url_prefix="/notices")
bp.add_app_template_global(wording, "notice_wording")
NOTICE = "<int(max=2147483647):notice_id>"


@bp.get("")
@allow(*Role)
def index() -> Any:
    """What I should know, newest first."""
    user, number = current_user_row(), page_number()
    notices, total = notice_queries.notices_of(user.id, number)
    page = Page.of(number, total, notice_queries.NOTICES_ON_A_PAGE)
    return render_template("access/notices.html", notices=notices, total=total, unread=user.unread, page=page)


@bp.post(f"/{NOTICE}/open")
@allow(*Role)
def open_notice(notice_id: int) -> Any:
    """Go to what a notice is about; it counts as read."""
    notice = notice_queries.own_notice(current_user_row().id, notice_id) or abort(404)
    notice_actions.mark_read(notice, now=utc_now())
    return redirect(notice.address or url_for("notices.index"), code=303)


@bp.post(f"/{NOTICE}/read")
@allow(*Role)
def read(notice_id: int) -> Any:
    """I have read this one."""
    notice = notice_queries.own_notice(current_user_row().id, notice_id) or abort(404)
    notice_actions.mark_read(notice, now=utc_now())
    return redirect(url_for("notices.index"), code=303)


@bp.post("/read")
@allow(*Role)
def read_all() -> Any:
    """I have read everything that the page showed."""
    newest = request.form.get("newest", "")
    if not (newest.isascii() and newest.isdigit() and len(newest) < 10):
        abort(400)
    notice_actions.mark_all_read(current_user_row().id, up_to=int(newest), now=utc_now())
    flash(_("Everything is marked as read."), "success")
    return redirect(url_for("notices.index"), code=303)
