"""The deck of a lesson: made for its school, classes, day and vice-principal, downloaded in one tap."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.cases import design_choice, master_queries
from course.cases.decks import LANGUAGES, case_deck
from course.cases.master_designs import Plan
from course.cases.views import send_deck
from course.db import records_reading, without_lock
from course.errors import RuleBroken
from course.i18n import local_now
from course.schedule import lesson_deck, queries
from course.schedule.blueprint import LESSON, bp
from course.schedule.lesson_views import show_lesson
from course.schedule.models import Lesson
from course.schedule.survey_link import survey_address


@bp.get(f"/lessons/{LESSON}/deck/<language>")
@records_reading
@allow(*Role)
def deck(lesson_id: int, language: str) -> Any:
    """Download the deck of a lesson, with its school, class, day and vice-principal on the cover."""
    row = queries.lesson_in_scope(lesson_id, current_scope())
    if row is None or row.case is None or language not in LANGUAGES:
        abort(404)
    wanted, name = deck_wanted(row, language), lesson_deck.file_name(row, language)
    region_path = row.region_path
    master = design_choice.chosen(master_queries.offered([region_path]), request.args.get("master", ""))
    plan = Plan.of(master) if master else None
    try:
        with without_lock():
            built = case_deck(**wanted, design=design_choice.design_for(plan, wanted["stage"]))
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=409)
    return send_deck(built, name, lesson_id=lesson_id, region_path=region_path, plan=plan)


def deck_wanted(row: Lesson, language: str) -> dict[str, Any]:
    """What the deck of a lesson is built from."""
    return {
        "case_id": row.case.id,
        "stage": lesson_deck.stage_of(row.classes, row.case.stages),
        "language": language,
        "built_on": local_now().date(),
        "facts": lesson_deck.facts_of(row, language),
        "survey_address": survey_address(row.id),
    }
