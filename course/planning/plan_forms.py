"""Forms of plans: what to plan, and agreement to what a page showed."""

from __future__ import annotations

from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from course.forms import Form, LineField, clean_code
from course.i18n import _l

NEEDED = _l("Fill this in, please.")
LARGEST = 2**31 - 1


class PlanForm(Form):
    """A term, a region, and the first day to plan; what lies outside the scope is looked up and not offered."""

    region = SelectField(_l("Region"), [InputRequired(NEEDED)], validate_choice=False, filters=[clean_code])
    term = SelectField(_l("Term"), [InputRequired(NEEDED)], validate_choice=False)
    first = DateField(_l("First day to plan"), [InputRequired(NEEDED)])


class DraftForm(Form):
    """A step of a draft, as it stood when the page was loaded."""

    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=0, max=LARGEST)])


class AgainForm(Form):
    """Plan again: one county by its code, or every draft."""

    county = LineField(_l("Region"))
