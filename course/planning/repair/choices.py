"""A way to keep a lesson as the value of a button: ``12.3:45/2026-12-01/3``, then ``+`` and the other lesson's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from course.planning.repair.queries import Ground
from course.planning.solver.repair_options import Option
from course.schedule.forms import parse_day

STEP = re.compile(r"([0-9]{1,9})\.([0-9]{1,9}):([0-9]{1,9})/([0-9-]{10})/([0-9]{1,2})")
MOST_STEPS = 2


@dataclass(frozen=True)
class Wanted:
    """A lesson as the page knew it, and where it is to go."""

    lesson_id: int
    sequence: int
    vice_principal_id: int
    day: date
    period: int

    def __str__(self) -> str:
        return f"{self.lesson_id}.{self.sequence}:{self.vice_principal_id}/{self.day.isoformat()}/{self.period}"


Choice = tuple[Wanted, ...]


def choice_of(ground: Ground, option: Option) -> Choice:
    """A way in the numbers of rows: the lost lesson first, then the one that gives way."""
    people = ground.instance.people
    rows = ((ground.ids[move.before], move.after) for move in option.moves)
    return tuple(
        Wanted(row, ground.sequences[row], people[after.person].id, after.day, after.period) for row, after in rows
    )


def written(choice: Choice) -> str:
    """A way as a form sends it."""
    return "+".join(map(str, choice))


def parse_choice(text: str) -> Choice | None:
    """What a form sent; None where it is something else."""
    parts = [STEP.fullmatch(part) for part in text.split("+", MOST_STEPS)]
    days = [parse_day(match[4]) if match else None for match in parts]
    if len(parts) > MOST_STEPS or not all(days):
        return None
    numbers = ([int(match[part]) for part in (1, 2, 3)] for match in parts)
    return tuple(Wanted(*ids, day, int(match[5])) for ids, day, match in zip(numbers, days, parts, strict=True))
