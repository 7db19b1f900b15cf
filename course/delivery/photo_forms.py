"""Forms of photographs: the files, why they may be shown, and the declaration."""

from __future__ import annotations

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import Length

from course.delivery.photo_rules import LONGEST_WORDS, Consent, consent_text
from course.forms import Form, LineField
from course.i18n import _l

LATER = ""


class ConsentForm(Form):
    """Why a photograph may be shown."""

    consent = RadioField(
        _l("Why may it be shown?"),
        choices=[*(SelectChoice(one.value, one.label) for one in Consent), SelectChoice(LATER, _l("I say so later"))],
        default=LATER,
        coerce=str,
    )
    words = LineField(_l("The other reason, in a few words"), [Length(max=LONGEST_WORDS)])
    faces = BooleanField(_l("I have looked: no pupil’s face can be recognised."))

    def basis(self) -> str:
        """The basis as it is kept; empty where it is not complete."""
        return consent_text(self.consent.data or "", self.words.data or "")


class PhotosForm(ConsentForm):
    """Photographs of a lesson, several at once."""

    photos = MultipleFileField(_l("Photographs"))

    def chosen(self) -> list[object]:
        """The files that were chosen; a field left empty sends one without a name."""
        return [file for file in self.photos.data or [] if getattr(file, "filename", "")]
