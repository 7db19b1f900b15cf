"""What must hold at the end of every day of the replayed week, counted anew and not by the code that is tested."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa
from icalendar import Calendar

from course.access import audit
from course.access.models import Message, MessageState, Notice, Role
from course.db import db
from course.delivery.models import Confirmation, ReachedClass
from course.roster.models import Appointment, SchoolClass
from course.schedule.models import Lesson, LessonChange, LessonClass, LessonState, Slot
from tests.calendars import ics_problems
from tests.week_district import CHINA, Member
from tests.week_steps import Done, Week

STATUS = {
    "requested": "TENTATIVE",
    **dict.fromkeys(("scheduled", "delivered", "confirmed"), "CONFIRMED"),
    **dict.fromkeys(("declined", "cancelled", "missed"), "CANCELLED"),
}
HOLDS_TIME = {"requested", "scheduled", "delivered", "confirmed"}
# What people are told only on the page unless they ask for the mail as well.
NOT_MAILED = {"confirm", "correct", "withdraw"}
# What is said about a lesson that has begun stands in nobody's calendar.
ABOUT_THE_PAST = {"report", "take_back", "miss", "confirm", "correct", "withdraw"}
OWED_MINUTES = 160
# What the list of changes says of a lesson, and the row of the lesson as well.
KEPT = {"state", "vice_principal_id", "start", "sequence"}


def check(week: Week) -> None:
    """Everything that must hold, all at once."""
    with week.app.app_context():
        slots_are_held_by_one()
        changes_are_kept(week)
        history = replayed()
        history_leads_to_what_is(history)
        told = list(concerned(week, history))
        each_is_told_once(told)
        mails_say_the_same(week, told)
        assert audit.first_broken_entry() is None
        db.session.remove()
    calendars_end_in_the_right_state(week)
    for name in week.feeds:
        feed_agrees(week, name)
    coverage_is_what_is_counted(week)


def slots_are_held_by_one() -> None:
    """No two lessons share a person, a class or a hall; a lesson holds exactly what it needs, or nothing."""
    held: dict[str, list[Any]] = {}
    of_lesson: Counter[tuple[int, str, Any, Any]] = Counter()
    for slot in db.session.scalars(sa.select(Slot).order_by(Slot.start)):
        held.setdefault(slot.resource, []).append(slot)
        of_lesson[slot.lesson_id, slot.resource, slot.start, slot.end] += 1
    for slots in held.values():
        assert all(one.end <= other.start for one, other in itertools.pairwise(slots))
    wanted: Counter[tuple[int, str, Any, Any]] = Counter()
    classes = db.session.execute(sa.select(LessonClass.lesson_id, LessonClass.class_id)).all()
    for lesson in db.session.scalars(sa.select(Lesson)):
        if lesson.state.value in HOLDS_TIME:
            names = [f"class:{of}" for number, of in classes if number == lesson.id]
            for name in [f"vice_principal:{lesson.vice_principal_id}", *names]:
                wanted[lesson.id, name, lesson.start, lesson.end] += 1
    assert of_lesson == wanted


def changes_are_kept(week: Week) -> None:
    """Every change that was acknowledged stands in the list with who and when, and no other does."""
    rows = db.session.scalars(sa.select(LessonChange))
    found = Counter(Done(row.lesson_id, row.action, row.user_id, row.at) for row in rows)
    assert found == week.done, f"kept and not acknowledged: {found - week.done}; lost: {week.done - found}"


@dataclass(frozen=True)
class Step:
    """A change, with how the lesson stood before and after it."""

    change: LessonChange
    before: dict[str, Any]
    after: dict[str, Any]


def replayed() -> list[Step]:
    """The list of changes played from the beginning, and nothing but it."""
    now: dict[int, dict[str, Any]] = {}
    steps = []
    for change in db.session.scalars(sa.select(LessonChange).order_by(LessonChange.id)):
        before = now.get(change.lesson_id, {})
        said = {
            name: change.after[name]
            for name in ("state", "vice_principal_id", "start", "sequence")
            if name in change.after
        }
        now[change.lesson_id] = {**before, **said}
        assert now[change.lesson_id]["sequence"] == before.get("sequence", -1) + 1
        steps.append(Step(change, before, now[change.lesson_id]))
    return steps


def history_leads_to_what_is(history: list[Step]) -> None:
    """Each lesson stands as its last change says."""
    last = {step.change.lesson_id: step.after for step in history}
    for lesson in db.session.scalars(sa.select(Lesson)):
        row = {"state": lesson.state.value, "vice_principal_id": lesson.vice_principal_id}
        row |= {"start": lesson.start.isoformat(), "sequence": lesson.sequence}
        assert last.pop(lesson.id) == row
    assert not last


@dataclass(frozen=True)
class Told:
    """What one person is to learn of one change: by a notice, by mail, and what their calendar is to do."""

    user: int
    email: str
    lesson: int
    action: str
    sequence: int
    notice: bool
    method: str

    @property
    def change(self) -> tuple[int, int, str, int]:
        return self.user, self.lesson, self.action, self.sequence

    @property
    def mailed(self) -> bool:
        return self.action not in NOT_MAILED if self.notice else bool(self.method)


def concerned(week: Week, history: list[Step]) -> Iterator[Told]:
    """Everybody whom a change concerns: the school, who gives the lesson, and who gave it until then."""
    schools = dict(db.session.execute(sa.select(Lesson.id, Lesson.school_id)).all())
    members = week.district.members.values()
    by_user = {member.user: member for member in members}
    for step in history:
        people = {step.before.get("vice_principal_id"), step.after["vice_principal_id"]} - {None}
        who, school = by_user.get(step.change.user_id), schools[step.change.lesson_id]
        side = (who.role, who.school, who.person) if who else None
        for member in members:
            if member.school == school or member.person in people:
                own = side == (member.role, member.school, member.person)
                method = calendar_step(member, step)
                key = step.change.lesson_id, step.change.action, step.after["sequence"]
                yield Told(member.user, member.email, *key, not own, method)


def calendar_step(member: Member, step: Step) -> str:
    """What a calendar has to do: it holds what is agreed for those who are a part of it, and nothing else."""
    if step.change.action in ABOUT_THE_PAST:
        return ""

    def stands(state: dict[str, Any]) -> bool:
        mine = member.role is Role.SCHOOL or member.person == state.get("vice_principal_id")
        return mine and state.get("state") == "scheduled"

    if stands(step.after):
        return "REQUEST"
    return "CANCEL" if stands(step.before) else ""


def each_is_told_once(told: list[Told]) -> None:
    """Each has one notice and one message for each change that concerns them, and the messages were sent."""
    notices = Counter(change_in(row) for row in db.session.scalars(sa.select(Notice)) if "action" in row.facts)
    assert notices == Counter(one.change for one in told if one.notice)
    messages = db.session.scalars(sa.select(Message)).all()
    assert {row.state for row in messages} <= {MessageState.SENT}
    mailed = Counter(change_in(row) for row in messages if "action" in row.facts)
    assert mailed == Counter(one.change for one in told if one.mailed)


def change_in(row: Notice | Message) -> tuple[int, int, str, int]:
    """Which change a notice or a message speaks of."""
    return row.user_id, row.facts["lesson"], row.facts["action"], row.facts["after"]["sequence"]


def mails_say_the_same(week: Week, told: list[Told]) -> None:
    """Each message arrived once, and asks of each calendar what has changed in it, once."""
    sent = db.session.scalar(sa.select(sa.func.count()).select_from(Message))
    assert set(week.mailbox.numbers().values()) <= {1}
    assert len(week.mailbox.numbers()) == sent
    uids = dict(db.session.execute(sa.select(Lesson.id, Lesson.uid)).all())
    owners = {member.user: member for member in week.district.members.values()}
    wanted = Counter(
        (one.email, own_uid(owners[one.user], uids[one.lesson]), one.sequence, one.method) for one in told if one.method
    )
    assert (
        Counter((email, str(event["UID"]), event["SEQUENCE"], method) for email, method, event in asked(week)) == wanted
    )


def own_uid(member: Member, uid: str) -> str:
    """What a lesson is called in somebody's calendar: each vice-principal has entries of their own."""
    return f"{uid}-{member.person}" if member.person else uid


def asked(week: Week) -> Iterator[tuple[str, str, Any]]:
    """What the mails ask of whose calendar, in the order in which they came."""
    for mail in week.mailbox.messages():
        part = calendar_part(mail)
        if part is not None:
            assert not ics_problems(part)
            calendar = Calendar.from_ical(part)
            (event,) = calendar.walk("VEVENT")
            yield mail["To"].addresses[0].addr_spec, str(calendar["METHOD"]), event


def calendar_part(mail: EmailMessage) -> bytes | None:
    """The calendar object in a mail."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return parts[0].get_payload(decode=True) if parts else None


def calendars_end_in_the_right_state(week: Week) -> None:
    """Whoever follows the mails has in the calendar what is agreed, at its time, and nothing else."""
    calendars: dict[str, dict[str, Any]] = {}
    heard: dict[tuple[str, str], int] = {}
    for email, method, event in asked(week):
        key = email, str(event["UID"])
        assert event["SEQUENCE"] > heard.get(key, -1), "a mail came after a later one"
        heard[key] = event["SEQUENCE"]
        mine = calendars.setdefault(email, {})
        if method == "REQUEST":
            mine[key[1]] = event["DTSTART"].dt
        else:
            mine.pop(key[1], None)
    with week.app.app_context():
        agreed = db.session.scalars(
            sa.select(Lesson).where(Lesson.state.not_in(("requested", "declined", "cancelled")))
        ).all()
    for member in week.district.members.values():
        mine = [row for row in agreed if member.person == row.vice_principal_id or member.school == row.school_id]
        if member.role in (Role.SCHOOL, Role.VICE_PRINCIPAL):
            wanted = {own_uid(member, row.uid): row.start.replace(tzinfo=CHINA) for row in mine}
            assert calendars.get(member.email, {}) == wanted


def feed_agrees(week: Week, name: str) -> None:
    """The calendar address shows every lesson of its owner as it stands, and no other."""
    raw, calendar = week.feed(name)
    assert not ics_problems(raw)
    member = week.district.members[name]
    shown = {
        str(event["UID"]): (str(event["STATUS"]), event["SEQUENCE"], event["DTSTART"].dt, event["DTEND"].dt)
        for event in calendar.walk("VEVENT")
    }
    with week.app.app_context():
        mine = Lesson.school_id == member.school if member.school else Lesson.vice_principal_id == member.person
        rows = db.session.scalars(sa.select(Lesson).where(mine)).all()
    wanted = {}
    for row in rows:
        span = row.start.replace(tzinfo=CHINA), row.end.replace(tzinfo=CHINA)
        wanted[own_uid(member, row.uid)] = STATUS[row.state.value], row.sequence, *span
    assert {uid: told for uid, told in shown.items() if uid in wanted} == wanted
    # What somebody else gives now stays for a while, called off.
    assert {told[0] for uid, told in shown.items() if uid not in wanted} <= {"CANCELLED"}


def coverage_is_what_is_counted(week: Week) -> None:
    """The three figures equal a count of the rows."""
    told = week.app.test_cli_runner().invoke(args=["coverage", "report", "--region", week.district.region, "--json"])
    figures = json.loads(told.output)["figures"]
    with week.app.app_context():
        today = week.clock.moment.astimezone(CHINA).date()
        serving = db.session.scalars(sa.select(Appointment)).all()
        appointed = {row.school_id for row in serving if row.start <= today <= row.end}
        confirmed = {row.lesson_id: row for row in db.session.scalars(sa.select(Confirmation))}
        states = dict(db.session.execute(sa.select(Lesson.id, Lesson.state)).all())
        assert set(confirmed) == {number for number, state in states.items() if state is LessonState.CONFIRMED}
        reached = db.session.execute(sa.select(ReachedClass.lesson_id, ReachedClass.class_id)).all()
        assert {lesson for lesson, _class in reached} == set(confirmed)
        minutes: Counter[int] = Counter()
        for row in confirmed.values():
            minutes[row.school_id] += row.minutes
        classes = db.session.scalar(sa.select(sa.func.count()).select_from(SchoolClass))
    schools = len(week.district.schools)
    enough = sum(number >= OWED_MINUTES for number in minutes.values())
    assert (figures["appointed"]["confirmed"], figures["appointed"]["total"]) == (len(appointed), schools)
    assert (figures["hours"]["confirmed"], figures["hours"]["total"]) == (enough, schools)
    assert (figures["classes"]["confirmed"], figures["classes"]["total"]) == (len({of for _, of in reached}), classes)
    assert figures["minutes"]["taught"] + figures["minutes"]["organised"] == sum(minutes.values())
