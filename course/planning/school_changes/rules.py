"""Rules of schools that change: rename, close, merge, split."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from course.errors import Problem
from course.i18n import _l

MOST_DAYS = timedelta(days=366)


def is_still_there(closed_on: date | None) -> Problem | None:
    """A school that is closed does not change any more."""
    return None if closed_on is None else Problem("is_still_there", _l("This school is closed already."))


def day_is_near(day: date, today: date) -> Problem | None:
    """A day more than a year away is a mistyped year."""
    if abs(day - today) < MOST_DAYS:
        return None
    return Problem("day_is_near", _l("This is more than a year away. Check the year."), "day")


def day_has_come(day: date, today: date) -> Problem | None:
    """A new name is written down once it holds, so that no page says it too early."""
    if day <= today:
        return None
    return Problem("day_has_come", _l("This day lies ahead. Enter the new name when it has come."), "day")


def name_is_another(name: str, name_now: str) -> Problem | None:
    """A school is given a name that it does not have yet."""
    if name != name_now:
        return None
    return Problem("name_is_another", _l("This is the name already."), "name")


def is_after_the_last_change(day: date, last: date | None) -> Problem | None:
    """Names follow each other."""
    if last is None or day > last:
        return None
    text = _l("The name was changed on %(day)s. Choose a later day.", day=last.isoformat())
    return Problem("is_after_the_last_change", text, "day")


def successor_is_found(code: str, successor: Any | None) -> Problem | None:
    """The school that takes over is there, in the same scope."""
    if not code or successor is not None:
        return None
    text = _l("There is no school with this code in your region.")
    return Problem("successor_is_found", text, "successor")


def successor_can_take_over(school: int, successor: int, successor_closed_on: date | None) -> Problem | None:
    """A school is taken over by another one that stays."""
    if school == successor:
        return Problem("successor_can_take_over", _l("A school cannot take itself over."), "successor")
    if successor_closed_on is not None:
        return Problem("successor_can_take_over", _l("That school is closed, too."), "successor")
    return None


def code_is_free(taken: bool) -> Problem | None:
    """Two schools never share a code."""
    return Problem("code_is_free", _l("Another school has this code."), "code") if taken else None


def some_classes_move(chosen: int, all_classes: int) -> Problem | None:
    """A school that splits keeps some classes and gives some away."""
    if 0 < chosen < all_classes:
        return None
    text = _l("Choose at least one class, and leave at least one. If all go, close the school instead.")
    return Problem("some_classes_move", text, "classes")


def numbers_for(moving: Iterable[tuple[int, int]], there: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The grade and number of each class in its new school: its own number where that is free, else the next one."""
    moving, taken = list(moving), set(there)
    clashing = [one for one in moving if one in taken]
    taken |= set(moving)
    renamed = {}
    for grade, number in clashing:
        free = number
        while (grade, free) in taken:
            free += 1
        taken.add((grade, free))
        renamed[grade, number] = (grade, free)
    return [renamed.get(one, one) for one in moving]
