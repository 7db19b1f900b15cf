"""Pages of reports: ask for one, see how far it is, take it away."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.access.scope import Scope
from course.coverage import school_queries
from course.coverage.past_days.rules import day_meant
from course.coverage.region_queries import everything, place_with_code
from course.coverage.rules import ALL_REGIONS, Year, year_asked_for
from course.coverage.wording import year_in_words
from course.db import records_reading, utc_now
from course.downloads import attachment
from course.errors import Problem, RuleBroken, refuse
from course.forms import clean_code
from course.i18n import LOCALES, _, _l, local_now, local_time, page_language
from course.planning.plan_queries import plans_in
from course.planning.reading.queries import reading_of
from course.reports import actions, queries, report_jobs, store, wording
from course.reports.actions import Wanted
from course.reports.forms import YEARS, ReportForm
from course.reports.models import ReportFile, ReportKind
from course.reports.rules import ENDING, KINDS_OF, OF_REGIONS, day_is_in_year, year_is_counted
from course.roster.models import Region, School, VicePrincipal
from course.roster.queries import person_by_code
from course.roster.rules import year_of

__all__ = ["bp", "wording"]
bp = Blueprint("report_files", __name__, url_prefix="/reports")
REPORT = "<int(max=2147483647):report_id>"
SECONDS_BETWEEN_LOOKS = 3


@bp.get("")
@allow(*Role)
def index() -> Response:
    """The reports that I have asked for, and which I can ask for."""
    user = current_user_row()
    lines = queries.lines_of(user.id)
    waits = any(line.state in {"queued", "asked", "making", "stopping"} for line in lines)
    offered = KINDS_OF[user.role]
    page = render_template(
        "reports/index.html", lines=lines, offered=offered, endings=ENDING, now=utc_now(), waits=waits
    )
    return Response(page, headers={"Refresh": str(SECONDS_BETWEEN_LOOKS)} if waits else {})


@bp.route("/new/<subject>", methods=["GET", "POST"])
@allow(*Role)
def new(subject: str) -> Any:
    """Ask for a report of one kind."""
    kind = kind_asked_for(subject)
    form = ReportForm.of_kind(kind)
    fill(form)
    try:
        if form.validate_on_submit():
            _report, job_ids = actions.ask(wanted(form, kind), user=current_user_row(), now=utc_now())
            report_jobs.wake_after_commit(job_ids)
            flash(_("Your report is being made. It appears in this list."), "success")
            return redirect(url_for("report_files.index"), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return render_template("reports/new.html", form=form, kind=kind), 422 if form.is_submitted() else 200


@bp.get(f"/{REPORT}/file")
@records_reading
@allow(*Role)
def file(report_id: int) -> Any:
    """The file of a report of mine, for a day, as long as I may see what it tells of."""
    report = own_report(report_id)
    kept = report.stored_as and report.kept_until and report.kept_until >= utc_now()
    path = store.path_of(report.stored_as) if kept else None
    if path is None or not path.is_file():
        flash(_("This file is not kept any more. Ask for it again."), "info")
        return redirect(url_for("report_files.index"))
    actions.note("report.fetch", report, current_user_row(), utc_now())
    return attachment(path.read_bytes(), report.name, store.CONTENT_TYPES[ENDING[report.kind]])


@bp.post(f"/{REPORT}/cancel")
@allow(*Role)
def cancel(report_id: int) -> Any:
    """I do not want this report any more."""
    actions.cancel(own_report(report_id), now=utc_now())
    return redirect(url_for("report_files.index"), code=303)


@bp.post(f"/{REPORT}/again")
@allow(*Role)
def again(report_id: int) -> Any:
    """Ask for the same report once more."""
    report = own_report(report_id)
    same = {name: getattr(report, name) for name in Wanted.__dataclass_fields__}
    try:
        _report, job_ids = actions.ask(Wanted(**same), user=current_user_row(), now=utc_now())
        report_jobs.wake_after_commit(job_ids)
    except RuleBroken as broken:
        flash(str(broken.problems[0]), "danger")
    return redirect(url_for("report_files.index"), code=303)


def own_report(report_id: int) -> ReportFile:
    """A report of mine; 404 for another's, and for one of what I may not see any more."""
    report = queries.own_report(report_id, current_user_row().id) or abort(404)
    return report if queries.is_in_scope(report, current_scope()) else abort(404)


def kind_asked_for(subject: str) -> ReportKind:
    """The kind of an address; 404 where it is none, or none for this role."""
    offered = {kind.value: kind for kind in KINDS_OF[current_user_row().role]}
    return offered.get(subject) or abort(404)


def fill(form: ReportForm) -> None:
    """Offer the regions, years and languages, and what most people will send."""
    now, starts = local_now(), current_app.config["YEAR_STARTS"]
    if "year" in form:
        this = year_of(now.date(), starts)
        form.year.choices = [(number, words_of(number)) for number in range(this, this - YEARS, -1)]
    if "region" in form:
        form.region.choices = region_choices() if "plan" in form else regions_and_all()
    if "plan" in form:
        form.plan.choices = plan_choices()
    if form.is_submitted():
        return
    form.language.data = "en" if page_language() == "en" else next(iter(LOCALES))
    day, _problem = day_meant(request.args.get("day", ""), now.date())
    if "day" in form:
        form.day.data = day
    if "year" in form:
        form.year.data = year_meant(day)
    if "plan" in form:
        form.plan.data = request.args.get("plan", type=int)
    for name, code in {"region": "", "school": own_school(), "person": own_person()}.items():
        if name in form:
            form[name].data = request.args.get(name, code)


def year_meant(day: date) -> int:
    """The year of the address, or else that of the day."""
    starts = current_app.config["YEAR_STARTS"]
    asked = year_asked_for(request.args.get("year"), day, starts) or year_asked_for(None, day, starts)
    return asked.number if asked else day.year


def region_choices() -> list[tuple[str, str]]:
    """The regions of my scope, those below set in."""
    regions = queries.regions_in(current_scope())
    depth = min((region.path.count("/") for region in regions), default=0)
    found = [(one.code, "\u3000" * (one.path.count("/") - depth) + one.name) for one in regions]
    return [*found, *come_from(regions)]


def regions_and_all() -> list[tuple[str, str]]:
    """The same, and all together where they lie in no common one."""
    several = current_scope().covers("") and len(everything().children) > 1
    return [*([(ALL_REGIONS, _("All regions"))] if several else []), *region_choices()]


def come_from(regions: list[Region]) -> list[tuple[str, str]]:
    """The region on whose page somebody asked, where there are too many to offer all."""
    place = place_with_code(clean_code(request.values.get("region", "")), current_scope())
    region = place.region if place else None
    return [] if region is None or region in regions else [(region.code, region.name)]


def plan_choices() -> list[tuple[int, str]]:
    """The newest plans with a county in my scope."""
    plans, _number = plans_in(current_scope(), 1)
    return [(one.id, f"{one.region.name} · {one.term.name} · {local_time(one.created_at)[:16]}") for one in plans]


def words_of(number: int) -> str:
    """A year in words."""
    return year_in_words(year_with(number))


def year_with(number: int) -> Year:
    """The year of a number that the form offers."""
    return year_asked_for(str(number), local_now().date(), current_app.config["YEAR_STARTS"]) or abort(404)


def own_school() -> str:
    """The code of the school that the user belongs to, or nothing."""
    scope = current_scope()
    return (school_queries.code_of(scope) or "") if scope.role is Role.SCHOOL else ""


def own_person() -> str:
    """The code of the vice-principal who is signed in, or nothing."""
    scope = current_scope()
    return queries.code_of_person(scope) if scope.role is Role.VICE_PRINCIPAL else ""


def wanted(form: ReportForm, kind: ReportKind) -> Wanted:
    """What the form asks for; refused where there is no such thing in my scope."""
    today, starts = local_now().date(), current_app.config["YEAR_STARTS"]
    day: date = form.day.data if "day" in form else today
    number = form.year.data if "year" in form else year_of(min(day, today), starts)
    refuse([year_is_counted(number)])
    year = year_with(number)
    refuse([day_is_in_year(day if "day" in form else max(year.first, today), year, today)])
    common = {"kind": kind, "year": year.number, "day": min(day, year.last), "language": form.language.data}
    return Wanted(**common, **subject_of(form, kind))


def subject_of(form: ReportForm, kind: ReportKind) -> dict[str, Any]:
    """What the report is of, by its code or its name."""
    scope = current_scope()
    if kind in OF_REGIONS:
        # A plan is of regions with a common one above; the others may be of all.
        place = (place_with_code if kind is ReportKind.PLAN else queries.place_asked_for)(form.region.data, scope)
        refuse([None if place else not_here("region")])
        path = place.path if place else ""
        return {"region_path": path, **(plan_of(form, path) if kind is ReportKind.PLAN else {})}
    if kind is ReportKind.SCHOOL:
        school = school_queries.school_with_code(code_meant(School, form.school.data, "school"), scope)
        refuse([None if school else not_here("school")])
        return {"region_path": school.region_path, "school_id": school.id} if school else {}
    person = person_by_code(scope, code_meant(VicePrincipal, form.person.data, "person"))
    refuse([None if person else not_here("person")])
    return {"region_path": person.region_path, "vice_principal_id": person.id} if person else {}


def code_meant(kind: type[School | VicePrincipal], said: str, field: str) -> str:
    """The code that was said, or that of the only one whose name was said; refused where several have the name."""
    named = queries.codes_named(kind, clean_code(said), current_scope())
    sentence = _l("More than one has this name. Enter the code instead; it stands on each one’s page.")
    refuse([Problem("one_has_the_name", sentence, field) if len(named) > 1 else None])
    return named[0] if named else clean_code(said)


def plan_of(form: ReportForm, path: str) -> dict[str, Any]:
    """The plan that the form asks for; refused where it has no lessons in this region."""
    reading = reading_of(form.plan.data, Scope(Role.BUREAU, region_path=path), local_now())
    refuse([None if reading and reading.made else nothing_planned()])
    return {"plan_id": form.plan.data}


def nothing_planned() -> Problem:
    """The refusal of a region that a plan says nothing of."""
    sentence = _l("This plan has no lessons in this region. Choose another plan or another region.")
    return Problem("planned_in_region", sentence, "plan")


def not_here(field: str) -> Problem:
    """The refusal of a code or name that nothing in this scope has."""
    return Problem("exists_in_scope", _l("There is nothing with this code or name in your region. Check it."), field)
