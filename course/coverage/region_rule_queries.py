"""Reads of the rules of regions: what a region itself asks for, and what holds in it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from course.coverage.models import RegionRule
from course.coverage.region_rule_rules import Rule, effective_rule, path_down, required_from
from course.db import db

# Databases take only so many values in one statement.
MOST_VALUES = 10_000


def rule_of(path: str) -> Rule:
    """What holds in a region, in one statement."""
    return rules_of([path])[path]


def rules_of(paths: Collection[str]) -> dict[str, Rule]:
    """What holds in each of these regions, in one statement for them all."""
    found = own_rules({one for path in paths for one in path_down(path)})
    return {path: effective_rule(found[one] for one in path_down(path) if one in found) for path in paths}


def own_rules(paths: Collection[str]) -> dict[str, Rule]:
    """What those of these regions ask for that have a rule of their own; of very many, all that there are is read."""
    columns = RegionRule.hours, RegionRule.required_themes, RegionRule.vacancy_days, RegionRule.confirmation_days
    chosen = sa.select(RegionRule.region_path, *columns)
    if len(paths) <= MOST_VALUES:
        chosen = chosen.where(RegionRule.region_path.in_(paths))
    return {
        path: Rule(hours, required_from(themes), vacancy, confirmation)
        for path, hours, themes, vacancy, confirmation in db.session.execute(chosen)
    }
