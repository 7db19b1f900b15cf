"""While a plan is made people book and a ledger is brought in: what they did stands, and the draft is judged by it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course import jobs
from course.db import db, one_transaction, utc_now
from course.planning import plan_actions
from course.planning.publish_check import Refused
from course.roster.models import Absence
from course.schedule import actions as schedule
from course.schedule.models import Lesson
from tests import ledgers, make_plans
from tests.conftest import both_databases
from tests.test_planning_publish import publish, wish


def made_while(
    app: Flask, asked: plan_actions.Asked, meanwhile: Callable[[list[dict[str, Any]]], None], patch: pytest.MonkeyPatch
) -> None:
    """Make a plan, and let somebody else do this when it is solved and nothing of it is written."""
    complete = jobs.complete

    def aside(rows: list[dict[str, Any]]) -> None:
        with app.app_context():
            meanwhile(rows)
            db.session.remove()

    def complete_later(job_id: int, turn: int, prepared: Any) -> None:
        other = threading.Thread(target=aside, args=([row for one in prepared for row in one.rows],))
        other.start()
        other.join()
        complete(job_id, turn, prepared)

    patch.setattr(jobs, "complete", complete_later)
    jobs.run(asked.job_ids[0])
    patch.undo()
    assert make_plans.states(asked.plan.id) == ["draft"]


def made_again(plan_id: int) -> None:
    """Plan it anew, with the data as they are now."""
    with one_transaction():
        plan_actions.ask_again(make_plans.plan(plan_id), first=make_plans.tomorrow(), user=None, now=utc_now())
    make_plans.work()


def spans(vice_principal_id: int) -> list[tuple[Any, Any]]:
    """When somebody teaches."""
    mine = sa.select(Lesson.start, Lesson.end).where(Lesson.vice_principal_id == vice_principal_id)
    return [tuple(row) for row in db.session.execute(mine.order_by(Lesson.start))]


@both_databases
def test_who_books_while_a_plan_is_made_keeps_the_time(app: Flask, data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_plans.world()
    asked, person = make_plans.ask(world), make_plans.person(world).id
    booked: list[int] = []

    def book(rows: list[dict[str, Any]]) -> None:
        first = next(row for row in rows if row["vice_principal_id"] == person)
        wanted = wish(world, SimpleNamespace(**first))
        with one_transaction():
            booked.append(schedule.book(wanted, user=None, now=utc_now()).id)

    made_while(app, asked, book, monkeypatch)
    before = as_it_is(booked[0])
    with pytest.raises(Refused) as refused:
        publish(asked.plan.id)
    assert {rule for one in refused.value.refused for rule in one.rules} >= {"person_is_free"}
    assert as_it_is(booked[0]) == before and make_plans.count(Lesson) == 1
    made_again(asked.plan.id)
    publish(asked.plan.id)
    assert as_it_is(booked[0]) == before and make_plans.overlaps() == 0 and make_plans.count(Lesson) > 1


def as_it_is(lesson_id: int) -> list[Any]:
    """Everything that the row of a lesson says."""
    db.session.rollback()
    return list(db.session.execute(sa.select(Lesson.__table__).where(Lesson.id == lesson_id)).one())


@both_databases
def test_an_import_while_a_plan_is_made_is_kept_and_the_draft_is_judged_by_it(
    app: Flask, data: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_plans.world()
    asked, person = make_plans.ask(world), make_plans.person(world)
    code, number = person.code, person.id

    def bring_in(rows: list[dict[str, Any]]) -> None:
        mine = next(row for row in rows if row["vice_principal_id"] == number)
        line = f"{code},{mine['start']:%Y-%m-%d %H:%M},{mine['end']:%Y-%m-%d %H:%M},值班"
        ledgers.bring_in(ledgers.only(tmp_path, unavailability=f"vice_principal,start,end,reason\n{line}\n"))

    made_while(app, asked, bring_in, monkeypatch)
    (away,) = db.session.execute(sa.select(Absence.start, Absence.end)).all()
    with pytest.raises(Refused) as refused:
        publish(asked.plan.id)
    assert {rule for one in refused.value.refused for rule in one.rules} == {"person_is_not_away"}
    assert make_plans.count(Lesson) == 0
    made_again(asked.plan.id)
    publish(asked.plan.id)
    assert db.session.execute(sa.select(Absence.start, Absence.end)).all() == [away], "nothing of the import is lost"
    assert spans(number) and all(end <= away.start or start >= away.end for start, end in spans(number))
