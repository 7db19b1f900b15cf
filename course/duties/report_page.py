"""A person's yearly report in words: the same sections on the screen and in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from course.cases.telling import without_telling_words
from course.coverage.rules import Year, in_hours
from course.coverage.wording import as_of, year_in_words
from course.delivery.models import Duty
from course.duties.queries import Line
from course.duties.report_queries import PersonYear, Taught
from course.i18n import _, long_date, ngettext
from course.roster.models import SchoolStage


@dataclass(frozen=True)
class Section:
    """One part of the report: its heading, sentences, and a table where it has one; ``blank`` is left to the person."""

    title: str
    lines: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    blank: bool = False
    # The rows of the table as sentences, for slides.
    spoken: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """The whole report."""

    name: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    footer: str


def report_of(found: PersonYear, year: Year, now: datetime) -> Report:
    """The report of a person in a year."""
    schools = _(", ").join(dict.fromkeys(row.school.name for row in found.appointments))
    facts = [
        (_("Name"), found.person.name),
        (_("Unit"), found.person.station.name),
        (_("Schools of appointment"), schools or "–"),
        (_("Year"), year_in_words(year)),
    ]
    parts = (overview(found), lessons(found), duties(found), hazards(found), feedback(found), next_steps())
    numbered = [
        replace(part, title=_("%(number)s. %(title)s", number=number, title=part.title))
        for number, part in zip(numbers(), parts, strict=True)
    ]
    counted = _("Only lessons that the school has confirmed count.")
    return Report(found.person.name, facts, numbered, f"{year_in_words(year)} · {as_of(now)} · {counted}")


def numbers() -> list[str]:
    """The numbers of the sections: 一 to 六, or 1 to 6."""
    return _("1 2 3 4 5 6").split()


def overview(found: PersonYear) -> Section:
    """What was done at a glance."""
    total = whole(found.by_school)
    lines = [
        ngettext(
            "Schools served: %(num)s.", "Schools served: %(num)s.", len({row.school_id for row in found.appointments})
        ),
        _(
            "Confirmed lessons: %(lessons)s; lesson-hours: %(hours)s (taught %(taught)s, organised %(organised)s).",
            **total,
        ),
        _("Classes reached: %(classes)s; pupils present: %(pupils)s.", **total),
        _("Duties beside teaching: %(number)s.", number=len(found.duties)),
    ]
    if found.waiting:
        lines.append(
            _("Lessons that wait for the school’s confirmation, not counted: %(number)s.", number=found.waiting)
        )
    return Section(_("Duties performed"), lines)


def lessons(found: PersonYear) -> Section:
    """The lessons by school and theme."""
    head = [_("School"), _("Theme"), _("Lessons"), _("Taught, hours"), _("Organised, hours"), _("Classes"), _("Pupils")]
    rows = [[row.school.name, row.theme, *figures(row)] for row in found.by_theme]
    rows += [[row.school.name, _("All themes"), *figures(row)] for row in found.by_school]
    lines = [] if rows else [_("No lesson was confirmed in this year.")]
    spoken = [in_a_sentence(row, row.theme) for row in found.by_theme]
    spoken += [in_a_sentence(row, _("All themes")) for row in found.by_school]
    return Section(_("Rule-of-law lessons"), lines, head if rows else (), rows, spoken=spoken)


def in_a_sentence(row: Taught, theme: str) -> str:
    """A row of the table; its figures stand first, so that nothing cuts them off."""
    lessons, taught, organised, classes, pupils = figures(row)
    return _(
        "%(lessons)s lessons (taught %(taught)s h, organised %(organised)s h), %(classes)s classes, %(pupils)s pupils:"
        " %(school)s, %(theme)s",
        lessons=lessons,
        taught=taught,
        organised=organised,
        classes=classes,
        pupils=pupils,
        school=row.school.name,
        theme=theme,
    )


def duties(found: PersonYear) -> Section:
    """The other duties, by kind with their notes."""
    lines = []
    for kind in Duty:
        mine = [line for line in found.duties if line.record.duty is kind]
        lines.append(_("%(kind)s: %(number)s", kind=kind.label, number=len(mine)))
        lines += [
            f"{line.record.done_on.isoformat()} {line.school.name} {without_telling_words(line.record.note)}"
            for line in mine
        ]
    return Section(_("Other duties"), lines)


def hazards(found: PersonYear) -> Section:
    """The hazards that were found, and what became of them."""
    mine = [line for line in found.duties if line.record.unit]
    mended = [line for line in mine if line.record.closed_on]
    first = _("Hazards found: %(found)s; mended: %(mended)s.", found=len(mine), mended=len(mended))
    return Section(_("Hazards found and mended"), [first, *(hazard(line) for line in mine)])


def hazard(line: Line) -> str:
    """One hazard in a sentence."""
    note, unit = without_telling_words(line.record.note), line.record.unit
    if line.record.closed_on:
        how = without_telling_words(line.record.closing_note)
        return _(
            "%(note)s (%(unit)s): mended on %(day)s, %(how)s", note=note, unit=unit, day=line.record.closed_on, how=how
        )
    due = long_date(line.record.due_on) if line.record.due_on else "–"
    return _("%(note)s (%(unit)s): not yet mended, due %(due)s", note=note, unit=unit, due=due)


def feedback(found: PersonYear) -> Section:
    """What pupils said, and the training had."""
    said = _("Survey of pupils: fewer than five answers to a lesson, so nothing is shown.")
    if found.survey:
        given = {"answers": found.survey.answers, "clear": found.survey.clear}
        said = _("Survey of pupils: of %(answers)s answers, %(clear)s said “I understood it”.", **given)
    hours = {"year": found.training_hours, "ever": found.training_hours_ever}
    return Section(
        _("Feedback and training"), [said, _("Training: %(year)s hours in the year, %(ever)s hours in all.", **hours)]
    )


def next_steps() -> Section:
    """What the person writes."""
    return Section(_("What fell short, and what I will do next"), [_("(to be written by the person)")], blank=True)


def figures(row: Taught) -> list[str]:
    """The figures of a row of the table."""
    return [str(row.lessons), plain(row.taught), plain(row.organised), str(len(row.classes)), str(row.pupils)]


def whole(rows: Sequence[Taught]) -> dict[str, str]:
    """The figures of all schools together: hours cut once, as those of a region are, a class that moved only once."""
    taught, organised = Counter[SchoolStage](), Counter[SchoolStage]()
    for row in rows:
        taught[row.school.stage] += row.taught_minutes
        organised[row.school.stage] += row.organised_minutes
    return {
        "lessons": str(sum(row.lessons for row in rows)),
        "hours": plain(in_hours(taught + organised)),
        "taught": plain(in_hours(taught)),
        "organised": plain(in_hours(organised)),
        "classes": str(len(set[int]().union(*(row.classes for row in rows)))),
        "pupils": str(sum(row.pupils for row in rows)),
    }


def plain(hours: Decimal) -> str:
    """1.5, and 4 rather than 4.0."""
    return f"{hours:.1f}".removesuffix(".0")
