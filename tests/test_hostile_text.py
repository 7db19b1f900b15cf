"""Text that wants to be code: stored or refused, shown as text on every page, and never an error of ours."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation
from werkzeug.test import TestResponse

from course import jobs
from course.db import db
from course.forms import clean_text
from course.jobs import Job, JobState
from tests import hostile
from tests.conftest import both_databases
from tests.hostile import ROLES, World
from tests.test_hostile_forms import FORMS, browser, forms

RARE = "䶮𠮷𬭚"
FILE_NAME = f"{RARE}<img src=x onerror=zq7(6)>{{{{1337*1337}}}}.zip"
CODE = (
    f"{RARE}{{{{1337*1337}}}}\"><script>zq7(1)</script><img src=x onerror=zq7(2)>' onfocus='zq7(3) 😀${{1337*1337}} "
    "{0.__class__} %(name)s %s%n '; DROP TABLE school;-- %_\\ javascript:zq7(4) &lt;b&gt; "
    "</textarea></title><svg/onload=zq7(5)>"
)
ODD = "\u202e\u2066\u200b\u2028\ufeff\x07\x1b[31m\r\nSet-Cookie: zq7=1\r\n\r\n<b>\uffff\U000e0041"
TEXTS = [CODE, ODD, "\x00", "a\x00b", '=HYPERLINK("http://x")', "字" * 10_000, "𠮷" * 200, "\t\n  \u3000", "%", "_"]
# Bytes that are no UTF-8, a lone surrogate among them; written as a form writes them.
RAW = ["%ed%a0%80%ff%fe%c3%28", "%00", "%u0041%zz%"]
NOT_TEXT = {
    "sequence", "minutes", "pupils", "classes", "manner", "form", "role", "locale", "nonce", "face", "file", "photos",
    "consent", "faces",
}  # fmt: skip
# Every column that a person, or a ledger, may have filled with words.
WRITTEN = {
    "region": ("name",), "station": ("name",), "school": ("name",), "vice_principal": ("name", "email"),
    "theme": ("name",), "term": ("name",), "absence": ("reason",), "blackout": ("reason",),
    "lesson": ("reason", "note"), "appointment": ("reason",),
    "delivery": ("note",), "confirmation": ("note",), "user": ("name",), "case": ("title_zh", "title_en"),
}  # fmt: skip


DATABASES = ("sqlite", "postgresql")


class Sinks(HTMLParser):
    """What a browser would run or load in a page that no template of ours contains."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not given.get("src", "").startswith(("/static/", "/bootstrap/", "/fs-static/")):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name == "style" or not re.fullmatch(r"[a-z][a-z0-9:_-]*", name):
                self.found.append(f"{tag} {name}={value[:40]}")
            address = name in {"href", "src", "action", "formaction", "xlink:href"}
            if (
                address
                and not value.startswith(("/", "#", "?", "data:image/svg+xml", "http://127.0.0.1:8000/"))
                and value
            ):
                self.found.append(f"{tag} {name}={value[:40]}")


def sinks(answer: TestResponse) -> list[str]:
    """What is live in an answer: elements, attributes, computed templates, split headers."""
    found = [f"header {name}" for name, value in answer.headers if "zq7" in name or re.search(r"[\r\n\0]", value)]
    if "text/html" not in answer.content_type:
        return found
    parser = Sinks()
    parser.feed(answer.text)
    return found + parser.found + ["computed"] * ("1787569" in answer.text) + ["class"] * ("<class '" in answer.text)


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


@pytest.fixture
def written_over(world: World) -> World:
    """The world with every name and note replaced by code."""
    with world.app.app_context():
        for table, columns in WRITTEN.items():
            for column in columns:
                db.session.execute(sa.text(f'UPDATE "{table}" SET {column} = :code'), {"code": CODE})
        db.session.commit()
        db.session.remove()
    return world


def look_around(world: World, role: str, query: str = "") -> dict[str, list[str]]:
    """What is live on the pages of this role, by endpoint."""
    client, live = world.client(role), {}
    for rule, method in hostile.routes(world.app):
        if method != "GET" or not hostile.may(role, rule.endpoint) or rule.endpoint in {"site.health", "site.metrics"}:
            continue
        answer = client.get(hostile.address(rule, hostile.values(rule, world.home, role)) + query)
        assert not hostile.crash(answer), rule.endpoint
        if sinks(answer):
            live[rule.endpoint] = sinks(answer)
    return live


@pytest.mark.parametrize("role", [*ROLES, "anyone"])
def test_names_that_are_code_are_shown_as_names_on_every_page(written_over: World, role: str) -> None:
    assert look_around(written_over, role) == {}


def test_names_that_are_code_are_shown_as_names_in_english_too(written_over: World) -> None:
    client = written_over.client("school")
    assert client.post("/language/en").status_code == 303
    for path in ("/", "/lessons", "/calendar?view=week", "/coverage", f"/schools/{written_over.home.codes['school']}"):
        page = client.get(path, follow_redirects=True)
        assert sinks(page) == []
        assert RARE in page.text, path


@pytest.mark.parametrize("role", ["admin", "school"])
def test_words_in_an_address_are_shown_as_words(world: World, role: str) -> None:
    names = (
        "word",
        "q",
        "theme",
        "classes",
        "case",
        "person",
        "stage",
        "day",
        "view",
        "state",
        "from",
        "file",
        "outcome",
    )
    query = "&".join(f"{name}={hostile.quoted(CODE)}" for name in names)
    assert look_around(world, role, f"?{query}") == {}


def test_names_that_are_code_stand_in_decks_and_spreadsheets_as_they_are(written_over: World) -> None:
    world = written_over
    deck = world.client("vice_principal").get(f"/lessons/{world.home.lessons['scheduled']}/deck/zh")
    assert deck.status_code == 200
    name = unquote(deck.headers["Content-Disposition"].split("''")[1])
    assert not set(name) & set('"\\/:*?<>|\r\n')
    words = "".join(
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(deck.data)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert RARE in words and "{{1337*1337}}" in words and "1787569" not in words
    book = openpyxl.load_workbook(io.BytesIO(world.client("bureau").get("/roster/export/xlsx").data), read_only=True)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert CODE in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}


def fields_of(world: World, endpoint: str) -> dict[str, object]:
    return {name: value for name, value in FORMS[endpoint][1](world).items() if name != "file"}


@both_databases
def test_text_in_a_form_is_stored_or_refused(world: World) -> None:
    strict, faults = "postgresql" in world.app.config["SQLALCHEMY_DATABASE_URI"], []
    for rule in forms(world):
        valid = fields_of(world, rule.endpoint)
        client, path = browser(world, rule)
        texts = [CODE, "\x00", "字" * 10_000] if strict else TEXTS
        for text in texts if valid.keys() - NOT_TEXT else ():
            for name in [*sorted(valid.keys() - NOT_TEXT)] if text is CODE and not strict else ["*"]:
                changed = dict.fromkeys(valid.keys() - NOT_TEXT, text) if name == "*" else {name: text}
                answer = client.post(path, data={**valid, **changed})
                if hostile.crash(answer) or sinks(answer):
                    faults.append(f"{rule.endpoint} {name} {text[:12]!r}: {answer.status_code} {sinks(answer)}")
        for text in RAW:
            body = "&".join(f"{name}={text}" for name in valid)
            answer = client.post(path, data=body, content_type="application/x-www-form-urlencoded")
            if hostile.crash(answer):
                faults.append(f"{rule.endpoint} {text}: {answer.status_code}")
        if not strict:
            world.restore()
    assert not faults


# Who writes words where, and where they are read afterwards.
READ_AGAIN = [
    ("schedule.cancel", "reason", "scheduled"),
    ("schedule.decline", "reason", "requested"),
    ("delivery.send_missed", "reason", "begun"),
    ("delivery.send_figures", "note", "begun"),
    ("delivery.send_confirmed_figures", "note", "delivered"),
]


@pytest.mark.parametrize(("endpoint", "field", "lesson"), READ_AGAIN)
def test_what_one_side_writes_the_other_reads_as_text(world: World, endpoint: str, field: str, lesson: str) -> None:
    rule = next(rule for rule in forms(world) if rule.endpoint == endpoint)
    client, path = browser(world, rule)
    answer = client.post(path, data={**fields_of(world, endpoint), field: CODE + ODD})
    assert answer.status_code == 303
    for role in ROLES:
        page = world.client(role).get(f"/lessons/{world.home.lessons[lesson]}")
        assert sinks(page) == [], role
        assert RARE in page.text and "\u202e" not in page.text, role
        assert sinks(world.client(role).get("/")) == []
    assert sinks(world.client("admin").get("/log")) == []


def archive(text: str) -> bytes:
    """A ledger in which every word is this text."""
    word = '"' + text.replace('"', '""') + '"'
    tables = {
        "regions": f"code,name,level,parent\nP0,{word},province,\nC00,{word},city,P0\nR000,{word},county,C00\n",
        "stations": f"code,name,agency,region\nzq9st,{word},police,R000\n{word},{word},police,R000\n",
        "schools": f"code,name,stage,region\nzq9sc,{word},primary,R000\n{word},{word},{word},{word}\n",
        "classes": f"school,grade,class,pupils\nzq9sc,3,1,40\nzq9sc,{word},{word},{word}\n",
        "themes": f"code,name,special_day,stages\nT99,{word},{word},primary\n",
        "vice_principals": f"code,name,station,agency,phone,email\nzq9vp,{word},zq9st,police,{word},{word}\n",
        "appointments": f"vice_principal,school,start,end\nzq9vp,zq9sc,{word},{word}\n",
        "unavailability": f"vice_principal,start,end,reason\nzq9vp,2026-12-01 08:00,2026-12-01 09:00,{word}\n",
        "blackouts": f"school,start,end,reason\nzq9sc,2026-12-01 08:00,2026-12-01 09:00,{word}\n{word},,,{word}\n",
        "bells": f"key,period,start,end\n{word},1,08:00,08:40\n",
        "term": f"key,value\nname,{word}\n{word},{word}\n",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, rows in tables.items():
            packed.writestr(f"{name}.csv", rows.encode("utf-8", "surrogatepass"))
    return data.getvalue()


def run(app: Flask, client: FlaskClient, address: str) -> TestResponse:
    """Let the worker do what waits, and look at what came of it."""
    with app.app_context():
        jobs.run_due()
        states = set(db.session.scalars(sa.select(Job.state).where(Job.kind.startswith("roster."))))
        db.session.remove()
    assert states == {JobState.DONE}
    return client.get(address)


MIXED = ODD.replace("\r\n", " ") + CODE
LEDGERS = [
    ("sqlite", "字" * 10_000),
    ("sqlite", "=1+1"),
    *((kind, text) for kind in DATABASES for text in (MIXED, "a\x00b")),
]


@pytest.mark.parametrize(("app", "text"), LEDGERS, indirect=["app"], ids=range(len(LEDGERS)))
def test_a_ledger_of_such_words_is_taken_or_refused_line_by_line(world: World, text: str) -> None:
    client = world.client("admin")
    sent = client.post("/roster/import", data={"file": (io.BytesIO(archive(text)), FILE_NAME), "term": CODE[:150]})
    assert sent.status_code == 303
    preview = run(world.app, client, sent.location)
    assert sinks(preview) == []
    applied = client.post(f"{sent.location}/apply")
    assert applied.status_code == 303
    assert sinks(run(world.app, client, applied.location)) == []
    refused = "\x00" in text
    assert refused == applied.location.endswith("/import"), "a file with NUL is no text"
    report = [] if refused else [f"{applied.location}/report.csv"]
    for path in ("/schools?word=zq9", "/vice-principals?word=zq9", "/coverage", "/log", *report):
        page = client.get(path)
        assert page.status_code == 200, path
        assert sinks(page) == [], path


def test_a_character_newer_than_python_is_kept_and_a_noncharacter_is_not() -> None:
    assert clean_text("张\U00031350\uffff\ufdd0\U0010ffff\x00\u202e") == "张\U00031350"


def test_a_search_takes_signs_of_patterns_as_signs(world: World) -> None:
    for path, role in (("/schools", "admin"), ("/vice-principals", "admin"), ("/users", "admin"), ("/log", "admin")):
        for sign in ("%", "_", "\\", "%25", "' OR '1'='1", "zq_sc", "(((((a+)+)+$"):
            page = world.client(role).get(path, query_string={"word": sign}).text
            assert not re.search(r'href="/(schools|vice-principals)/zq|zq\dschool@', page), (path, sign)
    assert "zq0sc" in world.client("admin").get("/schools?word=ZQ0").text
