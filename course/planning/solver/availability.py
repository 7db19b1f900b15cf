"""When each person can teach at each school: one array of days × periods, for thousands of pairs at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from course.planning.solver.calendar import TermCalendar, calendar_of
from course.planning.solver.instance import Instance, Service, Spans, moment_of
from course.planning.solver.soft_cost import NOT_PREFERRED

# Larger than any moment, so that an owner and a moment together are one number.
FAR = 10**9


class Closed:
    """Times that are closed, by owner.

    A time overlaps as many of an owner's as have begun before its end, less those that have ended by its start; both
    are places in sorted columns, so a million questions are two sorted look-ups.
    """

    def __init__(self, spans: Spans) -> None:
        owners = np.asarray(spans.owners, np.int64) + 1
        self.starts = np.sort(owners * FAR + np.asarray(spans.starts, np.int64))
        self.ends = np.sort(owners * FAR + np.asarray(spans.ends, np.int64))

    def overlaps(self, owners: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Whether each of these times overlaps one of its owner's; touching times do not."""
        keys = (owners.astype(np.int64) + 1) * FAR
        begun = np.searchsorted(self.starts, keys + ends, "left")
        return begun > np.searchsorted(self.ends, keys + starts, "right")


@dataclass(frozen=True)
class Grid:
    """The schools' periods on the days of the term.

    ``starts`` and ``ends`` are schools × periods in minutes since midnight, padded at the end; ``open`` is schools ×
    days × periods; ``preferred`` schools × periods; ``weekday_cost`` schools × days, in units of the soft cost.
    """

    instance: Instance
    calendar: TermCalendar
    midnights: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    numbers: np.ndarray
    open: np.ndarray
    preferred: np.ndarray
    weekday_missed: np.ndarray
    absences: Closed


def grid_of(instance: Instance) -> Grid:
    """The periods of all schools, without the days on which every school is closed."""
    starts, ends, numbers = (bell_table(instance, field) for field in ("start", "end", "period"))
    midnights = np.array([moment_of(day) for day in instance.days], np.int64)
    openings = open_periods(instance, midnights, starts, ends)
    used = np.flatnonzero(openings.any(axis=(0, 2))) if openings.size else np.zeros(0, np.int64)
    days = [instance.days[place] for place in used]
    return Grid(
        instance=instance,
        calendar=calendar_of(instance, days),
        midnights=midnights[used],
        starts=starts,
        ends=ends,
        numbers=numbers,
        open=openings[:, used],
        preferred=preferred_periods(instance, numbers),
        weekday_missed=weekday_missed(instance, days),
        absences=Closed(instance.absences),
    )


def bell_table(instance: Instance, field: str) -> np.ndarray:
    """One number of each open bell, schools × periods in the order of time; -1 where a school has fewer."""
    most = max((len(school.open_bells) for school in instance.schools), default=0)
    table = np.full((len(instance.schools), most), -1, np.int64)
    for place, school in enumerate(instance.schools):
        ordered = sorted(school.open_bells, key=lambda bell: bell.start)
        table[place, : len(ordered)] = [getattr(bell, field) for bell in ordered]
    return table


def open_periods(instance: Instance, midnights: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Schools × days × periods in which a school takes lessons: rung, not closed, not blacked out."""
    rung = np.broadcast_to((starts >= 0)[:, None, :], (len(starts), len(midnights), starts.shape[1]))
    school, day, period = np.nonzero(rung)
    begin, end = midnights[day] + starts[school, period], midnights[day] + ends[school, period]
    blackouts = Closed(instance.blackouts)
    closed = blackouts.overlaps(school, begin, end) | blackouts.overlaps(np.full_like(school, -1), begin, end)
    table = np.zeros(rung.shape, bool)
    table[school[~closed], day[~closed], period[~closed]] = True
    return table


def preferred_periods(instance: Instance, numbers: np.ndarray) -> np.ndarray:
    """Schools × periods: the school wishes for this period, or has no wish."""
    table = np.zeros(numbers.shape, bool)
    for place, school in enumerate(instance.schools):
        wished = school.preferred_periods
        table[place] = np.isin(numbers[place], wished) if wished else True
    return table


def weekday_missed(instance: Instance, days: Sequence) -> np.ndarray:
    """Schools × days: the school wishes for other weekdays than this one."""
    weekdays = np.array([day.isoweekday() for day in days], np.int64)
    table = np.zeros((len(instance.schools), len(days)), bool)
    for place, school in enumerate(instance.schools):
        if school.preferred_weekdays:
            table[place] = ~np.isin(weekdays, school.preferred_weekdays)
    return table * np.int64(NOT_PREFERRED)


@dataclass(frozen=True)
class Pairs:
    """People and schools that may meet: their places, and when (pairs × days × periods)."""

    people: np.ndarray
    schools: np.ndarray
    free: np.ndarray


def appointed_pairs(grid: Grid) -> Pairs:
    """Everybody appointed to a planned school, on the days of the appointment."""
    planned = set(grid.instance.planned_schools)
    return pairs_of(grid, [one for one in grid.instance.services if one.school in planned])


def pairs_of(grid: Grid, services: Iterable[Service]) -> Pairs:
    """These services as pairs, each pair once, in the order of person and school."""
    ordinals = np.array([day.toordinal() for day in grid.calendar.days], np.int64)
    masks: dict[tuple[int, int], np.ndarray] = {}
    for one in services:
        holds = (ordinals >= one.start.toordinal()) & (ordinals <= one.end.toordinal())
        known = masks.get((one.person, one.school))
        masks[one.person, one.school] = holds if known is None else known | holds
    keys = sorted(masks)
    people, schools = (np.array([key[side] for key in keys], np.int64) for side in (0, 1))
    days = np.array([masks[key] for key in keys], bool).reshape(len(keys), len(ordinals))
    return Pairs(people, schools, free_periods(grid, people, schools, days))


def free_periods(grid: Grid, people: np.ndarray, schools: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Pairs × days × periods: the school is open, the service holds, the person is not away."""
    table = grid.open[schools] & days[:, :, None]
    pair, day, period = np.nonzero(table)
    school = schools[pair]
    begin = grid.midnights[day] + grid.starts[school, period]
    away = grid.absences.overlaps(people[pair], begin, grid.midnights[day] + grid.ends[school, period])
    table[pair[away], day[away], period[away]] = False
    return table
