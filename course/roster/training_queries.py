"""Reads of training: what somebody has had, and the sums of many people."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from course.access.scope import Scope, within
from course.db import db
from course.roster.models import Training


def trainings_of(person_id: int) -> list[Training]:
    """The training of a person whom the scope has let through, newest first."""
    chosen = sa.select(Training).where(Training.vice_principal_id == person_id)
    return list(db.session.scalars(chosen.order_by(Training.held_on.desc(), Training.id.desc())))


def hours_of(person_ids: Iterable[int]) -> dict[int, int]:
    """The hours of training of each of these people; who has none is not named."""
    sums = sa.select(Training.vice_principal_id, sa.func.sum(Training.hours))
    chosen = sums.where(Training.vice_principal_id.in_(list(person_ids))).group_by(Training.vice_principal_id)
    return {row[0]: int(row[1]) for row in db.session.execute(chosen)}


def own_training(scope: Scope, training_id: int) -> Training | None:
    """A line of training of somebody in the scope."""
    return db.session.scalar(sa.select(Training).where(Training.id == training_id, within(Training, scope)))
