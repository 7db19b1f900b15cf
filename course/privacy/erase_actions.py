"""Erasing somebody in use: they leave first, then their identity goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from course.access.models import User
from course.access.rules import an_administrator_remains, is_somebody_else
from course.errors import refuse
from course.planning.leaving.actions import Handing, Moments, leave
from course.planning.leaving.queries import departure_of
from course.privacy.actions import home_of
from course.privacy.erasing import erase
from course.privacy.queries import Subject, subject_of_person
from course.roster.models import VicePrincipal

A_DAY = timedelta(days=1)


def erase_person(person: VicePrincipal, why: str, *, user: User, now: datetime, clock: datetime) -> Subject:
    """Erase a vice-principal with their accounts; what is still open is handed over or called off first."""
    subject, path = subject_of_person(person.id), person.region_path
    refuse([is_somebody_else(one, user.id) for one in subject.user_ids])
    departure = departure_of(person, clock.date() - A_DAY, clock)
    if departure.endings or departure.lessons:
        at = Moments(now, clock)
        leave(person, departure, why=why, handing=Handing.HAND_OVER, user=user, at=at)
        rest = departure_of(person, clock.date() - A_DAY, clock)
        if rest.lessons:
            leave(person, rest, why=why, handing=Handing.CALL_OFF, user=user, at=at)
    erase(subject, user=user, now=now, region_path=path)
    return subject


def erase_user(row: User, *, user: User, now: datetime, other_administrators: int) -> Subject:
    """Erase the person behind an account of a bureau, a station or a school."""
    refuse([is_somebody_else(row.id, user.id), an_administrator_remains(row.role, other_administrators)])
    subject, path = Subject(None, (row.id,)), home_of(row)
    erase(subject, user=user, now=now, region_path=path)
    return subject
