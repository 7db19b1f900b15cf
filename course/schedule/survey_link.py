"""The address of a lesson's anonymous survey, as the QR code of its deck holds it."""

from __future__ import annotations

from course import links

PURPOSE = "survey"


def survey_address(lesson_id: int) -> str:
    """The whole address of the survey of a lesson, short enough to be typed."""
    return links.address(f"/s/{links.sign_short(PURPOSE, lesson_id)}")


def surveyed_lesson(token: str) -> int | None:
    """The lesson's number that a survey's address names; None for anything else."""
    return links.read_short(PURPOSE, token)
