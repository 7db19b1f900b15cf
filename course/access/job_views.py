"""Work that was given up: what went wrong, and the administrator tries it again or puts it aside."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, url_for

from course import given_up_jobs
from course.access import audit, job_wording, queries
from course.access.guard import allow, current_user_row
from course.access.models import Role
from course.db import db, utc_now, when_written
from course.errors import RuleBroken
from course.i18n import _
from course.jobs import KINDS, Job, wake_worker
from course.pages import Page, page_number

bp = Blueprint("jobs", __name__)
ONE = "/stopped-work/<int(max=2147483647):stopped_id>"
JOBS_ON_A_PAGE = 50
SHOWN = {"trouble_in": given_up_jobs.trouble_in, "known": KINDS}


@bp.get("/stopped-work")
@allow(Role.ADMIN)
def index() -> Any:
    """The work in the background of which nothing came, who asked for it, and what went wrong."""
    number = page_number()
    stopped, total = given_up_jobs.page_of(number, JOBS_ON_A_PAGE)
    page = Page.of(number, total, JOBS_ON_A_PAGE)
    people = queries.names_of({job.user_id for job in stopped if job.user_id})
    return render_template("jobs/index.html", jobs=stopped, page=page, people=people, words=job_wording, **SHOWN)


@bp.post(f"{ONE}/again")
@allow(Role.ADMIN)
def again(stopped_id: int) -> Any:
    """Let one be tried again from the beginning."""
    job = given_up_jobs.given_up(stopped_id) or missing(stopped_id)
    if job is not None:
        note("job.again", job)
        try:
            given_up_jobs.try_again(job)
        except RuleBroken as broken:
            flash(" ".join(map(str, broken.problems)), "danger")
            db.session.rollback()
            return redirect(url_for("jobs.index"), code=303)
        when_written(partial(wake_worker, job.id))
        flash(_("It is tried again. If it fails once more, it comes back to this list."), "success")
    return redirect(url_for("jobs.index"), code=303)


@bp.post(f"{ONE}/aside")
@allow(Role.ADMIN)
def aside(stopped_id: int) -> Any:
    """Take one off the list for good."""
    job = given_up_jobs.given_up(stopped_id) or missing(stopped_id)
    if job is not None:
        note("job.aside", job)
        given_up_jobs.put_aside(job)
        flash(_("It is put aside. The log keeps that you did it."), "success")
    return redirect(url_for("jobs.index"), code=303)


def missing(stopped_id: int) -> None:
    """Say that somebody was faster; 404 where there was never such a job."""
    if db.session.scalar(sa.select(Job.id).where(Job.id == stopped_id)) is None:
        abort(404)
    flash(_("Somebody has dealt with it already."), "info")


def note(action: str, job: Job) -> None:
    """Write down what was done about a job, and what had been wrong with it."""
    detail = {"kind": job.kind, "trouble": given_up_jobs.trouble_in(job) or ""}
    audit.note(action, f"job:{job.id}", user=current_user_row(), now=utc_now(), **detail)
