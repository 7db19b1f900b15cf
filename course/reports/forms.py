"""Forms of reports: of what, of which year and day, in which language; and what is sent regularly."""

from __future__ import annotations

from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired

from course.forms import Form, LineField, clean_code
from course.i18n import _l
from course.reports.models import ReportKind, Rhythm
from course.reports.rules import REGULAR

NEEDED = _l("Fill this in, please.")
YEARS = 6

LANGUAGES = [("zh_Hans_CN", _l("Chinese")), ("en", _l("English"))]


class ReportForm(Form):
    """What a report is of; a kind asks for some of this, and the other fields are taken out."""

    region = SelectField(_l("Region"), [InputRequired(NEEDED)], validate_choice=False, filters=[clean_code])
    plan = SelectField(_l("Plan"), [InputRequired(NEEDED)], coerce=int)
    school = LineField(_l("Code or name of the school"), [InputRequired(NEEDED)])
    person = LineField(_l("Code or name of the vice-principal"), [InputRequired(NEEDED)])
    year = SelectField(_l("Year"), [InputRequired(NEEDED)], coerce=int)
    day = DateField(_l("As of"), [InputRequired(NEEDED)])
    language = RadioField(_l("Language of the file"), [InputRequired(NEEDED)], choices=LANGUAGES)

    @classmethod
    def of_kind(cls, kind: ReportKind) -> ReportForm:
        """The form of a kind, with the fields that it asks for."""
        form = cls()
        for name in {"region", "plan", "school", "person", "year", "day"} - FIELDS[kind]:
            del form[name]
        return form


FIELDS: dict[ReportKind, set[str]] = {
    ReportKind.LEDGER: {"region", "year", "day"},
    ReportKind.YEARLY: {"region", "year", "day"},
    ReportKind.BRIEF: {"region", "day"},
    ReportKind.SCHOOL: {"school", "year"},
    ReportKind.PERSON: {"person", "year"},
    ReportKind.PLAN: {"region", "plan"},
}


class RegularForm(Form):
    """Which report is sent regularly, of which region, and how often."""

    kind = RadioField(_l("Report"), [InputRequired(NEEDED)], choices=[(one.value, one.label) for one in REGULAR])
    region = SelectField(_l("Region"), [InputRequired(NEEDED)], validate_choice=False, filters=[clean_code])
    rhythm = RadioField(_l("How often"), [InputRequired(NEEDED)], choices=[(one.value, one.label) for one in Rhythm])
