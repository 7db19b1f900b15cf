"""Rules of the story of a lesson: how it stood at each moment, told back from how it stands now by its changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from course.delivery.rules import Step
from course.schedule.models import LessonState

STEPS = frozenset(step.value for step in Step)
# How a lesson stands of which something was said.
SAID = frozenset({LessonState.DELIVERED.value, LessonState.CONFIRMED.value})
# The change that takes classes out of a lesson to come; what others call classes are those that were there.
TAKEN_OUT = "classes"


@dataclass(frozen=True)
class Stood:
    """A lesson as it stood: its state, its time, and the classes that have been taken out of it since.

    They are known by number; by name where they were taken out when numbers were not written down yet.
    """

    state: str
    start: datetime
    end: datetime
    left: frozenset[int] = frozenset()
    left_by_name: frozenset[str] = frozenset()

    @property
    def minutes(self) -> int:
        """How long it was to last."""
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True)
class Story:
    """A lesson as it stands now, since when it is there, and its changes in order: ``at``, ``action``, both sides."""

    now: Stood
    created_at: datetime
    changes: list[Any] = field(default_factory=list)
    # The classes for which it is planned, with their names, in order.
    planned: Mapping[int, str] = field(default_factory=dict)
    # What its facts are told with.
    facts: Mapping[str, Any] = field(default_factory=dict)

    def versions(self) -> list[tuple[datetime, Stood]]:
        """How it stood from each moment on, the first one first."""
        found: list[tuple[datetime, Stood]] = []
        stood = self.now
        for change in reversed(self.changes):
            earlier = before(change, stood)
            if earlier != stood:
                found.append((change.at, stood))
                stood = earlier
        begins = min([self.created_at, *(change.at for change in self.changes[:1])])
        return [*reversed([*found, (begins, stood)])]

    @staticmethod
    def takes_back(change: Any) -> bool:
        """Whether a change replaces what was said before, or takes it away; a confirmation answers it."""
        return change.action != Step.CONFIRM.value and change.before.get("state") in SAID

    def at(self, moment: datetime) -> Stood | None:
        """How it stood just before a moment; None where nobody had asked for it yet."""
        return next((stood for since, stood in reversed(self.versions()) if since < moment), None)

    def said_by(self, moment: datetime) -> Mapping[str, Any]:
        """What was said last before a moment of how it was; nothing where nobody had said anything."""
        past = [row for row in self.changes if row.action in STEPS and row.at < moment]
        if past:
            return past[-1].after | report_standing(past)
        later = (row.before for row in self.changes if row.at >= moment and "minutes" in row.before)
        return next(later, {})


def before(change: Any, stood: Stood) -> Stood:
    """A lesson before a change, from how it stood after it."""
    was = change.before
    if change.action == TAKEN_OUT:
        stood = with_taken_out(change, stood)
    times = {name: datetime.fromisoformat(was[name]) for name in ("start", "end") if name in was}
    return replace(stood, state=was.get("state", stood.state), **times)


def with_taken_out(change: Any, stood: Stood) -> Stood:
    """A lesson with the classes that a change took out of it."""
    names, ids = (set(change.before.get(key, ())) - set(change.after.get(key, ())) for key in ("classes", "class_ids"))
    return replace(stood, left=stood.left | ids) if ids else replace(stood, left_by_name=stood.left_by_name | names)


def report_standing(past: Sequence[Any]) -> dict[str, int]:
    """The minutes that were reported of a lesson whose confirmation was withdrawn: the report stands again."""
    if past[-1].action != Step.WITHDRAW.value:
        return {}
    reports = [row.after["minutes"] for row in past if row.action == Step.REPORT.value]
    return {"minutes": reports[-1]} if reports else {}
