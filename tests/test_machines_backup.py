"""The restore drill: a backup while people write, put back on an empty machine; one of an older version is migrated."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course.access import audit
from course.db import db, utc_now
from course.schema import revisions
from tests import make, race
from tests.conftest import settings_for_tests

OLDER = "0004"


@pytest.fixture(params=["sqlite", "postgresql"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, Flask]]:
    """The application on one machine and on another, empty one."""
    first, second = tmp_path / "first", tmp_path / "second"
    if request.param == "sqlite":
        yield create_app(**settings_for_tests(first)), create_app(**settings_for_tests(second))
        return
    with race.postgresql_database("course_backup_one") as one, race.postgresql_database("course_backup_two") as other:
        apps = create_app(**settings_for_tests(first), DATABASE_URL=one), None
        apps = apps[0], create_app(**settings_for_tests(second), DATABASE_URL=other)
        yield apps
        for app in apps:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def command(app: Flask, *arguments: str) -> str:
    answer = app.test_cli_runner().invoke(args=arguments)
    assert answer.exit_code == 0, answer.output
    return answer.output


def hashes(app: Flask) -> dict[str, str]:
    """The files of the upload store, with what is in them."""
    folder = Path(app.config["UPLOADS"])
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(app: Flask) -> dict[str, int]:
    with app.app_context():
        tables = db.metadata.sorted_tables
        found = {table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables}
        db.session.remove()
    return found


def keep_writing(app: Flask, ended: threading.Event, written: list[int]) -> None:
    """Regions and lines of the log, a transaction each, until the end."""
    with app.app_context():
        while not ended.is_set():
            place = make.region()
            audit.note("region.add", place.code, user=None, now=utc_now())
            db.session.commit()
            written.append(place.id)
        db.session.remove()


def test_a_backup_under_load_is_whole_and_is_put_back_on_an_empty_machine(
    machines: tuple[Flask, Flask], tmp_path: Path
) -> None:
    here, there = machines
    command(here, "db", "upgrade")
    for number in range(3):
        path = Path(here.config["UPLOADS"]) / "kind" / f"{number}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes([number]) * 100_000)
    ended, written = threading.Event(), []
    writer = threading.Thread(target=keep_writing, args=(here, ended, written))
    writer.start()
    try:
        while len(written) < 5:
            ended.wait(0.05)
        before = len(written)
        command(here, "backup", str(tmp_path / "backup.zip"))
        after = len(written) + 1
    finally:
        ended.set()
        writer.join()
    command(there, "restore", str(tmp_path / "backup.zip"), "--yes")
    found = rows(there)
    assert before <= found["region"] <= after and found["region"] <= found["audit_entry"] + 1
    assert hashes(there) == hashes(here) != {}
    assert command(there, "doctor") == "0 problems\n"
    command(there, "restore", str(tmp_path / "backup.zip"), "--yes")
    assert rows(there) == found, "over a database that holds all of it already"


def test_a_file_that_goes_while_a_backup_is_made_is_not_missed(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, write = Path(app.config["UPLOADS"]), zipfile.ZipFile.write
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("first", "second", "third"):
        (folder / name).write_bytes(b"x")

    def work_ends(archive: zipfile.ZipFile, path: Path, name: str) -> None:
        if name == "uploads/second":
            Path(path).unlink()
        write(archive, path, name)

    monkeypatch.setattr(zipfile.ZipFile, "write", work_ends)
    command(app, "backup", str(tmp_path / "backup.zip"))
    with zipfile.ZipFile(tmp_path / "backup.zip") as made:
        assert made.testzip() is None
        kept = {name for name in made.namelist() if name.startswith("uploads/")}
    assert {"uploads/first", "uploads/third"} <= kept and "uploads/second" not in kept
    for name in ("first", "third"):
        (folder / name).unlink()


def test_a_backup_of_an_older_version_is_migrated(machines: tuple[Flask, Flask], tmp_path: Path) -> None:
    here, there = machines
    command(here, "db", "upgrade", OLDER)
    with here.app_context(), db.engine.begin() as connection:
        line = "INSERT INTO region (code, name, level, path) VALUES ('P0', '老区', 'province', 'P0')"
        connection.exec_driver_sql(line)
    command(here, "backup", str(tmp_path / "old.zip"))
    command(there, "db", "upgrade")
    command(there, "restore", str(tmp_path / "old.zip"), "--yes")
    assert there.test_client().get("/sign-in").status_code == 503, "the older schema is seen"
    command(there, "db", "upgrade")
    with there.app_context():
        assert db.session.scalar(sa.text("SELECT version_num FROM alembic_version")) == revisions()[0]
        assert db.session.scalar(sa.text("SELECT name FROM region")) == "老区"
        db.session.remove()
    assert there.test_client().get("/sign-in").status_code == 200
    assert command(there, "doctor") == "0 problems\n"
