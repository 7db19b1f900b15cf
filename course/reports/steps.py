"""How far a report is: one step for each part of its schools, one for each other thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from course.jobs import Report

Thing = TypeVar("Thing")


@dataclass
class Steps:
    """The steps of a report; whoever asked for it sees them, and may stop it at each."""

    report: Report
    total: int
    done: int = 0

    def begin(self) -> None:
        """Say that nothing is done yet."""
        self.report(0, self.total)

    def take(self) -> None:
        """One step more is done."""
        self.done += 1
        self.report(min(self.done, self.total), self.total)

    def each(self, things: Iterable[Thing]) -> Iterator[Thing]:
        """These things, each a step."""
        for thing in things:
            yield thing
            self.take()
