"""Forms of masters: the file with its name, and a layout for each kind of slide."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import SelectField, SubmitField
from wtforms.validators import InputRequired, Length

from course.cases.masters.rules import LONGEST_NAME
from course.cases.masters.wording import KINDS
from course.forms import Form, LineField
from course.i18n import _l

NEEDED = _l("Fill this in, please.")


class MasterForm(Form):
    """A .pptx whose design decks shall wear."""

    name = LineField(_l("Name of the design"), [InputRequired(NEEDED), Length(max=LONGEST_NAME)])
    file = FileField(_l("File"))


class MappingForm(Form):
    """Which layout of the master serves each kind of slide; fields are added by ``mapping_form``."""

    show = SubmitField(_l("Show these layouts"))

    def mapping(self) -> dict[str, int]:
        """The place of a layout for each kind."""
        return {kind: int(self[field_name(kind)].data) for kind in KINDS}


def field_name(kind: str) -> str:
    """The name of the field of a kind."""
    return kind.replace("-", "_")


def mapping_form(layouts: list[str]) -> type[MappingForm]:
    """A form with a choice among these layouts for each kind of slide."""
    choices = [
        (str(number), f"{number + 1} · {name}" if name else str(number + 1)) for number, name in enumerate(layouts)
    ]
    fields = {field_name(kind): SelectField(label, choices=choices) for kind, label in KINDS.items()}
    return type("MappingFormOfOne", (MappingForm,), fields)
