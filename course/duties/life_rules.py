"""Rules of a class's legal life: where a lesson stands for one class of it, and what it should have next."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from course.db import Labelled
from course.i18n import _l
from course.schedule.booking.free_periods import special_day_near
from course.schedule.models import LessonState

SPECIAL_DAY_WITHIN = timedelta(weeks=8)


class Standing(Labelled):
    """Where a lesson stands for one of its classes."""

    CONFIRMED = "confirmed", _l("Confirmed")
    REPORTED = "delivered", _l("Reported, not yet confirmed")
    UNREPORTED = "waiting", _l("Over, nobody has reported it")
    PLANNED = "scheduled", _l("Planned")
    ASKED = "requested", _l("Asked for")
    ABSENT = "declined", _l("The class was not there")
    MISSED = "missed", _l("Did not take place")


# With these the class has the theme, or will have it; nobody need book it again.
HAS_THEME = frozenset({Standing.CONFIRMED, Standing.REPORTED, Standing.UNREPORTED, Standing.PLANNED, Standing.ASKED})


def standing_of(state: LessonState, was_there: bool, start: datetime, now: datetime) -> Standing | None:
    """Where a lesson stands for a class; None for one that came to nothing."""
    if state is LessonState.CONFIRMED:
        return Standing.CONFIRMED if was_there else Standing.ABSENT
    if state is LessonState.SCHEDULED:
        return Standing.PLANNED if start > now else Standing.UNREPORTED
    if state is LessonState.REQUESTED:
        return Standing.ASKED if start > now else None
    return {LessonState.DELIVERED: Standing.REPORTED, LessonState.MISSED: Standing.MISSED}.get(state)


@dataclass(frozen=True)
class Topic:
    """A theme as a plain value, with the strand of its cases and the stages that can follow it."""

    id: int
    code: str
    name: str
    strand: str
    special_day: str
    stages: frozenset[str]


@dataclass(frozen=True)
class Pupils:
    """A class as a plain value, with the themes that it has or will have."""

    label: str
    stage: str
    heads: int
    has: frozenset[int]


class Why(enum.Enum):
    """Why a theme is suggested."""

    SPECIAL_DAY = "special_day"
    STRAND = "strand"
    THEME = "theme"


@dataclass(frozen=True)
class Suggestion:
    """A theme for some classes, and why: a day, or so many of so many."""

    topic: Topic
    classes: tuple[Pupils, ...]
    why: Why
    day: date | None = None
    had: int = 0
    of: int = 0


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    had: int
    of: int

    @property
    def value(self) -> float:
        """The part of one."""
        return self.had / self.of if self.of else 0.0


def suggestions(
    classes: Sequence[Pupils], topics: Sequence[Topic], reached: Mapping[int, int], of: int, today: date
) -> list[Suggestion]:
    """What these classes should have next, the first thing first.

    Only a theme that suits their stage and that one of them has not had.  A theme whose special day
    comes within eight weeks stands first; then the one of the strand of which they have had least;
    then the one that fewest of the school's ``of`` classes have (``reached``).
    """
    suiting = [topic for topic in topics if classes and all(one.stage in topic.stages for one in classes)]
    strands = strand_shares(classes, suiting)
    least = min((share.value for share in strands.values()), default=0.0)
    uneven = any(share.value > least for share in strands.values())
    found = []
    for topic in suiting:
        without = tuple(one for one in classes if topic.id not in one.has)
        if without:
            share = strands.get(topic.strand)
            told = share if share and uneven and share.value == least else None
            found.append(suggestion(topic, without, told, Share(reached.get(topic.id, 0), of), today))
    return sorted(found, key=lambda one: order(one, strands, reached))


def suggestion(
    topic: Topic, classes: tuple[Pupils, ...], strand: Share | None, theme: Share, today: date
) -> Suggestion:
    """A theme with the strongest reason for it."""
    day = special_day_ahead(topic.special_day, today)
    if day:
        return Suggestion(topic, classes, Why.SPECIAL_DAY, day)
    if strand:
        return Suggestion(topic, classes, Why.STRAND, None, strand.had, strand.of)
    return Suggestion(topic, classes, Why.THEME, None, theme.had, theme.of)


def order(one: Suggestion, strands: Mapping[str, Share], reached: Mapping[int, int]) -> tuple:
    """The place of a suggestion among the others."""
    strand = strands[one.topic.strand].value if one.topic.strand in strands else 0.0
    return one.day or date.max, strand, reached.get(one.topic.id, 0), one.topic.code


def strand_shares(classes: Sequence[Pupils], topics: Sequence[Topic]) -> dict[str, Share]:
    """How much of each strand these classes have had; a theme without a strand is in none."""
    return {
        strand: Share(
            sum(topic.id in one.has for one in classes for topic in topics if topic.strand == strand),
            len(classes) * sum(topic.strand == strand for topic in topics),
        )
        for strand in sorted({topic.strand for topic in topics if topic.strand})
    }


def special_day_ahead(special_day: str, today: date) -> date | None:
    """The special day of a theme, where it comes within eight weeks."""
    nearest = special_day_near(special_day, today)
    return nearest if nearest and today <= nearest <= today + SPECIAL_DAY_WITHIN else None


def that_come_together(classes: Sequence[Pupils], seats: int) -> tuple[Pupils, ...]:
    """All of these classes where they fit into the hall, else the first of them."""
    fits = sum(one.heads for one in classes) <= seats
    return tuple(classes) if fits else tuple(classes[:1])


def themes_had(standings: Collection[tuple[int, Standing]]) -> frozenset[int]:
    """The themes that a class has or will have, from its lessons."""
    return frozenset(theme for theme, standing in standings if standing in HAS_THEME)
