"""A school's record for inspection: the year's lessons with their confirmations, and the figures of coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from course.access.scope import Scope
from course.coverage.queries import Key, question_of_school, tallies
from course.coverage.rules import Tally, Year, hours_in_words
from course.coverage.school_queries import lessons_of
from course.delivery.queries import Record, records_of
from course.roster.models import Appointment, School
from course.roster.queries import appointments_on
from course.schedule.models import Lesson, LessonState

ON_THE_RECORD = (LessonState.CONFIRMED, LessonState.DELIVERED)


@dataclass(frozen=True)
class Line:
    """One lesson with what both sides said about it."""

    lesson: Lesson
    record: Record

    @property
    def counts(self) -> bool:
        """Whether the school has confirmed it."""
        return self.lesson.state is LessonState.CONFIRMED

    @property
    def figures(self):
        """The school's figures, or else the reported ones."""
        said = self.record.confirmed or self.record.claimed
        return said.figures if said else None

    @property
    def classes(self) -> list[str]:
        """The classes that were there; for a report those that it is for."""
        rows = (
            self.record.reached if self.counts else sorted(self.lesson.classes, key=lambda row: (row.grade, row.number))
        )
        return [row.label for row in rows]


@dataclass(frozen=True)
class SchoolRecord:
    """What a school shows to an inspection."""

    school: School
    year: Year
    now: datetime
    owed: Decimal
    tally: Tally
    lines: Sequence[Line]
    appointments: Sequence[Appointment]

    def hours(self, minutes: int) -> Decimal:
        """Minutes as lesson-hours of this school."""
        return hours_in_words(minutes, self.school.stage)


def school_record(school: School, year: Year, scope: Scope, now: datetime) -> SchoolRecord:
    """The record of a school in a year; its figures are those of coverage."""
    asked = question_of_school(school, scope, year, year.day_that_counts(now.date()))
    lessons = [row for row in lessons_of(school.id, year, asked.day) if row.state in ON_THE_RECORD]
    said = records_of([row.id for row in lessons])
    return SchoolRecord(
        school=school,
        year=year,
        now=now,
        owed=asked.hours,
        tally=tallies(asked, Key.SCHOOL)[school.id],
        lines=[Line(row, said.get(row.id, Record())) for row in lessons],
        appointments=appointments_on(school.id, asked.day),
    )
