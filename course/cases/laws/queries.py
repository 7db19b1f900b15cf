"""Reads of the law table: laws and their versions, the articles of one version, names that are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from course.cases.laws.rules import Standing, is_unverified, standing
from course.cases.models import Article, Law, LawVersion, Renumbering
from course.db import db


@dataclass(frozen=True)
class VersionLine:
    """A version of a law and where it stands on a day."""

    version: LawVersion
    standing: Standing

    @property
    def unverified(self) -> bool:
        """Whether its date in force is still to be checked against the official text."""
        return is_unverified(self.version.source)


@dataclass(frozen=True)
class LawLine:
    """A law with its versions, newest first."""

    law: Law
    versions: tuple[VersionLine, ...]

    @property
    def current(self) -> VersionLine:
        """The version in force, else the newest."""
        return next((line for line in self.versions if line.standing is Standing.IN_FORCE), self.versions[0])


def laws_on(day: date, word: str = "") -> list[LawLine]:
    """Every law with its versions as they stand on a day; ``word`` is part of a title."""
    chosen = sa.select(LawVersion).join(LawVersion.law).options(contains_eager(LawVersion.law))
    if word:
        names = (Law.title, Law.title_en, sa.cast(Law.short_titles, sa.Text))
        chosen = chosen.where(sa.or_(*(name.icontains(word, autoescape=True) for name in names)))
    grouped: dict[Law, list[VersionLine]] = defaultdict(list)
    for version in db.session.scalars(chosen.order_by(Law.id, LawVersion.effective.desc(), LawVersion.id.desc())):
        grouped[version.law].append(line_of(version, day))
    lines = [LawLine(law, tuple(versions)) for law, versions in grouped.items()]
    return sorted(lines, key=lambda line: line.current.standing is Standing.ENDED)


def line_of(version: LawVersion, day: date) -> VersionLine:
    """A version and where it stands on a day."""
    return VersionLine(version, standing(version.effective, version.repealed, day))


def version_with_law(version_id: int) -> LawVersion | None:
    """One version with its law."""
    return db.session.scalar(
        sa.select(LawVersion).where(LawVersion.id == version_id).options(joinedload(LawVersion.law))
    )


def versions_of(law_id: int) -> Sequence[LawVersion]:
    """The versions of a law, oldest first."""
    chosen = sa.select(LawVersion).where(LawVersion.law_id == law_id).order_by(LawVersion.effective, LawVersion.id)
    return db.session.scalars(chosen).all()


def articles_of(version_id: int) -> dict[str, str]:
    """The articles of a version by number, in the order of the text."""
    chosen = sa.select(Article.number, Article.text).where(Article.law_version_id == version_id).order_by(Article.id)
    return dict(db.session.execute(chosen).all())


def renumbered_in(law_id: int) -> Sequence[Renumbering]:
    """What was renumbered in a law, by old number."""
    chosen = sa.select(Renumbering).where(Renumbering.law_id == law_id).order_by(Renumbering.old, Renumbering.new)
    return db.session.scalars(chosen).all()


def law_by_title(title: str) -> Law | None:
    """A law by its full title, with or without the name of the state."""
    bare = title.removeprefix("中华人民共和国")
    return db.session.scalar(sa.select(Law).where(Law.title.in_((title, bare, f"中华人民共和国{bare}"))))


def names_taken(*, except_law: int | None) -> dict[str, str]:
    """Every name of the other laws, with the title of the law that has it."""
    taken: dict[str, str] = {}
    for law in db.session.scalars(sa.select(Law).where(Law.id != (except_law or 0))):
        names = (law.title, law.title.removeprefix("中华人民共和国"), *law.short_titles)
        taken |= dict.fromkeys(names, law.title)
    return taken


def version_before(version: LawVersion) -> LawVersion | None:
    """The version of the same law that came into force before this one."""
    earlier = [row for row in versions_of(version.law_id) if row.effective < version.effective]
    return earlier[-1] if earlier else None
