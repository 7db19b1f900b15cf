"""Verbs of the law table: take in an official text as a version, correct what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.cases.actions import add_articles
from course.cases.laws import rules
from course.cases.laws.queries import articles_of, law_by_title, names_taken, versions_of
from course.cases.laws.rules import LawFacts
from course.cases.models import Article, Law, LawVersion, Renumbering
from course.db import db
from course.errors import refuse


@dataclass(frozen=True)
class Imported:
    """The version that was taken in, and whether anything is new about it."""

    version: LawVersion
    changed: bool


def import_law(
    facts: LawFacts, articles: Mapping[str, str], *, by: User | None, today: date, now: datetime
) -> Imported:
    """Take an official text in as a version of its law; the same text and facts again change nothing.

    Raises ``RuleBroken`` where a date is missing or does not fit, or a short title belongs to another law.
    """
    refuse([rules.title_is_given(facts), *rules.dates_are_given(facts), *rules.dates_fit(facts)])
    law = law_by_title(facts.title) or Law(title=facts.title)
    refuse(rules.names_are_free(facts.short_titles, names_taken(except_law=law.id)))
    db.session.add(law)
    db.session.flush()
    version = version_on(law.id, facts.version_date) or LawVersion(law_id=law.id, version_date=facts.version_date)
    changed = write_texts(version, law, facts, articles, today)
    changed = describe(version, law, facts) or changed
    changed = write_renumbered(law.id, facts) or changed
    if changed:
        touch(version, by, now)
        end_the_one_before(version, by, now)
        note(version, law, "law.import", by, now)
    db.session.flush()
    return Imported(version, changed)


def version_on(law_id: int, version_date: date | None) -> LawVersion | None:
    """The version of this day."""
    return db.session.scalar(
        sa.select(LawVersion).where(LawVersion.law_id == law_id, LawVersion.version_date == version_date)
    )


def write_texts(version: LawVersion, law: Law, facts: LawFacts, articles: Mapping[str, str], today: date) -> bool:
    """Write the articles where they differ from those that are there; says whether they did."""
    is_new = version.id is None
    if is_new:
        version.effective, version.checked_on = facts.effective, today
        db.session.add(version)
        db.session.flush()
    elif articles_of(version.id) == dict(articles):
        return False
    version.checked_on = today
    db.session.execute(sa.delete(Article).where(Article.law_version_id == version.id))
    add_articles(version, dict(articles))
    return True


def describe(version: LawVersion, law: Law, facts: LawFacts) -> bool:
    """Write what is known of the version and of its law; says whether anything changed."""
    others = [other.effective for other in versions_of(law.id) if other.id != version.id]
    values = {
        "effective": facts.effective,
        "repealed": facts.repealed or rules.until(facts.effective, others),
        "replaced_by": facts.replaced_by or version.replaced_by or "",
        "source": facts.source or version.source or "",
    }
    changed = [put(version, name, value) for name, value in values.items()]
    changed.append(put(law, "short_titles", facts.short_titles or law.short_titles or ()))
    changed.append(put(law, "title_en", facts.title_en or law.title_en or ""))
    return any(changed)


def put(row: Law | LawVersion, name: str, value: object) -> bool:
    """Set a column; says whether it had another value."""
    if getattr(row, name) == value:
        return False
    setattr(row, name, value)
    return True


def write_renumbered(law_id: int, facts: LawFacts) -> bool:
    """Add or change the lines of what was renumbered; says whether anything is new."""
    known = {(row.old, row.new): row for row in db.session.scalars(renumbered_of(law_id))}
    changed = False
    for line in facts.renumbered:
        row = known.get((line.old, line.new)) or Renumbering(law_id=law_id, old=line.old, new=line.new)
        changed = changed or (row.topic, row.words) != (line.topic, line.words)
        row.topic, row.words = line.topic, line.words
        db.session.add(row)
    db.session.flush()
    return changed


def renumbered_of(law_id: int) -> sa.Select[tuple[Renumbering]]:
    """What was renumbered in a law."""
    return sa.select(Renumbering).where(Renumbering.law_id == law_id).order_by(Renumbering.old, Renumbering.new)


def touch(version: LawVersion, by: User | None, now: datetime) -> None:
    """The version is kept by hand from now on: loading the built-in table leaves it alone."""
    version.imported_at, version.imported_by_id = now, by.id if by else None


def end_the_one_before(version: LawVersion, by: User | None, now: datetime) -> None:
    """The version before ends on the day on which this one comes into force."""
    earlier = [row for row in versions_of(version.law_id) if row.effective < version.effective and row.id != version.id]
    before = max(earlier, key=lambda row: row.effective, default=None)
    if before is not None and (before.repealed is None or before.repealed > version.effective):
        before.repealed = version.effective
        touch(before, by, now)


def correct(version: LawVersion, facts: LawFacts, *, by: User, now: datetime) -> bool:
    """Correct what is known of a version; its text stays. Says whether anything changed.

    Raises ``RuleBroken`` like ``import_law``.
    """
    law = db.session.get_one(Law, version.law_id)
    refuse([*rules.dates_are_given(facts), *rules.dates_fit(facts)])
    refuse(rules.names_are_free(facts.short_titles, names_taken(except_law=law.id)))
    values = {
        "effective": facts.effective,
        "repealed": facts.repealed,
        "replaced_by": facts.replaced_by,
        "source": facts.source,
    }
    changed = [put(version, name, value) for name, value in values.items()]
    changed += [put(law, "short_titles", facts.short_titles), put(law, "title_en", facts.title_en)]
    changed += [drop_renumbered(law.id, facts), write_renumbered(law.id, facts)]
    if any(changed):
        touch(version, by, now)
        note(version, law, "law.correct", by, now)
    db.session.flush()
    return any(changed)


def drop_renumbered(law_id: int, facts: LawFacts) -> bool:
    """Take out the lines that somebody deleted; says whether there were any."""
    kept = {(line.old, line.new) for line in facts.renumbered}
    gone = [row for row in db.session.scalars(renumbered_of(law_id)) if (row.old, row.new) not in kept]
    for row in gone:
        db.session.delete(row)
    return bool(gone)


def note(version: LawVersion, law: Law, action: str, by: User | None, now: datetime) -> None:
    """Write it down in the log."""
    dates = {"version": version.version_date.isoformat(), "effective": version.effective.isoformat()}
    audit.note(action, f"law:{law.title}", user=by, now=now, **dates)
