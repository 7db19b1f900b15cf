"""Keeping the name that a school has had so far, where the ledger brings another one."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from course.db import db
from course.ledger.storing import chunks
from course.roster.models import School, SchoolName

AT_ONCE = 5_000


def keep_names(names: Mapping[int, str]) -> None:
    """Write down the earlier names of the schools that are about to be called like this, until today."""
    for ids in chunks(names, AT_ONCE):
        known = sa.select(School.id, School.region_path, School.name).where(School.id.in_(ids))
        for row in db.session.execute(known).all():
            if row.name != names[row.id]:
                kept = {"school_id": row.id, "region_path": row.region_path, "name": row.name}
                db.session.execute(sa.insert(SchoolName).values(**kept, until=sa.func.current_date()))
