"""Appointments that come with an import: programs are told of each once, and of nothing that did not happen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from course.access.models import Role
from course.db import db
from course.ledger import applying, importing
from course.roster.models import Region
from course.sharing.models import Post
from tests import ledgers, make, make_sharing
from tests.conftest import both_databases


def told() -> list[tuple[int, dict[str, Any]]]:
    """Whom the posts are for, and the appointments of which they tell."""
    rows = db.session.scalars(sa.select(Post).order_by(Post.id)).all()
    assert {row.event for row in rows} <= {"appointment.changed"}
    return [(row.subscriber_id, row.body["appointment"]) for row in rows]


HEADING = "vice_principal,school,start,end\n"
FIRST = {"vice_principal": "V1", "school": "S1", "start": "2025-09-01", "end": "2028-08-31"}
SECOND = {"vice_principal": "V2", "school": "S2", "start": "2026-09-01", "end": "2029-08-31"}


@pytest.fixture
def programs(data: None, tmp_path: Path) -> list[int]:
    """The small ledger without its appointments, and the programs of its county and of its city."""
    ledgers.bring_in(ledgers.folder(tmp_path / "before", appointments=HEADING))
    regions = db.session.scalars(sa.select(Region).where(Region.code.in_(["R000", "C00"])).order_by(Region.code.desc()))
    made = [make_sharing.subscriber(make.user(Role.BUREAU, region), region.path) for region in regions]
    far = make.region("R0001")
    make_sharing.subscriber(make.user(Role.BUREAU, far), far.path)
    return [row.id for row in made]


def bring_in(tmp_path: Path, *lines: str) -> None:
    ledgers.bring_in(ledgers.only(tmp_path / f"{len(lines)}{hash(lines)}", appointments=HEADING + "\n".join(lines)))


@both_databases
def test_each_appointment_is_told_once(programs: list[int], tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path / "whole"))
    assert sorted(told(), key=str) == sorted([(one, codes) for one in programs for codes in (FIRST, SECOND)], key=str)
    ledgers.bring_in(ledgers.folder(tmp_path / "again"))
    assert len(told()) == 4


@both_databases
def test_an_end_that_moves_is_told_with_the_day_that_holds_now(programs: list[int], tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path / "whole"))
    db.session.execute(sa.delete(Post))
    db.session.commit()
    bring_in(tmp_path, "V1,S1,2025-09-01,2026-10-31", "V2,S2,2026-09-01,2029-08-31")
    assert told() == [(one, FIRST | {"end": "2026-10-31"}) for one in programs]


def test_what_is_refused_or_thrown_away_or_only_tried_is_told_to_nobody(programs: list[int], tmp_path: Path) -> None:
    bring_in(tmp_path, "V1,NOWHERE,2025-09-01,2028-08-31", "V9,S1,2025-09-01,2028-08-31")
    assert told() == []
    tables = importing.read(ledgers.folder(tmp_path / "whole")).tables
    applying.compare_all(tables, ledgers.EVERYTHING, "")
    assert told() == []
    tables = importing.read(ledgers.folder(tmp_path / "whole")).tables
    applying.write_all(tables, ledgers.EVERYTHING, "", now=make.NOW)
    assert len(told()) == 4
    db.session.rollback()
    assert told() == []


def test_programs_are_looked_up_once_for_each_region(
    programs: list[int], tmp_path: Path, statements: list[str]
) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path / "whole"))
    assert len([sent for sent in statements if sent.startswith("SELECT subscriber")]) == 1
