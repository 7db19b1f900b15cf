"""Reads for repairs: the lessons that an absence hits, and the small part of the term around them.

Whatever the size of the province, the number of statements is the same, and the rows are those of
the schools concerned, of the people who may teach there, and of where those teach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from course.access.models import Role
from course.access.scope import Scope, within
from course.db import db
from course.planning.history_queries import History
from course.planning.instance_queries import (
    absences,
    blackouts,
    days_of,
    minutes,
    person_facts,
    school_facts,
    term_facts,
    theme_facts,
)
from course.planning.selections import Selection, held_in, in_term, of_schools
from course.planning.solver.instance import Instance, PersonFacts, Service, Taught
from course.roster.models import Absence, Appointment, Blackout, School, Term, VicePrincipal
from course.schedule.models import Lesson, LessonClass, LessonState
from course.schedule.queries import NAMED

NOTHING_HAD = History({}, frozenset(), {})
MOST_LESSONS = 100
# How far a thorough look goes: a component of schools that share people is seldom larger.
MOST_SCHOOLS = 30


@dataclass(frozen=True)
class Ground:
    """An instance around some schools, and the lessons that people could agree to move.

    ``ids`` says which row each lesson is, ``sequences`` how each row stood.
    """

    instance: Instance
    ids: dict[Taught, int]
    sequences: dict[int, int]
    movable: tuple[Taught, ...]

    def taught(self, lesson_ids: Collection[int]) -> list[Taught]:
        """These lessons as plain values."""
        return [lesson for lesson, lesson_id in self.ids.items() if lesson_id in lesson_ids]


@dataclass(frozen=True)
class Span:
    """A time in which somebody cannot come."""

    start: datetime
    end: datetime

    @property
    def last(self) -> datetime:
        """The last minute of it, so that whole days are shown as such."""
        return self.end - timedelta(minutes=1) if self.end.time() == time() else self.end


def lost_lessons(scope: Scope, person_id: int, span: Span | None, now: datetime) -> list[Lesson]:
    """The coming agreed lessons of a person in a time, or in any time away that is entered; inside the scope."""
    chosen = sa.select(Lesson).where(*lost(span, now), Lesson.vice_principal_id == person_id, within(Lesson, scope))
    named = chosen.options(*(selectinload(part) for part in NAMED))
    return list(db.session.scalars(named.order_by(Lesson.start, Lesson.id).limit(MOST_LESSONS)))


def count_lost(scope: Scope, person_id: int, span: Span | None, now: datetime) -> int:
    """How many coming agreed lessons of a person are lost."""
    counted = sa.select(sa.func.count()).select_from(Lesson).where(*lost(span, now), within(Lesson, scope))
    return db.session.scalar(counted.where(Lesson.vice_principal_id == person_id)) or 0


def people_with_lost_lessons(scope: Scope, now: datetime) -> list[tuple[VicePrincipal, int, datetime]]:
    """Who has coming agreed lessons in a time away, how many, and when the first of them is; the soonest first."""
    first, count = sa.func.min(Lesson.start), sa.func.count()
    counted = sa.select(Lesson.vice_principal_id, count, first).where(*lost(None, now), within(Lesson, scope))
    rows = db.session.execute(counted.group_by(Lesson.vice_principal_id).order_by(first).limit(MOST_LESSONS)).all()
    chosen = sa.select(VicePrincipal).where(VicePrincipal.id.in_([row[0] for row in rows]))
    people = {one.id: one for one in db.session.scalars(chosen.options(selectinload(VicePrincipal.station)))}
    return [(people[person_id], number, start) for person_id, number, start in rows]


def lost(span: Span | None, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """The coming agreed lessons that touch a time; without one, those in a time away of whoever gives them."""
    ahead = Lesson.state == LessonState.SCHEDULED, Lesson.start > now
    if span is not None:
        return *ahead, Lesson.start < span.end, Lesson.end > span.start
    away = sa.exists().where(
        Absence.vice_principal_id == Lesson.vice_principal_id, Absence.start < Lesson.end, Absence.end > Lesson.start
    )
    return *ahead, away


def changeable(lesson_ids: Collection[int], scope: Scope) -> set[int]:
    """Those of these lessons that this scope may change."""
    own = [Lesson.vice_principal_id.in_(scope.vice_principal_ids)] if scope.role is Role.VICE_PRINCIPAL else []
    return set(db.session.scalars(sa.select(Lesson.id).where(Lesson.id.in_(lesson_ids), within(Lesson, scope), *own)))


def is_away(person_id: int, span: Span) -> bool:
    """Whether one time away that is entered covers a whole span."""
    covers = Absence.start <= span.start, Absence.end >= span.end
    return db.session.scalar(sa.select(sa.exists().where(Absence.vice_principal_id == person_id, *covers))) or False


def terms_with(days: Sequence[date]) -> list[Term]:
    """The terms from the first of these days to the last."""
    if not days:
        return []
    touched = Term.start <= max(days), Term.end >= min(days)
    return list(db.session.scalars(sa.select(Term).where(*touched).order_by(Term.start, Term.id)))


def schools_around(term: Term, school_ids: Collection[int]) -> list[int]:
    """These schools, all that are served by those who serve them, and as many more of their people's as stay few."""
    serving = sa.select(Appointment.vice_principal_id).where(in_term(term, Appointment.school_id.in_(school_ids)))
    around = {*school_ids, *served_by(term, serving)}
    more = around | served_by(term, people_who_may_teach(term, around))
    while around < more and len(more) <= MOST_SCHOOLS:
        around, more = more, more | served_by(term, people_who_may_teach(term, more))
    return sorted(around)


def people_who_may_teach(term: Term, school_ids: Collection[int]) -> sa.Select[Any]:
    """All who serve these schools, and those of their stations."""
    return sa.select(VicePrincipal.id).where(of_schools(term, sorted(school_ids)).people)


def served_by(term: Term, people: sa.Select[Any]) -> set[int]:
    """The schools that these people serve in the term."""
    served = sa.select(Appointment.school_id).where(in_term(term, Appointment.vice_principal_id.in_(people)))
    return set(db.session.scalars(served.distinct()))


def read_ground(term: Term, school_ids: Sequence[int], first: date) -> Ground:
    """What is known of these schools and of all who may teach there; new places lie on ``first`` or later."""
    selection = of_schools(term, school_ids)
    people = person_facts(selection.people)
    rows = lesson_rows(term, [one.id for one in people], school_ids)
    people += strangers(people, rows)
    seats = {one.id: place for place, one in enumerate(people)}
    concerned = School.id.in_({*school_ids, *(row.school_id for row in rows)})
    schools = school_facts(term, Selection(concerned, selection.people, concerned), NOTHING_HAD)
    places = {one.id: place for place, one in enumerate(schools)}
    themes = tuple(theme_facts())
    services = tuple(services_at(term, school_ids, places, seats))
    codes = {one.id: one.code for one in themes}
    lessons = dict(taught_of(rows, places, seats, codes, services))
    instance = Instance(
        term=term_facts(term),
        days=days_of(term, first),
        schools=schools,
        people=people,
        services=services,
        themes=themes,
        held=tuple(lessons),
        absences=absences(term, VicePrincipal.id.in_(list(seats)), seats),
        blackouts=blackouts(term, schools, places, closes(list(places))),
        planned_schools=tuple(sorted(places[one] for one in school_ids)),
    )
    states = {row.id: row.state for row in rows}
    movable = (one for one, row_id in lessons.items() if states[row_id] is LessonState.SCHEDULED and one.day >= first)
    return Ground(instance, lessons, {row.id: row.sequence for row in rows}, tuple(movable))


def closes(school_ids: Sequence[int]) -> sa.ColumnElement[bool]:
    """The times without lessons of these schools, or of more than one."""
    return sa.or_(Blackout.school_id.is_(None), Blackout.school_id.in_(school_ids))


LESSON_COLUMNS = (
    Lesson.id,
    Lesson.vice_principal_id,
    Lesson.school_id,
    Lesson.theme_id,
    Lesson.period,
    Lesson.place,
    Lesson.state,
    Lesson.sequence,
)


def lesson_rows(term: Term, person_ids: Sequence[int], school_ids: Sequence[int]) -> Sequence[Any]:
    """The lessons that hold the time of these people, wherever, or of these schools."""
    concerned = sa.or_(Lesson.vice_principal_id.in_(person_ids), Lesson.school_id.in_(school_ids))
    times = minutes(Lesson.start).label("start"), minutes(Lesson.end).label("end")
    chosen = sa.select(*LESSON_COLUMNS, *times).where(*held_in(term), concerned).order_by(Lesson.id)
    return db.session.execute(chosen).all()


def strangers(people: Sequence[PersonFacts], rows: Iterable[Any]) -> tuple[PersonFacts, ...]:
    """Those who teach at one of the schools but may not be planned there any more."""
    unknown = {row.vice_principal_id for row in rows} - {one.id for one in people}
    return person_facts(VicePrincipal.id.in_(unknown)) if unknown else ()


def services_at(
    term: Term, school_ids: Sequence[int], places: dict[int, int], seats: dict[int, int]
) -> Iterator[Service]:
    """The appointments of the term to these schools."""
    one = Appointment
    chosen = sa.select(one.vice_principal_id, one.school_id, one.start, one.end)
    chosen = chosen.where(in_term(term, one.school_id.in_(school_ids))).order_by(one.school_id, one.id)
    for person_id, school_id, start, end in db.session.execute(chosen):
        yield Service(seats[person_id], places[school_id], start, end)


def taught_of(
    rows: Sequence[Any],
    places: dict[int, int],
    seats: dict[int, int],
    codes: dict[int, str],
    services: Sequence[Service],
) -> Iterator[tuple[Taught, int]]:
    """The lessons as plain values, each with its row; who is not appointed that day stands in."""
    classes = classes_of([row.id for row in rows])
    serving = defaultdict(list)
    for one in services:
        serving[one.person, one.school].append((one.start, one.end))
    for row in rows:
        person, school, theme = seats[row.vice_principal_id], places[row.school_id], codes[row.theme_id]
        times = row.start, row.end, row.period or 0
        lesson = Taught(person, school, *times, tuple(classes[row.id]), theme, row.place.value)
        appointed = any(first <= lesson.day <= last for first, last in serving[person, school])
        yield (lesson if appointed else replace(lesson, substitute=True)), row.id


def classes_of(lesson_ids: Sequence[int]) -> dict[int, list[int]]:
    """The classes of these lessons."""
    found: dict[int, list[int]] = defaultdict(list)
    chosen = sa.select(LessonClass.lesson_id, LessonClass.class_id).where(LessonClass.lesson_id.in_(lesson_ids))
    for lesson_id, class_id in db.session.execute(chosen.order_by(LessonClass.class_id)):
        found[lesson_id].append(class_id)
    return found
