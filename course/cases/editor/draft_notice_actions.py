"""Verbs that tell people where a version stands: those who may approve it, and those who wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from course.access.models import User
from course.access.notice_actions import notify
from course.cases.actions import text_hash
from course.cases.editor.draft_queries import approvers_of, writers_of
from course.cases.models import CaseVersion

SUBMITTED, RETURNED, APPROVED = "case_submitted", "case_returned", "case_approved"
MOST_TOLD = 50


def tell_approvers(version: CaseVersion, *, by: User, now: datetime) -> None:
    """Tell those who may approve a version, and have not worked on it, that it waits for one of them."""
    writers = writers_of(version) | {by.id}
    people = [user_id for user_id in approvers_of(version.case.region_path) if user_id not in writers]
    tell(people[:MOST_TOLD], SUBMITTED, version, by=by, now=now)


def tell_writers(kind: str, version: CaseVersion, *, by: User, now: datetime) -> None:
    """Tell those who worked on a version what became of it."""
    tell(sorted(writers_of(version) - {by.id}), kind, version, by=by, now=now)


def tell(people: Iterable[int], kind: str, version: CaseVersion, *, by: User, now: datetime) -> None:
    """One notice each; the same step of the same text with the same remark is told once."""
    case = version.case
    facts = {"title_zh": case.title_zh, "title_en": case.title_en, "number": version.number, "remark": version.remark}
    page = "" if kind == APPROVED else "/edit"
    for user_id in people:
        notify(
            user_id,
            kind=kind,
            key=f"{kind}:{version.id}:{text_hash(version.text + version.remark)[:16]}",
            facts={**facts, "who": by.name or by.email},
            address=f"/cases/{case.key}{page}",
            now=now,
        )
