"""Forms of what happened: one tap with nothing to fill in, and the figures where reality differed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from course.access.models import Role
from course.delivery.models import Form as TaughtForm
from course.delivery.models import Manner, Special
from course.delivery.rules import Figures
from course.forms import Form, LineField, NoteField, ReasonForm
from course.i18n import _, _l

WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


class WholeNumberField(IntegerField):
    """A whole number; full-width digits are as good as others."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip()
        if not WHOLE_NUMBER.fullmatch(typed):
            raise ValueError(_("Enter a whole number, such as 40."))
        self.data = int(typed)


class ChoiceField(RadioField):
    """One of the members of an enum, with the words that it knows itself."""

    def __init__(self, label: Any, kind: Any, **options: Any) -> None:
        self.kind = kind
        choices = [SelectChoice(member.value, member.label) for member in kind]
        super().__init__(label, choices=choices, coerce=str, **options)
        # The pages draw a field by its type; to them this is a radio field like any other.
        self.type = "RadioField"

    def pre_validate(self, form: Any) -> None:
        if self.data not in list(self.kind):
            raise ValidationError(_("Choose one of the answers."))


class SpecialField(ChoiceField):
    """One of the special forms, or none; a page that does not ask leaves it at none."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, Special, default="", **options)
        self.choices = [SelectChoice("", _l("None of these")), *self.choices]

    def pre_validate(self, form: Any) -> None:
        self.data = self.data or ""
        if self.data:
            super().pre_validate(form)


class AnswerForm(Form):
    """One tap: nothing but what the page showed when it was opened."""

    sequence = HiddenField()

    @property
    def seen(self) -> int | None:
        """The number of changes that the page knew of; None where it did not say."""
        typed = self.sequence.data or ""
        return int(typed) if WHOLE_NUMBER.fullmatch(typed) else None


class CheckInForm(Form):
    """The digits that the school's page shows on the day."""

    code = LineField(_l("Four digits"))


class FiguresForm(AnswerForm):
    """How the lesson was taught, for how long, and to how many."""

    manner = ChoiceField(_l("Who taught"), Manner)
    form = ChoiceField(_l("How it was taught"), TaughtForm)
    special = SpecialField(_l("Was it something special?"))
    minutes = WholeNumberField(_l("Minutes"))
    pupils = WholeNumberField(_l("Pupils present"))
    note = NoteField(_l("Note"))

    def validate_minutes(self, field: WholeNumberField) -> None:
        """An empty field is not a number."""
        if field.data is None:
            raise ValidationError(_("Enter a whole number, such as 40."))

    validate_pupils = validate_minutes

    def figures(self) -> Figures:
        """What was filled in; whoever names a special form need not say that it was a practice."""
        special = self.special.data
        manner, form = Manner(self.manner.data), TaughtForm.PRACTICE if special else TaughtForm(self.form.data)
        return Figures(manner, form, self.minutes.data, self.pupils.data, self.note.data, special)


class ConfirmedFiguresForm(FiguresForm):
    """The same as the school knows it, and which classes were there."""

    classes = SelectMultipleField(
        _l("Classes that were there"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


# The usual reasons, each one tap.
MISSED_REASONS = {
    Role.VICE_PRINCIPAL: (
        _l("Called to an incident"),
        _l("On duty that day"),
        _l("Ill or on leave"),
        _l("The school moved it"),
    ),
    Role.SCHOOL: (
        _l("The vice-principal was called away"),
        _l("Nobody came"),
        _l("An examination or event of the school"),
        _l("The class was ill or away"),
    ),
}


class MissedForm(AnswerForm, ReasonForm):
    """Why a lesson did not take place."""
