"""Pages of the ledger: schools, vice-principals, and the times that they enter themselves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from course.access import audit
from course.access.guard import allow, current_scope, current_user_row, may_enter
from course.access.models import Role
from course.db import records_reading, utc_now
from course.errors import RuleBroken
from course.forms import Form, clean_text
from course.i18n import _, local_now
from course.pages import Page, page_number
from course.roster import actions, queries, showing
from course.roster.after_absence import NextPage, next_page
from course.roster.forms import TimesForm
from course.roster.models import School, SchoolStage, VicePrincipal

bp = Blueprint("roster", __name__)
bp.add_app_template_filter(showing.span)
bp.add_app_template_global(showing.weekdays)
OFFICES = (Role.ADMIN, Role.BUREAU)
LONGEST_WORD = 100
MAY_BLACK_OUT = (*OFFICES, Role.SCHOOL)
MAY_BE_ABSENT = (*OFFICES, Role.STATION, Role.VICE_PRINCIPAL)


def found(row: Any) -> Any:
    """The row, or 404 where there is none in the scope."""
    return row if row is not None else abort(404)


@bp.get("/schools")
@allow(*Role)
def schools() -> Any:
    """The schools that I may see, by name, code or stage."""
    word, number, stage = asked_word(), page_number(), asked_stage()
    lines, total = queries.schools_in(current_scope(), word, stage, number=number, today=local_now().date())
    page = Page.of(number, total, queries.ON_A_PAGE)
    return render_template(
        "roster/schools.html", lines=lines, total=total, word=word, stage=stage, stages=SchoolStage, page=page
    )


def asked_word() -> str:
    """What is searched for, without what no name can hold."""
    return clean_text(request.args.get("word", ""))[:LONGEST_WORD]


def asked_stage() -> SchoolStage | None:
    """The stage that the address asks for, if it is one."""
    asked = request.args.get("stage", "")
    return SchoolStage(asked) if asked in list(SchoolStage) else None


@bp.get("/schools/<code>")
@allow(*Role)
def school(code: str) -> Any:
    """One school: facts, vice-principals, classes, bells, and when it takes no lesson."""
    return school_page(found(queries.school_by_code(current_scope(), code)), TimesForm())


def school_page(school: School, form: TimesForm, status: int = 200) -> Any:
    """The page of a school, with the form for a blackout."""
    now = local_now()
    return render_template(
        "roster/school.html",
        school=school,
        form=form,
        region=queries.region_names(school.region_path),
        appointments=queries.appointments_of_school(current_scope(), school.id, now.date()),
        masked=queries.masked,
        grades=queries.grades_of(school.id),
        bells=queries.bells_of(school),
        blackouts=queries.blackouts_ahead(school.id, now),
        may_black_out=current_user_row().role in MAY_BLACK_OUT,
    ), status


@bp.post("/schools/<code>/blackouts")
@allow(*MAY_BLACK_OUT)
def add_blackout(code: str) -> Any:
    """Enter a time in which the school takes no lesson."""
    school, form = found(queries.school_by_code(current_scope(), code)), TimesForm()
    try:
        if form.validate_on_submit():
            row = actions.add_blackout(school, form.start.data, form.end.data, reason=form.reason.data, now=local_now())
            note("blackout.add", f"school:{school.code}", school.region_path, start=row.start, end=row.end)
            flash(_("Entered. Nobody can book a lesson in this time; lessons already agreed stay."), "success")
            return redirect(url_for("roster.school", code=code), code=303)
    except RuleBroken as broken:
        form.show(broken)
    return school_page(school, form, 422)


@bp.post("/blackouts/<int(max=2147483647):blackout_id>/remove")
@allow(*MAY_BLACK_OUT)
def remove_blackout(blackout_id: int) -> Any:
    """Take a blackout of the school away again."""
    row = found(queries.own_blackout(current_scope(), blackout_id))
    school = found(queries.school_by_id(row.school_id))
    if not Form().validate_on_submit():
        abort(400)
    actions.remove(row)
    note("blackout.remove", f"school:{school.code}", school.region_path, start=row.start, end=row.end)
    flash(_("Removed. The time can be booked again."), "success")
    return redirect(url_for("roster.school", code=school.code), code=303)


@bp.get("/vice-principals")
@allow(*Role)
def vice_principals() -> Any:
    """The vice-principals whom I may see, by name or code."""
    word, number = asked_word(), page_number()
    lines, total = queries.people_in(current_scope(), word, number=number, today=local_now().date())
    page = Page.of(number, total, queries.ON_A_PAGE)
    return render_template("roster/vice_principals.html", lines=lines, total=total, word=word, page=page)


@bp.get("/vice-principals/<code>")
@allow(*Role)
def vice_principal(code: str) -> Any:
    """One vice-principal: station, schools, limits, and when they cannot teach."""
    person = found(queries.person_by_code(current_scope(), code))
    return person_page(person, TimesForm(), queries.masked(person))


def person_page(person: VicePrincipal, form: TimesForm, phone: str, status: int = 200) -> Any:
    """The page of a vice-principal, with the form for an absence."""
    now = local_now()
    return render_template(
        "roster/vice_principal.html",
        person=person,
        form=form,
        phone=phone,
        region=queries.region_names(person.region_path),
        appointments=queries.appointments_of_person(current_scope(), person.id, now.date()),
        themes=queries.theme_names(person.theme_codes),
        absences=queries.absences_ahead(person.id, now),
        may_be_absent=current_user_row().role in MAY_BE_ABSENT,
        may_see_phone=current_user_row().role in OFFICES and "*" in phone,
        may_print_card=may_enter("cases.contact") and current_user_row().vice_principal_id in (None, person.id),
    ), status


@bp.get("/vice-principals/<code>/phone")
@records_reading
@allow(*OFFICES)
def phone(code: str) -> Any:
    """Show the telephone number of a vice-principal; who looked is written down."""
    person = found(queries.person_by_code(current_scope(), code))
    note("phone.show", f"vice_principal:{person.code}", person.region_path)
    return person_page(person, TimesForm(), person.phone)


@bp.post("/vice-principals/<code>/absences")
@allow(*MAY_BE_ABSENT)
def add_absence(code: str) -> Any:
    """Enter a time in which I cannot teach."""
    person, form = found(queries.person_by_code(current_scope(), code)), TimesForm()
    try:
        if form.validate_on_submit():
            row = actions.add_absence(person, form.start.data, form.end.data, reason=form.reason.data, now=local_now())
            note("absence.add", f"vice_principal:{code}", person.region_path, start=row.start, end=row.end)
            page = next_page(person, row.start, row.end) or entered(code)
            flash(page.message, "success")
            return redirect(page.address, code=303)
    except RuleBroken as broken:
        form.show(broken)
    return person_page(person, form, queries.masked(person), 422)


def entered(code: str) -> NextPage:
    """The page of the person, where no agreed lesson falls into the time."""
    text = _("Entered. No new lesson is planned in this time; lessons already agreed stay.")
    return NextPage(url_for("roster.vice_principal", code=code), text)


@bp.post("/absences/<int(max=2147483647):absence_id>/remove")
@allow(*MAY_BE_ABSENT)
def remove_absence(absence_id: int) -> Any:
    """Take an absence away again."""
    row = found(queries.own_absence(current_scope(), absence_id))
    person = found(queries.person_by_id(row.vice_principal_id))
    if not Form().validate_on_submit():
        abort(400)
    actions.remove(row)
    note("absence.remove", f"vice_principal:{person.code}", person.region_path, start=row.start, end=row.end)
    flash(_("Removed. Lessons can be planned in this time again."), "success")
    return redirect(url_for("roster.vice_principal", code=person.code), code=303)


def note(action: str, subject: str, region_path: str, **detail: Any) -> None:
    """Write a line into the log."""
    said = {name: str(value) for name, value in detail.items()}
    audit.note(action, subject, user=current_user_row(), now=utc_now(), region_path=region_path, **said)
