"""An index that finds names by two letters of them."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MAKE_PIECES = """
CREATE OR REPLACE FUNCTION name_pieces(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT coalesce(array_agg(DISTINCT substr(lower(name), place, 2)), '{}')
FROM generate_series(1, length(lower(name)) - 1) AS place $$
"""
TABLES = ("school", "vice_principal")


def upgrade() -> None:
    """Bring the schema forward."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(MAKE_PIECES)
    for table in TABLES:
        op.execute(f"CREATE INDEX ix_{table}_pieces ON {table} USING gin (name_pieces(name || ' ' || code))")


def downgrade() -> None:
    """Take the schema back."""
    if op.get_context().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"DROP INDEX ix_{table}_pieces")
    op.execute("DROP FUNCTION name_pieces(text)")
