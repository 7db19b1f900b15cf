"""The sentences about calendars and duty rosters: what could not be read, and what to do about it."""

from __future__ import annotations

from typing import Any

from course import uploads
from course.i18n import _, _l
from course.ledger.busy_times import BusyUnreadable, Skipped

SENTENCES: dict[str, Any] = {
    # Of a whole file.
    "too_many_times": _l("The file gives more than %(most)s times in a year. Send the months that matter."),
    "repeats_too_often": _l(
        "“%(title)s” repeats more often than any duty does. Take it out of the calendar, and export it again."
    ),
    "not_a_workbook": _l("The spreadsheet cannot be read. Open it and save it again as .xlsx."),
    "too_many_rows": _l("The sheet has more than %(most)s rows. Send the months that matter."),
    "no_columns": _l("No sheet has the headings of a roster: day, start, end, reason. Use the template."),
    # Of one entry.
    "takes_no_time": _l("it ends before it starts, or takes no time"),
    "longer_than_a_year": _l("it takes more than a year"),
    "unknown_zone": _l("its time zone is not known"),
    "no_start": _l("it has no start"),
    "odd_entry": _l("its day or time cannot be read"),
    "not_a_day": _l("write the day as 2026-09-01"),
    "no_such_day": _l("this day is not in the calendar"),
    "day_number": _l("write the day as 2026-09-01"),
    "not_a_time": _l("write the time as 08:30"),
}


def said_of_file(unreadable: BusyUnreadable) -> str:
    """Why nothing was taken from a file."""
    sentence = SENTENCES.get(unreadable.rule) or uploads.SENTENCES[unreadable.rule]
    return str(sentence) % unreadable.facts


def said_of_entry(skipped: Skipped) -> str:
    """Why one entry was left out."""
    where = _("Row %(number)s", number=skipped.where) if skipped.where.isdigit() else f"“{skipped.where}”"
    return f"{where}: {SENTENCES.get(skipped.rule, SENTENCES['odd_entry'])}"
