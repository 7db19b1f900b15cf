"""Figures that are built anew tell of every past day what was kept while it happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from course.coverage.tallies.queries import Figures, figures_on
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db
from course.delivery import actions
from course.schedule.models import LessonState
from tests import histories, make
from tests import test_coverage_stood as stood
from tests.conftest import both_databases, empty_database
from tests.histories import YEARS, World, world

Kept = dict[tuple[date, int], dict[str, Figures]]


def deny(at: World, pick: int) -> None:
    """The school answers a report: it did not take place."""
    row = histories.in_state(at, pick, LessonState.DELIVERED)
    histories.act(at, row, actions.miss, at.teacher, "停电")


SAID = (histories.report, histories.confirm, histories.correct, histories.withdraw, histories.take_back, deny)
STEPS = (*stood.STEPS, *SAID, *SAID, stood.wait)
a_step = st.tuples(st.sampled_from(STEPS), st.integers(0, 1000))


def shown(at: World, days: Sequence[date]) -> Kept:
    """All figures of every region on these days, of both years."""
    paths = ["", "P1", *(county.path for county in at.counties)]
    return {(day, year.number): figures_on(paths, year, day) for day in days for year in YEARS}


def begun() -> World:
    """The world with somebody at each school for some weeks."""
    at = world()
    for number, school in enumerate(at.schools):
        make.appointment(at.people[0], school, start=at.day, end=at.day + 20 * number * stood.A_DAY)
    return at


@both_databases
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
@given(steps=st.lists(a_step, min_size=30, max_size=70))
def test_figures_built_anew_tell_every_day_as_it_was_kept(app: Any, steps: list[Any]) -> None:
    """Whatever was reported, taken back, confirmed, corrected, withdrawn or denied by then."""
    with app.app_context():
        empty_database(app, db.engine.dialect.name)
        at, days = begun(), []
        for step, pick in steps:
            if step is stood.wait:
                days.append(at.day)
            histories.take(step, at, pick)
        at.day += stood.A_DAY
        kept = shown(at, days)
        rebuild(at.now)
        db.session.commit()
        built = shown(at, days)
        assert {key: one for key, one in built.items() if one != kept[key]} == {
            key: one for key, one in kept.items() if one != built[key]
        }
        db.session.remove()


@both_databases
def test_what_was_corrected_and_withdrawn_is_built_anew(app: Any, data: None) -> None:
    """Minutes and classes that somebody had confirmed wrongly, one lesson a day, and what became of them."""
    at, days = begun(), []
    for step in (stood.plan, histories.confirm, histories.correct, histories.withdraw, histories.confirm, *SAID):
        for pick in (1, 8, 4, 13):
            histories.take(step, at, pick)
        days.append(at.day)
        at.day += stood.A_DAY
    kept = shown(at, days)
    assert len({str(kept[day, YEARS[1].number][""]) for day in days}) > 3
    rebuild(at.now)
    db.session.commit()
    assert shown(at, days) == kept
