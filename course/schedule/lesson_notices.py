"""Telling people of a change of a lesson: the other side always, one's own calendar as well.

``course.schedule.actions.write_change`` calls ``tell`` for every change, so no feature can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from course.access import message_actions
from course.access.models import Notice, Role, User
from course.access.notice_actions import notify
from course.db import db, rows_of
from course.i18n import LOCALES, _, in_language, wall_clock
from course.mail import Sender
from course.roster.models import Station, VicePrincipal
from course.schedule.booking.next_periods import offered_instead
from course.schedule.calendars.invitation import Mailbox, Method, invitation
from course.schedule.models import Lesson, LessonChange, LessonState
from course.schedule.queries import NAMED, WITH_NAMES

REQUESTED, ACCEPTED, DECLINED, CANCELLED = "lesson.requested", "lesson.accepted", "lesson.declined", "lesson.cancelled"
MOVED, TAUGHT, TAKEN_BACK, MISSED = "lesson.moved", "lesson.taught", "lesson.report_taken_back", "lesson.missed"
CONFIRMED, CORRECTED, WITHDRAWN = "lesson.confirmed", "lesson.corrected", "lesson.confirmation_withdrawn"
OWN_CALENDAR = "lesson.own_calendar"
# What people are told, by what was done.
KINDS = {
    "request": REQUESTED,
    "schedule": ACCEPTED,
    "accept": ACCEPTED,
    "agree": ACCEPTED,
    "decline": DECLINED,
    "cancel": CANCELLED,
    "move": MOVED,
    "report": TAUGHT,
    "take_back": TAKEN_BACK,
    "miss": MISSED,
    "confirm": CONFIRMED,
    "correct": CORRECTED,
    "withdraw": WITHDRAWN,
}
INVITES, CALLS_OFF = frozenset({"schedule", "accept", "agree", "move"}), frozenset({"decline", "cancel"})

# Every change asks these, made once: the lesson as people name it, who is told, and where its vice-principal works.
NAMES = frozenset(part.key for part in NAMED)
BY_ID = sa.select(Lesson).where(Lesson.id == sa.bindparam("lesson")).options(*WITH_NAMES)
USERS = sa.select(User).where(User.active).order_by(User.id)
SIDES = sa.or_(
    User.vice_principal_id.in_(sa.bindparam("people", expanding=True)), User.school_id == sa.bindparam("school")
)
READERS = USERS.where(SIDES)
WORKS_AT = sa.select(VicePrincipal.station_id).where(VicePrincipal.id == sa.bindparam("person"))
STATION = USERS.where(User.station_id == WORKS_AT.scalar_subquery())
STATION_NAME = sa.select(Station.name).where(Station.id == WORKS_AT.scalar_subquery())


@dataclass(frozen=True)
class Change:
    """One change of a lesson, with the lesson as it is now, and who did it."""

    lesson: Lesson
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    by: User | None
    now: datetime

    @property
    def kind(self) -> str:
        """What people are told."""
        return KINDS[self.action]

    @property
    def giver_before(self) -> int:
        """Who was to give the lesson before it changed hands; the same person where it did not."""
        return int(self.before.get("vice_principal_id", self.lesson.vice_principal_id))

    @property
    def needs_another(self) -> bool:
        """Whether somebody who was to give the lesson cannot, so that the school looks for another period."""
        side = self.by.role if self.by else None
        return self.action == "decline" or (self.action == "cancel" and side in (Role.VICE_PRINCIPAL, Role.STATION))

    @property
    def asks_its_giver(self) -> bool:
        """Whether the lesson waits for an answer of whoever is to give it, be it new or moved."""
        waits = self.lesson.state is LessonState.REQUESTED and self.lesson.accepted_at is None
        return waits and self.kind in (REQUESTED, MOVED)

    def part(self, reader: User) -> str:
        """What a move is to somebody: a lesson given to them, taken from them, or moved."""
        if self.giver_before == self.lesson.vice_principal_id or reader.role is not Role.VICE_PRINCIPAL:
            return "moved"
        return "given" if reader.vice_principal_id == self.lesson.vice_principal_id else "taken"

    def method(self, reader: User) -> Method | None:
        """What this reader's calendar has to do; None where nothing changes in it."""
        if reader.role not in (Role.VICE_PRINCIPAL, Role.SCHOOL):
            return None
        if self.action == "move" and self.before.get("state") == LessonState.SCHEDULED.value != self.lesson.state:
            # It waits for an answer at its new time; the old one is over.
            return Method.CANCEL
        if self.action in INVITES and self.lesson.state is LessonState.SCHEDULED:
            return Method.CANCEL if self.part(reader) == "taken" else Method.REQUEST
        # What was only asked for never stood in a calendar.
        called_off = self.action in CALLS_OFF and self.before.get("state") == LessonState.SCHEDULED.value
        return Method.CANCEL if called_off else None


def tell(lesson: Lesson, change: LessonChange, *, user: User | None, now: datetime) -> None:
    """Tell the other side of a change; whoever made it, and those beside them, get its calendar entry."""
    if change.action not in KINDS:
        return
    told = Change(named(lesson), change.action, change.before, change.after, user, now)
    readers, facts = concerned(told), facts_of(told)
    for reader in readers:
        if same_side(reader, user):
            note_in_calendar(reader, told, facts)
        else:
            tell_one(reader, told, facts)


def named(lesson: Lesson) -> Lesson:
    """The lesson with its school, its vice-principal, its theme and its classes."""
    if NAMES.isdisjoint(sa.inspect(lesson).unloaded):
        return lesson
    return db.session.scalars(BY_ID, {"lesson": lesson.id}).one()


def concerned(change: Change) -> Sequence[User]:
    """The users of the school and of whoever gives, or gave, the lesson; a request without a reader goes to the
    station."""
    lesson = change.lesson
    people = sorted({lesson.vice_principal_id, change.giver_before})
    readers = list(db.session.scalars(READERS, {"people": people, "school": lesson.school_id}))
    if change.asks_its_giver and not any(reader.role is Role.VICE_PRINCIPAL for reader in readers):
        return [*readers, *db.session.scalars(STATION, {"person": lesson.vice_principal_id})]
    return readers


def people_told_of_moves(lessons: Iterable[Lesson]) -> int:
    """How many people were told that these lessons have moved."""
    keys = [key_of(MOVED, lesson) for lesson in lessons]
    return db.session.scalar(sa.select(sa.func.count(Notice.user_id.distinct())).where(Notice.key.in_(keys))) or 0


def same_side(reader: User, user: User | None) -> bool:
    """Whether the reader did it, or somebody of the same school, or the same vice-principal."""
    if user is None or reader.role is not user.role:
        return False
    return (reader.school_id, reader.vice_principal_id) == (user.school_id, user.vice_principal_id)


def facts_of(change: Change) -> dict[str, Any]:
    """What a notice says of the lesson and of what was done, as plain values."""
    lesson, by = change.lesson, change.by
    return lesson_facts(lesson) | {
        "station": rows_of(STATION_NAME, person=lesson.vice_principal_id).scalar(),
        "who": (by.name or by.email) if by else "",
        "reason": change.after.get("reason", ""),
        "action": change.action,
        "before": dict(change.before),
        "after": dict(change.after),
        "instead": offered_instead(lesson, wall_clock(change.now)) if change.needs_another else [],
    }


def lesson_facts(lesson: Lesson) -> dict[str, Any]:
    """When, where, what and by whom, as plain values."""
    return {
        "start": lesson.start.isoformat(),
        "end": lesson.end.isoformat(),
        "period": lesson.period,
        "place": lesson.place.value,
        "classes": sorted([row.grade, row.number] for row in lesson.classes),
        "school": lesson.school.name,
        "theme": lesson.theme.name,
        "vice_principal": lesson.vice_principal.name,
        "lesson": lesson.id,
        "has_deck": lesson.case_id is not None,
    }


def tell_one(reader: User, change: Change, facts: Mapping[str, Any]) -> None:
    """Tell one person, with the entry for their calendar."""
    method = change.method(reader)
    notify(
        reader.id,
        kind=change.kind,
        key=key_of(change.kind, change.lesson),
        facts={**facts, "role": reader.role.value, "part": change.part(reader)},
        address=address_of(change.lesson),
        now=change.now,
        attachment=entry(reader, change, method) if method else "",
    )


def note_in_calendar(reader: User, change: Change, facts: Mapping[str, Any]) -> None:
    """Send the entry for the calendar of somebody who knows already what has changed."""
    method = change.method(reader)
    if method is None:
        return
    message_actions.write(
        reader,
        kind=OWN_CALENDAR,
        key=key_of(OWN_CALENDAR, change.lesson),
        facts={**facts, "role": reader.role.value, "method": method.value},
        address=address_of(change.lesson),
        now=change.now,
        attachment=entry(reader, change, method),
    )


def entry(reader: User, change: Change, method: Method) -> str:
    """The calendar object of a change for one reader."""
    return calendar_entry(reader, change.lesson, method, change.now, change.before)


def calendar_entry(
    reader: User, lesson: Lesson, method: Method, now: datetime, before: Mapping[str, Any] | None = None
) -> str:
    """The calendar object of a lesson for one reader, in their language; ``before`` is how it stood before a change."""
    locale = reader.locale if reader.locale in LOCALES else current_app.config["DEFAULT_LOCALE"]
    with in_language(locale):
        organizer = Mailbox(Sender.of(current_app.config).address, _("Law lessons"))
        attendee = Mailbox(reader.email, reader.name)
        return invitation(lesson, method, attendee, organizer, now, of=reader.vice_principal_id, before=before)


def key_of(kind: str, lesson: Lesson) -> str:
    """The name of a change: each has a sequence of its own."""
    return f"{kind}:{lesson.id}:{lesson.sequence}"


def address_of(lesson: Lesson) -> str:
    """The page of the lesson."""
    return f"/lessons/{lesson.id}"
