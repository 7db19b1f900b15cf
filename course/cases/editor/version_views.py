"""Steps and history of versions: submit, approve, return, withdraw; compare two; take a text away."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow
from course.access.queries import actors
from course.access.wording import action_label
from course.cases.blueprint import bp
from course.cases.editor import comparison, draft_actions, draft_rules
from course.cases.editor.desk_guard import desk, flash_refusal, reader, step
from course.cases.editor.draft_checks import parsed_case
from course.cases.editor.draft_queries import OPEN_STATES, case_seen, history_of, version_numbered, versions_of
from course.cases.editor.draft_rules import APPROVERS, WRITERS
from course.cases.editor.forms import RemarkForm
from course.cases.editor.views import show_draft
from course.cases.models import CaseVersion
from course.cases.queries import CaseLine, law_table
from course.downloads import attachment
from course.errors import RuleBroken
from course.forms import Form
from course.i18n import _, local_now

MARKDOWN = "text/markdown; charset=utf-8"
NUMBER = "<int(max=9999):number>"
bp.add_app_template_global(action_label, "case_step_label")


@bp.post("/cases/<key>/submit")
@allow(*WRITERS)
def submit(key: str) -> Any:
    """Ask a colleague to approve the draft."""
    return take_step(key, lambda version: draft_actions.submit(version.id, step(), local_now().date()), _("Submitted."))


@bp.post("/cases/<key>/take-back")
@allow(*WRITERS)
def take_back(key: str) -> Any:
    """Carry on writing what was submitted."""
    done = _("The draft is yours again.")
    return take_step(key, lambda version: draft_actions.take_back(version.id, step()), done)


@bp.post("/cases/<key>/approve")
@allow(*APPROVERS)
def approve(key: str) -> Any:
    """Approve a version that somebody else has written; from now on it is the one that is taught."""
    today = local_now().date()
    checked = min(law_table().checked or today, today)
    done = _("Approved. From now on this version is the one that is taught.")
    return take_step(key, lambda version: draft_actions.approve(version.id, step(), today, checked), done, "cases.case")


@bp.post("/cases/<key>/send-back")
@allow(*APPROVERS)
def send_back(key: str) -> Any:
    """Return a version to its writers and say what should be changed."""
    on_desk, form = desk(key), RemarkForm()
    if not on_desk.may_approve:
        abort(404)
    if not form.validate_on_submit():
        return show_draft(on_desk, form, 422)
    done = _("Returned to its writers, with your remark.")
    return take_step(key, lambda version: draft_actions.send_back(version.id, form.remark.data, step()), done)


@bp.post("/cases/<key>/discard")
@allow(*WRITERS)
def discard(key: str) -> Any:
    """Give the draft up; its text stays in the history."""
    done = _("The draft is given up. Its text stays in the history.")
    return take_step(key, lambda version: draft_actions.discard(version.id, step()), done, "cases.history")


def take_step(key: str, act: Any, done: str, then: str = "cases.edit") -> Any:
    """Take one step of the open version; where it is refused, its page says why."""
    on_desk = desk(key)
    if request.endpoint in {"cases.approve", "cases.send_back"} and not on_desk.may_approve:
        abort(404)
    if not Form().validate_on_submit():
        abort(400)
    try:
        act(on_desk.version)
    except RuleBroken as broken:
        flash_refusal(broken)
        return redirect(url_for("cases.edit", key=key), code=303)
    flash(done, "success")
    return redirect(url_for(then, key=key), code=303)


@bp.post(f"/cases/<key>/versions/{NUMBER}/withdraw")
@allow(*APPROVERS)
def withdraw(key: str, number: int) -> Any:
    """Take an approved version out of use at once."""
    line, version = case_and_version(key, number)
    if not draft_rules.may_approve(reader(), line.case.region_path) or not Form().validate_on_submit():
        abort(404)
    try:
        draft_actions.withdraw(version.id, step())
        flash(_("Withdrawn. This version is not taught any more."), "success")
    except RuleBroken as broken:
        flash_refusal(broken)
    return redirect(url_for("cases.history", key=key), code=303)


def case_and_version(key: str, number: int) -> tuple[CaseLine, CaseVersion]:
    """A case with one of its versions that this person may look at; 404 for any other."""
    who = reader()
    line = case_seen(key, who) or abort(404)
    version = version_numbered(line.case.id, number)
    if version is None or not is_shown(version, draft_rules.may_write(who, line.case.region_path)):
        abort(404)
    return line, version


def shown_versions(key: str) -> list[CaseVersion]:
    """The versions of a case that this person may look at, newest first."""
    who = reader()
    line = case_seen(key, who) or abort(404)
    may_write = draft_rules.may_write(who, line.case.region_path)
    return [version for version in versions_of(line.case.id) if is_shown(version, may_write)]


def asked_number(name: str, otherwise: int) -> int:
    """The number of a version that the address asks for; 404 for nonsense."""
    asked = request.args.get(name, str(otherwise))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        abort(404)
    return int(asked)


def is_shown(version: CaseVersion, may_write: bool) -> bool:
    """Whoever writes a case sees every version of it; others those that were in use."""
    return may_write or (version.approved_on is not None and version.state not in OPEN_STATES)


@bp.get("/cases/<key>/versions")
@allow(*WRITERS)
def history(key: str) -> Any:
    """Every version of a case: where it stands, who wrote and approved it, and when."""
    who = reader()
    line = case_seen(key, who) or abort(404)
    may_write = draft_rules.may_write(who, line.case.region_path)
    lines = history_of(shown_versions(key))
    return render_template(
        "cases/history.html",
        line=line,
        lines=lines,
        actors=actors(step for one in lines for step in one.steps),
        may_write=may_write,
        may_approve=draft_rules.may_approve(who, line.case.region_path),
        in_use=line.version.id if line.version else 0,
    )


@bp.get(f"/cases/<key>/versions/{NUMBER}.md")
@allow(*WRITERS)
def export(key: str, number: int) -> Any:
    """Take the text of a version away as a case file: byte for byte what is stored."""
    line, version = case_and_version(key, number)
    return attachment(version.text.encode(), f"{line.case.key}-{version.number}.md", MARKDOWN)


@bp.get("/cases/<key>/compare")
@allow(*WRITERS)
def compare(key: str) -> Any:
    """Two versions side by side, slide by slide."""
    newest = [version.number for version in shown_versions(key)[:2]] or [0]
    line, old = case_and_version(key, asked_number("old", newest[-1]))
    new = case_and_version(key, asked_number("new", newest[0]))[1]
    before, after = parsed_case(old.text)[0], parsed_case(new.text)[0]
    changes = comparison.compare(before, after)
    return render_template(
        "cases/compare.html",
        line=line,
        old=old,
        new=new,
        front=comparison.front_changes(before, after),
        changes=[change for change in changes if change.state != "same"],
        counted=comparison.counted(changes),
    )
