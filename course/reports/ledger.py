"""The ledger of lessons and the yearly report: one workbook, with the lessons one by one or without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from course.coverage.lines import written_exactly
from course.coverage.queries import Asked
from course.coverage.rules import KINDS
from course.coverage.wording import as_of, year_in_words
from course.delivery.models import Form, Manner
from course.i18n import _, long_date
from course.jobs import Report
from course.reports import figure_sheets as sheets
from course.reports.figure_queries import MonthRow, RegionFigures, region_figures
from course.reports.lesson_queries import lesson_lines, number_of_lessons
from course.reports.matter import Matter
from course.reports.told_queries import months_told, themes_told
from course.reports.wording import on_each_page
from course.reports.workbook import Book, Chart, Column, Cover, Look, Sheet
from course.roster.models import SchoolStage
from course.schedule.models import LessonState

MOST_BARS = 24
MOST_LESSONS = 1_000_000
LESSONS_A_STEP = 5_000


def write_ledger(matter: Matter, path: Path, report: Report) -> None:
    """The ledger: every figure, and the lessons behind them."""
    write_book(matter, path, report, _("Ledger of lessons"), number_of_lessons(matter))


def write_yearly(matter: Matter, path: Path, report: Report) -> None:
    """The yearly report: the same without the lessons."""
    write_book(matter, path, report, _("Yearly report"), None)


def write_book(matter: Matter, path: Path, report: Report, title: str, lessons: int | None) -> None:
    """Write the workbook sheet by sheet; each is read when it is written."""
    total, done = (lessons or 0) // LESSONS_A_STEP + 9, 0
    report(done, total)
    found = region_figures(matter)
    themes, months = themes_told(matter), months_told(matter)
    book = Book(path, title, on_each_page(title, matter.name, matter.year, matter.moment))
    book.cover(cover(found, title, lessons))
    charts = book.chart_sheet(_("Charts"))
    tables = [sheets.regions_sheet(found), sheets.stages_sheet(found), sheets.months_sheet(months)]
    tables += [sheets.themes_sheet(themes), sheets.schools_sheet(found)]
    tables += [sheets.unreached_sheet(found), sheets.vacancies_sheet(found)]
    for done, sheet in enumerate(tables, start=1):
        report(done, total)
        book.sheet(sheet)
    if lessons is not None:
        book.sheet(lessons_sheet(found, lambda number: report(done + number // LESSONS_A_STEP, total)))
    book.charts(charts, charts_of(found, months))
    report(total - 1, total)
    book.close()
    report(total, total)


def cover(found: RegionFigures, title: str, lessons: int | None) -> Cover:
    """The first sheet: what this is, the three figures, and what each means."""
    matter = found.matter
    facts = [
        (_("Region"), matter.name),
        (_("Year"), year_in_words(matter.year)),
        (_("Told of"), as_of(matter.moment)),
        (_("Appointments on"), long_date(matter.day)),
        (_("Hours owed to each school"), hours_owed(matter.asked)),
    ]
    figures = []
    for kind in KINDS:
        figure = found.tally.figure(kind.key)
        share = "" if figure.share() is None else f" · {figure.share()} %"
        figures.append((str(kind.title), f"{figure.confirmed} / {figure.total}{share}"))
    meanings = [(str(kind.title), str(kind.definition)) for kind in KINDS] + definitions(lessons)
    parts = [(_("The three figures"), figures), (_("What the words mean"), meanings)]
    return Cover(_("Cover"), f"{title} · {matter.name}", facts, parts)


def hours_owed(asked: Asked) -> str:
    """The lesson-hours that each school is owed, and where more are asked for."""
    hours = written_exactly(asked.hours)
    return _("%(hours)s, and more where a region asks for more", hours=hours) if asked.more else hours


def definitions(lessons: int | None) -> list[tuple[str, str]]:
    """What else the sheets count, in words."""
    found = [
        (_("Confirmed"), _("Only what the school has confirmed counts; what is reported stands beside it.")),
        (_("Lesson-hour"), _("40 minutes in primary schools, 45 after.")),
        (_("Day in the past"), _("What was confirmed by the end of that day; what was corrected later is as it was.")),
        (_("Vacancy"), _("A school that nobody serves on the day, counted from the day after the last appointment.")),
    ]
    if lessons is not None:
        told = _("Confirmed lessons with the school’s figures; reported ones with those reported; and what is overdue.")
        found.append((_("Lessons"), told))
    return found


def lessons_sheet(found: RegionFigures, at: Any) -> Sheet:
    """One row a lesson, in order."""
    columns = [
        *(Column(_("Day"), 12, Look.DAY), Column(_("Begin"), 8), Column(_("County"), 14)),
        *(Column(_("School code"), 14), Column(_("School"), 28), Column(_("Classes"), 24)),
        *(Column(_("Vice-principal"), 14), Column(_("Theme"), 26), Column(_("Manner"), 16), Column(_("Form"), 16)),
        *(Column(_("Minutes"), 9, Look.WHOLE), Column(_("Pupils"), 9, Look.WHOLE), Column(_("State"), 18)),
    ]
    return Sheet(_("Lessons"), columns, lesson_rows(found, at))


def lesson_rows(found: RegionFigures, at: Any) -> Iterator[list[Any]]:
    """The lessons as cells; says now and then how many are written."""
    schools = {row.id: (found.counties.get(row.id, ""), row.code, row.name) for row in found.schools}
    manners = {one: str(one.label) for one in Manner}
    forms = {one: str(one.label) for one in Form}
    states = {one: str(one.label) for one in LessonState}
    states[LessonState.SCHEDULED], comma = _("Not yet reported"), _(", ")
    for number, line in enumerate(lesson_lines(found.matter, MOST_LESSONS), start=1):
        if number % LESSONS_A_STEP == 0:
            at(number)
        how = (manners.get(line.manner, ""), forms.get(line.form, ""), line.minutes, line.pupils)
        where = schools.get(line.school_id, ("", "", ""))
        when = (line.day, f"{line.start:%H:%M}")
        yield [*when, *where, comma.join(line.classes), line.person, line.theme, *how, states[line.state]]


def charts_of(found: RegionFigures, months: Sequence[MonthRow]) -> list[Chart]:
    """The charts: hours by region, classes by stage, hours by month; none of nothing."""
    charts = [classes_by_stage(found)]
    if found.children:
        charts.insert(0, hours_by_region(found))
    if months:
        charts.append(hours_by_month(months))
    return charts


def hours_by_region(found: RegionFigures) -> Chart:
    """Hours taught and organised in each region right below."""
    rows = found.children[:MOST_BARS]
    labels = [row.name for row, _hours in rows]
    series = hour_series([hours for _row, hours in rows], 11)
    return Chart(_("Lesson-hours by region"), _("By region"), labels, series, alt(labels, series))


def classes_by_stage(found: RegionFigures) -> Chart:
    """Classes reached and not reached in each stage."""
    tallies = found.by_stage()
    labels = [str(stage.label) for stage in SchoolStage]
    series = [
        (_("Classes reached"), 7, [float(tallies[stage].reached) for stage in SchoolStage]),
        (_("Classes not reached"), 10, [float(tallies[s].classes - tallies[s].reached) for s in SchoolStage]),
    ]
    title = _("Classes reached by stage")
    return Chart(title, _("By stage"), labels, series, alt(labels, series))


def hours_by_month(months: Sequence[MonthRow]) -> Chart:
    """Hours taught and organised in each month."""
    labels = [f"{row.first:%Y-%m}" for row in months]
    series = hour_series([row.hours for row in months], 2)
    return Chart(_("Lesson-hours by month"), _("By month"), labels, series, alt(labels, series))


def hour_series(hours: Sequence[Any], column: int) -> list[tuple[str, int, list[float]]]:
    """Hours taught and organised, in two columns beside each other."""
    taught, organised = [float(one.taught) for one in hours], [float(one.organised) for one in hours]
    return [(_("Hours taught"), column, taught), (_("Hours organised"), column + 1, organised)]


def alt(labels: Sequence[str], series: Sequence[tuple[str, int, Sequence[float]]]) -> str:
    """What a chart says, for one who cannot see it."""
    lines = [
        f"{label}: " + _(", ").join(f"{name} {values[place]:g}" for name, _column, values in series)
        for place, label in enumerate(labels)
    ]
    return "; ".join(lines)[:1000]
