"""A world to attack: two counties that look alike, a user of each role, every kind of row."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from course import links
from course.access.guard import OF_PACKAGES
from course.access.models import AuditEntry, Channel, IdempotencyKey, Message, MessageState, Notice, Role, User
from course.cases.actions import save_case
from course.cases.masters import actions as master_actions
from course.cases.masters.intake import described
from course.cases.models import Article, Case, CaseVersion, Law, LawVersion, MasterState, VersionState
from course.db import db
from course.delivery.link import Link, token_for
from course.jobs import Job, JobState
from course.ledger.import_jobs import PREVIEW
from course.planning.appointments.jobs import PROPOSE
from course.planning.appointments.page_queries import held_at
from course.planning.appointments.proposals import marks
from course.planning.models import PartState, Plan, PlannedLesson, PlanPart
from course.planning.reasons.queries import POLISH
from course.planning.solver.figures import Figures
from course.planning.solver.proposal import AppointmentFigures
from course.reports.models import ReportFile, ReportKind, ReportSubscription, Rhythm
from course.roster.models import Absence, Level, Region, School, Station, Term, Theme, VicePrincipal
from course.roster.rules import year_of
from course.schedule.calendars import feed_actions, feed_queries
from course.schedule.models import Lesson, LessonClass, LessonState, WaitingPlace, WaitingState
from course.schedule.models import Place as LessonPlace
from course.sharing import token_actions, token_queries
from course.sharing.token_rules import ALLOWED
from slides import read_case
from tests import make, make_delivery, make_sharing, masters
from tests.conftest import copy_database
from tests.race import next_teaching_day
from tests.test_slides_sample import sample_text

MATRIX = Path(__file__).parent.parent / "course" / "access" / "matrix.csv"
NOW = datetime.now().replace(second=0, microsecond=0)
DAY = next_teaching_day(date.today() + timedelta(days=9))
WEEK = f"{DAY:%G-W%V}"
ANYONE = "anyone"
ROLES = tuple(role.value for role in Role)
TOKEN_OWNERS = tuple(role.value for role in token_queries.OWNERS)
PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
# These two grow with every request and say nothing about the work.
WAITING_LAW = "f" * 32
LAW_TEXT = "中华人民共和国示例法\n（2025年6月27日通过　自2025年7月1日起施行）\n第一条　甲。\n第二条　乙。"
FIGURES = Figures(schools=1, lessons=1).as_json()
GROWING = {AuditEntry.__tablename__, IdempotencyKey.__tablename__}


@dataclass(frozen=True)
class Place:
    """One school with its station, its vice-principal, its lessons and a user of each role; codes and ids only."""

    codes: dict[str, str]
    ids: dict[str, int]
    lessons: dict[str, int]
    classes: tuple[int, ...]
    users: dict[str, int]
    confirmation: str = ""
    survey: str = ""
    feed: str = ""
    unsubscribe: str = ""
    cases: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """``home``, a ``neighbour`` in the same county, and a ``stranger`` in another county, all with the same names."""

    app: Flask
    home: Place
    neighbour: Place
    stranger: Place
    admin: int
    colleagues_lesson: int
    folder: Path = field(repr=False)

    def user(self, role: str, of: Place | None = None) -> int:
        """The id of a user of this role."""
        return self.admin if role == Role.ADMIN.value else (of or self.home).users[role]

    def client(self, role: str, of: Place | None = None) -> FlaskClient:
        """A browser in which a user of this role is signed in; nobody in it for ``anyone``."""
        client = self.app.test_client()
        if role != ANYONE:
            client.set_cookie("course", cookie(self.app, self.user(role, of)))
        return client

    def restore(self) -> None:
        """The database as it was when the world was made (SQLite only)."""
        put_back(self.folder / "hostile.db", self.app)
        put_law(self.folder)
        put_rosters(self)


def populated(app: Flask) -> World:
    """The world in the application's database; made once for SQLite and copied from then on."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        sqlite = db.engine.dialect.name == "sqlite"
    folder = Path(app.config["INSTANCE"])
    known = app.extensions.get("hostile world")
    if sqlite and known:
        known.restore()
        return known
    with app.app_context():
        world = make_world(app, folder)
        put_rosters(world)
        db.session.remove()
        db.engine.dispose()
    if sqlite:
        copy_database(folder / "course.db", folder / "hostile.db")
        app.extensions["hostile world"] = world
    return world


def put_back(source: Path, app: Flask) -> None:
    """Put a kept database into the place of the one in use."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    folder = Path(app.config["INSTANCE"])
    copy_database(source, folder / "course.db")


def put_law(folder: Path) -> None:
    """The text of a law that an administrator has sent and not yet agreed to."""
    path = folder / "uploads" / WAITING_LAW
    path.parent.mkdir(exist_ok=True)
    path.write_text(LAW_TEXT, encoding="utf-8")
    Path(f"{path}.name").write_text("law.txt", encoding="utf-8")


def make_world(app: Flask, folder: Path, name: str = "实验小学") -> World:
    """Every row that a route can name, three times over."""
    db.session.execute(sa.text("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT)"))
    province = make.region("P0", level=Level.PROVINCE, name="示例省")
    city = make.region("C00", parent=province, level=Level.CITY, name="东吉市")
    near = make.region("R000", parent=city, name="东吉县")
    # Its code only begins like the other one's.
    far = make.region("R0002", parent=city, name="东吉县")
    make.bells()
    make.term(name="now", start=date.today() - timedelta(days=90), end=date.today() + timedelta(days=90))
    theme = make.theme("T02", special_day=f"{DAY:%m-%d}")
    make.theme("T03", name="禁毒教育")
    make.theme("T04", name="消防安全")
    case = make_case()
    places = [make_place(county, number, theme, case, name) for number, county in enumerate((near, near, far))]
    home = places[0]
    person = make.vice_principal(db.session.get(Station, places[1].ids["station"]), code="zq1cp", name="王立新")
    school = db.session.get(School, home.ids["school"])
    make.appointment(person, school, start=DAY - timedelta(days=200), end=DAY + timedelta(days=200))
    theirs = make_lesson(person, school, theme, case, begin(DAY, 14), LessonState.REQUESTED)
    admin = make.user(Role.ADMIN, email="admin@example.com").id
    put_law(folder)
    for place in places:
        place.ids["proposal"] = make_proposal(place)
        place.ids["admins_job"] = make_job(admin)
        place.ids["waiting"] = make_waiting(place)
        place.ids["offered"] = make_waiting(place, offered=True)
        place.ids["admin_notice"] = make_notice(admin)
        place.ids.update(make_reports(Role.ADMIN, admin, db.session.get(School, place.ids["school"])))
        place.ids.update({f"{role}_token": make_token(place.users.get(role, admin)) for role in TOKEN_OWNERS})
        place.ids.update(make_subscribers(place, admin))
    return World(app, *places, admin, theirs, folder)


def begin(day: date, hour: int, minute: int = 10) -> datetime:
    """A time of day."""
    return datetime(day.year, day.month, day.day, hour, minute)


def make_case() -> int:
    """A case that can be built into a deck, and the invented law that it cites."""
    law = make.save(Law(title="中华人民共和国示例法", short_titles=("样法",)))
    version = LawVersion(law_id=law.id, version_date=date(2025, 6, 27), effective=date(2025, 6, 27))
    version.checked_on = date(2026, 11, 20)
    make.save(version)
    for number, text in (("1", "为了示例，制定本法。"), ("2", "学生不得欺负同学；学校应当制止。")):
        make.save(Article(law_version_id=version.id, number=number, text=text))
    text = sample_text().replace("picture: plain", "picture: bullying_table")
    version = save_case(read_case(text), text, now=make.NOW)
    db.session.commit()
    return version.case_id


def make_lessons(person: Any, school: School, theme: Any, case: int, classes: tuple[Any, ...]) -> dict[str, int]:
    """A lesson in each state; two of them in a series of the school."""
    starts = {
        "requested": (begin(DAY, 10, 25), LessonState.REQUESTED),
        "scheduled": (begin(DAY + timedelta(days=1), 10, 25), LessonState.SCHEDULED),
        "planned": (begin(DAY + timedelta(days=2), 10, 25), LessonState.SCHEDULED),
        "begun": (max(NOW - timedelta(hours=2), NOW.replace(hour=0, minute=0)), LessonState.SCHEDULED),
        "delivered": (NOW - timedelta(days=2), LessonState.DELIVERED),
        "confirmed": (NOW - timedelta(days=4), LessonState.CONFIRMED),
        "missed": (NOW - timedelta(days=6), LessonState.MISSED),
    }
    lessons = {
        key: make_lesson(person, school, theme, case, start, state, classes) for key, (start, state) in starts.items()
    }
    db.session.get(Lesson, lessons["planned"]).accepted_at = None
    for key in ("requested", "scheduled"):
        db.session.get(Lesson, lessons[key]).series = f"series-{school.code}"
    return lessons


def make_drafts(
    county: Region, school: School, person: VicePrincipal, theme: Any, classes: tuple[Any, ...]
) -> dict[str, int]:
    """A plan with a gap that is polished, and one that can be published.

    That one's lesson is in a period of the school, on a day of its own, about what no class has had this year.
    """
    ids = {"plan": make_plan(county, school, person, theme, classes)}
    week_after = begin(next_teaching_day(DAY + timedelta(days=7)), 10, 25)
    unheard = db.session.scalars(sa.select(Theme).where(Theme.code == "T04")).one()
    ids["publishable_plan"] = make_plan(county, school, person, unheard, classes, start=week_after, period=3)
    return ids | {"polish": make_gaps(ids["plan"], school)}


def make_place(county: Region, number: int, theme: Any, case: int, name: str) -> Place:
    """One school with all that belongs to it."""
    station = make.station(county, code=f"zq{number}st", name="城关派出所")
    school = make.school(county, code=f"zq{number}sc", name=name)
    person = make.vice_principal(
        station, code=f"zq{number}vp", name="王立新", phone=f"1380000000{number}", theme_codes=("T02", "T03", "T04")
    )
    appointment = make.appointment(person, school, start=DAY - timedelta(days=200), end=DAY + timedelta(days=200))
    classes = tuple(make.school_class(school, 3, index) for index in (1, 2, 3))
    users = make_users(county, station, school, person, number)
    lessons = make_lessons(person, school, theme, case, classes)
    delivered, confirmed = (db.session.get(Lesson, lessons[key]) for key in ("delivered", "confirmed"))
    for of in (delivered, confirmed):
        make_delivery.delivery(of)
    make_delivery.confirmation(confirmed, classes)
    ids = {
        "school": school.id,
        "station": station.id,
        "person": person.id,
        "appointment": appointment.id,
        "absence": make.absence(person, begin(DAY, 0), begin(DAY, 1)).id,
        "roster": make.save(roster_time(person)).id,
        "blackout": make.blackout(school, begin(DAY, 1), begin(DAY, 2)).id,
        "training": make.training(person).id,
        "job": make_job(users[Role.BUREAU.value]),
        "master": make_master(county, users[Role.BUREAU.value], "模板"),
        "spare_master": make_master(county, users[Role.BUREAU.value], "备用模板"),
        "used_master": make_master(county, users[Role.BUREAU.value], "在用模板", MasterState.ACCEPTED),
        "law": db.session.scalar(sa.select(LawVersion.id)),
        **make_plans_of(county, users[Role.BUREAU.value]),
        **{f"{role.value}_notice": make_notice(users[role.value]) for role in Role if role is not Role.ADMIN},
    }
    ids |= make_duties(person, school)
    for role in (Role.BUREAU, Role.STATION, Role.VICE_PRINCIPAL, Role.SCHOOL):
        ids |= make_reports(role, users[role.value], school)
    ids["message"] = make_message(users[Role.SCHOOL.value])
    ids |= {name: make_stopped_job(users[Role.BUREAU.value]) for name in ("stopped", "stopped_later")}
    for key, role in (("photo", Role.SCHOOL), ("persons_photo", Role.VICE_PRINCIPAL)):
        ids[key] = make_delivery.photo(confirmed, added_by_id=users[role.value]).id
    ids |= make_drafts(county, school, person, theme, classes)
    link = Link(delivered.uid, date.today() + timedelta(days=7))
    return Place(
        codes={"region": county.code, "station": station.code, "school": school.code, "person": person.code},
        ids=ids,
        lessons=lessons,
        classes=tuple(row.id for row in classes),
        users=users,
        confirmation=token_for(link),
        survey=links.sign_short("survey", lessons["begun"]),
        feed=make_feed(users[Role.VICE_PRINCIPAL.value]),
        unsubscribe=links.sign("unsubscribe", [users[Role.SCHOOL.value], "digest"]),
        cases=make_own_cases(county, number, users, theme),
    )


def make_reports(role: Role, user_id: int, school: School) -> dict[str, int]:
    """The record of a school that a user has asked for: one whose file is gone, one that waits; and one sent weekly."""
    found = {}
    for name, made_at in (("report", make.NOW), ("waiting_report", None)):
        row = ReportFile(kind=ReportKind.SCHOOL, region_path=school.region_path, school_id=school.id, language="en")
        row.year, row.day, row.user_id = year_of(date.today(), "09-01"), date.today(), user_id
        row.created_at, row.made_at = make.NOW, made_at
        found[f"{role.value}_{name}"] = make.save(row).id
    weekly = {"kind": ReportKind.BRIEF, "region_path": school.region_path, "rhythm": Rhythm.WEEKLY}
    known = sa.select(ReportSubscription.id).where(ReportSubscription.user_id == user_id)
    given = db.session.scalar(known.where(ReportSubscription.region_path == school.region_path))
    row = ReportSubscription(user_id=user_id, created_at=make.NOW, **weekly)
    return {**found, f"{role.value}_subscription": given or make.save(row).id}


def make_duties(person: VicePrincipal, school: School) -> dict[str, int]:
    """Two lines of duties, an open hazard and a closed one."""
    hazard = {"unit": "总务处", "due_on": date.today() + timedelta(days=7)}
    closed = {**hazard, "closed_on": date.today(), "closing_note": "已修好"}
    kinds = {"duty": {}, "spare_duty": {}, "hazard": hazard, "closed_hazard": closed}
    return {name: make_delivery.duty(person, school, **given).id for name, given in kinds.items()}


def make_own_cases(county: Region, number: int, users: dict[str, int], theme: Any) -> dict[str, str]:
    """A case of the county for each thing that may be done to one; the names say which state each is in."""
    keys = {name: f"zq{number}-{name.replace('_', '-')}" for name in CASES}
    for name, key in keys.items():
        state, file = CASES[name], read_case(case_text(key))
        row = Case(key=key, region_path=county.path, theme_id=theme.id, stages=file.stages)
        row.title_zh, row.title_en = file.title("zh"), file.title("en")
        version = CaseVersion(number=1, text=case_text(key), text_hash=key, state=state, case=row, created_at=make.NOW)
        version.author_id, version.changed_at = users[Role.VICE_PRINCIPAL.value], make.NOW
        version.approved_on = date(2026, 11, 20) if state is VersionState.APPROVED else None
        db.session.add_all([row, version])
    db.session.commit()
    return keys


def case_text(key: str) -> str:
    """The text of one of these cases, with nothing wrong in it."""
    return sample_text().replace("picture: plain", "picture: bullying_table").replace("id: sample", f"id: {key}")


def make_users(county: Region, station: Station, school: School, person: VicePrincipal, number: int) -> dict[str, int]:
    """A user of each role, and one more of the school's to do things to."""
    of = {Role.BUREAU: county, Role.STATION: station, Role.SCHOOL: school, Role.VICE_PRINCIPAL: person}
    users = {
        role.value: make.user(role, row, email=f"zq{number}{role.value}@example.com").id for role, row in of.items()
    }
    return {**users, "spare": make.user(Role.SCHOOL, school, email=f"zq{number}spare@example.com").id}


def make_lesson(
    person: VicePrincipal,
    school: School,
    theme: Any,
    case: int,
    start: datetime,
    state: LessonState,
    classes: tuple[Any, ...] = (),
) -> int:
    """A lesson with its classes; it holds no slots."""
    end = start + timedelta(minutes=40)
    row = make.lesson(person, school, theme, start, end, state=state, case_id=case, period=3)
    db.session.add_all(LessonClass(lesson_id=row.id, class_id=of.id) for of in classes)
    db.session.commit()
    return row.id


def make_job(user_id: int) -> int:
    """An import that was judged and waits for its user."""
    result = {"figures": {}, "lines": {}, "tables": {}, "ignored": []}
    arguments = {"token": uuid.uuid4().hex, "name": "ledger.zip", "term": "", "user_id": user_id}
    job = Job(kind=PREVIEW, arguments=arguments, user_id=user_id, created_at=make.NOW)
    job.state, job.result = JobState.DONE, result
    return make.save(job).id


def make_proposal(place: Place) -> int:
    """A proposal for the county of a place that renews its appointment."""
    person, school = place.ids["person"], place.ids["school"]
    known = marks(held_at([person], [school], date.today()), set(), date.today())
    line = {"person": person, "school": school, "km": 1.0, "why": "renewed", "renews": place.ids["appointment"]}
    days = {"start": DAY + timedelta(days=201), "end": DAY + timedelta(days=999), "ended": DAY + timedelta(days=200)}
    line |= {name: day.isoformat() for name, day in days.items()}
    line["seen"] = known[f"p{person}"] + known[f"s{school}"]
    result = {"day": date.today().isoformat(), "lines": [line], "vacant": {}, "not_renewed": [], "figures": {}}
    region = db.session.get(School, school).region_id
    job = Job(kind=PROPOSE, arguments={"region_id": region}, user_id=None, created_at=make.NOW, finished_at=make.NOW)
    job.state, job.result = JobState.DONE, result | {"figures": asdict(AppointmentFigures(new=1))}
    return make.save(job).id


def make_plans_of(county: Region, user_id: int) -> dict[str, int]:
    """A plan of the county in each state that a button changes; the one in work is of a part of the county."""
    states = PartState.PUBLISHED, PartState.FAILED, PartState.DRAFT
    found = {f"{state.value}_plan": make_bare_plan(county, state, user_id) for state in states}
    return {**found, "waiting_plan": make_bare_plan(make.region(parent=county), PartState.WAITING, user_id)}


def make_bare_plan(county: Region, state: PartState, user_id: int | None) -> int:
    """A plan of one county without its lessons."""
    term = db.session.scalars(sa.select(Term)).one()
    plan = Plan(term_id=term.id, region_id=county.id, region_path=county.path, created_at=make.NOW)
    plan.created_by_id = user_id
    make.save(plan)
    part = PlanPart(plan_id=plan.id, term_id=term.id, region_id=county.id, region_path=county.path, state=state)
    if state in (PartState.DRAFT, PartState.PUBLISHED):
        part.made_at, part.revision, part.figures = make.NOW, 1, FIGURES
    make.save(part)
    return plan.id


def make_master(county: Region, user_id: int, name: str, state: MasterState = MasterState.MAPPING) -> int:
    """A design of the county."""
    given = {"name": f"{name}{user_id}", "region_path": county.path, "user_id": user_id, "now": make.NOW}
    master = master_actions.add(described(masters.rebuilt(masters.plain()), [], "a.pptx"), **given)
    master.state = state
    db.session.commit()
    return master.id


def make_plan(
    county: Region,
    school: School,
    person: VicePrincipal,
    theme: Any,
    classes: tuple[Any, ...],
    *,
    start: datetime | None = None,
    period: int = 4,
) -> int:
    """A draft of the county with one lesson."""
    start = start or begin(DAY, 11)
    plan_id = make_bare_plan(county, PartState.DRAFT, None)
    part = db.session.scalar(sa.select(PlanPart.id).where(PlanPart.plan_id == plan_id))
    whom = {"vice_principal_id": person.id, "school_id": school.id, "theme_id": theme.id, "class_ids": (classes[0].id,)}
    when = {"start": start, "end": start + timedelta(minutes=40), "period": period, "place": "classroom"}
    make.save(PlannedLesson(part_id=part, code=f"{school.code}-01", region_path=county.path, **whom, **when))
    return plan_id


def make_gaps(plan_id: int, school: School) -> int:
    """A gap in the only county of a plan, and a polishing of its school that is done."""
    part = db.session.scalars(sa.select(PlanPart).where(PlanPart.plan_id == plan_id)).one()
    facts = {"school": school.code, "kind": "times", "also": [], "hours": 3, "classes": ["3-1"], "lessons": 3}
    part.gaps = [{**facts, "given": 1, "loose": 3, "funnel": [], "cut": None, "appointees": None}]
    arguments = {"part_id": part.id, "school_id": school.id, "school": school.code, "name": school.name}
    job = Job(kind=POLISH, arguments=arguments, created_at=make.NOW, state=JobState.DONE)
    job.result = {
        "schools": [],
        "before": 9.0,
        "now": 7.0,
        "better": True,
        "proved": False,
        "percent": 2.0,
        "known": True,
    }
    return make.save(job).id


def roster_time(person: VicePrincipal) -> Absence:
    """A time that came from a duty roster."""
    given = {"vice_principal_id": person.id, "region_path": person.region_path, "source": "旧值班表"}
    return Absence(start=begin(DAY, 2), end=begin(DAY, 3), reason="值班", **given)


def put_rosters(world: World) -> None:
    """A duty roster for each person that each who may enter it has sent and not yet agreed to."""
    when = [begin(DAY, 6).isoformat(), begin(DAY, 7).isoformat(), "值班"]
    for place in (world.home, world.neighbour, world.stranger):
        for role in ("admin", "bureau", "station", "vice_principal"):
            said = {"person": place.codes["person"], "user": world.user(role, place), "source": "值班表"}
            said["file"] = {"name": "", "times": [when], "skipped": []}
            path = world.folder / "uploads" / waiting_roster(place.codes["person"], role)
            path.write_text(json.dumps(said), encoding="utf-8")


def waiting_roster(code: str, role: str) -> str:
    """The token of a roster that waits."""
    return hashlib.md5(f"{code} {role}".encode()).hexdigest()


def make_feed(user_id: int) -> str:
    """The token of a calendar that asks every hour."""
    user, now = db.session.get(User, user_id), datetime.now(UTC)
    token = feed_actions.make_feed(user, now=now)
    feed_actions.mark_read(feed_queries.feed_of(user).id, now)
    db.session.commit()
    return token


def make_subscribers(place: Place, admin: int) -> dict[str, int]:
    """A program of each who may have one that is told what happens, and one that is switched off."""
    users = {"admin": admin, "bureau": place.users["bureau"]}
    path = db.session.get(School, place.ids["school"]).region_path
    found = {}
    for role, user_id in users.items():
        user, region = db.session.get(User, user_id), path if role == "bureau" else ""
        found[f"{role}_subscriber"] = make_sharing.subscriber(user, region).id
        found[f"{role}_stopped"] = make_sharing.subscriber(user, region, stopped_at=datetime.now(UTC)).id
    return found


def make_token(user_id: int) -> int:
    """A key that opens everything its owner may see."""
    given = {"name": "排课平台", "allowed": tuple(ALLOWED), "ends_on": DAY, "today": date.today()}
    user, ends = db.session.get(User, user_id), datetime.now(UTC) + timedelta(days=30)
    token = token_actions.make_token(user, **given, expires_at=ends, now=datetime.now(UTC))
    db.session.commit()
    return token_queries.open_token(token, datetime.now(UTC)).row.id


def make_notice(user_id: int) -> int:
    """Something that a user should know."""
    notice = Notice(user_id=user_id, kind="law.coming", key=uuid.uuid4().hex, created_at=make.NOW)
    notice.facts = {"day": "2027-03-01", "cases": 1, "titles_zh": ["橡皮"], "titles_en": ["Rubber"]}
    return make.save(notice).id


def make_message(user_id: int) -> int:
    """A message to a user that could not be delivered."""
    row = Message(user_id=user_id, channel=Channel.MAIL, kind="law.coming", key=uuid.uuid4().hex, created_at=make.NOW)
    row.facts = {"day": "2027-03-01", "cases": 1, "titles_zh": ["橡皮"], "titles_en": ["Rubber"]}
    row.state, row.due_at, row.error, row.tries = MessageState.FAILED, make.NOW, "550 no such mailbox", 1
    return make.save(row).id


def make_stopped_job(user_id: int) -> int:
    """Work that was given up after three tries."""
    job = Job(kind="tallies.understanding", user_id=user_id, created_at=make.NOW, finished_at=make.NOW, tries=3)
    job.state, job.result = JobState.FAILED, {"trouble": "died"}
    return make.save(job).id


def cookie(app: Flask, user_id: int) -> str:
    """The session cookie of a user who has signed in."""
    with app.app_context():
        key = db.session.scalar(sa.select(User.fs_uniquifier).where(User.id == user_id))
        db.session.remove()
        return SecureCookieSessionInterface().get_signing_serializer(app).dumps({"_user_id": key, "_fresh": True})


@cache
def matrix() -> dict[str, dict[str, str]]:
    """The role matrix, by endpoint."""
    with MATRIX.open() as file:
        return {row["endpoint"]: row for row in csv.DictReader(file)}


def may(role: str, endpoint: str) -> bool:
    """Whether the matrix lets this role in."""
    row = matrix()[endpoint]
    return bool(row[ANYONE] or row.get(role))


def routes(app: Flask, *, of_packages: bool = False) -> Iterator[tuple[Rule, str]]:
    """Every route with each of its methods; our own, or those of the packages."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint.startswith(OF_PACKAGES) is of_packages:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule, method


def make_waiting(place: Place, *, offered: bool = False) -> int:
    """A place on the waiting list of a school: it waits, or the time is offered to it."""
    start = begin(next_teaching_day(DAY + timedelta(days=10)), 10, 25)
    row = WaitingPlace(school_id=place.ids["school"], vice_principal_id=place.ids["person"], period=3)
    row.region_path = db.session.get(School, place.ids["school"]).region_path
    row.theme_id, row.place = db.session.scalar(sa.select(Theme.id).where(Theme.code == "T03")), LessonPlace.CLASSROOM
    row.class_ids, row.start, row.end = place.classes[:1], start, start + timedelta(minutes=40)
    row.created_at = make.NOW
    if offered:
        row.state, row.offered_until = WaitingState.OFFERED, datetime.now(UTC) + timedelta(hours=20)
    return make.save(row).id


# The state in which a lesson must be for each of its routes to have something to do.
LESSON_FOR = {
    "schedule.accept": "requested",
    "schedule.decline": "requested",
    "schedule.cancel": "scheduled",
    "schedule.agree": "planned",
    "schedule.cancel_series": "scheduled",
    **dict.fromkeys(("schedule.move_choices", "schedule.move", "schedule.hand_over_choices"), "scheduled"),
    **dict.fromkeys(("schedule.hand_over", "schedule.exchange_choices", "schedule.exchange"), "scheduled"),
    "repairing.lesson": "scheduled",
    "repairing.repair_lesson": "scheduled",
    "delivery.report": "begun",
    "delivery.report_figures": "begun",
    "delivery.send_figures": "begun",
    "delivery.missed": "begun",
    "delivery.send_missed": "begun",
    "delivery.undo": "delivered",
    "check_in.check_in": "begun",
    "delivery.confirm": "delivered",
    "reminding.remind": "delivered",
    "delivery.confirm_figures": "delivered",
    "delivery.send_confirmed_figures": "delivered",
}
PLAN_FOR = {
    "planning.cancel": "waiting_plan",
    "planning.discard": "draft_plan",
    "planning.publish": "publishable_plan",
    "planning.withdraw": "published_plan",
    "planning.again": "failed_plan",
}
DUTY_FOR = {
    "duties.remove": "spare_duty",
    "duties.closing": "hazard",
    "duties.close": "hazard",
    "duties.reopen": "closed_hazard",
}
MASTER_FOR = {"masters.discard": "spare_master", "masters.withdraw": "used_master"}
CASES = {
    "draft": VersionState.DRAFT,
    "submitted_later": VersionState.DRAFT,
    "given_up_later": VersionState.DRAFT,
    "waiting": VersionState.SUBMITTED,
    "returned_later": VersionState.SUBMITTED,
    "taken_back_later": VersionState.SUBMITTED,
    "in_use": VersionState.APPROVED,
}
# The case that each of its routes has something to do with; the built-in one for the others.
CASE_FOR = {
    "cases.edit": "draft",
    "cases.edit_about": "draft",
    "cases.edit_parts": "draft",
    "cases.card": "draft",
    "cases.save_card": "draft",
    "cases.preview_card": "draft",
    "cases.card_picture": "draft",
    "cases.arrange_card": "draft",
    "cases.import_text": "draft",
    "cases.submit": "submitted_later",
    "cases.discard": "given_up_later",
    "cases.approve": "waiting",
    "cases.send_back": "returned_later",
    "cases.take_back": "taken_back_later",
    "cases.begin_draft": "in_use",
    "cases.history": "in_use",
    "cases.compare": "in_use",
    "cases.export": "in_use",
    "cases.withdraw": "in_use",
}
# What these addresses name belongs to everybody, or the token in them is the permission.
FOR_ALL = {
    "laws.law", "laws.edit", "law_import.preview", "law_import.agree", "law_import.discard",
    "cases.case", "cases.deck", "cases.page_picture", "cases.read", "cases.handout", "cases.pdf", "cases.copy",
    "cases.scene", "site.language",
    "roster_import.export",
    "delivery.confirm_by_link", "delivery.send_confirm_by_link", "survey.survey", "survey.send_survey",
    "unsubscribe.show", "unsubscribe.stop",
    "schedule.calendar_feed",
    "understanding.case",
    "report_files.new",
    "manual.topic",
    "api.school",
    "api.lesson",
}  # fmt: skip


# What stands in an address whatever the place is.
WORDS = {
    "topic_key": "book",
    "name": "bullying_table",
    "stage": "primary_high",
    "language": "zh",
    "locale": "en",
    "size": "small",
    "moment": "after",
    "week": WEEK,
    "grade": 3,
    "subject": "school",
    "filename": "course.css",
}


def values(rule: Rule, place: Place, role: str = "") -> dict[str, str]:
    """What stands in the parts of an address for the things of a place."""
    named = {"person": ("/vice-principals", "/person/"), "region": ("/regions", "/region/")}
    code = next((kind for kind, parts in named.items() if any(part in rule.rule for part in parts)), "school")
    job = "admins_job" if role == Role.ADMIN.value else "job"
    owner = role if role in ROLES else "school"
    known = WORDS | {
        "lesson_id": place.lessons[LESSON_FOR.get(rule.endpoint, "confirmed")],
        "user_id": place.users["spare"],
        "absence_id": place.ids["absence"],
        "appointment_id": place.ids["appointment"],
        "blackout_id": place.ids["blackout"],
        "duty_id": place.ids[DUTY_FOR.get(rule.endpoint, "duty")],
        "training_id": place.ids["training"],
        "job_id": place.ids[job],
        "proposal_id": place.ids["proposal"],
        "stopped_id": place.ids["stopped_later" if rule.endpoint == "jobs.aside" else "stopped"],
        "master_id": place.ids[MASTER_FOR.get(rule.endpoint, "master")],
        "plan_id": place.ids[PLAN_FOR.get(rule.endpoint, "plan")],
        "code": place.codes[code],
        "token": token_of(rule, place, role),
        "waiting_id": place.ids["offered" if rule.endpoint == "schedule.take_offer" else "waiting"],
        "version_id": place.ids["law"],
        "message_id": place.ids["message"],
        "polish_id": place.ids["polish"],
        "notice_id": place.ids[f"{owner}_notice"],
        "key": place.cases[CASE_FOR[rule.endpoint]] if rule.endpoint in CASE_FOR else "sample",
        "photo_id": place.ids["persons_photo" if role == Role.VICE_PRINCIPAL.value else "photo"],
        "kind": "cover" if rule.endpoint.startswith("masters.") else "zip",
        "number": year_of(date.today(), "09-01") if rule.endpoint.startswith("evaluations.") else 1,
        "report_id": place.ids[f"{owner}_{'waiting_report' if rule.endpoint == 'report_files.cancel' else 'report'}"],
        "subscription_id": place.ids[f"{owner}_subscription"],
        "subscriber_id": place.ids.get(
            f"{role}_stopped" if rule.endpoint == "sharing.resume_subscriber" else f"{role}_subscriber",
            place.ids["bureau_subscriber"],
        ),
        "token_id": place.ids.get(f"{role}_token", place.ids["school_token"]),
    }
    unknown = rule.arguments - known.keys()
    assert not unknown, f"{rule.rule}: say in tests/hostile.py what stands for {unknown}"
    return {name: str(known[name]) for name in rule.arguments}


def token_of(rule: Rule, place: Place, role: str = "") -> str:
    """What opens an address by itself, or names a file that was sent."""
    if rule.rule.startswith("/laws/import"):
        return WAITING_LAW
    if rule.rule.startswith("/calendar/"):
        return place.feed
    if "/busy/" in rule.rule:
        return waiting_roster(place.codes["person"], role or Role.VICE_PRINCIPAL.value)
    if rule.rule.startswith("/unsubscribe/"):
        return place.unsubscribe
    return place.survey if rule.rule.startswith("/s/") else place.confirmation


def address(rule: Rule, given: dict[str, str]) -> str:
    """The address of a route, with what is given put in as it is."""
    return PARAMETER.sub(lambda match: given[match[2]], rule.rule)


def fingerprint(app: Flask, leave_out: set[str] = GROWING, columns: set[str] = frozenset()) -> dict[str, str]:
    """Number and hash of the rows of each table; ``columns``, such as ``at`` or ``post.key``, are not looked at."""
    with app.app_context(), db.engine.connect() as connection:
        found = {}
        for table in db.metadata.sorted_tables:
            if table.name in leave_out:
                continue
            looked_at = [column for column in table.columns if not {column.name, str(column)} & columns]
            wanted = [sa.type_coerce(column, sa.String) for column in looked_at]
            rows = sorted(repr(tuple(row)) for row in connection.execute(sa.select(*wanted)))
            found[table.name] = f"{len(rows)}:{hashlib.sha256(chr(10).join(rows).encode()).hexdigest()[:16]}"
        return found


def crash(answer: TestResponse) -> bool:
    """Whether the server is to blame for the answer."""
    return answer.status_code >= 500


def quoted(text: str) -> str:
    """The text as it stands in an address."""
    return quote(text, safe="")
