"""The two addresses of a lesson's survey: before and after it; a token of one opens only that one."""

from __future__ import annotations

from course import links
from course.delivery.models import Moment
from course.schedule.survey_link import PURPOSE

PURPOSES = {Moment.AFTER: PURPOSE, Moment.BEFORE: f"{PURPOSE}.before"}


def survey_address(lesson_id: int, moment: Moment) -> str:
    """The whole address of the questions before or after a lesson."""
    return links.address(f"/s/{links.sign_short(PURPOSES[moment], lesson_id)}")


def read_survey_token(token: str) -> tuple[int, Moment] | None:
    """The lesson and the moment that we once signed; None for anything else."""
    for moment, purpose in PURPOSES.items():
        lesson_id = links.read_short(purpose, token)
        if lesson_id is not None:
            return lesson_id, moment
    return None
