"""Why a school lacks hours or classes in a plan: the funnel of its people, and the numbers that prove it.

Each school that lacks something becomes one entry of plain JSON; sentences are made of it where it is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from course.planning.solver.demand import Demand, demand_of
from course.planning.solver.instance import Instance, SchoolFacts, Taught
from course.planning.solver.reasons_flow import Cut, Flow
from course.planning.solver.reasons_funnel import funnel, given_by
from course.planning.solver.reasons_offers import Serving, most_at
from course.planning.solver.reasons_time import OpenTimes

# The kinds of reason that a cut proves; the fourth is of appointees alone, because they come before substitutes.
# Where nothing is proved, the times of day stand in the way.
WEEK_LIMIT, DUTY, CLOSINGS, APPOINTEES, TIMES = "week_limit", "duty", "closings", "appointees", "times"


@dataclass(frozen=True)
class Lack:
    """What a school lacks in a plan: ``after`` is the school as the plan leaves it, ``rest`` what it needs then."""

    place: int
    given: int
    hours: int
    after: SchoolFacts
    rest: Demand

    @property
    def classes(self) -> list[str]:
        """The classes that are not reached."""
        return [one.label for one in self.after.classes if not one.reached]

    @property
    def lessons(self) -> int:
        """How many lessons are missing; a school without classes lacks hours that no lesson can give it."""
        return self.rest.lessons


def gaps_of(instance: Instance, lessons: Sequence[Taught]) -> list[dict[str, Any]]:
    """Why each planned school lacks what it lacks, in the order of the schools."""
    found = lacks(instance, lessons)
    return Gaps(instance, lessons, found).entries() if found else []


def lacks(instance: Instance, lessons: Sequence[Taught]) -> list[Lack]:
    """The planned schools that lack hours or classes."""
    of_school: dict[int, list[Taught]] = defaultdict(list)
    for one in lessons:
        of_school[one.school].append(one)
    found = (lack_of(instance, place, of_school[place]) for place in instance.planned_schools)
    return [lack for lack in found if lack.hours or lack.classes]


def lack_of(instance: Instance, place: int, lessons: Sequence[Taught]) -> Lack:
    """What a school lacks beside these lessons."""
    school, wanted = after(instance.schools[place], lessons), instance.hours_wanted(place)
    hours = max(0, wanted - school.hours_had)
    return Lack(place, len(lessons), hours, school, demand_of(place, school, wanted, instance.themes))


def after(school: SchoolFacts, lessons: Sequence[Taught]) -> SchoolFacts:
    """The school as these lessons leave it."""
    themes: dict[int, list[str]] = defaultdict(list)
    for one in lessons:
        for class_id in one.classes:
            themes[class_id].append(one.theme)
    classes = (
        replace(one, reached=True, themes=(*one.themes, *themes[one.id])) if one.id in themes else one
        for one in school.classes
    )
    return replace(school, classes=tuple(classes), hours_had=school.hours_had + len(lessons))


class Gaps:
    """The entries of all schools that lack something in one plan."""

    def __init__(self, instance: Instance, lessons: Sequence[Taught], found: Sequence[Lack]) -> None:
        self.instance, self.found = instance, found
        self.serving = Serving(instance, OpenTimes(instance))
        self.given: Mapping[tuple[int, int], int] = given_by(lessons)
        self.flow = Flow(self.serving, lessons)
        self.plain = {lack.place: plain_reasons(self.serving, lack) for lack in found}
        # Missing lessons that the numbers would allow: only their times of day stand in the way.
        self.loose = {lack.place: self.could_add(lack) for lack in found}
        self.short = {lack.place: lack.lessons - self.loose[lack.place] for lack in found}
        self.by_appointees = Appointees(self.serving, lessons, found)

    def could_add(self, lack: Lack) -> int:
        """How many of a school's missing lessons the numbers would allow."""
        if not needs_proof(lack, self.plain[lack.place]):
            return 0
        return sum(self.flow.add_one(lack.place) for _ in range(lack.lessons))

    def entries(self) -> list[dict[str, Any]]:
        """One entry a school."""
        return [self.entry(lack) for lack in self.found]

    def entry(self, lack: Lack) -> dict[str, Any]:
        """What is missing at a school, by which kind of reason, with its numbers."""
        kinds, cut, alone = self.plain[lack.place], None, None
        if needs_proof(lack, kinds):
            cut = self.flow.cut_at(lack.place) if self.short[lack.place] else None
            alone = self.by_appointees.cut_at(lack.place) if self.loose[lack.place] else None
            kinds = [self.kind_of(cut) if cut else APPOINTEES if alone else TIMES, *kinds]
        appointed = (one for one in self.serving.people_of[lack.place] if self.serving.is_appointed(one, lack.place))
        return {
            "school": lack.after.code,
            "kind": kinds[0],
            "also": kinds[1:],
            "hours": lack.hours,
            "classes": lack.classes,
            "lessons": lack.lessons,
            "given": lack.given,
            "loose": self.loose[lack.place],
            "funnel": [funnel(self.serving, person, lack.place, self.given) for person in appointed],
            "cut": self.facts_of(cut, self.needed(cut)) if cut else None,
            "appointees": self.facts_of(alone, self.by_appointees.needed(alone)) if alone else None,
        }

    def facts_of(self, cut: Cut, wanted: int) -> dict[str, Any]:
        """The numbers of a proof: what each person can give these schools at most, and what the schools need."""
        people = [self.facts_of_person(cut, person) for person, most in cut.gives.items() if most]
        schools = [self.instance.schools[place].code for place in cut.schools]
        return {"schools": schools, "people": people, "most": cut.most, "needed": wanted}

    def facts_of_person(self, cut: Cut, person: int) -> dict[str, Any]:
        """What one person can give the schools of a cut, and whether they are appointed to any of them."""
        appointed = any(self.serving.is_appointed(person, place) for place in cut.schools)
        facts = {"person": self.instance.people[person].code, "appointed": appointed}
        return {**facts, "weeks": cut.weeks[person], "most": cut.gives[person]}

    def needed(self, cut: Cut) -> int:
        """How many lessons the schools of a cut need: all that their people can give, and what is missing then."""
        return cut.most + sum(self.short.get(place, 0) for place in cut.schools)

    def kind_of(self, cut: Cut) -> str:
        """What stands in the way: the limits even without duty and closings, else duty, else closings."""
        serving, people, wanted = self.serving, list(cut.gives), self.needed(cut)
        if most_at(serving, people, cut.schools, serving.without_closings) < wanted:
            return WEEK_LIMIT
        return DUTY if most_at(serving, people, cut.schools, serving.without_duty) >= wanted else CLOSINGS


class Appointees:
    """The same question to the appointees alone: a plan never takes a lesson from them to have a substitute give it."""

    def __init__(self, serving: Serving, lessons: Sequence[Taught], found: Sequence[Lack]) -> None:
        self.term = serving.instance.term
        alone = replace(serving.instance, term=replace(self.term, substitutes=False))
        self.flow = Flow(Serving(alone, serving.times), [one for one in lessons if not one.substitute])
        self.others = Counter(one.school for one in lessons if one.substitute)
        self.others.update({lack.place: lack.lessons for lack in found})

    def cut_at(self, school: int) -> Cut | None:
        """The proof that appointees can give a school no lesson more; None where they could, or are all there are."""
        if not self.term.substitutes or self.flow.search(school)[1] is not None:
            return None
        return self.flow.cut_at(school)

    def needed(self, cut: Cut) -> int:
        """How many lessons these schools need, those that substitutes give among them."""
        return cut.most + sum(self.others[place] for place in cut.schools)


def plain_reasons(serving: Serving, lack: Lack) -> list[str]:
    """The reasons that the data of one school gives by itself."""
    return [kind for kind, holds in PLAIN.items() if holds(serving, lack)]


def needs_proof(lack: Lack, plain: list[str]) -> bool:
    """Whether the numbers must be looked at: nothing stands in the way of what the themes still allow."""
    return bool(lack.lessons) and not set(plain) - {"themes_used"}


def themes_are_used(serving: Serving, lack: Lack) -> bool:
    """Whether there are themes for the stage, but not enough that the classes have not had."""
    suiting = {one.code for one in serving.instance.themes if lack.after.stage in one.stages}
    without = (not one.reached and suiting <= set(one.themes) for one in lack.after.classes)
    return bool(suiting and lack.after.classes) and (lack.hours > lack.lessons or any(without))


def nobody_serves(serving: Serving, lack: Lack) -> bool:
    """Whether nobody is appointed on a day that can still be planned."""
    instance = serving.instance
    spans = (serving.spans[person, lack.place] for person in serving.people_of[lack.place])
    return not any(first <= day <= last for own in spans for first, last in own for day in instance.days)


def nobody_may_teach(serving: Serving, lack: Lack) -> bool:
    """Whether all who could come have a limit of no lesson."""
    people = [serving.instance.people[place] for place in serving.people_of[lack.place]]
    return bool(people) and not any(one.max_lessons_week > 0 < one.max_lessons_day for one in people)


def everybody_is_away(serving: Serving, lack: Lack) -> bool:
    """Whether duty and leave alone take every period of everybody."""
    people = serving.people_of[lack.place]
    free, without = (any(bits(one, lack.place) for one in people) for bits in (serving.free, serving.without_duty))
    return without and not free


# The reasons that need no proof, in the order in which they are named.
PLAIN: dict[str, Callable[[Serving, Lack], bool]] = {
    "no_days": lambda serving, lack: not serving.instance.days,
    "nobody": nobody_serves,
    "no_classes": lambda serving, lack: not lack.after.classes,
    "no_bells": lambda serving, lack: not lack.after.bells,
    "all_closed": lambda serving, lack: bool(lack.after.bells) and not lack.after.open_bells,
    "no_theme": lambda serving, lack: not any(lack.after.stage in one.stages for one in serving.instance.themes),
    "themes_used": themes_are_used,
    "blacked_out": lambda serving, lack: bool(lack.after.open_bells) and not serving.times.open(lack.place),
    "no_limit": nobody_may_teach,
    "away": everybody_is_away,
}
KINDS = (*PLAIN, WEEK_LIMIT, DUTY, CLOSINGS, APPOINTEES, TIMES)
