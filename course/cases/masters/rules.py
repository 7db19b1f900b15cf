"""Rules of masters: for whom they are, what may be done with them, and how their faults are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course.cases.models import MasterState
from course.errors import Problem
from course.i18n import _l

LONGEST_NAME = 60
MOST_SHOWN = 6


def regions_above(region_path: str) -> list[str]:
    """A region and every region that it lies in, and the empty path, which is everybody's."""
    steps = region_path.split("/") if region_path else []
    return ["", *("/".join(steps[:count]) for count in range(1, len(steps) + 1))]


def is_open(state: MasterState) -> Problem | None:
    """A master's layouts are chosen while nobody uses it."""
    if state is MasterState.ACCEPTED:
        return Problem("is_open", _l("This design is in use. Withdraw it first, then change its layouts."))
    return None


def is_in_use(state: MasterState) -> Problem | None:
    """Only a master that is in use can be withdrawn."""
    if state is not MasterState.ACCEPTED:
        return Problem("is_in_use", _l("This design is not in use."))
    return None


def was_never_used(accepted_before: bool) -> Problem | None:
    """A master that was in use stays, because decks name it."""
    if accepted_before:
        return Problem("was_never_used", _l("Decks were made with this design, so it stays in the list."))
    return None


def name_is_free(name: str, taken: bool) -> Problem | None:
    """In one region each master has a name of its own."""
    if taken:
        return Problem(
            "name_is_free", _l("Your region has a design of this name already. Choose another name."), "name"
        )
    return None


@dataclass(frozen=True)
class Group:
    """The same fault on slides of one kind: what it is, where it was seen, and how often."""

    kind: str
    rule: str
    place: str
    found: float
    limit: float
    seen: tuple[tuple[str, str, int, str], ...]
    count: int


def grouped(found: Iterable[tuple[str, str, str, float, float, tuple[str, str, int, str]]]) -> list[Group]:
    """Faults told once for each kind of slide; each is (kind, rule, place, found, limit, where).

    ``where`` is (stage, language, number of the slide, its title).  The worst figure of a group is given.
    """
    groups: dict[tuple[str, str, str], list[tuple[float, float, tuple[str, str, int, str]]]] = {}
    for kind, rule, place, figure, limit, where in found:
        groups.setdefault((kind, rule, place_of(place)), []).append((figure, limit, where))
    made = []
    for (kind, rule, place), rows in groups.items():
        worst = (min if rule in LESS_IS_WORSE else max)(rows, key=lambda row: row[0])
        made.append(Group(kind, rule, place, worst[0], worst[1], tuple(row[2] for row in rows[:MOST_SHOWN]), len(rows)))
    return made


def place_of(slot: str) -> str:
    """The place that people know by a name; every other one is a text."""
    return slot if slot in NAMED_PLACES else "text"


NAMED_PLACES = frozenset({"title", "lead", "facts", "footer", "number", "picture", "chart", "table"})
LESS_IS_WORSE = frozenset({"text_unclear", "text_too_small"})
