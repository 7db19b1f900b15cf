"""Tables that grow, in parts by province, as docs/deploy.md writes it: the program goes on, and asks one part."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course.access.models import Role
from course.access.scope import Scope, within
from course.db import db
from course.schedule.models import Slot
from tests import make, make_delivery, services
from tests.conftest import settings_for_tests

DEPLOY = Path(__file__).parent.parent / "docs" / "deploy.md"
START = datetime(2026, 12, 1, 8)
PART = "CREATE TABLE slot_{0} PARTITION OF slot FOR VALUES FROM ('{0}') TO ('{1}')"
REFUSAL = 'ALTER TABLE slot_{0} ADD EXCLUDE USING gist (resource WITH =, tsrange(start, "end") WITH &&)'


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own: its tables do not stay as they are."""
    server, name = sa.create_engine(services.postgresql(), isolation_level="AUTOCOMMIT"), f"course_parts_{os.getpid()}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} LOCALE 'C.UTF-8' TEMPLATE template0")
    address = sa.make_url(services.POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    application = create_app(**settings_for_tests(tmp_path), DATABASE_URL=address)
    with application.app_context():
        db.create_all()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


def written() -> list[str]:
    """The statements that docs/deploy.md has for the table of slots, and the part of the next province."""
    (block,) = re.findall(r"```sql\n(.*?)```", DEPLOY.read_text(encoding="utf-8"), re.DOTALL)
    found = [line.strip() for line in re.sub(r"--.*", "", block).split(";")]
    statements = [line for line in found if line and line not in {"BEGIN", "COMMIT"}]
    place = next(at for at, line in enumerate(statements) if line.startswith("INSERT"))
    return [
        *statements[:place],
        PART.format("p01", "p02").replace("'p", "'P"),
        *statements[place:],
        REFUSAL.format("p01"),
    ]


def lesson_in(code: str) -> None:
    """A lesson in a county of a province."""
    province = make.region(code, level=make.Level.PROVINCE)
    county = make.region(f"{code}R1", parent=province)
    person, school = make.vice_principal(make.station(county)), make.school(county)
    make_delivery.lesson(person, school, START)


def partitions_read(path: str) -> set[str]:
    """Which parts PostgreSQL reads for the slots of a bureau."""
    asked = sa.select(Slot.id).where(within(Slot, Scope(Role.BUREAU, region_path=path)))
    words = asked.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.scalars(sa.text(f"EXPLAIN {words}".replace(":", "\\:")))
    return set(re.findall(r"\bslot_p\d\d\b(?!_)", " ".join(line for line in plan if "Scan" in line)))


def test_a_bureau_asks_the_part_of_its_province_and_nothing_may_overlap_there(app: Flask) -> None:
    with app.app_context():
        lesson_in("P00")
        for statement in written():
            db.session.execute(sa.text(statement))
        db.session.commit()
        lesson_in("P01")
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Slot)) == 2
        for path, part in (("P00", "slot_p00"), ("P01/P01R1", "slot_p01")):
            assert partitions_read(path) == {part}
        for row in db.session.scalars(sa.select(Slot)).all():
            again = Slot(resource=row.resource, region_path=row.region_path, lesson_id=row.lesson_id)
            again.start, again.end = START + timedelta(minutes=5), START + timedelta(minutes=20)
            with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
                db.session.add(again)
                db.session.flush()
