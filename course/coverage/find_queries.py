"""Reads of the search: schools, regions and vice-principals by name or code, always inside the caller's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from course.access.scope import Scope
from course.coverage.find_statements import STATEMENTS_KEPT, Spelling, hits, seen, values_of
from course.db import db
from course.roster.models import Region, School, VicePrincipal
from course.roster.queries import people_of
from course.roster.vacancy_queries import vacant_since

# Together no more than a screen: whoever needs more writes another letter, or opens the list of all.
MOST_SCHOOLS, MOST_PEOPLE, MOST_REGIONS = 6, 4, 3
KINDS = ((School, MOST_SCHOOLS), (Region, MOST_REGIONS), (VicePrincipal, MOST_PEOPLE))


@dataclass(frozen=True)
class FoundSchool:
    """A school with those who serve it today, or since when nobody does."""

    school: School
    people: Sequence[VicePrincipal]
    vacant_since: date | None


@dataclass(frozen=True)
class Found:
    """What a word was found in; ``more`` says of which kinds there is more than is shown."""

    schools: Sequence[FoundSchool] = ()
    regions: Sequence[Region] = ()
    people: Sequence[VicePrincipal] = ()
    more: frozenset[str] = frozenset()

    def nothing(self) -> bool:
        """Whether nothing was found."""
        return not (self.schools or self.regions or self.people)


def kind_of(code: str, scope: Scope) -> str:
    """Of which kind the school, region or vice-principal with exactly this code is: its table; empty where none is."""
    names = [model.__tablename__ for model, _ in KINDS]
    asked = (
        sa.select(sa.literal(model.__tablename__)).where(seen(model, scope), model.code == code) for model, _ in KINDS
    )
    return min(db.session.scalars(sa.union_all(*asked)), key=names.index, default="")


def found_by(word: str, scope: Scope, today: date) -> Found:
    """What has the word in its name or code, taken literally; names that begin with it come first."""
    (schools, more), (regions, more_regions), (people, more_people) = (
        rows_with(word, model, most, scope) for model, most in KINDS
    )
    ids = [row.id for row in schools]
    serving = people_of(scope, ids, today) if ids else {}
    empty = [number for number in ids if not serving[number]]
    since = vacant_since(empty, today) if empty else {}
    lines = [FoundSchool(row, serving[row.id], since.get(row.id)) for row in schools]
    kinds = {"schools": more, "regions": more_regions, "people": more_people}
    return Found(lines, regions, people, frozenset(kind for kind, given in kinds.items() if given))


def rows_with(word: str, model: Any, most: int, scope: Scope) -> tuple[list[Any], bool]:
    """The first rows of a table with the word in them, and whether there are more."""
    chosen = first_hits(model, scope, Spelling.of(word), most + 1)
    rows = list(db.session.scalars(chosen, values_of(word)))
    return rows[:most], len(rows) > most


@lru_cache(STATEMENTS_KEPT)
def first_hits(model: Any, scope: Scope, spelling: Spelling, most: int) -> sa.Select[Any]:
    """These rows with what a hit says beside its own name."""
    return hits(model, scope, spelling, most).options(*shown_with(model))


def shown_with(model: Any) -> tuple[Any, ...]:
    """What a hit says beside its own name."""
    beside = {School: School.region, VicePrincipal: VicePrincipal.station}
    return (joinedload(beside[model], innerjoin=True),) if model in beside else ()
