"""Pages to read a plan: by school, by person, by week, and as a map."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from course.access.guard import allow
from course.forms import clean_code
from course.i18n import WEEKDAYS_EN, WEEKDAYS_ZH, local_now, page_language
from course.pages import Page, page_number
from course.planning.reading import export_views as reading_export_views
from course.planning.reading import map_page as reading_map_page
from course.planning.reading import person_page as reading_person_page
from course.planning.reading import person_queries as people_queries
from course.planning.reading import school_queries
from course.planning.reading import week_page as reading_week_page
from course.planning.reading.blueprint import OFFICES, bp, counties_asked_for, narrowed, plan_asked_for
from course.planning.reading.person_queries import PersonFilter
from course.planning.reading.queries import Reading, agreed_entries, planned_entries
from course.planning.reading.school_queries import GAPS, SchoolFilter
from course.planning.reading.weeks import teaching_weeks, week_with_key, weeks_of
from course.roster.models import Agency, SchoolStage
from course.roster.views import asked_stage, asked_word, found
from course.schedule.models import Lesson

__all__ = ["bp", "reading_export_views"]


def show(name: str, reading: Reading, **given: Any) -> Any:
    """A page of the plan, or that there is nothing to look at yet."""
    template = f"planning/reading_{name if reading.parts else 'nothing'}.html"
    return render_template(template, reading=reading, narrowed=narrowed, **given)


@bp.get("/schools")
@allow(*OFFICES)
def schools(plan_id: int) -> Any:
    """The schools of a plan with their hours and classes, those that lack most first."""
    reading, number = counties_asked_for(plan_id, local_now()), page_number()
    wanted = SchoolFilter(asked_word(), asked_stage(), asked_gap())
    total = school_queries.count_schools(reading, wanted)
    lines = school_queries.school_lines(reading, wanted, number)
    page = Page.of(number, total, school_queries.ON_A_PAGE)
    return show("schools", reading, wanted=wanted, total=total, lines=lines, page=page, stages=SchoolStage)


def asked_gap() -> str:
    """What is to be missing at the schools, if it is something that can be."""
    gap = request.args.get("gap", "")
    return gap if gap in GAPS else ""


@bp.get("/school/<code>")
@allow(*OFFICES)
def school(plan_id: int, code: str) -> Any:
    """The term of one school: its lessons in the order of time, and the classes that are not reached."""
    reading = plan_asked_for(plan_id, local_now())
    row = found(school_queries.school_in(reading, code))
    reading = school_queries.county_of(reading, row)
    beside = agreed_entries(reading, Lesson.school_id == row.id)
    lessons = planned_entries(reading, reading.lessons.c.school_id == row.id) + beside
    lessons.sort(key=lambda one: one.start)
    return show("school", reading, school=row, line=school_queries.line_of(reading, row), lessons=lessons)


@bp.get("/people")
@allow(*OFFICES)
def people(plan_id: int) -> Any:
    """How many lessons each person gives, of those that they can give; the most loaded first."""
    reading, number = counties_asked_for(plan_id, local_now()), page_number()
    wanted = PersonFilter(asked_word(), clean_code(request.args.get("station")), asked_agency())
    first = people_queries.first_day(reading)
    weeks = teaching_weeks(weeks_of(reading.term), first)
    total = people_queries.count_people(reading, wanted)
    lines = people_queries.person_lines(reading, wanted, weeks, first, number)
    page = Page.of(number, total, people_queries.ON_A_PAGE)
    # The stations of a whole province are too many to choose from.
    stations = people_queries.stations_of(reading) if len(reading.parts) == 1 else []
    given = {"wanted": wanted, "total": total, "lines": lines, "page": page, "weeks": weeks}
    return show("people", reading, stations=stations, agencies=Agency, **given)


def asked_agency() -> Agency | None:
    """The agency that the address asks for, if it is one."""
    agency = request.args.get("agency", "")
    return Agency(agency) if agency in list(Agency) else None


@bp.get("/person/<code>")
@allow(*OFFICES)
def person(plan_id: int, code: str) -> Any:
    """The term of one person, week by week, with the ways between schools."""
    reading = plan_asked_for(plan_id, local_now())
    row = found(people_queries.person_in(reading, code))
    return show("person", reading, page=reading_person_page.person_page(reading, row))


@bp.get("/weeks")
@allow(*OFFICES)
def weeks(plan_id: int) -> Any:
    """The weeks of the term with their lessons, day by day."""
    reading = counties_asked_for(plan_id, local_now())
    names = WEEKDAYS_EN if page_language() == "en" else WEEKDAYS_ZH
    workdays = names[: reading_week_page.WORKDAYS]
    return show("weeks", reading, page=reading_week_page.weeks_page(reading), weekdays=workdays)


@bp.get("/week/<week>")
@allow(*OFFICES)
def week(plan_id: int, week: str) -> Any:
    """The lessons of one week, day by day, of everybody or of whom the address names."""
    reading = counties_asked_for(plan_id, local_now())
    weeks = weeks_of(reading.term)
    chosen = week_with_key(weeks, week) or abort(404)
    asked = reading_week_page.Asked(chosen, asked_word(), request.args.get("day", ""), page_number())
    return show("week", reading, page=reading_week_page.week_page(reading, weeks, asked))


@bp.get("/map")
@allow(*OFFICES)
def map(plan_id: int) -> Any:
    """The schools of a county by how they are covered, or the counties of a larger region."""
    reading = counties_asked_for(plan_id, local_now())
    if len(reading.parts) == 1:
        return show("map", reading, page=reading_map_page.school_map(reading))
    return show("map", reading, page=reading_map_page.county_map(reading))
