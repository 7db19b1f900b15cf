"""The form of leaving: why, the last day, and what becomes of the lessons."""

from __future__ import annotations

from wtforms import RadioField, SelectChoice

from course.forms import Form, NoteField
from course.i18n import _l
from course.planning.appointments.forms import DayField
from course.planning.leaving.actions import Handing
from course.planning.leaving.rules import Leaving


class LeavingForm(Form):
    """Somebody leaves."""

    kind = RadioField(_l("Why"), choices=[SelectChoice(one.value, one.label) for one in Leaving], default="transfer")
    day = DayField(_l("Last day"))
    note = NoteField(_l("Note"))
    lessons = RadioField(
        _l("The agreed lessons after that day"),
        choices=[
            SelectChoice(Handing.HAND_OVER, _l("go to a colleague of the school who is free; the others stay for now")),
            SelectChoice(Handing.WAIT, _l("stay for now; you find somebody for each")),
            SelectChoice(Handing.CALL_OFF, _l("are called off, and the schools are told")),
        ],
        default=Handing.HAND_OVER,
    )
