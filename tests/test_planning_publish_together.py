"""Counties that are published together: whoever serves in several of them is told once, of all that it brings."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from course import jobs
from course.access.models import Message, Notice, Role, User
from course.db import db, one_transaction, utc_now
from course.planning import plan_actions, plan_jobs
from course.planning.commands import publish as publish_command
from course.planning.models import PartState, PlannedLesson, PlanPart
from course.planning.plan_notices import Beside, asked_together
from course.planning.publish_actions import PUBLISH
from course.roster.models import Appointment, VicePrincipal
from course.schedule.models import Lesson
from tests import make, make_plans
from tests.conftest import both_databases


@pytest.fixture
def shared(data: None) -> tuple[int, int]:
    """A draft of three counties, and the user of a person who serves in the first two of them and nowhere else."""
    world = make_plans.world(3, schools=1)
    person = db.session.get_one(VicePrincipal, world.counties[0].people[0])
    second = db.session.scalars(sa.select(Appointment).where(Appointment.region_path == world.counties[1].path)).one()
    second.vice_principal_id = person.id
    db.session.commit()
    user = make.user(Role.VICE_PRINCIPAL, person).id
    return make_plans.planned(world), user


def ask(plan_id: int) -> None:
    """Press the button that publishes every county."""
    with one_transaction():
        plan = make_plans.plan(plan_id)
        revision = sum(part.revision for part in plan_actions.parts_to_change(plan_id))
        plan_actions.ask_for_each(PUBLISH, plan, PartState.DRAFT, revision=revision, user=None, now=utc_now())


def told(user: int) -> list[int]:
    """Of how many lessons a user was told, each time; a mail goes out for each."""
    db.session.rollback()
    chosen = sa.select(Notice.facts).where(Notice.user_id == user, Notice.kind == "plan.published")
    found = [facts["lessons"] for facts in db.session.scalars(chosen.order_by(Notice.id))]
    mails = sa.select(sa.func.count()).where(Message.user_id == user, Message.kind == "plan.published")
    assert db.session.scalar(mails) == len(found)
    return found


def lessons_of(user: int) -> int:
    """How many lessons this person has."""
    of_user = sa.select(User.vice_principal_id).where(User.id == user).scalar_subquery()
    own = sa.select(sa.func.count()).select_from(Lesson).where(Lesson.vice_principal_id == of_user)
    return db.session.scalar(own) or 0


def let_pass(part_id: int) -> None:
    """All that was planned in a county lies behind us now, so that it cannot be published."""
    long_ago = utc_now().replace(tzinfo=None) - timedelta(days=9)
    passed = sa.update(PlannedLesson).where(PlannedLesson.part_id == part_id)
    db.session.execute(passed.values(start=long_ago, end=long_ago + timedelta(minutes=40)))
    db.session.commit()
    db.session.remove()


@both_databases
def test_who_serves_in_two_counties_is_told_once(shared: tuple[int, int]) -> None:
    plan_id, user = shared
    ask(plan_id)
    make_plans.work()
    assert make_plans.states(plan_id) == ["published"] * 3
    assert told(user) == [lessons_of(user)]
    assert lessons_of(user) > 4, "of both counties"


def test_the_command_tells_them_once_too(app: Flask, shared: tuple[int, int]) -> None:
    plan_id, user = shared
    db.session.remove()
    result = app.test_cli_runner().invoke(publish_command, [str(plan_id)])
    assert result.exit_code == 0, result.output
    assert told(user) == [lessons_of(user)]


@pytest.mark.parametrize("place", [0, 1])
@both_databases
def test_a_county_that_is_refused_does_not_hold_back_the_notice(shared: tuple[int, int], place: int) -> None:
    plan_id, user = shared
    part = make_plans.parts(plan_id)[place]
    ask(plan_id)
    let_pass(part.id)
    make_plans.work()
    assert sorted(make_plans.states(plan_id)) == ["draft", "published", "published"]
    assert told(user) == [lessons_of(user)]


@pytest.mark.parametrize("place", [0, 1])
def test_a_county_that_fails_does_not_hold_back_the_notice(shared: tuple[int, int], place: int) -> None:
    plan_id, user = shared
    ask(plan_id)
    part = make_plans.parts(plan_id)[place]
    with one_transaction():
        jobs.cancel(part.job_id, now=utc_now())
    make_plans.work()
    assert sorted(make_plans.states(plan_id)) == ["draft", "published", "published"]
    assert told(user) == [lessons_of(user)]


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_two_counties_that_are_done_at_one_moment_leave_nobody_untold(
    app: Flask, shared: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is refused at once and so waits for nobody: both look for the other before either is finished."""
    plan_id, user = shared
    both, parts = threading.Barrier(2), [part.id for part in make_plans.parts(plan_id)[:2]]

    def after_both(part: PlanPart) -> Beside:
        if part.id in parts:
            both.wait(100)
        return asked_together(part)

    monkeypatch.setattr(plan_jobs, "asked_together", after_both)
    ask(plan_id)
    let_pass(parts[0])

    def work() -> None:
        with app.app_context():
            make_plans.work()
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert told(user) == [lessons_of(user)]
