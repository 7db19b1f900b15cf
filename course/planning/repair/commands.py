"""The command of repairs: ``plan repair``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NoReturn

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from course.access.models import Role
from course.access.scope import Scope
from course.db import db, one_transaction, utc_now
from course.errors import RuleBroken
from course.i18n import local_now
from course.planning.repair import actions as repair_actions
from course.planning.repair import queries
from course.planning.repair.choices import choice_of
from course.planning.repair.queries import Span
from course.planning.repair.repairing import Lost, find
from course.planning.solver.instance import Instance, Taught, clock_of
from course.planning.solver.repair_proof import Proof
from course.roster.models import Term, VicePrincipal

LEFT, UNREADABLE = 1, 2
EVERYTHING = Scope(Role.ADMIN)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command
@click.option("--vice-principal", "code", required=True, help="The code of who cannot come.")
@click.option("--from", "first", type=DAY, required=True, help="The first day away.")
@click.option("--to", "last", type=DAY, required=True, help="The last day away.")
@click.option("--term", "term_name", default="", help="Only lessons of this term; by default of any.")
@click.option("--on", "today", type=DAY, help="The day that counts as today: earlier lessons stay as they are.")
@click.option("--apply", "applies", is_flag=True, help="Enter the time away and make the change.")
@with_appcontext
def repair(code: str, first: datetime, last: datetime, term_name: str, today: datetime | None, applies: bool) -> None:
    """Print the smallest change that keeps the lessons of someone who is called away.

    Ends with 0 where all lessons are kept, 1 where one is not, 2 where something asked for does not exist.
    """
    person, span = person_of(code), span_of(first, last)
    clock = today or local_now()
    found = lost_by(person, span, term_of(term_name), clock)
    tell(found)
    if applies:
        make_it_so(person, span, found, clock)
    sys.exit(LEFT if any(lost.answer.best is None for lost in found) else 0)


def person_of(code: str) -> VicePrincipal:
    """The vice-principal of this code, or the end of the command."""
    person = db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code == code))
    return person or refuse(f"There is no vice-principal with the code {code}.")


def span_of(first: datetime, last: datetime) -> Span:
    """Whole days, the last one included."""
    return Span(first, last + timedelta(days=1)) if first <= last else refuse("--to must not be before --from.")


def term_of(name: str) -> Term | None:
    """The term of this name; None where none is named."""
    term = db.session.scalar(sa.select(Term).where(Term.name == name)) if name else None
    return term or (refuse(f"There is no term with the name {name}.") if name else None)


def refuse(sentence: str) -> NoReturn:
    """Say what is wrong and end the command."""
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)


def lost_by(person: VicePrincipal, span: Span, term: Term | None, clock: datetime) -> list[Lost]:
    """The lessons that are lost, with what can become of them."""
    lessons = queries.lost_lessons(EVERYTHING, person.id, span, clock)
    of_term = [one for one in lessons if term is None or term.start <= one.start.date() <= term.end]
    return find(of_term, span, clock.date())


def tell(found: Sequence[Lost]) -> None:
    """Print a line for each lesson, and how many are lost, changed, re-placed and impossible."""
    for lost in found:
        click.echo(f"{said_lesson(lost.instance, lost.answer.lesson)} {said_answer(lost)}")
    options = [lost.answer.best for lost in found if lost.answer.best]
    changed, proved = sum(len(option.moves) for option in options), sum(lost.answer.proof is not None for lost in found)
    click.echo(f"lost {len(found)}  changed {changed}  re-placed {len(options)}  impossible {proved}")


def said_answer(lost: Lost) -> str:
    """What becomes of a lesson: where it goes and what else moves, or why it cannot be kept."""
    best, instance = lost.answer.best, lost.instance
    if best is not None:
        steps = [f"-> {said_lesson(instance, best.after)} ({best.step.name.lower()}, cost {best.cost:+.1f})"]
        steps += [
            f"and {said_lesson(instance, move.before)} -> {said_lesson(instance, move.after)}"
            for move in best.moves[1:]
        ]
        return "  ".join(steps)
    proof = lost.answer.proof
    return f"impossible: {said_proof(instance, proof)}" if proof else "left: one more lesson would have to give way"


def said_lesson(instance: Instance, lesson: Taught) -> str:
    """A lesson by its codes: school, classes, theme, time, vice-principal."""
    known = instance.class_of
    classes = ";".join(known[one].label for one in lesson.classes if one in known)
    times = f"{clock_of(lesson.start):%Y-%m-%d %H:%M}-{clock_of(lesson.end):%H:%M}"
    school, person = instance.schools[lesson.school].code, instance.people[lesson.person].code
    return f"{school} {classes} {lesson.theme} {times} {person}"


def said_proof(instance: Instance, proof: Proof) -> str:
    """The numbers of a proof."""
    if not proof.lessons:
        return f"none of {proof.places} periods fits, also with one other lesson giving way"
    rooms = ", ".join(
        f"{instance.people[room.person].code} {room.weeks} weeks of {room.a_week}: {room.lessons}"
        for room in proof.rooms
    )
    return f"{rooms or 'nobody has a free period'}; {proof.room} < {proof.lessons} lessons"


def make_it_so(person: VicePrincipal, span: Span, found: Sequence[Lost], clock: datetime) -> None:
    """Enter the time away and move the lessons; nothing of it where somebody was faster."""
    choices = [choice_of(lost.ground, lost.answer.best) for lost in found if lost.answer.best]
    given = {"user": None, "now": utc_now(), "clock": clock}
    try:
        with one_transaction():
            repair_actions.enter_absence(person, span, **given)
            told = repair_actions.repair(choices, EVERYTHING, **given) if choices else 0
    except RuleBroken as broken:
        refuse("Nothing was changed. " + " ".join(str(problem.message) for problem in broken.problems))
    click.echo(f"Done; {told} people were told.")
