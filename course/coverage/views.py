"""Pages of coverage, and each person's start page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from markupsafe import Markup

from course import kept_statements
from course.access.guard import allow, current_scope
from course.access.models import Role
from course.access.scope import Scope
from course.coverage import region_queries, school_queries, special_queries, start_page
from course.coverage.charts import parts_of
from course.coverage.dashboard_page import overview
from course.coverage.kept_pages import BETWEEN, Kept, Reader, kept_pages
from course.coverage.map_page import map_page
from course.coverage.measure_rules import MEASURES, Status, term_days
from course.coverage.mornings import jobs as morning_jobs
from course.coverage.mornings import wording as morning_wording
from course.coverage.page import FILTERS, CoveragePage, Look, own_page, school_page, schools_page
from course.coverage.queries import (
    Asked,
    Schools,
    hours_owed_in,
    question,
    question_of_school,
    question_under,
    rules_asked,
    terms_in,
)
from course.coverage.region_queries import Place
from course.coverage.region_rules.rules import rule_among
from course.coverage.rules import ALL_REGIONS, KINDS, Tally, year_asked_for
from course.coverage.standing_queries import SORTS, Wanted
from course.coverage.start_page import StartPage
from course.coverage.tallies import jobs as tally_jobs
from course.coverage.tallies.queries import schools_in
from course.coverage.themes_page import themes_page
from course.coverage.wording import as_of, month_in_short, special_label, year_in_words
from course.db import db
from course.delivery.actions import planned
from course.i18n import local_now, page_language
from course.roster.models import SchoolStage
from course.roster.queries import school_by_id
from course.snapshots import of_one_moment

__all__ = ["bp", "morning_jobs", "morning_wording", "tally_jobs"]
bp = Blueprint("coverage", __name__)
LAST_PAGE = 10_000
SCHOOLS, THEMES, MAP = "schools", "themes", "map"
VIEWS = ("", SCHOOLS, THEMES, MAP)
# A page with the head and the foot of the site, or the parts of it that are the same for every reader.
WHOLE, BARE = "base.html", "coverage/_bare.html"


@bp.get("/")
@allow(*Role)
@of_one_moment
def start() -> Any:
    """What comes next for me, what waits for me, and one figure that matters."""
    scope, look = current_scope(), look_asked_for()
    if scope.role in {Role.ADMIN, Role.BUREAU}:
        return show_start(scope, look)
    page = start_page.start_page(scope, asked(Schools(scope), look), look)
    return render_template("coverage/start.html", page=page, **words())


@bp.get("/coverage")
@allow(*Role)
@of_one_moment
def index() -> Any:
    """The three figures of everything that I am responsible for."""
    scope, look = current_scope(), look_asked_for()
    if scope.role is Role.SCHOOL:
        return redirect(look.address("coverage.school", code=own_school_code()))
    if scope.role in {Role.ADMIN, Role.BUREAU}:
        return show_region(region_queries.top_place(scope), look)
    return show_schools(own_page(asked(Schools(scope), look), look), WHOLE)


@bp.get("/coverage/regions/<code>")
@allow(Role.ADMIN, Role.BUREAU)
@of_one_moment
def region(code: str) -> Any:
    """How a region stands, and what is missing in which part of it."""
    place = region_queries.place_with_code(code, current_scope()) or abort(404)
    return show_region(place, look_asked_for())


@bp.get("/coverage/schools/<code>")
@allow(*Role)
@of_one_moment
def school(code: str) -> Any:
    """The three figures of a school, and the lessons of each class."""
    kept_statements.plan_once(db.session())
    row = school_queries.school_with_code(code, current_scope()) or abort(404)
    look = look_asked_for()
    wanted = question_of_school(row, current_scope(), look.year, look.year.day_that_counts(look.now.date()))
    classes = school_queries.class_rows(row.id, look.year, wanted.day)
    page = school_page(row, classes, wanted, look)
    successor = school_by_id(row.successor_id) if row.successor_id else None
    shown_beside = {"classes": classes, "successor": successor}
    return render_template("coverage/school.html", school=row, page=page, **shown_beside, **words())


@bp.get("/coverage/special")
@allow(*Role)
@of_one_moment
def special() -> Any:
    """The lessons of the year that were more than a lecture, counted by form and by school."""
    look = look_asked_for()
    wanted = asked(Schools(current_scope()), look)
    shown = {"total": special_queries.special_lessons(wanted), "rows": special_queries.special_rows(wanted)}
    page = CoveragePage(look, wanted, Tally())
    return render_template("coverage/special.html", page=page, special_label=special_label, **shown, **words())


def show_start(scope: Scope, look: Look) -> Any:
    """The start page of a bureau; of a large region only what asks something of the reader is made for each of them."""
    if is_large(scope.region_path, look):
        page = start_page.asked_page(scope, look)
        # A part of a page has no title and no styles of its own.
        part = kept_page(look, lambda: 2 * BETWEEN + start_part(overseers_page(scope, look))).content
    else:
        page = overseers_page(scope, look)
        part = Markup(start_part(page))
    return render_template("coverage/start.html", page=page, part=part, **words())


def overseers_page(scope: Scope, look: Look) -> StartPage:
    """All that a bureau is told of its region."""
    return start_page.overseers_page(scope, asked(Schools(scope), look), look)


def start_part(page: StartPage) -> str:
    """What of it everybody at the bureau is told alike."""
    return render_template("coverage/_start_part.html", page=page, **words())


def show_region(place: Place, look: Look) -> Any:
    """One of the views of a region; of a large one it is made once for everybody who asks in the same moments."""
    if not is_large(place.path, look):
        return region_page(place, look, WHOLE)
    return render_template("coverage/kept.html", kept=kept_page(look, lambda: region_page(place, look, BARE)))


def is_large(path: str, look: Look) -> bool:
    """Whether a region has so many schools that its pages are kept."""
    return kept_pages().is_large(path, reader(), lambda: schools_in(path, look.year, look.now.date()))


def kept_page(look: Look, make: Callable[[], str]) -> Kept:
    """The page of this address for everybody of the same role, region and language, made now or a moment ago."""
    scope = current_scope()
    key = (request.path, look.question(), look.now.date(), scope.role, scope.region_path, page_language())
    return kept_pages().get(key, reader(), make)


def reader() -> Reader:
    """Who asks, and what they did last."""
    return Reader(session["last"], session.get("acted", 0.0))


def region_page(place: Place, look: Look, layout: str) -> str:
    """Its first page, its schools, what was taught, its map."""
    terms, day = terms_in(look.year), look.year.day_that_counts(look.now.date())
    rules, schools = rules_asked(place.path, look.year, day), Schools(current_scope(), place.path, direct=look.direct)
    wanted = question_under(rules, schools, look.year, day, terms.hours)
    if look.view == SCHOOLS:
        return show_schools(schools_page(wanted, look, place), layout)
    if look.number > 1:
        abort(404)
    if look.view == THEMES:
        return shown("coverage/themes.html", themes_page(place, wanted, look, rule_among(rules, place.path)), layout)
    if look.view == MAP:
        return shown("coverage/map.html", map_page(place, wanted, look), layout)
    spans = term_days(terms.spans, look.year.first, look.year.last)
    return shown("coverage/coverage.html", overview(place, wanted, look, current_scope(), spans), layout)


def shown(template: str, view: Any, layout: str) -> str:
    """One view of a region with the words that all of them use."""
    return render_template(template, view=view, page=view.page, layout=layout, between=BETWEEN, **words())


def show_schools(page: CoveragePage, layout: str) -> str:
    """A list of schools with what each of them misses."""
    if page.look.number > page.pages:
        abort(404)
    given = {"layout": layout, "between": BETWEEN}
    return render_template("coverage/schools.html", page=page, pager=pager(page), **given, **words())


def look_asked_for() -> Look:
    """The year, the view, the filter and the page of the address; 404 for what they cannot be."""
    now = local_now()
    year = year_asked_for(request.args.get("year"), now.date(), current_app.config["YEAR_STARTS"]) or abort(404)
    page = request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= len(str(LAST_PAGE)) else 0
    wanted = Wanted(
        missing=one_of("missing", ("", *FILTERS)),
        status=Status(one_of("status", Status)) if request.args.get("status") else None,
        stage=SchoolStage(one_of("stage", SchoolStage)) if request.args.get("stage") else None,
        sort=one_of("sort", SORTS),
    )
    view = one_of("view", VIEWS)
    if not 0 < number <= LAST_PAGE:
        abort(404)
    narrowed = wanted.missing or wanted.status or wanted.stage
    return Look(year, now, view or (SCHOOLS if narrowed else ""), wanted, number, request.args.get("direct") == "1")


def one_of(name: str, allowed: Iterable[str]) -> str:
    """What the address asks for by this name, the first of what is allowed where it does not; 404 for anything else."""
    known = [str(one) for one in allowed]
    given = request.args.get(name) or known[0]
    return given if given in known else abort(404)


def asked(schools: Schools, look: Look) -> Asked:
    """The question to the figures."""
    return question(schools, look.year, look.year.day_that_counts(look.now.date()), hours_owed_in(look.year))


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


def here_with(**changes: Any) -> str:
    """The list of the schools of this place that are so."""
    kept = {"year": request.args.get("year"), "view": SCHOOLS, "direct": request.args.get("direct")}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept, **changes})


def words() -> dict[str, Any]:
    """What the templates use to put figures into words."""
    return {
        "kinds": KINDS,
        "all_regions": ALL_REGIONS,
        "year_in_words": year_in_words,
        "as_of": as_of,
        "planned": planned,
        "coverage_href": lambda key: url_for("coverage.index", missing=key),
        "here": lambda **changes: url_for(request.endpoint or "", **{**(request.view_args or {}), **changes}),
        "measures": {measure.key: measure for measure in MEASURES},
        "statuses": Status,
        "status_choices": [(one.value, one.label) for one in Status],
        "stage_choices": [(one.value, one.label) for one in SchoolStage],
        "status_href": lambda status: here_with(status=status),
        "parts_of": parts_of,
        "month_of": month_in_short,
    }
