"""Forms of schools that change: a new name, a closing, a split."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from course.forms import Form, LineField, NoteField, at_most, clean_code
from course.i18n import _, _l
from course.ledger.cells import Unfit, read_code
from course.planning.appointments.forms import LONGEST_CODE, DayField
from course.roster.forms import NEEDED
from course.roster.models import SchoolStage


class NumbersField(SelectMultipleField):
    """Rows that are chosen by their numbers, each with a box."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, coerce=int, **{"choices": [], **options})


class RenameForm(Form):
    """A new name, and from when on."""

    name = LineField(_l("The new name"), [DataRequired(NEEDED)])
    day = DayField(_l("From this day on"))


class CloseForm(Form):
    """The day from which a school is no more, who takes over, and whose people go with it."""

    day = DayField(_l("The school is closed from this day on"))
    successor = StringField(
        _l("Code of the school that takes over"), [at_most(LONGEST_CODE)], filters=[clean_code], default=""
    )
    note = NoteField(_l("Reason"))
    follow = NumbersField(_l("Go on at the school that takes over"), validate_choice=False)


class SplitForm(Form):
    """The new school, and the classes that go there."""

    name = LineField(_l("Name of the new school"), [DataRequired(NEEDED)])
    code = StringField(_l("Code of the new school"), [DataRequired(NEEDED)], filters=[clean_code])
    classes = NumbersField(_l("Classes that go there"), validate_choice=False)

    def validate_code(self, field: StringField) -> None:
        """A code as the ledger allows it."""
        try:
            read_code(field.data)
        except Unfit:
            raise ValidationError(_("Letters, digits, dots and dashes only, such as QH01-2.")) from None
        if field.data in list(SchoolStage):
            raise ValidationError(_("Letters, digits, dots and dashes only, such as QH01-2."))
