"""Reads of the start pages: what comes next for a person, and what waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from course import given_up_jobs
from course.access.models import Role, User
from course.access.scope import Scope, within
from course.coverage.region_rules.queries import is_late_to_confirm
from course.coverage.rules import PATIENCE
from course.coverage.tallies.queries import STATEMENTS_KEPT
from course.db import db
from course.delivery.actions import figures_of
from course.delivery.models import Confirmation, Delivery
from course.delivery.rules import Figures
from course.planning.endings.queries import ending_count
from course.roster.models import Region, School, Theme, VicePrincipal
from course.roster.naming_queries import earlier_name
from course.schedule.agreement import Agreement
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import waiting_for_agreement

OPEN = (LessonState.REQUESTED, LessonState.SCHEDULED, LessonState.DELIVERED)
# Written out, as the index of lessons that wait has it: of values that come later no database knows that it serves.
IS_OPEN = Lesson.state.in_(sa.bindparam("open", OPEN, expanding=True, literal_execute=True))
MOST_SHOWN = 5
MOST_READ = 100
LOOK_BACK, LOOK_AHEAD = timedelta(days=366), timedelta(days=200)
LINKS_SHOWN = timedelta(days=14)
# Stand for these moments in a statement that is told later of now.
AROUND = {name: sa.bindparam(name, type_=Lesson.start.type) for name in ("since", "until", "links_since")}


@dataclass(frozen=True)
class Agenda:
    """The open lessons of a person or a school, sorted by what is to be done with them."""

    requests: tuple[Lesson, ...]
    to_report: tuple[Lesson, ...]
    to_confirm: tuple[Lesson, ...]
    coming: tuple[Lesson, ...]
    # Confirmed lately through a link: the school looks once whether that is right.
    by_link: tuple[Lesson, ...] = ()
    claims: Mapping[int, Figures] = field(default_factory=dict)
    # Requests to which the vice-principal proposed another time; the school answers.
    proposed: tuple[Lesson, ...] = ()
    # What the schools of past lessons were called then, by lesson; None: as today.
    names: Mapping[int, str | None] = field(default_factory=dict)
    # Planned for a vice-principal, who has not agreed yet.
    planned: Agreement = field(default_factory=Agreement)

    @property
    def gone_up(self) -> tuple[Lesson, ...]:
        """The requests that nobody answered for three days, so that the station is asked."""
        return tuple(row for row in self.requests if row.station_asked_at is not None)

    @property
    def fresh_requests(self) -> tuple[Lesson, ...]:
        """The other requests."""
        return tuple(row for row in self.requests if row.station_asked_at is None)

    def nothing(self) -> bool:
        """Whether there is no open lesson at all."""
        return not (self.requests or self.proposed or self.to_report or self.to_confirm or self.coming)


# What a list of lessons shows beside each.
SHOWN = (
    joinedload(Lesson.school, innerjoin=True).load_only(School.code, School.name, raiseload=True),
    joinedload(Lesson.vice_principal, innerjoin=True).load_only(VicePrincipal.code, VicePrincipal.name, raiseload=True),
    joinedload(Lesson.theme, innerjoin=True).load_only(Theme.code, Theme.name, raiseload=True),
    selectinload(Lesson.classes),
)
NAME_THEN = earlier_name(Lesson.school_id, Lesson.start)


@dataclass(frozen=True)
class Backlog:
    """What waits in a bureau's region: how many lessons and appointments, and the lessons that have waited longest."""

    unconfirmed: int = 0
    unanswered: int = 0
    unreported: int = 0
    ending: int = 0
    longest: tuple[Lesson, ...] = ()
    # Requests that nobody answered for six days, so that the bureau is asked.
    gone_up: tuple[Lesson, ...] = ()
    # What the schools of past lessons were called then, by lesson; None: as today.
    names: Mapping[int, str | None] = field(default_factory=dict)


def agenda(scope: Scope, now: datetime) -> Agenda:
    """The open lessons in scope, those that wait longest first, with what was reported of them."""
    found = db.session.execute(agenda_statement(scope.of_somebody()), scope.told() | around(now)).all()
    lessons = [lesson for lesson, *_ in found]
    asked = [row for row in lessons if row.state is LessonState.REQUESTED and row.start > now]
    return Agenda(
        requests=tuple(row for row in asked if row.accepted_at is None),
        proposed=tuple(row for row in asked if row.accepted_at is not None),
        to_report=tuple(row for row in lessons if row.state is LessonState.SCHEDULED and row.start <= now),
        to_confirm=tuple(row for row in lessons if row.state is LessonState.DELIVERED),
        coming=tuple(row for row in lessons if row.state is LessonState.SCHEDULED and row.start > now),
        by_link=tuple(row for row in lessons if row.state is LessonState.CONFIRMED),
        claims={lesson.id: figures_of(claim) for lesson, claim, _ in found if claim},
        names={lesson.id: name for lesson, _, name in found},
        planned=Agreement(waiting_for_agreement(scope, now) if scope.role is Role.VICE_PRINCIPAL else ()),
    )


@lru_cache(STATEMENTS_KEPT)
def agenda_statement(scope: Scope) -> sa.Select[Any]:
    """Lessons in scope of which something is still to be done, with what a list shows and what was reported."""
    chosen = sa.select(Lesson).options(*SHOWN).where(*open_now(scope, AROUND)).add_columns(Delivery, NAME_THEN)
    chosen = chosen.outerjoin(Delivery, Delivery.lesson_id == Lesson.id)
    return chosen.order_by(Lesson.start, Lesson.id).limit(MOST_READ)


def around(now: datetime) -> dict[str, Any]:
    """The moments between which a start page looks at lessons, and since when at what was confirmed by a link."""
    return {"since": now - LOOK_BACK, "until": now + LOOK_AHEAD, "links_since": now - LINKS_SHOWN}


def open_now(scope: Scope, moments: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    """The conditions of those lessons, ``around`` a moment."""
    near = Lesson.start.between(moments["since"], moments["until"])
    shown = sa.or_(IS_OPEN, confirmed_by_link(moments["links_since"])) if scope.role is Role.SCHOOL else IS_OPEN
    conditions = [within(Lesson, scope), near, shown]
    if scope.role is Role.VICE_PRINCIPAL:
        conditions.append(Lesson.vice_principal_id.in_(scope.people()))
    return conditions


def confirmed_by_link(since: Any) -> sa.ColumnElement[bool]:
    """The lessons of the last two weeks of a school that somebody confirmed without signing in."""
    without_user = sa.exists().where(Confirmation.lesson_id == Lesson.id, Confirmation.confirmed_by_id.is_(None))
    return sa.and_(Lesson.state == LessonState.CONFIRMED, Lesson.start >= since, without_user)


def waits_too_long(now: datetime) -> dict[str, sa.ColumnElement[bool]]:
    """The lessons that wait: reports without an answer, requests without one, lessons without a report."""
    late = now - PATIENCE
    # What has ended has begun: said so, the index leaves out all the lessons to come.
    return {
        "unconfirmed": sa.and_(stands(LessonState.DELIVERED), Lesson.start <= now, is_late_to_confirm(now)),
        "unanswered": stands(LessonState.REQUESTED),
        "unreported": sa.and_(stands(LessonState.SCHEDULED), Lesson.start <= late, Lesson.end <= late),
    }


def stands(state: LessonState) -> sa.ColumnElement[bool]:
    """The lessons of a state, written out so that each database knows which part of the index they are."""
    return Lesson.state == sa.bindparam(f"is_{state}", state, Lesson.state.type, literal_execute=True)


def counted_backlog(scope: Scope, now: datetime) -> Backlog:
    """How much waits too long in a region, in one statement."""
    return Backlog(*db.session.execute(backlog_statement(scope, now.replace(second=0, microsecond=0))).one())


@lru_cache(STATEMENTS_KEPT)
def backlog_statement(scope: Scope, minute: datetime) -> sa.Select[Any]:
    """The counts of it; built once for each scope and minute, for what waits is told in days."""
    counts = [how_many(scope, minute, waits).label(name) for name, waits in waits_too_long(minute).items()]
    return sa.select(*counts, ending_count(scope, minute.date()).label("ending"))


def how_many(scope: Scope, minute: datetime, waits: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """How many lessons of the scope wait in one way."""
    near = Lesson.start.between(minute - LOOK_BACK, minute + LOOK_AHEAD)
    chosen = sa.select(sa.func.count()).select_from(Lesson)
    return chosen.where(within(Lesson, scope), near, IS_OPEN, waits).scalar_subquery()


def backlog(scope: Scope, now: datetime) -> Backlog:
    """What waits too long in a region, with the lessons that have waited longest."""
    counted = counted_backlog(scope, now)
    if not (counted.unconfirmed or counted.unanswered or counted.unreported):
        return counted
    waits = waits_too_long(now)
    late = [longest(waits[name], Lesson.start) for name in ("unconfirmed", "unreported")]
    return listed(counted, [requests_gone_up(now), *late], scope, now)


def asked_of_bureau(scope: Scope, now: datetime) -> Backlog:
    """Only the requests of a region that the bureau is to answer."""
    return listed(Backlog(), [requests_gone_up(now)], scope, now)


def requests_gone_up(now: datetime) -> sa.Select[tuple[int, datetime]]:
    """Those that went up to the bureau, by when they were made."""
    gone_up = sa.and_(stands(LessonState.REQUESTED), Lesson.start > now, Lesson.bureau_asked_at.is_not(None))
    return longest(gone_up, Lesson.changed_at)


def listed(counted: Backlog, lists: Sequence[sa.Select[Any]], scope: Scope, now: datetime) -> Backlog:
    """What was counted, with the lessons of these lists: requests by when they were made, others by their start.

    Each list says how short it is and is of one state: so an index has it in its order.  Numbered and cut off,
    PostgreSQL expects thousands, and reads every lesson of a country to find ten.
    """
    first = sa.union_all(*(one.where(*open_now(scope, around(now))).subquery().select() for one in lists)).subquery()
    chosen = sa.select(Lesson, NAME_THEN).join(first, first.c.id == Lesson.id).options(*SHOWN)
    named = db.session.execute(chosen.order_by(first.c.since, first.c.id)).all()
    asked = tuple(one for one, _ in named if one.state is LessonState.REQUESTED)[:MOST_SHOWN]
    late = tuple(one for one, _ in named if one.state is not LessonState.REQUESTED)[:MOST_SHOWN]
    return replace(counted, longest=late, gone_up=asked, names={one.id: name for one, name in named})


def longest(of: sa.ColumnElement[bool], since: Any) -> sa.Select[tuple[int, datetime]]:
    """The few of these lessons that have waited longest, each with the moment since when."""
    return sa.select(Lesson.id, since.label("since")).where(of).order_by(since, Lesson.id).limit(MOST_SHOWN)


def set_up_so_far() -> dict[str, int]:
    """How many regions and users there are, for the first steps of an administrator, and how much work has stopped."""
    counts = sa.select(
        sa.select(sa.func.count()).select_from(Region).scalar_subquery(),
        sa.select(sa.func.count()).select_from(User).where(User.role != Role.ADMIN).scalar_subquery(),
        given_up_jobs.how_many().scalar_subquery(),
    )
    regions, users, stopped = db.session.execute(counts).one()
    return {"regions": regions, "users": users, "stopped": stopped}
