"""Reads of cases: which case suits a theme and a stage, and the version that may be used in class."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from course.cases.models import Case, CaseVersion
from course.db import db
from course.roster.models import Stage


def cases_for(theme_ids: Iterable[int]) -> list[Case]:
    """The cases of these themes that have an approved version, by key."""
    approved = sa.select(CaseVersion.case_id).where(CaseVersion.approved_on.is_not(None))
    chosen = sa.select(Case).where(Case.theme_id.in_(list(theme_ids)), Case.id.in_(approved)).order_by(Case.key)
    return list(db.session.scalars(chosen))


def suiting(cases: Iterable[Case], theme_id: int, stage: Stage) -> list[Case]:
    """Those of ``cases`` that teach this theme to this stage."""
    return [case for case in cases if case.theme_id == theme_id and stage.value in case.stages]


def approved_version(case_id: int) -> CaseVersion | None:
    """The newest version of a case that a second person has approved."""
    newest = (
        sa.select(CaseVersion)
        .where(CaseVersion.case_id == case_id, CaseVersion.approved_on.is_not(None))
        .order_by(CaseVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(newest)
