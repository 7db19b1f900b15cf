"""Imports in the browser: one job judges an uploaded ledger, another applies it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import current_app

from course import uploads
from course.access import audit
from course.access.models import Role, User
from course.access.queries import scope_of
from course.access.scope import Scope
from course.db import db, when_written
from course.i18n import local_now
from course.job_queue import tell
from course.jobs import KINDS, Kind, Report
from course.ledger import applying, importing, reporting
from course.ledger.importing import HandedIn
from course.ledger.reading import Unreadable

PREVIEW, APPLY = "roster.preview", "roster.apply"


def folder() -> str:
    """Where uploaded files wait."""
    return str(current_app.config["UPLOADS"])


def lines_path(token: str) -> Path:
    """Where the report of an upload lies."""
    return Path(f"{uploads.kept_path(token, folder())}.lines")


def read(arguments: dict[str, Any], report: Report) -> HandedIn | Unreadable:
    """Judge the uploaded file; a file that cannot be read is an answer, too."""
    try:
        return importing.read(uploads.kept_path(arguments["token"], folder()), arguments["name"], report)
    except Unreadable as unreadable:
        return unreadable


def scope_for(arguments: dict[str, Any]) -> tuple[User, Scope]:
    """Who asked, and what they may change now; it may be less than when they asked."""
    user = db.session.get_one(User, arguments["user_id"])
    if not user.active or user.role not in {Role.ADMIN, Role.BUREAU}:
        raise PermissionError(f"user {user.id} may not import any more")
    return user, scope_of(user, local_now().date())


def prepare_preview(arguments: dict[str, Any], report: Report) -> dict[str, Any]:
    """Judge the file, compare it with the database and keep the report; nothing is written there."""
    found = read(arguments, report)
    if isinstance(found, Unreadable):
        return unreadable_result(found)
    with importing.without_collector():
        applying.compare_all(found.tables, scope_for(arguments)[1], arguments["term"], report)
        return result_of(found, arguments)


def finish_preview(prepared: dict[str, Any], arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What the preview found is the job's result; a file that cannot be read is not kept."""
    if "unreadable" in prepared:
        when_written(partial(uploads.forget, arguments["token"], folder()))
    return prepared


def finish_apply(found: HandedIn | Unreadable, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Judge against the database as it is now, write what differs, and note it in the log."""
    if isinstance(found, Unreadable):
        return unreadable_result(found)
    user, scope = scope_for(arguments)
    with importing.without_collector():
        applying.write_all(found.tables, scope, arguments["term"], tell, now=now)
        result = result_of(found, arguments)
    result["differs"] = result["figures"] != arguments["expected"]
    audit.note(
        "roster.import",
        arguments["name"],
        user=user,
        now=now,
        region_path=scope.region_path,
        **reporting.total(result["figures"]),
    )
    kept = uploads.kept_path(arguments["token"], folder())
    when_written(partial(kept.unlink, missing_ok=True))  # Until then another try may need it.
    return result


def result_of(found: HandedIn, arguments: dict[str, Any]) -> dict[str, Any]:
    """The figures of an import, and how many lines its report has of each kind."""
    return {
        "figures": reporting.figures(found.tables),
        "tables": {judged.file: judged.table.name for judged in found.tables},
        "lines": reporting.keep_lines(found.tables, lines_path(arguments["token"])),
        "ignored": list(found.ignored),
    }


def unreadable_result(unreadable: Unreadable) -> dict[str, Any]:
    """Why the file could not be read."""
    return {"unreadable": {"file": unreadable.file, "rule": unreadable.rule, "facts": unreadable.facts}}


KINDS[PREVIEW] = Kind(prepare_preview, finish_preview)
KINDS[APPLY] = Kind(read, finish_apply)
