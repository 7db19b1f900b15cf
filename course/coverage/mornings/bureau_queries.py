"""Reads of the bureaus' morning, for all regions at once: what waits in each of them and in all below."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from course.access.models import Role, User
from course.coverage.region_rules.queries import is_late_to_confirm
from course.coverage.rules import PATIENCE
from course.coverage.start_queries import LOOK_AHEAD, LOOK_BACK, OPEN
from course.db import db
from course.planning.endings.queries import ending_soon
from course.roster.models import Appointment, Region, School
from course.roster.vacancy_queries import is_open, served_on
from course.schedule.models import Lesson, LessonState


def bureau_readers() -> list[tuple[User, str]]:
    """The users of bureaus, each with the path of their region."""
    people = sa.select(User, Region.path).join(Region, Region.id == User.region_id)
    mine = people.where(User.active, User.erased_at.is_(None), User.role == Role.BUREAU)
    return [(user, path) for user, path in db.session.execute(mine.order_by(User.id))]


def waiting_in_regions(now: datetime) -> dict[str, Counter[str]]:
    """What waits, by the path of each region that has any of it below."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, chosen in questions(now).items():
        for path, number in db.session.execute(chosen):
            for region in with_those_above(path):
                found[region][name] += number
    return found


def questions(now: datetime) -> dict[str, sa.Select[tuple[str, int]]]:
    """How many there are of each kind, by county."""
    today, late = now.date(), Lesson.end <= now - PATIENCE
    reported = sa.and_(Lesson.state == LessonState.DELIVERED, is_late_to_confirm(now))
    near = sa.and_(Lesson.start.between(now - LOOK_BACK, now + LOOK_AHEAD), Lesson.state.in_(OPEN))
    gone_up = sa.and_(Lesson.state == LessonState.REQUESTED, Lesson.start > now, Lesson.bureau_asked_at.is_not(None))
    waits = {
        "gone_up": (Lesson, sa.and_(near, gone_up)),
        "unconfirmed": (Lesson, sa.and_(near, reported)),
        "unreported": (Lesson, sa.and_(near, Lesson.state == LessonState.SCHEDULED, late)),
        "ending": (Appointment, ending_soon(today)),
        "vacant": (School, sa.and_(is_open(today), ~served_on(today))),
    }
    return {
        name: sa.select(table.region_path, sa.func.count()).where(condition).group_by(table.region_path)
        for name, (table, condition) in waits.items()
    }


def with_those_above(path: str) -> Iterable[str]:
    """A region and every region that it lies in: ``P0/C00``, ``P0``."""
    parts = path.split("/")
    return ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
