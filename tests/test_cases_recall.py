"""When a law changes: decks that are out are marked, holders are told once, offices are warned ahead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import jobs
from course.access.models import Notice, Role, User
from course.access.scope import Scope
from course.cases.laws import recall_actions, recall_queries, recall_rules
from course.cases.laws.recall_jobs import RECALL, WATCH
from course.cases.models import Deck, LawVersion
from course.db import db, one_transaction, utc_now
from course.i18n import local_now
from course.jobs import Job
from slides import Problem
from tests import make, make_laws
from tests.conftest import both_databases

CHANGED = {**make_laws.ARTICLES, "2": make_laws.ARTICLES["2"].replace("不得欺负同学", "不得欺负任何人")}
WITHOUT = {number: text for number, text in make_laws.ARTICLES.items() if number != "2"}


def holder() -> User:
    return make.user(Role.VICE_PRINCIPAL, make.vice_principal())


def recall(today: date = make.TODAY) -> recall_actions.Done:
    done = recall_actions.recall(recall_queries.recalled_on(today), now=make.NOW)
    db.session.commit()
    return done


def notices() -> list[Notice]:
    return list(db.session.scalars(sa.select(Notice).order_by(Notice.id)))


def superseded() -> list[bool]:
    db.session.expire_all()
    return [deck.superseded_at is not None for deck in db.session.scalars(sa.select(Deck).order_by(Deck.id))]


@both_databases
def test_a_deck_is_recalled_when_the_words_it_quotes_change_and_its_holder_is_told_once(data: None) -> None:
    make_laws.law()
    person, version = holder(), make_laws.case()
    make_laws.deck(version, person)
    make_laws.deck(version, person)
    make_laws.deck(version, None)
    assert recall() == recall_actions.Done(0, 0)
    make_laws.law(articles=CHANGED)
    assert recall() == recall_actions.Done(3, 1)
    assert superseded() == [True, True, True]
    assert (notices()[0].user_id, notices()[0].address, notices()[0].facts["decks"]) == (person.id, "/cases/sample", 2)
    assert recall() == recall_actions.Done(0, 0)


@both_databases
def test_a_second_change_of_the_same_words_is_told_again(data: None) -> None:
    make_laws.law()
    person, version = holder(), make_laws.case()
    make_laws.deck(version, person)
    make_laws.law(articles=CHANGED)
    recall()
    make_laws.deck(version, person)
    make_laws.law(articles={**CHANGED, "2": CHANGED["2"].replace("制止", "立即制止")})
    recall()
    assert len(notices()) == 2


def test_a_deck_that_quotes_something_else_is_left_alone(data: None) -> None:
    make_laws.law()
    make_laws.deck(make_laws.case(), holder())
    make_laws.law(articles={**make_laws.ARTICLES, "3": "不得抛物。"})
    assert recall() == recall_actions.Done(0, 0)
    assert superseded() == [False]


REASONS = [
    ({"articles": WITHOUT}, "article-missing"),
    ({"repealed": date(2026, 11, 1)}, "law-ended"),
    ({"articles": CHANGED}, "words-changed"),
]


@pytest.mark.parametrize(("given", "rule"), REASONS)
def test_the_deck_keeps_why_it_was_recalled(data: None, given: dict, rule: str) -> None:
    make_laws.law()
    make_laws.deck(make_laws.case(), holder())
    make_laws.law(**given)
    recall()
    deck = db.session.scalars(sa.select(Deck)).one()
    found = recall_rules.read_reasons(deck.superseded_by)
    assert {one.rule for one in found} == {rule}
    assert all("示例法" in one.place and one.sentence("zh") and one.sentence("en") for one in found)


@pytest.mark.parametrize(
    ("lesson_day", "recalled"),
    [(None, False), (date(2026, 12, 1), False), (date(2027, 3, 2), True), (date(2026, 9, 1), False)],
)
def test_a_new_version_recalls_the_decks_of_lessons_after_its_first_day(
    data: None, lesson_day: date | None, recalled: bool
) -> None:
    make_laws.law()
    version, person, place = make_laws.case(), make.vice_principal(), make.school()
    lesson = None
    if lesson_day:
        start = datetime.combine(lesson_day, datetime.min.time())
        theme = version.case_id and db.session.scalar(sa.text("SELECT id FROM theme"))
        lesson = make.save(lesson_row(person, place, theme, start)).id
    make_laws.deck(version, holder(), lesson_id=lesson)
    make_laws.law("2026-10-01", "2027-03-01", articles=CHANGED)
    recall()
    assert superseded() == [recalled]
    if recalled:
        assert notices()[0].address == f"/lessons/{lesson}"


def lesson_row(person, place, theme_id: int, start: datetime):
    from course.schedule.models import Lesson, LessonState, Place

    return Lesson(
        uid=str(start),
        vice_principal_id=person.id,
        school_id=place.id,
        region_path=place.region_path,
        theme_id=theme_id,
        start=start,
        end=start + timedelta(minutes=40),
        place=Place.CLASSROOM,
        state=LessonState.SCHEDULED,
        created_at=make.NOW,
        changed_at=make.NOW,
    )


def test_the_day_comes_on_which_a_version_begins(data: None) -> None:
    make_laws.law()
    make_laws.law("2026-10-01", "2027-03-01", articles=CHANGED)
    make_laws.deck(make_laws.case(), holder())
    assert recall(date(2027, 2, 28)).decks == 0
    assert recall(date(2027, 3, 1)).decks == 1


def test_a_deck_from_before_words_were_kept_is_recalled_when_its_citations_fail(data: None) -> None:
    make_laws.law()
    deck = make_laws.deck(make_laws.case(), holder())
    deck.cited = {}
    db.session.commit()
    make_laws.law(articles=CHANGED)
    assert recall().decks == 0
    make_laws.law(articles=WITHOUT)
    assert recall().decks == 1


@pytest.mark.parametrize(("today", "told"), [(date(2027, 1, 29), 0), (date(2027, 1, 30), 2), (date(2027, 3, 1), 0)])
def test_offices_are_warned_thirty_days_ahead_and_once(data: None, today: date, told: int) -> None:
    make_laws.law()
    make_laws.law("2026-10-01", "2027-03-01", articles=CHANGED)
    make_laws.case()
    make.user(Role.ADMIN)
    make.user(Role.BUREAU, make.region())
    holder()
    assert recall_actions.warn(today, now=make.NOW) == told
    assert recall_actions.warn(today, now=make.NOW) == 0


def test_a_bureau_is_not_told_of_the_case_of_another_bureau(data: None) -> None:
    make_laws.law()
    make_laws.law("2026-10-01", "2027-03-01", articles=CHANGED)
    mine, theirs = make.region("R1"), make.region("R2")
    version = make_laws.case()
    row = db.session.get_one(type(version).case.property.mapper.class_, version.case_id)
    row.region_path = theirs.path
    db.session.commit()
    today = date(2027, 2, 15)
    assert recall_queries.coming(today, Scope(Role.BUREAU, region_path=mine.path)) == []
    assert len(recall_queries.coming(today, Scope(Role.BUREAU, region_path=theirs.path))) == 1
    assert recall_queries.checked_library(today, Scope(Role.BUREAU, region_path=mine.path)) == []


def test_cases_whose_words_changed_since_their_approval_are_named(data: None) -> None:
    make_laws.law()
    make_laws.law("2026-10-01", "2027-03-01", articles=CHANGED)
    make_laws.case()
    admin = Scope(Role.ADMIN)
    assert recall_queries.checked_library(date(2027, 2, 1), admin)[0].changed == ()
    assert [one.place for one in recall_queries.checked_library(date(2027, 3, 1), admin)[0].changed] == [
        "《示例法》第二条第一款"
    ]


@both_databases
def test_decks_are_counted_by_case_inside_the_scope(data: None) -> None:
    make_laws.law()
    version, here, there = make_laws.case(), make.region("R1"), make.region("R2")
    one, other = holder(), holder()
    for person, path in ((one, here.path), (one, here.path), (other, there.path)):
        make_laws.deck(version, person, region_path=path)
    checked = recall_queries.checked_library(make.TODAY, Scope(Role.ADMIN))[0]
    assert (checked.decks, checked.superseded, checked.holders) == (3, 0, 2)
    checked = recall_queries.checked_library(make.TODAY, Scope(Role.BUREAU, region_path=here.path))[0]
    assert (checked.decks, checked.superseded, checked.holders) == (2, 0, 1)


def test_the_key_of_a_change_names_the_places_and_why() -> None:
    gone = Problem("article-missing", 3, {"law": "示例法", "place": "第二条"})
    assert recall_rules.reasons((gone,), {}, {})[0].place == "《示例法》第二条"
    one, same = (recall_rules.reasons((gone,), {"《示例法》第三条": "a"}, {"《示例法》第三条": "b"}) for _ in range(2))
    other = recall_rules.reasons((gone,), {"《示例法》第三条": "a"}, {"《示例法》第三条": "c"})
    assert recall_rules.change_key(one) == recall_rules.change_key(same) != recall_rules.change_key(other)


@pytest.mark.parametrize(
    ("then", "now", "rules"),
    [
        ({"《甲》第一条": "a"}, {"《甲》第一条": "a"}, []),
        ({"《甲》第一条": "a"}, {"《甲》第一条": "b"}, ["words-changed"]),
        ({"《甲》第一条": "a"}, {"《甲》第一条": ""}, []),
        ({"《甲》第一条": "a"}, {}, []),
        ({}, {"《甲》第一条": "b"}, []),
    ],
)
def test_only_words_that_are_others_now_are_a_reason_of_their_own(
    then: dict[str, str], now: dict[str, str], rules: list[str]
) -> None:
    assert [reason.rule for reason in recall_rules.reasons((), then, now)] == rules


@both_databases
def test_the_nightly_job_is_asked_for_once_a_day_and_made_up_for(data: None) -> None:
    # In the evening, when all jobs of the day have had their hour.
    now, local = utc_now(), local_now().replace(hour=22)
    assert len(jobs.ask_daily(local, now)) == len(jobs.DAILY)
    assert jobs.ask_daily(local, now) == []
    assert len(jobs.ask_daily(local + timedelta(days=1), now + timedelta(days=1))) == len(jobs.DAILY)
    assert set(db.session.scalars(sa.select(Job.kind))) == set(jobs.DAILY)


@both_databases
def test_the_jobs_recall_and_may_run_twice(data: None) -> None:
    make_laws.law(effective="2025-07-01")
    make_laws.deck(make_laws.case(), holder())
    make_laws.law(effective="2025-07-01", articles=WITHOUT)
    with one_transaction():
        for kind in (RECALL, WATCH, RECALL):
            jobs.ask(kind, {}, user_id=None, now=make.NOW)
    jobs.run_due()
    db.session.expire_all()
    results = [job.result for job in db.session.scalars(sa.select(Job).where(Job.kind == RECALL).order_by(Job.id))]
    assert results == [{"decks": 1, "notices": 1}, {"decks": 0, "notices": 0}]
    assert len(notices()) == 1


@pytest.fixture
def person(app: Flask, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """Somebody whose deck has been recalled."""
    with app.app_context():
        make_laws.law(effective="2025-07-01")
        reader = make.user(Role.ADMIN)
        make_laws.deck(make_laws.case(), reader)
        make_laws.law(effective="2025-07-01", articles=CHANGED)
        recall()
        reader_id = reader.id
    return sign_in(reader_id)


def test_the_case_page_marks_the_deck_until_it_is_downloaded_anew(app: Flask, person: FlaskClient) -> None:
    assert "recalled" in person.get("/cases/sample?stage=junior").text
    with app.app_context():
        version = db.session.scalar(sa.select(Deck.case_version_id))
        again = Deck(case_version_id=version, stage="junior", language="zh", sha256="1" * 64, user_id=1)
        again.downloaded_at = make.NOW
        make.save(again)
    assert "recalled" not in person.get("/cases/sample?stage=junior").text


def test_the_law_check_lists_cases_slides_and_reasons(app: Flask, person: FlaskClient) -> None:
    assert "第二条第一款" not in person.get("/laws/check").text
    with app.app_context():
        db.session.execute(sa.update(LawVersion).values(repealed=date(2026, 6, 1)))
        db.session.commit()
    page = person.get("/laws/check").text
    assert "法律怎么说" in page and "失效" in page
    assert "失效" not in person.get("/laws/check?on=2026-05-01").text
    assert person.get("/laws/check?on=nonsense").status_code == 200
