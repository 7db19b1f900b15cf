"""Forms of the ledger: an absence, a blackout, a file to import."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired

from course.forms import Form, LineField, NoteField
from course.i18n import _l

NEEDED = _l("Fill this in, please.")


class TimesForm(Form):
    """From when to when, and why."""

    start = DateTimeLocalField(_l("From"), [InputRequired(NEEDED)], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    end = DateTimeLocalField(_l("Until"), [InputRequired(NEEDED)], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    reason = NoteField(_l("Reason"))


class UploadForm(Form):
    """A ledger to import."""

    file = FileField(_l("File"))
    term = LineField(_l("Name of the term"))
