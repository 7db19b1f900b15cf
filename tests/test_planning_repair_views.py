"""Pages and the command of repairs: what is offered, chosen, refused, told, and to whom it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from course.access.models import Notice, Role
from course.db import db
from course.planning.repair.wording import effect_on_plan
from course.roster.models import Absence, School, SchoolClass, Theme, VicePrincipal
from course.schedule import actions
from course.schedule.models import Lesson, LessonChange, LessonState, Place, Slot
from course.schedule.situation_queries import Question
from tests import make
from tests.conftest import both_databases
from tests.race import next_teaching_day

SignIn = Callable[[int], FlaskClient]
TODAY = date.today()
DAY = next_teaching_day(TODAY + timedelta(days=7))
LATER = next_teaching_day(DAY + timedelta(days=1))
SUNDAY = DAY + timedelta(days=6 - DAY.weekday())
# However many lessons, people and periods there are.
MOST_STATEMENTS = 25
CHOSEN = re.compile(r'name="(choice-\d+)" value="([^"]*)" checked')
OFFERED = re.compile(r'name="(choice-\d+)" value="([^"]+)"')


@dataclass
class World:
    """A school with an agreed lesson, its person V1, a colleague V2 and V3 of the person's station."""

    users: dict[str, int]
    lesson: int
    people: dict[str, int]


@pytest.fixture
def world(app: Flask) -> World:
    """A county in which the person teaches on one day, and a foreign one."""
    with app.app_context():
        county, foreign = make.region("R000"), make.region("R001")
        station, school = make.station(county), make.school(county, code="S1")
        homes = {"V1": station, "V2": make.station(county), "V3": station}
        people = [make.vice_principal(home, code=code, name=f"民警{code}") for code, home in homes.items()]
        appointed = {"start": TODAY - timedelta(days=90), "end": TODAY + timedelta(days=200)}
        make.appointment(people[0], school, **appointed)
        make.appointment(people[1], school, **appointed)
        make.bells()
        make.term(name="now", start=TODAY - timedelta(days=60), end=TODAY + timedelta(days=60))
        make.theme("T02", name="防范校园欺凌")
        for number in (1, 2, 3):
            make.school_class(school, 3, number)
        of = {
            "bureau": (Role.BUREAU, county),
            "station": (Role.STATION, station),
            "V1": (Role.VICE_PRINCIPAL, people[0]),
            "V2": (Role.VICE_PRINCIPAL, people[1]),
            "V3": (Role.VICE_PRINCIPAL, people[2]),
            "school": (Role.SCHOOL, school),
            "foreign": (Role.BUREAU, foreign),
        }
        users = {"admin": make.user(Role.ADMIN).id} | {name: make.user(*pair).id for name, pair in of.items()}
        ids = {person.code: person.id for person in people}
        db.session.commit()
        return World(users, agreed(1, DAY, 3), ids)


def agreed(number: int, day: date, period: int, person: str = "V1") -> int:
    """An agreed lesson of class 3-number."""
    school, theme = db.session.scalars(sa.select(School)).one(), db.session.scalars(sa.select(Theme)).one()
    one = db.session.scalar(sa.select(SchoolClass).where(SchoolClass.number == number))
    who = db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code == person))
    wish = actions.Wish(Question(school, theme, (one,), Place.CLASSROOM), who.id, day, period)
    lesson = actions.book(wish, user=None, now=make.NOW, state=LessonState.SCHEDULED)
    db.session.commit()
    return lesson.id


def get(sign_in: SignIn, world: World, who: str, address: str) -> TestResponse:
    return sign_in(world.users[who]).get(address)


def send(sign_in: SignIn, world: World, who: str, address: str, **form: str) -> TestResponse:
    return sign_in(world.users[who]).post(address, data=form)


def away(first: date = DAY, days: int = 1) -> dict[str, str]:
    """A time away, as the form of the ledger sends it."""
    end = first + timedelta(days=days - 1)
    return {"start": f"{first}T00:00", "end": f"{end}T23:59", "reason": "值班"}


def span(first: date = DAY, last: date = DAY) -> str:
    return f"?from={first}&to={last}"


def lesson(app: Flask, lesson_id: int) -> Lesson:
    with app.app_context():
        return db.session.get(Lesson, lesson_id)


def test_a_time_away_that_hits_a_lesson_leads_to_the_ways_to_keep_it(sign_in: SignIn, world: World) -> None:
    entered = send(sign_in, world, "V1", "/vice-principals/V1/absences", **away())
    assert entered.location == "/repairs/vice-principals/V1"
    text = get(sign_in, world, "V1", entered.location).text
    assert len(CHOSEN.findall(text)) == 1
    assert "/repairs/vice-principals/V1" in get(sign_in, world, "V1", "/vice-principals/V1").text
    assert "/repairs/vice-principals/V1" in get(sign_in, world, "bureau", "/repairs").text


def test_a_time_away_without_lessons_leads_back_to_the_person(sign_in: SignIn, world: World) -> None:
    free = DAY + timedelta(days=14)
    entered = send(sign_in, world, "V1", "/vice-principals/V1/absences", **away(free))
    assert entered.location == "/vice-principals/V1"
    assert "/repairs/vice-principals/V1" not in get(sign_in, world, "V1", "/vice-principals/V1").text


@both_databases
def test_one_click_keeps_all_and_tells_those_concerned(app: Flask, sign_in: SignIn, world: World) -> None:
    with app.app_context():
        other = agreed(2, DAY, 5)
    page = get(sign_in, world, "bureau", f"/repairs/vice-principals/V1{span()}").text
    chosen = dict(CHOSEN.findall(page))
    assert set(chosen) == {f"choice-{world.lesson}", f"choice-{other}"}

    times = {"from": str(DAY), "to": str(DAY)}
    done = send(sign_in, world, "bureau", "/repairs/vice-principals/V1", **times, **chosen)
    assert (done.status_code, done.location) == (303, "/repairs/vice-principals/V1")
    with app.app_context():
        rows = db.session.scalars(sa.select(Lesson)).all()
        assert all(row.start.date() != DAY and row.sequence == 1 for row in rows)
        assert {row.vice_principal_id for row in rows} == {world.people["V1"]}
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Slot)) == 4
        moved = sa.select(Notice.user_id, Notice.kind).where(Notice.kind == "lesson.moved")
        told = db.session.execute(moved).all()
        assert sorted(told) == sorted((world.users[who], "lesson.moved") for who in ("V1", "school") for _ in range(2))
        row = db.session.scalars(sa.select(Absence)).one()
        assert (row.start, row.end) == (
            datetime.combine(DAY, time()),
            datetime.combine(DAY, time()) + timedelta(days=1),
        )
    for who in ("V1", "school"):
        assert "防范校园欺凌" in get(sign_in, world, who, "/notices").text
    assert "<del>" in get(sign_in, world, "school", f"/lessons/{world.lesson}").text


def test_the_ways_come_in_their_order_and_all_work(app: Flask, sign_in: SignIn, world: World) -> None:
    address = f"/repairs/lessons/{world.lesson}"
    offered = [value for _, value in OFFERED.findall(get(sign_in, world, "V1", address).text)]
    people = [value.partition(":")[2].partition("/")[0] for value in offered]
    order = [str(world.people[code]) for code in ("V1", "V2", "V3")]
    assert sorted(people, key=order.index) == people
    assert set(people) == set(order)
    for value in offered:
        with app.app_context():
            sequence = db.session.get(Lesson, world.lesson).sequence
        fresh = value.replace(f"{world.lesson}.0", f"{world.lesson}.{sequence}")
        assert send(sign_in, world, "bureau", address, **{f"choice-{world.lesson}": fresh}).status_code == 303


@pytest.mark.parametrize(
    ("cost", "said"),
    [(-4.0, "整体安排更好"), (-0.04, "不影响整体安排"), (0.0, "不影响整体安排"), (12.5, "整体安排变差")],
)
def test_what_a_way_does_to_the_plan_is_said_in_words(app: Flask, cost: float, said: str) -> None:
    with app.test_request_context():
        assert effect_on_plan(cost) == said


def test_the_page_of_a_repair_shows_no_bare_points(sign_in: SignIn, world: World) -> None:
    page = get(sign_in, world, "V1", f"/repairs/lessons/{world.lesson}").text
    assert "整体安排" in page and not re.search(r"[+-]\d+\.\d</", page)


def test_a_substitute_and_whoever_cannot_come_read_what_it_means_for_them(sign_in: SignIn, world: World) -> None:
    choice = {f"choice-{world.lesson}": f"{world.lesson}.0:{world.people['V3']}/{LATER}/4"}
    assert send(sign_in, world, "V1", f"/repairs/lessons/{world.lesson}", **choice).status_code == 303
    assert f"/lessons/{world.lesson}" in get(sign_in, world, "V3", "/lessons").text
    assert "防范校园欺凌" in get(sign_in, world, "V3", "/notices").text
    assert "原定：" in get(sign_in, world, "V3", "/notices").text
    # Who made the change need not be told.
    assert "原定：" not in get(sign_in, world, "V1", "/notices").text


@both_databases
def test_where_somebody_was_faster_other_ways_are_offered(app: Flask, sign_in: SignIn, world: World) -> None:
    address = f"/repairs/lessons/{world.lesson}"
    ((name, value),) = CHOSEN.findall(get(sign_in, world, "V1", address).text)
    person, day, period = value.partition(":")[2].split("/")
    code = next(code for code, number in world.people.items() if str(number) == person)
    with app.app_context():
        agreed(2, date.fromisoformat(day), int(period), code)

    refused = send(sign_in, world, "V1", address, **{name: value})
    assert refused.status_code == 409
    ((_, other),) = CHOSEN.findall(refused.text)
    assert other != value
    assert lesson(app, world.lesson).sequence == 0
    assert send(sign_in, world, "V1", address, **{name: other}).status_code == 303


def test_a_page_that_is_out_of_date_is_refused(app: Flask, sign_in: SignIn, world: World) -> None:
    choice = {f"choice-{world.lesson}": f"{world.lesson}.0:{world.people['V1']}/{LATER}/4"}
    address = f"/repairs/lessons/{world.lesson}"
    assert send(sign_in, world, "V1", address, **choice).status_code == 303
    assert send(sign_in, world, "V1", address, **choice).status_code == 409


@pytest.mark.parametrize(
    "value",
    ["x", "1", "1.0:1/2026-02-30/1", "1.0:1/2026-12-01/1+" * 3, f"{'9' * 30}.0:1/2026-12-01/1", "1.0:1/2026-12-01/99"],
)
def test_a_choice_that_no_page_offers_is_refused_with_a_sentence(sign_in: SignIn, world: World, value: str) -> None:
    for address in (f"/repairs/lessons/{world.lesson}", "/repairs/vice-principals/V1"):
        assert send(sign_in, world, "bureau", address, **{f"choice-{world.lesson}": value}).status_code == 409
        assert send(sign_in, world, "bureau", address).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("foreign", 404), ("V2", 404), ("school", 404), ("station", 200)])
def test_only_those_who_may_change_the_lesson_see_the_page(
    app: Flask, sign_in: SignIn, world: World, who: str, status: int
) -> None:
    for address in (f"/repairs/lessons/{world.lesson}", "/repairs/vice-principals/V1"):
        assert get(sign_in, world, who, address).status_code == status
        choice = {f"choice-{world.lesson}": f"{world.lesson}.0:{world.people['V1']}/{LATER}/4"}
        if status == 404:
            assert send(sign_in, world, who, address, **choice).status_code == 404
    assert lesson(app, world.lesson).sequence == 0


def test_nobody_moves_a_lesson_that_is_not_theirs_by_way_of_their_own(
    app: Flask, sign_in: SignIn, world: World
) -> None:
    with app.app_context():
        theirs = agreed(2, LATER, 4, "V2")
    step = f"{theirs}.0:{world.people['V2']}/{LATER}/5"
    own = f"{world.lesson}.0:{world.people['V1']}/{LATER}/4"
    for value in (step, f"{own}+{step}"):
        refused = send(sign_in, world, "V1", f"/repairs/lessons/{world.lesson}", **{f"choice-{world.lesson}": value})
        assert refused.status_code == 409
    assert (lesson(app, theirs).sequence, lesson(app, world.lesson).sequence) == (0, 0)


def narrow(app: Flask) -> None:
    """One person for one school, who may teach once a week until the end of a short term."""
    with app.app_context():
        db.session.execute(sa.text("DELETE FROM appointment WHERE vice_principal_id <> 1"))
        db.session.execute(sa.text("UPDATE term SET substitute = 'none'"))
        db.session.execute(sa.update(VicePrincipal).values(max_lessons_week=1))
        last_week = next_teaching_day(SUNDAY + timedelta(days=1))
        last_day = last_week + timedelta(days=6 - last_week.weekday())
        db.session.execute(sa.text('UPDATE term SET "end" = :day'), {"day": str(last_day)})
        db.session.commit()
        agreed(2, last_week, 4)


def test_what_cannot_be_kept_is_proved_in_a_sentence(app: Flask, sign_in: SignIn, world: World) -> None:
    narrow(app)
    page = get(sign_in, world, "bureau", f"/repairs/vice-principals/V1{span(TODAY, SUNDAY)}")
    assert page.status_code == 200
    assert not OFFERED.findall(page.text)
    assert re.search(r"1\D*&lt;\D*2", page.text)
    assert "民警V1" in page.text


def test_a_lesson_that_is_not_agreed_or_has_begun_is_not_moved(app: Flask, sign_in: SignIn, world: World) -> None:
    for change in (
        {"state": LessonState.REQUESTED},
        {"state": LessonState.SCHEDULED, "start": datetime(2020, 1, 6, 8)},
    ):
        with app.app_context():
            db.session.execute(sa.update(Lesson).values(**change))
            db.session.commit()
        page = get(sign_in, world, "V1", f"/repairs/lessons/{world.lesson}")
        assert page.status_code == 200
        assert not OFFERED.findall(page.text)


@pytest.mark.parametrize(
    "query",
    [
        "?from=x&to=y",
        "?from=2026-13-01",
        "?from=9999-12-31&to=9999-12-31",
        f"?from={DAY}&to=2000-01-01",
        "?from=2026-11-26T99:00",
    ],
)
def test_a_time_that_cannot_be_read_is_no_time(sign_in: SignIn, world: World, query: str) -> None:
    page = get(sign_in, world, "bureau", f"/repairs/vice-principals/V1{query}")
    assert page.status_code == 200
    assert not OFFERED.findall(page.text)


def test_the_page_asks_few_questions_however_many_lessons_there_are(
    app: Flask, sign_in: SignIn, world: World, statements: list[str]
) -> None:
    client = sign_in(world.users["bureau"])
    client.get(f"/repairs/vice-principals/V1{span()}")
    statements.clear()
    client.get(f"/repairs/vice-principals/V1{span()}")
    few = len(statements)
    with app.app_context():
        for number, period in ((2, 4), (3, 5)):
            agreed(number, DAY, period)
    statements.clear()
    assert len(CHOSEN.findall(client.get(f"/repairs/vice-principals/V1{span()}").text)) == 3
    assert len(statements) == few
    assert few <= MOST_STATEMENTS


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["plan", "repair", *words])
    return done.exit_code, done.output


def test_the_command_prints_the_smallest_change_and_makes_it_so(app: Flask, world: World) -> None:
    words = ("--vice-principal", "V1", "--from", str(DAY), "--to", str(DAY))
    code, printed = run(app, *words)
    assert code == 0
    assert "same_person" in printed
    assert "lost 1  changed 1  re-placed 1  impossible 0" in printed
    assert lesson(app, world.lesson).sequence == 0

    code, printed = run(app, *words, "--apply", "--term", "now")
    assert code == 0
    assert lesson(app, world.lesson).start.date() != DAY
    with app.app_context():
        assert db.session.scalars(sa.select(Absence.vice_principal_id)).all() == [world.people["V1"]]
        assert db.session.scalars(sa.select(LessonChange.action).order_by(LessonChange.id)).all()[-1] == "move"
    assert run(app, *words)[1].startswith("lost 0")
    assert run(app, *words, "--apply")[0] == 0


def test_the_command_ends_with_what_came_of_it(app: Flask, world: World) -> None:
    assert run(app, "--vice-principal", "nobody", "--from", str(DAY), "--to", str(DAY))[0] == 2
    assert run(app, "--vice-principal", "V1", "--from", str(LATER), "--to", str(DAY))[0] == 2
    assert run(app, "--vice-principal", "V1", "--from", str(DAY), "--to", str(DAY), "--term", "never")[0] == 2
    narrow(app)
    code, printed = run(app, "--vice-principal", "V1", "--from", str(TODAY), "--to", str(SUNDAY))
    assert code == 1
    assert "1 < 2" in printed


def test_the_command_looks_back_from_another_day(app: Flask, world: World) -> None:
    with app.app_context():
        db.session.execute(sa.update(Lesson).values(start=datetime.combine(TODAY - timedelta(days=20), time(8, 30))))
        db.session.commit()
    past = str(TODAY - timedelta(days=20))
    words = ("--vice-principal", "V1", "--from", past, "--to", past)
    assert run(app, *words)[1].startswith("lost 0")
    assert "lost 1" in run(app, *words, "--on", str(TODAY - timedelta(days=30)))[1]
