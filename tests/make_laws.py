"""Makers of invented laws, of the sample case that cites them, and of decks that somebody holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from course.access.models import User
from course.cases import actions
from course.cases.laws import actions as law_actions
from course.cases.laws.rules import LawFacts
from course.cases.models import CaseVersion, Deck, LawVersion
from course.cases.queries import law_table
from course.db import db
from slides import cited_words, read_case
from tests import make
from tests.test_slides_sample import sample_text

SAMPLE_LAW = "中华人民共和国示例法"
ARTICLES = {
    "1": "为了示例，制定本法。",
    "2": "学生不得欺负同学；学校应当制止。\n有下列情形之一的，应当报告：\n（一）多次欺负的；\n（二）结伙欺负的。",
    "3": "不得从高处抛物。",
}


def law(version: str = "2025-06-27", effective: str = "2026-01-01", **given: Any) -> LawVersion:
    """A version of an invented law, taken in as an administrator would; it is committed."""
    articles = given.pop("articles", ARTICLES)
    days = {"version_date": date.fromisoformat(version), "effective": date.fromisoformat(effective)}
    facts = LawFacts(**{"title": SAMPLE_LAW, "short_titles": ("示例法",), **days, **given})
    done = law_actions.import_law(facts, articles, by=None, today=make.TODAY, now=make.NOW)
    db.session.commit()
    return done.version


def case(**replaced: str) -> CaseVersion:
    """The sample case, approved; each ``old=new`` pair of ``replaced`` is put into its text."""
    make.theme("T02")
    text = sample_text()
    for old, new in replaced.items():
        text = text.replace(old, new)
    version = actions.save_case(read_case(text), text, now=make.NOW)
    db.session.commit()
    return version


def deck(version: CaseVersion, holder: User | None, *, on: date = make.TODAY, **given: Any) -> Deck:
    """A deck of a case for one stage that somebody downloaded on a day."""
    shown = {
        "stage": "junior",
        "language": "zh",
        **{key: given.pop(key) for key in ("stage", "language") if key in given},
    }
    words = cited_words(read_case(version.text), law_table(), on, stages=(shown["stage"],), langs=(shown["language"],))
    row = Deck(
        case_version_id=version.id,
        user_id=holder.id if holder else None,
        sha256="0" * 64,
        downloaded_at=datetime.combine(on, datetime.min.time(), make.NOW.tzinfo),
        cited=words,
        **{**shown, **given},
    )
    return make.save(row)
