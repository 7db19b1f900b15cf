"""Tables of coverage: what is counted of each school, how each region's figures moved, and its own rules."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Codes, Instant, db, identity
from course.roster import class_models

__all__ = [
    *("RegionRule", "RegionStep", "SchoolMove", "SchoolTally", "ThemeTally", "UnderstandingStep", "UnderstandingTally"),
    "class_models",
]


class SchoolTally(db.Model):
    """What is counted of a school in a year; written in the transaction that changes what it counts.

    In year 0 stands what belongs to no year.  ``timeline`` is what the school adds to its regions from each day on, as
    it was written into their steps; ``themes`` counts the reached classes by theme and stage (``12:junior``).
    """

    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    region_path: Mapped[str] = mapped_column(sa.Text)
    taught_minutes: Mapped[int] = mapped_column(default=0)
    organised_minutes: Mapped[int] = mapped_column(default=0)
    practice_minutes: Mapped[int] = mapped_column(default=0)
    claimed_minutes: Mapped[int] = mapped_column(default=0)
    scheduled_minutes: Mapped[int] = mapped_column(default=0)
    lessons: Mapped[int] = mapped_column(default=0)
    owed_minutes: Mapped[int] = mapped_column(default=0)
    classes: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    claimed: Mapped[int] = mapped_column(default=0)
    # Classes that only a lesson still to come will reach.
    coming: Mapped[int] = mapped_column(default=0)
    themes_owed: Mapped[int] = mapped_column(default=0)
    themes_had: Mapped[int] = mapped_column(default=0)
    themes: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    # The day of the last lesson that is scheduled: when it will be known.
    last_on: Mapped[date | None]
    timeline: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    closed_on: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (sa.Index("ix_school_tally_region_path_year", "region_path", "year"),)


class SchoolMove(db.Model):
    """The region in which a school lay until a day: what was counted of it before stays there."""

    id: Mapped[identity]
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    until: Mapped[date]


class RegionStep(db.Model):
    """By how much the figures of a region and a year moved on a day; the sum up to a day is the figure of that day.

    ``path`` is empty for everything together.  In year 0 stand the figures that belong to no year: schools, those
    among them that somebody serves, and classes.  Days to come hold what is already certain, such as the end of an
    appointment.
    """

    path: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    schools: Mapped[int] = mapped_column(default=0)
    appointed: Mapped[int] = mapped_column(default=0)
    classes: Mapped[int] = mapped_column(default=0)
    with_hours: Mapped[int] = mapped_column(default=0)
    with_claimed_hours: Mapped[int] = mapped_column(default=0)
    taught_minutes: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    organised_minutes: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    practice_minutes: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    claimed_minutes: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    lessons: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    claimed: Mapped[int] = mapped_column(default=0)
    covered: Mapped[int] = mapped_column(default=0)
    on_course: Mapped[int] = mapped_column(default=0)
    themes_owed: Mapped[int] = mapped_column(default=0)
    themes_had: Mapped[int] = mapped_column(default=0)


class ThemeTally(db.Model):
    """How many classes of a stage were reached with a theme, by region and year."""

    path: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"), primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    classes: Mapped[int] = mapped_column(default=0)


class UnderstandingTally(db.Model):
    """What the surveys of a region and a year said, counted every night: lessons with five answers, and these answers.

    Lessons with fewer answers are left out, as everywhere.
    """

    path: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lessons: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    clear: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[datetime] = mapped_column(Instant)


class UnderstandingStep(db.Model):
    """By how many answers, and how many clear ones, the surveys of a region and a year moved on a day.

    The sum up to a day is what was counted of them then: of each lesson the answers by fives, from the day on which the
    last of the five came.  Counted every night; what was written of days before the last night is left as it stands.
    """

    path: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    answers: Mapped[int] = mapped_column(default=0)
    clear: Mapped[int] = mapped_column(default=0)


class RegionRule(db.Model):
    """What a region asks for beyond the law: more hours, themes that every class of a stage has, days of patience."""

    region_path: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    hours: Mapped[Decimal | None] = mapped_column(sa.Numeric(6, 2))
    required_themes: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    vacancy_days: Mapped[int] = mapped_column(default=30)
    confirmation_days: Mapped[int] = mapped_column(default=3)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    # What stood here before, newest first, until which moments; the figures of past days are counted by it.
    history: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
