"""The form of a region's rule: hours, themes by stage, days of patience."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import Field, SelectChoice, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from course.coverage.region_rules.rules import (
    MOST_CONFIRMATION_DAYS,
    MOST_HOURS,
    MOST_VACANCY_DAYS,
    Rule,
    required_from,
    required_written,
)
from course.delivery.forms import WholeNumberField
from course.forms import Form
from course.i18n import _, _l
from course.roster.models import Stage, Theme
from course.roster.rules import coarse_stage

HOURS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


class HoursField(Field):
    """Lesson-hours, such as 4 or 4.5; empty where the region asks for none of its own."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.normalize():f}"

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        if typed and not (HOURS.fullmatch(typed) and Decimal(typed) <= MOST_HOURS):
            raise ValueError(_("Enter lesson-hours up to %(most)s, such as 4 or 4.5.", most=MOST_HOURS))
        self.data = Decimal(typed) if typed else None


class DaysField(WholeNumberField):
    """A number of days, from 1 to ``most``."""

    def __init__(self, label: Any, most: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.most = most

    def pre_validate(self, form: Form) -> None:
        if self.errors or self.process_errors:
            return
        if self.data is None or not 0 < self.data <= self.most:
            raise ValidationError(_("Between 1 and %(most)s days.", most=self.most))


class RegionRuleForm(Form):
    """What a region asks for; the choices of ``required`` are the themes of each stage."""

    hours = HoursField(_l("Lesson-hours for each school and year"))
    required = SelectMultipleField(
        _l("Themes that every class has in a year"), option_widget=CheckboxInput(), widget=ListWidget(), choices=()
    )
    vacancy_days = DaysField(_l("Days until a vacancy is overdue"), MOST_VACANCY_DAYS)
    confirmation_days = DaysField(_l("Days until a confirmation is overdue"), MOST_CONFIRMATION_DAYS)

    def offer(self, themes: Iterable[Theme]) -> None:
        """The themes that can be asked for, by the stages for which there are lessons."""
        known = list(themes)
        self.required.choices = [
            SelectChoice(f"{stage.value}:{theme.code}", theme.name)
            for stage in Stage
            for theme in known
            if coarse_stage(stage).value in theme.stages
        ]

    def rule(self) -> Rule:
        """What was filled in."""
        required = required_from(self.required.data or ())
        return Rule(self.hours.data, required, self.vacancy_days.data, self.confirmation_days.data)

    @classmethod
    def of(cls, rule: Rule) -> RegionRuleForm:
        """The form as it stands for a rule."""
        return cls(data={**vars(rule), "required": list(required_written(rule.required))})
