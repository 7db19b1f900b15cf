"""Pages of gaps: what a plan leaves out, why, what would help, and the polishing of one school's lessons."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from sqlalchemy import event
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import db, utc_now
from course.forms import Form
from course.i18n import local_now
from course.jobs import JobState, ask, wake_worker
from course.pages import page_number
from course.planning.models import PartState, PlanPart
from course.planning.reasons import polish_jobs
from course.planning.reasons import queries as reason_queries
from course.planning.reasons import wording as reason_wording
from course.planning.reasons.page import funnels, gaps_page, people_of, remedy_lines
from course.planning.reasons.wording import REASONS
from course.planning.solver.reasons_remedies import remedies
from course.roster.models import School

__all__ = ["bp", "polish_jobs"]
bp = Blueprint("plan_reasons", __name__, url_prefix="/plans/<int(max=2147483647):plan_id>")
OFFICES = (Role.ADMIN, Role.BUREAU)
SECONDS_BETWEEN_LOOKS = 1
LARGEST = 2147483647


class PolishForm(Form):
    """The button that polishes a school; it knows the draft that was looked at."""

    revision = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST)])


@bp.get("/gaps")
@allow(*OFFICES)
def gaps(plan_id: int) -> Any:
    """Every school that the plan leaves without hours or classes, with the reason."""
    parts = reason_queries.parts_in_scope(plan_id, current_scope()) or abort(404)
    kind, number = request.args.get("kind", ""), page_number()
    if kind not in {"", *REASONS}:
        abort(404)
    page = gaps_page(parts, kind, number)
    if number > page.pager.pages:
        abort(404)
    return render_template("planning/gaps.html", page=page, reasons=REASONS)


@bp.get("/gaps/<code>")
@allow(*OFFICES)
def school(plan_id: int, code: str) -> Any:
    """Why a school lacks what it lacks in the plan, what proves it, and what would help."""
    part, row = found(plan_id, code)
    gap = next((one for one in part.gaps if one["school"] == row.code), None)
    names, cut = people_of([gap] if gap else []), (gap["cut"] or gap["appointees"]) if gap else None
    return render_template(
        "planning/gap.html",
        part=part,
        school=row,
        gap=gap,
        reasons=REASONS,
        words=reason_wording,
        names=names,
        cut=cut,
        sharing=reason_queries.school_names(cut["schools"]) if cut else {},
        funnels=funnels(gap, names) if gap else [],
        lines=remedy_lines(remedies_now(part, row), row.code, plan_id) if gap else [],
        polished=reason_queries.last_polish(part, row.id),
        can_polish=part.state is PartState.DRAFT,
    )


def found(plan_id: int, code: str) -> tuple[PlanPart, School]:
    """A school and its county's part of the plan, or 404 outside the scope."""
    return reason_queries.part_of_school(plan_id, code, current_scope()) or abort(404)


def remedies_now(part: PlanPart, row: School) -> list[dict[str, Any]]:
    """What would help by the data of today; each was planned again before it is named."""
    situation = reason_queries.situation_of(part, local_now())
    return remedies(situation.instance, situation.lessons, situation.place_of(row.id))


@bp.post("/gaps/<code>/polish")
@allow(*OFFICES)
def polish(plan_id: int, code: str) -> Any:
    """Look for better times for the lessons of a school and of those that share its people."""
    form, (part, row) = PolishForm(), found(plan_id, code)
    if not form.validate_on_submit() or part.state is not PartState.DRAFT:
        abort(400)
    user = current_user_row()
    facts = {"part_id": part.id, "school_id": row.id, "school": row.code, "name": row.name, "user_id": user.id}
    asked = {**facts, "revision": form.revision.data}
    job = ask(reason_queries.POLISH, asked, user_id=user.id, now=utc_now())
    event.listen(db.session(), "after_commit", lambda session: wake_worker(job.id), once=True)
    return redirect(url_for("plan_reasons.polishing", plan_id=plan_id, polish_id=job.id), code=303)


@bp.get("/polish/<int(max=2147483647):polish_id>")
@allow(*OFFICES)
def polishing(plan_id: int, polish_id: int) -> Any:
    """See whether the lessons of a school could be made better, and how far from the best they are."""
    parts = reason_queries.parts_in_scope(plan_id, current_scope()) or abort(404)
    job = reason_queries.polish_job([part.id for part in parts], polish_id) or abort(404)
    page = render_template("planning/polish.html", plan=parts[0].plan, job=job)
    waits = job.state in {JobState.WAITING, JobState.RUNNING}
    return Response(page, headers={"Refresh": str(SECONDS_BETWEEN_LOOKS)} if waits else {})
