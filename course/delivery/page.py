"""What the lesson page shows of delivery: both sides' words, what the reader may do, the code for the teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import segno
from flask import url_for

from course import links
from course.access.models import Role
from course.delivery import actions, rules
from course.delivery.link import Link, token_for
from course.delivery.queries import Record, records_of
from course.delivery.rules import Figures, Step
from course.schedule.models import Lesson, LessonState

SPOKEN_OF = frozenset({LessonState.DELIVERED, LessonState.CONFIRMED, LessonState.MISSED})


@dataclass(frozen=True)
class LessonPage:
    """Everything that the part of a lesson page about delivery needs."""

    lesson: Lesson
    record: Record
    planned: Figures
    steps: frozenset[Step]
    begun: bool
    link: str = ""

    def may(self, step: str) -> bool:
        """Whether the reader may take this step now."""
        return step in self.steps

    @property
    def differs(self) -> bool:
        """Whether the school's figures are other than the reported ones."""
        claimed, confirmed = self.record.claimed, self.record.confirmed
        return bool(claimed and confirmed) and rules.differs(claimed.figures, confirmed.figures)

    @property
    def absent(self) -> list[str]:
        """The classes that were invited and, as the school says, were not there."""
        here = {row.id for row in self.record.reached}
        return [row.label for row in in_order(self.lesson) if row.id not in here] if self.record.confirmed else []

    @property
    def code(self) -> str:
        """The link as a QR code, as an address of a picture."""
        return segno.make(self.link, error="m").svg_data_uri(border=3, scale=6, dark="#12355b")

    def school_form(self) -> dict[str, Any]:
        """What the school's form is filled in with: its own figures, else the reported ones, else the plan."""
        said = self.record.confirmed or self.record.claimed
        reached = self.record.reached if self.record.confirmed else self.lesson.classes
        figures = vars(said.figures if said else self.planned)
        return {**figures, "classes": [row.id for row in reached], "sequence": self.lesson.sequence}


def lesson_page(lesson: Lesson, role: Role | None, now: datetime) -> LessonPage:
    """The part of a lesson page about delivery, as this role sees it."""
    record = records_of([lesson.id]).get(lesson.id, Record()) if lesson.state in SPOKEN_OF else Record()
    steps = rules.steps_open(role, lesson.state, lesson.start, now)
    shows_link = role is Role.VICE_PRINCIPAL and lesson.state is LessonState.DELIVERED
    link = confirmation_address(lesson, now.date()) if shows_link else ""
    return LessonPage(lesson, record, actions.planned(lesson), steps, now >= lesson.start, link)


def confirmation_address(lesson: Lesson, today: date) -> str:
    """The whole address with which the school confirms without signing in."""
    link = Link(lesson.uid, today + timedelta(days=rules.LINK_DAYS))
    return links.address(url_for("delivery.confirm_by_link", token=token_for(link)))


def in_order(lesson: Lesson) -> list[Any]:
    """The classes of a lesson, by grade and number."""
    return sorted(lesson.classes, key=lambda row: (row.grade, row.number))
