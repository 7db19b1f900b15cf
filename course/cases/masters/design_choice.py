"""The design that somebody chooses at a download: built in, or a master that is offered to them."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort

from course.cases.masters.designs import Plan, design_of
from course.cases.models import Master
from course.roster.models import Stage
from slides import Design


def chosen(masters: Iterable[Master], asked: str) -> Master | None:
    """The master of this number among those that are offered; None for the built-in design, 404 for any other."""
    if not asked:
        return None
    return next((master for master in masters if str(master.id) == asked), None) or abort(404)


def plan_of(masters: Iterable[Master], asked: str) -> Plan | None:
    """The plan of a chosen master as it is in use; None for the built-in design, 404 for one that is not offered."""
    master = chosen(masters, asked)
    return Plan.of(master) if master else None


def in_addresses(plan: Plan | None) -> dict[str, int]:
    """What addresses carry, so that every page, picture and file of a deck wears the chosen design."""
    return {"master": plan.master_id} if plan else {}


def design_for(plan: Plan | None, stage: Stage) -> Design | None:
    """The design of a chosen master for a stage; None where the stage's built-in one is meant."""
    return design_of(plan, stage.value) if plan else None
