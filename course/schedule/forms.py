"""Forms of the schedule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from course.forms import LONGEST_NOTE, Form, ReasonForm, at_most, clean_code
from course.i18n import _, _l

OTHER = re.compile(r"([0-9]{1,10})\.([0-9]{1,10})")
CHOICE = re.compile(r"([0-9-]{10})/([0-9]{1,2})/(.{1,100})")
LARGEST = 2**31 - 1
YEARS = range(2000, 2101)

QUICK_REASONS = (
    _l("On duty that day"),
    _l("In court or on a case that day"),
    _l("On leave or in training that day"),
    _l("Please choose another period"),
)

SCHOOL_REASONS = (
    _l("An examination or event of the school"),
    _l("The class has another duty that day"),
    _l("We would like another period"),
)


class CodeField(StringField):
    """A code from our own page, cleaned; hidden, and yet anybody may send anything."""

    widget = HiddenInput()

    def __init__(self, label: Any = "", validators: Any = (), **options: Any) -> None:
        super().__init__(label, [*validators, at_most(LONGEST_NOTE)], filters=[clean_code], default="", **options)


class SequenceField(IntegerField):
    """What the page knew of the lesson when it was loaded."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__("", [InputRequired(), NumberRange(min=0, max=LARGEST)], **options)


@dataclass(frozen=True)
class Choice:
    """The period that was tapped: a day, the number of a period, a vice-principal."""

    day: date
    period: int
    vice_principal: str


class BookForm(Form):
    """A lesson that a school asks for: everything was chosen by taps."""

    school, theme, classes, place, case = (CodeField() for _field in range(5))
    choice = CodeField(_l("Period"))

    def validate_choice(self, field: CodeField) -> None:
        """The button names a day, a period and a vice-principal."""
        self.chosen = parse_choice(field.data or "")
        if self.chosen is None:
            raise ValidationError(_("Tap one of the free periods."))


def parse_choice(text: str) -> Choice | None:
    """``2026-11-26/3/VP01`` as a choice; None where it is something else."""
    match = CHOICE.fullmatch(text)
    day = parse_day(match[1]) if match else None
    return Choice(day, int(match[2]), match[3]) if match and day else None


def parse_day(text: str | None) -> date | None:
    """``2026-11-26`` as a day of this century; None where it is something else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None


class WaitForm(BookForm):
    """A taken period that a school waits for, and what is done when it comes free."""

    how = CodeField()


class AnswerlessForm(Form):
    """A button that says all by itself."""


class MoveForm(Form):
    """Another time for a lesson, as it stood when the page was loaded."""

    sequence = SequenceField()
    choice = CodeField(_l("Period"))

    def validate_choice(self, field: CodeField) -> None:
        """The button names a day, a period and whoever gives the lesson, who stays the same."""
        self.chosen = parse_choice(field.data or "")
        if self.chosen is None:
            raise ValidationError(_("Tap one of the free periods."))


class HandOverForm(Form):
    """A substitute for a lesson, as it stood when the page was loaded."""

    sequence = SequenceField()
    vice_principal = CodeField(_l("Vice-principal"))


class ExchangeForm(Form):
    """Another lesson to change places with, and how both stood when the page was loaded."""

    sequence = SequenceField()
    other = CodeField(_l("Lesson"))

    def validate_other(self, field: CodeField) -> None:
        """The button names a lesson and its sequence: ``17.2``."""
        match = OTHER.fullmatch(field.data or "")
        numbers = tuple(int(part) for part in match.groups()) if match else (LARGEST + 1,)
        if max(numbers) > LARGEST:
            raise ValidationError(_("Tap one of the lessons."))
        self.chosen = numbers


class AnswerForm(Form):
    """Yes to a request, as it stood when the page was loaded."""

    sequence = SequenceField()


class RefusalForm(ReasonForm):
    """No, with a reason, to a lesson as it stood when the page was loaded."""

    sequence = SequenceField()


class SeriesForm(Form):
    """All lessons of a series; its lines are read by the page that wrote them."""

    school, theme = CodeField(), CodeField()


class SeriesRefusalForm(ReasonForm):
    """No, with a reason, to all that is left of a series, as it stood when the page was loaded."""

    mark = CodeField()


class AgreementForm(Form):
    """Yes to all planned lessons, as they stood when the page was loaded."""

    mark = CodeField()


class BusyForm(Form):
    """A calendar or a duty roster."""

    file = FileField(_l("File"))
    replaces = SelectField(_l("Belongs to"), default="")
    titles = BooleanField(_l("Keep the titles of a calendar as reasons"))
