"""A person's yearly report: on the screen, and as a file to finish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request

from course.access import audit
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases.report_slides import PPTX, ReportCover, ReportPart, report_deck
from course.coverage.rules import Year, year_asked_for
from course.db import records_reading, utc_now
from course.downloads import attachment
from course.duties.report_page import Report, report_of
from course.duties.report_queries import person_year
from course.i18n import _, local_now, page_language
from course.roster.models import VicePrincipal
from course.roster.queries import person_by_code
from course.snapshots import of_one_moment

bp = Blueprint("reports", __name__, url_prefix="/vice-principals/<code>")
READERS = (Role.VICE_PRINCIPAL, Role.STATION, Role.BUREAU, Role.ADMIN)


@bp.get("/report")
@allow(*READERS)
@of_one_moment
def report(code: str) -> Any:
    """The yearly report of a vice-principal, drafted from what was recorded."""
    person, year = asked_person(code), asked_year()
    ended = year.last < local_now().date()
    made = drafted(person, year)
    return render_template("duties/report.html", report=made, person=person, year=year, ended=ended)


@bp.get("/report.docx")
@records_reading
@allow(*READERS)
def report_file(code: str) -> Response:
    """The same as a .docx file, for the person to finish."""
    # Reading and writing such files takes long to load, and only this page needs it.
    from course.duties.report_document import DOCX, report_document

    person, year = asked_person(code), asked_year()
    title = _("Report on duties")
    content = report_document(drafted(person, year), title)
    note(person, year)
    return attachment(content, f"{title}-{person.name}-{year.number}.docx", DOCX)


@bp.get("/report.pptx")
@records_reading
@allow(*READERS)
def report_slides(code: str) -> Response:
    """The same as slides, for the meeting."""
    person, year = asked_person(code), asked_year()
    title, made, language = _("Report on duties"), drafted(person, year), "en" if page_language() == "en" else "zh"
    lead = f"{person.name} · {person.station.name}"
    cover = ReportCover(title, lead, tuple(f"{label}: {value}" for label, value in made.facts[2:]))
    parts = tuple(ReportPart(part.title, (*part.lines, *part.spoken)) for part in made.sections)
    content = report_deck(cover, parts, lang=language, made_on=local_now().date())
    note(person, year)
    return attachment(content, f"{title}-{person.name}-{year.number}.pptx", PPTX)


def note(person: VicePrincipal, year: Year) -> None:
    """Write down who took whose report."""
    subject, path = f"vice_principal:{person.code}", person.region_path
    user = current_user_row()
    audit.note("report.download", subject, user=user, now=utc_now(), region_path=path, year=year.number)


def drafted(person: VicePrincipal, year: Year) -> Report:
    """The report as it stands now."""
    return report_of(person_year(person, year, current_scope()), year, local_now())


def asked_person(code: str) -> VicePrincipal:
    """The vice-principal of an address; 404 outside the reader's scope."""
    return person_by_code(current_scope(), code) or abort(404)


def asked_year() -> Year:
    """The year of an address, or this one; 404 for what is not a year."""
    starts = current_app.config["YEAR_STARTS"]
    return year_asked_for(request.args.get("year"), local_now().date(), starts) or abort(404)
