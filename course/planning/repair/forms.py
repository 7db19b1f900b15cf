"""Forms of repairs: a time away, and the ways that were chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from course.errors import Problem, refuse
from course.forms import Form
from course.i18n import _l
from course.planning.repair.choices import Choice, parse_choice
from course.planning.repair.queries import MOST_LESSONS, Span
from course.schedule.forms import YEARS, parse_day

CHOICE, LATER = "choice-", ""


class RepairForm(Form):
    """One choice for each lost lesson, in fields named after the lessons."""


def choices_in(values: Mapping[str, str]) -> list[Choice]:
    """The ways that were chosen; a lesson that is left for later has none.  Refused where one cannot be read."""
    texts = [text for name, text in values.items() if name.startswith(CHOICE) and text != LATER]
    found = [parse_choice(text) for text in texts[:MOST_LESSONS]]
    refuse([cannot_be_read()] if None in found or len(texts) > MOST_LESSONS else [])
    return [choice for choice in found if choice]


def cannot_be_read() -> Problem:
    """The refusal of a choice that no page of ours offers."""
    return Problem("choice_is_known", _l("Choose one of the ways that are shown."))


def span_in(values: Mapping[str, str]) -> Span | None:
    """The time that an address names, from a day or a moment to another, both included; None where it names none."""
    start, end = moment_in(values.get("from")), moment_in(values.get("to") or values.get("from"))
    if start is None or end is None:
        return None
    whole_day = len(values.get("to") or values.get("from") or "") == len("2026-11-26")
    end += timedelta(days=whole_day)
    return Span(start, end) if start < end else None


def moment_in(text: str | None) -> datetime | None:
    """``2026-11-26`` or ``2026-11-26T08:00``; None where it is something else."""
    if not text or parse_day(text[:10]) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None and moment.year in YEARS else None
