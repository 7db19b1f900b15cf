"""The tallies against a plain count of the rows, after every step of random histories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from course.coverage.rules import Year
from course.coverage.tally_doctor import wrong_tallies
from course.coverage.tally_queries import Figures, figures_on
from course.coverage.tally_rebuild_actions import rebuild
from course.db import db
from tests import histories
from tests.conftest import both_databases, empty_database
from tests.histories import STEPS, YEARS, World, counted, world

a_step = st.tuples(st.sampled_from(STEPS), st.integers(0, 1000))


def paths_of(at: World) -> list[str]:
    return ["", "P1", *(county.path for county in at.counties)]


def kept(at: World, years: Sequence[Year]) -> dict[tuple[str, int], Figures]:
    found = {year.number: figures_on(paths_of(at), year, at.day) for year in years}
    return {(path, year): figures for year, some in found.items() for path, figures in some.items()}


def plain(at: World, years: Sequence[Year]) -> dict[tuple[str, int], Figures]:
    return {(path, year.number): counted(at, path, year) for year in years for path in paths_of(at)}


@both_databases
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
@given(steps=st.lists(a_step, min_size=5, max_size=25))
def test_the_tallies_are_the_count_after_any_history(app: Any, steps: list[Any]) -> None:
    with app.app_context():
        empty_database(app, db.engine.dialect.name)
        at = world()
        for step, pick in steps:
            histories.take(step, at, pick)
        # What a school had in a year that has passed stays in the county where it was; the rows do not tell that.
        years = YEARS[1:] if any(step is histories.move for step, _ in steps) else YEARS
        assert kept(at, years) == plain(at, years)
        assert list(wrong_tallies(at.now)) == []
        db.session.remove()


@both_databases
def test_building_anew_gives_the_same(app: Any) -> None:
    with app.app_context():
        at = world()
        for pick in range(60):
            histories.take(STEPS[pick % len(STEPS)], at, pick * 7)
        before = kept(at, YEARS[1:])
        rebuild(at.now)
        db.session.commit()
        assert kept(at, YEARS[1:]) == before == plain(at, YEARS[1:])
