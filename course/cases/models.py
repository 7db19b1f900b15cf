"""Tables of what is taught: cases and their versions, the law table, the decks handed out."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.db import Codes, Instant, db, identity
from course.roster.models import Theme


class Case(db.Model):
    """A case template: one lesson on one theme, for one or more stages."""

    id: Mapped[identity]
    key: Mapped[str] = mapped_column(sa.Text, unique=True)
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"), index=True)
    title_zh: Mapped[str] = mapped_column(sa.Text)
    title_en: Mapped[str] = mapped_column(sa.Text)
    stages: Mapped[tuple[str, ...]] = mapped_column(Codes)

    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")


class CaseVersion(db.Model):
    """The text of a case at one time; used in class only when someone else has approved it."""

    id: Mapped[identity]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    text_hash: Mapped[str] = mapped_column(sa.String(64))
    author: Mapped[str] = mapped_column(sa.Text, default="")
    approved_by: Mapped[str] = mapped_column(sa.Text, default="")
    approved_on: Mapped[date | None]
    laws_checked_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Instant)

    case: Mapped[Case] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("case_id", "number"),)


class Law(db.Model):
    """A law by its full title, with the short titles people use."""

    id: Mapped[identity]
    title: Mapped[str] = mapped_column(sa.Text, unique=True)
    title_en: Mapped[str] = mapped_column(sa.Text, default="")
    short_titles: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())


class LawVersion(db.Model):
    """The text of a law as last amended on ``version_date``, in force from ``effective`` until ``repealed``."""

    id: Mapped[identity]
    law_id: Mapped[int] = mapped_column(sa.ForeignKey("law.id"))
    version_date: Mapped[date]
    effective: Mapped[date]
    repealed: Mapped[date | None]
    replaced_by: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    checked_on: Mapped[date]

    law: Mapped[Law] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("law_id", "version_date"),)


class Article(db.Model):
    """One article of a law version; ``number`` is ``51`` or, for 第十七条之一, ``17-1``."""

    id: Mapped[identity]
    law_version_id: Mapped[int] = mapped_column(sa.ForeignKey("law_version.id"))
    number: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (sa.UniqueConstraint("law_version_id", "number"),)


class Renumbering(db.Model):
    """A rule that had another article number before: the old number still exists and says something else."""

    id: Mapped[identity]
    law_id: Mapped[int] = mapped_column(sa.ForeignKey("law.id"))
    old: Mapped[int]
    new: Mapped[int]
    topic: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[tuple[str, ...]] = mapped_column(Codes)

    __table_args__ = (sa.UniqueConstraint("law_id", "old", "new"),)


class Deck(db.Model):
    """A deck that somebody downloaded: what it was made of, so that it can be made again or recalled."""

    id: Mapped[identity]
    lesson_id: Mapped[int | None] = mapped_column(sa.Integer, index=True)
    case_version_id: Mapped[int] = mapped_column(sa.ForeignKey("case_version.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, default="")
    stage: Mapped[str] = mapped_column(sa.Text)
    language: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    user_id: Mapped[int | None] = mapped_column(sa.Integer)
    downloaded_at: Mapped[datetime] = mapped_column(Instant)
