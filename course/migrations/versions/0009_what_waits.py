"""Indexes of the lessons that have waited for longest, and of the requests that the bureau is to answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_lesson_state_start": (
        ["state", "start", "end", "region_path"],
        "state IN ('requested', 'scheduled', 'delivered')",
    ),
    "ix_lesson_gone_up": (["state", "start", "region_path"], "state = 'requested' AND bureau_asked_at IS NOT NULL"),
}


def upgrade() -> None:
    """Bring the schema forward."""
    for name, (columns, condition) in INDEXES.items():
        only = sa.text(condition)
        op.create_index(name, "lesson", columns, unique=False, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    """Take the schema back."""
    for name in INDEXES:
        op.drop_index(name, table_name="lesson")
