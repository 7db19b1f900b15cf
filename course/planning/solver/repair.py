"""Repair: when lessons are lost, the smallest change that keeps them, or the proof that none does.

The same person at another time, then a colleague who is appointed to the school, too, then a
substitute of the same station, then one other lesson that gives way, then the proof.  All lost
lessons are looked at together; no lesson but those is moved unless an option says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from course.planning.solver.instance import Instance, Spans, Taught
from course.planning.solver.repair_options import Option, few, worth_showing
from course.planning.solver.repair_proof import Proof, proof_for
from course.planning.solver.repair_search import Search
from course.planning.solver.repair_standing import Standing
from course.planning.solver.repair_swaps import swaps_for
from course.planning.solver.verify import Known


@dataclass(frozen=True)
class Answer:
    """What can become of one lost lesson: the way that is proposed, those to choose from, or why there is none."""

    lesson: Taught
    options: tuple[Option, ...] = ()
    best: Option | None = None
    proof: Proof | None = None

    @property
    def gives_way(self) -> bool:
        """Whether another lesson is moved for this one."""
        return self.best is not None and len(self.best.moves) > 1


@dataclass(frozen=True)
class Repair:
    """What can become of all lost lessons together, in the order of time."""

    answers: tuple[Answer, ...] = ()

    @property
    def kept(self) -> int:
        """How many lessons have a place."""
        return sum(answer.best is not None for answer in self.answers)

    @property
    def moves(self) -> int:
        """How many lessons would be moved: those that are kept, and those that give way for one."""
        return sum(len(answer.best.moves) for answer in self.answers if answer.best)


def away(instance: Instance, person: int, start: int, end: int) -> Instance:
    """The instance in which a person cannot teach from one moment to another."""
    known = instance.absences
    times = Spans([*known.owners, person], [*known.starts, start], [*known.ends, end])
    return replace(instance, absences=times)


def quick_repair(instance: Instance, lost: Collection[Taught]) -> Repair:
    """The smallest change in which no other lesson is moved; a lesson that finds no place is not explained."""
    search = searched(instance, lost)
    return Repair(tuple(seated(search, lesson) for lesson in search.lost))


def full_repair(instance: Instance, lost: Collection[Taught], movable: Collection[Taught]) -> Repair:
    """The smallest change in which one of the movable lessons may give way; what cannot be kept is explained.

    Of the movable lessons those at the planned schools are moved; the others only count in the proofs.
    """
    search = searched(instance, lost)
    answers = {lesson: seated(search, lesson) for lesson in search.seats}
    placed = (place.lesson(lesson) for lesson, place in search.seats.items())
    coming = {*movable, *placed} - set(lost)
    may_move = [one for one in movable if one in coming and one.school in set(instance.planned_schools)]
    for lesson in search.left:
        search.standing.free_place(lesson)
        options = swaps_for(search.standing, lesson, may_move)
        proof = None if options else proof_for(search.standing, lesson, coming)
        answers[lesson] = Answer(lesson, shown(options), None, proof)
        if options and not any(answer.gives_way for answer in answers.values()):
            best = options[0]
            answers[lesson] = Answer(lesson, shown(options), best)
            may_move.remove(best.moves[1].before)
            coming = coming - {best.moves[1].before} | take(search.standing, best)
        else:
            search.standing.keep_place(lesson)
    return Repair(tuple(answers[lesson] for lesson in search.lost))


def searched(instance: Instance, lost: Collection[Taught]) -> Search:
    """The best places of the lost lessons among those that stand."""
    gone = set(lost)
    return Search(Standing(Known(instance), (one for one in instance.held if one not in gone)), gone)


def seated(search: Search, lesson: Taught) -> Answer:
    """What a lesson can become that has a place, or that has none yet."""
    seat = search.seats.get(lesson)
    if seat is None:
        return Answer(lesson)
    options = tuple(place.option(lesson) for place in worth_showing(search.places[lesson], seat))
    return Answer(lesson, options, options[0])


def shown(options: Sequence[Option]) -> tuple[Option, ...]:
    """A few of the ways by which another lesson gives way."""
    return tuple(dict.fromkeys(few(options)))


def take(standing: Standing, option: Option) -> set[Taught]:
    """Let both lessons of a swap stand where they end up."""
    lost, other = option.moves
    standing.lift(other.before)
    for move in (lost, other):
        standing.put(move.after)
    return {lost.after, other.after}
