"""Who should serve which school of a county: a county in, a proposal with its reasons and figures out.

First the min-cost flow gives every school somebody and every person a school (``appointing_flow``), then schools
that are short of lessons get one more person at a time (``appointing_lessons``).  Appointments that last stay as
they are; nobody is taken away from a school before the time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from course.planning.solver.appointing_costs import Distances, distances
from course.planning.solver.appointing_flow import Chosen, Pair, choose
from course.planning.solver.appointing_lessons import add_for_lessons, lessons_of
from course.planning.solver.county import County, in_order
from course.planning.solver.proposal import AppointmentFigures, Proposal, Proposed, Why, WhyVacant


def propose(county: County) -> Proposal:
    """The appointments that should be made or renewed; the order of the rows makes no difference."""
    county = in_order(county)
    if not county.people or not county.schools:
        return Proposal(vacant=vacant(county, ()), figures=figures(county, Chosen(), (), None))
    km = distances(county)
    flow = choose(county, km)
    chosen, short = add_for_lessons(county, km, flow)
    lines = tuple(proposed_lines(county, km, chosen, short))
    renewed = {line.renews for line in lines}
    return Proposal(
        lines,
        vacant(county, lines),
        tuple(one.id for one in county.ending.values() if one.end >= county.day and one.id not in renewed),
        figures(county, chosen, lines, km),
    )


def proposed_lines(county: County, km: Distances, chosen: Chosen, short: Mapping[Pair, int]) -> list[Proposed]:
    """The chosen pairs with their reasons, school by school; within a school renewals first, then the nearest."""
    of_schools: dict[int, list[int]] = defaultdict(list)
    for place, seat in chosen.pairs:
        of_schools[place].append(seat)
    kept = Counter(one.school for one in county.kept)
    lines = []
    for place in sorted(of_schools):
        already = kept[county.schools[place].id]
        for seat in sorted(of_schools[place], key=lambda seat: line_order(county, km, short, (place, seat))):
            lines.append(line(county, km, (place, seat), already, short))
            already += 1
    return lines


def line_order(county: County, km: Distances, short: Mapping[Pair, int], pair: Pair) -> tuple[bool, bool, float, int]:
    """Renewals first, those for missing lessons last, the nearest before the others."""
    return not is_renewal(county, pair), pair in short, float(km[pair]), pair[1]


def is_renewal(county: County, pair: Pair) -> bool:
    """Whether this person serves this school now, or did lately."""
    return (county.people[pair[1]].id, county.schools[pair[0]].id) in county.ending


def line(county: County, km: Distances, pair: Pair, already: int, short: Mapping[Pair, int]) -> Proposed:
    """One proposed appointment with the reason for it; ``already`` are those who serve the school without it."""
    school, person = county.schools[pair[0]], county.people[pair[1]]
    before = county.ending.get((person.id, school.id))
    why = Why.RENEWED if before else Why.LESSONS if pair in short else Why.SPARE if already else Why.FIRST
    return Proposed(
        person=person.id,
        school=school.id,
        km=round(float(km[pair]), 1),
        why=why,
        renews=before.id if before else None,
        nearer=int((km[pair[0]] < km[pair]).sum()) if why is Why.FIRST else 0,
        lessons=school.lessons,
        given=short.get(pair, 0),
        people=already,
    )


def vacant(county: County, lines: Sequence[Proposed]) -> dict[int, WhyVacant]:
    """The schools left without anybody, and why."""
    served = {one.school for one in county.kept} | {line.school for line in lines}
    why = WhyVacant.ALL_TAKEN if county.people else WhyVacant.NO_PEOPLE
    return {school.id: why for school in county.schools if school.id not in served}


def figures(county: County, chosen: Chosen, lines: Sequence[Proposed], km: Distances | None) -> AppointmentFigures:
    """What the proposal changes."""
    today = {(one.person, one.school) for one in county.held if one.start <= county.day <= one.end}
    after = {(one.person, one.school) for one in county.kept} | {(line.person, line.school) for line in lines}
    renewed = sum(line.why is Why.RENEWED for line in lines)
    both = [county.pairs_of(pairs) for pairs in (today, after)]
    given = [0 if km is None else lessons_of(county, pairs).given for pairs in both]
    return AppointmentFigures(
        schools=len(county.schools),
        people=len(county.people),
        vacant_today=len(county.places.keys() - {school for _, school in today}),
        vacant_after=len(county.places.keys() - {school for _, school in after}),
        renewed=renewed,
        new=len(lines) - renewed,
        unused_today=len(county.seats.keys() - {person for person, _ in today}),
        unused_after=len(county.seats.keys() - {person for person, _ in after}),
        lessons=sum(school.lessons for school in county.schools),
        lessons_today=given[0],
        lessons_after=given[1],
        kilometres=round(sum(line.km for line in lines) / len(lines), 2) if lines else 0.0,
        candidates=chosen.candidates,
        optimal=chosen.optimal,
    )
