"""Refusals: an object with the facts and a sentence for the user, raised inside one exception."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One reason why something may not be.

    ``rule`` names the truth that does not hold, ``message`` is a sentence for the user (translated
    when it is shown), ``field`` the form field it belongs to and ``facts`` what a caller may need
    to say more.
    """

    rule: str
    message: Any
    field: str | None = None
    facts: dict[str, Any] = dataclass_field(default_factory=dict, compare=False, hash=False)

    def __str__(self) -> str:
        return str(self.message)


class RuleBroken(Exception):
    """Raised by an action that was refused; holds every problem, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.rule for problem in problems))
        self.problems = problems

    def names(self) -> set[str]:
        """The names of the broken rules."""
        return {problem.rule for problem in self.problems}


def refuse(problems: Iterable[Problem | None]) -> None:
    """Raise ``RuleBroken`` with all problems; do nothing where there are none."""
    found = tuple(problem for problem in problems if problem is not None)
    if found:
        raise RuleBroken(*found)
