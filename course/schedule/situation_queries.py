"""Reads for the rules: all that is known about a school and its vice-principals over a range of days.

The number of statements does not depend on the number of vice-principals, days or lessons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from course.db import db
from course.i18n import _
from course.roster.models import (
    Absence,
    Appointment,
    Bell,
    Blackout,
    CalendarDay,
    School,
    SchoolClass,
    Substitution,
    Term,
    Theme,
    VicePrincipal,
)
from course.roster.rules import year_of
from course.schedule.models import HOLDING, Lesson, LessonClass, LessonState, Place, WaitingPlace, WaitingState
from course.schedule.proposal import Group, Held, Host, Period, Person, Situation, Span, TermRules, Topic
from course.schedule.teaching_days import TeachingDays

NO_TOPIC = Topic(0, "", "")
# A time that is offered belongs to no lesson yet.
NO_LESSON = 0


@dataclass(frozen=True)
class Question:
    """What is asked for, whoever teaches it and whenever: the rows of a school, a theme and some classes."""

    school: School
    theme: Theme
    classes: tuple[SchoolClass, ...]
    place: Place


def situation(question: Question, first: date, last: date, now: datetime) -> Situation:
    """All that the rules need for the days from ``first`` to ``last``; ``now`` is the schools' wall clock."""
    around = surroundings(question.school, first, last, now)
    people = [person.id for person in around.people]
    return replace(
        around,
        topic=topic_of(question.theme),
        groups=groups_of(question, first, now),
        place=question.place,
        held=(
            *held_between(question.school.id, people, first, last),
            *offered_between(people, first, last, now),
        ),
    )


def surroundings(school: School, first: date, last: date, now: datetime) -> Situation:
    """What is known of a school and its people in these days before anybody asks for a lesson."""
    return Situation(
        now=now,
        host=host_of(school, first, last),
        topic=NO_TOPIC,
        groups=(),
        place=Place.CLASSROOM,
        terms=terms_between(first, last),
        days=teaching_days(first, last),
        people=people_of(school.id, first, last),
    )


def topic_of(theme: Theme) -> Topic:
    """A theme as a plain value."""
    return Topic(theme.id, theme.code, theme.name, theme.stages, theme.special_day)


def host_of(school: School, first: date, last: date) -> Host:
    """A school with its bells and its black-outs in these days."""
    return Host(
        id=school.id,
        code=school.code,
        name=school.name,
        stage=school.stage,
        region_path=school.region_path,
        coordinates=(school.lat, school.lon),
        hall_seats=school.hall_seats,
        closed_periods=school.closed_periods,
        preferred_weekdays=school.preferred_weekdays,
        preferred_periods=school.preferred_periods,
        periods=periods_of([(school.code, school.stage.value)])[school.code],
        blackouts=blackouts_of(school, first, last),
    )


def periods_of(schools: Iterable[tuple[str, str]]) -> dict[str, tuple[Period, ...]]:
    """The bells of schools, each given by its code and stage, in order; a school's own bells win over its stage's."""
    wanted = list(schools)
    keys = {key for pair in wanted for key in pair}
    rung: dict[str, list[Period]] = defaultdict(list)
    for bell in db.session.scalars(sa.select(Bell).where(Bell.key.in_(keys)).order_by(Bell.period)):
        rung[bell.key].append(Period(bell.period, bell.start, bell.end))
    return {code: tuple(rung.get(code) or rung.get(stage) or ()) for code, stage in wanted}


def blackouts_of(school: School, first: date, last: date) -> tuple[Span, ...]:
    """The times in which the school, or every school around it, takes no lesson."""
    here = sa.literal(school.region_path)
    above = sa.func.substr(here, 1, sa.func.length(Blackout.region_path) + 1) == Blackout.region_path + "/"
    everyone = sa.and_(
        Blackout.school_id.is_(None), sa.or_(Blackout.region_path == "", here == Blackout.region_path, above)
    )
    chosen = sa.select(Blackout.start, Blackout.end, Blackout.reason).where(
        sa.or_(Blackout.school_id == school.id, everyone), *touching(Blackout, first, last)
    )
    return (*(Span(*row) for row in db.session.execute(chosen)), *closure_of(school))


def closure_of(school: School) -> tuple[Span, ...]:
    """The time after a school has closed, in which it takes no lesson either."""
    if school.closed_on is None:
        return ()
    return (Span(datetime.combine(school.closed_on, time()), datetime.max, _("The school is closed.")),)


def people_of(school_id: int, first: date, last: date) -> tuple[Person, ...]:
    """The vice-principals who are appointed to a school on any of these days, with their absences."""
    person = VicePrincipal
    chosen = (
        sa.select(
            person.id,
            person.code,
            person.name,
            person.max_lessons_week,
            person.max_lessons_day,
            person.theme_codes,
            Appointment.start,
            Appointment.end,
        )
        .join(Appointment, Appointment.vice_principal_id == person.id)
        .where(Appointment.school_id == school_id, Appointment.start <= last, Appointment.end >= first)
        .order_by(person.code, Appointment.start)
    )
    found: dict[tuple, list[tuple[date, date]]] = defaultdict(list)
    for *facts, start, end in db.session.execute(chosen):
        found[tuple(facts)].append((start, end))
    absences = absences_of([facts[0] for facts in found], first, last)
    return tuple(Person(*facts, duty=tuple(duty), absences=absences.get(facts[0], ())) for facts, duty in found.items())


def absences_of(people: Sequence[int], first: date, last: date) -> dict[int, tuple[Span, ...]]:
    """The absences of these vice-principals, by person."""
    if not people:
        return {}
    chosen = sa.select(Absence.vice_principal_id, Absence.start, Absence.end, Absence.reason).where(
        Absence.vice_principal_id.in_(people), *touching(Absence, first, last)
    )
    found: dict[int, tuple[Span, ...]] = defaultdict(tuple)
    for person_id, *span in db.session.execute(chosen):
        found[person_id] += (Span(*span),)
    return found


def held_between(school_id: int, people: Sequence[int], first: date, last: date) -> tuple[Held, ...]:
    """The lessons that hold the time of these vice-principals, anywhere, or of this school, in whole weeks."""
    monday = first - timedelta(days=first.weekday())
    sunday = last + timedelta(days=6 - last.weekday())
    holding = sa.and_(
        Lesson.state.in_(HOLDING),
        sa.or_(Lesson.vice_principal_id.in_(people), Lesson.school_id == school_id),
        *touching(Lesson, monday, sunday),
    )
    columns = (Lesson.id, Lesson.vice_principal_id, Lesson.school_id, Lesson.start, Lesson.end, Lesson.place)
    chosen = sa.select(*columns, School.lat, School.lon).join(School, School.id == Lesson.school_id).where(holding)
    rows = list(db.session.execute(chosen))
    classes = classes_of([row.id for row in rows])
    return tuple(Held(*facts, (lat, lon), classes.get(facts[0], ())) for *facts, lat, lon in rows)


def offered_between(people: Sequence[int], first: date, last: date, now: datetime) -> tuple[Held, ...]:
    """The times that are kept for a school on a waiting list until it has answered."""
    moment = now.replace(tzinfo=ZoneInfo(current_app.config["TIMEZONE"]))
    kept = sa.and_(
        WaitingPlace.state == WaitingState.OFFERED,
        WaitingPlace.offered_until > moment,
        WaitingPlace.vice_principal_id.in_(people),
        *touching(WaitingPlace, first, last),
    )
    columns = (WaitingPlace.vice_principal_id, WaitingPlace.school_id, WaitingPlace.start, WaitingPlace.end)
    chosen = sa.select(*columns, WaitingPlace.place, School.lat, School.lon)
    rows = db.session.execute(chosen.join(School, School.id == WaitingPlace.school_id).where(kept))
    return tuple(Held(NO_LESSON, *facts, (lat, lon)) for *facts, lat, lon in rows)


def classes_of(lesson_ids: Sequence[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """The classes of these lessons, each by its id and its label."""
    if not lesson_ids:
        return {}
    chosen = (
        sa.select(LessonClass.lesson_id, SchoolClass.id, SchoolClass.grade, SchoolClass.number)
        .join(SchoolClass, SchoolClass.id == LessonClass.class_id)
        .where(LessonClass.lesson_id.in_(lesson_ids))
        .order_by(SchoolClass.grade, SchoolClass.number)
    )
    found: dict[int, tuple[tuple[int, str], ...]] = defaultdict(tuple)
    for lesson_id, class_id, grade, number in db.session.execute(chosen):
        found[lesson_id] += ((class_id, f"{grade}-{number}"),)
    return found


def groups_of(question: Question, day: date, now: datetime) -> tuple[Group, ...]:
    """The classes that are asked for, each with the day on which it has the theme."""
    had = taught_days(question.school.id, [question.theme.id], day, now)
    theme = question.theme.id
    return tuple(
        Group(row.id, row.school_id, row.label, row.grade, row.pupils, had.get((row.id, theme)))
        for row in question.classes
    )


def taught_days(school_id: int, theme_ids: Sequence[int], day: date, now: datetime) -> dict[tuple[int, int], date]:
    """When each class of a school has each of these themes, by class and theme; asked for, planned or taught.

    A class goes up a grade each year and another one takes its place, so pupils are told apart by
    the year in which they were in grade 0 and by the number of their class.  A request that nobody
    answered in time is not counted.
    """
    starts = current_app.config["YEAR_STARTS"]
    alive = sa.and_(Lesson.state.in_(HOLDING), sa.or_(Lesson.state != LessonState.REQUESTED, Lesson.start >= now))
    had = (
        sa.select(SchoolClass.grade, SchoolClass.number, Lesson.theme_id, Lesson.start)
        .join(LessonClass, LessonClass.class_id == SchoolClass.id)
        .join(Lesson, Lesson.id == LessonClass.lesson_id)
        .where(SchoolClass.school_id == school_id, Lesson.theme_id.in_(theme_ids), alive)
        .order_by(Lesson.start)
    )
    pupils: dict[tuple[int, int, int], date] = {}
    for grade, number, theme_id, start in db.session.execute(had):
        pupils.setdefault((year_of(start.date(), starts) - grade, number, theme_id), start.date())
    if not pupils:
        return {}
    classes = sa.select(SchoolClass.id, SchoolClass.grade, SchoolClass.number).where(SchoolClass.school_id == school_id)
    year = year_of(day, starts)
    now = {(year - grade, number): class_id for class_id, grade, number in db.session.execute(classes)}
    return {
        (now[entered, number], theme_id): first
        for (entered, number, theme_id), first in pupils.items()
        if (entered, number) in now
    }


def terms_between(first: date, last: date) -> tuple[TermRules, ...]:
    """The terms that touch these days."""
    chosen = sa.select(Term.name, Term.start, Term.end, Term.kmh, Term.detour, Term.walk_min, Term.substitute)
    rows = db.session.execute(chosen.where(Term.start <= last, Term.end >= first).order_by(Term.start))
    return tuple(
        TermRules(*row[:3], *map(float, row[3:6]), row.substitute is Substitution.SAME_STATION) for row in rows
    )


def teaching_days(first: date, last: date) -> TeachingDays:
    """The calendar of these years, with the days that the bureau has edited."""
    edited = sa.select(CalendarDay.day, CalendarDay.taught_as, CalendarDay.name).where(
        CalendarDay.day.between(date(first.year, 1, 1), date(last.year, 12, 31))
    )
    return TeachingDays({day: (taught_as, name) for day, taught_as, name in db.session.execute(edited)})


def touching(
    model: type[Absence | Blackout | Lesson | WaitingPlace], first: date, last: date
) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows with a start and an end that touch these days."""
    midnight = datetime.combine(last, time()) + timedelta(days=1)
    return model.start < midnight, model.end > datetime.combine(first, time())
