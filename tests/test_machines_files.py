"""Files whose bytes are gone: the doctor names each, and the pages say so and go on."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from course.cases.masters import designs as master_designs
from course.cases.models import Master
from course.db import db
from course.delivery.models import Photo
from course.reports import store
from course.reports.models import ReportFile
from tests import hostile
from tests.hostile import World


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


def lose(world: World, statement: sa.Update) -> list[str]:
    """Change what is stored behind the application's back; what the doctor says that it did not say before."""
    before = set(told(world))
    with world.app.app_context():
        db.session.execute(statement)
        db.session.commit()
        db.session.remove()
    for kept in (master_designs.read_base, master_designs.made, master_designs.kept_sample):
        kept.cache_clear()
    return [line for line in told(world) if line not in before and not line.endswith("problems")]


def told(world: World) -> list[str]:
    return world.app.test_cli_runner().invoke(args=["doctor"]).output.splitlines()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file"])
def test_a_design_that_lost_its_bytes(world: World, content: bytes) -> None:
    master_id, bureau = world.home.ids["used_master"], world.client("bureau")
    sentences = lose(world, sa.update(Master).where(Master.id == master_id).values(content=content))
    assert len(sentences) == 1 and "upload it again" in sentences[0]
    assert bureau.get(f"/masters/{master_id}").status_code == bureau.get("/masters").status_code == 200
    for picture in ("layouts/1.svg", "kinds/cover.svg"):
        assert bureau.get(f"/masters/{master_id}/{picture}").status_code == 404
    said = bureau.get(f"/masters/{master_id}/sample/primary_high/zh", follow_redirects=True)
    assert said.status_code == 200 and "这套模板的文件已损坏" in said.text
    deck = f"/lessons/{world.home.lessons['scheduled']}/deck/zh"
    teacher = world.client("vice_principal")
    refused = teacher.get(deck, query_string={"master": master_id})
    assert refused.status_code == 409 and "这套模板的文件已损坏" in refused.text
    assert teacher.get(deck).data[:2] == b"PK", "the built-in design is still there"


def test_a_photograph_that_lost_its_bytes(world: World) -> None:
    photo_id, lesson_id = photo_of(world)
    address, school = f"/lessons/{lesson_id}/photos/{photo_id}.jpg", world.client("school")
    assert school.get(address).status_code == 200
    sentences = lose(world, sa.update(Photo).where(Photo.id == photo_id).values(content=b""))
    assert sentences == [
        f"photograph {photo_id} of lesson {lesson_id} is empty: take it from the last backup, or withdraw it"
    ]
    assert school.get(address).status_code == 404
    assert school.get(f"/lessons/{lesson_id}").status_code == 200


def photo_of(world: World) -> tuple[int, int]:
    """A photograph that the school of the world may see, and its lesson."""
    with world.app.app_context():
        shown = sa.select(Photo.id, Photo.lesson_id).where(Photo.lesson_id.in_(world.home.lessons.values()))
        found = db.session.execute(shown.order_by(Photo.id)).first()
        db.session.remove()
    return tuple(found)


def test_a_report_whose_file_is_gone_can_be_asked_for_again(world: World) -> None:
    school, token = world.client("school"), "0123456789abcdef" * 2
    with world.app.app_context():
        owned = sa.select(ReportFile.id).where(ReportFile.user_id == world.home.users["school"])
        report_id = db.session.scalars(owned.order_by(ReportFile.id)).first()
        store.path_of(token).write_bytes(b"PK")
        db.session.remove()
    until = sa.func.datetime("now", "+1 hour")
    given = {"stored_as": token, "name": "a.xlsx", "kept_until": until}
    assert lose(world, sa.update(ReportFile).where(ReportFile.id == report_id).values(**given)) == []
    assert school.get(f"/reports/{report_id}/file").data == b"PK"
    with world.app.app_context():
        store.forget(token)
    assert f"the file of report {report_id} is not there: its reader can ask for it again" in told(world)
    said = school.get(f"/reports/{report_id}/file", follow_redirects=True)
    assert said.status_code == 200 and "请重新" in said.text
