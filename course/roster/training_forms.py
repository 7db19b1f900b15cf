"""The form of training: when, how many hours, and what about."""

from __future__ import annotations

from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from course.forms import Form, NoteField
from course.i18n import _l
from course.roster.forms import NEEDED

MOST_HOURS = 200


class TrainingForm(Form):
    """Hours of training that somebody has had."""

    held_on = DateField(_l("Day"), [InputRequired(NEEDED)])
    hours = IntegerField(
        _l("Hours of training"),
        [InputRequired(NEEDED), NumberRange(1, MOST_HOURS, _l("Between 1 and 200 hours."))],
    )
    note = NoteField(_l("What it was about"))
