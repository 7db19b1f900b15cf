"""Rules of a region: what it asks for beyond the law, and what of that holds in the regions below it.

A region adds to what the regions above it ask for and never takes anything away: the most hours, all themes, the
fewest days of patience along the way down.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from course.coverage.by_day import ByDay
from course.errors import Problem
from course.i18n import _l
from course.roster.models import Stage
from course.roster.rules import coarse_stage

VACANCY_DAYS, CONFIRMATION_DAYS = 30, 3
MOST_HOURS, MOST_VACANCY_DAYS, MOST_CONFIRMATION_DAYS = Decimal(100), 365, 60
DAYS = ("vacancy_days", "confirmation_days")
NOTHING_REQUIRED = {stage.value: frozenset[str]() for stage in Stage}


@dataclass(frozen=True)
class Rule:
    """What is asked of the schools of a region; ``hours`` is None where the terms alone say it.

    ``required`` holds the codes of the themes that every class of a stage has in a year, for each of the four stages.
    """

    hours: Decimal | None = None
    required: Mapping[str, frozenset[str]] = field(default_factory=lambda: dict(NOTHING_REQUIRED))
    vacancy_days: int = VACANCY_DAYS
    confirmation_days: int = CONFIRMATION_DAYS


# What a region itself asks for, with what it asked for before; None before its first rule.
OwnRule = ByDay[Rule | None]


def effective_rule(rules_from_root_down: Iterable[Rule]) -> Rule:
    """What holds in a region, from its own rule and those of the regions above it; the law's where there is none."""
    rules = list(rules_from_root_down)
    if not rules:
        return Rule()
    return Rule(
        hours=max((rule.hours for rule in rules if rule.hours is not None), default=None),
        required={stage.value: frozenset().union(*(themes_of(rule, stage) for rule in rules)) for stage in Stage},
        vacancy_days=min(rule.vacancy_days for rule in rules),
        confirmation_days=min(rule.confirmation_days for rule in rules),
    )


def rule_among(own: Mapping[str, Rule], path: str) -> Rule:
    """What holds in a region, from the own rules of regions by their paths."""
    return effective_rule(own[one] for one in path_down(path) if one in own)


def held_among(own: Mapping[str, OwnRule], path: str) -> ByDay[Rule]:
    """What holds in a region and what held there before, from the own rules of regions by their paths."""
    way = [own[one] for one in path_down(path) if one in own]
    days = {day for one in way for day in one.days()}
    return ByDay.told(days, lambda day: effective_rule(rule for one in way if (rule := one.on(day))))


def rules_on(own: Mapping[str, OwnRule], day: date) -> dict[str, Rule]:
    """What those of some regions asked for that had a rule of their own on a day."""
    return {path: rule for path, one in own.items() if (rule := one.on(day))}


def own_by_day(
    rule: Rule, changed_at: datetime, history: Sequence[Mapping[str, Any]], day_of: Callable[[datetime], date]
) -> OwnRule:
    """What a region asks for itself, with what its row keeps of before; the day of a change has the new rule.

    Of a row that was changed before this was kept nothing says when it began: its first rule held always.
    """
    began = history[-1].get("since") if history else changed_at.isoformat()
    first = ((day_of(datetime.fromisoformat(began)), None),) if began else ()
    spells = ((day_of(datetime.fromisoformat(one["until"])), rule_from(one)) for one in reversed(history))
    return ByDay(rule, (*first, *spells))


def themes_of(rule: Rule, stage: Stage) -> frozenset[str]:
    """The codes of the themes that a rule asks for in a stage."""
    return rule.required.get(stage.value, frozenset())


def hours_asked(rule: Rule, by_terms: Decimal) -> Decimal:
    """The lesson-hours that a school is owed in a year: the region's, and never fewer than the terms ask for."""
    return by_terms if rule.hours is None else max(rule.hours, by_terms)


def more_below(own: Mapping[str, Rule], path: str, asked: Decimal) -> tuple[tuple[str, Decimal], ...]:
    """The regions below one that ask for more hours than are asked for in it, with how many; of none, below all."""
    here = path_down(path)
    found = ((place, rule.hours) for place, rule in own.items() if place not in here and rule.hours is not None)
    return tuple(sorted((place, hours) for place, hours in found if hours > asked))


def themes_added(before: Rule, after: Rule) -> int:
    """How many more themes are asked for, each counted for every stage; fewer where it is negative."""
    return sum(len(themes_of(after, stage)) - len(themes_of(before, stage)) for stage in Stage)


def themes_changed(before: Rule, after: Rule) -> list[tuple[Stage, str, bool]]:
    """The themes that only one of two rules asks for, by stage and code; whether it is the second one."""
    return [
        (stage, code, code in themes_of(after, stage))
        for stage in Stage
        for code in sorted(themes_of(before, stage) ^ themes_of(after, stage))
    ]


def is_inside(path: str, places: Iterable[str]) -> bool:
    """Whether a region is one of these, or lies in one."""
    return any(f"{path}/".startswith(f"{place}/") for place in places)


def vacancy_is_overdue(since: date | None, today: date, most: int) -> bool:
    """Whether a school has had nobody for more days than its region allows; unknown where it never had anybody."""
    return since is not None and (today - since).days + 1 > most


def required_from(written: Iterable[str]) -> dict[str, frozenset[str]]:
    """The themes by stage, from how a row holds them: ``primary_low:T01``."""
    found: dict[str, set[str]] = {stage: set() for stage in NOTHING_REQUIRED}
    for one in written:
        stage, _, code = one.partition(":")
        found.setdefault(stage, set()).add(code)
    return {stage: frozenset(codes) for stage, codes in found.items()}


def required_written(required: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The themes by stage as a row holds them, from the youngest pupils up."""
    return tuple(f"{stage.value}:{code}" for stage in Stage for code in sorted(required.get(stage.value, ())))


def path_down(path: str) -> list[str]:
    """The paths of a region and of all regions above it, from the root down: P0, P0/C00, P0/C00/R000."""
    parts = path.split("/") if path else []
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


def hours_are_enough(hours: Decimal | None, least: Decimal) -> Problem | None:
    """A region asks for at least as many hours as the terms and the regions above it."""
    if hours is None or hours >= least:
        return None
    message = _l("%(hours)s are asked for anyway. Enter that or more, or leave it empty.", hours=f"{least:g}")
    return Problem("hours_are_enough", message, "hours")


def days_are_few(days: int, most: int, field: str) -> Problem | None:
    """A region has no more patience than the regions above it."""
    if days <= most:
        return None
    message = _l("A region above this one allows %(most)s days. Enter that or fewer.", most=most)
    return Problem("days_are_few", message, field)


def themes_suit_their_stages(
    required: Mapping[str, Collection[str]], stages_of: Mapping[str, Collection[str]]
) -> Problem | None:
    """Only a theme that is there, and for whose stage there are lessons, can be asked for."""
    for stage in Stage:
        for code in sorted(required.get(stage.value, ())):
            if coarse_stage(stage).value not in stages_of.get(code, ()):
                facts = {"code": code, "stage": stage.label}
                message = _l("The theme %(code)s is not taught in %(stage)s. Take it out.", **facts)
                return Problem("themes_suit_their_stages", message, "required", facts)
    return None


def changes_between(before: Rule, after: Rule) -> dict[str, Any]:
    """What a change did, for the log: each changed value before and after."""
    old, new = as_facts(before), as_facts(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def as_facts(rule: Rule) -> dict[str, Any]:
    """A rule as plain values, for the log and for the history of its row."""
    return {
        "hours": None if rule.hours is None else f"{rule.hours.normalize():f}",
        "required": list(required_written(rule.required)),
        "vacancy_days": rule.vacancy_days,
        "confirmation_days": rule.confirmation_days,
    }


def rule_from(facts: Mapping[str, Any]) -> Rule:
    """A rule from its plain values."""
    hours = None if facts["hours"] is None else Decimal(facts["hours"])
    return Rule(hours, required_from(facts["required"]), facts["vacancy_days"], facts["confirmation_days"])


def as_history(rule: Rule, changed_at: datetime, history: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Any]:
    """A rule that holds no longer, for the history of its row; the first one says since when it held."""
    since = {} if history else {"since": changed_at.isoformat()}
    return {**as_facts(rule), **since, "until": now.isoformat()}
