"""Reads for the solver: the rows of a term, of some schools and of their people, as one instance.

The number of statements does not depend on the number of rows; large tables are read as columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.planning.history_queries import History, histories
from course.planning.selections import Condition, Selection, held_in, in_term, touching, with_people_at
from course.planning.solver.instance import (
    Bell,
    ClassFacts,
    Instance,
    PersonFacts,
    SchoolFacts,
    Service,
    Spans,
    Taught,
    TermFacts,
    ThemeFacts,
)
from course.roster.hours_asked import lessons_owed, whole_lessons
from course.roster.models import (
    Absence,
    Appointment,
    Blackout,
    School,
    SchoolClass,
    Substitution,
    Term,
    Theme,
    VicePrincipal,
)
from course.schedule.models import Lesson, LessonClass
from course.schedule.situation_queries import periods_of, teaching_days

LAST_WORKDAY = 5


def read_instance(term: Term, selection: Selection, first: date, now: datetime) -> Instance:
    """The instance of a selection, to be planned from the day ``first`` on; ``now`` is the schools' wall clock."""
    themes = tuple(theme_facts())
    history = histories(term, selection, now)
    schools = school_facts(term, selection, history)
    everybody = with_people_at(term, selection)
    people = person_facts(everybody)
    places = {school.id: place for place, school in enumerate(schools)}
    seats = {person.id: place for place, person in enumerate(people)}
    planned = set(db.session.scalars(sa.select(School.id).where(selection.planned)))
    return Instance(
        term=term_facts(term),
        days=days_of(term, first),
        schools=schools,
        people=people,
        services=tuple(services(term, places, seats)),
        themes=themes,
        held=tuple(held_lessons(term, places, seats, themes)),
        absences=absences(term, everybody, seats),
        blackouts=blackouts(term, schools, places),
        planned_schools=tuple(place for place, school in enumerate(schools) if school.id in planned),
    )


def term_facts(term: Term) -> TermFacts:
    """A term as a plain value."""
    return TermFacts(
        id=term.id,
        name=term.name,
        start=term.start,
        end=term.end,
        min_hours=whole_lessons(term.min_hours),
        kmh=float(term.kmh),
        detour=float(term.detour),
        walk_min=float(term.walk_min),
        substitutes=term.substitute is Substitution.SAME_STATION,
        max_schools=term.max_schools_per_vice_principal,
        max_people=term.max_vice_principals_per_school,
    )


def days_of(term: Term, first: date) -> tuple[date, ...]:
    """The weekdays of the term on which schools teach, from ``first`` on; make-up days at weekends are left alone."""
    calendar = teaching_days(term.start, term.end)
    days = (term.start + timedelta(days=number) for number in range((term.end - term.start).days + 1))
    return tuple(day for day in days if day >= first and day.isoweekday() <= LAST_WORKDAY and calendar.taught_as(day))


def theme_facts() -> Iterable[ThemeFacts]:
    """All themes, by code."""
    chosen = sa.select(Theme.id, Theme.code, Theme.name, Theme.special_day, Theme.stages).order_by(Theme.code)
    for *facts, stages in db.session.execute(chosen):
        yield ThemeFacts(*facts, stages)


def school_facts(term: Term, selection: Selection, history: History) -> tuple[SchoolFacts, ...]:
    """The schools of the selection, by code, with their bells and classes."""
    classes = class_facts(selection, history)
    rows = list(db.session.execute(sa.select(*SCHOOL_COLUMNS).where(selection.schools).order_by(School.code)))
    bells = bells_of((row.code, row.stage.value) for row in rows)
    asked = lessons_owed({row.region_path for row in rows}, term.min_hours)
    return tuple(
        SchoolFacts(
            id=row.id,
            code=row.code,
            name=row.name,
            stage=row.stage.value,
            region_path=row.region_path,
            coordinates=(row.lat, row.lon),
            hall_seats=row.hall_seats,
            closed_periods=row.closed_periods,
            preferred_weekdays=row.preferred_weekdays,
            preferred_periods=row.preferred_periods,
            bells=bells[row.code],
            classes=tuple(classes[row.id]),
            hours_had=history.hours.get(row.id, 0),
            hours_asked=asked[row.region_path],
        )
        for row in rows
    )


SCHOOL_COLUMNS = (
    School.id,
    School.code,
    School.name,
    School.stage,
    School.region_path,
    School.lat,
    School.lon,
    School.hall_seats,
    School.closed_periods,
    School.preferred_weekdays,
    School.preferred_periods,
)


def bells_of(schools: Iterable[tuple[str, str]]) -> dict[str, tuple[Bell, ...]]:
    """The bells of these schools, each given by its code and stage; schools with the same bells share them."""
    minutes: dict[Any, tuple[Bell, ...]] = {}
    found = {}
    for code, periods in periods_of(schools).items():
        if periods not in minutes:
            minutes[periods] = tuple(Bell(one.number, clock(one.start), clock(one.end)) for one in periods)
        found[code] = minutes[periods]
    return found


def clock(at: time) -> int:
    """A clock time as minutes since midnight."""
    return at.hour * 60 + at.minute


def class_facts(selection: Selection, history: History) -> dict[int, list[ClassFacts]]:
    """The classes of each school, by grade and number."""
    chosen = (
        sa.select(SchoolClass.school_id, SchoolClass.id, SchoolClass.grade, SchoolClass.number, SchoolClass.pupils)
        .where(SchoolClass.school_id.in_(sa.select(School.id).where(selection.schools)))
        .order_by(SchoolClass.school_id, SchoolClass.grade, SchoolClass.number)
    )
    found: dict[int, list[ClassFacts]] = defaultdict(list)
    for school_id, class_id, grade, number, pupils in db.session.execute(chosen):
        had = history.themes.get((school_id, grade, number), ())
        found[school_id].append(ClassFacts(class_id, grade, number, pupils, class_id in history.reached, had))
    return found


def person_facts(people: Condition) -> tuple[PersonFacts, ...]:
    """These people, by code."""
    person = VicePrincipal
    columns = (person.id, person.code, person.name, person.station_id, person.region_path, person.agency)
    limits = (person.lat, person.lon, person.max_lessons_week, person.max_lessons_day, person.theme_codes)
    return tuple(
        PersonFacts(*facts, agency.value, (lat, lon), week, day, codes)
        for *facts, agency, lat, lon, week, day, codes in db.session.execute(
            sa.select(*columns, *limits).where(people).order_by(person.code)
        )
    )


def services(term: Term, places: Mapping[int, int], seats: Mapping[int, int]) -> Iterable[Service]:
    """The appointments of the term between these people and these schools."""
    one = Appointment
    chosen = sa.select(one.vice_principal_id, one.school_id, one.start, one.end).where(in_term(term, sa.true()))
    for person_id, school_id, start, end in db.session.execute(chosen.order_by(one.school_id, one.id)):
        if person_id in seats and school_id in places:
            yield Service(seats[person_id], places[school_id], start, end)


def held_lessons(
    term: Term, places: Mapping[int, int], seats: Mapping[int, int], themes: Sequence[ThemeFacts]
) -> Iterable[Taught]:
    """The lessons that hold the time of these people or schools."""
    codes = {theme.id: theme.code for theme in themes}
    columns = (Lesson.id, Lesson.vice_principal_id, Lesson.school_id, Lesson.theme_id, Lesson.period, Lesson.place)
    chosen = sa.select(*columns, minutes(Lesson.start), minutes(Lesson.end)).where(*held_in(term)).order_by(Lesson.id)
    rows = [row for row in db.session.execute(chosen) if row[1] in seats and row[2] in places]
    classes = classes_of_lessons(term) if rows else {}
    for lesson_id, person_id, school_id, theme_id, period, place, start, end in rows:
        of = tuple(classes.get(lesson_id, ()))
        theme = codes[theme_id]
        yield Taught(seats[person_id], places[school_id], start, end, period or 0, of, theme, place.value)


def classes_of_lessons(term: Term) -> dict[int, list[int]]:
    """The classes of each lesson of the term."""
    chosen = sa.select(LessonClass.lesson_id, LessonClass.class_id).join(Lesson, Lesson.id == LessonClass.lesson_id)
    found: dict[int, list[int]] = defaultdict(list)
    for lesson_id, class_id in db.session.execute(chosen.where(*held_in(term)).order_by(LessonClass.class_id)):
        found[lesson_id].append(class_id)
    return found


def absences(term: Term, people: Condition, seats: Mapping[int, int]) -> Spans:
    """When these people cannot teach."""
    chosen = sa.select(Absence.vice_principal_id, minutes(Absence.start), minutes(Absence.end)).where(
        Absence.vice_principal_id.in_(sa.select(VicePrincipal.id).where(people)), *touching(Absence, term)
    )
    rows = [row for row in db.session.execute(chosen.order_by(Absence.id)) if row[0] in seats]
    return Spans([seats[row[0]] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def blackouts(
    term: Term, schools: Sequence[SchoolFacts], places: Mapping[int, int], among: Condition | None = None
) -> Spans:
    """When these schools take no lesson; a time of a whole region is one of each of its schools."""
    chosen = sa.select(Blackout.school_id, Blackout.region_path, minutes(Blackout.start), minutes(Blackout.end))
    found: list[tuple[int, int, int]] = []
    narrowed = chosen.where(*touching(Blackout, term), *([] if among is None else [among]))
    for school_id, path, start, end in db.session.execute(narrowed.order_by(Blackout.id)):
        if school_id in places:
            found.append((places[school_id], start, end))
        elif school_id is None and not path:
            found.append((-1, start, end))
        elif school_id is None:
            inside = (place for place, one in enumerate(schools) if f"{one.region_path}/".startswith(f"{path}/"))
            found.extend((place, start, end) for place in inside)
    return Spans(*([row[column] for row in found] for column in range(3)))


def minutes(column: Any) -> Any:
    """A wall-clock column as a moment: whole minutes, counted by the database, because many are read."""
    if db.session.get_bind().dialect.name == "postgresql":
        return sa.cast(sa.extract("epoch", column), sa.BigInteger).op("/")(60)
    return sa.cast(sa.func.strftime("%s", column), sa.Integer).op("/")(60)
