"""An official text beside the version of its law that is in the table: what it would change, what is already known."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from course.cases.laws.changes import Changes, changes
from course.cases.laws.queries import articles_of, law_by_title, renumbered_in, versions_of
from course.cases.laws.rules import RenumberedLine, is_unverified, with_mark, written
from course.cases.laws.text import LawText
from course.cases.models import Law, LawVersion


class Relation(enum.Enum):
    """How a text stands to the version that it is compared with."""

    FIRST = "first"  # there is none
    SAME = "same"  # the table has a version of that day, which the text would correct
    LATER = "later"  # it comes after that version
    EARLIER = "earlier"  # it comes before that version


@dataclass(frozen=True)
class Comparison:
    """The law of a text, where it is known, the version that it is compared with, and what differs.

    Differences always lead from the earlier to the later of the two.
    """

    relation: Relation
    law: Law | None = None
    version: LawVersion | None = None
    changes: Changes = field(default_factory=Changes)
    later: Mapping[str, str] = field(default_factory=dict)


def compared(text: LawText) -> Comparison:
    """A text beside the version of the same day, else the one before it, else the one after it."""
    law = law_by_title(text.title) if text.title else None
    versions = versions_of(law.id) if law else []
    if not versions:
        return Comparison(Relation.FIRST, law, changes=Changes(added=tuple(text.articles)))
    made = text.version_date
    same = next((row for row in versions if row.version_date == made), None)
    before = [row for row in versions if made is None or row.version_date < made]
    version = same or (before[-1] if before else versions[0])
    known = articles_of(version.id)
    if not same and not before:
        return Comparison(Relation.EARLIER, law, version, changes(text.articles, known), known)
    relation = Relation.SAME if same else Relation.LATER
    return Comparison(relation, law, version, changes(known, text.articles), text.articles)


def first_facts(text: LawText, comparison: Comparison, name: str) -> dict[str, Any]:
    """What the form begins with: what the text says, what the table knows, what the comparison suggests."""
    law, known = comparison.law, comparison.version if comparison.relation is Relation.SAME else None
    effective = text.effective or (known.effective if known else None)
    sure = not is_unverified(known.source) if known else text.effective is not None
    return {
        "title": law.title if law else text.title,
        "version_date": text.version_date,
        "effective": effective,
        "verified": sure,
        "repealed": known.repealed if known else None,
        "replaced_by": known.replaced_by if known else "",
        "short_titles": "；".join(law.short_titles) if law else text.title.removeprefix("中华人民共和国"),
        "title_en": law.title_en if law else "",
        "source": with_mark(known.source, verified=True) if known and known.source else name,
        "renumbered": written([*(renumbered_in(law.id) if law else ()), *suggested(comparison)]),
    }


def suggested(comparison: Comparison) -> list[RenumberedLine]:
    """Lines for articles that moved while their old number now stands for something else."""
    if comparison.law is None or comparison.relation is Relation.SAME:
        return []
    known = {(row.old, row.new) for row in renumbered_in(comparison.law.id)}
    return [
        RenumberedLine(int(moved.old), int(moved.new), moved.words[0], moved.words)
        for moved in comparison.changes.moved
        if "-" not in moved.old + moved.new and moved.old in comparison.later and moved.words
        if (int(moved.old), int(moved.new)) not in known
    ]
