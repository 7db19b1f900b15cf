"""Pages of the law table: everybody reads, an administrator takes in and corrects, nothing happens before agreeing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Role
from course.cases.laws import queries as law_queries
from course.cases.laws.recall_jobs import RECALL
from course.cases.models import Article, Law, LawVersion
from course.db import db
from course.jobs import Job
from tests import make, make_laws

NEW = (
    "中华人民共和国示例法",
    "（2025年6月27日通过　2026年10月1日修订　自2027年3月1日起施行）",
    "第一条　为了示例，制定本法。",
    "第二条　从高处抛物的，处罚款。",
    "第三条　学生不得欺负同学；学校应当制止。",
    "有下列情形之一的，应当报告：",
    "（一）多次欺负的；",
    "（二）结伙欺负的。",
)


@pytest.fixture
def people(app: Flask, sign_in: Callable[[int], FlaskClient]) -> dict[Role, FlaskClient]:
    """One person of each role, and one law."""
    with app.app_context():
        make_laws.law(source="施行日期待核")
        place = make.region()
        scopes = {
            Role.ADMIN: None,
            Role.BUREAU: place,
            Role.STATION: make.station(place),
            Role.VICE_PRINCIPAL: make.vice_principal(),
            Role.SCHOOL: make.school(place),
        }
        ids = {role: make.user(role, of).id for role, of in scopes.items()}
    return {role: sign_in(user_id) for role, user_id in ids.items()}


@pytest.fixture
def admin(people: dict[Role, FlaskClient]) -> FlaskClient:
    return people[Role.ADMIN]


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def waiting_files(app: Flask) -> int:
    return len(list(Path(app.config["UPLOADS"]).glob("*")))


def upload(client: FlaskClient, data: bytes, name: str = "law.txt"):
    return client.post("/laws/import", data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def sent(client: FlaskClient, *lines: str) -> str:
    """The address of the preview of a text that was sent."""
    answer = upload(client, "\n".join(lines or NEW).encode())
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def fields(page: str) -> dict[str, str]:
    """The values of a form as a browser would send them."""
    boxes = re.sub(r'<input(?![^>]*checked)[^>]*type="checkbox"[^>]*>', "", page)
    found = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', boxes))
    return {**found, "renumbered": re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)[1]}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_the_laws(people: dict[Role, FlaskClient], role: Role) -> None:
    page = people[role].get("/laws").text
    assert "中华人民共和国示例法" in page and "施行日期待核" in page
    law = people[role].get("/laws/1").text
    assert 'id="a2"' in law and "学生不得欺负同学" in law
    assert ("/laws/1/edit" in law) is (role is Role.ADMIN)
    assert ("/laws/import" in page) is (role is Role.ADMIN)
    assert ("/laws/check" in page) is (role in {Role.ADMIN, Role.BUREAU})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_an_administrator_takes_in_and_corrects(people: dict[Role, FlaskClient], role: Role) -> None:
    for path in ("/laws/import", "/laws/1/edit"):
        assert people[role].get(path).status_code == 404
        assert people[role].post(path).status_code == 404


def test_the_list_finds_titles_and_stands_on_a_day(app: Flask, admin: FlaskClient) -> None:
    assert "示例法" in admin.get("/laws?word=样").text or "没有找到" in admin.get("/laws?word=样").text
    assert "没有找到" in admin.get("/laws?word=没有这部").text
    assert "尚未施行" in admin.get("/laws?on=2025-12-31").text
    assert "现行有效" in admin.get("/laws?on=2026-01-01").text
    assert admin.get("/laws?on=x&word=%25").status_code == 200


def test_articles_are_searched_by_word_and_number(admin: FlaskClient) -> None:
    assert 'id="a3"' not in admin.get("/laws/1?word=欺负").text
    assert 'id="a3"' in admin.get("/laws/1?word=第三条").text
    assert 'class="empty"' in admin.get("/laws/1?word=没有这个词").text
    assert admin.get("/laws/99").status_code == 404


def test_a_text_is_shown_with_what_it_would_change_and_taken_in_once_agreed(app: Flask, admin: FlaskClient) -> None:
    address = sent(admin)
    page = admin.get(address).text
    assert "第二条 → 第三条" in page
    assert count(app, LawVersion) == 1
    given = fields(page)
    assert (given["version_date"], given["effective"]) == ("2026-10-01", "2027-03-01")
    assert given["renumbered"].startswith("2 → 3 | ")
    answer = admin.post(address, data={**given, "verified": "y"})
    assert answer.status_code == 303
    with app.app_context():
        new = db.session.scalars(sa.select(LawVersion).order_by(LawVersion.id.desc())).first()
        old = db.session.get_one(LawVersion, 1)
        assert (old.repealed, new.effective, new.imported_by_id) == (date(2027, 3, 1), date(2027, 3, 1), 1)
        assert law_queries.renumbered_in(new.law_id)[0].new == 3
        assert [job.kind for job in db.session.scalars(sa.select(Job))] == [RECALL]
        assert db.session.scalar(sa.select(AuditEntry.action)) == "law.import"
    assert admin.get(address).status_code == 404


def test_the_same_text_again_changes_nothing(app: Flask, admin: FlaskClient) -> None:
    for _ in range(2):
        address = sent(admin)
        admin.post(address, data={**fields(admin.get(address).text), "verified": "y"})
    assert (count(app, LawVersion), count(app, Job), count(app, AuditEntry)) == (2, 1, 2)


def test_a_document_is_taken_in_like_a_text(admin: FlaskClient) -> None:
    made, data = Document(), io.BytesIO()
    for line in NEW:
        made.add_paragraph(line)
    made.save(data)
    answer = upload(admin, data.getvalue(), "示例法.docx")
    assert "第二条 → 第三条" in admin.get(answer.headers["Location"]).text


def test_a_date_that_the_file_does_not_say_is_asked_for(app: Flask, admin: FlaskClient) -> None:
    address = sent(admin, "示例条例", "（2026年10月1日国务院令第1号公布）", "第一条　甲。", "第二条　乙。")
    given = fields(admin.get(address).text)
    assert given["effective"] == ""
    refused = admin.post(address, data=given)
    assert refused.status_code == 422 and "effective" in refused.text and "error-summary" in refused.text
    assert count(app, Law) == 1
    admin.post(address, data={**given, "effective": "2026-12-01"})
    with app.app_context():
        assert "待核" in db.session.scalars(sa.select(LawVersion.source).order_by(LawVersion.id.desc())).first()


WRONG = [
    ({"effective": "2020-01-01"}, "施行日期不能早于通过日期"),
    ({"effective": "nonsense"}, "error-summary"),
    ({"repealed": "2026-12-01"}, "失效日期要晚于施行日期"),
    ({"title": ""}, "请填写法律全称"),
    ({"renumbered": "43 51"}, "第 1 行"),
    ({"renumbered": "1 → 2 | 甲\n" * 4_200}, "error-summary"),
    ({"title": "字" * 300}, "error-summary"),
]


@pytest.mark.parametrize(("given", "words"), WRONG, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_refused_with_the_form(
    app: Flask, admin: FlaskClient, given: dict[str, str], words: str
) -> None:
    address = sent(admin)
    answer = admin.post(address, data={**fields(admin.get(address).text), **given})
    assert answer.status_code == 422 and words in answer.text
    assert count(app, LawVersion) == 1


UNREADABLE = [
    (b"", "law.txt", "空"),
    ("第一条　甲。\n第三条　丙。".encode(), "law.txt", "第 2 行：这里是第三条，前面应是第二条"),
    ("全国人大常委会关于修改《示例法》的决定\n一、改。".encode(), "law.txt", "修改之后的法律全文"),
    ("没有条文".encode(), "law.txt", "没有找到条文"),
    (b"x", "law.pdf", "docx"),
    (b"PK\x03\x04junk", "law.docx", "损坏"),
]


@pytest.mark.parametrize(("data", "name", "words"), UNREADABLE, ids=[row[1] + row[2] for row in UNREADABLE])
def test_a_file_that_cannot_be_read_is_refused_and_thrown_away(
    app: Flask, admin: FlaskClient, data: bytes, name: str, words: str
) -> None:
    before = waiting_files(app)
    answer = upload(admin, data, name)
    assert answer.status_code == 422 and words in answer.text
    assert waiting_files(app) == before


def test_no_file_and_foreign_addresses(admin: FlaskClient) -> None:
    assert admin.post("/laws/import", data={}).status_code == 422
    for token in ("x", "0" * 32, "..%2F..%2Fcourse.db"):
        assert admin.get(f"/laws/import/{token}").status_code == 404
        assert admin.post(f"/laws/import/{token}/discard").status_code == 404


def test_a_discarded_file_is_gone(app: Flask, admin: FlaskClient) -> None:
    before, address = waiting_files(app), sent(admin)
    assert waiting_files(app) == before + 2
    assert admin.post(f"{address}/discard").status_code == 303
    assert admin.get(address).status_code == 404
    assert waiting_files(app) == before


def test_what_is_known_of_a_version_is_corrected(app: Flask, admin: FlaskClient) -> None:
    given = fields(admin.get("/laws/1/edit").text)
    changed = {**given, "effective": "2026-02-01", "verified": "y", "short_titles": "示例法；样法"}
    assert admin.post("/laws/1/edit", data=changed).status_code == 303
    page = admin.get("/laws/1").text
    assert "2026-02-01" in page and "样法" in page and "施行日期待核" not in page
    assert count(app, Job) == 1
    assert admin.post("/laws/1/edit", data=changed).status_code == 303
    assert count(app, Job) == 1
    assert admin.post("/laws/1/edit", data={**changed, "effective": ""}).status_code == 422
    assert count(app, Article) == 3
