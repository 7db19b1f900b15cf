"""What the map shows: the schools of a county, or the counties of a larger region, by how they are covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.planning.models import PlanPart
from course.planning.reading.map import Sheet, sheet_of
from course.planning.reading.queries import Reading
from course.planning.reading.school_queries import CLASSES, HOURS, SchoolFilter, SchoolLine, middles_of, school_lines

STANDINGS = ("full", CLASSES, HOURS, "none")
SMALL, LARGEST, SHOWN = 6.0, 14.0, 12


@dataclass(frozen=True)
class Mark:
    """A sign on the map: where, how large, how it stands, and what it says."""

    code: str
    name: str
    standing: str
    hours: str
    classes: str
    size: float = SMALL
    number: int = 0
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class MapPage:
    """A sheet with its signs, those that have no place on it, and how many stand how."""

    sheet: Sheet
    marks: Sequence[Mark]
    nowhere: Sequence[Mark]
    of_counties: bool = False

    @property
    def standings(self) -> Mapping[str, int]:
        """How many schools or counties stand how."""
        return Counter(mark.standing for mark in self.everything)

    @property
    def everything(self) -> list[Mark]:
        """All signs, those without a place among them, those that lack most first."""
        return sorted([*self.marks, *self.nowhere], key=lambda mark: (-STANDINGS.index(mark.standing), mark.code))

    @property
    def lacking(self) -> list[Mark]:
        """The first of those that lack something."""
        return [mark for mark in self.everything if mark.standing != "full"][:SHOWN]


def placed(marks: Sequence[Mark], coordinates: Sequence[tuple[float | None, float | None]], **given: bool) -> MapPage:
    """The signs on a sheet; those without coordinates beside it; the worst are drawn last and lie on top."""
    known = [(mark, at) for mark, at in zip(marks, coordinates, strict=True) if None not in at]
    known.sort(key=lambda pair: STANDINGS.index(pair[0].standing))
    sheet = sheet_of([at for _, at in known])
    pairs = zip(known, sheet.points, strict=True)
    shown = [Mark(**{**vars(mark), "x": round(x, 1), "y": round(y, 1)}) for (mark, _), (x, y) in pairs]
    nowhere = [mark for mark, at in zip(marks, coordinates, strict=True) if None in at]
    return MapPage(sheet, shown, nowhere, **given)


def school_map(reading: Reading) -> MapPage:
    """The schools of one county."""
    lines = school_lines(reading, SchoolFilter())
    return placed([mark_of_school(line) for line in lines], [(line.lat, line.lon) for line in lines])


def mark_of_school(line: SchoolLine) -> Mark:
    """A school as a sign."""
    hours, classes = f"{line.hours} / {line.owed}", f"{line.reach.reached} / {line.reach.classes}"
    return Mark(line.code, line.name, line.standing, hours, classes)


def county_map(reading: Reading) -> MapPage:
    """The counties by the figures of their drafts, each in the middle of its schools; larger ones have more schools."""
    middles = middles_of(reading)
    most = max((part.figures.get("schools", 0) for part in reading.parts), default=0)
    marks = [mark_of_county(part, most) for part in reading.parts]
    return placed(marks, [middles.get(part.region_id, (None, None)) for part in reading.parts], of_counties=True)


def mark_of_county(part: PlanPart, most: int) -> Mark:
    """A county as a sign; its number says how many schools lack hours."""
    counted = Counter({name: value for name, value in part.figures.items() if isinstance(value, int)})
    missing = counted["schools"] - counted["schools_with_hours"]
    unreached = counted["classes"] - counted["classes_reached"]
    standing = "none" if not counted["hours"] else HOURS if missing else CLASSES if unreached else "full"
    size = SMALL + (LARGEST - SMALL) * (counted["schools"] / most) ** 0.5 if most else SMALL
    hours = f"{counted['schools_with_hours']} / {counted['schools']}"
    classes = f"{counted['classes_reached']} / {counted['classes']}"
    return Mark(part.region.code, part.region.name, standing, hours, classes, size, missing)
