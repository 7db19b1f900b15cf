"""The pages of plans and of agreeing, by a real client, as each role."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from course import jobs
from course.access.models import Role
from course.db import db, one_transaction
from course.jobs import Job
from course.planning.models import Plan, PlannedLesson
from course.roster.models import Region, Term
from course.schedule.models import Lesson, LessonState
from tests import make, make_plans
from tests.make_plans import World

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def city(app: Flask) -> World:
    """Two counties that can be planned."""
    with app.app_context():
        return make_plans.world(counties=2)


def english(client: FlaskClient) -> FlaskClient:
    """The same browser, reading English."""
    client.post("/language/en")
    return client


def form(app: Flask, **given: str) -> dict[str, str]:
    """What the form of a new plan sends."""
    with app.app_context():
        return {"region": "R000", "term": "now", "first": make_plans.tomorrow().isoformat(), **given}


def work(app: Flask) -> None:
    """The worker does what waits."""
    with app.app_context():
        make_plans.work()


def revision(answer: TestResponse) -> str:
    """The mark of the draft that a page shows."""
    return re.search(r'name="revision" value="(\d+)"', answer.text)[1]


def made(app: Flask, client: FlaskClient, **given: str) -> str:
    """The address of a plan that was asked for and made."""
    answer = client.post("/plans", data=form(app, **given))
    assert answer.status_code == 303, answer.text
    work(app)
    return answer.location


def test_a_bureau_makes_looks_at_and_publishes_a_plan(app: Flask, city: World, sign_in: SignIn) -> None:
    client = english(sign_in(city.bureau))
    first = client.get("/plans")
    assert "Make the plan" in first.text and f'value="{form(app)["first"]}"' in first.text
    answer = client.post("/plans", data=form(app))
    waiting = client.get(answer.location)
    assert waiting.headers["Refresh"] == "2" and "It starts in a moment" in waiting.text
    assert "Cancel the planning" in waiting.text and "Publish" not in waiting.text
    work(app)
    draft = client.get(answer.location)
    assert "Refresh" not in draft.headers and "Publish the plan" in draft.text and "2</strong> / 2" in draft.text
    done = client.post(f"{answer.location}/publish", data={"revision": revision(draft)}, follow_redirects=True)
    assert "8 lessons are published." in done.text and "0 of 8 lessons are agreed to" in done.text
    back = client.post(f"{answer.location}/withdraw", data={"revision": revision(done)}, follow_redirects=True)
    assert "8 lessons were taken back." in back.text and "Withdrawn" in back.text
    assert "Withdrawn" in client.get("/plans").text


def test_a_plan_is_seen_and_changed_inside_the_scope_only(app: Flask, city: World, sign_in: SignIn) -> None:
    with app.app_context():
        there = db.session.get(make.Region, city.counties[1].region)
        stranger = make.user(Role.BUREAU, there).id
        others = [
            make.user(Role.VICE_PRINCIPAL, make_plans.person(city)).id,
            make.user(Role.SCHOOL, make_plans.school(city)).id,
        ]
    address = made(app, sign_in(city.bureau))
    for client in (sign_in(stranger), *(sign_in(one) for one in others)):
        for path in ("", "/again", "/cancel", "/discard", "/publish", "/withdraw"):
            method = client.post if path else client.get
            assert method(f"{address}{path}", data={"revision": "1"}).status_code == 404
    for code in ("R000", "C00", "nowhere"):
        assert sign_in(stranger).post("/plans", data=form(app, region=code)).status_code == 404
    for one in others:
        assert sign_in(one).get("/plans").status_code == 404
    with app.app_context():
        assert make_plans.states(1) == ["draft"] and make_plans.count(Plan) == 1
    assert "0号县" not in sign_in(stranger).get("/plans").text


def test_a_county_sees_its_part_of_a_larger_plan_and_changes_nothing(app: Flask, city: World, sign_in: SignIn) -> None:
    address = made(app, sign_in(city.admin), region="C00")
    county = english(sign_in(city.bureau))
    page = county.get(address)
    assert page.status_code == 200 and "which publishes it" in page.text and "2</strong> / 2" in page.text
    assert "Publish the plan" not in page.text and "1号县" not in page.text
    assert address in county.get("/plans").text
    for path in ("/again", "/cancel", "/discard", "/publish", "/withdraw"):
        assert county.post(f"{address}{path}", data={"revision": "1"}).status_code == 404


@pytest.mark.parametrize(
    "given, said",
    [
        ({"term": "nothing"}, "There is no such term"),
        ({"term": "over"}, "This term is over"),
        ({"first": "2020-01-01"}, "The plan must begin between"),
        ({"first": ""}, "Fill this in"),
        ({"region": ""}, "Fill this in"),
        ({"first": "2026-02-30"}, "valid date"),
        ({"region": "R777"}, "has no school yet"),
    ],
)
def test_a_form_that_cannot_be_is_refused_in_words(
    app: Flask, city: World, sign_in: SignIn, given: dict[str, str], said: str
) -> None:
    with app.app_context():
        make.region("R777", name="空县")
        today = make_plans.today()
        make.save(Term(name="over", start=today - timedelta(days=300), end=today - timedelta(days=200)))
    answer = english(sign_in(city.admin)).post("/plans", data=form(app, **given))
    assert answer.status_code == 422 and said in answer.text
    with app.app_context():
        assert make_plans.count(Plan) == 0


def test_a_county_that_is_being_planned_is_refused_and_can_be_cancelled(
    app: Flask, city: World, sign_in: SignIn
) -> None:
    client = english(sign_in(city.admin))
    address = client.post("/plans", data=form(app)).location
    refused = client.post("/plans", data=form(app, region="C00"))
    assert refused.status_code == 422 and "being made right now for 0号县" in refused.text
    page = client.post(f"{address}/cancel", follow_redirects=True)
    assert "The planning was cancelled." in page.text and "There is no draft" in page.text
    assert "nothing left to cancel" in client.post(f"{address}/cancel", follow_redirects=True).text
    assert client.post("/plans", data=form(app, region="C00")).status_code == 303
    work(app)
    with app.app_context():
        assert make_plans.states(2) == ["draft", "draft"]


def test_the_progress_counts_counties_and_survives_a_reload(app: Flask, city: World, sign_in: SignIn) -> None:
    client = english(sign_in(city.admin))
    address = client.post("/plans", data=form(app, region="C00")).location
    with app.app_context():
        job = db.session.query(Job).one()
        jobs.lease(job.id, make.NOW + timedelta(days=999))
        jobs.report_progress(job.id, 1, 2)
    for _ in range(2):
        assert "1 of 2 counties done" in client.get(address).text


def test_a_draft_that_no_longer_fits_is_shown_lesson_by_lesson_and_planned_again(
    app: Flask, city: World, sign_in: SignIn
) -> None:
    client = english(sign_in(city.bureau))
    address = made(app, client)
    with app.app_context():
        row = make_plans.drafted(1)[0]
        make.blackout(make_plans.school(city), row.start, row.end)
    answer = client.post(f"{address}/publish", data={"revision": revision(client.get(address))})
    assert answer.status_code == 409 and "no longer fit" in answer.text
    assert "the school takes no lesson at that time" in answer.text
    stale = client.post(f"{address}/publish", data={"revision": "99"})
    assert stale.status_code == 409 and "changed while your page was open" in stale.text
    assert client.post(f"{address}/again").status_code == 303
    work(app)
    page = client.get(address)
    assert client.post(f"{address}/publish", data={"revision": revision(page)}).status_code == 303


def test_a_city_is_published_by_the_worker_and_a_refused_county_says_so(
    app: Flask, city: World, sign_in: SignIn
) -> None:
    client = english(sign_in(city.admin))
    address = made(app, client, region="C00")
    with app.app_context():
        row = make_plans.drafted(1)[0]
        make.blackout(make_plans.school(city), row.start, row.end)
    page = client.get(address)
    assert "County by county" in page.text
    client.post(f"{address}/publish", data={"revision": revision(page)})
    assert "being published" in client.get(address).text
    work(app)
    page = client.get(address)
    assert "1 planned lesson no longer fits" in page.text and "the school takes no lesson" in page.text
    with app.app_context():
        assert make_plans.states(1) == ["draft", "published"]
    assert client.post(f"{address}/again", data={"county": "R000"}).status_code == 303
    work(app)
    assert "no longer fits" not in client.get(address).text
    assert client.post(f"{address}/again", data={"county": "nowhere"}).status_code == 404


def test_a_draft_is_thrown_away(app: Flask, city: World, sign_in: SignIn) -> None:
    client = english(sign_in(city.bureau))
    address = made(app, client)
    page = client.post(f"{address}/discard", follow_redirects=True)
    assert "The draft was thrown away" in page.text and "Discarded" in page.text
    assert client.post(f"{address}/publish", data={"revision": "1"}).status_code == 409
    assert client.post(f"{address}/again").status_code == 409
    with app.app_context():
        assert make_plans.count(PlannedLesson) == 0


def test_an_empty_draft_says_what_to_look_at(app: Flask, city: World, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.query(make.Theme).delete()
        db.session.commit()
    client = english(sign_in(city.bureau))
    page = client.get(made(app, client))
    assert "No lesson could be planned" in page.text and "Publish the plan" not in page.text


def test_nothing_to_plan_leads_to_the_import(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        admin = make.user(Role.ADMIN).id
    page = english(sign_in(admin)).get("/plans")
    assert "There is nothing to plan yet" in page.text and "/roster/import" in page.text


def test_a_region_without_schools_is_not_offered_a_plan(app: Flask, city: World, sign_in: SignIn) -> None:
    with app.app_context():
        empty = make.region("R900", parent=db.session.get_one(Region, city.city), name="空县")
        bureau = make.user(Role.BUREAU, empty).id
    page = english(sign_in(bureau)).get("/plans")
    assert "There is nothing to plan yet" in page.text and "Make the plan" not in page.text
    assert "Make the plan" in english(sign_in(city.bureau)).get("/plans").text


def published(app: Flask, city: World) -> tuple[int, int]:
    """A published plan, a user of its first vice-principal and one of the first school."""
    with app.app_context():
        users = (
            make.user(Role.VICE_PRINCIPAL, make_plans.person(city)).id,
            make.user(Role.SCHOOL, make_plans.school(city)).id,
        )
        plan_id = make_plans.planned(city, city.counties[0].region)
        from tests.test_planning_publish import publish

        publish(plan_id)
        return users


def test_a_vice_principal_agrees_to_one_and_to_all(app: Flask, city: World, sign_in: SignIn) -> None:
    person, school = published(app, city)
    client = english(sign_in(person))
    for path in ("/", "/lessons"):
        assert "Agree to all 4" in client.get(path).text
    page = client.get("/lessons").text
    mark = re.search(r'name="mark" value="(\w+)"', page)[1]
    lesson = re.search(r"/lessons/(\d+)/agree", page)[1]
    shown = client.get(f"/lessons/{lesson}").text
    assert "This lesson was planned for you" in shown and f"/lessons/{lesson}/agree" in shown
    assert "has not agreed yet" in english(sign_in(school)).get(f"/lessons/{lesson}").text
    assert "not yet agreed" in sign_in(school).get("/lessons").text
    assert client.post(f"/lessons/{lesson}/agree", data={"sequence": "0"}).status_code == 303
    assert client.post(f"/lessons/{lesson}/agree", data={"sequence": "0"}).status_code == 409
    stale = client.post("/lessons/agree", data={"mark": mark}, follow_redirects=True)
    assert "changed while your page was open" in stale.text
    mark = re.search(r'name="mark" value="(\w+)"', client.get("/lessons").text)[1]
    done = client.post("/lessons/agree", data={"mark": mark}, follow_redirects=True)
    assert "Agreed to 3 lessons" in done.text and "Agree to all" not in done.text
    with app.app_context():
        agreed = [lesson for lesson in make_plans.lessons() if lesson.accepted_at]
        assert len(agreed) == 4 and all(lesson.state is LessonState.SCHEDULED for lesson in agreed)
    assert "Planned for you" not in client.get("/").text


def test_nobody_agrees_for_a_stranger(app: Flask, city: World, sign_in: SignIn) -> None:
    published(app, city)
    with app.app_context():
        other = db.session.get(make.VicePrincipal, city.counties[0].people[1])
        colleague = make.user(Role.VICE_PRINCIPAL, other).id
        mine = make_plans.person(city).id
        lesson = db.session.query(Lesson).filter_by(vice_principal_id=mine).first().id
    client = sign_in(colleague)
    assert client.post(f"/lessons/{lesson}/agree", data={"sequence": "0"}).status_code == 404
    assert client.post("/lessons/agree", data={}).status_code in (303, 400)
    with app.app_context(), one_transaction():
        assert db.session.get(Lesson, lesson).accepted_at is None


def test_the_notices_lead_to_the_lessons(app: Flask, city: World, sign_in: SignIn) -> None:
    person, school = published(app, city)
    assert "4 lessons were planned for you: look at them and agree." in english(sign_in(person)).get("/notices").text
    assert "4 lessons were planned at your school." in english(sign_in(school)).get("/notices").text


def test_every_page_speaks_chinese_too(app: Flask, city: World, sign_in: SignIn) -> None:
    person, school = published(app, city)
    for user, paths in ((person, ("/", "/lessons", "/notices")), (school, ("/", "/lessons", "/notices"))):
        assert [sign_in(user).get(path).status_code for path in paths] == [200] * len(paths)
    assert "全部同意（4 节）" in sign_in(person).get("/").text
    for path in ("/plans", "/plans/1"):
        page = sign_in(city.bureau).get(path)
        assert page.status_code == 200 and "排课" in page.text
