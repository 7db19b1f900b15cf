"""The page of what was taught in a region: themes by stage, practice, what others taught, and what was understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.coverage import measure_rules
from course.coverage.charts import HeatSheet, heat_sheet, shade_of
from course.coverage.page import CoveragePage, Look
from course.coverage.queries import Asked
from course.coverage.reach_queries import classes_by_stage, reach_of_plans, themes_by_code
from course.coverage.region_queries import Place
from course.coverage.region_rules.rules import Rule, themes_of
from course.coverage.rules import Figure
from course.coverage.tallies import queries as tally_queries
from course.coverage.tallies.queries import Figures
from course.roster.models import Stage, Theme
from course.roster.rules import coarse_stage

# Beyond this many classes they are not counted by stage for one page; the fields then show the plain numbers.
MOST_COUNTED = 200_000


@dataclass(frozen=True)
class Cell:
    """How many classes of a stage were reached with a theme; no shade where the theme is not meant for them."""

    stage: Stage
    classes: int
    total: int | None
    shade: int | None
    required: bool = False


@dataclass(frozen=True)
class ThemeRow:
    """A theme with its field for each stage."""

    theme: Theme
    cells: Sequence[Cell]


@dataclass(frozen=True)
class ThemesPage:
    """What was taught in a region."""

    page: CoveragePage
    counted: Figures
    rows: Sequence[ThemeRow]
    sheet: HeatSheet
    required: Figure
    practice: float | None
    organised: float | None
    understood: float | None
    answers: int
    reach: Figure | None

    @property
    def asks_for_themes(self) -> bool:
        """Whether the rules ask for any theme, also where no class is counted yet that owes one."""
        return any(cell.required for row in self.rows for cell in row.cells)


def themes_page(place: Place, asked: Asked, look: Look, rule: Rule) -> ThemesPage:
    """The themes of a region by stage, and the shares beside them."""
    own = tally_queries.figures_on([place.path], asked.year, asked.known_on())[place.path]
    surveys = tally_queries.understanding(place.path, asked.year)
    clear, answers = (surveys.clear, surveys.answers) if surveys else (0, 0)
    confirmed = own.taught_minutes + own.organised_minutes
    rows = theme_rows(place, asked, own, rule) if own.schools else []
    return ThemesPage(
        page=CoveragePage(look, asked, own.tally(), place),
        counted=own,
        rows=rows,
        sheet=heat_sheet(len(rows), len(Stage)),
        required=measure_rules.themes_reached(own.themes_had, own.themes_owed),
        practice=measure_rules.practice_share(own.practice_minutes, confirmed),
        organised=measure_rules.organised_share(own.taught_minutes, own.organised_minutes),
        understood=measure_rules.understanding_share(clear, answers),
        answers=answers,
        reach=reach_of_plans(place.path, asked),
    )


def theme_rows(place: Place, asked: Asked, own: Figures, rule: Rule) -> list[ThemeRow]:
    """Every theme that is required, was taught, or could be."""
    reached = tally_queries.theme_classes(place.path, asked.year)
    totals = classes_by_stage(asked) if own.classes <= MOST_COUNTED else {}
    most = max(reached.values(), default=0)

    def cell(theme: Theme, stage: Stage) -> Cell:
        classes, meant = reached.get((theme.id, stage.value), 0), coarse_stage(stage).value in theme.stages
        total = totals.get(stage, 0) if totals else None
        shade = shade_of(classes, most if total is None else total) if meant or classes else None
        return Cell(stage, classes, total, shade, theme.code in themes_of(rule, stage))

    return [ThemeRow(theme, [cell(theme, stage) for stage in Stage]) for theme in themes_by_code()]
