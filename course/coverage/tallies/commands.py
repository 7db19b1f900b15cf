"""What the doctor does about the tallies: look whether they are true, and build them anew."""

from __future__ import annotations

from collections.abc import Iterator

import click
import sqlalchemy as sa

from course.coverage.models import SchoolTally
from course.coverage.tallies.doctor import wrong_tallies
from course.coverage.tallies.rebuild_actions import lowest_regions, rebuild_above, rebuild_region
from course.db import db, one_transaction, utc_now
from course.roster.models import School


def wrong_figures() -> Iterator[str]:
    """Figures of schools and regions that are not what their rows add up to."""
    yield from wrong_tallies(utc_now())


def rebuild_tallies_by_region() -> None:
    """Count every region anew, each in a transaction of its own, so that people can go on working."""
    with click.progressbar(lowest_regions(), label="Regions") as paths:
        for path in paths:
            with one_transaction():
                rebuild_region(path, utc_now())
    with one_transaction():
        rebuild_above(utc_now())


def build_missing_tallies() -> None:
    """Count everything once where there are schools and nothing was counted yet: after an upgrade."""
    counted, schools = sa.select(SchoolTally.school_id).limit(1), sa.select(School.id).limit(1)
    if db.session.scalar(schools) is not None and db.session.scalar(counted) is None:
        rebuild_tallies_by_region()
