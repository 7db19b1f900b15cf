"""What the pages of a region's rules show: what holds, who asks for it, and what held before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from course.coverage.region_queries import Place
from course.coverage.region_rules import queries
from course.coverage.region_rules.rules import Rule, hours_asked, required_from, themes_of
from course.i18n import _, _l
from course.roster.models import Region, Stage
from course.schedule.queries import themes

# Who asks for something.
OWN, ABOVE, LAW = _l("asked for by this region"), _l("asked for by a region above"), _l("as the law and the terms say")


@dataclass(frozen=True)
class RulePage:
    """The rules of a place: its own, those of the regions above it, and what of both holds."""

    place: Place
    by_terms: Decimal
    own: Rule
    above: Rule | None
    held: Rule
    names: Mapping[str, str]
    history: tuple[dict[str, Any], ...] = ()
    below_with_rules: frozenset[str] = frozenset()

    @property
    def hours(self) -> Decimal:
        """The lesson-hours that hold."""
        return hours_asked(self.held, self.by_terms)

    @property
    def least(self) -> Decimal:
        """The lesson-hours that are asked for anyway, by the terms or by a region above."""
        return hours_asked(self.above or Rule(), self.by_terms)

    def whose(self, name: str) -> Any:
        """Who asks for hours or days as they hold."""
        held, above = getattr(self.held, name), getattr(self.above or Rule(), name)
        if name == "hours":
            held, above = self.hours, self.least
        if held != above:
            return OWN
        return LAW if held == (self.by_terms if name == "hours" else getattr(Rule(), name)) else ABOVE

    def themes(self) -> list[tuple[Any, list[str]]]:
        """The names of the themes that hold, by stage; stages without any are left out."""
        named = [(stage.label, self.named(self.held, stage)) for stage in Stage]
        return [(label, names) for label, names in named if names]

    def named(self, rule: Rule, stage: Stage) -> list[str]:
        """The names of a rule's themes in a stage; the code where there is no such theme any more."""
        return [self.names.get(code, code) for code in sorted(themes_of(rule, stage))]

    def earlier(self) -> list[tuple[datetime, str]]:
        """What the region itself asked for before, each with the moment of its end, newest first."""
        return [(datetime.fromisoformat(one["until"]), self.in_words(one)) for one in self.history]

    def in_words(self, facts: Mapping[str, Any]) -> str:
        """One line for what once stood here."""
        required = required_from(facts["required"])
        asked = [(stage, self.named(Rule(None, required), stage)) for stage in Stage]
        wanted = [
            _("%(stage)s: %(themes)s", stage=stage.label, themes=_(", ").join(names)) for stage, names in asked if names
        ]
        hours = _("%(hours)s lesson-hours", hours=facts["hours"]) if facts["hours"] else _("no hours of its own")
        days = _(
            "%(vacancy)s and %(confirmation)s days",
            vacancy=facts["vacancy_days"],
            confirmation=facts["confirmation_days"],
        )
        return " · ".join([hours, *wanted, days])


def rule_page(place: Place, region: Region, by_terms: Decimal) -> RulePage:
    """The page of one region."""
    row, above = queries.row_of(region.path), queries.rule_above(region.path)
    own = queries.own_rule(row) if row else replace(above or Rule(), hours=None, required={})
    return RulePage(
        place,
        by_terms,
        own,
        above,
        queries.rule_of(region.path),
        {theme.code: theme.name for theme in themes()},
        tuple(row.history) if row else (),
        frozenset(queries.own_rules([child.path for child in place.children])),
    )
