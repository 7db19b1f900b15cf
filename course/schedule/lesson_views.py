"""The page of one lesson, also as the answer to a button that was refused."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases.laws.recall_queries import superseded_for
from course.cases.masters import queries as master_queries
from course.i18n import local_now
from course.schedule import lesson_page, queries
from course.schedule.blueprint import LESSON, bp


@bp.get(f"/lessons/{LESSON}")
@allow(*Role)
def lesson(lesson_id: int) -> Any:
    """One lesson: when, where, what, how it stands and what comes next."""
    return show_lesson(lesson_id)


def show_lesson(lesson_id: int, *, status: int = 200, **given: Any) -> Any:
    """The page of a lesson, with the problems of a button that was refused."""
    row = queries.lesson_in_scope(lesson_id, current_scope()) or abort(404)
    page = lesson_page.lesson_page(row, current_scope(), local_now(), seen=given.pop("seen", None))
    designs = master_queries.offered([row.region_path]) if row.case and page.has_deck else []
    recalled = superseded_for(current_user_row().id, lesson_id=row.id)
    shown = {"lesson": row, "page": page, "designs": designs, "recalled": recalled}
    return render_template("schedule/lesson.html", **shown, **given), status
