"""The plan that a careful clerk makes by hand: the first time that fits, school by school; the yardstick of ours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from course.planning.solver.demand import Demand, Group, demands
from course.planning.solver.instance import Bell, Draft, Instance, Taught, moment_of
from course.planning.solver.verify import Known, faults_of_person


def first_fit(instance: Instance) -> Draft:
    """A draft that keeps every hard rule and weighs nothing: appointees first, then substitutes."""
    state = State(instance)
    for demand in demands(instance):
        for number in range(demand.lessons):
            state.place(demand, demand.group(number))
    return Draft(tuple(sorted(state.planned, key=lambda one: (one.school, one.start, one.person))))


class State:
    """What has been placed so far."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.known = instance, Known(instance)
        self.planned: list[Taught] = []
        self.of_person: dict[int, list[Taught]] = defaultdict(list)
        self.of_school: dict[int, list[Taught]] = defaultdict(list)
        self.weeks: Counter[tuple[int, tuple[int, int]]] = Counter()
        self.themes = {one.id: set(one.themes) for school in instance.schools for one in school.classes}
        for lesson in instance.held:
            self.keep(lesson)

    def keep(self, lesson: Taught) -> None:
        """Remember a lesson."""
        self.of_person[lesson.person].append(lesson)
        self.of_school[lesson.school].append(lesson)
        self.weeks[lesson.person, lesson.day.isocalendar()[:2]] += 1

    def people(self, school: int) -> list[int]:
        """Who may teach at a school: the appointed, then those of their stations."""
        serving = [one.person for one in self.instance.services if one.school == school]
        if not self.instance.term.substitutes:
            return serving
        stations = {self.instance.people[person].station_id for person in serving}
        others = [place for place, one in enumerate(self.instance.people) if one.station_id in stations]
        return serving + [place for place in others if place not in serving]

    def place(self, demand: Demand, group: Group) -> None:
        """Put one lesson at the first time at which somebody can come."""
        for lesson in self.candidates(demand, group):
            if self.fits(lesson):
                self.planned.append(lesson)
                self.keep(lesson)
                for one in lesson.classes:
                    self.themes[one].add(lesson.theme)
                return

    def candidates(self, demand: Demand, group: Group) -> Iterator[Taught]:
        """Every person, day and period in their order."""
        school = self.instance.schools[demand.school]
        serving = {one.person for one in self.instance.services if one.school == demand.school}
        for person in self.people(demand.school):
            theme = self.theme(person, school.stage, group)
            for day in self.instance.days if theme else ():
                if self.weeks[person, day.isocalendar()[:2]] < self.instance.people[person].max_lessons_week:
                    for bell in school.open_bells:
                        yield self.lesson(demand.school, person, moment_of(day), bell, group, theme, person in serving)

    def lesson(
        self, school: int, person: int, midnight: int, bell: Bell, group: Group, theme: str, serving: bool
    ) -> Taught:
        """A lesson as a candidate."""
        start, end = midnight + bell.start, midnight + bell.end
        classes = tuple(one.id for one in group.classes)
        return Taught(person, school, start, end, bell.period, classes, theme, group.place, not serving)

    def theme(self, person: int, stage: str, group: Group) -> str:
        """The first theme that these classes have not had, one of the person's own if there is one."""
        had = set().union(*(self.themes[one.id] for one in group.classes))
        fitting = [one.code for one in self.instance.themes if stage in one.stages and one.code not in had]
        own = [code for code in fitting if code in self.instance.people[person].themes]
        return next(iter(own or fitting), "")

    def fits(self, lesson: Taught) -> bool:
        """Whether a lesson breaks no hard rule among what has been placed."""
        known, instance = self.known, self.instance
        away = known.absences.closed(lesson.person, lesson.start, lesson.end)
        closed = any(known.blackouts.closed(owner, lesson.start, lesson.end) for owner in (-1, lesson.school))
        service = (one for one in instance.services if one.school == lesson.school)
        appointed = any(
            one.start <= lesson.day <= one.end
            and instance.people[one.person].station_id == instance.people[lesson.person].station_id
            and (lesson.substitute or one.person == lesson.person)
            for one in service
        )
        if away or closed or not appointed:
            return False
        together = [one for one in self.of_school[lesson.school] if one.start < lesson.end and lesson.start < one.end]
        shared = any(set(one.classes) & set(lesson.classes) or one.place == lesson.place == "hall" for one in together)
        own = sorted([*self.of_person[lesson.person], lesson], key=lambda one: one.start)
        return not shared and not any(faults_of_person(known, lesson.person, own))
