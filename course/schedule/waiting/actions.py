"""Verbs of waiting lists: wait for a time, take it back, and what is done when the time comes free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from course import jobs
from course.access import audit
from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _l
from course.roster.models import School, SchoolClass, Theme
from course.schedule import actions, rules
from course.schedule.actions import Wish, lock_key, propose, wall_clock
from course.schedule.models import Lesson, WaitingPlace, WaitingState
from course.schedule.situation_queries import Question
from course.schedule.waiting import queries as waiting_queries
from course.schedule.waiting import rules as waiting_rules
from course.schedule.waiting.freed import LISTENERS, Freed

# How long a time is kept for whoever it was offered to.
OFFER = timedelta(hours=24)
BOOKED, OFFERED = "waiting.booked", "waiting.offered"
LOOK, WATCH = "waiting.look", "waiting.watch"


def wait(wish: Wish, *, books_itself: bool, user: User | None, now: datetime) -> WaitingPlace:
    """Wait for a time that somebody else holds; refused where it is free, or where more stands against it."""
    actions.hold_back_others(wish.resources())
    proposal = propose(wish, now)
    place = new_place(wish, proposal.start, proposal.end, now)
    place.books_itself, place.created_by_id = books_itself, user.id if user else None
    number = waiting_queries.count_of_school(place.school_id, wall_clock(now))
    found = waiting_rules.may_wait(rules.problems(proposal))
    known = waiting_queries.same_place(place)
    refuse([*found, waiting_rules.list_has_room(number), waiting_rules.waits_once(known)])
    db.session.add(place)
    db.session.flush()
    note("waiting.join", place, user, now)
    return place


def new_place(wish: Wish, start: datetime, end: datetime, now: datetime) -> WaitingPlace:
    """The row of a place on the list."""
    school = wish.question.school
    return WaitingPlace(
        school_id=school.id,
        region_path=school.region_path,
        vice_principal_id=wish.vice_principal_id,
        theme_id=wish.question.theme.id,
        place=wish.question.place,
        class_ids=tuple(row.id for row in wish.question.classes),
        start=start,
        end=end,
        period=wish.period,
        state=WaitingState.WAITING,
        created_at=now,
    )


def withdraw(place: WaitingPlace, *, user: User | None, now: datetime) -> None:
    """Take a place back; what was offered goes to the next in turn."""
    refuse([still_open(place)])
    offered = place.state is WaitingState.OFFERED
    place.state, place.offered_until = WaitingState.WITHDRAWN, None
    note("waiting.withdraw", place, user, now)
    if offered:
        time_came_free(Freed(place.vice_principal_id, place.start, place.end, now))


def take(place: WaitingPlace, *, user: User | None, now: datetime) -> Lesson:
    """Book what was offered."""
    offered = place.state is WaitingState.OFFERED and place.offered_until is not None and place.offered_until > now
    refuse([None if offered else offer_is_over()])
    return book_place(place, wish_of(place), user=user, now=now)


def still_open(place: WaitingPlace) -> Problem | None:
    """Only what waits, or is offered, can be taken back."""
    return None if place.state in waiting_queries.OPEN else offer_is_over()


def offer_is_over() -> Problem:
    """The refusal of an offer that has gone to somebody else."""
    return Problem("offer_stands", _l("This offer does not stand any more. Look at the list again."))


def book_place(place: WaitingPlace, wish: Wish, *, user: User | None, now: datetime) -> Lesson:
    """Ask for the lesson that was waited for; an offer does not stand in its own way."""
    was, place.state = place.state, WaitingState.BOOKED
    db.session.flush()
    try:
        lesson = actions.book(wish, user=user, now=now)
    except RuleBroken:
        place.state = was
        db.session.flush()
        raise
    place.lesson_id, place.offered_until = lesson.id, None
    note("waiting.book", place, user, now)
    return lesson


def wish_of(place: WaitingPlace) -> Wish:
    """What somebody waits for, as a wish; classes that the school has no more are left out."""
    school, theme = db.session.get_one(School, place.school_id), db.session.get_one(Theme, place.theme_id)
    chosen = sa.select(SchoolClass).where(SchoolClass.id.in_(place.class_ids), SchoolClass.school_id == school.id)
    classes = tuple(db.session.scalars(chosen.order_by(SchoolClass.grade, SchoolClass.number)))
    question = Question(school, theme, classes, place.place)
    return Wish(question, place.vice_principal_id, place.start.date(), place.period)


def listen(freed: Freed) -> None:
    """Give the time away at once where nobody stands in the way, else in a moment: nobody waits in a circle."""
    places = waiting_queries.waiting_for(freed.vice_principal_id, freed.start, freed.end)
    if not places or freed.end <= wall_clock(freed.now):
        return
    if holds_at_once(names_of(places)):
        give_away(places, freed.now)
    else:
        given = {"vice_principal_id": freed.vice_principal_id}
        given |= {"start": freed.start.isoformat(), "end": freed.end.isoformat()}
        jobs.ask(LOOK, given, user_id=None, now=freed.now)


def time_came_free(freed: Freed) -> None:
    """Give the time to the first in turn who can take it; takes the locks of all of them."""
    places = waiting_queries.waiting_for(freed.vice_principal_id, freed.start, freed.end)
    actions.hold_back_others(names_of(places))
    give_away(waiting_queries.waiting_for(freed.vice_principal_id, freed.start, freed.end), freed.now)


def names_of(places: Iterable[WaitingPlace]) -> list[str]:
    """The names of all that these places would hold."""
    return sorted(
        {
            name
            for row in places
            for name in actions.resources(row.vice_principal_id, list(row.class_ids), row.school_id, row.place)
        }
    )


def holds_at_once(names: list[str]) -> bool:
    """Whether all these locks were free; on SQLite a writer is alone."""
    if db.session.get_bind().dialect.name != "postgresql":
        return True
    return all(db.session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(lock_key(name)))) for name in names)


def give_away(places: Iterable[WaitingPlace], now: datetime) -> None:
    """Book for, or offer to, each in turn to whom the time can still go."""
    for place in places:
        wish = wish_of(place)
        try:
            give(place, wish, now)
        except RuleBroken:
            # Something else stands against it, or one before them has the time now: they go on waiting.
            continue


def give(place: WaitingPlace, wish: Wish, now: datetime) -> None:
    """Book the time, or keep it for a day and ask."""
    if place.books_itself:
        by = db.session.get(User, place.created_by_id) if place.created_by_id else None
        lesson = book_place(place, wish, user=by, now=now)
        tell(BOOKED, place, wish, f"/lessons/{lesson.id}", now)
        return
    proposal = propose(wish, now)
    refuse(rules.problems(proposal))
    until = min(now + OFFER, now + (place.start - wall_clock(now)))
    place.state, place.offered_until = WaitingState.OFFERED, until
    note("waiting.offer", place, None, now)
    tell(OFFERED, place, wish, "/lessons/waiting", now)
    jobs.ask(WATCH, {}, user_id=None, now=now).leased_until = until


def end_offers(now: datetime) -> int:
    """What was offered and not taken goes to the next in turn."""
    over = waiting_queries.expired(now)
    for place in over:
        place.state, place.offered_until = WaitingState.WITHDRAWN, None
        note("waiting.lapse", place, None, now)
    db.session.flush()
    return len(over)


def tell(kind: str, place: WaitingPlace, wish: Wish, address: str, now: datetime) -> None:
    """Tell the school what came of its waiting."""
    facts: dict[str, Any] = {
        "theme": wish.question.theme.name,
        "classes": [row.label for row in wish.question.classes],
        "start": place.start.isoformat(),
        "end": place.end.isoformat(),
        "period": place.period,
        "until": place.offered_until.isoformat() if place.offered_until else "",
    }
    key = f"{kind}:{place.id}"
    for reader in waiting_queries.readers_of(place.school_id):
        notify(reader.id, kind=kind, key=key, facts=facts, address=address, now=now)


def note(action: str, place: WaitingPlace, user: User | None, now: datetime) -> None:
    """Write into the log what became of a place."""
    said = {"start": place.start.isoformat(), "state": place.state.value}
    audit.note(action, f"waiting:{place.id}", user=user, now=now, region_path=place.region_path, **said)


LISTENERS.append(listen)
