"""Commands of gaps: why a plan leaves schools without hours or classes, and what would help one of them."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext

from course.access.models import Role
from course.access.scope import Scope
from course.i18n import local_now
from course.planning.models import PlanPart
from course.planning.reasons import queries as reason_queries
from course.planning.reasons import wording as reason_wording
from course.planning.reasons.page import by_what_is_missing, funnels, people_of
from course.planning.reasons.queries import person_names, school_names
from course.planning.reasons.wording import REASONS
from course.planning.solver.reasons_remedies import remedies
from course.roster.models import School

EVERYTHING = Scope(Role.ADMIN)
NOT_FOUND = 1


@click.command
@click.argument("plan_id", type=click.IntRange(1, 2147483647))
@click.option("--school", "code", default="", help="One school: its funnel, and what would help it.")
@with_appcontext
def explain(plan_id: int, code: str) -> None:
    """Say why a plan leaves schools without hours or classes, with the numbers that prove it."""
    if code:
        found = reason_queries.part_of_school(plan_id, code, EVERYTHING)
        if found is None:
            give_up(f"There is no school {code} in plan {plan_id}.")
        explain_school(*found)
        return
    parts = reason_queries.parts_in_scope(plan_id, EVERYTHING)
    if not parts:
        give_up(f"There is no plan {plan_id}, or nothing of it is made.")
    for part in parts:
        explain_county(part)


def give_up(text: str) -> NoReturn:
    """Say why nothing can be said, and end."""
    click.echo(text, err=True)
    sys.exit(NOT_FOUND)


def explain_county(part: PlanPart) -> None:
    """A line for each school of a county that lacks something."""
    gaps = by_what_is_missing(part.gaps)
    schools, people = school_names([gap["school"] for gap in gaps]), people_of(gaps)
    click.echo(f"{part.region.code} {part.region.name}: {len(gaps)}")
    for gap in gaps:
        name = f"{gap['school']} {schools[gap['school']]}"
        click.echo(f"  {name}: {reason_wording.missing(gap)} · {said(gap, people)}")


def said(gap: dict[str, Any], people: dict[str, str]) -> str:
    """The reason in words: its proof, or what it means where no proof is needed."""
    reason = REASONS[gap["kind"]]
    return f"{reason.title}: {reason_wording.proof(gap, people) or reason.text}"


def explain_school(part: PlanPart, school: School) -> None:
    """The reason, the funnel of each person and the remedies of one school."""
    gap = next((one for one in part.gaps if one["school"] == school.code), None)
    if gap is None:
        click.echo(f"{school.code} {school.name}: nothing is missing.")
        return
    people = people_of([gap])
    click.echo(f"{school.code} {school.name}: {reason_wording.missing(gap)} · {said(gap, people)}")
    for person in funnels(gap, people):
        click.echo(f"  {person.code} {person.name}")
        for step in person.steps:
            click.echo(f"    {step.left:>6} {step.label}")
        click.echo(f"    {person.lessons['most']:>6} lessons at most in {person.lessons['weeks']} weeks")
    tell_remedies(part, school)


def tell_remedies(part: PlanPart, school: School) -> None:
    """What would help, each planned before it is named."""
    situation = reason_queries.situation_of(part, local_now())
    found = remedies(situation.instance, situation.lessons, situation.place_of(school.id))
    names = person_names({one["person"] for one in found if "person" in one})
    for one in found:
        click.echo(f"  -> {reason_wording.remedy(one, names)}: {reason_wording.gain(one)}")
