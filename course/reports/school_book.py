"""The record of a school as a workbook: its figures, its lessons with both sides' words, its classes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from course.access.scope import Scope
from course.coverage.lines import written
from course.coverage.rules import KINDS, Year
from course.coverage.school_queries import ClassRow, class_rows
from course.coverage.wording import as_of, year_in_words
from course.duties.record_page import Line, SchoolRecord, school_record
from course.i18n import _
from course.reports.wording import on_each_page
from course.reports.workbook import Book, Column, Cover, Look, Sheet
from course.roster.models import School


def write_school(school: School, year: Year, scope: Scope, now: datetime, path: Path) -> None:
    """Write the record; its figures are those of the school's page."""
    record, title = school_record(school, year, scope, now), _("Record of rule-of-law education")
    book = Book(path, title, on_each_page(title, school.name, year, now))
    book.cover(cover(record, title))
    book.sheet(lessons(record))
    book.sheet(classes(class_rows(school.id, year, year.day_that_counts(now.date())), now))
    book.close()


def cover(record: SchoolRecord, title: str) -> Cover:
    """The school, its vice-principals, and its three figures."""
    tally = record.tally
    people = _(", ").join(row.vice_principal.name for row in record.appointments)
    facts = [
        (_("School"), record.school.name),
        (_("Year"), year_in_words(record.year)),
        (_("Told of"), as_of(record.now)),
        (_("Vice-principals"), people or _("Nobody appointed")),
    ]
    had = record.hours(tally.taught_minutes + tally.organised_minutes)
    taught, organised = record.hours(tally.taught_minutes), record.hours(tally.organised_minutes)
    hours = _(
        "%(had)s of %(owed)s lesson-hours: %(taught)s taught, %(organised)s organised",
        had=written(had),
        owed=written(record.owed),
        taught=written(taught),
        organised=written(organised),
    )
    figures = [(_("Hours confirmed"), hours), (_("Classes reached"), f"{tally.reached} / {tally.classes}")]
    meanings = [(str(kind.title), str(kind.definition)) for kind in KINDS]
    parts = [(_("The figures"), figures), (_("What the words mean"), meanings)]
    return Cover(_("Cover"), f"{title} · {record.school.name}", facts, parts)


def lessons(record: SchoolRecord) -> Sheet:
    """One row a lesson that was reported or confirmed, with the school whose hours it is."""
    columns = [
        *(Column(_("Day"), 12, Look.DAY), Column(_("Begin"), 8), Column(_("Theme"), 28)),
        *(Column(_("Vice-principal"), 14), Column(_("School"), 28), Column(_("Classes"), 24)),
        Column(_("Manner"), 18),
        *(Column(_("Minutes"), 9, Look.WHOLE), Column(_("Pupils"), 9, Look.WHOLE)),
        *(Column(_("State"), 18), Column(_("Confirmed on"), 14, Look.DAY), Column(_("Confirmed by"), 18)),
    ]
    return Sheet(_("Lessons"), columns, map(lesson_cells, record.lines))


def lesson_cells(line: Line) -> list[Any]:
    """A lesson as cells."""
    lesson, figures, said = line.lesson, line.figures, line.record.confirmed
    what = (lesson.theme.name, lesson.vice_principal.name, lesson.school.name, _(", ").join(line.classes))
    how = (str(figures.manner.label), figures.minutes, figures.pupils) if figures else ("", None, None)
    by = (said.by or _("through the link")) if said else ""
    when = (lesson.start.date(), f"{lesson.start:%H:%M}")
    return [*when, *what, *how, str(lesson.state.label), said.on if said else None, by]


def classes(rows: list[ClassRow], now: datetime) -> Sheet:
    """One row a class, with what it had and what comes."""
    columns = [
        *(Column(_("Class"), 10), Column(_("Pupils"), 9, Look.WHOLE), Column(_("Confirmed lessons"), 12, Look.WHOLE)),
        *(Column(_("Themes confirmed"), 48), Column(_("Waiting to be confirmed"), 14, Look.WHOLE)),
        Column(_("Still to come"), 12, Look.WHOLE),
    ]
    return Sheet(_("Classes"), columns, class_cells(rows, now))


def class_cells(rows: list[ClassRow], now: datetime) -> Iterator[list[Any]]:
    """The classes as cells; a lesson whose time has passed does not come any more, also where nobody reported it."""
    for row in rows:
        themes = _(", ").join(dict.fromkeys(lesson.theme for lesson in row.had))
        coming = sum(lesson.start > now for lesson in row.coming)
        yield [row.label, row.pupils, len(row.had), themes, len(row.waiting), coming]
