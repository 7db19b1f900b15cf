"""Forms of what happened: one tap with nothing to fill in, and the figures where reality differed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from course.delivery.models import Form as TaughtForm
from course.delivery.models import Manner
from course.delivery.rules import Figures
from course.forms import Form, NoteField, ReasonForm
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


class AnswerForm(Form):
    """One tap: nothing but what the page showed when it was opened."""

    sequence = HiddenField()

    @property
    def seen(self) -> int | None:
        """The number of changes that the page knew of; None where it did not say."""
        typed = self.sequence.data or ""
        return int(typed) if WHOLE_NUMBER.fullmatch(typed) else None


class FiguresForm(AnswerForm):
    """How the lesson was taught, for how long, and to how many."""

    manner = ChoiceField(_l("Who taught"), Manner)
    form = ChoiceField(_l("How it was taught"), TaughtForm)
    minutes = WholeNumberField(_l("Minutes"))
    pupils = WholeNumberField(_l("Pupils present"))
    note = NoteField(_l("Note"))

    def validate_minutes(self, field: WholeNumberField) -> None:
        """An empty field is not a number."""
        if field.data is None:
            raise ValidationError(_("Enter a whole number, such as 40."))

    validate_pupils = validate_minutes

    def figures(self) -> Figures:
        """What was filled in."""
        manner, form = Manner(self.manner.data), TaughtForm(self.form.data)
        return Figures(manner, form, self.minutes.data, self.pupils.data, self.note.data)


class ConfirmedFiguresForm(FiguresForm):
    """The same as the school knows it, and which classes were there."""

    classes = SelectMultipleField(
        _l("Classes that were there"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class MissedForm(AnswerForm, ReasonForm):
    """Why a lesson did not take place."""
