"""How many lessons each person can give at most, week by week: the numbers behind every proof.

Only limits, closings, duty and what is agreed are counted here; the way between two schools and the
clash of two lessons are not, so that a number may be too large but never too small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from course.planning.solver.instance import Instance
from course.planning.solver.reasons_time import OpenTimes, Week

Bits = Callable[[int, int], int]
Limits = dict[int, int]


@dataclass(slots=True)
class Offer:
    """Lessons of one person in weeks that are alike: how many in all, and how many of these at each school."""

    person: int
    weeks: int
    most: int
    limits: Limits

    def at(self, schools: Iterable[int]) -> int:
        """How many lessons these schools can get of it."""
        return min(self.most, sum(self.limits.get(school, 0) for school in schools))


@dataclass
class Serving:
    """Who may teach where, and in which periods: the appointed, and those who may stand in for them."""

    instance: Instance
    times: OpenTimes
    planned: frozenset[int] = field(init=False)
    spans: dict[tuple[int, int], list[tuple[date, date]]] = field(init=False)
    stand_ins: dict[tuple[int, int], list[tuple[date, date]]] = field(init=False)
    people_of: dict[int, list[int]] = field(init=False)
    schools_of: dict[int, list[int]] = field(init=False)
    found: dict[tuple[int, int], int] = field(init=False)

    def __post_init__(self) -> None:
        self.planned = frozenset(self.instance.planned_schools)
        self.spans, self.stand_ins = defaultdict(list), defaultdict(list)
        for one in self.instance.services:
            if one.school in self.planned:
                self.spans[one.person, one.school].append((one.start, one.end))
        if self.instance.term.substitutes:
            self.add_stand_ins()
        self.people_of, self.schools_of, self.found = defaultdict(list), defaultdict(list), {}
        for person, school in (*self.spans, *(pair for pair in self.stand_ins if pair not in self.spans)):
            self.people_of[school].append(person)
            self.schools_of[person].append(school)

    def add_stand_ins(self) -> None:
        """Whoever is of the station of one who is appointed may stand in at the same school on the same days."""
        of_station = defaultdict(list)
        for place, one in enumerate(self.instance.people):
            of_station[one.station_id].append(place)
        for (person, school), spans in self.spans.items():
            for other in of_station[self.instance.people[person].station_id]:
                self.stand_ins[other, school] += spans

    def is_appointed(self, person: int, school: int) -> bool:
        """Whether a person is appointed to a school in the term."""
        return (person, school) in self.spans

    def bits(self, person: int, school: int) -> int:
        """The periods of the days on which a person may teach at a school."""
        grid, found = self.times.grid(school), 0
        for first, last in (*self.spans.get((person, school), ()), *self.stand_ins.get((person, school), ())):
            found |= grid.of_days(first, last)
        return found

    def free(self, person: int, school: int) -> int:
        """The periods in which a person can teach at a school; found once."""
        if (person, school) not in self.found:
            times = self.times
            taken = times.away(person, school) | times.busy(person, school)
            self.found[person, school] = self.bits(person, school) & times.open(school) & ~taken
        return self.found[person, school]

    def without_duty(self, person: int, school: int) -> int:
        """The same if the person had no duty and no leave."""
        return self.bits(person, school) & self.times.open(school) & ~self.times.busy(person, school)

    def without_closings(self, person: int, school: int) -> int:
        """The same if, besides, the school were never closed; days of all schools stay as they are."""
        taken = self.times.closed_for_all(school) | self.times.busy(person, school)
        return self.bits(person, school) & ~taken


def rooms(serving: Serving, person: int, schools: Sequence[int], bits: Bits) -> Iterable[tuple[Week, int, Limits]]:
    """For each week how many lessons a person can give, and how many of these at each school."""
    facts, times = serving.instance.people[person], serving.times
    free = {school: bits(person, school) for school in schools}
    weeks: dict[Week, Limits] = defaultdict(dict)
    for school in schools:
        for week, mask in times.grid(school).weeks if free[school] else ():
            count = (free[school] & mask).bit_count()
            if count:
                weeks[week][school] = count
    for week in sorted(weeks):
        room = facts.max_lessons_week - times.held_weeks[person, week]
        limits = weeks[week]
        if facts.max_lessons_day < room or times.held_weeks[person, week]:
            room, limits = by_days(serving, person, week, room, {one: free[one] for one in limits})
        if room > 0:
            yield week, min(room, sum(limits.values())), {one: min(most, room) for one, most in limits.items()}


def by_days(serving: Serving, person: int, week: Week, room: int, free: Mapping[int, int]) -> tuple[int, Limits]:
    """The same for a week in which the limit of a day may be the tighter one."""
    times, most = serving.times, serving.instance.people[person].max_lessons_day
    limits: Limits = dict.fromkeys(free, 0)
    together: dict[date, int] = defaultdict(int)
    for school, bits in free.items():
        for day, mask in times.grid(school).of_week.get(week, ()):
            count = min(most - times.held_days[person, day], (bits & mask).bit_count())
            if count > 0:
                limits[school] += count
                together[day] = min(most - times.held_days[person, day], together[day] + count)
    return min(room, sum(together.values())), {one: count for one, count in limits.items() if count}


def offers_of(serving: Serving, person: int, schools: Sequence[int], bits: Bits) -> tuple[list[Offer], dict[Week, int]]:
    """What a person can give these schools; weeks that are alike are one offer.  Beside it the offer of each week."""
    found: list[Offer] = []
    alike: dict[frozenset[int], int] = {}
    of_week: dict[Week, int] = {}
    for week, room, limits in rooms(serving, person, schools, bits):
        whole = all(most >= room for most in limits.values())
        place = alike.setdefault(frozenset(limits), len(found)) if whole else len(found)
        if place == len(found):
            found.append(Offer(person, 0, 0, dict.fromkeys(limits, 0)))
        one = found[place]
        one.weeks, one.most = one.weeks + 1, one.most + room
        for school, most in limits.items():
            one.limits[school] += most
        of_week[week] = place
    return found, of_week


def most_at(serving: Serving, people: Iterable[int], schools: Sequence[int], bits: Bits) -> int:
    """How many lessons these people can give these schools at most."""
    wanted = set(schools)
    own = ((person, [one for one in serving.schools_of[person] if one in wanted]) for person in people)
    return sum(room for person, places in own if places for _, room, _ in rooms(serving, person, places, bits))
