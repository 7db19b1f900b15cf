"""Forms of access: a new user."""

from __future__ import annotations

import re

from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from course.access.models import Role
from course.forms import Form, LineField, clean_code, clean_text
from course.i18n import _, _l

EMAIL = re.compile(r"[^@\s<>\"',;:\\()\[\]]{1,64}@[^@\s<>\"',;:\\()\[\]]{1,190}\.[A-Za-z0-9-]{2,}")


class RoleForm(Form):
    """What a user is here, and of what."""

    role = RadioField(_l("Role"), choices=[SelectChoice(role.value, role.label) for role in Role])
    scope_code = StringField(_l("Code of the region, station, vice-principal or school"), filters=[clean_code])


class UserForm(RoleForm):
    """A new user: who, what they are here, and of what."""

    email = StringField(_l("E-mail address"), filters=[clean_text])
    name = LineField(_l("Name"))

    def validate_email(self, field: StringField) -> None:
        """One plain address."""
        if not EMAIL.fullmatch(field.data or ""):
            raise ValidationError(_("Write one address such as name@example.com."))


class FindForm(Form):
    """A word to look for."""

    class Meta:
        """A search changes nothing and is sent in the address."""

        csrf = False

    word = StringField(_l("Name, address or code"), filters=[clean_text])
