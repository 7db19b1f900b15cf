"""Reads of a person's yearly report: lessons, duties, hazards, the survey and training, each in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from course.access.scope import Scope
from course.coverage.queries import starts_in
from course.coverage.rules import Year, hours_in_words
from course.db import db
from course.delivery.models import Confirmation, Delivery, Manner, ReachedClass, SurveyAnswer
from course.delivery.survey import SurveyResult, counted_answers, number_clear
from course.duties.queries import Line, lines_of_person
from course.roster.models import Appointment, School, Theme, Training, VicePrincipal
from course.schedule.models import Lesson, LessonState


@dataclass
class Taught:
    """The confirmed lessons of a person at one school on one theme, or on all."""

    school: School
    theme: str = ""
    lessons: int = 0
    taught_minutes: int = 0
    organised_minutes: int = 0
    pupils: int = 0
    classes: set[int] = field(default_factory=set)

    def add(self, manner: Manner, minutes: int, pupils: int, classes: set[int]) -> None:
        """Count one more lesson."""
        self.lessons += 1
        self.pupils += pupils
        self.classes |= classes
        if manner is Manner.TAUGHT:
            self.taught_minutes += minutes
        else:
            self.organised_minutes += minutes

    @property
    def taught(self) -> Decimal:
        """The lesson-hours taught in person."""
        return hours_in_words(self.taught_minutes, self.school.stage)

    @property
    def organised(self) -> Decimal:
        """The lesson-hours organised."""
        return hours_in_words(self.organised_minutes, self.school.stage)


@dataclass(frozen=True)
class PersonYear:
    """What a person did in a year, as it was recorded."""

    person: VicePrincipal
    appointments: Sequence[Appointment]
    by_theme: Sequence[Taught]
    by_school: Sequence[Taught]
    waiting: int
    duties: Sequence[Line]
    survey: SurveyResult | None
    training_hours: int
    training_hours_ever: int


def person_year(person: VicePrincipal, year: Year, scope: Scope) -> PersonYear:
    """Everything that the yearly report is drafted from."""
    by_theme = taught_by_theme(person.id, year)
    ever = hours_of_training(person.id, date.min, year.last)
    return PersonYear(
        person=person,
        appointments=appointments_in(person.id, year),
        by_theme=by_theme,
        by_school=summed_by_school(by_theme),
        waiting=waiting_lessons(person.id, year),
        duties=lines_of_person(person.id, scope, year.first, year.last),
        survey=survey_of(person.id, year),
        training_hours=hours_of_training(person.id, year.first, year.last),
        training_hours_ever=ever,
    )


def appointments_in(person_id: int, year: Year) -> list[Appointment]:
    """The appointments of a person that held in the year."""
    in_year = sa.and_(Appointment.start <= year.last, Appointment.end >= year.first)
    chosen = sa.select(Appointment).where(Appointment.vice_principal_id == person_id, in_year)
    ordered = chosen.options(joinedload(Appointment.school, innerjoin=True)).order_by(Appointment.start, Appointment.id)
    return list(db.session.scalars(ordered))


def taught_by_theme(person_id: int, year: Year) -> list[Taught]:
    """The confirmed lessons of a person in the year, by school and theme."""
    chosen = (
        sa.select(Confirmation, School, Theme.name)
        .join(Lesson, Lesson.id == Confirmation.lesson_id)
        .join(School, School.id == Confirmation.school_id)
        .join(Theme, Theme.id == Lesson.theme_id)
        .where(Lesson.vice_principal_id == person_id, Confirmation.taught_on.between(year.first, year.last))
        .order_by(School.code, Theme.code)
    )
    classes = classes_reached(person_id, year)
    found: dict[tuple[int, str], Taught] = {}
    for row, school, theme in db.session.execute(chosen):
        one = found.setdefault((school.id, theme), Taught(school, theme))
        one.add(row.manner, row.minutes, row.pupils, classes.get(row.lesson_id, set()))
    return list(found.values())


def summed_by_school(rows: Sequence[Taught]) -> list[Taught]:
    """The same by school; a class that had two themes is one class."""
    found: dict[int, Taught] = {}
    for row in rows:
        one = found.setdefault(row.school.id, Taught(row.school))
        one.lessons += row.lessons
        one.taught_minutes += row.taught_minutes
        one.organised_minutes += row.organised_minutes
        one.pupils += row.pupils
        one.classes |= row.classes
    return list(found.values())


def classes_reached(person_id: int, year: Year) -> dict[int, set[int]]:
    """The classes that were in each of the person's confirmed lessons."""
    chosen = sa.select(ReachedClass.lesson_id, ReachedClass.class_id).join(Lesson, Lesson.id == ReachedClass.lesson_id)
    in_year = ReachedClass.taught_on.between(year.first, year.last)
    found: dict[int, set[int]] = {}
    for lesson_id, class_id in db.session.execute(chosen.where(Lesson.vice_principal_id == person_id, in_year)):
        found.setdefault(lesson_id, set()).add(class_id)
    return found


def waiting_lessons(person_id: int, year: Year) -> int:
    """The lessons of the year that are reported and not yet confirmed."""
    counted = sa.select(sa.func.count()).select_from(Delivery).join(Lesson, Lesson.id == Delivery.lesson_id)
    mine = sa.and_(Lesson.vice_principal_id == person_id, Lesson.state == LessonState.DELIVERED, starts_in(year))
    return db.session.scalar(counted.where(mine)) or 0


def survey_of(person_id: int, year: Year) -> SurveyResult | None:
    """What pupils said of the year's lessons, of those with five answers or more; None where there is none."""
    chosen = sa.select(SurveyAnswer.face).join(Lesson, Lesson.id == SurveyAnswer.lesson_id)
    mine = chosen.where(Lesson.vice_principal_id == person_id, starts_in(year))
    one = counted_answers(mine, SurveyAnswer, SurveyAnswer.lesson_id)
    answers, clear = db.session.execute(sa.select(sa.func.count(), number_clear(one))).one()
    return SurveyResult(answers, int(clear)) if answers else None


def hours_of_training(person_id: int, first: date, last: date) -> int:
    """The hours of training that a person had in these days."""
    counted = sa.select(sa.func.coalesce(sa.func.sum(Training.hours), 0))
    return int(
        db.session.scalar(counted.where(Training.vice_principal_id == person_id, Training.held_on.between(first, last)))
        or 0
    )
