"""What the doctor does about the tallies: look whether they are true, and build them anew."""

from __future__ import annotations

from collections.abc import Iterator

import click

from course.coverage.tally_doctor import wrong_tallies
from course.coverage.tally_rebuild_actions import lowest_regions, rebuild_above, rebuild_region
from course.db import one_transaction, utc_now


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
