"""Reads of reports: mine with how far each is, who waits for a turn, what is over, and what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from course.access.models import User
from course.access.scope import Scope, below, within
from course.coverage.region_queries import Place, everything, place_with_code
from course.coverage.rules import ALL_REGIONS
from course.db import db
from course.i18n import _
from course.jobs import UNFINISHED, Job, JobState, progress
from course.reports.models import ReportFile, ReportSubscription
from course.reports.rules import ENDING, OF_REGIONS
from course.roster.models import Level, Region, School, VicePrincipal

MOST_LISTED = 50
MOST_REGIONS = 1_000
IS_UNFINISHED = sa.and_(ReportFile.made_at.is_(None), sa.or_(ReportFile.job_id.is_(None), Job.state.in_(UNFINISHED)))


def codes_named(kind: type[School | VicePrincipal], said: str, scope: Scope) -> list[str]:
    """The codes of at most two in the scope with exactly this name; none where it is a code."""
    mine = within(kind, scope)
    if not said.isprintable() or db.session.scalar(sa.select(kind.id).where(kind.code == said, mine)):
        return []
    return list(db.session.scalars(sa.select(kind.code).where(kind.name == said, mine).order_by(kind.code).limit(2)))


@dataclass(frozen=True)
class Line:
    """A report in the list: what it is of, and how far it is."""

    report: ReportFile
    job: Job | None
    subject: str

    @property
    def state(self) -> str:
        """``queued``, ``asked``, ``making``, ``stopping``, ``ready``, ``over``, ``cancelled`` or ``failed``."""
        if self.report.made_at:
            return "ready" if self.report.stored_as else "over"
        if self.job is None:
            return "queued"
        if self.job.state in UNFINISHED:
            begun = "making" if self.job.state is JobState.RUNNING else "asked"
            return "stopping" if self.job.cancelled_at else begun
        return "cancelled" if self.job.cancelled_at else "failed"

    @property
    def done(self) -> tuple[int, int]:
        """How many of how many steps are done."""
        running = self.job is not None and self.job.state is JobState.RUNNING
        return progress(self.job) if running and self.job else (0, 0)


def lines_of(user_id: int) -> list[Line]:
    """The reports of a user, newest first."""
    chosen = with_jobs().where(ReportFile.user_id == user_id).order_by(ReportFile.id.desc()).limit(MOST_LISTED)
    rows = db.session.execute(chosen).all()
    subjects = subjects_of([row[0] for row in rows])
    return [Line(report, job, subjects.get(report.id, "")) for report, job in rows]


def with_jobs() -> sa.Select[tuple[ReportFile, Job]]:
    """Reports with the jobs that make them."""
    return sa.select(ReportFile, Job).outerjoin(Job, Job.id == ReportFile.job_id)


def own_report(report_id: int, user_id: int) -> ReportFile | None:
    """A report of this user."""
    return db.session.scalar(sa.select(ReportFile).where(ReportFile.id == report_id, ReportFile.user_id == user_id))


def report_to_change(report_id: int) -> ReportFile | None:
    """A report, held until the transaction ends."""
    found = sa.select(ReportFile).where(ReportFile.id == report_id).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def hold_user(user_id: int) -> None:
    """Let what one user asks for at one time come one after the other."""
    db.session.execute(sa.select(User.id).where(User.id == user_id).with_for_update())


def unfinished(user_id: int) -> int:
    """How many reports of a user are still to be made."""
    return number(ReportFile.user_id == user_id, IS_UNFINISHED)


def begun(user_id: int) -> int:
    """How many of them a worker has been given."""
    return number(ReportFile.user_id == user_id, IS_UNFINISHED, ReportFile.job_id.is_not(None))


def number(*conditions: sa.ColumnElement[bool]) -> int:
    """How many reports there are of a kind."""
    chosen = sa.select(sa.func.count()).select_from(ReportFile).outerjoin(Job, Job.id == ReportFile.job_id)
    return db.session.scalar(chosen.where(*conditions)) or 0


def next_in_line(user_id: int) -> ReportFile | None:
    """The report of a user that has waited longest for its turn."""
    waits = sa.and_(ReportFile.user_id == user_id, ReportFile.job_id.is_(None), ReportFile.made_at.is_(None))
    return db.session.scalar(sa.select(ReportFile).where(waits).order_by(ReportFile.id).limit(1))


def over(now: datetime) -> Sequence[ReportFile]:
    """The reports whose files are to be deleted."""
    return db.session.scalars(
        sa.select(ReportFile).where(ReportFile.stored_as != "", ReportFile.kept_until < now)
    ).all()


def stored_names() -> set[str]:
    """The names of all files that are still kept."""
    return set(db.session.scalars(sa.select(ReportFile.stored_as).where(ReportFile.stored_as != "")))


def subjects_of(reports: Iterable[ReportFile]) -> dict[int, str]:
    """What each report is of: a region, a school or a person, by name."""
    reports = list(reports)
    regions = names(Region.path, Region.name, {row.region_path for row in reports})
    schools = names(School.id, School.name, {row.school_id for row in reports if row.school_id})
    people = names(VicePrincipal.id, VicePrincipal.name, {row.vice_principal_id for row in reports})
    everywhere = {"": _("All regions")} | regions
    return {
        row.id: schools.get(row.school_id) or people.get(row.vice_principal_id) or everywhere.get(row.region_path, "")
        for row in reports
    }


def names(key: sa.ColumnElement, name: sa.ColumnElement, wanted: set) -> Mapping:
    """Names by key."""
    return dict(db.session.execute(sa.select(key, name).where(key.in_(wanted))).all()) if wanted else {}


def code_of_person(scope: Scope) -> str:
    """The code of the vice-principal whose own scope this is."""
    mine = VicePrincipal.id.in_(scope.vice_principal_ids)
    return db.session.scalar(sa.select(VicePrincipal.code).where(mine).limit(1)) or ""


def region_of(path: str) -> Region | None:
    """The region of a path."""
    return db.session.scalar(sa.select(Region).where(Region.path == path))


def regions_in(scope: Scope) -> list[Region]:
    """The regions that somebody may ask about, those above before those below; of too many those above the counties."""
    inside = below(Region.path, scope.region_path) if scope.region_path else sa.true()
    chosen = sa.select(Region).where(inside).order_by(Region.path).limit(MOST_REGIONS + 1)
    found = list(db.session.scalars(chosen))
    if len(found) > MOST_REGIONS:
        found = list(db.session.scalars(chosen.where(Region.level != Level.COUNTY)))
    return found[:MOST_REGIONS]


def place_asked_for(code: str, scope: Scope) -> Place | None:
    """The region of a code, or everything where the reader's scope is that; None outside it."""
    if code != ALL_REGIONS:
        return place_with_code(code, scope)
    return everything() if scope.covers("") else None


def is_in_scope(report: ReportFile | ReportSubscription, scope: Scope) -> bool:
    """Whether what a report tells of lies inside its reader's scope; nobody knows it of a kind that is newer."""
    if report.kind not in ENDING:
        return False
    if report.kind in OF_REGIONS:
        return scope.covers(report.region_path)
    model, key = (School, report.school_id) if report.school_id else (VicePrincipal, report.vice_principal_id)
    return db.session.scalar(sa.select(model.id).where(model.id == key, within(model, scope))) is not None


def subscriptions_of(user_id: int) -> list[tuple[ReportSubscription, Region | None]]:
    """What a user is sent regularly, with the regions."""
    chosen = sa.select(ReportSubscription, Region).outerjoin(Region, Region.path == ReportSubscription.region_path)
    rows = chosen.where(ReportSubscription.user_id == user_id).order_by(ReportSubscription.id)
    return [(row, region) for row, region in db.session.execute(rows)]


def own_subscription(subscription_id: int, user_id: int) -> ReportSubscription | None:
    """A subscription of this user."""
    mine = sa.and_(ReportSubscription.id == subscription_id, ReportSubscription.user_id == user_id)
    return db.session.scalar(sa.select(ReportSubscription).where(mine))


def subscribers() -> list[tuple[ReportSubscription, User]]:
    """Every subscription of somebody who may still sign in."""
    chosen = sa.select(ReportSubscription, User).join(User, User.id == ReportSubscription.user_id)
    rows = chosen.where(User.active, User.erased_at.is_(None)).order_by(ReportSubscription.id)
    return [(row, user) for row, user in db.session.execute(rows.with_for_update(of=ReportSubscription))]


def forget_rows(before: datetime) -> None:
    """Forget reports of before that nobody makes or keeps."""
    finished = sa.select(Job.id).where(Job.state.in_(UNFINISHED))
    old = sa.and_(ReportFile.created_at < before, ReportFile.stored_as == "", ReportFile.job_id.not_in(finished))
    db.session.execute(sa.delete(ReportFile).where(old).execution_options(synchronize_session=False))
