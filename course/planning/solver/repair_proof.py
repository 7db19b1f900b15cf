"""Why a lost lesson cannot be kept: a flow of lessons over the days and weeks of people, and its smallest cut.

All coming lessons of the schools that may be arranged anew flow to the days on which people may
come and from there to their weeks.  Where one more lesson finds no way, the schools and weeks that
the search reached are the proof: so many lessons need them, and there is room for one fewer.  The
flow knows neither classes nor halls nor ways, so what it proves holds whatever else is arranged.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from itertools import pairwise

from course.planning.solver.instance import DAY, Taught, moment_of
from course.planning.solver.repair_standing import DAYS_BEFORE_MONDAY, Standing, week_of

Node = tuple[str, int, int]
SINK: Node = ("sink", 0, 0)


@dataclass(frozen=True, slots=True)
class Room:
    """What one person can still give of the lessons of a proof: so many lessons, in so many weeks."""

    person: int
    weeks: int
    a_week: int
    lessons: int


@dataclass(frozen=True, slots=True)
class Proof:
    """``lessons`` are needed, this one among them, and ``rooms`` hold one fewer, however they are arranged.

    Where ``elsewhere_stays``, that holds as long as the lessons of schools farther away stay where they are.
    Without a cut, ``lessons`` is 0: then each of the ``places`` was tried, also with one other lesson giving way.
    """

    lessons: int = 0
    rooms: tuple[Room, ...] = ()
    places: int = 0
    elsewhere_stays: bool = False

    @property
    def room(self) -> int:
        """How many of the lessons can be given at most."""
        return sum(room.lessons for room in self.rooms)


def proof_for(standing: Standing, lost: Taught, arranged_anew: Collection[Taught]) -> Proof:
    """Why there is no place for a lost lesson; ``arranged_anew`` may all be anywhere else."""
    openings = (standing.openings(lost.school, person) for person in standing.people_at(lost.school))
    places = sum(len(bells) for days in openings for bells in days.values())
    planned = [one for one in arranged_anew if one.school in standing.instance.planned_schools]
    for arranged in (arranged_anew, planned):
        flow = Flow(standing, lost, arranged)
        reached = flow.reached()
        if SINK not in reached:
            elsewhere_stays = len(arranged) < len(arranged_anew)
            return Proof(flow.lessons_at(reached), tuple(flow.rooms(reached)), places, elsewhere_stays)
    return Proof(places=places)


class Flow:
    """The lessons as they stand, as a flow from schools to the days of people, to their weeks, to the sink."""

    def __init__(self, standing: Standing, lost: Taught, arranged_anew: Collection[Taught]) -> None:
        self.standing, self.lost = standing, lost
        planned = set(standing.instance.planned_schools)
        self.arranged = [one for one in arranged_anew if one.school in planned and stands_at_an_opening(standing, one)]
        # Who stands elsewhere may be taught by others there: no proof counts on it.
        self.fixed = Standing(standing.known, standing.without(arranged_anew))
        self.limits: dict[tuple[Node, Node], int] = {}
        self.flows: Counter[tuple[Node, Node]] = Counter()
        self.ways: dict[Node, list[Node]] = defaultdict(list)
        for school in {lost.school, *(one.school for one in self.arranged)}:
            self.add_school(school)
        for lesson in self.arranged:
            self.flows.update(pairwise(way_of(lesson.school, lesson.person, lesson.start)))

    def add_school(self, school: int) -> None:
        """The days on which somebody may come to a school, and how many lessons each of them can hold."""
        for person in self.standing.people_at(school):
            facts = self.standing.instance.people[person]
            for day, bells in self.standing.openings(school, person).items():
                midnight = moment_of(day)
                taken = len(self.fixed.of_person[person, midnight // DAY])
                limits = (len(bells), facts.max_lessons_day - taken, self.room_of_week(person, midnight))
                for edge, limit in zip(pairwise(way_of(school, person, midnight)), limits, strict=True):
                    self.add_edge(*edge, max(0, limit))

    def room_of_week(self, person: int, moment: int) -> int:
        """How many lessons of a week are not taken by those that stay."""
        most = self.standing.instance.people[person].max_lessons_week
        return most - self.fixed.weeks[person, week_of(moment)]

    def add_edge(self, start: Node, end: Node, limit: int) -> None:
        """A way, in both directions, so that the search can also take flow back."""
        if (start, end) not in self.limits:
            self.ways[start].append(end)
            self.ways[end].append(start)
            self.limits[start, end] = limit

    def reached(self) -> set[Node]:
        """The nodes to which one more lesson of the school could flow."""
        first = ("school", self.lost.school, 0)
        reached, waiting = {first}, deque([first])
        while waiting:
            node = waiting.popleft()
            for other in self.ways[node]:
                if other not in reached and self.is_open(node, other):
                    reached.add(other)
                    waiting.append(other)
        return reached

    def is_open(self, start: Node, end: Node) -> bool:
        """Whether there is room forward, or flow to take back."""
        limit = self.limits.get((start, end))
        return self.flows[end, start] > 0 if limit is None else self.flows[start, end] < limit

    def lessons_at(self, reached: Set[Node]) -> int:
        """The lessons of the schools that were reached, the lost one among them."""
        return 1 + sum(("school", one.school, 0) in reached for one in self.arranged)

    def rooms(self, reached: Set[Node]) -> Iterator[Room]:
        """For each person what the full ways out of the reached nodes can hold."""
        weeks: dict[int, set[int]] = defaultdict(set)
        lessons: Counter[int] = Counter()
        for (start, end), limit in self.limits.items():
            if start in reached and end not in reached and limit:
                person, moment = person_and_moment(start, end)
                weeks[person].add(week_of(moment))
                lessons[person] += limit
        for person in sorted(lessons):
            a_week = self.standing.instance.people[person].max_lessons_week
            yield Room(person, len(weeks[person]), a_week, lessons[person])


def way_of(school: int, person: int, moment: int) -> tuple[Node, Node, Node, Node]:
    """The way of one lesson: its school, the day of a person, the week of that person, the sink."""
    monday = (week_of(moment) * 7 - DAYS_BEFORE_MONDAY) * DAY
    return ("school", school, 0), ("day", person, moment // DAY * DAY), ("week", person, monday), SINK


def person_and_moment(start: Node, end: Node) -> tuple[int, int]:
    """Whose day or week the limit between two nodes is."""
    _kind, person, moment = end if start[0] == "school" else start
    return person, moment


def stands_at_an_opening(standing: Standing, lesson: Taught) -> bool:
    """Whether a lesson could be planned where it is."""
    bells = standing.openings(lesson.school, lesson.person).get(lesson.day, ())
    return any(moment_of(lesson.day, bell.start) == lesson.start for bell in bells)
