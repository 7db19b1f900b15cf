"""Pages that take a case file in: as a new case, as the next version of one of ours, or into an open draft."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from course import uploads
from course.access.guard import allow
from course.cases.blueprint import bp
from course.cases.editor import case_edits, draft_actions, draft_rules
from course.cases.editor.case_import import CaseText, read_case_file
from course.cases.editor.desk_guard import Desk, changing, reader, step
from course.cases.editor.draft_queries import case_seen, taken_keys, themes
from course.cases.editor.draft_rules import WRITERS, Reader
from course.cases.editor.forms import CaseFileForm
from course.cases.models import CaseVersion
from course.db import utc_now, without_lock
from course.errors import Problem, RuleBroken
from course.i18n import _, _l
from slides import write_case

KINDS = ("md", "txt")
MOST_SHOWN = 200


@bp.route("/cases/import", methods=["GET", "POST"])
@allow(*WRITERS)
def import_case() -> Any:
    """Import a case file as a draft of our own; its problems are listed line by line."""
    who, form = reader(), CaseFileForm()
    if not draft_rules.may_create(who):
        abort(404)
    file = None
    try:
        if form.validate_on_submit():
            file = read_case_file(content_of(form), theme_codes())
            if file.can_be_kept and file.case.get("theme") in theme_codes():
                return kept(file, as_new(file, who))
    except RuleBroken as broken:
        form.show(broken)
    return show_import(form, file, None)


@bp.route("/cases/<key>/edit/import", methods=["GET", "POST"])
@allow(*WRITERS)
def import_text(key: str) -> Any:
    """Put a case file in the place of a draft's text."""
    on_desk, form, file = changing(key), CaseFileForm(), None
    try:
        if form.validate_on_submit():
            file = read_case_file(content_of(form), theme_codes())
            if file.can_be_kept:
                refuse_if_changed(changing(key))
                text = named(file, on_desk.key)
                return kept(file, draft_actions.replace_text(on_desk.version.id, text, step()))
    except RuleBroken as broken:
        form.show(broken)
    return show_import(form, file, on_desk)


def show_import(form: CaseFileForm, file: CaseText | None, on_desk: Desk | None) -> Any:
    """The page that asks for a file, with what is wrong with the last one."""
    problems = file.problems if file else ()
    page = render_template(
        "cases/import.html",
        form=form,
        desk=on_desk,
        problems=problems[:MOST_SHOWN],
        more=max(len(problems) - MOST_SHOWN, 0),
        name=uploads.file_name(form.file.data.filename) if form.file.data else "",
    )
    return page, 422 if form.is_submitted() else 200


def content_of(form: CaseFileForm) -> bytes:
    """The bytes of the file; the gate looks at it before anything else does."""
    file, folder = form.file.data, current_app.config["UPLOADS"]
    if not file or not file.filename:
        raise RuleBroken(Problem("no_file", uploads.SENTENCES["no_file"], "file"))
    uploads.forget_old(folder, utc_now())
    token, name = uploads.keep(file, folder), uploads.file_name(file.filename)
    try:
        with without_lock():
            uploads.judge(uploads.kept_path(token, folder), name, KINDS)
        return uploads.kept_path(token, folder).read_bytes()
    except uploads.UploadRefused as refused:
        raise RuleBroken(Problem(refused.rule, str(refused), "file")) from None
    finally:
        uploads.forget(token, folder)


def theme_codes() -> set[str]:
    """The codes of the themes that there are."""
    return {theme.code for theme in themes()}


def as_new(file: CaseText, who: Reader) -> CaseVersion:
    """The next version of a case of ours that has the file's name, else a new case of our region."""
    line = case_seen(file.case.id, who)
    if line is not None and draft_rules.may_write(who, line.case.region_path):
        return draft_actions.start_draft(line.case, file.text, step(), action="case.import")
    code, taken = who.region_path.rpartition("/")[2], taken_keys()
    wanted = file.case.id if file.case.id not in taken else f"{file.case.id}-{code}".strip("-")
    key = draft_rules.free_key(wanted or file.case.get("theme"), taken)
    text = named(file, key)
    return draft_actions.make_case(case_edits.with_front(file.case, {"id": key}), text, who.region_path, step())


def named(file: CaseText, key: str) -> str:
    """The text of a file: byte for byte where it names this case, else with this name written in."""
    return file.text if file.case.id == key else write_case(case_edits.with_front(file.case, {"id": key}))


def refuse_if_changed(on_desk: Desk) -> None:
    """A file replaces the text that its sender saw, and no newer one."""
    if request.form.get("revision") != str(on_desk.version.revision):
        message = _l("Somebody has changed the draft since you opened this page. Look at it, then send the file again.")
        raise RuleBroken(Problem("is_unchanged", message, "file"))


def kept(file: CaseText, version: CaseVersion) -> Any:
    """Say what became of a file, and show the draft."""
    flash(_("The file is a draft now."), "success")
    if file.case.id != version.case.key:
        flash(
            _("In the file it is called %(name)s; here it is %(key)s.", name=file.case.id, key=version.case.key), "info"
        )
    for repair in file.repairs:
        flash(str(REPAIRS[repair]), "info")
    return redirect(url_for("cases.edit", key=version.case.key), code=303)


REPAIRS = {
    "gb18030": _l("The file was in GB18030; it is kept in UTF-8."),
    "mark": _l("The invisible mark at the beginning of the file was taken off."),
    "line_ends": _l("The line ends of Windows were made plain."),
}
