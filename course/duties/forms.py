"""Forms of the duties beside teaching: one line, and how a hazard was mended."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, RadioField
from wtforms.validators import ValidationError

from course.delivery.forms import ChoiceField
from course.delivery.models import Duty
from course.duties.rules import Said
from course.errors import RuleBroken
from course.forms import Form, LineField
from course.i18n import _, _l
from course.schedule.forms import parse_day


class DayField(DateField):
    """A day of this century; empty is no day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = parse_day(valuelist[0].strip())
            if self.data is None:
                raise ValueError(_("Enter a day, such as 2026-11-26."))


class NamelessForm(Form):
    """A form with a note that may not tell who a pupil is; its writer is asked where it seems to."""

    agreed = BooleanField(_l("No pupil can be told from this; keep it as it is"))
    asks = False

    def show(self, broken: RuleBroken) -> None:
        """Put each problem beside its field, and ask where somebody seems to be named."""
        super().show(broken)
        self.asks = "nobody_is_named" in broken.names()


class DutyForm(NamelessForm):
    """One line of what was done, and the hazard that was found."""

    duty = ChoiceField(_l("What it was"), Duty)
    school = RadioField(_l("School"), coerce=int)
    done_on = DayField(_l("Day"))
    note = LineField(_l("What was done"))
    unit = LineField(_l("Who mends it"))
    due_on = DayField(_l("Until when"))

    def validate_school(self, field: Any) -> None:
        """One of the schools that were offered."""
        if field.data not in [choice.value for choice in field.choices or ()]:
            raise ValidationError(_("Choose one of the schools that you serve."))

    def validate_done_on(self, field: DayField) -> None:
        """A line without a day says nothing."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Enter a day, such as 2026-11-26."))

    def said(self) -> Said:
        """What was filled in."""
        return Said(
            self.school.data,
            Duty(self.duty.data),
            self.done_on.data,
            self.note.data,
            self.unit.data,
            self.due_on.data,
        )


class CloseForm(NamelessForm):
    """How a hazard was mended."""

    note = LineField(_l("How it was mended"))
