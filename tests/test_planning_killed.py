"""A worker killed in the middle leaves no half plan, and another one takes its work up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask

from app import create_app
from course import jobs
from course.db import db, one_transaction, utc_now
from course.jobs import Job
from course.planning.models import PartState, PlannedLesson
from course.planning.plan_actions import ask_for_each
from course.planning.publish_actions import PUBLISH
from course.schedule.models import Lesson, Slot
from tests import make_plans, race
from tests.conftest import settings_for_tests

ROOT = Path(__file__).resolve().parent.parent
# A worker that says where it is, and stays there until it is killed.
WORKER = """
import sys, time
from pathlib import Path
from app import create_app
from course import jobs
from course.planning import draft_actions, drafting, publish_actions
from tests.conftest import settings_for_tests

def then_stay(work):
    def stay(*given, **named):
        work(*given, **named)
        print("here", flush=True)
        time.sleep(600)
    return stay

module, name = {"solving": (drafting, "divided"), "writing": (draft_actions, "keep_rows"),
                "publishing": (publish_actions, "write_lessons")}[sys.argv[2]]
setattr(module, name, then_stay(getattr(module, name)))
given = {"DATABASE_URL": sys.argv[3]} if sys.argv[3] else {}
app = create_app(**settings_for_tests(Path(sys.argv[1])), **given)
with app.app_context():
    jobs.run_due()
"""


def kill_while(folder: Path, where: str, address: str) -> None:
    """Start a worker and kill it, without a word, when it is there."""
    command = [sys.executable, "-c", WORKER, str(folder), where, address]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL) as worker:
        line = next((line for line in worker.stdout or () if line.strip() == "here"), "")
        os.kill(worker.pid, signal.SIGKILL)
    assert line, "the worker never came there"


def let_leases_run_out() -> None:
    """As if two minutes had passed."""
    db.session.rollback()
    with one_transaction():
        for job in db.session.query(Job).where(Job.leased_until.is_not(None)):
            job.leased_until = utc_now() - timedelta(seconds=1)


def judge(app: Flask, folder: Path, address: str) -> None:
    """Kill a worker at each step of a plan; what is there is whole each time."""
    with app.app_context():
        db.create_all()
        world = make_plans.world()
        plan_id = make_plans.ask(world).plan.id
        db.session.remove()
        for where in ("solving", "writing"):
            kill_while(folder, where, address)
            assert make_plans.states(plan_id) == ["waiting"] and make_plans.count(PlannedLesson) == 0
            jobs.run_due()
            assert make_plans.states(plan_id) == ["waiting"], "nobody takes the work while the lease holds"
            let_leases_run_out()
        make_plans.work()
        assert make_plans.states(plan_id) == ["draft"] and make_plans.count(PlannedLesson) == 8
        with one_transaction():
            given = {"revision": 1, "user": None, "now": utc_now()}
            ask_for_each(PUBLISH, make_plans.plan(plan_id), PartState.DRAFT, **given)
        kill_while(folder, "publishing", address)
        assert make_plans.states(plan_id) == ["draft"]
        assert (make_plans.count(Lesson), make_plans.count(Slot)) == (0, 0)
        let_leases_run_out()
        make_plans.work()
        assert make_plans.states(plan_id) == ["published"] and make_plans.count(Lesson) == 8
        assert make_plans.overlaps() == 0
        db.session.remove()
        db.engine.dispose()


def test_a_killed_worker_leaves_no_half_plan_on_sqlite(tmp_path: Path) -> None:
    judge(create_app(**settings_for_tests(tmp_path)), tmp_path, "")


def test_a_killed_worker_leaves_no_half_plan_on_postgresql(tmp_path: Path) -> None:
    with race.postgresql_database(f"course_killed_{os.getpid()}") as address:
        judge(create_app(**settings_for_tests(tmp_path), DATABASE_URL=address), tmp_path, address)


def test_a_plan_whose_workers_always_die_is_given_up(data: None) -> None:
    world = make_plans.world()
    asked = make_plans.ask(world)
    for _ in range(jobs.MOST_TRIES):
        assert jobs.lease(asked.job_ids[0], utc_now())
        let_leases_run_out()
    make_plans.work()
    assert make_plans.states(asked.plan.id) == ["failed"]
    assert make_plans.states(make_plans.planned(world)) == ["draft"]
