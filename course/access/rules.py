"""Rules of access: who may make whom, and that somebody always remains."""

from __future__ import annotations

from dataclasses import dataclass

from course.access.models import Role
from course.access.scope import Scope
from course.errors import Problem
from course.i18n import _l
from course.settings import SESSION_IDLE, SESSION_LONGEST

MOST_TRIES, TRIES_MINUTES = 10, 5
# Two machines may differ by so many seconds; a session from further ahead was begun by a clock that was wrong.
CLOCKS_DIFFER = 300


@dataclass(frozen=True)
class Target:
    """The region, station, vice-principal or school that a user is to be of."""

    id: int
    region_path: str


def scope_is_found(role: Role, code: str, target: Target | None) -> Problem | None:
    """A role other than administrator needs the code of something that is there."""
    if role is Role.ADMIN or target is not None:
        return None
    if not code:
        return Problem("scope_is_found", _l("Give the code of what this user is responsible for."), "scope_code")
    message = _l("There is nothing with the code %(code)s for this role. Look it up in the ledger.", code=code)
    return Problem("scope_is_found", message, "scope_code")


def may_make(role: Role, target: Target | None, scope: Scope) -> Problem | None:
    """A bureau makes users of its own region only, and no administrators."""
    if scope.role is Role.ADMIN:
        return None
    if role is Role.ADMIN or target is None or not scope.covers(target.region_path):
        return Problem("may_make", _l("You can add users of your own region only."), "scope_code")
    return None


def email_is_free(taken: bool) -> Problem | None:
    """One account for one address."""
    return Problem("email_is_free", _l("This address already has an account."), "email") if taken else None


def an_administrator_remains(role: Role, other_active_administrators: int) -> Problem | None:
    """The last administrator cannot be disabled or given another role."""
    if role is Role.ADMIN and other_active_administrators == 0:
        message = _l("This is the last administrator. Add another one first.")
        return Problem("an_administrator_remains", message)
    return None


def is_somebody_else(user_id: int, own_id: int) -> Problem | None:
    """Nobody disables or changes their own account."""
    if user_id != own_id:
        return None
    return Problem("is_somebody_else", _l("You cannot disable or change your own account; ask a colleague."))


def tries_are_left(failed: int) -> bool:
    """Ten wrong tries in five minutes are enough, for one account and for one address."""
    return failed < MOST_TRIES


def session_goes_on(started: float, last: float, now: float) -> bool:
    """A session ends after its idle time, after its longest time, and where it comes from the future."""
    if last > now + CLOCKS_DIFFER:
        return False
    return now - last <= SESSION_IDLE.total_seconds() and now - started <= SESSION_LONGEST.total_seconds()
