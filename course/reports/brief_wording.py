"""The sentences of the monthly brief."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import format_date

from course.coverage.rules import Figure
from course.i18n import _, grouped, ngettext, page_language
from course.reports.brief_queries import Month
from course.schedule.models import LessonState


def month_in_words(first: date) -> str:
    """2026年11月, or November 2026."""
    return format_date(first, "MMMM yyyy") if page_language() == "en" else f"{first.year}年{first.month}月"


def day_of_month(day: date) -> str:
    """12月4日, or 4 Dec."""
    return f"{day.day} {format_date(day, 'MMM')}" if page_language() == "en" else f"{day.month}月{day.day}日"


def counted(figure: Figure) -> str:
    """9 of 10 (90.0%), and how many more are reported."""
    share = figure.share()
    text = of_all(figure) + (f" ({share}%)" if share is not None else "")
    return f"{text}, {_('%(number)s more reported', number=grouped(figure.claimed))}" if figure.claimed else text


def of_all(figure: Figure) -> str:
    """9/10, or 23,559/78,288."""
    return f"{grouped(figure.confirmed)}/{grouped(figure.total)}"


def missing_lines(month: Month) -> tuple[str, ...]:
    """What is missing, each with who acts; the first step first."""
    tally = month.found.tally
    vacant, short, unreached = (tally.figure(key).missing() for key in ("appointed", "hours", "classes"))
    lines = [
        ngettext(
            "%(num)s school has nobody: the bureau appoints", "%(num)s schools have nobody: the bureau appoints", vacant
        ),
        ngettext(
            "%(num)s school lacks hours: it agrees on lessons with its vice-principal",
            "%(num)s schools lack hours: they agree on lessons with their vice-principals",
            short,
        ),
        ngettext(
            "%(num)s class was not reached: its school books it",
            "%(num)s classes were not reached: their schools book them",
            unreached,
        ),
        ngettext(
            "%(num)s class waits for its school to confirm",
            "%(num)s classes wait for their schools to confirm",
            tally.claimed,
        ),
    ]
    numbers = (vacant, short, unreached, tally.claimed)
    found = tuple(line for line, number in zip(lines, numbers, strict=True) if number)
    found += () if tally.classes else (no_classes(),)
    return found or (_("Nothing is missing."),)


def no_classes() -> str:
    """Said where schools have no classes yet: not one of them was reached, and none was missed."""
    return _("No class has been entered: the schools’ classes come first")


def complete_lines(number: int, names: Sequence[str]) -> tuple[str, ...]:
    """The schools with nothing missing: how many, and some of them by name."""
    if not number:
        return (_("No school has all three figures yet"),)
    lack_nothing = ngettext("%(num)s school lacks nothing", "%(num)s schools lack nothing", number)
    return lack_nothing, _("Among them: %(names)s", names=_(", ").join(names))


def coming_lines(month: Month) -> tuple[str, ...]:
    """What comes in the next month."""
    scheduled, asked = (month.coming.get(state, 0) for state in (LessonState.SCHEDULED, LessonState.REQUESTED))
    lines = [_("No lesson is scheduled yet")]
    if scheduled:
        lines = [ngettext("%(num)s lesson is scheduled", "%(num)s lessons are scheduled", scheduled)]
    if asked:
        lines.append(ngettext("%(num)s request waits for an answer", "%(num)s requests wait for an answer", asked))
    if month.special_days:
        days = _(", ").join(f"{day_of_month(day)} {name}" for day, name in month.special_days)
        lines.append(_("Special days: %(days)s", days=days))
    if month.ending:
        lines.append(ngettext("%(num)s appointment ends", "%(num)s appointments end", month.ending))
    return tuple(lines)
