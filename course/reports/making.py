"""Making the file of a report: what each kind is written by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.rules import ALL_REGIONS, Year, year_asked_for
from course.db import db
from course.duties.report_page import report_of
from course.duties.report_queries import person_year
from course.i18n import _
from course.jobs import Report
from course.planning.plan_workbook import write_workbook
from course.planning.reading.queries import reading_of
from course.reports.brief import write_brief
from course.reports.ledger import write_ledger, write_yearly
from course.reports.matter import Matter
from course.reports.models import ReportFile, ReportKind
from course.reports.queries import place_asked_for, region_of
from course.reports.rules import ENDING
from course.reports.school_book import write_school
from course.roster.models import School, VicePrincipal
from course.snapshots import one_snapshot

Write = Callable[[Matter, Path, Report], None]
OF_REGION: dict[ReportKind, Write] = {
    ReportKind.LEDGER: write_ledger,
    ReportKind.YEARLY: write_yearly,
    ReportKind.BRIEF: write_brief,
}


@dataclass(frozen=True)
class Subject:
    """A region by its code, or all of them, as somebody sees it, in a year until a day."""

    scope: Scope
    code: str
    year: Year
    day: date


def write_report(report: ReportFile, scope: Scope, now: datetime, path: Path, progress: Report) -> str:
    """Write the file of a report as somebody with this scope sees it; the name under which it is saved."""
    year = year_asked_for(str(report.year), now.date(), current_app.config["YEAR_STARTS"])
    if year is None:
        raise LookupError(f"{report.year} is no year")
    with one_snapshot():
        if report.kind is ReportKind.PLAN:
            subject = write_of_plan(report, now, path, progress)
        elif report.kind in OF_REGION:
            of = Subject(scope, code_of(report.region_path), year, report.day)
            subject = write_of_region(report.kind, of, now, path, progress)
        elif report.kind is ReportKind.SCHOOL:
            subject = write_of_school(report, scope, year, now, path)
        else:
            subject = write_of_person(report, scope, year, now, path)
    progress(1, 1)
    return f"{report.kind.label}-{subject}-{report.day:%Y%m%d}.{ENDING[report.kind]}"


def code_of(path: str) -> str:
    """The code by which a region is asked for; no path means all of them."""
    if not path:
        return ALL_REGIONS
    region = region_of(path)
    if region is None:
        raise LookupError(f"no region {path}")
    return region.code


def write_of_school(report: ReportFile, scope: Scope, year: Year, now: datetime, path: Path) -> str:
    """The record of a school; its name."""
    school = db.session.scalars(sa.select(School).where(School.id == report.school_id)).one()
    write_school(school, year, scope, now, path)
    return school.name


def write_of_person(report: ReportFile, scope: Scope, year: Year, now: datetime, path: Path) -> str:
    """The yearly record of a person; their name."""
    # Reading and writing such files takes long to load, and only this needs it.
    from course.duties.report_document import report_document

    shown = joinedload(VicePrincipal.station, innerjoin=True)
    chosen = sa.select(VicePrincipal).options(shown).where(VicePrincipal.id == report.vice_principal_id)
    person = db.session.scalars(chosen).one()
    drafted = report_of(person_year(person, year, scope), year, now)
    path.write_bytes(report_document(drafted, _("Report on duties")))
    return person.name


def write_of_plan(report: ReportFile, now: datetime, path: Path, progress: Report) -> str:
    """The counties of a plan in a region; the region's name."""
    reading = reading_of(report.plan_id or 0, Scope(Role.BUREAU, region_path=report.region_path), now)
    region = region_of(report.region_path)
    if reading is None or region is None:
        raise LookupError(f"no plan {report.plan_id} in {report.region_path}")
    write_workbook(reading, path, progress)
    return region.name


def write_of_region(kind: ReportKind, of: Subject, now: datetime, path: Path, progress: Report) -> str:
    """The file of a region on a day; the region's name."""
    place = place_asked_for(of.code, of.scope)
    if place is None:
        raise LookupError(f"no region {of.code}")
    matter = Matter.of(of.scope, place, of.year, min(of.day, of.year.last), now)
    OF_REGION[kind](matter, path, progress)
    return matter.name
