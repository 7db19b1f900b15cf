"""Reads of the calendar feeds: whose address it is, how its lessons stand, and the lessons themselves."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from course.access.models import Role, User
from course.db import db, rows_of
from course.roster.models import School, SchoolClass, Theme, VicePrincipal
from course.roster.naming_queries import name_at
from course.schedule.calendars.feed_left_queries import MOVES_AWAY, left_lessons, left_since
from course.schedule.calendars.lesson_event import STATUS, LessonFacts, copy_of
from course.schedule.models import CalendarFeed, Lesson, LessonClass, LessonState

KEPT = timedelta(days=366)
# A calendar that was not looked at for a while is still told what was called off.
CALLED_OFF_KEPT = timedelta(days=60)
MOST_LESSONS = 3_000
CALLED_OFF = tuple(state for state in LessonState if STATUS[state] == "CANCELLED")
# An address works as long as its user is what they were when they made it.
STILL_THEIRS = sa.or_(
    sa.and_(User.role == Role.VICE_PRINCIPAL, User.vice_principal_id == CalendarFeed.vice_principal_id),
    sa.and_(User.role == Role.SCHOOL, User.school_id == CalendarFeed.school_id),
)
IN_FORCE = sa.and_(CalendarFeed.revoked_at.is_(None), User.active, User.erased_at.is_(None), STILL_THEIRS)

# Calendars ask all day long, so the statements are made once; those about lessons for each kind of owner.
Statements = Mapping[str, sa.Select[Any]]
OPEN = (
    sa.select(
        CalendarFeed.id,
        CalendarFeed.vice_principal_id,
        CalendarFeed.school_id,
        CalendarFeed.read_at,
        User.locale,
        sa.func.coalesce(School.name, VicePrincipal.name),
    )
    .join(User, User.id == CalendarFeed.user_id)
    .outerjoin(School, School.id == CalendarFeed.school_id)
    .outerjoin(VicePrincipal, VicePrincipal.id == CalendarFeed.vice_principal_id)
    .where(CalendarFeed.token_hash == sa.bindparam("token_hash"), IN_FORCE, VicePrincipal.erased_at.is_(None))
)


def shown_in(statement: sa.Select[Any]) -> Statements:
    """The statement about the lessons that a feed shows, by the column that says whose they are."""
    recent = sa.or_(Lesson.state.not_in(CALLED_OFF), Lesson.changed_at >= sa.bindparam("recent"))
    shown = statement.where(Lesson.start >= sa.bindparam("since"), recent)
    owners = (Lesson.vice_principal_id, Lesson.school_id)
    return {owner.key: shown.where(owner == sa.bindparam("whose")) for owner in owners}


def marked_by_what_left(marks: Statements) -> Statements:
    """For a person also how many lessons went to somebody else, and the last change by which one did."""
    left = MOVES_AWAY.subquery()
    more = (sa.func.count(), sa.func.max(left.c[0]))
    columns = [sa.select(one).select_from(left).scalar_subquery() for one in more]
    return {**marks, "vice_principal_id": marks["vice_principal_id"].add_columns(*columns)}


MARKS = marked_by_what_left(
    shown_in(sa.select(sa.func.max(Lesson.changed_at), sa.func.count(), sa.func.sum(Lesson.sequence)))
)
LESSONS = shown_in(
    sa.select(
        Lesson.id,
        Lesson.uid,
        Lesson.sequence,
        Lesson.created_at,
        Lesson.changed_at,
        Lesson.start,
        Lesson.end,
        Lesson.period,
        Lesson.state,
        Lesson.place,
        Theme.name,
        name_at(Lesson.start),
        VicePrincipal.name,
        Lesson.case_id.is_not(None),
    )
    .join(Theme, Theme.id == Lesson.theme_id)
    .join(School, School.id == Lesson.school_id)
    .join(VicePrincipal, VicePrincipal.id == Lesson.vice_principal_id)
    .order_by(Lesson.start.desc(), Lesson.id)
    .limit(MOST_LESSONS)
)
CLASSES = shown_in(
    sa.select(LessonClass.lesson_id, SchoolClass.grade, SchoolClass.number)
    .join(Lesson, Lesson.id == LessonClass.lesson_id)
    .join(SchoolClass, SchoolClass.id == LessonClass.class_id)
    .order_by(SchoolClass.grade, SchoolClass.number)
)


@dataclass(frozen=True)
class OpenFeed:
    """An address that works: whose lessons it gives, and in which language."""

    id: int
    vice_principal_id: int | None
    school_id: int | None
    read_at: datetime | None
    locale: str
    name: str

    def asked(self, statements: Statements, today: date) -> sa.CursorResult[Any]:
        """What a statement about the lessons of a person or a school says of this one's on a day."""
        midnight = datetime.combine(today, time())
        told_until = (midnight - CALLED_OFF_KEPT).replace(tzinfo=UTC)
        of_school = self.school_id is not None
        whose = self.school_id if of_school else self.vice_principal_id
        statement = statements["school_id" if of_school else "vice_principal_id"]
        days = {"since": midnight - KEPT, "recent": told_until, "left_since": left_since(today)}
        return rows_of(statement, whose=whose, **days)


def hash_of(token: str) -> str:
    """What is kept of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_feed(token: str) -> OpenFeed | None:
    """The feed of a token, one question whatever the token is; None where it is wrong, given back or not theirs."""
    row = rows_of(OPEN, token_hash=hash_of(token)).first()
    return OpenFeed(*row) if row else None


def feed_of(user: User) -> CalendarFeed | None:
    """The address of a user that works now, if there is one."""
    chosen = sa.select(CalendarFeed).join(User, User.id == CalendarFeed.user_id)
    return db.session.scalar(chosen.where(CalendarFeed.user_id == user.id, IN_FORCE))


def mark_of(feed: OpenFeed, today: date) -> str:
    """What changes when anything in the feed does, from one cheap question.

    The sum tells of a change that was begun before another and kept after it.  The day is in it because the lessons
    shown depend on it, and so that a school's new name arrives within a day.
    """
    row = feed.asked(MARKS, today).one()
    return hashlib.sha256(repr((feed.id, feed.name, feed.locale, today, tuple(row))).encode()).hexdigest()[:32]


def lessons_of(feed: OpenFeed, today: date) -> list[LessonFacts]:
    """The lessons of a feed, the latest first where there are too many, read as plain values."""
    classes, person_id = classes_of(feed, today), feed.vice_principal_id
    found = [LessonFacts(*row, classes.get(row[0], ())) for row in feed.asked(LESSONS, today)]
    if person_id is None:
        return found
    mine = [replace(facts, uid=copy_of(facts.uid, person_id)) for facts in found]
    return [*mine, *left_lessons(person_id, today)]


def classes_of(feed: OpenFeed, today: date) -> dict[int, list[tuple[int, int]]]:
    """Grade and number of the classes of the lessons of a feed."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for lesson_id, grade, number in feed.asked(CLASSES, today):
        found[lesson_id].append((grade, number))
    return found
