"""Commands that look after the data: doctor, backup, restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from course.access import audit
from course.access.message_jobs import late_messages
from course.coverage.tallies.commands import rebuild_tallies_by_region, wrong_figures
from course.db import db
from course.given_up_jobs import jobs_given_up, jobs_unheard_of
from course.lost_files import lost_files
from course.schedule.models import HOLDING, Lesson, LessonClass, Place, Slot
from course.sharing.post_jobs import late_posts

KEYS = ("secret.key", "data.key")
DATABASE, DUMP = "course.db", "course.dump"
# What our migrations make in PostgreSQL beside tables.
FUNCTIONS = ("audit_entry_is_append_only()", "lesson_class_path()", "name_pieces(text)")


@click.command
@click.option("--rebuild-tallies", is_flag=True, help="Count the figures of all regions anew first, from the rows.")
@with_appcontext
def doctor(rebuild_tallies: bool) -> None:
    """Look for what must not be: broken files, lessons without slots, wrong figures, late mail; exit 1 if it is."""
    if rebuild_tallies:
        rebuild_tallies_by_region()
    found = [sentence for check in CHECKS for sentence in found_by(check)]
    for sentence in found:
        click.echo(sentence)
    click.echo(f"{len(found)} problems")
    raise SystemExit(1 if found else 0)


def found_by(check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What a check finds, or that the database cannot even be read; the other checks go on."""
    try:
        yield from check()
    except sa.exc.DatabaseError as error:
        db.session.rollback()
        yield f"database file: {error.orig}: keep the file, and restore the last backup"


def integrity() -> Iterator[str]:
    """SQLite's own look at its file; PostgreSQL keeps its checks itself."""
    if db.engine.dialect.name != "sqlite":
        return
    for (line,) in db.session.execute(sa.text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"database file: {line}"
    for row in db.session.execute(sa.text("PRAGMA foreign_key_check")):
        yield f"row {row[1]} of {row[0]} points to a missing row of {row[2]}"


def lost_slots() -> Iterator[str]:
    """Lessons that hold time but have no slot."""
    held = sa.exists().where(Slot.lesson_id == Lesson.id)
    for lesson_id in db.session.scalars(sa.select(Lesson.id).where(Lesson.state.in_(HOLDING), ~held)):
        yield f"lesson {lesson_id} holds no time: cancel it and book it again"


def stray_slots() -> Iterator[str]:
    """Slots of lessons that no longer hold time."""
    over = sa.select(Slot.lesson_id).join(Lesson, Lesson.id == Slot.lesson_id).where(Lesson.state.not_in(HOLDING))
    for lesson_id in db.session.scalars(over.distinct()):
        yield f"lesson {lesson_id} is over but still holds time"


def wrong_places() -> Iterator[str]:
    """Lessons in a classroom with more or less than one class."""
    classes = sa.func.count(LessonClass.class_id)
    counted = (
        sa.select(Lesson.id, classes)
        .outerjoin(LessonClass, LessonClass.lesson_id == Lesson.id)
        .where(Lesson.place == Place.CLASSROOM)
        .group_by(Lesson.id)
        .having(classes != 1)
    )
    for lesson_id, number in db.session.execute(counted):
        yield f"lesson {lesson_id} is in a classroom with {number} classes"


def log_chain() -> Iterator[str]:
    """The first line of the audit log that was changed."""
    broken = audit.first_broken_entry()
    if broken is not None:
        yield f"audit log: line {broken} was changed, or the line before it was taken out"


CHECKS = (
    integrity,
    lost_slots,
    stray_slots,
    wrong_places,
    wrong_figures,
    log_chain,
    late_messages,
    late_posts,
    jobs_given_up,
    jobs_unheard_of,
    lost_files,
)


@click.command
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write the database, the uploads and the keys into one FILE, also while people work; keep it secret."""
    try:
        write_backup(file)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        raise click.ClickException(f"no backup was made, and an older one of this name is as it was: {error}") from None
    click.echo(str(file))


def write_backup(file: Path) -> None:
    """Pack everything beside the file, and put it in its place when it is whole."""
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        packed = Path(folder) / "packed"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(dump(Path(folder)), dump_name())
            for path, name in kept_files():
                # One whose work is done meanwhile is gone, and nothing needs it any more.
                with suppress(FileNotFoundError):
                    archive.write(path, name)
        os.chmod(packed, 0o600)
        packed.replace(file)


def dump_name() -> str:
    """What the database is called inside a backup."""
    return DATABASE if db.engine.dialect.name == "sqlite" else DUMP


def dump(folder: Path) -> Path:
    """A copy of the database as it is at one moment."""
    target = folder / dump_name()
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(db.engine.url.database)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
    else:
        subprocess.run(["pg_dump", "--format=custom", f"--file={target}", plain_url()], check=True)
    return target


def plain_url() -> str:
    """The address of the database as PostgreSQL's own tools take it."""
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def kept_files() -> Iterator[tuple[Path, str]]:
    """The keys and the uploads, with their names inside a backup."""
    instance, uploads = Path(current_app.config["INSTANCE"]), Path(current_app.config["UPLOADS"])
    for name in KEYS:
        if (instance / name).exists():
            yield instance / name, name
    for path in sorted(uploads.rglob("*")):
        if path.is_file():
            yield path, f"uploads/{path.relative_to(uploads)}"


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.confirmation_option(prompt="This replaces all data by the backup's. Stop web and worker first. Go on?")
@with_appcontext
def restore(file: Path) -> None:
    """Replace database, uploads and keys by those of a backup FILE; migrate with `init` afterwards."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise click.ClickException(f"{file} is not a backup of this program") from None
    with archive, tempfile.TemporaryDirectory() as folder:
        if dump_name() not in archive.namelist():
            raise click.ClickException(f"{file} holds no {dump_name()}: it was made with another kind of database")
        for name in archive.namelist():
            archive.extract(name, folder)
        load_dump(Path(folder) / dump_name())
        load_files(Path(folder))
    click.echo("Restored. Now run: flask --app app init")


def load_dump(source: Path) -> None:
    """Put the database of a backup in the place of ours."""
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(db.engine.url.database)) as live:
            copy.backup(live)
    else:
        empty_and_load(source)


def empty_and_load(source: Path) -> None:
    """Take all tables away, those too that the backup does not know, and load its own, in one transaction."""
    tables = ", ".join(f'"{name}"' for name in sa.inspect(db.engine).get_table_names())
    db.session.remove()
    db.engine.dispose()
    emptied = [f"DROP TABLE {tables} CASCADE"] if tables else []
    emptied += [f"DROP FUNCTION IF EXISTS {name}" for name in FUNCTIONS]
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        script = Path(folder) / "script.sql"
        subprocess.run(["pg_restore", "--no-owner", f"--file={script}", str(source)], check=True)
        commands = [part for statement in emptied for part in ("--command", statement)]
        psql = ["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        subprocess.run([*psql, *commands, f"--file={script}", plain_url()], check=True)


def load_files(folder: Path) -> None:
    """Put the keys and the uploads of a backup in the place of ours."""
    instance, uploads = Path(current_app.config["INSTANCE"]), Path(current_app.config["UPLOADS"])
    for name in KEYS:
        if (folder / name).exists():
            shutil.copyfile(folder / name, instance / name)
            os.chmod(instance / name, 0o600)
    if (folder / "uploads").exists():
        shutil.copytree(folder / "uploads", uploads, dirs_exist_ok=True)
