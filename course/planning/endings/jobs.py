"""Once a day: tell everybody concerned that an appointment ends in 90, and again in 30 days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from course.access.models import User
from course.access.notice_actions import notify
from course.i18n import local_now
from course.jobs import DAILY, KINDS, Kind, Report
from course.planning.endings import queries
from course.planning.endings.rules import told_before
from course.planning.endings.wording import ENDING
from course.roster.models import Appointment

WATCH = "appointments.watch"


@dataclass(frozen=True)
class ToTell:
    """One notice that is to be sent."""

    user_id: int
    key: str
    facts: dict[str, Any] = field(hash=False)
    address: str


def prepare(arguments: dict[str, Any], report: Report) -> list[ToTell]:
    """Find whom to tell; this reads only."""
    today = local_now().date()
    known = queries.told_already(ENDING)
    wanted = [*to_sides(queries.all_ending(today), today)]
    return [one for one in wanted if (one.user_id, one.key) not in known]


def to_sides(ending: list[Appointment], today: date) -> Iterator[ToTell]:
    """What the schools, the people and the bureaus are told."""
    schools = queries.users_by(User.school_id, (row.school_id for row in ending))
    people = queries.users_by(User.vice_principal_id, (row.vice_principal_id for row in ending))
    for row in ending:
        key, facts = f"{ENDING}:{row.id}:{row.end}:{told_before(row.end, today)}", facts_of(row)
        for user_id in schools.get(row.school_id, ()):
            yield ToTell(user_id, key, facts, f"/schools/{quote(row.school.code)}")
        for user_id in people.get(row.vice_principal_id, ()):
            yield ToTell(user_id, key, facts, f"/vice-principals/{quote(row.vice_principal.code)}")
    yield from to_bureaus(ending, today)


def to_bureaus(ending: list[Appointment], today: date) -> Iterator[ToTell]:
    """One notice for each county and day: most appointments end with the school year, all on one day."""
    bureaus, counts = queries.bureaus(), Counter((row.region_path, row.end) for row in ending)
    one_of = {(row.region_path, row.end): row for row in ending}
    for (path, end), number in counts.items():
        key = f"{ENDING}:{path}:{end}:{told_before(end, today)}"
        facts = {**facts_of(one_of[path, end]), "number": number}
        for user_id in queries.bureau_of(path, bureaus):
            yield ToTell(user_id, key, facts, "/plans/appointments/ending")


def facts_of(row: Appointment) -> dict[str, Any]:
    """What a notice says of an appointment that ends."""
    return {"person": row.vice_principal.name, "school": row.school.name, "end": row.end.isoformat()}


def finish(found: list[ToTell], arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Tell them."""
    told = [notify(**vars(one), kind=ENDING, now=now) for one in found]
    return {"notices": sum(notice is not None for notice in told)}


KINDS[WATCH] = Kind(prepare, finish)
DAILY.append(WATCH)
