"""Pages on which a duty roster or a calendar of somebody's busy times is sent in, looked at, and entered."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from course import uploads
from course.access.guard import allow, current_scope, current_user_row
from course.db import utc_now, without_lock
from course.downloads import attachment
from course.errors import Problem, RuleBroken
from course.forms import Form, clean_text
from course.i18n import _, local_now, ngettext
from course.ledger.busy_reading import KINDS, read_busy
from course.ledger.busy_times import BusyFile, BusyUnreadable
from course.roster import queries as roster
from course.roster.models import VicePrincipal
from course.roster.views import MAY_BE_ABSENT, found
from course.schedule.busy import actions as busy_actions
from course.schedule.busy import queries as busy_queries
from course.schedule.busy.template import CONTENT_TYPE, template_file
from course.schedule.busy.wording import said_of_entry, said_of_file
from course.schedule.forms import BusyForm

bp = Blueprint("busy", __name__)
bp.add_app_template_global(said_of_entry)
# What a browser or a person adds to the name of a file that is there already: "值班表 (1)", "值班表 - 副本".
COPY_MARK = re.compile(r"(\s*[-_]?\s*(副本|copy)|\s*[(（]\d+[)）])+$", re.IGNORECASE)
LONGEST_SOURCE = 100


@bp.get("/busy-times/template.xlsx")
@allow(*MAY_BE_ABSENT)
def template() -> Any:
    """An empty duty roster to fill in."""
    return attachment(template_file(local_now().date()), _("Duty roster.xlsx"), CONTENT_TYPE)


@bp.route("/vice-principals/<code>/busy", methods=["GET", "POST"])
@allow(*MAY_BE_ABSENT)
def upload(code: str) -> Any:
    """Send a calendar or a duty roster in; nothing is entered before I agree."""
    person, form = person_or_404(code), BusyForm()
    sources = busy_queries.sources_of(person, local_now())
    form.replaces.choices = [
        ("", _("as the file or the calendar is called")),
        *((one.name, one.name) for one in sources),
    ]
    try:
        if form.validate_on_submit():
            return redirect(url_for("busy.preview", code=code, token=take(form, person)), code=303)
    except RuleBroken as broken:
        form.show(broken)
    page = render_template("schedule/busy_upload.html", person=person, form=form, sources=sources)
    return page, 422 if form.is_submitted() else 200


def take(form: BusyForm, person: VicePrincipal) -> str:
    """Keep the file, let the gate look at it, read it in a process of its own, and keep only what it says."""
    file = form.file.data
    if not file or not file.filename:
        raise RuleBroken(Problem("no_file", uploads.SENTENCES["no_file"], "file"))
    # Asked now: what was read of the database is forgotten while the file is read.
    waiting = {"person": person.code, "user": current_user_row().id}
    titles, replaces = "titles" if form.titles.data else "", form.replaces.data or ""
    uploads.forget_old(folder(), utc_now())
    token, name = uploads.keep(file, folder()), uploads.file_name(file.filename)
    try:
        with without_lock():
            read = judged(token, name, titles)
    except uploads.UploadRefused as refused:
        uploads.forget(token, folder())
        raise RuleBroken(Problem(refused.rule, str(refused), "file")) from None
    except BusyUnreadable as unreadable:
        uploads.forget(token, folder())
        raise RuleBroken(Problem(unreadable.rule, said_of_file(unreadable), "file")) from None
    waiting |= {"source": replaces or source_name(read.name, name), "file": read.as_json()}
    uploads.kept_path(token, folder()).write_text(json.dumps(waiting), encoding="utf-8")
    return token


def judged(token: str, name: str, titles: str) -> BusyFile:
    """What a file says that the gate has let through."""
    path = uploads.kept_path(token, folder())
    uploads.judge(path, name, KINDS)
    kind = name.casefold().rpartition(".")[2]
    return read_busy(path, kind, local_now().replace(microsecond=0), current_app.config["TIMEZONE"], titles)


def source_name(calendar: str, file: str) -> str:
    """What the times are said to come from: the calendar's own name, else the file's without the marks of a copy."""
    stem = file.rpartition(".")[0]
    return (clean_text(calendar).replace("\n", " ") or COPY_MARK.sub("", stem) or stem or "ics")[:LONGEST_SOURCE]


def folder() -> str:
    """Where files wait."""
    return str(current_app.config["UPLOADS"])


def person_or_404(code: str) -> VicePrincipal:
    """The vice-principal of an address, inside my scope."""
    return found(roster.person_by_code(current_scope(), code))


def waiting_file(token: str, code: str) -> tuple[str, BusyFile]:
    """What I sent in for this person: its source and its times; 404 where there is nothing of mine."""
    try:
        said = json.loads(uploads.kept_path(token, folder()).read_text(encoding="utf-8"))
        if (said["person"], said["user"]) != (code, current_user_row().id):
            abort(404)
        return said["source"], BusyFile.from_json(said["file"])
    except (ValueError, OSError, KeyError, TypeError):
        abort(404)


@bp.get("/vice-principals/<code>/busy/<token>")
@allow(*MAY_BE_ABSENT)
def preview(code: str, token: str) -> Any:
    """See which times would come and go, and which lessons stand in them."""
    person, now = person_or_404(code), local_now()
    source, file = waiting_file(token, code)
    change = busy_queries.difference(person, source, file.times, now)
    lessons = busy_queries.lessons_within(person, change.new, now)
    shown = {"source": source, "file": file, "change": change, "lessons": lessons, "token": token}
    return render_template("schedule/busy_preview.html", person=person, **shown)


@bp.post("/vice-principals/<code>/busy/<token>")
@allow(*MAY_BE_ABSENT)
def enter(code: str, token: str) -> Any:
    """Enter the times as the preview says."""
    person = person_or_404(code)
    source, file = waiting_file(token, code)
    if not Form().validate_on_submit():
        abort(400)
    given = {"by": current_user_row(), "now": utc_now(), "local": local_now()}
    change = busy_actions.enter(person, source, file.times, **given)
    flash(said_of(len(change.new), len(change.gone)), "success")
    return redirect(url_for("roster.vice_principal", code=code), code=303)


def said_of(new: int, gone: int) -> str:
    """What came of it, in a sentence."""
    come = ngettext("%(num)s time entered.", "%(num)s times entered.", new)
    went = ngettext("%(num)s time removed.", "%(num)s times removed.", gone)
    said = [*([come] if new or not gone else []), *([went] if gone else []), _("Lessons already agreed stay.")]
    return " ".join(said)


@bp.post("/vice-principals/<code>/busy-source/remove")
@allow(*MAY_BE_ABSENT)
def remove(code: str) -> Any:
    """Take away all times ahead that came from one calendar."""
    person = person_or_404(code)
    if not Form().validate_on_submit():
        abort(400)
    given = {"by": current_user_row(), "now": utc_now(), "local": local_now()}
    source = request.form.get("source", "")
    # Without a source it would be what people entered by hand.
    gone = busy_actions.take_away(person, source, **given) if source else 0
    flash(ngettext("%(num)s time removed.", "%(num)s times removed.", gone), "success" if gone else "info")
    return redirect(url_for("busy.upload", code=code), code=303)
