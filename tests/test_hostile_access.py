"""Every route × every role × own, neighbouring and foreign things: the role matrix and the scope hold."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from course.access.models import User
from tests import hostile
from tests.hostile import ANYONE, CASE_FOR, FOR_ALL, ROLES, Place, World

# Only a school's own page names the schools around it to a bureau.
OWN_CODES = re.compile(r"zq(\d)(?:sc|vp|cp|st|bureau|school|spare|station|vice_principal)")


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


def ask(world: World, role: str, rule: Rule, method: str, place: Place) -> TestResponse:
    given = hostile.values(rule, place, role if place is world.home else "")
    form = {"school": place.codes["school"]} if method == "POST" else None
    return world.client(role).open(hostile.address(rule, given), method=method, data=form)


def walk(world: World, role: str, place: Place) -> list[tuple[str, TestResponse, bool]]:
    """Every route with every method, as this role, for the things of a place: name, answer, what the matrix says."""
    found = []
    for rule, method in hostile.routes(world.app):
        answer = ask(world, role, rule, method, place)
        found.append((f"{method} {rule.endpoint}", answer, hostile.may(role, rule.endpoint)))
    return found


def in_scope(role: str, rule: Rule, place: Place, world: World) -> bool:
    """Whether a role has to do with the things of this place."""
    if place is world.home or not rule.arguments or rule.endpoint in FOR_ALL:
        return True
    if {"job_id", "notice_id", "report_id", "subscription_id", "token_id", "subscriber_id"} & rule.arguments:
        return False
    if role == "admin":
        return True
    of_county = role == "bureau" or (role == "vice_principal" and rule.endpoint in CASE_FOR)
    return of_county and place is world.neighbour


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_the_matrix_names_and_no_more(world: World, role: str) -> None:
    for name, answer, allowed in walk(world, role, world.home):
        refused = answer.status_code == 404 or "/sign-in" in answer.headers.get("Location", "")
        ended = name == "POST access.end_sessions"
        assert refused is not allowed or ended, f"{role}: {name} answered {answer.status_code}"
        assert not hostile.crash(answer), f"{role}: {name} answered {answer.status_code}"
        if ended or name.startswith(("POST delivery", "POST cases")):
            world.restore()


def accounts(world: World) -> list[tuple[object, ...]]:
    """Every account without what its owner chose to be told."""
    kept = [column for column in User.__table__.columns if column.name != "preferences"]
    with world.app.app_context():
        rows = hostile.db.session.execute(hostile.sa.select(*kept).order_by(User.id)).all()
        hostile.db.session.remove()
    return [tuple(row) for row in rows]


def test_a_visitor_reaches_what_is_for_anyone_and_changes_nothing(world: World) -> None:
    before, known = hostile.fingerprint(world.app), accounts(world)
    for name, answer, allowed in walk(world, ANYONE, world.stranger):
        if not allowed:
            assert answer.status_code == 302 and "/sign-in" in answer.headers["Location"], name
        assert not hostile.crash(answer), name
    after = hostile.fingerprint(world.app)
    # The signed link confirms a lesson, and those who want to know hear of it; that is what it is for.  The one in a
    # mail keeps what its reader chose.
    changed = {table for table in after if after[table] != before[table]}
    said = {"lesson", "confirmation", "reached_class", "lesson_change", "notice", "message", "post"}
    assert changed <= said | {"user", "school_tally", "region_step", "theme_tally"}
    assert accounts(world) == known


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whose", ["neighbour", "stranger"])
def test_what_lies_outside_the_scope_is_not_there_and_stays_as_it_is(world: World, role: str, whose: str) -> None:
    place = getattr(world, whose)
    before = hostile.fingerprint(world.app)
    asked = 0
    for rule, method in hostile.routes(world.app):
        if in_scope(role, rule, place, world):
            continue
        answer = ask(world, role, rule, method, place)
        asked += 1
        assert answer.status_code == 404, f"{role}: {method} {rule.endpoint} answered {answer.status_code}"
    assert asked
    assert hostile.fingerprint(world.app) == before


def test_a_colleagues_lesson_at_ones_own_school_can_be_seen_and_not_touched(world: World) -> None:
    client, before = world.client("vice_principal"), hostile.fingerprint(world.app)
    base = f"/lessons/{world.colleagues_lesson}"
    assert client.get(base).status_code == 200
    for path in ("accept", "decline", "cancel", "taught", "taught/figures", "taught/undo", "missed"):
        answer = client.post(f"{base}/{path}", data={"sequence": "0", "reason": "x"})
        assert answer.status_code == 404, path
    assert hostile.fingerprint(world.app) == before
    assert b"button-form" not in client.get(base).data


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_no_page_names_anything_of_another_county(world: World, role: str) -> None:
    # The school's other vice-principal comes from the neighbour; whoever hands a lesson over may name them.
    mine = {"0", "1"}
    client, seen = world.client(role), 0
    for rule, method in hostile.routes(world.app):
        if method != "GET" or not hostile.may(role, rule.endpoint) or rule.endpoint == "site.metrics":
            continue
        answer = client.get(hostile.address(rule, hostile.values(rule, world.home)))
        named = set(OWN_CODES.findall(answer.get_data(as_text=True) if "text/html" in answer.content_type else ""))
        assert named <= mine, f"{role}: {rule.endpoint} names {named}"
        seen += bool(named)
    assert seen > 5


# What an address or a form may name beside its path: (route, field, whose code it holds).
NAMED = (
    ("GET", "/lessons/new", "school", "school"),
    ("GET", "/calendar", "school", "school"),
    ("GET", "/calendar", "vice_principal", "person"),
)


@pytest.mark.parametrize("role", ["bureau", "school", "vice_principal", "station"])
def test_a_foreign_code_in_a_query_is_not_found(world: World, role: str) -> None:
    for method, path, field, code in NAMED:
        answer = world.client(role).open(path, method=method, query_string={field: world.stranger.codes[code]})
        assert answer.status_code == 404, (role, path, field)


@pytest.mark.parametrize("role", ["bureau", "school", "vice_principal", "station"])
@pytest.mark.parametrize("field", ["school", "vice_principal"])
def test_a_list_filtered_by_a_foreign_code_is_empty(world: World, role: str, field: str) -> None:
    code = world.stranger.codes["school" if field == "school" else "person"]
    page = world.client(role).get("/lessons", query_string={field: code, "from": "2000-01-01"})
    assert page.status_code == 200
    linked = {int(number) for number in re.findall(r'href="/lessons/(\d+)"', page.text)}
    assert not linked & set(world.stranger.lessons.values())
    assert "zq2" not in page.text.replace(f"={code}", "").replace(f'value="{code}"', "")


def booking(world: World, **given: str) -> dict[str, str]:
    choice = f"{hostile.DAY.isoformat()}/4/{world.home.codes['person']}"
    return {"theme": "T03", "classes": "3-1", "place": "classroom", "choice": choice, **given}


def test_a_booking_for_or_by_foreign_people_is_refused_and_changes_nothing(world: World) -> None:
    theirs = world.stranger.codes
    before = hostile.fingerprint(world.app)
    for role in ("bureau", "school"):
        client = world.client(role)
        home = {} if role == "school" else {"school": world.home.codes["school"]}
        assert client.post("/lessons/new", data=booking(world, school=theirs["school"])).status_code == 404
        choice = f"{hostile.DAY.isoformat()}/4/{theirs['person']}"
        assert client.post("/lessons/new", data=booking(world, choice=choice, **home)).status_code == 422
    assert hostile.fingerprint(world.app) == before
    assert world.client("school").post("/lessons/new", data=booking(world)).status_code == 303


def test_a_confirmation_with_foreign_classes_is_refused_and_changes_nothing(world: World) -> None:
    before = hostile.fingerprint(world.app)
    figures = {"manner": "taught", "form": "lecture", "minutes": "40", "pupils": "30"}
    for foreign in (world.stranger.classes, world.neighbour.classes, (*world.home.classes, world.stranger.classes[0])):
        answer = world.client("school").post(
            f"/lessons/{world.home.lessons['delivered']}/confirm/figures",
            data={**figures, "classes": [str(number) for number in foreign]},
        )
        assert answer.status_code == 422
    assert hostile.fingerprint(world.app) == before


def test_a_token_opens_only_what_it_was_signed_for(world: World) -> None:
    client, before = world.app.test_client(), hostile.fingerprint(world.app)
    home = world.home
    for path in (
        f"/confirm/{home.survey}",
        f"/s/{home.confirmation}",
        f"/confirm/{home.confirmation[:-1]}",
        f"/confirm/{home.confirmation}x",
        f"/calendar/{home.confirmation}.ics",
        f"/calendar/{home.survey}.ics",
        f"/s/{home.feed}",
        f"/s/{home.unsubscribe}",
        f"/unsubscribe/{home.feed}",
        f"/unsubscribe/{home.survey}",
        f"/unsubscribe/{home.unsubscribe[:-1]}",
        f"/s/{home.survey[:-1]}",
        f"/s/{home.lessons['begun'] + 1}-{home.survey.split('-', 1)[1]}",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(path, data={"face": "clear"}).status_code in {404, 405}, path
    assert hostile.fingerprint(world.app) == before


def test_rights_end_with_the_appointment_at_once(world: World) -> None:
    client, school = world.client("vice_principal"), world.home.codes["school"]
    assert client.get(f"/schools/{school}").status_code == 200
    with world.app.app_context():
        hostile.db.session.execute(hostile.sa.text('UPDATE appointment SET "end" = start'))
        hostile.db.session.commit()
        hostile.db.session.remove()
    assert client.get(f"/schools/{school}").status_code == 404
    assert client.get(f"/coverage/schools/{school}").status_code == 404
