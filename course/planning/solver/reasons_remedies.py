"""What would help a school: small changes, each planned again before it is named, with what it gains.

A remedy changes the instance by one thing and places what is missing in it, beside the lessons of the
plan; the lessons that come of it are checked by every hard rule.  So a remedy may gain more than is
said when the whole county is planned anew, but never less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from course.planning.solver.instance import Instance, Service, Spans, Taught
from course.planning.solver.reasons import lack_of
from course.planning.solver.reasons_extend import Placing, PlacingBySubstitutes
from course.planning.solver.reasons_flow import AppointeesFirst, Flow
from course.planning.solver.reasons_offers import Serving
from course.planning.solver.reasons_time import OpenTimes
from course.planning.solver.verify import faults
from course.travel import kilometres

# How many people are tried for a lesson more a week, and for an appointment.
MORE_TRIED, NEAREST_TRIED = 4, 5
HALL_TRIED = 200
Lessons = Sequence[Taught]


@dataclass(frozen=True)
class Ground:
    """The part of an instance around one school: its lessons in the plan, the schools that share its people.

    ``nearest`` are those who might be appointed to it besides.
    """

    instance: Instance
    lessons: Lessons
    school: int
    schools: tuple[int, ...]
    nearest: tuple[int, ...]

    def changed(self, instance: Instance) -> Ground:
        """The same with one thing changed."""
        return replace(self, instance=instance)


def remedies(instance: Instance, lessons: Lessons, school: int) -> list[dict[str, Any]]:
    """What would help a school, the least change first; ``school`` is its place."""
    start = ground_of(instance, lessons, school)
    first = extended(start)
    found = [named(start, first, {"kind": "plan_again"})]
    base = replace(start, lessons=first)
    found += [named(base, extended(changed), facts) for changed, facts in changes(base)]
    found += more_by_substitutes(base)
    return worth_naming([one for one in found if one["gained"]])


def ground_of(instance: Instance, lessons: Lessons, school: int) -> Ground:
    """The schools that would have to share, their people and those who might come; all else stands still.

    Lessons that the data of today no longer allows are left out: they will not be taught.
    """
    serving = Serving(instance, OpenTimes(instance))
    broken = {id(fault.lesson) for fault in faults(instance, lessons)}
    lessons = [one for one in lessons if id(one) not in broken]
    schools = {school, *Flow(serving, lessons).reached(school)}
    others = nearest(instance, lessons, school)
    people = {*others, *(person for one in schools for person in serving.people_of[one])}
    people |= mates(instance, people)
    moving = [one for one in lessons if one.school in schools]
    small = replace(
        instance,
        planned_schools=tuple(sorted(schools)),
        services=tuple(one for one in instance.services if one.school in schools or one.person in people),
        absences=only(instance.absences, people),
        blackouts=only(instance.blackouts, schools | {-1}),
        held=(*instance.held, *(one for one in lessons if one.school not in schools)),
    )
    return Ground(small, moving, school, tuple(sorted(schools)), tuple(others))


def mates(instance: Instance, people: Iterable[int]) -> set[int]:
    """All who are of the stations of these people."""
    stations = {instance.people[place].station_id for place in people}
    return {place for place, one in enumerate(instance.people) if one.station_id in stations}


def only(spans: Spans, owners: set[int]) -> Spans:
    """The times of these owners."""
    rows = [row for row in zip(spans.owners, spans.starts, spans.ends, strict=True) if row[0] in owners]
    return Spans(*([row[column] for row in rows] for column in range(3)))


def nearest(instance: Instance, lessons: Lessons, school: int) -> list[int]:
    """Those of the county who might be appointed besides: with room for a school more, the nearest first."""
    served: dict[int, set[int]] = {}
    for one in instance.services:
        served.setdefault(one.person, set()).add(one.school)
    here = instance.schools[school]
    free = [
        place
        for place, one in enumerate(instance.people)
        if one.region_path == here.region_path
        and school not in served.get(place, ())
        and len(served.get(place, ())) < instance.term.max_schools
        and one.max_lessons_week > 0 < one.max_lessons_day
    ]
    by_distance = sorted(free, key=lambda place: (far(instance, place, school), instance.people[place].code))
    with_room = (place for place in by_distance if has_room(instance, lessons, place))
    return [place for place, _ in zip(with_room, range(NEAREST_TRIED), strict=False)]


def far(instance: Instance, person: int, school: int) -> float:
    """The kilometres from a person to a school."""
    return kilometres(instance.people[person].coordinates, instance.schools[school].coordinates)


def has_room(instance: Instance, lessons: Lessons, person: int) -> bool:
    """Whether the weeks of a person are not full already."""
    weeks = len({day.isocalendar()[:2] for day in instance.days})
    taken = sum(one.person == person for one in (*instance.held, *lessons))
    return taken < weeks * instance.people[person].max_lessons_week


def changes(ground: Ground) -> Iterator[tuple[Ground, dict[str, Any]]]:
    """Every change that may be tried, as a changed ground and the facts that name it."""
    for way in WAYS:
        yield from way(ground)


def more_a_week(ground: Ground) -> Iterator[tuple[Ground, dict[str, Any]]]:
    """One lesson more a week of somebody who is appointed here or at a school that shares its people."""
    instance = ground.instance
    near = sorted(instance.services, key=lambda one: one.school != ground.school)
    people = dict.fromkeys(one.person for one in near if one.school in ground.schools)
    for place in list(people)[:MORE_TRIED]:
        facts = instance.people[place]
        more = replace(facts, max_lessons_week=facts.max_lessons_week + 1)
        more = replace(more, max_lessons_day=max(1, more.max_lessons_day))
        everybody = (*instance.people[:place], more, *instance.people[place + 1 :])
        names = {"kind": "more_a_week", "person": facts.code, "limit": more.max_lessons_week}
        yield ground.changed(replace(instance, people=everybody)), names


def stand_ins(ground: Ground) -> Iterator[tuple[Ground, dict[str, Any]]]:
    """Somebody of the same station, where the term allows none."""
    instance = ground.instance
    if not instance.term.substitutes:
        yield ground.changed(replace(instance, term=replace(instance.term, substitutes=True))), {"kind": "stand_in"}


def open_period(ground: Ground) -> Iterator[tuple[Ground, dict[str, Any]]]:
    """A period in which the school is closed now."""
    facts = ground.instance.schools[ground.school]
    for period in facts.closed_periods:
        left = tuple(one for one in facts.closed_periods if one != period)
        yield with_school(ground, replace(facts, closed_periods=left)), {"kind": "open_period", "period": period}


def one_hall(ground: Ground) -> Iterator[tuple[Ground, dict[str, Any]]]:
    """A place for several classes at once, where the school has none; its lessons are all planned again for it."""
    facts = ground.instance.schools[ground.school]
    if not facts.hall_seats:
        ground = replace(ground, lessons=[one for one in ground.lessons if one.school != ground.school])
        yield with_school(ground, replace(facts, hall_seats=HALL_TRIED)), {"kind": "hall", "seats": HALL_TRIED}


def one_more_person(ground: Ground) -> Iterator[tuple[Ground, dict[str, Any]]]:
    """Somebody of the county with room, appointed to this school besides."""
    instance, school = ground.instance, ground.school
    for person in ground.nearest:
        service = Service(person, school, instance.term.start, instance.term.end)
        distance = round(far(instance, person, school), 1)
        names = {"kind": "one_more", "person": instance.people[person].code, "km": distance}
        yield ground.changed(replace(instance, services=(*instance.services, service))), names


WAYS: tuple[Callable[[Ground], Iterator[tuple[Ground, dict[str, Any]]]], ...] = (
    more_a_week,
    open_period,
    one_hall,
    stand_ins,
    one_more_person,
)


def with_school(ground: Ground, facts: Any) -> Ground:
    """The ground with other facts of its school."""
    schools, place = ground.instance.schools, ground.school
    return ground.changed(replace(ground.instance, schools=(*schools[:place], facts, *schools[place + 1 :])))


def more_by_substitutes(ground: Ground) -> list[dict[str, Any]]:
    """Lessons of appointees that substitutes take over, so that the appointees have time; the plan never does so."""
    if not ground.instance.term.substitutes:
        return []
    lessons = extended_by(PlacingBySubstitutes, Flow, ground)
    more = count_substitutes(lessons) - count_substitutes(ground.lessons)
    return [named(ground, lessons, {"kind": "more_by_substitutes", "lessons": more})]


def count_substitutes(lessons: Lessons) -> int:
    """How many lessons substitutes give."""
    return sum(one.substitute for one in lessons)


def extended(ground: Ground) -> list[Taught]:
    """The lessons with all that can be added to them, appointees keeping theirs."""
    return extended_by(Placing, AppointeesFirst, ground)


def extended_by(way: type[Placing], numbers: type[Flow], ground: Ground) -> list[Taught]:
    """The lessons with all that can be added in this way, this school first; unchanged where a rule would break."""
    placing = way(ground.instance, ground.lessons)
    flow = numbers(placing.serving, ground.lessons)
    for place in (ground.school, *(one for one in ground.schools if one != ground.school)):
        own = [one for one in ground.lessons if one.school == place]
        lack = lack_of(ground.instance, place, own)
        for number in range(lack.lessons):
            # The flow knows at once what is impossible, so that only what may be possible is tried.
            if not (flow.add_one(place) and placing.add(place, lack.rest.group(number))):
                break
    lessons = placing.lessons()
    return lessons if not faults(ground.instance, lessons) else list(ground.lessons)


def named(ground: Ground, lessons: Lessons, facts: dict[str, Any]) -> dict[str, Any]:
    """A remedy: its facts, what this school gains and what is missing then, and what the others gain."""
    before, now = (missing(ground, of, [ground.school]) for of in (ground.lessons, lessons))
    others = [one for one in ground.schools if one != ground.school]
    there_before, there_now = (missing(ground, of, others) for of in (ground.lessons, lessons))
    return {
        **facts,
        "hours": before[0] - now[0],
        "classes": before[1] - now[1],
        "hours_left": now[0],
        "classes_left": now[1],
        "hours_elsewhere": there_before[0] - there_now[0],
        "classes_elsewhere": there_before[1] - there_now[1],
        "gained": before[0] + before[1] > now[0] + now[1],
    }


def missing(ground: Ground, lessons: Lessons, schools: Iterable[int]) -> tuple[int, int]:
    """The hours and the classes that these schools lack."""
    found = [lack_of(ground.instance, place, [one for one in lessons if one.school == place]) for place in schools]
    return sum(one.hours for one in found), sum(len(one.classes) for one in found)


def worth_naming(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each kind the best, and of the people to appoint the nearest besides; nothing is named twice."""
    kept: list[dict[str, Any]] = []
    for kind in dict.fromkeys(one["kind"] for one in found):
        own = [one for one in found if one["kind"] == kind]
        best = min(own, key=lambda one: (one["hours_left"], one["classes_left"]))
        kept += own if kind == "more_a_week" else [one for one in own if one is best or one is own[0]]
    return kept
