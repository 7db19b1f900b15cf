"""Asking for a plan: refusals, one at a time, drafts, what fails, what is cancelled."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from course import jobs
from course.access.models import AuditEntry, User
from course.db import db, one_transaction, utc_now
from course.errors import RuleBroken
from course.jobs import Job, JobState
from course.planning import plan_actions, plan_queries, plan_rules
from course.planning.models import PartState, Plan, PlannedLesson
from course.planning.selections import counties_of, of_regions
from course.planning.solver import planner
from course.planning.solver.division import chunks, divided, joined
from course.planning.solver.instance import Draft, Instance
from course.roster.models import Region, School, Station, Term, VicePrincipal
from course.schedule.models import LessonState
from tests import make, make_plans
from tests.conftest import both_databases

START, END = date(2026, 9, 1), date(2027, 1, 22)
NOON = datetime(2026, 11, 26, 12)


@pytest.mark.parametrize(
    "today, first",
    [(date(2026, 8, 1), START), (START, date(2026, 9, 2)), (date(2026, 11, 26), date(2026, 11, 27))],
)
def test_the_first_day_that_is_offered_lies_ahead(today: date, first: date) -> None:
    assert plan_rules.first_day_offered(START, today) == first


@pytest.mark.parametrize(
    "first, fine",
    [(START, True), (END, True), (START - timedelta(days=1), False), (END + timedelta(days=1), False)],
)
def test_a_plan_begins_in_its_term(first: date, fine: bool) -> None:
    assert (plan_rules.first_day_is_in_term(first, START, END) is None) is fine


@pytest.mark.parametrize(
    "state, start, agreed, changed, why",
    [
        (LessonState.SCHEDULED, NOON + timedelta(days=1), False, False, ""),
        (LessonState.SCHEDULED, NOON + timedelta(days=1), True, True, "agreed"),
        (LessonState.SCHEDULED, NOON + timedelta(days=1), False, True, "changed"),
        (LessonState.SCHEDULED, NOON, False, False, "begun"),
        (LessonState.DELIVERED, NOON - timedelta(days=1), False, True, "begun"),
        (LessonState.CONFIRMED, NOON - timedelta(days=1), True, True, "begun"),
        (LessonState.CANCELLED, NOON + timedelta(days=1), False, True, "over"),
        (LessonState.MISSED, NOON - timedelta(days=1), False, True, "over"),
    ],
)
def test_what_people_have_agreed_to_or_changed_stays(
    state: LessonState, start: datetime, agreed: bool, changed: bool, why: str
) -> None:
    assert plan_rules.why_it_stays(state, start, NOON, agreed=agreed, changed=changed) == why


def test_counties_hang_together_by_what_they_share() -> None:
    edges = [("station 1", "A"), ("station 1", "C"), ("station 2", "B"), ("station 3", "C")]
    assert joined(["A", "B", "C", "D"], edges) == [["A", "C"], ["B"], ["D"]]


def test_a_chunk_holds_at_most_so_many_counties_and_tears_no_group() -> None:
    assert chunks([["A"], ["B", "C"], ["D"], list("EFGH")], 3) == [[["A"], ["B", "C"]], [["D"]], [list("EFGH")]]
    assert chunks([], 3) == []


@both_databases
def test_a_plan_of_a_city_is_a_draft_for_each_county(data: None) -> None:
    world = make_plans.world(counties=3)
    plan_id = make_plans.planned(world)
    assert make_plans.states(plan_id) == ["draft"] * 3
    rows = make_plans.drafted(plan_id)
    assert len(rows) == 3 * 2 * 4, "four lessons for each of the two schools"
    assert min(row.start.date() for row in rows) >= make_plans.tomorrow()
    for part in make_plans.parts(plan_id):
        assert part.figures["lessons"] == 8 and part.figures["schools_with_hours"] == 2 and part.fingerprint
    noted = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert noted == ["plan.make"]


def test_counties_that_share_people_are_planned_together(data: None) -> None:
    world = make_plans.world(counties=3)
    shared, there = make_plans.person(world), db.session.get_one(School, world.counties[2].schools[0])
    make.appointment(shared, there, start=make_plans.today(), end=make_plans.today() + timedelta(days=99))
    term, city = db.session.get_one(Term, world.term), db.session.get_one(Region, world.city)
    groups = plan_queries.groups_of_counties(term, counties_of(city))
    assert groups == [[world.counties[0].path, world.counties[2].path], [world.counties[1].path]]
    plan_id = make_plans.planned(world)
    rows = make_plans.drafted(plan_id)
    assert {row.region_path for row in rows} == {county.path for county in world.counties}
    mine = sorted(row.start for row in rows if row.vice_principal_id == shared.id)
    assert len(mine) == len(set(mine)), "nobody is in two counties at once"


def test_a_county_is_planned_alike_alone_and_with_others(data: None) -> None:
    world = make_plans.world(counties=3)
    term = db.session.get_one(Term, world.term)
    paths = [county.path for county in world.counties]

    def read(chosen: list[str]) -> Instance:
        from course.planning.instance_queries import read_instance

        return read_instance(term, of_regions(term, chosen), make_plans.tomorrow(), make_plans.midnight(date.today()))

    def plain(instance: Instance) -> list[object]:
        spans = [sorted(zip(one.owners, one.starts, one.ends, strict=True)) for one in (instance.absences,)]
        return [instance.schools, instance.people, instance.services, instance.held, instance.planned_schools, spans]

    make.absence(
        make_plans.person(world), *(make_plans.midnight(make_plans.tomorrow() + timedelta(days=n)) for n in (0, 3))
    )
    for path, part in zip(paths, divided(read(paths), [[path] for path in paths]), strict=True):
        assert plain(part.instance) == plain(read([path]))
    alone, together = (
        [make_plans.planned(world, county.region) for county in world.counties],
        make_plans.planned(world),
    )
    apart = [said(row) for plan_id in alone for row in make_plans.drafted(plan_id)]
    assert apart == [said(row) for row in make_plans.drafted(together)]


def said(row: PlannedLesson) -> tuple[object, ...]:
    """What a planned lesson says."""
    return row.code, row.vice_principal_id, row.start, row.theme_id, row.class_ids


@both_databases
def test_a_county_is_planned_by_one_at_a_time(data: None) -> None:
    world = make_plans.world(counties=2)
    make_plans.ask(world, world.counties[1].region)
    with pytest.raises(RuleBroken) as refused:
        make_plans.ask(world)
    assert refused.value.names() == {"counties_are_free"} and "1号县" in str(refused.value.problems[0])
    make_plans.ask(world, world.counties[0].region)
    make_plans.work()
    assert make_plans.count(Plan) == 2
    assert make_plans.states(make_plans.planned(world)) == ["draft", "draft"]


@both_databases
@pytest.mark.parametrize("how", ["asked for", "asked for again"])
def test_of_many_who_ask_at_one_moment_one_is_served(
    app: Flask, data: None, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """The rules are switched off: what refuses is the index of the database."""
    world = make_plans.world()
    plans = [make_plans.planned(world) for _ in range(6)] if how == "asked for again" else []
    before = make_plans.count(Plan), make_plans.count(Job)
    db.session.remove()
    monkeypatch.setattr(plan_actions, "refuse_busy", lambda term_id, counties: None)
    found: list[str] = []
    start = threading.Barrier(6)

    def ask(turn: int) -> None:
        with app.app_context():
            start.wait(20)
            try:
                again(plans[turn]) if plans else make_plans.ask(world)
                found.append("served")
            except RuleBroken as refused:
                found.extend(refused.names())
            finally:
                db.session.remove()

    threads = [threading.Thread(target=ask, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["counties_are_free"] * 5 + ["served"]
    assert (make_plans.count(Plan), make_plans.count(Job)) == (before[0] + (not plans), before[1] + 1)


def test_a_plan_needs_a_school_and_a_day_of_the_term(data: None) -> None:
    world = make_plans.world()
    empty = make.region("R900", name="空县")
    for region_id, first, rule in (
        (empty.id, None, "region_has_schools"),
        (None, make_plans.today() + timedelta(days=900), "first_day_is_in_term"),
    ):
        with pytest.raises(RuleBroken) as refused:
            make_plans.ask(world, region_id, first=first)
        assert refused.value.names() == {rule}
    assert make_plans.count(Plan) == 0


@both_databases
def test_a_cancelled_plan_leaves_nothing_and_another_can_be_asked_for(data: None) -> None:
    world = make_plans.world()
    asked = make_plans.ask(world)
    with one_transaction():
        assert plan_actions.cancel(make_plans.plan(asked.plan.id), user=None, now=utc_now()) == 1
    make_plans.work()
    assert make_plans.states(asked.plan.id) == ["cancelled"] and make_plans.count(PlannedLesson) == 0
    assert make_plans.states(make_plans.planned(world)) == ["draft"]


def test_a_plan_that_is_cancelled_while_it_is_made_keeps_the_last_draft(
    data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    before = [row.code for row in make_plans.drafted(plan_id)]

    def slow(instance: Instance, seed: int) -> Draft:
        with one_transaction():
            plan_actions.cancel(make_plans.plan(plan_id), user=None, now=utc_now())
        return Draft(())

    monkeypatch.setattr(planner, "make_draft", slow)
    again(plan_id)
    make_plans.work()
    assert make_plans.states(plan_id) == ["draft"]
    assert [row.code for row in make_plans.drafted(plan_id)] == before


def again(plan_id: int) -> None:
    """Ask for the drafts of a plan once more."""
    with one_transaction():
        plan_actions.ask_again(make_plans.plan(plan_id), first=make_plans.tomorrow(), user=None, now=utc_now())


@pytest.mark.parametrize("how", ["breaks", "wrong"])
def test_a_solver_that_goes_wrong_leaves_the_last_good_draft(
    data: None, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    before = [row.id for row in make_plans.drafted(plan_id)]
    good = planner.make_draft

    def bad(instance: Instance, seed: int) -> Draft:
        if how == "breaks":
            raise RuntimeError("it breaks")
        first, *rest = good(instance, seed).lessons
        return Draft((first, replace(first), *rest))

    monkeypatch.setattr(planner, "make_draft", bad)
    again(plan_id)
    make_plans.work()
    (part,) = make_plans.parts(plan_id)
    assert part.state is PartState.DRAFT and part.revision == 1
    assert [row.id for row in make_plans.drafted(plan_id)] == before
    assert db.session.get_one(Job, part.job_id).result["failed"]
    other = make_plans.ask(world)
    make_plans.work()
    assert make_plans.states(other.plan.id) == ["failed"]


def test_only_the_county_that_goes_wrong_is_without_a_draft(data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_plans.world(counties=3)
    good = planner.make_draft

    def bad(instance: Instance, seed: int) -> Draft:
        if any(school.code.startswith("R001") for school in instance.schools):
            raise ZeroDivisionError
        return good(instance, seed)

    monkeypatch.setattr(planner, "make_draft", bad)
    assert make_plans.states(make_plans.planned(world)) == ["draft", "failed", "draft"]


def test_a_discarded_draft_is_gone_and_cannot_be_planned_again(data: None) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    with one_transaction():
        assert plan_actions.discard(make_plans.plan(plan_id), user=None, now=utc_now()) == 1
    assert make_plans.states(plan_id) == ["discarded"] and make_plans.count(PlannedLesson) == 0
    with pytest.raises(RuleBroken) as refused:
        again(plan_id)
    assert refused.value.names() == {"something_can_be_made_again"}


@pytest.mark.parametrize("missing", ["bell", "theme", "school_class", "appointment"])
def test_a_term_without_what_it_needs_is_an_empty_draft(data: None, missing: str) -> None:
    world = make_plans.world()
    db.session.execute(sa.text(f'DELETE FROM "{missing}"'))
    db.session.commit()
    plan_id = make_plans.planned(world)
    assert make_plans.states(plan_id) == ["draft"]
    assert make_plans.drafted(plan_id) == [] and make_plans.parts(plan_id)[0].figures["lessons"] == 0


def test_odd_data_is_planned_all_the_same(data: None) -> None:
    """No coordinates, no themes of one's own, away for the whole term, a station that nobody is of."""
    world = make_plans.world(schools=3)
    people = [db.session.get_one(VicePrincipal, one) for one in world.counties[0].people]
    make.absence(
        people[0],
        make_plans.midnight(make_plans.today() - timedelta(days=200)),
        make_plans.midnight(make_plans.today() + timedelta(days=200)),
    )
    people[1].theme_codes = ()
    for one in world.counties[0].schools:
        db.session.get_one(School, one).lat = None
    make.save(
        Station(
            code="EMPTY",
            name="空所",
            agency="police",
            region_id=world.counties[0].region,
            region_path=world.counties[0].path,
        )
    )
    db.session.commit()
    plan_id = make_plans.planned(world)
    assert make_plans.states(plan_id) == ["draft"]
    assert people[0].id not in {row.vice_principal_id for row in make_plans.drafted(plan_id)}


def test_a_job_of_somebody_gone_still_makes_its_drafts(data: None) -> None:
    world = make_plans.world()
    with one_transaction():
        user = db.session.get_one(User, world.bureau)
        term, region = db.session.get_one(Term, world.term), db.session.get_one(Region, world.city)
        asked = plan_actions.ask_for_plan(term, region, first=make_plans.tomorrow(), user=user, now=utc_now())
        user.active = False
    make_plans.work()
    assert make_plans.states(asked.plan.id) == ["draft"]
    assert db.session.get_one(Job, asked.job_ids[0]).state is JobState.DONE
    assert jobs.progress(db.session.get_one(Job, asked.job_ids[0])) == (1, 1)
