"""What pupils understood, by the day on which it was known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("understanding_step")
