"""The exact model of one component: which person spends which day how; solved by CP-SAT, with a proven bound.

Costs are whole numbers: seventy to a point, because a day from the special day is a seventh of one and
fairness counts in tenths.  What the model leaves out (two lessons in one hall at one time, which classes
sit where) can only make a plan dearer, so that its bound holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ortools.sat.python import cp_model

from course.planning.solver.instance import Taught
from course.planning.solver.polish_days import Pattern, days_of, how_many, patterns
from course.planning.solver.polish_ground import (
    Ground,
    constitution_cost,
    is_constitution,
    may_have_constitution,
)
from course.planning.solver.soft_cost import (
    EMPTY_QUARTER,
    FAIRNESS,
    NO_CONSTITUTION_WEEK,
    QUARTERS,
    VISIT,
    in_constitution_week,
    quarter_of,
)

POINT = 70
# Beyond these a component is left as it is: people with dozens of schools, or without any limit of a day.
MOST_WAYS, MOST_A_DAY = 40_000, 6
SECONDS, SEED = 3.0, 1
# The solver's own measure of work, which ends it at the same step on every machine, in time for the other limit.
WORK = 2.0


@dataclass(frozen=True)
class Solved:
    """The patterns chosen, none where there is no solution; what no choice can cost less than."""

    chosen: tuple[Pattern, ...]
    bound: float
    optimal: bool


class Model:
    """The variables of one component, made step by step; ``costs`` are summed at the end."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.model = ground, cp_model.CpModel()
        self.costs: list[Any] = []
        self.constant = 0
        self.ways = [way for person in ground.people for way in ways_of(ground, person)]
        self.used = [self.model.new_bool_var("") for _ in self.ways]
        self.of_day: dict[tuple[int, date], list[int]] = defaultdict(list)
        self.of_school: dict[int, list[int]] = defaultdict(list)
        for at, way in enumerate(self.ways):
            self.of_day[way.person, way.day].append(at)
            for school, _ in way.counts:
                self.of_school[school].append(at)
        self.costs += [scaled(way.cost) * used for way, used in zip(self.ways, self.used, strict=True)]
        self.keep_limits()
        for school in ground.schools:
            self.teach_as_often(school)
            self.spread(school)
            self.keep_constitution(school)
        self.share_fairly()
        self.hint()
        self.model.minimize(sum(self.costs))

    def keep_limits(self) -> None:
        """A person spends a day in one way, and gives no more lessons in a week than they may."""
        weeks: dict[tuple[int, tuple[int, int]], list[int]] = defaultdict(list)
        for (person, day), own in self.of_day.items():
            self.model.add_at_most_one(self.used[at] for at in own)
            weeks[person, day.isocalendar()[:2]] += own
        standing = Counter((one.person, one.day.isocalendar()[:2]) for one in self.ground.fixed)
        for (person, week), own in weeks.items():
            room = self.ground.instance.people[person].max_lessons_week - standing[person, week]
            self.model.add(sum(self.ways[at].lessons * self.used[at] for at in own) <= room)

    def teach_as_often(self, school: int) -> None:
        """Every school keeps its number of lessons."""
        wanted = sum(one.school == school for one in self.ground.moving)
        terms = [self.ways[at].at(school) * self.used[at] for at in self.of_school[school]]
        self.model.add(sum(terms) == wanted)

    def spread(self, school: int) -> None:
        """Each quarter of the term without a lesson costs."""
        instance = self.ground.instance
        standing = [one for one in self.ground.fixed if one.school == school]
        total = len(standing) + sum(one.school == school for one in self.ground.moving)
        full = {quarter_of(instance, one.day) for one in standing}
        self.constant += scaled(EMPTY_QUARTER * (min(QUARTERS, total) - len(full)))
        for quarter in set(range(QUARTERS)) - full:
            own = [at for at in self.of_school[school] if quarter_of(instance, self.ways[at].day) == quarter]
            taught = self.model.new_bool_var("")
            self.model.add(taught <= sum(self.used[at] for at in own))
            self.costs.append(-scaled(EMPTY_QUARTER) * taught)

    def keep_constitution(self, school: int) -> None:
        """One lesson of the school in the week of the constitution, as near to its day as can be; or it costs."""
        ground, instance = self.ground, self.ground.instance
        total = [one for one in (*ground.fixed, *ground.moving) if one.school == school]
        standing = [one for one in ground.fixed if one.school == school and is_constitution(instance, one)]
        costs = [constitution_cost(instance, one.person, one.day) for one in standing]
        missed = min([NO_CONSTITUTION_WEEK, *costs])
        self.constant += scaled(missed) if total else 0
        if not may_have_constitution(ground, school):
            return
        chosen = []
        for at in self.of_school[school]:
            way = self.ways[at]
            saved = missed - constitution_cost(instance, way.person, way.day)
            if in_constitution_week(instance, way.day) and saved > 0:
                taught = self.model.new_bool_var("")
                self.model.add_implication(taught, self.used[at])
                self.costs.append(-scaled(saved) * taught)
                chosen.append(taught)
        self.model.add_at_most_one(chosen)

    def share_fairly(self) -> None:
        """Each lesson more of one person costs more than the one before."""
        standing = Counter(one.person for one in self.ground.fixed)
        own: dict[int, list[int]] = defaultdict(list)
        for at, way in enumerate(self.ways):
            own[way.person].append(at)
        self.constant += sum(scaled(FAIRNESS * count**2) for count in standing.values())
        for person, ways in own.items():
            before, most = standing[person], len(self.ground.moving)
            steps = [self.model.new_bool_var("") for _ in range(most)]
            self.costs += [
                scaled(FAIRNESS * ((before + at + 1) ** 2 - (before + at) ** 2)) * step for at, step in enumerate(steps)
            ]
            self.model.add(sum(self.ways[at].lessons * self.used[at] for at in ways) == sum(steps))

    def hint(self) -> None:
        """Start from the lessons as they are."""
        now = Counter((one.person, one.day, one.school) for one in self.ground.moving)
        by_day: dict[tuple[int, date], dict[int, int]] = defaultdict(dict)
        for (person, day, school), count in now.items():
            by_day[person, day][school] = count
        for way, used in zip(self.ways, self.used, strict=True):
            self.model.add_hint(used, by_day.get((way.person, way.day)) == dict(way.counts))

    def solve(self, seconds: float) -> Solved:
        """The best choice of patterns that is found in this time, and what no choice can be below."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.random_seed = 1, SEED
        # The relaxation is nearly exact here: with all of it in the program most components are proved at once.
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.max_deterministic_time = WORK * seconds / SECONDS
        status = solver.solve(self.model)
        known = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        chosen = [way for way, used in zip(self.ways, self.used, strict=True) if known and solver.value(used)]
        bound = (solver.best_objective_bound + self.constant) / POINT if status != cp_model.INFEASIBLE else 0.0
        return Solved(tuple(chosen), max(0.0, bound) + self.visits_standing(), status == cp_model.OPTIMAL)

    def visits_standing(self) -> float:
        """What the visits and wishes of the lessons that stand cost in any case."""
        return standing_cost(self.ground)


def is_small_enough(ground: Ground) -> bool:
    """Whether the model of a component can be built and solved while somebody waits."""
    ways = 0
    for person in ground.people:
        schools = [one for one in ground.schools if ground.serving.is_appointed(person, one)]
        for day in days_of(ground.serving, person, schools, ground.fixed):
            ways += how_many(day)
            if ways > MOST_WAYS or day.room > MOST_A_DAY:
                return False
    return True


def scaled(points: float) -> int:
    """A cost as the model counts it."""
    return round(points * POINT)


def ways_of(ground: Ground, person: int) -> Iterable[Pattern]:
    """Every way in which a person can spend any day at the schools of a component that they are appointed to.

    Of the days of a week that are alike no more are kept than lessons may be given in it; those with lessons first.
    """
    instance, kept = ground.instance, Counter()
    schools = [one for one in ground.schools if ground.serving.is_appointed(person, one)]
    taught = {one.day for one in ground.moving if one.person == person}
    days = sorted(days_of(ground.serving, person, schools, ground.fixed), key=lambda one: one.day not in taught)
    for day in days:
        own = list(patterns(instance, day))
        alike = (kind_of_day(ground, person, day.day), tuple((way.counts, way.cost) for way in own))
        kept[alike] += 1
        if kept[alike] <= instance.people[person].max_lessons_week:
            yield from own


def kind_of_day(ground: Ground, person: int, day: date) -> tuple[Any, ...]:
    """What tells a day from others beside its patterns: week, quarter, how near it is to the constitution's."""
    instance = ground.instance
    near = constitution_cost(instance, person, day) if in_constitution_week(instance, day) else None
    return day.isocalendar()[:2], quarter_of(instance, day), near


def standing_cost(ground: Ground) -> float:
    """What the visits and wishes of the lessons that stand cost."""
    visits = {(one.person, one.day, one.school) for one in ground.fixed}
    return VISIT * len(visits) + sum(wishes_not_kept(ground, ground.fixed))


def wishes_not_kept(ground: Ground, lessons: Sequence[Taught]) -> Iterable[int]:
    """For each lesson how many wishes of its school it does not keep."""
    for one in lessons:
        school = ground.instance.schools[one.school]
        weekday = bool(school.preferred_weekdays) and one.day.isoweekday() not in school.preferred_weekdays
        yield weekday + (bool(school.preferred_periods) and one.period not in school.preferred_periods)
