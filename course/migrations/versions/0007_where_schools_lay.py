"""Where schools lay before they went to another region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "school_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_move_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_move")),
    )
    op.create_index(op.f("ix_school_move_school_id"), "school_move", ["school_id"], unique=False)
    write_what_is_known()


def write_what_is_known() -> None:
    """A year that stayed with another region tells that the school lay there at its end; the day is not known."""
    month, day = (int(part) for part in current_app.config["YEAR_STARTS"].split("-"))
    counted = sa.text(
        "SELECT school_tally.school_id, school_tally.year, school_tally.region_path, school.region_path "
        "FROM school_tally JOIN school ON school.id = school_tally.school_id "
        "WHERE school_tally.year > 0 AND school_tally.school_id IN (SELECT elsewhere.school_id FROM school_tally "
        "AS elsewhere JOIN school AS there ON there.id = elsewhere.school_id "
        "WHERE elsewhere.year > 0 AND elsewhere.region_path <> there.region_path) "
        "ORDER BY school_tally.school_id, school_tally.year"
    )
    move = sa.table("school_move", sa.column("school_id"), sa.column("region_path"), sa.column("until", sa.Date))
    rows = [
        {"school_id": school_id, "region_path": path, "until": date(year + 1, month, day)}
        for school_id, year, path in left(op.get_bind().execute(counted))
    ]
    if rows:
        op.bulk_insert(move, rows)


def left(counted: Iterable[Any]) -> Iterator[tuple[int, int, str]]:
    """The last years of schools in regions that they left, in order; one that came back left its region twice."""
    for school_id, years in groupby(counted, key=lambda row: row[0]):
        found = [tuple(row) for row in years]
        lay = [path for _school, _year, path, _now in found]
        after = [*lay[1:], found[-1][3]]
        for (_school, year, path, _now), following in zip(found, after, strict=True):
            if path != following:
                yield school_id, year, path


def downgrade() -> None:
    """Take it back."""
    op.drop_table("school_move")
