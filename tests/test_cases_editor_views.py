"""The editor in the browser: who enters, what a form does, what two people meet, what comes in and goes out."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from course.cases.editor.case_edits import digest
from course.cases.models import Case, CaseVersion, Deck
from course.db import db
from slides import parse_case, write_case
from slides.kinds import KINDS
from tests import make_cases
from tests.conftest import both_databases
from tests.make_cases import KEY, City, approved, copied, sent, slide_of_draft

EDIT = f"/cases/{KEY}/edit"
CARD = f"{EDIT}/slides/5"


@pytest.fixture
def city(app: Flask) -> City:
    with app.app_context():
        return make_cases.city()


@pytest.fixture
def enter(city: City, sign_in: Callable[[int], FlaskClient]) -> Callable[[str], FlaskClient]:
    """A function that signs one of the city's users in."""
    return lambda name: sign_in(city.users[name])


@pytest.fixture
def draft(app: Flask, city: City) -> None:
    """The county's own copy of the built-in case, being written."""
    with app.app_context():
        copied(city)


def in_app(app: Flask, read: Callable[[], Any]) -> Any:
    with app.app_context():
        return read()


def versions(app: Flask) -> list[tuple[str, int, str]]:
    chosen = sa.select(Case.key, CaseVersion.number, CaseVersion.state).join(CaseVersion.case)
    return in_app(
        app,
        lambda: [
            (key, number, state.value) for key, number, state in db.session.execute(chosen.order_by(CaseVersion.id))
        ],
    )


def text_of(app: Flask, number: int = 1, key: str = KEY) -> str:
    chosen = sa.select(CaseVersion.text).join(CaseVersion.case).where(Case.key == key, CaseVersion.number == number)
    return in_app(app, lambda: db.session.scalar(chosen))


def form_of_card(app: Flask, number: int = 5, **changed: str) -> dict[str, Any]:
    return in_app(app, lambda: sent(slide_of_draft(number), **changed))


def base_of(app: Flask, number: int) -> str:
    return in_app(app, lambda: digest(slide_of_draft(number)))


WRITERS = {"admin", "bureau", "colleague", "city", "person"}


@pytest.mark.parametrize("name", ["admin", "bureau", "city", "other", "person", "station", "school"])
def test_a_draft_is_seen_by_those_who_write_it_and_by_nobody_else(
    draft: None, enter: Callable[[str], FlaskClient], name: str
) -> None:
    who = enter(name)
    wanted = 200 if name in WRITERS else 404
    for path in (
        EDIT,
        CARD,
        f"{EDIT}/about",
        f"{EDIT}/parts",
        f"{EDIT}/import",
        f"{CARD}/zh.svg",
        f"/cases/{KEY}/versions",
    ):
        assert who.get(path).status_code == wanted, path
    assert who.get(f"/cases/{KEY}/versions/1.md").status_code == wanted
    assert who.post(CARD, data={}).status_code in ({404} if wanted == 404 else {422})
    assert (f"/cases/{KEY}" in who.get("/cases").text) is (wanted == 200)


def test_a_built_in_case_is_copied_by_a_county_and_edited_by_an_administrator(
    app: Flask, enter: Callable[[str], FlaskClient]
) -> None:
    person = enter("person")
    assert person.get("/cases/sample/edit").status_code == 404
    assert person.post("/cases/sample/draft").status_code == 404
    assert person.post("/cases/sample/copy").headers["Location"] == EDIT
    assert enter("school").post("/cases/sample/copy").status_code == 404
    assert enter("admin").post("/cases/sample/draft").headers["Location"] == "/cases/sample/edit"
    assert versions(app) == [("sample", 1, "approved"), (KEY, 1, "draft"), ("sample", 2, "draft")]


def test_the_buttons_of_a_case_are_those_that_one_may_press(draft: None, enter: Callable[[str], FlaskClient]) -> None:
    assert "/cases/sample/copy" in enter("bureau").get("/cases/sample").text
    assert "/cases/sample/copy" not in enter("school").get("/cases/sample").text
    assert "/cases/sample/draft" in enter("admin").get("/cases/sample").text
    assert EDIT in enter("bureau").get(f"/cases/{KEY}").text
    assert EDIT in enter("person").get("/cases").text


def test_a_card_is_saved_as_it_was_typed(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    person = enter("person")
    text = "  # 一 | [x] {{ 7*7 }} <script>\\ 𠮷  "
    answer = person.post(CARD, data=form_of_card(app, zh_title=text, en_say="one\r\n\r\nask: two"))
    assert answer.headers["Location"] == CARD
    slide = in_app(app, lambda: slide_of_draft(5))
    assert (slide.zh.title, slide.en.notes.say) == (text, "one\n\nask: two")
    page = person.get(CARD).text
    assert "<script>\\" not in page
    assert "49" not in re.sub(r"data:image[^\"]*", "", page.partition("7*7")[0][-40:])


def test_every_kind_of_card_has_its_page(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    person = enter("person")
    for kind in KINDS:
        look = person.post(CARD, data={**form_of_card(app), "kind": kind, "step": "look"})
        assert look.status_code == 200
        assert "data:image/svg+xml" in look.text
    assert in_app(app, lambda: slide_of_draft(5)).kind == "story"


def test_the_counters_show_how_full_a_field_and_the_slide_are(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    page = enter("person").get(CARD).text
    assert re.search(r'id="zh-title-count"><span>5</span> / 12<', page)
    assert re.search(r"<strong>\d+ / 70</strong>", page)
    only_senior = {**form_of_card(app), "stages": ["senior"]}
    later = enter("person").post(f"{CARD}/preview", data=only_senior).text
    assert re.search(r"<strong>\d+ / 150</strong>", later)


def test_a_card_is_previewed_without_being_saved(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    before = text_of(app)
    for title in ("预览", "字" * 10_000, "\u202e", ""):
        answer = enter("person").post(f"{CARD}/preview", data=form_of_card(app, zh_title=title))
        assert answer.status_code == 200
        assert answer.text.count("<img") == 2
    assert text_of(app) == before


def test_a_citation_shows_the_words_of_the_law(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    text = text_of(app)
    number = [slide.kind for slide in parse_case(text)[0].slides].index("law") + 1
    page = enter("person").get(f"{EDIT}/slides/{number}").text
    assert "学生不得欺负同学；学校应当制止。" in page
    changed = form_of_card(app, number, cite="《示例法》第九十九条")
    assert "第九十九条" in enter("person").post(f"{EDIT}/slides/{number}/preview", data=changed).text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"zh-title": "a\u202eb"}, "zh-title"),
        ({"zh-say": "字" * 10_000}, "zh-say"),
        ({"minutes": "viele"}, "minutes"),
        ({"stages": []}, "stages"),
        ({"kind": "aims"}, "kind"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_form_as_it_was_filled_in(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient], changed: dict[str, Any], field: str
) -> None:
    before = text_of(app)
    answer = enter("person").post(CARD, data={**form_of_card(app, en_title="Kept in the form"), **changed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Kept in the form" in answer.text
    assert text_of(app) == before


def test_two_people_who_save_one_card_meet_a_page_with_both_texts(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    person, bureau = enter("person"), enter("bureau")
    mine, theirs = form_of_card(app, zh_title="我的标题"), form_of_card(app, zh_title="别人的标题", zh_say="别人的话。")
    assert bureau.post(CARD, data=theirs).status_code == 303
    page = person.post(CARD, data=mine)
    assert page.status_code == 409
    for words in ("我", "别人", "别人的话"):
        assert words in page.text
    assert "<del>" in page.text and "<ins>" in page.text
    carried = hidden_fields(page, "save")
    assert carried["zh-title"] == "我的标题"
    looked = person.post(CARD, data={**carried, "stages": mine["stages"], "step": "look", "stored": "shown"})
    assert looked.status_code == 200
    assert "别人的标题" in looked.text and "我的标题" in looked.text
    assert person.post(CARD, data={**carried, "stages": mine["stages"]}).status_code == 303
    assert in_app(app, lambda: slide_of_draft(5)).zh.title == "我的标题"


def hidden_fields(page: TestResponse, step: str) -> dict[str, str]:
    """What one of the forms of the page carries on."""
    form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.S) if f'value="{step}"' in form)
    inputs = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    return {**inputs, **dict(re.findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', form, re.S))}


def test_a_card_that_somebody_removed_can_be_put_back(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    person, mine, base = enter("person"), form_of_card(app, zh_title="我的标题"), base_of(app, 5)
    count = len(list(parse_case(text_of(app))[0].slides))
    for number in range(count, 4, -1):
        gone = {"step": "remove", "base": base_of(app, number)}
        assert enter("bureau").post(f"{EDIT}/slides/{number}/arrange", data=gone).status_code == 303
    page = person.post(CARD, data={**mine, "base": base})
    assert page.status_code == 409
    assert person.post(CARD, data={**mine, "step": "insert"}).status_code == 303
    assert in_app(app, lambda: slide_of_draft(5)).zh.title == "我的标题"


def test_cards_are_added_moved_removed_and_put_into_parts(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    person = enter("person")

    def arrange(number: int, **wish: str) -> TestResponse:
        return person.post(f"{EDIT}/slides/{number}/arrange", data={"base": base_of(app, number), **wish})

    second = in_app(app, lambda: slide_of_draft(2)).zh.title
    assert arrange(2, step="up", above="1").status_code == 303
    assert in_app(app, lambda: slide_of_draft(1)).zh.title == second
    assert arrange(1, step="down", below="2").status_code == 303
    assert arrange(1, step="add", kind="quote").headers["Location"] == f"{EDIT}/slides/2"
    assert in_app(app, lambda: slide_of_draft(2)).kind == "quote"
    assert arrange(2, step="remove").status_code == 303
    assert in_app(app, lambda: slide_of_draft(2)).zh.title == second
    parts = len(parse_case(text_of(app))[0].parts)
    assert arrange(2, step="part").status_code == 303
    assert len(parse_case(text_of(app))[0].parts) == parts + 1
    assert arrange(2, step="dance").status_code == 400
    for nonsense in ("0", "99", "x", "-1", "²", ""):
        assert arrange(2, step="up", above=nonsense).status_code == 303


def test_a_wish_for_a_card_that_changed_meanwhile_touches_no_other_card(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    base, before = base_of(app, 5), None
    enter("bureau").post(CARD, data=form_of_card(app, zh_title="别人改了"))
    before = text_of(app)
    answer = enter("person").post(f"{CARD}/arrange", data={"step": "remove", "base": base})
    assert answer.status_code == 303
    assert text_of(app) == before


def test_what_a_case_says_of_itself_is_changed_with_care(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    person = enter("person")
    page = person.get(f"{EDIT}/about").text
    base = re.search(r'name="base" value="(\w+)"', page)[1]
    given = {
        "base": base,
        "title_zh": "新的题目",
        "title_en": "A new title",
        "summary_zh": "一句话。",
        "summary_en": "One sentence.",
        "theme": "T03",
        "strand": "self-protection",
        "stages": ["primary_low", "primary_high", "junior", "senior"],
        "minutes": "40",
        "author": "赵老师",
        "sources": "第一条\r\n第二条",
    }
    assert person.post(f"{EDIT}/about", data={**given, "title_zh": ""}).status_code == 422
    assert person.post(f"{EDIT}/about", data={**given, "theme": "T99"}).status_code == 422
    assert person.post(f"{EDIT}/about", data={**given, "title_zh": "a\u202eb"}).status_code == 422
    assert person.post(f"{EDIT}/about", data=given).status_code == 303
    case = parse_case(text_of(app))[0]
    assert (case.title("zh"), case.get("theme"), case.sources) == ("新的题目", "T03", ("第一条", "第二条"))
    late = enter("bureau").post(f"{EDIT}/about", data={**given, "title_zh": "晚了一步"})
    assert late.status_code == 409
    assert "新的题目" in late.text and "晚了一步" in late.text


def test_a_stage_is_not_taken_from_slides_that_have_no_other(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    enter("person").post(CARD, data={**form_of_card(app), "stages": ["senior"]})
    page = enter("person").get(f"{EDIT}/about").text
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', page))
    given = {**fields, "theme": "T02", "strand": "self-protection", "sources": "一", "stages": ["junior"]}
    answer = enter("person").post(f"{EDIT}/about", data=given)
    assert answer.status_code == 422
    assert "5" in re.search(r'id="stages-error".*?</p>', answer.text, re.S)[0]


def test_parts_are_named_and_joined(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    person = enter("person")
    page = person.get(f"{EDIT}/parts").text
    base = re.search(r'name="base" value="(\w+)"', page)[1]
    names = dict(re.findall(r'name="((?:zh|en)-\d)" value="([^"]*)"', page))
    changed = {**names, "base": base, "zh-0": "开场 | 白", "en-0": "Opening"}
    assert person.post(f"{EDIT}/parts", data={**changed, "zh-0": "a\u202e"}).status_code == 422
    assert person.post(f"{EDIT}/parts", data=changed).status_code == 303
    assert parse_case(text_of(app))[0].parts[0].zh == "开场 | 白"
    assert enter("bureau").post(f"{EDIT}/parts", data=changed).status_code == 409
    count = len(list(parse_case(text_of(app))[0].slides))
    base = re.search(r'name="base" value="(\w+)"', person.get(f"{EDIT}/parts").text)[1]
    assert person.post(f"{EDIT}/parts", data={**changed, "base": base, "remove": "1"}).status_code == 303
    assert len(list(parse_case(text_of(app))[0].slides)) == count


def test_the_way_to_class_by_its_buttons(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    person, bureau = enter("person"), enter("colleague")
    assert enter("school").get(f"/cases/{KEY}").status_code == 404
    assert f"/cases/{KEY}/submit" in person.get(EDIT).text
    assert person.post(f"/cases/{KEY}/submit").status_code == 303
    assert person.get(CARD).status_code == 303
    assert f"/cases/{KEY}/approve" not in person.get(EDIT).text
    assert person.post(f"/cases/{KEY}/approve").status_code == 404
    assert f"/cases/{KEY}/approve" in bureau.get(EDIT).text
    assert bureau.post(f"/cases/{KEY}/send-back", data={"remark": ""}).status_code == 422
    assert bureau.post(f"/cases/{KEY}/send-back", data={"remark": "请改标题。"}).status_code == 303
    assert "请改标题。" in person.get(EDIT).text
    person.post(f"/cases/{KEY}/submit")
    assert person.post(f"/cases/{KEY}/take-back").status_code == 303
    person.post(f"/cases/{KEY}/submit")
    assert bureau.post(f"/cases/{KEY}/approve").headers["Location"] == f"/cases/{KEY}"
    school = enter("school")
    assert school.get(f"/cases/{KEY}").status_code == 200
    assert school.post(f"/cases/{KEY}/deck/junior/zh").status_code == 200
    assert bureau.post(f"/cases/{KEY}/versions/1/withdraw").status_code == 303
    assert school.post(f"/cases/{KEY}/deck/junior/zh").status_code == 303
    assert in_app(app, lambda: db.session.scalar(sa.select(sa.func.count()).select_from(Deck))) == 1


def test_whoever_wrote_is_told_that_somebody_else_approves(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    bureau = enter("bureau")
    bureau.post(f"/cases/{KEY}/submit")
    assert f"/cases/{KEY}/approve" not in bureau.get(EDIT).text
    assert bureau.post(f"/cases/{KEY}/approve").headers["Location"] == EDIT
    assert versions(app)[-1] == (KEY, 1, "submitted")


def test_a_name_in_a_note_stops_the_draft_and_its_sentence_is_shown(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    person = enter("person")
    person.post(CARD, data=form_of_card(app, zh_say="先停一停。这件事发生在王小明同学身上。再往下讲。"))
    page = person.get(EDIT).text
    assert "这件事发生在王小明同学身上。" in page
    assert f"/cases/{KEY}/submit" not in page
    assert f"{CARD}#zh-say" in page
    assert person.post(f"/cases/{KEY}/submit").status_code == 303
    assert versions(app)[-1] == (KEY, 1, "draft")


def test_a_draft_is_given_up_and_its_text_stays(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    person = enter("person")
    assert person.post(f"/cases/{KEY}/discard").headers["Location"] == f"/cases/{KEY}/versions"
    assert person.get(EDIT).status_code == 404
    assert person.get(f"/cases/{KEY}/versions/1.md").status_code == 200
    assert person.post(f"/cases/{KEY}/draft").status_code == 303
    assert versions(app)[-1] == (KEY, 2, "draft")


def upload(
    who: FlaskClient, content: bytes, name: str = "case.md", path: str = "/cases/import", **more: str
) -> TestResponse:
    return who.post(path, data={"file": (io.BytesIO(content), name), **more}, content_type="multipart/form-data")


def test_what_is_taken_away_comes_back_byte_for_byte(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    person = enter("person")
    person.post(CARD, data=form_of_card(app, zh_title="# 不是标题", zh_say="一\n\n- 二"))
    first = person.get(f"/cases/{KEY}/versions/1.md")
    assert "attachment" in first.headers["Content-Disposition"]
    person.post(CARD, data=form_of_card(app, zh_title="别的"))
    assert upload(person, first.data, path=f"{EDIT}/import", revision="3").status_code == 303
    assert person.get(f"/cases/{KEY}/versions/1.md").data == first.data
    odd = first.data.replace(b"\n\n# ", b"\n\n\n\n# ").replace(b"minutes: 40", b"minutes:   40")
    assert upload(person, odd, path=f"{EDIT}/import", revision="4").status_code == 303
    assert person.get(f"/cases/{KEY}/versions/1.md").data == odd


def test_a_file_becomes_a_case_of_its_own_or_the_next_version_of_ours(
    app: Flask, city: City, enter: Callable[[str], FlaskClient]
) -> None:
    person, text = enter("person"), text_of(app, key="sample")
    assert (
        upload(person, text.replace("id: sample", "id: brand-new").encode()).headers["Location"]
        == "/cases/brand-new/edit"
    )
    assert person.get("/cases/brand-new/versions/1.md").data == text.replace("id: sample", "id: brand-new").encode()
    assert upload(person, text.encode()).headers["Location"] == EDIT
    again = upload(person, text.replace("id: sample", f"id: {KEY}").encode())
    assert again.status_code == 422
    person.post(f"/cases/{KEY}/discard")
    assert upload(person, text.replace("id: sample", f"id: {KEY}").encode()).headers["Location"] == EDIT
    assert (
        upload(person, text.replace("id: sample", "id: import").encode()).headers["Location"]
        == "/cases/import-r000/edit"
    )
    assert versions(app)[-2] == (KEY, 2, "draft")


def test_a_file_replaces_only_the_draft_that_its_sender_saw(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    content = text_of(app).encode()
    enter("bureau").post(CARD, data=form_of_card(app, zh_title="别人的"))
    answer = upload(enter("person"), content, path=f"{EDIT}/import", revision="1")
    assert answer.status_code == 422
    assert "别人的" in text_of(app)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_the_encodings_that_people_have(
    app: Flask, city: City, enter: Callable[[str], FlaskClient], encoding: str, end: str
) -> None:
    text = text_of(app, key="sample").replace("id: sample", "id: brand-new")
    answer = upload(enter("person"), text.replace("\n", end).encode(encoding))
    assert answer.status_code == 303
    assert text_of(app, key="brand-new") == text


BROKEN = [
    ("## goals", "## aims", "aims"),
    ("### zh 今天学会", "### fr 今天学会", "### fr"),
    ("## goals\n\nminutes: 1", "## goals\n\nminutes: viele", "viele"),
    ("先听一听", "先\t听", "Tab"),
    ("先听一听", "先听\u202e一听", "U+202E"),
    ("by: 小雨", "by: 小雨\nwho: 小雨", "who"),
    ("- 橡皮不见了。", "- 橡皮不见了。\n![图](a.png)", "picture: "),
    ("---\nschema", "schema = 1\n---\nschema", "三个短横线"),
    ("theme: T02", "theme: T77", "T77"),
]


@pytest.mark.parametrize(("before", "after", "words"), BROKEN, ids=[words for _, _, words in BROKEN])
def test_a_line_that_would_be_lost_is_named_with_what_to_do(
    app: Flask, city: City, enter: Callable[[str], FlaskClient], before: str, after: str, words: str
) -> None:
    text = text_of(app, key="sample").replace("id: sample", "id: brand-new")
    assert before in text
    wrong = text.replace(before, after, 1)
    answer = upload(enter("person"), wrong.encode(), "课件.md")
    assert answer.status_code == 422
    rows = re.findall(r">课件.md</td><td[^>]*>(\d+)</td><td[^>]*><div>(.*?)</div>", answer.text)
    assert any(words in sentence for _, sentence in rows)
    line = next(
        number for number, line in enumerate(wrong.split("\n"), 1) if line in after.split("\n") and line not in text
    )
    assert str(line) in {number for number, _ in rows}
    assert [key for key, _, _ in versions(app)] == ["sample"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "case.md"),
        (b"PK\x03\x04 something", "case.md"),
        (b"\xff\xfea\x00b\x00", "case.md"),
        (b"a\x00b", "case.md"),
        (b"\xe4\xb8\xad\xe6\x96\x87\n\xd6\xd0\xce\xc4", "case.md"),
        (b"\xff\xff\xff", "case.md"),
        (b"# x\n" * 200_000, "case.md"),
        ("王小明同学，".encode() * 4_000, "case.md"),
        (b"---\n", "case.docx"),
        (b"---\n", "case"),
        (b"<html><body>", "case.md"),
        (b"---\nid: x\n---\n", "case.md"),
    ],
)
def test_a_file_that_is_no_case_is_refused(
    app: Flask, city: City, enter: Callable[[str], FlaskClient], content: bytes, name: str
) -> None:
    answer = upload(enter("person"), content, name)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert [key for key, _, _ in versions(app)] == ["sample"]


def test_an_unfinished_file_becomes_a_draft_with_a_list_of_what_is_missing(
    app: Flask, city: City, enter: Callable[[str], FlaskClient]
) -> None:
    text = "---\nid: half-done\ntheme: T02\nstages: junior\nminutes: 40\n---\n\n# 故事 | \n\n## story\n\n### zh 半页\n"
    person = enter("person")
    assert upload(person, text.encode()).headers["Location"] == "/cases/half-done/edit"
    page = person.get("/cases/half-done/edit").text
    assert "/cases/half-done/edit/slides/1" in page
    assert "/cases/half-done/submit" not in page


def test_a_new_case_begins_with_empty_cards(app: Flask, city: City, enter: Callable[[str], FlaskClient]) -> None:
    person = enter("person")
    given = {"title_zh": "题目", "title_en": "Title", "theme": "T03", "strand": "law-abiding", "minutes": "40"}
    assert person.post("/cases/new", data=given).status_code == 422
    answer = person.post("/cases/new", data={**given, "stages": ["junior", "senior"]})
    assert answer.headers["Location"] == "/cases/t03-r000/edit"
    assert person.get("/cases/t03-r000/edit").status_code == 200
    for number in range(1, 13):
        assert person.get(f"/cases/t03-r000/edit/slides/{number}").status_code == (200 if number <= 10 else 404)
    assert enter("school").get("/cases/new").status_code == 404


def test_two_versions_are_shown_side_by_side(app: Flask, city: City, enter: Callable[[str], FlaskClient]) -> None:
    with app.app_context():
        approved(city)
    person = enter("person")
    person.post(f"/cases/{KEY}/draft")
    person.post(CARD, data=form_of_card(app, zh_title="Other"))
    page = person.get(f"/cases/{KEY}/compare?old=1&new=2")
    assert page.status_code == 200
    assert "<ins>Other</ins>" in page.text and "<del>橡皮去哪了</del>" in page.text
    history = person.get(f"/cases/{KEY}/versions").text
    assert "colleague 用户" in history and f"/cases/{KEY}/versions/2.md" in history
    for nonsense in ("old=1&new=9", "old=x&new=1", "old=1&new=²"):
        assert person.get(f"/cases/{KEY}/compare?{nonsense}").status_code == 404
    assert enter("other").get(f"/cases/{KEY}/compare?old=1&new=2").status_code == 404


def test_the_history_of_a_built_in_case_shows_a_bureau_what_was_in_use_only(
    app: Flask, city: City, enter: Callable[[str], FlaskClient]
) -> None:
    enter("admin").post("/cases/sample/draft")
    bureau = enter("bureau")
    assert "versions/1.md" in bureau.get("/cases/sample/versions").text
    assert "versions/2.md" not in bureau.get("/cases/sample/versions").text
    assert bureau.get("/cases/sample/versions/2.md").status_code == 404
    assert bureau.post("/cases/sample/versions/1/withdraw").status_code == 404


def test_a_draft_gives_no_deck(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    person = enter("person")
    assert person.post(f"/cases/{KEY}/deck/junior/zh").status_code == 303
    assert person.post(f"/cases/{KEY}/pdf/junior/zh").status_code == 404
    assert person.get(f"/cases/{KEY}/read/junior/zh/1").status_code == 404


def test_the_pictures_of_the_editor_can_do_nothing(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    person = enter("person")
    for path in (f"{CARD}/zh.svg", f"{CARD}/en.svg?stage=senior", "/cases/scenes/bullying_table.svg"):
        answer = person.get(path)
        assert answer.content_type.startswith("image/svg+xml")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    for path in (
        f"{CARD}/fr.svg",
        f"{EDIT}/slides/99/zh.svg",
        "/cases/scenes/..%2Ftable.svg",
        "/cases/scenes/none.svg",
    ):
        assert person.get(path).status_code == 404


def test_a_list_of_many_cards_asks_the_database_little(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient], statements: list[str]
) -> None:
    person = enter("person")
    person.get(EDIT)
    statements.clear()
    person.get(EDIT)
    assert len([one for one in statements if one.startswith("SELECT")]) <= 12


def test_the_written_text_is_canonical(app: Flask, draft: None, enter: Callable[[str], FlaskClient]) -> None:
    enter("person").post(CARD, data=form_of_card(app, zh_title="换"))
    assert write_case(parse_case(text_of(app))[0]) == text_of(app)


@both_databases
def test_of_many_who_save_one_card_at_once_one_wins_and_the_others_are_told(
    app: Flask, draft: None, enter: Callable[[str], FlaskClient]
) -> None:
    names = ["person", "bureau", "colleague", "city", "admin"]
    forms = {name: form_of_card(app, zh_title=f"标题 {name}") for name in names}
    clients, start = {name: enter(name) for name in names}, threading.Barrier(len(names))
    answers: dict[str, int] = {}

    def save(name: str) -> None:
        start.wait()
        answers[name] = clients[name].post(CARD, data=forms[name]).status_code

    threads = [threading.Thread(target=save, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [303, 409, 409, 409, 409]
    winner = next(name for name, status in answers.items() if status == 303)
    assert in_app(app, lambda: slide_of_draft(5)).zh.title == f"标题 {winner}"
