"""What a lesson puts on the cover of its deck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course.cases.decks import LessonFacts
from course.roster.models import SchoolClass, Stage
from course.roster.rules import stage_of_grade
from course.schedule.models import Lesson
from course.schedule.proposal import label_order

MOST_NAMED = 4
CLASS_NAMES = {"zh": "{grade}年级{number}班", "en": "{grade}-{number}"}
MANY = {"zh": "{first}等{number}个班", "en": "{first} and others, {number} classes"}
BETWEEN = {"zh": "、", "en": ", "}


def stage_of(classes: Iterable[SchoolClass], offered: Sequence[str]) -> Stage:
    """The stage for which the deck is made: what the youngest can follow, among those that the case offers."""
    order = list(Stage)
    present = sorted((stage_of_grade(row.grade) for row in classes), key=order.index)
    return next((stage for stage in present if stage.value in offered), Stage(offered[0]))


def facts_of(lesson: Lesson, language: str) -> LessonFacts:
    """The school, the classes, the day and the vice-principal."""
    return LessonFacts(
        school=lesson.school.name,
        school_class=class_names(lesson.classes, language),
        date=lesson.start.date(),
        vice_principal=lesson.vice_principal.name,
    )


def class_names(classes: Iterable[SchoolClass], language: str) -> str:
    """The classes as a cover names them; many are counted."""
    ordered = sorted(classes, key=lambda row: label_order(row.label))
    names = [CLASS_NAMES[language].format(grade=row.grade, number=row.number) for row in ordered]
    if len(names) > MOST_NAMED:
        return MANY[language].format(first=names[0], number=len(names))
    return BETWEEN[language].join(names)


def file_name(lesson: Lesson, language: str) -> str:
    """A name under which the deck is found again on a desktop."""
    title = lesson.case.title_en if lesson.case and language == "en" else lesson.theme.name
    return f"{lesson.start:%Y-%m-%d} {lesson.school.name} {class_names(lesson.classes, language)} {title}"
