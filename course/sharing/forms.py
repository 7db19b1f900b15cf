"""Forms of sharing: a new key, a program that is told what happens."""

from __future__ import annotations

from wtforms import DateField, SelectChoice, SelectMultipleField
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from course.forms import Form, LineField
from course.i18n import _, _l
from course.sharing.subscriber_rules import EVENTS
from course.sharing.token_rules import ALLOWED

LONGEST_NAME = 60
# None ticked is an answer, too; the rule says what is missing.
BOXES = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput(), "validate_choice": True}


def short_name(form: Form, field: LineField) -> None:
    """A name that fits into a list."""
    if len(field.data or "") > LONGEST_NAME:
        raise ValidationError(_("Please use at most %(most)s characters.", most=LONGEST_NAME))


NAME = [DataRequired(_l("Give a name by which you will know it again.")), short_name]


class TokenForm(Form):
    """A new key: for whom, what it opens, until when."""

    name = LineField(_l("Name of the program"), NAME)
    allowed = SelectMultipleField(
        _l("What may be read"), choices=[SelectChoice(code, label) for code, label in ALLOWED.items()], **BOXES
    )
    ends_on = DateField(_l("Last day"), [DataRequired(_l("Give the last day on which the key works."))])


class SubscriberForm(Form):
    """A program that is told what happens: which, where, of what."""

    name = LineField(_l("Name of the program"), NAME)
    url = LineField(_l("Address to post to"), [DataRequired(_l("Give the address that takes the events."))])
    events = SelectMultipleField(
        _l("Events"), choices=[SelectChoice(code, label) for code, label in EVENTS.items()], **BOXES
    )
