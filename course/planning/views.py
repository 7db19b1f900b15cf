"""Pages of the plan: a term's plan for a region, from the button to the published lessons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from sqlalchemy import event

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import db, utc_now
from course.errors import Problem, RuleBroken, refuse
from course.forms import Form
from course.i18n import _, _l, local_now, ngettext
from course.jobs import wake_worker
from course.pages import Page, page_number
from course.planning import (
    models,
    plan_actions,
    plan_jobs,
    plan_queries,
    plan_rules,
    plan_wording,
    publish_actions,
    withdraw_actions,
)
from course.planning.models import PartState, Plan
from course.planning.plan_forms import AgainForm, DraftForm, PlanForm
from course.planning.plan_page import PlanPage, first_day_again, plan_lines
from course.planning.publish_check import Refused

__all__ = ["bp", "models", "plan_jobs"]
bp = Blueprint("planning", __name__, url_prefix="/plans")
OFFICES = (Role.ADMIN, Role.BUREAU)
PLAN = "<int(max=2147483647):plan_id>"
SECONDS_BETWEEN_LOOKS = 2


@bp.get("")
@allow(*OFFICES)
def index() -> Any:
    """The plans of my region, and the button that makes a new one."""
    return show_plans(offered_form())


def offered_form() -> PlanForm:
    """The form, filled in as most people will send it."""
    form, found, today = PlanForm(), plan_queries.terms(), local_now().date()
    term = plan_queries.term_for(found, today)
    if term is not None:
        form.term.data, form.first.data = term.name, plan_rules.first_day_offered(term.start, today)
    return form


def show_plans(form: PlanForm, status: int = 200) -> Any:
    """The list of plans with the form above it."""
    scope, number = current_scope(), page_number()
    terms, regions = plan_queries.terms(), plan_queries.regions_in(scope)
    form.term.choices = [(term.name, term.name) for term in terms]
    depth = min((region.path.count("/") for region in regions), default=0)
    form.region.choices = [(one.code, "　" * (one.path.count("/") - depth) + one.name) for one in regions]
    plans, total = plan_queries.plans_in(scope, number)
    lines = plan_lines(plans, plan_queries.part_rows([one.id for one in plans], scope))
    page = Page.of(number, total, plan_queries.PLANS_ON_A_PAGE)
    ready = bool(terms) and plan_queries.has_schools(scope)
    return render_template("planning/plans.html", form=form, lines=lines, page=page, ready=ready), status


@bp.post("")
@allow(*OFFICES)
def make() -> Any:
    """Ask for a plan; a worker makes it, and its page shows how far it is."""
    form = PlanForm()
    try:
        if form.validate_on_submit():
            asked = ask(form)
            wake_after_commit(asked.job_ids)
            return redirect(url_for("planning.show", plan_id=asked.plan.id), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return show_plans(form, 422)


def ask(form: PlanForm) -> plan_actions.Asked:
    """Ask for what the form says; refused where its term is not there, or over; 404 outside the scope."""
    region = plan_queries.region_in_scope(form.region.data, current_scope()) or abort(404)
    term = next((one for one in plan_queries.terms() if one.name == form.term.data), None)
    refuse([no_such_term() if term is None else plan_rules.term_is_not_over(term.end, local_now().date())])
    first: date = form.first.data
    return plan_actions.ask_for_plan(term, region, first=first, user=current_user_row(), now=utc_now())


def no_such_term() -> Problem:
    """The refusal of a term that nobody has imported."""
    return Problem("term_exists", _l("There is no such term. Choose one of these."), "term")


def wake_after_commit(job_ids: Sequence[int]) -> None:
    """Wake the workers as soon as the jobs are there for all to see."""

    def wake(session: Any) -> None:
        for job_id in job_ids:
            wake_worker(job_id)

    event.listen(db.session(), "after_commit", wake, once=True)


@bp.get(f"/{PLAN}")
@allow(*OFFICES)
def show(plan_id: int) -> Any:
    """One plan: how far it is, its figures, and what comes next."""
    return show_plan(plan_queries.plan_to_see(plan_id, current_scope()) or abort(404))


def plan_in_scope(plan_id: int) -> Plan:
    """The plan, or 404 outside the scope."""
    return plan_queries.plan_in_scope(plan_id, current_scope()) or abort(404)


def show_plan(plan: Plan, broken: RuleBroken | None = None) -> Any:
    """The page of a plan, with what stood against a button; it looks again by itself while something goes on."""
    refused = broken.refused if isinstance(broken, Refused) else ()
    counts = plan_queries.agreed(plan.id), plan_queries.passed(plan.id, local_now())
    scope = current_scope()
    page = PlanPage(
        plan, plan_queries.part_rows([plan.id], scope), refused, *counts, may_change=scope.covers(plan.region_path)
    )
    problems = broken.problems if broken else ()
    text = render_template("planning/plan.html", page=page, problems=problems, words=plan_wording)
    headers = {"Refresh": str(SECONDS_BETWEEN_LOOKS)} if page.looks_again and not broken else {}
    return Response(text, status=409 if broken else 200, headers=headers)


def doing(plan_id: int, form: Form, work: Callable[[Plan], Any]) -> Any:
    """Do what a button of a plan says, or show the plan with what stands against it."""
    plan = plan_in_scope(plan_id)
    if not form.validate_on_submit():
        abort(400)
    try:
        work(plan)
    except RuleBroken as broken:
        return show_plan(plan, broken)
    return redirect(url_for("planning.show", plan_id=plan.id), code=303)


@bp.post(f"/{PLAN}/again")
@allow(*OFFICES)
def again(plan_id: int) -> Any:
    """Plan the drafts again, or one county; what is there stays until the new draft is."""
    form = AgainForm()

    def work(plan: Plan) -> None:
        county = plan_queries.region_in_scope(form.county.data, current_scope()) if form.county.data else None
        if form.county.data and county is None:
            abort(404)
        asked = plan_actions.ask_again(
            plan,
            first=first_day_again(plan, first_asked(plan), local_now().date()),
            user=current_user_row(),
            now=utc_now(),
            region_id=county.id if county else None,
        )
        wake_after_commit(asked.job_ids)

    return doing(plan_id, form, work)


def first_asked(plan: Plan) -> date | None:
    """The first day that was asked for when the plan was made."""
    job = plan_queries.job_that_made(plan.id)
    return date.fromisoformat(job.arguments["first"]) if job else None


@bp.post(f"/{PLAN}/cancel")
@allow(*OFFICES)
def cancel(plan_id: int) -> Any:
    """Stop the planning; each county falls back to its last draft."""

    def work(plan: Plan) -> None:
        if plan_actions.cancel(plan, user=current_user_row(), now=utc_now()):
            flash(_("The planning was cancelled."), "success")
        else:
            flash(_("There was nothing left to cancel: the planning was done already."), "warning")

    return doing(plan_id, Form(), work)


@bp.post(f"/{PLAN}/discard")
@allow(*OFFICES)
def discard(plan_id: int) -> Any:
    """Throw the drafts away; what is published stays."""

    def work(plan: Plan) -> None:
        plan_actions.discard(plan, user=current_user_row(), now=utc_now())
        flash(_("The draft was thrown away. Nothing of it was ever published."), "success")

    return doing(plan_id, Form(), work)


@bp.post(f"/{PLAN}/publish")
@allow(*OFFICES)
def publish(plan_id: int) -> Any:
    """Turn the draft into scheduled lessons and tell everybody; many counties are published by the worker."""
    form = DraftForm()

    def work(plan: Plan) -> None:
        page, known = page_of(plan), form.revision.data or 0
        refuse([plan_rules.page_is_fresh(page.revision, known), plan_rules.there_is_a_draft(len(page.drafts))])
        if len(page.drafts) > 1:
            start_each(publish_actions.PUBLISH, plan, PartState.DRAFT, known)
            return
        part = page.drafts[0].part
        done = publish_actions.publish_part(part, revision=part.revision, user=current_user_row(), now=utc_now())
        flash(said_published(done), "success")

    return doing(plan_id, form, work)


def page_of(plan: Plan) -> PlanPage:
    """The plan as it stands now."""
    return PlanPage(plan, plan_queries.part_rows([plan.id], current_scope()))


def start_each(kind: str, plan: Plan, state: PartState, revision: int) -> None:
    """Let the worker do this for each county."""
    user, now = current_user_row(), utc_now()
    wake_after_commit(plan_actions.ask_for_each(kind, plan, state, revision=revision, user=user, now=now))


def said_published(done: publish_actions.Published) -> str:
    """What came of publishing, in words."""
    said = ngettext("%(num)s lesson is published.", "%(num)s lessons are published.", done.lessons)
    if not done.passed:
        return said
    left_out = _("%(number)s lessons were left out because their day has passed.", number=done.passed)
    return f"{said} {left_out}"


@bp.post(f"/{PLAN}/withdraw")
@allow(*OFFICES)
def withdraw(plan_id: int) -> Any:
    """Take back the published lessons that nobody has agreed to; all others stay."""
    form = DraftForm()

    def work(plan: Plan) -> None:
        page, known = page_of(plan), form.revision.data or 0
        refuse([plan_rules.page_is_fresh(page.revision, known), plan_rules.something_is_published(len(page.published))])
        if len(page.published) > 1:
            start_each(withdraw_actions.WITHDRAW, plan, PartState.PUBLISHED, known)
            return
        done = withdraw_actions.withdraw_part(page.published[0].part, user=current_user_row(), now=utc_now())
        flash(said_withdrawn(done), "success")

    return doing(plan_id, form, work)


def said_withdrawn(done: withdraw_actions.Withdrawn) -> str:
    """What came of withdrawing, in words."""
    said = ngettext("%(num)s lesson was taken back.", "%(num)s lessons were taken back.", done.lessons)
    if not done.kept:
        return said
    return f"{said} {_('These lessons stay: %(kept)s.', kept=plan_wording.kept_in_words(done.kept))}"
