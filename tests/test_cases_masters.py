"""Designs of bureaus: taken in, mapped, checked, chosen at a download, withdrawn; each in its region."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation

from course import uploads
from course.access.models import AuditEntry, Role
from course.cases import actions
from course.cases.masters import actions as master_actions
from course.cases.masters import intake as master_intake
from course.cases.masters import queries as master_queries
from course.cases.masters.rules import grouped, is_in_use, is_open, regions_above, was_never_used
from course.cases.masters.wording import FAULTS, KINDS, REMARKS
from course.cases.models import Deck, Master, MasterState
from course.db import db
from course.errors import RuleBroken
from course.roster.models import Level
from course.uploads import SENTENCES, UploadRefused, judge
from slides import built_in_cases, read_case
from slides.kinds import KINDS as ALL_KINDS
from tests import hostile_masters, make, masters, services
from tests.conftest import both_databases, copy_database


@pytest.fixture(scope="module")
def stocked(sqlite_app: Flask, scratch: Path) -> Path:
    """Two counties, an office in each and one above, a school, and the built-in cases."""
    copy_database(scratch / "empty.db", scratch / "course.db")
    with sqlite_app.app_context():
        city = make.region("C1", level=Level.CITY)
        here, there = make.region("R1", parent=city), make.region("R2", parent=city)
        make.user(Role.BUREAU, here)
        make.user(Role.BUREAU, there)
        make.user(Role.BUREAU, city)
        make.user(Role.SCHOOL, make.school(here))
        make.user(Role.SCHOOL, make.school(there))
        make.user(Role.ADMIN)
        for code in (f"T{number:02}" for number in range(1, 13)):
            make.theme(code)
        actions.load_laws()
        for path in built_in_cases():
            text = path.read_text(encoding="utf-8")
            actions.save_case(read_case(text), text, now=make.NOW)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    copy_database(scratch / "course.db", scratch / "masters.db")
    return scratch / "masters.db"


HERE, THERE, ABOVE, SCHOOL_HERE, SCHOOL_THERE, ADMIN = range(1, 7)


@pytest.fixture
def person(
    stocked: Path, app: Flask, scratch: Path, sign_in: Callable[[int], FlaskClient]
) -> Callable[[int], FlaskClient]:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    copy_database(stocked, scratch / "course.db")
    return sign_in


def send(client: FlaskClient, data: bytes, *, name: str = "县局模板", file: str = "a.pptx") -> object:
    return client.post("/masters/new", data={"name": name, "file": (io.BytesIO(data), file)})


def choices(page: str) -> dict[str, str]:
    """The layout that stands in each field of a master's page."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="(\d+)"', options)
        found[name] = chosen[1]
    return found


def accepted(client: FlaskClient, data: bytes | None = None, **more: str) -> int:
    """A master that has been sent in and taken into use."""
    address = send(client, data or masters.decorated(), **more).headers["Location"]
    answer = client.post(address, data=choices(client.get(address).text))
    assert answer.status_code == 303, answer.text
    return int(address.rpartition("/")[2])


def left_behind(app: Flask) -> list[str]:
    folder = Path(app.config["UPLOADS"])
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("hostile", hostile_masters.HOSTILE, ids=lambda hostile: hostile.title)
def test_hostile_presentations_are_refused_with_their_own_reason(
    tmp_path: Path, hostile: hostile_masters.Hostile
) -> None:
    path = tmp_path / "upload"
    path.write_bytes(hostile.make())
    with pytest.raises(UploadRefused) as refused:
        judge(path, hostile.name, master_intake.ENDINGS)
    assert refused.value.rule == hostile.rule


@pytest.mark.parametrize("make_file", [masters.plain, masters.decorated, masters.dark, masters.bare, masters.small])
def test_ordinary_presentations_pass_the_gate(tmp_path: Path, make_file: Callable[[], bytes]) -> None:
    path = tmp_path / "upload"
    path.write_bytes(make_file())
    judge(path, "a.pptx", master_intake.ENDINGS)


def test_a_template_file_passes_under_its_own_ending(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    kind = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
    path.write_bytes(hostile_masters.main_type(kind)())
    judge(path, "a.potx", master_intake.ENDINGS)


def test_every_refusal_has_a_sentence_that_takes_its_facts(data: None) -> None:
    rules = {hostile.rule for hostile in (*hostile_masters.HOSTILE, *hostile_masters.FOUND_LATER)}
    assert rules <= set(SENTENCES)
    assert "25.4 × 19.1" in str(UploadRefused("wrong_shape", wide="25.4", high="19.1"))
    assert set(KINDS) == set(ALL_KINDS)


KINDS_OF_REFUSAL = ("bomb in a picture", "entity in master", "macros by part", "4:3", "half", "film", "docx", "pptm")
SENT = [hostile for hostile in hostile_masters.HOSTILE if hostile.title in KINDS_OF_REFUSAL]


@pytest.mark.parametrize("hostile", [*SENT, *hostile_masters.FOUND_LATER], ids=lambda hostile: hostile.title)
def test_a_refused_file_leaves_nothing_behind(
    app: Flask, person: Callable[[int], FlaskClient], hostile: hostile_masters.Hostile
) -> None:
    before = left_behind(app)
    answer = send(person(HERE), hostile.make(), file=hostile.name)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert left_behind(app) == before
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Master.id))) == 0


@pytest.mark.parametrize(
    "values",
    [{"name": "", "file": "a.pptx"}, {"name": "模板"}, {"name": "模" * 61, "file": "a.pptx"}],
)
def test_a_form_that_says_too_little_is_shown_again(person: Callable[[int], FlaskClient], values: dict) -> None:
    files = {"file": (io.BytesIO(b"x"), values["file"])} if "file" in values else {}
    answer = person(HERE).post("/masters/new", data={**values, **files})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_file_becomes_a_master_with_its_layouts_proposed(app: Flask, person: Callable[[int], FlaskClient]) -> None:
    client, before = person(HERE), left_behind(app)
    answer = send(client, masters.decorated())
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert set(choices(page)) == {kind.replace("-", "_") for kind in ALL_KINDS}
    assert left_behind(app) == before
    with app.app_context():
        row = db.session.scalars(sa.select(Master)).one()
        assert (row.state, row.region_path, row.uploaded_by_id) == (MasterState.MAPPING, "C1/R1", HERE)
        assert zipfile.ZipFile(io.BytesIO(row.content)).testzip() is None


def test_two_masters_of_a_region_have_two_names(person: Callable[[int], FlaskClient]) -> None:
    client = person(HERE)
    send(client, masters.plain())
    assert send(client, masters.plain()).status_code == 422
    assert send(person(THERE), masters.plain()).status_code == 303


def test_every_kind_and_every_layout_has_a_picture_that_can_do_nothing(person: Callable[[int], FlaskClient]) -> None:
    client = person(HERE)
    address = send(client, masters.decorated()).headers["Location"]
    for kind in ALL_KINDS:
        answer = client.get(f"{address}/kinds/{kind}.svg")
        assert answer.content_type.startswith("image/svg+xml"), kind
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "<script" not in answer.text
    assert client.get(f"{address}/layouts/0.svg").status_code == 200
    for path in ("layouts/99.svg", "kinds/nothing.svg", "sample/junior/fr", "sample/adult/zh"):
        assert client.get(f"{address}/{path}").status_code == 404


def test_other_layouts_are_shown_before_anything_is_accepted(app: Flask, person: Callable[[int], FlaskClient]) -> None:
    client = person(HERE)
    address = send(client, masters.decorated()).headers["Location"]
    before = client.get(f"{address}/kinds/points.svg").text
    chosen = {**choices(client.get(address).text), "points": "0", "show": "1"}
    assert client.post(address, data=chosen).status_code == 303
    assert choices(client.get(address).text)["points"] == "0"
    assert client.get(f"{address}/kinds/points.svg").text != before
    with app.app_context():
        assert db.session.scalars(sa.select(Master.state)).one() is MasterState.MAPPING


@pytest.mark.parametrize("layout", ["99", "-1", "x", ""])
def test_a_layout_that_is_not_there_is_refused(person: Callable[[int], FlaskClient], layout: str) -> None:
    client = person(HERE)
    address = send(client, masters.plain()).headers["Location"]
    chosen = {**choices(client.get(address).text), "points": layout}
    assert client.post(address, data=chosen).status_code == 422


def test_a_design_is_in_use_only_after_its_whole_sample_has_passed(
    app: Flask, person: Callable[[int], FlaskClient]
) -> None:
    client = person(HERE)
    address = send(client, masters.crowded()).headers["Location"]
    refused = client.post(address, data=choices(client.get(address).text))
    assert refused.status_code == 422
    assert "faults-title" in refused.text and "#kind-story" in refused.text
    with app.app_context():
        assert db.session.scalars(sa.select(Master.state)).one() is MasterState.MAPPING
    accepted(client, name="另一个")
    with app.app_context():
        row = db.session.scalars(sa.select(Master).where(Master.name == "另一个")).one()
        assert row.state is MasterState.ACCEPTED and row.accepted_at
        noted = list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))
        assert noted == ["master.upload", "master.upload", "master.accept"]


def test_a_design_in_use_is_offered_in_its_region_and_below(person: Callable[[int], FlaskClient]) -> None:
    accepted(person(HERE), name="县局模板")
    accepted(person(ABOVE), masters.plain(), name="市局模板")
    page = "/cases/bullying?stage=junior"
    assert "县局模板" in person(SCHOOL_HERE).get(page).text
    assert "市局模板" in person(SCHOOL_HERE).get(page).text
    assert "县局模板" not in person(SCHOOL_THERE).get(page).text
    assert "市局模板" in person(SCHOOL_THERE).get(page).text
    assert "县局模板" in person(ADMIN).get(page).text


def test_a_deck_in_a_design_names_it_and_is_remembered(app: Flask, person: Callable[[int], FlaskClient]) -> None:
    number = accepted(person(HERE))
    client = person(SCHOOL_HERE)
    answer = client.post("/cases/bullying/deck/junior/zh", data={"master": str(number)})
    slides = list(Presentation(io.BytesIO(answer.data)).slides)
    assert "母版：县局模板" in slides[-1].notes_slide.notes_text_frame.text
    again = client.post("/cases/bullying/deck/junior/zh", data={"master": str(number)})
    assert again.data == answer.data
    plain = client.post("/cases/bullying/deck/junior/zh", data={"master": ""})
    assert plain.data != answer.data
    with app.app_context():
        assert list(db.session.scalars(sa.select(Deck.master_id).order_by(Deck.id))) == [number, number, None]


def test_pages_handout_and_pictures_wear_the_design_that_is_chosen(person: Callable[[int], FlaskClient]) -> None:
    number, client = accepted(person(HERE)), person(SCHOOL_HERE)
    chosen = f"master={number}"
    page = client.get(f"/cases/bullying?stage=junior&{chosen}").text
    assert f'<option value="{number}" selected>' in page
    for path in ("read/junior/zh/1", "handout/junior/zh", "deck/junior/zh", "pictures/junior/zh/2/small"):
        assert f"/cases/bullying/{path}?{chosen}" in page
    handout = client.get(f"/cases/bullying/handout/junior/zh?{chosen}").text
    assert "母版：县局模板" in handout and "母版：县局模板" not in client.get("/cases/bullying/handout/junior/zh").text
    assert handout.count(f"/medium?{chosen}") >= 14
    assert f"/read/junior/zh/2?{chosen}" in client.get(f"/cases/bullying/read/junior/zh/1?{chosen}").text
    address = "/cases/bullying/pictures/junior/zh/2/small"
    built_in, own = client.get(address).data, client.get(f"{address}?{chosen}").data
    assert built_in != own and client.get(address).data == built_in
    file = client.post(f"/cases/bullying/deck/junior/zh?{chosen}").data
    assert file == client.post("/cases/bullying/deck/junior/zh", data={"master": str(number)}).data
    for path in ("?stage=junior&", "/read/junior/zh/1?", "/handout/junior/zh?", "/pictures/junior/zh/2/small?"):
        assert person(SCHOOL_THERE).get(f"/cases/bullying{path}{chosen}").status_code == 404


def test_a_pdf_wears_the_design_and_is_remembered_with_it(app: Flask, person: Callable[[int], FlaskClient]) -> None:
    number, client = accepted(person(HERE)), person(SCHOOL_HERE)
    services.libreoffice()
    own = client.post(f"/cases/bullying/pdf/junior/zh?master={number}").data
    assert own.startswith(b"%PDF-") and own != client.post("/cases/bullying/pdf/junior/zh").data
    with app.app_context():
        assert list(db.session.scalars(sa.select(Deck.master_id).order_by(Deck.id))) == [number, None]


def test_a_design_that_is_not_offered_cannot_be_asked_for(person: Callable[[int], FlaskClient]) -> None:
    number = accepted(person(HERE))
    for asked in (str(number), "x", "999", "-1"):
        assert person(SCHOOL_THERE).post("/cases/bullying/deck/junior/zh", data={"master": asked}).status_code == 404


def test_a_withdrawn_design_is_offered_no_longer_and_can_come_back(
    app: Flask, person: Callable[[int], FlaskClient]
) -> None:
    client = person(HERE)
    number = accepted(client)
    assert client.post(f"/masters/{number}", data={}).status_code == 422
    assert client.post(f"/masters/{number}/withdraw").status_code == 303
    assert "县局模板" not in person(SCHOOL_HERE).get("/cases/bullying?stage=junior").text
    assert person(SCHOOL_HERE).post("/cases/bullying/deck/junior/zh", data={"master": str(number)}).status_code == 404
    assert client.post(f"/masters/{number}/discard").status_code == 303
    with app.app_context():
        assert db.session.scalars(sa.select(Master.state)).one() is MasterState.WITHDRAWN
    answer = client.post(f"/masters/{number}", data=choices(client.get(f"/masters/{number}").text))
    assert answer.status_code == 303
    assert "县局模板" in person(SCHOOL_HERE).get("/cases/bullying?stage=junior").text


def test_a_design_that_was_never_used_can_be_thrown_away(app: Flask, person: Callable[[int], FlaskClient]) -> None:
    client = person(HERE)
    address = send(client, masters.plain()).headers["Location"]
    assert client.post(f"{address}/discard").status_code == 303
    assert client.get(address).status_code == 404


def test_masters_of_another_region_are_not_there(person: Callable[[int], FlaskClient]) -> None:
    address = send(person(HERE), masters.plain()).headers["Location"]
    stranger = person(THERE)
    for path in ("", "/layouts/0.svg", "/kinds/cover.svg", "/sample/junior/zh"):
        assert stranger.get(f"{address}{path}").status_code == 404
    for path in ("", "/withdraw", "/discard"):
        assert stranger.post(f"{address}{path}").status_code == 404
    assert "县局模板" not in stranger.get("/masters").text
    assert "县局模板" in person(ABOVE).get("/masters").text


def test_a_bureau_sees_what_the_offices_above_offer_and_cannot_change_it(person: Callable[[int], FlaskClient]) -> None:
    number = accepted(person(ABOVE), name="市局模板")
    client = person(HERE)
    page = client.get("/masters").text
    assert "市局模板" in page and f"/masters/{number}" not in page
    assert client.get(f"/masters/{number}").status_code == 404


def test_the_same_form_sent_twice_makes_one_master(app: Flask, person: Callable[[int], FlaskClient]) -> None:
    client, key = person(HERE), uuid.uuid4().hex
    answers = [
        client.post(
            "/masters/new",
            data={"name": "模板", "file": (io.BytesIO(masters.plain()), "a.pptx"), "idempotency_key": key},
        )
        for _ in range(2)
    ]
    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Master.id))) == 1


def test_a_sample_can_be_taken_away(person: Callable[[int], FlaskClient]) -> None:
    client = person(HERE)
    address = send(client, masters.decorated()).headers["Location"]
    answer = client.get(f"{address}/sample/junior/en")
    assert len(Presentation(io.BytesIO(answer.data)).slides) >= 20
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_command_builds_in_a_design_by_its_name(
    app: Flask, person: Callable[[int], FlaskClient], tmp_path: Path
) -> None:
    accepted(person(HERE))
    accepted(person(THERE))
    wanted = ["deck", "build", "bullying", "--stage", "junior", "--lang", "zh", "--out", str(tmp_path / "a.pptx")]
    run = app.test_cli_runner()
    twice = run.invoke(args=[*wanted, "--master", "县局模板"])
    assert twice.exit_code == 1 and "C1/R1/县局模板" in twice.output
    assert run.invoke(args=[*wanted, "--master", "别的"]).exit_code == 1
    done = run.invoke(args=[*wanted, "--master", "C1/R1/县局模板"])
    assert done.exit_code == 0, done.output
    slides = list(Presentation(str(tmp_path / "a.pptx")).slides)
    assert "县局模板" in slides[-1].notes_slide.notes_text_frame.text
    own = run.invoke(args=[*wanted, "--master", "senior"])
    assert own.exit_code == 0, own.output


@both_databases
def test_masters_are_kept_and_found_on_both_databases(app: Flask, data: None) -> None:
    taken = master_intake.described(masters.rebuilt(masters.plain()), [], "a.pptx")
    given = {"user_id": 1, "now": make.NOW}
    row = master_actions.add(taken, name="模板", region_path="C1/R1", **given)
    other = master_actions.add(taken, name="模板", region_path="C1/R2", **given)
    with pytest.raises(RuleBroken) as broken:
        master_actions.add(taken, name="模板", region_path="C1/R1", **given)
    assert broken.value.names() == {"name_is_free"}
    master_actions.accept(row, row.mapping, make.NOW)
    master_actions.accept(other, other.mapping, make.NOW)
    assert [found.region_path for found in master_queries.offered(["C1/R1/X"])] == ["C1/R1"]
    assert master_queries.offered(["C1"]) == []
    with pytest.raises(RuleBroken):
        master_actions.choose_layouts(row, {})


@pytest.mark.parametrize(
    ("path", "above"),
    [("", [""]), ("P0", ["", "P0"]), ("P0/C00/R000", ["", "P0", "P0/C00", "P0/C00/R000"])],
)
def test_a_region_lies_in_the_regions_above_it(path: str, above: list[str]) -> None:
    assert regions_above(path) == above


@pytest.mark.parametrize(
    ("rule", "state", "holds"),
    [
        (is_open, MasterState.MAPPING, True),
        (is_open, MasterState.WITHDRAWN, True),
        (is_open, MasterState.ACCEPTED, False),
        (is_in_use, MasterState.ACCEPTED, True),
        (is_in_use, MasterState.MAPPING, False),
        (is_in_use, MasterState.WITHDRAWN, False),
    ],
)
def test_what_may_be_done_with_a_master_follows_from_its_state(rule: Callable, state: MasterState, holds: bool) -> None:
    assert (rule(state) is None) == holds
    assert was_never_used(False) is None and was_never_used(True) is not None


def test_equal_faults_are_told_once_with_the_worst_figure() -> None:
    where = ("junior", "zh", 3, "标题")
    rows = [("story", "text_over_box", "text", figure, 91.0, where) for figure in (95.0, 120.0)]
    rows += [("story", "text_unclear", "text", figure, 4.5, where) for figure in (3.0, 2.0)]
    over, unclear = grouped(rows)
    assert (over.found, over.count) == (120.0, 2)
    assert (unclear.found, unclear.count) == (2.0, 2)


def test_every_fault_and_remark_has_its_words(data: None) -> None:
    source = Path("slides/deck_rules.py").read_text(encoding="utf-8")
    source += Path("slides/uploaded/sample.py").read_text(encoding="utf-8")
    assert set(re.findall(r'[fF]ault\("(\w+)"', source)) == set(FAULTS)
    text = "".join(path.read_text(encoding="utf-8") for path in Path("slides/uploaded").glob("*.py"))
    told = set(re.findall(r'\(?"((?:chinese_)?face|more_\w+)"', text))
    assert told == set(REMARKS)
    assert set(re.findall(r'MasterRefused\("(\w+)"', text)) <= set(uploads.SENTENCES)
