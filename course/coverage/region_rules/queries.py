"""Reads of the rules of regions: what a region itself asks for, and what holds in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.by_day import ByDay
from course.coverage.models import RegionRule
from course.coverage.region_rules.rules import (
    CONFIRMATION_DAYS,
    MOST_CONFIRMATION_DAYS,
    VACANCY_DAYS,
    OwnRule,
    Rule,
    effective_rule,
    held_among,
    hours_asked,
    own_by_day,
    path_down,
    required_from,
    rule_among,
    rules_on,
)
from course.db import db
from course.i18n import local_days
from course.roster.hours_asked import REGIONS_ASK
from course.roster.models import School
from course.schedule.models import Lesson

# Building a statement takes longer than running it.
STATEMENTS_KEPT = 512
# Databases take only so many values in one statement.
MOST_VALUES = 10_000
# What says since when a rule holds, and what stood there before.
BEFORE = RegionRule.changed_at, RegionRule.history


def rule_of(path: str) -> Rule:
    """What holds in a region, in one statement."""
    return rules_of([path])[path]


def rules_of(paths: Collection[str]) -> dict[str, Rule]:
    """What holds in each of these regions, in one statement for them all."""
    found = own_rules({one for path in paths for one in path_down(path)})
    return {path: rule_among(found, path) for path in paths}


def held_in(paths: Collection[str]) -> dict[str, ByDay[Rule]]:
    """What holds in each of these regions and what held there before, in one statement for them all."""
    asked = list({one for path in paths for one in path_down(path)})
    some = len(asked) <= MOST_VALUES
    found = read_held(own_held_statement(), {"paths": asked}) if some else read_held(held_statement(sa.true()))
    return {path: held_among(found, path) for path in paths}


def hours_asked_in(paths: Collection[str], by_terms: Decimal) -> dict[str, Decimal]:
    """The lesson-hours that a school of each of these regions is owed, in one statement for them all."""
    return {path: hours_asked(rule, by_terms) for path, rule in rules_of(paths).items()}


def rules_around(path: str) -> dict[str, Rule]:
    """The rules on the way down to a region, and those below it that ask for hours; of none, below all regions."""
    return read_rules(around_statement(path))


@lru_cache(STATEMENTS_KEPT)
def around_statement(path: str) -> sa.Select[Any]:
    """These rules; every page of a region and of a school asks for them."""
    inside = below(RegionRule.region_path, path) if path else sa.true()
    asks_for_hours = sa.and_(RegionRule.hours.is_not(None), inside)
    return rules_statement(sa.or_(RegionRule.region_path.in_(path_down(path)), asks_for_hours))


def rules_around_on(path: str, day: date) -> dict[str, Rule]:
    """The same as they held on a day: those on the way down to a region, and all below it."""
    return rules_on(held_around(path), day)


def held_around(path: str) -> dict[str, OwnRule]:
    """The rules on the way down to a region and all below it, with what they were before."""
    inside = below(RegionRule.region_path, path) if path else sa.true()
    return read_held(held_statement(sa.or_(RegionRule.region_path.in_(path_down(path)), inside)))


def rule_above(path: str) -> Rule | None:
    """What the regions above a region ask for together; None where none of them has a rule."""
    found = own_rules(path_down(path)[:-1])
    return effective_rule(found[one] for one in path_down(path) if one in found) if found else None


def row_of(path: str) -> RegionRule | None:
    """The row of a region, with what stood in it before."""
    return db.session.get(RegionRule, path)


def is_late_to_confirm(now: datetime) -> sa.ColumnElement[bool]:
    """Whether a lesson ended longer ago than its region has patience for, to be asked of lessons that are reported.

    The moment for each number of days is written out because databases do not agree on how to count days back.  Where
    no region asks for other days than usual, which is looked at once, no rule is looked for beside each lesson.
    """
    days = fewest_days(RegionRule.confirmation_days, Lesson, CONFIRMATION_DAYS)
    moments = {number: now - timedelta(days=number) for number in range(1, MOST_CONFIRMATION_DAYS + 1)}
    some_rule = sa.exists().where(RegionRule.confirmation_days.is_not(None))
    return Lesson.end <= sa.case((~some_rule, moments[CONFIRMATION_DAYS]), else_=sa.case(moments, value=days))


def vacancy_days() -> sa.ColumnElement[int]:
    """After how many days the vacancy of a school is overdue, as a column of a statement that reads schools."""
    return fewest_days(RegionRule.vacancy_days, School, VACANCY_DAYS)


def fewest_days(days: Any, of: Any, usual: int) -> sa.ColumnElement[int]:
    """The fewest days that the rules along the way down to a row's region allow, the usual ones without any rule."""
    path, here = RegionRule.region_path, of.region_path
    on_the_way = sa.or_(path == here, sa.and_(here > path + "/", here < path + "0"))
    fewest = sa.select(sa.func.min(days)).where(on_the_way).correlate(of).scalar_subquery()
    return sa.func.coalesce(fewest, usual)


def own_rules(paths: Collection[str]) -> dict[str, Rule]:
    """What those of these regions ask for that have a rule of their own; of very many, all that there are is read."""
    if len(paths) > MOST_VALUES:
        return chosen_rules(sa.true())
    return read_rules(own_statement(), {"paths": list(paths)})


@cache
def own_statement() -> sa.Select[Any]:
    """The rules of the regions that the statement is told."""
    return rules_statement(RegionRule.region_path.in_(sa.bindparam("paths", (), expanding=True)))


@cache
def own_held_statement() -> sa.Select[Any]:
    """The same, with what they were before; each change of a lesson asks for them."""
    return own_statement().add_columns(*BEFORE)


def chosen_rules(condition: sa.ColumnElement[bool]) -> dict[str, Rule]:
    """The rules of which this is true, by the paths of their regions."""
    return read_rules(rules_statement(condition))


def rules_statement(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The statement that reads them."""
    columns = RegionRule.hours, RegionRule.required_themes, RegionRule.vacancy_days, RegionRule.confirmation_days
    return sa.select(RegionRule.region_path, *columns).where(condition)


def held_statement(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The same, with what they were before."""
    return rules_statement(condition).add_columns(*BEFORE)


def read_rules(chosen: sa.Select[Any], told: dict[str, Any] | None = None) -> dict[str, Rule]:
    """These rules by the paths of their regions."""
    return {row.region_path: own_rule(row) for row in db.session.execute(chosen, told)}


def read_held(chosen: sa.Select[Any], told: dict[str, Any] | None = None) -> dict[str, OwnRule]:
    """The same, with what they were before."""
    day_of = local_days()
    rows = db.session.execute(chosen, told)
    return {row.region_path: own_by_day(own_rule(row), row.changed_at, row.history, day_of) for row in rows}


def own_rule(row: Any) -> Rule:
    """The values of a row."""
    return Rule(row.hours, required_from(row.required_themes), row.vacancy_days, row.confirmation_days)


REGIONS_ASK.append(hours_asked_in)
