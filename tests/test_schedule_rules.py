"""The rules of a booking, one by one: plain values in, the broken rule out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from course.roster.models import SchoolStage
from course.schedule import class_rules, rules
from course.schedule.calendars.teaching_days import TeachingDays
from course.schedule.models import Place
from course.schedule.proposal import Group, Held, Host, Period, Person, Proposal, Situation, Span, TermRules, Topic
from course.travel import kilometres, travel_minutes

NOW = datetime(2026, 11, 23, 9, 0)
THURSDAY = date(2026, 11, 26)
THIRD = Period(3, time(10, 25), time(11, 5))
TERM = TermRules("autumn", date(2026, 9, 1), date(2027, 1, 22))
HERE, THERE = (32.80, 106.00), (32.90, 106.00)
HOST = Host(
    1, "S1", "北河小学", SchoolStage.PRIMARY, coordinates=HERE, hall_seats=100, closed_periods=(1,),
    periods=(Period(1, time(8, 30), time(9, 10)), Period(2, time(9, 20), time(10, 0)), THIRD),
)  # fmt: skip
PERSON = Person(7, "V7", "张立新", 2, 2, ("T02",), ((date(2025, 9, 1), date(2028, 8, 31)),))
TOPIC = Topic(5, "T02", "防范校园欺凌", ("primary", "junior"))
GROUP = Group(31, 1, "3-1", 3, 40)


def held(start: str, end: str, day: date = THURSDAY, **given: Any) -> Held:
    times = [datetime.combine(day, time.fromisoformat(text)) for text in (start, end)]
    return Held(**{"lesson_id": 9, "vice_principal_id": 7, "school_id": 1, "start": times[0], "end": times[1],
                   "place": Place.CLASSROOM, "coordinates": HERE, "classes": ((99, "9-9"),), **given})  # fmt: skip


def situation(**given: Any) -> Situation:
    known = {
        "now": NOW, "host": HOST, "topic": TOPIC, "groups": (GROUP,), "place": Place.CLASSROOM,
        "terms": (TERM,), "days": TeachingDays(), "people": (PERSON,), **given,
    }  # fmt: skip
    return Situation(**known)


def proposal(day: date = THURSDAY, period: Period = THIRD, person: Person = PERSON, **given: Any) -> Proposal:
    return Proposal(situation(**given), person, *period.on(day))


def broken(lesson: Proposal) -> list[str]:
    return [problem.rule for problem in rules.problems(lesson)]


def host(**given: Any) -> dict[str, Any]:
    return {"host": replace(HOST, **given)}


def at(day: date, start: str, end: str) -> tuple[Span, ...]:
    return (Span(*(datetime.combine(day, time.fromisoformat(text)) for text in (start, end)), "值班"),)


def test_a_lesson_that_nothing_stands_against_breaks_no_rule() -> None:
    assert broken(proposal()) == []


SECOND_GROUP = Group(32, 1, "3-2", 3, 61)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"groups": ()}, ["some_class_is_named"]),
        ({"groups": (replace(GROUP, school_id=2),)}, ["classes_belong_to_the_school"]),
        ({"groups": (GROUP, SECOND_GROUP)}, ["classroom_holds_one_class"]),
        ({"place": Place.HALL}, []),
        ({"place": Place.HALL, **host(hall_seats=0)}, ["school_has_a_hall"]),
        ({"place": Place.HALL, "groups": (GROUP, replace(SECOND_GROUP, pupils=60))}, []),
        ({"place": Place.HALL, "groups": (GROUP, SECOND_GROUP)}, ["hall_seats_everyone"]),
        (host(stage=SchoolStage.JUNIOR), []),
        (host(stage=SchoolStage.SENIOR), ["theme_suits_the_stage"]),
        ({"groups": (replace(GROUP, taught_on=date(2026, 10, 8)),)}, ["theme_is_new_to_the_classes"]),
        (
            {"groups": (replace(GROUP, school_id=2), SECOND_GROUP), **host(stage=SchoolStage.SENIOR)},
            ["classes_belong_to_the_school", "classroom_holds_one_class", "theme_suits_the_stage"],
        ),
    ],
)
def test_rules_of_the_classes_the_theme_and_the_place(given: dict[str, Any], named: list[str]) -> None:
    assert broken(proposal(**given)) == named


@pytest.mark.parametrize(
    ("day", "period", "given", "named"),
    [
        (date(2026, 8, 31), THIRD, {"now": datetime(2026, 8, 1)}, "is_inside_a_term"),
        (date(2026, 9, 1), THIRD, {"now": datetime(2026, 8, 1)}, ""),
        (date(2027, 1, 22), THIRD, {}, ""),
        (date(2027, 1, 25), THIRD, {}, "is_inside_a_term"),
        (date(2026, 11, 28), THIRD, {}, "is_on_a_teaching_day"),
        (date(2026, 10, 1), THIRD, {"now": datetime(2026, 9, 1)}, "is_on_a_teaching_day"),
        (date(2026, 10, 10), THIRD, {"now": datetime(2026, 9, 1)}, ""),
        (THURSDAY, THIRD, {"days": TeachingDays({THURSDAY: (None, "校庆")})}, "is_on_a_teaching_day"),
        (date(2026, 11, 28), THIRD, {"days": TeachingDays({date(2026, 11, 28): (3, "")})}, ""),
        (THURSDAY, THIRD, {"now": datetime(2026, 11, 26, 10, 24)}, ""),
        (THURSDAY, THIRD, {"now": datetime(2026, 11, 26, 10, 25)}, "is_not_in_the_past"),
        (THURSDAY, Period(3, time(10, 25), time(11, 6)), {}, "is_a_period_of_the_school"),
        (THURSDAY, Period(4, time(23, 0), time(23, 40)), {}, "is_a_period_of_the_school"),
        (THURSDAY, HOST.periods[0], {}, "period_is_open"),
        (THURSDAY, THIRD, host(blackouts=at(THURSDAY, "11:04", "12:00")), "school_takes_lessons"),
        (THURSDAY, THIRD, host(blackouts=at(THURSDAY, "11:05", "12:00")), ""),
    ],
)  # fmt: skip
def test_rules_of_the_day_and_the_period(day: date, period: Period, given: dict[str, Any], named: str) -> None:
    assert broken(proposal(day, period, **given)) == ([named] if named else [])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"duty": ((date(2026, 9, 1), THURSDAY),)}, ""),
        ({"duty": ((date(2026, 9, 1), date(2026, 11, 25)),)}, "vice_principal_is_appointed"),
        ({"duty": ()}, "vice_principal_is_appointed"),
        ({"absences": at(THURSDAY, "08:00", "10:26")}, "vice_principal_is_not_absent"),
        ({"absences": at(THURSDAY, "08:00", "10:25")}, ""),
    ],
)
def test_rules_of_the_vice_principal(change: dict[str, Any], named: str) -> None:
    assert broken(proposal(person=replace(PERSON, **change))) == ([named] if named else [])


SOMEONE_ELSE = {"vice_principal_id": 8}


@pytest.mark.parametrize(
    ("other", "place", "named"),
    [
        (held("10:25", "11:05"), Place.CLASSROOM, "vice_principal_is_free"),
        (held("11:04", "11:45"), Place.CLASSROOM, "vice_principal_is_free"),
        (held("09:20", "10:25"), Place.CLASSROOM, ""),
        (held("11:05", "11:45"), Place.CLASSROOM, ""),
        (held("10:00", "11:00", **SOMEONE_ELSE), Place.CLASSROOM, ""),
        (held("10:00", "11:00", **SOMEONE_ELSE, classes=((31, "3-1"),)), Place.CLASSROOM, "classes_are_free"),
        (held("11:05", "11:45", **SOMEONE_ELSE, classes=((31, "3-1"),)), Place.CLASSROOM, ""),
        (held("10:00", "11:00", **SOMEONE_ELSE, place=Place.HALL), Place.HALL, "hall_is_free"),
        (held("10:00", "11:00", **SOMEONE_ELSE, place=Place.HALL), Place.CLASSROOM, ""),
        (held("10:00", "11:00", **SOMEONE_ELSE, place=Place.HALL, school_id=2), Place.HALL, ""),
        (held("10:00", "10:25", **SOMEONE_ELSE, place=Place.HALL), Place.HALL, ""),
    ],
)
def test_nobody_and_nothing_is_in_two_places_at_once(other: Held, place: Place, named: str) -> None:
    assert broken(proposal(held=(other,), place=place)) == ([named] if named else [])


MONDAY, SUNDAY, NEXT_MONDAY = date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("days", "week", "day", "named"),
    [
        ([MONDAY], 1, 3, ["week_has_room"]),
        ([MONDAY], 2, 3, []),
        ([MONDAY, SUNDAY], 2, 3, ["week_has_room"]),
        ([NEXT_MONDAY, date(2026, 11, 20)], 1, 3, []),
        ([THURSDAY], 5, 1, ["day_has_room"]),
        ([THURSDAY], 1, 1, ["day_has_room", "week_has_room"]),
    ],
)
def test_a_week_and_a_day_hold_no_more_lessons_than_agreed(
    days: list[date], week: int, day: int, named: list[str]
) -> None:
    person = replace(PERSON, max_lessons_week=week, max_lessons_day=day)
    assert broken(proposal(person=person, held=tuple(held("08:30", "09:10", one) for one in days))) == named


def test_the_way_is_walking_and_the_great_circle_with_its_detour() -> None:
    assert kilometres(HERE, THERE) == pytest.approx(11.12, abs=0.01)
    assert travel_minutes(HERE, THERE, TERM) == pytest.approx(10 + 11.12 * 1.3 / 30 * 60, abs=0.05)
    assert travel_minutes(HERE, (None, 106.0), TERM) == 10 + 10 * 1.3 / 30 * 60


AWAY = {"school_id": 2, "coordinates": THERE}


@pytest.mark.parametrize(
    ("others", "named"),
    [
        # The way takes 38 minutes and 55 seconds.
        ([held("09:00", "09:46", **AWAY)], []),
        ([held("09:00", "09:47", **AWAY)], ["there_is_time_to_travel"]),
        ([held("11:44", "12:30", **AWAY)], []),
        ([held("11:43", "12:30", **AWAY)], ["there_is_time_to_travel"]),
        ([held("09:00", "10:20")], []),
        ([held("09:00", "10:20", school_id=2, coordinates=HERE)], ["there_is_time_to_travel"]),
        ([held("09:00", "10:20", date(2026, 11, 25), **AWAY)], []),
        # Only the neighbours count: between the lesson far away and this one there is another here.
        ([held("08:00", "09:40", **AWAY), held("09:50", "10:20")], []),
    ],
)
def test_there_is_time_for_the_way_before_and_after(others: list[Held], named: list[str]) -> None:
    person = replace(PERSON, max_lessons_day=9, max_lessons_week=9)
    assert broken(proposal(person=person, held=tuple(others))) == named


def test_another_schools_lesson_is_named_without_its_details() -> None:
    foreign = proposal(held=(held("10:25", "11:05", school_id=2, classes=((8, "8-8"),)),))
    sentence = repr(rules.vice_principal_is_free(foreign).message._args)
    assert "8-8" not in sentence


@pytest.mark.parametrize(
    ("person", "day", "named"),
    [
        (PERSON, THURSDAY, []),
        (replace(PERSON, theme_codes=("T01",)), THURSDAY, ["vice_principal_teaches_the_theme"]),
        (replace(PERSON, theme_codes=()), THURSDAY, []),
        (PERSON, date(2027, 1, 6), ["holidays_are_published"]),
    ],
)
def test_warnings_are_said_and_refuse_nothing(person: Person, day: date, named: list[str]) -> None:
    wished = proposal(day, person=person)
    assert [problem.rule for problem in rules.warnings(wished)] == named
    assert broken(wished) == []


def test_the_lists_of_rules_name_every_rule_once() -> None:
    names = [rule.__name__ for rule in rules.RULES]
    assert len(names) == len(set(names)) == 21
    assert (*class_rules.CLASS_RULES, *rules.PERIOD_RULES) == rules.RULES
