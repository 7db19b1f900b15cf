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

# A school that needs a lesson, and whether only an appointee may give it.
State = tuple[int, bool]


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
        giving, state = last
        while True:
            giving.taken[state[0]] = giving.taken.get(state[0], 0) + 1
            step = came_from[state]
            if step is None:
                return True
            giving, before = step
            giving.taken[state[0]] -= 1
            state = before

    def search(self, school: int) -> tuple[dict[State, tuple[Giving, State] | None], tuple[Giving, State] | None]:
        """The schools reached, each with the person through whom; and the one with room, if there is one."""
        came_from: dict[State, tuple[Giving, State] | None] = {(school, False): None}
        waiting = deque(came_from)
        while waiting:
            state = waiting.popleft()
            for giving in self.coming(state):
                if giving.has_room:
                    return came_from, (giving, state)
                for other, count in giving.taken.items():
                    after = self.state_after(giving, other)
                    if count > 0 and after not in came_from:
                        came_from[after] = (giving, state)
                        waiting.append(after)
        return came_from, None

    def reached(self, school: int) -> list[int]:
        """The schools that would have to share for one of them to get a lesson more."""
        return sorted({place for place, _ in self.search(school)[0]})

    def state_after(self, giving: Giving, school: int) -> State:
        """A school whose lesson is given up: anybody may give it instead."""
        return school, False

    def coming(self, state: State) -> Iterable[Giving]:
        """Who could give this school a lesson more if they had the time."""
        school, by_appointees = state
        people = self.serving.people_of[school]
        if by_appointees:
            people = [one for one in people if self.serving.is_appointed(one, school)]
        return (one for person in people for one in self.givings(person) if one.takes(school))

    def cut_at(self, school: int) -> Cut:
        """The proof that a school can get no lesson more."""
        schools = self.reached(school)
        gives: dict[int, int] = {}
        weeks: dict[int, int] = {}
        for person in dict.fromkeys(person for place in schools for person in self.serving.people_of[place]):
            for giving in self.givings(person):
                most = giving.offer.at(schools)
                gives[person] = gives.get(person, 0) + most
                weeks[person] = weeks.get(person, 0) + (giving.offer.weeks if most else 0)
        return Cut(tuple(schools), gives, weeks)


class AppointeesFirst(Flow):
    """The same where a lesson of an appointee that is given up must be given by an appointee."""

    def state_after(self, giving: Giving, school: int) -> State:
        """A school whose lesson is given up: anybody may give it instead of a substitute, else an appointee."""
        return school, self.serving.is_appointed(giving.offer.person, school)
