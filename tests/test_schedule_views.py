"""The pages of the schedule, by a browser without JavaScript: booking, answering, and everything hostile."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Role
from course.db import db
from course.roster.models import Region, School
from course.schedule.models import Lesson, LessonChange, LessonState, Slot
from tests import make
from tests.conftest import both_databases
from tests.race import next_teaching_day

# The views read the clock, so the lessons lie in the weeks that come.
DAY = next_teaching_day(date.today() + timedelta(days=9))
HUGE = "9999999999999999999"
SCHEDULED = {"accept": LessonState.REQUESTED, "decline": LessonState.REQUESTED, "cancel": LessonState.SCHEDULED}


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


def make_world(app: Flask) -> SimpleNamespace:
    """Two schools of one county that share a vice-principal, another county, and a user of each kind."""
    with app.app_context():
        city = make.region()
        county, foreign = make.region(parent=city), make.region(parent=city)
        school, other, stranger = make.school(county), make.school(county), make.school(foreign)
        person, colleague = make.vice_principal(make.station(county)), make.vice_principal()
        for one, place in ((person, school), (person, other), (colleague, school)):
            make.appointment(one, place, start=DAY - timedelta(days=90), end=DAY + timedelta(days=90))
        make.bells()
        make.term(name="now", start=DAY - timedelta(days=60), end=DAY + timedelta(days=60))
        make.theme("T02")
        make.theme("T03", name="禁毒教育")
        for number in (1, 2, 3):
            make.school_class(school, 3, number)
        make.school_class(other, 5, 5)
        return SimpleNamespace(
            code=school.code, other_code=other.code, foreign_code=stranger.code, person_code=person.code,
            colleague_code=colleague.code, person_name=person.name,
            school=make.user(Role.SCHOOL, school).id, other=make.user(Role.SCHOOL, other).id,
            person=make.user(Role.VICE_PRINCIPAL, person).id, colleague=make.user(Role.VICE_PRINCIPAL, colleague).id,
            bureau=make.user(Role.BUREAU, county).id, foreign=make.user(Role.BUREAU, foreign).id,
            admin=make.user(Role.ADMIN).id,
        )  # fmt: skip


@pytest.fixture
def as_school(world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    return sign_in(world.school)


def form(world: SimpleNamespace, **given: Any) -> dict[str, Any]:
    choice = f"{DAY.isoformat()}/3/{world.person_code}"
    return {"theme": "T02", "classes": "3-1", "place": "classroom", "choice": choice, **given}


def send(client: FlaskClient, fields: dict[str, Any]) -> Any:
    return client.post("/lessons/new", data={"idempotency_key": uuid.uuid4().hex, **fields})


def booked(client: FlaskClient, world: SimpleNamespace, **given: Any) -> str:
    answer = send(client, form(world, **given))
    assert answer.status_code == 303
    return answer.location


def count(app: Flask, model: Any) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def state(app: Flask, address: str) -> str:
    with app.app_context():
        return db.session.get(Lesson, int(address.rsplit("/", 1)[1])).state.value


def test_a_school_books_in_three_taps(as_school: FlaskClient, world: SimpleNamespace, app: Flask) -> None:
    themes = as_school.get("/lessons/new").text
    classes = as_school.get(re.search(r'href="(/lessons/new\?theme=T02[^"]*)"', themes)[1]).text
    periods = as_school.get(
        re.search(r'href="(/lessons/new\?[^"]*classes=3-1[^"]*)"', classes)[1].replace("&amp;", "&")
    )
    choice = re.search(r'name="choice" value="([^"]+)"', periods.text)[1]
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', periods.text.split('class="periods"')[1])
    )

    answer = as_school.post("/lessons/new", data={**hidden, "choice": choice}, follow_redirects=True)

    assert answer.request.path.startswith("/lessons/") and "待答复" in answer.text
    assert count(app, Lesson) == 1


def test_the_page_of_periods_offers_only_what_is_free(as_school: FlaskClient, world: SimpleNamespace) -> None:
    booked(as_school, world)
    page = as_school.get(f"/lessons/new?theme=T02&classes=3-2&from={DAY.isoformat()}&person={world.person_code}").text
    page, taken = page.split('action="/lessons/waiting"')
    assert f"{DAY.isoformat()}/3/{world.person_code}" in taken, "one can wait for it"
    assert f"{DAY.isoformat()}/3/{world.person_code}" not in page
    assert f"{DAY.isoformat()}/4/{world.person_code}" in page


@both_databases
def test_who_comes_too_late_is_told_by_whom_and_offered_other_periods(
    as_school: FlaskClient, world: SimpleNamespace, app: Flask
) -> None:
    booked(as_school, world)

    answer = send(as_school, form(world, classes="3-2"))

    assert answer.status_code == 409
    assert "3-1" in answer.text and world.person_name in answer.text
    assert answer.text.count('name="choice"') > 3 and 'name="classes" value="3-2"' in answer.text
    assert (count(app, Lesson), count(app, Slot), count(app, AuditEntry)) == (1, 2, 1)


def test_another_school_learns_that_the_period_is_taken_and_nothing_more(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    booked(as_school, world)
    answer = send(sign_in(world.other), form(world, classes="5-5"))
    assert answer.status_code == 409
    assert "别的学校" in answer.text and "3-1" not in answer.text


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"classes": "5-5"}, 422, "没有 5-5 班"),
        ({"classes": "3-1;9-9"}, 422, "没有 9-9 班"),
        ({"classes": ""}, 422, "给哪个班上"),
        ({"theme": "T99"}, 422, "没有这个主题"),
        ({"theme": ""}, 422, "上什么主题"),
        ({"classes": "3-1;3-2"}, 422, "教室只能坐一个班"),
        ({"choice": f"{DAY.isoformat()}/3/VP999999"}, 422, "不是本校的法治副校长"),
        ({"choice": f"{DAY.isoformat()}/19/VP1"}, 422, "没有第19节"),
        ({"choice": f"{(DAY - timedelta(days=300)).isoformat()}/3/VP1"}, 422, "不是本校的法治副校长"),
        ({"choice": f"{(DAY + timedelta(days=75)).isoformat()}/3/%s"}, 422, "不在学期内"),
        ({"choice": "2026-02-30/3/VP1"}, 422, "请点选"),
        ({"choice": "9999-12-31/3/VP1"}, 422, "请点选"),
        ({"choice": "../../etc/passwd"}, 422, "请点选"),
        ({"choice": ""}, 422, "请点选"),
        ({"choice": f"{DAY.isoformat()}/３/%s"}, 303, ""),
        ({"choice": "x" * 5000}, 422, "请点选"),
        ({"place": "roof"}, 303, ""),
        ({"case": "' OR 1=1 --"}, 303, ""),
        ({"theme": "T02\x00"}, 303, ""),
    ],
)  # fmt: skip
def test_what_a_form_says_wrongly_is_refused_in_words(
    as_school: FlaskClient, world: SimpleNamespace, app: Flask, given: dict[str, str], status: int, said: str
) -> None:
    fields = form(world, **given)
    fields["choice"] = fields["choice"].replace("%s", world.person_code)
    answer = send(as_school, fields)
    assert answer.status_code == status, answer.text
    assert said in answer.text
    assert count(app, Lesson) == (1 if status == 303 else 0)


def test_fields_that_no_form_has_change_nothing(as_school: FlaskClient, world: SimpleNamespace, app: Flask) -> None:
    address = booked(as_school, world, state="confirmed", school_id="2", id="77", requested_by_id="1", sequence="9")
    with app.app_context():
        lesson = db.session.get(Lesson, int(address.rsplit("/", 1)[1]))
        assert (lesson.state, lesson.sequence, lesson.requested_by_id) == (LessonState.REQUESTED, 0, world.school)


def test_the_same_form_sent_twice_books_once(as_school: FlaskClient, world: SimpleNamespace, app: Flask) -> None:
    fields = form(world, idempotency_key=uuid.uuid4().hex)
    first, second = send(as_school, fields), send(as_school, fields)
    assert (first.status_code, second.status_code, first.location) == (303, 303, second.location)
    assert send(as_school, {**fields, "classes": "3-2"}).status_code == 422
    assert count(app, Lesson) == 1


def test_the_bureau_books_for_a_school_of_its_region_only(
    world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    bureau, foreign = sign_in(world.bureau), sign_in(world.foreign)

    assert world.code in bureau.get("/lessons/new").text
    assert world.code not in foreign.get("/lessons/new").text
    assert foreign.get(f"/lessons/new?school={world.code}").status_code == 404
    assert send(foreign, form(world, school=world.code)).status_code == 404
    assert send(bureau, form(world)).status_code == 404
    assert count(app, Lesson) == 0
    booked(bureau, world, school=world.code)


def test_a_school_cannot_book_for_another(as_school: FlaskClient, world: SimpleNamespace, app: Flask) -> None:
    assert as_school.get(f"/lessons/new?school={world.other_code}").status_code == 404
    assert send(as_school, form(world, school=world.other_code)).status_code == 404
    assert count(app, Lesson) == 0


@both_databases
def test_a_request_is_accepted_in_one_tap(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    address = booked(as_school, world)
    person = sign_in(world.person)
    assert f'action="{address}/accept"' in person.get("/lessons").text

    answer = person.post(f"{address}/accept", data={"sequence": "0"}, follow_redirects=True)

    assert "已接受" in answer.text and state(app, address) == "scheduled"


def test_whoever_answers_a_request_has_the_way_to_it_in_its_row(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    link = f'href="{booked(as_school, world)}#next-step"'
    for user, asked in {"person": 1, "bureau": 1, "admin": 1, "colleague": 0, "school": 0}.items():
        text = sign_in(getattr(world, user)).get(f"/lessons?state=requested&school={world.code}").text
        assert text.count(link) == asked, user


def test_a_request_is_declined_with_a_reason_that_the_school_reads(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    address = booked(as_school, world)
    person = sign_in(world.person)
    assert person.post(f"{address}/decline", data={"sequence": "0", "reason": " "}).status_code == 422
    assert person.post(f"{address}/decline", data={"sequence": "0", "reason": "当天<b>值班</b>"}).status_code == 303

    page = as_school.get(address).text
    assert "当天&lt;b&gt;值班&lt;/b&gt;" in page and "/lessons/new?" in page
    assert state(app, address) == "declined" and count(app, Slot) == 0


@both_databases
def test_either_side_cancels_and_the_period_is_free_again(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    address = booked(as_school, world)
    person = sign_in(world.person)
    person.post(f"{address}/accept", data={"sequence": "0"})
    assert person.post(f"{address}/cancel", data={"sequence": "1", "reason": "出警"}).status_code == 303
    again = booked(as_school, world)
    assert as_school.post(f"{again}/cancel", data={"sequence": "0", "reason": "春游"}).status_code == 303
    assert [state(app, one) for one in (address, again)] == ["cancelled", "cancelled"]
    assert count(app, Slot) == 0


def test_a_form_that_was_open_too_long_is_told_what_changed(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    address = booked(as_school, world)
    person = sign_in(world.person)
    as_school.post(f"{address}/cancel", data={"sequence": "0", "reason": "考试改期"})

    answer = person.post(f"{address}/accept", data={"sequence": "0"})

    assert answer.status_code == 409 and "考试改期" in answer.text
    assert state(app, address) == "cancelled" and count(app, LessonChange) == 2


@pytest.mark.parametrize("sequence", ["", "-1", HUGE, "abc", "0; DROP TABLE lesson", None])
def test_a_sequence_that_is_no_number_is_refused(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask, sequence: Any
) -> None:
    address = booked(as_school, world)
    data = {} if sequence is None else {"sequence": sequence}
    assert sign_in(world.person).post(f"{address}/accept", data=data).status_code == 422
    assert state(app, address) == "requested"


def test_only_the_asked_side_answers_and_outsiders_see_nothing(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    address = booked(as_school, world)
    yes, no = {"sequence": "0"}, {"sequence": "0", "reason": "不行"}

    assert as_school.post(f"{address}/accept", data=yes).status_code == 409
    assert as_school.post(f"{address}/decline", data=no).status_code == 404
    colleague = sign_in(world.colleague)
    assert colleague.get(address).status_code == 200 and "/accept" not in colleague.get(address).text
    assert colleague.post(f"{address}/accept", data=yes).status_code == 404
    for outsider in (sign_in(world.other), sign_in(world.foreign)):
        assert outsider.get(address).status_code == 404
        assert outsider.post(f"{address}/cancel", data=no).status_code == 404
        assert outsider.get(f"{address}/deck/zh").status_code == 404
    assert state(app, address) == "requested"


@pytest.mark.parametrize("number", [HUGE, "-1", "0", "abc", "1.5", "2147483647", "2147483648", "%00", "１"])
def test_ids_that_are_none_are_not_found(as_school: FlaskClient, number: str) -> None:
    assert as_school.get(f"/lessons/{number}").status_code == 404
    assert as_school.get(f"/lessons/{number}/deck/zh").status_code == 404
    assert as_school.post(f"/lessons/{number}/cancel", data={"sequence": "0", "reason": "x"}).status_code == 404


@pytest.mark.parametrize("verb", ["accept", "decline", "cancel"])
def test_reading_the_address_of_a_button_does_nothing(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask, verb: str
) -> None:
    address = booked(as_school, world)
    for method in ("get", "put", "delete"):
        assert getattr(sign_in(world.admin), method)(f"{address}/{verb}").status_code == 405
    assert state(app, address) == "requested"


@pytest.mark.parametrize(
    "query",
    [
        f"page={HUGE}", "page=-1", "page=abc", "from=9999-99-99&to=x", "from=0001-01-01",
        "state=nonsense", "state=declined",
        "school=%20", "school=' OR 1=1", "vice_principal=%E4%B6%AE", "to=2000-01-01&page=2", "from=2100-12-31",
    ],
)  # fmt: skip
def test_a_list_survives_every_question(as_school: FlaskClient, world: SimpleNamespace, query: str) -> None:
    booked(as_school, world)
    assert as_school.get(f"/lessons?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("view=week&day=2100-12-31", 200), ("view=week&day=2000-01-01", 200), ("day=2100-12-01", 200),
        ("day=9999-12-31", 200), ("day=0001-01-01&view=week", 200), ("day=abc", 200), ("view=../../etc", 200),
        ("school=nobody", 404), ("vice_principal=nobody", 404), ("school=%20", 200), (f"day={HUGE}", 200),
    ],
)  # fmt: skip
def test_a_calendar_survives_every_question(as_school: FlaskClient, query: str, status: int) -> None:
    assert as_school.get(f"/calendar?{query}").status_code == status


@pytest.mark.parametrize(
    "query", ["theme=T02&classes=3-1&from=9999-12-31", "theme=T02&classes=3-1&from=x&person=x&case=x"]
)
def test_the_steps_of_a_booking_survive_every_question(as_school: FlaskClient, query: str) -> None:
    assert as_school.get(f"/lessons/new?{query}").status_code == 200


def test_names_with_markup_and_rare_characters_are_shown_as_typed(
    world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    with app.app_context():
        db.session.execute(sa.text("UPDATE theme SET name = :name WHERE code = 'T02'"), {"name": "<script>䶮{{7*7}}"})
        db.session.commit()
    address = booked(sign_in(world.school), world)
    for page in (address, "/lessons", f"/calendar?day={DAY}", f"/calendar?view=week&day={DAY}", "/lessons/new"):
        text = sign_in(world.school).get(page).text
        assert "&lt;script&gt;䶮{{7*7}}" in text and "<script>䶮" not in text


@both_databases
def test_filters_in_the_address_narrow_the_list(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    address = booked(as_school, world)
    after = (DAY + timedelta(days=1)).isoformat()
    assert address in as_school.get("/lessons").text
    assert address in as_school.get(f"/lessons?state=requested&from={DAY}&to={DAY}").text
    assert address not in as_school.get("/lessons?state=confirmed").text
    assert address not in as_school.get(f"/lessons?from={after}").text
    assert address not in sign_in(world.other).get("/lessons").text
    assert address not in sign_in(world.foreign).get("/lessons").text
    bureau = sign_in(world.bureau)
    assert address in bureau.get(f"/lessons?school={world.code}").text
    assert address not in bureau.get(f"/lessons?school={world.other_code}").text
    assert address not in bureau.get(f"/lessons?school={world.foreign_code}").text
    assert address in bureau.get(f"/lessons?vice_principal={world.person_code}").text


@both_databases
def test_a_region_in_the_address_narrows_the_list(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    address = booked(as_school, world)
    with app.app_context():
        codes = sa.select(Region.code).join(School, School.region_id == Region.id)
        own, foreign = (db.session.scalar(codes.where(School.code == one)) for one in (world.code, world.foreign_code))
        name = db.session.scalar(sa.select(Region.name).where(Region.code == own))
    admin, bureau = sign_in(world.admin), sign_in(world.bureau)
    assert (
        address in admin.get(f"/lessons?region={own}").text and f"{name} · " in admin.get(f"/lessons?region={own}").text
    )
    assert address not in admin.get(f"/lessons?region={foreign}").text
    for region in (foreign, "nowhere", "%27"):
        assert address not in bureau.get(f"/lessons?region={region}").text
    assert f'name="region" value="{own}"' in bureau.get(f"/lessons?region={own}&state=requested").text


def test_a_state_is_looked_for_on_all_days_and_the_plain_list_begins_today(
    as_school: FlaskClient, world: SimpleNamespace, app: Flask
) -> None:
    address = booked(as_school, world)
    with app.app_context():
        lesson = db.session.scalars(sa.select(Lesson)).one()
        lesson.start, lesson.end = lesson.start - timedelta(days=30), lesson.end - timedelta(days=30)
        db.session.commit()
    assert address not in as_school.get("/lessons").text
    assert address in as_school.get("/lessons?state=requested").text
    assert address in as_school.get(f"/lessons?to={date.today() - timedelta(days=1)}").text


@both_databases
def test_each_calendar_shows_its_own_lessons(
    as_school: FlaskClient, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    address = booked(as_school, world)
    month, week = f"/calendar?day={DAY}", f"/calendar?view=week&day={DAY}"
    for who in (world.school, world.person):
        for page in (month, week):
            assert f'href="{address}"' in sign_in(who).get(page).text
    assert f'href="{address}"' in sign_in(world.bureau).get(week).text
    assert f"from={DAY}" in sign_in(world.bureau).get(month).text
    for who in (world.other, world.colleague, world.foreign):
        for page in (month, week):
            assert f'href="{address}"' not in sign_in(who).get(page).text
    # A colleague at the same school may look at the school's calendar, a stranger may not.
    assert f'href="{address}"' in sign_in(world.colleague).get(f"{month}&school={world.code}").text
    assert sign_in(world.other).get(f"{month}&school={world.code}").status_code == 404


@both_databases
def test_a_blackout_of_a_region_is_one_of_its_schools_and_of_no_others(
    world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    with app.app_context():
        school = db.session.scalars(sa.select(make.School).where(make.School.code == world.code)).one()
        start = datetime.combine(DAY, datetime.min.time())
        row = make.blackout(None, start, start + timedelta(days=1), "全区停课")
        row.region_path = school.region_path
        db.session.commit()
    page = f"/calendar?view=week&day={DAY}"
    assert "全区停课" in sign_in(world.school).get(page).text
    assert "全区停课" not in sign_in(world.admin).get(f"{page}&school={world.foreign_code}").text


def test_why_somebody_is_away_stays_with_their_own_side(
    world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    with app.app_context():
        person = db.session.scalars(
            sa.select(make.VicePrincipal).where(make.VicePrincipal.code == world.person_code)
        ).one()
        start = datetime.combine(DAY, datetime.min.time()) + timedelta(hours=8)
        make.absence(person, start, start + timedelta(hours=10), "秘密任务")
    page = f"/calendar?view=week&day={DAY}&vice_principal={world.person_code}"
    assert "秘密任务" in sign_in(world.person).get(page).text
    assert "秘密任务" not in sign_in(world.school).get(page).text


@pytest.mark.parametrize(
    ("who", "page", "most"),
    [
        ("school", "/lessons", 12), ("person", "/lessons", 12), ("bureau", "/lessons", 12),
        ("school", "/calendar", 12), ("person", "/calendar", 12), ("bureau", "/calendar", 12),
        ("school", "/calendar?view=week", 12), ("person", "/calendar?view=week", 12),
        ("bureau", "/calendar?view=week", 12),
        ("school", "/lessons/new", 12), ("school", "/lessons/new?theme=T02", 12), ("bureau", "/lessons/new", 12),
    ],
)  # fmt: skip
def test_pages_take_few_statements_however_many_lessons_there_are(
    world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], statements: list[str], who: str, page: str, most: int
) -> None:
    day = f"{'&' if '?' in page else '?'}day={DAY}"
    client = sign_in(getattr(world, who))
    booked(sign_in(world.school), world)
    client.get(page + day)
    statements.clear()
    client.get(page + day)
    few = len(statements)
    booked(sign_in(world.school), world, classes="3-2", choice=f"{DAY.isoformat()}/5/{world.person_code}")
    booked(sign_in(world.school), world, classes="3-3", choice=f"{DAY.isoformat()}/6/{world.person_code}")
    statements.clear()
    assert client.get(page + day).status_code == 200
    asked = [sent for sent in statements if sent.startswith("SELECT")]
    assert len(asked) <= most, "\n".join(asked)
    assert len(statements) == few
