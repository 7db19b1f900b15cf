"""What is free, what is best, and why nothing is; and how many statements the answer takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from course.db import db
from course.schedule.booking.free_periods import best_of, search, special_day_near
from course.schedule.booking.obstacles import ADVICE, LOOK_LATER, OBSTACLES, advice_for
from course.schedule.models import LessonClass, LessonState, Place
from course.schedule.moving.rules import HAND_OVER_RULES, MOVE_RULES
from course.schedule.proposal import Period, Situation
from course.schedule.rules import PERIOD_RULES
from course.schedule.situation_queries import Question, situation
from tests import make
from tests.test_schedule_rules import GROUP, HOST, NOW, PERSON, THURSDAY, TOPIC
from tests.test_schedule_rules import situation as plain

FRIDAY = date(2026, 11, 27)


def found(known: Situation, first: date = THURSDAY, last: date = FRIDAY) -> list[tuple[date, int, str]]:
    return [(free.day, free.period.number, free.person.code) for free in search(known, first, last).free]


def test_the_free_periods_of_all_vice_principals_are_found_by_time() -> None:
    other = replace(PERSON, id=8, code="V8")
    assert found(plain(people=(PERSON, other)), last=THURSDAY) == [
        (THURSDAY, 2, "V7"), (THURSDAY, 2, "V8"), (THURSDAY, 3, "V7"), (THURSDAY, 3, "V8"),
    ]  # fmt: skip


def test_nothing_is_free_where_a_rule_of_the_classes_is_broken() -> None:
    result = search(plain(groups=(replace(GROUP, taught_on=THURSDAY),)), THURSDAY, FRIDAY)
    assert result.free == ()
    assert [problem.rule for problem in result.problems] == ["theme_is_new_to_the_classes"]


def test_the_funnel_says_what_each_rule_took_away() -> None:
    result = search(plain(people=(replace(PERSON, duty=()),)), THURSDAY, THURSDAY + timedelta(days=2))
    assert result.looked_at == 9
    assert result.taken == (("is_on_a_teaching_day", 3), ("period_is_open", 2), ("vice_principal_is_appointed", 4))
    assert advice_for(result.taken) is ADVICE["vice_principal_is_appointed"]


def test_where_only_the_calendar_stands_against_it_the_advice_is_to_look_later() -> None:
    assert advice_for((("is_on_a_teaching_day", 14),)) is LOOK_LATER
    assert advice_for(()) is LOOK_LATER


def test_every_rule_of_the_period_has_its_words() -> None:
    assert list(OBSTACLES) and set(OBSTACLES) == {
        rule.__name__ for rule in (*PERIOD_RULES, *MOVE_RULES, *HAND_OVER_RULES)
    }


def test_the_best_periods_are_those_that_the_school_prefers_each_on_another_day() -> None:
    known = plain(host=replace(HOST, preferred_weekdays=(5,), preferred_periods=(3,)))
    best = best_of(search(known, THURSDAY, FRIDAY).free)
    assert [(free.day, free.period.number) for free in best] == [(FRIDAY, 3), (THURSDAY, 3)]


def test_periods_near_the_special_day_of_the_theme_come_first() -> None:
    known = plain(topic=replace(TOPIC, special_day="12-04"))
    best = best_of(search(known, THURSDAY, date(2026, 12, 18)).free)
    assert all(abs((free.day - date(2026, 12, 4)).days) <= 3 for free in best)


def test_a_person_who_has_prepared_the_theme_comes_first() -> None:
    known = plain(people=(replace(PERSON, id=8, code="A", theme_codes=("T09",)), PERSON))
    assert best_of(search(known, THURSDAY, THURSDAY).free)[0].person == PERSON


@pytest.mark.parametrize(
    ("special", "day", "nearest"),
    [
        ("12-04", date(2026, 11, 26), date(2026, 12, 4)),
        ("12-04", date(2027, 1, 6), date(2026, 12, 4)),
        ("01-10", date(2026, 12, 20), date(2027, 1, 10)),
        ("02-29", date(2027, 3, 1), date(2027, 2, 28)),
        ("", date(2026, 11, 26), None),
    ],
)
def test_the_special_day_that_lies_nearest(special: str, day: date, nearest: date | None) -> None:
    assert special_day_near(special, day) == nearest


def test_years_without_published_holidays_are_named() -> None:
    result = search(plain(), date(2026, 12, 28), date(2027, 1, 8))
    assert [problem.facts["year"] for problem in result.warnings] == [2027]


@pytest.fixture
def world(data: None) -> SimpleNamespace:
    """A school with its vice-principal, and beside it everything that must not be mistaken for theirs."""
    county = make.region()
    school, other = make.school(county, closed_periods=(1,)), make.school(county, lat=1.0, lon=1.0)
    mine, stranger = make.vice_principal(make.station(county), code="V1"), make.vice_principal(code="V2")
    make.appointment(mine, school)
    make.appointment(mine, other)
    make.appointment(stranger, other)
    make.appointment(stranger, school, start=date(2024, 9, 1), end=date(2025, 8, 31))
    make.bells()
    make.term()
    theme, noise = make.theme("T02"), make.theme("T03")
    classes = [make.school_class(school, 3, number) for number in (1, 2)]
    return SimpleNamespace(
        school=school, other=other, mine=mine, stranger=stranger, theme=theme, noise=noise, classes=classes
    )


def known_of(world: SimpleNamespace, first: date = THURSDAY, last: date = FRIDAY) -> Situation:
    question = Question(world.school, world.theme, (world.classes[0],), Place.CLASSROOM)
    return situation(question, first, last, NOW)


def lesson(world: SimpleNamespace, day: date, hour: int, **given: object) -> None:
    start = datetime.combine(day, time(hour, 0))
    asked = {"person": world.mine, "at": world.school, "of": world.noise, "state": LessonState.SCHEDULED, **given}
    row = make.lesson(
        asked["person"], asked["at"], asked["of"], start, start + timedelta(minutes=40), state=asked["state"]
    )
    db.session.add(LessonClass(lesson_id=row.id, class_id=given.get("row", world.classes[1]).id))
    db.session.commit()


def test_only_the_people_bells_and_times_of_this_school_are_read(world: SimpleNamespace) -> None:
    make.absence(world.mine, datetime(2026, 11, 26, 8), datetime(2026, 11, 26, 10))
    make.absence(world.mine, datetime(2026, 11, 25, 8), datetime(2026, 11, 25, 23))
    make.absence(world.stranger, datetime(2026, 11, 26, 8), datetime(2026, 11, 26, 18))
    make.blackout(world.school, datetime(2026, 11, 27, 0), datetime(2026, 11, 27, 12))
    make.blackout(None, datetime(2026, 11, 27, 14), datetime(2026, 11, 27, 15))
    make.blackout(world.other, datetime(2026, 11, 26, 0), datetime(2026, 11, 27, 23))
    make.bells("junior")

    known = known_of(world)

    assert [person.code for person in known.people] == ["V1"]
    assert [len(known.host.periods), len(known.host.blackouts), len(known.people[0].absences)] == [7, 2, 1]
    days = [(day.day, number) for day, number, _person in found(known)]
    assert days == [(26, 3), (26, 4), (26, 5), (26, 6), (26, 7), (27, 6), (27, 7)]


def test_a_schools_own_bells_win_over_those_of_its_stage(world: SimpleNamespace) -> None:
    from course.roster.models import Bell

    db.session.add(Bell(key=world.school.code, period=2, start=time(9, 0), end=time(9, 40)))
    db.session.commit()

    assert known_of(world).host.periods == (Period(2, time(9, 0), time(9, 40)),)


def test_lessons_count_in_whole_weeks_and_only_while_they_hold_their_time(world: SimpleNamespace) -> None:
    world.mine.max_lessons_week = 1
    db.session.commit()
    lesson(world, date(2026, 11, 23), 9, state=LessonState.CANCELLED)
    assert found(known_of(world))

    lesson(world, date(2026, 11, 23), 9, at=world.other)
    assert not found(known_of(world))
    assert found(known_of(world, date(2026, 11, 30), date(2026, 12, 1)))


def test_lessons_of_strangers_elsewhere_are_nobodys_business(world: SimpleNamespace) -> None:
    lesson(world, THURSDAY, 10, person=world.stranger, at=world.other)
    assert known_of(world).held == ()


def test_a_class_has_had_a_theme_unless_it_was_called_off_or_never_answered(world: SimpleNamespace) -> None:
    first = world.classes[0]
    lesson(world, date(2026, 10, 12), 9, of=world.theme, row=first, state=LessonState.CANCELLED)
    lesson(world, date(2026, 10, 13), 9, of=world.theme, row=first, state=LessonState.REQUESTED)
    lesson(world, date(2026, 10, 14), 9, of=world.theme, row=world.classes[1], state=LessonState.CONFIRMED)
    lesson(world, date(2026, 10, 15), 9, of=world.noise, row=first, state=LessonState.CONFIRMED)
    assert known_of(world).groups[0].taught_on is None

    lesson(world, date(2026, 12, 14), 9, of=world.theme, row=first, state=LessonState.REQUESTED)
    assert known_of(world).groups[0].taught_on == date(2026, 12, 14)


def test_the_number_of_statements_depends_on_nothing(world: SimpleNamespace, statements: list[str]) -> None:
    counts = []
    for day in (THURSDAY, FRIDAY, date(2026, 12, 1)):
        lesson(world, day, 9)
        make.absence(world.mine, datetime.combine(day, time(20)), datetime.combine(day, time(21)))
        statements.clear()
        known_of(world, THURSDAY, date(2026, 12, 20))
        counts.append(len([sent for sent in statements if sent.startswith("SELECT")]))
        make.appointment(make.vice_principal(), world.school)
    assert max(counts) <= 10 and len(set(counts)) == 1
