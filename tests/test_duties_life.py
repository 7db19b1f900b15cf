"""The legal life of classes: the rule of suggestions in a table, the pages by a real client, the record's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.queries import Asked, Key, Schools, tallies
from course.coverage.rules import year_asked_for
from course.delivery.models import Manner
from course.duties.life_queries import lives
from course.duties.life_rules import Pupils, Standing, Topic, Why, standing_of, suggestions, that_come_together
from course.duties.record_page import school_record
from course.i18n import local_now
from course.roster.models import School
from course.roster.rules import year_of, year_span
from course.schedule.models import LessonState
from tests import make, make_delivery

SignIn = Callable[[int], FlaskClient]
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, 0)
LOW = frozenset({"primary_low", "primary_high"})
TOPICS = (
    Topic(1, "T01", "宪法", "patriotism", "12-04", LOW),
    Topic(2, "T02", "欺凌", "self-protection", "", LOW),
    Topic(3, "T03", "禁毒", "self-protection", "06-26", LOW),
    Topic(4, "T04", "诈骗", "law-abiding", "", frozenset({"junior"})),
    Topic(5, "T05", "交通", "law-abiding", "01-21", LOW),
    Topic(6, "T06", "规则", "law-abiding", "01-22", LOW),
)


def pupils(label: str, *has: int, stage: str = "primary_high") -> Pupils:
    return Pupils(label, stage, 40, frozenset(has))


@pytest.mark.parametrize(
    ("has", "expected"),
    [
        # The special day first, also on the last of the eight weeks; the next day is too far.
        ((), [(1, Why.SPECIAL_DAY), (5, Why.SPECIAL_DAY), (2, Why.THEME), (3, Why.THEME), (6, Why.THEME)]),
        # Then the strand of which the class has had least.
        ((1, 2, 5), [(3, Why.STRAND), (6, Why.STRAND)]),
        ((1, 2, 3), [(5, Why.SPECIAL_DAY), (6, Why.STRAND)]),
        ((1, 2, 3, 5, 6), []),
    ],
)
def test_what_a_class_should_have_next(has: tuple[int, ...], expected: list) -> None:
    found = suggestions([pupils("3-1", *has)], TOPICS, {}, 12, TODAY)
    assert [(one.topic.id, one.why) for one in found] == expected


def test_the_theme_that_fewest_classes_have_comes_first() -> None:
    found = suggestions([pupils("3-1", 1, 5)], TOPICS, {2: 7, 3: 2}, 12, TODAY)
    assert [one.topic.id for one in found if one.topic.strand == "self-protection"] == [3, 2]
    assert found[0].why is Why.STRAND


def test_a_grade_is_suggested_only_for_the_classes_without_the_theme() -> None:
    found = suggestions([pupils("3-1", 1), pupils("3-2")], TOPICS, {1: 1}, 2, TODAY)
    assert [(one.topic.id, [each.label for each in one.classes]) for one in found][:2] == [
        (1, ["3-2"]),
        (5, ["3-1", "3-2"]),
    ]
    assert suggestions([pupils("7-1", stage="junior")], TOPICS, {}, 1, TODAY)[0].topic.id == 4
    assert suggestions([], TOPICS, {}, 0, TODAY) == []


def test_classes_come_together_where_they_fit() -> None:
    rows = [pupils("3-1"), pupils("3-2")]
    assert len(that_come_together(rows, 80)) == 2
    assert len(that_come_together(rows, 79)) == 1


@pytest.mark.parametrize(
    ("state", "there", "hours", "expected"),
    [
        (LessonState.CONFIRMED, True, -1, Standing.CONFIRMED),
        (LessonState.CONFIRMED, False, -1, Standing.ABSENT),
        (LessonState.DELIVERED, False, -1, Standing.REPORTED),
        (LessonState.SCHEDULED, False, 1, Standing.PLANNED),
        (LessonState.SCHEDULED, False, 0, Standing.UNREPORTED),
        (LessonState.REQUESTED, False, 1, Standing.ASKED),
        (LessonState.REQUESTED, False, -1, None),
        (LessonState.MISSED, False, -1, Standing.MISSED),
        (LessonState.DECLINED, False, 1, None),
        (LessonState.CANCELLED, False, 1, None),
    ],
)
def test_where_a_lesson_stands(state: LessonState, there: bool, hours: int, expected: Standing | None) -> None:
    assert standing_of(state, there, NOW + timedelta(hours=hours), NOW) is expected


@pytest.fixture
def school(app: Flask) -> dict[str, int]:
    """A school whose class 3-1 had a lesson last year as 2-1, one confirmed and one reported this year."""
    with app.app_context():
        now = local_now().replace(microsecond=0, second=0)
        first, _last = year_span(year_of(now.date(), "09-01"), "09-01")
        last_year = datetime.combine(first - timedelta(days=100), time())
        place = make.region("R000")
        row, other = make.school(place, code="S1", name="一小"), make.school(place, code="S2", name="二小")
        station = make.station(place)
        person = make.vice_principal(station, name="王立新")
        make.appointment(person, row, start=date(2024, 9, 1))
        second, third = make.school_class(row, 2, 1), make.school_class(row, 3, 1)
        make.school_class(row, 3, 2)
        old, fresh, said = (
            make.theme(code, name=name) for code, name in (("A1", "旧题"), ("A2", "新题"), ("A3", "报题"))
        )
        make.theme("A4", name="没上过")
        lesson = make_delivery.lesson(person, row, last_year + timedelta(hours=9), (second,), theme=old)
        lesson.state = LessonState.CONFIRMED
        make_delivery.confirmation(lesson, (second,))
        lesson = make_delivery.lesson(person, row, now - timedelta(hours=5), (third,), theme=fresh, minutes=80)
        lesson.state = LessonState.CONFIRMED
        make_delivery.confirmation(lesson, (third,), minutes=80, manner=Manner.ORGANISED, note="不给外人看")
        lesson = make_delivery.lesson(person, row, now - timedelta(hours=2), (third,), theme=said)
        lesson.state = LessonState.DELIVERED
        make_delivery.delivery(lesson)
        make.db.session.commit()
        return {
            "school": make.user(Role.SCHOOL, row).id,
            "other": make.user(Role.SCHOOL, other).id,
            "vice_principal": make.user(Role.VICE_PRINCIPAL, person).id,
            "station": make.user(Role.STATION, station).id,
            "bureau": make.user(Role.BUREAU, place).id,
            "elsewhere": make.user(Role.BUREAU, make.region("R009")).id,
            "admin": make.user(Role.ADMIN).id,
            "third": third.id,
        }


def test_the_history_follows_the_pupils_up_the_grades(app: Flask, school: dict[str, int]) -> None:
    with app.app_context():
        row = make.db.session.scalars(make.db.select(School).filter_by(code="S1")).one()
        classes = make.db.session.scalars(make.db.select(make.SchoolClass).filter_by(school_id=row.id)).all()
        found = lives(row, classes, local_now(), "09-01")[school["third"]]
        assert [(entry.lesson.theme.code, entry.grade, entry.standing) for entry in found] == [
            ("A1", 2, Standing.CONFIRMED),
            ("A2", 3, Standing.CONFIRMED),
            ("A3", 3, Standing.REPORTED),
        ]


def test_a_class_shows_what_it_had_and_books_what_comes_next(sign_in: SignIn, school: dict[str, int]) -> None:
    page = sign_in(school["school"]).get("/schools/S1/classes/3-1").get_data(as_text=True)
    for word in ("旧题", "新题", "报题", "没上过", "王立新"):
        assert word in page
    assert "theme=A4&amp;classes=3-1" in page
    assert "theme=A1" not in page
    page = sign_in(school["school"]).get("/schools/S1/classes").get_data(as_text=True)
    assert "/schools/S1/classes/3-2" in page
    answer = sign_in(school["school"]).get("/lessons/new?school=S1&theme=A4&classes=3-1")
    assert answer.status_code == 200
    assert "theme=A4" not in sign_in(school["vice_principal"]).get("/schools/S1/classes/3-1").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/schools/S1/classes", "/schools/S1/classes/3-1", "/schools/S1/record"])
def test_only_those_of_the_school_see_it(sign_in: SignIn, school: dict[str, int], address: str) -> None:
    for role in ("school", "vice_principal", "station", "bureau", "admin"):
        assert sign_in(school[role]).get(address).status_code == 200, role
    for role in ("other", "elsewhere"):
        assert sign_in(school[role]).get(address).status_code == 404, role


@pytest.mark.parametrize("address", ["classes/3-9", "classes/0-1", "classes/13-1", "record?year=x", "record?year=1"])
def test_what_is_not_there_is_not_found(sign_in: SignIn, school: dict[str, int], address: str) -> None:
    assert sign_in(school["school"]).get(f"/schools/S1/{address}").status_code == 404


def test_the_record_equals_coverage(app: Flask, sign_in: SignIn, school: dict[str, int]) -> None:
    with app.app_context():
        now, scope = local_now(), Scope(Role.ADMIN)
        row = make.db.session.scalars(make.db.select(School).filter_by(code="S1")).one()
        year = year_asked_for("", now.date(), "09-01")
        record = school_record(row, year, scope, now)
        asked = Asked(Schools(scope, school_id=row.id), year, now.date(), record.owed)
        tally = tallies(asked, Key.SCHOOL)[row.id]
        assert record.tally == tally
        minutes = dict.fromkeys(Manner, 0)
        for line in record.lines:
            if line.counts:
                minutes[line.figures.manner] += line.figures.minutes
        assert minutes == {Manner.TAUGHT: tally.taught_minutes, Manner.ORGANISED: tally.organised_minutes}
        assert sum(line.figures.minutes for line in record.lines if not line.counts) == tally.claimed_minutes
        assert len({label for line in record.lines if line.counts for label in line.classes}) == tally.reached
    page = sign_in(school["school"]).get("/schools/S1/record").get_data(as_text=True)
    assert "新题" in page
    assert "报题" in page
    assert "旧题" not in page
    assert "旧题" in sign_in(school["school"]).get(f"/schools/S1/record?year={year.number - 1}").get_data(as_text=True)


def test_a_page_of_classes_asks_no_more_for_more_classes(
    app: Flask, sign_in: SignIn, school: dict[str, int], statements: list[str]
) -> None:
    client = sign_in(school["bureau"])
    client.get("/schools/S1/classes")
    statements.clear()
    client.get("/schools/S1/classes")
    few = len(statements)
    with app.app_context():
        row = make.db.session.scalars(make.db.select(School).filter_by(code="S1")).one()
        for number in range(3, 30):
            make.school_class(row, 4, number)
    statements.clear()
    client.get("/schools/S1/classes")
    assert len(statements) == few <= 12
