"""Names found by any two letters that stand together, as Chinese names are looked for, without reading every name.

PostgreSQL keeps an index of these pairs; an index of three letters, its own kind, finds no word of two.
SQLite looks through the names: a province takes it a few milliseconds.
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


class holds(FunctionElement[Any]):
    """Whether a text has a word without large and small letters in it; ``inside`` is the same word as a pattern."""

    # Of no type: of a truth value SQLAlchemy would ask SQLite for each row whether it is 1.
    inherit_cache = True

    def __init__(self, text: Any, word: Any, inside: Any) -> None:
        super().__init__(text, word, inside)


@compiles(holds)
def matched(element: holds, compiler: Any, **given: Any) -> str:
    """A pattern, for which PostgreSQL is quick."""
    text, _word, inside = (compiler.process(part, **given) for part in element.clauses)
    return f"{text} LIKE {inside} ESCAPE '/'"


@compiles(holds, "sqlite")
def found_in(element: holds, compiler: Any, **given: Any) -> str:
    """SQLite compares a pattern letter by letter and folds each; looking for the word takes it half of that."""
    text, word, _inside = (compiler.process(part, **given) for part in element.clauses)
    return f"instr({text}, {word}) > 0"


class folded(FunctionElement[str]):
    """A text as patterns are compared with it where large and small letters are alike."""

    inherit_cache = True
    type = sa.Text()


@compiles(folded)
def in_small_letters(element: folded, compiler: Any, **given: Any) -> str:
    """All in small letters."""
    return f"lower({compiler.process(element.clauses, **given)})"


@compiles(folded, "sqlite")
def as_it_is(element: folded, compiler: Any, **given: Any) -> str:
    """SQLite takes them for alike in each pattern, the same ones that it would make small.

    The sign keeps it from planning anew for each pattern, in the hope that an index serves it.
    """
    return f"+{compiler.process(element.clauses, **given)}"


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
