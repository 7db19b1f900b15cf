"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# In the order in which they can be dropped.
TABLES = [
    "survey_answer",
    "slot",
    "reached_class",
    "lesson_class",
    "lesson_change",
    "delivery",
    "confirmation",
    "lesson",
    "job",
    "user",
    "deck",
    "appointment",
    "absence",
    "vice_principal",
    "school_class",
    "case_version",
    "blackout",
    "article",
    "station",
    "school",
    "renumbering",
    "law_version",
    "case",
    "theme",
    "term",
    "region",
    "law",
    "idempotency_key",
    "calendar_day",
    "bell",
    "audit_entry",
]
SQLITE = [
    "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER slot_no_overlap_insert BEFORE INSERT ON slot "
    "WHEN EXISTS (SELECT 1 FROM slot WHERE resource = NEW.resource AND id IS NOT NEW.id"
    ' AND start < NEW."end" AND "end" > NEW.start) '
    "BEGIN SELECT RAISE(ABORT, 'slot is taken'); END",
    "CREATE TRIGGER slot_no_overlap_update BEFORE UPDATE ON slot "
    "WHEN EXISTS (SELECT 1 FROM slot WHERE resource = NEW.resource AND id IS NOT NEW.id"
    ' AND start < NEW."end" AND "end" > NEW.start) '
    "BEGIN SELECT RAISE(ABORT, 'slot is taken'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE slot ADD CONSTRAINT ex_slot_no_overlap EXCLUDE USING gist "
    '(resource WITH =, tsrange(start, "end") WITH &&)',
]


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_region_path", "audit_entry", ["region_path"], unique=False)
    op.create_index("ix_audit_entry_user_id", "audit_entry", ["user_id"], unique=False)

    op.create_table(
        "bell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.CheckConstraint('"end" > start', name=op.f("ck_bell_order")),
        sa.CheckConstraint("period BETWEEN 1 AND 20", name=op.f("ck_bell_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell")),
        sa.UniqueConstraint("key", "period", name=op.f("uq_bell_key_period")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taught_as", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_key")),
    )
    op.create_index("ix_idempotency_key_created_at", "idempotency_key", ["created_at"], unique=False)

    op.create_table(
        "law",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("short_titles", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law")),
        sa.UniqueConstraint("title", name=op.f("uq_law_title")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("province", "city", "county", name="level", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
        sa.UniqueConstraint("path", name=op.f("uq_region_path")),
    )
    op.create_index("ix_region_parent_id", "region", ["parent_id"], unique=False)

    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("min_hours", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("max_schools_per_vice_principal", sa.Integer(), nullable=False),
        sa.Column("max_vice_principals_per_school", sa.Integer(), nullable=False),
        sa.Column("kmh", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("detour", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("walk_min", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column(
            "substitute",
            sa.Enum("same_station", "none", name="substitution", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.CheckConstraint('"end" > start', name=op.f("ck_term_order")),
        sa.CheckConstraint("kmh > 0", name=op.f("ck_term_kmh")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("name", name=op.f("uq_term_name")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("special_day", sa.Text(), nullable=False),
        sa.Column("stages", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("code", name=op.f("uq_theme_code")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("stages", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_case_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("key", name=op.f("uq_case_key")),
    )
    op.create_index("ix_case_theme_id", "case", ["theme_id"], unique=False)

    op.create_table(
        "law_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("law_id", sa.Integer(), nullable=False),
        sa.Column("version_date", sa.Date(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("repealed", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["law_id"], ["law.id"], name=op.f("fk_law_version_law_id_law")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_version")),
        sa.UniqueConstraint("law_id", "version_date", name=op.f("uq_law_version_law_id_version_date")),
    )
    op.create_table(
        "renumbering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("law_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["law_id"], ["law.id"], name=op.f("fk_renumbering_law_id_law")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renumbering")),
        sa.UniqueConstraint("law_id", "old", "new", name=op.f("uq_renumbering_law_id_old_new")),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "primary", "junior", "senior", name="schoolstage", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("hall_seats", sa.Integer(), nullable=False),
        sa.Column("closed_periods", sa.Text(), nullable=False),
        sa.Column("preferred_weekdays", sa.Text(), nullable=False),
        sa.Column("preferred_periods", sa.Text(), nullable=False),
        sa.CheckConstraint("hall_seats >= 0", name=op.f("ck_school_hall_seats")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_school_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
    )
    op.create_index("ix_school_name", "school", ["name"], unique=False)
    op.create_index("ix_school_region_id", "school", ["region_id"], unique=False)
    op.create_index("ix_school_region_path", "school", ["region_path"], unique=False)

    op.create_table(
        "station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "agency",
            sa.Enum(
                "police",
                "court",
                "procuratorate",
                "justice",
                name="agency",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_station_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("code", name=op.f("uq_station_code")),
    )
    op.create_index("ix_station_region_id", "station", ["region_id"], unique=False)
    op.create_index("ix_station_region_path", "station", ["region_path"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("law_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["law_version_id"], ["law_version.id"], name=op.f("fk_article_law_version_id_law_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("law_version_id", "number", name=op.f("uq_article_law_version_id_number")),
    )
    op.create_table(
        "blackout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint('"end" > start', name=op.f("ck_blackout_order")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_blackout_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blackout")),
        sa.UniqueConstraint("school_id", "start", "end", name=op.f("uq_blackout_school_id_start_end")),
    )
    op.create_table(
        "case_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("laws_checked_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_version_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_version")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_version_case_id_number")),
    )
    op.create_table(
        "school_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 12", name=op.f("ck_school_class_grade")),
        sa.CheckConstraint("number > 0", name=op.f("ck_school_class_number")),
        sa.CheckConstraint("pupils > 0", name=op.f("ck_school_class_pupils")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_class_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_class")),
        sa.UniqueConstraint("school_id", "grade", "number", name=op.f("uq_school_class_school_id_grade_number")),
    )
    op.create_index("ix_school_class_region_path", "school_class", ["region_path"], unique=False)

    op.create_table(
        "vice_principal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column(
            "agency",
            sa.Enum(
                "police",
                "court",
                "procuratorate",
                "justice",
                name="agency",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("max_lessons_week", sa.Integer(), nullable=False),
        sa.Column("max_lessons_day", sa.Integer(), nullable=False),
        sa.Column("theme_codes", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.CheckConstraint("max_lessons_day > 0", name=op.f("ck_vice_principal_max_lessons_day")),
        sa.CheckConstraint("max_lessons_week > 0", name=op.f("ck_vice_principal_max_lessons_week")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_vice_principal_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vice_principal")),
        sa.UniqueConstraint("code", name=op.f("uq_vice_principal_code")),
    )
    op.create_index("ix_vice_principal_name", "vice_principal", ["name"], unique=False)
    op.create_index("ix_vice_principal_region_path", "vice_principal", ["region_path"], unique=False)
    op.create_index("ix_vice_principal_station_id", "vice_principal", ["station_id"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint('"end" > start', name=op.f("ck_absence_order")),
        sa.ForeignKeyConstraint(
            ["vice_principal_id"], ["vice_principal.id"], name=op.f("fk_absence_vice_principal_id_vice_principal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("vice_principal_id", "start", "end", name=op.f("uq_absence_vice_principal_id_start_end")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.CheckConstraint('"end" >= start', name=op.f("ck_appointment_order")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_appointment_school_id_school")),
        sa.ForeignKeyConstraint(
            ["vice_principal_id"], ["vice_principal.id"], name=op.f("fk_appointment_vice_principal_id_vice_principal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint(
            "vice_principal_id", "school_id", "start", name=op.f("uq_appointment_vice_principal_id_school_id_start")
        ),
    )
    op.create_index("ix_appointment_region_path", "appointment", ["region_path"], unique=False)
    op.create_index("ix_appointment_school_id", "appointment", ["school_id"], unique=False)

    op.create_table(
        "deck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("case_version_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("downloaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_version_id"], ["case_version.id"], name=op.f("fk_deck_case_version_id_case_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deck")),
    )
    op.create_index("ix_deck_case_version_id", "deck", ["case_version_id"], unique=False)
    op.create_index("ix_deck_lesson_id", "deck", ["lesson_id"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "bureau",
                "station",
                "vice_principal",
                "school",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("vice_principal_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("tf_primary_method", sa.Text(), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("tf_phone_number", sa.Text(), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "(role = 'bureau') = (region_id IS NOT NULL) AND (role = 'station') = (station_id IS NOT NULL) AND (role = 'vice_principal') = (vice_principal_id IS NOT NULL) AND (role = 'school') = (school_id IS NOT NULL)",
            name=op.f("ck_user_one_scope"),
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_user_region_id_region")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_user_school_id_school")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_user_station_id_station")),
        sa.ForeignKeyConstraint(
            ["vice_principal_id"], ["vice_principal.id"], name=op.f("fk_user_vice_principal_id_vice_principal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
    )
    op.create_index("ix_user_region_id", "user", ["region_id"], unique=False)
    op.create_index("ix_user_school_id", "user", ["school_id"], unique=False)
    op.create_index("ix_user_station_id", "user", ["station_id"], unique=False)
    op.create_index("ix_user_vice_principal_id", "user", ["vice_principal_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_job_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_state", "job", ["state"], unique=False)
    op.create_index("ix_job_user_id", "job", ["user_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("vice_principal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column(
            "place",
            sa.Enum("classroom", "hall", name="place", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "scheduled",
                "delivered",
                "confirmed",
                "declined",
                "cancelled",
                "missed",
                name="lessonstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint('"end" > start', name=op.f("ck_lesson_order")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_lesson_case_id_case")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user.id"], name=op.f("fk_lesson_requested_by_id_user")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_lesson_school_id_school")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_lesson_theme_id_theme")),
        sa.ForeignKeyConstraint(
            ["vice_principal_id"], ["vice_principal.id"], name=op.f("fk_lesson_vice_principal_id_vice_principal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("uid", name=op.f("uq_lesson_uid")),
    )
    op.create_index("ix_lesson_case_id", "lesson", ["case_id"], unique=False)
    op.create_index("ix_lesson_region_path_start", "lesson", ["region_path", "start"], unique=False)
    op.create_index("ix_lesson_school_id_start", "lesson", ["school_id", "start"], unique=False)
    op.create_index("ix_lesson_theme_id", "lesson", ["theme_id"], unique=False)
    op.create_index("ix_lesson_vice_principal_id_start", "lesson", ["vice_principal_id", "start"], unique=False)

    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("taught_on", sa.Date(), nullable=False),
        sa.Column(
            "manner",
            sa.Enum("taught", "organised", name="manner", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum("lecture", "practice", name="form", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_confirmation_minutes")),
        sa.CheckConstraint("pupils >= 0", name=op.f("ck_confirmation_pupils")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user.id"], name=op.f("fk_confirmation_confirmed_by_id_user")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_confirmation_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_confirmation_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("lesson_id", name=op.f("uq_confirmation_lesson_id")),
    )
    op.create_index("ix_confirmation_region_path_taught_on", "confirmation", ["region_path", "taught_on"], unique=False)
    op.create_index("ix_confirmation_school_id", "confirmation", ["school_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column(
            "manner",
            sa.Enum("taught", "organised", name="manner", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum("lecture", "practice", name="form", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_delivery_minutes")),
        sa.CheckConstraint("pupils >= 0", name=op.f("ck_delivery_pupils")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_delivery_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["user.id"], name=op.f("fk_delivery_reported_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("lesson_id", name=op.f("uq_delivery_lesson_id")),
    )
    op.create_index("ix_delivery_region_path", "delivery", ["region_path"], unique=False)

    op.create_table(
        "lesson_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_change_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_change")),
    )
    op.create_index("ix_lesson_change_lesson_id", "lesson_change", ["lesson_id"], unique=False)

    op.create_table(
        "lesson_class",
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_lesson_class_class_id_school_class")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_class_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("lesson_id", "class_id", name=op.f("pk_lesson_class")),
    )
    op.create_index("ix_lesson_class_class_id", "lesson_class", ["class_id"], unique=False)

    op.create_table(
        "reached_class",
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("taught_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_reached_class_class_id_school_class")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_reached_class_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_reached_class_school_id_school")),
        sa.PrimaryKeyConstraint("lesson_id", "class_id", name=op.f("pk_reached_class")),
    )
    op.create_index("ix_reached_class_class_id_taught_on", "reached_class", ["class_id", "taught_on"], unique=False)
    op.create_index(
        "ix_reached_class_region_path_taught_on", "reached_class", ["region_path", "taught_on"], unique=False
    )

    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('"end" > start', name=op.f("ck_slot_order")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_slot_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index("ix_slot_lesson_id", "slot", ["lesson_id"], unique=False)
    op.create_index("ix_slot_resource_start", "slot", ["resource", "start"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column(
            "face",
            sa.Enum("clear", "unclear", name="face", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("nonce_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_survey_answer_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("lesson_id", "nonce_hash", name=op.f("uq_survey_answer_lesson_id_nonce_hash")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take the schema back to nothing."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_is_append_only()")
