"""A lost lesson takes the place of another one, which finds a new place: a chain of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from course.planning.solver.instance import DAY, Taught, moment_of
from course.planning.solver.repair_options import Move, Option, Step, places_for
from course.planning.solver.repair_standing import Standing, moved, week_of


def swaps_for(standing: Standing, lost: Taught, others: Iterable[Taught]) -> list[Option]:
    """Every way to keep a lost lesson by which one of the other lessons gives way, the best first."""
    places = list(all_places(standing, lost))
    found: list[Option] = []
    for other in sorted(others, key=lambda one: (one.start, one.person, one.school)):
        wanted = [place for place in places if may_be_blocked_by(place, other)]
        standing.lift(other)
        free = [place for place in wanted if standing.fits(place)]
        if free:
            found += give_way(standing, lost, other, free)
        standing.put(other)
    return sorted(found, key=lambda option: option.rank)


def all_places(standing: Standing, lost: Taught) -> Iterator[Taught]:
    """Every opening of a lesson, whatever stands there."""
    for person in standing.people_at(lost.school):
        for day, bells in standing.openings(lost.school, person).items():
            substitute = not standing.serves(person, lost.school, day)
            yield from (moved(lost, person, moment_of(day), bell, substitute) for bell in bells)


def may_be_blocked_by(place: Taught, other: Taught) -> bool:
    """Whether a place could be free only where the other lesson goes away."""
    same_week = place.person == other.person and week_of(place.start) == week_of(other.start)
    return same_week or (place.school == other.school and place.start // DAY == other.start // DAY)


def give_way(standing: Standing, lost: Taught, other: Taught, free: Iterable[Taught]) -> Iterator[Option]:
    """For each place that the other lesson leaves free, the best new place of that lesson."""
    before = cost_together(standing, lost, other)
    places = (place.lesson(other) for place in places_for(standing, other))
    elsewhere = [place for place in places if not is_where_it_was(place, other)]
    for place in free:
        standing.put(place)
        new = next((one for one in elsewhere if standing.fits(one)), None)
        standing.lift(place)
        if new:
            cost = cost_together(standing, place, new) - before
            yield Option(Step.SWAP, (Move(lost, place), Move(other, new)), cost)


def cost_together(standing: Standing, one: Taught, other: Taught) -> float:
    """What two lessons add to the soft cost of those that stand."""
    cost = standing.cost_of(one)
    standing.put(one)
    cost += standing.cost_of(other)
    standing.lift(one)
    return cost


def is_where_it_was(place: Taught, lesson: Taught) -> bool:
    """Whether nothing would change."""
    return (place.person, place.start) == (lesson.person, lesson.start)
