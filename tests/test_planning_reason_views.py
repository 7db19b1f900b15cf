"""The pages and the command of gaps, and polishing: over a real plan of a small county."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Role
from course.db import db
from course.jobs import Job, JobState, run
from course.planning.draft_actions import keep_draft
from course.planning.instance_queries import read_instance
from course.planning.models import PartState, Plan, PlannedLesson, PlanPart
from course.planning.reasons.queries import POLISH, draft_rows, taught
from course.planning.selections import of_regions
from course.planning.solver.figures import figures_of
from course.planning.solver.first_fit import first_fit
from course.planning.solver.instance import Bounds
from course.planning.solver.reasons import gaps_of
from course.roster.models import Level, Region, Term, VicePrincipal
from tests import make
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
FIRST = date(2026, 11, 30)


def plan_county(county: Region, term: Term, plan: Plan, job: Job) -> PlanPart:
    """The draft that a clerk would make."""
    instance = read_instance(term, of_regions(term, [county.path]), FIRST, datetime(2026, 11, 23, 9))
    lessons = first_fit(instance).lessons
    part = PlanPart(plan_id=plan.id, term_id=term.id, region_id=county.id, region_path=county.path, job_id=job.id)
    make.save(part)
    figures = figures_of(instance, lessons, Bounds())
    keep_draft(part, instance, lessons, figures, gaps_of(instance, lessons), now=make.NOW)
    return part


def populate(county: Region) -> None:
    """A school of twelve classes whose one person comes once a week, one with nobody, one with nothing missing."""
    station = make.station(county)
    short = make.school(county, code="short", name="实验小学", hall_seats=0)
    happy = make.school(county, code="happy", name="中心小学")
    alone = make.school(county, code="alone", name="山村小学")
    for number in range(12):
        make.school_class(short, 3, number + 1)
    for at in (happy, alone):
        make.school_class(at, 1, 1)
    person = make.vice_principal(station, code="busy", name="王立新", max_lessons_week=1, theme_codes=("T01",))
    other = make.vice_principal(station, code="free", name="李新", max_lessons_week=3)
    make.appointment(person, short)
    make.appointment(other, happy)


@dataclass(frozen=True)
class World:
    """Ids of a city with a plan of two counties; nothing is open when a request comes."""

    app: Flask
    city: int
    county: int

    @contextmanager
    def data(self) -> Iterator[PlanPart]:
        """The county's part, to look at or to change; kept at the end."""
        with self.app.app_context():
            yield db.session.scalars(sa.select(PlanPart).where(PlanPart.region_id == self.county)).one()
            db.session.commit()
            db.session.remove()

    def user(self, role: Role, of: str = "county") -> int:
        """A new user of the county, of the city, or of a county elsewhere, reading English."""
        with self.data():
            places = {"county": self.county, "city": self.city}
            place = db.session.get(Region, places[of]) if of in places else make.region("R9")
            person = db.session.scalars(sa.select(VicePrincipal)).first()
            return make.user(role, place if role is Role.BUREAU else person, locale="en").id


@pytest.fixture
def world(app: Flask) -> World:
    """A county of a city with a plan; another county is beside it in the plan."""
    with app.app_context():
        make.bells()
        for code in ("T01", "T02", "T03", "T04", "T05"):
            make.theme(code)
        term = make.term(substitute="none")
        city = make.region("C0", level=Level.CITY, name="东吉市")
        county = make.region("R1", parent=city, name="东吉县")
        beside = make.region("R2", parent=city, name="西吉县")
        populate(county)
        make.school(beside, code="beside", name="西吉小学")
        plan = make.save(Plan(term_id=term.id, region_id=city.id, region_path=city.path, created_at=make.NOW))
        job = make.save(Job(kind="plan", arguments={"first": FIRST.isoformat()}, created_at=make.NOW))
        for one in (county, beside):
            plan_county(one, term, plan, job)
        db.session.commit()
        found = World(app, city.id, county.id)
        db.session.remove()
    return found


@pytest.fixture
def bureau(world: World, sign_in: SignIn) -> FlaskClient:
    """Somebody of the county's bureau, reading English."""
    return sign_in(world.user(Role.BUREAU))


def publish(world: World) -> None:
    """Say that the county's plan is published."""
    with world.data() as part:
        part.state = PartState.PUBLISHED


def text_of(answer: Any) -> str:
    """The page."""
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@both_databases
def test_the_list_names_every_school_that_lacks_something_with_its_proof(world: World, bureau: FlaskClient) -> None:
    page = text_of(bureau.get("/plans/1/gaps"))
    assert "实验小学" in page
    assert "王立新 can come in 8 weeks × 1 a week = 8 lessons; this school needs 12." in page
    assert "山村小学" in page
    assert "Nobody is appointed" in page
    assert "中心小学" not in page
    assert "西吉小学" not in page


def test_an_overseer_of_the_city_sees_all_counties(world: World, sign_in: SignIn) -> None:
    page = text_of(sign_in(world.user(Role.BUREAU, "city")).get("/plans/1/gaps"))
    assert page.index("东吉县") < page.index("西吉县")
    assert "西吉小学" in page


def test_the_list_is_filtered_by_the_kind_of_reason(world: World, bureau: FlaskClient) -> None:
    page = text_of(bureau.get("/plans/1/gaps?kind=nobody"))
    assert "山村小学" in page
    assert "实验小学" not in page
    assert "No gap has this reason" in text_of(bureau.get("/plans/1/gaps?kind=duty"))
    for nonsense in ("kind=nonsense", "kind=%00", "page=2", "page=99999"):
        assert bureau.get(f"/plans/1/gaps?{nonsense}").status_code == 404


@both_databases
def test_a_school_has_its_reason_its_funnel_and_what_would_help(world: World, bureau: FlaskClient) -> None:
    page = text_of(bureau.get("/plans/1/gaps/short"))
    assert "Missing: 4 classes" in page
    assert "王立新 can come in 8 weeks × 1 a week = 8 lessons; this school needs 12." in page
    assert "All periods of the term" in page
    assert "王立新 gives up to 2 lessons a week" in page
    assert "Gains 4 classes; then nothing is missing." in page
    assert "Appoint 李新 besides, 10.0 km away" in page
    assert "Others of the same station may stand in this term" in page


def test_a_school_with_nobody_is_told_whom_to_appoint(world: World, bureau: FlaskClient) -> None:
    page = text_of(bureau.get("/plans/1/gaps/alone"))
    assert "Missing: 4 lesson-hours and 1 class" in page
    assert "Appoint" in page


def test_where_nothing_is_missing_the_page_says_so(world: World, bureau: FlaskClient) -> None:
    assert "Nothing is missing here" in text_of(bureau.get("/plans/1/gaps/happy"))


def test_what_lies_outside_the_scope_is_not_there(world: World, bureau: FlaskClient, sign_in: SignIn) -> None:
    for path in ("/plans/1/gaps/beside", "/plans/1/gaps/nothing", "/plans/2/gaps", "/plans/2/gaps/short"):
        assert bureau.get(path).status_code == 404
    elsewhere = sign_in(world.user(Role.BUREAU, "elsewhere"))
    for path in ("/plans/1/gaps", "/plans/1/gaps/short", "/plans/1/polish/1"):
        assert elsewhere.get(path).status_code == 404
    assert elsewhere.post("/plans/1/gaps/short/polish", data={"revision": "1"}).status_code == 404
    person = sign_in(world.user(Role.VICE_PRINCIPAL))
    assert person.get("/plans/1/gaps").status_code == 404


def test_a_county_that_is_not_planned_has_no_gaps_to_look_at(world: World, bureau: FlaskClient) -> None:
    with world.data() as part:
        part.state = PartState.RUNNING
    assert bureau.get("/plans/1/gaps").status_code == 404


def test_remedies_count_on_what_is_published(world: World, bureau: FlaskClient) -> None:
    publish(world)
    page = text_of(bureau.get("/plans/1/gaps/short"))
    assert "Polish this school" not in page
    assert "Plan again: as the data is now, there is room." in page


def test_the_page_of_a_school_reads_the_same_number_of_times_however_many_schools_there_are(
    world: World, bureau: FlaskClient, statements: list[str]
) -> None:
    bureau.get("/plans/1/gaps")
    statements.clear()
    bureau.get("/plans/1/gaps")
    assert len(statements) < 12
    statements.clear()
    bureau.get("/plans/1/gaps/short")
    assert len(statements) < 40


# Polishing.
@dataclass(frozen=True)
class Asked:
    """A polishing that was asked for: the page on which it is waited for, and its job."""

    world: World
    address: str
    job_id: int

    def done(self) -> Asked:
        """What the worker does."""
        with self.world.app.app_context():
            run(self.job_id)
            db.session.remove()
        return self


def ask_to_polish(client: FlaskClient, world: World, code: str = "happy") -> Asked:
    """Press the button."""
    with world.data() as part:
        revision = part.revision
    answer = client.post(f"/plans/1/gaps/{code}/polish", data={"revision": str(revision)})
    assert answer.status_code == 303
    with world.data():
        job_id = db.session.scalar(sa.select(sa.func.max(Job.id)).where(Job.kind == POLISH))
    return Asked(world, answer.location, job_id)


def lessons_of(world: World) -> Counter[Any]:
    """The drafted lessons of the county, each as a value."""
    with world.data() as part:
        rows = db.session.scalars(sa.select(PlannedLesson).where(PlannedLesson.part_id == part.id))
        return Counter((row.code, row.start, row.theme_id, row.class_ids) for row in rows)


def cost_of(world: World) -> float:
    """The soft cost that the county's figures show."""
    with world.data() as part:
        return sum(part.figures["soft"].values())


@both_databases
def test_polishing_gives_a_school_better_times_and_says_how_good_they_are(world: World, bureau: FlaskClient) -> None:
    before, cost = lessons_of(world), cost_of(world)
    asked = ask_to_polish(bureau, world)
    assert bureau.get(asked.address).headers["Refresh"] == "1"
    asked.done()
    answer = bureau.get(asked.address)
    assert "Better times were found" in text_of(answer)
    assert "Refresh" not in answer.headers
    after = lessons_of(world)
    assert after != before
    assert {row[0] for row in after} == {row[0] for row in before}
    assert cost_of(world) < cost
    with world.data() as part:
        assert part.revision == 2
        assert db.session.scalar(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc())) == "plan.polish"
    page = text_of(bureau.get("/plans/1/gaps/happy"))
    assert "Proved best" in page or "from the best plan" in page
    assert "Polish this school" not in page
    assert "Polish this school" in text_of(bureau.get("/plans/1/gaps/short"))


def test_lessons_that_are_best_already_stay(world: World, bureau: FlaskClient) -> None:
    first = ask_to_polish(bureau, world).done()
    before = lessons_of(world)
    again = ask_to_polish(bureau, world).done()
    assert "Better times were found" in text_of(bureau.get(first.address))
    assert "The lessons stay as they are" in text_of(bureau.get(again.address))
    assert lessons_of(world) == before


def test_the_figures_are_those_of_all_lessons_after_polishing(world: World, bureau: FlaskClient) -> None:
    ask_to_polish(bureau, world).done()
    with world.data() as part:
        term, county = db.session.scalars(sa.select(Term)).one(), db.session.get(Region, world.county)
        instance = read_instance(term, of_regions(term, [county.path]), FIRST, datetime(2026, 11, 23, 9))
        lessons = list(taught(instance, draft_rows(part)))
        assert part.figures["soft"] == figures_of(instance, lessons, Bounds()).soft


def test_a_draft_that_has_changed_since_stays_as_it_is(world: World, bureau: FlaskClient) -> None:
    asked = ask_to_polish(bureau, world)
    with world.data() as part:
        part.revision += 1
    before = lessons_of(world)
    asked.done()
    assert lessons_of(world) == before
    assert "nothing was changed" in text_of(bureau.get(asked.address))


def test_lessons_of_somebody_who_is_gone_are_not_lost_by_polishing(world: World, bureau: FlaskClient) -> None:
    asked = ask_to_polish(bureau, world)
    with world.data() as part:
        row = db.session.scalars(sa.select(PlannedLesson).where(PlannedLesson.part_id == part.id)).first()
        row.vice_principal_id = make.vice_principal(make.station(make.region("R9"))).id
    before = lessons_of(world)
    asked.done()
    assert lessons_of(world) == before
    assert "nothing was changed" in text_of(bureau.get(asked.address))


def test_who_may_do_it_no_longer_changes_nothing(world: World, bureau: FlaskClient) -> None:
    asked = ask_to_polish(bureau, world)
    with world.data():
        db.session.get(make.User, db.session.get(Job, asked.job_id).user_id).active = False
    before = lessons_of(world)
    asked.done()
    assert lessons_of(world) == before
    with world.data():
        assert db.session.get(Job, asked.job_id).state is not JobState.DONE


def test_a_polishing_is_seen_in_its_county_only(world: World, bureau: FlaskClient, sign_in: SignIn) -> None:
    asked = ask_to_polish(bureau, world)
    assert sign_in(world.user(Role.BUREAU)).get(asked.address).status_code == 200
    assert sign_in(world.user(Role.BUREAU, "elsewhere")).get(asked.address).status_code == 404
    assert bureau.get("/plans/1/polish/1").status_code == 404


def test_a_form_without_its_revision_or_of_a_published_plan_is_refused(world: World, bureau: FlaskClient) -> None:
    for data in ({}, {"revision": "x"}, {"revision": "-1"}, {"revision": "99999999999"}):
        assert bureau.post("/plans/1/gaps/short/polish", data=data).status_code == 400
    publish(world)
    assert bureau.post("/plans/1/gaps/short/polish", data={"revision": "1"}).status_code == 400


def test_no_page_loads_the_solver_packages() -> None:
    code = "import sys, app; assert not {'numpy', 'ortools'} & set(sys.modules), 'a page loads the solver'"
    subprocess.run([sys.executable, "-c", code], check=True)


# The command.
def explain(app: Flask, *arguments: str) -> Any:
    """``flask plan explain``."""
    app.config["DEFAULT_LOCALE"] = "en"
    try:
        return app.test_cli_runner().invoke(args=["plan", "explain", *arguments])
    finally:
        app.config["DEFAULT_LOCALE"] = "zh_Hans_CN"


def test_the_command_explains_a_plan_and_a_school(app: Flask, world: World) -> None:
    every = explain(app, "1")
    assert every.exit_code == 0
    assert "short 实验小学: 4 classes · Weekly limit: 王立新 can come in 8 weeks × 1 a week = 8 lessons" in every.output
    assert "R2 西吉县: 1" in every.output
    one = explain(app, "1", "--school", "short")
    assert "busy 王立新" in one.output
    assert "-> 王立新 gives up to 2 lessons a week: Gains 4 classes; then nothing is missing." in one.output
    assert "nothing is missing" in explain(app, "1", "--school", "happy").output


def test_the_command_says_what_is_not_there(app: Flask, world: World) -> None:
    for arguments in (("7",), ("1", "--school", "nothing"), ("7", "--school", "short")):
        told = explain(app, *arguments)
        assert told.exit_code == 1
        assert "Traceback" not in told.output
    assert explain(app, "x").exit_code == 2
    assert explain(app, "99999999999").exit_code == 2


def test_a_school_without_classes_is_explained(app: Flask, world: World) -> None:
    told = explain(app, "1", "--school", "beside").output
    assert "西吉小学: 4 lesson-hours · Nobody is appointed" in told
