"""Which pages are measured, and who looks at them."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for

from bench.visitor import add_user
from course.access.models import Role, User
from course.db import db
from course.roster.models import Level, Region, Term
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, and how fast it must be (all must be sparing): pages a second, p95 in ms; 0 for any."""

    name: str
    role: Role
    path: str
    rate: int = 0
    slowest: int = 0


def pages(app: Flask) -> list[Page]:
    """The pages by their endpoints, because the address of a page may change."""
    term = db.session.scalars(sa.select(Term).order_by(Term.start.desc())).one()
    month = busiest_month(busiest(Lesson.school_id))
    with app.test_request_context():
        calendar = url_for("schedule.calendar", view="month", day=month)
        week = url_for("schedule.calendar", view="week", day=month.replace(day=15))
        coverage = url_for("coverage.region", code=county().code, year=term.start.year)
        lessons, start, schools = (url_for(name) for name in ("schedule.lessons", "coverage.start", "roster.schools"))
    return [
        Page("month calendar, school", Role.SCHOOL, calendar, 100, 120),
        Page("coverage of the county", Role.BUREAU, coverage, 100, 120),
        Page("lessons, bureau", Role.BUREAU, lessons),
        Page("lessons, vice-principal", Role.VICE_PRINCIPAL, lessons),
        Page("week, vice-principal", Role.VICE_PRINCIPAL, week),
        Page("start page, school", Role.SCHOOL, start),
        Page("start page, bureau", Role.BUREAU, start),
        Page("schools, bureau", Role.BUREAU, schools),
    ]


def add_users() -> dict[Role, User]:
    """A school, a vice-principal and a bureau: those with the most lessons, and the county."""
    scopes = {
        Role.SCHOOL: busiest(Lesson.school_id),
        Role.VICE_PRINCIPAL: busiest(Lesson.vice_principal_id),
        Role.BUREAU: county().id,
    }
    return {role: add_user(role, scope_id) for role, scope_id in scopes.items()}


def county() -> Region:
    """The county of the ledger."""
    counties = sa.select(Region).where(Region.level == Level.COUNTY).order_by(Region.code)
    return db.session.scalars(counties.limit(1)).one()


def busiest(column: Any) -> Any:
    """The value of a column of the lessons that most of them have."""
    counted = sa.select(column).select_from(Lesson).group_by(column).order_by(sa.func.count().desc(), column)
    return db.session.scalars(counted.limit(1)).one()


def busiest_month(school_id: int) -> date:
    """The first day of the month in which the school has the most lessons."""
    starts = db.session.scalars(sa.select(Lesson.start).where(Lesson.school_id == school_id))
    return statistics.mode(sorted(start.date().replace(day=1) for start in starts))
