"""Rules of plans: what may be planned, published and withdrawn; plain values in, problems out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from course.errors import Problem
from course.i18n import _l
from course.planning.models import PartState
from course.schedule.models import LessonState

# What may be planned anew in its place; what was published or discarded stays as a record of what happened.
MAY_BE_MADE_AGAIN = frozenset({PartState.DRAFT, PartState.FAILED, PartState.CANCELLED})
MOST_NAMED = 3


def first_day_offered(start: date, today: date) -> date:
    """The first day to plan: what has passed or is today is not planned any more."""
    return max(start, today + timedelta(days=1))


def first_day_is_in_term(first: date, start: date, end: date) -> Problem | None:
    """A plan begins on a day of its term."""
    if start <= first <= end:
        return None
    text = _l(
        "The plan must begin between %(start)s and %(end)s, the days of this term.",
        start=start.isoformat(),
        end=end.isoformat(),
    )
    return Problem("first_day_is_in_term", text, "first")


def term_is_not_over(end: date, today: date) -> Problem | None:
    """From the pages only a term that has days left is planned."""
    if end > today:
        return None
    return Problem("term_is_not_over", _l("This term is over. Choose another one, or import the next one."), "term")


def region_has_schools(counties: int, name: str) -> Problem | None:
    """There is nothing to plan without a school."""
    if counties:
        return None
    text = _l("%(region)s has no school yet. Import the ledger first.", region=name)
    return Problem("region_has_schools", text, "region")


def counties_are_free(busy: Sequence[str]) -> Problem | None:
    """One plan of a county is made at a time."""
    if not busy:
        return None
    names = ", ".join(busy[:MOST_NAMED]) + ("…" if len(busy) > MOST_NAMED else "")
    text = _l("A plan is being made right now for %(names)s. Wait until it is done, or cancel it.", names=names)
    return Problem("counties_are_free", text, "region")


def something_can_be_made_again(number: int) -> Problem | None:
    """Only drafts, and what failed or was cancelled, are planned again in their place."""
    if number:
        return None
    text = _l("There is no draft here to plan again. Make a new plan; it leaves what is published as it is.")
    return Problem("something_can_be_made_again", text)


def part_is_a_draft(state: PartState) -> Problem | None:
    """Only a draft is published, and only once."""
    if state is PartState.DRAFT:
        return None
    text = _l("This is not a draft any more. Load the page again to see how it stands.")
    return Problem("part_is_a_draft", text)


def part_is_published(state: PartState) -> Problem | None:
    """Only what was published can be withdrawn, and only once."""
    if state is PartState.PUBLISHED:
        return None
    text = _l("This plan is not published, or was withdrawn already. Load the page again to see how it stands.")
    return Problem("part_is_published", text)


def there_is_a_draft(drafts: int) -> Problem | None:
    """Something is there to be published."""
    return part_is_a_draft(PartState.DRAFT if drafts else PartState.PUBLISHED)


def something_is_published(parts: int) -> Problem | None:
    """Something is there to be withdrawn."""
    return part_is_published(PartState.PUBLISHED if parts else PartState.DRAFT)


def page_is_fresh(revision: int, known: int) -> Problem | None:
    """Nobody agrees to a draft that they have not seen."""
    if revision == known:
        return None
    text = _l("The draft changed while your page was open. Look at it again, then decide.")
    return Problem("page_is_fresh", text)


def something_lies_ahead(lessons: int) -> Problem | None:
    """A draft whose days have all passed cannot be published."""
    if lessons:
        return None
    text = _l("No lesson of this draft lies ahead. Plan again from tomorrow on.")
    return Problem("something_lies_ahead", text)


def is_ahead(start: datetime, first: date | None, now: datetime) -> bool:
    """Whether a planned lesson can be published: from the day that was asked for, else what has not begun."""
    return start.date() >= first if first else start > now


def why_it_stays(state: LessonState, start: datetime, now: datetime, *, agreed: bool, changed: bool) -> str:
    """Why a published lesson stays when its plan is withdrawn; empty where it is taken back."""
    if state in (LessonState.DECLINED, LessonState.CANCELLED, LessonState.MISSED):
        return "over"
    if state is not LessonState.SCHEDULED or start <= now:
        return "begun"
    if agreed:
        return "agreed"
    return "changed" if changed else ""
