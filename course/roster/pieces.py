"""Names found by any two letters that stand together, as Chinese names are looked for, without reading every name.

PostgreSQL keeps an index of these pairs; an index of three letters, its own kind, finds no word of two.
SQLite looks through the names: a province takes it some milliseconds.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SHORTEST = 2  # A single letter is in too many names for an index.
MAKE_PIECES = """
CREATE OR REPLACE FUNCTION name_pieces(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT coalesce(array_agg(DISTINCT substr(lower(name), place, 2)), '{}')
FROM generate_series(1, length(lower(name)) - 1) AS place $$
"""
KEEP_PIECES = "CREATE INDEX ix_{0}_pieces ON {0} USING gin (name_pieces(name || ' ' || code))"


def keep_pieces(table: sa.Table) -> None:
    """Make the index with the table, where the database is PostgreSQL."""
    for statement in (MAKE_PIECES, KEEP_PIECES.format(table.name)):
        event.listen(table, "after_create", sa.DDL(statement).execute_if(dialect="postgresql"))


class has_pieces(FunctionElement[bool]):
    """Whether a row's name and code have all the pairs of letters of a word: needed for the word, not enough for it."""

    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, model: Any, word: str) -> None:
        # As the index has it, letter by letter; a space that were a parameter would not be found there.
        super().__init__(model.name + sa.literal_column("' '") + model.code, word)


@compiles(has_pieces)
def looked_through(element: has_pieces, compiler: Any, **given: Any) -> str:
    """A database without the index judges each name by the word itself."""
    return "1 = 1"


@compiles(has_pieces, "postgresql")
def looked_up(element: has_pieces, compiler: Any, **given: Any) -> str:
    """PostgreSQL asks its index."""
    name, word = (compiler.process(part, **given) for part in element.clauses)
    return f"name_pieces({name}) @> name_pieces({word})"
