"""The database: typed columns, named constraints, and one commit per request, by outcome."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, partial
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from flask import Flask, Response, current_app, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from course import kept_statements, silent_connections, sqlite_file
from course.i18n import _l
from course.settings import ROOT

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

View = TypeVar("View", bound=Callable[..., Any])

# Whether the next transaction takes SQLite's write lock at once.  Taking it later, after a read,
# fails with "database is locked" as soon as another writer stood in between.
writing: ContextVar[bool] = ContextVar("writing", default=False)


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = sa.MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})
migrate = Migrate()

identity = Annotated[int, mapped_column(primary_key=True)]


class Labelled(enum.StrEnum):
    """An enum whose members know the words that a person reads: ``NAME = "value", _l("Label")``."""

    label: Any

    def __new__(cls, value: str, label: Any = None) -> Labelled:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@cache
def member_of(kind: type[enum.StrEnum], value: str) -> Any:
    """The member with this value; for one that only a newer version knows, a stranger that no list of ours holds.

    While an update goes on, old code reads what new code wrote: one such row may not take a whole page down.
    """
    if value in kind._value2member_map_:
        return kind(value)
    stranger: Any = str.__new__(kind, value)
    stranger._value_, stranger._name_ = value, f"newer {value}"
    stranger.label = _l("Known after the update")
    return stranger


class Choice(TypeDecorator[Any]):
    """Holds one member of an enum; the database refuses what the version that made its schema does not know."""

    impl = sa.Enum
    cache_ok = True

    def __init__(self, kind: type[enum.StrEnum]) -> None:
        super().__init__(
            kind,
            native_enum=False,
            create_constraint=True,
            length=24,
            name=kind.__name__.lower(),
            values_callable=lambda members: [member.value for member in members],
        )
        self.kind = kind

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[str | None], Any]:
        """What is read becomes a member, whatever it is."""
        return lambda value: None if value is None else member_of(self.kind, value)


def choice(kind: type[enum.StrEnum], **options: Any) -> Any:
    """A text column that holds one member of ``kind`` and whose database refuses anything else."""
    return mapped_column(Choice(kind), **options)


class Instant(TypeDecorator[datetime]):
    """A moment, aware, in UTC; stored without its zone so that both databases agree."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], datetime | None]:
        """In one step over what the column gives: a school that is counted has hundreds of moments."""
        read = self.impl_instance.result_processor(dialect, coltype)
        if read is None:
            return lambda value: value.replace(tzinfo=UTC) if value else None
        return lambda value: read(value).replace(tzinfo=UTC) if value else None


class Codes(TypeDecorator[tuple[str, ...]]):
    """A short ordered list of codes, stored as the ledger writes it: ``T01;T03``."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Any) -> str:
        return ";".join(value or ())

    def process_result_value(self, value: str | None, dialect: Any) -> tuple[str, ...]:
        return tuple(value.split(";")) if value else ()


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A short ordered list of whole numbers, stored as the ledger writes it: ``1;2``."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Any) -> str:
        return ";".join(str(number) for number in value or ())

    def process_result_value(self, value: str | None, dialect: Any) -> tuple[int, ...]:
        return tuple(int(part) for part in value.split(";")) if value else ()


def init_app(app: Flask) -> None:
    """Bind the database to the application and end every request by its outcome."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        # The lists of a province are short to read, and compiling their statements takes longer than running them.
        quick = {"options": "-c jit=off"}
        # The connection that came back last knows our tables and statements already; the others wait for a crowd.
        pool = {"pool_use_lifo": True, "pool_size": 8, "max_overflow": 8, "connect_args": quick}
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", pool)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "course" / "migrations"), render_as_batch=True)
    app.before_request(begin_request)
    app.teardown_request(forget_writing)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite_file.listen(db.engine, writing.get)
        else:
            silent_connections.watch(db.engine)
            kept_statements.watch(db.engine)


def records_reading(view: View) -> View:
    """Mark a GET view whose reading itself is written down, such as a download or an unmasked number."""
    view.records_reading = True  # type: ignore[attr-defined]
    return view


def changes_something() -> bool:
    """Whether this request may write: any unsafe method, and a view marked with ``records_reading``."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method not in SAFE_METHODS or getattr(view, "records_reading", False)


def begin_request() -> None:
    """A request that may change something is a writer from its first statement.

    Its form is read before that: one that arrives slowly, or never whole, must not keep others from writing.
    """
    if request.method not in SAFE_METHODS:
        request.form  # noqa: B018
    writing.set(changes_something())


def forget_writing(error: BaseException | None) -> None:
    """The next request on this thread decides for itself."""
    writing.set(False)


def end_request(response: Response) -> Response:
    """Commit a non-GET answer below 400; throw anything else away.

    What was read keeps its values: to forget them one by one, as a rollback does, is work for nothing.
    """
    if changes_something() and response.status_code < 400:
        db.session.commit()
        return response
    if not changes_something():
        kept_statements.end_reading(db.session())
    db.session.close()
    return response


def rows_of(statement: sa.Select[Any], **values: Any) -> sa.CursorResult[Any]:
    """The rows of a statement that was made once and names columns only, in the session's own transaction.

    The layer that makes objects is passed over: where a request asks twenty questions it costs more than the answers.
    """
    db.session.flush()
    return db.session.connection().execute(statement, values)


def written_once(model: Any) -> dict[str, Any]:
    """For each database the statement that writes a row unless it stands there already under one of its keys."""
    kinds = (postgresql, sqlite)
    return {kind.dialect.name: kind.insert(model).on_conflict_do_nothing().returning(model.id) for kind in kinds}


def write_once(statements: Mapping[str, Any], **values: Any) -> int | None:
    """Write a row by such a statement: its number, or None where it was there before.

    The database decides, so two who write the same at one moment write it once.
    """
    return rows_of(statements[db.session.get_bind().dialect.name], **values).scalar()


@contextmanager
def without_lock() -> Iterator[None]:
    """Let others write while a request does something slow; what it had written so far is undone."""
    db.session.rollback()
    token = writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(token)


@contextmanager
def one_transaction() -> Iterator[None]:
    """Commands and jobs: everything inside is kept, or nothing of it."""
    db.session.rollback()
    token = writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(token)


@contextmanager
def transaction_aside() -> Iterator[sa.Connection]:
    """A short transaction of its own, for a word to others while the session goes on reading."""
    token = writing.set(True)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        writing.reset(token)


def when_written(work: Callable[[], None]) -> None:
    """Do something as soon as this transaction is on the disk, such as to delete a file that is needed until then."""
    db.session.info.setdefault("written", []).append(work)


def when_thrown_away(work: Callable[[], None]) -> None:
    """Do something if this transaction is thrown away, such as to delete a file that no row names then."""
    db.session.info.setdefault("thrown away", []).append(work)


def end_of_transaction(outcome: str, session: Any) -> None:
    """Do what waited for this end, and forget what waited for the other; a savepoint is no end."""
    if session.in_nested_transaction():
        return
    waiting = {name: session.info.pop(name, []) for name in ("written", "thrown away")}
    for work in waiting[outcome]:
        work()


event.listen(db.session, "after_commit", partial(end_of_transaction, "written"))
event.listen(db.session, "after_rollback", partial(end_of_transaction, "thrown away"))


def utc_now() -> datetime:
    """This moment, aware, in UTC; only views, jobs and commands ask for it."""
    return datetime.now(UTC)
