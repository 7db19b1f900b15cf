"""The demo: an invented district with a planned, half-taught term and one login of each role."""

from __future__ import annotations

import csv
import os
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import joinedload, selectinload

from course.access.actions import add_user
from course.access.models import Message, Notice, Role, User
from course.access.scope import Scope
from course.cases.queries import cases_for, suiting
from course.db import db, one_transaction, utc_now
from course.delivery import actions as delivery
from course.demo_roster import COUNTY, write_folder
from course.errors import RuleBroken
from course.i18n import local_now
from course.ledger import applying
from course.ledger.judging import judge
from course.ledger.reading import open_ledger
from course.planning import plan_queries, plan_workers
from course.planning.models import Plan
from course.planning.plan_actions import ask_for_plan
from course.planning.plan_rules import first_day_offered
from course.roster.models import School, SchoolClass, Theme
from course.roster.rules import coarse_stage, stage_of_grade
from course.schedule import actions as schedule
from course.schedule.booking.free_periods import FreePeriod, search
from course.schedule.models import Lesson, Place
from course.schedule.situation_queries import Question, situation

SEED = 12
NEWS_FOR = timedelta(days=3)
THEMES = ("T02", "T04", "T01")
LOGINS = (
    (Role.ADMIN, "", "admin@example.com", "系统管理员"),
    (Role.BUREAU, COUNTY, "bureau@example.com", "青河区教育局 法治教育专员"),
    (Role.STATION, "QHP1", "station@example.com", "城关派出所 内勤"),
    (Role.VICE_PRINCIPAL, "QHV01", "vice-principal@example.com", "赵晓明"),
    (Role.SCHOOL, "QH01", "school@example.com", "青河区实验小学 王老师"),
)


@click.command
@click.option("--folder", type=click.Path(path_type=Path, exists=True), help="Another roster folder to import instead.")
@with_appcontext
def demo(folder: Path | None) -> None:
    """Load a demo district with a half-taught term and one login of each role; safe to repeat."""
    with current_app.test_request_context():
        load(folder)


def load(folder: Path | None) -> None:
    """Import the district, add the logins, and live through the term until today."""
    source = folder or Path(current_app.config["INSTANCE"]) / "demo-roster"
    if folder is None:
        write_folder(source, local_now().date())
    tables = [judge(sheet) for sheet in open_ledger(source).sheets]
    with one_transaction():
        applying.write_all(tables, Scope(Role.ADMIN), "", now=utc_now())
    codes = None if folder is None else first_codes()
    add_logins(codes)
    if db.session.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 0:
        live_through_term(local_now())
    if db.session.scalar(sa.select(Plan.id).limit(1)) is None:
        plan_days_ahead(codes[Role.BUREAU] if codes else COUNTY, local_now().date())
    click.echo(f"Demo logins: {logins_file()}")


def add_logins(codes: dict[Role, str] | None) -> None:
    """One login of each role, written down once; a login that is there keeps its password."""
    lines = []
    with one_transaction():
        for role, code, email, name in LOGINS:
            if db.session.scalar(sa.select(User.id).where(User.email == email)) is None:
                scope_code = codes[role] if codes and role in codes else code
                lines.append(add_login(role, scope_code, email, name))
    if lines:
        with open(os.open(logins_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", newline="") as file:
            csv.writer(file).writerows([("role", "email", "password", "scope"), *lines])


def add_login(role: Role, code: str, email: str, name: str) -> tuple[str, str, str, str]:
    """One user whose password need not be changed first."""
    user, password = add_user(
        email=email, name=name, role=role, scope_code=code, by=None, scope=Scope(Role.ADMIN), now=utc_now()
    )
    user.must_change_password = False
    return role.value, email, password, code


def first_codes() -> dict[Role, str]:
    """What the logins are of in another district: a school, one of its people, their station, the county."""
    row = db.session.execute(
        sa.text(
            "SELECT school.code, vice_principal.code, station.code, region.code FROM appointment"
            " JOIN school ON school.id = appointment.school_id"
            " JOIN vice_principal ON vice_principal.id = appointment.vice_principal_id"
            " JOIN station ON station.id = vice_principal.station_id"
            " JOIN region ON region.id = school.region_id ORDER BY appointment.id LIMIT 1"
        )
    ).one()
    return dict(zip((Role.SCHOOL, Role.VICE_PRINCIPAL, Role.STATION, Role.BUREAU), row, strict=True))


def logins_file() -> Path:
    """Where the passwords of the demo are written."""
    return Path(current_app.config["INSTANCE"]) / "demo-logins.csv"


def live_through_term(now: datetime) -> None:
    """Book, teach and confirm as a district does: most of it went well, some of it waits, a little went wrong."""
    chance = random.Random(SEED)
    schools = db.session.scalars(sa.select(School).order_by(School.id)).all()
    for weeks in range(-9, 4):
        week = now + timedelta(weeks=weeks)
        for school in schools:
            for _ in range(2):
                with one_transaction():
                    live_lesson(school, week, now, chance)
    leave_past_behind(moment(now - NEWS_FOR))


def leave_past_behind(since: datetime) -> None:
    """Nobody gets mail of a past that never was; what is older than a few days was read."""
    with one_transaction():
        db.session.execute(sa.delete(Message))
        old = sa.update(Notice).where(Notice.created_at < since, Notice.read_at.is_(None))
        db.session.execute(old.values(read_at=since))


def live_lesson(school: School, week: datetime, now: datetime, chance: random.Random) -> None:
    """One lesson of a school in a week: asked for the week before, and carried as far as time has."""
    question = next_question(school, chance)
    if question is None:
        return
    asked_at = moment(min(week, now) - timedelta(days=9))
    monday = week.date() - timedelta(days=week.weekday())
    free = chosen_period(question, monday, schedule.wall_clock(asked_at), chance)
    if free is None:
        return
    stage = stage_of_grade(question.classes[0].grade)
    case = next(iter(suiting(cases_for([question.theme.id], school.region_path), question.theme.id, stage)), None)
    wish = schedule.Wish(question, free.person.id, free.day, free.period.number, case.id if case else None)
    try:
        lesson = schedule.book(wish, user=user_of(Role.SCHOOL, school.id), now=asked_at)
    except RuleBroken:
        return
    carry_on(with_classes(lesson.id), now, chance)


def with_classes(lesson_id: int) -> Lesson:
    """A lesson with the classes that it was booked for and its vice-principal."""
    loaded = (selectinload(Lesson.classes), joinedload(Lesson.vice_principal))
    chosen = sa.select(Lesson).where(Lesson.id == lesson_id).options(*loaded)
    return db.session.scalars(chosen.execution_options(populate_existing=True)).one()


def carry_on(lesson: Lesson, now: datetime, chance: random.Random) -> None:
    """Accept the lesson, and teach and confirm it where its time has passed; leave some of each step undone."""
    if lesson.start > now and chance.random() < 0.3:
        return
    schedule.accept(lesson, user=None, now=moment(min(lesson.start, now) - timedelta(days=3)))
    if lesson.end > now:
        return
    person, taught = person_of(lesson), moment(lesson.end + timedelta(minutes=20))
    if chance.random() < 0.08:
        delivery.miss(
            lesson, "临时出警，已与学校另约时间", user=person, now=taught, local=lesson.end + timedelta(minutes=20)
        )
    elif lesson.end < now - timedelta(days=2) or chance.random() < 0.6:
        delivery.report(
            lesson, delivery.planned(lesson), user=person, now=taught, local=lesson.end + timedelta(minutes=20)
        )
        if lesson.end < now - timedelta(days=9) or chance.random() < 0.4:
            confirm_as_reported(lesson, taught + timedelta(hours=2))


def confirm_as_reported(lesson: Lesson, now: datetime) -> None:
    """The school confirms with one tap."""
    figures, reached = delivery.as_reported(lesson)
    teacher = user_of(Role.SCHOOL, lesson.school_id)
    delivery.confirm(lesson, figures, reached, user=teacher, now=now, local=schedule.wall_clock(now))


def next_question(school: School, chance: random.Random) -> Question | None:
    """What this school asks for next: a theme that some grade has not had, in the hall where there is one."""
    themes = db.session.scalars(sa.select(Theme).where(Theme.code.in_(THEMES)).order_by(Theme.code)).all()
    classes = db.session.scalars(
        sa.select(SchoolClass).where(SchoolClass.school_id == school.id).order_by(SchoolClass.grade, SchoolClass.number)
    ).all()
    theme, grade = chance.choice(themes), chance.choice(classes).grade
    if coarse_stage(stage_of_grade(grade)).value not in theme.stages:
        return None
    chosen = [row for row in classes if row.grade == grade]
    fits = sum(row.pupils for row in chosen) <= school.hall_seats
    if fits and len(chosen) > 1 and chance.random() < 0.4:
        return Question(school, theme, tuple(chosen), Place.HALL)
    return Question(school, theme, (chance.choice(chosen),), Place.CLASSROOM)


def chosen_period(question: Question, monday: date, now: datetime, chance: random.Random) -> FreePeriod | None:
    """A free period of this week, if there is one."""
    friday = monday + timedelta(days=4)
    found = search(situation(question, monday, friday, now), monday, friday).free
    return chance.choice(found) if found else None


def user_of(role: Role, scope_id: int) -> User | None:
    """The login of this school or vice-principal, where the demo has one."""
    column = User.school_id if role is Role.SCHOOL else User.vice_principal_id
    return db.session.scalar(sa.select(User).where(User.role == role, column == scope_id))


def person_of(lesson: Lesson) -> User:
    """A user who reports as the lesson's vice-principal: their login, or a stand-in that is not stored."""
    found = user_of(Role.VICE_PRINCIPAL, lesson.vice_principal_id)
    row = lesson.vice_principal
    return found or User(role=Role.VICE_PRINCIPAL, vice_principal_id=row.id, name=row.name, email=row.email)


def plan_days_ahead(code: str, today: date) -> None:
    """A draft of the rest of the term for the bureau to look through; nothing of it is in any calendar."""
    region = plan_queries.region_in_scope(code, Scope(Role.ADMIN))
    term = plan_queries.term_for(plan_queries.terms(), today)
    first = first_day_offered(term.start, today) if term else today
    if region is None or term is None or first > term.end:
        return
    with one_transaction():
        asked = ask_for_plan(term, region, first=first, user=None, now=utc_now())
        turns = plan_workers.take(asked.job_ids, now=utc_now())
    plan_workers.do_all(turns, workers=1)


def moment(wall_clock: datetime) -> datetime:
    """A wall-clock time of the schools as an aware moment."""
    return wall_clock.replace(tzinfo=ZoneInfo(current_app.config["TIMEZONE"]))
