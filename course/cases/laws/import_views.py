"""Pages for taking in an official text: send the file, see what it would change, agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for

from course import uploads
from course.access.guard import allow, current_user_row
from course.access.models import Role
from course.cases.laws import actions as law_actions
from course.cases.laws.comparison import Comparison, compared, first_facts
from course.cases.laws.document import KINDS, read_file
from course.cases.laws.forms import LawImportForm, LawUploadForm
from course.cases.laws.text import LawText, LawUnreadable
from course.cases.laws.views import look_for_decks
from course.cases.laws.wording import sentence
from course.db import utc_now, without_lock
from course.errors import Problem, RuleBroken
from course.forms import Form
from course.i18n import _, local_now

bp = Blueprint("law_import", __name__, url_prefix="/laws/import")
MOST_PROBLEMS = 20
TOKEN = "<token>"


def folder() -> str:
    """Where uploaded files wait."""
    return str(current_app.config["UPLOADS"])


@bp.route("", methods=["GET", "POST"])
@allow(Role.ADMIN)
def upload() -> Any:
    """Send an official text in; nothing is changed before I agree."""
    form = LawUploadForm()
    try:
        if form.validate_on_submit():
            return redirect(url_for("law_import.preview", token=take(form)), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return render_template("laws/upload.html", form=form), 422 if form.is_submitted() else 200


def take(form: LawUploadForm) -> str:
    """Keep the file, let the gate look at it, and read it once; a file that cannot be read is thrown away."""
    file = form.file.data
    if not file or not file.filename:
        raise RuleBroken(Problem("no_file", uploads.SENTENCES["no_file"], "file"))
    uploads.forget_old(folder(), utc_now())
    token, name = uploads.keep(file, folder()), uploads.file_name(file.filename)
    path = uploads.kept_path(token, folder())
    try:
        with without_lock():
            uploads.judge(path, name, KINDS)
            read_file(path)
    except uploads.UploadRefused as refused:
        uploads.forget(token, folder())
        raise RuleBroken(Problem(refused.rule, str(refused), "file")) from None
    except LawUnreadable as unreadable:
        uploads.forget(token, folder())
        found = unreadable.problems[:MOST_PROBLEMS]
        raise RuleBroken(*(Problem(one.rule, sentence(one), "file") for one in found)) from None
    name_path(token).write_text(name, encoding="utf-8")
    return token


def name_path(token: str) -> Path:
    """Where the name is kept that the file had."""
    return Path(f"{uploads.kept_path(token, folder())}.name")


def kept_text(token: str) -> LawText:
    """The text of a file that was sent, or 404 where it is no longer there."""
    try:
        return read_file(uploads.kept_path(token, folder()))
    except (ValueError, OSError, LawUnreadable):
        abort(404)


@bp.get(f"/{TOKEN}")
@allow(Role.ADMIN)
def preview(token: str) -> Any:
    """See what was read and what it would change; what the file does not say can be filled in."""
    text = kept_text(token)
    comparison = compared(text)
    return page(token, text, LawImportForm(data=first_facts(text, comparison, name_path(token).read_text("utf-8"))))


def page(token: str, text: LawText, form: LawImportForm, status: int = 200) -> Any:
    """The page of a text that waits for my agreement."""
    comparison: Comparison = compared(text)
    return render_template("laws/preview.html", token=token, text=text, form=form, comparison=comparison), status


@bp.post(f"/{TOKEN}")
@allow(Role.ADMIN)
def agree(token: str) -> Any:
    """Take the text in as the form says."""
    text, form = kept_text(token), LawImportForm()
    if not form.validate_on_submit():
        return page(token, text, form, 422)
    facts = form.facts(title=form.title.data or "", version_date=form.version_date.data)
    today, now, by = local_now().date(), utc_now(), current_user_row()
    try:
        done = law_actions.import_law(facts, text.articles, by=by, today=today, now=now)
    except RuleBroken as broken:
        form.show(broken)
        return page(token, text, form, 422)
    uploads.forget(token, folder())
    return taken_in(done)


def taken_in(done: law_actions.Imported) -> Any:
    """On to the law; where anything is new, the decks concerned are looked for."""
    if done.changed:
        look_for_decks()
        flash(_("The law is in the table. Decks that this concerns are being recalled."), "success")
    else:
        flash(_("This text was already in the table; nothing has changed."), "info")
    return redirect(url_for("laws.law", version_id=done.version.id), code=303)


@bp.post(f"/{TOKEN}/discard")
@allow(Role.ADMIN)
def discard(token: str) -> Any:
    """Throw the file away; nothing is changed."""
    kept_text(token)
    if not Form().validate_on_submit():
        abort(400)
    uploads.forget(token, folder())
    flash(_("The file was thrown away; nothing was changed."), "success")
    return redirect(url_for("law_import.upload"), code=303)
