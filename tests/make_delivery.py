"""Makers of what happened: lessons with classes, reports and confirmations; they commit, like ``tests/make.py``."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image

from course.access.models import Role
from course.db import db
from course.delivery.models import Confirmation, Delivery, Duty, DutyRecord, Form, Manner, Photo, ReachedClass
from course.roster.models import School, SchoolClass, VicePrincipal
from course.schedule.models import Lesson, LessonClass, LessonState, Slot
from tests import make


@dataclass(frozen=True)
class Story:
    """One lesson of a school with two classes, and a user of each side; ids only."""

    lesson: int
    school: int
    vice_principal: int
    classes: tuple[int, int]
    teacher: int
    police: int


def story(start: datetime, state: LessonState = LessonState.SCHEDULED, minutes: int = 40) -> Story:
    """A lesson of 40 minutes for classes of 40 and 45 pupils."""
    school = make.school()
    person = make.vice_principal(make.station(name="某派出所"))
    make.appointment(person, school)
    classes = make.school_class(school, 3, 1, pupils=40), make.school_class(school, 3, 2, pupils=45)
    row = lesson(person, school, start, classes, state=state, minutes=minutes)
    return Story(
        lesson=row.id,
        school=school.id,
        vice_principal=person.id,
        classes=(classes[0].id, classes[1].id),
        teacher=make.user(Role.SCHOOL, school).id,
        police=make.user(Role.VICE_PRINCIPAL, person).id,
    )


def lesson(
    person: VicePrincipal,
    school: School,
    start: datetime,
    classes: tuple[SchoolClass, ...] = (),
    *,
    state: LessonState = LessonState.SCHEDULED,
    minutes: int = 40,
    theme: Any = None,
) -> Lesson:
    """A lesson of these classes that holds the vice-principal's slot."""
    end = start + timedelta(minutes=minutes)
    row = make.lesson(person, school, theme or make.theme(), start, end, state=state)
    db.session.add_all(LessonClass(lesson_id=row.id, class_id=of.id) for of in classes)
    slot = Slot(resource=f"vice_principal:{person.id}", region_path=row.region_path, lesson_id=row.id)
    slot.start, slot.end = start, end
    return make.save(slot) and row


FIGURES = {"manner": Manner.TAUGHT, "form": Form.LECTURE, "minutes": 40, "pupils": 85}


def delivery(of: Lesson, **given: Any) -> Delivery:
    """A report of the lesson; the lesson's own state is left alone."""
    said = {"reported_at": make.NOW, **FIGURES, **given}
    return make.save(Delivery(lesson_id=of.id, region_path=of.region_path, **said))


def confirmation(of: Lesson, classes: tuple[SchoolClass, ...] = (), **given: Any) -> Confirmation:
    """A confirmation of the lesson with the classes that were there; the lesson's own state is left alone."""
    taught_on = of.start.date()
    for row in classes:
        reached = ReachedClass(lesson_id=of.id, class_id=row.id, school_id=of.school_id, region_path=of.region_path)
        reached.taught_on = taught_on
        db.session.add(reached)
    said = {"confirmed_at": make.NOW, "taught_on": taught_on, **FIGURES, **given}
    return make.save(Confirmation(lesson_id=of.id, school_id=of.school_id, region_path=of.region_path, **said))


def duty(person: VicePrincipal, school: School, **given: Any) -> DutyRecord:
    """A line of a duty done today; with a unit and a day it is a hazard."""
    row = DutyRecord(vice_principal_id=person.id, school_id=school.id, region_path=school.region_path)
    said = {"duty": Duty.SAFETY, "done_on": date.today(), "note": "检查消防栓", "recorded_at": make.NOW, **given}
    for name, value in said.items():
        setattr(row, name, value)
    return make.save(row)


def photo(of: Lesson, content: bytes = b"", **given: Any) -> Photo:
    """A photograph of the lesson that may be shown."""
    content = content or grey_jpeg()
    said = {"consent": "no_pupils", "faces_not_recognisable": True, "added_at": make.NOW, "width": 8, "height": 8}
    kept = {"content": content, "content_hash": hashlib.sha256(content).hexdigest(), "look": "0" * 16}
    return make.save(Photo(lesson_id=of.id, region_path=of.region_path, **{**said, **kept, **given}))


def grey_jpeg() -> bytes:
    """The smallest picture that a browser shows."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "grey").save(data, "JPEG")
    return data.getvalue()
