"""Reads of waiting lists: who waits for a time, how far their schools are, what a page shows."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app

from course.access.models import Role, User
from course.access.scope import Scope, within
from course.db import db
from course.roster.hours_asked import most_hours
from course.roster.models import School, SchoolClass, Term, Theme, VicePrincipal
from course.roster.rules import HOURS_OWED, LESSON_HOUR, year_of, year_span
from course.schedule.models import WaitingPlace, WaitingState
from course.schedule.waiting.rules import Standing, in_turn

# Named by table and not by model: the schedule stands before the delivery.
CONFIRMATION = sa.table("confirmation", *(sa.column(name) for name in ("school_id", "minutes", "taught_on")))
REACHED = sa.table("reached_class", *(sa.column(name) for name in ("school_id", "class_id", "taught_on")))
OPEN = (WaitingState.WAITING, WaitingState.OFFERED)
MOST_SHOWN = 100


def waiting_for(vice_principal_id: int, start: datetime, end: datetime) -> list[WaitingPlace]:
    """The places on the list for any part of this time, in their turns."""
    overlapping = WaitingPlace.start < end, WaitingPlace.end > start
    chosen = sa.select(WaitingPlace).where(
        WaitingPlace.vice_principal_id == vice_principal_id, *overlapping, WaitingPlace.state == WaitingState.WAITING
    )
    rows = {row.id: row for row in db.session.scalars(chosen.order_by(WaitingPlace.id))}
    turns = in_turn_of(list(rows.values()))
    return [rows[place_id] for place_id in turns]


def in_turn_of(places: Sequence[WaitingPlace]) -> list[int]:
    """The numbers of these places in their turns."""
    return in_turn(standings(places)) if places else []


def standings(places: Sequence[WaitingPlace]) -> list[Standing]:
    """How far the schools of these places are, in the year of the lesson that they wait for."""
    school_ids = {place.school_id for place in places}
    year = year_of(places[0].start.date(), current_app.config["YEAR_STARTS"])
    first, last = year_span(year, current_app.config["YEAR_STARTS"])
    minutes = counts(sa.func.sum(CONFIRMATION.c.minutes), CONFIRMATION, school_ids, first, last)
    reached = counts(sa.func.count(sa.distinct(REACHED.c.class_id)), REACHED, school_ids, first, last)
    classes = dict(
        db.session.execute(
            sa.select(SchoolClass.school_id, sa.func.count())
            .where(SchoolClass.school_id.in_(school_ids))
            .group_by(SchoolClass.school_id)
        ).all()
    )
    owed = minutes_owed(school_ids, first, last)
    return [
        Standing(
            place.id,
            place.created_at,
            minutes.get(place.school_id, 0),
            owed.get(place.school_id, 0),
            reached.get(place.school_id, 0),
            classes.get(place.school_id, 0),
        )
        for place in places
    ]


def counts(
    figure: sa.ColumnElement[int], table: sa.TableClause, school_ids: Collection[int], first: date, last: date
) -> dict[int, int]:
    """A figure of each school in the days of a year."""
    in_year = table.c.taught_on.between(sa.literal(first, sa.Date), sa.literal(last, sa.Date))
    chosen = sa.select(table.c.school_id, figure).where(table.c.school_id.in_(school_ids), in_year)
    return {school_id: int(number) for school_id, number in db.session.execute(chosen.group_by(table.c.school_id))}


def minutes_owed(school_ids: Collection[int], first: date, last: date) -> dict[int, int]:
    """What each school is owed in the year: the hours of its terms, or of its region, in minutes of its stage."""
    by_terms = db.session.scalar(sa.select(sa.func.max(Term.min_hours)).where(Term.start.between(first, last)))
    chosen = sa.select(School.id, School.stage, School.region_path).where(School.id.in_(school_ids))
    rows = db.session.execute(chosen).all()
    hours = most_hours({row.region_path for row in rows}, by_terms or HOURS_OWED)
    return {row.id: math.ceil(hours[row.region_path] * LESSON_HOUR[row.stage]) for row in rows}


def place_to_change(waiting_id: int, scope: Scope) -> WaitingPlace | None:
    """A place on a list, locked; None outside the scope."""
    chosen = sa.select(WaitingPlace).where(WaitingPlace.id == waiting_id, within(WaitingPlace, scope))
    return db.session.scalar(chosen.with_for_update().execution_options(populate_existing=True))


def places_in(scope: Scope, now: datetime) -> list[tuple[WaitingPlace, School, VicePrincipal, Theme]]:
    """What schools of this scope wait for, the soonest first, with the rows that a page names."""
    chosen = (
        sa.select(WaitingPlace, School, VicePrincipal, Theme)
        .join(School, School.id == WaitingPlace.school_id)
        .join(VicePrincipal, VicePrincipal.id == WaitingPlace.vice_principal_id)
        .join(Theme, Theme.id == WaitingPlace.theme_id)
        .where(within(WaitingPlace, scope), WaitingPlace.state.in_(OPEN), WaitingPlace.start > now)
    )
    rows = db.session.execute(chosen.order_by(WaitingPlace.start, WaitingPlace.id).limit(MOST_SHOWN))
    return [tuple(row) for row in rows]


def count_of_school(school_id: int, now: datetime) -> int:
    """For how many times a school waits."""
    mine = WaitingPlace.school_id == school_id, WaitingPlace.state.in_(OPEN), WaitingPlace.start > now
    return db.session.scalar(sa.select(sa.func.count()).select_from(WaitingPlace).where(*mine)) or 0


def same_place(place: WaitingPlace) -> int | None:
    """The number of a place that waits for the same."""
    same = (WaitingPlace.school_id, WaitingPlace.vice_principal_id, WaitingPlace.start, WaitingPlace.class_ids)
    values = (place.school_id, place.vice_principal_id, place.start, place.class_ids)
    equal = [column == value for column, value in zip(same, values, strict=True)]
    return db.session.scalar(sa.select(WaitingPlace.id).where(*equal, WaitingPlace.state.in_(OPEN)).limit(1))


def expired(now: datetime) -> list[WaitingPlace]:
    """The offers that nobody has taken in time, locked."""
    over = WaitingPlace.state == WaitingState.OFFERED, WaitingPlace.offered_until <= now
    chosen = sa.select(WaitingPlace).where(*over).order_by(WaitingPlace.id).with_for_update()
    return list(db.session.scalars(chosen))


def awaited(local: datetime) -> list[tuple[int, datetime, datetime]]:
    """Every time ahead for which somebody waits."""
    columns = (WaitingPlace.vice_principal_id, WaitingPlace.start, WaitingPlace.end)
    ahead = WaitingPlace.state == WaitingState.WAITING, WaitingPlace.start > local
    rows = db.session.execute(sa.select(*columns).where(*ahead).distinct().order_by(WaitingPlace.start))
    return [tuple(row) for row in rows]


def readers_of(school_id: int) -> list[User]:
    """The users of a school, who are told what came free."""
    mine = sa.select(User).where(User.active, User.role == Role.SCHOOL, User.school_id == school_id)
    return list(db.session.scalars(mine.order_by(User.id)))
