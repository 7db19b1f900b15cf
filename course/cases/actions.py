"""Verbs of cases: load the law table and the built-in cases; record a deck that was handed out."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import sqlalchemy as sa

from course.cases.laws.source import ReviewedLaw, article_texts, renumberings, reviewed_laws
from course.cases.models import Article, Case, CaseVersion, Deck, Law, LawVersion, Renumbering, VersionState
from course.db import db
from course.roster.models import Theme
from slides.case import Case as CaseFile


def load_laws() -> int:
    """Load the reviewed laws that are not there yet, with their texts; the number of new versions.

    Raises ``TextsMissing`` where the package with the texts is not installed.
    """
    new = sum(load_law(reviewed) for reviewed in reviewed_laws())
    load_renumberings()
    return new


def load_law(reviewed: ReviewedLaw) -> bool:
    """Load one version of one law; bring the dates of one that is there up to our table.

    What somebody has imported or corrected by hand stays as it is.
    """
    law = db.session.scalar(sa.select(Law).where(Law.title == reviewed.title)) or Law(title=reviewed.title)
    kept_by_hand = db.session.scalars(
        sa.select(LawVersion.version_date).where(LawVersion.law_id == law.id, LawVersion.imported_at.is_not(None))
    ).all()
    if not kept_by_hand:
        law.short_titles, law.title_en = reviewed.short_titles, reviewed.title_en
    db.session.add(law)
    db.session.flush()
    if reviewed.version_date in kept_by_hand:
        return False
    version = db.session.scalar(
        sa.select(LawVersion).where(LawVersion.law_id == law.id, LawVersion.version_date == reviewed.version_date)
    )
    is_new = version is None
    version = version or LawVersion(law_id=law.id, version_date=reviewed.version_date)
    version.effective, version.repealed = reviewed.effective, reviewed.repealed
    version.replaced_by, version.checked_on, version.source = reviewed.replaced_by, reviewed.checked_on, reviewed.note
    db.session.add(version)
    db.session.flush()
    if is_new:
        add_articles(version, article_texts(reviewed.title, reviewed.version_date))
    return is_new


def add_articles(version: LawVersion, texts: dict[str, str]) -> None:
    """Write the articles of a new version, and a mark of them by which a change is seen."""
    rows = [{"law_version_id": version.id, "number": number, "text": text} for number, text in texts.items()]
    if rows:
        db.session.execute(sa.insert(Article), rows)
    version.text_hash = hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()
    db.session.flush()


def load_renumberings() -> None:
    """Bring the lines of what was renumbered up to our table; lines that somebody else added stay."""
    laws = dict(db.session.execute(sa.select(Law.title, Law.id)).all())
    known = {(row.law_id, row.old, row.new): row for row in db.session.scalars(sa.select(Renumbering))}
    for row in renumberings():
        place = (laws[row["law"]], int(row["old"]), int(row["new"]))
        line = known.get(place) or Renumbering(law_id=place[0], old=place[1], new=place[2])
        line.topic, line.words = row["topic"], tuple(row["words"].split(";"))
        db.session.add(line)
    db.session.flush()


def save_case(file: CaseFile, text: str, *, now: datetime) -> CaseVersion | None:
    """Keep the text of a built-in case as a new version; None where this text is there already.

    The theme must exist; the ledger brings it.  A bureau's case of the same name stays as it is, and so does a
    draft that an administrator has begun: what comes from files is compared with what came from files.
    """
    case = db.session.scalar(sa.select(Case).where(Case.key == file.get("id"))) or Case(key=file.get("id"))
    if case.region_path:
        return None
    digest = text_hash(text)
    versions = versions_by_number(case)
    from_files = [version for version in versions if version.author_id is None]
    if from_files and from_files[-1].text_hash == digest:
        return None
    mirror(case, file)
    number = versions[-1].number + 1 if versions else 1
    version = CaseVersion(case_id=case.id, number=number, text=text, text_hash=digest, author_id=None)
    version.author, version.approved_by, version.created_at = file.get("author"), file.get("approver"), now
    version.approved_on, version.laws_checked_on = day(file.get("approved")), day(file.get("laws-checked"))
    version.state = VersionState.APPROVED if file.get("approver") else VersionState.WITHDRAWN
    db.session.add(version)
    db.session.flush()
    return version


def versions_by_number(case: Case) -> list[CaseVersion]:
    """The versions of a case, oldest first; none of one that is not stored yet."""
    chosen = sa.select(CaseVersion).where(CaseVersion.case_id == case.id).order_by(CaseVersion.number)
    return list(db.session.scalars(chosen)) if case.id else []


def mirror(case: Case, file: CaseFile) -> None:
    """Let the row of a case say what its text says: theme, stages and titles."""
    theme_id = db.session.scalar(sa.select(Theme.id).where(Theme.code == file.get("theme")))
    case.theme_id = theme_id or case.theme_id
    case.stages = file.stages
    case.title_zh, case.title_en = file.title("zh"), file.title("en")
    db.session.add(case)
    db.session.flush()


def text_hash(text: str) -> str:
    """The mark of a text: equal texts, equal marks."""
    return hashlib.sha256(text.encode()).hexdigest()


def record_deck(deck: Deck) -> Deck:
    """Remember a deck that somebody downloads, so that it can be recalled when a law changes."""
    db.session.add(deck)
    db.session.flush()
    return deck


def day(text: str) -> date | None:
    """A date of a case file's front matter."""
    return date.fromisoformat(text) if text else None
