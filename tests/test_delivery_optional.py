"""Nothing optional is ever required: no photograph, no check-in, no survey, by no setting and on no way to a figure."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.queries import Asked, Key, Schools, hours_owed_in, tallies
from course.coverage.rules import year_asked_for
from course.db import db
from course.delivery import check_in, photo_intake
from course.delivery.models import Confirmation, Delivery, Face, Photo, QuizAnswer, SurveyAnswer
from course.delivery.survey import answer
from course.i18n import local_now
from course.schedule.models import Lesson, LessonState
from course.settings import DEFAULTS
from tests import make, make_delivery
from tests.make_delivery import Story

SignIn = Callable[[int], FlaskClient]
ROOT = Path(__file__).resolve().parent.parent
OPTIONAL = ("photo", "check_in", "survey", "understanding", "quiz")
# What leads from a lesson to a figure: the words of both sides, and the counting of them.
# These count the surveys themselves, or show what was counted beside the figures; no figure knows of it.
COVERAGE = ROOT / "course" / "coverage"
BESIDE = {COVERAGE / "understanding_actions.py"} | {
    COVERAGE / "past_days" / name for name in ("understanding_queries.py", "page.py")
}
WAY = [
    *(ROOT / "course" / "delivery" / f"{name}.py" for name in ("actions", "rules", "views", "link", "queries", "page")),
    *sorted(set((ROOT / "course" / "coverage").rglob("*.py")) - BESIDE),
    *(ROOT / "course" / "schedule" / f"{name}.py" for name in ("actions", "state_rules", "rules")),
]
# The one word that a report takes over from the check-in, where there is one.
TAKEN_OVER = {("actions", "course.delivery.check_in")}


@pytest.mark.parametrize("path", WAY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_step_on_the_way_to_a_figure_knows_of_what_is_optional(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    known = {module for module in modules if any(part in module.rpartition(".")[2] for part in OPTIONAL)}
    assert {(path.stem, module) for module in known} <= TAKEN_OVER
    assert not names & {"Photo", "QuizAnswer", "SurveyAnswer"}


def test_no_setting_speaks_of_what_is_optional() -> None:
    words = (*OPTIONAL, "picture", "require", "mandatory", "proof", "evidence")
    assert not [
        name for name in DEFAULTS for word in words if word.replace("_", "") in name.casefold().replace("_", "")
    ]


def taught(app: Flask) -> Story:
    with app.app_context():
        return make_delivery.story(local_now().replace(microsecond=0) - timedelta(minutes=5))


def with_all_that_is_optional(app: Flask, of: Story) -> None:
    """A check-in, a photograph and an answer."""
    with app.app_context():
        lesson = db.session.get(Lesson, of.lesson)
        digits = check_in.code_of(lesson)
        user, now, local = db.session.get(make.User, of.police), make.NOW, lesson.start + timedelta(minutes=1)
        check_in.check_in(lesson, digits, user=user, now=now, local=local)
        make_delivery.photo(lesson)
        answer(lesson, Face.CLEAR, "a browser", today=lesson.start.date())
        db.session.commit()


def both_taps(sign_in: SignIn, of: Story) -> None:
    """What the two sides do: one tap each."""
    assert sign_in(of.police).post(f"/lessons/{of.lesson}/taught").status_code == 303
    assert sign_in(of.teacher).post(f"/lessons/{of.lesson}/confirm").status_code == 303


def figures(app: Flask, of: Story) -> tuple[object, ...]:
    """What counts for the school of a lesson."""
    with app.app_context():
        today = local_now().date()
        year = year_asked_for("", today, "09-01")
        scope = Scope(Role.SCHOOL, school_ids=frozenset({of.school}))
        tally = tallies(Asked(Schools(scope), year, today, hours_owed_in(year)), Key.SCHOOL)[of.school]
        word = db.session.scalars(sa.select(Confirmation).where(Confirmation.lesson_id == of.lesson)).one()
        return tally, word.minutes, word.pupils, db.session.get(Lesson, of.lesson).state


def test_two_taps_confirm_a_lesson_and_it_counts_like_one_with_everything(app: Flask, sign_in: SignIn) -> None:
    plain, full = taught(app), taught(app)
    with_all_that_is_optional(app, full)
    for of in (plain, full):
        both_taps(sign_in, of)
    assert figures(app, plain) == figures(app, full)
    assert figures(app, plain)[-1] is LessonState.CONFIRMED
    with app.app_context():
        for kind in (Photo, QuizAnswer, SurveyAnswer):
            assert db.session.scalar(sa.select(sa.func.count()).where(kind.lesson_id == plain.lesson)) == 0
        claims = {row[0]: row[1] for row in db.session.execute(sa.select(Delivery.lesson_id, Delivery.checked_in_at))}
        assert claims[plain.lesson] is None
        assert claims[full.lesson] is not None


def test_with_every_setting_changed_two_taps_are_still_enough(app: Flask, sign_in: SignIn) -> None:
    of, kept = taught(app), dict(app.config)
    try:
        for name in DEFAULTS:
            if name not in {
                "INSTANCE",
                "DATABASE_URL",
                "REDIS_URL",
                "SECRET_KEY",
                "DATA_KEY",
                "TIMEZONE",
                "DEFAULT_LOCALE",
            }:
                app.config[name] = {"BASE_URL": "https://example.com", "YEAR_STARTS": "01-01"}.get(name, "1")
        both_taps(sign_in, of)
    finally:
        app.config.clear()
        app.config.update(kept)
    with app.app_context():
        assert db.session.get(Lesson, of.lesson).state is LessonState.CONFIRMED


def test_the_intake_of_photographs_is_asked_for_by_its_own_page_only() -> None:
    using = [
        path.stem
        for path in sorted((ROOT / "course").rglob("*.py"))
        if photo_intake.__name__.rpartition(".")[2] in path.read_text(encoding="utf-8")
    ]
    assert using == ["photo_actions", "photo_views"]
