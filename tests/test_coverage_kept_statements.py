"""Counting a school with each change: the statements are built once, and days are those of the schools' clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from course.coverage.tallies import count_queries
from course.i18n import local_day, local_days
from tests import make

KEPT = (
    count_queries.schools_statement,
    count_queries.appointments_statement,
    count_queries.classes_and_moves,
    count_queries.lessons_statement,
    count_queries.reached_statement,
    count_queries.waiting_statement,
)


def test_the_statements_that_count_one_school_serve_the_next(app: Flask, data: None) -> None:
    for statement in KEPT:
        statement.cache_clear()
    for code, classes in {"S1": 1, "S2": 2}.items():
        school = make.school(code=code)
        for number in range(classes):
            make.school_class(school, 3, number + 1)
        facts = count_queries.facts_of([school.id])[school.id]
        assert (facts.school_id, len(facts.homes)) == (school.id, classes)
    assert {statement.cache_info().misses for statement in KEPT} == {1}


def test_the_day_of_many_moments_is_that_of_the_schools_clock(app: Flask, data: None) -> None:
    evening = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
    assert local_days()(evening) == local_day(evening) == date(2026, 11, 27)
