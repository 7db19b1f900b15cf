"""What the pages of a class's and a school's legal life show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from course.cases.editor.wording import STRANDS
from course.duties.life_queries import Entry, lives, pupils_of, topics_for
from course.duties.life_rules import (
    Pupils,
    Standing,
    Suggestion,
    Topic,
    Why,
    suggestions,
    that_come_together,
)
from course.i18n import _, long_date
from course.roster.models import School, SchoolClass
from course.schedule.queries import classes_of_school

MOST_SUGGESTED = 3


@dataclass(frozen=True)
class SchoolLife:
    """Everything that is known of the lessons of a school's classes, for as long as their pupils have been there."""

    school: School
    classes: Sequence[SchoolClass]
    life: Mapping[int, Sequence[Entry]]
    topics: Sequence[Topic]
    now: datetime

    @cached_property
    def pupils(self) -> dict[int, Pupils]:
        """The classes as plain values, by id."""
        return {row.id: pupils_of(row, self.life.get(row.id, ())) for row in self.classes}

    @cached_property
    def reached(self) -> Counter[int]:
        """How many classes have or will have each theme."""
        return Counter(theme for one in self.pupils.values() for theme in one.has)

    def grades(self) -> dict[int, list[SchoolClass]]:
        """The classes by grade."""
        found: dict[int, list[SchoolClass]] = {}
        for row in self.classes:
            found.setdefault(row.grade, []).append(row)
        return found

    def next_for(self, rows: Sequence[SchoolClass]) -> list[Suggestion]:
        """What these classes should have next."""
        pupils = [self.pupils[row.id] for row in rows]
        return suggestions(pupils, self.topics, self.reached, len(self.classes), self.now.date())

    def next_of_grades(self) -> list[tuple[int, Suggestion]]:
        """The first suggestion of each grade."""
        found = [(grade, self.next_for(rows)[:1]) for grade, rows in self.grades().items()]
        return [(grade, one[0]) for grade, one in found if one]

    def together(self, one: Suggestion) -> str:
        """The classes to book for a suggestion, as an address names them."""
        return ";".join(row.label for row in that_come_together(one.classes, self.school.hall_seats))

    def themes_with(self, row: SchoolClass, *standings: Standing) -> list[str]:
        """The names of the themes that stand so for a class, each once."""
        names = (entry.lesson.theme.name for entry in self.life.get(row.id, ()) if entry.standing in standings)
        return list(dict.fromkeys(names))


def school_life(school: School, now: datetime, starts: str) -> SchoolLife:
    """The legal life of all classes of a school."""
    classes = classes_of_school(school.id)
    return SchoolLife(school, classes, lives(school, classes, now, starts), topics_for(school), now)


@dataclass(frozen=True)
class ClassLife:
    """The legal life of one class."""

    of: SchoolClass
    entries: Sequence[Entry]
    next: Sequence[Suggestion]
    themes_left: Sequence[Topic]
    suiting: int

    @property
    def has(self) -> int:
        """How many of the themes that suit its stage the class has had, as the school has confirmed."""
        return len({entry.lesson.theme_id for entry in self.entries if entry.standing is Standing.CONFIRMED})

    @property
    def past(self) -> list[Entry]:
        """What is over, newest first."""
        ahead = {Standing.PLANNED, Standing.ASKED}
        return [entry for entry in reversed(self.entries) if entry.standing not in ahead]

    @property
    def ahead(self) -> list[Entry]:
        """What is to come, the next lesson first."""
        return [entry for entry in self.entries if entry.standing in {Standing.PLANNED, Standing.ASKED}]


def class_life(whole: SchoolLife, of: SchoolClass) -> ClassLife:
    """The part of a school's life that is one class's."""
    mine, stage = whole.pupils[of.id], whole.pupils[of.id].stage
    suiting = [topic for topic in whole.topics if stage in topic.stages]
    left = [topic for topic in suiting if topic.id not in mine.has]
    return ClassLife(of, whole.life.get(of.id, ()), whole.next_for([of])[:MOST_SUGGESTED], left, len(suiting))


def reason(one: Suggestion) -> str:
    """Why a theme is suggested, in a sentence."""
    if one.why is Why.SPECIAL_DAY:
        return _("Its special day is near: %(day)s.", day=long_date(one.day or date.min))
    if one.why is Why.STRAND:
        strand = STRANDS.get(one.topic.strand, one.topic.strand)
        return _(
            "The strand “%(strand)s” has had least so far: %(had)s of %(of)s.", strand=strand, had=one.had, of=one.of
        )
    if not one.had:
        return _("No class of the school has had this theme yet.")
    return _("Of the %(of)s classes of the school, %(had)s have it already.", of=one.of, had=one.had)
