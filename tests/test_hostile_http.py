"""What stands around every answer, and requests that are no requests: headers, sizes, hosts, paths, sockets."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.test import TestResponse

from course.access import views as access_views
from course.db import db
from tests import hostile, race, services
from tests.conftest import settings_for_tests
from tests.hostile import World

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DIRECTIVES = (
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
)
INSIDES = (
    "Traceback",
    "sqlalchemy",
    "psycopg",
    "SELECT ",
    "site-packages",
    "course.db",
    "OperationalError",
    "werkzeug",
)
# What an error says inside the house; long enough that no random token holds it.
SECRET = "zq7-what-went-wrong-inside"
FORM = "application/x-www-form-urlencoded"
TOO_LARGE = 3 * 1024 * 1024


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


def raising(error: Exception) -> Any:
    def view(*given: Any, **named: Any) -> None:
        raise error

    return view


def busy() -> OperationalError:
    return OperationalError("SELECT 1", {}, Exception("database is locked"))


def check(answer: TestResponse, name: str) -> None:
    """The headers that every answer carries, and nothing of our insides."""
    policy = answer.headers.get("Content-Security-Policy", "")
    assert all(directive in policy for directive in DIRECTIVES), name
    assert "unsafe" not in policy and "*" not in policy, name
    for header, value in ALWAYS.items():
        assert answer.headers.get(header) == value, (name, header)
    assert answer.headers.get("Referrer-Policy") in {"same-origin", "no-referrer"}, name
    assert "Access-Control-Allow-Origin" not in answer.headers, name
    assert "Strict-Transport-Security" not in answer.headers, name
    assert "Cache-Control" in answer.headers, name
    if answer.request.path.startswith(("/static", "/bootstrap", "/fs-static", "/favicon.ico")):
        return
    # A calendar keeps its own copy and asks each time whether it still holds.
    feed = answer.content_type.startswith("text/calendar")
    assert ("no-cache" if feed else "no-store") in answer.headers["Cache-Control"].split(", "), name
    if answer.content_type.startswith("text/"):
        assert "charset=utf-8" in answer.content_type, name
        assert not any(word in answer.text for word in INSIDES), name
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie, name


def answers(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int, TestResponse]]:
    """One answer of every kind: what it is, its status, the answer."""
    app, home = world.app, world.home
    someone, school = app.test_client(), world.client("school")
    bureau, evil = world.client("bureau"), {"Origin": "https://evil.example", "X-Forwarded-Proto": "https"}
    yield "page", 200, school.get("/", headers=evil)
    yield "sign-in page", 200, someone.get("/sign-in", headers=evil)
    yield "sent to the sign-in", 302, someone.get("/lessons", headers=evil)
    yield "changed", 303, school.post("/language/en")
    yield "refused form", 422, bureau.post("/users/new", data={"email": "x"})
    yield "no such page", 404, school.get("/no-such-page")
    yield "no such row", 404, school.get("/lessons/999999")
    yield "other method", 405, school.delete("/lessons")
    yield "json", 415, school.post("/lessons/new", json={})
    yield "large field", 413, school.post("/language/en", data={"next": "x" * TOO_LARGE})
    many = {f"f{number}": "x" for number in range(2100)}
    yield "many fields", 413, bureau.post("/users/new", data=many, content_type="multipart/form-data")
    yield "deck", 200, school.get(f"/lessons/{home.lessons['scheduled']}/deck/zh")
    yield "export", 200, bureau.get("/roster/export/zip")
    yield "health", 200, someone.get("/health")
    yield "metrics", 200, someone.get("/metrics")
    yield "link", 200, someone.get(f"/confirm/{home.confirmation}")
    yield "forged link", 404, someone.get(f"/confirm/{home.confirmation}x")
    yield "feed", 200, someone.get(f"/calendar/{home.feed}.ics")
    yield "forged feed", 404, someone.get(f"/calendar/{home.feed}x.ics")
    yield "survey", 200, someone.get(f"/s/{home.survey}")
    yield "file", 200, someone.get("/static/course.css")
    yield "picture", 200, someone.get("/favicon.ico")
    yield "no such file", 404, someone.get("/static/no-such-file.css")
    yield "file of a package", 200, someone.get("/bootstrap/static/css/bootstrap.min.css")
    for name, error, status in (("crash", KeyError(SECRET), 500), ("busy", busy(), 503)):
        monkeypatch.setitem(app.view_functions, "site.metrics", access_views.allow(*access_views.Role)(raising(error)))
        yield name, status, school.get("/metrics")
    with monkeypatch.context() as broken:
        broken.setattr(db.session, "commit", raising(busy()))
        yield "busy at the end", 503, school.post(f"/lessons/{home.lessons['delivered']}/confirm")
        broken.setattr(db.session, "commit", raising(DataError("", {}, Exception(SECRET))))
        yield "crash at the end", 500, school.post("/language/en")
    yield "afterwards", 303, school.post("/language/en")
    yield "no good news of what failed", 200, school.get(f"/lessons/{home.lessons['delivered']}")


def test_every_kind_of_answer_carries_the_strict_headers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, status, answer in answers(world, monkeypatch):
        assert answer.status_code == status, f"{name}: {answer.status_code}"
        check(answer, name)
        if status == 503:
            assert int(answer.headers["Retry-After"]) > 0, name
        if status >= 500 or name.startswith("no good news"):
            assert "alert-success" not in answer.text, name
        if status >= 400:
            assert "<h1>" in answer.text and SECRET not in answer.text, name


def test_pages_whose_address_is_a_secret_tell_it_to_nobody(world: World) -> None:
    for path in (
        f"/confirm/{world.home.confirmation}",
        f"/s/{world.home.survey}",
        "/confirm/forged",
        "/s/1-forged",
        f"/calendar/{world.home.feed}.ics",
        "/calendar/forged.ics",
    ):
        answer = world.app.test_client().get(path)
        assert answer.headers["Referrer-Policy"] == "no-referrer", path
        assert answer.headers["X-Robots-Tag"] == "noindex", path
        assert f'value="{path}"' not in answer.text, path


def test_a_file_one_byte_too_large_is_refused_with_a_page_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(world.app.config, "MAX_CONTENT_LENGTH", 100_000)
    before, folder = hostile.fingerprint(world.app), Path(world.app.config["UPLOADS"])
    kept = set(folder.glob("*"))
    for size in (100_001, 5_000_000):
        data = {"file": (io.BytesIO(b"x" * size), "ledger.zip")}
        answer = world.client("bureau").post("/roster/import", data=data)
        assert answer.status_code == 413
        assert "文件太大" in answer.text or "too large" in answer.text
    assert set(folder.glob("*")) == kept
    assert hostile.fingerprint(world.app) == before


HOSTS = ["evil.example", "evil.example:80", "localhost@evil.example", "localhost:99999", "[::1]", "x" * 300, "x..y"]


@pytest.mark.parametrize("host", HOSTS)
def test_the_host_of_a_request_appears_in_no_answer(world: World, host: str) -> None:
    lesson = world.home.lessons["delivered"]
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-URL": "/users"}
    for role, path in (
        ("anyone", "/lessons"),
        ("vice_principal", f"/lessons/{lesson}"),
        ("school", "/"),
        ("anyone", "/sign-in"),
    ):
        answer = world.client(role).get(path, environ_overrides={"HTTP_HOST": host}, headers=headers)
        assert answer.status_code < 500, (host, path)
        assert host not in answer.text.replace("xxx", "") and "evil" not in answer.text, (host, path)
        assert "evil" not in answer.headers.get("Location", ""), (host, path)


@pytest.mark.parametrize(
    "path", ["//evil.example/lessons", "///evil.example", "/\\evil.example", "/%5cevil.example", "/lessons/", "//"]
)
def test_no_odd_path_leads_away(world: World, path: str) -> None:
    for role in ("anyone", "school"):
        answer = world.client(role).open(path)
        assert answer.status_code < 500
        location = urljoin("http://localhost/", answer.headers.get("Location", "/"))
        assert urlsplit(location).hostname == "localhost", (role, location)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https:evil.example",
        "/\\evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "http://localhost@evil.example",
        "javascript:alert(1)",
    ],
)
def test_no_redirect_leads_away(world: World, target: str) -> None:
    client = world.client("school")
    answer = client.post("/language/en", data={"next": target})
    assert urlsplit(urljoin("http://localhost/", answer.headers["Location"])).hostname == "localhost"
    answer = world.app.test_client().get("/lessons", query_string={"next": target})
    assert answer.headers["Location"].startswith("/sign-in?next=%2Flessons") or answer.headers["Location"].startswith(
        "/sign-in?next=/lessons"
    )


HIDDEN = [
    "/.git/config", "/.env", "/instance/course.db", "/instance/secret.key", "/console", "/debug", "/server-status",
    "/static/", "/static", "/static/..%2f..%2fapp.py", "/static/../app.py", "/static/%2e%2e/%2e%2e/app.py",
    "/static//etc/passwd", "/static/..%5capp.py", "/static/%00", "/static/" + "x" * 5000, "/static/course.css/..",
    "/bootstrap/static/..%2f..%2f__init__.py", "/static/htmx/..%2f..%2f__init__.py", "/fs-static/..%2f..%2fcore.py",
    "/app.py", "/requirements.txt", "/course/settings.py", "/metrics/..", "/admin", "/actuator", "/wp-login.php",
]  # fmt: skip


def test_nothing_of_our_files_is_served(world: World) -> None:
    for path in HIDDEN:
        for role in ("anyone", "admin"):
            answer = world.client(role).open(path, follow_redirects=True)
            assert answer.status_code == 404, (role, path, answer.status_code)


def test_figures_for_the_monitoring_are_not_for_everybody(world: World) -> None:
    for headers in ({}, {"X-Forwarded-For": "127.0.0.1"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        answer = world.app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "198.51.100.7"}, headers=headers)
        assert answer.status_code == 404


@pytest.mark.parametrize("cookie", ["x", "e30.x.y", ".", "\x7f", "a" * 20_000, "eyJfdXNlcl9pZCI6IjEifQ.x.y"])
def test_a_forged_cookie_is_nobody(world: World, cookie: str) -> None:
    names = ("course", "survey", "remember_token", "session")
    forged = {"HTTP_COOKIE": "; ".join(f"{name}={cookie}" for name in names)}
    client = world.app.test_client(use_cookies=False)
    assert client.get("/", environ_overrides=forged).status_code == 302
    assert client.get(f"/s/{world.home.survey}", environ_overrides=forged).status_code == 200


LARGE = 10**9
UPLOAD = b"Content-Type: multipart/form-data; boundary=a\r\nContent-Length: %d\r\n\r\n"
SOCKETS = {
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG": {400},
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde": {400},
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n": {400},
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 9e9\r\n\r\n": {400},
    b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n": {400},
    b"GET / HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n": {400},
    b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n": {400, 404},
    b"GET / HTTP/9.9\r\n\r\n": {400, 505},
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": {400, 0},
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n": {400, 414},
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n": {400, 431},
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X%d: a\r\n" % n for n in range(5000)) + b"\r\n": {400, 431},
    b"TRACE / HTTP/1.1\r\nHost: x\r\nCookie: zq7=1\r\n\r\n": {405},
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n": {400, 404, 405},
    b"GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n": {200, 400, 404},
    b"GET /sign-in HTTP/1.0\r\n\r\n": {200},
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\n" + UPLOAD % LARGE + b"--a\r\n": {413},
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n": {200, 400},
    b"GET /sign-in HTTP/1.1\r\nHost: %s\r\n\r\n" % (b"x" * 300): {400},
    b"GET /sign-in HTTP/1.1\r\nHost: \xff..\xfe\r\n\r\n": {200, 400},
    b"GET /sign-in HTTP/1.1\r\n\r\n": {200, 400},
}  # fmt: skip


def talk(port: int, words: bytes) -> bytes:
    """What the server says to these bytes; nothing where it only hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as line:
        try:
            line.sendall(words)
            heard = b""
            while b"\r\n\r\n" not in heard and (part := line.recv(65536)):
                heard += part
        except ConnectionError:
            return b""
        except TimeoutError:
            return b"TIMEOUT"
    return heard


@pytest.fixture(scope="module")
def served(scratch: Path) -> Iterator[int]:
    """The port of a real server."""
    folder = scratch / "served"
    folder.mkdir(exist_ok=True)
    app = race.create_app(**settings_for_tests(folder))
    with app.app_context():
        db.create_all()
        db.session.remove()
        db.engine.dispose()
    port = services.free_port()
    process = race.start_server(port, "guarded", {race.FOLDER: str(folder), race.DATABASE: ""})
    try:
        race.wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def test_bytes_that_are_no_request_are_refused_and_the_server_goes_on(served: int) -> None:
    for words, expected in SOCKETS.items():
        heard = talk(served, words)
        status = int(heard.split()[1]) if heard.startswith(b"HTTP/") else 0
        assert status in expected, (words[:60], heard[:200])
        assert b"zq7=1" not in heard and b"Traceback" not in heard
    assert talk(served, b"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")
