"""The law check of the whole library, and taking in a law: what somebody waits for when a law changes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from app import create_app
from bench import places
from bench.commands import flask
from bench.decks import Took, timed
from bench.table import Effort, Line, Say, median
from course.access.models import Role
from course.access.scope import Scope
from course.cases import queries
from course.cases.laws import actions as law_actions
from course.cases.laws import recall_queries
from course.cases.laws.comparison import compared
from course.cases.laws.document import read_file
from course.cases.laws.queries import articles_of, law_by_title, versions_of
from course.cases.laws.rules import LawFacts
from course.cases.laws.text import place_of
from course.db import db, one_transaction, utc_now

CHECK, IMPORT = 1.0, 3.0
ON = date(2026, 11, 23)
LAW = "中华人民共和国治安管理处罚法"
HEAD = "（2005年8月28日通过　2025年6月27日修订　2026年11月1日修订　自2027年1月1日起施行）"


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """Both on a fresh database with the built-in library."""
    with places.place(places.SQLITE) as place:
        say("loading the library")
        flask(place, "init")
        with create_app(**place.settings).app_context():
            yield from of_check(effort, say)
            yield from of_import(effort, say)


def of_check(effort: Effort, say: Say) -> Iterator[Line]:
    """Every citation of every case against the law table: with nothing kept, and again after a law has changed."""
    say("checking the library")
    cases = [line for line in queries.library() if line.version is not None]
    cold = [timed(forgetful(check)) for _ in range(effort.imports)]
    warm = [timed(check) for _ in range(effort.imports)]
    cited = sum(len(recall_queries.findings(case.version.text, ON, queries.law_revision())[1]) for case in cases)
    name = f"law check of the library, {len(cases)} cases, {cited} places, {len(queries.law_table().laws)} laws"
    yield of(f"{name}, nothing kept", cold, CHECK)
    yield of("the same again", warm, CHECK)


def of(name: str, took: list[Took], goal: float) -> Line:
    """A line with the median by the clock and the processor's share."""
    walls = [one.wall / 1000 for one in took]
    busy = sorted(one.busy for one in took)[len(took) // 2]
    text = f"{median(walls, ' s', 2)}, {busy:.0f} ms CPU"
    return Line(name, places.SQLITE, text, f"≤ {goal:g} s", max(walls) <= goal)


def check() -> object:
    """The library as the page of the law check sees it."""
    return recall_queries.checked_library(ON, Scope(Role.ADMIN))


def forgetful(work: Callable[[], object]) -> Callable[[], object]:
    """The same work after everything that is kept between two requests is forgotten."""

    def forgotten() -> object:
        queries.read_law_table.cache_clear()
        recall_queries.findings.cache_clear()
        recall_queries.parsed.cache_clear()
        return work()

    return forgotten


def of_import(effort: Effort, say: Say) -> Iterator[Line]:
    """A revised law whose articles have all moved by one: read, compared and taken in."""
    say("taking in a law")
    versions = versions_of(law_by_title(LAW).id)
    articles = articles_of(versions[-1].id)
    moved = {"1": "本条为新增。", **{str(int(number) + 1): text for number, text in articles.items()}}
    text = [LAW, HEAD, *(f"{place_of(number)}　{words}" for number, words in moved.items())]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "law.txt"
        path.write_text("\n".join(text), encoding="utf-8")
        began, busy = time.perf_counter(), time.process_time()
        read = read_file(path)
        found = compared(read)
        facts = LawFacts(read.title, read.version_date, read.effective)
        with one_transaction():
            law_actions.import_law(facts, read.articles, by=None, today=ON, now=utc_now())
        took = Took((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000)
    name = f"taking in a law, {len(moved)} articles, {len(found.changes.moved)} of them moved"
    yield of(name, [took], IMPORT)
    db.session.rollback()
