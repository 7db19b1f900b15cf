"""Forms of my data: what I correct myself, what I ask for, and whom to erase."""

from __future__ import annotations

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, ValidationError

from course.access.forms import EMAIL
from course.forms import Form, LineField, NoteField, at_most, clean_text
from course.i18n import _, _l
from course.roster.forms import NEEDED

LONGEST_PHONE = 30


class DetailsForm(Form):
    """What somebody writes about themselves."""

    name = LineField(_l("Name"))
    email = StringField(_l("E-mail address"), [DataRequired(NEEDED)], filters=[clean_text])
    phone = StringField(_l("Telephone"), [at_most(LONGEST_PHONE)], filters=[clean_text], default="")
    password = PasswordField(_l("Your password"))

    def validate_email(self, field: StringField) -> None:
        """One plain address."""
        if not EMAIL.fullmatch(field.data or ""):
            raise ValidationError(_("Write one address such as name@example.com."))


class WishForm(Form):
    """What the bureau should correct."""

    wish = NoteField(_l("What is wrong, and how it is right"), [DataRequired(NEEDED)])


class ReadForm(Form):
    """A version of the notice that somebody has read."""

    version = LineField("")


class EraseForm(Form):
    """Whom to erase, typed out."""

    typed = LineField(_l("Type it here"), [DataRequired(NEEDED)])
