"""The history of a year, walked through once, against a count of the whole year for each of its days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from course.coverage.by_day import ByDay
from course.coverage.rules import Year
from course.coverage.tallies.facts import Claim, Facts, Home, Owed, Planned, Reached, Taught, Waiting
from course.coverage.tallies.history_rules import year_history
from course.coverage.tallies.rules import EVERYTHING_KNOWN, YEARLY, Timeline, count, value_on, vector_on
from course.roster.models import SchoolStage

YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))
TODAY = date(2026, 9, 20)
OWED = Owed(Decimal(4), {"primary_low": frozenset({"T01", "T02"}), "primary_high": frozenset({"T02"})})
MORE = Owed(Decimal(1), {"primary_low": frozenset({"T01"}), "primary_high": frozenset({"T01", "T02"})})
NOTHING = (0,) * 12
# Days of some weeks around today; some of them belong to the year before.
days = st.integers(-9, 30).map(lambda number: YEAR.first + timedelta(days=number))
perhaps = st.none() | days
classes, minutes = st.integers(1, 4), st.integers(20, 120)
homes = st.builds(
    Home,
    stage=st.sampled_from(["primary_low", "primary_high"]),
    school_id=st.sampled_from([1, 2]),
    before=st.just(()) | st.tuples(st.tuples(days, st.sampled_from([1, 2]))),
)


def some(kind: Any, **parts: Any) -> Any:
    """Some rows of a kind."""
    return st.lists(st.builds(kind, lesson_id=st.just(1), day=days, **parts), max_size=4)


a_school = st.builds(
    Facts,
    school_id=st.just(1),
    region_path=st.just("P1"),
    stage=st.just(SchoolStage.PRIMARY),
    opened_on=perhaps,
    closed_on=perhaps,
    spans=st.lists(st.tuples(days, days), max_size=2),
    homes=st.dictionaries(classes, homes, max_size=4),
    taught=some(Taught, known_on=days, organised=st.booleans(), practice=st.booleans(), minutes=minutes, until=perhaps),
    claims=some(Claim, known_on=days, minutes=minutes, answered_on=perhaps),
    scheduled=some(Planned, minutes=minutes, since=days, until=perhaps),
    reached=some(
        Reached,
        class_id=classes,
        known_on=days,
        theme_id=st.just(7),
        theme=st.sampled_from(["T01", "T02"]),
        until=perhaps,
    ),
    waiting=some(Waiting, class_id=classes, known_on=perhaps, answered_on=perhaps, since=days, until=perhaps),
)


# What is owed changes on some days up to today, or never does.
owings = st.lists(st.tuples(days.filter(lambda day: day <= TODAY), st.sampled_from([OWED, MORE])), max_size=3).map(
    lambda spells: ByDay(OWED, tuple(sorted(spells, key=lambda spell: spell[0])))
)


def plainly(facts: Facts, owing: ByDay[Owed], day: date) -> tuple[int, ...]:
    """The figures of a day, each row read for it."""
    found = count(facts, YEAR, owing.on(day), YEAR.day_that_counts(day), day if day < TODAY else EVERYTHING_KNOWN)
    vectors = {served: found.vector(served) for served in (True, False)}
    return vector_on(facts, vectors, YEAR.day_that_counts(day))


def told(timeline: Timeline, day: date) -> tuple[int, ...]:
    return value_on(timeline, day, NOTHING)


@given(facts=a_school, owing=owings)
def test_each_day_is_told_as_counting_the_year_for_it_does(facts: Facts, owing: ByDay[Owed]) -> None:
    found = year_history(facts, YEAR, owing, TODAY)
    for number in range(-9, 40):
        day = YEAR.first + timedelta(days=number)
        assert told(found, day) == plainly(facts, owing, day), day


def test_a_plan_that_was_published_in_august_counts_from_then_on() -> None:
    lesson = {"lesson_id": 1, "day": YEAR.first + timedelta(days=25), "since": date(2026, 8, 20)}
    facts = Facts(1, "P1", SchoolStage.PRIMARY, spans=[(date(2026, 8, 1), date(2027, 8, 31))])
    facts.homes[1] = Home("primary_low", 1)
    facts.scheduled.append(Planned(minutes=240, **lesson))
    facts.waiting.append(Waiting(class_id=1, **lesson))
    found = year_history(facts, YEAR, ByDay(OWED), TODAY)
    on_course = YEARLY.index("on_course")
    assert [told(found, day)[on_course] for day in (date(2026, 8, 19), date(2026, 8, 20), YEAR.first)] == [0, 1, 1]
