"""Tables of the schedule: lessons, their classes, the slots they hold, and every change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.cases.models import Case
from course.db import Instant, Labelled, Numbers, choice, db, identity
from course.i18n import _l
from course.roster.models import School, SchoolClass, Theme, VicePrincipal


class Place(Labelled):
    """Where a lesson is taught."""

    CLASSROOM = "classroom", _l("Classroom")
    HALL = "hall", _l("Hall")


class LessonState(Labelled):
    """requested → scheduled → delivered → confirmed; requested → declined; scheduled → cancelled or missed.

    A school that moves a scheduled lesson asks anew: it is requested again.
    """

    REQUESTED = "requested", _l("Waiting for an answer")
    SCHEDULED = "scheduled", _l("Scheduled")
    DELIVERED = "delivered", _l("Taught, not yet confirmed")
    CONFIRMED = "confirmed", _l("Confirmed")
    DECLINED = "declined", _l("Declined")
    CANCELLED = "cancelled", _l("Cancelled")
    MISSED = "missed", _l("Did not take place")


# The states in which a lesson holds its slots: nobody else may have that time.
HOLDING = (LessonState.REQUESTED, LessonState.SCHEDULED, LessonState.DELIVERED, LessonState.CONFIRMED)
# The condition of an index of the lessons of which something is still to be done.
IS_OPEN = sa.text("state IN ('requested', 'scheduled', 'delivered')")
OPEN_ONLY = {"sqlite_where": IS_OPEN, "postgresql_where": IS_OPEN}
HAS_GONE_UP = sa.text("state = 'requested' AND bureau_asked_at IS NOT NULL")
GONE_UP_ONLY = {"sqlite_where": HAS_GONE_UP, "postgresql_where": HAS_GONE_UP}


class Lesson(db.Model):
    """A vice-principal × a school × a start and end × a place × a theme."""

    id: Mapped[identity]
    # The identity that calendars keep for good.
    uid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"))
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    region_path: Mapped[str] = mapped_column(sa.Text)
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    # The school's wall clock.
    start: Mapped[datetime]
    end: Mapped[datetime]
    period: Mapped[int | None]
    place: Mapped[Place] = choice(Place)
    state: Mapped[LessonState] = choice(LessonState)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # Why it was declined, cancelled or missed.
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    requested_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    # When the vice-principal agreed; a lesson of a published plan is scheduled before that.
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    # The lessons that were asked for in one go share this; empty for a lesson of its own.
    series: Mapped[str] = mapped_column(sa.String(36), default="", server_default="")
    # When a request that nobody answers went up, to the station and then to the bureau.
    station_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    bureau_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    # When both sides were asked whether it took place.
    report_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    # Grows with every change, for calendars and for the form that someone left open.
    sequence: Mapped[int] = mapped_column(default=0)

    vice_principal: Mapped[VicePrincipal] = relationship(lazy="raise_on_sql")
    school: Mapped[School] = relationship(lazy="raise_on_sql")
    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")
    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")
    # To be read: who writes a row of ``LessonClass`` says where it lies.
    classes: Mapped[list[SchoolClass]] = relationship(secondary="lesson_class", viewonly=True, lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint('"end" > start', name="order"),
        sa.Index("ix_lesson_school_id_start", "school_id", "start"),
        sa.Index("ix_lesson_vice_principal_id_start", "vice_principal_id", "start"),
        sa.Index("ix_lesson_region_path_start", "region_path", "start"),
        # What waits in a region: few lessons of all, and every start page asks for them.
        sa.Index("ix_lesson_region_path_state_start", "region_path", "state", "start", **OPEN_ONLY),
        # What has waited for longest in a province; its counts need nothing but the index.
        sa.Index("ix_lesson_state_start", "state", "start", "end", "region_path", **OPEN_ONLY),
        sa.Index("ix_lesson_gone_up", "state", "start", "region_path", **GONE_UP_ONLY),
    )


class LessonClass(db.Model):
    """One class of a lesson; it lies where its lesson lies, as every row of a lesson does."""

    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"), primary_key=True)
    class_id: Mapped[int] = mapped_column(sa.ForeignKey("school_class.id"), primary_key=True, index=True)
    # Who leaves it empty, as code of before 0011 does, has it filled in by the database.
    region_path: Mapped[str] = mapped_column(sa.Text, server_default="")


class Slot(db.Model):
    """One resource (``vice_principal:7``, ``class:12``, ``hall:3``) held by a lesson for a time.

    Touching times are fine; the database itself refuses overlapping ones.
    """

    id: Mapped[identity]
    resource: Mapped[str] = mapped_column(sa.Text)
    region_path: Mapped[str] = mapped_column(sa.Text)
    start: Mapped[datetime]
    end: Mapped[datetime]
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"), index=True)

    __table_args__ = (
        sa.CheckConstraint('"end" > start', name="order"),
        sa.Index("ix_slot_resource_start", "resource", "start"),
    )


class WaitingState(Labelled):
    """What became of a place on a waiting list."""

    WAITING = "waiting", _l("Waiting")
    OFFERED = "offered", _l("Offered")
    BOOKED = "booked", _l("Booked")
    WITHDRAWN = "withdrawn", _l("Taken back")


class WaitingPlace(db.Model):
    """A school that waits for a time which others hold: it books itself, or asks, when the time comes free."""

    id: Mapped[identity]
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"))
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"))
    place: Mapped[Place] = choice(Place)
    class_ids: Mapped[tuple[int, ...]] = mapped_column(Numbers)
    start: Mapped[datetime]
    end: Mapped[datetime]
    period: Mapped[int]
    books_itself: Mapped[bool] = mapped_column(default=True)
    state: Mapped[WaitingState] = choice(WaitingState, default=WaitingState.WAITING)
    lesson_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lesson.id"))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    offered_until: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        sa.CheckConstraint('"end" > start', name="order"),
        sa.Index("ix_waiting_place_vice_principal_id_start", "vice_principal_id", "start"),
    )


class CalendarFeed(db.Model):
    """A private address under which a person's, or a school's, lessons can be read; only its hash is kept."""

    id: Mapped[identity]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    vice_principal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("vice_principal.id"))
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (sa.CheckConstraint("(vice_principal_id IS NULL) <> (school_id IS NULL)", name="one_owner"),)


class LessonChange(db.Model):
    """One change of a lesson: who, when, what before and after."""

    id: Mapped[identity]
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(Instant)
    user_id: Mapped[int | None] = mapped_column(sa.Integer)
    actor: Mapped[str] = mapped_column(sa.Text)
    action: Mapped[str] = mapped_column(sa.Text)
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    __table_args__ = (sa.Index("ix_lesson_change_region_path_at", "region_path", "at"),)


SLOT_TAKEN = "slot is taken"
NO_OVERLAP_SQLITE = [
    f"CREATE TRIGGER slot_no_overlap_{verb.lower()} BEFORE {verb} ON slot "
    "WHEN EXISTS (SELECT 1 FROM slot WHERE resource = NEW.resource AND id IS NOT NEW.id"
    ' AND start < NEW."end" AND "end" > NEW.start) '
    f"BEGIN SELECT RAISE(ABORT, '{SLOT_TAKEN}'); END"
    for verb in ("INSERT", "UPDATE")
]
NO_OVERLAP_POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE slot ADD CONSTRAINT ex_slot_no_overlap EXCLUDE USING gist "
    '(resource WITH =, tsrange(start, "end") WITH &&)',
]

PATH_OF_LESSON_SQLITE = [
    "CREATE TRIGGER lesson_class_path AFTER INSERT ON lesson_class WHEN NEW.region_path = '' "
    "BEGIN UPDATE lesson_class SET region_path = (SELECT region_path FROM lesson WHERE id = NEW.lesson_id) "
    "WHERE lesson_id = NEW.lesson_id AND class_id = NEW.class_id; END"
]
PATH_OF_LESSON_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION lesson_class_path() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "SELECT region_path INTO NEW.region_path FROM lesson WHERE id = NEW.lesson_id; RETURN NEW; END $$",
    "CREATE TRIGGER lesson_class_path BEFORE INSERT ON lesson_class FOR EACH ROW "
    "WHEN (NEW.region_path = '') EXECUTE FUNCTION lesson_class_path()",
]

for table, dialect, statements in (
    (Slot, "sqlite", NO_OVERLAP_SQLITE),
    (Slot, "postgresql", NO_OVERLAP_POSTGRESQL),
    (LessonClass, "sqlite", PATH_OF_LESSON_SQLITE),
    (LessonClass, "postgresql", PATH_OF_LESSON_POSTGRESQL),
):
    for statement in statements:
        event.listen(table.__table__, "after_create", sa.DDL(statement).execute_if(dialect=dialect))
