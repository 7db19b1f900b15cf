"""What the pages of repairs show: each lost lesson with the ways to keep it, or why there is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from course.i18n import _, day_and_time
from course.planning.repair.choices import choice_of, written
from course.planning.repair.repairing import Lost
from course.planning.repair.wording import STEPS, effect_on_plan, proof_sentence
from course.planning.solver.instance import Instance, Taught, clock_of
from course.planning.solver.repair_options import Move, Option
from course.schedule.models import Lesson
from course.schedule.proposal import label_order


@dataclass(frozen=True)
class Way:
    """One way to keep a lesson, as a choice on the page.

    ``other`` is the lesson that gives way, ``may`` whether this person may move that one, too.
    """

    value: str
    kind: Any
    when: str
    who: str
    notes: tuple[str, ...]
    # What the whole plan gains or loses by it.
    effect: str
    chosen: bool
    other: tuple[str, ...] = ()
    may: bool = True


@dataclass(frozen=True)
class LostLesson:
    """A lost lesson: what it is, the ways to keep it, or the proof that there is none."""

    lesson: Lesson
    ways: tuple[Way, ...]
    proof: str

    @property
    def chosen(self) -> Way | None:
        """The way that is chosen beforehand."""
        return next((way for way in self.ways if way.chosen), None)

    @property
    def labels(self) -> str:
        """The classes as people write them."""
        return _(", ").join(sorted((row.label for row in self.lesson.classes), key=label_order))


@dataclass(frozen=True)
class RepairPage:
    """The lost lessons of one person, and what is proposed for all of them together."""

    lessons: Sequence[LostLesson]

    @property
    def proposed(self) -> int:
        """How many lessons have a way that is chosen already."""
        return sum(lost.chosen is not None for lost in self.lessons)

    @property
    def can_apply(self) -> bool:
        """Whether there is anything to choose."""
        return any(way.may for lost in self.lessons for way in lost.ways)


def repair_page(found: Sequence[Lost], changeable: Collection[int]) -> RepairPage:
    """The page of these lost lessons; only those that are ``changeable`` can give way here."""
    return RepairPage([LostLesson(lost.lesson, ways(lost, changeable), proof(lost)) for lost in found])


def others_asked(found: Sequence[Lost]) -> set[int]:
    """The lessons that would have to give way in one of the ways."""
    options = ((lost, option) for lost in found for option in lost.answer.options)
    return {lost.ground.ids[move.before] for lost, option in options for move in option.moves[1:]}


def ways(lost: Lost, changeable: Collection[int]) -> tuple[Way, ...]:
    """The ways to keep a lesson, as choices; where others must agree to all of them, one to ask them about."""
    found = tuple(way(lost, option, changeable) for option in lost.answer.options)
    return tuple(one for one in found if one.may) or found[:1]


def way(lost: Lost, option: Option, changeable: Collection[int]) -> Way:
    """One way as a choice; one that moves another lesson is never chosen beforehand."""
    instance, after, others = lost.instance, option.after, option.moves[1:]
    return Way(
        value=written(choice_of(lost.ground, option)),
        kind=STEPS[option.step],
        when=said_time(after),
        who=instance.people[after.person].name,
        notes=tuple(notes(instance, option.moves[0])),
        effect=effect_on_plan(option.cost),
        chosen=option == lost.answer.best and not others,
        other=tuple(said_other(instance, move) for move in others),
        may=all(lost.ground.ids[move.before] in changeable for move in others),
    )


def said_time(lesson: Taught) -> str:
    """The day, the period and the clock time of a lesson."""
    return day_and_time(clock_of(lesson.start), clock_of(lesson.end), lesson.period or None)


def said_other(instance: Instance, move: Move) -> str:
    """What happens to the lesson that gives way."""
    before, after = move.before, move.after
    return _(
        "%(name)s's lesson at %(school)s (%(before)s) moves to %(after)s, by %(new)s.",
        name=instance.people[before.person].name,
        school=instance.schools[before.school].name,
        before=said_time(before),
        after=said_time(after),
        new=instance.people[after.person].name,
    )


def notes(instance: Instance, move: Move) -> list[str]:
    """What should be known of a way: what it does not keep."""
    themes = instance.people[move.after.person].themes
    said = [
        (move.before.start == move.after.start, _("at the same time")),
        (bool(themes) and move.after.theme not in themes, _("does not usually teach this theme")),
        (move.leaves_constitution_week(instance), _("leaves the week of the constitution")),
        (move.leaves_special_day(instance), _("farther from the theme's own day")),
    ]
    return [text for holds, text in said if holds]


def proof(lost: Lost) -> str:
    """Why a lesson cannot be kept; empty where it can."""
    found = lost.answer.proof
    return proof_sentence(lost.instance, found) if found else ""
