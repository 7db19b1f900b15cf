"""The shapes of charts as plain values: lines over the weeks of a year, parts of a bar, shades of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WIDTH, HEIGHT = 360.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 12.0, 14.0, 24.0
# The room of a figure beside a level, as large as on a telephone, and what keeps it from the edge and the line.
DIGIT, AROUND = 8.6, 7.0
SHADES = 5
MOST_MONTHS = 6


@dataclass(frozen=True)
class Week:
    """A week of a chart: what was done by its end, and what ought to be; None where nothing says what."""

    monday: date
    value: int
    due: float | None


@dataclass(frozen=True)
class Due:
    """What a line is held against from a day on: the plans of so many counties, or the even pace where of none."""

    value: Callable[[date], float]
    begins: date
    counties: int = 0

    def on(self, day: date) -> float | None:
        """How much ought to be done by the end of a day."""
        return self.value(day) if day >= self.begins else None


@dataclass(frozen=True)
class Trend:
    """A line over the year and a dotted one for what it is held against, with the marks beside them."""

    total: int
    weeks: Sequence[Week]
    line: str
    due: str
    # Of how many counties the published plans are the dotted line; 0: it is the even pace.
    counties: int
    last: tuple[float, float]
    levels: Sequence[tuple[float, int]]
    months: Sequence[tuple[float, date]]
    # Where the levels begin: to their left stand their numbers.
    left: float = LEFT

    @property
    def ahead(self) -> int:
        """How far the last week is ahead of what is due; negative where it is behind."""
        return round(self.weeks[-1].value - (self.weeks[-1].due or 0)) if self.weeks else 0


def trend_of(weeks: Sequence[Week], due: Due, mondays: Sequence[date], total: int) -> Trend:
    """The chart of a year, of which ``mondays`` has a day of each week: what was done as a line, what is due dotted."""
    first, last = mondays[0], mondays[-1]
    dotted = [(day, value) for day in mondays if (value := due.on(day)) is not None]
    most = max([1, total, *(week.value for week in weeks)])
    days, left = max(1, (last - first).days), room_for(most)

    def across(day: date) -> float:
        part = min(max((day - first).days / days, 0.0), 1.0)
        return round(left + (WIDTH - left - RIGHT) * part, 1)

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value / most, 1.0), 1)

    points = [(across(week.monday + timedelta(days=6)), up(week.value)) for week in weeks]
    return Trend(
        total=total,
        weeks=weeks,
        line=joined([(across(first), up(0)), *points]) if points else "",
        due=joined((across(day), up(value)) for day, value in dotted),
        counties=due.counties,
        last=points[-1] if points else (across(first), up(0)),
        levels=[(up(level), level) for level in levels_of(most)],
        months=[(across(month), month) for month in months_of(first, last)],
        left=left,
    )


def room_for(most: int) -> float:
    """How much room the largest number beside a chart takes."""
    return max(LEFT, round(len(f"{most:,}") * DIGIT + AROUND, 1))


def joined(points: Iterable[tuple[float, float]]) -> str:
    """Points as an SVG line writes them."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def levels_of(most: int) -> list[int]:
    """Nothing, half and all: the lines behind a chart."""
    return [0, most] if most < 2 else [0, most // 2, most]


def months_of(first: date, last: date) -> list[date]:
    """The first days of some months of a year, evenly spread."""
    every = max(1, -(-round((last - first).days / 30.5) // MOST_MONTHS))
    found = [
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(0, 13, every)
    ]
    return [month for month in found if first <= month <= last]


@dataclass(frozen=True)
class Part:
    """A part of a bar, in hundredths of its width."""

    key: Any
    count: int
    x: float
    width: float


def parts_of(counts: Mapping[Any, int]) -> list[Part]:
    """A bar that is filled by these counts, in their order; nothing where there is nothing."""
    whole, before, found = sum(counts.values()), 0, []
    for key, count in counts.items():
        if count > 0:
            found.append(Part(key, count, round(100 * before / whole, 2), round(100 * count / whole, 2)))
        before += max(0, count)
    return found


def shade_of(part: int, whole: int) -> int | None:
    """How dark a field of a heat map is, from 0 to 5; None where there is nothing to reach, and 5 only for all."""
    if whole <= 0:
        return None
    return SHADES if part >= whole else min(SHADES - 1, -(-part * (SHADES - 1) // whole))


# A heat map: the name of a row stands above its fields, so that it can be read on a phone.
HEAD, ROW, NAME, GAP = 24.0, 50.0, 22.0, 4.0


@dataclass(frozen=True)
class HeatRow:
    """A row of a heat map: where its name stands, and the corners of its fields."""

    name_y: float
    fields: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class HeatSheet:
    """Where the fields of a heat map lie; all of them are alike."""

    width: float
    height: float
    field_width: float
    field_height: float
    rows: Sequence[HeatRow]
    # The middles of the columns, for their heads.
    columns: Sequence[float]


def heat_sheet(rows: int, columns: int) -> HeatSheet:
    """The places of so many rows and columns."""
    wide = round((WIDTH - GAP * max(0, columns - 1)) / max(1, columns), 1)
    lefts = [round(number * (wide + GAP), 1) for number in range(columns)]
    tops = [HEAD + number * ROW for number in range(rows)]
    return HeatSheet(
        width=WIDTH,
        height=HEAD + rows * ROW,
        field_width=wide,
        field_height=ROW - NAME - GAP,
        rows=[HeatRow(top + NAME - 5, [(left, top + NAME) for left in lefts]) for top in tops],
        columns=[round(left + wide / 2, 1) for left in lefts],
    )
