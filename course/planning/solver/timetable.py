"""The timetable: every person's best term, again and again, until the people who share a school fit together.

People are taken in groups that share neither a school nor a person, so that thousands are solved at
once and in any order with the same result.  Who shares nothing with anybody is solved once, exactly;
the others are solved in turns, each time the best answer to what the others do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np

from course.planning.solver.availability import Grid
from course.planning.solver.calendar import UNIT, units
from course.planning.solver.capacity import Limits, way_between
from course.planning.solver.day_costs import Side, day_options
from course.planning.solver.givers import Allotment
from course.planning.solver.periods import chosen_periods
from course.planning.solver.soft_cost import (
    CONSTITUTION,
    EMPTY_QUARTER,
    OUTSIDE_THEMES,
    QUARTERS,
    VISIT,
    in_constitution_week,
    quarter_of,
)
from course.planning.solver.term_program import MISSING, MISSING_OF_SUBSTITUTE, Question, best_terms
from course.planning.solver.week_table import Visit

TURNS = 2
# More people at once only make the arrays larger than the processor's cache.
MOST_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Task:
    """One person at one school or at two: the places of the pairs."""

    person: int
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A lesson in its place: the day and the period by their places, and whether it is on the constitution."""

    day: int
    period: int
    constitution: bool


@dataclass
class Timetable:
    """What has been placed, by pair; and what that takes from schools and people.

    ``quarters`` counts lessons by school and quarter, ``constitution`` those on it by school, ``taken`` by school, day
    and period, ``days`` by person and day, ``weeks`` by person and week.
    """

    grid: Grid
    limits: Limits
    allotment: Allotment
    placed: dict[int, list[Placed]] = field(default_factory=dict)
    quarters: np.ndarray = field(init=False)
    constitution: np.ndarray = field(init=False)
    taken: np.ndarray = field(init=False)
    days: np.ndarray = field(init=False)
    weeks: np.ndarray = field(init=False)
    pairs_of_person: dict[int, list[int]] = field(init=False)
    held_visits: dict[tuple[int, int], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        schools, people = len(self.grid.instance.schools), len(self.grid.instance.people)
        self.quarters = np.zeros((schools, QUARTERS), np.int64)
        self.constitution = np.zeros(schools, np.int64)
        self.taken = np.zeros(self.grid.open.shape, np.int8)
        self.days = np.zeros((people, len(self.grid.calendar.days)), np.int64)
        self.weeks = np.zeros((people, len(self.grid.calendar.weeks)), np.int64)
        self.pairs_of_person, self.held_visits = defaultdict(list), defaultdict(list)
        for pair in np.flatnonzero(self.allotment.lessons).tolist():
            self.pairs_of_person[int(self.allotment.pairs.people[pair])].append(pair)
        self.count_held()

    def count_held(self) -> None:
        """The lessons that are held fill their quarters, too."""
        calendar, instance = self.grid.calendar, self.grid.instance
        places = {day: place for place, day in enumerate(calendar.days)}
        for lesson in instance.held:
            if instance.term.start <= lesson.day <= instance.term.end:
                self.quarters[lesson.school, quarter_of(instance, lesson.day)] += 1
                about = lesson.theme == CONSTITUTION and in_constitution_week(instance, lesson.day)
                self.constitution[lesson.school] += about
            if lesson.day in places:
                self.held_visits[lesson.person, lesson.school].append(places[lesson.day])

    def count(self, pair: int, sign: int) -> None:
        """Add what is placed for a pair to what is taken, or take it away."""
        person, school = int(self.allotment.pairs.people[pair]), int(self.allotment.pairs.schools[pair])
        calendar = self.grid.calendar
        for one in self.placed.get(pair, ()):
            self.quarters[school, calendar.quarter_of_day[one.day]] += sign
            self.constitution[school] += sign * one.constitution
            self.taken[school, one.day, one.period] += sign
            self.days[person, one.day] += sign
            self.weeks[person, calendar.week_of_day[one.day]] += sign

    def solve(self, tasks: Sequence[Task]) -> None:
        """Find the best term of each of these, who share nothing among themselves."""
        for task in tasks:
            for pair in task.pairs:
                self.count(pair, -1)
                self.placed[pair] = []
        alike = sorted(tasks, key=self.size)
        for first in range(0, len(alike), MOST_AT_ONCE):
            some = alike[first : first + MOST_AT_ONCE]
            for task, visits, sides in zip(some, *self.answers(some), strict=False):
                self.keep(task, visits, sides)

    def size(self, task: Task) -> tuple[int, ...]:
        """How many lessons a task gives, larger first: arrays are as large as the largest in them."""
        return tuple(sorted((int(self.allotment.lessons[pair]) for pair in task.pairs), reverse=True))

    def answers(self, tasks: Sequence[Task]) -> tuple[list[list[Visit]], list[list[Side]]]:
        """The visits of each task, and the sides that they were chosen from."""
        number = len(tasks[0].pairs)
        people = np.array([task.person for task in tasks])
        pairs = np.array([task.pairs for task in tasks])
        sides = [self.side(people, pairs[:, side]) for side in range(number)]
        room = (self.limits.day - self.days)[people].clip(0)
        options = day_options((sides[0], sides[1] if number == 2 else None), self.ways(pairs), room)
        question = Question(
            segments=self.grid.calendar.segments,
            options=options,
            fresh=np.stack([self.fresh(pairs[:, min(side, number - 1)]) for side in range(2)], axis=1),
            room=(self.limits.week - self.weeks)[people].clip(0),
            wanted=np.stack([self.wanted(pairs, side) for side in range(2)], axis=1),
            missing=np.where(self.allotment.substitutes[pairs[:, [0, -1]]], MISSING_OF_SUBSTITUTE, MISSING),
            schools=number,
        )
        return best_terms(question), [[row_of(side, row) for side in sides] for row in range(len(tasks))]

    def side(self, people: np.ndarray, pairs: np.ndarray) -> Side:
        """One school of each task."""
        schools = self.allotment.pairs.schools[pairs]
        free = self.allotment.pairs.free[pairs] & (self.taken[schools] == 0)
        self.leave_time_to_travel(pairs, free)
        return Side(
            free=free,
            preferred=self.grid.preferred[schools],
            starts=self.grid.starts[schools],
            ends=self.grid.ends[schools],
            weekday=self.grid.weekday_missed[schools] * UNIT,
            visit=self.visit_costs(people, schools),
            worth=self.worths(people, schools),
        )

    def leave_time_to_travel(self, pairs: np.ndarray, free: np.ndarray) -> None:
        """Take away the periods that a person cannot reach from lessons of another task of theirs."""
        grid, of = self.grid, self.allotment.pairs
        for row, pair in enumerate(pairs.tolist()):
            for other in self.pairs_of_person[int(of.people[pair])]:
                here, there = int(of.schools[other]), int(of.schools[pair])
                for one in self.placed.get(other, ()):
                    margin = way_between(grid.instance, here, there)
                    start, end = grid.starts[here, one.period] - margin, grid.ends[here, one.period] + margin
                    free[row, one.day] &= (grid.starts[there] >= end - 1e-9) | (grid.ends[there] <= start + 1e-9)

    def visit_costs(self, people: np.ndarray, schools: np.ndarray) -> np.ndarray:
        """The leg of a first lesson on each day; none where the person is at the school that day anyway."""
        costs = np.full((len(people), len(self.grid.calendar.days)), units(VISIT), np.int64)
        if self.held_visits:
            for row, pair in enumerate(zip(people.tolist(), schools.tolist(), strict=True)):
                costs[row, self.held_visits.get(pair, [])] = 0
        return costs

    def worths(self, people: np.ndarray, schools: np.ndarray) -> np.ndarray:
        """What a lesson on the constitution saves on each day at a school that has none yet."""
        instance, theme = self.grid.instance, self.grid.instance.theme_of.get(CONSTITUTION)
        days = np.array(self.grid.calendar.constitution_worth, np.int64)
        prepared = np.array([CONSTITUTION in one.themes for one in instance.people], bool)
        suits = np.array([theme is not None and one.stage in theme.stages for one in instance.schools], bool)
        wanted = suits[schools] & (self.constitution[schools] == 0)
        burden = np.where(prepared[people], 0, units(OUTSIDE_THEMES))
        return np.where(wanted[:, None], (days[None, :] - burden[:, None]).clip(0), 0)

    def fresh(self, pairs: np.ndarray) -> np.ndarray:
        """What the first lesson of each quarter saves at the schools of these pairs."""
        return np.where(self.quarters[self.allotment.pairs.schools[pairs]] == 0, units(EMPTY_QUARTER), 0)

    def wanted(self, pairs: np.ndarray, side: int) -> np.ndarray:
        """The lessons that each task gives at its first or second school."""
        if side >= pairs.shape[1]:
            return np.zeros(len(pairs), np.int64)
        return self.allotment.lessons[pairs[:, side]]

    def ways(self, pairs: np.ndarray) -> np.ndarray:
        """The minutes between the two schools of each task."""
        if pairs.shape[1] < 2:
            return np.zeros(len(pairs))
        schools = self.allotment.pairs.schools[pairs].tolist()
        return np.array([way_between(self.grid.instance, here, there) for here, there in schools])

    def keep(self, task: Task, visits: Sequence[Visit], sides: Sequence[Side]) -> None:
        """Put a task's visits into periods, and count them."""
        way = float(self.ways(np.array([task.pairs]))[0])
        placed: dict[int, list[Placed]] = {pair: [] for pair in task.pairs}
        for visit in visits:
            periods = chosen_periods(sides, visit, way)
            for side, pair in enumerate(task.pairs):
                for number, period in enumerate(periods[side]):
                    placed[pair].append(Placed(visit.day, period, number == 0 and bool(visit.constitution[side])))
        self.placed.update(placed)
        for pair in task.pairs:
            self.count(pair, 1)


def row_of(side: Side, row: int) -> Side:
    """One person's row of a side."""
    names = ("free", "preferred", "starts", "ends", "weekday", "visit", "worth")
    return Side(*(getattr(side, name)[row] for name in names))


def tasks_of(grid: Grid, allotment: Allotment, seed: int) -> list[Task]:
    """The people who give lessons, each with one or two of their schools; more schools make more tasks.

    Who comes first is drawn by the seed and the person's code, so that it does not depend on who else is planned.
    """
    pairs: dict[int, list[int]] = defaultdict(list)
    for pair in np.flatnonzero(allotment.lessons > 0).tolist():
        pairs[int(allotment.pairs.people[pair])].append(pair)
    drawn = sorted(pairs, key=lambda person: Random(f"{seed} {grid.instance.people[person].code}").random())
    return [
        Task(person, tuple(pairs[person][first : first + 2]))
        for person in drawn
        for first in range(0, len(pairs[person]), 2)
    ]


def in_groups(tasks: Iterable[Task], allotment: Allotment) -> list[list[Task]]:
    """The tasks in as few groups as a greedy colouring needs; those of a group share no school and no person."""
    used: dict[tuple[str, int], set[int]] = defaultdict(set)
    groups: list[list[Task]] = []
    for task in tasks:
        things = [("person", task.person), *(("school", int(allotment.pairs.schools[pair])) for pair in task.pairs)]
        taken = set().union(*(used[thing] for thing in things))
        colour = next(number for number in range(len(groups) + 1) if number not in taken)
        if colour == len(groups):
            groups.append([])
        groups[colour].append(task)
        for thing in things:
            used[thing].add(colour)
    return groups


def alone(tasks: Sequence[Task], allotment: Allotment) -> set[Task]:
    """The tasks that share nothing with any other."""
    users: dict[tuple[str, int], int] = defaultdict(int)
    things = {
        task: [("person", task.person), *(("school", int(allotment.pairs.schools[pair])) for pair in task.pairs)]
        for task in tasks
    }
    for own in things.values():
        for thing in own:
            users[thing] += 1
    return {task for task, own in things.items() if all(users[thing] == 1 for thing in own)}


def timetable(grid: Grid, limits: Limits, allotment: Allotment, seed: int) -> Timetable:
    """The timetable of an allotment."""
    table = Timetable(grid, limits, allotment)
    tasks = tasks_of(grid, allotment, seed)
    groups = in_groups(tasks, allotment)
    settled = alone(tasks, allotment)
    for turn in range(TURNS):
        for group in groups:
            due = [task for task in group if turn == 0 or task not in settled]
            for kind in (1, 2):
                table.solve([task for task in due if len(task.pairs) == kind])
    return table
