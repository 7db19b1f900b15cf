"""The cheapest term of a person at one or two schools: an exact dynamic program, for thousands of people at once.

It goes through the term segment by segment (a week, cut where a quarter begins) and remembers, for each
person, how many lessons each school has had, whether it had one in this quarter and one on the
constitution, and, inside a week that is cut, how many the week has had.  Every entry is the least cost
of the visits, the wishes missed, the quarters left empty and the constitution, so that what it finds is
the best there is for this person while everybody else stays as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from course.planning.solver.calendar import NEVER, Segment
from course.planning.solver.day_costs import DayOption
from course.planning.solver.week_table import NOTHING, SegmentTable, Visit, segment_table

# What a lesson that finds no place costs: more than any term; an appointee's costs more than a substitute's.
MISSING, MISSING_OF_SUBSTITUTE = 2 * 10**6, 10**6
QUARTER_AXES, CONSTITUTION_AXES, WEEK_AXIS, COUNT_AXES = (0, 1), (2, 3), 4, (5, 6)


@dataclass(frozen=True)
class Question:
    """What is asked for many people: the options of each day, what quarters are worth, the room of each week.

    ``fresh`` is people × 2 schools × 4 quarters: what the first lesson there saves; ``room`` people × weeks; ``wanted``
    people × 2 schools: the lessons to give; ``missing`` what each that finds no place costs.
    """

    segments: Sequence[Segment]
    options: Sequence[DayOption]
    fresh: np.ndarray
    room: np.ndarray
    wanted: np.ndarray
    missing: np.ndarray
    schools: int


@dataclass(frozen=True)
class Step:
    """One segment of the program: the table of its days, the state before it and after it, and what was chosen."""

    segment: Segment
    table: SegmentTable
    before: np.ndarray
    after: np.ndarray
    choice: np.ndarray
    entries: Sequence[tuple[int, int, int, int]]
    forgotten: tuple[int, ...]


def best_terms(question: Question) -> list[list[Visit]]:
    """The visits of each person, in the order of days; as many of the wanted lessons as there is room for."""
    people = len(question.wanted)
    if not people or not question.options:
        return [[] for _ in range(people)]
    steps = list(program(question))
    return [sorted(retrace(question, steps, person), key=lambda visit: visit.day) for person in range(people)]


def end_costs(question: Question) -> np.ndarray:
    """The least cost of each number of lessons at the two schools, people × numbers × numbers."""
    last = list(program(question))[-1].after
    return np.moveaxis(last.min(axis=(*QUARTER_AXES, *CONSTITUTION_AXES, WEEK_AXIS)), -1, 0)


def program(question: Question) -> Sequence[Step]:
    """Go through the term once."""
    state = np.zeros((1, 1, 1, 1, 1, 1, 1, len(question.wanted)), np.int32)
    worthy = {day for one in question.options if any(one.constitution) for day in np.flatnonzero(one.possible)}
    last = max((number for number, one in enumerate(question.segments) if worthy & set(one.days)), default=-1)
    steps = []
    for number, segment in enumerate(question.segments):
        forgotten = (QUARTER_AXES if segment.closes_quarter else ()) + (CONSTITUTION_AXES if number == last else ())
        step = step_through(question, segment, state, forgotten)
        steps.append(step)
        state = step.after.min(axis=forgotten, keepdims=True) if forgotten else step.after
    return steps


def step_through(question: Question, segment: Segment, before: np.ndarray, forgotten: tuple[int, ...]) -> Step:
    """One segment: every entry of its table, from every state; some of what is remembered is of no use after it."""
    room = question.room[:, segment.week]
    most = int(min(room.max(initial=0), question.wanted.sum(axis=1).max(initial=0)))
    table = segment_table(segment.days, question.options, most, question.schools)
    after = np.full(shape_after(question, segment, before, table, most), NEVER, np.int32)
    choice = np.full(after.shape, NOTHING, np.int16)
    entries = [entry for entry in product(*map(range, table.cost.shape[:4])) if sum(entry[2:]) <= most]
    entrances = {used: entered(question, segment, before, used) for used in product((False, True), repeat=2)}
    for code, entry in enumerate(entries):
        cost = table.cost[entry]
        wanted = entry[2] < after.shape[5] and entry[3] < after.shape[6]
        if wanted and (cost < NEVER // 2).any():
            entrance = entrances[entry[2] > 0, entry[3] > 0]
            take(Taking(code, entry, cost, room, segment.closes_week), entrance, after, choice)
    return Step(segment, table, before, after, choice, entries, forgotten)


def shape_after(
    question: Question, segment: Segment, before: np.ndarray, table: SegmentTable, most: int
) -> tuple[int, ...]:
    """How large the state is after a segment."""
    worth = [max(before.shape[axis], table.cost.shape[axis - 2]) for axis in CONSTITUTION_AXES]
    week = 1 if segment.closes_week else most + 1
    largest = question.wanted.max(axis=0).tolist()
    given = [min(size + most, full + 1) for size, full in zip(before.shape[5:7], largest, strict=True)]
    return (2, question.schools, *worth, week, *given, before.shape[7])


@dataclass(frozen=True)
class Entrance:
    """The states as they enter a segment with lessons at these schools, and the quarters where they arrive."""

    states: np.ndarray
    quarters: tuple[slice, slice]


@dataclass(frozen=True)
class Taking:
    """One entry of a segment's table: its number, its lessons, its cost by person, and the room of the week."""

    code: int
    entry: tuple[int, int, int, int]
    cost: np.ndarray
    room: np.ndarray
    closes_week: bool


def entered(question: Question, segment: Segment, before: np.ndarray, used: tuple[bool, bool]) -> Entrance:
    """The states as they enter a segment, with what the quarter's first lesson saves."""
    quarters = []
    for axis in QUARTER_AXES:
        quarters.append(slice(1, 2) if used[axis] else slice(0, before.shape[axis]))
        if used[axis]:
            first = before.take([0], axis) - question.fresh[:, axis, segment.quarter]
            before = np.minimum(first, before.take([1], axis)) if before.shape[axis] == 2 else first
    return Entrance(before, (quarters[0], quarters[1]))


def take(taking: Taking, entrance: Entrance, after: np.ndarray, choice: np.ndarray) -> None:
    """Let every state take one entry of the table."""
    states, entry, number = entrance.states, taking.entry, taking.entry[2] + taking.entry[3]
    worth = [slice(0, min(states.shape[axis], after.shape[axis] - entry[axis - 2])) for axis in CONSTITUTION_AXES]
    reached = [slice(step, part.stop + step) for part, step in zip(worth, entry, strict=False)]
    counts = [
        slice(0, min(states.shape[axis], after.shape[axis] - step))
        for axis, step in zip((5, 6), entry[2:], strict=True)
    ]
    arrived = [slice(step, part.stop + step) for part, step in zip(counts, entry[2:], strict=True)]
    for spent in range(states.shape[WEEK_AXIS]):
        week = 0 if taking.closes_week else spent + number
        if week < after.shape[WEEK_AXIS]:
            allowed = np.where(taking.room >= spent + number, taking.cost, NEVER)
            candidate = states[:, :, worth[0], worth[1], spent, counts[0], counts[1]] + allowed
            target = (*entrance.quarters, *reached, week, *arrived)
            better = candidate < after[target]
            np.copyto(after[target], candidate, where=better)
            np.copyto(choice[target], taking.code, where=better)


State = tuple[int, ...]


def retrace(question: Question, steps: Sequence[Step], person: int) -> list[Visit]:
    """The visits that led to the best end."""
    at = best_end(steps[-1].after[..., person], question.wanted[person], question.missing[person])
    visits: list[Visit] = []
    for step in reversed(steps):
        at = before_forgetting(step, person, at)
        entry = step.entries[step.choice[(*at, person)]]
        visits += step.table.days_of(entry, person, question.options)
        at = came_from(question, step, person, at, entry)
    return visits


def best_end(after: np.ndarray, wanted: np.ndarray, missing: np.ndarray) -> State:
    """The cheapest state with as many of the wanted lessons as possible, and no more."""
    here, there = wanted.tolist()
    possible = after[..., : here + 1, : there + 1].astype(np.int64)
    short = [
        (whole - np.arange(size)) * cost
        for whole, size, cost in zip((here, there), possible.shape[-2:], missing.tolist(), strict=True)
    ]
    total = possible + short[0][:, None] + short[1][None, :]
    return tuple(int(one) for one in np.unravel_index(total.argmin(), total.shape))


def before_forgetting(step: Step, person: int, at: State) -> State:
    """The state before a quarter, or the constitution, was forgotten."""
    if not step.forgotten:
        return at
    after = step.after[..., person]
    known = tuple(slice(None) if axis in step.forgotten else slice(one, one + 1) for axis, one in enumerate(at))
    part = after[known]
    found = np.unravel_index(part.argmin(), part.shape)
    return tuple(int(found[axis]) if axis in step.forgotten else one for axis, one in enumerate(at))


def came_from(question: Question, step: Step, person: int, at: State, entry: tuple[int, int, int, int]) -> State:
    """The state from which a segment was entered."""
    fixed = (*(one - used for one, used in zip(at[2:4], entry[:2], strict=True)),)
    lessons = tuple(one - used for one, used in zip(at[5:7], entry[2:], strict=True))
    number, fresh = sum(entry[2:]), question.fresh[person, :, step.segment.quarter]
    best: tuple[int, State] | None = None
    for here, there, spent in product(*(range(step.before.shape[axis]) for axis in (0, 1, WEEK_AXIS))):
        quarters = (here, there)
        stays = all(used or quarter == now for quarter, now, used in zip(quarters, at[:2], entry[2:], strict=True))
        if not stays or not week_matches(step, at, spent, number, int(question.room[person, step.segment.week])):
            continue
        saved = sum(int(fresh[axis]) for axis in QUARTER_AXES if entry[2 + axis] and not quarters[axis])
        state = (here, there, *fixed, spent, *lessons)
        cost = int(step.before[(*state, person)]) - saved
        if best is None or cost < best[0]:
            best = (cost, state)
    if best is None:
        raise AssertionError("a state of the program has no origin")
    return best[1]


def week_matches(step: Step, at: State, spent: int, number: int, room: int) -> bool:
    """Whether a week with so many lessons before the segment leads to this state."""
    return spent + number <= room and (step.segment.closes_week or spent + number == at[WEEK_AXIS])
