"""Pages of coverage, and each person's start page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.coverage import (
    morning_jobs,
    morning_wording,
    region_queries,
    school_queries,
    special_queries,
    start_page,
    tally_jobs,
)
from course.coverage.page import FILTERS, CoveragePage, Look, region_page, school_page, schools_page
from course.coverage.queries import Asked, Schools, hours_owed_in
from course.coverage.region_queries import Place
from course.coverage.rules import KINDS, Tally, year_asked_for
from course.coverage.wording import as_of, special_label, year_in_words
from course.delivery.actions import planned
from course.i18n import local_now

__all__ = ["bp", "morning_jobs", "morning_wording", "tally_jobs"]
bp = Blueprint("coverage", __name__)
LAST_PAGE = 10_000


@bp.get("/")
@allow(*Role)
def start() -> Any:
    """What comes next for me, what waits for me, and one figure that matters."""
    scope, look = current_scope(), look_asked_for()
    page = start_page.start_page(scope, asked(Schools(scope), look), look)
    return render_template("coverage/start.html", page=page, **words())


@bp.get("/coverage")
@allow(*Role)
def index() -> Any:
    """The three figures of everything that I am responsible for."""
    scope, look = current_scope(), look_asked_for()
    if scope.role is Role.SCHOOL:
        return redirect(look.address("coverage.school", code=own_school_code()))
    if scope.role in {Role.ADMIN, Role.BUREAU}:
        return show_region(region_queries.top_place(scope), look)
    return show(schools_page(asked(Schools(scope), look), look))


@bp.get("/coverage/regions/<code>")
@allow(Role.ADMIN, Role.BUREAU)
def region(code: str) -> Any:
    """The three figures of a region, and what is missing in which part of it."""
    place = region_queries.place_with_code(code, current_scope()) or abort(404)
    return show_region(place, look_asked_for())


@bp.get("/coverage/schools/<code>")
@allow(*Role)
def school(code: str) -> Any:
    """The three figures of a school, and the lessons of each class."""
    row = school_queries.school_with_code(code, current_scope()) or abort(404)
    look = look_asked_for()
    classes = school_queries.class_rows(row.id, look.year)
    page = school_page(row, classes, asked(Schools(current_scope(), school_id=row.id), look), look)
    return render_template("coverage/school.html", school=row, page=page, classes=classes, **words())


@bp.get("/coverage/special")
@allow(*Role)
def special() -> Any:
    """The lessons of the year that were more than a lecture, counted by form and by school."""
    look = look_asked_for()
    wanted = asked(Schools(current_scope()), look)
    shown = {"total": special_queries.special_lessons(wanted), "rows": special_queries.special_rows(wanted)}
    page = CoveragePage(look, wanted, Tally())
    return render_template("coverage/special.html", page=page, special_label=special_label, **shown, **words())


def show_region(place: Place, look: Look) -> Any:
    """The page of a region, or the first steps where there is none."""
    schools = Schools(current_scope(), place.path, direct=look.direct)
    return show(region_page(place, asked(schools, look), look))


def show(page: CoveragePage) -> Any:
    """The three figures and their rows."""
    if page.look.number > page.pages:
        abort(404)
    return render_template("coverage/coverage.html", page=page, pager=pager(page), **words())


def look_asked_for() -> Look:
    """The year, the filter and the page of the address; 404 for what they cannot be."""
    now = local_now()
    year = year_asked_for(request.args.get("year"), now.date(), current_app.config["YEAR_STARTS"]) or abort(404)
    missing, page = request.args.get("missing", ""), request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= len(str(LAST_PAGE)) else 0
    if missing not in {"", *FILTERS} or not 0 < number <= LAST_PAGE:
        abort(404)
    return Look(year, now, missing, number, request.args.get("direct") == "1")


def asked(schools: Schools, look: Look) -> Asked:
    """The question to the figures."""
    return Asked(schools, look.year, look.year.day_that_counts(look.now.date()), hours_owed_in(look.year))


def own_school_code() -> str:
    """The code of the school that the user belongs to."""
    return school_queries.code_of(current_scope()) or abort(404)


def pager(page: CoveragePage) -> dict[str, Any]:
    """Where one is in the rows, with the filter kept."""
    number, given = page.look.number, dict(request.view_args or {})

    def href(other: int) -> str | None:
        inside = 1 <= other <= page.pages
        return page.look.address(request.endpoint or "", page=other, **given) if inside else None

    return {
        "number": number,
        "pages": page.pages,
        "previous_href": href(number - 1),
        "next_href": href(number + 1),
    }


def words() -> dict[str, Any]:
    """What the templates use to put figures into words."""
    return {
        "kinds": KINDS,
        "year_in_words": year_in_words,
        "as_of": as_of,
        "planned": planned,
        "coverage_href": lambda key: url_for("coverage.index", missing=key),
        "here": lambda **changes: url_for(request.endpoint or "", **{**(request.view_args or {}), **changes}),
    }
