"""Reads of drafts: the cases that a person sees, the version being worked on, who wrote it, and its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload

from course.access.models import AuditEntry, Role, User
from course.access.scope import Scope, below
from course.cases.editor.draft_rules import Reader, ancestors, may_write
from course.cases.models import Case, CaseVersion, VersionState
from course.cases.queries import CaseLine, approved_version, approved_versions
from course.db import db
from course.roster.models import Region, Theme
from course.roster.queries import home_path

OPEN_STATES = (VersionState.DRAFT, VersionState.SUBMITTED)
# A case of this name would hide behind a page.
ADDRESSES = ("new", "import", "scenes")
# What makes somebody a writer of a version.
WRITING = ("case.start", "case.change", "case.import", "case.submit")
# The steps that a history tells; changes are only counted.
STEPS = (
    "case.start",
    "case.import",
    "case.submit",
    "case.take_back",
    "case.send_back",
    "case.approve",
    "case.withdraw",
    "case.discard",
)


def reader_of(scope: Scope) -> Reader:
    """Who looks at cases, with the region that the person belongs to."""
    return Reader(scope.role, home_path(scope))


def seen_by(reader: Reader) -> sa.ColumnElement[bool]:
    """The cases that a reader may know of: built-in ones, those of the regions around theirs, those inside it."""
    if reader.role is Role.ADMIN:
        return sa.true()
    if not reader.region_path:
        return Case.region_path == ""
    around = Case.region_path.in_(["", *ancestors(reader.region_path)])
    return sa.or_(around, below(Case.region_path, reader.region_path))


def library_of(reader: Reader) -> list[CaseLine]:
    """The cases that a reader sees, by theme; a bureau's case that was never approved only by those who write it."""
    chosen = sa.select(Case).join(Case.theme).options(contains_eager(Case.theme)).where(seen_by(reader))
    cases = db.session.scalars(chosen.order_by(Theme.code, Case.key)).all()
    newest = approved_versions().options(defer(CaseVersion.text))
    versions = {version.case_id: version for version in db.session.scalars(newest)}
    known = ever_approved([case.id for case in cases])
    return [
        CaseLine(case, versions.get(case.id))
        for case in cases
        if not case.region_path or case.id in known or may_write(reader, case.region_path)
    ]


def case_seen(key: str, reader: Reader) -> CaseLine | None:
    """One case by its key, where this reader sees it."""
    chosen = sa.select(Case).options(joinedload(Case.theme)).where(seen_by(reader), Case.key == key)
    case = db.session.scalar(chosen)
    if case is None:
        return None
    if case.region_path and not may_write(reader, case.region_path) and not ever_approved([case.id]):
        return None
    return CaseLine(case, approved_version(case.id))


def ever_approved(case_ids: list[int]) -> set[int]:
    """Those of these cases that were in use at some time."""
    chosen = sa.select(CaseVersion.case_id).where(
        CaseVersion.case_id.in_(case_ids), CaseVersion.approved_on.is_not(None)
    )
    return set(db.session.scalars(chosen))


def open_version(case_id: int) -> CaseVersion | None:
    """The version that is being worked on or waits for approval, if there is one."""
    chosen = sa.select(CaseVersion).where(CaseVersion.case_id == case_id, CaseVersion.state.in_(OPEN_STATES))
    return db.session.scalar(chosen.options(joinedload(CaseVersion.case)))


def open_versions(reader: Reader) -> list[CaseVersion]:
    """The versions that are being worked on or wait for approval, of cases that this person writes; newest first."""
    chosen = sa.select(CaseVersion).join(CaseVersion.case).where(CaseVersion.state.in_(OPEN_STATES), seen_by(reader))
    chosen = chosen.options(contains_eager(CaseVersion.case), defer(CaseVersion.text))
    found = db.session.scalars(chosen.order_by(CaseVersion.changed_at.desc()))
    return [version for version in found if may_write(reader, version.case.region_path)]


def version_for_change(version_id: int) -> CaseVersion:
    """A version with its row locked, so that two who save at once come one after the other."""
    chosen = sa.select(CaseVersion).where(CaseVersion.id == version_id).options(joinedload(CaseVersion.case))
    return db.session.scalars(chosen.with_for_update(of=CaseVersion).execution_options(populate_existing=True)).one()


def versions_of(case_id: int) -> list[CaseVersion]:
    """Every version of a case, newest first."""
    chosen = sa.select(CaseVersion).where(CaseVersion.case_id == case_id)
    return list(db.session.scalars(chosen.order_by(CaseVersion.number.desc())))


def version_numbered(case_id: int, number: int) -> CaseVersion | None:
    """One version of a case by its number."""
    chosen = sa.select(CaseVersion).where(CaseVersion.case_id == case_id, CaseVersion.number == number)
    return db.session.scalar(chosen.options(joinedload(CaseVersion.case)))


def taken_keys() -> set[str]:
    """The short names of all cases, also of those that this person does not see, and the words of our addresses."""
    return {*db.session.scalars(sa.select(Case.key)), *ADDRESSES}


def themes() -> list[Theme]:
    """Every theme, by code."""
    return list(db.session.scalars(sa.select(Theme).order_by(Theme.code)))


def subject_of(version: CaseVersion) -> str:
    """How the log names a version."""
    return f"case_version:{version.id}"


def writers_of(version: CaseVersion) -> set[int]:
    """Everybody who began, changed, imported or submitted a version, by the log and by the version itself."""
    lines = sa.select(AuditEntry.user_id).where(
        AuditEntry.at >= version.created_at.replace(microsecond=0),
        AuditEntry.subject == subject_of(version),
        AuditEntry.action.in_(WRITING),
        AuditEntry.user_id.is_not(None),
    )
    return {*db.session.scalars(lines), *([version.author_id] if version.author_id else [])}


def approvers_of(region_path: str) -> list[int]:
    """The active users whose office approves the cases of a region: its bureaus from below, then administrators."""
    bureaus = sa.select(User.id, Region.path).join(Region, Region.id == User.region_id)
    rows = db.session.execute(
        bureaus.where(User.active, User.role == Role.BUREAU, Region.path.in_(ancestors(region_path)))
    )
    near = [user_id for user_id, path in sorted(rows, key=lambda row: (-len(row[1]), row[0]))]
    if near:
        return near
    return list(db.session.scalars(sa.select(User.id).where(User.active, User.role == Role.ADMIN).order_by(User.id)))


@dataclass(frozen=True)
class History:
    """A version with the steps it took, each with who and when, and how often it was changed."""

    version: CaseVersion
    steps: tuple[AuditEntry, ...]
    changes: int


def history_of(versions: Iterable[CaseVersion]) -> list[History]:
    """Each of these versions with what the log remembers of it."""
    rows = list(versions)
    if not rows:
        return []
    first = min(version.created_at for version in rows).replace(microsecond=0)
    lines = sa.select(AuditEntry).where(
        AuditEntry.at >= first, AuditEntry.subject.in_([subject_of(version) for version in rows])
    )
    by_subject: dict[str, list[AuditEntry]] = defaultdict(list)
    for entry in db.session.scalars(lines.order_by(AuditEntry.id)):
        by_subject[entry.subject].append(entry)
    return [
        History(
            version,
            tuple(entry for entry in by_subject[subject_of(version)] if entry.action in STEPS),
            sum(entry.action == "case.change" for entry in by_subject[subject_of(version)]),
        )
        for version in rows
    ]
