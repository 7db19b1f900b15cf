"""The spreadsheet of a plan is a report like the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = ("ledger", "yearly", "brief", "school", "person")
NAME = "ck_report_file_reportkind"


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("report_file") as table:
        table.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_report_file_plan_id_plan"), "plan", ["plan_id"], ["id"])
        allow(table, (*KINDS, "plan"))


def downgrade() -> None:
    """Take the schema back."""
    op.execute("DELETE FROM report_file WHERE kind = 'plan'")
    with op.batch_alter_table("report_file") as table:
        table.drop_constraint(op.f("fk_report_file_plan_id_plan"), type_="foreignkey")
        table.drop_column("plan_id")
        allow(table, KINDS)


def allow(table: op.BatchOperations, kinds: tuple[str, ...]) -> None:
    """Let a report be one of these; SQLite writes the table anew, and knows no older check of it then."""
    if op.get_context().dialect.name == "postgresql":
        table.drop_constraint(op.f(NAME), type_="check")
    table.create_check_constraint(op.f(NAME), sa.column("kind").in_(kinds))
