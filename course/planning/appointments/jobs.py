"""Proposing appointments in the worker: reading and solving take a moment, and the page need not wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import current_app

from course.db import db
from course.i18n import local_now
from course.jobs import KINDS, Kind, Report
from course.planning.appointments.proposals import as_json
from course.planning.appointments.queries import read_counties, term_for
from course.planning.solver.county import County
from course.roster.models import Region, Term

PROPOSE = "appointments.propose"


def prepare(arguments: dict[str, Any], report: Report) -> dict[str, Any]:
    """Read a county and propose; nothing is written."""
    region, today = db.session.get_one(Region, arguments["region_id"]), local_now().date()
    term = term_for(today)
    return proposal_for(read_counties([region.path], term, today)[0], term)


def proposal_for(county: County, term: Term | None) -> dict[str, Any]:
    """The proposal for a county, as it is kept; the solver is loaded when it is first needed."""
    from course.planning.solver.appointing import propose

    return as_json(county, propose(county), first_day(term, county.day), current_app.config["YEAR_STARTS"])


def first_day(term: Term | None, today: date) -> date:
    """When new appointments begin: today, or with a term that lies ahead."""
    return max(today, term.start) if term else today


def finish(prepared: dict[str, Any], arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The proposal is the job's result; it is applied by whoever agrees to it."""
    return prepared


KINDS[PROPOSE] = Kind(prepare, finish)
