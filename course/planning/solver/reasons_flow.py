"""What a plan gives as a flow from people to schools: can a school get one lesson more, and if not, what proves it?

The search starts at a school that lacks a lesson and follows who could come there if somebody else
went to where they go now.  It ends either with a person who has room, or with a set of schools whose
people give all that they can: those numbers are the proof.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from course.planning.solver.instance import Taught
from course.planning.solver.reasons_offers import Offer, Serving, offers_of
from course.planning.solver.reasons_time import Week


@dataclass(frozen=True)
class Cut:
    """Schools that cannot get more, the people who can come there, and the most that each of them can give."""

    schools: tuple[int, ...]
    gives: Mapping[int, int]
    weeks: Mapping[int, int]

    @property
    def most(self) -> int:
        """The most lessons that these schools can get."""
        return sum(self.gives.values())


@dataclass
class Giving:
    """An offer and what the plan takes of it, by school."""

    offer: Offer
    taken: dict[int, int] = field(default_factory=dict)

    @property
    def has_room(self) -> bool:
        """Whether the person can give a lesson more."""
        return sum(self.taken.values()) < self.offer.most

    def takes(self, school: int) -> bool:
        """Whether a school could get a lesson more of it in place of another."""
        return self.taken.get(school, 0) < self.offer.limits.get(school, 0)


class Flow:
    """The lessons of a plan, person by person; people are looked at when the search comes to them."""

    def __init__(self, serving: Serving, lessons: Sequence[Taught]) -> None:
        self.serving = serving
        self.lessons: dict[int, list[tuple[Week, int]]] = {}
        for one in lessons:
            self.lessons.setdefault(one.person, []).append((one.day.isocalendar()[:2], one.school))
        self.of_person: dict[int, list[Giving]] = {}

    def givings(self, person: int) -> list[Giving]:
        """What a person can give and gives."""
        if person not in self.of_person:
            offers, of_week = offers_of(self.serving, person, self.serving.schools_of[person], self.serving.free)
            found = [Giving(one) for one in offers]
            for week, school in self.lessons.get(person, ()):
                if week in of_week:
                    taken = found[of_week[week]].taken
                    taken[school] = taken.get(school, 0) + 1
            self.of_person[person] = found
        return self.of_person[person]

    def add_one(self, school: int) -> bool:
        """Let a school get one lesson more, others being taught by somebody else, if the numbers allow it."""
        came_from, last = self.search(school)
        if last is None:
            return False
        giving, place = last
        while True:
            giving.taken[place] = giving.taken.get(place, 0) + 1
            if came_from[place] is None:
                return True
            giving, before = came_from[place]
            giving.taken[place] -= 1
            place = before

    def search(self, school: int) -> tuple[dict[int, tuple[Giving, int] | None], tuple[Giving, int] | None]:
        """The schools reached, each with the person through whom; and the one with room, if there is one."""
        came_from: dict[int, tuple[Giving, int] | None] = {school: None}
        waiting = deque([school])
        while waiting:
            place = waiting.popleft()
            for giving in self.coming(place):
                if giving.has_room:
                    return came_from, (giving, place)
                for other, count in giving.taken.items():
                    if count > 0 and other not in came_from:
                        came_from[other] = (giving, place)
                        waiting.append(other)
        return came_from, None

    def coming(self, school: int) -> Iterable[Giving]:
        """Who could give this school a lesson more if they had the time."""
        people = self.serving.people_of[school]
        return (one for person in people for one in self.givings(person) if one.takes(school))

    def cut_at(self, school: int) -> Cut:
        """The proof that a school can get no lesson more."""
        schools = sorted(self.search(school)[0])
        gives: dict[int, int] = {}
        weeks: dict[int, int] = {}
        for person in dict.fromkeys(person for place in schools for person in self.serving.people_of[place]):
            for giving in self.givings(person):
                most = giving.offer.at(schools)
                gives[person] = gives.get(person, 0) + most
                weeks[person] = weeks.get(person, 0) + (giving.offer.weeks if most else 0)
        return Cut(tuple(schools), gives, weeks)
