"""Tables of what happened: the delivery of a lesson, its confirmation, the classes it reached."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.db import Instant, Labelled, choice, db, identity
from course.i18n import _l
from course.schedule.models import Lesson


class Manner(Labelled):
    """Who stood in front: Order 52 lets a vice-principal teach or organise."""

    TAUGHT = "taught", _l("Taught in person")
    ORGANISED = "organised", _l("Organised, taught by someone else")


class Form(Labelled):
    """How it was taught."""

    LECTURE = "lecture", _l("Lecture")
    PRACTICE = "practice", _l("Practice: mock trial, visit, role play")


class Delivery(db.Model):
    """What the vice-principal says happened; the plan stays in the lesson's own row."""

    id: Mapped[identity]
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"), unique=True)
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    manner: Mapped[Manner] = choice(Manner)
    form: Mapped[Form] = choice(Form)
    minutes: Mapped[int]
    pupils: Mapped[int]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    reported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    reported_at: Mapped[datetime] = mapped_column(Instant)

    lesson: Mapped[Lesson] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        sa.CheckConstraint("pupils >= 0", name="pupils"),
    )


class Confirmation(db.Model):
    """What the school says happened: this row counts, and keeps the claim it confirms or corrects beside it."""

    id: Mapped[identity]
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"), unique=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    taught_on: Mapped[date]
    manner: Mapped[Manner] = choice(Manner)
    form: Mapped[Form] = choice(Form)
    minutes: Mapped[int]
    pupils: Mapped[int]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # Empty where the signed link was used: a link names a lesson, not a person.
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    confirmed_at: Mapped[datetime] = mapped_column(Instant)

    lesson: Mapped[Lesson] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        sa.CheckConstraint("pupils >= 0", name="pupils"),
        sa.Index("ix_confirmation_region_path_taught_on", "region_path", "taught_on"),
    )


class ReachedClass(db.Model):
    """A class that was in a confirmed lesson."""

    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"), primary_key=True)
    class_id: Mapped[int] = mapped_column(sa.ForeignKey("school_class.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    region_path: Mapped[str] = mapped_column(sa.Text)
    taught_on: Mapped[date]

    __table_args__ = (
        sa.Index("ix_reached_class_class_id_taught_on", "class_id", "taught_on"),
        sa.Index("ix_reached_class_region_path_taught_on", "region_path", "taught_on"),
    )


class Face(Labelled):
    """What a pupil taps after the lesson."""

    CLEAR = "clear", _l("I understood it")
    UNCLEAR = "unclear", _l("Not quite yet")


class SurveyAnswer(db.Model):
    """One anonymous tap after a lesson: no name, no address, only the hash of a number that the browser was given."""

    id: Mapped[identity]
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"))
    region_path: Mapped[str] = mapped_column(sa.Text)
    face: Mapped[Face] = choice(Face)
    given_on: Mapped[date]
    nonce_hash: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (sa.UniqueConstraint("lesson_id", "nonce_hash"),)
