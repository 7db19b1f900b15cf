"""Rules about one row of the ledger: its values together, without the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from course.ledger.cells import read_cell, write_degrees
from course.ledger.remarks import Outcome
from course.ledger.tables import SETTINGS

# Where China lies; no latitude of it is a longitude of it, so swapped coordinates are certain.
SOUTH, NORTH, WEST, EAST = 3.0, 54.0, 73.0, 136.0


@dataclass(frozen=True)
class Finding:
    """What is wrong with a row, or was and is repaired; a notice says that the row means nothing here."""

    column: str
    value: str
    rule: str
    outcome: Outcome = Outcome.REFUSED
    facts: dict[str, Any] = field(default_factory=dict)


Judgement = tuple[Any, tuple[Finding, ...]]


def coordinates_are_in_china(row: Any) -> Judgement:
    """Coordinates lie in China; swapped ones are put right, half ones and 0,0 mean an unknown place."""
    lat, lon = row.lat, row.lon
    if lat is None and lon is None:
        return row, ()
    if lat is None or lon is None:
        return without_place(row, "half_coordinates")
    if SOUTH <= lat <= NORTH and WEST <= lon <= EAST:
        return row, ()
    if SOUTH <= lon <= NORTH and WEST <= lat <= EAST:
        facts = {"lat": write_degrees(lon), "lon": write_degrees(lat)}
        return row._replace(lat=lon, lon=lat), (
            place_finding(row, "swapped_coordinates", outcome=Outcome.REPAIRED, facts=facts),
        )
    if lat == 0 and lon == 0:
        return without_place(row, "zero_coordinates")
    return row, (place_finding(row, "outside_china"),)


def without_place(row: Any, rule: str) -> Judgement:
    """The row with its place unknown."""
    return row._replace(lat=None, lon=None), (place_finding(row, rule, outcome=Outcome.REPAIRED),)


def place_finding(row: Any, rule: str, **options: Any) -> Finding:
    """A finding about both coordinates."""
    return Finding("lat", f"{write_degrees(row.lat)}, {write_degrees(row.lon)}", rule, **options)


def starts_before_it_ends(row: Any) -> Judgement:
    """What starts ends later."""
    if row.start < row.end:
        return row, ()
    return row, (Finding("end", str(row.end)[:16], "ends_before_start", facts={"start": str(row.start)[:16]}),)


def appointment_lasts(row: Any) -> Judgement:
    """An appointment has a first and a last day, which may be the same."""
    if row.start <= row.end:
        return row, ()
    return row, (Finding("end", str(row.end), "ends_before_start", facts={"start": str(row.start)}),)


SETTING_TITLES = {column.title: column for column in SETTINGS.values()}


def setting_is_known(row: Any) -> Judgement:
    """A setting of the term has a value that suits it; one that is not known here is left out."""
    column = SETTINGS.get(row.key.casefold()) or SETTING_TITLES.get(row.key)
    if column is None:
        facts = {"known": "、".join(SETTINGS)}
        return row, (Finding("key", row.key, "unknown_setting", Outcome.NOTICE, facts),)
    cell = read_cell(column.kind, row.value, required=True, empty=None)
    settled = row._replace(key=column.name, value=cell.value)
    if cell.broken:
        return settled, (Finding(column.name, row.value, cell.broken, facts=cell.facts),)
    if cell.repaired is not None:
        return settled, (
            Finding(column.name, row.value, "read_as", outcome=Outcome.REPAIRED, facts={"read": cell.repaired}),
        )
    return settled, ()


RULES: dict[str, Callable[[Any], Judgement]] = {
    "stations": coordinates_are_in_china,
    "schools": coordinates_are_in_china,
    "vice_principals": coordinates_are_in_china,
    "appointments": appointment_lasts,
    "unavailability": starts_before_it_ends,
    "blackouts": starts_before_it_ends,
    "bells": starts_before_it_ends,
    "term": setting_is_known,
}
