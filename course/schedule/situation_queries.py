"""Reads for the rules: all that is known about a school and its vice-principals over a range of days.

The number of statements does not depend on the number of vice-principals, days or lessons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from course.db import rows_of
from course.i18n import _
from course.roster.models import School, SchoolClass, Substitution, Theme
from course.roster.rules import year_of
from course.schedule import situation_statements as statements
from course.schedule.calendars.teaching_days import TeachingDays
from course.schedule.models import Lesson, Place
from course.schedule.proposal import Group, Held, Host, Period, Person, Situation, Span, TermRules, Topic

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
    keys = sorted({key for pair in wanted for key in pair})
    rung: dict[str, list[Period]] = defaultdict(list)
    for key, *period in rows_of(statements.BELLS, keys=keys):
        rung[key].append(Period(*period))
    return {code: tuple(rung.get(code) or rung.get(stage) or ()) for code, stage in wanted}


def blackouts_of(school: School, first: date, last: date) -> tuple[Span, ...]:
    """The times in which the school, or every school around it, takes no lesson."""
    given = {"school": school.id, "path": school.region_path, **moments(first, last)}
    found = rows_of(statements.BLACKOUTS, **given)
    return (*(Span(*row) for row in found), *closure_of(school))


def closure_of(school: School) -> tuple[Span, ...]:
    """The time after a school has closed, in which it takes no lesson either."""
    if school.closed_on is None:
        return ()
    return (Span(datetime.combine(school.closed_on, time()), datetime.max, _("The school is closed.")),)


def people_of(school_id: int, first: date, last: date) -> tuple[Person, ...]:
    """The vice-principals who are appointed to a school on any of these days, with their absences."""
    found: dict[tuple, list[tuple[date, date]]] = defaultdict(list)
    for *facts, start, end in rows_of(statements.PEOPLE, school=school_id, first=first, last=last):
        found[tuple(facts)].append((start, end))
    absences = absences_of([facts[0] for facts in found], first, last)
    return tuple(Person(*facts, duty=tuple(duty), absences=absences.get(facts[0], ())) for facts, duty in found.items())


def absences_of(people: Sequence[int], first: date, last: date) -> dict[int, tuple[Span, ...]]:
    """The absences of these vice-principals, by person."""
    if not people:
        return {}
    found: dict[int, tuple[Span, ...]] = defaultdict(tuple)
    for person_id, *span in rows_of(statements.ABSENCES, people=list(people), **moments(first, last)):
        found[person_id] += (Span(*span),)
    return found


def held_between(school_id: int, people: Sequence[int], first: date, last: date) -> tuple[Held, ...]:
    """The lessons that hold the time of these vice-principals, anywhere, or of this school, in whole weeks."""
    monday = first - timedelta(days=first.weekday())
    sunday = last + timedelta(days=6 - last.weekday())
    given = {"school": school_id, "people": list(people), **moments(monday, sunday)}
    found: dict[tuple[Any, ...], list[tuple[int, str]]] = defaultdict(list)
    for *facts, class_id, grade, number in rows_of(statements.HELD, **given):
        found[tuple(facts)] += [(class_id, f"{grade}-{number}")] if class_id is not None else []
    return tuple(Held(*facts, (lat, lon), tuple(classes)) for (*facts, lat, lon), classes in found.items())


def offered_between(people: Sequence[int], first: date, last: date, now: datetime) -> tuple[Held, ...]:
    """The times that are kept for a school on a waiting list until it has answered."""
    moment = now.replace(tzinfo=ZoneInfo(current_app.config["TIMEZONE"]))
    rows = rows_of(statements.OFFERED, people=list(people), moment=moment, **moments(first, last))
    return tuple(Held(NO_LESSON, *facts, (lat, lon)) for *facts, lat, lon in rows)


def groups_of(question: Question, day: date, now: datetime) -> tuple[Group, ...]:
    """The classes that are asked for, each with the day on which it has the theme."""
    theme, year = question.theme.id, year_of(day, current_app.config["YEAR_STARTS"])
    had = taught_pupils(question.school.id, [theme], now)
    return tuple(
        Group(row.id, row.school_id, row.label, row.grade, row.pupils, had.get((year - row.grade, row.number, theme)))
        for row in question.classes
    )


def taught_pupils(school_id: int, theme_ids: Sequence[int], now: datetime) -> dict[tuple[int, int, int], date]:
    """When the pupils of a school have each of these themes; asked for, planned or taught.

    A class goes up a grade each year and another one takes its place, so pupils are told apart by
    the year in which they were in grade 0 and by the number of their class.  A request that nobody
    answered in time is not counted.
    """
    starts = current_app.config["YEAR_STARTS"]
    pupils: dict[tuple[int, int, int], date] = {}
    for grade, number, theme_id, start in rows_of(statements.TAUGHT, school=school_id, themes=list(theme_ids), now=now):
        pupils.setdefault((year_of(start.date(), starts) - grade, number, theme_id), start.date())
    return pupils


def taught_days(school_id: int, theme_ids: Sequence[int], day: date, now: datetime) -> dict[tuple[int, int], date]:
    """When each class of a school has each of these themes, by class and theme."""
    pupils = taught_pupils(school_id, theme_ids, now)
    if not pupils:
        return {}
    year = year_of(day, current_app.config["YEAR_STARTS"])
    classes = rows_of(statements.CLASSES, school=school_id)
    entered_now = {(year - grade, number): class_id for class_id, grade, number in classes}
    return {
        (entered_now[entered, number], theme_id): first
        for (entered, number, theme_id), first in pupils.items()
        if (entered, number) in entered_now
    }


def terms_between(first: date, last: date) -> tuple[TermRules, ...]:
    """The terms that touch these days."""
    rows = rows_of(statements.TERMS, first=first, last=last)
    return tuple(
        TermRules(*row[:3], *map(float, row[3:6]), row.substitute is Substitution.SAME_STATION) for row in rows
    )


def teaching_days(first: date, last: date) -> TeachingDays:
    """The calendar of these years, with the days that the bureau has edited."""
    edited = rows_of(statements.EDITED_DAYS, first=date(first.year, 1, 1), last=date(last.year, 12, 31))
    return TeachingDays({day: (taught_as, name) for day, taught_as, name in edited})


def moments(first: date, last: date) -> dict[str, datetime]:
    """The moments around these days, as the statements ask for them."""
    return {"since": datetime.combine(first, time()), "until": datetime.combine(last, time()) + timedelta(days=1)}


def touching(model: type[Lesson], first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows with a start and an end that touch these days."""
    around = moments(first, last)
    return model.start < around["until"], model.end > around["since"]
