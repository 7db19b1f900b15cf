"""The search for places of several lost lessons at once: as many as can be kept, then the smallest change."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from course.planning.solver.instance import DAY, Taught
from course.planning.solver.repair_options import Option, options_for
from course.planning.solver.repair_standing import Standing, week_of

ROUNDS = 4


class Search:
    """The lessons that stand, and the places that the lost ones have found so far."""

    def __init__(self, standing: Standing, lost: Collection[Taught]) -> None:
        self.standing = standing
        self.lost = sorted(lost, key=lambda one: (one.start, one.person, one.school))
        self.options = {lesson: options_for(standing, lesson) for lesson in self.lost}
        self.seats: dict[Taught, Option] = {}
        for lesson in sorted(self.lost, key=lambda one: len(self.options[one])):
            self.seat(lesson, {lesson})
        self.improve()

    @property
    def left(self) -> list[Taught]:
        """The lessons without a place."""
        return [lesson for lesson in self.lost if lesson not in self.seats]

    def put(self, lesson: Taught, option: Option) -> None:
        """Give a lost lesson this place."""
        self.seats[lesson] = option
        self.standing.put(option.after)

    def lift(self, lesson: Taught) -> Option:
        """Take its place away again."""
        option = self.seats.pop(lesson)
        self.standing.lift(option.after)
        return option

    def seat(self, lesson: Taught, asked: set[Taught]) -> bool:
        """Find a place, where need be one that another lost lesson gives up for another one."""
        for option in self.options[lesson]:
            if self.standing.fits(option.after):
                self.put(lesson, option)
                return True
        return any(self.seat_in_turn(lesson, option, asked) for option in self.options[lesson])

    def seat_in_turn(self, lesson: Taught, option: Option, asked: set[Taught]) -> bool:
        """Take this place if a lost lesson that stands in the way finds another one."""
        for other in list(self.in_the_way(option.after, asked)):
            given_up = self.lift(other)
            if self.standing.fits(option.after):
                self.put(lesson, option)
                asked.add(other)
                if self.seat(other, asked):
                    return True
                self.lift(lesson)
            self.put(other, given_up)
        return False

    def in_the_way(self, place: Taught, asked: set[Taught]) -> Iterator[Taught]:
        """The lost lessons whose places may stand in the way of this one, and that were not asked yet."""
        for lesson, option in self.seats.items():
            seat = option.after
            same_week = seat.person == place.person and week_of(seat.start) == week_of(place.start)
            same_day = seat.school == place.school and seat.start // DAY == place.start // DAY
            if lesson not in asked and (same_week or same_day):
                yield lesson

    def improve(self) -> None:
        """Let each lesson take its best place, given the others, until none changes any more."""
        for _round in range(ROUNDS):
            if sum(self.reseat(lesson) for lesson in list(self.seats)) == 0:
                return

    def reseat(self, lesson: Taught) -> bool:
        """Give a lesson the best place that is free now; whether it is another one than before."""
        before = self.lift(lesson)
        self.options[lesson] = options_for(self.standing, lesson)
        self.put(lesson, self.options[lesson][0])
        return self.seats[lesson].moves != before.moves
