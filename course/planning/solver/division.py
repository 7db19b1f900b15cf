"""Cutting an instance along its counties: those that share no people are looked at apart.

Many counties are read and planned together, because that is quicker; what is then said of each is said as if it had
been read alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from course.planning.solver.instance import Draft, Instance, Spans, Taught

MOST_COUNTIES_A_CHUNK = 10
Times = Mapping[int, Sequence[tuple[int, int]]]


def joined(nodes: Iterable[Hashable], edges: Iterable[tuple[Hashable, Hashable]]) -> list[list[Hashable]]:
    """The nodes that hang together, in the order of their first ones; an edge may pass through what is no node."""
    parent: dict[Hashable, Hashable] = {}

    def root(one: Hashable) -> Hashable:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for here, there in edges:
        parent[root(here)] = root(there)
    groups: dict[Hashable, list[Hashable]] = defaultdict(list)
    for node in nodes:
        groups[root(node)].append(node)
    return list(groups.values())


def chunks(groups: Iterable[Sequence[str]], most: int = MOST_COUNTIES_A_CHUNK) -> list[list[Sequence[str]]]:
    """Groups of counties in chunks of at most so many counties; a group is never torn apart."""
    found: list[list[Sequence[str]]] = []
    room = 0
    for group in groups:
        if not found or room < len(group):
            found.append([])
            room = most
        found[-1].append(group)
        room -= len(group)
    return found


@dataclass(frozen=True)
class Piece:
    """The instance of some counties, cut out of a larger one, and the new places of its people and schools."""

    instance: Instance
    seats: Mapping[int, int]
    places: Mapping[int, int]

    def own(self, draft: Draft) -> Draft:
        """Its share of a draft of the larger instance."""
        planned = set(self.instance.planned_schools)
        lessons = (one for one in moved(draft.lessons, self.seats, self.places) if one.school in planned)
        bounds = {self.places[old]: bound for old, bound in draft.bounds.items() if self.places.get(old) in planned}
        return Draft(tuple(lessons), bounds)


def divided(instance: Instance, groups: Iterable[Collection[str]]) -> list[Piece]:
    """The piece of each of these groups of counties, each given by the paths of its counties."""
    absences, blackouts = by_owner(instance.absences), by_owner(instance.blackouts)
    return [cut(instance, frozenset(paths), absences, blackouts) for paths in groups]


def by_owner(spans: Spans) -> Times:
    """The times of each owner, in their order."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for owner, start, end in zip(spans.owners, spans.starts, spans.ends, strict=True):
        found[owner].append((start, end))
    return found


def cut(instance: Instance, paths: frozenset[str], absences: Times, blackouts: Times) -> Piece:
    """The schools of these counties with their people, and where those serve and teach, too."""
    planned = [place for place in instance.planned_schools if instance.schools[place].region_path in paths]
    people = people_of(instance, paths, frozenset(planned))
    others = {one.school for one in (*instance.services, *instance.held) if one.person in people}
    schools = sorted({*planned, *others})
    seats = {old: new for new, old in enumerate(sorted(people))}
    places = {old: new for new, old in enumerate(schools)}
    own = replace(
        instance,
        schools=tuple(instance.schools[old] for old in schools),
        people=tuple(instance.people[old] for old in seats),
        services=tuple(moved(instance.services, seats, places)),
        held=tuple(moved(instance.held, seats, places)),
        absences=spans_of(absences, seats),
        blackouts=spans_of(blackouts, {-1: -1, **places}),
        planned_schools=tuple(places[old] for old in planned),
    )
    return Piece(own, seats, places)


def people_of(instance: Instance, paths: frozenset[str], planned: frozenset[int]) -> frozenset[int]:
    """Who serves these schools or has a lesson there, their stations, and who is at home in these counties."""
    serving = {one.person for one in instance.services if one.school in planned}
    stations = {instance.people[person].station_id for person in serving}
    near = {
        place
        for place, one in enumerate(instance.people)
        if one.station_id in stations or inside(one.region_path, paths)
    }
    return frozenset(near | {one.person for one in instance.held if one.school in planned})


def inside(region_path: str, paths: frozenset[str]) -> bool:
    """Whether a region is one of these, or below one."""
    return region_path in paths or any(region_path.startswith(f"{path}/") for path in paths)


def moved(rows: Iterable, seats: Mapping[int, int], places: Mapping[int, int]) -> Iterable:
    """Appointments or lessons with the new places of their people and schools; those of others are left out."""
    for one in rows:
        if one.person in seats and one.school in places:
            yield replace(one, person=seats[one.person], school=places[one.school])


def spans_of(times: Times, owners: Mapping[int, int]) -> Spans:
    """The times of these owners, by their new places."""
    rows = [(new, start, end) for old, new in owners.items() for start, end in times.get(old, ())]
    return Spans(*([row[column] for row in rows] for column in range(3)))


def lessons_of(instance: Instance, lessons: Iterable[Taught], path: str) -> list[Taught]:
    """The lessons at the schools of one county."""
    return [one for one in lessons if instance.schools[one.school].region_path == path]


def view_of(instance: Instance, path: str) -> Instance:
    """The same instance, with the schools of one county to be planned."""
    planned = tuple(place for place in instance.planned_schools if instance.schools[place].region_path == path)
    return instance if planned == instance.planned_schools else replace(instance, planned_schools=planned)
