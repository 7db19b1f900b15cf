"""What a program may ask: each parameter says at once how it is described and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from course.coverage.rules import FIRST_YEAR, LAST_YEAR
from course.i18n import _l
from course.schedule.models import LessonState

DAY = r"^\d{4}-\d{2}-\d{2}$"
MARK = r"^[0-9a-z]{1,12}$"
MOST_ROWS, USUAL_ROWS = 500, 100
LONGEST_CODE = 64
# The largest number that a row can have in both databases.
LAST_ROW = 2**31 - 1
Schema = Mapping[str, Any]


class NotRead(Exception):
    """Raised where the value of a parameter is not what its description says."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(detail)
        self.name, self.detail = name, detail


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address: its name, its schema, what it is for, and what reads it."""

    name: str
    schema: Schema
    words: Any
    read: Callable[[str], Any]
    expects: str
    usual: Any = None


def read_all(given: Mapping[str, Sequence[str]], parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The values of all parameters by name; refused where one is unknown, given twice, or wrong."""
    known = {parameter.name: parameter for parameter in parameters}
    for name, values in given.items():
        if name not in known:
            raise NotRead(name, f"There is no such parameter here. There are: {', '.join(known) or 'none'}.")
        if len(values) > 1:
            raise NotRead(name, "Give this parameter once.")
    return {name: read_one(parameter, given.get(name)) for name, parameter in known.items()}


def read_one(parameter: Parameter, values: Sequence[str] | None) -> Any:
    """The value of a parameter; what is usual where it is not given."""
    if values is None:
        return parameter.usual
    try:
        return parameter.read(values[0])
    except ValueError:
        raise NotRead(parameter.name, f"Expected {parameter.expects}.") from None


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between two others."""

    def read(text: str) -> int:
        if not re.fullmatch(r"0|[1-9][0-9]{0,9}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def row_number(text: str) -> int | None:
    """The number of a row as an address names it; None for what is no number, or is written as nobody writes it."""
    try:
        return whole_number(0, LAST_ROW)(text)
    except ValueError:
        return None


def code(text: str) -> str:
    """A code of the ledger."""
    if not 0 < len(text) <= LONGEST_CODE:
        raise ValueError(text)
    return text


def day(text: str) -> date:
    """A day of the calendar."""
    if not re.fullmatch(DAY, text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """A moment with its zone; what lies before or after all moments counts as the first or the last."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", text, re.ASCII):
        raise ValueError(text)
    found = datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", text.upper()))
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return (datetime.min if found.year == datetime.min.year else datetime.max).replace(tzinfo=UTC)


def mark(text: str) -> int:
    """The number of the row behind which a page begins."""
    if not re.fullmatch(MARK, text, re.ASCII):
        raise ValueError(text)
    return min(int(text, 36), LAST_ROW)


def mark_of(number: int) -> str:
    """The mark that a number is handed out as."""
    digits, letters = "0123456789abcdefghijklmnopqrstuvwxyz", ""
    while number:
        number, digit = divmod(number, len(digits))
        letters = digits[digit] + letters
    return letters or "0"


def state(text: str) -> LessonState:
    """A state of a lesson."""
    return LessonState(text)


STATES = [one.value for one in LessonState]
CODE = {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE}
LIMIT = Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS},
    _l("How many rows a page has at most."),
    whole_number(1, MOST_ROWS),
    f"a whole number from 1 to {MOST_ROWS}",
    USUAL_ROWS,
)
AFTER = Parameter(
    "after",
    {"type": "string", "pattern": MARK},
    _l("Where the page begins: taken from the “next” of the page before, and nothing to be made by hand."),
    mark,
    "the value that the “next” of the page before holds",
    0,
)
REGION = Parameter(
    "region",
    CODE,
    _l("The code of a region: what lies in it and in all regions below it."),
    code,
    f"a code of 1 to {LONGEST_CODE} characters",
)
SCHOOL = Parameter("school", CODE, _l("The code of a school."), code, f"a code of 1 to {LONGEST_CODE} characters")
STATE = Parameter(
    "state",
    {"type": "string", "enum": STATES},
    _l("The state of a lesson."),
    state,
    f"one of {', '.join(STATES)}",
)
FROM = Parameter(
    "from",
    {"type": "string", "format": "date", "pattern": DAY},
    _l("The first day on which a lesson begins."),
    day,
    "a day such as 2026-11-26",
)
TO = Parameter(
    "to",
    {"type": "string", "format": "date", "pattern": DAY},
    _l("The last day on which a lesson begins."),
    day,
    "a day such as 2026-11-26",
)
CHANGED_SINCE = Parameter(
    "changed_since",
    {"type": "string", "format": "date-time"},
    _l("What was changed at this moment or later: the “as_of” of the time before, less a few minutes."),
    moment,
    "a moment with its zone such as 2026-11-26T02:25:00Z (write a plus sign as %2B)",
)
YEAR = Parameter(
    "year",
    {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    _l("The year by the number in which it begins; the current one where it is not given."),
    whole_number(FIRST_YEAR, LAST_YEAR),
    f"a year from {FIRST_YEAR} to {LAST_YEAR}",
)
ON = Parameter(
    "on",
    {"type": "string", "format": "date", "pattern": DAY},
    _l("A past day: figures and measures as they were known then; today where it is not given."),
    day,
    "a day such as 2026-11-26",
)
