"""Every form: empty, junk, doubled, with fields that it never had, without its token, and by every other method."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from course import links, uploads
from course.cases.editor.views import part_mark
from course.db import db
from course.delivery.check_in import code_of
from course.jobs import Job
from course.privacy.notice_versions import NEWEST
from course.roster.rules import year_of
from course.schedule.models import Lesson
from slides import parse_case
from slides.kinds import KINDS
from tests import hostile, make_cases, make_delivery, masters
from tests.conftest import both_databases
from tests.hostile import ANYONE, World
from tests.race import next_teaching_day

FIGURES = {
    "manner": "organised",
    "form": "practice",
    "minutes": "80",
    "pupils": "83",
    "note": "模拟法庭",
    "sequence": "0",
}
REASON = {"sequence": "0", "reason": "值班"}
TIMES = {
    "start": f"{hostile.DAY:%Y-%m-%d}T13:00",
    "end": f"{hostile.DAY + timedelta(days=1):%Y-%m-%d}T13:00",
    "reason": "考试",
}
TODAY, NEXT_YEAR = f"{date.today():%Y-%m-%d}", timedelta(days=365)
DUTY = {
    "duty": "safety",
    "done_on": date.today().isoformat(),
    "note": "检查消防栓",
    "unit": "总务处",
    "due_on": (date.today() + timedelta(days=7)).isoformat(),
}
NONCE = "a" * 22
BUSY = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20300101T080000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
NEW_CASE = {
    "title_zh": "一块新橡皮",
    "title_en": "A new rubber",
    "theme": "T03",
    "strand": "law-abiding",
    "stages": ["primary_low", "primary_high", "junior", "senior"],
    "minutes": "40",
}


def draft_text(w: World) -> str:
    """The text of the draft that the vice-principal writes, before anybody changes it."""
    return hostile.case_text(w.home.cases["draft"])


def card(w: World) -> dict[str, Any]:
    """What the form of the first card of the draft sends when nothing is changed in it."""
    return make_cases.sent(next(parse_case(draft_text(w))[0].slides))


def part_names(w: World) -> dict[str, Any]:
    """What the form of the parts sends, with one name changed."""
    case = parse_case(draft_text(w))[0]
    names = {f"{lang}-{at}": part.name(lang) for at, part in enumerate(case.parts) for lang in ("zh", "en")}
    return {**names, "zh-0": "改了名字", "base": part_mark(case)}


def case_file(key: str) -> bytes:
    """A case file with another title."""
    return hostile.case_text(key).replace("橡皮", "铅笔").encode()


def mark(w: World) -> str:
    """What the form says with which the vice-principal agrees to all that was planned."""
    return hashlib.sha256(f"{w.home.lessons['planned']}:0".encode()).hexdigest()[:16]


def series_mark(w: World) -> str:
    """What the form says with which the school calls off the rest of a series."""
    ids = sorted(w.home.lessons[key] for key in ("requested", "scheduled"))
    return hashlib.sha256(";".join(f"{one}:0" for one in ids).encode()).hexdigest()[:16]


def moved(w: World) -> dict[str, str]:
    """What moves the agreed lesson to another day."""
    lesson, day = w.home.lessons["scheduled"], next_teaching_day(hostile.DAY + timedelta(days=3))
    return {f"choice-{lesson}": f"{lesson}.0:{w.home.ids['person']}/{day.isoformat()}/4"}


def code_of_the_day(w: World) -> str:
    """The digits on the school's page of the lesson that has begun."""
    with w.app.app_context():
        return code_of(db.session.get(Lesson, w.home.lessons["begun"]))


def another_day(w: World) -> dict[str, str]:
    """What moves the agreed lesson to a day on which nothing else is."""
    day = next_teaching_day(hostile.DAY + timedelta(days=3))
    return {"sequence": "0", "choice": f"{day.isoformat()}/4/{w.home.codes['person']}"}


REPORT = {"year": str(year_of(date.today(), "09-01")), "language": "en"}

# Who sends each form, and what a browser would send.
FORMS: dict[str, tuple[str, Callable[[World], dict[str, Any]]]] = {
    "access.add_user": (
        "bureau",
        lambda w: {"email": "new@example.com", "name": "李", "role": "school", "scope_code": w.home.codes["school"]},
    ),
    "access.change_role": ("bureau", lambda w: {"role": "station", "scope_code": w.home.codes["station"]}),
    "access.disable": ("bureau", lambda w: {}),
    "access.enable": ("bureau", lambda w: {}),
    "access.end_sessions": ("school", lambda w: {}),
    "access.new_password": ("bureau", lambda w: {}),
    "appointing.add": (
        "bureau",
        lambda w: {"person": w.neighbour.codes["person"], "start": TODAY, "end": f"{hostile.DAY + NEXT_YEAR:%Y-%m-%d}"},
    ),
    "appointing.apply": ("bureau", lambda w: {"line": ["0"], "which": "chosen", "changed": "0", "reason": ""}),
    "appointing.end": ("bureau", lambda w: {"day": TODAY, "reason": "调动"}),
    "appointing.propose": ("bureau", lambda w: {}),
    "busy.enter": ("vice_principal", lambda w: {}),
    "busy.remove": ("station", lambda w: {"source": "旧值班表"}),
    "busy.upload": ("vice_principal", lambda w: {"file": (io.BytesIO(BUSY), "a.ics"), "replaces": ""}),
    "appointing.renew": ("bureau", lambda w: {}),
    "cases.approve": ("bureau", lambda w: {}),
    "cases.arrange_card": ("vice_principal", lambda w: {"step": "remove", "base": card(w)["base"]}),
    "cases.begin_draft": ("bureau", lambda w: {}),
    "cases.copy": ("bureau", lambda w: {}),
    "cases.discard": ("vice_principal", lambda w: {}),
    "cases.edit_about": ("vice_principal", lambda w: {**NEW_CASE, "author": "李", "sources": "《示例法》"}),
    "cases.edit_parts": ("vice_principal", lambda w: part_names(w)),
    "cases.import_case": ("bureau", lambda w: {"file": (io.BytesIO(case_file("brand-new")), "case.md")}),
    "cases.import_text": (
        "vice_principal",
        lambda w: {"file": (io.BytesIO(case_file(w.home.cases["draft"])), "case.md"), "revision": "1"},
    ),
    "cases.new_case": ("vice_principal", lambda w: NEW_CASE),
    "cases.preview_card": ("vice_principal", lambda w: card(w)),
    "cases.save_card": ("vice_principal", lambda w: {**card(w), "zh-title": "改了题目"}),
    "cases.send_back": ("bureau", lambda w: {"remark": "请改题目。"}),
    "cases.submit": ("vice_principal", lambda w: {}),
    "cases.take_back": ("vice_principal", lambda w: {}),
    "cases.withdraw": ("bureau", lambda w: {}),
    "cases.deck": ("school", lambda w: {}),
    "cases.pdf": ("school", lambda w: {}),
    "check_in.check_in": ("vice_principal", lambda w: {"code": code_of_the_day(w)}),
    "delivery.confirm": ("school", lambda w: {"sequence": "0"}),
    "delivery.report": ("vice_principal", lambda w: {"sequence": "0"}),
    "delivery.send_confirm_by_link": (ANYONE, lambda w: {"sequence": "0"}),
    "delivery.send_confirmed_figures": (
        "school",
        lambda w: {**FIGURES, "classes": [str(number) for number in w.home.classes[:2]]},
    ),
    "delivery.send_figures": ("vice_principal", lambda w: FIGURES),
    "delivery.send_missed": ("vice_principal", lambda w: REASON),
    "delivery.undo": ("vice_principal", lambda w: {}),
    "delivery.withdraw": ("school", lambda w: {"sequence": "0"}),
    "report_files.new": ("bureau", lambda w: {**REPORT, "school": w.home.codes["school"]}),
    "report_files.again": ("bureau", lambda w: {}),
    "report_files.cancel": ("bureau", lambda w: {}),
    "report_files.regular": (
        "bureau",
        lambda w: {"kind": "ledger", "region": w.home.codes["region"], "rhythm": "weekly"},
    ),
    "report_files.stop": ("bureau", lambda w: {}),
    "duties.add": ("vice_principal", lambda w: {**DUTY, "school": str(w.home.ids["school"])}),
    "duties.correct": ("vice_principal", lambda w: {**DUTY, "school": str(w.home.ids["school"])}),
    "duties.remove": ("vice_principal", lambda w: {}),
    "duties.undo": ("vice_principal", lambda w: {}),
    "duties.close": ("school", lambda w: {"note": "已修好"}),
    "duties.reopen": ("school", lambda w: {}),
    "evaluations.evaluate": (
        "school",
        lambda w: {"staff_asked": "40", "staff_content": "38", "pupils_asked": "200", "note": "认真负责。"},
    ),
    "law_import.agree": (
        "admin",
        lambda w: {
            "title": "中华人民共和国示例法",
            "version_date": "2025-06-27",
            "effective": "2025-07-01",
            "verified": "y",
        },
    ),
    "law_import.discard": ("admin", lambda w: {}),
    "law_import.upload": ("admin", lambda w: {"file": (io.BytesIO(hostile.LAW_TEXT.encode()), "law.txt")}),
    "jobs.again": ("admin", lambda w: {}),
    "jobs.aside": ("admin", lambda w: {}),
    "laws.edit": ("admin", lambda w: {"effective": "2025-08-01", "short_titles": "样法；例法", "verified": "y"}),
    "messages.choose": ("school", lambda w: {"mail": ["digest", "changes"]}),
    "messages.send_again": ("bureau", lambda w: {}),
    "messages.send_all_again": ("bureau", lambda w: {}),
    "notices.open_notice": ("school", lambda w: {}),
    "notices.read": ("vice_principal", lambda w: {}),
    "notices.read_all": ("school", lambda w: {"newest": "99"}),
    "masters.discard": ("bureau", lambda w: {}),
    "masters.map_layouts": (
        "bureau",
        lambda w: {"show": "1", **{kind.replace("-", "_"): "1" for kind in KINDS}},
    ),
    "masters.upload": ("bureau", lambda w: {"name": "新模板", "file": (io.BytesIO(masters.plain()), "a.pptx")}),
    "masters.withdraw": ("bureau", lambda w: {}),
    "planning.make": (
        "bureau",
        lambda w: {"region": w.home.codes["region"], "term": "now", "first": hostile.DAY.isoformat()},
    ),
    "planning.again": ("bureau", lambda w: {}),
    "planning.cancel": ("bureau", lambda w: {}),
    "planning.discard": ("bureau", lambda w: {}),
    "planning.publish": ("bureau", lambda w: {"revision": "1"}),
    "planning.withdraw": ("bureau", lambda w: {"revision": "1"}),
    "reminding.remind": ("bureau", lambda w: {"region": w.home.codes["region"]}),
    "repairing.repair_lesson": ("vice_principal", moved),
    "repairing.repair_vice_principal": (
        "station",
        lambda w: {"from": f"{hostile.DAY:%Y-%m-%d}", "to": f"{hostile.DAY + timedelta(days=1):%Y-%m-%d}", **moved(w)},
    ),
    "plan_reasons.polish": ("bureau", lambda w: {"revision": "0"}),
    "photos.add": (
        "school",
        lambda w: {"photos": (io.BytesIO(make_delivery.grey_jpeg()), "a.jpg"), "consent": "no_pupils", "faces": "y"},
    ),
    "photos.say_why": ("school", lambda w: {"consent": "guardians"}),
    "photos.withdraw": ("school", lambda w: {}),
    "region_rules.save": (
        "bureau",
        lambda w: {"hours": "6", "required": ["junior:T03"], "vacancy_days": "20", "confirmation_days": "2"},
    ),
    "roster.add_absence": ("vice_principal", lambda w: TIMES),
    "roster.add_blackout": ("school", lambda w: TIMES),
    "roster.remove_absence": ("vice_principal", lambda w: {}),
    "roster.remove_blackout": ("school", lambda w: {}),
    "roster_import.apply": ("bureau", lambda w: {}),
    "roster_import.discard": ("bureau", lambda w: {}),
    "roster_import.upload": ("bureau", lambda w: {"term": "now", "file": (io.BytesIO(b"code,name\n"), "themes.csv")}),
    "schedule.agree": ("vice_principal", lambda w: {"sequence": "0"}),
    "schedule.agree_to_all": ("vice_principal", lambda w: {"mark": mark(w)}),
    "schedule.accept": ("vice_principal", lambda w: {"sequence": "0"}),
    "schedule.book_period": (
        "school",
        lambda w: {
            "theme": "T03",
            "classes": "3-1",
            "place": "classroom",
            "choice": f"{hostile.DAY.isoformat()}/4/{w.home.codes['person']}",
        },
    ),
    "schedule.cancel": ("school", lambda w: REASON),
    "schedule.decline": ("vice_principal", lambda w: REASON),
    "training.add": ("station", lambda w: {"held_on": TODAY, "hours": "4", "note": "未成年人保护"}),
    "training.remove": ("bureau", lambda w: {}),
    "leaving.leave": (
        "station",
        lambda w: {"kind": "transfer", "day": TODAY, "note": "调到市局", "lessons": "call_off"},
    ),
    "school_changes.save_name": ("bureau", lambda w: {"name": "新实验小学", "day": TODAY}),
    "school_changes.save_closing": (
        "bureau",
        lambda w: {"day": TODAY, "successor": w.neighbour.codes["school"], "follow": [str(w.home.ids["appointment"])]},
    ),
    "school_changes.save_split": (
        "bureau",
        lambda w: {"name": "分校", "code": "zq0sc-2", "classes": [str(w.home.classes[0])]},
    ),
    "privacy.correct": (
        "vice_principal",
        lambda w: {"name": "王立", "email": "zq0vice_principal@example.com", "phone": "13800000000"},
    ),
    "privacy.read_notice": ("school", lambda w: {"version": NEWEST.key}),
    "privacy.wish": ("school", lambda w: {"wish": "我的单位写错了。"}),
    "privacy.erase_person": ("bureau", lambda w: {"typed": w.home.codes["person"]}),
    "privacy.erase_user": ("bureau", lambda w: {"typed": "zq0spare@example.com"}),
    "schedule.move": ("school", another_day),
    "schedule.hand_over": ("station", lambda w: {"sequence": "0", "vice_principal": "zq1cp"}),
    "schedule.exchange": (
        "school",
        lambda w: {"sequence": "0", "other": f"{w.home.lessons['planned']}.0"},
    ),
    "schedule.book_series": (
        "school",
        lambda w: {
            "theme": "T03",
            "grade": "3",
            "place": "classroom",
            "lesson": [
                f"3-{number}@{hostile.DAY.isoformat()}/{number + 4}/{w.home.codes['person']}" for number in (1, 2)
            ],
        },
    ),
    "schedule.cancel_series": ("school", lambda w: {"reason": "考试", "mark": series_mark(w)}),
    "schedule.wait": (
        "school",
        lambda w: {
            "theme": "T03",
            "classes": "3-2",
            "place": "classroom",
            "how": "book",
            "choice": f"{next_teaching_day(hostile.DAY + timedelta(days=10)).isoformat()}/3/{w.home.codes['person']}",
        },
    ),
    "schedule.take_offer": ("school", lambda w: {}),
    "schedule.leave_list": ("school", lambda w: {}),
    "site.language": (ANYONE, lambda w: {"next": "/sign-in"}),
    "schedule.end_feed": ("vice_principal", lambda w: {}),
    "schedule.make_feed": ("school", lambda w: {}),
    "sharing.revoke_token": ("school", lambda w: {}),
    "sharing.tokens": ("bureau", lambda w: {"name": "排课平台", "allowed": ["schools"], "ends_on": f"{hostile.DAY}"}),
    "sharing.subscribers": (
        "bureau",
        lambda w: {"name": "数据平台", "url": "https://example.com/events", "events": ["lesson.confirmed"]},
    ),
    "sharing.try_subscriber": ("bureau", lambda w: {}),
    "sharing.stop_subscriber": ("bureau", lambda w: {}),
    "sharing.resume_subscriber": ("bureau", lambda w: {}),
    "survey.send_survey": (ANYONE, lambda w: {"nonce": sealed_number(w), "face": "clear"}),
    "unsubscribe.stop": (ANYONE, lambda w: {"List-Unsubscribe": "One-Click"}),
}
# The token in the address, or the number in a cookie, is what stands in for the token of the form.
WITHOUT_TOKEN = {"delivery.send_confirm_by_link", "survey.send_survey", "unsubscribe.stop"}
# Fields that no form has, or has for something else.
EXTRA = {
    "role": "admin", "is_admin": "1", "active": "", "region_id": "1", "school_id": "3", "station_id": "3", "id": "1",
    "vice_principal_id": "3", "lesson_id": "1", "state": "confirmed", "status": "confirmed",
    "confirmed_at": "2020-01-01",
    "confirmed_by_id": "1", "reported_by_id": "1", "created_at": "2020-01-01", "requested_by_id": "1", "user_id": "1",
    "region_path": "P0", "uid": "x", "password": "x", "must_change_password": "", "fs_uniquifier": "x", "period": "1",
    "_method": "DELETE", "__class__": "x", "csrf": "0", "kind": "roster.apply", "token": "x", "locale": "en",
}  # fmt: skip
# What differs from one sending to the next although the work is the same.
MOVING = {
    "uid", "fs_uniquifier", "password", "at", "created_at", "changed_at", "reported_at", "confirmed_at", "arguments",
    "downloaded_at", "finished_at", "uploaded_at", "imported_at", "read_at", "submitted_at", "recorded_at", "given_at",
    "due_at", "attachment",
    "erased_at",
    "accepted_at", "made_at", "published_at",
    "token_hash", "revoked_at", "expires_at", "stopped_at", "secret",
    "added_at", "withdrawn_at",
    "post.key", "post.body",
    "series",
}  # fmt: skip
FIRST_KEY, SECOND_KEY = "0" * 32, "1" * 32
JSON = "application/json"
JUNK: list[tuple[Any, str]] = [
    (b"", "application/x-www-form-urlencoded"),
    (b"%%%=&&&=%ff%00&a[]=1&a[b][c]=2&;;=\xff\xfe&reason[$ne]=1", "application/x-www-form-urlencoded"),
    (b"\x00" * 99, "application/octet-stream"),
    (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "text/xml"),
    (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\nb"\r\n', "multipart/form-data; boundary=x"),
    (b"no boundary", "multipart/form-data"),
    (b"[1]", JSON),
    (b"null", JSON),
    (b"{", JSON),
    (b'{"email":1,"reason":2,"sequence":"\\ud800","role":{"a":[]},"note":["x"],"start":0,"minutes":1e999}', JSON),
]  # fmt: skip


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


def sealed_number(world: World) -> str:
    """The number of a browser, as the page of the survey carries it."""
    with world.app.app_context():
        return links.sign("survey.page", [world.home.lessons["begun"], "after", NONCE])


def forms(world: World) -> list[Rule]:
    """Every route that takes a form."""
    return [rule for rule, method in hostile.routes(world.app) if method == "POST"]


def browser(world: World, rule: Rule) -> tuple[FlaskClient, str]:
    """A browser of somebody who may send this form, and its address."""
    role = FORMS[rule.endpoint][0]
    client = world.client(role)
    if rule.endpoint == "survey.send_survey":
        client.set_cookie("survey", NONCE, path="/s/")
    return client, hostile.address(rule, hostile.values(rule, world.home, role))


def send(world: World, rule: Rule, **more: str) -> TestResponse:
    """Send the form as a browser would, with more in it."""
    client, path = browser(world, rule)
    return client.post(path, data={**FORMS[rule.endpoint][1](world), **more})


def test_every_form_is_attacked(world: World) -> None:
    assert {rule.endpoint for rule in forms(world)} == set(FORMS), "say who sends the form, and what is in it"


@both_databases
def test_junk_in_place_of_a_form_is_no_error_of_ours(world: World) -> None:
    strict = "postgresql" in world.app.config["SQLALCHEMY_DATABASE_URI"]
    faults = []
    for rule in forms(world):
        client, path = browser(world, rule)
        for body, kind in JUNK[:2] + JUNK[-1:] if strict else JUNK:
            answer = client.post(path, data=body, content_type=kind)
            if hostile.crash(answer):
                faults.append(f"{rule.endpoint}: {kind} {body[:20]!r} answered {answer.status_code}")
        if not strict:
            world.restore()
    assert not faults


@both_databases
def test_doubled_and_renamed_fields_are_no_error_of_ours(world: World) -> None:
    strict, faults = "postgresql" in world.app.config["SQLALCHEMY_DATABASE_URI"], []
    for rule in forms(world):
        client, path = browser(world, rule)
        valid = {
            name: value for name, value in FORMS[rule.endpoint][1](world).items() if name not in {"file", "photos"}
        }
        for change in (
            {name: ["\x00'\"<", value] for name, value in valid.items()},
            {name: [value, "9" * 5000] for name, value in valid.items()},
            {f"{name}[]": value for name, value in valid.items()},
            dict.fromkeys(valid, "\x00"),
            dict.fromkeys(valid, "99999999999999999999"),
        ):
            answer = client.post(path, data=change)
            if hostile.crash(answer):
                faults.append(f"{rule.endpoint}: {str(change)[:60]} answered {answer.status_code}")
        if not strict:
            world.restore()
    assert not faults


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_sent_twice_does_its_work_once_and_nothing_more_than_its_work(world: World, endpoint: str) -> None:
    app, rule = world.app, next(rule for rule in forms(world) if rule.endpoint == endpoint)
    start = hostile.fingerprint(app)
    first = send(world, rule, idempotency_key=FIRST_KEY)
    assert first.status_code < 400, "this test must send what the form takes"
    done, result = hostile.fingerprint(app), hostile.fingerprint(app, columns=MOVING)

    if endpoint not in {"access.end_sessions", *WITHOUT_TOKEN}:
        client, path = browser(world, rule)
        again = client.post(
            path, data={**FORMS[endpoint][1](world), "idempotency_key": FIRST_KEY}, follow_redirects=True
        )
        known = endpoint == "access.add_user" and again.status_code == 422
        assert known or again.status_code == 200, f"the second click led to {again.request.path}: {again.status_code}"
        if endpoint not in REPEATABLE:
            assert send(world, rule, idempotency_key=FIRST_KEY, another="field").status_code == 422
    if endpoint not in REPEATABLE:
        assert hostile.fingerprint(app) == done

    world.restore()
    assert hostile.fingerprint(app) == start
    extra = {name: value for name, value in EXTRA.items() if name not in FORMS[endpoint][1](world)}
    assert send(world, rule, idempotency_key=SECOND_KEY, **extra).status_code == first.status_code
    assert hostile.fingerprint(app, columns=MOVING) == result


# A file or a password is shown once and cannot be shown again: asking again makes a new one.
REPEATABLE = {"cases.deck", "cases.pdf", "cases.preview_card", "access.new_password", "schedule.make_feed"}
REPEATABLE |= {"sharing.tokens", "sharing.subscribers"}


def test_without_its_token_every_form_is_refused_and_changes_nothing(world: World, monkeypatch: Any) -> None:
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)
    before = hostile.fingerprint(world.app)
    for rule in forms(world):
        if rule.endpoint not in WITHOUT_TOKEN:
            assert send(world, rule).status_code == 400, rule.endpoint
            assert send(world, rule, csrf_token="x").status_code == 400, rule.endpoint
    for path in ("/sign-out", "/account/password", "/tf-setup", "/mf-recovery-codes", "/verify"):
        assert world.client("bureau").post(path, data={"setup": "disable"}).status_code in {400, 302}, path
    assert hostile.fingerprint(world.app) == before
    assert world.client("bureau").get("/account").status_code == 200


def test_other_methods_are_refused_and_change_nothing(world: World) -> None:
    before, allowed = hostile.fingerprint(world.app), {}
    for rule, method in hostile.routes(world.app):
        path = hostile.address(rule, hostile.values(rule, world.home))
        allowed.setdefault(path, set()).add(method)
    client = world.app.test_client()
    for path, methods in allowed.items():
        others = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"} - methods
        for method in sorted(others | ({"HEAD"} if "GET" not in methods else set())):
            answer = client.open(path, method=method)
            assert answer.status_code == 405, f"{method} {path} answered {answer.status_code}"
            assert set(answer.headers["Allow"].split(", ")) >= methods
        for name in ("X-HTTP-Method-Override", "X-Method-Override"):
            if "GET" not in methods:
                assert client.get(path, headers={name: "POST"}).status_code == 405
    assert hostile.fingerprint(world.app) == before


def test_two_clicks_on_an_upload_at_once_make_one_import(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = next(rule for rule in forms(world) if rule.endpoint == "roster_import.upload")
    answers, judge = [], uploads.judge

    def judge_slowly(*given: Any) -> None:
        """The second click comes and is answered while the file of the first is looked at."""
        monkeypatch.setattr(uploads, "judge", judge)
        click = threading.Thread(target=lambda: answers.append(send(world, rule, idempotency_key=FIRST_KEY)))
        click.start()
        click.join()
        judge(*given)

    monkeypatch.setattr(uploads, "judge", judge_slowly)
    before = count_jobs(world)
    answers.append(send(world, rule, idempotency_key=FIRST_KEY))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert count_jobs(world) == before + 1


def count_jobs(world: World) -> int:
    with world.app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(Job))
        db.session.remove()
        return found
