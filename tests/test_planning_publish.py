"""Publishing a draft, agreeing to it, taking it back: nothing that people made is written over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course.access import audit
from course.access.models import AuditEntry, Notice, Role, User
from course.access.notice_wording import wording
from course.coverage.models import SchoolTally
from course.coverage.tallies.doctor import wrong_tallies
from course.db import db, one_transaction, utc_now
from course.errors import RuleBroken
from course.planning import plan_actions, plan_wording, publish_actions, publish_check, withdraw_actions
from course.planning.models import PartState, PlannedLesson, PlanPart
from course.planning.publish_actions import PUBLISH
from course.planning.publish_check import Refused
from course.planning.solver import verify
from course.roster.models import Appointment, Bell, CalendarDay, SchoolClass, Theme
from course.schedule import actions as schedule
from course.schedule.models import Lesson, LessonChange, LessonClass, LessonState, Place, Slot
from course.schedule.situation_queries import Question
from tests import make, make_plans
from tests.conftest import both_databases
from tests.make_plans import World


def publish(plan_id: int, **given: Any) -> publish_actions.Published:
    """Publish the first county of a plan."""
    (part, *_) = make_plans.parts(plan_id)
    with one_transaction():
        return publish_actions.publish_part(part, user=None, now=utc_now(), **given)


def withdraw(plan_id: int) -> withdraw_actions.Withdrawn:
    """Withdraw the first county of a plan."""
    (part, *_) = make_plans.parts(plan_id)
    with one_transaction():
        return withdraw_actions.withdraw_part(part, user=None, now=utc_now())


@both_databases
def test_a_published_draft_is_lessons_slots_history_and_one_notice_each(data: None) -> None:
    world = make_plans.world()
    person, school = make_plans.person(world), make_plans.school(world)
    users = make.user(Role.VICE_PRINCIPAL, person), make.user(Role.SCHOOL, school)
    plan_id = make_plans.planned(world)
    planned = make_plans.drafted(plan_id)
    assert publish(plan_id) == publish_actions.Published(len(planned), 0)
    lessons = {lesson.id: lesson for lesson in make_plans.lessons()}
    for row in make_plans.drafted(plan_id):
        one = lessons[row.lesson_id]
        assert (one.vice_principal_id, one.school_id, one.theme_id) == (
            row.vice_principal_id,
            row.school_id,
            row.theme_id,
        )
        assert (one.start, one.end, one.period, one.place) == (row.start, row.end, row.period, row.place)
        assert (one.state, one.accepted_at, one.sequence) == (LessonState.SCHEDULED, None, 0)
        of = sa.select(LessonClass.class_id).where(LessonClass.lesson_id == one.id).order_by(LessonClass.class_id)
        assert tuple(db.session.scalars(of)) == tuple(sorted(row.class_ids))
    assert make_plans.count(Slot) == 2 * len(planned), "a person and a class each"
    changes = db.session.scalars(sa.select(LessonChange)).all()
    assert {change.action for change in changes} == {"schedule"} and len(changes) == len(planned)
    for user in users:
        (notice,) = db.session.scalars(sa.select(Notice).where(Notice.user_id == user.id))
        assert notice.facts["lessons"] == 4 and notice.address == "/lessons" and wording(notice).title
    assert make_plans.states(plan_id) == ["published"]
    actions = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert actions == ["plan.make", "plan.publish"] and audit.first_broken_entry() is None


@both_databases
def test_what_is_published_and_withdrawn_is_counted_at_once(data: None) -> None:
    world = make_plans.world()
    make_plans.person(world), make_plans.school(world)
    plan_id = make_plans.planned(world)
    minutes = sa.select(sa.func.sum(SchoolTally.scheduled_minutes))
    publish(plan_id)
    assert db.session.scalar(minutes) > 0 and list(wrong_tallies(utc_now())) == []
    withdraw(plan_id)
    assert db.session.scalar(minutes) == 0 and list(wrong_tallies(utc_now())) == []


def away(world: World, row: PlannedLesson) -> None:
    make.absence(make_plans.person(world), row.start, row.end)


def closed(world: World, row: PlannedLesson) -> None:
    make.blackout(make_plans.school(world), row.start, row.end)


def holiday(world: World, row: PlannedLesson) -> None:
    make.save(CalendarDay(day=row.start.date(), taught_as=None, name="假"))


def gone(world: World, row: PlannedLesson) -> None:
    db.session.execute(sa.delete(SchoolClass).where(SchoolClass.id == row.class_ids[0]))
    db.session.commit()


def ended(world: World, row: PlannedLesson) -> None:
    """Both people of the station are no longer appointed."""
    db.session.execute(sa.update(Appointment).values(end=make_plans.today()))
    db.session.commit()


def rung_later(world: World, row: PlannedLesson) -> None:
    moved = sa.update(Bell).where(Bell.period == row.period)
    db.session.execute(moved.values(start=(row.start + timedelta(minutes=3)).time()))
    db.session.commit()


def taught_elsewhere(world: World, row: PlannedLesson) -> None:
    """People have made a lesson at that very time; its class is another one."""
    other = make.school_class(make_plans.school(world), 6, 9)
    theme = db.session.get_one(Theme, row.theme_id)
    lesson = make.lesson(make_plans.person(world), make_plans.school(world), theme, row.start, row.end)
    make.save(LessonClass(lesson_id=lesson.id, class_id=other.id))


def other_stage(world: World, row: PlannedLesson) -> None:
    db.session.get_one(Theme, row.theme_id).stages = ("senior",)
    db.session.commit()


def fewer_lessons(world: World, row: PlannedLesson) -> None:
    """Another lesson in the same week, and only one a week from now on."""
    person = make_plans.person(world)
    person.max_lessons_week = 1
    db.session.commit()
    theme, school = make.theme("T77"), make.school(make.region())
    make.lesson(person, school, theme, row.start - timedelta(minutes=1), row.start)


@pytest.mark.parametrize(
    "change, rule",
    [
        (away, "person_is_not_away"),
        (closed, "school_takes_lessons"),
        (holiday, "is_on_a_teaching_day"),
        (gone, "classes_are_of_the_school"),
        (ended, "person_may_teach_here"),
        (rung_later, "is_an_open_period"),
        (taught_elsewhere, "person_is_free"),
        (other_stage, "theme_suits_the_stage"),
        (fewer_lessons, "week_has_room"),
    ],
)
def test_a_draft_that_no_longer_fits_is_refused_lesson_by_lesson_and_planned_again(
    data: None, change: Callable[[World, PlannedLesson], None], rule: str
) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    person = make_plans.person(world).id
    row = next(row for row in make_plans.drafted(plan_id) if row.vice_principal_id == person)
    change(world, row)
    before = make_plans.count(Lesson)
    with pytest.raises(Refused) as refused:
        publish(plan_id)
    assert refused.value.names() == {"plan_still_holds"}
    mine = next(one for one in refused.value.refused if one.code == row.code)
    assert rule in mine.rules and mine.school and mine.person
    assert plan_wording.reasons(mine) != rule and plan_wording.when(mine)
    assert (make_plans.count(Lesson), make_plans.count(Slot), make_plans.count(Notice)) == (before, 0, 0)
    assert make_plans.states(plan_id) == ["draft"]
    with one_transaction():
        plan_actions.ask_again(make_plans.plan(plan_id), first=make_plans.tomorrow(), user=None, now=utc_now())
    make_plans.work()
    if make_plans.drafted(plan_id):
        publish(plan_id)
        assert make_plans.states(plan_id) == ["published"] and make_plans.overlaps() == 0


def test_every_rule_of_the_verifier_has_words() -> None:
    named = {rule.__name__ for rule in verify.LESSON_RULES}
    others = {"class_is_free", "hall_is_free", "person_is_free", "day_has_room", "week_has_room"}
    assert set(plan_wording.FAULTS) == named | others | {"there_is_time_to_travel", "school_is_of_the_county"}


def test_every_part_of_the_soft_cost_has_words() -> None:
    from course.planning.solver.soft_cost import PARTS

    assert set(plan_wording.SOFT_PARTS) == set(PARTS)


def test_lessons_whose_day_has_passed_are_left_out_unless_they_are_asked_for(data: None) -> None:
    world = make_plans.world()
    first = make_plans.today() - timedelta(days=30)
    plan_id = make_plans.planned(world, first=first)
    rows = make_plans.drafted(plan_id)
    now = schedule.wall_clock(utc_now())
    passed = sum(row.start <= now for row in rows)
    done = publish(plan_id)
    assert done.passed == passed and done.lessons == len(rows) - passed
    assert all(lesson.start > now for lesson in make_plans.lessons())
    withdraw(plan_id)
    other = make_plans.planned(world, first=first)
    assert publish(other, first=first).passed == 0


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(data: None) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    with pytest.raises(RuleBroken) as refused:
        publish(plan_id, revision=7)
    assert refused.value.names() == {"page_is_fresh"} and make_plans.count(Lesson) == 0


def wish(world: World, row: PlannedLesson) -> schedule.Wish:
    """What somebody books by hand: the time of a planned lesson, for another class."""
    school = make_plans.school(world)
    other = make.school_class(school, 6, 9)
    question = Question(school, make.theme("T90"), (other,), Place.CLASSROOM)
    return schedule.Wish(question, row.vice_principal_id, row.start.date(), row.period)


def at_once(app: Flask, *work: Callable[[], Any]) -> list[str]:
    """Do all this at the same moment; what came of each."""
    found: list[str] = []
    start = threading.Barrier(len(work))

    def one(act: Callable[[], Any]) -> None:
        with app.app_context():
            start.wait(20)
            try:
                with one_transaction():
                    act()
                found.append("done")
            except RuleBroken as refused:
                found.append("refused " + ",".join(sorted(refused.names())))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(act,)) for act in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


@both_databases
def test_two_who_publish_one_draft_at_once_publish_it_once(app: Flask, data: None) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    number = len(make_plans.drafted(plan_id))
    (part,) = make_plans.parts(plan_id)
    db.session.remove()

    def act() -> None:
        publish_actions.publish_part(db.session.get_one(PlanPart, part.id), user=None, now=utc_now())

    assert at_once(app, *[act] * 4) == ["done"] + ["refused part_is_a_draft"] * 3
    assert make_plans.count(Lesson) == number and make_plans.overlaps() == 0


@both_databases
def test_two_drafts_of_one_county_are_not_both_published(app: Flask, data: None) -> None:
    world = make_plans.world()
    plans = [make_plans.planned(world), make_plans.planned(world)]
    ids = [make_plans.parts(plan_id)[0].id for plan_id in plans]
    db.session.remove()

    def act(part_id: int) -> None:
        publish_actions.publish_part(db.session.get_one(PlanPart, part_id), user=None, now=utc_now())

    assert at_once(app, lambda: act(ids[0]), lambda: act(ids[1])) == ["done", "refused plan_still_holds"]
    assert make_plans.overlaps() == 0


@both_databases
def test_who_books_while_a_plan_is_published_gets_the_time_or_is_told(app: Flask, data: None) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    person = make_plans.person(world).id
    row = next(row for row in make_plans.drafted(plan_id) if row.vice_principal_id == person)
    wanted = wish(world, row)
    (part,) = make_plans.parts(plan_id)
    db.session.remove()

    def publishes() -> None:
        publish_actions.publish_part(db.session.get_one(PlanPart, part.id), user=None, now=utc_now())

    def books() -> None:
        schedule.book(wanted, user=None, now=utc_now())

    found = at_once(app, publishes, books)
    assert found[0] == "done" and found[1].startswith("refused")
    assert make_plans.overlaps() == 0


@both_databases
def test_the_slots_are_the_last_guard(app: Flask, data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the check and the lock see nothing, the database refuses, and nothing is written."""
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    row = make_plans.drafted(plan_id)[0]
    lesson = make.lesson(make_plans.person(world), make_plans.school(world), make.theme("T91"), row.start, row.end)
    name = f"vice_principal:{row.vice_principal_id}"
    make.save(Slot(resource=name, region_path="", start=row.start, end=row.end, lesson_id=lesson.id))
    monkeypatch.setattr(publish_check, "faults", lambda instance, lessons: [])
    with pytest.raises(RuleBroken) as refused:
        publish(plan_id)
    assert refused.value.names() == {"slots_are_free"}
    assert (make_plans.count(Lesson), make_plans.count(Slot), make_plans.count(LessonChange)) == (1, 1, 0)
    assert make_plans.states(plan_id) == ["draft"]


@both_databases
def test_a_withdrawn_plan_leaves_what_people_agreed_to_or_moved(data: None) -> None:
    world = make_plans.world()
    user = make.user(Role.SCHOOL, make_plans.school(world))
    plan_id = make_plans.planned(world)
    publish(plan_id)
    lessons = make_plans.lessons()
    agreed, moved, off = lessons[:3]
    with one_transaction():
        schedule.agree(locked(agreed), user=None, now=utc_now())
        locked(moved).sequence = 1
        schedule.cancel(locked(off), "值班", user=None, now=utc_now())
    done = withdraw(plan_id)
    assert done == withdraw_actions.Withdrawn(len(lessons) - 3, {"agreed": 1, "changed": 1, "over": 1})
    assert make_plans.states(plan_id) == ["withdrawn"]
    part = db.session.scalars(sa.select(PlanPart).where(PlanPart.plan_id == plan_id)).one()
    assert part.published_at and part.withdrawn_at and part.published_at <= part.withdrawn_at
    found = {lesson.id: lesson for lesson in make_plans.lessons()}
    assert [found[one.id].state.value for one in (agreed, moved, off)] == ["scheduled", "scheduled", "cancelled"]
    assert all(one.state is LessonState.CANCELLED and one.reason for one in make_plans.lessons()[3:])
    assert make_plans.count(Slot) == 4, "only the two that stay hold their time"
    kinds = db.session.scalars(sa.select(Notice.kind).where(Notice.user_id == user.id)).all()
    assert sorted(kinds) == ["lesson.accepted", "lesson.cancelled", "plan.published_school", "plan.withdrawn"]
    assert plan_wording.kept_in_words(done.kept)
    with pytest.raises(RuleBroken):
        withdraw(plan_id)
    again = make_plans.planned(world)
    publish(again)
    assert make_plans.overlaps() == 0


def locked(lesson: Lesson) -> Lesson:
    """A lesson as the transaction that is going on sees it."""
    return db.session.get_one(Lesson, lesson.id, populate_existing=True)


def test_agreeing_is_kept_and_happens_once(data: None) -> None:
    world = make_plans.world()
    publish(make_plans.planned(world))
    lesson = make_plans.lessons()[0]
    with one_transaction():
        schedule.agree(locked(lesson), user=None, now=utc_now(), sequence=0)
    lesson = make_plans.lessons()[0]
    assert lesson.accepted_at is not None and (lesson.state, lesson.sequence) == (LessonState.SCHEDULED, 1)
    with pytest.raises(RuleBroken) as refused, one_transaction():
        schedule.agree(locked(lesson), user=None, now=utc_now())
    assert refused.value.names() == {"waits_for_agreement"}
    with pytest.raises(schedule.LessonChanged), one_transaction():
        schedule.agree(locked(lesson), user=None, now=utc_now(), sequence=0)


def test_a_request_that_is_accepted_is_agreed_to(data: None) -> None:
    world = make_plans.world()
    row = make_plans.drafted(make_plans.planned(world))[0]
    with one_transaction():
        lesson = schedule.book(wish(world, row), user=None, now=utc_now())
        schedule.accept(lesson, user=None, now=utc_now())
    assert lesson.accepted_at is not None


@both_databases
def test_a_larger_plan_is_published_and_withdrawn_county_by_county(data: None) -> None:
    world = make_plans.world(counties=3)
    plan_id = make_plans.planned(world)
    person = make_plans.person(world).id
    row = next(row for row in make_plans.drafted(plan_id) if row.vice_principal_id == person)
    make.absence(make_plans.person(world), row.start, row.end)
    ask_for_each(plan_id, PUBLISH, PartState.DRAFT, world.admin)
    make_plans.work()
    assert make_plans.states(plan_id) == ["draft", "published", "published"]
    ask_for_each(plan_id, withdraw_actions.WITHDRAW, PartState.PUBLISHED, world.admin)
    make_plans.work()
    assert make_plans.states(plan_id) == ["draft", "withdrawn", "withdrawn"]
    assert make_plans.count(Slot) == 0


def ask_for_each(plan_id: int, kind: str, state: PartState, user_id: int) -> None:
    """As the page does it for more than one county."""
    revision = sum(part.revision for part in make_plans.parts(plan_id))
    with one_transaction():
        user = db.session.get_one(User, user_id)
        given = {"revision": revision, "user": user, "now": utc_now()}
        plan_actions.ask_for_each(kind, make_plans.plan(plan_id), state, **given)


def test_a_user_who_lost_the_right_publishes_nothing_any_more(data: None) -> None:
    world = make_plans.world(counties=2)
    plan_id = make_plans.planned(world)
    ask_for_each(plan_id, PUBLISH, PartState.DRAFT, world.bureau)
    with one_transaction():
        db.session.get_one(User, world.bureau).active = False
    make_plans.work()
    assert make_plans.count(Lesson) == 0


def test_many_lessons_can_be_published_at_once(data: None) -> None:
    """More rows than a statement takes parameters."""
    world = make_plans.world(schools=40, classes=12)
    plan_id = make_plans.planned(world)
    assert publish(plan_id).lessons == len(make_plans.drafted(plan_id)) >= 160
