"""Names found by an index of two letters: the same ones as by reading every name, and the index is asked."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.db import db
from course.roster.models import School
from course.roster.queries import matching
from tests import make
from tests.conftest import both_databases

on_postgresql = pytest.mark.parametrize("app", ["postgresql"], indirect=True)
NAMES = (
    "东吉县实验小学",
    "东吉县实验中学",
    "Rulin 100%_小学",
    "ÄÖÜ学校",
    "校",
    "  ",
    "İİAB",
    "甲乙甲乙丙",
    "\\'\"{}小",
)
WORDS = (
    "实验",
    "小学",
    "县实验小",
    "rulin",
    "LIN 1",
    "100%",
    "%_",
    "_",
    "校",
    "AB",
    "乙甲",
    "甲丙",
    "小}",
    "{}",
    "0x",
    "C-1",
)


def read_through(names: dict[str, str], word: str) -> set[str]:
    """The codes of the names that have the word, as Python reads them."""
    small = word.lower()
    return {code for code, name in names.items() if small in name.lower() or small in code.lower()}


def put_names(names: tuple[str, ...]) -> dict[str, str]:
    """A school of each name; the names by their codes."""
    county = make.region()
    return {make.school(county, code=f"SC-{n}", name=name).code: name for n, name in enumerate(names)}


def asked(word: str) -> set[str]:
    return set(db.session.scalars(sa.select(School.code).where(matching(School, word))))


@both_databases
@pytest.mark.parametrize("word", WORDS)
def test_each_word_is_found_where_it_is(app: Flask, word: str) -> None:
    with app.app_context():
        names = put_names(NAMES)
        assert asked(word) == read_through(names, word)


LETTERS = st.text(st.sampled_from("东吉实验AaBb1-%_ "), min_size=1, max_size=6)


@on_postgresql
def test_any_word_in_any_name(app: Flask) -> None:
    with app.app_context():
        county, numbers = make.region(), itertools.count()

        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(st.lists(LETTERS, min_size=1, max_size=5), LETTERS)
        def same(names: list[str], word: str) -> None:
            rows = {make.school(county, code=f"S{next(numbers)}", name=name).code: name for name in names}
            assert asked(word) & rows.keys() == read_through(rows, word)

        same()


@on_postgresql
def test_the_index_is_asked(app: Flask) -> None:
    with app.app_context():
        put_names(NAMES)
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        chosen = sa.select(School.code).where(matching(School, "实验"))
        told = chosen.compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = "\n".join(db.session.scalars(sa.text(f"EXPLAIN {told}".replace("%%", "%").replace(":", r"\:"))))
        assert "ix_school_pieces" in plan
