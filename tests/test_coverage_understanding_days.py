"""What pupils understood by a past day, in regions with others below: as the nights counted it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from course.access.models import Role
from course.coverage import understanding_actions
from course.coverage.models import UnderstandingTally
from course.coverage.past_days.understanding_queries import Understood, understood_below
from course.coverage.rules import Year
from course.db import db
from course.delivery.models import Face, SurveyAnswer
from course.i18n import local_now
from course.roster.rules import year_of
from course.schedule.models import Lesson, LessonState
from tests import make, make_delivery, make_sharing
from tests.conftest import both_databases, empty_database
from tests.test_coverage_day import rows_in

SignIn = Callable[[int], FlaskClient]
FIRST = date(2026, 10, 5)
YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))
A_DAY = timedelta(days=1)
DULL = next(face for face in Face if face is not Face.CLEAR)


@dataclass
class Surveys:
    """Lessons in two counties of a province, and what their pupils have answered, in order."""

    paths: list[str]
    # The number of each lesson, and where it lies.
    lessons: list[tuple[int, str]]
    answered: list[tuple[int, date, bool]] = field(default_factory=list)

    def answer(self, pick: int, day: date, number: int) -> None:
        """So many answers to one of the lessons on a day."""
        lesson_id, path = self.lessons[pick % len(self.lessons)]
        for one in range(number):
            face = Face.CLEAR if (pick + one) % 3 else DULL
            row = SurveyAnswer(lesson_id=lesson_id, region_path=path, face=face, given_on=day)
            row.nonce_hash = f"{len(self.answered):064}"
            db.session.add(row)
            db.session.flush()
            self.answered.append((lesson_id, day, face is Face.CLEAR))

    def by(self, day: date, path: str) -> Understood:
        """A plain count of the answers that a region had by a day."""
        answers = clear = 0
        for lesson_id, place in self.lessons:
            faces = [clear for number, on, clear in self.answered if number == lesson_id and on <= day]
            if f"{place}/".startswith(f"{path}/") or not path:
                whole = faces[: len(faces) // 5 * 5]
                answers, clear = answers + len(whole), clear + sum(whole)
        return Understood(answers, clear)


def surveys() -> Surveys:
    """Two lessons in each county, of which the first three days are free."""
    province = make.region("P1", level="province")
    counties = [make.region(parent=province) for _ in range(2)]
    lessons = []
    for county in counties:
        school, person = make.school(county), make.vice_principal(make.station(county))
        for hour in (8, 10):
            start = datetime.combine(FIRST - A_DAY, time(hour))
            lesson = make_delivery.lesson(person, school, start, state=LessonState.CONFIRMED)
            lessons.append((lesson.id, lesson.region_path))
    return Surveys(["", province.path, *(county.path for county in counties)], lessons)


def night(after: date) -> None:
    """The night after a day, or noon of the next one where the worker was late."""
    understanding_actions.count(YEAR, datetime.combine(after + A_DAY, time(4), UTC))
    db.session.commit()


def counted(at: Surveys, day: date) -> dict[str, Understood]:
    return {path: pair[0] for path, pair in understood_below(at.paths, YEAR, day).regions.items()}


a_day = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=4)


@both_databases
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
@given(days=st.lists(st.tuples(a_day, st.booleans()), min_size=4, max_size=9))
def test_each_day_tells_later_what_was_counted_in_its_night(app: Any, days: list[Any]) -> None:
    """Nights without a worker are made up for; what a night has counted stays told of its day."""
    with app.app_context():
        empty_database(app, db.engine.dialect.name)
        at, seen = surveys(), {}
        for number, (answers, counts) in enumerate(days):
            day = FIRST + number * A_DAY
            for pick, some in answers:
                at.answer(pick, day, some)
            if counts:
                night(day)
                seen[day] = counted(at, day)
        night(FIRST + len(days) * A_DAY)
        told = {FIRST + number * A_DAY: counted(at, FIRST + number * A_DAY) for number in range(len(days))}
        assert {day: told[day] for day in seen} == seen
        assert told == {day: {path: at.by(day, path) for path in at.paths} for day in told}
        rows = db.session.scalars(sa.select(UnderstandingTally))
        tallies = {row.path: Understood(row.answers, row.clear) for row in rows}
        assert {path: one for path, one in told[max(told)].items() if one.answers} == tallies
        db.session.remove()


@pytest.fixture
def told(data: None) -> tuple[Surveys, date]:
    """Answers of two days some weeks ago in the present year, and the first of these days."""
    at, day = surveys(), local_now().date() - timedelta(days=20)
    for row in db.session.scalars(sa.select(Lesson)):
        row.start, row.end = (datetime.combine(day, one.time()) for one in (row.start, row.end))
    for pick, later in ((0, 0), (1, 0), (2, 1)):
        at.answer(pick, day + later * A_DAY, 7)
    year = Year.numbered(year_of(day, "09-01"), "09-01")
    understanding_actions.count(year, datetime.now(UTC))
    db.session.commit()
    return at, day


def test_the_page_of_a_province_tells_what_was_understood_and_when_it_was_counted(
    told: tuple[Surveys, date], sign_in: SignIn
) -> None:
    at, day = told
    client = sign_in(make.user(Role.ADMIN).id)
    for address in ("/coverage/regions/P1/day", "/coverage/day"):
        page = client.get(f"{address}?day={day}&year={year_of(day, '09-01')}").text
        assert rows_in(page)["听懂程度"] == ["70.0%", "10", "份答卷", "66.6%", "15", "份答卷"]
        assert "这里的听懂程度每天夜里统计" in page
    county = client.get(f"/coverage/regions/{at.paths[2].rpartition('/')[2]}/day?day={day}").text
    assert "每天夜里统计" not in county


def test_programs_are_told_what_was_understood(told: tuple[Surveys, date], client: FlaskClient) -> None:
    at, day = told
    head = {"Authorization": f"Bearer {make_sharing.token(make.user(Role.ADMIN))}"}
    for on, whole in ((day, 10), (day + A_DAY, 15), (day - A_DAY, 0)):
        query = f"on={on}&year={year_of(day, '09-01')}"
        answer = client.get(f"/api/v1/coverage/regions?region=P1&{query}", headers=head).json
        rows = client.get(f"/api/v1/coverage/schools?region=P1&{query}", headers=head).json["data"]
        assert answer["measures"]["understood"] == {"answers": whole, "percent": share(at.by(on, ""))}
        for told_rows in (answer["data"], rows):
            assert sum(row["measures"]["understood"]["answers"] for row in told_rows) == whole
        first = client.get(f"/api/v1/coverage/regions?region={answer['data'][0]['code']}&{query}", headers=head).json
        assert first["measures"]["understood"] == answer["data"][0]["measures"]["understood"]


def share(one: Understood) -> float | None:
    return one.clear * 1000 // one.answers / 10 if one.answers else None
