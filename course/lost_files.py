"""For the doctor: photographs, designs and reports whose bytes are gone or damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa

from course.cases.models import Master
from course.db import db
from course.delivery.models import Photo
from course.reports import store
from course.reports.models import ReportFile


def lost_files() -> Iterator[str]:
    """What rows promise and nobody can read any more; the last backup has it."""
    kept = sa.and_(Photo.withdrawn_at.is_(None), sa.func.length(Photo.content) == 0)
    for photo_id, lesson_id in db.session.execute(sa.select(Photo.id, Photo.lesson_id).where(kept).order_by(Photo.id)):
        yield f"photograph {photo_id} of lesson {lesson_id} is empty: take it from the last backup, or withdraw it"
    for name, content, content_hash in db.session.execute(
        sa.select(Master.name, Master.content, Master.content_hash).order_by(Master.id).execution_options(yield_per=1)
    ):
        if hashlib.sha256(content).hexdigest() != content_hash:
            yield f"the file of the design {name} is damaged: upload it again, or take it from the last backup"
    stored = sa.select(ReportFile.id, ReportFile.stored_as).where(ReportFile.stored_as != "")
    for report_id, stored_as in db.session.execute(stored.order_by(ReportFile.id)):
        if not store.path_of(stored_as).is_file():
            yield f"the file of report {report_id} is not there: its reader can ask for it again"
