"""Rules of what happened: when it may be reported, which figures are possible, who says it."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from course.access.models import Role
from course.delivery.models import Form, Manner, Special
from course.errors import Problem
from course.i18n import _l
from course.schedule.models import LessonState

LONGEST_MINUTES = 480
MOST_PUPILS = 20_000
# How long the school may take to open the link that the vice-principal shows.
LINK_DAYS = 30
# After so many days without a word both sides are asked whether a lesson took place.
REPORT_DAYS = 3


class Step(enum.StrEnum):
    """What somebody may do about a lesson that has begun."""

    REPORT = "report"
    TAKE_BACK = "take_back"
    CONFIRM = "confirm"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    MISS = "miss"


# Who may do what in which state; the reader of a confirmation link has no role.  The school's word
# counts also where the vice-principal has not reported, and may answer a report with "did not take
# place".  A confirmation may be withdrawn, because a wrong tap and a link in wrong hands both happen.
STEPS: dict[tuple[Role | None, LessonState], frozenset[Step]] = {
    (Role.VICE_PRINCIPAL, LessonState.SCHEDULED): frozenset({Step.REPORT, Step.MISS}),
    (Role.VICE_PRINCIPAL, LessonState.DELIVERED): frozenset({Step.TAKE_BACK}),
    (Role.SCHOOL, LessonState.SCHEDULED): frozenset({Step.CONFIRM, Step.MISS}),
    (Role.SCHOOL, LessonState.DELIVERED): frozenset({Step.CONFIRM, Step.MISS}),
    (Role.SCHOOL, LessonState.CONFIRMED): frozenset({Step.CORRECT, Step.WITHDRAW}),
    (Role.BUREAU, LessonState.CONFIRMED): frozenset({Step.CORRECT, Step.WITHDRAW}),
    (None, LessonState.DELIVERED): frozenset({Step.CONFIRM}),
}
BECOMES = {
    Step.REPORT: LessonState.DELIVERED,
    Step.TAKE_BACK: LessonState.SCHEDULED,
    Step.CONFIRM: LessonState.CONFIRMED,
    Step.CORRECT: LessonState.CONFIRMED,
    Step.WITHDRAW: LessonState.DELIVERED,
    Step.MISS: LessonState.MISSED,
}


@dataclass(frozen=True)
class Figures:
    """What somebody says about a lesson that took place."""

    manner: Manner
    form: Form
    minutes: int
    pupils: int
    note: str = ""
    special: str = ""

    def record(self) -> dict[str, Any]:
        """The same as plain values, for the list of changes; what is nothing special is not named."""
        said = asdict(self) | {"manner": self.manner.value, "form": self.form.value}
        return {name: value for name, value in said.items() if name != "special" or value}

    @property
    def form_label(self) -> Any:
        """How it was taught, in a word: the special form where it was one."""
        return Special(self.special).label if self.special in set(Special) else self.form.label


def planned_figures(start: datetime, end: datetime, heads: Iterable[int]) -> Figures:
    """What the plan says happened: taught in person, a lecture, the whole time, every pupil of the classes."""
    return Figures(Manner.TAUGHT, Form.LECTURE, minutes_between(start, end), sum(heads))


def minutes_between(start: datetime, end: datetime) -> int:
    """The whole minutes from the bell to the bell."""
    return int((end - start) / timedelta(minutes=1))


def steps_open(role: Role | None, state: LessonState, start: datetime, now: datetime) -> frozenset[Step]:
    """What this reader may do about the lesson now; nothing before it has begun."""
    return STEPS.get((role, state), frozenset()) if now >= start else frozenset()


def step_is_open(step: Step, role: Role | None, state: LessonState, start: datetime, now: datetime) -> Problem | None:
    """A lesson goes from scheduled to taught to confirmed, or to missed, and only once it has begun."""
    if step in steps_open(role, state, start, now):
        return None
    if state is LessonState.SCHEDULED and now < start:
        begins = f"{start:%Y-%m-%d %H:%M}"
        message = _l("The lesson only starts at %(start)s. Come back once it has begun.", start=begins)
    else:
        message = _l("This lesson is now “%(state)s”, so that is not possible.", state=state.label)
    return Problem("step_is_open", message, facts={"state": state})


def seen_before_changed(seen: int | None, sequence: int) -> Problem | None:
    """Whoever answers has seen how the lesson stands now; ``seen`` is None where no page was looked at."""
    if seen is None or seen == sequence:
        return None
    return changed_meanwhile()


def changed_meanwhile() -> Problem:
    """What is said to whoever was a moment late."""
    message = _l("Someone has changed this lesson since you opened the page. Look at it again, then decide.")
    return Problem("seen_before_changed", message)


def minutes_are_possible(minutes: int) -> Problem | None:
    """A lesson lasts between one minute and eight hours."""
    if 1 <= minutes <= LONGEST_MINUTES:
        return None
    message = _l("Enter the minutes as a whole number from 1 to %(most)s.", most=LONGEST_MINUTES)
    return Problem("minutes_are_possible", message, "minutes")


def pupils_are_possible(pupils: int) -> Problem | None:
    """Somebody listened, and no hall holds more than the largest number."""
    if 1 <= pupils <= MOST_PUPILS:
        return None
    message = _l("Enter the number of pupils as a whole number from 1 to %(most)s.", most=MOST_PUPILS)
    return Problem("pupils_are_possible", message, "pupils")


def figures_are_possible(figures: Figures) -> list[Problem | None]:
    """Everything that can be wrong with the figures themselves."""
    found = [minutes_are_possible(figures.minutes), pupils_are_possible(figures.pupils)]
    return [*found, special_is_a_practice(figures.special, figures.form)]


def special_is_a_practice(special: str, form: Form) -> Problem | None:
    """A mock trial, a visit or an assembly is a practice and not a lecture, and there are no other special forms."""
    if not special or (special in set(Special) and form is Form.PRACTICE):
        return None
    message = _l("A mock trial, a visit or an assembly is a practice. Choose “Practice” as well.")
    return Problem("special_is_a_practice", message, "special")


def classes_were_invited(reached: Collection[int], planned: Collection[int]) -> Problem | None:
    """Only a class of this lesson can have been there."""
    if set(reached) <= set(planned):
        return None
    return Problem("classes_were_invited", _l("Choose only classes of this lesson."), "classes")


def some_class_was_there(reached: Collection[int], planned: Collection[int]) -> Problem | None:
    """A lesson to which not one of its classes came did not take place, and is to be reported so."""
    if reached or not planned:
        return None
    message = _l("Tick at least one class. If none was there, choose “Did not take place” instead.")
    return Problem("some_class_was_there", message, "classes")


def reason_is_given(reason: str) -> Problem | None:
    """A lesson that did not take place says why."""
    if reason.strip():
        return None
    return Problem("reason_is_given", _l("Please give a reason; the other side will read it."), "reason")


def link_is_valid(until: date, today: date) -> bool:
    """A confirmation link works up to and including its last day."""
    return today <= until


def differs(claimed: Figures | None, confirmed: Figures | None) -> bool:
    """Whether the school's figures are other than those that were reported."""
    if claimed is None or confirmed is None:
        return False
    return compared(claimed) != compared(confirmed)


def compared(figures: Figures) -> tuple[Any, ...]:
    """What is compared of two sides' figures; a note may always be another one."""
    return (figures.manner, figures.form, figures.special, figures.minutes, figures.pupils)


def someone_else_confirms(role: Role | None) -> Problem | None:
    """Nobody confirms their own report: the link is for the school, also on the vice-principal's telephone."""
    if role is not Role.VICE_PRINCIPAL:
        return None
    message = _l("The school confirms, not the vice-principal. Show the code to the teacher, or send the link.")
    return Problem("someone_else_confirms", message)
