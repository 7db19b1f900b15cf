"""Verbs of drafts: begin, change, submit, take back, send back, approve, withdraw; each step goes to the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from course.access import audit
from course.access.models import User
from course.cases.actions import mirror, text_hash
from course.cases.editor import case_edits, draft_rules
from course.cases.editor.draft_checks import parsed_case, problems_on
from course.cases.editor.draft_notice_actions import APPROVED, RETURNED, tell_approvers, tell_writers
from course.cases.editor.draft_queries import (
    ever_approved,
    open_version,
    subject_of,
    taken_keys,
    version_for_change,
    versions_of,
    writers_of,
)
from course.cases.models import Case, CaseVersion, VersionState
from course.cases.queries import approved_version
from course.db import db
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _l
from slides import Case as CaseFile
from slides import write_case
from slides.case import Slide


@dataclass(frozen=True)
class Step:
    """Who takes a step, and when."""

    user: User
    now: datetime

    @property
    def name(self) -> str:
        """The name that decks and pages give for this person."""
        return self.user.name or self.user.email


class Conflict(Exception):
    """Somebody else has saved the same card meanwhile: ``number`` is where it stands now, 0 where it is gone."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def make_case(file: CaseFile, text: str, region_path: str, step: Step) -> CaseVersion:
    """A new case of a region with a draft of its first version; ``file`` is what ``text`` says."""
    case = Case(key=file.id, region_path=region_path)
    try:
        with db.session.begin_nested():
            mirror(case, file)
    except IntegrityError:
        message = _l("Somebody has just made a case of the same name. Send the form again.")
        raise RuleBroken(Problem("key_is_free", message)) from None
    return start_draft(case, text, step)


def start_draft(case: Case, text: str, step: Step, *, action: str = "case.start") -> CaseVersion:
    """A new draft of a case; refused where somebody has begun one already."""
    refuse([draft_rules.no_other_draft(open_version(case.id) is not None)])
    number = draft_rules.next_number(version.number for version in versions_of(case.id))
    version = CaseVersion(case_id=case.id, number=number, text=text, text_hash=text_hash(text), created_at=step.now)
    version.state, version.author_id, version.author = VersionState.DRAFT, step.user.id, step.name
    version.changed_at, version.case = step.now, case
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError:
        raise RuleBroken(draft_rules.no_other_draft(has_open=True)) from None
    note(action, version, step, number=number)
    return version


def next_version(case: Case, step: Step) -> CaseVersion:
    """A draft that begins with the text in use, or with the newest text where none is in use."""
    source = approved_version(case.id) or next(iter(versions_of(case.id)), None)
    if source is None:
        raise RuleBroken(no_text())
    number = draft_rules.next_number(version.number for version in versions_of(case.id))
    return start_draft(case, unapproved(source.text, {"version": str(number)}), step)


def copy_case(source: CaseVersion, region_path: str, step: Step) -> CaseVersion:
    """A region's own copy of a case, with a name of its own and a draft of its first version."""
    code = region_path.rpartition("/")[2]
    key = draft_rules.free_key(f"{source.case.key}-{code}" if code else f"{source.case.key}-copy", taken_keys())
    text = unapproved(source.text, {"id": key, "version": "1", "author": step.name})
    return make_case(parsed_case(text)[0], text, region_path, step)


def unapproved(text: str, front: dict[str, str]) -> str:
    """A text for a draft: with these keys, and without the approval of the version that it comes from."""
    case, _ = parsed_case(text)
    return write_case(case_edits.with_front(case, {**front, "approver": "", "approved": ""}))


def no_text() -> Problem:
    """A case without a single version, which only a broken import could leave."""
    return Problem("has_text", _l("This case has no text yet. Import a case file, or make a new case."))


def change(version_id: int, edit: Callable[[CaseFile], CaseFile], step: Step, what: str) -> CaseVersion:
    """Change a draft by ``edit``, a function of the case as it is stored now; ``what`` goes to the log."""
    version = version_for_change(version_id)
    refuse([draft_rules.is_draft(version.state)])
    case = edit(parsed_case(version.text)[0])
    return store(version, write_case(case), step, action="case.change", what=what)


def store(version: CaseVersion, text: str, step: Step, *, action: str, what: str) -> CaseVersion:
    """Keep another text of a draft; the same text again is no change."""
    if text == version.text:
        return version
    version.text, version.text_hash, version.changed_at = text, text_hash(text), step.now
    version.revision += 1
    version.author_id = step.user.id
    show_titles(version)
    db.session.flush()
    note(action, version, step, revision=version.revision, what=what)
    return version


def show_titles(version: CaseVersion) -> None:
    """As long as a case was never in use its row says what its draft says."""
    if not ever_approved([version.case_id]):
        mirror(version.case, parsed_case(version.text)[0])


def save_slide(version_id: int, number: int, base: str, slide: Slide, step: Step) -> tuple[CaseVersion, int]:
    """Save one card that was opened with the mark ``base``; the version, and the number of the card now.

    Raises ``Conflict`` where somebody else has changed or removed this card; changes of other cards do not matter.
    """
    version = version_for_change(version_id)
    case = parsed_case(version.text)[0]
    now_at = case_edits.number_now(case, number, base)
    if now_at is None:
        theirs = case_edits.slide_at(case, number)
        if theirs != slide:
            raise Conflict(number if theirs else 0)
        return version, number
    changed = change(version_id, lambda case: case_edits.with_slide(case, now_at, slide), step, f"slide {now_at}")
    return changed, now_at


def replace_text(version_id: int, text: str, step: Step) -> CaseVersion:
    """Put an imported text in the place of a draft's text."""
    version = version_for_change(version_id)
    refuse([draft_rules.is_draft(version.state)])
    return store(version, text, step, action="case.import", what="file")


def submit(version_id: int, step: Step, today: date) -> CaseVersion:
    """Ask for approval; refused as long as anything is wrong with the text."""
    version = version_for_change(version_id)
    problems = problems_on(version.text, today)
    refuse([draft_rules.is_draft(version.state), draft_rules.nothing_is_wrong(problems)])
    version.submitted_at, version.remark = step.now, ""
    move(version, VersionState.SUBMITTED, "case.submit", step)
    tell_approvers(version, by=step.user, now=step.now)
    return version


def take_back(version_id: int, step: Step) -> CaseVersion:
    """Carry on writing a version that waits for approval."""
    version = version_for_change(version_id)
    refuse([draft_rules.is_submitted(version.state)])
    return move(version, VersionState.DRAFT, "case.take_back", step)


def send_back(version_id: int, remark: str, step: Step) -> CaseVersion:
    """Return a version to its writers with a remark that says what to change."""
    version = version_for_change(version_id)
    refuse([draft_rules.is_submitted(version.state)])
    version.remark = remark
    move(version, VersionState.DRAFT, "case.send_back", step)
    tell_writers(RETURNED, version, by=step.user, now=step.now)
    return version


def approve(version_id: int, step: Step, today: date, laws_checked: date) -> CaseVersion:
    """Approve a version as the second person; from now on it is the one that is taught."""
    version = version_for_change(version_id)
    problems = problems_on(version.text, today)
    refuse(
        [
            draft_rules.is_submitted(version.state),
            draft_rules.second_person(step.user.id, writers_of(version)),
            draft_rules.nothing_is_wrong(problems),
        ]
    )
    seal(version, step, today, laws_checked)
    mirror(version.case, parsed_case(version.text)[0])
    move(version, VersionState.APPROVED, "case.approve", step)
    tell_writers(APPROVED, version, by=step.user, now=step.now)
    return version


def seal(version: CaseVersion, step: Step, today: date, laws_checked: date) -> None:
    """Write the approval into the version and its text, so that every deck names it; it is the newest from now on."""
    others = [other.number for other in versions_of(version.case_id) if other.id != version.id]
    version.number = max(version.number, draft_rules.next_number(others))
    version.approver_id, version.approved_by = step.user.id, step.name
    version.approved_on, version.laws_checked_on = today, laws_checked
    case, _ = parsed_case(version.text)
    front = {"id": version.case.key, "version": str(version.number), "approver": step.name}
    dates = {"approved": today.isoformat(), "laws-checked": laws_checked.isoformat()}
    version.text = write_case(case_edits.with_front(case, {**front, **dates}))
    version.text_hash = text_hash(version.text)


def withdraw(version_id: int, step: Step) -> CaseVersion:
    """Take a version out of use at once; an approved version before it is used again."""
    version = version_for_change(version_id)
    refuse([draft_rules.is_approved(version.state)])
    move(version, VersionState.WITHDRAWN, "case.withdraw", step)
    former = approved_version(version.case_id)
    if former is not None:
        mirror(version.case, parsed_case(former.text)[0])
    return version


def discard(version_id: int, step: Step) -> CaseVersion:
    """Give a draft up; its text stays in the history."""
    version = version_for_change(version_id)
    refuse([draft_rules.is_draft(version.state)])
    return move(version, VersionState.WITHDRAWN, "case.discard", step)


def move(version: CaseVersion, state: VersionState, action: str, step: Step) -> CaseVersion:
    """Put a version into another state and say so in the log."""
    version.state, version.changed_at = state, step.now
    db.session.flush()
    note(action, version, step, number=version.number)
    return version


def note(action: str, version: CaseVersion, step: Step, **detail: object) -> None:
    """One line of the log about a version."""
    about = {"case": version.case.key, **detail}
    audit.note(action, subject_of(version), user=step.user, now=step.now, region_path=version.case.region_path, **about)
