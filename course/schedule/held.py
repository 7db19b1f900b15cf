"""What the schedule holds about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.i18n import _l
from course.schedule.models import CalendarFeed, Lesson, LessonChange, WaitingPlace

PERSON = ("vice_principal_id",)

HELD += [
    Held(Lesson, _l("Lessons"), of_user=("requested_by_id",), of_person=PERSON),
    Held(LessonChange, _l("Changes of lessons"), of_user=("user_id",), named=("actor",)),
    Held(WaitingPlace, _l("Waiting list"), of_user=("created_by_id",), of_person=PERSON),
    Held(
        CalendarFeed,
        _l("Calendar addresses"),
        of_user=("user_id",),
        of_person=PERSON,
        hidden=("token_hash",),
        removed=True,
    ),
]
