"""What must hold for the classes, the theme and the place of a lesson, whoever teaches it and whenever."""

from __future__ import annotations

from collections.abc import Callable

from course.errors import Problem
from course.i18n import _l
from course.schedule.models import Place
from course.schedule.proposal import Situation
from course.schedule.wording import said_day

ClassRule = Callable[[Situation], Problem | None]


def some_class_is_named(situation: Situation) -> Problem | None:
    """A lesson is taught to somebody."""
    if situation.groups:
        return None
    return Problem("some_class_is_named", _l("Choose at least one class."), "classes")


def classes_belong_to_the_school(situation: Situation) -> Problem | None:
    """Only the school's own classes can be asked for."""
    foreign = [group.label for group in situation.groups if group.school_id != situation.host.id]
    return foreign_classes(situation.host.name, foreign) if foreign else None


def foreign_classes(school: str, labels: list[str]) -> Problem:
    """The refusal of classes that the school does not have."""
    text = _l(
        "%(school)s has no class %(classes)s. Choose from its own classes.", school=school, classes=", ".join(labels)
    )
    return Problem("classes_belong_to_the_school", text, "classes", {"classes": labels})


def classroom_holds_one_class(situation: Situation) -> Problem | None:
    """In a classroom sits exactly one class."""
    if situation.place is Place.HALL or len(situation.groups) <= 1:
        return None
    return Problem(
        "classroom_holds_one_class",
        _l("A classroom holds one class. Choose one class, or the hall for several."),
        "place",
    )


def school_has_a_hall(situation: Situation) -> Problem | None:
    """The hall can be chosen only where there is one."""
    if situation.place is Place.CLASSROOM or situation.host.hall_seats > 0:
        return None
    text = _l("%(school)s has no hall. Choose the classroom.", school=situation.host.name)
    return Problem("school_has_a_hall", text, "place")


def hall_seats_everyone(situation: Situation) -> Problem | None:
    """All pupils of the classes find a seat."""
    pupils, seats = sum(group.pupils for group in situation.groups), situation.host.hall_seats
    if situation.place is Place.CLASSROOM or seats == 0 or pupils <= seats:
        return None
    text = _l(
        "These classes have %(pupils)s pupils, the hall has %(seats)s seats. Take a class out.",
        pupils=pupils,
        seats=seats,
    )
    return Problem("hall_seats_everyone", text, "classes", {"pupils": pupils, "seats": seats})


def theme_suits_the_stage(situation: Situation) -> Problem | None:
    """A theme is taught to the stages that it was written for."""
    host, topic = situation.host, situation.topic
    if host.stage.value in topic.stages:
        return None
    text = _l(
        '"%(theme)s" is not meant for a %(stage)s. Choose another theme.', theme=topic.name, stage=host.stage.label
    )
    return Problem("theme_suits_the_stage", text, "theme")


def theme_is_new_to_the_classes(situation: Situation) -> Problem | None:
    """No theme is taught twice to a class."""
    had = [group for group in situation.groups if group.taught_on]
    if not had:
        return None
    text = _l(
        'Class %(classes)s already has "%(theme)s" on %(day)s; no theme is taught twice to a class. '
        "Choose another theme or another class.",
        classes=", ".join(group.label for group in had),
        theme=situation.topic.name,
        day=said_day(min(group.taught_on for group in had if group.taught_on)),
    )
    return Problem("theme_is_new_to_the_classes", text, "classes", {"classes": [group.label for group in had]})


CLASS_RULES: tuple[ClassRule, ...] = (
    some_class_is_named,
    classes_belong_to_the_school,
    classroom_holds_one_class,
    school_has_a_hall,
    hall_seats_everyone,
    theme_suits_the_stage,
    theme_is_new_to_the_classes,
)
