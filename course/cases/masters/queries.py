"""Reads of masters: those that an office looks after, and those that decks may be drawn with."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from course.access.models import Role
from course.access.scope import Scope, within
from course.cases.masters.rules import regions_above
from course.cases.models import Master, MasterState
from course.db import db
from course.roster.models import School, Station, VicePrincipal

MOST_OFFERED = 100


def looked_after(scope: Scope) -> list[Master]:
    """The masters of the scope's region and of those below it, by name."""
    return list(db.session.scalars(sa.select(Master).where(within(Master, scope)).order_by(Master.name, Master.id)))


def from_above(scope: Scope) -> list[Master]:
    """The masters that the scope may use and others look after."""
    if scope.role is not Role.BUREAU:
        return []
    return [master for master in offered([scope.region_path]) if not scope.covers(master.region_path)]


def master_within(master_id: int, scope: Scope) -> Master | None:
    """One master that the scope looks after."""
    return db.session.scalar(sa.select(Master).where(Master.id == master_id, within(Master, scope)))


def offered(region_paths: Iterable[str]) -> list[Master]:
    """The masters in use for any of these regions, by name."""
    paths = {path for region_path in region_paths for path in regions_above(region_path)}
    chosen = sa.select(Master).where(Master.state == MasterState.ACCEPTED, Master.region_path.in_(paths))
    return list(db.session.scalars(chosen.order_by(Master.name, Master.id)))


def offered_to(scope: Scope) -> list[Master]:
    """The masters that whoever has this scope may choose for a deck without a lesson."""
    return in_use() if scope.role is Role.ADMIN else offered(region_paths(scope))


def in_use() -> list[Master]:
    """Masters in use anywhere, by name; no more than a person can choose from."""
    chosen = sa.select(Master).where(Master.state == MasterState.ACCEPTED).order_by(Master.name, Master.id)
    return list(db.session.scalars(chosen.limit(MOST_OFFERED)))


def region_paths(scope: Scope) -> set[str]:
    """The regions that a scope has to do with: its own, or those of its schools, persons and station."""
    if scope.role is Role.BUREAU:
        return {scope.region_path}
    rows = (
        (School, scope.school_ids),
        (VicePrincipal, scope.vice_principal_ids),
        (Station, {scope.station_id} - {None}),
    )
    return {
        path
        for table, ids in rows
        if ids
        for path in db.session.scalars(sa.select(table.region_path).where(table.id.in_(ids)).distinct())
    }


def name_is_taken(name: str, region_path: str) -> bool:
    """Whether a region has a master of this name."""
    return db.session.scalar(sa.select(named(name, region_path).exists())) or False


def named(name: str, region_path: str) -> sa.Select[tuple[int]]:
    """The master of a name in a region."""
    return sa.select(Master.id).where(Master.name == name, Master.region_path == region_path)


def by_name(name: str) -> list[Master]:
    """The masters in use with this name; ``PATH/NAME`` asks for that of one region."""
    region_path, _, own = name.rpartition("/")
    accepted = sa.select(Master).where(Master.state == MasterState.ACCEPTED)
    found = list(db.session.scalars(accepted.where(Master.name == name)))
    return found or list(db.session.scalars(accepted.where(Master.name == own, Master.region_path == region_path)))
