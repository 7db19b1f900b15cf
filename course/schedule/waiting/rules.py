"""Whose turn it is on a waiting list, and what may wait for a time; plain values only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from course.errors import Problem
from course.i18n import _l

MOST_PLACES = 20
# What goes away when the lesson that holds the time goes away; everything else would stand in the way then, too.
MAY_COME_FREE = frozenset({"vice_principal_is_free", "day_has_room", "week_has_room", "there_is_time_to_travel"})


@dataclass(frozen=True)
class Standing:
    """A place on a list, and how far its school is: confirmed minutes and reached classes, of those owed."""

    place_id: int
    asked_at: datetime
    minutes: int = 0
    minutes_owed: int = 0
    reached: int = 0
    classes: int = 0

    @property
    def covered(self) -> float:
        """From 0, nothing yet, to 2, all hours and all classes."""
        return share(self.minutes, self.minutes_owed) + share(self.reached, self.classes)


def share(part: int, whole: int) -> float:
    """How much of the whole there is, at most all of it."""
    return min(1.0, part / whole) if whole else 1.0


def in_turn(standings: Iterable[Standing]) -> list[int]:
    """The places in the order of their turns: who is furthest from coverage first, then who asked first."""
    ordered = sorted(standings, key=lambda one: (one.covered, one.asked_at, one.place_id))
    return [one.place_id for one in ordered]


def may_wait(problems: Sequence[Problem]) -> list[Problem]:
    """What stands against waiting for a time, by what stands against booking it."""
    others = [problem for problem in problems if problem.rule not in MAY_COME_FREE]
    if others or problems:
        return others
    return [Problem("time_is_taken", _l("This period is free. Book it, there is nothing to wait for."), "period")]


def list_has_room(places: int) -> Problem | None:
    """A school waits for so many times at once and no more."""
    if places < MOST_PLACES:
        return None
    text = _l("Your school waits for %(number)s periods already. Take one back first.", number=places)
    return Problem("list_has_room", text)


def waits_once(known: int | None) -> Problem | None:
    """One place for one lesson at one time."""
    if known is None:
        return None
    return Problem("waits_once", _l("You wait for this period already."))
