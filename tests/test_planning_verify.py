"""Plans that are broken in exactly one way each: every hard rule sees its own, and a good plan passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa

from course.db import db
from course.planning.models import Plan, PlannedLesson, PlanPart
from course.planning.solver.first_fit import first_fit
from course.planning.solver.instance import Instance, Service, Taught, ThemeFacts, moment_of
from course.planning.solver.verify import LESSON_RULES, faults
from course.schedule.models import Place
from tests import make, reason_instances
from tests.reason_instances import FAR, lesson, person, school, spans

MONDAY, TUESDAY, SATURDAY = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 12)
HOLIDAY, BEFORE_TERM = date(2026, 10, 1), date(2026, 8, 31)
MORNING, NIGHT = 0, 24 * 60
JUNIOR_ONLY = ThemeFacts(9, "T09", "初中主题", "", ("junior",))


def ground(**given: Any) -> Instance:
    """Two schools, one far from the other, and three people: the third is of the first one's station."""
    near = school(hall_seats=90, closed_periods=(4,))
    far = school(coordinates=FAR)
    people = [person(max_lessons_week=3), person(max_lessons_week=3), person(max_lessons_week=3)]
    people[2] = replace(people[2], station_id=people[0].station_id)
    days = tuple(day for day in reason_instances.weekdays() if day != HOLIDAY)
    facts = {
        "days": days,
        "themes": (*reason_instances.THEMES, JUNIOR_ONLY),
        "absences": spans((0, TUESDAY, MORNING, TUESDAY, NIGHT)),
        "blackouts": spans(
            (0, date(2026, 9, 9), MORNING, date(2026, 9, 9), NIGHT), (-1, HOLIDAY, MORNING, HOLIDAY, NIGHT)
        ),
    }
    serving = tuple(Service(*pair, date(2026, 1, 1), date(2028, 8, 31)) for pair in ((0, 0), (0, 1), (1, 1)))
    return reason_instances.instance([near, far], people, (), **{**facts, "services": serving, **given})


GROUND = ground()
WITH_SUBSTITUTES = replace(GROUND, term=replace(GROUND.term, substitutes=True))
NEAR_CLASSES = [one.id for one in GROUND.schools[0].classes]
FAR_CLASSES = [one.id for one in GROUND.schools[1].classes]


def at(day: date, period: int = 1, who: int = 0, where: int = 0, **given: Any) -> Taught:
    """A lesson on the ground; of the first class, in its classroom."""
    return lesson(GROUND, who, where, day, period, **given)


def hall(classes: list[int], day: date = MONDAY, period: int = 1, **given: Any) -> Taught:
    """A lesson in the hall of the near school."""
    return at(day, period, classes=tuple(classes), place="hall", **given)


def shifted(one: Taught, minutes: int) -> Taught:
    """The lesson a little later, so that it keeps no bell."""
    return replace(one, start=one.start + minutes, end=one.end + minutes)


GOOD = (
    at(MONDAY, 1),
    at(MONDAY, 2, classes=(NEAR_CLASSES[1],)),
    at(date(2026, 9, 10), 3, where=1, classes=(FAR_CLASSES[0],)),
    at(MONDAY, 1, who=1, where=1, classes=(FAR_CLASSES[1],)),
    hall(NEAR_CLASSES[2:4], date(2026, 9, 14), theme="T03"),
)
# What the independent verifier calls it, the rule of ours, and the lessons that break it.
BROKEN: list[tuple[str, str, list[Taught]]] = [
    ("outside term", "is_on_a_teaching_day", [at(BEFORE_TERM)]),
    ("weekend", "is_on_a_teaching_day", [at(SATURDAY)]),
    ("holiday", "is_on_a_teaching_day", [at(HOLIDAY)]),
    ("exam of all schools", "school_takes_lessons", [at(HOLIDAY)]),
    ("not a bell period", "is_an_open_period", [shifted(at(MONDAY), 5)]),
    ("another number than its bell has", "is_an_open_period", [replace(at(MONDAY), period=2)]),
    ("closed period", "is_an_open_period", [at(MONDAY, 4)]),
    ("school black-out", "school_takes_lessons", [at(date(2026, 9, 9))]),
    ("vice-principal unavailable", "person_is_not_away", [at(TUESDAY)]),
    ("not a serving appointee or substitute", "person_may_teach_here", [at(MONDAY, who=1)]),
    ("a substitute where the term allows none", "person_may_teach_here", [at(MONDAY, who=2)]),
    ("unknown theme", "theme_suits_the_stage", [at(MONDAY, theme="T99")]),
    ("theme not for stage", "theme_suits_the_stage", [at(MONDAY, theme="T09")]),
    ("no class", "classes_are_of_the_school", [at(MONDAY, classes=())]),
    ("class named twice in a lesson", "classes_are_of_the_school", [hall([NEAR_CLASSES[0]] * 2)]),
    ("class not of the school", "classes_are_of_the_school", [at(MONDAY, classes=(FAR_CLASSES[0],))]),
    ("class that does not exist", "classes_are_of_the_school", [at(MONDAY, classes=(10**9,))]),
    ("classroom holds one class", "place_holds_them", [at(MONDAY, classes=tuple(NEAR_CLASSES[:2]))]),
    ("school has no hall", "place_holds_them", [replace(hall(FAR_CLASSES[:1]), school=1)]),
    ("hall capacity", "place_holds_them", [hall(NEAR_CLASSES[:3])]),
    ("bad place", "place_holds_them", [at(MONDAY, place="yard")]),
    ("class repeats theme", "theme_is_new_to_the_classes", [at(MONDAY, 1), at(date(2026, 9, 14), 1)]),
    ("class double-booked", "class_is_free", [at(MONDAY, 1, where=1, classes=tuple(FAR_CLASSES[:1])),
        at(MONDAY, 1, who=1, where=1, classes=tuple(FAR_CLASSES[:1]), theme="T03")]),
    ("vice-principal double-booked", "person_is_free", [at(MONDAY, 1), at(MONDAY, 1, classes=(NEAR_CLASSES[1],))]),
    ("no time to travel", "there_is_time_to_travel",
        [at(MONDAY, 1), at(MONDAY, 2, where=1, classes=tuple(FAR_CLASSES[:1]))]),
    ("vice-principal max per day", "day_has_room",
        [at(MONDAY, period, classes=(NEAR_CLASSES[period],)) for period in (1, 2, 3)]),
    ("vice-principal max per week", "week_has_room",
        [at(day, period, classes=(one,)) for (day, period), one in zip(
            [(MONDAY, 1), (MONDAY, 2), (date(2026, 9, 10), 1), (date(2026, 9, 11), 1)], NEAR_CLASSES, strict=True)]),
]  # fmt: skip

# What is broken along with it, because one thing cannot be wrong without the other.
ALONGSIDE = {
    "holiday": {"school_takes_lessons"},
    "exam of all schools": {"is_on_a_teaching_day"},
    "no class": {"place_holds_them"},
    "class named twice in a lesson": {"class_is_free"},
}


def rules_broken(instance: Instance, lessons: Any) -> set[str]:
    """The names of the rules that these lessons break."""
    return {fault.rule for fault in faults(instance, lessons)}


def test_a_good_plan_breaks_nothing() -> None:
    assert faults(GROUND, GOOD) == []
    assert faults(GROUND, ()) == []


@pytest.mark.parametrize(("kind", "rule", "lessons"), BROKEN, ids=[kind for kind, _, _ in BROKEN])
def test_a_plan_that_is_broken_in_one_way_is_caught_under_its_name(kind: str, rule: str, lessons: list[Taught]) -> None:
    assert rule in rules_broken(GROUND, lessons)
    assert rules_broken(GROUND, lessons) <= {rule, *ALONGSIDE.get(kind, ())}


def test_each_half_of_a_clash_is_named() -> None:
    both = [at(MONDAY, 1), at(MONDAY, 2, where=1, classes=tuple(FAR_CLASSES[:1]))]
    assert [fault.lesson for fault in faults(GROUND, both)] == both


def test_the_hall_takes_one_lesson_at_a_time() -> None:
    two = [hall(NEAR_CLASSES[:2]), hall(NEAR_CLASSES[2:], who=2, substitute=True)]
    assert rules_broken(WITH_SUBSTITUTES, two) == {"hall_is_free"}
    apart = [two[0], hall(NEAR_CLASSES[2:], MONDAY, 2, who=2, substitute=True)]
    assert rules_broken(WITH_SUBSTITUTES, apart) == set()


def test_touching_lessons_are_no_clash() -> None:
    back_to_back = replace(at(MONDAY, 2, classes=(NEAR_CLASSES[1],)), start=at(MONDAY).end)
    assert "person_is_free" not in rules_broken(GROUND, [at(MONDAY), back_to_back])


def test_somebody_of_the_station_may_stand_in_where_the_term_allows_it() -> None:
    assert rules_broken(WITH_SUBSTITUTES, [at(MONDAY, who=2, substitute=True)]) == set()


def test_an_appointment_that_has_ended_counts_no_more() -> None:
    ended = replace(GROUND, services=(Service(0, 0, GROUND.term.start, MONDAY),))
    assert rules_broken(ended, [at(MONDAY)]) == set()
    assert rules_broken(ended, [at(date(2026, 9, 14))]) == {"person_may_teach_here"}


def test_a_theme_that_the_class_had_in_another_year_is_not_taught_again() -> None:
    had = replace(GROUND.schools[0].classes[0], themes=("T02",))
    first = replace(GROUND.schools[0], classes=(had, *GROUND.schools[0].classes[1:]))
    changed = replace(GROUND, schools=(first, GROUND.schools[1]))
    assert rules_broken(changed, [at(MONDAY)]) == {"theme_is_new_to_the_classes"}


@pytest.mark.parametrize(
    ("rule", "held", "planned"),
    [
        ("person_is_free", at(MONDAY, 1), at(MONDAY, 1, classes=(NEAR_CLASSES[1],))),
        ("class_is_free", at(MONDAY, 1, who=1, where=1, classes=(FAR_CLASSES[0],)),
            at(MONDAY, 1, where=1, classes=(FAR_CLASSES[0],), theme="T03")),
        ("there_is_time_to_travel", at(MONDAY, 1), at(MONDAY, 2, where=1, classes=(FAR_CLASSES[0],))),
        ("hall_is_free", hall(NEAR_CLASSES[:2], who=1), hall(NEAR_CLASSES[2:])),
    ],
)  # fmt: skip
def test_what_is_agreed_counts_and_only_the_planned_lesson_is_named(rule: str, held: Taught, planned: Taught) -> None:
    assert [(fault.rule, fault.lesson) for fault in faults(replace(GROUND, held=(held,)), [planned])] == [
        (rule, planned)
    ]


def test_lessons_agreed_in_a_week_leave_less_room_for_planned_ones() -> None:
    days = (MONDAY, date(2026, 9, 10), date(2026, 9, 11))
    held = tuple(at(day, classes=(one,)) for day, one in zip(days, NEAR_CLASSES, strict=False))
    planned = at(date(2026, 9, 11), 2, classes=(NEAR_CLASSES[3],))
    assert rules_broken(replace(GROUND, held=held), [planned]) == {"week_has_room"}


def test_every_rule_of_a_lesson_has_its_broken_plan() -> None:
    tested = {rule for _, rule, _ in BROKEN}
    assert {rule.__name__ for rule in LESSON_RULES} <= tested
    assert tested >= {"class_is_free", "person_is_free", "there_is_time_to_travel", "day_has_room", "week_has_room"}


def test_the_clerks_plan_keeps_every_rule() -> None:
    for instance in (GROUND, WITH_SUBSTITUTES):
        lessons = first_fit(instance).lessons
        assert len(lessons) > 4
        assert faults(instance, lessons) == []


# What a lesson of the solver cannot even say, the database refuses.
def row(**given: Any) -> PlannedLesson:
    """A planned lesson as a row that the database takes."""
    at = make.school()
    term, theme = make.term(), make.theme()
    person = make.vice_principal()
    plan = make.save(Plan(term_id=term.id, region_id=1, region_path=at.region_path, created_at=make.NOW))
    part = make.save(PlanPart(plan_id=plan.id, term_id=term.id, region_id=1, region_path=at.region_path))
    start = datetime.combine(MONDAY, time(8, 30))
    facts = {"code": "S1-01", "region_path": at.region_path, "start": start, "end": start.replace(hour=9), "period": 1}
    who = {"part_id": part.id, "vice_principal_id": person.id, "school_id": at.id, "theme_id": theme.id}
    return PlannedLesson(**{**facts, **who, "place": Place.CLASSROOM, "class_ids": (1,), **given})


def start_of(one: PlannedLesson) -> PlannedLesson:
    """The lesson, ending before it begins."""
    one.end = one.start
    return one


def twice(one: PlannedLesson) -> PlannedLesson:
    """The lesson, with another of the same code beside it."""
    columns = {column.key: getattr(one, column.key) for column in sa.inspect(PlannedLesson).column_attrs}
    db.session.add(PlannedLesson(**columns))
    return one


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("duplicate lesson_id", lambda: twice(row())),
        ("unknown vice-principal", lambda: row(vice_principal_id=10**6)),
        ("unknown school", lambda: row(school_id=10**6)),
        ("bad date/time", lambda: start_of(row())),
        ("bad place", lambda: row(place="yard")),
    ],
)
def test_what_no_lesson_can_say_is_refused_by_the_database(
    data: None, kind: str, broken: Callable[[], PlannedLesson]
) -> None:
    db.session.add(broken())
    with pytest.raises(sa.exc.StatementError):
        db.session.flush()


def test_the_database_takes_the_lesson_that_is_not_broken(data: None) -> None:
    assert make.save(row()).id
    assert moment_of(MONDAY) % NIGHT == 0
