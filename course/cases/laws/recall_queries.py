"""Reads for recalling decks: which are out and why they may not be used, which cases a change of the laws concerns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from course.access.models import Role, User
from course.access.queries import scope_of
from course.access.scope import Scope, within
from course.cases.decks import parsed
from course.cases.laws.recall_rules import Reason, read_reasons, reasons, turning_days, used_on
from course.cases.models import Case, CaseVersion, Deck, LawVersion
from course.cases.queries import CaseLine, law_revision, law_table, library
from course.db import db
from slides import Problem, check_laws, cited_words

KEPT_FINDINGS = 256
# Named by table and not by model: cases stand before the schedule.
LESSON = sa.table("lesson", sa.column("id", sa.Integer), sa.column("start", sa.DateTime))


@dataclass(frozen=True)
class DeckOut:
    """A deck that somebody holds and that nobody has recalled yet."""

    id: int
    version_id: int
    case_key: str
    title_zh: str
    title_en: str
    stage: str
    language: str
    cited: Mapping[str, str]
    user_id: int | None
    lesson_id: int | None
    lesson_start: datetime | None


@dataclass(frozen=True)
class Recalled:
    """A deck that should no longer be used, and why."""

    deck: DeckOut
    reasons: tuple[Reason, ...]


def recalled_on(today: date) -> list[Recalled]:
    """The decks that are out and should no longer be used."""
    decks = decks_out()
    texts, revision = texts_of({deck.version_id for deck in decks}), law_revision()
    found = []
    for deck in decks:
        on = used_on(deck.lesson_start.date() if deck.lesson_start else None, today)
        problems, now = findings(texts[deck.version_id], on, revision, deck.stage, deck.language)
        if why := reasons(problems, deck.cited, now):
            found.append(Recalled(deck, why))
    return found


def decks_out() -> list[DeckOut]:
    """Every deck that is out and not yet superseded."""
    chosen = (
        sa.select(
            *(Deck.id, Deck.case_version_id, Case.key, Case.title_zh, Case.title_en, Deck.stage, Deck.language),
            *(Deck.cited, Deck.user_id, Deck.lesson_id, LESSON.c.start),
        )
        .join(CaseVersion, CaseVersion.id == Deck.case_version_id)
        .join(Case, Case.id == CaseVersion.case_id)
        .outerjoin(LESSON, LESSON.c.id == Deck.lesson_id)
        .where(Deck.superseded_at.is_(None))
        .order_by(Deck.id)
    )
    return [DeckOut(*row) for row in db.session.execute(chosen)]


def texts_of(version_ids: Iterable[int]) -> dict[int, str]:
    """The texts of these versions of cases."""
    chosen = sa.select(CaseVersion.id, CaseVersion.text).where(CaseVersion.id.in_(list(version_ids)))
    return dict(db.session.execute(chosen).all())


@lru_cache(maxsize=KEPT_FINDINGS)
def findings(
    text: str, on: date, revision: tuple[Any, ...], stage: str = "", language: str = ""
) -> tuple[tuple[Problem, ...], Mapping[str, str]]:
    """What does not hold in a case on a day, and a mark of the words of every place that it cites.

    ``revision`` is that of the law table, asked for once and not for every case.
    """
    shown = {name: (value,) for name, value in (("stages", stage), ("langs", language)) if value}
    case, laws = parsed(text), law_table()
    return check_laws(case, laws, on, **shown), cited_words(case, laws, on, **shown)


@dataclass(frozen=True)
class CaseChecked:
    """A case with what does not hold in it on a day, the places whose words are others than when it was approved, and
    the decks of it that are out."""

    line: CaseLine
    problems: tuple[Problem, ...]
    changed: tuple[Reason, ...] = ()
    decks: int = 0
    holders: int = 0
    superseded: int = 0


def checked_library(day: date, scope: Scope) -> list[CaseChecked]:
    """Every approved case that the scope may see, held against the laws of a day."""
    out, superseded, holders = decks_by_case(scope)
    checked, revision = [], law_revision()
    for line in library():
        if line.version is not None and may_see(line.case, scope):
            problems = findings(line.version.text, day, revision)[0]
            counts = (each[line.case.id] for each in (out, holders, superseded))
            checked.append(CaseChecked(line, problems, changed_words(line, day, revision), *counts))
    return checked


def changed_words(line: CaseLine, day: date, revision: tuple[Any, ...]) -> tuple[Reason, ...]:
    """The places whose words on a day are others than on the day on which the case was approved."""
    text, approved = line.version.text, line.version.approved_on
    if approved is None or approved >= day:
        return ()
    return reasons((), findings(text, approved, revision)[1], findings(text, day, revision)[1])


def may_see(case: Case, scope: Scope) -> bool:
    """A built-in case is everybody's; a bureau's own case is its own."""
    return not case.region_path or scope.covers(case.region_path)


def decks_by_case(scope: Scope) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """By case, in a scope: the decks that are out, those superseded, and how many people hold them."""
    counted = (
        sa.select(
            CaseVersion.case_id,
            sa.func.count(Deck.id),
            sa.func.count(Deck.superseded_at),
            sa.func.count(Deck.user_id.distinct()),
        )
        .join(CaseVersion, CaseVersion.id == Deck.case_version_id)
        .where(within(Deck, scope))
        .group_by(CaseVersion.case_id)
    )
    rows = db.session.execute(counted).all()
    columns = ({case_id: row[at] for case_id, *row in rows} for at in range(3))
    every, superseded, holders = (Counter(column) for column in columns)
    return every - superseded, superseded, holders


@dataclass(frozen=True)
class Coming:
    """A day on which a law begins or ends, and the cases that then no longer hold or quote other words."""

    day: date
    cases: tuple[CaseChecked, ...]


def coming(today: date, scope: Scope) -> list[Coming]:
    """The days of the next weeks on which a case stops to hold, or its words change."""
    dates = db.session.execute(sa.select(LawVersion.effective, LawVersion.repealed)).all()
    lines = [line for line in library() if line.version is not None and may_see(line.case, scope)]
    days = turning_days((day for pair in dates for day in pair), today)
    found = [(day, tuple(changed_until(lines, today, day))) for day in days]
    return [Coming(day, cases) for day, cases in found if cases]


def changed_until(lines: Sequence[CaseLine], today: date, day: date) -> Iterable[CaseChecked]:
    """The cases that hold today and not on that day, or whose cited words are others then."""
    revision = law_revision()
    for line in lines:
        now, then = (findings(line.version.text, on, revision) for on in (today, day))
        new = tuple(problem for problem in then[0] if problem not in now[0])
        words = reasons((), now[1], then[1])
        if new or words:
            yield CaseChecked(line, (*new, *(Problem(one.rule, 0, one.values) for one in words)))


@dataclass(frozen=True)
class Superseded:
    """A deck of one person that should no longer be used."""

    stage: str
    language: str
    at: datetime
    reasons: tuple[Reason, ...]


def superseded_for(user_id: int, *, lesson_id: int | None = None, case_id: int | None = None) -> list[Superseded]:
    """The newest deck that this person has of a lesson, or of a case by stage and language, where it is superseded."""
    mine = sa.select(Deck).where(Deck.user_id == user_id).order_by(Deck.id.desc())
    if lesson_id is not None:
        mine = mine.where(Deck.lesson_id == lesson_id)
    else:
        of_case = sa.select(CaseVersion.id).where(CaseVersion.case_id == case_id)
        mine = mine.where(Deck.lesson_id.is_(None), Deck.case_version_id.in_(of_case))
    newest: dict[tuple[str, str], Deck] = {}
    for deck in db.session.scalars(mine):
        newest.setdefault((deck.stage, deck.language), deck)
    return [
        Superseded(deck.stage, deck.language, deck.superseded_at, read_reasons(deck.superseded_by))
        for deck in newest.values()
        if deck.superseded_at is not None
    ]


def offices() -> dict[int, Scope]:
    """Who is told of what is coming: administrators and bureaus, each with their scope."""
    people = sa.select(User).where(User.active, User.role.in_((Role.ADMIN, Role.BUREAU))).order_by(User.id)
    return {user.id: scope_of(user, date.min) for user in db.session.scalars(people)}


def by_holder(found: Iterable[Recalled]) -> dict[tuple[int, str], list[Recalled]]:
    """The decks to recall by the person who holds them and the case."""
    grouped: dict[tuple[int, str], list[Recalled]] = defaultdict(list)
    for one in found:
        if one.deck.user_id is not None:
            grouped[one.deck.user_id, one.deck.case_key].append(one)
    return grouped
