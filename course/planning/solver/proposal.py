"""A proposal of appointments as plain values: who should serve which school from now on, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """Why an appointment is proposed."""

    RENEWED = "renewed"
    FIRST = "first"
    LESSONS = "lessons"
    SPARE = "spare"


class WhyVacant(StrEnum):
    """Why a school is left without anybody."""

    NO_PEOPLE = "no_people"
    ALL_TAKEN = "all_taken"


@dataclass(frozen=True, slots=True)
class Proposed:
    """An appointment that is proposed: the ids of a person and a school, how far apart, why, and the facts of that.

    ``renews`` is the appointment that ends or has ended.  ``nearer`` counts, for a school without anybody, those who
    live nearer and serve elsewhere; ``lessons`` are what the school needs in a term and ``given`` what it would get
    without this person; ``people`` are those who serve it already.
    """

    person: int
    school: int
    km: float
    why: Why
    renews: int | None = None
    nearer: int = 0
    lessons: int = 0
    given: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class AppointmentFigures:
    """What a proposal changes in a county; lessons are the most that the people can give to the schools in a term."""

    schools: int = 0
    people: int = 0
    vacant_today: int = 0
    vacant_after: int = 0
    renewed: int = 0
    new: int = 0
    unused_today: int = 0
    unused_after: int = 0
    lessons: int = 0
    lessons_today: int = 0
    lessons_after: int = 0
    kilometres: float = 0.0
    candidates: int = 0
    optimal: bool = True


@dataclass(frozen=True)
class Proposal:
    """The appointments proposed for a county, by school; the schools left without anybody; what is not renewed."""

    lines: tuple[Proposed, ...] = ()
    vacant: Mapping[int, WhyVacant] = field(default_factory=dict)
    not_renewed: tuple[int, ...] = ()
    figures: AppointmentFigures = AppointmentFigures()


def together(parts: Sequence[AppointmentFigures]) -> AppointmentFigures:
    """The figures of several counties as one; the kilometres are the mean of all proposed appointments."""
    names = [name for name in AppointmentFigures.__dataclass_fields__ if name not in {"kilometres", "optimal"}]
    sums = {name: sum(getattr(part, name) for part in parts) for name in names}
    lines = sum(part.new + part.renewed for part in parts)
    far = sum(part.kilometres * (part.new + part.renewed) for part in parts)
    mean = round(far / lines, 2) if lines else 0.0
    return AppointmentFigures(**sums, kilometres=mean, optimal=all(part.optimal for part in parts))
