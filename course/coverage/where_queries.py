"""Reads of the names of places: of a school of a whole province nobody knows where it is by its name alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from course.coverage.region_queries import Place, SchoolRow
from course.db import db
from course.roster.models import Region


def names_below(path: str, places: Iterable[str]) -> dict[str, str]:
    """By its path the name of each of these regions, behind those that lie between it and the one above at ``path``."""
    ways = {place: steps_below(path, place) for place in places}
    wanted = sorted({step for steps in ways.values() for step in steps})
    if not wanted:
        return {}
    chosen = sa.select(Region.path, Region.name).where(Region.path.in_(wanted))
    names = {row[0]: row[1] for row in db.session.execute(chosen)}
    return {place: " ".join(names[step] for step in steps if step in names) for place, steps in ways.items()}


def children_around(place: Place, paths: Iterable[str]) -> dict[str, str]:
    """By its path the name of that region right below a place in which each of these lies; nothing is asked for it."""
    return {path: child.name for path in paths for child in place.children if f"{path}/".startswith(f"{child.path}/")}


def steps_below(path: str, place: str) -> list[str]:
    """The paths of the regions from right below ``path`` down to a region."""
    parts = place.split("/")
    steps = ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]
    return [step for step in steps if len(step) > len(path)]


def placed(rows: Sequence[SchoolRow], path: str) -> list[SchoolRow]:
    """Schools with the names of the regions below this one in which they lie."""
    names = names_below(path, (row.path for row in rows))
    return [replace(row, region=names.get(row.path, "")) for row in rows] if names else list(rows)
