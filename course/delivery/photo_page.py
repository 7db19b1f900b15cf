"""What a lesson's page shows of its photographs: those that may be shown, my own, and what I may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from course.access.models import Role
from course.access.scope import Scope
from course.delivery import photo_queries as queries
from course.delivery import photo_rules as rules
from course.delivery.models import Photo
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Line:
    """One photograph as the reader may see it."""

    photo: Photo
    shown: bool
    mine: bool
    basis: Any
    words: str
    twins: Sequence[date] = ()


@dataclass(frozen=True)
class PhotoPage:
    """The part of a lesson's page about photographs."""

    lines: Sequence[Line]
    hidden: int
    may_add: bool
    speaks: bool
    room: int


def photo_page(lesson: Lesson, scope: Scope, user_id: int, local: datetime) -> PhotoPage:
    """The photographs of a lesson; what is hidden is seen by nobody but whoever added it."""
    speaks = speaks_of(lesson, scope)
    photos = queries.photos_of(lesson.id)
    seen = [photo for photo in photos if may_see(photo, user_id)]
    twins = days_of_twins(photos) if speaks else {}
    lines = [line_of(photo, user_id, twins.get(photo.id, ())) for photo in seen]
    may_add = speaks and rules.may_add(scope.role, lesson.state, lesson.start, local)
    return PhotoPage(lines, len(photos) - len(seen), may_add, speaks, rules.MOST_PHOTOS - len(photos))


def speaks_of(lesson: Lesson, scope: Scope) -> bool:
    """Whether the reader is one of the two sides of the lesson."""
    own = lesson.vice_principal_id in scope.vice_principal_ids
    return scope.role is Role.SCHOOL or (scope.role is Role.VICE_PRINCIPAL and own)


def may_see(photo: Photo, user_id: int) -> bool:
    """A hidden photograph is for whoever added it, who must see what it is to say why it may be shown."""
    return rules.is_shown(photo.consent, photo.faces_not_recognisable) or photo.added_by_id == user_id


def line_of(photo: Photo, user_id: int, twins: Sequence[date]) -> Line:
    """One photograph in words."""
    shown, basis = rules.is_shown(photo.consent, photo.faces_not_recognisable), rules.basis_in(photo.consent)
    label = basis.label if basis else None
    return Line(photo, shown, photo.added_by_id == user_id, label, rules.words_in(photo.consent), twins)


def days_of_twins(photos: Sequence[Photo]) -> dict[int, list[date]]:
    """The days of the other lessons at which each photograph is found."""
    twins = queries.twins_of(photos)
    lessons = queries.lesson_names({twin.other_lesson_id for twin in twins})
    found: dict[int, set[date]] = {}
    for twin in twins:
        found.setdefault(twin.photo_id, set()).add(lessons[twin.other_lesson_id].start.date())
    return {photo_id: sorted(days) for photo_id, days in found.items()}
