"""From lost lessons to what can become of them: a quick look at their schools, then where needed one around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from course.planning.repair.queries import Ground, Span, read_ground, schools_around, terms_with
from course.planning.solver.instance import Instance, moment_of
from course.planning.solver.repair import Answer, away, full_repair, quick_repair
from course.roster.models import Term
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Lost:
    """A lost lesson, what can become of it, and the rows that the answer speaks of."""

    lesson: Lesson
    ground: Ground
    answer: Answer

    @property
    def instance(self) -> Instance:
        """The plain values that the answer speaks of."""
        return self.ground.instance


def find(lessons: Sequence[Lesson], span: Span | None, today: date) -> list[Lost]:
    """What can become of the lost lessons of one person, those of a term together; new places lie after ``today``."""
    found: list[Lost] = []
    for term in terms_with([lesson.start.date() for lesson in lessons]):
        of_term = [lesson for lesson in lessons if term.start <= lesson.start.date() <= term.end]
        found += find_in(term, of_term, span, today) if of_term else ()
    return found


def find_in(term: Term, lessons: Sequence[Lesson], span: Span | None, today: date) -> Iterator[Lost]:
    """What can become of the lost lessons of a term."""
    schools, first = sorted({lesson.school_id for lesson in lessons}), today + timedelta(days=1)
    rows = {lesson.id: lesson for lesson in lessons}
    ground = with_absence(read_ground(term, schools, first), lessons[0].vice_principal_id, span)
    found = quick_repair(ground.instance, ground.taught(rows))
    if found.kept < len(rows):
        around = read_ground(term, schools_around(term, schools), first)
        ground = with_absence(around, lessons[0].vice_principal_id, span)
        found = full_repair(ground.instance, ground.taught(rows), ground.movable)
    return (Lost(rows[ground.ids[answer.lesson]], ground, answer) for answer in found.answers)


def with_absence(ground: Ground, person_id: int, span: Span | None) -> Ground:
    """What is known, with a time away that nobody has entered yet."""
    if span is None:
        return ground
    seat = next(place for place, one in enumerate(ground.instance.people) if one.id == person_id)
    return replace(ground, instance=away(ground.instance, seat, moment(span.start), moment(span.end)))


def moment(at: datetime) -> int:
    """A wall-clock time as the solver counts."""
    return moment_of(at.date(), at.hour * 60 + at.minute)
