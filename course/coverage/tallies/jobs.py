"""Long work on the tallies: counting a region anew, all of them, and every night what the surveys said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from course.coverage import understanding_actions
from course.coverage.region_rules.actions import AFTER_CHANGE
from course.coverage.rules import Year, year_asked_for
from course.coverage.tallies.actions import recount
from course.db import db
from course.i18n import local_now
from course.jobs import DAILY, KINDS, Kind, Report, ask
from course.roster.models import School

RECOUNT, UNDERSTANDING = "tallies.recount", "tallies.understanding"
OPENED_AND_CLOSED = "tallies.opened_and_closed"
# A worker that stood still for some nights makes up for them.
A_WEEK = timedelta(days=7)


def prepare(arguments: dict[str, Any], report: Report) -> None:
    """There is nothing to prepare: what is counted is read while the schools are held still."""


def recount_region(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Count the schools of a region anew, after its rules have changed."""
    path = arguments["path"]
    below = sa.or_(School.region_path == path, School.region_path.startswith(f"{path}/"))
    ids = list(db.session.scalars(sa.select(School.id).where(below)))
    recount(ids, now)
    return {"schools": len(ids)}


def count_understanding(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Count what the surveys of this year and the last one said."""
    year = year_asked_for(None, local_now().date(), current_app.config["YEAR_STARTS"])
    numbers = [year.number - 1, year.number] if year else []
    for number in numbers:
        understanding_actions.count(Year.numbered(number, current_app.config["YEAR_STARTS"]), now)
    return {"years": numbers}


def recount_opened_and_closed(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Count the schools anew that were founded or closed lately: that was entered ahead, and nothing changes then."""
    today = local_now().date()
    lately = (today - A_WEEK, today)
    changed = sa.or_(School.opened_on.between(*lately), School.closed_on.between(*lately))
    ids = list(db.session.scalars(sa.select(School.id).where(changed)))
    recount(ids, now)
    return {"schools": len(ids)}


def ask_for_recount(path: str, now: datetime) -> None:
    """After the rules of a region have changed, ask for its schools to be counted anew."""
    ask(RECOUNT, {"path": path}, user_id=None, now=now)


KINDS[RECOUNT] = Kind(prepare, recount_region)
KINDS[UNDERSTANDING] = Kind(prepare, count_understanding)
KINDS[OPENED_AND_CLOSED] = Kind(prepare, recount_opened_and_closed)
DAILY += [UNDERSTANDING, OPENED_AND_CLOSED]
AFTER_CHANGE.append(ask_for_recount)
