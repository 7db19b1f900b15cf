"""Verbs of the morning: put together what each person is told, and write it into the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from course.access.message_actions import News, write_many
from course.access.models import Role, User
from course.coverage.mornings import queries
from course.coverage.mornings.bureau_queries import bureau_readers, waiting_in_regions
from course.coverage.mornings.rules import (
    LASTING,
    URGENT,
    WAITING,
    is_worth_a_bureaus_mail,
    is_worth_a_mail,
    reminder_due,
)
from course.schedule.lesson_notices import address_of, lesson_facts
from course.schedule.models import Lesson

DIGEST, BUREAU_DIGEST, REMINDER = "digest", "digest.bureau", "lesson.reminder"
MOST_LESSONS = 12


@dataclass(frozen=True)
class Mail:
    """What is written in one morning."""

    digests: Sequence[News]
    bureaus: Sequence[News]
    reminders: Sequence[News]


def prepare(now: datetime, on_clock: Callable[[datetime], datetime]) -> Mail:
    """Put everything together; this reads only.  ``on_clock`` says what the schools' clock shows at a moment."""
    readers = queries.readers()
    of_bureaus = list(bureau_digests(now))
    return Mail(list(digests(readers, now)), of_bureaus, list(reminders(readers, now.date(), on_clock)))


def write(mail: Mail, *, now: datetime) -> dict[str, int]:
    """Write it into the outbox; safe to repeat."""
    return {
        "digests": write_many(DIGEST, mail.digests, now=now),
        "bureaus": write_many(BUREAU_DIGEST, mail.bureaus, now=now),
        "reminders": write_many(REMINDER, mail.reminders, now=now),
    }


def digests(readers: Sequence[tuple[User, queries.Owner]], now: datetime) -> Iterator[News]:
    """One for everybody for whom there is anything to say."""
    found, today = queries.morning(now), now.date()
    for user, owner in readers:
        lessons, waiting = found.lessons.get(owner, []), found.waiting.get(owner, {})
        facts: dict[str, Any] = {
            "day": today.isoformat(),
            "role": user.role.value,
            "today": [lesson_facts(row) for row in lessons if row.start.date() == today][:MOST_LESSONS],
            "tomorrow": [lesson_facts(row) for row in lessons if row.start.date() > today][:MOST_LESSONS],
            **{name: waiting.get(name, 0) for name in WAITING},
        }
        if is_worth_a_mail(facts):
            yield News(user, f"{DIGEST}:{today.isoformat()}", facts, "/")


def bureau_digests(now: datetime) -> Iterator[News]:
    """One for each user of a bureau in whose region anything waits."""
    found, today = waiting_in_regions(now), now.date()
    for user, path in bureau_readers():
        waiting = found.get(path, {})
        if is_worth_a_bureaus_mail(waiting, today):
            facts = {name: waiting.get(name, 0) for name in (*URGENT, *LASTING)}
            yield News(user, f"{BUREAU_DIGEST}:{today.isoformat()}", facts, "/")


def reminders(
    readers: Sequence[tuple[User, queries.Owner]], today: date, on_clock: Callable[[datetime], datetime]
) -> Iterator[News]:
    """One for each vice-principal's and school's user, for each lesson and each of its two days."""
    lessons = queries.reminded_of(today)
    stations = queries.station_names({row.vice_principal_id for row in lessons})
    users: dict[queries.Owner, list[User]] = defaultdict(list)
    for user, owner in readers:
        users[owner].append(user)
    for row in lessons:
        days = reminder_due(today, row.start.date(), on_clock(row.changed_at).date())
        if days is not None:
            facts = {**lesson_facts(row), "station": stations[row.vice_principal_id], "who": ""}
            facts["left"] = (row.start.date() - today).days
            yield from remind(row, days, facts, users)


def remind(row: Lesson, days: int, facts: dict[str, Any], users: dict[queries.Owner, list[User]]) -> Iterator[News]:
    """The reminders of one lesson for both sides; a lesson that was moved is a new one to be reminded of."""
    key = f"{REMINDER}:{row.id}:{facts['start']}:{days}"
    sides = ((Role.VICE_PRINCIPAL, row.vice_principal_id), (Role.SCHOOL, row.school_id))
    for side in sides:
        for user in users.get(side, []):
            yield News(user, key, {**facts, "role": user.role.value}, address_of(row))
