"""The measures beside the three figures, by tables and without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.coverage import measure_rules as rules
from course.coverage.measure_rules import Standing, Status
from course.coverage.rules import Figure
from course.i18n import in_language

TODAY, LAST = date(2026, 11, 23), date(2027, 8, 31)
NOTHING = Standing(True, 160, classes=2)
FULL = replace(NOTHING, confirmed_minutes=160, reached=2)
COVERED, ON_COURSE, AT_RISK, NOT_COVERED = Status


@pytest.mark.parametrize(
    ("school", "day", "status"),
    [
        (FULL, TODAY, COVERED),
        (FULL, LAST, COVERED),
        (replace(FULL, confirmed_minutes=159), TODAY, AT_RISK),
        (replace(FULL, reached=1), TODAY, AT_RISK),
        (replace(FULL, appointed=False), TODAY, NOT_COVERED),
        (replace(FULL, reached=1, claimed=1), TODAY, ON_COURSE),
        (replace(FULL, reached=1, coming=1), TODAY, ON_COURSE),
        (replace(FULL, confirmed_minutes=80, claimed_minutes=80), TODAY, ON_COURSE),
        (replace(FULL, confirmed_minutes=80, scheduled_minutes=80), TODAY, ON_COURSE),
        (replace(FULL, confirmed_minutes=80, scheduled_minutes=79), TODAY, AT_RISK),
        (replace(NOTHING, scheduled_minutes=160, coming=2), TODAY, ON_COURSE),
        (NOTHING, TODAY, AT_RISK),
        (NOTHING, LAST - timedelta(days=1), AT_RISK),
        (NOTHING, LAST, NOT_COVERED),
        (Standing(False, 160), TODAY, NOT_COVERED),
        (Standing(True, 0), TODAY, COVERED),
        (Standing(True, 160, confirmed_minutes=160), TODAY, COVERED),
    ],
)
def test_a_school_stands_in_one_of_four_ways(school: Standing, day: date, status: Status) -> None:
    assert rules.status_of(school, day, LAST) is status


@pytest.mark.parametrize(
    ("school", "day", "known"),
    [
        (FULL, TODAY, TODAY),
        (replace(FULL, reached=1, claimed=1), TODAY, TODAY),
        (replace(FULL, reached=1, coming=1, last_on=date(2026, 12, 4)), TODAY, date(2026, 12, 4)),
        # The last lesson is over and waits for a report: no day of the past is announced.
        (replace(FULL, reached=1, coming=1, last_on=date(2026, 11, 2)), TODAY, TODAY),
        (NOTHING, TODAY, LAST),
        (Standing(False, 160), TODAY, LAST),
        (NOTHING, LAST, LAST),
        (NOTHING, LAST + timedelta(days=9), LAST),
    ],
)
def test_a_status_says_when_it_will_be_known(school: Standing, day: date, known: date) -> None:
    assert rules.known_on(school, day, LAST) == known


@pytest.mark.parametrize(
    ("counts", "day", "expected"),
    [
        ((0, 0, 0, 0), TODAY, (0, 0, 0, 0)),
        ((10, 8, 3, 2), TODAY, (3, 2, 3, 2)),
        ((10, 8, 3, 2), LAST, (3, 2, 0, 5)),
        ((4, 4, 4, 0), TODAY, (4, 0, 0, 0)),
        ((4, 0, 0, 0), TODAY, (0, 0, 0, 4)),
    ],
)
def test_the_four_ways_of_a_region_add_up_to_its_schools(counts: tuple, day: date, expected: tuple) -> None:
    found = rules.statuses_of(*counts, day=day, last_day=LAST)
    assert tuple(found.values()) == expected
    assert sum(found.values()) == counts[0]


@pytest.mark.parametrize(
    ("counts", "standing"),
    [
        ((0, 0, 0, 0), None),
        ((3, 0, 0, 0), COVERED),
        ((2, 1, 0, 0), ON_COURSE),
        ((0, 3, 0, 0), ON_COURSE),
        ((2, 1, 1, 0), AT_RISK),
        ((2, 0, 0, 2), AT_RISK),
        ((1, 0, 0, 2), NOT_COVERED),
    ],
)
def test_a_region_is_marked_by_all_its_schools(counts: tuple, standing: Status | None) -> None:
    assert rules.standing_of_region(dict(zip(Status, counts, strict=True))) is standing


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (rules.practice_share(0, 0), None),
        (rules.practice_share(40, 160), 25.0),
        (rules.organised_share(120, 40), 25.0),
        (rules.organised_share(0, 0), None),
        (rules.understanding_share(0, 0), None),
        (rules.understanding_share(1999, 2000), 99.9),
        (rules.themes_reached(3, 8), Figure(3, 8)),
        (rules.within_reach(9, 8), Figure(8, 8)),
        (rules.within_reach(0, 0), Figure(0, 0)),
        (rules.days_vacant(None, TODAY), None),
        (rules.days_vacant(TODAY, TODAY), 1),
        (rules.days_vacant(TODAY - timedelta(days=30), TODAY), 31),
    ],
)
def test_shares_are_cut_and_nothing_is_divided_by_nothing(found: object, expected: object) -> None:
    assert found == expected


AUTUMN, SPRING = (date(2026, 9, 1), date(2026, 9, 10)), (date(2027, 3, 1), date(2027, 3, 10))
FIRST = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("terms", "spans"),
    [
        ([], [(FIRST, LAST)]),
        ([SPRING, AUTUMN], [AUTUMN, SPRING]),
        ([(date(2026, 8, 20), date(2026, 9, 5))], [(FIRST, date(2026, 9, 5))]),
        ([(date(2025, 9, 1), date(2026, 1, 20))], [(FIRST, LAST)]),
    ],
)
def test_the_days_of_school_lie_in_the_year(terms: list, spans: list) -> None:
    assert rules.term_days(terms, FIRST, LAST) == spans


@pytest.mark.parametrize(
    ("day", "due", "left"),
    [
        (date(2026, 8, 31), 0, 20),
        (date(2026, 9, 1), 5, 20),
        (date(2026, 9, 10), 50, 11),
        (date(2026, 12, 24), 50, 10),
        (date(2027, 3, 10), 100, 1),
        (date(2028, 1, 1), 100, 0),
    ],
)
def test_the_pace_stands_still_in_the_holidays(day: date, due: float, left: int) -> None:
    assert rules.pace(100, [AUTUMN, SPRING], day) == due
    assert rules.days_left([AUTUMN, SPRING], day) == left


def test_a_day_in_two_terms_counts_once() -> None:
    twice = [AUTUMN, (date(2026, 9, 5), date(2026, 9, 12))]
    assert rules.days_until(twice, date.max) == 12


COUNTS = st.integers(0, 4)


@given(st.builds(Standing, st.booleans(), COUNTS, *(COUNTS for _ in range(7))), st.sampled_from([TODAY, LAST]))
def test_more_of_what_is_confirmed_never_makes_a_school_stand_worse(school: Standing, day: date) -> None:
    more = replace(school, confirmed_minutes=school.confirmed_minutes + 1, reached=school.reached + 1)
    order = list(Status)
    before, after = (order.index(rules.status_of(one, day, LAST)) for one in (school, more))
    assert after <= before


def test_the_definition_on_the_page_is_the_sentence_of_the_rule(app: object) -> None:
    with app.test_request_context(), in_language("en"):
        for measure in rules.MEASURES:
            assert str(measure.definition) == " ".join(measure.rule.__doc__.split())
