"""Forms of the editor: a new case, what a case is about, a remark, a file to import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from course.cases.editor.card_fields import code_of
from course.cases.editor.wording import STRANDS
from course.forms import Form, NoteField, at_most
from course.i18n import _, _l
from course.roster.models import Stage, Theme
from slides.words import is_harmful

NEEDED = _l("Fill this in, please.")
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_SOURCES = 200, 600, 4_000
MOST_MINUTES = 99


def kept_text(form: Form, field: Any) -> None:
    """Refuse what a case file cannot hold; everything else is kept as it was typed."""
    many_lines = isinstance(field, TextAreaField)
    text = (field.data or "").replace("\r\n", "\n")
    bad = next((one for one in text if is_harmful(one) and not (one == "\n" and many_lines)), None)
    if bad is not None:
        message = _("There is an invisible character (%(code)s). Delete it, or type the text anew.", code=code_of(bad))
        raise ValidationError(message)


class NewCaseForm(Form):
    """What a case needs before it has a single slide."""

    title_zh = StringField(_l("Title in Chinese"), [InputRequired(NEEDED), at_most(LONGEST_TITLE), kept_text])
    title_en = StringField(_l("Title in English"), [InputRequired(NEEDED), at_most(LONGEST_TITLE), kept_text])
    theme = SelectField(_l("Theme"), [InputRequired(NEEDED)])
    strand = SelectField(_l("Strand"), choices=list(STRANDS.items()))
    stages = SelectMultipleField(
        _l("Stages"),
        choices=[(stage.value, stage.label) for stage in Stage],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    minutes = IntegerField(_l("Length of the lesson in minutes"), [InputRequired(NEEDED), NumberRange(1, MOST_MINUTES)])

    def offer(self, themes: Iterable[Theme], current: str = "") -> None:
        """Fill the list of themes; one that is not there any more stays until somebody chooses another."""
        choices = [(theme.code, f"{theme.code} {theme.name}") for theme in themes]
        missing = current and current not in dict(choices)
        self.theme.choices = [*choices, (current, current)] if missing else choices

    def validate_stages(self, field: Any) -> None:
        """A case is for somebody."""
        if not field.data:
            raise ValidationError(_("Choose at least one stage."))


class AboutForm(NewCaseForm):
    """What a case says of itself."""

    summary_zh = StringField(_l("Summary in Chinese"), [at_most(LONGEST_SUMMARY), kept_text])
    summary_en = StringField(_l("Summary in English"), [at_most(LONGEST_SUMMARY), kept_text])
    author = StringField(_l("Written by"), [at_most(LONGEST_TITLE), kept_text])
    sources = TextAreaField(_l("Sources, one a line"), [at_most(LONGEST_SOURCES), kept_text])


class RemarkForm(Form):
    """Why a version goes back to its writers."""

    remark = NoteField(_l("What should be changed?"))

    def validate_remark(self, field: NoteField) -> None:
        """Whoever has to change something wants to know what."""
        if not field.data:
            raise ValidationError(_("Say what should be changed; the writers will read it."))


class CaseFileForm(Form):
    """A case file to import."""

    file = FileField(_l("Case file"))
