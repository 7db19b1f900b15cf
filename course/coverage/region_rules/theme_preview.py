"""What a region's rule would change in the themes that classes are owed: for each theme and stage, how many classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.models import RegionRule, ThemeTally
from course.coverage.queries import Asked
from course.coverage.region_rules.queries import chosen_rules
from course.coverage.region_rules.rules import Rule, is_inside, themes_changed, themes_of
from course.db import db
from course.roster.models import School, SchoolClass, Stage, Theme
from course.roster.rules import stage_of_grade


@dataclass(frozen=True)
class ThemeLine:
    """A theme that would be asked for or no longer: of how many classes of a stage, and how many have had it."""

    name: str
    stage: Stage
    added: bool
    classes: int
    had: int


def theme_lines(path: str, before: Rule, after: Rule, asked: Asked) -> list[ThemeLine]:
    """The themes that differ; regions below that ask for one of them anyway are left out of its numbers."""
    changed = themes_changed(before, after)
    if not changed:
        return []
    rules = chosen_rules(below(RegionRule.region_path, path)) if path else chosen_rules(sa.true())
    themes = {row.code: row for row in db.session.scalars(sa.select(Theme))}
    classes, had = classes_by_place(asked), had_by_place({path, *rules}, asked.year.number)
    lines = []
    for stage, code, added in changed:
        anyway = highest(one for one, rule in rules.items() if one != path and code in themes_of(rule, stage))
        owing = sum(n for (one, of), n in classes.items() if of is stage and not is_inside(one, anyway))
        number = themes[code].id if code in themes else 0
        have = had[path, number, stage.value] - sum(had[one, number, stage.value] for one in anyway)
        lines.append(ThemeLine(themes[code].name if code in themes else code, stage, added, owing, have))
    return lines


def highest(paths: Iterable[str]) -> list[str]:
    """Those of these regions that lie in no other of them."""
    found: list[str] = []
    for path in sorted(paths):
        if not is_inside(path, found):
            found.append(path)
    return found


def classes_by_place(asked: Asked) -> Mapping[tuple[str, Stage], int]:
    """How many classes of each stage each region's own schools have, in one statement."""
    chosen = sa.select(School.region_path, SchoolClass.grade, sa.func.count())
    chosen = chosen.join(School, School.id == SchoolClass.school_id).where(asked.condition())
    found: Counter[tuple[str, Stage]] = Counter()
    for path, grade, number in db.session.execute(chosen.group_by(School.region_path, SchoolClass.grade)):
        found[path, stage_of_grade(grade)] += number
    return found


def had_by_place(paths: Collection[str], year: int) -> Counter[tuple[str, int, str]]:
    """How many classes of a stage have had a theme, in each of these regions."""
    columns = ThemeTally.path, ThemeTally.theme_id, ThemeTally.stage, ThemeTally.classes
    rows = db.session.execute(sa.select(*columns).where(ThemeTally.year == year, ThemeTally.path.in_(paths)))
    return Counter({(path, theme_id, stage): classes for path, theme_id, stage, classes in rows})
