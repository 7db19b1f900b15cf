"""Real life: messages, calendars, waiting lists, photographs, questions, duties, changes of schools and people.

Columns are added in place, as in 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = "TEXT DEFAULT '' NOT NULL"
COLUMNS = {
    "user": {"preferences": "JSON DEFAULT '{}' NOT NULL", "erased_at": "TIMESTAMP"},
    "school": {"closed_on": "DATE", "successor_id": "INTEGER"},
    "vice_principal": {"erased_at": "TIMESTAMP"},
    "appointment": {"end_reason": TEXT},
    "absence": {"source": TEXT},
    "lesson": {
        "series": "VARCHAR(36) DEFAULT '' NOT NULL",
        "station_asked_at": "TIMESTAMP",
        "bureau_asked_at": "TIMESTAMP",
        "report_asked_at": "TIMESTAMP",
    },
    "delivery": {"special": TEXT, "checked_in_at": "TIMESTAMP"},
    "confirmation": {"special": TEXT},
}


def upgrade() -> None:
    """Bring the schema forward."""
    for table, columns in COLUMNS.items():
        for column, kind in columns.items():
            if op.get_bind().dialect.name == "sqlite":
                kind = kind.replace("TIMESTAMP", "DATETIME")
            op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column} {kind}')
    create_message()
    create_training()
    create_school_name()
    create_waiting_place()
    create_calendar_feed()
    create_quiz_answer()
    create_photo()
    create_duty_record()
    create_evaluation()


def create_message() -> None:
    """The outbox."""
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", choice("channel", "mail", "webhook"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("attachment", sa.Text(), nullable=False),
        sa.Column("state", choice("messagestate", "waiting", "sent", "failed"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        *keys("message", {"user_id": "user"}),
        sa.UniqueConstraint("user_id", "channel", "key", name=op.f("uq_message_user_id_channel_key")),
    )
    op.create_index("ix_message_state_due_at", "message", ["state", "due_at"], unique=False)


def create_training() -> None:
    """Hours of training."""
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *keys("training", {"vice_principal_id": "vice_principal"}),
        sa.CheckConstraint("hours BETWEEN 1 AND 200", name=op.f("ck_training_hours")),
    )
    op.create_index("ix_training_vice_principal_id", "training", ["vice_principal_id"], unique=False)


def create_school_name() -> None:
    """Names that schools had."""
    op.create_table(
        "school_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        *keys("school_name", {"school_id": "school"}),
    )
    op.create_index("ix_school_name_school_id", "school_name", ["school_id"], unique=False)


def create_waiting_place() -> None:
    """The waiting lists."""
    op.create_table(
        "waiting_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("place", choice("place", "classroom", "hall"), nullable=False),
        sa.Column("class_ids", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("books_itself", sa.Boolean(), nullable=False),
        sa.Column("state", choice("waitingstate", "waiting", "offered", "booked", "withdrawn"), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("offered_until", sa.DateTime(), nullable=True),
        *keys(
            "waiting_place",
            {
                "school_id": "school",
                "vice_principal_id": "vice_principal",
                "theme_id": "theme",
                "lesson_id": "lesson",
                "created_by_id": "user",
            },
        ),
        sa.CheckConstraint('"end" > start', name=op.f("ck_waiting_place_order")),
    )
    op.create_index("ix_waiting_place_school_id", "waiting_place", ["school_id"], unique=False)
    op.create_index(
        "ix_waiting_place_vice_principal_id_start", "waiting_place", ["vice_principal_id", "start"], unique=False
    )


def create_calendar_feed() -> None:
    """Private calendar addresses."""
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        *keys("calendar_feed", {"user_id": "user", "vice_principal_id": "vice_principal", "school_id": "school"}),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
        sa.CheckConstraint(
            "(vice_principal_id IS NULL) <> (school_id IS NULL)", name=op.f("ck_calendar_feed_one_owner")
        ),
    )
    op.create_index("ix_calendar_feed_user_id", "calendar_feed", ["user_id"], unique=False)


def create_quiz_answer() -> None:
    """Anonymous answers to the questions of a case."""
    op.create_table(
        "quiz_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("case_version_id", sa.Integer(), nullable=False),
        sa.Column("moment", choice("moment", "before", "after"), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("nonce_hash", sa.String(length=64), nullable=False),
        *keys("quiz_answer", {"lesson_id": "lesson", "case_version_id": "case_version"}),
        sa.UniqueConstraint(
            "lesson_id",
            "moment",
            "question",
            "nonce_hash",
            name=op.f("uq_quiz_answer_lesson_id_moment_question_nonce_hash"),
        ),
    )
    op.create_index("ix_quiz_answer_case_version_id", "quiz_answer", ["case_version_id"], unique=False)


def create_photo() -> None:
    """Photographs of lessons."""
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("look", sa.String(length=16), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("faces_not_recognisable", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        *keys("photo", {"lesson_id": "lesson", "added_by_id": "user"}),
    )
    op.create_index("ix_photo_content_hash", "photo", ["content_hash"], unique=False)
    op.create_index("ix_photo_lesson_id", "photo", ["lesson_id"], unique=False)
    op.create_index("ix_photo_look", "photo", ["look"], unique=False)


def create_duty_record() -> None:
    """What is done beside teaching."""
    op.create_table(
        "duty_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column(
            "duty",
            choice("duty", "protection", "prevention", "safety", "discipline", "governance", "other"),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        *keys("duty_record", {"vice_principal_id": "vice_principal", "school_id": "school", "recorded_by_id": "user"}),
    )
    op.create_index("ix_duty_record_region_path", "duty_record", ["region_path"], unique=False)
    op.create_index("ix_duty_record_school_id", "duty_record", ["school_id"], unique=False)
    op.create_index("ix_duty_record_vice_principal_id", "duty_record", ["vice_principal_id"], unique=False)


def create_evaluation() -> None:
    """Yearly evaluations."""
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("staff_asked", sa.Integer(), nullable=False),
        sa.Column("staff_content", sa.Integer(), nullable=False),
        sa.Column("pupils_asked", sa.Integer(), nullable=False),
        sa.Column("pupils_content", sa.Integer(), nullable=False),
        sa.Column("parents_asked", sa.Integer(), nullable=False),
        sa.Column("parents_content", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        *keys("evaluation", {"vice_principal_id": "vice_principal", "school_id": "school", "given_by_id": "user"}),
        sa.UniqueConstraint(
            "vice_principal_id", "school_id", "year", name=op.f("uq_evaluation_vice_principal_id_school_id_year")
        ),
        sa.CheckConstraint(
            "staff_content <= staff_asked AND pupils_content <= pupils_asked AND parents_content <= parents_asked",
            name=op.f("ck_evaluation_totals"),
        ),
    )
    op.create_index("ix_evaluation_region_path", "evaluation", ["region_path"], unique=False)
    op.create_index("ix_evaluation_school_id", "evaluation", ["school_id"], unique=False)


def keys(table: str, foreign: dict[str, str]) -> list[sa.Constraint]:
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
    for table in (
        "evaluation",
        "duty_record",
        "photo",
        "quiz_answer",
        "calendar_feed",
        "waiting_place",
        "school_name",
        "training",
        "message",
    ):
        op.drop_table(table)
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f'ALTER TABLE "{table}" DROP COLUMN {column}')
