"""Verbs of accounts whose school is no more: end them, and tell the bureau."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

import sqlalchemy as sa

from course.access import actions as access
from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.planning.endings.queries import bureau_of, bureaus
from course.planning.leaving.closed_account_rules import account_ends
from course.roster.models import School
from course.schedule.models import Lesson, LessonState

ENDED = "school.accounts_ended"
# What a school has still to say something about.
WAITING = (LessonState.SCHEDULED, LessonState.DELIVERED)


def end_accounts(today: date, now: datetime) -> int:
    """End the accounts of schools that are closed; how many.  One that the bureau opened again stays open."""
    found = accounts_of_closed_schools(today)
    waiting = schools_with_open_lessons({school.id for school in found})
    over = {school: users for school, users in found.items() if ends(school, today, waiting)}
    for school, users in over.items():
        for user in users:
            access.end_with_school(user, school.id, now=now)
        tell_bureau(school, len(users), now)
    return sum(map(len, over.values()))


def ends(school: School, today: date, waiting: set[int]) -> bool:
    """Whether the accounts of a school end now."""
    return school.closed_on is not None and account_ends(school.closed_on, today, school.id in waiting)


def accounts_of_closed_schools(today: date) -> dict[School, list[User]]:
    """The open accounts of each school that is closed, but for those that were ended once."""
    chosen = sa.select(School, User).join(User, User.school_id == School.id)
    open_ones = chosen.where(School.closed_on < today, User.active).order_by(School.id, User.id)
    found: dict[School, list[User]] = defaultdict(list)
    for school, user in db.session.execute(open_ones):
        if (user.preferences or {}).get(access.ENDED_WITH) != school.id:
            found[school].append(user)
    return found


def schools_with_open_lessons(school_ids: set[int]) -> set[int]:
    """Those of these schools whose lessons wait for somebody to say what became of them."""
    chosen = sa.select(Lesson.school_id).where(Lesson.school_id.in_(school_ids), Lesson.state.in_(WAITING))
    return set(db.session.scalars(chosen))


def tell_bureau(school: School, number: int, now: datetime) -> None:
    """Tell the bureau whose accounts were ended."""
    facts = {"school": school.name, "number": number}
    key = f"{ENDED}:{school.id}:{now.date()}"
    for user_id in bureau_of(school.region_path, bureaus()):
        notify(user_id, kind=ENDED, key=key, facts=facts, address="/users", now=now)
