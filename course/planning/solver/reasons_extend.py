"""Placing lessons that a plan lacks: at a time that is free, or at one that another lesson can make free.

Nothing is given up for it: a lesson that makes room is taught by somebody else or at another time, one of
an appointee by an appointee.  The first time that keeps every rule is taken; what the plan gains is
shown, not what it costs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from course.planning.solver.demand import Group
from course.planning.solver.instance import Bell, Instance, Taught, moment_of
from course.planning.solver.reasons_offers import Serving
from course.planning.solver.reasons_time import OpenTimes, Week
from course.planning.solver.verify import HALL
from course.travel import travel_minutes

# So many schools may have to make room, one for the other, and so many lessons are tried in all.
DEEPEST, MOST_TRIES = 3, 150


class Placing:
    """The lessons of a plan and those that are agreed, with what each person, class and hall has to do."""

    def __init__(self, instance: Instance, lessons: Iterable[Taught]) -> None:
        self.instance, self.serving = instance, Serving(instance, OpenTimes(instance))
        self.own: dict[int, list[Taught]] = defaultdict(list)
        self.at_school: dict[int, list[Taught]] = defaultdict(list)
        self.weeks: Counter[tuple[int, Week]] = Counter()
        self.days: Counter[tuple[int, date]] = Counter()
        self.themes: dict[int, Counter[str]] = defaultdict(Counter)
        self.free: dict[tuple[int, int], int] = {}
        self.fixed, self.tries = set(map(id, instance.held)), 0
        for one in (*instance.held, *lessons):
            self.put(one, 1)

    def put(self, one: Taught, count: int) -> None:
        """Take a lesson in (1), or out again (-1)."""
        for known in (self.own[one.person], self.at_school[one.school]):
            known.append(one) if count > 0 else known.remove(one)
        self.weeks[one.person, one.day.isocalendar()[:2]] += count
        self.days[one.person, one.day] += count
        for class_id in one.classes:
            self.themes[class_id][one.theme] += count

    def lessons(self) -> list[Taught]:
        """What is planned now."""
        planned = (one for own in self.own.values() for one in own if id(one) not in self.fixed)
        return sorted(planned, key=lambda one: (one.school, one.start, one.person))

    def add(self, school: int, group: Group) -> bool:
        """Give a school one lesson more for these classes, if there is any way."""
        self.tries = 0
        return self.give(school, group, (school,), self.serving.people_of[school])

    def give(self, school: int, group: Group, passed: tuple[int, ...], people: Sequence[int]) -> bool:
        """Place a lesson at a free time, or in place of a lesson of a school that can have it otherwise."""
        for person in people:
            found = self.first_time(person, school, group)
            if found:
                self.put(found, 1)
                return True
        return len(passed) <= DEEPEST and any(
            self.swap(person, other, school, group, passed)
            for person in people
            for other in self.others(person, passed)
        )

    def others(self, person: int, passed: Sequence[int]) -> list[Taught]:
        """The person's planned lessons at schools that have not made room yet."""
        return [one for one in self.own[person] if id(one) not in self.fixed and one.school not in passed]

    def swap(self, person: int, other: Taught, school: int, group: Group, passed: tuple[int, ...]) -> bool:
        """Teach here in place of another lesson, and have that one otherwise; all as before where that fails."""
        self.tries += 1
        if self.tries > MOST_TRIES or other.school not in self.serving.planned:
            return False
        self.put(other, -1)
        found = self.first_time(person, school, group)
        if found:
            self.put(found, 1)
            if self.give(other.school, self.group_of(other), (*passed, other.school), self.instead_of(other)):
                return True
            self.put(found, -1)
        self.put(other, 1)
        return False

    def instead_of(self, other: Taught) -> list[int]:
        """Who may give a lesson in place of the one who gives it: anybody for a substitute, else an appointee."""
        people = self.serving.people_of[other.school]
        return [one for one in people if other.substitute or self.serving.is_appointed(one, other.school)]

    def group_of(self, one: Taught) -> Group:
        """The classes of a lesson."""
        return Group(tuple(self.instance.class_of[class_id] for class_id in one.classes), one.place, 0)

    def first_time(self, person: int, school: int, group: Group) -> Taught | None:
        """The first lesson that this person can give these classes; None where there is none."""
        theme = self.theme(person, school, group)
        times = self.possible_times(person, school) if theme else ()
        for day, bell in times:
            one = self.lesson(person, school, day, bell, group, theme)
            if not self.is_taken(one) and not self.is_on_the_way(one):
                return one
        return None

    def possible_times(self, person: int, school: int) -> Iterator[tuple[date, Bell]]:
        """The free periods of the days and weeks in which the person may give a lesson more."""
        facts, key = self.instance.people[person], (person, school)
        if key not in self.free:
            self.free[key] = self.serving.free(person, school)
        grid = self.serving.times.grid(school)
        for week, mask in grid.weeks:
            if self.weeks[person, week] < facts.max_lessons_week and self.free[key] & mask:
                for day, bell in grid.periods(self.free[key] & mask):
                    if self.days[person, day] < facts.max_lessons_day:
                        yield day, bell

    def theme(self, person: int, school: int, group: Group) -> str:
        """The first theme that these classes have not had, one of the person's own if there is one."""
        had = {code for one in group.classes for code in (*one.themes, *(+self.themes[one.id]))}
        stage = self.instance.schools[school].stage
        fitting = [one.code for one in self.instance.themes if stage in one.stages and one.code not in had]
        own = (code for code in fitting if code in self.instance.people[person].themes)
        return next(own, next(iter(fitting), ""))

    def lesson(self, person: int, school: int, day: date, bell: Bell, group: Group, theme: str) -> Taught:
        """A lesson as a candidate."""
        at = {"start": moment_of(day, bell.start), "end": moment_of(day, bell.end), "period": bell.period}
        serves = any(first <= day <= last for first, last in self.serving.spans.get((person, school), ()))
        classes = tuple(one.id for one in group.classes)
        return Taught(person, school, **at, classes=classes, theme=theme, place=group.place, substitute=not serves)

    def is_taken(self, one: Taught) -> bool:
        """Whether its classes or the hall are in another lesson at that time."""
        together = (two for two in self.at_school[one.school] if two.start < one.end and one.start < two.end)
        classes = set(one.classes)
        return any(classes.intersection(two.classes) or one.place == two.place == HALL for two in together)

    def is_on_the_way(self, one: Taught) -> bool:
        """Whether the person teaches then, or cannot come from or reach another lesson of the day in time."""
        return any(self.pause(one, two) < self.way(one, two) for two in self.own[one.person] if two.day == one.day)

    def pause(self, one: Taught, two: Taught) -> float:
        """The minutes between two lessons; less than none where they overlap."""
        return max(two.start - one.end, one.start - two.end)

    def way(self, one: Taught, two: Taught) -> float:
        """The minutes from one school to the other, as the hard rule counts them."""
        if one.school == two.school:
            return 0
        schools = self.instance.schools
        here, there = schools[one.school].coordinates, schools[two.school].coordinates
        return travel_minutes(here, there, self.instance.term) - 1e-9


class PlacingBySubstitutes(Placing):
    """The same where substitutes may take lessons over from appointees, who then have time for others."""

    def instead_of(self, other: Taught) -> list[int]:
        """Who may give a lesson in place of the one who gives it: anybody."""
        return self.serving.people_of[other.school]
