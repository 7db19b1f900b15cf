"""The tallies against a plain count of the rows, after every step of random histories."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.models import SchoolTally
from course.coverage.queries import Asked, Key, Schools, tallies
from course.coverage.rules import Year, total
from course.coverage.tallies.doctor import wrong_tallies
from course.coverage.tallies.queries import Figures, figures_on
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db, one_transaction
from course.roster.models import Appointment, SchoolStage
from course.schedule.models import Lesson
from tests import histories, make_delivery
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
@given(steps=st.lists(a_step, min_size=15, max_size=40))
def test_the_tallies_are_the_count_after_any_history(app: Any, steps: list[Any]) -> None:
    with app.app_context():
        empty_database(app, db.engine.dialect.name)
        at = world()
        for step, pick in steps:
            histories.take(step, at, pick)
        assert kept(at, YEARS) == plain(at, YEARS)
        assert list(wrong_tallies(at.now)) == []
        db.session.remove()


@both_databases
def test_a_lesson_of_last_year_counts_where_its_class_was_then(app: Any) -> None:
    """It is written down late, at the school to which the class has gone since."""
    with app.app_context():
        at = world()
        moved = histories.classes_of(at.schools[0].id)[:1]
        histories.take(histories.merge, at, 0)
        histories.plan(at, at.schools[1], moved, at.day - timedelta(days=365), 0)
        histories.take(histories.report, at, 0)
        assert kept(at, YEARS) == plain(at, YEARS)
        assert list(wrong_tallies(at.now)) == []
        db.session.remove()


@both_databases
def test_a_lesson_that_goes_to_another_year_counts_there_and_no_more_here(app: Any) -> None:
    with app.app_context():
        at = world()
        histories.plan(at, at.schools[1], histories.classes_of(at.schools[1].id), at.day - timedelta(days=1), 0)
        histories.take(histories.put_off, at, 1)
        assert at.lessons[0].start.date() == date(2025, 9, 6) and scheduled(at.schools[1].id) == {2025: 40, 2026: 0}
        histories.take(histories.put_off, at, 1)
        assert scheduled(at.schools[1].id) == {2025: 0, 2026: 40} and list(wrong_tallies(at.now)) == []
        db.session.remove()


def scheduled(school_id: int) -> dict[int, int]:
    """The minutes that are scheduled at a school, by year."""
    rows = sa.select(SchoolTally.year, SchoolTally.scheduled_minutes)
    return dict(db.session.execute(rows.where(SchoolTally.school_id == school_id, SchoolTally.year > 0)).all())


def test_a_lesson_of_this_year_writes_nothing_of_the_last(data: None) -> None:
    at = world()
    for days in (365, 366, 1, 2):
        histories.plan(at, at.schools[1], histories.classes_of(at.schools[1].id), at.day - timedelta(days=days), 0)
    at.day += timedelta(days=1)
    before = {row.year: row.changed_at for row in tallies_of(at.schools[1].id)}
    histories.take(histories.confirm, at, 3)
    after = {row.year: row.changed_at for row in tallies_of(at.schools[1].id)}
    assert {year for year in after if after[year] != before[year]} == {2026}


def tallies_of(school_id: int) -> list[SchoolTally]:
    """What is kept of a school, as the database has it."""
    chosen = sa.select(SchoolTally).where(SchoolTally.school_id == school_id)
    return list(db.session.scalars(chosen.execution_options(populate_existing=True)))


@both_databases
def test_building_anew_gives_the_same(app: Any) -> None:
    with app.app_context():
        at = world()
        for pick in range(60):
            histories.take(STEPS[pick % len(STEPS)], at, pick * 7)
        before = kept(at, YEARS)
        rebuild(at.now)
        db.session.commit()
        assert kept(at, YEARS) == before == plain(at, YEARS)


@both_databases
def test_an_appointment_to_come_does_not_hide_what_happens_before(app: Any, data: None) -> None:
    at = world()
    for pick in (1, 4, 10, 13, 16, 22):
        histories.take(histories.schedule, at, pick)
    histories.take(histories.appoint, at, 7)
    for pick in (0, 1, 2):
        histories.take(histories.report, at, pick)
        assert kept(at, YEARS[1:]) == plain(at, YEARS[1:])
    assert known(at, at.day)[""].claimed_minutes > 0
    at.day += timedelta(days=9)
    histories.take(histories.confirm, at, 0)
    assert kept(at, YEARS[1:]) == plain(at, YEARS[1:]) and list(wrong_tallies(at.now)) == []


def known(at: World, day: date) -> dict[str, Figures]:
    """The figures of the year that belong to it, by region, as of a day."""
    return figures_on(paths_of(at), YEARS[1], day)


def told_story(at: World, turn: int = 0) -> None:
    """Lessons that are scheduled, reported, confirmed, corrected and withdrawn over some weeks."""
    picks = [one + 11 * turn for one in (1, 8, 3, 10, 5, 22, 6, 13, 9, 16)]
    for pick in picks:
        histories.take(histories.schedule, at, pick)
    for step in (histories.report, histories.confirm, histories.confirm, histories.correct, histories.withdraw):
        for pick in picks[:4]:
            histories.take(step, at, pick)
        at.day += timedelta(days=3)


@both_databases
def test_a_past_day_tells_what_was_known_then(app: Any) -> None:
    with app.app_context():
        at = world()
        snapshots: dict[date, dict[str, Figures]] = {}
        for pick in range(4):
            told_story(at, pick)
            snapshots[at.day] = known(at, at.day)
            histories.take(histories.wait, at, pick)
        assert len({str(one) for one in snapshots.values()}) > 1
        assert {day: known(at, day) for day in snapshots} == snapshots


def test_the_rows_tell_the_same_of_a_past_day_as_the_steps(data: None) -> None:
    at = world()
    told_story(at)
    then = at.day - timedelta(days=5)
    for county in at.counties:
        asked = Asked(Schools(Scope(Role.ADMIN), county.path), YEARS[1], then, Decimal(4), as_of=then)
        from_rows = total(tallies(asked, Key.SCHOOL).values())
        assert from_rows == figures_on([county.path], YEARS[1], then)[county.path].tally()
    assert known(at, then)[""].taught_minutes != known(at, at.day)[""].taught_minutes


def test_a_confirmation_that_was_withdrawn_leaves_the_report_on_a_past_day(data: None) -> None:
    at = world()
    for pick in (1, 8, 3):
        histories.take(histories.schedule, at, pick)
    for step in (histories.report, histories.confirm, histories.withdraw):
        histories.take(step, at, 0)
    then = at.day
    assert known(at, then)[""].claimed_minutes > 0
    at.day += timedelta(days=5)
    histories.take(histories.confirm, at, 0)
    for county in at.counties:
        asked = Asked(Schools(Scope(Role.ADMIN), county.path), YEARS[1], then, Decimal(4), as_of=then)
        from_rows = total(tallies(asked, Key.SCHOOL).values())
        assert from_rows == figures_on([county.path], YEARS[1], then)[county.path].tally()


@both_databases
def test_several_processes_find_what_one_finds(app: Any, data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    at = world()
    told_story(at)
    with one_transaction():
        db.session.execute(sa.update(SchoolTally).where(SchoolTally.year == 0).values(classes=99))
    alone = list(wrong_tallies(at.now))
    assert any("must be counted anew" in line for line in alone)
    for name, value in {"AT_ONCE": 1, "WORTH_PROCESSES": 1, "most_processes": lambda: 2}.items():
        monkeypatch.setattr(f"course.coverage.tallies.doctor.{name}", value)
    assert list(wrong_tallies(at.now)) == alone


def test_without_the_watch_the_doctor_finds_what_is_wrong(
    app: Any, data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = world()
    told_story(at)
    assert list(wrong_tallies(at.now)) == []
    monkeypatch.setattr("course.coverage.tallies.db.recount_years", lambda *told: None)
    histories.take(histories.schedule, at, 1)
    histories.take(histories.confirm, at, 1)
    assert any("must be counted anew" in line for line in wrong_tallies(at.now))
    monkeypatch.undo()
    done = app.test_cli_runner().invoke(args=["doctor", "--rebuild-tallies"])
    assert "counted anew" not in done.output and "region" not in done.output
    assert kept(at, YEARS[1:]) == plain(at, YEARS[1:])


def test_a_refused_change_counts_nothing(data: None) -> None:
    at = world()
    before = kept(at, YEARS)
    db.session.add(Appointment(vice_principal_id=at.people[0].id, school_id=at.schools[0].id, region_path="x"))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert kept(at, YEARS) == before


def test_two_who_confirm_at_once_are_both_counted(postgresql_app: Any) -> None:
    """Both count the same school; without the lock the second would not see the first."""
    with postgresql_app.app_context():
        empty_database(postgresql_app, "postgresql")
        at = world()
        for pick in (3, 9, 15, 27, 33, 39):
            histories.take(histories.schedule, at, pick)
        ids = [row.id for row in at.lessons]
        db.session.remove()
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda lesson_id: confirm_apart(postgresql_app, at, lesson_id), ids))
        assert list(wrong_tallies(at.now)) == []
        assert known(at, at.day)[""].lessons == len(ids)
        db.session.remove()


def test_schools_that_are_changed_in_two_ways_are_held_in_one_order(
    data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = world()
    held: list[list[int]] = []
    monkeypatch.setattr("course.coverage.tallies.db.lock", held.append)
    ids = [school.id for school in at.schools]
    at.schools[2].stage = SchoolStage.JUNIOR
    histories.plan(at, at.schools[0], histories.classes_of(ids[0]), at.day, 0)
    assert held == [[ids[0], ids[2]]]
    assert list(wrong_tallies(at.now)) == []


def confirm_apart(app: Any, at: World, lesson_id: int) -> None:
    with app.app_context():
        row = db.session.get(Lesson, lesson_id)
        make_delivery.confirmation(row, (), confirmed_at=at.now, minutes=40)
        db.session.remove()
