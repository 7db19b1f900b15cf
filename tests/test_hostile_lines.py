"""Lines that break: uploads that stop half way, answers that never arrive, names of files that are no names."""

from __future__ import annotations

import http.client
import io
import socket
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from course.db import db
from course.delivery.models import Photo
from course.i18n import local_now
from course.roster.models import School, SchoolClass, VicePrincipal
from course.schedule.models import Lesson, LessonChange
from tests import make_delivery, race
from tests.race import BOOK, Arena
from tests.test_delivery_photos import SHOWN, saved, scene

BOUNDARY = "0123456789abcdef"


@pytest.fixture(scope="module")
def arena(scratch: Path) -> Iterator[Arena]:
    """A real server with a school, and a lesson of it that began an hour ago."""
    with race.arena(scratch / "lines") as found:
        with found.app.app_context():
            school, person = (db.session.scalars(sa.select(kind)).one() for kind in (School, VicePrincipal))
            group = db.session.scalars(sa.select(SchoolClass).order_by(SchoolClass.id.desc())).first()
            start = local_now().replace(microsecond=0) - timedelta(hours=1)
            make_delivery.lesson(person, school, start, (group,))
            db.session.remove()
        yield found


def path_of(arena: Arena) -> str:
    """Where photographs of the lesson are sent."""
    with arena.app.app_context():
        return f"/lessons/{db.session.scalar(sa.select(sa.func.min(Lesson.id)))}/photos"


def body_of(*names: str) -> bytes:
    """A form with a photograph for each name."""
    picture = saved(scene())
    parts = [
        f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in SHOWN.items()
    ]
    for name in names:
        head = f'Content-Disposition: form-data; name="photos"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts.append(head.encode() + picture + b"\r\n")
    return b"".join(f"--{BOUNDARY}\r\n".encode() + part for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def head_of(arena: Arena, path: str, length: int, kind: str = f"multipart/form-data; boundary={BOUNDARY}") -> bytes:
    """The first lines of a form."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: course={arena.cookie}", f"Content-Type: {kind}"]
    return "\r\n".join([*lines, f"Content-Length: {length}", "Connection: close", "", ""]).encode()


def talk(arena: Arena, words: bytes, *, listen: float = 0) -> bytes:
    """Say this, listen for so many seconds at most, and hang up."""
    with socket.create_connection(("127.0.0.1", arena.port), timeout=listen or 5) as line:
        line.sendall(words)
        heard = b""
        try:
            while listen and (part := line.recv(65536)):
                heard += part
        except TimeoutError:
            pass
    return heard


def photos(arena: Arena) -> int:
    with arena.app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Photo))


def left_behind(arena: Arena) -> list[Path]:
    """Files that stay in the folder of uploads once the server has had its time to look at them."""
    folder, until = Path(arena.app.config["UPLOADS"]), time.monotonic() + 20
    while list(folder.glob("*")) and time.monotonic() < until:
        time.sleep(0.2)
    return list(folder.glob("*"))


def goes_on(arena: Arena) -> bool:
    """Whether the server answers others within a few seconds."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", arena.port, timeout=20)
    connection.request("GET", "/lessons", headers={"Cookie": f"course={arena.cookie}"})
    status = connection.getresponse().status
    connection.close()
    return status == 200 and time.monotonic() - began < 10


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_an_upload_that_stops_leaves_nothing(arena: Arena, share: float) -> None:
    body, before = body_of("a.jpg", "b.jpg"), photos(arena)
    talk(arena, head_of(arena, path_of(arena), len(body)) + body[: int(len(body) * share)])
    assert goes_on(arena) and left_behind(arena) == []
    assert photos(arena) == before


def test_an_upload_that_stalls_keeps_nobody_waiting(arena: Arena) -> None:
    body, before = body_of("a.jpg"), photos(arena)
    lines = [socket.create_connection(("127.0.0.1", arena.port), timeout=20) for _ in range(6)]
    for line in lines:
        line.sendall(head_of(arena, path_of(arena), len(body)) + body[: len(body) // 2])
    time.sleep(2)
    assert goes_on(arena) and goes_on(arena)
    assert photos(arena) == before
    for line in lines:
        line.close()
    time.sleep(0.5)
    assert goes_on(arena) and left_behind(arena) == []


def test_a_length_that_is_too_short_is_no_upload(arena: Arena) -> None:
    body, before = body_of("a.jpg"), photos(arena)
    heard = talk(arena, head_of(arena, path_of(arena), len(body) - 200) + body, listen=2)
    assert b" 500 " not in heard.split(b"\r\n")[0]
    assert goes_on(arena) and left_behind(arena) == []
    assert photos(arena) == before


def test_a_length_that_is_too_long_is_waited_for_and_then_all_or_nothing(arena: Arena) -> None:
    body, before = body_of("a.jpg", "b.jpg"), photos(arena)
    with socket.create_connection(("127.0.0.1", arena.port), timeout=30) as line:
        line.sendall(head_of(arena, path_of(arena), len(body) + 200) + body)
        time.sleep(2)
        assert photos(arena) == before
        line.shutdown(socket.SHUT_WR)
        # Heard to the end: what is decided here is decided before the next test counts.
        heard = b"".join(iter(lambda: line.recv(65536), b""))
    assert b" 500 " not in heard.split(b"\r\n")[0]
    assert goes_on(arena) and left_behind(arena) == []
    assert photos(arena) in (before, before + 2)


def test_two_files_of_one_name_are_two_photographs(arena: Arena) -> None:
    body, before = body_of("a.jpg", "a.jpg"), photos(arena)
    assert talk(arena, head_of(arena, path_of(arena), len(body)) + body, listen=30).startswith(b"HTTP/1.1 303")
    assert photos(arena) == before + 2
    assert left_behind(arena) == []


def test_who_never_heard_the_answer_sends_the_form_again_and_books_once(arena: Arena) -> None:
    form = {**arena.fields, "classes": arena.labels[0], "idempotency_key": uuid.uuid4().hex}
    body, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
    with arena.app.app_context():
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson))
        db.session.remove()
    talk(arena, head_of(arena, BOOK, len(body), kind) + body)
    again = [talk(arena, head_of(arena, BOOK, len(body), kind) + body, listen=30) for _ in range(3)]
    assert [heard.split(b"\r\n")[0] for heard in again] == [b"HTTP/1.1 303 SEE OTHER"] * 3
    places = {line for heard in again for line in heard.split(b"\r\n") if line.startswith(b"Location:")}
    assert len(places) == 1
    other = urlencode({**form, "classes": arena.labels[1]}).encode()
    assert talk(arena, head_of(arena, BOOK, len(other), kind) + other, listen=30).startswith(b"HTTP/1.1 422")
    with arena.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Lesson)) == before + 1
        assert db.session.scalars(sa.select(LessonChange.action)).all() == ["request"]
        db.session.remove()


NAMES = [
    *("../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\x.jpg", "CON", "nul.jpg", "-rf.jpg"),
    *(
        "a" * 300 + ".jpg",
        "长" * 200,
        "a\x00b.jpg",
        "a\u202egpj.exe",
        "%2e%2e%2fx",
        "~root",
        ".htaccess",
        " .jpg",
        "|id",
    ),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_a_path_is_only_a_name(app: Flask, sign_in: Any, name: str) -> None:
    with app.app_context():
        story = make_delivery.story(local_now().replace(microsecond=0) - timedelta(hours=1))
    client, path = sign_in(story.teacher), f"/lessons/{story.lesson}/photos"
    folder = Path(app.config["INSTANCE"])
    known = set(folder.rglob("*"))
    taken = client.post(path, data={"photos": [(io.BytesIO(saved(scene())), name)], **SHOWN})
    refused = client.post(path, data={"photos": [(io.BytesIO(b"no picture at all"), name)], **SHOWN})
    assert (taken.status_code, refused.status_code) == (303, 422)
    assert "etc/passwd" not in refused.text and "\u202e" not in refused.text
    ours = ("course.db", "__jinja2_")  # The database, and pages that are asked for the first time.
    new = {found for found in folder.rglob("*") if not found.name.startswith(ours)} - known
    assert {found.name for found in new} <= {"uploads"}
    with app.app_context():
        photo = db.session.scalars(sa.select(Photo.id)).one()
    for place in (name, f"../{photo}", f"{photo}/../{photo}", f"{photo}%00", f"0{photo}x"):
        assert client.get(f"{path}/{place}.jpg").status_code == 404
