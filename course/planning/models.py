"""Tables of the plan: a plan of a term for a region, its counties, and the lessons that each one drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.db import Instant, Labelled, Numbers, choice, db, identity
from course.i18n import _l
from course.roster.models import Region, School, Term, Theme, VicePrincipal
from course.schedule.models import Lesson, Place


class PartState(Labelled):
    """Where the plan of one county stands."""

    WAITING = "waiting", _l("Waiting")
    RUNNING = "running", _l("Being planned")
    DRAFT = "draft", _l("Draft")
    PUBLISHED = "published", _l("Published")
    WITHDRAWN = "withdrawn", _l("Withdrawn")
    DISCARDED = "discarded", _l("Discarded")
    CANCELLED = "cancelled", _l("Cancelled")
    FAILED = "failed", _l("Failed")


# The states in which a county's plan is being made: there is at most one such plan for each county and term.
IN_WORK = (PartState.WAITING, PartState.RUNNING)
# The states in which there are lessons to look at.
MADE = (PartState.DRAFT, PartState.PUBLISHED, PartState.WITHDRAWN)
_IN_WORK = sa.text("state IN ('waiting', 'running')")


class Plan(db.Model):
    """A plan of a term, as somebody asked for it: one region with all its counties."""

    id: Mapped[identity]
    term_id: Mapped[int] = mapped_column(sa.ForeignKey("term.id"), index=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"))
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    seed: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    term: Mapped[Term] = relationship(lazy="raise_on_sql")
    region: Mapped[Region] = relationship(lazy="raise_on_sql")


class PlanPart(db.Model):
    """The plan of one county: its figures, its gaps with their reasons, and what was known when it was made.

    ``figures`` are those of ``Figures.as_json``; ``gaps`` is one entry a school below its hours or with classes not
    reached; ``fingerprint`` is the hash of the instance, so that a change of the data is seen.
    """

    id: Mapped[identity]
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    term_id: Mapped[int] = mapped_column(sa.ForeignKey("term.id"))
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"))
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    state: Mapped[PartState] = choice(PartState, default=PartState.WAITING)
    job_id: Mapped[int | None] = mapped_column(sa.ForeignKey("job.id"), index=True)
    figures: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    fingerprint: Mapped[str] = mapped_column(sa.String(64), default="")
    # Grows with every change of its lessons, for the form that someone left open.
    revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    region: Mapped[Region] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("plan_id", "region_id"),
        sa.Index(
            "uq_plan_part_in_work",
            "term_id",
            "region_id",
            unique=True,
            sqlite_where=_IN_WORK,
            postgresql_where=_IN_WORK,
        ),
    )


class PlannedLesson(db.Model):
    """A lesson of a draft; once it is published ``lesson_id`` is the lesson that came of it.

    ``code`` names it for good, also in exported files: the school's code and a number.
    """

    id: Mapped[identity]
    part_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_part.id"))
    code: Mapped[str] = mapped_column(sa.Text)
    region_path: Mapped[str] = mapped_column(sa.Text)
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"))
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"))
    start: Mapped[datetime]
    end: Mapped[datetime]
    period: Mapped[int]
    place: Mapped[Place] = choice(Place)
    class_ids: Mapped[tuple[int, ...]] = mapped_column(Numbers)
    substitute: Mapped[bool] = mapped_column(default=False)
    lesson_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lesson.id"), index=True)

    vice_principal: Mapped[VicePrincipal] = relationship(lazy="raise_on_sql")
    school: Mapped[School] = relationship(lazy="raise_on_sql")
    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")
    lesson: Mapped[Lesson | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("part_id", "code"),
        sa.CheckConstraint('"end" > start', name="order"),
        sa.Index("ix_planned_lesson_part_id_school_id", "part_id", "school_id"),
        sa.Index("ix_planned_lesson_part_id_vice_principal_id", "part_id", "vice_principal_id"),
    )
