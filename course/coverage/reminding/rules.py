"""Rules of reminding: whose word a lesson waits for."""

from __future__ import annotations

from course.access.models import Role
from course.schedule.models import LessonState

# A report waits for the school alone; a lesson that nobody reported can be told of by either side.
SIDES: dict[LessonState, tuple[Role, ...]] = {
    LessonState.DELIVERED: (Role.SCHOOL,),
    LessonState.SCHEDULED: (Role.SCHOOL, Role.VICE_PRINCIPAL),
}


def owed_by(state: LessonState) -> tuple[Role, ...]:
    """The sides that may still say how a lesson of the past went; none where it is known."""
    return SIDES.get(state, ())
