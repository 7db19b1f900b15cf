"""Reads of notices: a page of them; always one user's own."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from course.access.models import Notice
from course.db import db

NOTICES_ON_A_PAGE = 30


def notices_of(user_id: int, number: int) -> tuple[Sequence[Notice], int]:
    """One page of a user's notices, newest first, and how many there are in all."""
    mine = sa.select(Notice).where(Notice.user_id == user_id)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    page = mine.order_by(Notice.id.desc()).limit(NOTICES_ON_A_PAGE).offset((number - 1) * NOTICES_ON_A_PAGE)
    return db.session.scalars(page).all(), total


def own_notice(user_id: int, notice_id: int) -> Notice | None:
    """A notice, where it is this user's."""
    return db.session.scalar(sa.select(Notice).where(Notice.id == notice_id, Notice.user_id == user_id))
