"""How a word is looked for: what begins with it first, then the others by name, and no more than a screen of them.

Half of all schools have a common word in their names, and putting all of them in order takes longer than the page may.
Whether a word is common shows as soon as so many rows have it: then names are read in the order in which an index keeps
them, until the screen is full.  A rarer word has few rows, and these are put in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from course.access.models import Role
from course.access.scope import Scope, below, within
from course.roster.models import Region, VicePrincipal
from course.roster.pieces import folded, has_pieces, holds
from course.roster.queries import KEPT, SHORTEST

# Found in more rows than these, a word is common: about every hundredth name of a province has it.
MANY = 250
# No letter comes after this one.
LAST_LETTER = "\U0010ffff"
# Building a statement takes longer than running it, and the same people search all day.
STATEMENTS_KEPT = 256


class Rank(IntEnum):
    """Where a word stands; what is most likely meant is shown first."""

    NAME_BEGINS = 0
    CODE_BEGINS = 1
    INSIDE = 2


@dataclass(frozen=True)
class Spelling:
    """What a statement must know of a word: whether its letters have a case, and whether it is one letter only.

    Chinese and digits have no case: comparing them without folding is twenty times as fast on PostgreSQL.
    """

    has_case: bool
    is_short: bool

    @classmethod
    def of(cls, word: str) -> Spelling:
        """The spelling of a word."""
        return cls(word.lower() != word.upper(), len(word) < SHORTEST)


def values_of(word: str) -> dict[str, str]:
    """What a statement is told of a word: the word, its patterns, and between which texts those lie that begin so."""
    plain = word.replace("/", "//").replace("%", "/%").replace("_", "/_")
    found = {"word": word, "inside": f"%{plain}%", "start": f"{plain}%"}
    has_case = Spelling.of(word).has_case
    for name, first in {"small": word[0].lower(), "large": word[0].upper(), "exact": word}.items():
        if has_case is (name != "exact"):
            found |= {name: first, f"{name}_last": first + LAST_LETTER}
    return found


def hits(model: Any, scope: Scope, spelling: Spelling, most: int) -> sa.Select[Any]:
    """The first of the rows that the scope may see and that have the word, in the order in which they are shown."""
    visible, name, code = seen(model, scope), begins(model.name, spelling), begins(model.code, spelling)
    beginning = sa.union_all(
        screen(model, Rank.NAME_BEGINS, most).where(visible, name).subquery().select(),
        screen(model, Rank.CODE_BEGINS, most).where(visible, code, ~name).subquery().select(),
    ).cte("beginning")
    # Asked only where the screen is not full yet.
    some = sa.select(model.id, model.name, model.code).where(visible, looked_up(model, spelling))
    some = some.where(how_many(beginning) < most).limit(MANY).cte("some")
    few = screen(some.c, Rank.INSIDE, most).where(how_many(some) < MANY)
    many = screen(model, Rank.INSIDE, most).where(visible, contains(model, spelling), how_many(some) >= MANY)
    found = sa.union_all(
        beginning.select(),
        few.where(~begins(some.c.name, spelling), ~begins(some.c.code, spelling)).subquery().select(),
        many.where(~name, ~code).subquery().select(),
    ).subquery("found")
    chosen = sa.select(model).join(found, found.c.id == model.id)
    return chosen.order_by(found.c.rank, found.c.key, model.code).limit(most)


def screen(rows: Any, rank: Rank, most: int) -> sa.Select[Any]:
    """So many rows in the order of their names, or of their codes where these were asked for."""
    key = rows.code if rank is Rank.CODE_BEGINS else rows.name
    chosen = sa.select(rows.id, sa.literal_column(str(int(rank))).label("rank"), key.label("key"))
    return chosen.order_by(key, rows.code).limit(most)


def how_many(rows: sa.CTE) -> sa.ScalarSelect[int]:
    """How many rows were found so far."""
    return sa.select(sa.func.count()).select_from(rows).scalar_subquery()


def begins(column: Any, spelling: Spelling) -> sa.ColumnElement[bool]:
    """The texts that begin with the word, in large or small letters, as ranges that an index can serve."""
    if not spelling.has_case:
        return between(column, "exact")
    return sa.and_(sa.or_(between(column, "small"), between(column, "large")), like(column, "start", spelling))


def between(column: Any, name: str) -> sa.ColumnElement[bool]:
    """The texts from one to the other."""
    return column.between(sa.bindparam(name, type_=sa.Text), sa.bindparam(f"{name}_last", type_=sa.Text))


def looked_up(model: Any, spelling: Spelling) -> sa.ColumnElement[bool]:
    """The rows with the word in their name or code, by the index of pieces where there is one."""
    found = contains(model, spelling)
    if spelling.is_short or model not in KEPT:
        return found
    return sa.and_(has_pieces(model, sa.bindparam("word", type_=sa.Text)), found)


def contains(model: Any, spelling: Spelling) -> sa.ColumnElement[bool]:
    """The same, judged name by name."""
    return sa.or_(has_word(model.name, spelling), has_word(model.code, spelling))


def has_word(column: Any, spelling: Spelling) -> sa.ColumnElement[bool]:
    """The texts with the word in them."""
    if spelling.has_case:
        return like(column, "inside", spelling)
    return holds(column, sa.bindparam("word", type_=sa.Text), sa.bindparam("inside", type_=sa.Text))


def like(column: Any, name: str, spelling: Spelling) -> sa.ColumnElement[bool]:
    """The texts of a pattern, in large or small letters."""
    pattern = sa.bindparam(name, type_=sa.Text)
    if spelling.has_case:
        column, pattern = folded(column), folded(pattern)
    return column.like(pattern, escape="/")


def seen(model: Any, scope: Scope) -> sa.ColumnElement[bool]:
    """The rows that the scope may see; regions are for whoever has one, and an erased person is nobody's any more."""
    if model is Region:
        if scope.role is Role.ADMIN:
            return sa.true()
        return below(Region.path, scope.region_path) if scope.role is Role.BUREAU else sa.false()
    there = VicePrincipal.erased_at.is_(None) if model is VicePrincipal else sa.true()
    return sa.and_(within(model, scope), there)
