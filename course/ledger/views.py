"""Pages of the import: upload, preview, apply; and the ledger to take away."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import event

from course import uploads
from course.access import audit
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import db, records_reading, utc_now, when_thrown_away, without_lock
from course.errors import Problem, RuleBroken
from course.forms import Form
from course.i18n import _, local_now, page_language
from course.job_queue import kept_progress
from course.jobs import Job, JobState, ask, wake_worker
from course.ledger import downloads, reporting
from course.ledger.import_jobs import APPLY, PREVIEW, folder, lines_path
from course.ledger.importing import KINDS
from course.ledger.remarks import Outcome
from course.ledger.steps import said
from course.ledger.tables import BY_NAME, TABLES
from course.ledger.wording import sentence
from course.pages import Page, page_number
from course.roster.forms import UploadForm

bp = Blueprint("roster_import", __name__, url_prefix="/roster")
OFFICES = (Role.ADMIN, Role.BUREAU)
LINES_ON_A_PAGE = 50
SECONDS_BETWEEN_LOOKS = 2
SHOWN_FIRST = (
    Outcome.REFUSED,
    Outcome.REPAIRED,
    Outcome.NOTICE,
    Outcome.CHANGED,
    Outcome.ADDED,
    Outcome.UNCHANGED,
)


@dataclass(frozen=True)
class Tab:
    """One kind of line of a report, how many there are, and whether it is the one shown."""

    outcome: Outcome
    lines: int
    current: bool


@bp.route("/import", methods=["GET", "POST"])
@allow(*OFFICES)
def upload() -> Any:
    """Send a ledger in; it is judged first, and nothing is changed before I agree."""
    form = UploadForm()
    try:
        if form.validate_on_submit():
            return redirect(url_for("roster_import.show", job_id=take(form).id), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return render_template("ledger/upload.html", form=form, tables=TABLES), 422 if form.is_submitted() else 200


def take(form: UploadForm) -> Job:
    """Keep the file and ask for its preview; the gate looks at it before anything else does."""
    file, now = form.file.data, utc_now()
    if not file or not file.filename:
        raise RuleBroken(Problem("no_file", uploads.SENTENCES["no_file"], "file"))
    uploads.forget_old(folder(), now)
    token, name = uploads.keep(file, folder()), uploads.file_name(file.filename)
    try:
        with without_lock():
            uploads.judge(uploads.kept_path(token, folder()), name, KINDS)
    except uploads.UploadRefused as refused:
        uploads.forget(token, folder())
        raise RuleBroken(Problem(refused.rule, str(refused), "file")) from None
    when_thrown_away(partial(uploads.forget, token, folder()))
    return start(PREVIEW, {"token": token, "name": name, "term": form.term.data})


def start(kind: str, arguments: dict[str, Any]) -> Job:
    """Write a job down for the signed-in user, and wake the worker once it is committed."""
    user = current_user_row()
    job = ask(kind, {**arguments, "user_id": user.id}, user_id=user.id, now=utc_now())
    event.listen(db.session(), "after_commit", lambda session: wake_worker(job.id), once=True)
    return job


def own_job(job_id: int) -> Job:
    """A job of the import that the signed-in user asked for, or 404."""
    job = db.session.get(Job, job_id)
    if job is None or job.kind not in {PREVIEW, APPLY} or job.user_id != current_user_row().id:
        abort(404)
    return job


@bp.get("/import/<int(max=2147483647):job_id>")
@allow(*OFFICES)
def show(job_id: int) -> Any:
    """See how far the import is, what it would change, or what it has changed."""
    job = own_job(job_id)
    if job.state in {JobState.WAITING, JobState.RUNNING}:
        page = render_template("ledger/waiting.html", **waiting(job))
        return Response(page, headers={"Refresh": str(SECONDS_BETWEEN_LOOKS)})
    if job.state is JobState.FAILED or "unreadable" in job.result:
        return render_template("ledger/unreadable.html", job=job, message=failure(job))
    return render_template("ledger/preview.html", **preview(job))


def waiting(job: Job) -> dict[str, Any]:
    """What the page of an import shows that is not done: what happens to which table, and how many rows are done."""
    done, total, part = kept_progress(job.id)
    what, table = said(part)
    title = table if page_language() == "en" or table not in BY_NAME else BY_NAME[table].title
    return {"job": job, "done": done, "total": total, "what": what, "title": title}


def failure(job: Job) -> str:
    """Why an import came to nothing, in the reader's language."""
    why = job.result.get("unreadable")
    if why is None:
        return _("The import stopped and nothing was changed. Send the file again; tell us if it happens twice.")
    return f"{why['file']}: {sentence(why['rule'], why['facts'])}"


def preview(job: Job) -> dict[str, Any]:
    """What the page of a judged import shows."""
    file = asked_file(job)
    counts = reporting.by_outcome(job.result["lines"], file)
    outcome, number = asked_outcome(counts), page_number()
    first = (number - 1) * LINES_ON_A_PAGE
    found = reporting.kept_lines(report_path(job), outcome.value, file) if report_path(job).exists() else iter(())
    return {
        "job": job,
        "applied": job.kind == APPLY,
        "total": reporting.total(job.result["figures"]),
        "file": file,
        "titles": {name: BY_NAME[table].title for name, table in job.result["tables"].items()},
        "tabs": [Tab(one, counts[one.value], one is outcome) for one in SHOWN_FIRST if counts[one.value]],
        "lines": list(islice(found, first, first + LINES_ON_A_PAGE)),
        "page": Page.of(number, counts[outcome.value], LINES_ON_A_PAGE),
        "counted": reporting.COUNTED,
        "can_apply": job.kind == PREVIEW and uploads.kept_path(job.arguments["token"], folder()).exists(),
    }


def asked_file(job: Job) -> str:
    """The file that the address asks for, if the import has it; else all."""
    asked = request.args.get("file", "")
    return asked if asked in job.result["figures"] else ""


def asked_outcome(counts: Counter[str]) -> Outcome:
    """The kind of line that the address asks for, else the one that matters most."""
    asked = request.args.get("outcome", "")
    if asked in list(Outcome):
        return Outcome(asked)
    return next((one for one in SHOWN_FIRST if counts[one.value]), Outcome.UNCHANGED)


def report_path(job: Job) -> Any:
    """Where the report of a job lies."""
    return lines_path(job.arguments["token"])


@bp.post("/import/<int(max=2147483647):job_id>/apply")
@allow(*OFFICES)
def apply(job_id: int) -> Any:
    """Apply what the preview showed."""
    job = own_job(job_id)
    if not Form().validate_on_submit() or job.kind != PREVIEW or job.state is not JobState.DONE:
        abort(400)
    if "unreadable" in job.result or not uploads.kept_path(job.arguments["token"], folder()).exists():
        flash(_("This file has already been applied or discarded. Send it again."), "warning")
        return redirect(url_for("roster_import.upload"), code=303)
    asked = {name: job.arguments[name] for name in ("token", "name", "term")}
    applying = start(APPLY, {**asked, "expected": job.result["figures"]})
    return redirect(url_for("roster_import.show", job_id=applying.id), code=303)


@bp.post("/import/<int(max=2147483647):job_id>/discard")
@allow(*OFFICES)
def discard(job_id: int) -> Any:
    """Throw the uploaded file away; nothing is changed."""
    job = own_job(job_id)
    if not Form().validate_on_submit():
        abort(400)
    uploads.forget(job.arguments["token"], folder())
    flash(_("The file was thrown away; nothing was changed."), "success")
    return redirect(url_for("roster_import.upload"), code=303)


@bp.get("/import/<int(max=2147483647):job_id>/report.csv")
@allow(*OFFICES)
def report(job_id: int) -> Any:
    """Take the report away, row by row, for a spreadsheet."""
    job = own_job(job_id)
    if not report_path(job).exists():
        abort(410)
    text = io.StringIO()
    reporting.write_report(reporting.kept_lines(report_path(job)), text)
    data = io.BytesIO(text.getvalue().encode("utf-8-sig"))
    return send_file(data, "text/csv", as_attachment=True, download_name=f"import-{job.id}.csv")


@bp.get("/export/<kind>")
@records_reading
@allow(*OFFICES)
def export(kind: str) -> Any:
    """Take the ledger of my region away; who took it is written down."""
    if kind not in downloads.KINDS:
        abort(404)
    make, content_type = downloads.KINDS[kind]
    scope, user = current_scope(), current_user_row()
    with without_lock():
        data = make(scope)
    audit.note("roster.export", kind, user=user, now=utc_now(), region_path=scope.region_path)
    name = f"roster-{local_now():%Y%m%d}.{kind}"
    return send_file(data, content_type, as_attachment=True, download_name=name)
