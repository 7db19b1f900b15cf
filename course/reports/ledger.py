"""The ledger of lessons and the yearly report: one workbook, with the lessons one by one or without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from course.coverage.lines import written_exactly
from course.coverage.queries import Asked, region_total
from course.coverage.rules import KINDS, Tally
from course.coverage.wording import as_of, year_in_words
from course.delivery.models import Form, Manner
from course.i18n import _, long_date
from course.jobs import Report
from course.reports import figure_sheets as sheets
from course.reports.figure_queries import MonthRow, RegionFigures, region_figures
from course.reports.lesson_queries import lesson_lines, number_of_lessons
from course.reports.matter import Matter
from course.reports.part_queries import Part, names_of, parts_of, pieces_of, steps_of_parts
from course.reports.rules import MOST_ROWS, fits_a_sheet
from course.reports.steps import Steps
from course.reports.told_queries import Told, told
from course.reports.wording import on_each_page
from course.reports.workbook import Book, Chart, Column, Cover, Look, Page, Sheet
from course.roster.models import SchoolStage
from course.schedule.models import LessonState

MOST_BARS = 24
LESSONS_A_STEP = 5_000


def write_ledger(matter: Matter, path: Path, report: Report) -> None:
    """The ledger: every figure, and the lessons behind them."""
    write_book(matter, path, report, _("Ledger of lessons"), number_of_lessons(matter))


def write_yearly(matter: Matter, path: Path, report: Report) -> None:
    """The yearly report: the same without the lessons."""
    write_book(matter, path, report, _("Yearly report"), None)


def write_book(matter: Matter, path: Path, report: Report, title: str, lessons: int | None) -> None:
    """Write the workbook; what it says of single schools is read part by part, and written before the next is read."""
    pieces, sizes = pieces_of(matter), sizes_of(region_total(matter.asked), lessons)
    steps = Steps(report, steps_of_parts(matter, pieces) + (lessons or 0) // LESSONS_A_STEP + len(OF_SUMS) + 1)
    steps.begin()
    book = Book(path, title, on_each_page(title, matter.name, matter.year, matter.moment))
    first, charts = book.empty_sheet(_("Cover")), book.empty_sheet(_("Charts"))
    pages = begin_sheets(book, matter, sizes)
    parts = written(parts_of(matter, pieces), pages)
    found = region_figures(matter, steps.each(parts))
    taught = told(matter, steps.each(pieces))
    write_sums(pages, found, taught, steps)
    if LESSONS in pages:
        pages[LESSONS].add(lesson_rows(matter, steps))
    for key in (*OF_SCHOOLS, LESSONS):
        if key in pages:
            pages[key].finish()
    book.charts(charts, charts_of(found, taught.months))
    book.facts(first, cover(found, title, sizes))
    book.close()
    steps.take()


def sizes_of(tally: Tally, lessons: int | None) -> dict[str, int]:
    """How many rows the long sheets have; a yearly report has no lessons."""
    found = {SCHOOLS: tally.schools, UNREACHED: tally.classes - tally.reached}
    return found if lessons is None else {**found, LESSONS: lessons}


def begin_sheets(book: Book, matter: Matter, sizes: Mapping[str, int]) -> dict[str, Page]:
    """The sheets with their headings, in order; without those that have more rows than anybody can open."""
    left = {key for key, rows in sizes.items() if not fits_a_sheet(rows)} | ({LESSONS} - sizes.keys())
    if matter.place.region is not None:
        left.add(LEVELS)
    return {key: book.begin(sheet()) for key, sheet in SHEETS.items() if key not in left}


def written(parts: Iterable[Part], pages: Mapping[str, Page]) -> Iterator[Part]:
    """These parts, each written into the sheets of schools."""
    for part in parts:
        for key, rows in OF_SCHOOLS.items():
            if key in pages:
                pages[key].add(rows(part))
        yield part


def write_sums(pages: Mapping[str, Page], found: RegionFigures, taught: Told, steps: Steps) -> None:
    """Write the sheets that hold no single school."""
    rows: dict[str, tuple[Iterable[Sequence[Any]], Sequence[Any]]] = {
        REGIONS: (sheets.region_rows(found), sheets.region_total(found)),
        LEVELS: (sheets.level_rows(found), ()),
        STAGES: (sheets.stage_rows(found), sheets.stage_total(found)),
        MONTHS: (sheets.month_rows(taught.months), ()),
        THEMES: (sheets.theme_rows(taught.themes), ()),
    }
    for key in steps.each(OF_SUMS):
        if key in pages:
            pages[key].add(rows[key][0])
            pages[key].finish(rows[key][1])


def cover(found: RegionFigures, title: str, sizes: Mapping[str, int]) -> Cover:
    """The first sheet: what this is, the three figures, what each means, and what is left out."""
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
        share = "" if figure.share() is None else f" · {figure.share()}%"
        figures.append((str(kind.title), f"{figure.confirmed} / {figure.total}{share}"))
    meanings = [(str(kind.title), str(kind.definition)) for kind in KINDS] + definitions(LESSONS in sizes)
    parts = [(_("The three figures"), figures), (_("What the words mean"), meanings)]
    parts += [(_("What this file leaves out"), left_out(sizes))] if left_out(sizes) else []
    return Cover(_("Cover"), f"{title} · {matter.name}", facts, parts)


def left_out(sizes: Mapping[str, int]) -> list[tuple[str, str]]:
    """The sheets that would be too long to open, and where what they hold is found."""
    most = f"{MOST_ROWS:,}"
    sentence = _("%(rows)s rows, and a sheet has at most %(most)s. Ask for the file of each region below by itself.")
    return [
        (SHEETS[key]().name, sentence % {"rows": f"{rows:,}", "most": most})
        for key, rows in sizes.items()
        if not fits_a_sheet(rows)
    ]


def hours_owed(asked: Asked) -> str:
    """The lesson-hours that each school is owed, and where more are asked for."""
    hours = written_exactly(asked.hours)
    return _("%(hours)s, and more where a region asks for more", hours=hours) if asked.more else hours


def definitions(with_lessons: bool) -> list[tuple[str, str]]:
    """What else the sheets count, in words."""
    found = [
        (_("Confirmed"), _("Only what the school has confirmed counts; what is reported stands beside it.")),
        (_("Lesson-hour"), _("40 minutes in primary schools, 45 after.")),
        (_("Day in the past"), _("What was confirmed by the end of that day; what was corrected later is as it was.")),
        (_("Vacancy"), _("A school that nobody serves on the day, counted from the day after the last appointment.")),
    ]
    if with_lessons:
        told = _("Confirmed lessons with the school’s figures; reported ones with those reported; and what is overdue.")
        found.append((_("Lessons"), told))
    return found


def lessons_sheet() -> Sheet:
    """One row a lesson, in order."""
    columns = [
        *(Column(_("Day"), 12, Look.DAY), Column(_("Begin"), 8), Column(_("County"), 14)),
        *(Column(_("School code"), 14), Column(_("School"), 28), Column(_("Classes"), 24)),
        *(Column(_("Vice-principal"), 14), Column(_("Theme"), 26), Column(_("Manner"), 16), Column(_("Form"), 16)),
        *(Column(_("Minutes"), 9, Look.WHOLE), Column(_("Pupils"), 9, Look.WHOLE), Column(_("State"), 18)),
    ]
    return Sheet(_("Lessons"), columns)


def lesson_rows(matter: Matter, steps: Steps) -> Iterator[list[Any]]:
    """The lessons as cells; says now and then how many are written."""
    names = names_of(matter.place.path)
    manners = {one: str(one.label) for one in Manner}
    forms = {one: str(one.label) for one in Form}
    states = {one: str(one.label) for one in LessonState}
    states[LessonState.SCHEDULED], comma = _("Not yet reported"), _(", ")
    for number, line in enumerate(lesson_lines(matter), start=1):
        if number % LESSONS_A_STEP == 0:
            steps.take()
        how = (manners.get(line.manner, ""), forms.get(line.form, ""), line.minutes, line.pupils)
        where = (names.get(line.path, ""), line.school_code, line.school)
        when = (line.day, f"{line.start:%H:%M}")
        yield [*when, *where, comma.join(line.classes), line.person, line.theme, *how, states[line.state]]


# The sheets after the charts, in order, by their keys; some are filled from the schools, part by part.
REGIONS, LEVELS, STAGES, MONTHS, THEMES = "regions", "levels", "stages", "months", "themes"
SCHOOLS, UNREACHED, VACANCIES, LESSONS = "schools", "unreached", "vacancies", "lessons"
SHEETS: dict[str, Callable[[], Sheet]] = {
    REGIONS: sheets.regions_sheet,
    LEVELS: sheets.levels_sheet,
    STAGES: sheets.stages_sheet,
    MONTHS: sheets.months_sheet,
    THEMES: sheets.themes_sheet,
    SCHOOLS: sheets.schools_sheet,
    UNREACHED: sheets.unreached_sheet,
    VACANCIES: sheets.vacancies_sheet,
    LESSONS: lessons_sheet,
}
OF_SUMS = (REGIONS, LEVELS, STAGES, MONTHS, THEMES)
OF_SCHOOLS: dict[str, Callable[[Part], Iterable[Sequence[Any]]]] = {
    SCHOOLS: sheets.school_rows,
    UNREACHED: sheets.unreached_rows,
    VACANCIES: sheets.vacancy_rows,
}


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
    labels = [sheets.region_name(row) for row, _hours in rows]
    series = hour_series([hours for _row, hours in rows], 11)
    return Chart(_("Lesson-hours by region"), _("By region"), labels, series, alt(labels, series))


def classes_by_stage(found: RegionFigures) -> Chart:
    """Classes reached and not reached in each stage."""
    tallies = found.stages
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
