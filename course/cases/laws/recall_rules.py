"""When a deck that somebody downloaded should no longer be used, and what its holder is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from slides import Problem

# How long before a cited law ends or changes somebody is told.
AHEAD = timedelta(days=30)
MOST_REASONS = 12


@dataclass(frozen=True)
class Reason:
    """Why a deck should no longer be used: a rule of citations with its facts."""

    rule: str
    values: Mapping[str, Any] = field(hash=False)

    def sentence(self, language: str) -> str:
        """The reason in a sentence, ``zh`` or ``en``."""
        return Problem(self.rule, 0, self.values).sentence(language)

    @property
    def place(self) -> str:
        """The law and the place, such as 《治安管理处罚法》第五十一条."""
        law, place = str(self.values.get("law", "")), str(self.values.get("place", ""))
        return place if place.startswith("《") else f"《{law}》{place}"

    def as_json(self) -> dict[str, Any]:
        """The reason as it is kept."""
        values = {key: value for key, value in self.values.items() if isinstance(value, str | int | float)}
        return {"rule": self.rule, "values": values}


def reasons(problems: Iterable[Problem], then: Mapping[str, str], now: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why a deck should no longer be used: citations that do not hold, and places whose words are others now.

    ``then`` and ``now`` give each cited place a mark of its words; a deck from before marks were kept has none.
    """
    broken = [Reason(problem.rule, dict(problem.values)) for problem in problems]
    changed = [place for place, mark in then.items() if mark and now.get(place) and now[place] != mark]
    return (*broken, *(Reason("words-changed", {"place": place, "now": now[place]}) for place in changed))


def change_key(found: Collection[Reason]) -> str:
    """A short name of a change, so that it is told once: which places, and why."""
    told = ("date", "now", "words")
    facts = sorted({(one.rule, one.place, *(str(one.values.get(name, "")) for name in told)) for one in found})
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:16]


def kept(found: Collection[Reason]) -> dict[str, Any]:
    """What is kept with a deck that is superseded."""
    return {"change": change_key(found), "reasons": [one.as_json() for one in list(found)[:MOST_REASONS]]}


def read_reasons(superseded_by: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The reasons that were kept with a deck."""
    return tuple(Reason(one["rule"], one["values"]) for one in superseded_by.get("reasons", ()))


def turning_days(dates: Iterable[date | None], today: date) -> list[date]:
    """The days ahead on which some version of a law begins or ends."""
    return sorted({day for day in dates if day is not None and today < day <= today + AHEAD})


def used_on(lesson_day: date | None, today: date) -> date:
    """The day for which the laws of a deck must hold: its lesson, or today where there is none or it is over."""
    return max(lesson_day, today) if lesson_day else today
