"""Schools are renamed, close, merge and split; what has been keeps its name, its place and its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice, Role
from course.access.scope import Scope
from course.coverage import school_queries
from course.coverage.queries import Asked, Key, Schools, tallies
from course.coverage.region_queries import school_rows
from course.coverage.rules import Tally, Year, total
from course.db import db, one_transaction
from course.delivery.models import ReachedClass
from course.planning.school_changes import jobs as school_change_jobs
from course.planning.school_changes.rules import numbers_for
from course.roster.models import Appointment, School, SchoolClass, SchoolName
from course.roster.naming_rules import name_on
from course.schedule.models import Lesson, LessonClass, LessonState, Place, Slot
from course.schedule.situation_queries import blackouts_of
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
TODAY = date.today()
NOW = datetime.now(UTC)
# The year began a hundred days ago, whatever the day of this run is.
THIS_YEAR = Year(2026, TODAY - timedelta(days=100), TODAY + timedelta(days=264))
LAST_YEAR = Year(2025, TODAY - timedelta(days=465), TODAY - timedelta(days=101))


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2024, 1, 1), "一"), (date(2024, 9, 1), "二"), (date(2025, 8, 31), "二"), (date(2025, 9, 1), "三")],
)
def test_a_day_has_the_name_of_its_time(day: date, name: str) -> None:
    assert name_on(day, [("二", date(2025, 9, 1)), ("一", date(2024, 9, 1))], "三") == name


@pytest.mark.parametrize(
    ("moving", "there", "found"),
    [
        ([(3, 1)], [], [(3, 1)]),
        ([(3, 1), (3, 2)], [(3, 1), (3, 2)], [(3, 3), (3, 4)]),
        ([(3, 1), (3, 2)], [(3, 1)], [(3, 3), (3, 2)]),
        ([(4, 1)], [(3, 1)], [(4, 1)]),
    ],
)
def test_a_class_keeps_its_number_where_that_is_free(moving: list, there: list, found: list) -> None:
    assert numbers_for(moving, there) == found


@dataclass
class World:
    users: dict[str, int]
    schools: dict[str, int]
    lessons: dict[str, int]
    classes: dict[str, list[int]]
    path: str


@pytest.fixture
def world(app: Flask) -> World:
    """Two schools of two classes, each with its vice-principal; one had lessons last year, this year, and will have."""
    with app.app_context():
        county = make.region("R000")
        station, theme = make.station(county), make.theme("T01")
        make.bells()
        make.term(name="now", start=TODAY - timedelta(days=60), end=TODAY + timedelta(days=90))
        person, other = (make.vice_principal(station, code=code, name=code) for code in ("V1", "V2"))
        small, large = make.school(county, code="S1", name="红旗小学"), make.school(county, code="S2", name="光明小学")
        classes = {
            "small": [make.school_class(small, 3, number) for number in (1, 2)],
            "large": [make.school_class(large, 3, number) for number in (1, 3)],
        }
        for who, where in ((person, small), (other, large)):
            make.appointment(who, where, start=TODAY - timedelta(days=700), end=TODAY + timedelta(days=900))
        lessons = {}
        given = {"last": (-200, LessonState.CONFIRMED, 0), "this": (-20, LessonState.CONFIRMED, 1)}
        given |= {"coming": (20, LessonState.SCHEDULED, 0), "asked": (21, LessonState.REQUESTED, 1)}
        for name, (days, state, which) in given.items():
            start = datetime.combine(TODAY + timedelta(days=days), time(10))
            own = (classes["small"][which],)
            row = make_delivery.lesson(person, small, start, own, state=state, minutes=160)
            lessons[name] = row.id
            if state is LessonState.CONFIRMED:
                make_delivery.delivery(row, minutes=160)
                make_delivery.confirmation(row, own, minutes=160)
        del theme
        users = {
            "bureau": make.user(Role.BUREAU, county).id,
            "foreign": make.user(Role.BUREAU, make.region("R001")).id,
            "school": make.user(Role.SCHOOL, small).id,
            "successor": make.user(Role.SCHOOL, large).id,
            "person": make.user(Role.VICE_PRINCIPAL, person).id,
        }
        ids = {name: [row.id for row in rows] for name, rows in classes.items()}
        return World(users, {"small": small.id, "large": large.id}, lessons, ids, county.path)


def figures(app: Flask, world: World, year: Year) -> dict[int, Tally]:
    """The figures of each school that counts in a year."""
    with app.app_context():
        scope = Scope(Role.ADMIN)
        asked = Asked(Schools(scope, world.path), year, year.day_that_counts(TODAY), Decimal(4))
        found = tallies(asked, Key.SCHOOL)
        assert total(found.values()) == total(tallies(asked, Key.COUNTY).values())
        assert {row.id for row in school_rows(asked, {})} == set(found)
        db.session.remove()
    return found


def close(client: FlaskClient, day: date = TODAY, **given: Any) -> Any:
    return client.post("/schools/S1/close", data={"day": day.isoformat(), "note": "布局调整", **given})


@both_databases
def test_a_new_name_leaves_the_old_one_in_history(app: Flask, world: World, sign_in: SignIn) -> None:
    client, day = sign_in(world.users["bureau"]), TODAY - timedelta(days=5)
    assert client.get("/schools/S1/rename").status_code == 200
    answer = client.post("/schools/S1/rename", data={"name": "红旗实验学校", "day": day.isoformat()})
    assert answer.status_code == 303
    page = client.get("/schools/S1").text
    assert "红旗实验学校" in page and "红旗小学" in page
    assert "红旗小学" in client.get(f"/lessons/{world.lessons['this']}").text
    coming = client.get(f"/lessons/{world.lessons['coming']}").text
    assert "红旗实验学校" in coming and "红旗小学" not in coming
    past = client.get("/lessons", query_string={"to": TODAY.isoformat()}).text
    assert "红旗小学" in past and "红旗实验学校" not in past
    with app.app_context():
        (kept,) = db.session.scalars(sa.select(SchoolName))
        assert (kept.name, kept.until) == ("红旗小学", day)
        told = sa.select(Notice.user_id).where(Notice.kind == "school.renamed")
        assert set(db.session.scalars(told)) == {world.users["school"], world.users["person"]}
        db.session.remove()
    for wrong in ({"name": "红旗实验学校"}, {"name": ""}, {"day": (TODAY + timedelta(days=1)).isoformat()}):
        data = {"name": "又一个", "day": TODAY.isoformat(), **wrong}
        assert client.post("/schools/S1/rename", data=data).status_code == 422
    data = {"name": "又一个", "day": day.isoformat()}
    assert client.post("/schools/S1/rename", data=data).status_code == 422


@both_databases
def test_a_school_closes(app: Flask, world: World, sign_in: SignIn) -> None:
    client, before = sign_in(world.users["bureau"]), figures(app, world, LAST_YEAR)
    page = client.get("/schools/S1/close", query_string={"day": TODAY.isoformat()}).text
    assert "V1" in page and f"/lessons/{world.lessons['coming']}" in page
    assert set(figures(app, world, THIS_YEAR)) == set(world.schools.values())
    assert close(client).status_code == 303
    with app.app_context():
        states = dict(db.session.execute(sa.select(Lesson.id, Lesson.state)).all())
        assert states[world.lessons["coming"]] is LessonState.CANCELLED
        assert states[world.lessons["asked"]] is LessonState.DECLINED
        assert states[world.lessons["this"]] is LessonState.CONFIRMED
        row = db.session.scalar(sa.select(Appointment).where(Appointment.school_id == world.schools["small"]))
        assert row.end == TODAY - timedelta(days=1) and "布局调整" in row.end_reason
        told = sa.select(Notice.user_id).where(Notice.kind == "school.closed")
        assert set(db.session.scalars(told)) == {world.users["school"], world.users["person"]}
        db.session.remove()
    # It counts before its day and not from it on; last year stands as it stood.
    assert set(figures(app, world, THIS_YEAR)) == {world.schools["large"]}
    assert figures(app, world, LAST_YEAR) == before
    assert "红旗小学" in client.get("/schools/S1").text
    assert "红旗小学" not in client.get("/schools").text
    assert "红旗小学" in client.get("/schools?word=红旗").text
    for path in ("/schools/S1", "/coverage/schools/S1", "/", "/coverage", "/plans/appointments/schools/S1"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    for path in ("/", "/coverage", "/schools/S1", f"/lessons/{world.lessons['this']}"):
        assert sign_in(world.users["school"]).get(path, follow_redirects=True).status_code == 200, path
    assert close(client).status_code == 422
    # Nobody books there, and nobody is appointed there any more.
    with app.app_context():
        school = db.session.get(School, world.schools["small"])
        at = datetime.combine(TODAY, time(10))
        assert any(span.overlaps(at, at + timedelta(hours=1)) for span in blackouts_of(school, TODAY, TODAY))
        db.session.remove()
    data = {"person": "V2", "start": TODAY.isoformat(), "end": (TODAY + timedelta(days=365)).isoformat()}
    assert client.post("/plans/appointments/schools/S1", data=data).status_code == 422


@both_databases
def test_a_school_is_taken_over_by_another(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["bureau"])
    last_year, this_year = (total(figures(app, world, year).values()) for year in (LAST_YEAR, THIS_YEAR))
    before = figures(app, world, LAST_YEAR)
    page = client.get("/schools/S1/close", query_string={"day": TODAY.isoformat(), "successor": "S2"}).text
    assert "3-4" in page and "光明小学" in page
    with app.app_context():
        follow = db.session.scalar(sa.select(Appointment.id).where(Appointment.school_id == world.schools["small"]))
        db.session.remove()
    assert close(client, successor="S2", follow=str(follow)).status_code == 303
    with app.app_context():
        labels = {row.id: row.label for row in db.session.scalars(sa.select(SchoolClass))}
        assert [labels[number] for number in world.classes["small"]] == ["3-4", "3-2"]
        large = sa.select(SchoolClass.id).where(SchoolClass.school_id == world.schools["large"])
        assert len(db.session.scalars(large).all()) == 4
        serving = sa.select(Appointment).where(Appointment.school_id == world.schools["large"]).order_by(Appointment.id)
        _own, followed = db.session.scalars(serving)
        assert followed.start == TODAY and followed.end == TODAY + timedelta(days=900)
        # What was taught keeps its place.
        assert set(db.session.scalars(sa.select(ReachedClass.school_id))) == {world.schools["small"]}
        assert set(db.session.scalars(sa.select(Lesson.school_id))) == {world.schools["small"]}
        db.session.remove()
    after = figures(app, world, LAST_YEAR)
    assert total(after.values()) == last_year
    small = world.schools["small"]
    assert after[small].reached == before[small].reached == 1
    assert after[small].taught_minutes == before[small].taught_minutes
    # This year its classes count where they are now, with what they have had.
    now = figures(app, world, THIS_YEAR)
    assert set(now) == {world.schools["large"]}
    assert (now[world.schools["large"]].classes, now[world.schools["large"]].reached) == (4, 1)
    assert this_year.classes == 4
    with app.app_context():
        rows = {row.label: row for row in school_queries.class_rows(world.schools["large"], THIS_YEAR, TODAY)}
        assert [lesson.id for lesson in rows["3-2"].had] == [world.lessons["this"]]
        rows = {row.label: row for row in school_queries.class_rows(small, LAST_YEAR, LAST_YEAR.last)}
        assert [lesson.id for lesson in rows["3-4"].had] == [world.lessons["last"]]
        db.session.remove()
    for path in ("/coverage/schools/S1", "/coverage/schools/S2", "/coverage/schools/S1?year=2025"):
        assert client.get(path).status_code == 200


@both_databases
def test_classes_move_on_the_day_that_was_entered_ahead(app: Flask, world: World, sign_in: SignIn, monkeypatch) -> None:
    day = TODAY + timedelta(days=21)
    assert close(sign_in(world.users["bureau"]), day, successor="S2").status_code == 303

    def moved() -> int:
        with one_transaction():
            return school_change_jobs.finish(None, {}, NOW)["classes"]

    with app.app_context():
        states = dict(db.session.execute(sa.select(Lesson.id, Lesson.state)).all())
        assert states[world.lessons["coming"]] is LessonState.SCHEDULED
        assert states[world.lessons["asked"]] is LessonState.DECLINED
        assert moved() == 0
        monkeypatch.setattr(school_change_jobs, "local_now", lambda: datetime.combine(day, time(1)))
        assert moved() == 2
        assert moved() == 0
        db.session.remove()
    assert len(figures(app, world, THIS_YEAR)) == 2


@both_databases
def test_a_school_splits(app: Flask, world: World, sign_in: SignIn) -> None:
    client, first, second = sign_in(world.users["bureau"]), *world.classes["small"]
    with app.app_context():
        row = db.session.get(Lesson, world.lessons["coming"])
        row.place = Place.HALL
        db.session.add(LessonClass(lesson_id=row.id, class_id=second))
        held = {"region_path": row.region_path, "start": row.start, "end": row.end, "lesson_id": row.id}
        db.session.add_all(Slot(resource=f"class:{number}", **held) for number in (first, second))
        db.session.commit()
        db.session.remove()
    assert client.get("/schools/S1/split").status_code == 200
    data = {"name": "红旗分校", "code": "S1-2", "classes": [str(second)]}
    for wrong in ({"classes": []}, {"classes": [str(first), str(second)]}, {"code": "S2"}, {"code": "primary"}):
        assert client.post("/schools/S1/split", data={**data, **wrong}).status_code == 422
    foreign = {"classes": [str(world.classes["large"][0])]}
    assert client.post("/schools/S1/split", data={**data, **foreign}).status_code == 422
    assert client.post("/schools/S1/split", data=data).status_code == 303
    with app.app_context():
        new = db.session.scalar(sa.select(School).where(School.code == "S1-2"))
        assert db.session.get(SchoolClass, second).school_id == new.id
        states = dict(db.session.execute(sa.select(Lesson.id, Lesson.state)).all())
        assert states[world.lessons["asked"]] is LessonState.DECLINED
        assert states[world.lessons["coming"]] is LessonState.SCHEDULED
        left = set(
            db.session.scalars(sa.select(LessonClass.class_id).where(LessonClass.lesson_id == world.lessons["coming"]))
        )
        assert left == {first}
        held = set(db.session.scalars(sa.select(Slot.resource)))
        assert {name for name in held if name.startswith("class:")} == {f"class:{first}"}
        db.session.remove()
    now = figures(app, world, THIS_YEAR)
    assert (now[world.schools["small"]].classes, now[world.schools["small"]].reached) == (1, 0)
    assert client.get(f"/lessons/{world.lessons['coming']}").status_code == 200


def test_a_school_of_another_region_is_not_there(world: World, sign_in: SignIn) -> None:
    for who in ("foreign", "school", "person"):
        client = sign_in(world.users[who])
        for page in ("rename", "close", "split"):
            assert client.get(f"/schools/S1/{page}").status_code == 404
        assert close(client).status_code == 404
    own = sign_in(world.users["bureau"])
    for successor in ("S1", "S9", "nonsense"):
        assert close(own, successor=successor).status_code == 422
        query = {"day": TODAY.isoformat(), "successor": successor}
        assert own.get("/schools/S1/close", query_string=query).status_code == 422
