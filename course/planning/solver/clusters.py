"""Which people and schools depend on each other: counties, joined by those who serve or stand in across their borders.

Each cluster is planned by itself, so that a county gets the same plan alone and among others.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course.planning.solver.instance import Instance


def clusters(instance: Instance) -> tuple[np.ndarray, np.ndarray]:
    """The cluster of each person and of each school, as numbers from 0."""
    parents = list(range(len(instance.people) + len(instance.schools)))
    for one, other in links(instance):
        parents[root(parents, one)] = root(parents, other)
    roots = np.array([root(parents, place) for place in range(len(parents))], np.int64)
    numbers = np.unique(roots, return_inverse=True)[1] if len(roots) else roots
    return numbers[: len(instance.people)], numbers[len(instance.people) :]


def links(instance: Instance) -> Iterator[tuple[int, int]]:
    """Pairs of places that belong together; schools stand behind the people."""
    behind = len(instance.people)
    first_of_county: dict[str, int] = {}
    for place, school in enumerate(instance.schools):
        yield behind + place, behind + first_of_county.setdefault(school.region_path, place)
    for service in instance.services:
        yield service.person, behind + service.school
    first_of_station: dict[int, int] = {}
    for place, person in enumerate(instance.people if instance.term.substitutes else ()):
        yield place, first_of_station.setdefault(person.station_id, place)


def root(parents: list[int], place: int) -> int:
    """The place that stands for everything joined with this one."""
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place
