"""The map of a region: its schools, or the regions right below it, where they lie and how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for

from course.coverage import standing_queries
from course.coverage.dashboard_page import Child, children_of, counted_in
from course.coverage.lines import is_open
from course.coverage.map_names import Named, readable
from course.coverage.measure_rules import Status
from course.coverage.page import CoveragePage, Look
from course.coverage.queries import Asked
from course.coverage.reach_queries import Point, middles_of
from course.coverage.region_queries import Place, SchoolRow
from course.coverage.rules import total
from course.i18n import _
from course.planning.reading.map import Sheet, sheet_of

SMALL, LARGE = 6.5, 14.0
# A county has at most some hundred schools; more signs than this would hide each other.
MOST_SIGNS = 600


@dataclass(frozen=True)
class Sign:
    """A sign on the map: where it leads, how it stands, how many schools are not on course, how large it is."""

    name: str
    href: str
    standing: Status | None
    open_schools: int = 0
    schools: int = 1
    size: float = SMALL
    x: float = 0.0
    y: float = 0.0
    # Whether its name can be read on the map without hiding another.
    clear: bool = False


@dataclass(frozen=True)
class MapPage:
    """A sheet with its signs, and those without a place on it."""

    page: CoveragePage
    sheet: Sheet
    signs: Sequence[Sign]
    nowhere: Sequence[Sign]
    of_regions: bool

    @property
    def everything(self) -> list[Sign]:
        """All signs, those first that stand worst, and of these in the order of the ledger."""
        order = list(Status)
        every = [*self.signs, *self.nowhere]
        return sorted(every, key=lambda one: -order.index(one.standing) if one.standing else 1)


def map_page(place: Place, asked: Asked, look: Look) -> MapPage:
    """The regions right below a region, or its schools where it has none."""
    if place.children and not look.direct:
        return regions_map(place, asked, look)
    counted = standing_queries.every_school(asked, MOST_SIGNS)
    signs = [sign_of_school(row, look) for row, _ in counted]
    shown = CoveragePage(look, asked, total(row.tally for row, _ in counted), place)
    return placed(shown, signs, [at for _, at in counted], of_regions=False)


def regions_map(place: Place, asked: Asked, look: Look) -> MapPage:
    """The regions right below, each in the middle of its schools, and those of none of them; more make it larger."""
    counted = counted_in(place, asked)
    rows = children_of(place, counted, asked)
    most = max((row.tally.schools for row in rows), default=0)
    paths = [*(child.path for child in place.children), place.path]
    middles = middles_of(paths, asked)
    spots = [middles.get(path) for path in paths[: len(rows)]]
    page = CoveragePage(look, asked, counted[place.path].tally(), place)
    return placed(page, [sign_of(row, most, look) for row in rows], spots, of_regions=True)


def sign_of_school(row: SchoolRow, look: Look) -> Sign:
    """A school as a sign."""
    href = url_for("coverage.school", code=row.code, year=look.year.number) if is_open(row) else ""
    return Sign(row.name, href, row.status)


def sign_of(row: Child, most: int, look: Look) -> Sign:
    """A region as a sign."""
    open_schools = row.statuses[Status.AT_RISK] + row.statuses[Status.NOT_COVERED]
    size = SMALL + (LARGE - SMALL) * (row.tally.schools / most) ** 0.5 if most else SMALL
    direct = "1" if row.direct else None
    address = url_for("coverage.region", code=row.code, year=look.year.number, view="map", direct=direct)
    name = _("%(name)s, own schools", name=row.name) if row.direct else row.name
    return Sign(name, address, row.standing, open_schools, row.tally.schools, round(size, 1))


def placed(page: CoveragePage, signs: Sequence[Sign], spots: Sequence[Point | None], *, of_regions: bool) -> MapPage:
    """The signs on a sheet; those that stand worst are drawn last and lie on top."""
    order = list(Status)
    known = [(sign, at) for sign, at in zip(signs, spots, strict=True) if at is not None]
    known.sort(key=lambda pair: order.index(pair[0].standing) if pair[0].standing else -1)
    sheet = sheet_of([at for _, at in known])
    shown = [replace(sign, x=round(x, 1), y=round(y, 1)) for (sign, _), (x, y) in zip(known, sheet.points, strict=True)]
    clear = readable([Named(one.name, one.x, one.y, one.size) for one in shown], sheet.width)
    shown = [replace(sign, clear=each) for sign, each in zip(shown, clear, strict=True)]
    return MapPage(page, sheet, shown, [sign for sign, at in zip(signs, spots, strict=True) if at is None], of_regions)
