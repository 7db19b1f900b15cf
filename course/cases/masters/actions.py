"""Verbs of masters: take one in, choose its layouts, take it into use, withdraw it, throw it away."""

from __future__ import annotations

from datetime import datetime

from course.cases.masters import queries as master_queries
from course.cases.masters.intake import TakenIn
from course.cases.masters.rules import is_in_use, is_open, name_is_free, was_never_used
from course.cases.models import Master, MasterState
from course.db import db
from course.errors import refuse


def refuse_taken_name(name: str, region_path: str) -> None:
    """Raise ``RuleBroken`` where the region has a master of this name."""
    refuse([name_is_free(name, master_queries.name_is_taken(name, region_path))])


def add(taken: TakenIn, *, name: str, region_path: str, user_id: int, now: datetime) -> Master:
    """Keep what an uploaded file has become, with the proposed layouts; nobody uses it yet."""
    refuse_taken_name(name, region_path)
    master = Master(name=name, region_path=region_path, uploaded_by_id=user_id, uploaded_at=now)
    master.content, master.content_hash = taken.content, taken.content_hash
    master.mapping, master.report = taken.mapping, taken.report
    db.session.add(master)
    db.session.flush()
    return master


def choose_layouts(master: Master, mapping: dict[str, int]) -> None:
    """Keep which layout serves each kind of slide; raises ``RuleBroken`` while the master is in use."""
    refuse([is_open(master.state)])
    master.mapping = mapping
    db.session.flush()


def accept(master: Master, mapping: dict[str, int], now: datetime) -> None:
    """Take a master into use whose whole sample has just passed with this mapping."""
    choose_layouts(master, mapping)
    master.state, master.accepted_at = MasterState.ACCEPTED, now
    db.session.flush()


def withdraw(master: Master) -> None:
    """Offer a master no longer; decks that were made with it stay as they are."""
    refuse([is_in_use(master.state)])
    master.state = MasterState.WITHDRAWN
    db.session.flush()


def discard(master: Master) -> None:
    """Throw a master away that was never in use."""
    refuse([is_open(master.state), was_never_used(master.accepted_at is not None)])
    db.session.delete(master)
    db.session.flush()
