"""Verbs of the rules of regions: change what a region asks for, keep what stood there before, count anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from course.access import audit
from course.access.models import User
from course.coverage.models import RegionRule
from course.coverage.region_rules import rules
from course.coverage.region_rules.queries import own_rule, rule_above
from course.coverage.region_rules.rules import Rule
from course.db import db
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _l
from course.roster.models import Region
from course.schedule.queries import themes

MOST_KEPT = 100
# Whatever keeps figures that a rule decides about adds itself here: path of the region, moment of the change.
AFTER_CHANGE: list[Callable[[str, datetime], None]] = []


def change_rule(region: Region, asked: Rule, *, by_terms: Decimal, user: User, now: datetime) -> RegionRule:
    """Ask for this in a region from now on."""
    refuse(problems_of(asked, rule_above(region.path), by_terms))
    row = db.session.get(RegionRule, region.path, with_for_update=True, populate_existing=True)
    before = own_rule(row) if row else Rule()
    changes = rules.changes_between(before, asked)
    if row is None:
        row = RegionRule(region_path=region.path, history=[])
    elif changes:
        stood = rules.as_history(before, row.changed_at, row.history, now)
        row.history = [stood, *row.history][:MOST_KEPT]
    # Of a row without a history the last change says since when it holds.
    if changes or not row.changed_at:
        write(row, asked, user, now)
    audit.note("rule.change", f"region:{region.code}", user=user, now=now, region_path=region.path, **changes)
    for recount in AFTER_CHANGE:
        recount(region.path, now)
    return row


def problems_of(asked: Rule, above: Rule | None, by_terms: Decimal) -> list[Problem | None]:
    """Everything that speaks against a rule; ``above`` is None where no region above has one."""
    problems = [
        rules.hours_are_enough(asked.hours, rules.hours_asked(above or Rule(), by_terms)),
        rules.themes_suit_their_stages(asked.required, {row.code: row.stages for row in themes()}),
    ]
    if above:
        problems += [rules.days_are_few(getattr(asked, name), getattr(above, name), name) for name in rules.DAYS]
    return problems


def write(row: RegionRule, asked: Rule, user: User, now: datetime) -> None:
    """Put the values into the row; where a colleague made the row a moment ago, say so."""
    row.hours, row.required_themes = asked.hours, rules.required_written(asked.required)
    row.vacancy_days, row.confirmation_days = asked.vacancy_days, asked.confirmation_days
    row.changed_by_id, row.changed_at = user.id, now
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        message = _l("A colleague has just changed these rules. Look at them again, then change them.")
        raise RuleBroken(Problem("changed_once", message)) from error
