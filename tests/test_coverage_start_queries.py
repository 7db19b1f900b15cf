"""What waits longest in a region: five of each list, the oldest first, and nothing that does not wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import start_queries
from course.db import db
from course.schedule.models import LessonState
from tests import make
from tests.conftest import both_databases

NOW = datetime(2026, 11, 26, 9)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@both_databases
def test_the_longest_waiting_are_five_of_each_and_the_oldest_first(data: None) -> None:
    county, elsewhere = make.region("R000"), make.region("R001")
    school, far, person, theme = make.school(county), make.school(elsewhere), make.vice_principal(), make.theme()

    def lesson(start: datetime, state: LessonState, at: object = school, **given: object) -> int:
        return make.lesson(person, at, theme, start, start + HOUR, state=state, **given).id  # type: ignore[arg-type]

    late = [
        lesson(NOW - (20 - number) * DAY, LessonState.DELIVERED if number % 2 else LessonState.SCHEDULED)
        for number in range(7)
    ]
    asked = {"bureau_asked_at": make.NOW, "state": LessonState.REQUESTED}
    # The earliest lesson was asked for last.
    requested = [lesson(NOW + (9 - number) * DAY, **asked) for number in range(7)]
    for number, lesson_id in enumerate(requested):
        db.session.get_one(start_queries.Lesson, lesson_id).changed_at = make.NOW + number * HOUR
    lesson(NOW - 2 * HOUR, LessonState.DELIVERED)
    lesson(NOW + 3 * DAY + HOUR, LessonState.SCHEDULED)
    lesson(NOW + 4 * DAY + HOUR, LessonState.REQUESTED)
    lesson(NOW - 30 * DAY, LessonState.DELIVERED, far)
    db.session.commit()
    found = start_queries.backlog(Scope(Role.BUREAU, region_path=county.path), NOW)
    assert [one.id for one in found.longest] == late[:5]
    assert [one.id for one in found.gone_up] == requested[:5]
    assert (found.unconfirmed, found.unreported, found.unanswered) == (3, 4, 8)
