"""What is measured beside the three figures, each with an example; the numbers come from the rules themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from course.coverage import measure_rules as rules
from course.coverage.measure_rules import Measure, Standing
from course.coverage.region_rules.rules import Rule, effective_rule, themes_of
from course.delivery.survey import FEWEST_SHOWN
from course.i18n import _, _l
from course.manual.figure_pages import DAY, YEAR, Example, FigureHelp, in_words, school, share_in_words, span
from course.roster.models import Stage
from course.roster.vacancy_rules import vacancies


def explained(measure: Measure, example: Example, silent: Any) -> FigureHelp:
    """A measure in its own words, with an example."""
    return FigureHelp(measure.key, measure.title, measure.definition, example, silent)


def status() -> FigureHelp:
    """How schools stand."""
    owed = {"owed_minutes": 160, "classes": 6}
    schools = [
        (Standing(True, **owed, confirmed_minutes=160, reached=6)),
        (
            Standing(
                True, **owed, confirmed_minutes=80, scheduled_minutes=80, reached=3, coming=3, last_on=date(2027, 5, 12)
            )
        ),
        (Standing(True, **owed, confirmed_minutes=40, scheduled_minutes=40, reached=2, coming=1)),
        (Standing(False, **owed, confirmed_minutes=40, reached=2)),
    ]
    rows = [
        (
            school(letter),
            _(
                "%(confirmed)s confirmed, %(scheduled)s scheduled of %(owed)s",
                confirmed=one.confirmed_minutes,
                scheduled=one.scheduled_minutes,
                owed=one.owed_minutes,
            ),
            _(
                "%(reached)s reached, %(coming)s to come of %(classes)s",
                reached=one.reached,
                coming=one.coming,
                classes=one.classes,
            ),
            rules.status_of(one, DAY, YEAR.last).label,
            rules.known_on(one, DAY, YEAR.last).isoformat(),
        )
        for letter, one in zip("ABCD", schools, strict=True)
    ]
    head = (_l("School"), _l("Minutes"), _l("Classes"), _l("How it stands"), _l("Known on"))
    result = _("Each school stands in one way only. Nobody serves school D, so that nothing can be booked there.")
    silent = _l("It does not say how good the lessons were, and it is no mark for a school or a person.")
    return explained(rules.STATUS, Example(head, rows, result), silent)


def themes() -> FigureHelp:
    """Required themes."""
    province, county = (Rule(required={Stage.JUNIOR.value: frozenset({code})}) for code in ("T07", "T02"))
    asked = len(themes_of(effective_rule([province, county]), Stage.JUNIOR))
    had = {"7-1": 2, "7-2": 1, "7-3": 0}
    rows = [(label, asked, number) for label, number in had.items()]
    figure = rules.themes_reached(sum(had.values()), asked * len(had))
    head = (_l("Class"), _l("Themes that province and county ask for"), _l("Had and confirmed"))
    silent = _l("Lessons about other themes do not move it; they count for the hours and for the classes reached.")
    return explained(rules.THEMES, Example(head, rows, in_words(figure)), silent)


def practice() -> FigureHelp:
    """Practice among the confirmed minutes."""
    lecture, trial = 120, 40
    rows = [(_("Lectures"), lecture), (_("A mock trial"), trial)]
    share = rules.practice_share(trial, lecture + trial)
    result = share_in_words(trial, lecture + trial, share)
    silent = _l("It does not say that lectures are bad; the rules only ask that practice comes first.")
    return explained(rules.PRACTICE, Example((_l("Form"), _l("Confirmed minutes")), rows, result), silent)


def organised() -> FigureHelp:
    """Organised among the confirmed minutes."""
    taught, by_others = 120, 40
    rows = [(_("Taught by the vice-principal"), taught), (_("Organised, taught by somebody else"), by_others)]
    result = share_in_words(by_others, taught + by_others, rules.organised_share(taught, by_others))
    silent = _l("Both count for the hours owed; it does not say which of the two is better.")
    return explained(rules.ORGANISED, Example((_l("Manner"), _l("Confirmed minutes")), rows, result), silent)


def vacant() -> FigureHelp:
    """Days without anybody."""
    served = (date(2023, 11, 4), date(2026, 11, 3))
    gap = vacancies([served], DAY)[-1]
    days = rules.days_vacant(gap.first, DAY) or 0
    rows = [
        (_("Served"), span(*served)),
        (_("First day without anybody"), gap.first.isoformat()),
        (_("Looked at on"), DAY.isoformat()),
    ]
    result = _(
        "%(days)s days; overdue after %(most)s where the region has no rule of its own",
        days=days,
        most=Rule().vacancy_days,
    )
    silent = _l("It does not say whose fault it is: a transfer opens a vacancy the next day.")
    return explained(rules.VACANT, Example((_l("What"), _l("Day")), rows, result), silent)


def reachable() -> FigureHelp:
    """What a plan proved to be within reach."""
    bound, classes = 54, 60
    figure = rules.within_reach(bound, classes)
    rows = [
        (_("Classes"), classes),
        (_("At most within reach, proved by the plan"), bound),
        (_("Need more people"), figure.missing()),
    ]
    silent = _l("It does not say that the plan reaches them; only that no plan with these people reaches more.")
    return explained(rules.REACHABLE, Example((_l("What"), _l("How many")), rows, in_words(figure)), silent)


def understanding() -> FigureHelp:
    """What pupils said in the surveys."""
    lessons = [(10, 8), (10, 7), (4, 1)]
    shown = [lesson for lesson in lessons if lesson[0] >= FEWEST_SHOWN]
    answers, clear = (sum(column) for column in zip(*shown, strict=True))
    rows = [
        (
            number,
            given,
            said,
            _("yes") if (given, said) in shown else _("no, fewer than %(fewest)s", fewest=FEWEST_SHOWN),
        )
        for number, (given, said) in enumerate(lessons, start=1)
    ]
    head = (_l("Lesson"), _l("Answers"), _l("“I understood it”"), _l("Counted"))
    result = share_in_words(clear, answers, rules.understanding_share(clear, answers))
    silent = _l("It is what pupils say of themselves; what they know is asked by the questions of the case.")
    return explained(rules.UNDERSTANDING, Example(head, rows, result), silent)


def trend() -> FigureHelp:
    """The pace that is needed."""
    terms = rules.term_days(
        [(date(2026, 9, 1), date(2027, 1, 22)), (date(2027, 3, 1), date(2027, 7, 16))], YEAR.first, YEAR.last
    )
    total = 60
    days = [date(2026, 9, 1), DAY, date(2027, 2, 10), date(2027, 7, 16)]
    rows = [
        (day.isoformat(), rules.days_until(terms, day), Decimal(rules.pace(total, terms, day)).quantize(Decimal("0.1")))
        for day in days
    ]
    head = (_l("Day"), _l("Days of the terms so far"), _("Needed so far, of %(total)s", total=total))
    return FigureHelp(
        "trend",
        _l("Trend and needed pace"),
        _l(
            "The line shows the figure week by week; the dotted one what is needed if it grows evenly over the days of "
            "the terms, and stands still in the holidays."
        ),
        Example(head, rows, _("Over the winter holidays nothing more is needed.")),
        _l("To be behind it is no fault in itself: many lessons lie around special days, such as 4 December."),
    )
