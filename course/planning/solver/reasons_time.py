"""The periods of a term as the bits of one number, so that whole terms are compared in one step.

Bit ``day × bells + bell`` stands for one period of one day; each set of bells has its own grid.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from course.planning.solver.instance import DAY, Bell, Instance, Spans, moment_of

Times = list[tuple[int, int]]
Week = tuple[int, int]


class Grid:
    """The days of a term by one set of bells."""

    def __init__(self, days: Sequence[date], bells: Sequence[Bell]) -> None:
        self.days, self.bells, self.width = days, tuple(bells), len(bells)
        self.midnights = [moment_of(day) for day in days]
        self.everything = (1 << len(days) * self.width) - 1
        self.day = (1 << self.width) - 1
        self.parts: dict[tuple[int, int], int] = {}

    def of_periods(self, numbers: Sequence[int]) -> int:
        """The periods with these numbers, on all days."""
        pattern = sum(1 << at for at, bell in enumerate(self.bells) if bell.period in numbers)
        return pattern * (self.everything // self.day) if self.width else 0

    def of_days(self, first: date, last: date) -> int:
        """All periods from one day to another."""
        return self.between(bisect_left(self.days, first), bisect_right(self.days, last))

    def between(self, first: int, last: int) -> int:
        """All periods of the days with these places; ``last`` is not one of them."""
        return ((1 << max(0, last - first) * self.width) - 1) << first * self.width

    def touched(self, start: int, end: int) -> int:
        """The periods that overlap a time."""
        found = 0
        first = max(0, bisect_right(self.midnights, start) - 1)
        for place in range(first, bisect_left(self.midnights, end)):
            midnight = self.midnights[place]
            found |= self.part(max(0, start - midnight), min(DAY, end - midnight)) << place * self.width
        return found

    def part(self, start: int, end: int) -> int:
        """The periods of one day that overlap a time of day."""
        if (start, end) not in self.parts:
            overlap = (bell.start < end and start < bell.end for bell in self.bells)
            self.parts[start, end] = sum(1 << at for at, one in enumerate(overlap) if one)
        return self.parts[start, end]

    @cached_property
    def weeks(self) -> list[tuple[Week, int]]:
        """The weeks of the term, each with the bits of its periods."""
        places = defaultdict(list)
        for place, day in enumerate(self.days):
            places[day.isocalendar()[:2]].append(place)
        return [(week, self.between(own[0], own[-1] + 1)) for week, own in places.items()]

    @cached_property
    def of_week(self) -> dict[Week, list[tuple[date, int]]]:
        """The days of each week, each with the bits of its periods."""
        found = defaultdict(list)
        for place, day in enumerate(self.days):
            found[day.isocalendar()[:2]].append((day, self.between(place, place + 1)))
        return dict(found)

    def periods(self, bits: int) -> Iterator[tuple[date, Bell]]:
        """The days and bells of these bits, in their order."""
        while bits:
            low = bits & -bits
            place, bell = divmod(low.bit_length() - 1, self.width)
            yield self.days[place], self.bells[bell]
            bits ^= low


class OpenTimes:
    """When each school takes lessons and each person can teach, as bits of the school's grid."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.absences, self.blackouts = by_owner(instance.absences), by_owner(instance.blackouts)
        self.held: dict[int, Times] = defaultdict(list)
        self.held_days: Counter[tuple[int, date]] = Counter()
        self.held_weeks: Counter[tuple[int, Week]] = Counter()
        for one in instance.held:
            self.held[one.person].append((one.start, one.end))
            self.held_days[one.person, one.day] += 1
            self.held_weeks[one.person, one.day.isocalendar()[:2]] += 1
        self.grids: dict[tuple[Bell, ...], Grid] = {}
        self.grid_of: dict[int, Grid] = {}
        self.known: dict[tuple[str, int, int], int] = {}

    def grid(self, school: int) -> Grid:
        """The grid of a school; schools with the same bells share it."""
        if school not in self.grid_of:
            bells = self.instance.schools[school].bells
            if bells not in self.grids:
                self.grids[bells] = Grid(self.instance.days, bells)
            self.grid_of[school] = self.grids[bells]
        return self.grid_of[school]

    def closed(self, school: int) -> int:
        """The periods in which a school takes no lesson on any day."""
        return self.grid(school).of_periods(self.instance.schools[school].closed_periods)

    def blacked_out(self, school: int) -> int:
        """The periods in a black-out of the school or of all schools."""
        return self.closed_for_all(school) | bits_of(self.grid(school), self.blackouts.get(school, ()))

    def closed_for_all(self, school: int) -> int:
        """The periods in a black-out of all schools, by the bells of a school."""
        return self.remembered("all", 0, self.grid(school), self.blackouts.get(-1, ()))

    def open(self, school: int) -> int:
        """The periods in which a school takes lessons."""
        key = ("open", school, 0)
        if key not in self.known:
            self.known[key] = self.grid(school).everything & ~self.closed(school) & ~self.blacked_out(school)
        return self.known[key]

    def away(self, person: int, school: int) -> int:
        """The periods in which a person has duty or leave, by the bells of a school."""
        return self.remembered("away", person, self.grid(school), self.absences.get(person, ()))

    def busy(self, person: int, school: int) -> int:
        """The periods in which a person holds a lesson that is agreed, by the bells of a school."""
        return self.remembered("busy", person, self.grid(school), self.held.get(person, ()))

    def remembered(self, kind: str, owner: int, grid: Grid, times: Sequence[tuple[int, int]]) -> int:
        """The bits of these times, found once for each grid."""
        key = (kind, owner, id(grid))
        if key not in self.known:
            self.known[key] = bits_of(grid, times)
        return self.known[key]


def by_owner(spans: Spans) -> dict[int, Times]:
    """The times of each owner."""
    found: dict[int, Times] = defaultdict(list)
    for owner, start, end in zip(spans.owners, spans.starts, spans.ends, strict=True):
        found[owner].append((start, end))
    return found


def bits_of(grid: Grid, times: Sequence[tuple[int, int]]) -> int:
    """The periods that overlap any of these times."""
    found = 0
    for start, end in times:
        found |= grid.touched(start, end)
    return found
