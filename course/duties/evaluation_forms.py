"""The form of the school's yearly evaluation: totals and a sentence."""

from __future__ import annotations

from wtforms.validators import ValidationError

from course.delivery.forms import WholeNumberField
from course.duties.evaluation_rules import MOST_ASKED, Totals
from course.duties.forms import NamelessForm
from course.forms import NoteField
from course.i18n import _, _l


class TotalField(WholeNumberField):
    """A number of people; empty is nobody."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = 0
        if valuelist and valuelist[0].strip():
            super().process_formdata(valuelist)

    def pre_validate(self, form: NamelessForm) -> None:
        if (self.data or 0) > MOST_ASKED:
            raise ValidationError(_("Enter a whole number up to %(most)s.", most=MOST_ASKED))


class EvaluationForm(NamelessForm):
    """What staff, pupils and parents said, as totals, and a sentence of the school."""

    staff_asked = TotalField(_l("Staff asked"))
    staff_content = TotalField(_l("Staff content"))
    pupils_asked = TotalField(_l("Pupils asked"))
    pupils_content = TotalField(_l("Pupils content"))
    parents_asked = TotalField(_l("Parents asked"))
    parents_content = TotalField(_l("Parents content"))
    note = NoteField(_l("In a sentence"))

    def totals(self) -> Totals:
        """What was filled in."""
        return Totals(**{name: self[name].data or 0 for name in vars(Totals())})
