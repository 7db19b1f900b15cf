"""One tap each: taught, confirmed, corrected, missed; by a real client, as each role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import links
from course.access.models import AuditEntry, Role
from course.access.scope import Scope
from course.db import db
from course.delivery import queries
from course.delivery.link import Link, token_for
from course.delivery.models import Confirmation, Delivery, Manner, ReachedClass
from course.delivery.page import lesson_page
from course.i18n import local_now
from course.schedule.models import Lesson, LessonChange, LessonState, Slot
from tests import make, make_delivery
from tests.conftest import both_databases
from tests.make_delivery import Story

SignIn = Callable[[int], FlaskClient]
FIGURES = {"manner": "organised", "form": "practice", "minutes": "80", "pupils": "83", "note": "模拟法庭"}


def made(app: Flask, start: datetime, **given: Any) -> Story:
    with app.app_context():
        return make_delivery.story(start, **given)


@pytest.fixture
def today(app: Flask) -> Story:
    """A lesson that began an hour ago."""
    return made(app, local(app) - timedelta(hours=1))


def local(app: Flask) -> datetime:
    with app.app_context():
        return local_now().replace(microsecond=0)


def row(app: Flask, kind: Any, **where: Any) -> Any:
    with app.app_context():
        return db.session.scalars(sa.select(kind).filter_by(**where)).one()


def count(app: Flask, kind: Any) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def state(app: Flask, story: Story) -> LessonState:
    return row(app, Lesson, id=story.lesson).state


def test_taught_is_one_tap_with_the_planned_figures(app: Flask, sign_in: SignIn, today: Story) -> None:
    answer = sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    assert answer.status_code == 303
    delivery = row(app, Delivery)
    assert (delivery.minutes, delivery.pupils, delivery.manner) == (40, 85, Manner.TAUGHT)
    assert delivery.reported_by_id == today.police
    assert state(app, today) is LessonState.DELIVERED
    change = row(app, LessonChange)
    assert change.before["state"] == "scheduled"
    assert change.after["pupils"] == 85
    assert row(app, Lesson).sequence == 1
    assert row(app, AuditEntry).action == "lesson.report"


def test_taught_with_other_figures(app: Flask, sign_in: SignIn, today: Story) -> None:
    client = sign_in(today.police)
    page = client.get(f"/lessons/{today.lesson}/taught").get_data(as_text=True)
    assert 'value="85"' in page
    assert client.post(f"/lessons/{today.lesson}/taught/figures", data=FIGURES).status_code == 303
    delivery = row(app, Delivery)
    assert (delivery.minutes, delivery.pupils, delivery.manner) == (80, 83, Manner.ORGANISED)
    assert delivery.note == "模拟法庭"


@pytest.mark.parametrize("pupils", ["", "many", "-1", "0", "1e3", "4.5", "９９９９９９", "9" * 5000, "1_0", "{{7*7}}"])
def test_an_impossible_number_is_refused_and_nothing_is_written(
    app: Flask, sign_in: SignIn, today: Story, pupils: str
) -> None:
    answer = sign_in(today.police).post(f"/lessons/{today.lesson}/taught/figures", data={**FIGURES, "pupils": pupils})
    assert answer.status_code == 422
    assert 'href="#pupils"' in answer.get_data(as_text=True)
    assert count(app, Delivery) == 0


def test_full_width_digits_are_digits(app: Flask, sign_in: SignIn, today: Story) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught/figures", data={**FIGURES, "pupils": "８３"})
    assert row(app, Delivery).pupils == 83


@pytest.mark.parametrize("field", ["manner", "form", "minutes", "pupils"])
def test_a_field_that_was_removed_from_the_form_is_asked_for(
    app: Flask, sign_in: SignIn, today: Story, field: str
) -> None:
    given = {name: value for name, value in FIGURES.items() if name != field}
    assert sign_in(today.police).post(f"/lessons/{today.lesson}/taught/figures", data=given).status_code == 422
    assert count(app, Delivery) == 0


def test_a_lesson_cannot_be_reported_before_it_begins(app: Flask, sign_in: SignIn) -> None:
    story = made(app, local(app) + timedelta(hours=1))
    answer = sign_in(story.police).post(f"/lessons/{story.lesson}/taught")
    assert answer.status_code == 409
    assert count(app, Delivery) == 0


def test_taught_twice_is_one_report(app: Flask, sign_in: SignIn, today: Story) -> None:
    client = sign_in(today.police)
    form = {"idempotency_key": "a" * 32}
    first = client.post(f"/lessons/{today.lesson}/taught", data=form)
    again = client.post(f"/lessons/{today.lesson}/taught", data=form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert client.post(f"/lessons/{today.lesson}/taught").status_code == 409
    assert count(app, Delivery) == 1
    assert count(app, LessonChange) == 1


def test_a_report_can_be_taken_back_until_it_is_confirmed(app: Flask, sign_in: SignIn, today: Story) -> None:
    police, school = sign_in(today.police), sign_in(today.teacher)
    police.post(f"/lessons/{today.lesson}/taught")
    assert police.post(f"/lessons/{today.lesson}/taught/undo").status_code == 303
    assert state(app, today) is LessonState.SCHEDULED
    assert count(app, Delivery) == 0
    police.post(f"/lessons/{today.lesson}/taught")
    school.post(f"/lessons/{today.lesson}/confirm")
    assert police.post(f"/lessons/{today.lesson}/taught/undo").status_code == 409
    assert state(app, today) is LessonState.CONFIRMED


def test_the_school_confirms_in_one_tap_what_was_reported(app: Flask, sign_in: SignIn, today: Story) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught/figures", data=FIGURES)
    assert sign_in(today.teacher).post(f"/lessons/{today.lesson}/confirm").status_code == 303
    confirmation = row(app, Confirmation)
    assert (confirmation.minutes, confirmation.pupils, confirmation.manner) == (80, 83, Manner.ORGANISED)
    assert confirmation.confirmed_by_id == today.teacher
    assert confirmation.taught_on == row(app, Lesson).start.date()
    assert count(app, ReachedClass) == 2
    assert state(app, today) is LessonState.CONFIRMED


def test_the_school_may_confirm_what_nobody_reported(app: Flask, sign_in: SignIn, today: Story) -> None:
    sign_in(today.teacher).post(f"/lessons/{today.lesson}/confirm")
    assert row(app, Confirmation).pupils == 85
    assert count(app, Delivery) == 0


def test_the_school_corrects_and_the_claim_stays_beside_it(app: Flask, sign_in: SignIn, today: Story) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    form = {**FIGURES, "classes": [str(today.classes[0])]}
    assert sign_in(today.teacher).post(f"/lessons/{today.lesson}/confirm/figures", data=form).status_code == 303
    assert (row(app, Delivery).pupils, row(app, Confirmation).pupils) == (85, 83)
    assert row(app, ReachedClass).class_id == today.classes[0]


def test_a_later_correction_keeps_the_old_value(app: Flask, sign_in: SignIn, today: Story) -> None:
    with app.app_context():
        place = db.session.get(make.Region, db.session.get(make.School, today.school).region_id)
        bureau = make.user(Role.BUREAU, place).id
    sign_in(today.teacher).post(f"/lessons/{today.lesson}/confirm")
    form = {**FIGURES, "classes": [str(today.classes[1])]}
    assert sign_in(bureau).post(f"/lessons/{today.lesson}/confirm/figures", data=form).status_code == 303
    change = row(app, LessonChange, action="correct")
    assert (change.before["pupils"], change.after["pupils"]) == (85, 83)
    assert (change.before["classes"], change.after["classes"]) == (["3-1", "3-2"], ["3-2"])
    assert row(app, ReachedClass).class_id == today.classes[1]
    assert state(app, today) is LessonState.CONFIRMED


def test_the_bureau_does_not_confirm_in_place_of_the_school(app: Flask, sign_in: SignIn, today: Story) -> None:
    with app.app_context():
        place = db.session.get(make.Region, db.session.get(make.School, today.school).region_id)
        bureau = make.user(Role.BUREAU, place).id
    form = {**FIGURES, "classes": [str(today.classes[1])]}
    assert sign_in(bureau).post(f"/lessons/{today.lesson}/confirm/figures", data=form).status_code == 422
    assert count(app, Confirmation) == 0


@pytest.mark.parametrize("classes", [[], ["999999"], ["x"], ["-1"], ["9" * 30]])
def test_classes_that_cannot_have_been_there_are_refused(
    app: Flask, sign_in: SignIn, today: Story, classes: list[str]
) -> None:
    answer = sign_in(today.teacher).post(
        f"/lessons/{today.lesson}/confirm/figures", data={**FIGURES, "classes": classes}
    )
    assert answer.status_code == 422
    assert count(app, Confirmation) == 0


def test_a_confirmation_of_figures_that_changed_meanwhile_is_refused(app: Flask, sign_in: SignIn, today: Story) -> None:
    police, school = sign_in(today.police), sign_in(today.teacher)
    police.post(f"/lessons/{today.lesson}/taught")
    police.post(f"/lessons/{today.lesson}/taught/undo")
    police.post(f"/lessons/{today.lesson}/taught/figures", data={**FIGURES, "pupils": "500"})
    assert school.post(f"/lessons/{today.lesson}/confirm", data={"sequence": "1"}).status_code == 409
    assert school.post(f"/lessons/{today.lesson}/confirm", data={"sequence": "3"}).status_code == 303


@pytest.mark.parametrize("side", ["police", "teacher"])
def test_a_missed_lesson_says_why_and_gives_its_time_back(app: Flask, sign_in: SignIn, today: Story, side: str) -> None:
    client = sign_in(getattr(today, side))
    assert client.get(f"/lessons/{today.lesson}/missed").status_code == 200
    assert client.post(f"/lessons/{today.lesson}/missed", data={"reason": "  "}).status_code == 422
    assert count(app, Slot) == 1
    assert client.post(f"/lessons/{today.lesson}/missed", data={"reason": "临时出警"}).status_code == 303
    assert (state(app, today), row(app, Lesson).reason) == (LessonState.MISSED, "临时出警")
    assert count(app, Slot) == 0
    assert row(app, LessonChange).after["reason"] == "临时出警"


def test_the_school_may_answer_a_report_with_did_not_take_place(app: Flask, sign_in: SignIn, today: Story) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    sign_in(today.teacher).post(f"/lessons/{today.lesson}/missed", data={"reason": "没有来"})
    assert state(app, today) is LessonState.MISSED
    assert count(app, Delivery) == 1
    assert count(app, Confirmation) == 0


@both_databases
@pytest.mark.parametrize("first", ["confirm", "missed"])
def test_of_confirm_and_missed_the_first_wins_and_the_other_is_told(
    app: Flask, sign_in: SignIn, today: Story, first: str
) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    school = sign_in(today.teacher)
    second = "missed" if first == "confirm" else "confirm"
    assert school.post(f"/lessons/{today.lesson}/{first}", data={"reason": "没有来"}).status_code == 303
    assert school.post(f"/lessons/{today.lesson}/{second}", data={"reason": "没有来"}).status_code in {409, 422}
    assert state(app, today) is (LessonState.CONFIRMED if first == "confirm" else LessonState.MISSED)


@pytest.mark.parametrize("path", ["taught", "taught/figures", "taught/undo", "confirm", "confirm/figures", "missed"])
@pytest.mark.parametrize("kept", sorted(set(LessonState) - {LessonState.SCHEDULED, LessonState.DELIVERED}))
def test_what_is_over_stays_as_it_is(app: Flask, sign_in: SignIn, path: str, kept: LessonState) -> None:
    story = made(app, local(app) - timedelta(hours=1), state=kept)
    if kept is LessonState.CONFIRMED:
        return
    form = {**FIGURES, "classes": [str(story.classes[0])], "reason": "没有来"}
    for user in (story.police, story.teacher):
        assert sign_in(user).post(f"/lessons/{story.lesson}/{path}", data=form).status_code in {404, 409, 422}
    assert state(app, story) is kept


@pytest.mark.parametrize("path", ["taught", "taught/figures", "taught/undo", "confirm", "confirm/figures", "missed"])
def test_a_lesson_of_others_is_not_there(app: Flask, sign_in: SignIn, today: Story, path: str) -> None:
    other = made(app, local(app) - timedelta(hours=1))
    form = {**FIGURES, "classes": [str(today.classes[0])], "reason": "没有来"}
    for user in (other.police, other.teacher):
        assert sign_in(user).post(f"/lessons/{today.lesson}/{path}", data=form).status_code == 404
    assert state(app, today) is LessonState.SCHEDULED


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "2147483648", "x", "1.5"])
def test_numbers_that_are_no_lesson_are_refused(sign_in: SignIn, today: Story, number: str) -> None:
    assert sign_in(today.police).get(f"/lessons/{number}/taught").status_code in {404, 405}


def link(app: Flask, story: Story, until: date | None = None) -> str:
    lesson = row(app, Lesson, id=story.lesson)
    until = until or local(app).date() + timedelta(days=30)
    with app.app_context():
        return "/confirm/" + token_for(Link(lesson.uid, until))


def test_the_link_confirms_without_signing_in(app: Flask, client: FlaskClient, sign_in: SignIn, today: Story) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    address = link(app, today)
    page = client.get(address)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert count(app, Confirmation) == 0
    assert client.post(address).status_code == 303
    assert row(app, Confirmation).confirmed_by_id is None
    assert row(app, LessonChange, action="confirm").after["by"] == "link"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 303
    assert count(app, Confirmation) == 1
    assert count(app, LessonChange) == 2


def test_the_link_has_nothing_to_confirm_before_the_report(app: Flask, client: FlaskClient, today: Story) -> None:
    assert "<form" not in client.get(link(app, today)).get_data(as_text=True).split("<main")[1]
    assert client.post(link(app, today)).status_code == 409
    assert count(app, Confirmation) == 0


def test_the_vice_principal_cannot_use_the_link_that_is_meant_for_the_school(
    app: Flask, sign_in: SignIn, today: Story
) -> None:
    police = sign_in(today.police)
    police.post(f"/lessons/{today.lesson}/taught")
    assert police.get(link(app, today)).status_code == 200
    assert police.post(link(app, today)).status_code == 409
    assert count(app, Confirmation) == 0


def test_an_expired_link_says_so(app: Flask, client: FlaskClient, sign_in: SignIn, today: Story) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    address = link(app, today, local(app).date() - timedelta(days=1))
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 410
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert count(app, Confirmation) == 0


def test_a_forged_link_or_one_made_for_another_purpose_is_not_there(
    app: Flask, client: FlaskClient, sign_in: SignIn, today: Story
) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    good = link(app, today)
    uid = row(app, Lesson).uid
    with app.app_context():
        foreign = links.sign("calendar", [uid, "2099-01-01"])
    # The last letter of a signature carries spare bits; the one before it does not.
    forged = [
        good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1],
        "/confirm/x",
        "/confirm/" + "a" * 3000,
        f"/confirm/{uid}",
    ]
    for address in [*forged, f"/confirm/{foreign}", good + ".x", "/confirm/%F0%A0%AE%B7", "/confirm/W10.x"]:
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert count(app, Confirmation) == 0


def test_a_link_that_was_cut_short_says_so(client: FlaskClient) -> None:
    assert "这个链接打不开" in client.get("/confirm/cut-short").get_data(as_text=True)
    assert "这个链接打不开" not in client.get("/nowhere").get_data(as_text=True)


def test_a_signed_token_with_odd_contents_is_not_there(app: Flask, client: FlaskClient) -> None:
    for odd in ([], {}, "x", [1], ["a", "b"], ["a", 5], [None, "2099-01-01"], ["nobody", "2099-01-01"]):
        with app.app_context():
            token = links.sign("confirmation", odd)
        assert client.get(f"/confirm/{token}").status_code == 404


def test_what_a_note_says_is_shown_as_text(app: Flask, sign_in: SignIn, today: Story) -> None:
    note = "<script>alert(1)</script>{{7*7}}䶮𠮷"
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught/figures", data={**FIGURES, "note": note})
    page = sign_in(today.teacher).get(f"/lessons/{today.lesson}/confirm").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "䶮𠮷" in page
    assert "{{7*7}}" in page


def test_a_colleague_at_the_same_school_may_look_and_not_speak(app: Flask, sign_in: SignIn, today: Story) -> None:
    with app.app_context():
        colleague = make.vice_principal()
        make.appointment(colleague, db.session.get(make.School, today.school))
        user = make.user(Role.VICE_PRINCIPAL, colleague).id
    client = sign_in(user)
    assert "/taught" not in client.get(f"/lessons/{today.lesson}").get_data(as_text=True)
    for path in ("taught", "taught/figures", "missed"):
        assert client.post(f"/lessons/{today.lesson}/{path}", data=FIGURES).status_code == 404
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    assert "/confirm/" not in client.get(f"/lessons/{today.lesson}").get_data(as_text=True)
    assert client.post(f"/lessons/{today.lesson}/taught/undo").status_code == 404


def test_the_lesson_page_shows_each_side_what_it_may_do(app: Flask, sign_in: SignIn, today: Story) -> None:
    police, school, address = sign_in(today.police), sign_in(today.teacher), f"/lessons/{today.lesson}"
    assert f"{address}/taught" in police.get(address).get_data(as_text=True)
    police.post(f"{address}/taught")
    page = police.get(address).get_data(as_text=True)
    assert "data:image/svg+xml" in page
    assert f"{app.config['BASE_URL']}/confirm/" in page
    page = school.get(address).get_data(as_text=True)
    assert f"{address}/confirm" in page
    assert "data:image/svg+xml" not in page
    school.post(f"{address}/confirm/figures", data={**FIGURES, "classes": [str(today.classes[0])]})
    page = school.get(address).get_data(as_text=True)
    assert "85" in page
    assert "83" in page
    assert "3-2" in page


def test_the_code_on_the_page_is_the_link(app: Flask, sign_in: SignIn, today: Story) -> None:
    police = sign_in(today.police)
    police.post(f"/lessons/{today.lesson}/taught")
    with app.test_request_context():
        lesson = queries.lesson_to_show(today.lesson, Scope(Role.ADMIN))
        page = lesson_page(lesson, Role.VICE_PRINCIPAL, local_now())
        assert page.link == app.config["BASE_URL"] + link(app, today)
        assert page.code.startswith("data:image/svg+xml")


@pytest.mark.parametrize(("reported", "then"), [(True, LessonState.DELIVERED), (False, LessonState.SCHEDULED)])
def test_a_confirmation_is_withdrawn_and_the_history_keeps_it(
    app: Flask, sign_in: SignIn, today: Story, reported: bool, then: LessonState
) -> None:
    school = sign_in(today.teacher)
    if reported:
        sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    school.post(f"/lessons/{today.lesson}/confirm")
    assert "/confirm/undo" in school.get(f"/lessons/{today.lesson}").get_data(as_text=True)
    assert school.post(f"/lessons/{today.lesson}/confirm/undo").status_code == 303
    assert state(app, today) is then
    assert (count(app, Confirmation), count(app, ReachedClass), count(app, Slot)) == (0, 0, 1)
    change = row(app, LessonChange, action="withdraw")
    assert (change.before["pupils"], change.before["classes"]) == (85, ["3-1", "3-2"])
    assert school.post(f"/lessons/{today.lesson}/confirm/undo").status_code == 409
    assert school.post(f"/lessons/{today.lesson}/missed", data={"reason": "没有来"}).status_code == 303


def test_a_link_confirms_again_only_what_stands_as_it_was_shown(
    app: Flask, client: FlaskClient, sign_in: SignIn, today: Story
) -> None:
    sign_in(today.police).post(f"/lessons/{today.lesson}/taught")
    client.post(link(app, today))
    sign_in(today.teacher).post(f"/lessons/{today.lesson}/confirm/undo")
    assert client.post(link(app, today), data={"sequence": "1"}).status_code == 409
    assert count(app, Confirmation) == 0
