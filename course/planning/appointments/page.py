"""What the appointment pages show: a county's proposal beside today's appointments, and whom a school could have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from course.access.scope import Scope
from course.jobs import Job, JobState
from course.planning.appointments import page_queries as queries
from course.planning.appointments.proposals import ProposedLine, Standing, lines_now
from course.planning.appointments.wording import reason, reason_vacant
from course.planning.solver.county import Held
from course.roster.models import Region, School, VicePrincipal
from course.travel import kilometres

LINES_ON_A_PAGE = 100
CANDIDATES_SHOWN = 12


@dataclass(frozen=True)
class Today:
    """Somebody who serves a school now, and until when."""

    person: VicePrincipal
    end: date


@dataclass(frozen=True)
class LineShown:
    """One proposed appointment as the page shows it."""

    line: ProposedLine
    school: School
    person: VicePrincipal
    today: Sequence[Today]
    why: str


@dataclass(frozen=True)
class ProposalPage:
    """The proposal of a county: one page of its lines, and what it leaves open."""

    job: Job
    region: Region
    lines: Sequence[LineShown]
    open: int
    done: int
    changed: int
    total: int
    vacant: Sequence[tuple[School, str]] = ()
    not_renewed: Sequence[tuple[School, VicePrincipal, date]] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CandidateLine:
    """Somebody who could be appointed to a school: how far they live, and which schools they serve already."""

    person: VicePrincipal
    km: float
    schools: Sequence[School]
    elsewhere: int


def lines_of(job: Job) -> list[ProposedLine]:
    """The lines of a finished proposal as they stand now."""
    kept = job.result
    people, schools = ({row[name] for row in kept["lines"]} for name in ("person", "school"))
    return lines_now(kept, queries.held_at(people, schools, date.fromisoformat(kept["day"])))


def proposal_page(job: Job, region: Region, scope: Scope, number: int, today: date) -> ProposalPage:
    """One page of the lines of a proposal."""
    lines = lines_of(job)
    counts = {standing: sum(line.standing is standing for line in lines) for standing in Standing}
    shown = lines[(number - 1) * LINES_ON_A_PAGE : number * LINES_ON_A_PAGE]
    ending = queries.held_by_id(job.result["not_renewed"])
    vacant = {int(school): why for school, why in job.result["vacant"].items()}
    serving = serving_today([line.school for line in shown], today)
    everyone = [*ending, *(one for rows in serving.values() for one in rows)]
    schools = queries.schools_by_id(scope, {*vacant, *(line.school for line in shown), *(one.school for one in ending)})
    people = queries.people_by_id(scope, {line.person for line in shown} | {one.person for one in everyone})
    return ProposalPage(
        job=job,
        region=region,
        lines=[
            line_shown(line, schools, people, serving)
            for line in shown
            if line.school in schools and line.person in people
        ],
        open=counts[Standing.OPEN],
        done=counts[Standing.DONE],
        changed=counts[Standing.CHANGED],
        total=len(lines),
        vacant=[(schools[school], reason_vacant(why)) for school, why in vacant.items() if school in schools],
        not_renewed=[
            (schools[one.school], people[one.person], one.end)
            for one in ending
            if one.school in schools and one.person in people
        ],
        figures=job.result["figures"],
    )


def line_shown(
    line: ProposedLine,
    schools: Mapping[int, School],
    people: Mapping[int, VicePrincipal],
    serving: Mapping[int, Sequence[Held]],
) -> LineShown:
    """One line with its school, its person and who serves the school today."""
    serving_now = (one for one in serving.get(line.school, ()) if one.person in people)
    today = [Today(people[one.person], one.end) for one in serving_now]
    return LineShown(line, schools[line.school], people[line.person], today, reason(line.facts))


def serving_today(school_ids: Sequence[int], today: date) -> dict[int, list[Held]]:
    """Who serves these schools today."""
    found: dict[int, list[Held]] = defaultdict(list)
    for one in queries.held_at((), school_ids, today):
        if one.start <= today:
            found[one.school].append(one)
    return found


def is_waiting(job: Job | None) -> bool:
    """Whether a proposal is being made."""
    return job is not None and job.state in {JobState.WAITING, JobState.RUNNING}


def candidates_for(school: School, scope: Scope, word: str, today: date) -> list[CandidateLine]:
    """The nearest people who do not serve the school: of its county, or with this word in name or code."""
    people = queries.people_for(scope, school.region_path, word)
    served: dict[int, set[int]] = defaultdict(set)
    for one in queries.held_at([person.id for person in people], (), today):
        served[one.person].add(one.school)
    here = (school.lat, school.lon)
    free = ((kilometres(here, place_of(one)), one) for one in people if school.id not in served[one.id])
    nearest = sorted(free, key=lambda pair: (pair[0], pair[1].code))[:CANDIDATES_SHOWN]
    schools = queries.schools_by_id(scope, {number for _, person in nearest for number in served[person.id]})
    lines = []
    for km, person in nearest:
        seen = [schools[number] for number in sorted(served[person.id]) if number in schools]
        lines.append(CandidateLine(person, km, seen, len(served[person.id]) - len(seen)))
    return lines


def place_of(person: VicePrincipal) -> tuple[float | None, float | None]:
    """Where a person is: their own place, or their station."""
    known = person.lat is not None and person.lon is not None
    return (person.lat, person.lon) if known else (person.station.lat, person.station.lon)
