"""Plans of a term: drafts by county, their lessons, and who has agreed to them.

Columns are added in place, as in 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = {
    "job": {"cancelled_at": "TIMESTAMP"},
    "lesson": {"accepted_at": "TIMESTAMP"},
    "appointment": {"reason": "TEXT DEFAULT '' NOT NULL"},
}
STATES = ("waiting", "running", "draft", "published", "withdrawn", "discarded", "cancelled", "failed")
IN_WORK = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    """Bring the schema forward."""
    for table, columns in COLUMNS.items():
        for column, kind in columns.items():
            if op.get_bind().dialect.name == "sqlite":
                kind = kind.replace("TIMESTAMP", "DATETIME")
            op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column} {kind}')
    # Until now a lesson was scheduled when its vice-principal accepted it.
    op.execute("UPDATE lesson SET accepted_at = changed_at WHERE state NOT IN ('requested', 'declined')")
    create_plan()
    create_part()
    create_planned_lesson()


def create_plan() -> None:
    """The plan as it was asked for."""
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        *keys("plan", term_id="term", region_id="region", created_by_id="user"),
    )
    op.create_index("ix_plan_term_id", "plan", ["term_id"], unique=False)
    op.create_index("ix_plan_region_path", "plan", ["region_path"], unique=False)


def create_part() -> None:
    """The plan of a county."""
    op.create_table(
        "plan_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("state", choice("partstate", *STATES), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        *keys("plan_part", plan_id="plan", term_id="term", region_id="region", job_id="job"),
        sa.UniqueConstraint("plan_id", "region_id", name=op.f("uq_plan_part_plan_id_region_id")),
    )
    for column in ("plan_id", "region_path", "job_id"):
        op.create_index(f"ix_plan_part_{column}", "plan_part", [column], unique=False)
    op.create_index(
        "uq_plan_part_in_work",
        "plan_part",
        ["term_id", "region_id"],
        unique=True,
        sqlite_where=IN_WORK,
        postgresql_where=IN_WORK,
    )


def create_planned_lesson() -> None:
    """A lesson of a draft."""
    op.create_table(
        "planned_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("place", choice("place", "classroom", "hall"), nullable=False),
        sa.Column("class_ids", sa.Text(), nullable=False),
        sa.Column("substitute", sa.Boolean(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        *keys(
            "planned_lesson",
            part_id="plan_part",
            vice_principal_id="vice_principal",
            school_id="school",
            theme_id="theme",
            lesson_id="lesson",
        ),
        sa.UniqueConstraint("part_id", "code", name=op.f("uq_planned_lesson_part_id_code")),
        sa.CheckConstraint('"end" > start', name=op.f("ck_planned_lesson_order")),
    )
    op.create_index("ix_planned_lesson_lesson_id", "planned_lesson", ["lesson_id"], unique=False)
    for column in ("school_id", "vice_principal_id"):
        op.create_index(f"ix_planned_lesson_part_id_{column}", "planned_lesson", ["part_id", column], unique=False)


def keys(table: str, **foreign: str) -> list[sa.Constraint]:
    """The primary key and the foreign keys of a table, by the names of the house."""
    pointing = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in foreign.items()
    ]
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")), *pointing]


def choice(name: str, *values: str) -> sa.Enum:
    """A text column that holds one of these."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def downgrade() -> None:
    """Take the schema back."""
    for table in ("planned_lesson", "plan_part", "plan"):
        op.drop_table(table)
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f'ALTER TABLE "{table}" DROP COLUMN {column}')
