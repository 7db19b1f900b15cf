"""What a region's rule would change if it were saved: how many schools would stand otherwise, counted by the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from course.access.scope import Scope
from course.coverage.measure_rules import Standing, Status, status_of
from course.coverage.queries import Asked, Schools, question_under
from course.coverage.region_queries import Place
from course.coverage.region_rules.queries import rules_around
from course.coverage.region_rules.rules import Rule, rule_among, themes_added
from course.coverage.region_rules.theme_preview import ThemeLine, theme_lines
from course.coverage.rules import Year, minutes_owed
from course.coverage.standing_queries import standings
from course.coverage.tallies.queries import figures_on
from course.roster.models import SchoolStage

# About as many schools as a province has; counting so many takes a second at most.
MOST_COUNTED = 6_000


@dataclass(frozen=True)
class Preview:
    """The schools that would stand otherwise, by how they stand and would stand; None where there are too many."""

    schools: int
    moved: Mapping[tuple[Status, Status], int] | None
    with_hours: tuple[int, int] = (0, 0)
    # How many themes more or fewer are asked for; where schools are counted, each of them with its classes.
    themes: int = 0
    lines: Sequence[ThemeLine] = ()


def preview_of(place: Place, asked: Rule, *, scope: Scope, year: Year, day: date, by_terms: Decimal) -> Preview:
    """What this rule would change in a region on a day, against the rules that hold."""
    known, path = rules_around(place.path), place.path
    now, then = (
        question_under(rules, Schools(scope, path), year, day, by_terms) for rules in (known, known | {path: asked})
    )
    schools = figures_on([path], year, now.known_on())[path].schools
    before, after = rule_among(known, path), rule_among(known | {path: asked}, path)
    themes = themes_added(before, after)
    if schools > MOST_COUNTED:
        return Preview(schools, None, themes=themes)
    rows = [(owing(one, now, *where), owing(one, then, *where)) for one, *where in standings(now, MOST_COUNTED)]
    lines = theme_lines(path, before, after, now)
    return Preview(len(rows), moved(rows, day, year.last), with_hours(rows), themes, lines)


def owing(one: Standing, asked: Asked, stage: SchoolStage, path: str) -> Standing:
    """A school with what it would owe."""
    return replace(one, owed_minutes=minutes_owed(stage, asked.hours_at(path)))


def moved(rows: Iterable[tuple[Standing, Standing]], day: date, last_day: date) -> dict[tuple[Status, Status], int]:
    """How many schools would stand otherwise, by how they stand and would stand; those first that would stand best."""
    found = Counter((status_of(now, day, last_day), status_of(then, day, last_day)) for now, then in rows)
    order = list(Status)
    changed = [pair for pair in found if pair[0] is not pair[1]]
    return {pair: found[pair] for pair in sorted(changed, key=lambda pair: [order.index(one) for one in pair])}


def with_hours(rows: Iterable[tuple[Standing, Standing]]) -> tuple[int, int]:
    """How many schools have their hours, and would have them."""
    pairs = list(rows)
    now, then = ([pair[place] for pair in pairs] for place in (0, 1))
    return sum(one.has_its_hours() for one in now), sum(one.has_its_hours() for one in then)
