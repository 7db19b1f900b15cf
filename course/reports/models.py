"""Tables of reports: files that were asked for, and who gets which by mail."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Instant, Labelled, choice, db, identity
from course.i18n import _l


class ReportKind(Labelled):
    """What a report tells."""

    LEDGER = "ledger", _l("Ledger of lessons")
    YEARLY = "yearly", _l("Yearly report")
    BRIEF = "brief", _l("Monthly brief")
    SCHOOL = "school", _l("Record of a school")
    PERSON = "person", _l("Yearly record of a person")
    PLAN = "plan", _l("Plan of a term")


class Rhythm(Labelled):
    """How often a report is sent."""

    WEEKLY = "weekly", _l("Every Monday")
    MONTHLY = "monthly", _l("On the first of each month")


class ReportFile(db.Model):
    """A report that was asked for: of what, for which year, as of which day; the file is kept for a day."""

    id: Mapped[identity]
    kind: Mapped[ReportKind] = choice(ReportKind)
    region_path: Mapped[str] = mapped_column(sa.Text)
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"))
    vice_principal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("vice_principal.id"))
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    year: Mapped[int]
    day: Mapped[date]
    language: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text, default="")
    # The random name of the file in the upload store; empty until it is made, and after it was thrown away.
    stored_as: Mapped[str] = mapped_column(sa.Text, default="")
    size: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[int | None] = mapped_column(sa.ForeignKey("job.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime | None] = mapped_column(Instant)
    kept_until: Mapped[datetime | None] = mapped_column(Instant)


class ReportSubscription(db.Model):
    """A report that somebody is sent again and again."""

    id: Mapped[identity]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    kind: Mapped[ReportKind] = choice(ReportKind)
    region_path: Mapped[str] = mapped_column(sa.Text)
    rhythm: Mapped[Rhythm] = choice(Rhythm)
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_on: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("user_id", "kind", "region_path"),)
