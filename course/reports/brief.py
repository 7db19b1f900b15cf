"""The monthly brief as slides: what a meeting is told, each page with its figures and with notes for the speaker."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from course.cases.report_slides import BriefChart, BriefCover, BriefPage, brief_deck
from course.coverage.lines import written
from course.coverage.rules import KINDS, Figure
from course.coverage.special_queries import ORGANISED
from course.coverage.wording import as_of, special_label, year_in_words
from course.delivery.models import Special
from course.i18n import _, grouped, page_language
from course.jobs import Report
from course.reports.brief_queries import Month, month_of_region
from course.reports.brief_wording import (
    coming_lines,
    complete_lines,
    counted,
    day_of_month,
    missing_lines,
    month_in_words,
    no_classes,
    of_all,
)
from course.reports.figure_queries import region_figures
from course.reports.matter import Matter
from course.reports.part_queries import parts_of, pieces_of, steps_of_parts
from course.reports.steps import Steps
from course.reports.told_queries import told
from course.roster.models import SchoolStage

MOST_BARS, MOST_THEMES = 11, 5


def write_brief(matter: Matter, path: Path, report: Report) -> None:
    """The brief of the month of a day."""
    pieces = pieces_of(matter)
    steps = Steps(report, steps_of_parts(matter, pieces) + 2)
    steps.begin()
    found = region_figures(matter, steps.each(parts_of(matter, pieces)))
    month = month_of_region(found, told(matter, steps.each(pieces)))
    steps.take()
    language = "en" if page_language() == "en" else "zh"
    path.write_bytes(brief_deck(cover(month), pages(month), lang=language, made_on=matter.day))
    steps.take()


def cover(month: Month) -> BriefCover:
    """Region, month, and the moment for which everything holds."""
    matter = month.found.matter
    title = _("Rule-of-law education: monthly brief")
    facts = (year_in_words(matter.year), opened(as_of(matter.moment)))
    return BriefCover(title, f"{matter.name} · {month_in_words(month.first)}", facts, matter.name)


def opened(text: str) -> str:
    """A piece of a sentence as a line of its own."""
    return text[:1].upper() + text[1:]


def pages(month: Month) -> tuple[BriefPage, ...]:
    """The pages in their order; a region without schools has nothing to tell of but that."""
    if not month.found.tally.schools:
        return (no_schools(), sources(month))
    return (
        three_figures(month),
        changes(month),
        regions(month),
        themes(month),
        missing(month),
        practice(month),
        coming(month),
        sources(month),
    )


def no_schools() -> BriefPage:
    """What is told where no school has been entered: nothing is reached, and nothing is said to be."""
    lines = (_("No school has been entered for this region"), _("The bureau imports its schools and classes first"))
    return BriefPage(_("The three figures"), lines, lines=lines)


def shares(month: Month) -> list[tuple[str, Figure]]:
    """The three figures by their names."""
    return [(str(kind.title), month.found.tally.figure(kind.key)) for kind in KINDS]


def three_figures(month: Month) -> BriefPage:
    """The three figures, each as so many of so many, never merged."""
    found = shares(month)
    lines = [_("%(name)s: %(figure)s", name=name, figure=counted(figure)) for name, figure in found]
    labels = (_("Schools appointed"), _("Hours met"), _("Classes reached"))
    chart = BriefChart(labels, (("%", tuple(figure.share() or 0.0 for _name, figure in found)),), "; ".join(lines), "%")
    lead = _(
        "%(appointed)s schools appointed, %(hours)s with their hours, %(classes)s classes reached",
        **{kind.key: of_all(figure) for kind, (_name, figure) in zip(KINDS, found, strict=True)},
    )
    return BriefPage(_("The three figures"), (*lines, *definitions()), lead, chart=chart)


def definitions() -> list[str]:
    """What each figure counts."""
    return [_("%(name)s: %(text)s", name=kind.title, text=kind.definition) for kind in KINDS]


def changes(month: Month) -> BriefPage:
    """What the month has changed: each figure before and now."""
    before, now = month.before, month.found.tally
    rows = [(_("Figure"), _("Month before"), _("Now"), _("Change in the month"))]
    for kind in KINDS:
        new, old = now.figure(kind.key).confirmed, before.figure(kind.key).confirmed if before else 0
        told_before = (grouped(old), signed(new - old)) if before else ("–", "–")
        rows.append((str(kind.title), told_before[0], grouped(new), told_before[1]))
    hours = month.lessons.hours
    lead = _(
        "Confirmed in the month: %(lessons)s lessons, %(hours)s lesson-hours",
        lessons=grouped(month.lessons.lessons),
        hours=written(hours.taught + hours.organised),
    )
    split = _("Of these taught %(taught)s, organised %(organised)s.", **as_words(hours.taught, hours.organised))
    notes = (lead, split, *(": ".join((row[0], f"{row[1]} → {row[2]} ({row[3]})")) for row in rows[1:]))
    return BriefPage(_("What the month has changed"), notes, lead, table=tuple(rows))


def signed(number: int) -> str:
    """+3, −2, or 0."""
    return f"{'+' if number > 0 else '−'}{grouped(abs(number))}" if number else "0"


def as_words(taught: Decimal, organised: Decimal) -> dict[str, str]:
    """Hours as people write them."""
    return {"taught": written(taught), "organised": written(organised)}


def regions(month: Month) -> BriefPage:
    """Classes reached in each region right below, or in each stage where there is none; nobody is ranked."""
    title, said = _("Classes reached, region by region"), _("regions")
    rows = [(row.name, row.tally.figure("classes")) for row, _hours in month.found.children]
    if not rows:
        stages = month.found.stages
        rows = [(str(stage.label), stages[stage].figure("classes")) for stage in SchoolStage]
        title, said = _("Classes reached, stage by stage"), _("stages")
    rows = [row for row in rows if row[1].total]
    if not rows:
        return BriefPage(title, (no_classes(),), lines=(no_classes(),))
    most = sorted(rows, key=lambda row: -row[1].missing())[:MOST_BARS]
    return bars(title, said, [row for row in rows if row in most], rows)


def bars(title: str, said: str, rows: Sequence[tuple[str, Figure]], every: Sequence[tuple[str, Figure]]) -> BriefPage:
    """Lying bars of some regions; the notes say the figures of all."""
    notes = tuple(_("%(name)s: %(figure)s", name=name, figure=counted(figure)) for name, figure in every)
    values = tuple(figure.share() or 0.0 for _name, figure in rows)
    alt = "; ".join(f"{name} {value}%" for (name, _figure), value in zip(rows, values, strict=True))
    chart = BriefChart(tuple(name for name, _figure in rows), (("%", values),), alt, "%", "lying")
    behind = sum(1 for _name, figure in every if figure.missing())
    return BriefPage(title, notes, still_behind(behind, said, every), chart=chart)


def still_behind(behind: int, said: str, every: Sequence[tuple[str, Figure]]) -> str:
    """How many of the rows still miss classes; a single one is named, and all are called all."""
    if not behind:
        return _("Every class has been reached")
    if len(every) == 1:
        return _("In %(name)s, classes are still to be reached", name=every[0][0])
    if behind == len(every):
        return _("In all %(all)s %(said)s, classes are still to be reached", all=behind, said=said)
    return _(
        "In %(behind)s of %(all)s %(said)s, classes are still to be reached", behind=behind, all=len(every), said=said
    )


def themes(month: Month) -> BriefPage:
    """The themes that were taught most, with the classes of each stage that had them."""
    rows = sorted(month.themes, key=lambda row: -row.lessons)[:MOST_THEMES]
    head = (_("Theme"), _("Lessons held"), *(str(stage.label) for stage in SchoolStage))
    cells = [
        (row.name, grouped(row.lessons), *(grouped(row.classes.get(stage, 0)) for stage in SchoolStage)) for row in rows
    ]
    notes = tuple(f"{row.name}: {grouped(row.lessons)}" for row in month.themes)
    if not cells:
        nothing = _("No lesson was confirmed in this year.")
        return BriefPage(_("Themes of the year"), (nothing,), lines=(nothing,))
    lead = _("Confirmed lessons, and the classes of each stage that had them")
    return BriefPage(_("Themes of the year"), (lead, *notes), lead, table=(head, *cells))


def missing(month: Month) -> BriefPage:
    """What is missing, and who does what about it."""
    lines = missing_lines(month)
    lead = _("Who does what, in %(region)s", region=month.found.matter.name)
    return BriefPage(_("What is missing, and who acts"), lines, lead, lines)


def practice(month: Month) -> BriefPage:
    """What went well: forms beyond the lecture, and schools with nothing missing, by name and not by rank."""
    found = [(special_label(name), month.special.get(name, 0)) for name in (*Special, ORGANISED)]
    said = _(", ").join(f"{label} {number}" for label, number in found if number)
    forms = (
        _("More than a lecture: %(forms)s", forms=said)
        if said
        else _("No mock trial, visit or assembly was confirmed yet")
    )
    lines = (*complete_lines(month.complete, month.complete_names), forms)
    lead = _("Schools in the order of their names; people are not compared")
    return BriefPage(_("Good practice"), lines, lead, lines)


def coming(month: Month) -> BriefPage:
    """What the next month brings: lessons, special days, appointments that end."""
    lines = coming_lines(month)
    days = [f"{day_of_month(day)} {name}" for day, name in month.special_days]
    return BriefPage(_("What comes next month"), (*lines, *days), month_in_words(month.after), lines)


def past_day() -> str:
    """What is told of a day that has passed, as the ledger says it, too."""
    return _("What was confirmed by the end of that day; what was corrected later is as it was.")


def sources(month: Month) -> BriefPage:
    """Where the figures come from, and what they mean."""
    lines = tuple(definitions())
    notes = (
        *lines,
        _("Only what the school has confirmed counts; what is reported stands beside it."),
        _("%(name)s: %(text)s", name=_("Day in the past"), text=past_day()),
        as_of(month.found.matter.moment),
    )
    return BriefPage(_("Sources and definitions"), notes, opened(as_of(month.found.matter.moment)), lines)
