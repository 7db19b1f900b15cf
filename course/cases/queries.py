"""Reads of cases: which case suits a theme and a stage, and the version that may be used in class."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from course.cases.editor.draft_rules import ancestors
from course.cases.laws.source import all_titles, plain_article
from course.cases.models import Article, Case, CaseVersion, Law, LawVersion, Renumbering, VersionState
from course.db import db
from course.roster.models import Stage, Theme
from slides.law.laws import Law as PlainLaw
from slides.law.laws import LawArticle, LawTable, Moved

IN_USE = sa.and_(CaseVersion.state == VersionState.APPROVED, CaseVersion.approved_on.is_not(None))
STRAND = re.compile(r"^strand: *([a-z-]+)", re.M)
FRONT = 1_000
# Asked at every booking, so made once.
CASES = (
    sa.select(Case)
    .where(
        Case.theme_id.in_(sa.bindparam("themes", expanding=True)),
        Case.id.in_(sa.select(CaseVersion.case_id).where(IN_USE)),
        Case.region_path.in_(sa.bindparam("near", expanding=True)),
    )
    .order_by(Case.key)
)


def cases_for(theme_ids: Iterable[int], region_path: str) -> list[Case]:
    """The cases of these themes that a school of this region may be taught: approved, built-in or of a region above."""
    return list(db.session.scalars(CASES, {"themes": list(theme_ids), "near": ["", *ancestors(region_path)]}))


def suiting(cases: Iterable[Case], theme_id: int, stage: Stage) -> list[Case]:
    """Those of ``cases`` that teach this theme to this stage."""
    return [case for case in cases if case.theme_id == theme_id and stage.value in case.stages]


def approved_version(case_id: int) -> CaseVersion | None:
    """The newest version of a case that a second person has approved."""
    newest = (
        sa.select(CaseVersion)
        .where(CaseVersion.case_id == case_id, IN_USE)
        .order_by(CaseVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(newest)


def strands_of(cases: Iterable[Case]) -> dict[int, str]:
    """The strand of each theme, as the newest approved version of its first case names it."""
    theme_of = {case.id: case.theme_id for case in cases}
    # The strand stands in the first lines of a case file; the rest of the text stays where it is.
    first_lines = sa.func.substr(CaseVersion.text, 1, FRONT)
    versions = sa.select(CaseVersion.case_id, first_lines).where(IN_USE, CaseVersion.case_id.in_(theme_of))
    newest = {
        case_id: STRAND.search(text) for case_id, text in db.session.execute(versions.order_by(CaseVersion.number))
    }
    found: dict[int, str] = {}
    for case_id, theme_id in theme_of.items():
        match = newest.get(case_id)
        if match:
            found.setdefault(theme_id, match[1])
    return found


def law_revision() -> tuple[Any, ...]:
    """What changes whenever the law table does: the database, its versions and their dates, the last check."""
    dates = (LawVersion.effective, LawVersion.repealed, LawVersion.replaced_by, LawVersion.checked_on)
    versions = sa.select(LawVersion.id, *dates, LawVersion.text_hash, Law.title, Law.title_en, Law.short_titles).join(
        Law
    )
    rows = db.session.execute(versions.order_by(LawVersion.id)).all()
    moved = db.session.execute(
        sa.select(Renumbering.law_id, Renumbering.old, Renumbering.new, Renumbering.words).order_by(Renumbering.id)
    ).all()
    digest = hashlib.sha256(repr((rows, moved)).encode()).hexdigest()
    return (str(db.engine.url), digest, max((row.checked_on for row in rows), default=None))


def law_table() -> LawTable:
    """Every law with its articles as plain values; read once and kept until the table changes."""
    return read_law_table(law_revision())


@lru_cache(maxsize=4)
def read_law_table(revision: tuple[Any, ...]) -> LawTable:
    """The law table as it is at this revision of the database."""
    articles: dict[int, list[LawArticle]] = defaultdict(list)
    for version_id, number, text in db.session.execute(
        sa.select(Article.law_version_id, Article.number, Article.text).order_by(Article.id)
    ):
        articles[version_id].append(plain_article(number, text))
    moved: dict[int, list[Moved]] = defaultdict(list)
    for row in db.session.scalars(sa.select(Renumbering)):
        moved[row.law_id].append(Moved(row.old, row.new, row.topic, row.words))
    versions = db.session.scalars(sa.select(LawVersion).options(joinedload(LawVersion.law)).order_by(LawVersion.id))
    laws = tuple(plain_law(version, tuple(articles[version.id]), tuple(moved[version.law_id])) for version in versions)
    return LawTable(laws, checked=revision[-1], others=all_titles() - {law.title for law in laws})


def plain_law(version: LawVersion, articles: tuple[LawArticle, ...], moved: tuple[Moved, ...]) -> PlainLaw:
    """One version of a law as a plain value."""
    return PlainLaw(
        title=version.law.title,
        short_titles=version.law.short_titles,
        version=version.version_date,
        in_force=version.effective,
        articles=articles,
        ended=version.repealed,
        replaced_by=version.replaced_by,
        moved=moved,
        title_en=version.law.title_en,
        source=version.source,
    )


@dataclass(frozen=True)
class CaseLine:
    """A case of the library with its theme and the version that may be used in class, if any."""

    case: Case
    version: CaseVersion | None


def library() -> list[CaseLine]:
    """Every case of every region, by theme; for pages there is ``draft_queries.library_of``."""
    cases = db.session.scalars(
        sa.select(Case).join(Case.theme).options(contains_eager(Case.theme)).order_by(Theme.code, Case.key)
    )
    versions = {version.case_id: version for version in db.session.scalars(approved_versions())}
    return [CaseLine(case, versions.get(case.id)) for case in cases]


def approved_versions() -> sa.Select[tuple[CaseVersion]]:
    """The approved versions of all cases, oldest first, so that the newest of each is the last."""
    return sa.select(CaseVersion).where(IN_USE).order_by(CaseVersion.number)


def case_by_key(key: str) -> CaseLine | None:
    """One case of the library by its key, such as ``fraud``."""
    return next((line for line in library() if line.case.key == key), None)
