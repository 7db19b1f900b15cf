"""Reads of photographs: those of a lesson, one of them, and the same one at another lesson."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from course.access.models import Role, User
from course.db import db
from course.delivery import photo_rules as rules
from course.delivery.models import Photo
from course.schedule.models import Lesson

STILL_THERE = Photo.withdrawn_at.is_(None)


@dataclass(frozen=True)
class Twin:
    """The same photograph at another lesson."""

    photo_id: int
    lesson_id: int
    other_lesson_id: int


def photos_of(lesson_id: int) -> list[Photo]:
    """The photographs of a lesson that were not withdrawn, in the order in which they came; without their bytes."""
    chosen = sa.select(Photo).where(Photo.lesson_id == lesson_id, STILL_THERE)
    return list(db.session.scalars(chosen.order_by(Photo.id)))


def photo_of(lesson_id: int, photo_id: int) -> Photo | None:
    """One photograph of a lesson with its bytes."""
    chosen = sa.select(Photo).where(Photo.id == photo_id, Photo.lesson_id == lesson_id, STILL_THERE)
    return db.session.scalar(chosen.options(undefer(Photo.content)))


def number_of(lesson_id: int) -> int:
    """How many photographs a lesson has."""
    counted = sa.select(sa.func.count()).select_from(Photo).where(Photo.lesson_id == lesson_id, STILL_THERE)
    return db.session.scalar(counted) or 0


def twins_of(photos: Collection[Photo]) -> list[Twin]:
    """The same photographs at other lessons: byte for byte anywhere, alike at the same school or person."""
    if not photos:
        return []
    hashes = [photo.content_hash for photo in photos]
    looks = [photo.look for photo in photos]
    lesson = sa.select(Lesson.school_id, Lesson.vice_principal_id).where(Lesson.id == next(iter(photos)).lesson_id)
    school_id, person_id = db.session.execute(lesson).one()
    near = sa.or_(Lesson.school_id == school_id, Lesson.vice_principal_id == person_id)
    others = sa.select(Photo.id, Photo.lesson_id, Photo.content_hash, Photo.look).join(
        Lesson, Lesson.id == Photo.lesson_id
    )
    found = others.where(STILL_THERE, sa.or_(Photo.content_hash.in_(hashes), Photo.look.in_(looks), near))
    rows = db.session.execute(found).all()
    return [
        Twin(photo.id, photo.lesson_id, row.lesson_id)
        for photo in photos
        for row in rows
        if row.lesson_id != photo.lesson_id
        and (row.content_hash == photo.content_hash or rules.looks_alike(row.look, photo.look))
    ]


def lesson_names(lesson_ids: Collection[int]) -> dict[int, Lesson]:
    """The lessons with these ids, for saying when they were."""
    return {row.id: row for row in db.session.scalars(sa.select(Lesson).where(Lesson.id.in_(list(lesson_ids))))}


def people_of_lessons(lesson_ids: Collection[int]) -> list[tuple[int, int]]:
    """Each lesson with the active users of both its sides."""
    sides = sa.or_(
        sa.and_(User.role == Role.VICE_PRINCIPAL, User.vice_principal_id == Lesson.vice_principal_id),
        sa.and_(User.role == Role.SCHOOL, User.school_id == Lesson.school_id),
    )
    chosen = sa.select(Lesson.id, User.id).join(User, sides).where(User.active, User.erased_at.is_(None))
    rows = db.session.execute(chosen.where(Lesson.id.in_(list(lesson_ids))).order_by(Lesson.id, User.id))
    return [(lesson_id, user_id) for lesson_id, user_id in rows]
