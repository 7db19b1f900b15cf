"""What deletes rows that are over their time: one function a kind, given the moment before which they are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from course import uploads
from course.access import audit
from course.access.models import IdempotencyKey, Message, MessageState, Notice
from course.db import db
from course.delivery.models import Photo, QuizAnswer, SurveyAnswer
from course.jobs import Job
from course.planning.models import PlanPart
from course.privacy.erasing import erase
from course.privacy.queries import subject_of_person
from course.roster.models import Absence, Appointment, VicePrincipal
from course.schedule.models import CalendarFeed
from course.sharing.models import Post, PostState

WITHDRAWN_KEPT = timedelta(days=30)
MOST_PEOPLE = 500
GONE = "gone:"


def deleted(model: Any, *conditions: sa.ColumnElement[bool]) -> int:
    """Delete these rows; how many."""
    return int(db.session.execute(sa.delete(model).where(*conditions)).rowcount)


def forget_people(before: datetime, now: datetime) -> int:
    """Erase those whose last appointment ended before; who never had one is still waiting for it."""
    last = sa.select(Appointment.vice_principal_id).group_by(Appointment.vice_principal_id)
    over = last.having(sa.func.max(Appointment.end) < before.date())
    chosen = sa.select(VicePrincipal).where(VicePrincipal.id.in_(over), VicePrincipal.erased_at.is_(None))
    people = db.session.scalars(chosen.order_by(VicePrincipal.id).limit(MOST_PEOPLE)).all()
    for person in people:
        erase(subject_of_person(person.id), user=None, now=now, region_path=person.region_path)
    return len(people)


def forget_absences(before: datetime, now: datetime) -> int:
    """Delete times away that ended before."""
    return deleted(Absence, Absence.end < before.replace(tzinfo=None))


def forget_notices(before: datetime, now: datetime) -> int:
    """Delete notices of before."""
    return deleted(Notice, Notice.created_at < before)


def forget_messages(before: datetime, now: datetime) -> int:
    """Delete messages of before that do not wait any more."""
    return deleted(Message, Message.created_at < before, Message.state != MessageState.WAITING)


def forget_posts(before: datetime, now: datetime) -> int:
    """Delete events of before that do not wait any more."""
    return deleted(Post, Post.created_at < before, Post.state != PostState.WAITING)


def forget_jobs(before: datetime, now: datetime) -> int:
    """Delete jobs that ended before; those of a plan stay with it."""
    of_plans = sa.select(PlanPart.job_id).where(PlanPart.job_id.is_not(None))
    return deleted(Job, Job.finished_at < before, Job.id.not_in(of_plans))


def forget_uploads(before: datetime, now: datetime) -> int:
    """Delete files that nobody came back for."""
    uploads.forget_old(current_app.config["UPLOADS"], now)
    return 0


def forget_forms(before: datetime, now: datetime) -> int:
    """Delete the keys of forms of before."""
    return deleted(IdempotencyKey, IdempotencyKey.created_at < before)


def forget_feeds(before: datetime, now: datetime) -> int:
    """Delete calendar addresses that were revoked before."""
    return deleted(CalendarFeed, CalendarFeed.revoked_at < before)


def forget_nonces(before: datetime, now: datetime) -> int:
    """Take the mark of the phone off the answers of before; what was answered stays."""
    done = 0
    for model in (SurveyAnswer, QuizAnswer):
        old = sa.and_(model.given_on < before.date(), model.nonce_hash.not_like(f"{GONE}%"))
        gone = sa.literal(GONE) + sa.cast(model.id, sa.Text)
        done += int(db.session.execute(sa.update(model).where(old).values(nonce_hash=gone)).rowcount)
    return done


def forget_photos(before: datetime, now: datetime) -> int:
    """Delete photographs of before, and withdrawn ones a month after that."""
    return deleted(Photo, sa.or_(Photo.added_at < before, Photo.withdrawn_at < now - WITHDRAWN_KEPT))


def forget_log(before: datetime, now: datetime) -> int:
    """Cut the log off before; the line that says so keeps the chain provable."""
    return audit.cut(before, now)
