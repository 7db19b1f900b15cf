"""Pages of proposals: the counties of a bureau, the proposal for one of them, and some or all of it applied."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from sqlalchemy import event

from course.access.guard import allow, current_scope, current_user_row
from course.db import db, utc_now
from course.errors import Problem, RuleBroken, refuse
from course.forms import Form
from course.i18n import _, _l, local_now, ngettext
from course.jobs import Job, JobState, ask, wake_worker
from course.pages import Page, page_number
from course.planning.appointments import actions, rules
from course.planning.appointments import hand_views as appointment_hand_views
from course.planning.appointments import letter_views as appointment_letter_views
from course.planning.appointments import page_queries as queries
from course.planning.appointments.actions import Wanted
from course.planning.appointments.blueprint import OFFICES, bp, found
from course.planning.appointments.forms import ApplyForm
from course.planning.appointments.jobs import PROPOSE
from course.planning.appointments.page import LINES_ON_A_PAGE, is_waiting, lines_of, proposal_page
from course.planning.appointments.proposals import ProposedLine, Standing
from course.planning.appointments.queries import limits_in, term_for
from course.planning.appointments.training_warning import warn_of_training
from course.planning.endings import views as ending_views
from course.roster.models import Appointment, Region

__all__ = ["appointment_hand_views", "appointment_letter_views", "bp", "ending_views"]
COUNTIES_ON_A_PAGE = 50
SECONDS_BETWEEN_LOOKS = 2


@bp.get("/plans/appointments")
@allow(*OFFICES)
def index() -> Any:
    """The counties of my region: where a school has nobody, and where appointments end soon."""
    today, number = local_now().date(), page_number()
    term = term_for(today)
    until = rules.renewed_before(today, term.end if term else None)
    lines = queries.counties_in(current_scope(), today, until)
    if len(lines) == 1:
        return redirect(url_for("appointing.county", code=lines[0].region.code))
    page = Page.of(number, len(lines), COUNTIES_ON_A_PAGE)
    shown = lines[(number - 1) * COUNTIES_ON_A_PAGE : number * COUNTIES_ON_A_PAGE]
    return render_template("planning/appointments.html", lines=shown, page=page, until=until)


@bp.get("/plans/appointments/regions/<code>")
@allow(*OFFICES)
def county(code: str) -> Any:
    """The proposal for a county beside today's appointments; or the button that asks for one."""
    return county_page(found(queries.county_by_code(current_scope(), code)), ApplyForm())


def county_page(region: Region, form: ApplyForm, status: int = 200) -> Any:
    """The page of a county: it looks again by itself while a proposal is being made."""
    job, number, today = queries.newest_proposal(region.id), page_number(), local_now().date()
    if job is None or job.state is not JobState.DONE:
        page = render_template(
            "planning/appoint_ask.html", region=region, job=job, waiting=is_waiting(job), back=way_back(region)
        )
        return Response(page, headers={"Refresh": str(SECONDS_BETWEEN_LOOKS)} if is_waiting(job) else {})
    shown = proposal_page(job, region, current_scope(), number, today)
    pager = Page.of(number, shown.total, LINES_ON_A_PAGE)
    return render_template(
        "planning/appoint_county.html",
        page=shown,
        form=form,
        pager=pager,
        region=region,
        Standing=Standing,
        back=way_back(region),
    ), status


def way_back(region: Region) -> dict[str, str]:
    """Where the page of a county leads back to: the list of counties, or the schools where there is only one."""
    if current_scope().region_path == region.path:
        return {"href": url_for("roster.schools"), "label": _("Schools")}
    return {"href": url_for("appointing.index"), "label": _("Appointments")}


@bp.post("/plans/appointments/regions/<code>")
@allow(*OFFICES)
def propose(code: str) -> Any:
    """Ask for a new proposal for a county; where one is being made already, that one is waited for."""
    region = found(queries.county_by_code(current_scope(), code))
    if not Form().validate_on_submit():
        abort(400)
    if not is_waiting(queries.newest_proposal(region.id)):
        job = ask(PROPOSE, {"region_id": region.id}, user_id=current_user_row().id, now=utc_now())
        event.listen(db.session(), "after_commit", lambda session: wake_worker(job.id), once=True)
    return redirect(url_for("appointing.county", code=code), code=303)


@bp.post("/plans/appointments/proposals/<int(max=2147483647):proposal_id>")
@allow(*OFFICES)
def apply(proposal_id: int) -> Any:
    """Make the chosen appointments of a proposal, or all of them; nothing is made where something has changed."""
    (job, region), form = found(queries.proposal_in(current_scope(), proposal_id)), ApplyForm()
    try:
        if form.validate_on_submit():
            actions.lock_counties({region.path})
            made = make(chosen_lines(job, form), form.reason.data)
            flash(ngettext("%(num)s appointment made.", "%(num)s appointments made.", len(made)), "success")
            return redirect(url_for("appointing.county", code=region.code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return county_page(region, form, 422)


def chosen_lines(job: Job, form: ApplyForm) -> list[ProposedLine]:
    """The lines that were chosen, as long as none of them has changed since the page was made."""
    lines = lines_of(job) if job.state is JobState.DONE else []
    if form.which.data == "all":
        wanted = [line for line in lines if line.standing is not Standing.DONE]
        changed = [line for line in wanted if line.standing is Standing.CHANGED]
        if len(changed) == form.changed.data:
            wanted, changed = [line for line in wanted if line.standing is Standing.OPEN], []
    else:
        numbers = set(form.line.data or ())
        wanted = [line for line in lines if line.number in numbers]
        changed = [line for line in wanted if line.standing is not Standing.OPEN]
    refuse(changed_problem(line) for line in changed)
    refuse([Problem("some_are_chosen", _l("Choose at least one appointment."))] if not wanted else [])
    return wanted


def changed_problem(line: ProposedLine) -> Problem:
    """A line that cannot be made any more."""
    people = queries.people_by_id(current_scope(), [line.person])
    schools = queries.schools_by_id(current_scope(), [line.school])
    message = _l(
        "%(school)s, %(person)s: the appointments have changed meanwhile. Nothing was made.",
        school=schools[line.school].name if schools else "–",
        person=people[line.person].name if people else "–",
    )
    return Problem("nothing_has_changed", message)


def make(lines: list[ProposedLine], reason: str) -> list[Appointment]:
    """Make these appointments."""
    scope = current_scope()
    people = queries.people_by_id(scope, {line.person for line in lines})
    schools = queries.schools_by_id(scope, {line.school for line in lines})
    refuse(changed_problem(line) for line in lines if line.person not in people or line.school not in schools)
    wanted = [Wanted(people[line.person], schools[line.school], line.start, line.end) for line in lines]
    limits = limits_in(term_for(local_now().date()))
    made = actions.appoint(wanted, limits=limits, reason=reason, user=current_user_row(), now=utc_now())
    warn_of_training(people.values())
    return made
