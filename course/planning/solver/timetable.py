"""The timetable: every person's best term, again and again, until the people who share a school fit together.

People are taken in groups that share neither a school nor a person, so that thousands are solved at
once and in any order with the same result.  Who shares nothing with anybody is solved once, exactly;
the others are solved in turns, each time the best answer to what the others do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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
from course.planning.solver.tasks import Task, alone, in_groups, tasks_of
from course.planning.solver.term_program import MISSING, MISSING_OF_SUBSTITUTE, Question, best_terms
from course.planning.solver.week_table import Visit

TURNS = 2
# More people at once only make the arrays larger than the processor's cache.
MOST_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Placed:
    """A lesson in its place: the day and the period by their places, and whether it is on the constitution."""

    day: int
    period: int
    constitution: bool


@dataclass(frozen=True)
class Asked:
    """A question, and the schools of each of its people."""

    question: Question
    sides: list[Side]


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
    left_to_others: np.ndarray = field(init=False)

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
        self.left_to_others = better_prepared_elsewhere(self.grid, self.allotment)
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
            self.clear(task)
        for some in self.alike(tasks):
            asked = self.question(some, 0)
            for row, (task, visits) in enumerate(zip(some, best_terms(asked.question), strict=True)):
                self.keep(task, visits, [row_of(side, row) for side in asked.sides])

    def alike(self, tasks: Sequence[Task]) -> Iterator[list[Task]]:
        """The tasks in lists of the same kind and about the same size: arrays are as large as the largest in them."""
        by_size = sorted(tasks, key=lambda task: sorted((self.lessons(pair) for pair in task.pairs), reverse=True))
        for kind in (1, 2):
            same = [task for task in by_size if len(task.pairs) == kind]
            for first in range(0, len(same), MOST_AT_ONCE):
                yield same[first : first + MOST_AT_ONCE]

    def lessons(self, pair: int) -> int:
        """The lessons that a pair is to give."""
        return int(self.allotment.lessons[pair])

    def clear(self, task: Task) -> None:
        """Take a task's lessons out."""
        for pair in task.pairs:
            self.count(pair, -1)
            self.placed[pair] = []

    def restore(self, task: Task, placed: dict[int, list[Placed]]) -> None:
        """Put a task's lessons where they were."""
        self.clear(task)
        for pair in task.pairs:
            self.placed[pair] = placed[pair]
            self.count(pair, 1)

    def question(self, tasks: Sequence[Task], more: int) -> Asked:
        """What is asked for these tasks: their lessons at each school, and so many more."""
        number = len(tasks[0].pairs)
        people = np.array([task.person for task in tasks])
        pairs = np.array([task.pairs for task in tasks])
        sides = [self.side(people, pairs[:, side]) for side in range(number)]
        room = (self.limits.day - self.days)[people].clip(0)
        question = Question(
            segments=self.grid.calendar.segments,
            options=day_options((sides[0], sides[1] if number == 2 else None), self.ways(pairs), room),
            fresh=np.stack([self.fresh(pairs[:, min(side, number - 1)]) for side in range(2)], axis=1),
            room=(self.limits.week - self.weeks)[people].clip(0),
            wanted=np.stack([self.wanted(pairs, side, more) for side in range(2)], axis=1),
            missing=np.where(self.allotment.substitutes[pairs[:, [0, -1]]], MISSING_OF_SUBSTITUTE, MISSING),
            schools=number,
        )
        return Asked(question, sides)

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
            worth=self.worths(people, schools, pairs),
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

    def worths(self, people: np.ndarray, schools: np.ndarray, pairs: np.ndarray) -> np.ndarray:
        """What a lesson on the constitution saves on each day at a school that has none yet."""
        instance, theme = self.grid.instance, self.grid.instance.theme_of.get(CONSTITUTION)
        days = np.array(self.grid.calendar.constitution_worth, np.int64)
        prepared = np.array([CONSTITUTION in one.themes for one in instance.people], bool)
        suits = np.array([theme is not None and one.stage in theme.stages for one in instance.schools], bool)
        wanted = suits[schools] & (self.constitution[schools] == 0) & ~self.left_to_others[pairs]
        burden = np.where(prepared[people], 0, units(OUTSIDE_THEMES))
        return np.where(wanted[:, None], (days[None, :] - burden[:, None]).clip(0), 0)

    def fresh(self, pairs: np.ndarray) -> np.ndarray:
        """What the first lesson of each quarter saves at the schools of these pairs."""
        return np.where(self.quarters[self.allotment.pairs.schools[pairs]] == 0, units(EMPTY_QUARTER), 0)

    def wanted(self, pairs: np.ndarray, side: int, more: int) -> np.ndarray:
        """The lessons that each task gives at its first or second school, and so many more."""
        if side >= pairs.shape[1]:
            return np.zeros(len(pairs), np.int64)
        return self.allotment.lessons[pairs[:, side]] + more

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


def better_prepared_elsewhere(grid: Grid, allotment: Allotment) -> np.ndarray:
    """The pairs that leave the constitution to somebody else at the school who has prepared it, at first."""
    prepared = np.array([CONSTITUTION in one.themes for one in grid.instance.people], bool)[allotment.pairs.people]
    giving = np.zeros(len(grid.instance.schools), bool)
    giving[allotment.pairs.schools[prepared & (allotment.lessons > 0)]] = True
    return ~prepared & giving[allotment.pairs.schools]


def timetable(grid: Grid, limits: Limits, allotment: Allotment, seed: int) -> Timetable:
    """The timetable of an allotment."""
    table = Timetable(grid, limits, allotment)
    tasks = tasks_of(grid, allotment, seed)
    groups = in_groups(tasks, allotment)
    settled = alone(tasks, allotment)
    for turn in range(TURNS):
        for group in groups:
            due = [task for task in group if turn == 0 or task not in settled]
            table.solve(due)
        table.left_to_others[:] = False
    return table
