"""The lessons that stand while a repair is looked for: where one more fits, and what it would cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from course.planning.solver import soft_cost
from course.planning.solver.instance import DAY, Bell, Taught, moment_of
from course.planning.solver.verify import HALL, Known, too_far

# The first day of all, 1 January 1970, was a Thursday.
DAYS_BEFORE_MONDAY = 3


def week_of(moment: int) -> int:
    """The number of the week, Monday to Sunday, in which a moment lies."""
    return (moment // DAY + DAYS_BEFORE_MONDAY) // 7


class Standing:
    """The lessons that stand, by person, school and week; lessons come and go."""

    def __init__(self, known: Known, lessons: Iterable[Taught]) -> None:
        self.known, self.instance = known, known.instance
        self.of_person: dict[tuple[int, int], list[Taught]] = defaultdict(list)
        self.of_school: dict[tuple[int, int], list[Taught]] = defaultdict(list)
        self.weeks: Counter[tuple[int, int]] = Counter()
        self.loads: Counter[int] = Counter()
        self.hours: Counter[int] = Counter()
        self.quarters: Counter[tuple[int, int]] = Counter()
        self.constitution: Counter[int] = Counter()
        self.opened: dict[tuple[int, int], dict[date, tuple[Bell, ...]]] = {}
        for lesson in lessons:
            self.put(lesson)

    def put(self, lesson: Taught) -> None:
        """Let a lesson stand."""
        self.of_person[lesson.person, lesson.start // DAY].append(lesson)
        self.of_school[lesson.school, lesson.start // DAY].append(lesson)
        self.count(lesson, 1)

    def lift(self, lesson: Taught) -> None:
        """Take a lesson away."""
        self.of_person[lesson.person, lesson.start // DAY].remove(lesson)
        self.of_school[lesson.school, lesson.start // DAY].remove(lesson)
        self.count(lesson, -1)

    def keep_place(self, lesson: Taught) -> None:
        """Let a lesson that nobody can give hold its class and its hall until somebody decides about it."""
        self.of_school[lesson.school, lesson.start // DAY].append(lesson)

    def free_place(self, lesson: Taught) -> None:
        """Let it hold them no longer."""
        self.of_school[lesson.school, lesson.start // DAY].remove(lesson)

    def without(self, lessons: Collection[Taught]) -> Iterator[Taught]:
        """The lessons that stand, but for these."""
        gone = set(lessons)
        return (one for of_day in self.of_person.values() for one in of_day if one not in gone)

    def count(self, lesson: Taught, by: int) -> None:
        """Keep the numbers that limits and costs speak of."""
        self.weeks[lesson.person, week_of(lesson.start)] += by
        self.loads[lesson.person] += by
        self.hours[lesson.school] += by
        self.quarters[lesson.school, self.quarter(lesson.day)] += by
        self.constitution[lesson.school] += by * self.keeps_constitution_week(lesson)

    def quarter(self, day: date) -> int:
        """The quarter of the term in which a day lies."""
        return soft_cost.quarter_of(self.instance, day)

    def keeps_constitution_week(self, lesson: Taught) -> bool:
        """Whether a lesson is the one of its school about the constitution, in its week."""
        in_week = soft_cost.in_constitution_week(self.instance, lesson.day)
        return lesson.theme == soft_cost.CONSTITUTION and in_week

    @cached_property
    def stations(self) -> dict[int, list[int]]:
        """The people of each station."""
        found: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(self.instance.people):
            found[one.station_id].append(place)
        return found

    def people_at(self, school: int) -> list[int]:
        """Who may teach at a school on some day: the appointed, then those of their stations."""
        serving = list(dict.fromkeys(one.person for one in self.instance.services if one.school == school))
        if not self.instance.term.substitutes:
            return serving
        stations = dict.fromkeys(self.instance.people[person].station_id for person in serving)
        mates = (place for station in stations for place in self.stations[station])
        return list(dict.fromkeys([*serving, *mates]))

    def serves(self, person: int, school: int, day: date) -> bool:
        """Whether a person is appointed to a school on a day."""
        return any(first <= day <= last for first, last in self.known.serving.get((person, school), ()))

    def may_teach(self, person: int, school: int, day: date) -> bool:
        """Whether a person is appointed, or may stand in for one who is."""
        station = self.instance.people[person].station_id
        spans = self.known.stations.get((station, school), ()) if self.instance.term.substitutes else ()
        return self.serves(person, school, day) or any(first <= day <= last for first, last in spans)

    def openings(self, school: int, person: int) -> dict[date, tuple[Bell, ...]]:
        """The days and periods in which a person may teach at a school, whatever stands there."""
        key = school, person
        if key not in self.opened:
            days = ((day, tuple(self.open_bells(school, person, day))) for day in self.instance.days)
            self.opened[key] = {day: bells for day, bells in days if bells}
        return self.opened[key]

    def open_bells(self, school: int, person: int, day: date) -> Iterator[Bell]:
        """The periods of a day in which neither the person is away nor the school closed."""
        if not self.may_teach(person, school, day):
            return
        midnight, away, closed = moment_of(day), self.known.absences.closed, self.known.blackouts.closed
        for bell in self.bells(school):
            start, end = midnight + bell.start, midnight + bell.end
            if not (away(person, start, end) or closed(-1, start, end) or closed(school, start, end)):
                yield bell

    def has_room(self, person: int, midnight: int) -> bool:
        """Whether the person's day and week have room for one more."""
        facts = self.instance.people[person]
        return (
            len(self.of_person[person, midnight // DAY]) < facts.max_lessons_day
            and self.weeks[person, week_of(midnight)] < facts.max_lessons_week
        )

    def is_free(self, lesson: Taught) -> bool:
        """Whether the person can be there, and neither a class nor the hall is taken."""
        day = lesson.start // DAY
        return all(self.apart(one, lesson) for one in self.of_person[lesson.person, day]) and not any(
            shared(one, lesson) for one in self.of_school[lesson.school, day]
        )

    def fits(self, lesson: Taught) -> bool:
        """Whether a lesson at one of its openings breaks no rule among those that stand."""
        return self.has_room(lesson.person, lesson.start) and self.is_free(lesson)

    def apart(self, one: Taught, other: Taught) -> bool:
        """Whether one person can give both lessons of a day: not at once, and with time for the way."""
        before, after = (one, other) if one.start <= other.start else (other, one)
        return before.end <= after.start and not too_far(self.known, before, after)

    def bells(self, school: int) -> tuple[Bell, ...]:
        """The periods in which a school takes lessons."""
        return self.instance.schools[school].open_bells

    def free_bells(self, lesson: Taught) -> Iterator[tuple[int, int, bool, Sequence[Bell]]]:
        """Where a lesson fits: person, midnight, whether that person stands in, and the free periods, one at least."""
        school = lesson.school
        for person in self.people_at(school):
            for day, bells in self.openings(school, person).items():
                midnight = moment_of(day)
                if self.has_room(person, midnight):
                    substitute = not self.serves(person, school, day)
                    free = self.free_of(bells, lesson, person, midnight)
                    if free:
                        yield person, midnight, substitute, free

    def free_of(self, bells: Sequence[Bell], lesson: Taught, person: int, midnight: int) -> Sequence[Bell]:
        """Those of the periods in which nothing of the person's or the school's stands in the way."""
        day = midnight // DAY
        if not (self.of_person.get((person, day)) or self.of_school.get((lesson.school, day))):
            return bells
        return [bell for bell in bells if self.is_free(moved(lesson, person, midnight, bell, False))]

    def cost_of(self, lesson: Taught) -> float:
        """What a lesson adds to the soft cost of those that stand."""
        return self.cost_of_day(lesson) + self.cost_of_period(lesson.school, lesson.period)

    def cost_of_period(self, school: int, period: int) -> float:
        """The part of the cost that differs from one period of a day to the next."""
        wished = self.instance.schools[school].preferred_periods
        return soft_cost.NOT_PREFERRED * bool(wished and period not in wished)

    def cost_of_day(self, lesson: Taught) -> float:
        """The part of the cost that is the same for all periods of a day."""
        wished, day = self.instance.schools[lesson.school].preferred_weekdays, lesson.day
        cost = soft_cost.SUBSTITUTE * lesson.substitute
        cost += soft_cost.OUTSIDE_THEMES * (lesson.theme not in self.instance.people[lesson.person].themes)
        cost += soft_cost.far_cost(soft_cost.days_from_special_day(self.instance, lesson.theme, day))
        cost += soft_cost.NOT_PREFERRED * bool(wished and day.isoweekday() not in wished)
        cost += soft_cost.FAIRNESS * (2 * self.loads[lesson.person] + 1)
        there = self.of_person[lesson.person, lesson.start // DAY]
        cost += soft_cost.VISIT * all(one.school != lesson.school for one in there)
        return cost + self.cost_at_school(lesson)

    def cost_at_school(self, lesson: Taught) -> float:
        """What changes in the spread over the term and in the week of the constitution."""
        school, most = lesson.school, soft_cost.QUARTERS
        more = min(most, self.hours[school] + 1) - min(most, self.hours[school])
        filled = not self.quarters[school, self.quarter(lesson.day)]
        without = bool(self.hours[school]) and not self.constitution[school]
        still = not (self.constitution[school] or self.keeps_constitution_week(lesson))
        return soft_cost.EMPTY_QUARTER * (more - filled) + soft_cost.NO_CONSTITUTION_WEEK * (still - without)


def moved(lesson: Taught, person: int, midnight: int, bell: Bell, substitute: bool) -> Taught:
    """The lesson at another time or by somebody else: theme, classes and place stay."""
    start, end = midnight + bell.start, midnight + bell.end
    what = lesson.classes, lesson.theme, lesson.place
    return Taught(person, lesson.school, start, end, bell.period, *what, substitute)


def shared(one: Taught, other: Taught) -> bool:
    """Whether two lessons of a school want the same class or the hall at once."""
    at_once = one.start < other.end and other.start < one.end
    both_in_hall = one.place == other.place == HALL
    return at_once and (both_in_hall or not set(one.classes).isdisjoint(other.classes))
