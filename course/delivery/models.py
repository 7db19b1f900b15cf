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


class Special(Labelled):
    """What a practice was, where it was one of the usual ones."""

    MOCK_TRIAL = "mock_trial", _l("Mock trial")
    VISIT = "visit", _l("Visit")
    ASSEMBLY = "assembly", _l("Assembly")


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
    # What a practice was: a mock trial, a visit, an assembly; empty for a lecture.
    special: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    # When the code on the school's page was typed in; nobody has to.
    checked_in_at: Mapped[datetime | None] = mapped_column(Instant)
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
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    region_path: Mapped[str] = mapped_column(sa.Text)
    taught_on: Mapped[date]
    manner: Mapped[Manner] = choice(Manner)
    form: Mapped[Form] = choice(Form)
    minutes: Mapped[int]
    pupils: Mapped[int]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    special: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    # Empty where the signed link was used: a link names a lesson, not a person.
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    confirmed_at: Mapped[datetime] = mapped_column(Instant)

    lesson: Mapped[Lesson] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        sa.CheckConstraint("pupils >= 0", name="pupils"),
        sa.Index("ix_confirmation_region_path_taught_on", "region_path", "taught_on"),
        sa.Index("ix_confirmation_school_id_taught_on", "school_id", "taught_on"),
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
        sa.Index("ix_reached_class_school_id_taught_on", "school_id", "taught_on"),
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

    __table_args__ = (
        sa.UniqueConstraint("lesson_id", "nonce_hash"),
        sa.Index("ix_survey_answer_region_path_given_on", "region_path", "given_on"),
    )


class Moment(Labelled):
    """When the questions of a case were asked."""

    BEFORE = "before", _l("Before the lesson")
    AFTER = "after", _l("After the lesson")


class QuizAnswer(db.Model):
    """One anonymous answer to one question of the lesson's case; no name, no address, only the hash of a number."""

    id: Mapped[identity]
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"))
    region_path: Mapped[str] = mapped_column(sa.Text)
    case_version_id: Mapped[int] = mapped_column(sa.ForeignKey("case_version.id"), index=True)
    moment: Mapped[Moment] = choice(Moment)
    question: Mapped[int]
    chosen: Mapped[int]
    correct: Mapped[bool]
    given_on: Mapped[date]
    nonce_hash: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (sa.UniqueConstraint("lesson_id", "moment", "question", "nonce_hash"),)


class Photo(db.Model):
    """A photograph of a lesson: re-encoded, without metadata, hidden until somebody says why it may be shown."""

    id: Mapped[identity]
    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lesson.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    # Alike for photographs that look alike, so that one used for two lessons is seen.
    look: Mapped[str] = mapped_column(sa.String(16), index=True)
    width: Mapped[int]
    height: Mapped[int]
    consent: Mapped[str] = mapped_column(sa.Text, default="")
    faces_not_recognisable: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Duty(Labelled):
    """The duties of a vice-principal beside teaching (Order 52)."""

    PROTECTION = "protection", _l("Protection of pupils")
    PREVENTION = "prevention", _l("Prevention of offences")
    SAFETY = "safety", _l("School safety")
    DISCIPLINE = "discipline", _l("Educational discipline")
    GOVERNANCE = "governance", _l("Governance by law")
    OTHER = "other", _l("Other")


class DutyRecord(db.Model):
    """One line of what a vice-principal did at a school beside teaching; a hazard stays open until it is closed."""

    id: Mapped[identity]
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    duty: Mapped[Duty] = choice(Duty)
    done_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # A hazard: the unit that must mend it, until when, and when and how it was mended.
    unit: Mapped[str] = mapped_column(sa.Text, default="")
    due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closing_note: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Evaluation(db.Model):
    """A school's yearly evaluation of a vice-principal: totals of staff, pupils and parents, and a sentence."""

    id: Mapped[identity]
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"))
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    year: Mapped[int]
    staff_asked: Mapped[int] = mapped_column(default=0)
    staff_content: Mapped[int] = mapped_column(default=0)
    pupils_asked: Mapped[int] = mapped_column(default=0)
    pupils_content: Mapped[int] = mapped_column(default=0)
    parents_asked: Mapped[int] = mapped_column(default=0)
    parents_content: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        sa.UniqueConstraint("vice_principal_id", "school_id", "year"),
        sa.CheckConstraint(
            "staff_content <= staff_asked AND pupils_content <= pupils_asked AND parents_content <= parents_asked",
            name="totals",
        ),
    )
