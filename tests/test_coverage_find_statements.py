"""The order of hits: the same as by reading every name, be a word common or not; names are read in their order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.access.models import Role
from course.access.scope import Scope
from course.coverage import find_queries, find_statements
from course.coverage.find_statements import Spelling, values_of
from course.db import db
from course.roster.models import Region, School
from tests import make
from tests.conftest import both_databases

MOST = 3
LETTERS = st.text(st.sampled_from("东吉小学AaBb1-%_/ "), min_size=1, max_size=5)


@pytest.fixture(params=[2, 1_000], ids=["common", "rare"], autouse=True)
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """After how many rows a word counts as common: after two, and never."""
    monkeypatch.setattr(find_statements, "MANY", request.param)
    find_queries.first_hits.cache_clear()
    yield request.param
    find_queries.first_hits.cache_clear()


def read_through(names: dict[str, str], word: str) -> list[str]:
    """The codes of all that have the word, in the order in which they are shown, as Python reads them."""
    small, ranked = word.lower(), []
    for code, name in names.items():
        if name.lower().startswith(small):
            ranked.append((0, name, code))
        elif code.lower().startswith(small):
            ranked.append((1, code, code))
        elif small in name.lower() or small in code.lower():
            ranked.append((2, name, code))
    return [code for *_, code in sorted(ranked)]


def shown(word: str, scope: Scope) -> tuple[list[str], bool]:
    """The codes of the schools that are shown, and whether there are more."""
    rows, more = find_queries.rows_with(word, School, MOST, scope)
    return [row.code for row in rows], more


@both_databases
def test_any_word_finds_the_first_of_all_that_have_it(app: Flask) -> None:
    with app.app_context():
        numbers = itertools.count()

        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(st.lists(LETTERS, min_size=1, max_size=9), LETTERS)
        def same(names: list[str], word: str) -> None:
            county, elsewhere = make.region(), make.region()
            make.school(elsewhere, code=f"aB{next(numbers)}", name=word)
            rows = {make.school(county, code=f"aB{next(numbers)}", name=name).code: name for name in names}
            expected = read_through(rows, word)
            assert shown(word, Scope(Role.BUREAU, region_path=county.path)) == (expected[:MOST], len(expected) > MOST)

        same()


@both_databases
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # Names that begin with it, then codes that do, then the others by their names.
        ("东", ["S4", "S1", "S2"]),
        ("s", ["S9", "S1", "S2"]),
        ("吉", ["S2", "S4", "S1"]),
        ("9", ["S9"]),
    ],
)
def test_what_is_likely_meant_comes_first(app: Flask, word: str, expected: list[str]) -> None:
    with app.app_context():
        county = make.region()
        for code, name in {"S1": "东吉小学", "S2": "A东吉小学", "S4": "东吉", "S9": "Sun 学校"}.items():
            make.school(county, code=code, name=name)
        assert shown(word, Scope(Role.ADMIN))[0] == expected


@both_databases
def test_regions_and_people_are_found_in_the_same_way(app: Flask) -> None:
    with app.app_context():
        county = make.region("R1", name="东吉县")
        for number in range(5):
            make.region(f"R1{number}", parent=county, name=f"新东吉{number}乡")
        rows, more = find_queries.rows_with("东吉", Region, 2, Scope(Role.ADMIN))
        assert ([row.code for row in rows], more) == (["R1", "R10"], True)


@both_databases
def test_names_are_read_in_the_order_of_their_index(app: Flask) -> None:
    with app.app_context():
        county = make.region()
        for number in range(30):
            make.school(county, code=f"S{number}", name=f"{number}小学")
        db.session.commit()
        chosen = find_statements.hits(School, Scope(Role.ADMIN), Spelling.of("小学"), MOST)
        if db.engine.dialect.name == "postgresql":
            for way in ("seqscan", "bitmapscan"):
                db.session.execute(sa.text(f"SET LOCAL enable_{way} = off"))
        words = "EXPLAIN" if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        told = chosen.compile(db.engine, compile_kwargs={"render_postcompile": True})
        sent = f"{words} {told}"
        values = [{**told.params, **values_of("小学")}[name] for name in told.positiontup or ()]
        given = tuple(values) if told.positiontup else {**told.params, **values_of("小学")}
        plan = "\n".join(str(row[-1]) for row in db.session.connection().exec_driver_sql(sent, given))
        # Once for the names that begin so, and once for the others.
        assert plan.count("ix_school_name") == 2
