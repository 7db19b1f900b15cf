"""A plan as a spreadsheet for people: lessons, schools, people and figures, a sheet each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import xlsxwriter

from course.i18n import WEEKDAYS_EN, WEEKDAYS_ZH, _, page_language
from course.ledger.escaping import escaped
from course.planning.models import PartState
from course.planning.reading.person_queries import PersonFilter, PersonLine, first_day, person_lines
from course.planning.reading.queries import Entry, Reading, planned_entries
from course.planning.reading.school_queries import SchoolFilter, SchoolLine, school_lines
from course.planning.reading.weeks import teaching_weeks, weeks_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST, SHEETS = 40, 4
# Is told how many of how many steps are done.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns with their widths, and its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]


def as_workbook(reading: Reading) -> bytes:
    """The plan as a workbook, where somebody waits for it."""
    data = io.BytesIO()
    write_workbook(reading, data, lambda done, total: None)
    return data.getvalue()


def write_workbook(reading: Reading, target: Path | io.BytesIO, progress: Progress) -> None:
    """Write the plan as a workbook; texts are only ever texts, days are days, numbers are numbers.

    ``progress`` is told how many of how many sheets are written.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    heading = book.add_format({"bold": True, "bg_color": "#EEF3F8", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, sheet in enumerate(sheets(reading), start=1):
        page = book.add_worksheet(sheet.name)
        for place, (_title, width) in enumerate(sheet.columns):
            page.set_column(place, place, width)
        page.write_row(0, 0, [title for title, _width in sheet.columns], heading)
        page.freeze_panes(1, 0)
        last = 0
        for last, cells in enumerate(sheet.rows, start=1):
            write(page, last, cells, day)
        page.autofilter(0, 0, last, len(sheet.columns) - 1)
        progress(number, SHEETS)
    book.close()


def write(page: Any, number: int, cells: Sequence[Any], day: Any) -> None:
    """One row."""
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(number, place, escaped(cell))
        elif isinstance(cell, datetime):
            page.write_datetime(number, place, cell, day)
        elif cell is not None:
            page.write_number(number, place, cell)


def sheets(reading: Reading) -> Iterator[Sheet]:
    """The four sheets; each is read when it is written."""
    yield lessons_sheet(reading)
    yield schools_sheet(reading)
    yield people_sheet(reading)
    yield figures_sheet(reading)


def lessons_sheet(reading: Reading) -> Sheet:
    """One row a lesson, by time."""
    columns = [
        *((_("Number"), 14), (_("Day"), 12), (_("Weekday"), 9), (_("Period"), 8), (_("Begin"), 8), (_("End"), 8)),
        *((_("County"), 12), (_("School code"), 14), (_("School"), 28), (_("Classes"), 22), (_("Place"), 10)),
        *((_("Theme"), 26), (_("Person code"), 14), (_("Vice-principal"), 14), (_("Station"), 18)),
        *((_("Substitute"), 10), (_("State"), 12)),
    ]
    return Sheet(_("Lessons"), columns, map(lesson_cells(reading), planned_entries(reading, sa.true())))


def lesson_cells(reading: Reading) -> Any:
    """A function that puts a lesson into cells."""
    weekdays = WEEKDAYS_EN if page_language() == "en" else WEEKDAYS_ZH
    yes, draft, comma = _("yes"), str(PartState.DRAFT.label), _(", ")

    def cells(one: Entry) -> list[Any]:
        when = (one.start, weekdays[one.start.weekday()], one.period, f"{one.start:%H:%M}", f"{one.end:%H:%M}")
        where = (reading.names.get(one.region_id, ""), one.school_code, one.school, comma.join(one.classes))
        who = (one.person_code, one.person, one.station, yes if one.substitute else "")
        state = str(one.state.label) if one.state else draft
        return [one.code, *when, *where, str(one.place.label), one.theme, *who, state]

    return cells


def schools_sheet(reading: Reading) -> Sheet:
    """One row a school, those that lack most hours first."""
    columns = [
        *((_("County"), 12), (_("School code"), 14), (_("School"), 28), (_("Stage"), 14), (_("Hours owed"), 10)),
        *((_("Had or agreed"), 12), (_("Planned"), 10), (_("By substitutes"), 12), (_("Classes"), 10)),
        *((_("Classes reached"), 12), (_("Classes not reached"), WIDEST)),
    ]
    return Sheet(_("Schools"), columns, (school_cells(reading, line) for line in school_lines(reading, SchoolFilter())))


def school_cells(reading: Reading, line: SchoolLine) -> list[Any]:
    """A school in cells."""
    who = (reading.names.get(line.region_id, ""), line.code, line.name, str(line.stage.label))
    hours = (line.owed, line.had, line.planned, line.by_substitutes)
    return [*who, *hours, line.reach.classes, line.reach.reached, _(", ").join(line.reach.missing)]


def people_sheet(reading: Reading) -> Sheet:
    """One row a person, the most loaded first."""
    columns = [
        *((_("Person code"), 14), (_("Vice-principal"), 14), (_("Station"), 18), (_("Agency"), 14)),
        *((_("Planned"), 10), (_("Agreed beside it"), 14), (_("At most"), 10), (_("Schools"), 10)),
        *((_("Weeks with lessons"), 14), (_("As a substitute"), 14)),
    ]
    first = first_day(reading)
    lines = person_lines(reading, PersonFilter(), teaching_weeks(weeks_of(reading.term), first), first)
    return Sheet(_("People"), columns, map(person_cells, lines))


def person_cells(line: PersonLine) -> list[Any]:
    """A person in cells."""
    counts = (line.planned, line.beside, line.most, line.schools, line.used_weeks, line.as_substitute)
    return [line.code, line.name, line.station, str(line.agency.label), *counts]


def figures_sheet(reading: Reading) -> Sheet:
    """One row a county, with the figures of its draft as they were when it was made."""
    names = {
        "schools": _("Schools"),
        "schools_with_hours": _("Schools with their hours"),
        "hours": _("Hours"),
        "hours_wanted": _("Hours owed"),
        "classes": _("Classes"),
        "classes_reached": _("Classes reached"),
        "classes_bound": _("Classes within reach at most"),
        "lessons": _("Lessons"),
        "lessons_by_substitutes": _("By substitutes"),
    }
    columns = [(_("County"), 16), (_("State"), 12), *((title, 14) for title in names.values())]
    rows = (
        [part.region.name, str(part.state.label), *(part.figures.get(name) for name in names)] for part in reading.parts
    )
    return Sheet(_("Figures"), columns, rows)
