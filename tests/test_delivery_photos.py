"""Photographs: drawn anew, nothing in them but the picture, hidden until a basis is named, withdrawn for good."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw, PngImagePlugin

from course.access.models import AuditEntry, Notice, Role
from course.db import db
from course.delivery import photo_intake, photo_rules
from course.delivery.models import Photo
from course.delivery.photo_intake import PRESS
from course.i18n import local_now
from course.schedule.models import LessonState
from course.uploads import GATE, UploadRefused, judge_photo
from tests import make, make_delivery
from tests.conftest import both_databases
from tests.make_delivery import Story

SignIn = Callable[[int], FlaskClient]
SHOWN = {"consent": "no_pupils", "faces": "y"}
NOTES = {0x010F: "Maker", 0x0110: "Model 7", 0x0132: "2026:11:26 10:00:00", 0x9286: "a comment"}


# A small process between this large one and the ones that are measured: a child begins as large as its parent.
WATCH = """
import json, resource, subprocess, sys
for command in json.loads(sys.argv[1]):
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def scene(width: int = 640, height: int = 480, shade: int = 0) -> Image.Image:
    """A picture with something to see in it."""
    picture = Image.new("RGB", (width, height), (shade, 90, 120))
    draw = ImageDraw.Draw(picture)
    for at in range(12):
        box = (at * width // 12, (at * 7 % 12) * height // 12, at * width // 12 + width // 5, height)
        draw.ellipse(box, fill=(20 * at, 255 - 20 * at, (at * 50 + shade) % 255))
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def with_notes(orientation: int = 6) -> bytes:
    """A JPEG with place, device, time, comment, XMP, a thumbnail's worth of notes, and the camera held sideways."""
    exif = Image.Exif()
    exif.update({**NOTES, 0x0112: orientation})
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (43.0, 52.0, 11.0), 3: "E", 4: (125.0, 19.0, 27.0)})
    return saved(scene(), exif=exif, comment=b"13800000000", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")


def pressed(tmp_path: Path, content: bytes) -> photo_intake.Pressed:
    path = tmp_path / "photo"
    path.write_bytes(content)
    judge_photo(path)
    return photo_intake.pressed(path)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_says(width: int, height: int, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def gif_of(frames: int) -> bytes:
    first, *rest = [Image.new("P", (4, 4), at % 250) for at in range(frames)]
    return saved(first, "GIF", save_all=True, append_images=rest)


def apng_of(frames: int) -> bytes:
    first, *rest = [Image.new("RGB", (4, 4), (at % 250, 0, 0)) for at in range(frames)]
    return saved(first, "PNG", save_all=True, append_images=rest)


def text_bomb() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("a", "x" * 60_000_000, zip=True)
    return saved(Image.new("RGB", (8, 8)), "PNG", pnginfo=notes)


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.js", "alert(1)")
    return data.getvalue()


REFUSED = {
    "900 million pixels": lambda: png_that_says(30_000, 30_000),
    "177 million pixels": lambda: saved(Image.new("1", (13_300, 13_300)), "PNG"),
    "a head that lies": lambda: png_that_says(4_000, 4_000),
    "a text that grows": text_bomb,
    "a film of 5,000 frames (GIF)": lambda: gif_of(5_000),
    "a film of frames (APNG)": lambda: apng_of(50),
    "a film (WebP)": lambda: saved(scene(), "WEBP", save_all=True, append_images=[scene(shade=9)]),
    "HEIC": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500,
    "AVIF": lambda: b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0" * 500,
    "SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a web page": lambda: b"<!doctype html><script>alert(1)</script>",
    "an archive": zipped,
    "BMP": lambda: saved(scene(), "BMP"),
    "TIFF": lambda: saved(scene(), "TIFF"),
    "GIF and script": lambda: b"GIF89a=1;/*" + b"\0" * 50 + b"*/alert(1)",
    "nothing": lambda: b"",
    "blanks": lambda: b" " * 99,
    "half a photograph": lambda: saved(scene())[:4000],
    "a head without a body": lambda: b"\xff\xd8\xff\xe0",
    "WebP that is none": lambda: b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 40,
    "too many bytes": lambda: saved(scene()) + b"\0" * (11 * 1024 * 1024),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_photograph_is_refused_soon_and_with_little(tmp_path: Path, kind: str) -> None:
    content = REFUSED[kind]()
    began = time.perf_counter()
    with pytest.raises(UploadRefused) as refused:
        pressed(tmp_path, content)
    assert time.perf_counter() - began < 5
    assert most_megabytes(tmp_path / "photo") < 200
    assert str(refused.value)


def most_megabytes(path: Path) -> float:
    """The most memory that judging and drawing hold, each also where the other would have refused first."""
    commands = [
        [sys.executable, "-I", "-S", str(GATE), str(path), "photo"],
        [sys.executable, "-I", str(PRESS), str(path)],
    ]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", WATCH, json.dumps(commands)], capture_output=True, check=True
    )
    return int(done.stdout) / 1024


def test_heic_comes_with_advice(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context(), pytest.raises(UploadRefused) as refused:
        pressed(tmp_path, REFUSED["HEIC"]())
    assert refused.value.rule == "heic_photo"
    assert "iPhone" in str(refused.value)


def test_nothing_but_the_picture_is_left(tmp_path: Path) -> None:
    made = pressed(tmp_path, with_notes())
    with Image.open(io.BytesIO(made.content)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert picture.size == (480, 640)
    for trace in (b"Exif", b"Maker", b"Model 7", b"13800000000", b"xmpmeta", b"secret", b"http", b"Photoshop"):
        assert trace not in made.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright(tmp_path: Path, orientation: int) -> None:
    made = pressed(tmp_path, with_notes(orientation))
    assert (made.width, made.height) == ((640, 480) if orientation < 5 else (480, 640))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "1"])
def test_every_usual_kind_becomes_a_small_jpeg(tmp_path: Path, kind: str, mode: str) -> None:
    picture = scene(3000, 2000)
    if (kind, mode) in {("JPEG", "RGBA"), ("JPEG", "P"), ("PNG", "CMYK"), ("WEBP", "CMYK"), ("WEBP", "1")}:
        return
    made = pressed(tmp_path, saved(picture.convert(mode), kind))
    assert made.content.startswith(b"\xff\xd8\xff")
    assert (made.width, made.height) == (1600, 1067)


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"<?php system(1) ?>"])
def test_what_hides_behind_a_photograph_is_gone(tmp_path: Path, tail: bytes) -> None:
    for content in (saved(scene()) + tail, saved(scene(), "PNG") + zipped(), saved(scene(), comment=tail)):
        made = pressed(tmp_path, content)
        assert tail not in made.content
        assert not zipfile.is_zipfile(io.BytesIO(made.content))


def test_a_photograph_of_fifty_million_pixels_is_taken(tmp_path: Path) -> None:
    made = pressed(tmp_path, saved(Image.new("RGB", (8160, 6120), "green"), quality=60))
    assert (made.width, made.height) == (1600, 1200)
    assert most_megabytes(tmp_path / "photo") < 200


def test_saved_again_it_still_looks_the_same(tmp_path: Path) -> None:
    first, again = saved(scene()), saved(scene().resize((512, 384)), quality=40)
    other = saved(scene(shade=200).transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    looks = [pressed(tmp_path, content).look for content in (first, again, other)]
    assert photo_rules.looks_alike(looks[0], looks[1])
    assert not photo_rules.looks_alike(looks[0], looks[2])


def test_flat_pictures_are_not_all_the_same() -> None:
    assert not photo_rules.looks_alike("0" * 16, "0" * 16)


@pytest.mark.parametrize(
    ("basis", "words", "faces", "shown"),
    [
        ("", "", True, False),
        ("no_pupils", "", False, False),
        ("no_pupils", "", True, True),
        ("guardians", "", False, True),
        ("other", "", True, False),
        ("other", "老师的合影", False, True),
        ("<script>", "", True, False),
    ],
)
def test_when_a_photograph_is_shown(basis: str, words: str, faces: bool, shown: bool) -> None:
    assert photo_rules.is_shown(photo_rules.consent_text(basis, words), faces) is shown


@pytest.fixture
def today(app: Flask) -> Story:
    """A lesson that began an hour ago."""
    with app.app_context():
        return make_delivery.story(local_now().replace(microsecond=0) - timedelta(hours=1))


def send(client: FlaskClient, of: Story, *contents: bytes, **fields: str) -> Any:
    files = [(io.BytesIO(content), f"{at}.jpg") for at, content in enumerate(contents)]
    return client.post(f"/lessons/{of.lesson}/photos", data={"photos": files, **fields})


def photos(app: Flask) -> list[Photo]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Photo).order_by(Photo.id)))


def address(of: Story, photo: Photo) -> str:
    return f"/lessons/{of.lesson}/photos/{photo.id}.jpg"


@both_databases
def test_a_photograph_with_its_basis_is_seen_by_all_who_see_the_lesson(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        of = make_delivery.story(local_now().replace(microsecond=0) - timedelta(hours=1))
        county = db.session.get(make.School, of.school).region_id
        bureau = make.user(Role.BUREAU, db.session.get(make.Region, county)).id
    assert send(sign_in(of.teacher), of, with_notes(), **SHOWN).status_code == 303
    (photo,) = photos(app)
    for user in (of.teacher, of.police, bureau):
        answer = sign_in(user).get(address(of, photo))
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert address(of, photo) in sign_in(user).get(f"/lessons/{of.lesson}").text


def test_nobody_else_finds_it(app: Flask, sign_in: SignIn, client: FlaskClient, today: Story) -> None:
    send(sign_in(today.teacher), today, saved(scene()), **SHOWN)
    (photo,) = photos(app)
    with app.app_context():
        other = make_delivery.story(local_now().replace(microsecond=0) - timedelta(hours=2))
        far = make.user(Role.BUREAU, make.region()).id
    assert client.get(address(today, photo)).status_code == 302
    for user in (other.teacher, other.police, far):
        assert sign_in(user).get(address(today, photo)).status_code == 404
        assert sign_in(user).get(f"/lessons/{other.lesson}/photos/{photo.id}.jpg").status_code == 404
        for verb in ("consent", "withdraw"):
            where = f"/lessons/{other.lesson}/photos/{photo.id}/{verb}"
            assert sign_in(user).post(where, data=SHOWN).status_code == 404


def test_without_a_basis_only_whoever_added_it_sees_it(app: Flask, sign_in: SignIn, today: Story) -> None:
    send(sign_in(today.police), today, saved(scene()))
    (photo,) = photos(app)
    where, police, school = address(today, photo), sign_in(today.police), sign_in(today.teacher)
    assert police.get(where).status_code == 200
    assert school.get(where).status_code == 404
    assert where not in school.get(f"/lessons/{today.lesson}").text
    consent = where.removesuffix(".jpg") + "/consent"
    assert school.post(consent, data=SHOWN).status_code == 404
    assert police.post(consent, data={"consent": "no_pupils"}).status_code == 422
    assert police.post(consent, data={"consent": "other", "words": "x" * 500}).status_code == 422
    assert school.get(where).status_code == 404
    assert police.post(consent, data={"consent": "other", "words": "只有板书"}).status_code == 303
    assert school.get(where).status_code == 200
    assert "只有板书" in school.get(f"/lessons/{today.lesson}").text


def test_either_side_withdraws_it_and_its_bytes_are_gone(app: Flask, sign_in: SignIn, today: Story) -> None:
    send(sign_in(today.police), today, saved(scene()), **SHOWN)
    (photo,) = photos(app)
    where, school = address(today, photo), sign_in(today.teacher)
    assert school.post(where.removesuffix(".jpg") + "/withdraw").status_code == 303
    assert sign_in(today.police).get(where).status_code == 404
    with app.app_context():
        assert db.session.scalar(sa.select(Photo.content)) == b""
        actions = set(db.session.scalars(sa.select(AuditEntry.action)))
        assert {"photo.add", "photo.withdraw"} <= actions


def test_six_at_most(app: Flask, sign_in: SignIn, today: Story) -> None:
    police = sign_in(today.police)
    four = [saved(scene(shade=10 * at)) for at in range(4)]
    assert send(police, today, *four, **SHOWN).status_code == 303
    assert send(police, today, *four[:3], **SHOWN).status_code == 422
    assert send(police, today, *[saved(scene(64, 64))] * 7, **SHOWN).status_code == 422
    assert len(photos(app)) == 4


def test_one_bad_file_keeps_all_out_and_leaves_nothing_behind(app: Flask, sign_in: SignIn, today: Story) -> None:
    police = sign_in(today.police)
    kept = set(Path(app.config["UPLOADS"]).glob("*"))
    answer = send(police, today, saved(scene()), REFUSED["HEIC"](), **SHOWN)
    assert answer.status_code == 422
    assert "1.jpg" in answer.text
    assert "iPhone" in answer.text
    assert photos(app) == []
    assert set(Path(app.config["UPLOADS"]).glob("*")) == kept


def test_an_empty_form_is_refused_in_words(sign_in: SignIn, today: Story) -> None:
    assert send(sign_in(today.police), today, **SHOWN).status_code == 422


@pytest.mark.parametrize(
    ("role", "state", "minutes", "may"),
    [
        (Role.SCHOOL, LessonState.SCHEDULED, 5, True),
        (Role.VICE_PRINCIPAL, LessonState.CONFIRMED, 500, True),
        (Role.SCHOOL, LessonState.SCHEDULED, -5, False),
        (Role.SCHOOL, LessonState.MISSED, 5, False),
        (Role.BUREAU, LessonState.CONFIRMED, 5, False),
    ],
)
def test_who_adds_when(role: Role, state: LessonState, minutes: int, may: bool) -> None:
    start = datetime(2026, 11, 26, 10, 25)
    assert photo_rules.may_add(role, state, start, start + timedelta(minutes=minutes)) is may


def test_before_the_lesson_there_is_nothing_to_add(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        of = make_delivery.story(local_now().replace(microsecond=0) + timedelta(hours=1))
    assert 'name="photos"' not in sign_in(of.police).get(f"/lessons/{of.lesson}").text
    assert send(sign_in(of.police), of, saved(scene()), **SHOWN).status_code == 422


@both_databases
def test_the_same_photograph_at_two_lessons_is_pointed_out_to_both(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        start = local_now().replace(microsecond=0) - timedelta(hours=1)
        first, second = make_delivery.story(start), make_delivery.story(start - timedelta(days=1))
    send(sign_in(first.teacher), first, saved(scene()), **SHOWN)
    send(sign_in(second.police), second, saved(scene()), **SHOWN)
    send(sign_in(second.police), second, saved(scene(shade=90).rotate(90)), **SHOWN)
    with app.app_context():
        told = {row.user_id: row.address for row in db.session.scalars(sa.select(Notice))}
    assert told == {
        first.teacher: f"/lessons/{first.lesson}#photos",
        first.police: f"/lessons/{first.lesson}#photos",
        second.teacher: f"/lessons/{second.lesson}#photos",
        second.police: f"/lessons/{second.lesson}#photos",
    }
    for of in (first, second):
        assert sign_in(of.teacher).get(f"/lessons/{of.lesson}").text.count('class="twin"') == 1
    assert sign_in(first.police).get("/notices").status_code == 200


def test_a_photograph_twice_at_one_lesson_tells_nobody(app: Flask, sign_in: SignIn, today: Story) -> None:
    send(sign_in(today.police), today, saved(scene()), saved(scene()), **SHOWN)
    with app.app_context():
        assert db.session.scalars(sa.select(Notice)).all() == []
