"""What pupils understood, by the day on which it was known; and since when plans are withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# The log says when a plan was withdrawn before; of one that was cut off since, nobody knows it any more.
WITHDRAWN = """
UPDATE plan_part SET withdrawn_at = (
    SELECT max(at) FROM audit_entry
    WHERE action = 'plan.withdraw' AND subject = 'plan:' || plan_part.plan_id
    AND audit_entry.region_path = plan_part.region_path
) WHERE state = 'withdrawn'
"""


def upgrade() -> None:
    """Bring the schema forward; the first night fills the table from the answers, which keep their days."""
    op.create_table(
        "understanding_step",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("clear", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("path", "year", "day", name=op.f("pk_understanding_step")),
    )
    op.add_column("plan_part", sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
    op.execute(WITHDRAWN)


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column("plan_part", "withdrawn_at")
    op.drop_table("understanding_step")
