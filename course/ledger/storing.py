"""How the tables of the ledger stand in the database: which columns, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from operator import attrgetter
from sys import intern
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from course.access.scope import Scope, within
from course.db import db
from course.ledger.judging import Row
from course.ledger.ledger import Table
from course.ledger.relating import Known, Place
from course.ledger.tables import ALL_SCHOOLS, BY_NAME
from course.roster.models import (
    Absence,
    Appointment,
    Bell,
    Blackout,
    Region,
    School,
    SchoolClass,
    Station,
    Theme,
    VicePrincipal,
)

AT_ONCE = 500


@dataclass(frozen=True)
class Stored:
    """A table of the ledger and the model that holds it."""

    table: Table
    model: Any
    # Fields whose column has another name.
    names: dict[str, str] = field(default_factory=dict)
    # Fields that hold a code in the ledger and a number in the database, and the model they refer to.
    references: dict[str, tuple[str, Any]] = field(default_factory=dict)
    # What the ledger writes where a reference is empty.
    nothing: str = ""

    def attribute(self, name: str) -> str:
        """The column of the model for a field of the ledger."""
        return self.references[name][0] if name in self.references else self.names.get(name, name)

    @property
    def has_path(self) -> bool:
        """Whether the model carries its region's path under the usual name."""
        return hasattr(self.model, "region_path")


STORED = {
    stored.table.name: stored
    for stored in (
        Stored(BY_NAME["regions"], Region, references={"parent": ("parent_id", Region)}),
        Stored(BY_NAME["stations"], Station, references={"region": ("region_id", Region)}),
        Stored(
            BY_NAME["schools"],
            School,
            {"hall": "hall_seats", "pref_weekdays": "preferred_weekdays", "pref_periods": "preferred_periods"},
            {"region": ("region_id", Region)},
        ),
        Stored(BY_NAME["classes"], SchoolClass, references={"school": ("school_id", School)}),
        Stored(BY_NAME["themes"], Theme),
        Stored(
            BY_NAME["vice_principals"],
            VicePrincipal,
            {"themes": "theme_codes"},
            {"station": ("station_id", Station)},
        ),
        Stored(
            BY_NAME["appointments"],
            Appointment,
            references={"vice_principal": ("vice_principal_id", VicePrincipal), "school": ("school_id", School)},
        ),
        Stored(BY_NAME["unavailability"], Absence, references={"vice_principal": ("vice_principal_id", VicePrincipal)}),
        Stored(BY_NAME["blackouts"], Blackout, references={"school": ("school_id", School)}, nothing=ALL_SCHOOLS),
        Stored(BY_NAME["bells"], Bell),
    )
}


def known_places() -> Known:
    """All rows that others may refer to, as the database has them."""
    return Known(
        {
            "regions": places_of(Region, Region.path, Region.level),
            "stations": places_of(Station, Station.region_path, Station.agency),
            "schools": places_of(School, School.region_path, School.stage),
            "vice_principals": places_of(VicePrincipal, VicePrincipal.region_path, VicePrincipal.agency),
            "themes": places_of(Theme, sa.literal(""), sa.literal("")),
        }
    )


def places_of(model: Any, path: Any, kind: Any) -> dict[str, Place]:
    """The rows of one table by their codes."""
    rows = db.session.execute(sa.select(model.code, model.id, path, kind))
    # Thousands lie in one region: its path is kept once.
    return {code: Place(number, intern(where), what) for code, number, where, what in rows}


def ledger_query(stored: Stored) -> tuple[sa.Select[Any], dict[str, Any]]:
    """The rows of a table as the ledger writes them, after their number; and the columns by field."""
    columns: dict[str, Any] = {}
    joins = []
    for column in stored.table.columns:
        if column.field in stored.references:
            attribute, model = stored.references[column.field]
            other = aliased(model)
            joins.append((other, getattr(stored.model, attribute) == other.id))
            columns[column.field] = sa.func.coalesce(other.code, stored.nothing)
        else:
            columns[column.field] = getattr(stored.model, stored.attribute(column.field))
    query = sa.select(stored.model.id, *columns.values()).select_from(stored.model)
    for other, condition in joins:
        query = query.outerjoin(other, condition)
    return query, columns


def stored_rows(stored: Stored, rows: Iterable[Row], known: Known) -> dict[Any, tuple[int, Row]]:
    """The stored rows that these rows may be, by key: only those of the same codes are looked up."""
    query, _ = ledger_query(stored)
    first = stored.table.key_columns[0].field
    values = set(map(attrgetter(first), rows))
    found: dict[Any, tuple[int, Row]] = {}
    make, key_of = partial(tuple.__new__, stored.table.row), stored.table.key_of
    for condition in conditions(stored, first, values, known):
        for cells in db.session.execute(query.where(condition)):
            row = make(cells[1:])
            found[key_of(row)] = (cells[0], row)
    return found


def conditions(stored: Stored, name: str, values: set[str], known: Known) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions that together choose the stored rows whose first key column is one of the values."""
    column = getattr(stored.model, stored.attribute(name))
    wanted: Iterable[Any] = values
    if name in stored.references:
        places = known.places[stored.references[name][1].__tablename__ + "s"]
        wanted = [places[code].id for code in values if code in places and places[code].id]
        if ALL_SCHOOLS in values:
            yield column.is_(None)
    for some in chunks(sorted(wanted), AT_ONCE):
        yield column.in_(some)


def chunks(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The values in lists of at most ``size``."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def rows_to_export(stored: Stored, scope: Scope) -> Iterator[Row]:
    """The rows of a table that the scope may see, in the order in which they came in."""
    query, _ = ledger_query(stored)
    seen = query.where(visible(stored.model, scope)).order_by(stored.model.id)
    for _number, *cells in db.session.execute(seen.execution_options(yield_per=2_000)):
        yield stored.table.row(*cells)


def visible(model: Any, scope: Scope) -> sa.ColumnElement[bool]:
    """The condition for rows that a bureau may take away: its own, and what holds for everybody."""
    if model is Theme or scope.role == "admin":
        return sa.true()
    if model is Region:
        above = ["/".join(scope.region_path.split("/")[:n]) for n in range(1, scope.region_path.count("/") + 2)]
        return sa.or_(Region.path.in_(above), sa.and_(Region.path > f"{above[-1]}/", Region.path < f"{above[-1]}0"))
    if model is Bell:
        return sa.or_(Bell.key.in_(["primary", "junior", "senior"]), Bell.key.in_(own_schools(scope)))
    own = within(model, scope)
    return sa.or_(own, Blackout.school_id.is_(None)) if model is Blackout else own


def own_schools(scope: Scope) -> sa.Select[tuple[str]]:
    """The codes of the schools in the scope."""
    return sa.select(School.code).where(within(School, scope))
