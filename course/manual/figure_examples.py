"""The three figures and what belongs to them, each with an example; the numbers come from the rules of coverage."""

from __future__ import annotations

from datetime import date

from course.coverage import rules
from course.coverage.rules import APPOINTED, CLASSES, HOURS, KINDS, Tally
from course.coverage.wording import year_in_words
from course.i18n import _, _l
from course.manual.figure_pages import DAY, YEAR, Example, FigureHelp, in_words, school, span, yes
from course.roster.models import SchoolStage
from course.roster.rules import HOURS_OWED

PRIMARY, JUNIOR = SchoolStage.PRIMARY, SchoolStage.JUNIOR


def appointed() -> FigureHelp:
    """Schools with a valid appointment."""
    spans = {"A": [(date(2025, 9, 1), date(2028, 8, 31))], "B": [(date(2023, 9, 1), date(2026, 11, 25))], "C": []}
    holds = {letter: rules.school_is_appointed(known, DAY) for letter, known in spans.items()}
    rows = [
        (school(letter), ", ".join(span(*one) for one in known) or _("nobody"), yes(holds[letter]))
        for letter, known in spans.items()
    ]
    figure = Tally(schools=len(spans), appointed=sum(holds.values())).figure(APPOINTED.key)
    head = (_l("School"), _l("Appointment"), _("On %(day)s", day=DAY.isoformat()))
    silent = _l("It does not say that anybody has taught, or how often; only that the school knows whom to call.")
    return FigureHelp(
        APPOINTED.key, APPOINTED.title, APPOINTED.definition, Example(head, rows, in_words(figure)), silent
    )


def hours() -> FigureHelp:
    """Schools with their hours confirmed."""
    taught = [("A", PRIMARY, (80, 80)), ("B", JUNIOR, (80, 80)), ("C", PRIMARY, (40, 80))]
    enough = {letter: rules.school_has_its_hours(minutes, stage, HOURS_OWED) for letter, stage, minutes in taught}
    rows = [
        (
            f"{school(letter)} · {stage.label}",
            " + ".join(map(str, minutes)),
            rules.minutes_owed(stage, HOURS_OWED),
            yes(enough[letter]),
        )
        for letter, stage, minutes in taught
    ]
    figure = Tally(schools=len(taught), with_hours=sum(enough.values())).figure(HOURS.key)
    head = (_l("School"), _l("Confirmed minutes"), _l("Minutes owed"), _l("Result"))
    silent = _l("It does not say that every class was there: four hours with one grade are enough for it.")
    return FigureHelp(HOURS.key, HOURS.title, HOURS.definition, Example(head, rows, in_words(figure)), silent)


def classes() -> FigureHelp:
    """Classes reached."""
    had = {"3-1": ("2026-10-12", "2026-11-03"), "3-2": ("2026-10-12",), "3-3": ()}
    reached = {label: rules.class_is_reached(lessons) for label, lessons in had.items()}
    rows = [(label, len(lessons), yes(reached[label])) for label, lessons in had.items()]
    figure = Tally(classes=len(had), reached=sum(reached.values())).figure(CLASSES.key)
    head = (_l("Class"), _l("Confirmed lessons in which it was there"), _l("Result"))
    silent = _l("A class counts once, however often it was there; the figure does not say how much it has had.")
    return FigureHelp(CLASSES.key, CLASSES.title, CLASSES.definition, Example(head, rows, in_words(figure)), silent)


def claimed() -> FigureHelp:
    """What is reported and not confirmed."""
    tally = Tally(schools=3, with_hours=1, with_claimed_hours=1)
    figure = tally.figure(HOURS.key)
    rows = [
        (_("Confirmed: enough hours"), figure.confirmed),
        (_("Enough once what is reported is confirmed"), figure.claimed),
        (_("Missing"), figure.missing()),
    ]
    return FigureHelp(
        "claimed",
        _l("Reported, not yet confirmed"),
        _l(
            "Only what the school has confirmed counts. What is reported and not yet confirmed is the lighter part "
            "of the bar."
        ),
        Example((_l("Schools"), _l("How many")), rows, in_words(figure)),
        _l("It does not say that the lessons did not take place; only that the school has not yet said so."),
    )


def lesson_hours() -> FigureHelp:
    """Minutes and lesson-hours."""
    lengths = [(PRIMARY, 40), (PRIMARY, 100), (JUNIOR, 45), (JUNIOR, 80)]
    rows = [(stage.label, minutes, rules.hours_in_words(minutes, stage)) for stage, minutes in lengths]
    owed = {stage: rules.minutes_owed(stage, HOURS_OWED) for stage in (PRIMARY, JUNIOR)}
    result = _(
        "%(hours)s lesson-hours are %(primary)s minutes in a primary school and %(junior)s after.",
        hours=HOURS_OWED,
        primary=owed[PRIMARY],
        junior=owed[JUNIOR],
    )
    return FigureHelp(
        "lesson-hours",
        _l("Lesson-hours and minutes"),
        _l(
            "A lesson-hour is 40 minutes in primary schools and 45 after. Other lengths are minutes divided by "
            "that, cut to one digit and never rounded up."
        ),
        Example((_l("Stage"), _l("Minutes"), _l("Lesson-hours")), rows, result),
        _l("It does not say how many pupils were there: an assembly of 400 and a lesson for one class are as long."),
    )


def as_of() -> FigureHelp:
    """The year and the moment of a figure."""
    days = [date(2026, 7, 1), DAY, date(2027, 10, 8)]
    rows = [(day.isoformat(), YEAR.day_that_counts(day).isoformat()) for day in days]
    return FigureHelp(
        "as-of",
        _l("Year and moment"),
        _l(
            "Beside each figure stand the year that it is counted for and the moment at which it was counted. "
            "Appointments are looked at today, or on the nearest day of another year."
        ),
        Example((_l("Looked at on"), _l("Appointments as on")), rows, year_in_words(YEAR)),
        _l("A figure without its year and moment cannot be compared with another one."),
    )


def three_figures() -> list[FigureHelp]:
    """The three, in their order."""
    made = {one.key: one for one in (appointed(), hours(), classes())}
    return [made[kind.key] for kind in KINDS]
