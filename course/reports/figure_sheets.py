"""The sheets of figures: regions, stages, months, themes, schools, vacancies, and classes that nobody has reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from course.coverage.lines import sentences, written
from course.coverage.region_queries import RegionRow, SchoolRow
from course.coverage.rules import Tally, ToDo, hours_in_words, still_to_do
from course.i18n import _, ngettext
from course.reports.figure_queries import Hours, MonthRow, RegionFigures, ThemeRow, every_region, hours_had
from course.reports.part_queries import Part
from course.reports.workbook import Column, Look, Sheet
from course.roster.models import SchoolStage

MOST_NAMED = 30


def figure_columns() -> list[Column]:
    """The columns of the three figures."""
    return [
        Column(_("Schools"), 10, Look.WHOLE),
        Column(_("Schools with a valid appointment"), 14, Look.WHOLE),
        Column(_("Share"), 9, Look.SHARE),
        Column(_("Schools with their hours confirmed"), 14, Look.WHOLE),
        Column(_("Share"), 9, Look.SHARE),
        Column(_("Classes"), 10, Look.WHOLE),
        Column(_("Classes reached"), 12, Look.WHOLE),
        Column(_("Share"), 9, Look.SHARE),
        Column(_("Classes reported, not yet confirmed"), 16, Look.WHOLE),
    ]


def figure_cells(tally: Tally) -> list[Any]:
    """The three figures as cells; a share is cut and not rounded, so that 100 means all of them."""
    cells: list[Any] = [tally.schools]
    for key in ("appointed", "hours"):
        cells += [tally.figure(key).confirmed, share_of(tally, key)]
    return [*cells, tally.classes, tally.reached, share_of(tally, "classes"), tally.claimed]


def share_of(tally: Tally, key: str) -> float | None:
    """The share of a figure, between 0 and 1."""
    percent = tally.figure(key).share()
    return None if percent is None else round(percent / 100, 3)


def regions_sheet() -> Sheet:
    """One row a region right below, or the region itself, and all together."""
    return Sheet(_("By region"), region_columns())


def region_rows(found: RegionFigures) -> list[list[Any]]:
    """The regions as cells."""
    return [[region_name(row), row.code, *figure_cells(row.tally), *hour_cells(hours)] for row, hours in found.children]


def region_total(found: RegionFigures) -> list[Any]:
    """All of them together."""
    region = found.matter.place.region
    return [found.matter.name, region.code if region else "", *figure_cells(found.tally), *hour_cells(found.hours)]


def region_columns() -> list[Column]:
    """The columns of a sheet with one row a region."""
    return [
        *(Column(_("Region"), 22), Column(_("Code"), 12), *figure_columns()),
        Column(_("Hours taught"), 11, Look.HOURS),
        Column(_("Hours organised"), 11, Look.HOURS),
    ]


def levels_sheet() -> Sheet:
    """One row a region of any level, each after the one in which it lies."""
    columns = [Column(_("Lies in"), 26), Column(_("Level"), 10), *region_columns()]
    return Sheet(_("All regions"), columns)


def level_rows(found: RegionFigures) -> Iterator[list[Any]]:
    """The regions as cells."""
    names: dict[str, str] = {}
    for region, tally in every_region(found.matter):
        above = region.path.rpartition("/")[0]
        names[region.path] = f"{names[above]} {region.name}" if above in names else region.name
        hours = hour_cells(found.sums.hours_of(region.path))
        what = (names.get(above, ""), str(region.level.label), region.name, region.code)
        yield [*what, *figure_cells(tally), *hours]


def region_name(row: RegionRow) -> str:
    """The name of a row, which may be the schools of the region itself."""
    return _("schools of %(name)s itself", name=row.name) if row.direct else row.name


def hour_cells(hours: Hours) -> list[Decimal]:
    """Hours as cells."""
    return [hours.taught, hours.organised]


def stages_sheet() -> Sheet:
    """One row a stage of schools."""
    columns = [Column(_("Stage"), 16), *figure_columns(), Column(_("Classes not reached"), 12, Look.WHOLE)]
    return Sheet(_("By stage"), columns)


def stage_rows(found: RegionFigures) -> list[list[Any]]:
    """The stages as cells."""
    return [stage_cells(str(stage.label), tally) for stage, tally in found.stages.items()]


def stage_total(found: RegionFigures) -> list[Any]:
    """All of them together."""
    return stage_cells(_("All stages"), found.tally)


def stage_cells(label: str, tally: Tally) -> list[Any]:
    """The figures of a stage as cells."""
    return [label, *figure_cells(tally), tally.classes - tally.reached]


def months_sheet() -> Sheet:
    """One row a month in which there were lessons."""
    columns = [
        Column(_("Month"), 12),
        Column(_("Confirmed lessons"), 12, Look.WHOLE),
        Column(_("Hours taught"), 12, Look.HOURS),
        Column(_("Hours organised"), 12, Look.HOURS),
    ]
    return Sheet(_("By month"), columns)


def month_rows(months: Sequence[MonthRow]) -> list[list[Any]]:
    """The months as cells."""
    return [[f"{row.first:%Y-%m}", row.lessons, *hour_cells(row.hours)] for row in months]


def themes_sheet() -> Sheet:
    """One row a theme: its lessons, and how many classes of each stage had it."""
    stages = [Column(str(stage.label), 12, Look.WHOLE) for stage in SchoolStage]
    columns = [Column(_("Theme"), 30), Column(_("Confirmed lessons"), 12, Look.WHOLE), *stages]
    columns.append(Column(_("Classes in all"), 12, Look.WHOLE))
    return Sheet(_("Themes by stage"), columns)


def theme_rows(themes: Sequence[ThemeRow]) -> list[list[Any]]:
    """The themes as cells."""
    return [
        [row.name, row.lessons, *(row.classes.get(stage, 0) for stage in SchoolStage), sum(row.classes.values())]
        for row in themes
    ]


def schools_sheet() -> Sheet:
    """One row a school, those that miss most first, with what is missing in words."""
    columns = [
        *(Column(_("County"), 14), Column(_("School code"), 14), Column(_("School"), 28), Column(_("Stage"), 20)),
        Column(_("Vice-principals"), 18),
        Column(_("Hours owed"), 9, Look.HOURS),
        Column(_("Hours confirmed"), 10, Look.HOURS),
        Column(_("Of these taught"), 9, Look.HOURS),
        Column(_("Of these organised"), 9, Look.HOURS),
        Column(_("Hours reported, not yet confirmed"), 13, Look.HOURS),
        Column(_("Classes"), 8, Look.WHOLE),
        Column(_("Classes reached"), 9, Look.WHOLE),
        *(Column(_("State"), 22), Column(_("What is missing"), 60)),
    ]
    return Sheet(_("Schools"), columns)


def school_rows(part: Part) -> Iterator[list[Any]]:
    """The schools as cells."""
    words = sentences()
    complete, incomplete = _("complete"), _("something is missing")
    stages = {stage: str(stage.label) for stage in SchoolStage}
    for row in part.schools:
        tally = row.tally
        minutes = (tally.taught_minutes, tally.organised_minutes, tally.claimed_minutes)
        taught, organised, claimed = (hours_in_words(number, row.stage) for number in minutes)
        steps = still_to_do(tally, row.stage, row.hours, row.scheduled, row.unreached)
        yield [
            *(part.county(row.id), row.code, row.name, stages[row.stage]),
            *(part.served_by.get(row.id, ""), row.hours, hours_had(row), taught, organised, claimed),
            *(tally.classes, tally.reached, incomplete if tally.is_missing("any") else complete),
            _("; ").join(step_in_words(step, words) for step in steps),
        ]


def step_in_words(step: ToDo, words: dict[str, str]) -> str:
    """What is to be done, as the pages say it."""
    if step.key == "appoint":
        return words["appoint"]
    if step.key == "scheduled":
        return ngettext("%(num)s lesson is scheduled", "%(num)s lessons are scheduled", int(step.number))
    if step.key == "classes":
        text = words["classes"] % {"classes": words["comma"].join(step.names[:MOST_NAMED])}
        more = int(step.number) - MOST_NAMED
        return f"{text} {words['more'] % {'number': more}}" if more > 0 else text
    return words[step.key] % {"hours": written(step.number)}


def vacancies_sheet() -> Sheet:
    """One row a school that nobody serves, with since when."""
    columns = [
        *(Column(_("County"), 16), Column(_("School code"), 14), Column(_("School"), 30), Column(_("Stage"), 20)),
        *(Column(_("Nobody since"), 14, Look.DAY), Column(_("Days vacant"), 9, Look.WHOLE), Column(_("Remark"), 34)),
    ]
    return Sheet(_("Vacancies"), columns)


def vacancy_rows(part: Part) -> Iterator[list[Any]]:
    """The schools that nobody serves as cells."""
    return (vacancy_cells(row, part) for row in part.vacant())


def vacancy_cells(row: SchoolRow, part: Part) -> list[Any]:
    """A school that nobody serves."""
    since, never = part.vacant_since.get(row.id), _("no appointment was ever entered")
    days = (part.day - since).days + 1 if since else None
    where = (part.county(row.id), row.code, row.name, str(row.stage.label))
    return [*where, since, days, "" if since else never]


def unreached_sheet() -> Sheet:
    """One row a class that was in no confirmed lesson of the year."""
    columns = [
        *(Column(_("County"), 16), Column(_("School code"), 14), Column(_("School"), 30)),
        *(Column(_("Grade"), 9, Look.WHOLE), Column(_("Class"), 9, Look.WHOLE)),
    ]
    return Sheet(_("Classes not reached"), columns)


def unreached_rows(part: Part) -> Iterator[list[Any]]:
    """The classes as cells, school by school."""
    for row in sorted(part.schools, key=lambda one: one.code):
        for label in row.unreached:
            grade, number = label.split("-")
            yield [part.county(row.id), row.code, row.name, int(grade), int(number)]
