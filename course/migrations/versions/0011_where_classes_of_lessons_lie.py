"""The classes of a lesson say where they lie, as all its rows do, so that a large database can be cut into parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LESSONS_AT_ONCE = 20_000
WRITE = sa.text(
    "UPDATE lesson_class SET region_path = (SELECT region_path FROM lesson WHERE lesson.id = lesson_class.lesson_id) "
    "WHERE region_path = '' AND lesson_id > :last AND lesson_id <= :next"
)
SQLITE = (
    "CREATE TRIGGER lesson_class_path AFTER INSERT ON lesson_class WHEN NEW.region_path = '' "
    "BEGIN UPDATE lesson_class SET region_path = (SELECT region_path FROM lesson WHERE id = NEW.lesson_id) "
    "WHERE lesson_id = NEW.lesson_id AND class_id = NEW.class_id; END"
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION lesson_class_path() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "SELECT region_path INTO NEW.region_path FROM lesson WHERE id = NEW.lesson_id; RETURN NEW; END $$",
    "CREATE OR REPLACE TRIGGER lesson_class_path BEFORE INSERT ON lesson_class FOR EACH ROW "
    "WHEN (NEW.region_path = '') EXECUTE FUNCTION lesson_class_path()",
)


def upgrade() -> None:
    """Bring the schema forward; on PostgreSQL in steps that are kept one by one, so that nobody waits for the rows.

    Code that runs meanwhile leaves the path of a new row empty: the database fills it in.
    """
    if op.get_context().dialect.name != "postgresql":
        op.add_column("lesson_class", sa.Column("region_path", sa.Text(), nullable=False, server_default=""))
        write_paths()
        op.execute(SQLITE)
        return
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE lesson_class ADD COLUMN IF NOT EXISTS region_path TEXT NOT NULL DEFAULT ''")
        for statement in POSTGRESQL:
            op.execute(statement)
        write_paths()


def write_paths() -> None:
    """Write the paths of the rows that are there, some thousands of lessons at once."""
    connection = op.get_bind()
    greatest = connection.scalar(sa.text("SELECT max(lesson_id) FROM lesson_class")) or 0
    for last in range(0, greatest, LESSONS_AT_ONCE):
        connection.execute(WRITE, {"last": last, "next": last + LESSONS_AT_ONCE})


def downgrade() -> None:
    """Take the schema back."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER lesson_class_path ON lesson_class")
        op.execute("DROP FUNCTION lesson_class_path()")
    else:
        op.execute("DROP TRIGGER lesson_class_path")
    op.drop_column("lesson_class", "region_path")
