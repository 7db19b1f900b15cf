"""The deck of a lesson: for its classes, in both languages, remembered; refused in words where it cannot be made."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation

from course.cases import actions as cases
from course.cases.laws import recall_actions, recall_queries
from course.cases.masters import actions as master_actions
from course.cases.masters.intake import described
from course.cases.models import Article, CaseVersion, Deck, LawVersion
from course.db import db
from course.roster.models import SchoolClass, Stage
from course.schedule.lesson_deck import class_names, stage_of
from course.schedule.models import Lesson
from slides import read_case
from tests import make, masters
from tests.test_schedule_views import booked, make_world

BULLYING = Path(__file__).resolve().parent.parent / "slides" / "cases" / "bullying.md"


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


@pytest.fixture
def address(app: Flask, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]) -> str:
    """A requested lesson whose theme has an approved case."""
    with app.app_context():
        cases.load_laws()
        text = BULLYING.read_text()
        cases.save_case(read_case(text), text, now=make.NOW)
        db.session.commit()
    return booked(sign_in(world.school), world)


@pytest.mark.parametrize(("language", "classes"), [("zh", "3年级1班"), ("en", "3-1")])
def test_a_lesson_brings_its_own_deck(
    address: str,
    world: SimpleNamespace,
    sign_in: Callable[[int], FlaskClient],
    app: Flask,
    language: str,
    classes: str,
) -> None:
    with sign_in(world.person).get(f"{address}/deck/{language}") as answer:
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
        cover = Presentation(io.BytesIO(answer.data)).slides[0]
    words = " ".join(shape.text_frame.text for shape in cover.shapes if shape.has_text_frame)
    assert classes in words and world.person_name in words
    with app.app_context():
        deck = db.session.scalars(sa.select(Deck)).one()
        assert (f"/lessons/{deck.lesson_id}", deck.language, deck.user_id) == (address, language, world.person)
        assert deck.stage == "primary_high" and deck.region_path


def test_a_lesson_wears_a_design_of_its_region_when_it_is_chosen(
    address: str,
    world: SimpleNamespace,
    sign_in: Callable[[int], FlaskClient],
    app: Flask,
) -> None:
    with app.app_context():
        path = db.session.scalars(sa.select(Lesson.region_path)).one()
        ids = {}
        for name, region_path in (("县局模板", path), ("别处模板", "ELSEWHERE")):
            taken = described(masters.rebuilt(masters.plain()), [], "a.pptx")
            row = master_actions.add(taken, name=name, region_path=region_path, user_id=1, now=make.NOW)
            master_actions.accept(row, row.mapping, make.NOW)
            ids[name] = row.id
        db.session.commit()
    client = sign_in(world.person)
    page = client.get(address).text
    assert "县局模板" in page and "别处模板" not in page
    answer = client.get(f"{address}/deck/zh?master={ids['县局模板']}")
    notes = list(Presentation(io.BytesIO(answer.data)).slides)[-1].notes_slide.notes_text_frame.text
    assert "母版：县局模板" in notes
    assert client.get(f"{address}/deck/zh?master={ids['别处模板']}").status_code == 404
    chosen = f"master={ids['县局模板']}"
    handout = client.get(f"{address}/handout/zh?{chosen}").text
    assert "母版：县局模板" in handout and handout.count(f"/medium?{chosen}") >= 14
    assert f"/read/zh/2?{chosen}" in client.get(f"{address}/read/zh/1?{chosen}").text
    shown = [client.get(f"{address}/pictures/zh/2/small{query}").data for query in ("", f"?{chosen}")]
    assert shown[0] != shown[1]
    for path in ("read/zh/1", "handout/zh", "pictures/zh/1/small", "pdf/zh"):
        assert client.get(f"{address}/{path}?master={ids['别处模板']}").status_code == 404
    with app.app_context():
        assert db.session.scalars(sa.select(Deck.master_id)).one() == ids["县局模板"]


def test_a_language_that_nobody_speaks_here_is_not_found(
    address: str,
    world: SimpleNamespace,
    sign_in: Callable[[int], FlaskClient],
) -> None:
    assert sign_in(world.person).get(f"{address}/deck/fr").status_code == 404


def test_a_case_that_lost_its_approval_is_refused_in_words(
    address: str,
    world: SimpleNamespace,
    sign_in: Callable[[int], FlaskClient],
    app: Flask,
) -> None:
    with app.app_context():
        db.session.execute(sa.update(CaseVersion).values(approved_on=None))
        db.session.commit()
    answer = sign_in(world.person).get(f"{address}/deck/zh")
    assert answer.status_code == 409 and address in answer.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Deck)) == 0


def test_a_lesson_without_a_case_says_so_and_has_no_deck(
    address: str,
    world: SimpleNamespace,
    sign_in: Callable[[int], FlaskClient],
    app: Flask,
) -> None:
    with app.app_context():
        db.session.execute(sa.update(Lesson).values(case_id=None))
        db.session.commit()
    person = sign_in(world.person)
    assert person.get(f"{address}/deck/zh").status_code == 404
    assert "还没有审定的课件" in person.get(address).text


def classes(*labels: str) -> list[SchoolClass]:
    pairs = [label.split("-") for label in labels]
    return [SchoolClass(grade=int(grade), number=int(number), pupils=40) for grade, number in pairs]


@pytest.mark.parametrize(
    ("labels", "offered", "stage"),
    [
        (["3-1"], ["primary_low", "primary_high"], Stage.PRIMARY_HIGH),
        (["2-1", "3-1"], ["primary_low", "primary_high"], Stage.PRIMARY_LOW),
        (["2-1", "3-1"], ["primary_high"], Stage.PRIMARY_HIGH),
        (["8-1"], ["senior"], Stage.SENIOR),
    ],
)
def test_the_deck_is_made_for_what_the_youngest_can_follow(labels: list[str], offered: list[str], stage: Stage) -> None:
    assert stage_of(classes(*labels), offered) is stage


def test_many_classes_are_counted_on_the_cover() -> None:
    assert class_names(classes("10-1", "9-2"), "zh") == "9年级2班、10年级1班"
    assert class_names(classes("3-1", "3-2", "3-3", "3-4", "3-5"), "zh") == "3年级1班等5个班"
    assert class_names(classes("3-1", "3-2", "3-3", "3-4", "3-5"), "en") == "3-1 and others, 5 classes"


def test_the_deck_of_a_lesson_can_be_looked_at_before_it_is_downloaded(
    address: str, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    person = sign_in(world.person)
    page = person.get(f"{address}/read/zh/1").text
    picture = page.split('<img src="')[-1].split('"')[0]
    assert picture.startswith(f"{address}/pictures/zh/")
    assert person.get(picture).content_type == "image/jpeg"
    assert "/s/" in person.get(f"{address}/read/zh/20").text or person.get(f"{address}/read/zh/19").status_code == 200


@pytest.mark.parametrize("path", ["read/zh/0", "read/zh/99", "read/fr/1", "pictures/zh/1/huge", "pictures/zh/99/small"])
def test_a_page_that_the_deck_does_not_have_is_not_found(
    address: str, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], path: str
) -> None:
    assert sign_in(world.person).get(f"{address}/{path}").status_code == 404


def test_the_school_prints_one_page_about_the_lesson(
    address: str, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    page = sign_in(world.school).get(f"{address}/sheet").text
    assert world.person_name in page and "/s/" in page and "110" in page


def test_the_handout_has_every_slide_with_what_to_say(
    address: str, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    page = sign_in(world.person).get(f"{address}/handout/zh").text
    assert page.count('/medium"') >= 14 and page.count("讲述") >= 14


def test_without_an_approved_case_there_is_no_sheet(
    app: Flask, address: str, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context():
        db.session.execute(sa.update(CaseVersion).values(approved_on=None))
        db.session.commit()
    assert sign_in(world.school).get(f"{address}/sheet").status_code == 409


def test_a_recalled_deck_is_marked_on_its_lesson_until_it_is_downloaded_anew(
    address: str, world: SimpleNamespace, sign_in: Callable[[int], FlaskClient], app: Flask
) -> None:
    person = sign_in(world.person)
    person.get(f"{address}/deck/zh")
    assert "recalled" not in person.get(address).text
    with app.app_context():
        changed = (
            sa.update(Article)
            .where(Article.number == "39")
            .values(text="学校应当建立学生欺凌防控工作制度。\n甲。\n乙。")
        )
        db.session.execute(changed)
        db.session.execute(sa.update(LawVersion).values(text_hash="changed"))
        db.session.commit()
        recall_actions.recall(recall_queries.recalled_on(make.TODAY), now=make.NOW)
        db.session.commit()
    page = person.get(address).text
    assert "recalled" in page and "第三十九条" in page
    assert "recalled" not in sign_in(world.school).get(address).text
    person.get(f"{address}/deck/zh")
    assert "recalled" not in person.get(address).text
