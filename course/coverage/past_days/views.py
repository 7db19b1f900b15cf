"""Pages of a past day: any figure as it was known or true then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.coverage import region_queries, school_queries
from course.coverage.measure_rules import ORGANISED, PRACTICE, REACHABLE, THEMES, UNDERSTANDING, Status
from course.coverage.past_days.page import DayPage, asked_on, owing_under, region_on, school_on
from course.coverage.past_days.rules import day_meant, year_of_day
from course.coverage.queries import Schools, hours_owed_in, question_under
from course.coverage.region_rules.queries import held_around
from course.coverage.region_rules.rules import held_among, rules_on
from course.coverage.rules import ALL_REGIONS, KINDS, Year, year_asked_for
from course.coverage.wording import year_in_words
from course.i18n import local_now
from course.snapshots import of_one_moment

bp = Blueprint("coverage_day", __name__)
MEASURES = {one.key: one.title for one in (THEMES, PRACTICE, ORGANISED, UNDERSTANDING, REACHABLE)}


@bp.get("/coverage/day")
@allow(Role.ADMIN, Role.BUREAU)
@of_one_moment
def index() -> Any:
    """Everything that I am responsible for, on a past day."""
    return show_region(region_queries.top_place(current_scope()))


@bp.get("/coverage/regions/<code>/day")
@allow(Role.ADMIN, Role.BUREAU)
@of_one_moment
def region(code: str) -> Any:
    """A region on a past day."""
    return show_region(region_queries.place_with_code(code, current_scope()) or abort(404))


@bp.get("/coverage/schools/<code>/day")
@allow(*Role)
@of_one_moment
def school(code: str) -> Any:
    """A school on a past day."""
    row = school_queries.school_with_code(code, current_scope()) or abort(404)
    day, year, problem = day_asked_for()
    schools = Schools(current_scope(), row.region_path, school_id=row.id)
    page = school_on(row, schools, year, day, today())
    return show(replace(page, problem=problem), code, "school")


def show_region(place: region_queries.Place) -> Any:
    """The page of a region on the day of the address."""
    day, year, problem = day_asked_for()
    schools, held, by_terms = Schools(current_scope(), place.path), held_around(place.path), hours_owed_in(year)
    rules = rules_on(held, year.day_of_rules(day))
    wanted = question_under(rules, schools, year, year.day_that_counts(day), by_terms)
    owing = owing_under(held_among(held, place.path), by_terms)
    page = region_on(place, asked_on(schools, wanted, day, today()), today(), owing)
    return show(replace(page, problem=problem), place.region.code if place.region else "", "region")


def show(page: DayPage, code: str, kind: str) -> Any:
    """The figures of the day."""
    return render_template(
        "coverage/day.html",
        page=page,
        code=code,
        kind=kind,
        kinds=KINDS,
        all_regions=ALL_REGIONS,
        measures=MEASURES,
        statuses=Status,
        year_in_words=year_in_words,
    )


def day_asked_for() -> tuple[date, Year, Any]:
    """The day of the address, its year, and what is wrong with it; 404 for a year that is none."""
    day, problem = day_meant(request.args.get("day", "").strip(), today())
    starts = current_app.config["YEAR_STARTS"]
    given = request.args.get("year")
    year = (year_asked_for(given, day, starts) or abort(404)) if given else None
    return day, year_of_day(day, year, starts), problem


def today() -> date:
    """Today, by the schools' clock."""
    return local_now().date()
