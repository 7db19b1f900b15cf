"""Steps of a version: each from its own state, by whoever may, and all of them in the log; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from course.access.audit import first_broken_entry
from course.access.models import AuditEntry, Notice, Role
from course.access.queries import scope_of
from course.cases import actions
from course.cases.editor import case_edits, draft_actions, draft_queries
from course.cases.editor.draft_actions import Conflict
from course.cases.editor.draft_checks import parsed_case, problems_on
from course.cases.editor.draft_rules import Reader
from course.cases.models import Case, CaseVersion, VersionState
from course.cases.queries import approved_version, cases_for
from course.db import db
from course.errors import RuleBroken
from course.roster.models import Theme
from course.roster.queries import home_path
from slides import Case as CaseFile
from slides import read_case, write_case
from tests import make_cases
from tests.conftest import both_databases
from tests.make_cases import KEY, NOW, TODAY, City, approved, copied, step

pytestmark = both_databases


@pytest.fixture
def city(data: None) -> City:
    return make_cases.city()


def retitled(case: CaseFile, title: str, number: int = 5) -> CaseFile:
    old = case_edits.slide_at(case, number)
    return case_edits.with_slide(case, number, replace(old, zh=replace(old.zh, title=title)))


def changed(version: CaseVersion, of: City, name: str, title: str) -> CaseVersion:
    row = draft_actions.change(version.id, lambda case: retitled(case, title), step(of, name), "slide 5")
    db.session.commit()
    return row


def logged(version: CaseVersion) -> list[str]:
    chosen = sa.select(AuditEntry.action).where(AuditEntry.subject == f"case_version:{version.id}")
    return list(db.session.scalars(chosen.order_by(AuditEntry.id)))


def names_of(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return refused.value.names()


def test_a_copy_is_a_case_of_its_region_with_a_draft(app: Flask, city: City) -> None:
    version = copied(city)
    assert (version.case.key, version.case.region_path) == (KEY, "P0/C00/R000")
    assert (version.state, version.number, version.revision) == (VersionState.DRAFT, 1, 1)
    case = parsed_case(version.text)[0]
    assert (case.id, case.get("approver"), case.get("author")) == (KEY, "", "bureau 用户")
    assert copied(city).case.key == "sample-r000-2"


def test_a_version_goes_from_hand_to_hand_until_a_second_person_approves_it(app: Flask, city: City) -> None:
    version = copied(city, "person")
    with pytest.raises(RuleBroken) as refused:
        draft_actions.approve(version.id, step(city, "bureau"), TODAY, TODAY)
    assert "is_submitted" in names_of(refused)
    draft_actions.submit(version.id, step(city, "person"), TODAY)
    db.session.commit()
    assert version.submitted_at == NOW
    draft_actions.send_back(version.id, "请改标题。", step(city, "bureau"))
    db.session.commit()
    assert (version.state, version.remark) == (VersionState.DRAFT, "请改标题。")
    changed(version, city, "person", "橡皮在哪里")
    draft_actions.submit(version.id, step(city, "person"), TODAY)
    db.session.commit()
    draft_actions.approve(version.id, step(city, "bureau"), TODAY, TODAY)
    db.session.commit()
    assert (version.state, version.remark) == (VersionState.APPROVED, "")
    assert logged(version) == [
        "case.start",
        "case.submit",
        "case.send_back",
        "case.change",
        "case.submit",
        "case.approve",
    ]
    assert first_broken_entry() is None


def test_those_concerned_are_told_of_each_step(app: Flask, city: City) -> None:
    def told() -> list[tuple[int, str]]:
        rows = db.session.execute(sa.select(Notice.user_id, Notice.kind).order_by(Notice.id))
        return [tuple(row) for row in rows]

    users, version = city.users, copied(city, "person")
    draft_actions.submit(version.id, step(city, "person"), TODAY)
    db.session.commit()
    offices = [(users[name], "case_submitted") for name in ("bureau", "colleague", "city")]
    assert told() == offices
    draft_actions.send_back(version.id, "请改标题。", step(city, "bureau"))
    assert told()[3:] == [(users["person"], "case_returned")]
    db.session.commit()
    draft_actions.submit(version.id, step(city, "person"), TODAY)
    draft_actions.approve(version.id, step(city, "bureau"), TODAY, TODAY)
    assert told()[-1] == (users["person"], "case_approved")


def test_an_approval_is_written_into_the_text_so_that_decks_name_it(app: Flask, city: City) -> None:
    case = read_case(approved(city).text)
    assert (case.get("approver"), case.get("approved"), case.get("laws-checked")) == (
        "colleague 用户",
        TODAY.isoformat(),
        TODAY.isoformat(),
    )


@pytest.mark.parametrize("name", ["bureau", "city"])
def test_whoever_changed_anything_does_not_approve(app: Flask, city: City, name: str) -> None:
    version = copied(city, "person")
    changed(version, city, name, "橡皮在哪里")
    changed(version, city, "person", "橡皮去哪里")
    draft_actions.submit(version.id, step(city, "person"), TODAY)
    db.session.commit()
    with pytest.raises(RuleBroken) as refused:
        draft_actions.approve(version.id, step(city, name), TODAY, TODAY)
    assert names_of(refused) == {"second_person"}
    draft_actions.approve(version.id, step(city, "colleague"), TODAY, TODAY)


def test_the_database_refuses_an_approval_by_the_author(app: Flask, city: City) -> None:
    version = copied(city)
    version.approver_id = version.author_id
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


def test_the_database_refuses_a_second_open_version(app: Flask, city: City) -> None:
    version = copied(city)
    with pytest.raises(RuleBroken) as refused:
        draft_actions.next_version(version.case, step(city, "colleague"))
    assert names_of(refused) == {"no_other_draft"}
    db.session.add(
        CaseVersion(
            case_id=version.case_id, number=9, text="", text_hash="", created_at=NOW, state=VersionState.SUBMITTED
        )
    )
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("橡皮不见了", "王小明同学的橡皮不见了", "anonymity"),
        ("《示例法》第二条第一款", "《示例法》第九十九条", "article-missing"),
        ("> say: 慢慢讲", "> say: 打13812345678，慢慢讲", "anonymity"),
        ("picture: bullying_table", "picture: nowhere", "scene-missing"),
        ("title.en: About a rubber", "title.en: " + "About a rubber " * 9, "too-long"),
    ],
)
def test_a_text_with_something_wrong_is_neither_submitted_nor_approved(
    app: Flask, city: City, before: str, after: str, rule: str
) -> None:
    version = copied(city)
    assert before in version.text
    wrong = version.text.replace(before, after)
    good = version.text
    draft_actions.replace_text(version.id, wrong, step(city, "bureau"))
    db.session.commit()
    assert rule in {problem.rule for problem in problems_on(version.text, TODAY)}
    with pytest.raises(RuleBroken) as refused:
        draft_actions.submit(version.id, step(city, "bureau"), TODAY)
    assert names_of(refused) == {"nothing_is_wrong"}
    draft_actions.replace_text(version.id, good, step(city, "bureau"))
    draft_actions.submit(version.id, step(city, "bureau"), TODAY)
    version.text = wrong
    db.session.commit()
    with pytest.raises(RuleBroken) as refused:
        draft_actions.approve(version.id, step(city, "colleague"), TODAY, TODAY)
    assert names_of(refused) == {"nothing_is_wrong"}


def test_what_waits_or_is_in_use_is_not_changed(app: Flask, city: City) -> None:
    version = copied(city)
    draft_actions.submit(version.id, step(city, "bureau"), TODAY)
    for _ in range(2):
        with pytest.raises(RuleBroken) as refused:
            changed(version, city, "bureau", "别的标题")
        assert names_of(refused) == {"is_draft"}
        db.session.commit()
        if version.state is VersionState.SUBMITTED:
            draft_actions.approve(version.id, step(city, "colleague"), TODAY, TODAY)


def test_a_card_that_somebody_else_changed_is_a_conflict_and_another_card_is_not(app: Flask, city: City) -> None:
    version = copied(city)
    case = parsed_case(version.text)[0]
    old, other = case_edits.slide_at(case, 5), case_edits.slide_at(case, 6)
    mark, other_mark = case_edits.digest(old), case_edits.digest(other)
    mine, theirs = (replace(old, zh=replace(old.zh, title=title)) for title in ("我的", "别人的"))
    draft_actions.save_slide(version.id, 5, mark, theirs, step(city, "colleague"))
    with pytest.raises(Conflict) as conflict:
        draft_actions.save_slide(version.id, 5, mark, mine, step(city, "bureau"))
    assert conflict.value.number == 5
    again = replace(other, zh=replace(other.zh, title="第六页"))
    draft_actions.save_slide(version.id, 6, other_mark, again, step(city, "bureau"))
    assert "第六页" in version.text and "别人的" in version.text and "我的" not in version.text
    assert version.revision == 3


def test_saving_what_is_stored_already_changes_nothing(app: Flask, city: City) -> None:
    version = copied(city)
    slide = case_edits.slide_at(parsed_case(version.text)[0], 5)
    draft_actions.save_slide(version.id, 5, case_edits.digest(slide), slide, step(city, "colleague"))
    draft_actions.save_slide(version.id, 5, "a mark of long ago", slide, step(city, "colleague"))
    assert (version.revision, version.author_id) == (1, city.users["bureau"])


def test_a_card_that_moved_meanwhile_is_saved_where_it_stands_now(app: Flask, city: City) -> None:
    version = copied(city)
    slide = case_edits.slide_at(parsed_case(version.text)[0], 5)
    draft_actions.change(version.id, lambda case: case_edits.without_slide(case, 2), step(city, "colleague"), "")
    mine = replace(slide, zh=replace(slide.zh, title="搬家了"))
    _, number = draft_actions.save_slide(version.id, 5, case_edits.digest(slide), mine, step(city, "bureau"))
    assert number == 4
    assert case_edits.slide_at(parsed_case(version.text)[0], 4).zh.title == "搬家了"


def taught(key: str) -> str:
    row = db.session.scalars(sa.select(Case).where(Case.key == key)).one()
    version = approved_version(row.id)
    return f"{version.number}" if version else ""


def test_what_is_withdrawn_is_not_taught_from_that_moment(app: Flask, city: City) -> None:
    version = approved(city)
    theme = db.session.scalars(sa.select(Theme.id).where(Theme.code == "T02")).one()
    assert [case.key for case in cases_for([theme], "P0/C00/R000")] == ["sample", KEY]
    second = draft_actions.next_version(version.case, step(city, "bureau"))
    draft_actions.submit(second.id, step(city, "bureau"), TODAY)
    db.session.commit()
    assert taught(KEY) == "1"
    draft_actions.approve(second.id, step(city, "colleague"), TODAY, TODAY)
    db.session.commit()
    assert taught(KEY) == "2"
    draft_actions.withdraw(second.id, step(city, "bureau"))
    assert taught(KEY) == "1"
    draft_actions.withdraw(version.id, step(city, "bureau"))
    assert taught(KEY) == ""
    assert [case.key for case in cases_for([theme], "P0/C00/R000")] == ["sample"]
    with pytest.raises(RuleBroken):
        draft_actions.withdraw(version.id, step(city, "bureau"))


def test_a_draft_changes_the_title_of_a_case_only_until_it_was_in_use(app: Flask, city: City) -> None:
    version = approved(city)
    second = draft_actions.next_version(version.case, step(city, "bureau"))
    edit = {"title.zh": "另一个题目"}
    draft_actions.change(second.id, lambda case: case_edits.with_front(case, edit), step(city, "bureau"), "about")
    assert version.case.title_zh == "一块橡皮的事"
    draft_actions.submit(second.id, step(city, "bureau"), TODAY)
    db.session.commit()
    draft_actions.approve(second.id, step(city, "colleague"), TODAY, TODAY)
    assert version.case.title_zh == "另一个题目"


def test_loading_the_built_in_cases_again_leaves_bureaus_and_drafts_alone(app: Flask, city: City) -> None:
    own = copied(city)
    built_in = db.session.get(Case, city.case)
    draft = draft_actions.next_version(built_in, step(city, "admin"))
    db.session.commit()
    source = approved_version(city.case).text
    assert actions.save_case(read_case(source), source, now=NOW) is None
    stolen = own.text
    assert actions.save_case(parsed_case(stolen)[0], stolen, now=NOW) is None
    newer = source.replace("version: 3", "version: 4")
    loaded = actions.save_case(read_case(newer), newer, now=NOW)
    assert (loaded.number, loaded.state) == (3, VersionState.APPROVED)
    assert (draft.state, own.state) == (VersionState.DRAFT, VersionState.DRAFT)
    draft_actions.submit(draft.id, step(city, "admin"), TODAY)
    db.session.commit()
    draft_actions.approve(draft.id, step(city, "city"), TODAY, TODAY)
    assert approved_version(city.case).id == draft.id
    assert draft.number == 4


def test_a_built_in_case_that_nobody_approved_is_not_taught(app: Flask, city: City) -> None:
    text = (
        approved_version(city.case)
        .text.replace("approver: 审核组\napproved: 2026-11-20\n", "")
        .replace("id: sample", "id: other")
    )
    loaded = actions.save_case(read_case(text), text, now=NOW)
    assert loaded.state is VersionState.WITHDRAWN
    assert approved_version(loaded.case_id) is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("admin", ""),
        ("bureau", "P0/C00/R000"),
        ("city", "P0/C00"),
        ("person", "P0/C00/R000"),
        ("station", "P0/C00/R000"),
        ("school", "P0/C00/R000"),
        ("other school", "P0/C00/R0001"),
    ],
)
def test_everybody_belongs_to_a_region(app: Flask, city: City, name: str, path: str) -> None:
    user = step(city, name).user
    assert home_path(scope_of(user, TODAY)) == path
    assert draft_queries.reader_of(scope_of(user, TODAY)) == Reader(user.role, path)


def test_the_library_shows_each_reader_what_is_theirs(app: Flask, city: City) -> None:
    def keys(role: Role, path: str) -> list[str]:
        return [line.case.key for line in draft_queries.library_of(Reader(role, path))]

    version = copied(city)
    assert keys(Role.SCHOOL, "P0/C00/R000") == ["sample"]
    assert keys(Role.BUREAU, "P0/C00/R000") == ["sample", KEY]
    draft_actions.submit(version.id, step(city, "bureau"), TODAY)
    db.session.commit()
    draft_actions.approve(version.id, step(city, "colleague"), TODAY, TODAY)
    assert keys(Role.SCHOOL, "P0/C00/R000") == ["sample", KEY]
    assert keys(Role.BUREAU, "P0/C00") == ["sample", KEY]
    for far in (
        (Role.SCHOOL, "P0/C00/R0001"),
        (Role.BUREAU, "P0/C00/R0001"),
        (Role.SCHOOL, "P0/C00/R00"),
        (Role.STATION, ""),
    ):
        assert keys(*far) == ["sample"]
        assert draft_queries.case_seen(KEY, Reader(*far)) is None
    assert cases_for([version.case.theme_id], "P0/C00/R0001")[0].key == "sample"
    assert len(cases_for([version.case.theme_id], "P0/C00/R0001")) == 1


def test_the_same_text_is_written_as_it_was_read(app: Flask, city: City) -> None:
    version = copied(city)
    assert write_case(parsed_case(version.text)[0]) == version.text
