"""What every form has: a key that makes it work once, clean text, and errors that link to fields."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from course.errors import RuleBroken
from course.i18n import _, _l

LONGEST_LINE = 200
LONGEST_NOTE = 1_000


def clean_text(value: str | None) -> str:
    """The text without control characters and without blanks around it; every other character as typed."""
    kept = (
        character
        for character in value or ""
        if character in "\n\t"
        or not (unicodedata.category(character) in {"Cc", "Cs", "Cf"} or is_noncharacter(character))
    )
    return "".join(kept).replace("\u3000", " ").strip()


def is_noncharacter(character: str) -> bool:
    """Whether no character will ever stand here; one that this Python merely does not know yet is kept."""
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF


def clean_code(value: str | None) -> str:
    """A code as the ledger writes it: full-width letters and digits made plain."""
    return unicodedata.normalize("NFKC", clean_text(value))


def at_most(length: int) -> Any:
    """A validator that says how many characters are too many."""

    def check(form: FlaskForm, field: Any) -> None:
        over = len(field.data or "") - length
        if over > 0:
            raise ValidationError(_("%(most)s characters at most; please cut %(over)s.", most=length, over=over))

    return check


class Form(FlaskForm):
    """The base of every form; its hidden key lets a double click do its work once."""

    idempotency_key = HiddenField(default=lambda: uuid.uuid4().hex)

    def show(self, broken: RuleBroken) -> None:
        """Put each problem beside its field, or above the form where it belongs to none."""
        for problem in broken.problems:
            field = getattr(self, problem.field or "", None)
            if field is None:
                self.form_errors = [*self.form_errors, str(problem.message)]
            else:
                field.errors = [*field.errors, str(problem.message)]


class LineField(StringField):
    """One line of clean text."""

    def __init__(self, label: Any, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [*validators, at_most(LONGEST_LINE)], filters=[clean_text], **options)


class NoteField(TextAreaField):
    """A few lines of clean text."""

    def __init__(self, label: Any, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [*validators, at_most(LONGEST_NOTE)], filters=[clean_text], **options)


class ReasonForm(Form):
    """Why something is declined, cancelled or did not take place."""

    reason = NoteField(_l("Reason"))

    def validate_reason(self, field: NoteField) -> None:
        """A reason is asked for, so that the other side knows what to do next."""
        if not field.data:
            raise ValidationError(_("Please give a reason; the other side will read it."))
