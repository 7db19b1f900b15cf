"""What the doctor does about the tallies: look whether they are true, and build them anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
import sqlalchemy as sa

from course.coverage.models import SchoolTally
from course.coverage.tallies.doctor import wrong_tallies
from course.coverage.tallies.rebuild_actions import lowest_regions, rebuild_above, rebuild_region
from course.db import db, one_transaction, utc_now
from course.processes import application, most_processes, processes
from course.roster.models import School


def wrong_figures() -> Iterator[str]:
    """Figures of schools and regions that are not what their rows add up to."""
    yield from wrong_tallies(utc_now())


def rebuild_tallies_by_region() -> None:
    """Count every region anew, each in a transaction of its own, so that people can go on working."""
    paths = lowest_regions()
    with click.progressbar(length=len(paths), label="Regions") as bar:
        for _ in rebuilt(paths):
            bar.update(1)
    with one_transaction():
        rebuild_above(utc_now())
    look_at_once()


def rebuilt(paths: Sequence[str]) -> Iterator[None]:
    """Each of these regions, once it is counted anew; SQLite lets only one process write at a time."""
    helping = 1 if db.engine.dialect.name == "sqlite" else min(most_processes(), len(paths))
    if helping < 2:
        yield from map(rebuild_one, paths)
        return
    with processes(helping) as pool:
        yield from pool.map(rebuild_in_process, paths)


def rebuild_in_process(path: str) -> None:
    """The same in a process of its own."""
    with application().app_context():
        rebuild_one(path)


def rebuild_one(path: str) -> None:
    """Count one region anew, in a transaction of its own."""
    with one_transaction():
        rebuild_region(path, utc_now())


def look_at_once() -> None:
    """Let the database see how much there is now; it would look through everything for an hour where it does not."""
    with one_transaction():
        db.session.execute(sa.text("ANALYZE"))


def build_missing_tallies() -> None:
    """Count everything once where there are schools and nothing was counted yet: after an upgrade."""
    counted, schools = sa.select(SchoolTally.school_id).limit(1), sa.select(School.id).limit(1)
    if db.session.scalar(schools) is not None and db.session.scalar(counted) is None:
        rebuild_tallies_by_region()
