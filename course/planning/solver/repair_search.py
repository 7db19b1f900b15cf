"""The search for places of several lost lessons at once: as many as can be kept, then the smallest change."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from course.planning.solver.instance import DAY, Taught
from course.planning.solver.repair_options import Place, places_for
from course.planning.solver.repair_standing import Standing, week_of

ROUNDS = 4


class Search:
    """The lessons that stand, and the places that the lost ones have found so far."""

    def __init__(self, standing: Standing, lost: Collection[Taught]) -> None:
        self.standing = standing
        self.lost = sorted(lost, key=lambda one: (one.start, one.person, one.school))
        self.places = {lesson: places_for(standing, lesson) for lesson in self.lost}
        self.seats: dict[Taught, Place] = {}
        for lesson in sorted(self.lost, key=lambda one: len(self.places[one])):
            self.seat(lesson, {lesson})
        # Alone it has its best place already.
        if len(self.lost) > 1:
            self.improve()
        self.settle()

    @property
    def left(self) -> list[Taught]:
        """The lessons without a place."""
        return [lesson for lesson in self.lost if lesson not in self.seats]

    def put(self, lesson: Taught, place: Place) -> None:
        """Give a lost lesson this place."""
        self.seats[lesson] = place
        self.standing.put(place.lesson(lesson))

    def lift(self, lesson: Taught) -> Place:
        """Take its place away again."""
        place = self.seats.pop(lesson)
        self.standing.lift(place.lesson(lesson))
        return place

    def fits(self, lesson: Taught, place: Place) -> bool:
        """Whether the place is still free."""
        return self.standing.fits(place.lesson(lesson))

    def seat(self, lesson: Taught, asked: set[Taught]) -> bool:
        """Find a place, where need be one that another lost lesson gives up for another one."""
        free = next((place for place in self.places[lesson] if self.fits(lesson, place)), None)
        if free:
            self.put(lesson, free)
        return free is not None or any(self.seat_in_turn(lesson, place, asked) for place in self.places[lesson])

    def seat_in_turn(self, lesson: Taught, place: Place, asked: set[Taught]) -> bool:
        """Take this place if a lost lesson that stands in the way finds another one."""
        for other in list(self.in_the_way(lesson, place, asked)):
            given_up = self.lift(other)
            if self.fits(lesson, place):
                self.put(lesson, place)
                asked.add(other)
                if self.seat(other, asked):
                    return True
                self.lift(lesson)
            self.put(other, given_up)
        return False

    def in_the_way(self, lesson: Taught, place: Place, asked: set[Taught]) -> Iterator[Taught]:
        """The lost lessons whose places may stand in the way of this one, and that were not asked yet."""
        for other, seat in self.seats.items():
            same_week = seat.person == place.person and week_of(seat.start) == week_of(place.start)
            same_day = other.school == lesson.school and seat.start // DAY == place.start // DAY
            if other not in asked and (same_week or same_day):
                yield other

    def improve(self) -> None:
        """Let each lesson take its best place, given the others, until none changes any more."""
        for _round in range(ROUNDS):
            if sum(self.reseat(lesson) for lesson in list(self.seats)) == 0:
                return

    def settle(self) -> None:
        """What finds no place stays where it is, with its class and its hall; who counted on them looks again."""
        staying = self.left
        while staying:
            for lesson in staying:
                self.standing.keep_place(lesson)
            staying = [lesson for lesson in list(self.seats) if not self.still_fits(lesson)]

    def still_fits(self, lesson: Taught) -> bool:
        """Whether a lesson keeps its place or finds another one."""
        place = self.lift(lesson)
        if not self.fits(lesson, place):
            self.places[lesson] = places_for(self.standing, lesson)
            place = next(iter(self.places[lesson]), None)
        if place is not None:
            self.put(lesson, place)
        return place is not None

    def reseat(self, lesson: Taught) -> bool:
        """Give a lesson the best place that is free now; whether it is another one than before."""
        before = self.lift(lesson)
        self.places[lesson] = places_for(self.standing, lesson)
        self.put(lesson, self.places[lesson][0])
        return self.seats[lesson].lesson(lesson) != before.lesson(lesson)
