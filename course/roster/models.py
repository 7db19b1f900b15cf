"""Tables of the ledger: where the schools are, who serves them, when nobody can."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.db import Codes, Instant, Labelled, Numbers, choice, db, identity
from course.encryption import EncryptedText
from course.i18n import _l
from course.roster.pieces import keep_pieces


class Level(Labelled):
    """How large a region is."""

    PROVINCE = "province", _l("Province")
    CITY = "city", _l("City")
    COUNTY = "county", _l("County")


class Agency(Labelled):
    """The four bodies that send vice-principals (Order 52, article 3)."""

    POLICE = "police", _l("Public security")
    COURT = "court", _l("Court")
    PROCURATORATE = "procuratorate", _l("Procuratorate")
    JUSTICE = "justice", _l("Justice")


class SchoolStage(Labelled):
    """The coarse stage of a school."""

    PRIMARY = "primary", _l("Primary school")
    JUNIOR = "junior", _l("Junior high school")
    SENIOR = "senior", _l("Senior high school")


class Stage(Labelled):
    """The stage of a class: what its pupils can follow."""

    PRIMARY_LOW = "primary_low", _l("Grades 1–2")
    PRIMARY_HIGH = "primary_high", _l("Grades 3–6")
    JUNIOR = "junior", _l("Junior high")
    SENIOR = "senior", _l("Senior high")


class Substitution(Labelled):
    """Who may stand in for a vice-principal."""

    SAME_STATION = "same_station", _l("Someone of the same station")
    NONE = "none", _l("Nobody")


class Region(db.Model):
    """A province, city or county; ``path`` holds the codes from the root: ``P0/C00/R000``."""

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    name: Mapped[str] = mapped_column(sa.Text)
    level: Mapped[Level] = choice(Level)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("region.id"), index=True)
    path: Mapped[str] = mapped_column(sa.Text, unique=True)


class Station(db.Model):
    """A police station, court, procuratorate or justice office that sends vice-principals."""

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    name: Mapped[str] = mapped_column(sa.Text)
    agency: Mapped[Agency] = choice(Agency)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]


class School(db.Model):
    """A school: its stage, its hall, the periods it keeps closed and those it prefers."""

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    name: Mapped[str] = mapped_column(sa.Text, index=True)
    stage: Mapped[SchoolStage] = choice(SchoolStage)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    hall_seats: Mapped[int] = mapped_column(default=0)
    closed_periods: Mapped[tuple[int, ...]] = mapped_column(Numbers, default=())
    preferred_weekdays: Mapped[tuple[int, ...]] = mapped_column(Numbers, default=())
    preferred_periods: Mapped[tuple[int, ...]] = mapped_column(Numbers, default=())
    # The first day, where the school was founded while it was counted here.
    opened_on: Mapped[date | None]
    # The day from which the school is no more, and the school that took its place, if one did.
    closed_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(sa.Integer)

    region: Mapped[Region] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.CheckConstraint("hall_seats >= 0", name="hall_seats"),)


keep_pieces(School.__table__)


class SchoolClass(db.Model):
    """A class: grade, number and head count, and never a pupil's name."""

    id: Mapped[identity]
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    grade: Mapped[int]
    number: Mapped[int]
    pupils: Mapped[int]

    school: Mapped[School] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("school_id", "grade", "number"),
        sa.CheckConstraint("grade BETWEEN 1 AND 12", name="grade"),
        sa.CheckConstraint("number > 0", name="number"),
        sa.CheckConstraint("pupils > 0", name="pupils"),
    )

    @property
    def label(self) -> str:
        """``3-2``: grade 3, class 2, as plans write it."""
        return f"{self.grade}-{self.number}"


class VicePrincipal(db.Model):
    """A rule-of-law vice-principal: one person of a station."""

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    name: Mapped[str] = mapped_column(sa.Text, index=True)
    station_id: Mapped[int] = mapped_column(sa.ForeignKey("station.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    agency: Mapped[Agency] = choice(Agency)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    max_lessons_week: Mapped[int] = mapped_column(default=2)
    max_lessons_day: Mapped[int] = mapped_column(default=2)
    theme_codes: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    phone: Mapped[str] = mapped_column(EncryptedText, default="")
    email: Mapped[str] = mapped_column(sa.Text, default="")
    # When the person was erased; only the number and the code stay.
    erased_at: Mapped[datetime | None] = mapped_column(Instant)

    station: Mapped[Station] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("max_lessons_week > 0", name="max_lessons_week"),
        sa.CheckConstraint("max_lessons_day > 0", name="max_lessons_day"),
    )


keep_pieces(VicePrincipal.__table__)


class Appointment(db.Model):
    """A vice-principal of a school, from the first to the last day."""

    id: Mapped[identity]
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"))
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text, index=True)
    start: Mapped[date]
    end: Mapped[date]
    # Why it is made although it goes beyond a limit: a third school, a sixth vice-principal.
    reason: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    # Why it ended before its time: a transfer, a resignation; empty where it ran out.
    end_reason: Mapped[str] = mapped_column(sa.Text, default="", server_default="")

    vice_principal: Mapped[VicePrincipal] = relationship(lazy="raise_on_sql")
    school: Mapped[School] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("vice_principal_id", "school_id", "start"),
        sa.CheckConstraint('"end" >= start', name="order"),
    )


class Training(db.Model):
    """Hours of training that a vice-principal has had; nobody is on duty without eight of them (Order 52)."""

    id: Mapped[identity]
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    held_on: Mapped[date]
    hours: Mapped[int]
    note: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (sa.CheckConstraint("hours BETWEEN 1 AND 200", name="hours"),)


class SchoolName(db.Model):
    """A name that a school had until a day: history keeps the name of its time."""

    id: Mapped[identity]
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text)
    until: Mapped[date]


class Absence(db.Model):
    """A time in which a vice-principal cannot teach: duty, court, leave."""

    id: Mapped[identity]
    vice_principal_id: Mapped[int] = mapped_column(sa.ForeignKey("vice_principal.id"))
    region_path: Mapped[str] = mapped_column(sa.Text)
    start: Mapped[datetime]
    end: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    # The calendar or duty roster that it was read from; empty where it was entered by hand or came with the ledger.
    source: Mapped[str] = mapped_column(sa.Text, default="", server_default="")

    __table_args__ = (
        sa.UniqueConstraint("vice_principal_id", "start", "end"),
        sa.CheckConstraint('"end" > start', name="order"),
    )


class Blackout(db.Model):
    """A time in which a school takes no lesson: exams, holidays; without a school, all of them."""

    id: Mapped[identity]
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"))
    region_path: Mapped[str] = mapped_column(sa.Text, default="")
    start: Mapped[datetime]
    end: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (
        sa.UniqueConstraint("school_id", "start", "end"),
        sa.CheckConstraint('"end" > start', name="order"),
    )


class Bell(db.Model):
    """One period of a day; ``key`` is a stage, or a school's code, which then wins."""

    id: Mapped[identity]
    key: Mapped[str] = mapped_column(sa.Text)
    period: Mapped[int]
    start: Mapped[time]
    end: Mapped[time]

    __table_args__ = (
        sa.UniqueConstraint("key", "period"),
        sa.CheckConstraint("period BETWEEN 1 AND 20", name="period"),
        sa.CheckConstraint('"end" > start', name="order"),
    )


class Term(db.Model):
    """A term and the rules that hold in it."""

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(sa.Text, unique=True)
    start: Mapped[date]
    end: Mapped[date]
    min_hours: Mapped[Decimal] = mapped_column(sa.Numeric(6, 2), default=4)
    max_schools_per_vice_principal: Mapped[int] = mapped_column(default=2)
    max_vice_principals_per_school: Mapped[int] = mapped_column(default=5)
    kmh: Mapped[Decimal] = mapped_column(sa.Numeric(6, 2), default=30)
    detour: Mapped[Decimal] = mapped_column(sa.Numeric(6, 2), default=Decimal("1.3"))
    walk_min: Mapped[Decimal] = mapped_column(sa.Numeric(6, 2), default=10)
    substitute: Mapped[Substitution] = choice(Substitution, default=Substitution.SAME_STATION)

    __table_args__ = (
        sa.CheckConstraint('"end" > start', name="order"),
        sa.CheckConstraint("kmh > 0", name="kmh"),
    )


class Theme(db.Model):
    """A theme of rule-of-law education; ``special_day`` is ``MM-DD`` or empty."""

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    name: Mapped[str] = mapped_column(sa.Text)
    special_day: Mapped[str] = mapped_column(sa.Text, default="")
    stages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())


class CalendarDay(db.Model):
    """A day that is not what its weekday says: a holiday, or a make-up day; wins over the calendar package."""

    day: Mapped[date] = mapped_column(primary_key=True)
    # The weekday (1 to 7, Monday = 1) whose timetable is taught; empty on a holiday.
    taught_as: Mapped[int | None]
    name: Mapped[str] = mapped_column(sa.Text, default="")
