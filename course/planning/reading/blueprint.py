"""The blueprint of the pages on which a plan is read, and what all of their addresses say."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, abort, request, url_for

from course.access.guard import current_scope
from course.access.models import Role
from course.planning.reading.queries import Reading, reading_of

bp = Blueprint("plan_reading", __name__, url_prefix="/plans/<int(max=2147483647):plan_id>")
OFFICES = (Role.ADMIN, Role.BUREAU)


def plan_asked_for(plan_id: int, now: datetime) -> Reading:
    """The plan of an address, as far as it lies in the scope; 404 where nothing of it does."""
    return reading_of(plan_id, current_scope(), now) or abort(404)


def counties_asked_for(plan_id: int, now: datetime) -> Reading:
    """The plan of an address, of the one county that the address names or of all of them."""
    return of_county(plan_asked_for(plan_id, now), request.args.get("county", ""))


def of_county(reading: Reading, code: str) -> Reading:
    """One county of a plan; 404 where it has no such county to look at."""
    if code and code not in {part.region.code for part in reading.made}:
        abort(404)
    return reading.of_county(code)


def narrowed(**changes: str) -> str:
    """The address of this list with other filters, from its first page on.

    What somebody put into the address never becomes an argument of ``url_for``, which has names of its own.
    """
    kept = {name: value for name, value in {**request.args.to_dict(), **changes}.items() if value and name != "page"}
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{path}?{urlencode(kept)}" if kept else path
