"""Tables of what is taught: cases and their versions, the law table, the decks handed out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.db import Codes, Instant, Labelled, choice, db, identity
from course.i18n import _l
from course.roster.models import Theme


class VersionState(Labelled):
    """Where the text of a case stands."""

    DRAFT = "draft", _l("Draft")
    SUBMITTED = "submitted", _l("Waits for approval")
    APPROVED = "approved", _l("Approved")
    WITHDRAWN = "withdrawn", _l("Withdrawn")


class MasterState(Labelled):
    """Where an uploaded master stands."""

    MAPPING = "mapping", _l("Being set up")
    ACCEPTED = "accepted", _l("In use")
    WITHDRAWN = "withdrawn", _l("Withdrawn")


# At most one version of a case is being worked on.
OPEN = "state IN ('draft', 'submitted')"


class Case(db.Model):
    """A case template: one lesson on one theme, for one or more stages.

    ``region_path`` says which bureau's case it is; a built-in case has none and is everybody's.
    """

    id: Mapped[identity]
    key: Mapped[str] = mapped_column(sa.Text, unique=True)
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"), index=True)
    title_zh: Mapped[str] = mapped_column(sa.Text)
    title_en: Mapped[str] = mapped_column(sa.Text)
    stages: Mapped[tuple[str, ...]] = mapped_column(Codes)
    region_path: Mapped[str] = mapped_column(sa.Text, default="", index=True)

    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")


class CaseVersion(db.Model):
    """The text of a case at one time; used in class only when someone else has approved it.

    A draft is changed in place, and ``revision`` counts its changes, so that the second of two editors is told.
    """

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
    state: Mapped[VersionState] = choice(VersionState, default=VersionState.APPROVED, index=True)
    revision: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(sa.Integer)
    approver_id: Mapped[int | None] = mapped_column(sa.Integer)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    remark: Mapped[str] = mapped_column(sa.Text, default="")

    case: Mapped[Case] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("approver_id <> author_id", name="second_person"),
        sa.Index(
            "uq_case_version_open",
            "case_id",
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        ),
    )


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
    text_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    imported_at: Mapped[datetime | None] = mapped_column(Instant)
    imported_by_id: Mapped[int | None] = mapped_column(sa.Integer)

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


class Master(db.Model):
    """A bureau's own design for decks: an uploaded .pptx, rebuilt into a fresh package, its layouts mapped to ours.

    ``content`` is the rebuilt package, ``mapping`` says which of its layouts serves each kind of slide.
    """

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(sa.Text)
    region_path: Mapped[str] = mapped_column(sa.Text, default="", index=True)
    state: Mapped[MasterState] = choice(MasterState, default=MasterState.MAPPING)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    mapping: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.Integer)
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (sa.UniqueConstraint("region_path", "name"),)


class Deck(db.Model):
    """A deck that somebody downloaded: what it was made of, so that it can be made again or recalled.

    ``cited`` holds every place of a law that it cites with a short mark of the words as they were; ``superseded_by``
    says why it should no longer be used.
    """

    id: Mapped[identity]
    lesson_id: Mapped[int | None] = mapped_column(sa.Integer, index=True)
    case_version_id: Mapped[int] = mapped_column(sa.ForeignKey("case_version.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, default="")
    stage: Mapped[str] = mapped_column(sa.Text)
    language: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    user_id: Mapped[int | None] = mapped_column(sa.Integer)
    downloaded_at: Mapped[datetime] = mapped_column(Instant)
    master_id: Mapped[int | None] = mapped_column(sa.Integer)
    superseded_at: Mapped[datetime | None] = mapped_column(Instant)
    superseded_by: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    cited: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
