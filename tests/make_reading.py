"""A county with a plan to read, made by the same steps as the product makes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from course.db import db
from course.planning.draft_actions import keep_draft
from course.planning.instance_queries import read_instance
from course.planning.models import PartState, Plan, PlannedLesson, PlanPart
from course.planning.selections import of_regions
from course.planning.solver.figures import Bounds, figures_of
from course.planning.solver.first_fit import first_fit
from course.planning.solver.instance import Instance
from course.roster.models import Bell, Region, SchoolStage, Term
from course.schedule.models import Lesson, LessonClass, LessonState
from tests import make

BEFORE_TERM = datetime(2026, 8, 1)


@dataclass(frozen=True)
class Planned:
    """A plan with the instance that it was made from."""

    id: int
    instance: Instance


def county(code: str = "R000", parent: Region | None = None, schools: int = 3) -> Region:
    """Two stations, three people, some schools of two stages; the last school has nobody who serves it."""
    place = make.region(code, parent=parent, name=f"{code}区")
    police, court = make.station(place, code=f"{code}P"), make.station(place, code=f"{code}C", agency="court")
    people = [
        make.vice_principal(police, code=f"{code}V1", name="张立新", theme_codes=("T01",), max_lessons_week=1),
        make.vice_principal(police, code=f"{code}V2", name="刘佳宁", theme_codes=("T01", "T02", "T03", "T04")),
        make.vice_principal(court, code=f"{code}V3", name="高思远", theme_codes=("T02",), max_lessons_week=1),
    ]
    for number in range(schools):
        stage = SchoolStage.JUNIOR if number == 1 else SchoolStage.PRIMARY
        given = {"stage": stage, "hall_seats": 0, "lat": 33.0 + number / 100, "lon": 106.0 + number / 50}
        school = make.school(place, code=f"{code}S{number}", name=f"{code}第{number}学校", **given)
        for grade in (7, 8) if stage is SchoolStage.JUNIOR else (1, 3, 5):
            for index in (1, 2):
                make.school_class(school, grade, index)
        if number < schools - 1:
            make.appointment(people[number % 3], school)
    return place


def world() -> Term:
    """What every county shares: the bells, four themes, the term."""
    make.bells()
    rung = db.session.scalars(sa.select(Bell).where(Bell.key == "primary")).all()
    db.session.add_all(Bell(key="junior", period=one.period, start=one.start, end=one.end) for one in rung)
    for number, special in enumerate(("12-04", "", "09-21", ""), start=1):
        make.theme(f"T{number:02d}", name=f"主题{number}", special_day=special)
    return make.term()


def plan(term: Term, region: Region, *counties: Region, first: date | None = None) -> Planned:
    """A draft of these counties, or of the region itself where none are given."""
    row = make.save(Plan(term_id=term.id, region_id=region.id, region_path=region.path, created_at=make.NOW))
    instance = Instance(None)  # type: ignore[arg-type]
    for one in counties or (region,):
        part = PlanPart(plan_id=row.id, term_id=term.id, region_id=one.id, region_path=one.path)
        make.save(part)
        instance = read_instance(term, of_regions(term, [one.path]), first or term.start, BEFORE_TERM)
        lessons = first_fit(instance).lessons
        keep_draft(part, instance, lessons, figures_of(instance, lessons, Bounds()), [], now=make.NOW)
    db.session.commit()
    return Planned(row.id, instance)


def publish(plan_id: int) -> list[int]:
    """Turn every draft into scheduled lessons; their numbers."""
    ids = []
    for row in db.session.scalars(sa.select(PlannedLesson).order_by(PlannedLesson.id)):
        lesson = Lesson(uid=f"uid-{row.id}", state=LessonState.SCHEDULED, created_at=make.NOW, changed_at=make.NOW)
        for name in ("vice_principal_id", "school_id", "theme_id", "region_path", "start", "end", "period", "place"):
            setattr(lesson, name, getattr(row, name))
        make.save(lesson)
        db.session.add_all(LessonClass(lesson_id=lesson.id, class_id=one) for one in row.class_ids)
        row.lesson_id = lesson.id
        ids.append(lesson.id)
    parts = sa.update(PlanPart).where(PlanPart.plan_id == plan_id)
    db.session.execute(parts.values(state=PartState.PUBLISHED, published_at=make.NOW))
    db.session.commit()
    return ids
