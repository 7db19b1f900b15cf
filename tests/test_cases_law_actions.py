"""Taking laws in: versions side by side, nothing twice, nothing that somebody corrected is overwritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from course.access.models import Role
from course.cases import actions
from course.cases.laws import actions as law_actions
from course.cases.laws import queries as law_queries
from course.cases.laws.rules import LawFacts, RenumberedLine
from course.cases.laws.source import ReviewedLaw
from course.cases.models import Article, Law, LawVersion, Renumbering
from course.cases.queries import law_table
from course.db import db
from course.errors import RuleBroken
from slides.checks.laws import check_text
from tests import make, make_laws
from tests.conftest import both_databases

NEW = {"1": "为了示例，制定本法。", "2": "从高处抛物的，处罚款。", "3": "学生不得欺负任何人。"}


@both_databases
def test_two_versions_stand_side_by_side_and_the_day_decides(data: None) -> None:
    make_laws.law()
    make_laws.law("2026-10-01", "2027-03-01", articles=NEW)
    old, new = db.session.scalars(sa.select(LawVersion).order_by(LawVersion.effective))
    assert (old.repealed, new.repealed) == (date(2027, 3, 1), None)
    text = "《示例法》第三条规定：“不得从高处抛物。”"
    assert check_text(text, law_table(), date(2027, 2, 28)) == ()
    assert [p.rule for p in check_text(text, law_table(), date(2027, 3, 1))] == ["quote-differs"]


@both_databases
def test_the_same_text_twice_changes_nothing(data: None) -> None:
    version = make_laws.law()
    before = (version.imported_at, db.session.scalar(sa.select(sa.func.max(Article.id))))
    facts = LawFacts(make_laws.SAMPLE_LAW, date(2025, 6, 27), date(2026, 1, 1), short_titles=("示例法",))
    later = make.NOW + timedelta(days=1)
    done = law_actions.import_law(facts, make_laws.ARTICLES, by=None, today=make.TODAY, now=later)
    assert not done.changed
    assert (done.version.imported_at, db.session.scalar(sa.select(sa.func.max(Article.id)))) == before


def test_a_corrected_text_takes_the_place_of_the_one_of_that_day(data: None) -> None:
    first = make_laws.law()
    again = make_laws.law(articles={**make_laws.ARTICLES, "3": "不得抛物。"})
    assert again.id == first.id
    assert law_queries.articles_of(first.id)["3"] == "不得抛物。"


def test_an_earlier_version_ends_when_the_one_that_is_there_begins(data: None) -> None:
    make_laws.law()
    earlier = make_laws.law("2012-10-26", "2013-01-01")
    assert earlier.repealed == date(2026, 1, 1)
    assert [row.version_date.year for row in law_queries.versions_of(earlier.law_id)] == [2012, 2025]


def test_the_law_is_found_with_and_without_the_name_of_the_state(data: None) -> None:
    make_laws.law()
    make_laws.law("2026-10-01", "2027-03-01", title="示例法", articles=NEW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Law)) == 1


REFUSED = [
    ({"effective": None}, {"effective_is_given"}),
    ({"version_date": None}, {"version_date_is_given"}),
    ({"title": " "}, {"title_is_given"}),
    ({"effective": date(2020, 1, 1)}, {"in_force_after_passed"}),
    ({"short_titles": ("另一法",)}, {"short_title_is_free"}),
]


@pytest.mark.parametrize(("given", "rules"), REFUSED)
def test_what_does_not_fit_is_refused_and_leaves_nothing(data: None, given: dict, rules: set[str]) -> None:
    make_laws.law(title="中华人民共和国另一法", short_titles=("另一法",))
    facts = {"title": "新法", "version_date": date(2026, 1, 1), "effective": date(2026, 1, 1), **given}
    with pytest.raises(RuleBroken) as broken:
        law_actions.import_law(LawFacts(**facts), NEW, by=None, today=make.TODAY, now=make.NOW)
    assert broken.value.names() == rules
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Law)) == 1


@both_databases
def test_a_correction_changes_what_is_known_and_not_the_text(data: None) -> None:
    version, admin = make_laws.law(), make.user(Role.ADMIN)
    line = RenumberedLine(2, 3, "欺负", ("欺负", "bully"))
    facts = LawFacts(
        make_laws.SAMPLE_LAW, version.version_date, date(2026, 2, 1), short_titles=("样法",), renumbered=(line,)
    )
    assert law_actions.correct(version, facts, by=admin, now=make.NOW)
    assert not law_actions.correct(version, facts, by=admin, now=make.NOW)
    db.session.commit()
    law = law_table().versions("样法")[0]
    assert (law.in_force, law.moved[0].new, len(law.articles)) == (date(2026, 2, 1), 3, 3)
    assert law_table().versions("示例法")[0] is law_table().versions("样法")[0]
    without = LawFacts(make_laws.SAMPLE_LAW, version.version_date, date(2026, 2, 1), short_titles=("样法",))
    assert law_actions.correct(version, without, by=admin, now=make.NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Renumbering)) == 0


def reviewed(**given) -> ReviewedLaw:
    known = {
        "title": make_laws.SAMPLE_LAW,
        "short_titles": ("示例法",),
        "title_en": "Sample Law",
        "version_date": date(2025, 6, 27),
        "effective": date(2026, 1, 1),
        "repealed": None,
        "replaced_by": "",
        "checked_on": make.TODAY,
        "note": "",
    }
    return ReviewedLaw(**{**known, **given})


def test_loading_the_built_in_table_leaves_alone_what_somebody_corrected(data: None) -> None:
    version = make_laws.law(short_titles=("样法",))
    assert not actions.load_law(reviewed(effective=date(2026, 5, 5)))
    assert (version.effective, version.law_id) == (date(2026, 1, 1), law_queries.law_by_title("示例法").id)
    assert law_queries.law_by_title("示例法").short_titles == ("样法",)


def test_every_change_of_a_date_is_seen_by_the_next_check(data: None) -> None:
    version = make_laws.law()
    assert check_text("《示例法》第三条", law_table(), make.TODAY) == ()
    version.repealed = date(2026, 11, 1)
    db.session.commit()
    assert [p.rule for p in check_text("《示例法》第三条", law_table(), make.TODAY)] == ["law-ended"]
