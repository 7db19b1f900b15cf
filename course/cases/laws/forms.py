"""Forms of the law table: an official file to take in, and what is known of a version."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, TextAreaField
from wtforms.validators import Optional, ValidationError

from course.cases.laws.rules import LawFacts, renumbered_lines, split_names, with_mark
from course.forms import Form, LineField, at_most, clean_text
from course.i18n import _l

LONGEST_LIST = 40_000


class LawUploadForm(Form):
    """An official text."""

    file = FileField(_l("File"))


class LawVersionForm(Form):
    """What is known of a version of a law."""

    effective = DateField(_l("In force from"), [Optional()])
    verified = BooleanField(_l("I have checked this date against the official text"))
    repealed = DateField(_l("In force until (this day no longer)"), [Optional()])
    replaced_by = LineField(_l("Replaced by"))
    short_titles = LineField(_l("Short titles"))
    title_en = LineField(_l("Name in English"))
    source = LineField(_l("Where the text comes from"))
    renumbered = TextAreaField(_l("Articles that moved"), [at_most(LONGEST_LIST)], filters=[clean_text])

    def validate_renumbered(self, field: TextAreaField) -> None:
        """Every line can be read."""
        problems = renumbered_lines(field.data or "")[1]
        if problems:
            raise ValidationError(" ".join(str(problem) for problem in problems[:5]))

    def facts(self, **given: Any) -> LawFacts:
        """The form as facts; ``given`` are those that it does not ask for."""
        asked = {
            "effective": self.effective.data,
            "repealed": self.repealed.data,
            "replaced_by": self.replaced_by.data or "",
            "short_titles": split_names(self.short_titles.data or ""),
            "title_en": self.title_en.data or "",
            "source": with_mark(self.source.data or "", verified=bool(self.verified.data)),
            "renumbered": renumbered_lines(self.renumbered.data or "")[0],
        }
        return LawFacts(**{**asked, **given})


class LawImportForm(LawVersionForm):
    """The same for a text that comes in: also its title and the day of its version."""

    title = LineField(_l("Full title"))
    version_date = DateField(_l("Passed, amended or published on"), [Optional()])
