"""Judging what rows say about each other: references, regions, and whose rows they are.

Plain values: what the database already holds comes in as ``Known``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from course.ledger.judging import JudgedTable, Row
from course.ledger.ledger import Column
from course.ledger.remarks import Outcome
from course.ledger.tables import ALL_SCHOOLS, STAGES

LEVELS = ("province", "city", "county")
GRADES_TAUGHT = {"primary": (1, 6), "junior": (7, 9), "senior": (10, 12)}
MOST_SCHOOLS, MOST_PEOPLE = 2, 5
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A row that others may refer to: its number in the database (0 while it is new), its region, its kind."""

    id: int
    path: str
    kind: str = ""


@dataclass
class Known:
    """What rows may refer to, by table and code, and which of the handed-in rows were refused."""

    places: dict[str, dict[str, Place]]
    refused: dict[str, JudgedTable] = field(default_factory=dict)
    # The places as they were before the rows of their table came.
    before: dict[str, dict[str, Place]] = field(default_factory=dict)
    # The first day of the term that was handed in with the tables.
    term_start: date | None = None
    # Whether a ledger comes for the first time: there is no school yet.
    comes_first: bool = False

    def path(self, table: str, code: str) -> str:
        """The region path of a row that is known."""
        return self.places[table][code].path


def relate(judged: JudgedTable, known: Known) -> None:
    """Refuse the rows whose references do not hold, and make the others known to the tables to come."""
    known.before[judged.table.name] = dict(known.places.get(judged.table.name, {}))
    references = [column for column in judged.table.columns if column.refers_to and column.name != "parent"]
    for block in judged.rows.blocks() if references else ():
        doubtful = [c for c in references if not all_hold(set(judged.rows.column(block, c.field)), known, c)]
        for number, row in judged.rows.rows_in(block) if doubtful else ():
            for column in doubtful:
                check_reference(judged, known, number, column, getattr(row, column.field))
    SETTLE.get(judged.table.name, keep)(judged, known)
    known.refused[judged.table.name] = judged


def relate_again(judged: JudgedTable, known: Known) -> None:
    """Take back what rows said that have been refused since."""
    name = judged.table.name
    if name in known.places:
        known.places[name] = dict(known.before[name])
        SETTLE[name](judged, known)


def keep(judged: JudgedTable, known: Known) -> None:
    """Nothing more to settle."""


def all_hold(values: set[Any], known: Known, column: Column) -> bool:
    """Whether all that these values refer to is known: looked up once, however many rows have them."""
    places = known.places[column.refers_to]
    return all(code in places for value in values for code in (value if isinstance(value, tuple) else (value,)))


def check_reference(judged: JudgedTable, known: Known, number: int, column: Column, value: Any) -> None:
    """Refuse a row that refers to nothing, or to a refused row."""
    places = known.places[column.refers_to]
    if isinstance(value, str) and value in places:
        return
    for code in value if isinstance(value, tuple) else (value,):
        if code in places or code == ALL_SCHOOLS:
            continue
        refused = known.refused.get(column.refers_to)
        if refused and (row := refused.refused_keys.get(code)):
            judged.refuse(number, column.name, code, "refers_to_refused", file=refused.file, row=row)
        else:
            like = with_zeros(code, places)
            rule = "unknown_lost_zero" if like else "unknown_reference"
            judged.refuse(number, column.name, code, rule, table=column.refers_to, like=like)


def with_zeros(code: str, places: dict[str, Place]) -> str:
    """The known code that this one is without its leading zeros, which spreadsheets drop."""
    padded = (code.zfill(length) for length in range(len(code) + 1, len(code) + 4)) if code.isdigit() else ()
    return next((found for found in padded if found in places), "")


def settle_regions(judged: JudgedTable, known: Known) -> None:
    """Give each region its path; refuse those whose parent is missing, not above them, or below them."""
    places = known.places["regions"]
    stored = {code: place.path.rpartition("/")[0].rpartition("/")[2] for code, place in places.items()}
    while True:
        parents = {**stored, **{row.code: row.parent for row in judged.rows.values()}}
        levels = {code: place.kind for code, place in places.items()}
        levels.update({row.code: row.level for row in judged.rows.values()})
        found = [(n, row, parent_problem(row.code, parents, levels)) for n, row in judged.rows.items()]
        if not refuse_regions(judged, [(n, row, rule) for n, row, rule in found if rule]):
            break
    for code in parents:
        path = "/".join(reversed(ancestors(code, parents)))
        places[code] = Place(places[code].id if code in places else 0, path, levels[code])


def ancestors(code: str, parents: dict[str, str]) -> list[str]:
    """A region and all above it, the nearest first; stops where a circle closes."""
    found: list[str] = []
    while code and code not in found and code in parents:
        found.append(code)
        code = parents[code]
    return found


def parent_problem(code: str, parents: dict[str, str], levels: dict[str, str]) -> str:
    """The rule that the parent of a region breaks; empty where it does not."""
    parent = parents[code]
    if not parent:
        return ""
    if parent not in parents:
        return "unknown_reference"
    if parents[ancestors(code, parents)[-1]] in parents:
        return "region_in_circle"
    return "" if LEVELS.index(levels[parent]) < LEVELS.index(levels[code]) else "parent_not_above"


def refuse_regions(judged: JudgedTable, found: list[tuple[int, Row, str]]) -> bool:
    """Refuse the regions whose parent does not do; whether there were any."""
    for number, row, rule, refused in [(*one, judged.refused_keys.get(one[1].parent)) for one in found]:
        if rule == "unknown_reference" and refused:
            judged.refuse(number, "parent", row.parent, "refers_to_refused", file=judged.file, row=refused)
        else:
            judged.refuse(number, "parent", row.parent, rule, table="regions", like="")
    return bool(found)


def settle_places(judged: JudgedTable, known: Known) -> None:
    """Stations, schools and vice-principals lie in the region of what they refer to."""
    table = judged.table.name
    owner, above = OWNERS[table]
    places = known.places[table]
    for row in judged.rows.values():
        earlier = places.get(row.code)
        path = known.path(above, getattr(row, owner))
        places[row.code] = Place(earlier.id if earlier else 0, path, getattr(row, KIND_OF[table], ""))


def settle_schools(judged: JudgedTable, known: Known) -> None:
    """Schools lie in their regions; none may be called like a stage, whose bells it would take."""
    for number, row in judged.rows.items():
        if row.code in STAGES:
            judged.refuse(number, "code", row.code, "code_is_a_stage")
    settle_places(judged, known)


def settle_people(judged: JudgedTable, known: Known) -> None:
    """A vice-principal without an agency has that of the station."""
    stations = known.places["stations"]
    for number, row in judged.rows.items():
        if not row.agency:
            judged.rows[number] = row._replace(agency=stations[row.station].kind)
        elif row.agency != stations[row.station].kind:
            judged.say(number, "agency", row.agency, Outcome.NOTICE, "agency_differs", station=row.station)
    settle_places(judged, known)


def settle_themes(judged: JudgedTable, known: Known) -> None:
    """Themes belong to everybody."""
    for row in judged.rows.values():
        known.places["themes"].setdefault(row.code, Place(0, EVERYWHERE))


def settle_classes(judged: JudgedTable, known: Known) -> None:
    """A grade that is not taught at the stage of its school is worth a look."""
    schools = known.places["schools"]
    for number, row in judged.rows.items():
        first, last = GRADES_TAUGHT[schools[row.school].kind]
        if not first <= row.grade <= last:
            judged.say(number, "grade", row.grade, Outcome.NOTICE, "grade_outside_stage")


def settle_appointments(judged: JudgedTable, known: Known) -> None:
    """Appointments that are over, and too many at one time, are worth a look."""
    for number, row in judged.rows.items():
        if known.term_start and row.end < known.term_start:
            judged.say(number, "end", row.end, Outcome.NOTICE, "over_before_term")
    look_for_many(judged)


def look_for_many(judged: JudgedTable) -> None:
    """More than two schools a person, or five people a school, at one time needs a reason."""
    for mine, other, most, rule in (
        ("vice_principal", "school", MOST_SCHOOLS, "many_schools"),
        ("school", "vice_principal", MOST_PEOPLE, "many_people"),
    ):
        held: dict[str, list[Row]] = defaultdict(list)
        for number, row in judged.rows.items():
            held[getattr(row, mine)].append(row)
            together = {
                getattr(at, other) for at in held[getattr(row, mine)] if at.start <= row.end and at.end >= row.start
            }
            if len(together) > most:
                judged.say(number, mine, getattr(row, mine), Outcome.NOTICE, rule, count=len(together), most=most)


def settle_bells(judged: JudgedTable, known: Known) -> None:
    """The key of bells is a stage or the code of a school; periods that overlap are worth a look."""
    for number, row in judged.rows.items():
        if row.key not in STAGES:
            check_reference(judged, known, number, BELL_KEY, row.key)
    before: dict[str, Row] = {}
    for number, row in sorted(judged.rows.items(), key=lambda item: (item[1].key, item[1].start)):
        earlier = before.get(row.key)
        if earlier and earlier.end > row.start:
            judged.say(number, "start", f"{row.start:%H:%M}", Outcome.NOTICE, "bells_overlap", other=earlier.period)
        before[row.key] = row


# Which reference says where a row lies, and the table of that reference.
OWNERS = {
    "stations": ("region", "regions"),
    "schools": ("region", "regions"),
    "vice_principals": ("station", "stations"),
    "classes": ("school", "schools"),
    "appointments": ("school", "schools"),
    "unavailability": ("vice_principal", "vice_principals"),
    "blackouts": ("school", "schools"),
    "bells": ("key", "schools"),
}
KIND_OF = {"stations": "agency", "schools": "stage", "vice_principals": "agency"}
BELL_KEY = Column("key", "", None, refers_to="schools")  # type: ignore[arg-type]
SETTLE: dict[str, Callable[[JudgedTable, Known], None]] = {
    "regions": settle_regions,
    "stations": settle_places,
    "schools": settle_schools,
    "classes": settle_classes,
    "appointments": settle_appointments,
    "themes": settle_themes,
    "vice_principals": settle_people,
    "bells": settle_bells,
}


def paths_of(table: str, row: Row, known: Known) -> list[str]:
    """The region path of a row, the one where it lay before, and that of the person whom it appoints."""
    paths = [path_of(table, row, known)]
    if table in known.places and row.code in known.before[table]:
        paths.append(known.before[table][row.code].path)
    if table == "appointments":
        paths.append(known.path("vice_principals", row.vice_principal))
    return paths


def path_of(table: str, row: Row, known: Known) -> str:
    """The region path of a row; empty for what holds everywhere."""
    if table == "regions":
        return known.path("regions", row.code)
    if table not in OWNERS:
        return EVERYWHERE
    owner, above = OWNERS[table]
    place = known.places[above].get(getattr(row, owner))
    return place.path if place else EVERYWHERE
