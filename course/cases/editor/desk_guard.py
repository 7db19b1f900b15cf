"""Whoever writes a case: which case, which version is open, what this person may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, url_for

from course.access.guard import current_scope, current_user_row
from course.cases.editor import draft_rules
from course.cases.editor.draft_actions import Step
from course.cases.editor.draft_checks import parsed_case
from course.cases.editor.draft_queries import case_seen, open_version, reader_of
from course.cases.editor.draft_rules import Reader
from course.cases.models import Case as CaseRow
from course.cases.models import CaseVersion, VersionState
from course.db import utc_now
from course.errors import RuleBroken
from slides import Case


@dataclass(frozen=True)
class Desk:
    """A case on somebody's desk: the row, the version that is open, and what its text says."""

    row: CaseRow
    version: CaseVersion
    case: Case
    reader: Reader

    @property
    def key(self) -> str:
        """The short name of the case."""
        return self.row.key

    @property
    def may_change(self) -> bool:
        """Only a draft is changed; what waits for approval is only looked at."""
        return self.version.state is VersionState.DRAFT

    @property
    def may_approve(self) -> bool:
        """Whether this person's office approves cases of this region."""
        return draft_rules.may_approve(self.reader, self.row.region_path)


def reader() -> Reader:
    """The signed-in user as a reader of cases."""
    return reader_of(current_scope())


def step() -> Step:
    """The signed-in user, now."""
    return Step(current_user_row(), utc_now())


def case_to_write(key: str) -> CaseRow:
    """A case that this person may write; 404 for any other."""
    who = reader()
    line = case_seen(key, who)
    if line is None or not draft_rules.may_write(who, line.case.region_path):
        abort(404)
    return line.case


def desk(key: str) -> Desk:
    """The case with its open version; 404 where there is none for this person."""
    row = case_to_write(key)
    version = open_version(row.id) or abort(404)
    return Desk(row, version, parsed_case(version.text)[0], reader())


def changing(key: str) -> Desk:
    """The same for somebody who wants to change it: where it waits for approval, its page says so."""
    found = desk(key)
    if not found.may_change:
        problem = draft_rules.is_draft(found.version.state)
        flash(str(problem.message) if problem else "", "warning")
        abort(redirect(url_for("cases.edit", key=key), code=303))
    return found


def flash_refusal(broken: RuleBroken) -> None:
    """Say on the next page why something was not done."""
    flash("；".join(str(problem.message) for problem in broken.problems), "danger")
