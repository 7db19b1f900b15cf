"""Forms of appointments: some lines of a proposal, one by hand, and the end of one."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from course.forms import Form, NoteField, at_most, clean_code
from course.i18n import _, _l
from course.roster.forms import NEEDED

LONGEST_CODE = 100
MOST_LINES = 100_000
# What the databases and the calendar can count with.
YEARS = range(2000, 2101)


def of_our_time(form: Form, field: Any) -> None:
    """A day whose year is none is a mistyped one."""
    if field.data is not None and field.data.year not in YEARS:
        raise ValidationError(_("Check the year."))


class DayField(DateField):
    """A day that must be given."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, [InputRequired(NEEDED), of_our_time], **options)


class ApplyForm(Form):
    """Lines of a proposal; ``which`` is ``all`` or ``chosen``, ``changed`` counts those that could not be chosen."""

    line = SelectMultipleField(_l("Appointments"), coerce=int, choices=[], validate_choice=False)
    which = StringField(default="chosen")
    changed = IntegerField("", [InputRequired(), NumberRange(min=0, max=MOST_LINES)], widget=HiddenInput())
    reason = NoteField(_l("Reason"))


class AppointForm(Form):
    """One appointment by hand."""

    person = StringField(
        _l("Vice-principal"), [DataRequired(_l("Choose somebody.")), at_most(LONGEST_CODE)], filters=[clean_code]
    )
    start = DayField(_l("First day"))
    end = DayField(_l("Last day"))
    reason = NoteField(_l("Reason"))


class EndForm(Form):
    """The last day of an appointment, and why it ends before its time."""

    day = DayField(_l("Last day"))
    reason = NoteField(_l("Why it ends"))
