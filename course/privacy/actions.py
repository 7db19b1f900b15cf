"""Verbs of my data: correct what is mine, ask the bureau for the rest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from course.access import audit
from course.access.models import Role, User
from course.access.notice_actions import notify
from course.access.rules import email_is_free
from course.db import db
from course.errors import refuse
from course.planning.endings.queries import bureau_of, bureaus
from course.privacy import rules
from course.roster.models import Region, School, Station, VicePrincipal

CORRECTED, WISHED, READ = "data.correct", "data.correction", "notice.read"


@dataclass(frozen=True)
class Details:
    """What somebody may write about themselves; the telephone number only of a vice-principal."""

    name: str
    email: str
    phone: str


def details_of(user: User) -> Details:
    """What is written now."""
    person = db.session.get(VicePrincipal, user.vice_principal_id) if user.vice_principal_id else None
    return Details(user.name, user.email, person.phone if person else "")


def correct(user: User, details: Details, *, password: str, now: datetime) -> list[str]:
    """Change what somebody writes about themselves; the names of what was changed."""
    was = details_of(user)
    changed = [name for name in vars(details) if getattr(details, name) != getattr(was, name)]
    needed = bool({"email", "phone"} & set(changed))
    taken = sa.select(User.id).where(sa.func.lower(User.email) == details.email.lower(), User.id != user.id)
    refuse(
        [
            rules.phone_is_one(details.phone),
            rules.password_is_right(needed, needed and knows(user, password)),
            email_is_free(db.session.scalar(taken) is not None),
        ]
    )
    user.name, user.email = details.name, details.email.lower()
    if user.vice_principal_id:
        person = db.session.get_one(VicePrincipal, user.vice_principal_id)
        person.phone, person.email = details.phone, details.email.lower()
    db.session.flush()
    if changed:
        audit.note(CORRECTED, f"user:{user.id}", user=user, now=now, region_path=home_of(user), fields=changed)
    return changed


def knows(user: User, password: str) -> bool:
    """Whether this is the user's password."""
    return bool(user.password and password and user.verify_and_update_password(password))


def home_of(user: User) -> str:
    """The path of the region that a user belongs to; empty for an administrator."""
    places = (
        (VicePrincipal.region_path, VicePrincipal.id, user.vice_principal_id),
        (School.region_path, School.id, user.school_id),
        (Station.region_path, Station.id, user.station_id),
        (Region.path, Region.id, user.region_id),
    )
    path, key, number = next((place for place in places if place[2]), (None, None, None))
    return db.session.scalar(sa.select(path).where(key == number)) or "" if number else ""


def ask_for_correction(user: User, wish: str, *, now: datetime) -> int:
    """Tell the bureau, or the administrators where there is none, what is wrong; how many were told."""
    facts = {"who": user.name or user.email, "wish": wish}
    readers = bureau_of(home_of(user), bureaus()) or administrators()
    audit.note(WISHED, f"user:{user.id}", user=user, now=now, region_path=home_of(user))
    key = f"{WISHED}:{user.id}:{hashlib.sha256(wish.encode()).hexdigest()[:16]}"
    told = [notify(one, kind=WISHED, key=key, facts=facts, now=now) for one in readers if one != user.id]
    return sum(notice is not None for notice in told)


def administrators() -> list[int]:
    """The active administrators."""
    return list(db.session.scalars(sa.select(User.id).where(User.role == Role.ADMIN, User.active).order_by(User.id)))


def note_reading(user: User, version: str, *, now: datetime) -> None:
    """Keep which version of the notice somebody has read; the same one twice is one reading."""
    if rules.has_read(user.preferences, version):
        return
    user.preferences = {**(user.preferences or {}), rules.NOTICE: version}
    db.session.flush()
    audit.note(READ, f"user:{user.id}", user=user, now=now, region_path=home_of(user), version=version)
