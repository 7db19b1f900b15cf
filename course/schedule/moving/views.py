"""Pages that change an agreed lesson without calling it off: another time, a substitute, an exchange."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import db, forget_writing, utc_now
from course.errors import Problem, RuleBroken
from course.i18n import _, local_now
from course.schedule import queries, state_rules
from course.schedule.blueprint import LESSON, bp
from course.schedule.forms import ExchangeForm, HandOverForm, MoveForm, parse_day
from course.schedule.lesson_views import show_lesson
from course.schedule.models import Lesson
from course.schedule.moving import actions as move_actions
from course.schedule.moving import page as move_page
from course.schedule.moving import queries as move_queries

HANDING_OVER = (Role.VICE_PRINCIPAL, Role.STATION, Role.BUREAU, Role.ADMIN)
OUTDATED = "form_is_fresh"


@bp.get(f"/lessons/{LESSON}/move")
@allow(*Role)
def move_choices(lesson_id: int) -> Any:
    """The free periods into which a lesson could go."""
    return show_move(lesson_id)


@bp.post(f"/lessons/{LESSON}/move")
@allow(*Role)
def move(lesson_id: int) -> Any:
    """Move the lesson into the period that was tapped."""
    (row,) = rows_to_change(lesson_id)
    form = MoveForm()
    if not form.validate_on_submit():
        return show_move(lesson_id, problems_of(form), 422)
    chosen = form.chosen
    wanted = move_actions.Move(row, row.vice_principal_id, chosen.day, chosen.period, form.sequence.data)
    try:
        move_actions.move(wanted, user=current_user_row(), now=utc_now(), clock=local_now())
    except RuleBroken as broken:
        return refused(broken, lesson_id, form.sequence.data) or show_move(lesson_id, broken.problems, 409)
    return done(lesson_id, moved_words(row))


@bp.get(f"/lessons/{LESSON}/hand-over")
@allow(*HANDING_OVER)
def hand_over_choices(lesson_id: int) -> Any:
    """Who could give the lesson instead, at its time."""
    return show_hand_over(lesson_id)


@bp.post(f"/lessons/{LESSON}/hand-over")
@allow(*HANDING_OVER)
def hand_over(lesson_id: int) -> Any:
    """Give the lesson to the substitute who was tapped."""
    (row,) = rows_to_change(lesson_id)
    form = HandOverForm()
    person = next((one for one in move_queries.stand_ins(row) if one.code == form.vice_principal.data), None)
    if not form.validate_on_submit() or person is None:
        return show_hand_over(lesson_id, [*problems_of(form), nobody_chosen()], 422)
    wanted = move_actions.Move(row, person.id, row.start.date(), row.period or 0, form.sequence.data)
    try:
        move_actions.move(wanted, user=current_user_row(), now=utc_now(), clock=local_now())
    except RuleBroken as broken:
        return refused(broken, lesson_id, form.sequence.data) or show_hand_over(lesson_id, broken.problems, 409)
    return done(lesson_id, _("%(name)s now gives this lesson and was told.", name=person.name))


@bp.get(f"/lessons/{LESSON}/exchange")
@allow(*Role)
def exchange_choices(lesson_id: int) -> Any:
    """The lessons with which this one could change places."""
    return show_exchange(lesson_id)


@bp.post(f"/lessons/{LESSON}/exchange")
@allow(*Role)
def exchange(lesson_id: int) -> Any:
    """Let the two lessons change places."""
    form = ExchangeForm()
    if not form.validate_on_submit():
        return show_exchange(lesson_id, problems_of(form), 422)
    other_id, other_sequence = form.chosen
    rows = {row.id: row for row in rows_to_change(lesson_id, other_id)}
    one, other = rows[lesson_id], rows[other_id]
    given = {"user": current_user_row(), "now": utc_now(), "clock": local_now()}
    try:
        move_actions.swap(one, other, (form.sequence.data, other_sequence), **given)
    except RuleBroken as broken:
        return refused(broken, lesson_id, form.sequence.data) or show_exchange(lesson_id, broken.problems, 409)
    return done(lesson_id, _("The two lessons have changed places. Everybody concerned was told."))


def rows_to_change(*lesson_ids: int) -> list[Lesson]:
    """These lessons, locked; 404 where one of them is not this person's to change.

    Who gave a lesson until somebody was faster to hand it over is told so.
    """
    rows = queries.lessons_to_change(lesson_ids, current_scope())
    if not len(rows) == len(set(lesson_ids)) == len(lesson_ids):
        abort(make_response(handed_over(lesson_ids)) if lost(lesson_ids) else 404)
    return rows


def lost(lesson_ids: Sequence[int]) -> bool:
    """Whether one of these lessons was this person's until it was handed over."""
    return any(queries.was_handed_over(lesson_id, current_scope()) for lesson_id in lesson_ids)


def handed_over(lesson_ids: Sequence[int]) -> Any:
    """The lesson as it stands now, said to whoever gave it before."""
    problem = Problem("form_is_fresh", _("Somebody else gives this lesson now. See below how it stands."))
    return show_lesson(lesson_ids[0], problems=[problem], status=409)


def done(lesson_id: int, words: str) -> Response:
    """Go to the lesson; to the list where it is now out of sight."""
    flash(words, "success")
    if queries.lesson_in_scope(lesson_id, current_scope()) is None:
        return redirect(url_for("schedule.lessons"), code=303)
    return redirect(url_for("schedule.lesson", lesson_id=lesson_id), code=303)


def moved_words(lesson: Lesson) -> str:
    """What happens next, said to whoever moved a lesson."""
    if lesson.state is state_rules.REQUESTED and lesson.accepted_at:
        return _("Proposed. The school is asked whether the new time suits.")
    if lesson.state is state_rules.REQUESTED:
        return _("Moved. %(name)s is asked whether the new period suits.", name=lesson.vice_principal.name)
    return _("Moved. The other side was told.")


def refused(broken: RuleBroken, lesson_id: int, sequence: int | None) -> Any:
    """The lesson as somebody else has left it, where the form was outdated; None for other refusals.

    A refused request writes nothing more, so others may write while its page is made.
    """
    db.session.rollback()
    forget_writing(None)
    outdated = broken.names() & {OUTDATED, "lesson_may_move"}
    return show_lesson(lesson_id, problems=broken.problems, status=409, seen=sequence) if outdated else None


def problems_of(form: Any) -> list[Problem]:
    """What a form lacks."""
    return [Problem("form", error) for errors in form.errors.values() for error in errors]


def nobody_chosen() -> Problem:
    """The refusal of somebody who cannot stand in at this school."""
    return Problem("stand_in_is_known", _("Tap one of these people."))


def lesson_that_may_move(lesson_id: int) -> Lesson:
    """A lesson that this person may change, or 404; only read."""
    if not queries.may_change(lesson_id, current_scope()):
        abort(404)
    return queries.lesson_in_scope(lesson_id, current_scope()) or abort(404)


def shown(template: str, lesson_id: int, problems: Sequence[Problem], status: int, look: Any) -> Any:
    """One of the three pages; the lesson's own page where it cannot be moved any more."""
    row, now = lesson_that_may_move(lesson_id), local_now()
    obstacle = state_rules.lesson_may_move(row.state, row.start, now, current_scope().role)
    if obstacle is not None:
        return show_lesson(lesson_id, problems=[obstacle], status=409)
    return render_template(template, lesson=row, problems=problems, **look(row, now)), status


def show_move(lesson_id: int, problems: Sequence[Problem] = (), status: int = 200) -> Any:
    """The page of the free periods."""
    first = parse_day(request.values.get("from"))
    return shown(
        "schedule/move.html",
        lesson_id,
        problems,
        status,
        lambda row, now: {"page": move_page.move_page(row, first, now), "lead": move_lead(row)},
    )


def move_lead(lesson: Lesson) -> str:
    """What happens to a period that is tapped, said to whoever moves a lesson."""
    if current_scope().role is Role.SCHOOL:
        name = lesson.vice_principal.name
        return _("Tap a free period of %(name)s; they are asked whether it suits.", name=name)
    if lesson.state is state_rules.REQUESTED:
        return _("Tap a free period; the school is asked whether it suits.")
    return _("Tap a free period; the school is told at once.")


def show_hand_over(lesson_id: int, problems: Sequence[Problem] = (), status: int = 200) -> Any:
    """The page of the substitutes."""
    return shown(
        "schedule/hand_over.html",
        lesson_id,
        problems,
        status,
        lambda row, now: {"people": move_page.stand_ins(row, now)},
    )


def show_exchange(lesson_id: int, problems: Sequence[Problem] = (), status: int = 200) -> Any:
    """The page of the lessons to change places with."""
    return shown(
        "schedule/exchange.html",
        lesson_id,
        problems,
        status,
        lambda row, now: {
            "others": move_page.exchanges(row, current_scope(), now),
            "asks": current_scope().role is Role.SCHOOL,
        },
    )
