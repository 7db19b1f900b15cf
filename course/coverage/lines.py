"""The rows of a list of schools, in words: made once for each page, because there may be a hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from flask import get_template_attribute, url_for
from markupsafe import Markup

from course.access.guard import may_enter
from course.coverage.measure_rules import Status
from course.coverage.queries import Asked
from course.coverage.region_queries import SchoolRow
from course.coverage.rules import ToDo, hours_in_words, still_to_do
from course.coverage.wording import month_and_day
from course.i18n import _, ngettext
from course.roster.showing import vacant_for

MOST_NAMED = 6
TABLES_KEPT = 64
PLACE_OF_CODE = "0code0"


@dataclass(frozen=True)
class Step:
    """One thing to do: a sentence, and where to do it; without ``link`` the sentence itself is the link."""

    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class SchoolLine:
    """A school in a list."""

    name: str
    # Empty where the reader may not open the school any more.
    href: str
    appointed: bool
    hours: str
    has_hours: bool
    organised: str
    hours_waiting: str
    classes: str
    has_classes: bool
    all_classes: bool
    classes_waiting: int
    steps: tuple[Step, ...]
    status: Status | None = None
    # When it will be known, where that is not today.
    known: str = ""
    vacant: str = ""
    book: str = ""
    # In which other region it lies now.
    moved: str = ""
    # The names of the regions in which it lies, as far as the page does not say them.
    region: str = ""


@dataclass(frozen=True)
class Acts:
    """Where the reader books and appoints, for a school whose code is still to be filled in; empty: not at all."""

    book: str
    appoint: str


@dataclass(frozen=True)
class Addresses:
    """The addresses of schools, built once and then only filled in."""

    school: str
    book: str
    appoint: str

    @classmethod
    def of_year(cls, year: int, acts: Acts) -> Addresses:
        """The addresses of pages about schools, in a year."""
        return cls(url_for("coverage.school", code=PLACE_OF_CODE, year=year), acts.book, acts.appoint)

    def of_school(self, code: str) -> Addresses:
        """The same for one school."""
        quoted = quote(code, safe="")
        return Addresses(*(address.replace(PLACE_OF_CODE, quoted) for address in vars(self).values()))


def acts() -> Acts:
    """What the reader may do about a school; who may not appoint is shown whom the school has."""
    return Acts(
        book=url_for("schedule.book", school=PLACE_OF_CODE) if may_enter("schedule.book") else "",
        appoint=url_for("appointing.school" if may_enter("appointing.school") else "roster.school", code=PLACE_OF_CODE),
    )


@lru_cache(TABLES_KEPT)
def school_table(rows: tuple[SchoolRow, ...], asked: Asked, language: str, acts: Acts) -> Markup:
    """The table of these rows; made again only when a row, the question or the language is another.

    Everything that the table shows is an argument, so that it can never be older than its rows.
    """
    return get_template_attribute("coverage/_schools.html", "table")(school_lines(rows, asked, acts), asked.is_over())


def school_lines(rows: Sequence[SchoolRow], asked: Asked, acts: Acts) -> list[SchoolLine]:
    """The rows in the reader's language; in a year that is over nothing can be booked any more."""
    if asked.is_over():
        acts = Acts("", "")
    addresses, words = Addresses.of_year(asked.year.number, acts), sentences_of(asked)
    nowhere = Addresses("", "", "")
    return [school_line(row, asked, addresses.of_school(row.code) if is_open(row) else nowhere, words) for row in rows]


def is_open(row: SchoolRow) -> bool:
    """Whether the reader may open the school: one that has left the region since is told of, and not opened."""
    return row.moved is None or row.moved.mine


def school_line(row: SchoolRow, asked: Asked, addresses: Addresses, words: dict[str, str]) -> SchoolLine:
    """One row in words."""
    tally, classes = row.tally, row.tally.figure("classes")
    hours = {
        name: written(hours_in_words(minutes, row.stage)) if minutes else ""
        for name, minutes in (("organised", tally.organised_minutes), ("waiting", tally.claimed_minutes))
    }
    had = hours_in_words(tally.taught_minutes + tally.organised_minutes, row.stage)
    # On course is a school whose classes all have a lesson reported or planned: none is to be booked for them again.
    planned = row.status is Status.ON_COURSE
    around = (replace(addresses, book=""), words | {"classes": words["planned"]}) if planned else (addresses, words)
    todo = still_to_do(tally, row.stage, row.hours, row.scheduled, row.unreached)
    return SchoolLine(
        name=row.name,
        href=addresses.school,
        appointed=bool(tally.appointed),
        hours=f"{written(had)} / {written_exactly(row.hours)}",
        has_hours=bool(tally.with_hours),
        organised=words["organised"] % {"hours": hours["organised"]} if hours["organised"] else "",
        hours_waiting=hours["waiting"],
        classes=f"{classes.confirmed} / {classes.total}" if classes.total else "–",
        has_classes=classes.total > 0,
        all_classes=classes.total > 0 and not classes.missing(),
        classes_waiting=classes.claimed,
        steps=tuple(step_in_words(one, *around) for one in todo),
        status=row.status,
        region=row.region,
        book=addresses.book,
        moved=words["moved"] % {"region": row.moved.name} if row.moved else "",
        known=words["known"] % {"day": month_and_day(row.known_on)}
        if row.known_on and row.known_on > asked.day
        else "",
        vacant="" if tally.appointed or row.status is None else vacant_for(row.vacant_since, asked.day),
    )


def step_in_words(todo: ToDo, addresses: Addresses, words: dict[str, str]) -> Step:
    """What is to be done, and where."""
    if todo.key == "appoint":
        return Step(words["appoint"], addresses.appoint)
    if todo.key == "scheduled":
        number = int(todo.number)
        return Step(ngettext("%(num)s lesson is scheduled", "%(num)s lessons are scheduled", number))
    if todo.key == "classes":
        named = todo.names[:MOST_NAMED]
        text = words["classes"] % {"classes": words["comma"].join(named)}
        more = f" {words['more'] % {'number': todo.number - MOST_NAMED}}" if todo.number > MOST_NAMED else ""
        if not addresses.book:
            return Step(text + more)
        # One class can always be booked; several need a hall, which not every school has.
        return Step(text + more, f"{addresses.book}&classes={quote(named[0])}", words["book"])
    text = words[todo.key] % {"hours": written(todo.number)}
    return Step(text, addresses.book if todo.key == "hours" else "")


def written(hours: object) -> str:
    """1.5, and 4 rather than 4.0."""
    return f"{hours:.1f}".removesuffix(".0")


def written_exactly(hours: Decimal) -> str:
    """Hours that are owed, as the rule or the term says them: 4, 4.5 and also 4.33."""
    return f"{hours.normalize():f}"


def nobody_there() -> str:
    """What is said of a school without a vice-principal, to those who appoint and to all others."""
    if may_enter("appointing.school"):
        return _("No vice-principal: appoint one")
    return _("No vice-principal; the bureau appoints")


def sentences_of(asked: Asked) -> dict[str, str]:
    """The sentences of the rows; those of a year that is over tell what was missing."""
    if not asked.is_over():
        return sentences()
    return sentences() | {
        "appoint": _("No vice-principal when the year ended"),
        "hours": _("Hours missing: %(hours)s"),
    }


def sentences() -> dict[str, str]:
    """The sentences of the rows, looked up once a page."""
    return {
        "appoint": nobody_there(),
        "confirm": _("Hours waiting for the school’s confirmation: %(hours)s"),
        "hours": _("Hours still to book: %(hours)s"),
        "classes": _("Not reached: %(classes)s"),
        "planned": _("Not reached yet, but reported or planned: %(classes)s"),
        "more": _("and %(number)s more"),
        "organised": _("of these %(hours)s organised"),
        "book": _("book"),
        "comma": _(", "),
        "moved": _("now in %(region)s"),
        "known": _("known by %(day)s"),
    }
