"""Rules of appointments: days and limits; and a proposal as it is kept beside what has changed since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.planning.appointments import rules
from course.planning.appointments.proposals import Standing, as_json, lines_now
from course.planning.appointments.rules import Limits, Span
from course.planning.solver.county import Candidate, County, Held, SchoolToServe
from course.planning.solver.proposal import Proposal, Proposed, Why

TODAY = date(2026, 11, 26)
LATER = date(2029, 8, 31)


@pytest.mark.parametrize(
    "start, end",
    [
        (date(2026, 9, 1), date(2029, 8, 31)),
        (date(2026, 11, 26), date(2029, 8, 31)),
        (date(2027, 1, 1), date(2029, 8, 31)),
        (date(2027, 7, 1), date(2030, 8, 31)),
        (date(2027, 8, 31), date(2030, 8, 31)),
        (date(2028, 2, 29), date(2030, 8, 31)),
        (date(2028, 3, 10), date(2031, 8, 31)),
    ],
)
def test_an_appointment_ends_with_the_school_year_nearest_to_three_years(start: date, end: date) -> None:
    assert rules.last_day(start, "09-01") == end


def test_what_ends_in_the_term_or_within_three_months_is_renewed() -> None:
    assert rules.renewed_before(TODAY, date(2027, 6, 30)) == date(2027, 6, 30)
    assert rules.renewed_before(TODAY, date(2027, 1, 22)) == TODAY + timedelta(days=90)
    assert rules.renewed_before(TODAY, None) == TODAY + timedelta(days=90)


@pytest.mark.parametrize(
    "start, end, broken",
    [
        (TODAY, LATER, set()),
        (TODAY, TODAY, {"ends_after_it_starts"}),
        (date(2026, 3, 1), date(2026, 11, 25), {"is_not_over"}),
        (date(2020, 3, 1), date(2026, 12, 31), {"starts_within_a_year", "is_not_too_long"}),
        (date(2028, 3, 1), date(2029, 3, 1), {"starts_within_a_year"}),
        (TODAY, date(2099, 8, 31), {"is_not_too_long"}),
    ],
)
def test_days_that_are_mistyped_are_refused(start: date, end: date, broken: set[str]) -> None:
    assert {problem.rule for rule in rules.DAYS if (problem := rule(start, end, TODAY))} == broken


def span(person: int, school: int, start: date = TODAY, end: date = LATER) -> Span:
    return Span(person, school, start, end)


EARLIER = (date(2023, 9, 1), date(2026, 11, 25))


@pytest.mark.parametrize(
    "known, fits",
    [
        ([], True),
        ([span(1, 2)], True),
        ([span(1, 2), span(1, 3)], False),
        ([span(1, 2), span(1, 3, *EARLIER)], True),
        ([span(1, 2), span(1, 2, *EARLIER), span(9, 3)], True),
        ([span(1, 2), span(1, 1)], True),
    ],
)
def test_a_third_school_of_a_person_needs_a_reason(known: list[Span], fits: bool) -> None:
    problem = rules.serves_few_schools(span(1, 1), known, Limits(), "王立新")
    assert (problem is None) is fits


def test_a_sixth_person_at_a_school_needs_a_reason() -> None:
    five = [span(number, 1) for number in range(2, 7)]
    assert rules.has_few_people(span(1, 1), five, Limits(), "实验小学").rule == "has_few_people"
    assert rules.has_few_people(span(1, 1), five[1:], Limits(), "实验小学") is None
    assert rules.has_few_people(span(1, 1), five, Limits(people=6), "实验小学") is None


def test_nobody_is_appointed_twice_at_one_time() -> None:
    names = ("王立新", "实验小学")
    assert rules.is_new(span(1, 1), [span(1, 1, *EARLIER), span(1, 2)], names) is None
    assert rules.is_new(span(1, 1), [span(1, 1, date(2026, 9, 1))], names).rule == "is_new"


def test_an_appointment_is_ended_on_one_of_its_days() -> None:
    assert rules.ends_within(TODAY, TODAY, LATER) is None
    assert rules.ends_within(LATER, TODAY, LATER).field == "day"
    assert rules.ends_within(TODAY - timedelta(days=1), TODAY, LATER) is not None


def test_a_new_appointment_waits_where_one_that_ends_still_fills_the_limit() -> None:
    ending = [date(2026, 12, 31)]
    assert rules.first_free_day(TODAY, 1, ending, 1, 2) == date(2027, 1, 1)
    assert rules.first_free_day(TODAY, 0, ending, 1, 2) == TODAY
    assert rules.first_free_day(TODAY, 2, [], 1, 2) == TODAY


def a_county(*held: Held) -> County:
    schools = (SchoolToServe(1, "S1", "一小", "primary"), SchoolToServe(2, "S2", "二小", "primary"))
    people = (Candidate(1, "P1", "王立新"), Candidate(2, "P2", "李明"))
    return County("R", TODAY, date(2027, 1, 22), schools, people, held)


ENDS = Held(7, 1, 1, date(2024, 9, 1), date(2026, 12, 31))
LASTS = Held(8, 2, 2, date(2024, 9, 1), LATER)
RENEWED = Proposed(1, 1, 2.0, Why.RENEWED, renews=7)
NEW = Proposed(1, 2, 4.0, Why.LESSONS, lessons=30, given=16, people=1)


def kept() -> dict:
    return as_json(a_county(ENDS, LASTS), Proposal((RENEWED, NEW)), TODAY, "09-01")


def test_a_renewal_begins_when_the_old_appointment_is_over() -> None:
    renewed, new = kept()["lines"]
    assert (renewed["start"], renewed["end"], renewed["ended"]) == ("2027-01-01", "2029-08-31", "2026-12-31")
    assert (new["start"], new["end"]) == ("2026-11-26", "2029-08-31")


def test_lines_are_open_until_somebody_appoints_or_something_else_changes() -> None:
    def standings(*held: Held) -> list[Standing]:
        return [line.standing for line in lines_now(kept(), held)]

    made = Held(9, 1, 2, TODAY, date(2029, 8, 31))
    other = Held(10, 2, 1, TODAY, LATER)
    shortened = Held(8, 2, 2, date(2024, 9, 1), date(2026, 12, 1))
    assert standings(ENDS, LASTS) == [Standing.OPEN, Standing.OPEN]
    assert standings(ENDS, LASTS, made) == [Standing.OPEN, Standing.DONE]
    assert standings(ENDS, LASTS, other) == [Standing.CHANGED, Standing.OPEN]
    assert standings(ENDS, shortened) == [Standing.OPEN, Standing.CHANGED]
    assert standings(LASTS) == [Standing.CHANGED, Standing.CHANGED]
