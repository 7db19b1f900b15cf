"""What the pages of coverage share: how somebody looks at it, and schools with what they miss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from course.coverage import region_queries, standing_queries
from course.coverage.lines import SchoolLine, acts, school_lines, school_table
from course.coverage.queries import Asked, Key, region_total, tallies
from course.coverage.region_queries import Place, SchoolRow
from course.coverage.rules import KINDS, Tally, Year, total
from course.coverage.school_queries import ClassRow, confirmed_lately
from course.coverage.standing_queries import ALL, ON_A_PAGE, Wanted
from course.coverage.where_queries import placed
from course.i18n import page_language
from course.roster.models import School
from course.roster.vacancy_queries import vacant_since
from course.schedule.models import LessonState

FILTERS = ("any", *(kind.key for kind in KINDS))


@dataclass(frozen=True)
class Look:
    """How somebody looks at coverage: the year, the moment, which view, which schools, which page, and where."""

    year: Year
    now: datetime
    view: str = ""
    wanted: Wanted = ALL
    number: int = 1
    direct: bool = False

    def question(self) -> Look:
        """The same without the moment in which it is asked."""
        return replace(self, now=datetime.min)

    def address(self, endpoint: str, **changes: Any) -> str:
        """The address of another page that keeps the year and the filter."""
        return url_for(endpoint, **{**self.kept(), **changes})

    def kept(self) -> dict[str, Any]:
        """What the addresses of a page have in common."""
        wanted = self.wanted
        return {
            "year": self.year.number,
            "view": self.view or None,
            "missing": wanted.missing or None,
            "status": wanted.status,
            "stage": wanted.stage,
            "sort": None if wanted.sort == ALL.sort else wanted.sort,
            "direct": "1" if self.direct else None,
        }


@dataclass(frozen=True)
class CoveragePage:
    """The three figures of some schools, and the rows they are made of."""

    look: Look
    asked: Asked
    tally: Tally
    place: Place | None = None
    schools: Sequence[SchoolRow] = ()
    rows: int = 0
    # How many lessons were confirmed in the last week, where the page begins with the figures of all its schools.
    lately: int | None = None

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return max(1, -(-self.rows // ON_A_PAGE))

    def lines(self) -> list[SchoolLine]:
        """The schools in words."""
        return school_lines(self.schools, self.asked, acts())

    def table(self) -> Markup:
        """The schools as a table."""
        return school_table(tuple(self.schools), self.asked, page_language(), acts())


def schools_page(asked: Asked, look: Look, place: Place | None = None) -> CoveragePage:
    """One page of schools with what they miss; without a wish those that miss most come first."""
    found = standing_queries.school_page(asked, look.wanted, look.now, look.number)
    shown = total(row.tally for row in found.rows)
    schools = placed(found.rows, place.path) if place else found.rows
    return CoveragePage(look, asked, shown, place, schools=schools, rows=found.total)


def own_page(asked: Asked, look: Look) -> CoveragePage:
    """The schools of a station or of a person; without a wish the page begins with the figures of all of them."""
    page = schools_page(asked, look)
    if not page.schools or look.wanted != ALL or look.number > 1 or asked.day != look.now.date():
        return page
    return replace(page, tally=region_total(asked), lately=confirmed_lately(asked, asked.day))


def school_page(school: School, classes: Sequence[ClassRow], asked: Asked, look: Look) -> CoveragePage:
    """One school with what it misses, told from its classes and their lessons."""
    unreached = tuple(row.label for row in classes if row.belongs and not row.had)
    coming = {lesson.id: lesson for row in classes for lesson in row.coming if lesson.start >= look.now}
    scheduled = sum(lesson.state is LessonState.SCHEDULED for lesson in coming.values())
    row = standing_queries.first_schools(asked, ALL, 1).rows[0]
    tally = row.tally if is_there(school, asked.day) else tallies(asked, Key.SCHOOL)[school.id]
    since = vacant_since([school.id], asked.day).get(school.id) if not tally.appointed else None
    row = replace(row, tally=tally, scheduled=scheduled, unreached=unreached, vacant_since=since)
    return CoveragePage(look, asked, tally, schools=(row,), rows=1)


def is_there(school: School, day: date) -> bool:
    """Whether a school is counted on a day: of one that is no more, or not yet, lists tell nothing."""
    founded = school.opened_on is None or school.opened_on <= day
    return founded and (school.closed_on is None or day < school.closed_on)


def with_unreached(rows: Sequence[SchoolRow], asked: Asked) -> list[SchoolRow]:
    """The rows with the names of the classes that no lesson has reached."""
    missing = any(row.tally.is_missing("classes") for row in rows)
    found = region_queries.unreached_classes(asked) if missing else {}
    return [replace(row, unreached=found[row.id]) if row.id in found else row for row in rows]
