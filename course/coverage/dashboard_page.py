"""The first page of a region: how it stands, what changed this week, what needs action, and the year so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import start_queries
from course.coverage.charts import Due, Trend, Week, trend_of
from course.coverage.measure_rules import Span, Status, days_left, pace, standing_of_region, statuses_of
from course.coverage.page import CoveragePage, Look
from course.coverage.plan_lines import PlanLine, plan_line
from course.coverage.queries import Asked
from course.coverage.region_queries import Place
from course.coverage.region_rules.queries import vacancy_days
from course.coverage.rules import KINDS, Figure, Tally, Year
from course.coverage.standing_queries import Wanted, first_schools
from course.coverage.start_queries import Backlog
from course.coverage.tallies import queries as tally_queries
from course.coverage.tallies.queries import NOTHING, Figures, apart
from course.coverage.where_queries import children_around
from course.roster.vacancy_queries import VacantSchool, longest_vacant

Steps = Sequence[tuple[date, Figures]]
A_WEEK = timedelta(days=7)
MOST_LINES = 5
# What the two lines of the year follow; appointments do not grow with the weeks.
FOLLOWED = ("classes", "hours")
# The orders of a comparison, and the figure of which they put those first that miss most.
CHILD_SORTS = {"vacant": "appointed", "hours": "hours", "classes": "classes"}


@dataclass(frozen=True)
class Child:
    """A region in a comparison: its three figures and how its schools stand; ``direct`` belong to no child."""

    code: str
    name: str
    tally: Tally
    statuses: Mapping[Status, int]
    direct: bool = False

    @property
    def standing(self) -> Status | None:
        """How the region is marked."""
        return standing_of_region(dict(self.statuses))


@dataclass(frozen=True)
class Compared:
    """A figure now, how it moved in the last seven days, and what it was a year ago."""

    now: Figure
    week: int
    year_ago: Figure


@dataclass(frozen=True)
class ToAct:
    """What needs action: the schools without anybody, those furthest from their hours, and what waits."""

    vacant: Sequence[VacantSchool]
    furthest: CoveragePage
    backlog: Backlog
    days_left: int
    # Right below which region those schools lie, by the path of their own.
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Overview:
    """The first page of a region; without schools there is nothing but its name."""

    page: CoveragePage
    compared: Mapping[str, Compared] = field(default_factory=dict)
    statuses: Mapping[Status, int] = field(default_factory=dict)
    children: Sequence[Child] = ()
    to_act: ToAct | None = None
    trends: Mapping[str, Trend] = field(default_factory=dict)

    @property
    def is_now(self) -> bool:
        """Whether the page is about today, and not about a year that has passed or is still to come."""
        return self.page.asked.day == self.page.look.now.date()


def counted_in(place: Place, asked: Asked) -> dict[str, Figures]:
    """The figures of a region and of those right below it, in one statement."""
    return tally_queries.figures_on(
        [place.path, *(child.path for child in place.children)], asked.year, asked.known_on()
    )


def overview(place: Place, asked: Asked, look: Look, scope: Scope, spans: Sequence[Span]) -> Overview:
    """The first page of a region."""
    counted = counted_in(place, asked)
    own = counted[place.path]
    page = CoveragePage(look, asked, own.tally(), place)
    if not own.schools:
        return Overview(page)
    steps = tally_queries.steps_of(place.path, asked.year)
    weeks = tally_queries.by_week(steps, asked.year, min(asked.day, look.now.date()))
    return Overview(
        page,
        compared=compared(place.path, own, steps, asked),
        statuses=statuses_in(own, asked),
        children=sorted_children(children_of(place, counted, asked), look.wanted.sort),
        to_act=to_act(page, spans, narrowed(scope, place)),
        trends=trends_of(weeks, own, asked, due_by(own, asked, spans, plan_line(place.path, asked.year))),
    )


def compared(path: str, own: Figures, steps: Steps, asked: Asked) -> dict[str, Compared]:
    """The three figures beside a week and a year ago."""
    lately = (by for day, by in steps if asked.day - A_WEEK < day <= asked.day)
    week = sum(lately, NOTHING).tally()
    before, day = a_year_before(asked.year, asked.day)
    year_ago = tally_queries.figures_on([path], before, day)[path]
    tally = own.tally()
    return {
        kind.key: Compared(tally.figure(kind.key), week.figure(kind.key).confirmed, known_only(year_ago, kind.key))
        for kind in KINDS
    }


def known_only(counted: Figures, key: str) -> Figure:
    """A figure of the year before; without any lesson in it nothing is known of hours and classes."""
    return counted.tally().figure(key) if counted.lessons or key == "appointed" else Figure(0, 0)


def a_year_before(year: Year, day: date) -> tuple[Year, date]:
    """The same day of the year before; the last of February stands for a day that it did not have."""
    first, same = (earlier(one) for one in (year.first, day))
    return Year(year.number - 1, first, year.first - timedelta(days=1)), same


def earlier(day: date) -> date:
    """The same day one year before."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def statuses_in(counted: Figures, asked: Asked) -> dict[Status, int]:
    """How many schools of these figures stand how."""
    counts = (counted.schools, counted.appointed, counted.covered, counted.on_course)
    return statuses_of(*counts, day=asked.day, last_day=asked.year.last)


def children_of(place: Place, counted: Mapping[str, Figures], asked: Asked) -> list[Child]:
    """The regions right below with their figures; the schools that belong to none of them come last."""
    rows = [child_of(row.code, row.name, counted[row.path], asked) for row in place.children]
    rest = apart(counted[place.path], [counted[row.path] for row in place.children])
    if place.region and place.children and rest.schools:
        rows.append(child_of(place.region.code, place.region.name, rest, asked, direct=True))
    return rows


def child_of(code: str, name: str, counted: Figures, asked: Asked, **given: bool) -> Child:
    """One region of the comparison."""
    return Child(code, name, counted.tally(), statuses_in(counted, asked), **given)


def sorted_children(rows: Sequence[Child], sort: str) -> list[Child]:
    """The regions by name, or those first that miss most of one figure; by code without a wish."""
    if sort == "name":
        return sorted(rows, key=lambda row: (row.direct, row.name))
    if sort in CHILD_SORTS:
        return sorted(rows, key=lambda row: (-row.tally.figure(CHILD_SORTS[sort]).missing(), row.code))
    return list(rows)


def narrowed(scope: Scope, place: Place) -> Scope:
    """The scope, or the part of it that lies in a region."""
    return Scope(Role.BUREAU, region_path=place.path) if place.path else scope


def to_act(page: CoveragePage, spans: Sequence[Span], scope: Scope) -> ToAct:
    """What needs action in a region, a few lines of each kind."""
    asked, look = page.asked, page.look
    nobody = page.tally.figure("appointed").missing()
    found = first_schools(asked, Wanted(status=Status.AT_RISK, sort="hours"), MOST_LINES)
    vacant = longest_vacant(scope, asked.day, MOST_LINES, vacancy_days) if nobody else ()
    paths = [*(one.school.region_path for one in vacant), *(row.path for row in found.rows)]
    where = children_around(page.place, paths) if page.place else {}
    furthest = [replace(row, region=where.get(row.path, "")) for row in found.rows]
    return ToAct(
        vacant,
        CoveragePage(look, asked, Tally(), schools=furthest, rows=found.total),
        start_queries.counted_backlog(scope, look.now),
        days_left(spans, asked.day),
        where,
    )


def due_by(own: Figures, asked: Asked, spans: Sequence[Span], plan: PlanLine) -> dict[str, Due]:
    """What each figure is held against: classes against the published plans, and where none is the even pace to all.

    A plan looks after the hours of its term only, so the hours of a year have no other measure than the pace.
    """
    due = {key: Due(partial(pace, own.tally().figure(key).total, spans), asked.year.first) for key in FOLLOWED}
    if plan.begins is not None:
        due["classes"] = Due(plan.classes_by, plan.begins, counties=len(plan.counties))
    return due


def trends_of(weeks: Steps, own: Figures, asked: Asked, due: Mapping[str, Due]) -> dict[str, Trend]:
    """Two figures by week, each beside what it is held against."""
    totals = own.tally()
    return {key: trend(key, weeks, totals.figure(key).total, asked.year, due[key]) for key in FOLLOWED}


def trend(key: str, weeks: Steps, total: int, year: Year, due: Due) -> Trend:
    """The line of one figure."""
    points = [
        Week(monday, counted.tally().figure(key).confirmed, due.on(monday + timedelta(days=6)))
        for monday, counted in weeks
    ]
    return trend_of(points, due, mondays(year), total)


def mondays(year: Year) -> list[date]:
    """A day of each week of a year, with its first and its last."""
    count = (year.last - year.first).days // 7
    return [*(year.first + number * A_WEEK for number in range(count + 1)), year.last]
