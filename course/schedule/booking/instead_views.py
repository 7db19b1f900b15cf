"""Page of one period that was offered instead of a lesson that will not take place: one tap asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.db import utc_now
from course.errors import Problem, RuleBroken
from course.i18n import _, local_now
from course.schedule import actions, lesson_page, queries, rules
from course.schedule.blueprint import LESSON, bp
from course.schedule.forms import Choice, parse_choice
from course.schedule.lesson_views import show_lesson
from course.schedule.models import Lesson
from course.schedule.proposal import Proposal
from course.schedule.situation_queries import Question

NOBODY = 0


@bp.get(f"/lessons/{LESSON}/instead")
@allow(Role.SCHOOL, Role.BUREAU, Role.ADMIN)
def instead(lesson_id: int) -> Any:
    """Look once more at a period that was offered, and ask for it; where it is gone, at those that are free now."""
    row = queries.lesson_in_scope(lesson_id, current_scope()) or abort(404)
    page = lesson_page.lesson_page(row, current_scope(), local_now())
    chosen = parse_choice(request.args.get("choice", ""))
    if chosen is None or not page.may_book_again:
        return show_lesson(lesson_id)
    proposal, problems = looked_at(row, chosen)
    if proposal is None or problems:
        return show_lesson(lesson_id, problems=[*problems, *others(page)])
    return render_template("schedule/instead.html", lesson=row, page=page, proposal=proposal, chosen=chosen)


def looked_at(lesson: Lesson, chosen: Choice) -> tuple[Proposal | None, Sequence[Problem]]:
    """The lesson in the period that was offered, and what stands against it by now."""
    question = Question(lesson.school, lesson.theme, tuple(lesson.classes), lesson.place)
    person = queries.vice_principal_of_school(chosen.vice_principal, lesson.school_id) or NOBODY
    try:
        proposal = actions.propose(actions.Wish(question, person, chosen.day, chosen.period), utc_now())
    except RuleBroken as broken:
        return None, broken.problems
    return proposal, rules.problems(proposal)


def others(page: lesson_page.LessonPage) -> list[Problem]:
    """What to do now that the period is gone."""
    if not (page.offer and page.offer.best):
        return []
    return [Problem("offer_stands", _("The periods below are free now."))]
