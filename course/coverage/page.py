"""What the pages of coverage show: a region with its children, or schools with what they miss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from course.coverage import region_queries
from course.coverage.lines import SchoolLine, book_address, school_lines, school_table
from course.coverage.queries import Asked, Key, tallies
from course.coverage.region_queries import Place, RegionRow, SchoolRow
from course.coverage.rules import KINDS, Tally, Year, total
from course.coverage.school_queries import ClassRow
from course.i18n import page_language
from course.roster.models import School
from course.schedule.models import LessonState

MOST_ROWS = 100
FILTERS = ("any", *(kind.key for kind in KINDS))


@dataclass(frozen=True)
class Look:
    """How somebody looks at coverage: the year, the moment, what is filtered, which page, and where."""

    year: Year
    now: datetime
    missing: str = ""
    number: int = 1
    direct: bool = False

    def address(self, endpoint: str, **changes: Any) -> str:
        """The address of another page that keeps the year and the filter."""
        kept = {"year": self.year.number, "missing": self.missing or None, "direct": "1" if self.direct else None}
        return url_for(endpoint, **{**kept, **changes})


@dataclass(frozen=True)
class CoveragePage:
    """The three figures of some schools, and the rows they are made of."""

    look: Look
    asked: Asked
    tally: Tally
    place: Place | None = None
    regions: Sequence[RegionRow] = ()
    schools: Sequence[SchoolRow] = ()
    rows: int = 0

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return max(1, -(-self.rows // MOST_ROWS))

    def lines(self) -> list[SchoolLine]:
        """The schools in words."""
        return school_lines(self.schools, self.asked, book_address())

    def table(self) -> Markup:
        """The schools as a table."""
        return school_table(tuple(self.schools), self.asked, page_language(), book_address())


def region_page(place: Place, asked: Asked, look: Look) -> CoveragePage:
    """A region with its children, or the schools of a county."""
    if not place.children or look.direct:
        return schools_page(asked, look, place)
    rows = region_queries.region_rows(place, asked)
    kept = [row for row in rows if not look.missing or row.tally.is_missing(look.missing)]
    return CoveragePage(look, asked, total(row.tally for row in rows), place, regions=kept, rows=len(kept))


def schools_page(asked: Asked, look: Look, place: Place | None = None) -> CoveragePage:
    """Schools with what they miss, those that miss most first."""
    rows = region_queries.school_rows(asked, region_queries.planned_lessons(asked, look.now))
    kept = [row for row in rows if not look.missing or row.tally.is_missing(look.missing)]
    start = (look.number - 1) * MOST_ROWS
    shown = with_unreached(kept[start : start + MOST_ROWS], asked)
    return CoveragePage(look, asked, total(row.tally for row in rows), place, schools=shown, rows=len(kept))


def school_page(school: School, classes: Sequence[ClassRow], asked: Asked, look: Look) -> CoveragePage:
    """One school with what it misses, told from its classes and their lessons."""
    tally = tallies(asked, Key.SCHOOL)[school.id]
    unreached = tuple(row.label for row in classes if not row.had)
    coming = {lesson.id: lesson for row in classes for lesson in row.coming if lesson.start >= look.now}
    scheduled = sum(lesson.state is LessonState.SCHEDULED for lesson in coming.values())
    row = SchoolRow(school.id, school.code, school.name, school.stage, tally, scheduled, unreached=unreached)
    return CoveragePage(look, asked, tally, schools=(row,), rows=1)


def with_unreached(rows: Sequence[SchoolRow], asked: Asked) -> list[SchoolRow]:
    """The rows with the names of the classes that no lesson has reached."""
    missing = any(row.tally.is_missing("classes") for row in rows)
    found = region_queries.unreached_classes(asked) if missing else {}
    return [replace(row, unreached=found[row.id]) if row.id in found else row for row in rows]
