"""What each school needs in this term: the classes to reach, in groups that sit together, and the lessons owed.

A lesson is a group of classes: one class in a classroom, or the classes of neighbouring grades that
fit into the hall.  A school needs as many lessons as it has groups, and at least the hours that are
still owed; where hours are left over, the groups come again with another theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from course.planning.solver.instance import ClassFacts, Instance, SchoolFacts, ThemeFacts

HOUR_GAIN, CLASS_GAIN = 1000, 100
# Where packing leaves a choice: grades 1–2 and 3–6 need different decks, and halls that are about equally full.
LAST_GRADE_OF_THE_YOUNGEST = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Classes that sit in one lesson; ``new`` of them have not had a lesson this year."""

    classes: tuple[ClassFacts, ...]
    place: str
    new: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What a school needs: the groups in the order of what they gain, and how many lessons.

    ``hours`` are those owed; ``lessons`` is never less.  A school without classes, or without a theme that is new to
    them, needs none.
    """

    school: int
    hours: int
    groups: tuple[Group, ...]
    lessons: int

    def gain(self, number: int) -> int:
        """What the lesson with this number (from 0) is worth: 1,000 for an hour owed, 100 for each class reached."""
        new = self.groups[number].new if number < len(self.groups) else 0
        return HOUR_GAIN * (number < self.hours) + CLASS_GAIN * new

    def group(self, number: int) -> Group:
        """The group of the lesson with this number; beyond the last group they come again."""
        return self.groups[number % len(self.groups)]


def demands(instance: Instance) -> list[Demand]:
    """What each planned school needs, in the order of the schools."""
    return [
        demand_of(place, instance.schools[place], instance.hours_wanted(place), instance.themes)
        for place in instance.planned_schools
    ]


def demand_of(place: int, school: SchoolFacts, wanted_hours: int, themes: Sequence[ThemeFacts]) -> Demand:
    """What one school needs, as far as there are themes that its classes have not had."""
    hours = max(0, wanted_hours - school.hours_had)
    missing = [one for one in school.classes if not one.reached]
    # With all classes reached, the hours that are still owed go to any of them.
    wanted = groups_of(school, missing) or (groups_of(school, school.classes) if hours else [])
    wanted = split_for(hours, wanted, school, themes)
    left = {one: themes_left(one, school, themes) for one in wanted}
    groups = tuple(sorted((one for one in wanted if left[one]), key=lambda one: -one.new))
    lessons = with_new_themes([left[one] for one in groups], max(hours, sum(one.new > 0 for one in groups)))
    return Demand(place, min(hours, lessons), groups, lessons)


def split_for(hours: int, groups: list[Group], school: SchoolFacts, themes: Sequence[ThemeFacts]) -> list[Group]:
    """Groups in which the hours owed find new themes: where themes are few, the largest group is halved, and again."""
    while with_new_themes([left for one in groups if (left := themes_left(one, school, themes))], hours) < hours:
        largest = max(groups, key=lambda one: len(one.classes), default=None)
        if largest is None or len(largest.classes) == 1:
            break
        middle, place = len(largest.classes) // 2, groups.index(largest)
        parts = group_of(largest.classes[:middle]), group_of(largest.classes[middle:])
        groups = [*groups[:place], *parts, *groups[place + 1 :]]
    return groups


def themes_left(group: Group, school: SchoolFacts, themes: Sequence[ThemeFacts]) -> int:
    """How many themes of this stage none of the classes has had."""
    had = {code for each in group.classes for code in each.themes}
    return sum(school.stage in one.stages and one.code not in had for one in themes)


def with_new_themes(left: Sequence[int], wanted: int) -> int:
    """How many of the wanted lessons find a new theme, where groups with so many themes left take turns."""
    if not left:
        return 0
    return next((number for number in range(wanted) if number // len(left) >= left[number % len(left)]), wanted)


def groups_of(school: SchoolFacts, classes: Sequence[ClassFacts]) -> list[Group]:
    """These classes in as few lessons as possible: runs of the hall in the order of grades, or one by one."""
    ordered = sorted(classes, key=lambda one: (one.grade, one.number))
    runs = runs_that_fit(ordered, school.hall_seats)
    return [group_of(ordered[first:last]) for first, last in runs]


def group_of(classes: Sequence[ClassFacts]) -> Group:
    """A group; a single class stays in its classroom."""
    place = "classroom" if len(classes) == 1 else "hall"
    return Group(tuple(classes), place, sum(not one.reached for one in classes))


def runs_that_fit(classes: Sequence[ClassFacts], seats: int) -> list[tuple[int, int]]:
    """Cut the classes, in the order of grades, into the fewest runs that the hall seats.

    Among the cuts with the fewest runs the one with the fewest mixed runs is taken, then the most even one:
    a shortest path over the cutting places.
    """
    best: list[tuple[tuple[int, int, int], int]] = [((0, 0, 0), 0)]
    for last in range(1, len(classes) + 1):
        choices, pupils = [], 0
        for first in range(last - 1, -1, -1):
            pupils += classes[first].pupils
            if first < last - 1 and pupils > seats:
                break
            runs, mixed, uneven = best[first][0]
            cost = (runs + 1, mixed + is_mixed(classes[first], classes[last - 1]), uneven + pupils**2)
            choices.append((cost, first))
        best.append(min(choices))
    cuts = [len(classes)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return list(pairwise(cuts))


def is_mixed(first: ClassFacts, last: ClassFacts) -> bool:
    """Whether the youngest sit together with older ones."""
    return first.grade <= LAST_GRADE_OF_THE_YOUNGEST < last.grade
