"""A proposal as a job keeps it: plain JSON, with the days of each appointment and what was known when it was made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from course.planning.appointments.rules import first_free_day, last_day
from course.planning.solver.county import County, Held
from course.planning.solver.proposal import Proposal

A_DAY = timedelta(days=1)


class Standing(StrEnum):
    """Whether a proposed appointment can be made as it was proposed."""

    OPEN = "open"
    DONE = "done"
    CHANGED = "changed"


@dataclass(frozen=True)
class ProposedLine:
    """One proposed appointment of a kept proposal, with its number there and how it stands now."""

    number: int
    person: int
    school: int
    start: date
    end: date
    km: float
    standing: Standing
    facts: Mapping[str, Any]


def as_json(county: County, proposal: Proposal, first: date, year_starts: str) -> dict[str, Any]:
    """A proposal for a job's result; new appointments begin on the day ``first``."""
    days = list(days_of(county, proposal, first))
    own = {(one.person, one.school, start) for one, start in zip(proposal.lines, days, strict=True)}
    known = marks(county.held, own, county.day)
    ends = {one.id: one.end.isoformat() for one in county.ending.values()}
    lines = []
    for one, start in zip(proposal.lines, days, strict=True):
        end = last_day(start, year_starts)
        seen = known[f"p{one.person}"] + known[f"s{one.school}"]
        kept = {**asdict(one), "start": start.isoformat(), "end": end.isoformat(), "seen": seen}
        lines.append({**kept, "ended": ends.get(one.renews or 0, "")})
    return {
        "day": county.day.isoformat(),
        "lines": lines,
        "vacant": {str(school): why for school, why in proposal.vacant.items()},
        "not_renewed": list(proposal.not_renewed),
        "figures": asdict(proposal.figures),
    }


def days_of(county: County, proposal: Proposal, first: date) -> Iterator[date]:
    """The first day of each proposed appointment: after the one that it renews, and never beyond a limit."""
    ended = {one.id: one for one in county.ending.values()}
    over = [ended[number] for number in proposal.not_renewed]
    kept = Counter(one.person for one in county.kept), Counter(one.school for one in county.kept)
    new = Counter(one.person for one in proposal.lines), Counter(one.school for one in proposal.lines)
    for one in proposal.lines:
        before = ended.get(one.renews or 0)
        if before:
            yield max(first, before.end + A_DAY)
            continue
        leaving = [end.end for end in over if end.person == one.person]
        free = first_free_day(first, kept[0][one.person], leaving, new[0][one.person], county.max_schools)
        making_room = [end.end for end in over if end.school == one.school]
        yield first_free_day(free, kept[1][one.school], making_room, new[1][one.school], county.max_people)


def marks(held: Iterable[Held], own: set[tuple[int, int, date]], day: date) -> dict[str, str]:
    """What is known of each person and each school: their appointments, those of the proposal itself left out."""
    found: dict[str, str] = defaultdict(str)
    for one in sorted(held, key=lambda one: one.id):
        if one.end >= day and (one.person, one.school, one.start) not in own:
            for key in (f"p{one.person}", f"s{one.school}"):
                found[key] += f"{one.id}:{one.end.isoformat()};"
    return found


def lines_now(kept: Mapping[str, Any], held: Sequence[Held]) -> list[ProposedLine]:
    """The lines of a kept proposal, and how each stands beside the appointments that there are now."""
    rows, day = kept["lines"], date.fromisoformat(kept["day"])
    own = {(row["person"], row["school"], date.fromisoformat(row["start"])) for row in rows}
    made = {(one.person, one.school, one.start) for one in held} & own
    known = marks(held, own, day)
    found = []
    for number, row in enumerate(rows):
        start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        same = row["seen"] == known[f"p{row['person']}"] + known[f"s{row['school']}"]
        done = (row["person"], row["school"], start) in made
        standing = Standing.DONE if done else Standing.OPEN if same else Standing.CHANGED
        found.append(ProposedLine(number, row["person"], row["school"], start, end, row["km"], standing, row))
    return found
