"""Telling those concerned that a school has another name, closes or is taken over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from course.access.models import User
from course.access.notice_actions import notify
from course.access.notice_wording import WORDINGS, Wording
from course.db import db
from course.i18n import _, long_date, ngettext
from course.planning.school_changes.queries import Closing
from course.roster.models import Appointment, School

NAME_CHANGED, SCHOOL_CLOSED = "school.renamed", "school.closed"


def readers(school_ids: set[int], people: set[int], user: User) -> list[int]:
    """The users of these schools and people, whoever did it left out."""
    theirs = sa.or_(User.school_id.in_(school_ids), User.vice_principal_id.in_(people))
    chosen = sa.select(User.id).where(theirs, User.active.is_(True), User.id != user.id).order_by(User.id)
    return list(db.session.scalars(chosen))


def renamed(kind: str, school: School, old: str, day: date, *, user: User, now: datetime) -> None:
    """Tell the school and its people of a new name."""
    serving = sa.select(Appointment.vice_principal_id).where(Appointment.school_id == school.id, Appointment.end >= day)
    facts = {"old": old, "name": school.name, "day": day.isoformat()}
    for user_id in readers({school.id}, set(db.session.scalars(serving)), user):
        key, address = f"{kind}:{school.id}:{day}", f"/schools/{quote(school.code)}"
        notify(user_id, kind=kind, key=key, facts=facts, address=address, now=now)


def closed(closing: Closing, called_off: int, why: str, *, user: User, now: datetime) -> None:
    """Tell the school, its people and its successor that it closes."""
    school, successor = closing.school, closing.successor
    schools = {school.id} | ({successor.id} if successor else set())
    facts = {"school": school.name, "day": closing.day.isoformat(), "lessons": called_off, "why": why}
    facts["successor"] = successor.name if successor else ""
    address = f"/schools/{quote((successor or school).code)}"
    for user_id in readers(schools, {row.vice_principal_id for row in closing.appointments}, user):
        notify(user_id, kind=SCHOOL_CLOSED, key=f"{SCHOOL_CLOSED}:{school.id}", facts=facts, address=address, now=now)


def said_renamed(facts: Mapping[str, Any], lang: str) -> Wording:
    """A school has another name."""
    day = long_date(date.fromisoformat(facts["day"]))
    title = _("%(old)s is called %(name)s from %(day)s on.", old=facts["old"], name=facts["name"], day=day)
    return Wording(title, [], _("Look"))


def said_closed(facts: Mapping[str, Any], lang: str) -> Wording:
    """A school closes."""
    given = {"school": facts["school"], "day": long_date(date.fromisoformat(facts["day"]))}
    title = _("%(school)s is closed from %(day)s on.", **given)
    if facts["successor"]:
        title = _("%(school)s becomes part of %(successor)s on %(day)s.", successor=facts["successor"], **given)
    lines = [_("Reason: %(reason)s", reason=facts["why"])] if facts["why"] else []
    if facts["lessons"]:
        lines.append(ngettext("%(num)s lesson is called off.", "%(num)s lessons are called off.", facts["lessons"]))
    return Wording(title, lines, _("Look"))


WORDINGS[NAME_CHANGED] = said_renamed
WORDINGS[SCHOOL_CLOSED] = said_closed
