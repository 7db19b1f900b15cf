"""Reads of the tallies: the figures of regions on a day, how they moved, and the classes by theme."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from course.coverage.models import RegionStep, ThemeTally, UnderstandingTally
from course.coverage.rules import Tally, Year
from course.coverage.tallies.rules import BASE, NO_YEAR, YEARLY
from course.db import db

A_WEEK = timedelta(days=7)
# Building a statement takes longer than running it on a county, and the same people ask the same all day.
STATEMENTS_KEPT = 512


@dataclass(frozen=True)
class Figures:
    """What was counted of a region on a day; figures of several regions, and of several days, add up."""

    schools: int = 0
    appointed: int = 0
    classes: int = 0
    themes_owed: int = 0
    with_hours: int = 0
    with_claimed_hours: int = 0
    taught_minutes: int = 0
    organised_minutes: int = 0
    practice_minutes: int = 0
    claimed_minutes: int = 0
    lessons: int = 0
    reached: int = 0
    claimed: int = 0
    covered: int = 0
    on_course: int = 0
    themes_had: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*map(sum, zip(vars(self).values(), vars(other).values(), strict=True)))

    def tally(self) -> Tally:
        """The three figures of it."""
        return Tally(**{field.name: getattr(self, field.name) for field in fields(Tally)})


NOTHING = Figures()


def apart(whole: Figures, parts: Sequence[Figures]) -> Figures:
    """What belongs to none of the parts."""
    names = [one.name for one in fields(Figures)]
    return Figures(**{name: getattr(whole, name) - sum(getattr(part, name) for part in parts) for name in names})


def figures_on(paths: Collection[str], year: Year, day: date) -> dict[str, Figures]:
    """The figures of these regions on a day, in one statement; the empty path is everything together.

    What belongs to no year is told as it was true on the day, the rest as it was known by then.
    """
    rows = db.session.execute(sums_statement(tuple(paths), year, day))
    found = {row[0]: Figures(*map(int, row[1:])) for row in rows}
    return {path: found.get(path, NOTHING) for path in paths}


@lru_cache(STATEMENTS_KEPT)
def sums_statement(paths: tuple[str, ...], year: Year, day: date) -> sa.Select[Any]:
    """The steps of these regions up to a day, added up; built once for each question."""
    sums = [sa.func.sum(getattr(RegionStep, name)) for name in (*BASE, *YEARLY)]
    chosen = sa.select(RegionStep.path, *sums).where(RegionStep.path.in_(paths), counts_by(year, day))
    return chosen.group_by(RegionStep.path)


@lru_cache(STATEMENTS_KEPT)
def sums_apart_statement(paths: tuple[str, ...], year: Year, then: date, now: date) -> sa.Select[Any]:
    """The same of the later one of two days, what was there by the earlier one apart from what came since."""
    by_then = sa.case((counts_by(year, then), 1), else_=0).label("by_then")
    columns = [getattr(RegionStep, name) for name in (*BASE, *YEARLY)]
    mine = sa.select(RegionStep.path, by_then, *columns).where(RegionStep.path.in_(paths), counts_by(year, now))
    step = mine.subquery()
    sums = [sa.func.sum(step.c[column.name]) for column in columns]
    return sa.select(step.c.path, step.c.by_then, *sums).group_by(step.c.path, step.c.by_then)


def counts_by(year: Year, day: date) -> sa.ColumnElement[bool]:
    """The steps that count on a day."""
    return sa.or_(
        sa.and_(RegionStep.year == NO_YEAR, RegionStep.day <= year.day_that_counts(day)),
        sa.and_(RegionStep.year == year.number, RegionStep.day <= day),
    )


def figures_then_and_now(
    paths: Collection[str], year: Year, then: date, now: date
) -> dict[str, tuple[Figures, Figures]]:
    """The figures of these regions on a day and on a later one, in one statement."""
    found: dict[str, dict[bool, Figures]] = {path: {} for path in paths}
    for path, by_then, *sums in db.session.execute(sums_apart_statement(tuple(paths), year, then, now)):
        found[path][bool(by_then)] = Figures(*map(int, sums))
    return {path: pair_of(parts.get(True, NOTHING), parts.get(False, NOTHING)) for path, parts in found.items()}


def pair_of(by_then: Figures, since: Figures) -> tuple[Figures, Figures]:
    """What was counted by a day, and what is with that which came since."""
    return by_then, by_then + since


def schools_in(path: str, year: Year, day: date) -> int:
    """How many schools a region has on a day."""
    return figures_on([path], year, day)[path].schools


def two_weeks(path: str, year: Year, day: date) -> tuple[Figures, Figures]:
    """By how much the figures of a region moved in the seven days up to a day, and in the seven before these."""
    lately = RegionStep.day > day - A_WEEK
    sums = [sa.func.sum(getattr(RegionStep, name)) for name in (*BASE, *YEARLY)]
    within = (RegionStep.year.in_([NO_YEAR, year.number]), RegionStep.day > day - 2 * A_WEEK, RegionStep.day <= day)
    chosen = sa.select(lately, *sums).where(RegionStep.path == path, *within).group_by(lately)
    found = {bool(row[0]): Figures(*map(int, row[1:])) for row in db.session.execute(chosen)}
    return found.get(True, NOTHING), found.get(False, NOTHING)


def by_week(by_day: Sequence[tuple[date, Figures]], year: Year, until: date) -> list[tuple[date, Figures]]:
    """The same from the steps of the region, where these are known."""
    total = sum((by for day, by in by_day if day < year.first), NOTHING)
    rest = [(day, by) for day, by in by_day if day >= year.first]
    monday = year.first - timedelta(days=year.first.weekday())
    found = []
    while monday <= min(until, year.last):
        following = monday + A_WEEK
        total = sum((by for day, by in rest if day < following), total)
        rest = [(day, by) for day, by in rest if day >= following]
        found.append((monday, total))
        monday = following
    return found


def steps_of(path: str, year: Year) -> list[tuple[date, Figures]]:
    """The steps of a region in a year, and those that belong to no year, in the order of their days."""
    columns = [getattr(RegionStep, name) for name in (*BASE, *YEARLY)]
    mine = (RegionStep.path == path, RegionStep.year.in_([NO_YEAR, year.number]))
    chosen = sa.select(RegionStep.day, *columns).where(*mine).order_by(RegionStep.day)
    return [(row[0], Figures(*row[1:])) for row in db.session.execute(chosen)]


def theme_classes(path: str, year: Year) -> dict[tuple[int, str], int]:
    """How many classes of each stage were reached with each theme, by the theme's number and the stage."""
    chosen = sa.select(ThemeTally.theme_id, ThemeTally.stage, ThemeTally.classes)
    rows = db.session.execute(chosen.where(ThemeTally.path == path, ThemeTally.year == year.number))
    return {(theme_id, stage): classes for theme_id, stage, classes in rows if classes}


def understanding(path: str, year: Year) -> UnderstandingTally | None:
    """What the surveys of a region and a year said, as counted last night."""
    return db.session.get(UnderstandingTally, (path, year.number))
