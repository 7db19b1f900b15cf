"""Drafts of cases, uploaded masters, notices.

Columns are added in place, each with its default, so that the code of the release before still runs: SQLite would
otherwise copy whole tables, and cannot do that while others refer to them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# In the order in which they can be dropped.
COLUMNS = {
    "case": {"region_path": "TEXT DEFAULT '' NOT NULL"},
    "case_version": {
        "approver_id": "INTEGER",
        "author_id": "INTEGER",
        "state": "VARCHAR(24) DEFAULT 'approved' NOT NULL CONSTRAINT ck_case_version_versionstate"
        " CHECK (state IN ('draft', 'submitted', 'approved', 'withdrawn'))",
        "revision": "INTEGER DEFAULT 1 NOT NULL",
        "changed_at": "TIMESTAMP",
        "submitted_at": "TIMESTAMP",
        "remark": "TEXT DEFAULT '' NOT NULL",
    },
    "deck": {
        "master_id": "INTEGER",
        "superseded_at": "TIMESTAMP",
        "superseded_by": "JSON DEFAULT '{}' NOT NULL",
        "cited": "JSON DEFAULT '{}' NOT NULL",
    },
    "law_version": {
        "imported_at": "TIMESTAMP",
        "imported_by_id": "INTEGER",
        "text_hash": "VARCHAR(64) DEFAULT '' NOT NULL",
    },
}
SECOND_PERSON = " CONSTRAINT ck_case_version_second_person CHECK (approver_id <> author_id)"
OPEN = sa.text("state IN ('draft', 'submitted')")


def upgrade() -> None:
    """Bring the schema forward."""
    for table, columns in COLUMNS.items():
        for column, kind in reversed(columns.items()):
            if op.get_bind().dialect.name == "sqlite":
                kind = kind.replace("TIMESTAMP", "DATETIME")
            rule = SECOND_PERSON if column == "approver_id" else ""
            op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column} {kind}{rule}')
    op.execute("UPDATE case_version SET state = 'withdrawn' WHERE approved_on IS NULL")
    op.create_index("ix_case_region_path", "case", ["region_path"], unique=False)
    op.create_index("ix_case_version_state", "case_version", ["state"], unique=False)
    op.create_index(
        "uq_case_version_open", "case_version", ["case_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "master",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "mapping",
                "accepted",
                "withdrawn",
                name="masterstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master")),
        sa.UniqueConstraint("region_path", "name", name=op.f("uq_master_region_path_name")),
    )
    op.create_index("ix_master_region_path", "master", ["region_path"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notice_user_id_key")),
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("notice")
    op.drop_table("master")
    op.drop_index("uq_case_version_open", "case_version")
    op.drop_index("ix_case_version_state", "case_version")
    op.drop_index("ix_case_region_path", "case")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f'ALTER TABLE "{table}" DROP COLUMN {column}')
