"""Pages of my data: what is held about me, as a file, corrected by me or by the bureau."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for

from course.access import audit
from course.access.guard import allow, allow_anyone, current_user_row
from course.access.models import Role
from course.db import records_reading, utc_now
from course.downloads import attachment
from course.errors import RuleBroken
from course.i18n import _
from course.privacy import actions, erase_views, files, queries, retention, retention_jobs, rules, wording
from course.privacy.actions import Details
from course.privacy.blueprint import bp
from course.privacy.forms import DetailsForm, ReadForm, WishForm
from course.privacy.notice_versions import NEWEST, VERSIONS, NoticeVersion

__all__ = ["bp", "erase_views", "retention_jobs", "wording"]


@bp.get("/account/data")
@allow(*Role)
def mine() -> Any:
    """What is held about me, and what of it I can correct."""
    return data_page(DetailsForm(**vars(actions.details_of(current_user_row()))), WishForm(formdata=None))


def data_page(details: DetailsForm, wish: WishForm, status: int = 200) -> Any:
    """The page of my data with its two forms."""
    user = current_user_row()
    held = queries.counts(queries.subject_of_user(user))
    page = render_template("privacy/data.html", user=user, held=held, details=details, wish=wish)
    return page, status


@bp.post("/account/data")
@allow(*Role)
def correct() -> Any:
    """Correct what I may correct myself."""
    form, user = DetailsForm(), current_user_row()
    try:
        if form.validate_on_submit():
            details = Details(form.name.data, form.email.data, form.phone.data if user.vice_principal_id else "")
            changed = actions.correct(user, details, password=form.password.data or "", now=utc_now())
            flash(_("Saved.") if changed else _("Nothing was changed."), "success")
            return redirect(url_for("privacy.mine"), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return data_page(form, WishForm(formdata=None), 422)


@bp.post("/account/data/wish")
@allow(*Role)
def wish() -> Any:
    """Ask the bureau to correct what I cannot correct myself."""
    form, user = WishForm(), current_user_row()
    if not form.validate_on_submit():
        return data_page(DetailsForm(formdata=None, **vars(actions.details_of(user))), form, 422)
    actions.ask_for_correction(user, form.wish.data, now=utc_now())
    flash(_("The bureau reads it in its notices."), "success")
    return redirect(url_for("privacy.mine"), code=303)


@bp.get("/account/data.json")
@records_reading
@allow(*Role)
def as_json() -> Response:
    """Everything that is held about me, for programs."""
    tables = note_export()
    return attachment(files.as_json(tables, utc_now()), "my-data.json", files.JSON_TYPE)


@bp.get("/account/data.xlsx")
@records_reading
@allow(*Role)
def as_workbook() -> Response:
    """Everything that is held about me, for reading."""
    return attachment(files.as_workbook(note_export()), "my-data.xlsx", files.XLSX_TYPE)


def note_export() -> list[queries.Collected]:
    """What is held about me; that I took it away stands in the log."""
    user = current_user_row()
    audit.note("data.export", f"user:{user.id}", user=user, now=utc_now(), region_path=actions.home_of(user))
    return list(queries.collected(queries.subject_of_user(user)))


@bp.get("/privacy")
@allow_anyone
def notice() -> Any:
    """What is held about people, what for, and how long."""
    return render_template("privacy/privacy.html", kinds=retention.KINDS, versions=VERSIONS)


@bp.post("/privacy/read")
@allow(*Role)
def read_notice() -> Any:
    """I have read the notice; a version that came meanwhile is asked about again."""
    form = ReadForm()
    if not form.validate_on_submit():
        abort(400)
    if form.version.data == NEWEST.key:
        actions.note_reading(current_user_row(), NEWEST.key, now=utc_now())
        flash(_("Thank you. You find the notice at the foot of every page."), "success")
    return redirect(url_for("coverage.start"), code=303)


@bp.app_template_global("unread_notice")
def unread_notice() -> NoticeVersion | None:
    """The newest version of the notice, where the reader has not seen it."""
    return None if rules.has_read(current_user_row().preferences, NEWEST.key) else NEWEST
