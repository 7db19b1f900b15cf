"""The hard rules of a plan, said a second time and checked lesson by lesson; no plan is kept that breaks one.

This module shares nothing with the modules that make plans but the plain values and the way between
two schools, so that a fault in one of them is seen here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from course.planning.solver.instance import Instance, SchoolFacts, Spans, Taught, day_of
from course.travel import travel_minutes

CLASSROOM, HALL = "classroom", "hall"


@dataclass(frozen=True, slots=True)
class Fault:
    """A hard rule that a lesson breaks, by the rule's name."""

    rule: str
    lesson: Taught


class Calendar:
    """The times that are closed, by owner, so that one question takes no longer where there are many.

    Times of one owner may overlap; each list is ordered by its start, beside the latest end so far.
    """

    def __init__(self, spans: Spans) -> None:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for owner, start, end in zip(spans.owners, spans.starts, spans.ends, strict=True):
            found[owner].append((start, end))
        self.starts: dict[int, list[int]] = {}
        self.latest: dict[int, list[int]] = {}
        for owner, times in found.items():
            times.sort()
            self.starts[owner] = [start for start, _ in times]
            self.latest[owner] = list(running_maximum(end for _, end in times))

    def closed(self, owner: int, start: int, end: int) -> bool:
        """Whether a time of this owner overlaps; touching times do not."""
        before = bisect_left(self.starts.get(owner, ()), end)
        return before > 0 and self.latest[owner][before - 1] > start


def running_maximum(values: Iterable[int]) -> Iterator[int]:
    """The largest value so far."""
    largest = None
    for value in values:
        largest = value if largest is None or value > largest else largest
        yield largest


@dataclass
class Known:
    """An instance, prepared for questions about single lessons."""

    instance: Instance
    absences: Calendar = field(init=False)
    blackouts: Calendar = field(init=False)
    days: frozenset = field(init=False)
    serving: dict = field(init=False)
    stations: dict = field(init=False)

    def __post_init__(self) -> None:
        self.absences, self.blackouts = Calendar(self.instance.absences), Calendar(self.instance.blackouts)
        self.days = frozenset(self.instance.days)
        self.serving, self.stations = defaultdict(list), defaultdict(list)
        for one in self.instance.services:
            self.serving[one.person, one.school].append((one.start, one.end))
            station = self.instance.people[one.person].station_id
            self.stations[station, one.school].append((one.start, one.end))

    def school(self, lesson: Taught) -> SchoolFacts:
        """The school of a lesson."""
        return self.instance.schools[lesson.school]


LessonRule = Callable[[Known, Taught], bool]


def is_on_a_teaching_day(known: Known, lesson: Taught) -> bool:
    """A weekday of the term that is no holiday, not before the first day of the plan."""
    return lesson.day in known.days


def is_an_open_period(known: Known, lesson: Taught) -> bool:
    """A period that the school rings and does not keep closed."""
    start, end = (at % (24 * 60) for at in (lesson.start, lesson.end))
    return any(
        (bell.period, bell.start, bell.end) == (lesson.period, start, end) for bell in known.school(lesson).open_bells
    )


def school_takes_lessons(known: Known, lesson: Taught) -> bool:
    """No black-out of the school or of all schools."""
    return not any(known.blackouts.closed(owner, lesson.start, lesson.end) for owner in (-1, lesson.school))


def person_is_not_away(known: Known, lesson: Taught) -> bool:
    """No duty, court day or leave."""
    return not known.absences.closed(lesson.person, lesson.start, lesson.end)


def person_may_teach_here(known: Known, lesson: Taught) -> bool:
    """Appointed to the school on that day, or, where the term allows it, of the same station as one who is."""

    def holds(spans: Iterable) -> bool:
        return any(first <= lesson.day <= last for first, last in spans)

    if holds(known.serving[lesson.person, lesson.school]):
        return True
    station = known.instance.people[lesson.person].station_id
    return known.instance.term.substitutes and holds(known.stations[station, lesson.school])


def classes_are_of_the_school(known: Known, lesson: Taught) -> bool:
    """At least one class, each once, all of this school."""
    own = {one.id for one in known.school(lesson).classes}
    return bool(lesson.classes) and len(set(lesson.classes)) == len(lesson.classes) and own >= set(lesson.classes)


def place_holds_them(known: Known, lesson: Taught) -> bool:
    """One class in a classroom; in a hall no more pupils than seats."""
    if lesson.place == CLASSROOM:
        return len(lesson.classes) == 1
    pupils = sum(known.instance.class_of[one].pupils for one in lesson.classes if one in known.instance.class_of)
    return lesson.place == HALL and 0 < pupils <= known.school(lesson).hall_seats


def theme_suits_the_stage(known: Known, lesson: Taught) -> bool:
    """A theme that was written for this stage."""
    theme = known.instance.theme_of.get(lesson.theme)
    return theme is not None and known.school(lesson).stage in theme.stages


def theme_is_new_to_the_classes(known: Known, lesson: Taught) -> bool:
    """No class had this theme in a lesson that is over or agreed."""
    classes = (known.instance.class_of.get(one) for one in lesson.classes)
    return not any(one is not None and lesson.theme in one.themes for one in classes)


LESSON_RULES: tuple[LessonRule, ...] = (
    is_on_a_teaching_day,
    is_an_open_period,
    school_takes_lessons,
    person_is_not_away,
    person_may_teach_here,
    classes_are_of_the_school,
    place_holds_them,
    theme_suits_the_stage,
    theme_is_new_to_the_classes,
)


def faults(instance: Instance, lessons: Sequence[Taught]) -> list[Fault]:
    """Every hard rule that these lessons break, among themselves and with the lessons that are held."""
    known = Known(instance)
    found = [Fault(rule.__name__, one) for one in lessons for rule in LESSON_RULES if not rule(known, one)]
    new = set(map(id, lessons))
    everything = [*instance.held, *lessons]
    found += [fault for fault in clashes(known, everything) if id(fault.lesson) in new]
    found += repeated_themes(lessons)
    return found


def repeated_themes(lessons: Iterable[Taught]) -> Iterator[Fault]:
    """A class gets each theme once in a plan."""
    had: set[tuple[int, str]] = set()
    for lesson in lessons:
        pairs = {(one, lesson.theme) for one in lesson.classes}
        if pairs & had:
            yield Fault("theme_is_new_to_the_classes", lesson)
        had |= pairs


def clashes(known: Known, lessons: Sequence[Taught]) -> Iterator[Fault]:
    """Nobody and nothing is in two places at once; days, weeks and ways have their limits."""
    yield from overlapping(lessons, lambda one: [("class", name) for name in one.classes], "class_is_free")
    halls = [one for one in lessons if one.place == HALL]
    yield from overlapping(halls, lambda one: [("hall", one.school)], "hall_is_free")
    by_person: dict[int, list[Taught]] = defaultdict(list)
    for lesson in lessons:
        by_person[lesson.person].append(lesson)
    for person, own in by_person.items():
        yield from faults_of_person(known, person, sorted(own, key=lambda one: one.start))


def overlapping(lessons: Iterable[Taught], of: Callable[[Taught], list], rule: str) -> Iterator[Fault]:
    """The lessons that share a thing with one that is not over."""
    by_thing: dict[object, list[Taught]] = defaultdict(list)
    for lesson in lessons:
        for thing in of(lesson):
            by_thing[thing].append(lesson)
    for own in by_thing.values():
        if len(own) > 1:
            own.sort(key=lambda one: one.start)
            for before, after in pairwise(own):
                if after.start < before.end:
                    yield from (Fault(rule, before), Fault(rule, after))


def faults_of_person(known: Known, person: int, own: Sequence[Taught]) -> Iterator[Fault]:
    """What one person's lessons, in the order of time, break."""
    facts = known.instance.people[person]
    days, weeks = Counter(one.day for one in own), Counter(one.day.isocalendar()[:2] for one in own)
    for lesson in own:
        if days[lesson.day] > facts.max_lessons_day:
            yield Fault("day_has_room", lesson)
        if weeks[lesson.day.isocalendar()[:2]] > facts.max_lessons_week:
            yield Fault("week_has_room", lesson)
    for before, after in pairwise(own):
        if after.start < before.end:
            yield from (Fault("person_is_free", before), Fault("person_is_free", after))
        elif day_of(before.start) == day_of(after.start) and too_far(known, before, after):
            yield from (Fault("there_is_time_to_travel", before), Fault("there_is_time_to_travel", after))


def too_far(known: Known, before: Taught, after: Taught) -> bool:
    """Whether the time between two lessons at different schools is shorter than the way."""
    if before.school == after.school:
        return False
    here, there = known.school(before).coordinates, known.school(after).coordinates
    return after.start - before.end < travel_minutes(here, there, known.instance.term) - 1e-9
