"""Rules of drafts: who sees a case, who may write and approve it, and from which state to which."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from course.access.models import Role
from course.cases.models import VersionState
from course.errors import Problem
from course.i18n import _l

LONGEST_KEY = 40
WRITERS = (Role.ADMIN, Role.BUREAU, Role.VICE_PRINCIPAL)
APPROVERS = (Role.ADMIN, Role.BUREAU)


@dataclass(frozen=True)
class Reader:
    """Who looks at cases: a role, and the path of the region that the person belongs to (empty for all)."""

    role: Role
    region_path: str = ""


def ancestors(path: str) -> list[str]:
    """The regions that contain a region, from the largest to itself: ``P0``, ``P0/C00``, ``P0/C00/R000``."""
    codes = [code for code in path.split("/") if code]
    return ["/".join(codes[:number]) for number in range(1, len(codes) + 1)]


def lies_in(path: str, region_path: str) -> bool:
    """Whether a region is another one or lies in it."""
    return path == region_path or path.startswith(f"{region_path}/")


def may_read(reader: Reader, case_path: str) -> bool:
    """A built-in case is everybody's; a bureau's is for its own region, and for the bureaus above it."""
    if reader.role is Role.ADMIN or not case_path:
        return True
    return bool(reader.region_path) and (
        lies_in(reader.region_path, case_path) or lies_in(case_path, reader.region_path)
    )


def may_write(reader: Reader, case_path: str) -> bool:
    """A bureau writes the cases of its region, a vice-principal those of their county, an administrator all."""
    if reader.role is Role.ADMIN:
        return True
    if not case_path or not reader.region_path:
        return False
    if reader.role is Role.BUREAU:
        return lies_in(case_path, reader.region_path)
    return reader.role is Role.VICE_PRINCIPAL and case_path == reader.region_path


def may_approve(reader: Reader, case_path: str) -> bool:
    """Only an office approves, and only where it may also write."""
    return reader.role in APPROVERS and may_write(reader, case_path)


def may_create(reader: Reader) -> bool:
    """Whoever may write somewhere may begin a case there."""
    return reader.role is Role.ADMIN or (reader.role in WRITERS and bool(reader.region_path))


def is_draft(state: VersionState) -> Problem | None:
    """Only a draft is changed."""
    if state is VersionState.DRAFT:
        return None
    message = _l("This version is not a draft any more, so it was not changed. Look at where it stands now.")
    return Problem("is_draft", message)


def is_submitted(state: VersionState) -> Problem | None:
    """Only what was submitted is approved, returned or taken back."""
    if state is VersionState.SUBMITTED:
        return None
    return Problem("is_submitted", _l("This version does not wait for approval any more. Look at where it stands now."))


def is_approved(state: VersionState) -> Problem | None:
    """Only what is in use is withdrawn."""
    if state is VersionState.APPROVED:
        return None
    return Problem("is_approved", _l("This version is not in use, so there is nothing to withdraw."))


def second_person(user_id: int, writers: Collection[int]) -> Problem | None:
    """Whoever began, changed, imported or submitted a version does not approve it."""
    if user_id not in writers:
        return None
    return Problem("second_person", _l("You have worked on this version yourself; another person has to approve it."))


def nothing_is_wrong(problems: Collection[object]) -> Problem | None:
    """A version with open problems is neither submitted nor approved; the page lists them."""
    if not problems:
        return None
    message = _l("%(count)s things are still to be put right; they are listed below.", count=len(problems))
    return Problem("nothing_is_wrong", message)


def no_other_draft(has_open: bool) -> Problem | None:
    """At most one version of a case is being worked on."""
    if not has_open:
        return None
    return Problem(
        "no_other_draft", _l("Somebody has already begun a new version of this case. Carry on with that one.")
    )


def free_key(wanted: str, taken: Collection[str]) -> str:
    """A short name of lower-case letters, digits and hyphens that no case has; numbered where it has to be."""
    plain = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")
    plain = plain if re.match("[a-z]", plain) else f"case-{plain}".rstrip("-")
    if plain not in taken and 1 < len(plain) <= LONGEST_KEY:
        return plain
    stem = plain[: LONGEST_KEY - 5].rstrip("-")
    return next(key for key in (f"{stem}-{number}" for number in range(2, 10_000)) if key not in taken)


def next_number(numbers: Iterable[int]) -> int:
    """The number of a new version."""
    return max(numbers, default=0) + 1
