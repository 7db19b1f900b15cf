"""Once a day: the accounts of schools that are closed end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.i18n import local_now
from course.jobs import DAILY, KINDS, Kind, Report
from course.planning.leaving import closed_account_wording
from course.planning.leaving.closed_account_actions import end_accounts

__all__ = ["closed_account_wording"]
END = "accounts.end"


def prepare(arguments: dict[str, Any], report: Report) -> None:
    """There is nothing to prepare: few schools close on a day."""


def finish(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """End them."""
    return {"accounts": end_accounts(local_now().date(), now)}


KINDS[END] = Kind(prepare, finish)
DAILY.append(END)
