"""Rules of what is measured beside the three figures: how a school stands, and shares that are never merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from course.coverage.rules import KINDS, Figure
from course.db import Labelled
from course.i18n import _l

A_DAY = timedelta(days=1)


class Status(Labelled):
    """How a school stands in its year."""

    COVERED = "covered", _l("Covered")
    ON_COURSE = "on_course", _l("On course")
    AT_RISK = "at_risk", _l("At risk")
    NOT_COVERED = "not_covered", _l("Not covered")


@dataclass(frozen=True)
class Standing:
    """What is counted of a school: whether somebody serves it, its minutes, its classes, its last lesson to come."""

    appointed: bool
    owed_minutes: int
    confirmed_minutes: int = 0
    claimed_minutes: int = 0
    scheduled_minutes: int = 0
    classes: int = 0
    reached: int = 0
    claimed: int = 0
    coming: int = 0
    last_on: date | None = None

    def has_its_hours(self) -> bool:
        """Whether the confirmed lessons suffice for the hours."""
        return self.confirmed_minutes >= self.owed_minutes

    def has_all(self) -> bool:
        """Whether the confirmed lessons suffice, for the hours and for every class."""
        return self.has_its_hours() and self.reached >= self.classes

    def will_have_all(self) -> bool:
        """Whether they suffice together with what is reported and what is scheduled."""
        minutes = self.confirmed_minutes + self.claimed_minutes + self.scheduled_minutes
        return minutes >= self.owed_minutes and self.reached + self.claimed + self.coming >= self.classes


def status_of(school: Standing, day: date, last_day: date) -> Status:
    """Covered: somebody serves the school, its hours are confirmed and every class was reached. On course: what is
    reported and scheduled would do it. At risk: not enough is planned, and time remains. Not covered: nobody serves
    the school, or the year is over.
    """
    if not school.appointed:
        return Status.NOT_COVERED
    if school.has_all():
        return Status.COVERED
    if school.will_have_all():
        return Status.ON_COURSE
    return Status.AT_RISK if day < last_day else Status.NOT_COVERED


def known_on(school: Standing, day: date, last_day: date) -> date:
    """The day on which it will be known: today where the answer is there, the day of the last lesson that is
    scheduled, or the end of the year.
    """
    status = status_of(school, day, last_day)
    if status is Status.COVERED or day >= last_day:
        return min(day, last_day)
    if status is Status.ON_COURSE:
        return max(school.last_on or day, day)
    return last_day


def statuses_of(
    schools: int, appointed: int, covered: int, on_course: int, *, day: date, last_day: date
) -> dict[Status, int]:
    """How many schools of a region stand how; each school stands in one way only, so they add up to all of them."""
    at_risk = max(0, appointed - covered - on_course) if day < last_day else 0
    lost = max(0, schools - covered - on_course - at_risk)
    return dict(zip(Status, (covered, on_course, at_risk, lost), strict=True))


def standing_of_region(statuses: dict[Status, int]) -> Status | None:
    """How a region is marked on a map: covered or on course only if all its schools are, not covered where most are
    not; None without schools.
    """
    schools = sum(statuses.values())
    if not schools:
        return None
    if statuses[Status.COVERED] == schools:
        return Status.COVERED
    if statuses[Status.COVERED] + statuses[Status.ON_COURSE] == schools:
        return Status.ON_COURSE
    return Status.NOT_COVERED if 2 * statuses[Status.NOT_COVERED] > schools else Status.AT_RISK


def share_of(part: int, whole: int) -> float | None:
    """So much of a hundred, cut and not rounded; None where there is nothing to count."""
    return Figure(part, whole).share()


def themes_reached(had: int, owed: int) -> Figure:
    """Classes and required themes: each class counts once for each theme that its region requires at its stage."""
    return Figure(had, owed)


def practice_share(practice_minutes: int, confirmed_minutes: int) -> float | None:
    """Minutes of confirmed lessons that were practice, such as mock trials and visits, of all confirmed minutes."""
    return share_of(practice_minutes, confirmed_minutes)


def organised_share(taught_minutes: int, organised_minutes: int) -> float | None:
    """Minutes that the vice-principal organised and somebody else taught, of all confirmed minutes."""
    return share_of(organised_minutes, taught_minutes + organised_minutes)


def days_vacant(since: date | None, today: date) -> int | None:
    """Days since the last appointment ended, today included; unknown where nobody ever served the school."""
    return (today - since).days + 1 if since else None


def within_reach(bound: int, classes: int) -> Figure:
    """Classes that the published plan proved to be within reach, of all classes; the others need more people."""
    return Figure(min(bound, classes), classes)


def understanding_share(clear: int, answers: int) -> float | None:
    """Pupils who said that they understood, of all answers to the surveys; a lesson counts from 5 answers on, and by
    fives.
    """
    return share_of(clear, answers)


@dataclass(frozen=True)
class Measure:
    """One thing that is measured: its name, its definition in words, and the rule that counts it."""

    key: str
    title: Any
    definition: Any
    rule: Callable[..., Any]


STATUS = Measure(
    "status",
    _l("How schools stand"),
    _l(
        "Covered: somebody serves the school, its hours are confirmed and every class was reached. On course: what is "
        "reported and scheduled would do it. At risk: not enough is planned, and time remains. Not covered: nobody "
        "serves the school, or the year is over."
    ),
    status_of,
)
THEMES = Measure(
    "themes",
    _l("Required themes"),
    _l("Classes and required themes: each class counts once for each theme that its region requires at its stage."),
    themes_reached,
)
PRACTICE = Measure(
    "practice",
    _l("Practice"),
    _l("Minutes of confirmed lessons that were practice, such as mock trials and visits, of all confirmed minutes."),
    practice_share,
)
ORGANISED = Measure(
    "organised",
    _l("Organised, taught by others"),
    _l("Minutes that the vice-principal organised and somebody else taught, of all confirmed minutes."),
    organised_share,
)
VACANT = Measure(
    "vacant",
    _l("Days vacant"),
    _l("Days since the last appointment ended, today included; unknown where nobody ever served the school."),
    days_vacant,
)
REACHABLE = Measure(
    "reachable",
    _l("Within reach of the plan"),
    _l("Classes that the published plan proved to be within reach, of all classes; the others need more people."),
    within_reach,
)
UNDERSTANDING = Measure(
    "understanding",
    _l("Understood"),
    _l(
        "Pupils who said that they understood, of all answers to the surveys; a lesson counts from 5 answers on, "
        "and by fives."
    ),
    understanding_share,
)
MEASURES = (*KINDS, STATUS, THEMES, PRACTICE, ORGANISED, VACANT, REACHABLE, UNDERSTANDING)
Span = tuple[date, date]


def term_days(terms: Iterable[Span], first: date, last: date) -> list[Span]:
    """The days of a year on which there is school: its terms cut to the year, the whole year where none is known."""
    cut = [(max(start, first), min(end, last)) for start, end in terms if start <= last and end >= first]
    return sorted(cut) or [(first, last)]


def days_until(spans: Sequence[Span], day: date) -> int:
    """How many of these days have passed, that day included; a day in two terms counts once."""
    count, after = 0, date.min
    for start, end in spans:
        begin, finish = max(start, after), min(end, day)
        if begin <= finish:
            count += (finish - begin).days + 1
            after = finish + A_DAY
    return count


def pace(total: int, spans: Sequence[Span], day: date) -> float:
    """How much of the total ought to be done by a day, if it grows evenly over the days of school."""
    whole = days_until(spans, date.max)
    return total * days_until(spans, day) / whole if whole else 0.0


def days_left(spans: Sequence[Span], day: date) -> int:
    """How many days of school remain, the day itself included."""
    return days_until(spans, date.max) - days_until(spans, day - A_DAY)
