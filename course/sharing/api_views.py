"""The interface for other programs: read with a key, and described by itself."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app
from flask_limiter.util import get_remote_address

from course import links
from course.access.guard import allow_anyone
from course.db import utc_now
from course.i18n import local_now
from course.problem_json import problem
from course.security import limiter
from course.sharing import coverage_queries, reading_queries, token_queries
from course.sharing import operations as op
from course.sharing.description import description
from course.sharing.figure_rules import NothingKnown, Told, told_of
from course.sharing.parameters import row_number
from course.sharing.reading_queries import LessonsWanted, Wanted
from course.sharing.serving import Asked, Refusal, given_key, not_found, page, serves
from course.snapshots import one_snapshot

V1 = "/api/v1"
bp = Blueprint("api", __name__)


def clock() -> tuple[datetime, datetime]:
    """The schools' wall clock, and this moment."""
    return local_now(), utc_now()


def key_or_address() -> str:
    """Whose requests are counted together: those with one key, or those from one address without any."""
    key = given_key()
    return token_queries.hash_of(key) if key else get_remote_address()


# A slash in a code stays what it is: to a program, the address without it would be another one.
get = partial(bp.get, merge_slashes=False)

# A program that reads a county page by page needs a dozen requests; whoever guesses keys is stopped by address.
limiter.limit("300 per minute", key_func=key_or_address)(bp)
limiter.limit("30 per minute", deduct_when=lambda answer: answer.status_code == 401)(bp)


@bp.get(f"{V1}/openapi.json")
@allow_anyone
def openapi() -> Response:
    """The description of the interface, for programs."""
    return Response(json.dumps(description(links.address("")), ensure_ascii=False), content_type="application/json")


@get(f"{V1}/schools")
@allow_anyone
@serves(op.SCHOOLS, clock)
def schools(asked: Asked) -> dict[str, Any]:
    """A page of schools."""
    return page(reading_queries.schools(wanted(asked)))


@get(f"{V1}/schools/<path:code>")
@allow_anyone
@serves(op.SCHOOL, clock)
def school(asked: Asked, code: str) -> dict[str, Any]:
    """One school."""
    found = reading_queries.school_with_code(code, asked.scope)
    if found is None:
        raise Refusal(problem(404))
    return {"data": found}


@get(f"{V1}/classes")
@allow_anyone
@serves(op.CLASSES, clock)
def classes(asked: Asked) -> dict[str, Any]:
    """A page of classes."""
    return page(reading_queries.classes(wanted(asked)))


@get(f"{V1}/lessons")
@allow_anyone
@serves(op.LESSONS, clock)
def lessons(asked: Asked) -> dict[str, Any]:
    """A page of lessons."""
    more = LessonsWanted(asked["state"], asked["from"], asked["to"], asked["changed_since"])
    return page(reading_queries.lessons(wanted(asked), more, zone()))


@get(f"{V1}/lessons/<lesson_id>")
@allow_anyone
@serves(op.LESSON, clock)
def lesson(asked: Asked, lesson_id: str) -> dict[str, Any]:
    """One lesson."""
    number = row_number(lesson_id)
    found = None if number is None else reading_queries.lesson_with_id(number, asked.scope, zone())
    if found is None:
        raise Refusal(problem(404))
    return {"data": found}


@get(f"{V1}/coverage/regions")
@allow_anyone
@serves(op.REGION_COVERAGE, clock)
def region_coverage(asked: Asked) -> dict[str, Any]:
    """The figures of a region and of its parts."""
    scope = asked.scope
    if not (scope.region_path or scope.covers("")):
        raise Refusal(problem(403, "The owner of this key is a school. Ask /api/v1/coverage/schools instead."))
    with one_snapshot():
        place = coverage_queries.place_of(asked["region"], scope)
        if place is None:
            raise not_found("region", asked["region"])
        return coverage_queries.regions(place, scope, told(asked))


@get(f"{V1}/coverage/schools")
@allow_anyone
@serves(op.SCHOOL_COVERAGE, clock)
def school_coverage(asked: Asked) -> dict[str, Any]:
    """A page of schools with their figures."""
    with one_snapshot():
        found, meaning = coverage_queries.schools(wanted(asked), told(asked), asked.local)
        return page(found) | meaning


def wanted(asked: Asked) -> Wanted:
    """Which rows are wanted; refused where a region or a school is not there."""
    region, school = asked["region"], asked.values.get("school")
    path = reading_queries.region_path_of(region, asked.scope) if region is not None else None
    if region is not None and path is None:
        raise not_found("region", region)
    school_id = reading_queries.school_id_of(school, asked.scope) if school is not None else None
    if school is not None and school_id is None:
        raise not_found("school", school)
    return Wanted(asked.scope, asked["after"], asked["limit"], path, school_id)


def told(asked: Asked) -> Told:
    """The day and the year that are asked for; refused where nothing is known of them."""
    try:
        return told_of(asked["on"], asked["year"], asked.local.date(), current_app.config["YEAR_STARTS"])
    except NothingKnown as unknown:
        raise Refusal(problem(404, unknown.detail, parameter=unknown.name)) from None


def zone() -> ZoneInfo:
    """The schools' wall clock."""
    return ZoneInfo(current_app.config["TIMEZONE"])
