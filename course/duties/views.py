"""Pages of the duties beside teaching: the list, one line in half a minute, and hazards until they are closed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from wtforms import SelectChoice

from course.access import audit
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.coverage.rules import Year, year_asked_for
from course.coverage.wording import year_in_words
from course.db import utc_now
from course.delivery.models import Duty, DutyRecord
from course.duties import actions, queries, wording
from course.duties.forms import CloseForm, DutyForm
from course.duties.queries import Filters
from course.duties.showing import PersonDuties, StartDuties
from course.errors import RuleBroken
from course.forms import Form, clean_code
from course.i18n import _, local_now
from course.pages import Page, page_number
from course.roster.models import School, VicePrincipal
from course.roster.queries import person_by_code, person_by_id, school_by_id

bp = Blueprint("duties", __name__, url_prefix="/duties")
ONE = "/<int(max=2147483647):duty_id>"
REMOVED = "removed_duty"
NOTICES = wording.WORDINGS


@bp.get("")
@allow(*Role)
def index() -> Any:
    """What was done beside teaching, newest first, by kind; and the hazards that are open."""
    scope, number, filters = current_scope(), page_number(), asked_filters()
    lines, total = queries.lines_page(scope, filters, number)
    page = Page.of(number, total, queries.ON_A_PAGE)
    person = person_by_id(filters.person_id) if filters.person_id else None
    given = {"lines": lines, "total": total, "page": page, "filters": filters, "person": person}
    return render_template(
        "duties/index.html", kinds=Duty, today=local_now().date(), removed=REMOVED in session, **given
    )


def asked_filters() -> Filters:
    """What the address narrows the list to; 404 for a person outside the scope."""
    kind, code = request.args.get("kind", ""), clean_code(request.args.get("person"))
    person = person_by_code(current_scope(), code) or abort(404) if code else None
    duty = Duty(kind) if kind in list(Duty) else None
    return Filters(duty, request.args.get("hazards") == "open", person.id if person else None)


@bp.get("/new")
@allow(Role.VICE_PRINCIPAL)
def new() -> Any:
    """Write down what I did: the kind, the school, one line."""
    schools = queries.schools_of(current_scope())
    form = with_schools(DutyForm(data={"done_on": local_now().date(), **first_of(schools)}), schools)
    return render_template("duties/new.html", form=form, schools=schools)


@bp.post("/new")
@allow(Role.VICE_PRINCIPAL)
def add() -> Any:
    """Keep the line."""
    schools = queries.schools_of(current_scope())
    form = with_schools(DutyForm(), schools)
    if form.validate_on_submit():
        try:
            school, given = chosen(schools, form), {"agreed": form.agreed.data, "today": local_now().date()}
            row = actions.record(me(), school, form.said(), scope=current_scope(), **given, **by_me())
            note("duty.add", row)
            return thanks(_("Written down. Thank you."))
        except RuleBroken as broken:
            form.show(broken)
    return render_template("duties/new.html", form=form, schools=schools), 422


@bp.get(ONE)
@allow(Role.VICE_PRINCIPAL)
def edit(duty_id: int) -> Any:
    """Correct what I wrote down."""
    line = queries.line_to_show(duty_id, current_scope()) or abort(404)
    schools = with_one_more(queries.schools_of(current_scope()), line.school)
    said = {name: getattr(line.record, name) for name in ("duty", "done_on", "note", "unit", "due_on")}
    form = with_schools(DutyForm(data={**said, "school": line.school.id}), schools)
    return render_template("duties/new.html", form=form, schools=schools, record=line.record)


@bp.post(ONE)
@allow(Role.VICE_PRINCIPAL)
def correct(duty_id: int) -> Any:
    """Keep the correction."""
    row = to_change(duty_id)
    schools = with_one_more(queries.schools_of(current_scope()), school_by_id(row.school_id))
    form = with_schools(DutyForm(), schools)
    if form.validate_on_submit():
        try:
            given = {"agreed": form.agreed.data, "served": current_scope().school_ids, "today": local_now().date()}
            actions.correct(row, form.said(), me(), chosen(schools, form), **given, now=utc_now())
            note("duty.correct", row)
            return thanks(_("Corrected."))
        except RuleBroken as broken:
            form.show(broken)
    return render_template("duties/new.html", form=form, schools=schools, record=row), 422


@bp.post(f"{ONE}/remove")
@allow(Role.VICE_PRINCIPAL)
def remove(duty_id: int) -> Any:
    """Take a line away; it can be brought back until I sign out."""
    row = to_change(duty_id)
    note("duty.remove", row)
    session[REMOVED] = actions.remove(row)
    return redirect(url_for("duties.index"), code=303)


@bp.post("/undo")
@allow(Role.VICE_PRINCIPAL)
def undo() -> Any:
    """Bring back the line that I removed last."""
    was = session.pop(REMOVED, None)
    school = school_by_id(was["school_id"]) if was else None
    if school is None:
        return thanks(_("There is nothing to bring back."))
    note("duty.bring_back", actions.bring_back(was, me(), school, **by_me()))
    return thanks(_("The line is back."))


@bp.get(f"{ONE}/close")
@allow(Role.SCHOOL, Role.BUREAU)
def closing(duty_id: int) -> Any:
    """A hazard is mended: say how."""
    line = queries.line_to_show(duty_id, current_scope()) or abort(404)
    return render_template("duties/close.html", form=CloseForm(), line=line, today=local_now().date())


@bp.post(f"{ONE}/close")
@allow(Role.SCHOOL, Role.BUREAU)
def close(duty_id: int) -> Any:
    """Close a hazard."""
    row, form = to_change(duty_id), CloseForm()
    if form.validate_on_submit():
        try:
            given = {"agreed": form.agreed.data, "by": current_user_row(), "now": utc_now()}
            actions.close(row, form.note.data, **given, today=local_now().date())
            note("hazard.close", row)
            return thanks(_("Closed. The vice-principal who found it is told."))
        except RuleBroken as broken:
            form.show(broken)
    line = queries.line_to_show(duty_id, current_scope()) or abort(404)
    return render_template("duties/close.html", form=form, line=line, today=local_now().date()), 422


@bp.post(f"{ONE}/reopen")
@allow(Role.SCHOOL, Role.BUREAU)
def reopen(duty_id: int) -> Any:
    """Open a hazard again that was closed by mistake."""
    row = to_change(duty_id)
    try:
        Form().validate_on_submit() or abort(400)
        actions.reopen(row)
    except RuleBroken as broken:
        return thanks(str(broken.problems[0]))
    note("hazard.reopen", row)
    return thanks(_("The hazard is open again."))


def to_change(duty_id: int) -> DutyRecord:
    """A record that the reader may see, held until this request ends; 404 for all others."""
    return queries.record_to_change(duty_id, current_scope()) or abort(404)


def me() -> VicePrincipal:
    """The vice-principal who is signed in."""
    return person_by_id(current_user_row().vice_principal_id or 0) or abort(404)


def by_me() -> dict[str, Any]:
    """Who acts, and when."""
    return {"user": current_user_row(), "now": utc_now()}


def first_of(schools: list[School]) -> dict[str, int]:
    """The school that is chosen already where there is one."""
    return {"school": schools[0].id} if schools else {}


def with_one_more(schools: list[School], school: School | None) -> list[School]:
    """The schools, and the one that a record is of although it is no longer served."""
    return schools if school is None or school in schools else [*schools, school]


def with_schools(form: DutyForm, schools: list[School]) -> DutyForm:
    """The form with the schools to choose from."""
    form.school.choices = [SelectChoice(row.id, row.name) for row in schools]
    return form


def chosen(schools: list[School], form: DutyForm) -> School:
    """The school that was chosen; the form has seen that it is one of these."""
    return next(row for row in schools if row.id == form.school.data)


def thanks(sentence: str) -> Any:
    """Back to the list, with a sentence that says what happened."""
    flash(sentence, "success")
    return redirect(url_for("duties.index"), code=303)


def note(action: str, row: DutyRecord) -> None:
    """Write a line into the log; what was noted is not repeated there."""
    said = {"kind": row.duty.value, "day": str(row.done_on)}
    audit.note(action, f"duty:{row.id}", **by_me(), region_path=row.region_path, **said)


@bp.app_template_global("duty_start")
def duty_start() -> StartDuties:
    """What the start page says of duties."""
    return StartDuties(queries.open_hazards(current_scope(), local_now().date()))


@bp.app_template_global("duty_person")
def duty_person(person: VicePrincipal) -> PersonDuties:
    """What the page of a vice-principal says of duties."""
    year = this_year()
    counts = queries.counts_by_duty(person.id, current_scope(), year.first, year.last)
    return PersonDuties(counts, year_in_words(year), current_user_row().vice_principal_id == person.id)


def this_year() -> Year:
    """The year in which today is."""
    year = year_asked_for("", local_now().date(), current_app.config["YEAR_STARTS"])
    return year or abort(404)
