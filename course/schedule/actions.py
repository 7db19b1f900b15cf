"""Verbs of the schedule: book, accept, decline, cancel; each writes down who, when, what before and after."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from course.access import audit, happenings
from course.access.happenings import Happening
from course.access.models import Role, User
from course.db import db
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _l, wall_clock
from course.roster.models import VicePrincipal
from course.schedule import lesson_notices, rules, state_rules
from course.schedule.models import HOLDING, Lesson, LessonChange, LessonClass, LessonState, Place, Slot
from course.schedule.proposal import Proposal
from course.schedule.queries import NAMED
from course.schedule.situation_queries import Question, situation
from course.schedule.waiting import freed
from course.schedule.wording import said_day

NEW_CLASSES, NEW_SLOTS = sa.insert(LessonClass.__table__), sa.insert(Slot.__table__)
# One after the other in the order in which they are given.
LOCKS = sa.text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


@dataclass(frozen=True)
class Wish:
    """A lesson as somebody asks for it."""

    question: Question
    vice_principal_id: int
    day: date
    period: int
    case_id: int | None = None
    note: str = ""
    series: str = ""
    # The warnings that somebody has ticked.
    accepted: frozenset[str] = rules.NOTHING
    # Whether somebody at a page is asked to tick even what blocks nothing.
    asks_first: bool = False

    def resources(self) -> list[str]:
        """What the lesson will hold."""
        school = self.question.school
        return resources(
            self.vice_principal_id, [row.id for row in self.question.classes], school.id, self.question.place
        )


class LessonChanged(RuleBroken):
    """Raised when somebody else has changed the lesson since the form was loaded."""


def book(wish: Wish, *, user: User | None, now: datetime, state: LessonState = LessonState.REQUESTED) -> Lesson:
    """Ask for a lesson; refused with every reason, or by the database where somebody was faster by a moment."""
    hold_back_others(wish.resources())
    proposal = propose(wish, now)
    to_tick = rules.to_tick(proposal, wish.accepted) if wish.asks_first else []
    refuse([*rules.problems(proposal, wish.accepted), *to_tick])
    lesson = new_lesson(wish, proposal, state)
    lesson.requested_by_id = user.id if user else None
    lesson.created_at = lesson.changed_at = now
    try:
        with db.session.begin_nested():
            add_lesson(lesson, wish)
    except IntegrityError:
        refuse([*rules.problems(propose(wish, now), wish.accepted), taken_a_moment_ago()])
    know_names(lesson, wish)
    write_change(lesson, "request", {}, described(lesson, wish), user=user, now=now)
    return lesson


def know_names(lesson: Lesson, wish: Wish) -> None:
    """Let a new lesson know its school, its theme, its classes and its person, so that nobody has to look them up."""
    person = db.session.get_one(VicePrincipal, wish.vice_principal_id)
    asked = wish.question
    for part, row in zip(NAMED, (asked.school, person, asked.theme, list(asked.classes)), strict=True):
        set_committed_value(lesson, part.key, row)


def propose(wish: Wish, now: datetime) -> Proposal:
    """The wish with all that is known today; refused where its period or its vice-principal does not exist."""
    known = situation(wish.question, wish.day, wish.day, wall_clock(now))
    period = known.host.period(wish.period)
    person = next((person for person in known.people if person.id == wish.vice_principal_id), None)
    refuse(
        [no_such_period(wish.period) if period is None else None, not_appointed(wish.day) if person is None else None]
    )
    start, end = period.on(wish.day)
    return Proposal(known, person, start, end)


def no_such_period(number: int) -> Problem:
    """The refusal of a period that the school does not ring."""
    text = _l("This school has no period %(number)s. Choose one of its periods.", number=number)
    return Problem("is_a_period_of_the_school", text, "period")


def not_appointed(day: date) -> Problem:
    """The refusal of a person who does not serve the school, whoever that is."""
    text = _l(
        "That person is not a vice-principal of this school on %(day)s. Choose one of its own.", day=said_day(day)
    )
    return Problem("vice_principal_is_appointed", text, "vice_principal")


def taken_a_moment_ago() -> Problem:
    """The refusal of the database itself."""
    return Problem("slots_are_free", _l("Someone took this period a moment ago. Choose another one."), "period")


def new_lesson(wish: Wish, proposal: Proposal, state: LessonState) -> Lesson:
    """The row of a lesson that is wished for."""
    host = proposal.situation.host
    return Lesson(
        uid=str(uuid.uuid4()),
        vice_principal_id=wish.vice_principal_id,
        school_id=host.id,
        region_path=host.region_path,
        theme_id=wish.question.theme.id,
        case_id=wish.case_id,
        start=proposal.start,
        end=proposal.end,
        period=wish.period,
        place=wish.question.place,
        state=state,
        note=wish.note,
        series=wish.series,
        reason="",
        sequence=0,
    )


def add_lesson(lesson: Lesson, wish: Wish) -> None:
    """Write the lesson, its classes and its slots."""
    db.session.add(lesson)
    db.session.flush()
    of = {"lesson_id": lesson.id, "region_path": lesson.region_path}
    classes = [{"class_id": row.id, **of} for row in wish.question.classes]
    db.session.connection().execute(NEW_CLASSES, classes)
    hold(lesson, wish.resources())


def resources(vice_principal_id: int, class_ids: list[int], school_id: int, place: Place) -> list[str]:
    """The names of what a lesson holds, in the order in which they are locked and written."""
    hall = [f"hall:{school_id}"] if place is Place.HALL else []
    return sorted([f"vice_principal:{vice_principal_id}", *(f"class:{class_id}" for class_id in class_ids), *hall])


def hold(lesson: Lesson, names: list[str]) -> None:
    """Hold these resources for the time of a lesson; the database refuses it where somebody else holds one."""
    held = {"region_path": lesson.region_path, "start": lesson.start, "end": lesson.end, "lesson_id": lesson.id}
    db.session.connection().execute(NEW_SLOTS, [{"resource": name, **held} for name in names])


def hold_back_others(names: list[str]) -> None:
    """Let nobody else decide about these resources until this transaction ends.

    The slots refuse what overlaps; limits, travel and themes can only be judged by one at a time.
    All take their locks in one order, so nobody waits in a circle.  On SQLite a writer is alone
    from its first statement.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.connection().execute(LOCKS, {"keys": sorted(lock_key(name) for name in names)})


def lock_key(name: str) -> int:
    """The number under which PostgreSQL knows a resource."""
    return int.from_bytes(hashlib.sha256(f"slot {name}".encode()).digest()[:8], "big", signed=True)


def accept(lesson: Lesson, *, user: User | None, now: datetime, sequence: int | None = None) -> None:
    """Whoever was asked says yes: the vice-principal, or the school to a time that they proposed."""
    check_sequence(lesson, sequence)
    refuse([state_rules.is_asked(lesson.state, lesson.accepted_at, side_of(user))])
    lesson.accepted_at = lesson.accepted_at or now
    enter_state(lesson, LessonState.SCHEDULED, "accept", user=user, now=now, sequence=sequence)


def side_of(user: User | None) -> Role:
    """As whom somebody changes a lesson; a command acts for the bureau."""
    return user.role if user else Role.ADMIN


def agree(lesson: Lesson, *, user: User | None, now: datetime, sequence: int | None = None) -> None:
    """The vice-principal agrees to a lesson that a plan has put into their calendar."""
    check_sequence(lesson, sequence)
    refuse([state_rules.waits_for_agreement(lesson.state, lesson.accepted_at)])
    before = {"agreed": False, "sequence": lesson.sequence}
    lesson.accepted_at = lesson.changed_at = now
    lesson.sequence += 1
    after = {"agreed": True, "sequence": lesson.sequence}
    write_change(lesson, "agree", before, after, user=user, now=now)


def decline(lesson: Lesson, reason: str, *, user: User | None, now: datetime, sequence: int | None = None) -> None:
    """The vice-principal cannot take the lesson; its time is free again."""
    enter_state(lesson, LessonState.DECLINED, "decline", user=user, now=now, sequence=sequence, reason=reason)


def cancel(lesson: Lesson, reason: str, *, user: User | None, now: datetime, sequence: int | None = None) -> None:
    """Either side calls the lesson off before it begins; its time is free again."""
    refuse([state_rules.lesson_lies_ahead(lesson.state, lesson.start, wall_clock(now))])
    enter_state(lesson, LessonState.CANCELLED, "cancel", user=user, now=now, sequence=sequence, reason=reason)


def enter_state(
    lesson: Lesson,
    state: LessonState,
    action: str,
    *,
    user: User | None,
    now: datetime,
    sequence: int | None = None,
    reason: str = "",
) -> None:
    """Move a lesson along the table of states; ``sequence`` is what the form knew, None where there was none."""
    check_sequence(lesson, sequence)
    refuse([state_rules.may_become(lesson.state, state)])
    before = {"state": lesson.state.value, "reason": lesson.reason, "sequence": lesson.sequence}
    lesson.state, lesson.reason = state, reason
    lesson.changed_at, lesson.sequence = now, lesson.sequence + 1
    if state not in HOLDING:
        db.session.execute(sa.delete(Slot).where(Slot.lesson_id == lesson.id))
    after = {"state": state.value, "reason": reason, "sequence": lesson.sequence}
    write_change(lesson, action, before, after, user=user, now=now)
    if state not in HOLDING:
        freed.tell(freed.Freed(lesson.vice_principal_id, lesson.start, lesson.end, now))


def check_sequence(lesson: Lesson, sequence: int | None) -> None:
    """Refuse a form that was loaded before the last change."""
    if sequence is not None and sequence != lesson.sequence:
        text = _l("Someone changed this lesson while your page was open. See below how it stands now.")
        raise LessonChanged(Problem("form_is_fresh", text, facts={"sequence": sequence}))


def write_change(
    lesson: Lesson, action: str, before: dict[str, Any], after: dict[str, Any], *, user: User | None, now: datetime
) -> None:
    """Keep one change of a lesson, for its page and for the audit log, and tell those concerned."""
    change = LessonChange(lesson_id=lesson.id, region_path=lesson.region_path, at=now, action=action)
    change.user_id, change.actor = (user.id, user.name or user.email) if user else (None, "")
    change.before, change.after = before, after
    db.session.add(change)
    db.session.flush()
    subject = f"lesson:{lesson.id}"
    audit.note(
        f"lesson.{action}", subject, user=user, now=now, region_path=lesson.region_path, before=before, after=after
    )
    lesson_notices.tell(lesson, change, user=user, now=now)
    happenings.tell(Happening(f"lesson.{action}", lesson.region_path, now, (lesson.id,)))


def described(lesson: Lesson, wish: Wish) -> dict[str, Any]:
    """What a new lesson says, for its history."""
    return {
        "state": lesson.state.value,
        "sequence": lesson.sequence,
        "vice_principal_id": lesson.vice_principal_id,
        "theme": wish.question.theme.code,
        "classes": [row.label for row in wish.question.classes],
        "start": lesson.start.isoformat(),
        "end": lesson.end.isoformat(),
        "place": lesson.place.value,
        **({"accepted": sorted(wish.accepted)} if wish.accepted else {}),
    }
