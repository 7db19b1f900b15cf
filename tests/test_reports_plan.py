"""The spreadsheet of a plan: of a small one at once, of a large one as a report, in the scope of the reader only."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from course import jobs
from course.access.models import Role
from course.db import db
from course.planning.models import PlannedLesson, PlanPart
from course.planning.reading import export_views
from course.reports import store
from course.reports.models import ReportFile
from course.roster.models import Level
from tests import make, make_reading
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    """A city whose two counties have a plan together, a county without one, and the bureau of each."""
    with app.app_context():
        shutil.rmtree(store.folder())
        term, city = make_reading.world(), make.region("C00", level=Level.CITY, name="东吉市")
        one, two = (make_reading.county(code, parent=city) for code in ("R001", "R002"))
        elsewhere = make.region("R009")
        plan = make_reading.plan(term, city, one, two)
        users = {name: make.user(Role.BUREAU, of).id for name, of in {"city": city, "one": one}.items()}
        users["elsewhere"] = make.user(Role.BUREAU, elsewhere).id
        return SimpleNamespace(app=app, plan=plan.id, path=f"/plans/{plan.id}/plan.xlsx", **users)


def lessons_of(world: SimpleNamespace, *counties: str) -> int:
    """How many lessons the plan has in these counties."""
    chosen = sa.select(sa.func.count()).select_from(PlannedLesson).join(PlanPart, PlanPart.id == PlannedLesson.part_id)
    with world.app.app_context():
        codes = PlanPart.region.has(make.Region.code.in_(counties))
        return db.session.scalar(chosen.where(PlanPart.plan_id == world.plan, codes)) or 0


def ask(client: FlaskClient, world: SimpleNamespace, region: str) -> int:
    """Ask for the plan of a region; the status of the answer."""
    form = {"plan": world.plan, "region": region, "language": "zh_Hans_CN"}
    return client.post("/reports/new/plan", data=form).status_code


def made(client: FlaskClient, world: SimpleNamespace) -> tuple[str, list[int]]:
    """What was asked for last, made and downloaded: its name, and how many rows each sheet has below its head."""
    with world.app.app_context():
        jobs.run_due()
        number = db.session.scalar(sa.select(sa.func.max(ReportFile.id)))
        name = db.session.get_one(ReportFile, number).name
    answer = client.get(f"/reports/{number}/file")
    assert answer.status_code == 200
    return name, [sheet.max_row - 1 for sheet in load_workbook(io.BytesIO(answer.data)).worksheets]


def test_a_small_plan_is_there_at_once(world: SimpleNamespace, sign_in: SignIn) -> None:
    assert sign_in(world.city).get(world.path).data.startswith(b"PK")


def test_a_large_plan_leads_to_the_reports(
    world: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(world.city)
    monkeypatch.setattr(export_views, "MOST_AT_ONCE", lessons_of(world, "R001"))
    assert client.get(f"{world.path}?county=R001").status_code == 200
    monkeypatch.setattr(export_views, "MOST_AT_ONCE", lessons_of(world, "R001") - 1)
    answer = client.get(f"{world.path}?county=R001")
    assert answer.headers["Location"] == f"/reports/new/plan?plan={world.plan}&region=R001"
    page = client.get(answer.headers["Location"]).text
    assert f'<option selected value="{world.plan}">' in page
    assert '<option selected value="R001">' in page


@both_databases
@pytest.mark.parametrize(
    ("user", "region", "counties"),
    [("city", "C00", ("R001", "R002")), ("city", "R002", ("R002",)), ("one", "R001", ("R001",))],
)
def test_it_is_made_in_the_background_of_the_region_asked_for(
    world: SimpleNamespace, sign_in: SignIn, user: str, region: str, counties: tuple[str, ...]
) -> None:
    client = sign_in(getattr(world, user))
    assert ask(client, world, region) == 303
    name, (lessons, schools, people, figures) = made(client, world)
    assert name.startswith("学期排课计划表-") and name.endswith(".xlsx")
    expected = lessons_of(world, *counties)
    assert (lessons, schools, people, figures) == (expected, 3 * len(counties), 3 * len(counties), len(counties))


@pytest.mark.parametrize(("user", "region"), [("one", "R002"), ("one", "C00"), ("elsewhere", "R009"), ("city", "")])
def test_what_lies_outside_the_scope_or_the_plan_is_refused(
    world: SimpleNamespace, sign_in: SignIn, user: str, region: str
) -> None:
    assert ask(sign_in(getattr(world, user)), world, region) == 422
    with world.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ReportFile)) == 0


def test_it_can_be_asked_for_again(world: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(world.city)
    assert ask(client, world, "R001") == 303
    with world.app.app_context():
        number = db.session.scalar(sa.select(sa.func.max(ReportFile.id)))
    client.post(f"/reports/{number}/again")
    with world.app.app_context():
        assert set(db.session.scalars(sa.select(ReportFile.plan_id))) == {world.plan}
