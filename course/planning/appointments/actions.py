"""Verbs of appointments: make some, end one, take one back that has not begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

import sqlalchemy as sa

from course.access import audit, happenings
from course.access.happenings import Happening
from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.errors import Problem, refuse
from course.planning.appointments import rules
from course.planning.appointments.queries import spans_of
from course.planning.appointments.rules import Limits, Span
from course.roster.models import Appointment, Region, School, VicePrincipal

MADE, ENDED = "appointment.made", "appointment.ended"


@dataclass(frozen=True)
class Wanted:
    """An appointment that somebody wants to make."""

    person: VicePrincipal
    school: School
    start: date
    end: date

    @property
    def span(self) -> Span:
        """The same as a plain value."""
        return Span(self.person.id, self.school.id, self.start, self.end)


def appoint(
    wanted: Sequence[Wanted], *, limits: Limits, reason: str, user: User | None, now: datetime
) -> list[Appointment]:
    """Make these appointments, all or none; what goes beyond a limit needs a reason, which is kept with it."""
    lock_counties({one.school.region_path for one in wanted} | {one.person.region_path for one in wanted})
    known = known_spans(wanted)
    crowded = [problems_of(one, [*known, *(other.span for other in wanted)], limits) for one in wanted]
    refuse(rules.is_new(one.span, known, (one.person.name, one.school.name)) for one in wanted)
    refuse(rules.school_stays_open(one.end, one.school.closed_on, one.school.name) for one in wanted)
    if not reason:
        refuse(problem for problems in crowded for problem in problems)
    made = [
        Appointment(
            vice_principal=one.person,
            school=one.school,
            region_path=one.school.region_path,
            start=one.start,
            end=one.end,
            reason=reason if problems else "",
        )
        for one, problems in zip(wanted, crowded, strict=True)
    ]
    db.session.add_all(made)
    db.session.flush()
    for one, row in zip(wanted, made, strict=True):
        tell(MADE, row, one.person, one.school, row.end, user=user, now=now)
    return made


def problems_of(one: Wanted, known: Sequence[Span], limits: Limits) -> list[Problem]:
    """The limits that an appointment would go beyond."""
    found = (
        rules.serves_few_schools(one.span, known, limits, one.person.name),
        rules.has_few_people(one.span, known, limits, one.school.name),
    )
    return [problem for problem in found if problem]


def known_spans(wanted: Sequence[Wanted]) -> list[Span]:
    """The appointments of these people and schools that are there already."""
    first = min((one.start for one in wanted), default=date.max)
    rows = spans_of((one.person.id for one in wanted), (one.school.id for one in wanted), first)
    return [Span(row.vice_principal_id, row.school_id, row.start, row.end) for row in rows]


def lock_counties(paths: set[str]) -> None:
    """Let nobody else appoint in these counties until the transaction ends (PostgreSQL; SQLite has one writer)."""
    rows = sa.select(Region.id).where(Region.path.in_(paths)).order_by(Region.id)
    db.session.execute(rows.with_for_update())


def end(row: Appointment, day: date, *, why: str, user: User, now: datetime) -> None:
    """End an appointment on a day, its last; the school may need somebody else from then on."""
    refuse([rules.ends_within(day, row.start, row.end)])
    row.end, row.end_reason = day, why
    tell(ENDED, row, row.vice_principal, row.school, day, why=why, user=user, now=now)
    db.session.flush()


def take_back(row: Appointment, *, why: str, user: User, now: datetime) -> None:
    """Take back an appointment that has not begun, as if it had never been made; the log keeps it."""
    tell(ENDED, row, row.vice_principal, row.school, row.start, why=why, user=user, now=now)
    db.session.delete(row)
    db.session.flush()


def tell(
    action: str,
    row: Appointment,
    person: VicePrincipal,
    school: School,
    day: date,
    *,
    user: User | None,
    now: datetime,
    why: str = "",
) -> None:
    """Write the change into the log and tell the person and the school."""
    facts = {"person": person.name, "school": school.name, "start": row.start.isoformat(), "end": day.isoformat()}
    said = {"why": why or row.reason} if why or row.reason else {}
    codes = {"vice_principal": person.code, "school": school.code, "start": facts["start"], "end": facts["end"]}
    audit.note(action, f"appointment:{row.id}", user=user, now=now, region_path=school.region_path, **codes, **said)
    happenings.tell(Happening(action, school.region_path, now, appointments=(codes,)))
    for user_id, address in readers(row, person, school):
        notify(user_id, kind=action, key=f"{action}:{row.id}:{day}", facts=facts, address=address, now=now)


def readers(row: Appointment, person: VicePrincipal, school: School) -> Iterator[tuple[int, str]]:
    """The users of the person and of the school, and where each of them reads on."""
    theirs = sa.or_(User.vice_principal_id == person.id, User.school_id == school.id)
    chosen = sa.select(User.id, User.vice_principal_id).where(User.active.is_(True), theirs).order_by(User.id)
    for user_id, of_person in db.session.execute(chosen).all():
        yield user_id, f"/schools/{quote(school.code)}" if of_person else f"/vice-principals/{quote(person.code)}"
