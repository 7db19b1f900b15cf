"""Full coverage: tallies, the rules of regions, where classes were, and indexes for what waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('requested', 'scheduled', 'delivered')")


def upgrade() -> None:
    """Bring the schema forward."""
    op.execute("ALTER TABLE school ADD COLUMN opened_on DATE")
    op.drop_index("ix_confirmation_school_id", table_name="confirmation")
    op.create_index("ix_confirmation_school_id_taught_on", "confirmation", ["school_id", "taught_on"])
    op.create_index("ix_reached_class_school_id_taught_on", "reached_class", ["school_id", "taught_on"])
    op.create_index("ix_lesson_change_region_path_at", "lesson_change", ["region_path", "at"])
    op.create_index("ix_survey_answer_region_path_given_on", "survey_answer", ["region_path", "given_on"])
    op.create_index(
        "ix_lesson_region_path_state_start",
        "lesson",
        ["region_path", "state", "start"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    create_school_tally()
    create_region_step()
    create_theme_tally()
    create_understanding_tally()
    create_region_rule()
    create_class_move()


def create_school_tally() -> None:
    """What is counted of each school."""
    op.create_table(
        "school_tally",
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("taught_minutes", sa.Integer(), nullable=False),
        sa.Column("organised_minutes", sa.Integer(), nullable=False),
        sa.Column("practice_minutes", sa.Integer(), nullable=False),
        sa.Column("claimed_minutes", sa.Integer(), nullable=False),
        sa.Column("scheduled_minutes", sa.Integer(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("owed_minutes", sa.Integer(), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.Column("coming", sa.Integer(), nullable=False),
        sa.Column("themes_owed", sa.Integer(), nullable=False),
        sa.Column("themes_had", sa.Integer(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("timeline", sa.JSON(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_tally_school_id_school")),
        sa.PrimaryKeyConstraint("school_id", "year", name=op.f("pk_school_tally")),
    )
    op.create_index("ix_school_tally_region_path_year", "school_tally", ["region_path", "year"], unique=False)


def create_region_step() -> None:
    """How the figures of regions moved."""
    op.create_table(
        "region_step",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.Column("appointed", sa.Integer(), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.Column("with_hours", sa.Integer(), nullable=False),
        sa.Column("with_claimed_hours", sa.Integer(), nullable=False),
        sa.Column("taught_minutes", sa.BigInteger(), nullable=False),
        sa.Column("organised_minutes", sa.BigInteger(), nullable=False),
        sa.Column("practice_minutes", sa.BigInteger(), nullable=False),
        sa.Column("claimed_minutes", sa.BigInteger(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.Column("covered", sa.Integer(), nullable=False),
        sa.Column("on_course", sa.Integer(), nullable=False),
        sa.Column("themes_owed", sa.Integer(), nullable=False),
        sa.Column("themes_had", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("path", "year", "day", name=op.f("pk_region_step")),
    )


def create_theme_tally() -> None:
    """Classes by theme and stage."""
    op.create_table(
        "theme_tally",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_tally_theme_id_theme")),
        sa.PrimaryKeyConstraint("path", "year", "theme_id", "stage", name=op.f("pk_theme_tally")),
    )


def create_understanding_tally() -> None:
    """What the surveys said."""
    op.create_table(
        "understanding_tally",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("clear", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("path", "year", name=op.f("pk_understanding_tally")),
    )


def create_region_rule() -> None:
    """What regions ask for."""
    op.create_table(
        "region_rule",
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("required_themes", sa.Text(), nullable=False),
        sa.Column("vacancy_days", sa.Integer(), nullable=False),
        sa.Column("confirmation_days", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_region_rule_changed_by_id_user")),
        sa.PrimaryKeyConstraint("region_path", name=op.f("pk_region_rule")),
    )


def create_class_move() -> None:
    """Where classes were before."""
    op.create_table(
        "class_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_class_move_class_id_school_class")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_class_move_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_move")),
    )
    op.create_index(op.f("ix_class_move_class_id"), "class_move", ["class_id"], unique=False)
    op.create_index(op.f("ix_class_move_school_id"), "class_move", ["school_id"], unique=False)


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("class_move")
    op.drop_table("region_rule")
    op.drop_table("understanding_tally")
    op.drop_table("theme_tally")
    op.drop_table("region_step")
    op.drop_table("school_tally")
    op.drop_index("ix_lesson_region_path_state_start", table_name="lesson")
    op.drop_index("ix_survey_answer_region_path_given_on", table_name="survey_answer")
    op.drop_index("ix_lesson_change_region_path_at", table_name="lesson_change")
    op.drop_index("ix_reached_class_school_id_taught_on", table_name="reached_class")
    op.drop_index("ix_confirmation_school_id_taught_on", table_name="confirmation")
    op.create_index("ix_confirmation_school_id", "confirmation", ["school_id"])
    op.execute("ALTER TABLE school DROP COLUMN opened_on")
