"""What the page of one lesson shows: how it stands, what this person does next, what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_datetime

from course.access.models import Role
from course.access.scope import Scope
from course.i18n import _, _l, day_and_time
from course.roster.naming_queries import names_then
from course.schedule import queries, state_rules
from course.schedule.agreement import Agreement
from course.schedule.booking.next_periods import Offer, next_offer
from course.schedule.forms import QUICK_REASONS, SCHOOL_REASONS
from course.schedule.models import Lesson, LessonChange, LessonState
from course.schedule.proposal import label_order

ACTIONS = {
    "request": _l("Requested"),
    "schedule": _l("Planned"),
    "accept": _l("Accepted"),
    "agree": _l("Agreed"),
    "decline": _l("Declined"),
    "cancel": _l("Cancelled"),
    "move": _l("Moved"),
    "report": _l("Reported as taught"),
    "check_in": _l("Checked in"),
    "take_back": _l("Report taken back"),
    "confirm": _l("Confirmed by the school"),
    "correct": _l("Corrected"),
    "withdraw": _l("Confirmation withdrawn"),
    "miss": _l("Did not take place"),
    "classes": _l("Classes changed"),
}
BOOKING = (Role.SCHOOL, Role.BUREAU, Role.ADMIN)
OVER = frozenset({LessonState.DECLINED, LessonState.CANCELLED, LessonState.MISSED})


@dataclass(frozen=True)
class LessonPage:
    """A lesson as one person sees it."""

    lesson: Lesson
    scope: Scope
    steps: frozenset[LessonState]
    mine: bool
    begun: bool
    # The name that the school had on the day.
    school_name: str
    changes: Sequence[LessonChange]
    since: Sequence[LessonChange] = ()
    # What is proposed to a school instead of a lesson that will not take place.
    offer: Offer | None = None
    # What is left of its series, for those who may call it off.
    series: Agreement = field(default_factory=Agreement)
    # One offer names each period, and says who is not prepared.
    some_prepared: bool = True

    def may(self, state: str) -> bool:
        """Whether this person has a button that brings the lesson there."""
        return LessonState(state) in self.steps

    @property
    def waits_for_agreement(self) -> bool:
        """Whether the lesson was planned and its vice-principal has not agreed yet."""
        asked = state_rules.waits_for_agreement(self.lesson.state, self.lesson.accepted_at)
        return asked is None and not self.begun

    @property
    def may_agree(self) -> bool:
        """Whether this person has the button that says yes to a planned lesson."""
        return self.waits_for_agreement and self.mine and self.scope.role in state_rules.MAY_ANSWER

    @property
    def may_move(self) -> bool:
        """Whether this person may give the lesson another time."""
        may = state_rules.state_once_moved(self.lesson.state, self.scope.role)
        return self.mine and not self.begun and may is not None

    @property
    def may_hand_over(self) -> bool:
        """Whether this person may give the lesson to somebody else."""
        return self.may_exchange and self.scope.role in state_rules.MAY_ANSWER

    @property
    def proposes(self) -> bool:
        """Whether this person moves a request of somebody else, who is then asked."""
        return self.lesson.state is LessonState.REQUESTED and self.scope.role in state_rules.MAY_PROPOSE

    @property
    def may_exchange(self) -> bool:
        """Whether this person may let it change places with another agreed lesson."""
        return self.may_move and self.lesson.state is LessonState.SCHEDULED

    @property
    def series_goes_on(self) -> bool:
        """Whether other lessons of its series lie ahead."""
        return any(other.id != self.lesson.id for other in self.series.lessons)

    @property
    def quick_reasons(self) -> Sequence[Any]:
        """The usual reasons for which a vice-principal says no."""
        return QUICK_REASONS

    @property
    def cancel_reasons(self) -> Sequence[Any]:
        """The usual reasons of this person's side for calling a lesson off."""
        return SCHOOL_REASONS if self.scope.role is Role.SCHOOL else QUICK_REASONS

    @property
    def next_sentence(self) -> str:
        """What comes next, said to this person."""
        asked = self.scope.role in state_rules.who_answers(self.lesson.accepted_at) and self.mine
        if self.lesson.state is LessonState.REQUESTED and self.lesson.accepted_at and not self.begun:
            return proposal_sentence(self.lesson, self.scope.role)
        if self.waits_for_agreement:
            return agreement_sentence(self.lesson, self.scope.role)
        return next_sentence(self.lesson, self.scope.role, asked=asked, begun=self.begun)

    @property
    def speaks(self) -> bool:
        """Whether the schedule has something to say; once a lesson has begun its delivery speaks."""
        before = self.lesson.state in (LessonState.REQUESTED, LessonState.SCHEDULED) and not self.begun
        return before or bool(self.steps) or self.lesson.state in OVER

    @property
    def has_deck(self) -> bool:
        """Whether the deck is of use: before and after the lesson, unless there is none."""
        return self.lesson.state not in OVER

    @property
    def names(self) -> dict[int, str]:
        """The names of the periods that are offered."""
        best = self.offer.best if self.offer else []
        return {one.period.number: _("Period %(number)s", number=one.period.number) for one in best}

    @property
    def may_book_again(self) -> bool:
        """Whether this person finds another period for a lesson that was declined, called off or not answered."""
        unanswered = self.lesson.state is LessonState.REQUESTED and self.begun
        return (unanswered or self.lesson.state in OVER) and self.scope.role in BOOKING

    @property
    def book_again(self) -> str | None:
        """Where a school finds another period for a lesson that was declined or called off."""
        if not self.may_book_again:
            return None
        return url_for("schedule.book", **self.booking)

    @property
    def booking(self) -> dict[str, Any]:
        """The same lesson as an address or a form of a booking says it."""
        school = None if self.scope.role is Role.SCHOOL else self.lesson.school.code
        labels = ";".join(row.label for row in self.lesson.classes)
        given = {"school": school, "theme": self.lesson.theme.code, "classes": labels, "place": self.lesson.place.value}
        return {name: value for name, value in given.items() if value}

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """The lesson in a list of words."""
        row = self.lesson
        classes = sorted(row.classes, key=lambda one: label_order(one.label))
        pupils = sum(one.pupils for one in classes)
        return [
            (_("School"), self.school_name),
            (_("Classes"), _(", ").join(one.label for one in classes)),
            (_("Pupils"), pupils),
            (_("Place"), row.place.label),
            (_("Vice-principal"), row.vice_principal.name),
            *([(_("Reason"), row.reason)] if row.reason else []),
            *([(_("Note"), row.note)] if row.note else []),
        ]

    def said_action(self, change: LessonChange) -> Any:
        """What somebody did, in a word."""
        return ACTIONS.get(change.action, change.action)

    def said_move(self, change: LessonChange) -> tuple[str, str] | None:
        """Where a lesson that was moved stood before and after; None for other changes."""
        if change.action != "move":
            return None
        return said_place(change.before), said_place(change.after)

    def said_instant(self, change: LessonChange) -> str:
        """When somebody did it, on the schools' clock."""
        return format_datetime(change.at, "yyyy-MM-dd HH:mm")


def said_place(kept: Mapping[str, Any]) -> str:
    """When and by whom, as a change keeps it."""
    start, end = (datetime.fromisoformat(kept[name]) for name in ("start", "end"))
    return f"{day_and_time(start, end, kept['period'])} {kept['vice_principal']}"


def lesson_page(lesson: Lesson, scope: Scope, now: datetime, *, seen: int | None = None) -> LessonPage:
    """What this person may do with the lesson now; ``seen`` is the sequence that an outdated form knew."""
    changes = queries.history(lesson.id)
    mine = scope.role is not Role.VICE_PRINCIPAL or lesson.vice_principal_id in scope.vice_principal_ids
    answering = state_rules.who_answers(lesson.accepted_at)
    steps = state_rules.next_steps(lesson.state, scope.role, answering) if mine else frozenset()
    if state_rules.lesson_lies_ahead(lesson.state, lesson.start, now):
        steps -= {LessonState.CANCELLED}
    since = [] if seen is None else [change for change in changes if change.after.get("sequence", 0) > seen]
    day = lesson.start.date()
    name = names_then([(lesson.school, day)])[lesson.school_id, day]
    page = LessonPage(lesson, scope, steps, mine, lesson.start <= now, name, changes, since)
    if lesson.series and scope.role in BOOKING:
        page = replace(page, series=Agreement(queries.rest_of_series(lesson, scope, now)))
    return replace(page, offer=next_offer(lesson, now)) if page.may_book_again else page


def agreement_sentence(lesson: Lesson, role: Role) -> str:
    """What comes next for a lesson that was planned and not yet agreed to, said to somebody of this role."""
    if role is Role.VICE_PRINCIPAL:
        return _(
            "This lesson was planned for you. Agree, or say that you cannot, so that another way is found in time."
        )
    name = lesson.vice_principal.name
    return _("This lesson was planned and its period is kept; %(name)s has not agreed yet.", name=name)


def proposal_sentence(lesson: Lesson, role: Role) -> str:
    """What comes next for a request to which its vice-principal has proposed another time."""
    name = lesson.vice_principal.name
    if role is Role.SCHOOL:
        return _("%(name)s proposes this time. Accept it, or propose another one; it is kept until then.", name=name)
    return _("The school was asked whether this time suits. It is kept until the school answers.")


def next_sentence(lesson: Lesson, role: Role, *, asked: bool, begun: bool) -> str:
    """What comes next for a lesson in its state, said to somebody of this role."""
    name, state = lesson.vice_principal.name, lesson.state
    if state is LessonState.REQUESTED and begun:
        return _("Nobody answered before the lesson. Choose another period; this one counts for nothing.")
    if state is LessonState.REQUESTED and asked:
        return _("The school waits for an answer. Its period is kept until then.")
    if state is LessonState.REQUESTED:
        return _("%(name)s has been asked and will answer here. The period is kept for you until then.", name=name)
    if state is LessonState.SCHEDULED and begun:
        return _(
            "The lesson has begun. Afterwards the vice-principal reports it as taught, and the school confirms it."
        )
    if state is LessonState.SCHEDULED and role is Role.SCHOOL:
        return _("%(name)s comes to you. After the lesson you confirm it here with one tap.", name=name)
    if state is LessonState.SCHEDULED and role is not Role.VICE_PRINCIPAL:
        return _("The lesson is fixed. Afterwards the vice-principal reports it, and the school confirms it.")
    if state is LessonState.SCHEDULED:
        return _("Download the deck, teach the lesson, and report it here as taught with one tap.")
    if state is LessonState.DELIVERED:
        return _("Reported as taught. It counts as soon as the school has confirmed it.")
    if state is LessonState.CONFIRMED:
        return _("All done: the school has confirmed this lesson, and it counts.")
    if state is LessonState.MISSED:
        return _("The lesson did not take place. Its period is over; another one can be chosen.")
    if role in (Role.VICE_PRINCIPAL, Role.STATION):
        return _("The period is free again. The school chooses another.")
    return _("The period is free again. Another one can be chosen.")
