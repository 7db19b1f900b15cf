"""The lessons of a plan in calendars, and whoever waits for a time that a withdrawn plan gives back."""

from __future__ import annotations

import icalendar
import sqlalchemy as sa

from course.access import message_actions
from course.access.message_letters import letter_of
from course.access.models import Channel, Message, Role, User
from course.db import db, one_transaction, utc_now
from course.roster.models import Theme
from course.schedule import actions as schedule
from course.schedule import queries
from course.schedule.models import Lesson, LessonState, Place, WaitingPlace, WaitingState
from course.schedule.situation_queries import Question
from course.schedule.waiting import actions as waiting_actions
from tests import make, make_plans
from tests.calendars import ics_problems
from tests.conftest import both_databases
from tests.make_plans import World
from tests.test_planning_publish import publish, withdraw


def world_with_users() -> tuple[World, User, User]:
    """A county with a plan to come, and a user of its vice-principal and of its school."""
    world = make_plans.world()
    person, school = make_plans.person(world), make_plans.school(world)
    return world, make.user(Role.VICE_PRINCIPAL, person, locale="en"), make.user(Role.SCHOOL, school)


def entries(user: User) -> list[tuple[str, str, int, str]]:
    """What the calendar of somebody was sent: method, lesson, sequence, and what is still to be answered."""
    found = []
    chosen = sa.select(Message.attachment).where(Message.user_id == user.id, Message.attachment != "")
    for text in db.session.scalars(chosen.order_by(Message.id)):
        assert ics_problems(text.encode()) == []
        calendar = icalendar.Calendar.from_ical(text)
        (event,) = calendar.walk("VEVENT")
        found.append(
            (str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event["ATTENDEE"].params["PARTSTAT"])
        )
    return found


def fresh() -> list[Lesson]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Lesson).order_by(Lesson.start).options(*queries.WITH_NAMES)))


@both_databases
def test_a_published_plan_is_invited_to_updated_when_agreed_and_cancelled_when_withdrawn(data: None) -> None:
    world, police, teacher = world_with_users()
    plan_id = make_plans.planned(world)
    publish(plan_id)
    lessons = fresh()
    own = [one for one in lessons if one.vice_principal_id == police.vice_principal_id]
    mine = [f"{one.uid}-{one.vice_principal_id}" for one in own]
    uids = [one.uid for one in lessons if one.school_id == teacher.school_id]
    assert len(own) > 1
    assert sorted(entries(police)) == sorted(("REQUEST", uid, 0, "NEEDS-ACTION") for uid in mine)
    assert sorted(entries(teacher)) == sorted(("REQUEST", uid, 0, "ACCEPTED") for uid in uids)

    with one_transaction():
        (first,) = queries.lessons_to_change([own[0].id], queries.Scope(Role.ADMIN))
        schedule.agree(first, user=db.session.get(User, police.id), now=utc_now())
    assert entries(police)[-1] == ("REQUEST", mine[0], 1, "ACCEPTED")
    assert (("REQUEST", own[0].uid, 1, "ACCEPTED") in entries(teacher)) is (own[0].uid in uids)

    withdraw(plan_id)
    off = sorted(("CANCEL", uid, 1, "ACCEPTED") for uid in mine[1:])
    assert sorted(entries(police)[len(own) + 1 :]) == off, "what was agreed to stays"
    assert {uid for method, uid, *_ in entries(teacher) if method == "CANCEL"} == set(uids) - {own[0].uid}


def test_the_mail_says_what_to_do_and_one_switch_turns_it_off(data: None) -> None:
    world, police, teacher = world_with_users()
    message_actions.choose(teacher, {Channel.MAIL: {"changes"}})
    db.session.commit()
    publish(make_plans.planned(world))
    assert entries(police) and not entries(teacher)
    message = db.session.scalars(sa.select(Message).where(Message.kind == "plan.entry")).first()
    letter = letter_of(message, db.session.get(User, police.id), now=utc_now())
    assert "Agree on its page" in letter.text and "/lessons/" in letter.link and letter.attachment


@both_databases
def test_a_time_that_a_withdrawn_plan_gives_back_goes_to_whoever_waits(data: None) -> None:
    world = make_plans.world()
    plan_id = make_plans.planned(world)
    publish(plan_id)
    lesson = fresh()[0]
    school = lesson.school
    themes = {one.theme_id for one in fresh()}
    theme = db.session.scalar(sa.select(Theme).where(Theme.id.not_in(themes))) or make.theme("ZZ")
    classes = (make.school_class(school, 6, 9),)
    question = Question(school, theme, classes, Place.CLASSROOM)
    wish = schedule.Wish(question, lesson.vice_principal_id, lesson.start.date(), lesson.period)
    with one_transaction():
        waiting_actions.wait(wish, books_itself=True, user=None, now=utc_now())
    withdraw(plan_id)
    place = db.session.scalars(sa.select(WaitingPlace)).one()
    assert place.state is WaitingState.BOOKED
    booked = db.session.get_one(Lesson, place.lesson_id)
    assert (booked.state, booked.start) == (LessonState.REQUESTED, lesson.start)
