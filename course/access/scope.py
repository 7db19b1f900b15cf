"""The one scope function: which rows a user may see, for every table and every role.

Tables that hold rows of somebody carry one or more of the columns ``region_path``, ``school_id``,
``vice_principal_id`` and ``station_id`` (a School's own ``id`` counts as its ``school_id``, and so
on).  ``within`` turns a user's scope into a condition on them; what lies outside is as if it were
not there, so a view that finds nothing answers 404.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from course.access.models import Role

# Whose questions are of regions, of any size.
OF_REGIONS = frozenset({Role.ADMIN, Role.BUREAU})
# Stands for a school, a person or a station in a statement that is told later of whom; nobody has this number.
SOMEBODY = 0
SOME = frozenset({SOMEBODY})
OWN_ID = {"school": "school_id", "vice_principal": "vice_principal_id", "station": "station_id"}


@dataclass(frozen=True)
class Scope:
    """A role and what it is a role of.

    ``region_path`` is set for the bureau; ``school_ids`` and ``vice_principal_ids`` for the others:
    a school sees itself and those appointed to it, a vice-principal themself and the schools they
    serve, a station its people and the schools that they serve.
    """

    role: Role
    region_path: str = ""
    school_ids: frozenset[int] = frozenset()
    vice_principal_ids: frozenset[int] = frozenset()
    station_id: int | None = None

    def covers(self, region_path: str) -> bool:
        """Whether a region lies inside the scope of an administrator or a bureau."""
        if self.role is Role.ADMIN:
            return True
        inside = region_path == self.region_path or region_path.startswith(f"{self.region_path}/")
        return self.role is Role.BUREAU and inside

    def of_somebody(self) -> Scope:
        """The scope of anybody of this role, for a statement that is built once and told of whom when it is run."""
        if self.role in OF_REGIONS:
            return self
        some = {"school_ids": SOME, "vice_principal_ids": SOME}
        return replace(self, **some, station_id=None if self.station_id is None else SOMEBODY)

    def told(self) -> dict[str, Any]:
        """What such a statement is told; one that is not told finds nothing."""
        if self.role in OF_REGIONS:
            return {}
        lists = {"school_ids": list(self.school_ids), "vice_principal_ids": list(self.vice_principal_ids)}
        return {**lists, "station_id": self.station_id}

    def schools(self) -> Any:
        """The numbers of the schools, for a condition."""
        return some_of("school_ids") if self.school_ids == SOME else self.school_ids

    def people(self) -> Any:
        """The numbers of the vice-principals, for a condition."""
        return some_of("vice_principal_ids") if self.vice_principal_ids == SOME else self.vice_principal_ids

    def station(self) -> Any:
        """The number of the station, for a condition."""
        is_told = self.station_id == SOMEBODY
        return sa.bindparam("station_id", SOMEBODY, type_=sa.Integer) if is_told else self.station_id


def some_of(name: str) -> sa.BindParameter[Any]:
    """Numbers that a statement is told when it is run."""
    return sa.bindparam(name, list(SOME), type_=sa.Integer, expanding=True)


def within(model: Any, scope: Scope) -> sa.ColumnElement[bool]:
    """The condition that keeps the rows of ``model`` which the scope may see."""
    if scope.role is Role.ADMIN:
        return sa.true()
    if scope.role is Role.BUREAU:
        return below(columns(model)["region_path"], scope.region_path)
    return sa.or_(sa.false(), *owned(columns(model), scope))


def owned(found: dict[str, Any], scope: Scope) -> list[sa.ColumnElement[bool]]:
    """The conditions of a scope that is made of persons and schools."""
    conditions = []
    if "school_id" in found and not (scope.role is Role.STATION and "vice_principal_id" in found):
        conditions.append(found["school_id"].in_(scope.schools()))
    if "vice_principal_id" in found and not (scope.role is Role.SCHOOL and "school_id" in found):
        conditions.append(found["vice_principal_id"].in_(scope.people()))
    if "station_id" in found and scope.station_id is not None and "vice_principal_id" not in found:
        conditions.append(found["station_id"] == scope.station())
    return conditions


def columns(model: Any) -> dict[str, Any]:
    """The columns of a table that scopes speak of, by name."""
    named = {name: getattr(model, name) for name in (*OWN_ID.values(), "region_path") if hasattr(model, name)}
    own = OWN_ID.get(model.__table__.name)
    return {**named, own: model.id} if own else named


def below(column: Any, region_path: str) -> sa.ColumnElement[bool]:
    """The rows of a region and of all regions below it, as a range that an index can serve."""
    return sa.or_(column == region_path, sa.and_(column >= f"{region_path}/", column < f"{region_path}0"))
