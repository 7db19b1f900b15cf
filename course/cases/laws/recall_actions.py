"""Verbs of recalling: mark decks that should no longer be used, and tell those who hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from course.access.notice_actions import notify
from course.cases.laws import recall_queries as queries
from course.cases.laws.recall_queries import Coming, Recalled
from course.cases.laws.recall_rules import Reason, change_key, kept
from course.cases.models import Deck
from course.db import db

SUPERSEDED, COMING = "deck.superseded", "law.coming"


@dataclass(frozen=True)
class Done:
    """What a recall did: decks marked, people told."""

    decks: int
    notices: int


def recall(found: Sequence[Recalled], *, now: datetime) -> Done:
    """Mark the decks as superseded and tell each holder once a case and change; safe to repeat."""
    for one in found:
        values = {"superseded_at": now, "superseded_by": kept(one.reasons)}
        waiting = sa.update(Deck).where(Deck.id == one.deck.id, Deck.superseded_at.is_(None))
        db.session.execute(waiting.values(**values).execution_options(synchronize_session=False))
    told = sum(tell(user_id, decks, now) for (user_id, _), decks in queries.by_holder(found).items())
    db.session.flush()
    return Done(len(found), told)


def tell(user_id: int, decks: Sequence[Recalled], now: datetime) -> bool:
    """Tell somebody which of their decks of one case should no longer be used."""
    case = decks[0].deck
    why = tuple(dict.fromkeys(reason for one in decks for reason in one.reasons))
    lessons = sorted({one.deck.lesson_id for one in decks if one.deck.lesson_id is not None})
    facts = {
        "title_zh": case.title_zh,
        "title_en": case.title_en,
        "decks": len(decks),
        "reasons": [one.as_json() for one in why[:3]],
    }
    address = f"/lessons/{lessons[0]}" if len(lessons) == 1 else f"/cases/{case.case_key}"
    key = f"{SUPERSEDED}:{case.case_key}:{change_key(why)}"
    return notify(user_id, kind=SUPERSEDED, key=key, facts=facts, address=address, now=now) is not None


def warn(today: date, *, now: datetime) -> int:
    """Tell administrators and bureaus of the days ahead on which a case stops to hold; safe to repeat."""
    told = 0
    for user_id, scope in queries.offices().items():
        told += sum(warn_of(user_id, one, now) for one in queries.coming(today, scope))
    return told


def warn_of(user_id: int, coming: Coming, now: datetime) -> bool:
    """Tell somebody of one day ahead."""
    reasons = [Reason(problem.rule, dict(problem.values)) for case in coming.cases for problem in case.problems]
    facts: dict[str, Any] = {
        "day": coming.day.isoformat(),
        "cases": len(coming.cases),
        "titles_zh": [case.line.case.title_zh for case in coming.cases[:3]],
        "titles_en": [case.line.case.title_en for case in coming.cases[:3]],
    }
    key = f"{COMING}:{coming.day.isoformat()}:{change_key(reasons)}"
    address = f"/laws/check?on={coming.day.isoformat()}"
    return notify(user_id, kind=COMING, key=key, facts=facts, address=address, now=now) is not None
