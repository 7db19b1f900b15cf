"""A plan to take away: plan.csv, a spreadsheet, and calendars; who took it is written down."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import redirect, url_for

from course.access import audit
from course.access.guard import allow, current_user_row
from course.db import records_reading, utc_now, without_lock
from course.downloads import attachment
from course.i18n import local_now
from course.planning import plan_calendar, plan_export, plan_workbook
from course.planning.reading import person_queries as people_queries
from course.planning.reading import school_queries
from course.planning.reading.blueprint import OFFICES, bp, counties_asked_for, of_county, plan_asked_for
from course.planning.reading.queries import Reading, how_many_lessons, planned_entries
from course.roster.views import found

# With more lessons a spreadsheet takes longer than somebody waits for a page.
MOST_AT_ONCE = 3_000


@bp.get("/plan.csv")
@records_reading
@allow(*OFFICES)
def csv_file(plan_id: int) -> Any:
    """The lessons in the columns that others rely on, for a spreadsheet."""
    with without_lock():
        reading = counties_asked_for(plan_id, local_now())
        content, place = plan_export.as_csv(plan_export.plan_rows(reading)), place_of(reading)
    return taken_away(plan_id, place, content, "csv", "text/csv; charset=utf-8")


@bp.get("/plan.xlsx")
@records_reading
@allow(*OFFICES)
def workbook(plan_id: int) -> Any:
    """Lessons, schools, people and figures as a spreadsheet; that of a large plan is made in the background."""
    with without_lock():
        reading = counties_asked_for(plan_id, local_now())
        if how_many_lessons(reading) > MOST_AT_ONCE:
            code = reading.county or reading.plan.region.code
            return redirect(url_for("report_files.new", subject="plan", plan=plan_id, region=code))
        content, place = plan_workbook.as_workbook(reading), place_of(reading)
    return taken_away(plan_id, place, content, "xlsx", plan_workbook.CONTENT_TYPE)


@bp.get("/region/<code>/calendar.ics")
@records_reading
@allow(*OFFICES)
def calendar_of_county(plan_id: int, code: str) -> Any:
    """The calendar of one county."""
    with without_lock():
        reading = of_county(plan_asked_for(plan_id, local_now()), code)
        title, path = reading.parts[0].region.name, reading.parts[0].region_path
        content = calendar(reading, title, sa.true())
    return taken_away(plan_id, (title, path), content, "ics", plan_calendar.CONTENT_TYPE)


@bp.get("/school/<code>/calendar.ics")
@records_reading
@allow(*OFFICES)
def calendar_of_school(plan_id: int, code: str) -> Any:
    """The calendar of one school."""
    with without_lock():
        reading = plan_asked_for(plan_id, local_now())
        row = found(school_queries.school_in(reading, code))
        reading, place = school_queries.county_of(reading, row), (row.name, row.region_path)
        content = calendar(reading, row.name, reading.lessons.c.school_id == row.id)
    return taken_away(plan_id, place, content, "ics", plan_calendar.CONTENT_TYPE)


@bp.get("/person/<code>/calendar.ics")
@records_reading
@allow(*OFFICES)
def calendar_of_person(plan_id: int, code: str) -> Any:
    """The calendar of one person."""
    with without_lock():
        reading = plan_asked_for(plan_id, local_now())
        row = found(people_queries.person_in(reading, code))
        place = (row.name, row.region_path)
        content = calendar(reading, row.name, reading.lessons.c.vice_principal_id == row.id)
    return taken_away(plan_id, place, content, "ics", plan_calendar.CONTENT_TYPE)


def calendar(reading: Reading, title: str, condition: sa.ColumnElement[bool]) -> bytes:
    """The calendar of some lessons of a plan."""
    return plan_calendar.as_calendar(reading, title, planned_entries(reading, condition))


def place_of(reading: Reading) -> tuple[str, str]:
    """The name and the path of what is looked at: one county, or the whole plan."""
    region = reading.parts[0].region if reading.county else reading.plan.region
    return region.name, region.path


def taken_away(plan_id: int, place: tuple[str, str], content: bytes, kind: str, content_type: str) -> Any:
    """The file, named after what is in it; who took it is written down."""
    name, path = place
    audit.note("plan.export", f"plan:{plan_id}", user=current_user_row(), now=utc_now(), region_path=path, kind=kind)
    return attachment(content, f"plan-{plan_id}-{name}-{local_now():%Y%m%d}.{kind}", content_type)
